"""Notices in outputs: found again in what was written, or nothing published."""

import json
import os
import zipfile

import suite

DOC = """---
title: Discs
id: %s
lang: en-US
author: {name: Ana Ruiz, credentials: MD}
subjects: [spine, treatment]
%s
notices-off:
  last-reviewed: {reason: The site has it., by: AR}
---

Text about discs.
"""
PROJECT = """title: T
lang: en-US
books:
  - id: b
    title: B
    documents: [a.md, c.md]
    epub: ../b.epub
"""


def project(s, key="publisher: P"):
    where = s.tmp()
    for name in ("a.md", "c.md"):
        suite.write(os.path.join(where, name),
                    (DOC % (name[0], key if name == "a.md" else "publisher: P"))
                    .encode())
    suite.write(os.path.join(where, "backmatter.yaml"), PROJECT.encode())
    return where


def run(s, where, *more):
    return s.bm("build", where, "-o", os.path.join(where, "out", "site"),
                "--today", "2026-02-01", *more)


def report(where):
    with open(os.path.join(where, "out", "site-notices.json")) as f:
        return json.load(f)


def found(s):
    where = project(s)
    os.mkdir(os.path.join(where, "out"))
    if not s.exits("a build proves its notices", 0, run(s, where)):
        return
    rows = report(where)["notices"]
    s.check("each row was found", rows and all(r["found"] for r in rows),
            json.dumps(rows, indent=1))
    s.equal("each page has its three notices, and the e-book lists them",
            sorted((r["output"], os.path.basename(r["file"]), r["notice"])
                   for r in rows),
            sorted([(o, f, n) for n in ("emergency", "general",
                                        "not-a-substitute")
                    for o, f in (("site", "a.html"), ("site", "c.html"),
                                 ("../b.epub", "a.xhtml"),
                                 ("../b.epub", "c.xhtml"),
                                 ("../b.epub", "notices.xhtml"))]))
    with zipfile.ZipFile(os.path.join(where, "out", "b.epub")) as z:
        for r in rows:
            if r["output"] == "site":
                with open(os.path.join(where, "out", "site", r["file"]),
                          encoding="utf-8") as f:
                    text = f.read()
            else:
                text = z.read(r["file"]).decode()
            s.check("%s %s has #%s" % (r["output"], r["file"], r["id"]),
                    'id="%s"' % r["id"] in text)
    row = [r for r in rows if r["file"].endswith("a.html")][0]
    s.equal("the trigger has its line", (os.path.basename(
        row["trigger-file"]), row["line"]), ("a.md", 6))
    off = report(where)["off"]
    s.equal("what is switched off is listed", sorted(
        (os.path.basename(o["document"]), o["notice"], o["by"])
        for o in off), [("a.md", "last-reviewed", "AR"),
                        ("c.md", "last-reviewed", "AR")])
    html = suite.read(os.path.join(where, "out", "site-notices.html"))
    s.check("the report for people says how many",
            b"15 required, 15 found" in html, html[:900].decode())
    s.check("the report is not published", not os.path.exists(
        os.path.join(where, "out", "site", "site-notices.html")))


def left_out(s):
    """A sheet that drops notices, and a value that is missing."""
    where = project(s)
    os.mkdir(os.path.join(where, "out"))
    run(s, where)
    page = suite.read(os.path.join(where, "out", "site", "b", "a.html"))
    r = run(s, where, "--data", sheets(s, "without"))
    s.exits("a sheet without notices fails the build", 3, r)
    s.check("and it is told for each page", r.errors.count(
        "[notice-missing-in-output]") == 15, r)
    s.check("with the reason", "no element has its id" in r.errors, r)
    s.check("the old output stays", suite.read(os.path.join(
        where, "out", "site", "b", "a.html")) == page)
    s.check("the report says so", not any(
        r["found"] for r in report(where)["notices"]))
    r = run(s, where, "--data", sheets(s, "wordless"))
    s.exits("so does one with other words", 3, r)
    s.check("and that is told", "its words are not there" in r.errors, r)
    r = run(s, where, "--data", sheets(s, "elsewhere"))
    s.exits("and one that gives the id to another element", 3, r)
    s.check("which is told too", r.errors.count(
        "the element with its id is another one") == 15, r)
    where = project(s, "sponsor: X\napproved-use: blood cancers")
    os.mkdir(os.path.join(where, "out"))
    r = run(s, where)
    s.exits("a missing value fails the build", 3, r)
    s.check("both are told", "[notice-value-missing]" in r.errors and
            "it could not be placed" in r.errors, r)
    s.check("nothing is published", not os.path.exists(
        os.path.join(where, "out", "site")) and not os.path.exists(
            os.path.join(where, "out", "b.epub")))


SHEETS = {
    "without": b"""<xsl:stylesheet version="1.0"
 xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:template name="disclaimer"/></xsl:stylesheet>""",
    "wordless": b"""<xsl:stylesheet version="1.0"
 xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
 xmlns:bm="http://backmatter/" xmlns="http://www.w3.org/1999/xhtml">
<xsl:template name="disclaimer">
<aside id="{@xml:id}" class="notice-{@bm:kind}"><p>No words.</p></aside>
</xsl:template></xsl:stylesheet>""",
    "elsewhere": b"""<xsl:stylesheet version="1.0"
 xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
 xmlns:bm="http://backmatter/" xmlns="http://www.w3.org/1999/xhtml">
<xsl:template name="disclaimer">
<p id="{@xml:id}" class="small"><xsl:value-of select="."/></p>
</xsl:template></xsl:stylesheet>"""}
# Chapters of a book, which are pages of their own in a folder and an e-book.
CHAPTERS = b"""<book xmlns="http://docbook.org/ns/docbook" version="5.2"
 xml:lang="en"><info><title>Backs</title><author><personname>Ana Ruiz
</personname></author><subjectset><subject><subjectterm>spine</subjectterm>
</subject></subjectset>
<meta name="notices-off.last-reviewed.reason" content="The site has it."/>
<meta name="notices-off.last-reviewed.by" content="AR"/></info>
<chapter xml:id="one"><title>One</title><para>Text.</para></chapter>
<chapter xml:id="two"><title>Two</title><para>Text.</para></chapter></book>"""


def sheets(s, kind):
    data = s.tmp()
    suite.write(os.path.join(data, "xsl", "modules", "notices.xsl"),
                SHEETS[kind])
    return data


def rows_of(path):
    with open(path) as f:
        return json.load(f)["notices"]


def single(s):
    """One document: the written file is read again there too."""
    where = s.tmp()
    doc = suite.write(os.path.join(where, "a.md"),
                      (DOC % ("a", "publisher: P")).encode())
    book = suite.write(os.path.join(where, "b.xml"), CHAPTERS)
    for name, more in (("a.html", []), ("a.epub", []), ("a", ["-t", "site"])):
        out = os.path.join(where, name)
        proof = out + ".json"
        r = s.bm(doc, "-o", out, "--proof", proof, *more)
        if not s.exits("%s is proved" % name, 0, r):
            continue
        rows = rows_of(proof)
        s.check("%s: all was found" % name, all(r["found"] for r in rows))
        s.equal("%s: each notice is there" % name,
                sorted({r["notice"] for r in rows}),
                ["emergency", "general", "not-a-substitute"])
        s.equal("%s: the report names the output" % name,
                {r["output"] for r in rows}, {out})
        before = suite.tree(out) if os.path.isdir(out) else suite.read(out)
        for kind, why in (("without", "no element has its id"),
                          ("wordless", "its words are not there")):
            r = s.bm(doc, "-o", out, "--data", sheets(s, kind),
                     "--proof", proof, *more)
            s.exits("%s, a sheet %s" % (name, kind), 3, r)
            s.check("%s, a sheet %s: it is told" % (name, kind), why in
                    r.errors and "[notice-missing-in-output]" in r.errors, r)
            s.check("%s, a sheet %s: the report says so" % (name, kind),
                    not all(r["found"] for r in rows_of(proof)))
        s.check("%s: the old output stays" % name, before == (
            suite.tree(out) if os.path.isdir(out) else suite.read(out)))
    page = s.bm(book, "-o", os.path.join(where, "b.html"), "--proof",
                os.path.join(where, "b.proof.html"))
    s.exits("a book on one page", 0, page)
    s.check("has each notice once", b"<p>2 required, 2 found" in suite.read(
        os.path.join(where, "b.proof.html")), page)
    chapters = s.bm(book, "-o", os.path.join(where, "b"), "-t", "site",
                    "--proof", os.path.join(where, "b.json"))
    s.exits("a book of many pages", 0, chapters)
    s.equal("has them on each", len(rows_of(os.path.join(where, "b.json"))), 6)


def streams(s):
    """What goes to standard output is looked at before it goes."""
    where = s.tmp()
    doc = suite.write(os.path.join(where, "a.md"),
                      (DOC % ("a", "publisher: P")).encode())
    bad = suite.write(os.path.join(where, "b.md"), (
        DOC % ("b", "sponsor: X\napproved-use: blood cancers")).encode())
    for name in ("html", "epub"):
        proof = os.path.join(where, name + ".json")
        r = s.bm(doc, "-t", name, "--proof", proof)
        s.exits("%s to standard output" % name, 0, r)
        s.check("%s comes whole" % name, len(r.out) > 3000, r)
        s.check("%s: all found" % name,
                all(r["found"] for r in rows_of(proof)))
        r = s.bm(doc, "-t", name, "--data", sheets(s, "without"))
        s.exits("%s without its notices" % name, 3, r)
        s.check("%s: nothing is written" % name, not r.out, r)
        r = s.bm(bad, "-t", name)
        s.exits("%s with a missing value" % name, 3, r)
        s.check("%s: both are told" % name, not r.out and
                "[notice-value-missing]" in r.errors and
                "it could not be placed" in r.errors, r)
    r = s.bm("lint", bad)
    s.exits("lint writes nothing and goes on", 1, r)
    s.check("and has no proof", b"notice-missing" not in r.out, r)
    for more in (["-t", "man"], ["-t", "docbook"], ["--dump", "disclaimer"]):
        r = s.bm(doc, "--proof", os.path.join(where, "p.json"), *more)
        s.exits("no proof of %s" % more[1], 2, r)


PARTS = [found, left_out, single, streams]
