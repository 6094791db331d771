"""The filters of pandoc: the module in its process, and the one beside it."""

import os
import re
import shutil
import subprocess

import suite
from sites import PACKAGE

FOLDER = os.path.join(suite.TOP, "plugin", "bindings", "pandoc")
PAGE = """---
title: Scars
lang: en
author: Ann
bibliography: refs.json
subjects: [spine]
reviewed: 2026-01-15
reviewer: {name: Pat Lee, credentials: MD}
next-review: 2027-01
---

# Scars *very [@b]*

A scar [@a, p. 3]. As @a says, it may [see @a; also -@b, pp. 4-5]. **Bold
[@b]** x^[A note [@a].].

> - list [@a]

| A | B |
|---|---|
| c | d [@b] |

::: {.x}
Last [@a].
:::
"""


def run(s, folder, how, to, name="page.md", *more):
    env = {"BACKMATTER_LIBRARY": s.library, "PYTHONPATH": PACKAGE,
           "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8",
           "LUA_PATH_5_3": FOLDER + "/?.lua;;",
           "LUA_CPATH_5_3": s.build + "/lua/?.so;;"}
    filters = {"lua": ["--lua-filter", "filter.lua"],
               "json": ["--filter", os.path.join(FOLDER, "backmatter-pandoc")]}
    return suite.run(["pandoc", name, "-t", to] + filters[how] + list(more),
                     folder, env=env)


def contents(s, how, r):
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", r.text))
    for what, words in (
            ("heading", "Scars very1"),
            ("text", "A scar.2(p3) As Doe2 says, it may."),
            ("emphasis", "Bold1"), ("a note", "A note.2"),
            ("a list", "list2"), ("a table", "d1"), ("a div", "Last.2"),
            ("references", "1.Roe J. Another Book. 2002.")):
        s.check("pandoc, %s: citations in %s" % (how, what), words in plain,
                plain)
    ids = re.findall(r'\bid="([^"]+)"', r.text)
    lost = [i for i in re.findall(r'href="#([^"]+)"', r.text) if i not in ids]
    s.check("pandoc, %s: links lead somewhere" % how, not lost and
            len(ids) == len(set(ids)), lost)
    s.check("pandoc, %s: notices" % how, 'id="notice-general"' in r.text)


def one(s, folder, how):
    r = run(s, folder, how, "html")
    s.check("pandoc, %s: it runs" % how, r.status == 0, r)
    contents(s, how, r)
    plain = run(s, folder, how, "plain")
    s.check("pandoc, %s: words in other formats" % how, plain.status == 0 and
            "1. Roe J. Another Book. 2002." in plain.text, plain.text)
    bad = run(s, folder, how, "html", "bad.md")
    s.check("pandoc, %s: findings are told" % how, bad.status == 0 and
            'Citation key "nobody"' in bad.errors and
            "[cite-unresolved]" in bad.errors, bad)
    bad = run(s, folder, how, "html", "bad.md", "-M", "backmatter-strict=true")
    s.check("pandoc, %s: and end it where that is wanted" % how,
            bad.status != 0, bad)
    return r.text, plain.text


def hosts(s, references):
    if shutil.which("pandoc") is None:
        s.skip("pandoc", "pandoc is not installed")
        return
    folder = s.tmp("pandoc")
    suite.write(os.path.join(folder, "refs.json"), references[:-1] + "," +
                references[1:].replace('"a"', '"b"').replace(
                    "2001", "2002").replace("Doe", "Roe").replace(
                        "A Book about Scars", "Another Book"))
    suite.write(os.path.join(folder, "page.md"), PAGE)
    suite.write(os.path.join(folder, "bad.md"), "---\nbibliography: refs.json\n---\n\n# A\n\nIt is [@nobody].\n")
    suite.write(os.path.join(folder, "filter.lua"),
                'return require "backmatter"\n')
    pages = [one(s, folder, "json")]
    linked = subprocess.run(["ldd", shutil.which("pandoc")],
                            capture_output=True, text=True, check=False)
    core = os.path.join(s.build, "lua", "backmatter", "core.so")
    if "liblua5.3" not in linked.stdout or not os.path.exists(core):
        s.skip("pandoc's Lua", "this pandoc loads no modules, or Lua 5.3 has "
               "no headers here")
        return
    pages.append(one(s, folder, "lua"))
    s.check("pandoc: both filters make the same page",
            pages[0][0] == pages[1][0], suite.difference(
                {"html": pages[0][0]}, {"html": pages[1][0]}))
