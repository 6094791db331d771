"""What a site has beside its pages: feed, old addresses, other languages."""

import json
import os
import re

import suite

PROJECT = """title: Two & more
lang: en
base-url: https://x.example/docs
moved:
  guide/old.html: en/intro.html
metadata:
  authors: [{org: O}]
books:
  - {id: en, title: Backs, group: g, version: "2", folder: en, whole: yes}
  - {id: old, title: Backs, group: g, version: "1", folder: old}
  - {id: de, title: R\u00fccken, lang: de, group: g, version: "2", folder: de}
"""
PAGE = "---\ntitle: %s\n%s---\n\n%s\n"


def tree(s, project=PROJECT):
    where = s.tmp()
    for name, text in (
            ("backmatter.yaml", project),
            ("en/1-intro.md", PAGE % ("Intro", "date: 2026-03-04\n",
                                      "It helps some. See [More](2-more.md).")),
            ("en/2-more.md", PAGE % ("More", "", "No date here.")),
            ("old/1-intro.md", PAGE % ("Intro", "date: 2025-03\n", "Old.")),
            ("de/1-intro.md", PAGE % ("Anfang", "date: 2026-03-05\n",
                                      "Die R\u00fccken \u00c4hnlicher Leute."))):
        suite.write(os.path.join(where, name), text)
    return where


def built(s, where, *args):
    out = os.path.join(where, "out")
    r = suite.run([s.backmatter, "build", "-o", out] + list(args), where)
    return r, lambda name: suite.read(os.path.join(out, name)).decode()


def around(s):
    """Feed, map, addresses, languages, versions, what has moved."""
    where = tree(s)
    r, text = built(s, where)
    s.check("a site with all of it is built", r.status == 0, r)
    if r.status != 0:
        return
    feed = text("feed.xml")
    dates = re.findall("<updated>([^<]*)<", feed)
    s.check("a feed has the documents' own dates, the latest first",
            dates == ["2026-03-05T00:00:00Z"] * 2 +
            ["2026-03-04T00:00:00Z", "2025-03-01T00:00:00Z"], str(dates))
    page = text("en/intro.html")
    s.check("a page says where it is",
            '<link rel="canonical" href="https://x.example/docs/en/'
            'intro.html">' in page, page[:1500])
    s.check("a page says where it is in other languages",
            re.findall('hreflang="(..)" href="([^"]*)"', page) ==
            [("en", "https://x.example/docs/en/intro.html"),
             ("de", "https://x.example/docs/de/anfang.html")], page[:1500])
    s.check("and leads there, and to its other version",
            '<a href="../de/anfang.html" hreflang="de" lang="de">Deutsch</a>'
            in page and '<a href="../old/intro.html">Version 1</a>' in page, page)
    s.check("a page without a counterpart leads to the book",
            '<a href="../old/index.html">Version 1</a>' in text("en/more.html"),
            text("en/more.html"))
    old = text("guide/old.html")
    s.check("an old address leads to the new one",
            'content="0; url=../en/intro.html"' in old and
            '<a href="../en/intro.html">Intro</a>' in old, old)
    s.check("and is in no map", "guide/old" not in text("sitemap.xml") + feed)
    whole = text("en/whole.html")
    ids = re.findall(r'\sid="([^"]+)"', whole)
    s.check("the whole book is on one page, with ids that are unique",
            "It helps some." in whole and "No date here." in whole and
            len(ids) == len(set(ids)) and whole.count("<h1") == 1, whole)
    s.check("where its links lead to places of it",
            '<a href="#p2">' in whole and all(
                t in ids for t in re.findall('href="#([^"]+)"', whole)),
            whole)
    index = json.loads(text("js/index.js")[len("backmatterSearch("):-3])
    words = dict(w.split(" ", 1) for w in index["words"].split("\n"))
    s.check("the index has the words without marks, and where they are",
            words.get("rucken") == "3" and words.get("intro") == "0! 2!" and
            words.get("ahnlicher") == "3" and len(index["pages"]) == 4,
            str(index))


def wrong(s):
    """What cannot be done is said."""
    def says(project, expected, status):
        r, _ = built(s, tree(s, project))
        s.check("says: %s" % expected,
                expected in r.errors and r.status == status, r)

    says(PROJECT.replace("en/intro.html", "en/nowhere.html"),
         "there is no such page [moved-page]", 0)
    says(PROJECT.replace("guide/old.html", "en/more.html"),
         "it has not moved to en/intro.html [moved-page]", 0)
    says(PROJECT.replace("guide/old.html", "../old.html"),
         "not ../old.html [project-key]", 1)
    says(PROJECT + "theme: {link: '#77aaff'}\n",
         "is 2.3:1; it must be 7:1 [theme-contrast]", 1)
    says(PROJECT + "theme: {link: blue}\n", "blue is no colour", 1)
    says(PROJECT + "theme: {logo: no.svg}\n", "The logo no.svg cannot", 1)
    says(PROJECT + "theme: {sparkle: '#000'}\n", "like this: sparkle", 1)
    says(PROJECT + "hoem: intro.md\n",
         "A project has no key named hoem; did you mean home?", 1)
    says(PROJECT + "title: Again\n",
         "title is given twice; the first counts [project-key]", 1)


def titles(s):
    """What has no title is called by that of its first document."""
    r, text = built(s, tree(s, "books:\n  - id: b\n"
                               "    documents: old/1-intro.md\n"))
    s.exits("a project without titles is built", 0, r)
    for name in ("index.html", "b/index.html"):
        s.check("its first document names %s" % name,
                "<h1>Intro</h1>" in text(name), text(name))


PARTS = [around, wrong, titles]
