#!/usr/bin/env python3
"""Nothing lost: each word, image, id, link and language of the goldens and of
the handbook is in the output, or it is said why not; and what is lost on
purpose, by a sheet that drops an element, is found."""

import base64
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402

FORMATS = ("html", "site", "epub")
KINDS = ("text", "images", "ids", "links", "languages", "source")
# What the outputs do not show yet, by kind and element.
KNOWN = {("text", "alt")}
# Lines whose words are not read, and why.
UNREAD = {"tests/golden/markdown/frontmatter-faults.md:11":
          "the value of a key that is none; the finding is at the key"}
DOC = """<?xml version="1.0"?>
<article xmlns="http://docbook.org/ns/docbook" version="5.2" xml:lang="en"
    xmlns:xlink="http://www.w3.org/1999/xlink">
<info><title>Walking</title><copyright><year>1999</year><holder>Example
Press</holder></copyright><legalnotice><para>Copy it as you like.</para>
</legalnotice></info>
<para>These words are kept, <trademark>these four are lost</trademark> not.</para>
<para xml:id="p">See <link xlink:href="https://example.org/x">there</link>,
<foreignphrase xml:lang="fr">tous les jours</foreignphrase>.</para>
<para><indexterm><primary>Pace and time</primary></indexterm></para>
</article>
"""


def documents():
    for root in ("tests/golden", "content"):
        for base, dirs, names in os.walk(os.path.join(suite.TOP, root)):
            dirs.sort()
            for name in sorted(names):
                path = os.path.join(base, name)
                if re.search(r"\.[a-z0-9]+\.xml$", name) or not \
                        name.endswith((".md", ".xml")) or re.search(
                            r"content/(notices|claims|csl)/", path):
                    continue
                yield path


def audit(s, path, to, folder, *more):
    report = os.path.join(folder, "report.json")
    out = os.path.join(folder, "out")
    if os.path.exists(report):
        os.remove(report)
    r = suite.run([s.backmatter, "--audit=" + report, "-t", to, "-o", out,
                   "--no-project"] + list(more) + [os.path.basename(path)],
                  os.path.dirname(path))
    if r.status not in (0, 1):
        return r, None  # nothing was written
    return r, json.loads(suite.read(report).decode())


def whole(s):
    """A document of the goldens or the handbook, as a page."""
    def one(path):
        folder = s.tmp()
        r, found = audit(s, path, "html", folder)
        if found is None:
            s.check("%s ends as it should" % path, r.status == 3, r)
            return
        lost = [m for m in found["missing"] if m["why"] is None and
                (m["kind"], m["element"]) not in KNOWN and
                not (m["kind"] == "source" and "%s:%d" % (
                    os.path.relpath(path, suite.TOP), m["line"]) in UNREAD)]
        s.check("%s: nothing is lost" % os.path.relpath(path, suite.TOP),
                not lost, "\n".join(
                    "%(file)s:%(line)d %(kind)s of %(element)s: %(text)s" % m
                    for m in lost))
    s.each(one, list(documents()))


def planted(s):
    folder = s.tmp()
    path = os.path.join(folder, "doc.xml")
    suite.write(path, DOC.encode())
    for to in FORMATS:
        r, found = audit(s, path, to, s.tmp())
        s.check("%s: nothing is missing" % to, found and not any(
            found[k]["missing"] for k in KINDS), r)
        s.check("%s: a term without an index is left out on purpose" % to, found and
                found["text"]["left-out"] == 3, found)
    sheet = "xsl/modules/inlines.xsl"
    text = suite.read(os.path.join(suite.TOP, sheet)).decode()
    os.makedirs(os.path.join(folder, "data", "xsl", "modules"))
    suite.write(os.path.join(folder, "data", sheet), text.replace(
        "</xsl:stylesheet>", '<xsl:template match="db:trademark" '
        'priority="9"/><xsl:template match="db:foreignphrase" priority="9">'
        '<xsl:apply-templates/></xsl:template></xsl:stylesheet>').encode())
    for to in FORMATS:
        r, found = audit(s, path, to, s.tmp(), "--data",
                         os.path.join(folder, "data"))
        lost = {m["element"]: m for m in (found or {"missing": []})["missing"]
                if m["why"] is None}
        s.equal("%s: what a sheet drops is found" % to, sorted(lost),
                ["foreignphrase", "trademark"])
        if "trademark" in lost:
            s.equal("%s: with its place and words" % to,
                    [lost["trademark"][k] for k in (
                        "line", "column", "missing", "text")],
                    [7, 29, 4, "these four are lost"])
        s.check("%s: findings too" % to, "[audit-text]" in r.errors and
                "[audit-language]" in r.errors and r.status == 0, r)


FORMS = """<?xml version="1.0"?>
<article xmlns="http://docbook.org/ns/docbook" version="5.2" xml:lang="en">
<title xml:id="t">T</title>
<mediaobject><imageobject role="fo"><imagedata fileref="a.eps"/></imageobject>
<imageobject role="html"><imagedata fileref="a.png"/></imageobject>
<textobject><phrase>Words</phrase></textobject></mediaobject>
<programlistingco><areaspec><area xml:id="a" coords="1 8"/></areaspec>
<programlisting>Go three steps
Go two steps</programlisting>
<calloutlist><callout arearefs="a"><para>Why</para></callout></calloutlist>
</programlistingco>
<informaltable><tgroup cols="1" xml:id="g"><tbody><row><entry>Cell</entry></row>
</tbody></tgroup></informaltable>
<section xml:id="s"><info><title xml:id="st">Part</title><authorgroup
xml:id="ag"><author xml:id="au"><personname>Ann Ash</personname></author>
</authorgroup><copyright><year>1999</year><holder>Someone</holder></copyright>
<legalnotice xml:id="ln"><para>Ask before you copy.</para></legalnotice></info>
<para><link xmlns:xlink="http://www.w3.org/1999/xlink"
xlink:href="https://example.org/a b">there</link></para></section>
</article>
"""


def whole_forms(s):
    """Of forms of an image one is shown; marks of ours are no words; ids and
    rights of parts are in each output."""
    folder = s.tmp()
    path = os.path.join(folder, "doc.xml")
    suite.write(path, FORMS.encode())
    for to in FORMATS:
        r, found = audit(s, path, to, s.tmp())
        s.check("%s: all of it is there" % to, found and not [
            m for m in found["missing"] if m["why"] is None], found or r)
        s.equal("%s: another form" % to, [
            (m["text"], m["why"]) for m in (found or {"missing": []})["missing"]
            if m["kind"] == "images" and m["text"] == "a.eps"],
            [("a.eps", "another form of an image that is shown")])


def forms(s):
    folder = s.tmp()
    path = os.path.join(folder, "doc.xml")
    suite.write(path, DOC.encode())
    r = suite.run([s.backmatter, "--audit=a.txt", "-o", "a.html", "doc.xml"],
                  folder)
    text = suite.read(os.path.join(folder, "a.txt")).decode()
    s.check("a report as text", r.status == 0 and "languages" in text and
            "primary: Pace and time (3 of 3 words) [an index shows it where "
            "there is one]" in text, text)
    r = suite.run([s.backmatter, "--audit", "doc.xml"], folder)
    s.check("without a file: totals as a finding", r.status == 0 and
            re.search(r"Of \d+ words .* 3 are not .*\[audit-total\]",
                      r.errors), r)
    r = suite.run([s.backmatter, "--audit", "-t", "man", "doc.xml"], folder)
    s.check("not for a manual page", r.status == 2, r)


PROJECT = """title: T
lang: en
books:
  - id: b
    title: B
    documents: [one.xml, two/two.md]
    epub: ../b.epub
"""
TWO = """---
title: Two
id: two
---

Some words [and a link](https://example.org/y), [one](../one.xml#p).

![A dot](dot.png)
"""
DOT = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBA"
       "ScY42YAAAAASUVORK5CYII=")


def build(s, folder, *more):
    report = os.path.join(folder, "audit.json")
    if os.path.exists(report):
        os.remove(report)
    r = suite.run([s.backmatter, "build", "-o", "out/site", "--audit=" +
                   report, "--fail-on", "never"] + list(more), folder)
    return r, (json.loads(suite.read(report).decode())["outputs"]
               if os.path.exists(report) else [])


def builds(s):
    """All documents of a build, in the site and in the books."""
    folder = s.tmp()
    for name, text in (("backmatter.yaml", PROJECT), ("two/two.md", TWO),
                       ("one.xml", DOC.replace(
                           "</article>", "<figure><title>Dot</title>"
                           '<mediaobject><imageobject><imagedata fileref='
                           '"dot.png"/></imageobject></mediaobject></figure>'
                           "</article>"))):
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        suite.write(os.path.join(folder, name), text.encode())
    for name in ("dot.png", "two/dot.png"):
        suite.write(os.path.join(folder, name), base64.b64decode(DOT) + (
            b"" if name == "dot.png" else b"\0"))
    for turn in ("a build", "a build again"):
        r, found = build(s, folder)
        s.equal("%s: the site, then the book" % turn,
                [o["output"] for o in found], ["the site", "b.epub"])
        s.check("%s: nothing is missing" % turn, found and not any(
            o[k]["missing"] for o in found for k in KINDS) and
            "audit-" not in r.errors, [
                d["missing"] for o in found for d in o["documents"]])
        s.equal("%s: all is counted" % turn, [
            (o["images"]["in"], o["links"]["in"], len(o["documents"]))
            for o in found], [(2, 2, 2)] * 2)
    sheet = "xsl/modules/inlines.xsl"
    text = suite.read(os.path.join(suite.TOP, sheet)).decode()
    os.makedirs(os.path.join(folder, "data", "xsl", "modules"))
    suite.write(os.path.join(folder, "data", sheet), text.replace(
        "</xsl:stylesheet>", '<xsl:template match="db:trademark" '
        'priority="9"/></xsl:stylesheet>').encode())
    r, found = build(s, folder, "--data", "data")
    s.equal("what a sheet drops is found in both", [
        (m["text"], m["line"]) for o in found for d in o["documents"]
        for m in d["missing"] if m["why"] is None],
        [("these four are lost", 7)] * 2)
    s.check("findings name the output", "not in the site:" in r.errors and
            "not in b.epub:" in r.errors, r.errors)
    r = suite.run([s.backmatter, "build", "-v", "-o", "out/site", "--fail-on",
                   "never", "--data", "data"], folder)
    s.check("the next build does not say it again", r.status == 0 and
            "audit-" not in r.errors, r.errors)


def main():
    s = suite.Suite("audit", suite.parser(__doc__).parse_args())
    s.need(s.backmatter, s.library)
    planted(s)
    forms(s)
    builds(s)
    whole_forms(s)
    whole(s)
    s.done()


if __name__ == "__main__":
    main()
