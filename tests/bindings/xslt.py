"""The library as an extension module of stock XSLT processors."""

import os
import re
import resource
import shutil

import suite

LAYER = os.path.join(suite.TOP, "plugin", "bindings", "xsltproc",
                     "docbook-layer.xsl")
STOCK = "/usr/share/xml/docbook/stylesheet/docbook-xsl-ns"
DOCUMENT = """<article xmlns="http://docbook.org/ns/docbook" version="5.0"
    xml:lang="en">
  <info><title>Scars</title>
    <author><personname>Ann Author</personname></author></info>
  <para>Scar tissue can press on a nerve.<citation>a</citation></para>
  <para>It may hurt for long.<citation>a</citation></para>
  %s
</article>
"""
PARTS = """<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook" xmlns:bm="http://backmatter/">
<xsl:output method="text"/>
<xsl:template match="/">
  <xsl:for-each select="//db:citation">
    <xsl:value-of select="bm:cite(., 'bibliography=refs.json')"/>
    <xsl:text>|</xsl:text>
  </xsl:for-each>
  <xsl:value-of select="normalize-space(bm:bibliography(/))"/>
  <xsl:text>|</xsl:text>
  <xsl:value-of select="count(bm:notices(/)) > 0"/>
  <xsl:text>|</xsl:text>
  <xsl:value-of select="count(bm:glossary(/))"/>
  <xsl:text>|</xsl:text>
  <xsl:value-of select="bm:version()"/>
</xsl:template>
</xsl:stylesheet>
"""
# A new fragment each time, in the memory of the one before.
FRAGMENTS = """<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:exsl="http://exslt.org/common"
    xmlns:db="http://docbook.org/ns/docbook" xmlns:bm="http://backmatter/">
<xsl:output method="text"/>
<xsl:template match="/">
  <xsl:for-each select="//db:para"><xsl:call-template name="one"/>
  </xsl:for-each>
</xsl:template>
<xsl:template name="one">
  <xsl:variable name="x"><db:article><db:title>T</db:title><db:para>In
    <xsl:value-of select="substring(., 1, 6)"/></db:para></db:article>
  </xsl:variable>
  <xsl:value-of select="normalize-space(bm:prepare(exsl:node-set($x),
      'quiet=yes; fail-on=never'))"/>|</xsl:template>
</xsl:stylesheet>
"""
CLAIM = "<para>This cure has no risk at all.</para>"


def prepare(s, references):
    """A folder with the documents; PATH and the plug-in for a host."""
    folder = s.tmp("xslt")
    suite.write(os.path.join(folder, "refs.json"), references)
    suite.write(os.path.join(folder, "good.xml"), DOCUMENT % "")
    suite.write(os.path.join(folder, "claim.xml"), DOCUMENT % CLAIM)
    suite.write(os.path.join(folder, "missing.xml"), DOCUMENT %
                "<para>And<citation>zzz</citation></para>")
    suite.write(os.path.join(folder, "parts.xsl"), PARTS)
    return folder


def parts_are(s, what, text):
    fields = text.strip().split("|")
    s.check(what + ": citations, references, notices, version",
            len(fields) == 6 and fields[:2] == ["1", "1"] and
            "Doe J. A Book about Scars" in fields[2] and fields[3] == "false"
            and fields[4] == "0" and re.match(r"\d+\.\d+\.\d+$", fields[5]),
            text)


def xsltproc(s, folder):
    env = {"LIBXSLT_PLUGINS_PATH": s.build}

    def run(*args):
        return suite.run(["xsltproc", "--nonet"] + list(args), folder,
                         env=env)

    r = run("parts.xsl", "good.xml")
    if b"unregistered function" in r.err.lower():
        s.skip("xsltproc", "this libxslt loads no plug-ins")
        return
    parts_are(s, "xsltproc", r.text)
    suite.write(os.path.join(folder, "fragments.xsl"), FRAGMENTS)
    r = run("fragments.xsl", "good.xml")
    s.check("xsltproc: each fragment is prepared for itself",
            r.text == "T In Scar t|T In It may|", r)
    long(s, folder, run)
    if not os.path.isdir(STOCK):
        s.skip("stock sheets", "docbook-xsl-ns is not installed")
        return

    def layer(document, options):
        return run("--stringparam", "backmatter",
                   "bibliography=refs.json; " + options, LAYER, document)

    r = layer("good.xml", "")
    page = re.sub(r"<[^>]*>", "", r.text)
    s.check("stock sheets: the citations are in",
            r.status == 0 and "on a nerve.1" in page and
            "1. Doe J. A Book about Scars. 2001. \u21a9\ufe0e1 \u21a9\ufe0e2"
            in page, "%s\n%s" % (r, page))
    s.check("stock sheets: links go both ways",
            'href="#ref-a"' in r.text and 'href="#cite-a-2"' in r.text)
    ids = re.findall(r'\bid="([^"]*)"', r.text)
    s.check("stock sheets: no id is there twice", len(ids) == len(set(ids)),
            ids)
    r = layer("missing.xml", "")
    s.check("a finding has the place in the file",
            "missing.xml:7:12: error: " in r.errors and
            "[cite-unresolved]" in r.errors, r)
    s.check("an error ends the run", r.status != 0 and not r.out, r)
    r = layer("missing.xml", "fail-on=never")
    s.check("unless that is not wanted", r.status == 0 and r.out, r)
    r = layer("claim.xml", "lint=yes; fail-on=never")
    s.check("claims are looked for", re.search(r"\[[A-Z]+-\d+\]", r.errors),
            r)
    r = layer("good.xml", "nonsense=1")
    s.check("an unknown option is named", r.status != 0 and
            "nonsense=1" in r.errors, r)


def long(s, folder, run):
    """Citations are found without a look at all before them; a document of
    which nothing can be made is tried once."""
    cited = "<para>x<citation>a</citation></para>" * 16000
    suite.write(os.path.join(folder, "long.xml"), DOCUMENT % cited)
    suite.write(os.path.join(folder, "other.xml"), (DOCUMENT % cited).replace(
        "<article ", "<articled ").replace("</article>", "</articled>"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    r = run("parts.xsl", "long.xml")
    s.check("xsltproc: 16,000 citations stand there", r.text.startswith(
        "1|" * 16000), r.text[:300])
    r = run("parts.xsl", "other.xml")
    took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    s.check("xsltproc: what cannot be prepared is told once", r.status != 0
            and r.errors.count("nothing can be made") == 1, r)
    s.check("xsltproc: no search from the start for each citation",
            took < 2, "%.1f s" % took)


def in_lxml(s, folder):
    """The host has a tree of its own, and may have changed it."""
    try:
        from lxml import etree  # pylint: disable=import-outside-toplevel
    except ImportError:
        s.skip("lxml as a host", "python3-lxml is not installed")
        return
    os.environ["LIBXSLT_PLUGINS_PATH"] = s.build
    sheet = etree.XSLT(etree.parse(os.path.join(folder, "parts.xsl")))
    path = os.path.join(folder, "good.xml")
    try:
        text = str(sheet(etree.parse(path)))
    except etree.XSLTApplyError as e:
        s.skip("lxml as a host", "its libxslt loads no plug-ins: %s" % e)
        return
    parts_are(s, "lxml", text)
    doc = etree.parse(path)
    doc.getroot().append(etree.fromstring(
        '<para xmlns="http://docbook.org/ns/docbook">Again'
        '<citation>a</citation></para>'))
    s.check("lxml: what the host changed counts",
            str(sheet(doc)).startswith("1|1|1|"), str(sheet(doc)))
    for _ in range(20):
        sheet(doc)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(60):
        sheet(doc)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    s.check("lxml: 60 documents more take no more memory", grown < 4000,
            "%d KiB more" % grown)


PHP = """$x = new XSLTProcessor(); $s = new DOMDocument();
$s->load("parts.xsl"); $x->importStylesheet($s); $d = new DOMDocument();
$d->load("good.xml"); echo $x->transformToXML($d);"""
RUBY = """require "nokogiri"
x = Nokogiri::XSLT(File.read("quiet.xsl"))
puts x.apply_to(Nokogiri::XML(File.read("good.xml"),
                File.expand_path("good.xml")))"""


def others(s, folder):
    """Processors of other languages, as Debian has them."""
    suite.write(os.path.join(folder, "quiet.xsl"), PARTS.replace(
        "refs.json'", "refs.json; quiet=yes'"))
    for name, package, command in (
            ("xmlstarlet", "xmlstarlet", ["tr", "parts.xsl", "good.xml"]),
            ("php", "php-xml", ["-r", PHP]),
            ("ruby", "ruby-nokogiri", ["-e", RUBY])):
        if shutil.which(name) is None:
            s.skip(name, package + " is not installed")
            continue
        r = suite.run([name] + command, folder,
                      env={"LIBXSLT_PLUGINS_PATH": s.build})
        said = (r.text + r.errors).lower()
        if "cannot load such file" in said or "class \"xslt" in said:
            s.skip(name, package + " is not installed")
        elif "unregistered function" in said:
            s.skip(name, "its libxslt loads no plug-ins")
        else:
            parts_are(s, package, r.text)


def hosts(s, references):
    folder = prepare(s, references)
    xsltproc(s, folder)
    others(s, folder)
    in_lxml(s, folder)
