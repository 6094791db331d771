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
    data = os.path.join(where, "data")
    suite.write(os.path.join(data, "xsl", "modules", "notices.xsl"),
                b"""<xsl:stylesheet version="1.0"
 xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:template name="disclaimer"/></xsl:stylesheet>""")
    r = run(s, where, "--data", data)
    s.exits("a sheet without notices fails the build", 3, r)
    s.check("and it is told for each page", r.errors.count(
        "[notice-missing-in-output]") == 15, r)
    s.check("with the reason", "no element has its id" in r.errors, r)
    s.check("the old output stays", suite.read(os.path.join(
        where, "out", "site", "b", "a.html")) == page)
    s.check("the report says so", not any(
        r["found"] for r in report(where)["notices"]))
    suite.write(os.path.join(data, "xsl", "modules", "notices.xsl"),
                b"""<xsl:stylesheet version="1.0"
 xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
 xmlns:bm="http://backmatter/" xmlns="http://www.w3.org/1999/xhtml">
<xsl:template name="disclaimer">
<aside id="{@xml:id}" class="notice-{@bm:kind}"><p>No words.</p></aside>
</xsl:template></xsl:stylesheet>""")
    r = run(s, where, "--data", data)
    s.exits("so does one with other words", 3, r)
    s.check("and that is told", "its words are not there" in r.errors, r)
    where = project(s, "sponsor: X\napproved-use: blood cancers")
    os.mkdir(os.path.join(where, "out"))
    r = run(s, where)
    s.exits("a missing value fails the build", 3, r)
    s.check("both are told", "[notice-value-missing]" in r.errors and
            "it could not be placed" in r.errors, r)
    s.check("nothing is published", not os.path.exists(
        os.path.join(where, "out", "site")) and not os.path.exists(
            os.path.join(where, "out", "b.epub")))


PARTS = [found, left_out]
