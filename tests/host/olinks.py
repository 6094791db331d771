"""--olink-db and --write-olink-db: links into documents of others."""

import os
import re

import suite

GUIDE = """<div element="book" href="" number="" targetptr="guide">
<ttl>Mail guide</ttl>
<xreftext>Mail guide</xreftext>
<div element="chapter" href="filters.html" number="2" targetptr="filters">
<ttl>Filters</ttl>
<xreftext>Chapter 2</xreftext>
<obj element="figure" href="filters.html#f" number="1" targetptr="f">
<ttl>A filter</ttl>
</obj>
</div>
</div>
"""
DATABASE = """<?xml version="1.0"?>
<!DOCTYPE targetset SYSTEM "targetdatabase.dtd" [
<!ENTITY guide SYSTEM "guide.db">
]>
<targetset>
<sitemap>
<dir name="docs">
<dir name="mail">
<document targetdoc="Mail" baseuri="https://example.org/mail/">&guide;</document>
</dir>
<dir name="news"><document targetdoc="mine"/></dir>
<dir name="more">
<document targetdoc="More"><div element="article" href="m.html" targetptr="m">
<ttl>More</ttl></div></document>
</dir>
</dir>
</sitemap>
</targetset>
"""
OWN = """<article xmlns="http://docbook.org/ns/docbook" version="5.2"
 xml:id="mine" xml:lang="en"><title>Mine</title>
<para><olink targetdoc="Mail" targetptr="filters"/>
<olink targetdoc="Mail" targetptr="f"/>
<olink targetdoc="Mail">all of it</olink>
<olink targetdoc="More" targetptr="m"/>%s</para>
<section xml:id="s"><title>One &amp; all</title>
<figure xml:id="pic"><title>Seen</title><para>A picture.</para></figure>
</section></article>
"""
LOST = """
<olink targetdoc="Mail" targetptr="nothing"/>
<olink targetdoc="Nobody" targetptr="x">text</olink>"""
OTHER = """<article xmlns="http://docbook.org/ns/docbook" version="5.2"
 xml:id="other" xml:lang="en"><title>Other</title>
<para><olink targetdoc="mine" targetptr="pic"/>
<olink targetdoc="mine" targetptr="s"/></para></article>
"""
PROJECT = """title: T
lang: en
olink-db: %s
books:
  - id: b
    title: B
    documents: [%s]
"""


def links(path):
    return re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>',
                      suite.read(path).decode())


def tree(s, own=OWN % ""):
    where = s.tmp()
    for name, text in (("guide.db", GUIDE), ("targets.xml", DATABASE),
                       ("own.xml", own), ("other.xml", OTHER)):
        suite.write(os.path.join(where, name), text)
    return where


def run(s, where, *args):
    return suite.run([s.backmatter] + list(args), where)


def into_others(s):
    where = tree(s)
    r = run(s, where, "--olink-db", "targets.xml", "-o", "own.html", "own.xml")
    s.equal("olinks into a target database", r.status, 0)
    found = links(os.path.join(where, "own.html"))
    for link in (("https://example.org/mail/filters.html", "Chapter 2"),
                 ("https://example.org/mail/filters.html#f", "A filter"),
                 ("https://example.org/mail/", "all of it"),
                 ("../more/m.html", "More")):
        s.check("a link is %s" % link[0], link in found, found)


def lost(s):
    where = tree(s, OWN % LOST)
    r = run(s, where, "--olink-db", "targets.xml", "-o", "own.html", "own.xml")
    s.check("a missing target is an error at its place", r.status == 1 and
            'own.xml:7:1: error: There is no "nothing" in the document "Mail"'
            in r.errors and "own.xml:8:1: error:" in r.errors and
            "--olink-db" in r.errors, r.errors)
    r = run(s, where, "--olink-db", "own.xml", "--olink-db", "gone.xml", "-o",
            "own.html", "own.xml")
    s.check("what is no database is told", "[olink-database]" in r.errors and
            "gone.xml: error:" in r.errors, r.errors)
    suite.write(os.path.join(where, "bad.xml"), "<targetset>\n<document>")
    r = run(s, where, "--olink-db", "bad.xml", "-o", "own.html", "own.xml")
    s.check("a broken database is told at its line",
            "bad.xml:2:" in r.errors, r.errors)


def written(s):
    where = tree(s)
    for args in (("-o", "own.html"), ("-t", "site", "-o", "site")):
        r = run(s, where, "--olink-db", "targets.xml", "--write-olink-db",
                "own.db", *args, "own.xml")
        s.equal("a database is written", r.status, 0)
        r = run(s, where, "--olink-db", "own.db", "-o", "other.html",
                "other.xml")
        s.equal("and read again", r.status, 0)
        s.equal("its links", [text for _, text in
                links(os.path.join(where, "other.html"))][-2:],
                ["Figure 1", "One & all".replace("&", "&amp;")])
    r = run(s, where, "--write-olink-db", "x.db", "-o", "x.epub", "own.xml")
    s.equal("a book has no addresses for it", r.status, 2)


def of_a_build(s):
    """The second build takes over all, and says the same."""
    where = tree(s)
    suite.write(os.path.join(where, "backmatter.yaml"),
                PROJECT % ("targets.xml", "own.xml"))
    texts = []
    for _ in range(2):
        r = run(s, where, "build", "-o", "out", "--write-olink-db", "b.db")
        s.equal("a build with a database", r.status, 0)
        texts.append(suite.read(os.path.join(where, "b.db")))
    s.equal("building again writes the same database", texts[0], texts[1])
    s.check("it has the places of the book", b'href="b/s.html"' in texts[0] or
            b"#pic" in texts[0], texts[0])
    page = os.path.join(where, "out", "b", "index.html")
    suite.write(os.path.join(where, "guide.db"),
                GUIDE.replace("Chapter 2", "Chapter 3"))
    run(s, where, "build", "-o", "out")
    text = "".join(suite.read(os.path.join(top, name)).decode()
                   for top, _, names in os.walk(os.path.dirname(page))
                   for name in names if name.endswith(".html"))
    s.check("a database that changed is read again", "Chapter 3" in text and
            "Chapter 2" not in text, text[:500])


PARTS = [into_others, lost, written, of_a_build]
