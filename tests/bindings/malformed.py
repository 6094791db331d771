"""Malformed documents through each binding, in the process of its host: no
crash, no leak, nothing written outside of the folder.

MALFORMED says how many each gets, MALFORMED_SEED damages them otherwise, and
MALFORMED_HOSTS names those to try ("mkdocs,php").
"""

import importlib.util
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time

import suite
from sites import PACKAGE, there

COUNT = int(os.environ.get("MALFORMED", "40"))
SEED = int(os.environ.get("MALFORMED_SEED", "1"))
HOSTS = os.environ.get("MALFORMED_HOSTS")
# KiB that a process may grow by after its first quarter; the heap of pandoc
# itself takes its time to settle.
GROWTH = 24 << 10
GROWTH_OF = {"pandoc-lua": 160 << 10}
GOLDEN = os.path.join(suite.TOP, "tests", "golden")
FOLDER = os.path.dirname(os.path.abspath(__file__))

# Each host calls this for document N of the folder `in`; it tells at the end
# how much memory was taken after the first quarter.
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
_host.Engine = lambda: shared
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
  <xsl:value-of select="count(bm:prepare(/, 'bibliography=refs.json; lint=yes;
      quiet=yes; fail-on=never'))"/>
  <xsl:for-each select="//*[local-name() = 'citation']">
    <xsl:value-of select="bm:cite(.)"/></xsl:for-each>
  <xsl:value-of select="count(bm:notices(/) | bm:glossary(/))"/>
  <xsl:value-of select="bm:bibliography(/)"/>
</xsl:template>
</xsl:stylesheet>
"""


# ---- Documents -------------------------------------------------------------

def damages():
    """The ways in which the suite `hostile` damages, and our own."""
    path = os.path.join(suite.TOP, "tests", "hostile", "run.py")
    spec = importlib.util.spec_from_file_location("hostile_run", path)
    hostile = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hostile)
    return list(hostile.DAMAGE) + [zeros, deep]


def zeros(r, data):
    at = r.randrange(len(data) + 1)
    return data[:at] + b"\0" * r.choice((1, 7, 300)) + data[at:]


def deep(r, data):
    """Things inside of each other."""
    n = r.choice((30, 300, 3000))
    begin, end = r.choice(((b"> ", b""), (b"[", b"@a]"), (b"<para>", b""),
                           (b"<section>", b"</section>"), (b"*", b"*"),
                           (b"- ", b""), (b"(", b")"), (b"::: {.a}\n", b":::\n")))
    at = r.randrange(len(data) + 1)
    return data[:at] + begin * n + b"x" + end * n + data[at:]


def corpus(ending):
    for folder, _, names in sorted(os.walk(GOLDEN)):
        for name in sorted(names):
            if name.endswith(ending) and "." not in name[:-len(ending)]:
                data = suite.read(os.path.join(folder, name))
                if len(data) < 20000:
                    yield data


def as_pandoc(r, data):
    """A tree of pandoc with the words of a document."""
    def inlines(text):
        out = []
        for word in text.split()[:60]:
            if "@" in word:
                named = [{"citationId": re.sub(r"\W", "", word) or "a",
                          "citationPrefix": [], "citationSuffix": [],
                          "citationMode": {"t": "NormalCitation"},
                          "citationNoteNum": 0, "citationHash": 0}]
                out.append({"t": "Cite", "c": [
                    named if r.randrange(4) else [],
                    [{"t": "Str", "c": word}]]})
            out += [{"t": "Str", "c": word}, {"t": "Space"}]
        return out

    blocks = []
    for text in data.decode("utf-8", "replace").split("\n\n")[:40]:
        kind = r.choice(("Para", "Plain", "Header", "BlockQuote", "Null"))
        content = inlines(text)
        block = {"t": kind, "c": content}
        if kind == "Header":
            block["c"] = [r.choice((0, 1, 99)), ["", [], []], content]
        if kind == "BlockQuote":
            block["c"] = [{"t": "Para", "c": content}]
        blocks.append(block)
    return json.dumps({"pandoc-api-version": [1, 22], "meta": {
        "bibliography": {"t": "MetaString", "c": "refs.json"}},
        "blocks": blocks}).encode()


def documents(folder, references, kinds):
    """A folder with what the hosts need, and the documents in it."""
    r = random.Random(SEED)
    ways = damages()
    inside = os.path.join(folder, "in")
    os.makedirs(inside)
    suite.write(os.path.join(folder, "refs.json"), references)
    suite.write(os.path.join(folder, "parts.xsl"), PARTS)
    suite.write(os.path.join(folder, "mkdocs.yml"), "site_name: S\nplugins:\n"
                "  - backmatter:\n      bibliography: refs.json\n"
                "      cache: false\n")
    suite.write(os.path.join(folder, "docs", "index.md"), "# A\n")
    suite.write(os.path.join(folder, "rst", "conf.py"), "extensions = ["
                "'backmatter.sphinx']\nbackmatter_bibliography = ["
                "'../refs.json']\n")
    suite.write(os.path.join(folder, "rst", "index.rst"), "A\n=\n")
    suite.write(os.path.join(folder, "filter.lua"), LUA)
    suite.write(os.path.join(folder, "empty.md"), "")
    names = []
    seeds = {"md": list(corpus(".md")), "xml": list(corpus(".xml"))}
    for n in range(COUNT):
        kind = kinds[n % len(kinds)]
        data = r.choice(seeds["xml" if kind == "xml" else "md"])
        for _ in range(r.choice((1, 1, 2, 3))):
            data = r.choice(ways)(r, data)[:100000]
        if kind == "json":
            data = as_pandoc(r, data)
        if kind == "rst":
            data = re.sub(rb"\[@([^\]]*)\]", rb":bm:cite:`\1`", data)
            # No including of other files, which docutils would do itself.
            data = re.sub(rb"::|__|\.\. ", b": ", data)
        names.append("in/%05d.%s" % (n, kind))
        suite.write(os.path.join(folder, names[-1]), data)
    suite.write(os.path.join(folder, "names"), "\n".join(names) + "\n")


# ---- Hosts -----------------------------------------------------------------

def tree(folder):
    """All files there and what is in them, but for what hosts may write."""
    out = {}
    for at, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in (
            "out", "site", ".cache", "rst", "__pycache__")]
        for name in names:
            path = os.path.join(at, name)
            st = os.lstat(path)
            out[os.path.relpath(path, folder)] = (st.st_mtime_ns, st.st_size)
    return out


def through(s, references, name, command, kinds):
    outer = s.tmp("malformed-" + name)
    folder = os.path.join(outer, "project")
    documents(folder, references, kinds)
    home = os.path.join(outer, "home")
    os.makedirs(home)
    before = tree(outer)
    env = {"PYTHONPATH": PACKAGE, "BACKMATTER_LIBRARY": s.library,
           "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8", "HOME": home,
           "LIBXSLT_PLUGINS_PATH": s.build, "PYTHONWARNINGS": "ignore",
           "NODE_PATH": os.path.join(s.build, "node", "node_modules"),
           "NODE_NO_WARNINGS": "1",
           "LUA_PATH_5_3": os.path.join(suite.TOP, "plugin", "bindings",
                                        "pandoc") + "/?.lua;;",
           "LUA_CPATH_5_3": s.build + "/lua/?.so;;"}
    start = time.time()
    r = suite.run(command, folder, env=env, deadline=60 + COUNT)
    said = re.search(r"^done (\d+) (-?\d+)", r.text, re.M)
    good = r.status == 0 and said and int(said.group(1)) == COUNT
    s.check("malformed, %s: no crash" % name, good, "%s\n%s" % (
        r.text[-300:], r))
    if said:
        s.check("malformed, %s: no leak" % name,
                int(said.group(2)) < GROWTH_OF.get(name, GROWTH), said.group(2) + " KiB more")
    s.check("malformed, %s: nothing written outside" % name,
            tree(outer) == before)
    if COUNT >= 1000 and said:
        print("%s: %d documents, %s KiB more after the first quarter, %.0f s"
              % (name, COUNT, said.group(2), time.time() - start), flush=True)
    shutil.rmtree(outer, ignore_errors=True)


def hosts(s, references):
    """All that are installed; each tells that it is left out."""
    def python(code):
        return [sys.executable, "-c", PYTHON + code]

    core = os.path.join(s.build, "lua", "backmatter", "core.so")
    linked = subprocess.run(["ldd", shutil.which("pandoc") or "/nonexistent"],
                            capture_output=True, text=True, check=False)
    node = os.path.isdir(os.path.join(s.build, "node", "node_modules",
                                      "backmatter"))
    both, md, xml = ("md", "xml"), ("md",), ("xml",)
    for name, command, kinds, is_there in (
            ("python", python(API), both, lambda: True),
            ("queue", python(QUEUE), both, lambda: True),
            ("mkdocs", python(MKDOCS), md,
             lambda: there(s, "mkdocs", "mkdocs")),
            ("sphinx", python(SPHINX), ("rst",),
             lambda: there(s, "sphinx", "python3-sphinx")),
            ("pandoc-json", python(PANDOC_JSON), ("json",), lambda: True),
            ("pandoc-lua", ["pandoc", "-t", "html", "--lua-filter",
                            "filter.lua", "empty.md"], ("json",),
             lambda: os.path.exists(core) and "liblua5.3" in linked.stdout),
            ("lxml", python(LXML), xml,
             lambda: there(s, "lxml", "python3-lxml")),
            ("php", ["php", "-r", PHP], xml, lambda: shutil.which("php")),
            ("ruby", ["ruby", "-e", RUBY], xml, lambda: shutil.which("ruby")),
            ("node", ["node", "-e", NODE], both, lambda: node)):
        if HOSTS and name not in HOSTS.split(","):
            continue
        if is_there():
            through(s, references, name, command, kinds)
        else:
            s.skip("malformed, " + name, "it is not installed here")
