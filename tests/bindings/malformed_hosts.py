"""What each host runs over the malformed documents in the folder `in`.

It writes the name of the one at hand into the file `now`, and tells at the end
how many there were and how much memory was taken after the first quarter.
"""

PYTHON = """
import glob, os, sys
def rss():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
def each(one, pattern):
    names = sorted(glob.glob("in/" + pattern))
    for number, name in enumerate(names):
        if number == len(names) // 4:
            before = rss()
        with open("now", "w") as f:
            f.write(name)
        with open(name, "rb") as f:
            one(name, f.read())
    print("done", len(names), rss() - before, flush=True)
"""
API = """
import backmatter
def one(name, data):
    source = "docbook" if name.endswith(".xml") else "markdown"
    try:
        backmatter.convert(data, name=name, source=source, root="in")
    except backmatter.Error as e:
        assert e.findings, name
each(one, "*")
"""
QUEUE = """
import backmatter
q = backmatter.Queue("parts", bibliography="refs.json", lint=True, root="in")
def one(name, data):
    try:
        q.take(q.add(data, name))
    except backmatter.Error as e:
        assert e.findings, name
each(one, "*")
q.close()
"""
MKDOCS = """
import logging, types, markdown
from mkdocs.config.base import load_config
from mkdocs.exceptions import Abort
logging.disable(logging.CRITICAL)
config = load_config("mkdocs.yml")
plugin = config["plugins"]["backmatter"]
plugin.on_config(config)
plugin.on_pre_build(config)
def one(name, data):
    text = data.decode("utf-8", "replace").replace("\\r", "")
    file = types.SimpleNamespace(src_path=name, abs_src_path=None)
    page = types.SimpleNamespace(file=file, meta={}, toc=[], title="T")
    out = plugin.on_page_markdown(text, page=page)
    # Python-Markdown itself has its own quarrels with some of these.
    plugin.on_page_content("<h1>T</h1>" + out, page=page)
each(one, "*.md")
plugin.on_post_build(config)
"""
SPHINX = """
import logging, shutil
from sphinx.application import Sphinx
app = Sphinx("rst", "rst", "out", "out", "dummy", status=None, warning=None,
             freshenv=True)
from backmatter import sphinx as ours
class Logger:
    def __getattr__(self, _): return lambda *a, **k: None
ours.log = Logger()
app.env.prepare_settings("index")
from sphinx.io import read_doc
from sphinx.util.docutils import sphinx_domains
def one(name, data):
    docname = os.path.splitext(os.path.basename(name))[0]
    shutil.copy(name, "rst/%s.rst" % docname)
    with sphinx_domains(app.env):
        app.env.prepare_settings(docname)
        app.env.found_docs.add(docname)
        doctree = read_doc(app, app.env, app.env.doc2path(docname))
    os.unlink("rst/%s.rst" % docname)
    app.env.clear_doc(docname)
each(one, "*.rst")
"""
PANDOC_JSON = """
import io, json
import backmatter
from backmatter import _host, pandoc
shared = backmatter.Engine()  # a filter is a process; these are one
_host.Engine = lambda **_: shared
real, sys.stderr = sys.stderr, io.StringIO()
def one(name, data):
    try:
        pandoc.apply(json.loads(data), "html")
    except Exception:
        sys.stderr = real
        raise
    sys.stderr.seek(0); sys.stderr.truncate()
each(one, "*.json")
"""
LXML = """
from lxml import etree
sheet = etree.XSLT(etree.parse("parts.xsl"))
def one(name, data):
    tree = None
    try:
        tree = etree.fromstring(data, etree.XMLParser(
            recover=True, resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        pass
    if tree is not None:
        try:
            sheet(tree)
        except etree.XSLTApplyError:
            pass
each(one, "*.xml")
"""
PHP = r"""
libxml_use_internal_errors(true);
$x = new XSLTProcessor(); $s = new DOMDocument(); $s->load("parts.xsl");
$x->importStylesheet($s); $n = 0; $before = 0;
function rss() { preg_match('/VmRSS:\s*(\d+)/',
    file_get_contents("/proc/self/status"), $m); return (int)$m[1]; }
$names = glob("in/*.xml");
foreach ($names as $name) {
  file_put_contents("now", $name);
  if ($n++ == intdiv(count($names), 4)) $before = rss();
  $d = new DOMDocument(); $d->recover = true;
  if (@$d->load($name, LIBXML_NONET)) @$x->transformToXML($d);
  libxml_clear_errors();
}
echo "done ", $n, " ", rss() - $before, "\n";
"""
RUBY = r"""
require "nokogiri"
x = Nokogiri::XSLT(File.read("parts.xsl"))
def rss = File.read("/proc/self/status")[/VmRSS:\s*(\d+)/, 1].to_i
names = Dir["in/*.xml"].sort
before = 0
names.each_with_index do |name, n|
  File.write("now", name)
  before = rss if n == names.size / 4
  begin
    x.transform(Nokogiri::XML(File.binread(name), File.expand_path(name)))
  rescue RuntimeError, EncodingError, Nokogiri::SyntaxError
  end
end
puts "done #{names.size} #{rss - before}"
"""
NODE = r"""
const fs = require("node:fs");
const backmatter = require("backmatter");
const MarkdownIt = require("markdown-it");
const md = new MarkdownIt().use(require("backmatter/markdown-it"),
  { bibliography: "refs.json", report: () => {} });
const names = fs.readdirSync("in").filter((n) => /\.(md|xml)$/.test(n)).sort();
let before = 0;
names.forEach((name, n) => {
  fs.writeFileSync("now", "in/" + name);
  if (n === names.length >> 2) before = process.memoryUsage.rss();
  const data = fs.readFileSync("in/" + name);
  if (name.endsWith(".md")) md.render(data.toString("utf8"));
  try {
    backmatter.convertSync(data, { name: "in/" + name,
      from: name.endsWith(".xml") ? "docbook" : "markdown" });
  } catch (e) {
    if (!(e instanceof backmatter.BackmatterError)) throw e;
  }
});
const grown = (process.memoryUsage.rss() - before) >> 10;
console.log("done", names.length, grown);
"""
# Sites of some pages each, one behind the other in one process.  Eleventy reads
# front matter itself, so each page has a sound one before what is malformed.
# With BARE in the environment the plug-in is left out: what grows then is
# Eleventy's own.
ELEVENTY = r"""
const fs = require("node:fs");
const names = fs.readdirSync("in").sort();
const rss = async () => {
  // What native code holds for buffers goes a turn after them.
  for (let k = 0; k < 3; k++) {
    global.gc();
    await new Promise(setImmediate);
  }
  return process.memoryUsage.rss() >> 10;
};
(async () => {
  const { Eleventy } = await import("file://" + process.env.ELEVENTY);
  const size = Math.max(10, Math.min(250, names.length >> 3));
  let before = 0, pages = 0;
  for (let n = 0; n < names.length; n += size) {
    if (!before && n >= names.length >> 2) before = await rss();
    fs.writeFileSync("now", "in/" + names[n]);
    fs.rmSync("site", { recursive: true, force: true });
    for (const name of names.slice(n, n + size)) {
      fs.mkdirSync("site/in", { recursive: true });
      fs.writeFileSync("site/in/" + name, "---\ntitle: T\n---\n" +
        fs.readFileSync("in/" + name, "utf8"));
    }
    const site = new Eleventy("site/in", "site/out", { quietMode: true,
      configPath: "eleventy.config.cjs" });
    site.setIsVerbose(false);
    await site.write();
    pages += fs.readdirSync("site/out").length;
  }
  if (pages !== names.length) throw Error(pages + " pages");
  console.log("done", pages, (await rss()) - before);
})().catch((e) => { console.error(e); process.exit(1); });
"""
ELEVENTY_CONFIG = """module.exports = (config) => {
  if (!process.env.BARE) config.addPlugin(require("backmatter/eleventy"), {
    bibliography: "refs.json", report: () => {} });
  return { markdownTemplateEngine: false };
};
"""
LUA = r"""
local backmatter = require "backmatter"
local function rss()
  for line in io.lines("/proc/self/status") do
    local n = line:match "VmRSS:%s*(%d+)"
    if n then return tonumber(n) end
  end
end
local names, before, count = {}, 0, 0
for name in io.lines("names") do names[#names + 1] = name end
io.stderr = { write = function() end }
function Pandoc()
  for n, name in ipairs(names) do
    if n == #names // 4 + 1 then before = rss() end
    local now = io.open("now", "w")
    now:write(name)
    now:close()
    local f = io.open(name, "rb")
    local text = f:read "a"
    f:close()
    -- Trees, as pandoc's own reader of Markdown takes minutes for some texts.
    local good, doc = utf8.len(text) ~= nil, nil
    if good then good, doc = pcall(pandoc.read, text, "json") end
    if good then
      count = count + 1
      doc.meta.bibliography = "refs.json"
      pcall(backmatter[1].Pandoc, doc)
    end
    if n % 50 == 0 then collectgarbage() end
  end
  assert(count > #names // 2, "most documents were no trees")
  print("done " .. #names .. " " .. rss() - before)
end
"""
PARTS = """<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:bm="http://backmatter/">
<xsl:output method="text"/>
<xsl:template match="/">
  <xsl:apply-templates select="*"/>
</xsl:template>
<xsl:template match="last">done 1 0</xsl:template>
<xsl:template match="*">
  <xsl:value-of select="count(bm:prepare(/, 'bibliography=refs.json; lint=yes;
      quiet=yes; fail-on=never'))"/>
  <xsl:for-each select="//*[local-name() = 'citation']">
    <xsl:value-of select="bm:cite(.)"/></xsl:for-each>
  <xsl:value-of select="count(bm:notices(/) | bm:glossary(/))"/>
  <xsl:value-of select="bm:bibliography(/)"/>
</xsl:template>
</xsl:stylesheet>
"""
