"""--links: what leads to other hosts, for a program that checks links."""

import json
import os
import struct

import suite

TEXT = """---
title: T
lang: en
bibliography: refs.json
---

See [one](https://b.example/1 "x"), <https://a.example/>, [in](#in) and
[mail](mailto:a@b.example), [one more](HTTPS://b.example/2?a=1&b=2) [@r].

![A *sign*](https://c.example/s.png)

## In {#in}

Again [the first](https://b.example/1).
"""
REFS = """[{"id": "r", "type": "webpage", "title": "R",
 "URL": "https://r.example/"}]
"""
PROJECT = "books:\n  - {id: b, title: B, folder: d}\n"
LINES = """HTTPS://b.example/2?a=1&b=2\tt.md:8:29\tone more
https://a.example/\tt.md:7:37\thttps://a.example/
https://b.example/1\tt.md:7:5\tone
https://b.example/1\tt.md:14:7\tthe first
https://c.example/s.png\tt.md:10:1\tA sign
https://r.example/\tt.md:8:70\thttps://r.example/
"""


def listed(s):
    """As lines and as JSON, of a conversion and of a build."""
    where = s.tmp()
    for name, text in (("t.md", TEXT), ("refs.json", REFS),
                       ("p/d/t.md", TEXT), ("p/d/refs.json", REFS),
                       ("p/backmatter.yaml", PROJECT)):
        suite.write(os.path.join(where, name), text.encode())
    suite.run([s.backmatter, "--links", "l.tsv", "-o", "t.html",
               "--fail-on", "never", "t.md"], where)
    got = suite.read(os.path.join(where, "l.tsv")).decode()
    s.check("a conversion lists its links", got == LINES, got)
    suite.run([s.backmatter, "--links", "l.json", "-o", "t.epub",
               "--fail-on", "never", "t.md"], where)
    got = json.loads(suite.read(os.path.join(where, "l.json")))
    lines = "".join("%(url)s\t%(file)s:%(line)d:%(column)d\t%(text)s\n" % x
                    for x in got)
    s.check("and the same as JSON", lines == LINES, lines)
    for turn in ("first", "second"):
        r = suite.run([s.backmatter, "build", "--links", "b.tsv", "-o", "out",
                       "--fail-on", "never", "p"], where)
        got = suite.read(os.path.join(where, "b.tsv")).decode()
        got = got.replace("p/d/", "")
        s.check("a %s build too" % turn, got == LINES, got + r.errors)
    r = suite.run([s.backmatter, "--links", "no/l.tsv", "-o", "t.html",
                   "t.md"], where)
    s.check("a list that cannot be written is said",
            r.status != 0 and "output-unwritable" in r.errors, r)


def png(width, height):
    """The beginning of a picture, which is all that is looked at."""
    return (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" +
            struct.pack(">II", width, height) + b"\x08\x02\0\0\0" * 4)


def pictures(s):
    """Other sizes, names that do not fit, large files, no size."""
    where = s.tmp()
    sizes = (("a.png", 600, 300), ("a@2x.png", 1200, 600),
             ("a-400w.png", 400, 200), ("a-1600w.png", 1600, 801),
             ("a@3x.png", 100, 100), ("wrong.jpg", 20, 20))
    for name, width, height in sizes:
        suite.write(os.path.join(where, name), png(width, height))
    suite.write(os.path.join(where, "big.png"), png(9, 9) + b"x" * 10 ** 6)
    suite.write(os.path.join(where, "none.svg"),
                "<svg xmlns='http://www.w3.org/2000/svg'/>")
    suite.write(os.path.join(where, "t.md"), "# T\n\n![A](a.png)\n\n"
                "![W](wrong.jpg) ![B](big.png) ![N](none.svg)\n")
    image = ('<img src="%sa.png" srcset="%sa-400w.png 400w, %sa.png 600w, '
             '%sa%s2x.png 1200w, %sa-1600w.png 1600w" '
             'sizes="(max-width: 600px) 100vw, 600px" alt="A" '
             'width="600" height="300">')
    for form, file, dir, mark in (("html", "t.html", "", "@"),
                                  ("site", "s", "media/", "-")):
        r = suite.run([s.backmatter, "-v", "-t", form, "-o", file, "t.md"],
                      where)
        page = suite.read(os.path.join(where, "s/index.html" if form == "site"
                                       else file)).decode()
        want = image % (dir, dir, dir, dir, mark, dir)
        s.check("%s: a browser may choose" % form, want in page, page)
        for words in ("t.md:3:1: warning: a@3x.png has not the shape of a.png"
                      " [image-sizes]",
                      "wrong.jpg is image/png by its content "
                      "[image-extension]",
                      "big.png has 1000 kilobytes [image-large]",
                      "none.svg does not say how large it is "
                      "[image-no-size]"):
            s.check("%s: says %s" % (form, words), words in r.errors, r)


PARTS = [listed, pictures]
