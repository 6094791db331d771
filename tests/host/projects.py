"""A document on its own inside a project: what holds for it."""

import json
import os

import suite

PROJECT = """title: T
lang: en-GB
bibliography: refs.json
glossary: terms.tsv
metadata:
  author: {name: Ana Ruiz, credentials: MD}
  reviewed: 2026-01-01
  next-review: 2027-01-01
  reviewer: Ben Sample, MD
books:
  - id: b
    title: B
    documents: [b/one.md, b/two.md]
    metadata:
      subjects: [spine]
"""
REFS = """[{"id": "ash2019", "type": "book", "title": "Backs",
 "issued": {"date-parts": [[2019]]}}]"""
ONE = """---
title: One
---

A DRG is meant here [@ash2019].
"""
DRAFT = ONE.replace("One", "Draft")


def tree(s):
    where = s.tmp()
    for name, text in (("backmatter.yaml", PROJECT), ("refs.json", REFS),
                       ("terms.tsv", suite.read(os.path.join(
                           suite.TOP, "content", "glossary.tsv"))),
                       ("b/one.md", ONE), ("b/two.md", ONE),
                       ("b/drafts/draft.md", DRAFT)):
        suite.write(os.path.join(where, name), text)
    return where


def lint(s, where, *args, **more):
    """{code: how often} of a run, and the run."""
    r = suite.run([s.backmatter, "lint", "--format", "json", "--fail-on",
                   "never", "--today", "2026-02-01"] + list(args), where,
                  **more)
    codes = {}
    for f in json.loads(r.text)["findings"] if r.status == 0 else []:
        codes[f["code"]] = codes.get(f["code"], 0) + 1
    return codes, r


def from_everywhere(s):
    where = tree(s)
    absolute = os.path.join(where, "b", "one.md")
    shared = "notice-injected"  # at one place of the project: told once
    whole, r = lint(s, where, "backmatter.yaml")
    s.exits("the project", 0, r)
    for name, folder, path in (
            ("from its folder", "b", "one.md"),
            ("from the project's folder", "", "b/one.md"),
            ("from a folder below", "b/drafts", "../one.md"),
            ("by a way round", "b/drafts", "../../b/./one.md"),
            ("by its whole name", "", absolute)):
        codes, r = lint(s, os.path.join(where, folder), "-v", path)
        s.exits("lint of a chapter " + name, 0, r)
        s.equal("a chapter %s: notices of its book, its own citation" % name,
                [codes.get("notice-injected"), codes.get("cite-unresolved"),
                 codes.get("author-missing"), codes.get("lang-missing")],
                [3, None, None, None])
        s.equal("a chapter %s: half of what its book has" % name,
                {c: 2 * n for c, n in codes.items() if c != shared},
                {c: n for c, n in whole.items() if c != shared})
        s.check("a chapter %s: the project is told" % name,
                "is taken for a part of the project" in r.errors, r)
    codes, r = lint(s, where, "b/one.md")
    s.check("without -v it is not told", not r.err, r)
    codes, r = lint(s, where, "b/drafts/draft.md")
    s.equal("a draft that no book has: the project, and no book",
            [codes.get("notice-injected"), codes.get("cite-no-bibliography"),
             codes.get("author-missing")], [1, None, None])
    codes, r = lint(s, where, "b")
    s.equal("a folder of the project", [codes.get("notice-injected"),
                                        codes.get("cite-no-bibliography")],
            [7, None])


def left_alone(s):
    where = tree(s)
    bare, r = lint(s, where, "--no-project", "b/one.md")
    s.exits("--no-project", 0, r)
    s.equal("--no-project: the document stands alone",
            [bare.get("cite-no-bibliography"), bare.get("author-missing"),
             bare.get("notice-injected")], [1, 1, None])
    os.mkdir(os.path.join(where, "b", ".git"))
    codes, r = lint(s, where, "b/drafts/draft.md", "b/one.md")
    s.equal("the search ends at the root of a repository",
            codes.get("cite-no-bibliography"), 2)
    codes, r = lint(s, where, "--project", "backmatter.yaml", "b/one.md")
    s.equal("a project can be named", [codes.get("cite-no-bibliography"),
                                       codes.get("notice-injected")],
            [None, 3])
    codes, r = lint(s, where, "--project", ".", "-", data=ONE.encode())
    s.equal("for standard input too", [codes.get("cite-no-bibliography"),
                                       codes.get("notice-injected")],
            [None, 1])
    codes, r = lint(s, where, "-", data=ONE.encode())
    s.equal("which has none of its own", codes.get("cite-no-bibliography"), 1)
    suite.write(os.path.join(where, "b", "backmatter.yaml"), "title: [")
    codes, r = lint(s, where, "b/one.md")
    s.exits("a project that cannot be read", 3, r)
    s.check("is named", b"project-syntax" in r.out, r)


def converted(s):
    """A conversion gives what the build gives."""
    where = tree(s)
    alone = os.path.join(where, "alone.html")
    r = suite.run([s.backmatter, "one.md", "-o", alone, "--proof",
                   os.path.join(where, "p.json"), "--today", "2026-02-01"],
                  os.path.join(where, "b"))
    s.exits("conversion of a chapter", 0, r)
    page = suite.read(alone).decode()
    s.check("it has its source", 'id="ref-ash2019"' in page)
    s.check("the language of the project", 'lang="en-GB"' in page)
    s.check("and the notices of its book", 'id="notice-emergency"' in page)
    r = suite.run([s.backmatter, "one.md", "--no-project"],
                  os.path.join(where, "b"))
    s.check("--no-project: none of it", "[cite-no-bibliography]" in r.errors
            and b"notice-emergency" not in r.out, r)
    r = suite.run([s.backmatter, "-s", "apa", "-l", "de", "-b", "more.json",
                   "b/one.md", "--dump", "cite"], where)
    s.check("options go before the project", b'xml:lang="de"' in r.out and
            "more.json" in r.errors, r)


HARD = ("Several patients who had an operation on the lower back reported "
        "considerable difficulties during the following months, and their "
        "doctors could not always identify a reason. ") * 4
EASY = "We went to the shop. The sun was out. It was a good day for us. " * 8
NOTICE = """---
id: house
title: House
lang: en
trigger: always
placement: start
---

%s
"""


def readability(s):
    """The gate of a project, of its book, and of the notices in it."""
    where = tree(s)
    suite.write(os.path.join(where, "b", "one.md"),
                "---\ntitle: One\n---\n\n## Easy\n\n%s\n\n## Hard\n\n%s\n"
                % (EASY, HARD))
    suite.write(os.path.join(where, "b", "two.md"),
                "---\ntitle: Two\n---\n\n## Easy too\n\n%s\n" % EASY)
    suite.write(os.path.join(where, "data", "notices", "50-house.md"),
                NOTICE % HARD)

    def found(level, book, *more):
        text = PROJECT.replace("metadata:\n  a", "metadata:\n%s  a" % (
            "  reading-level: %s\n" % level if level else ""), 1)
        suite.write(os.path.join(where, "backmatter.yaml"), text.replace(
            "subjects: [spine]", "subjects: [spine]\n      reading-level: %s"
            % book if book else "subjects: [spine]"))
        r = suite.run([s.backmatter, "lint", "--format", "json", "--fail-on",
                       "never", "--today", "2026-02-01", "."] + list(more),
                      where)
        return sorted((f["code"], os.path.basename(f["file"]), f.get("line", 0))
                      for f in json.loads(r.text)["findings"]
                      if f["code"].startswith("readability-"))

    hard = ("readability-grade", "one.md", 9)
    house = ("readability-notice", "50-house.md", 8)
    s.equal("without a gate no section is judged", found("", ""), [])
    s.equal("the project's gate", found("8", ""), [hard])
    s.equal("a gate that all pass", found("20", ""), [])
    s.equal("the book's goes before the project's", found("20", "8"), [hard])
    s.equal("and the other way round", found("8", "20"), [])
    data = ("--data", os.path.join(where, "data"))
    s.check("a hard notice is found without a gate", house in
            [(c, f, house[2]) for c, f, _ in found("", "", *data)])
    s.check("notices are held to the gate of the project", house not in
            [(c, f, house[2]) for c, f, _ in found("20", "", *data)])
    s.check("notices of the catalogue fail at a gate of grade 1", len(
        [f for f in found("1", "") if f[0] == "readability-notice"]) >= 2)


PARTS = [readability, from_everywhere, left_alone, converted]
