#!/usr/bin/env python3
"""The command: exit statuses, streams, files, builds, installation."""

import json
import os
import re
import stat
import sys
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import check as check_tests  # noqa: E402
import depfiles as depfile_tests  # noqa: E402
import interrupted as interrupted_tests  # noqa: E402
import olinks  # noqa: E402
import raw_html  # noqa: E402
import links  # noqa: E402
import projects  # noqa: E402
import sites  # noqa: E402
import proof  # noqa: E402
import reports  # noqa: E402
import schema  # noqa: E402
import serving  # noqa: E402
import starting  # noqa: E402
import suite  # noqa: E402
from suite import read, run, tree, write  # noqa: E402

DATA = os.path.join(suite.HERE, "abi", "data")
GOOD = """---
title: A good text
author: {name: Anna Nowak, credentials: MD}
lang: en
date: 2026-01-31
---

Some words.

## A part

More words.
"""
# One error: a citation of what its bibliography does not have.
BAD = GOOD + "\nA claim [@nobody1900].\n"
BAD = BAD.replace("lang: en\n", "lang: en\nbibliography: refs.json\n")
LINE = BAD.splitlines().index("A claim [@nobody1900].") + 1
FINDING = re.compile(r"^[^:\n]+:\d+:\d+: (error|warning|info): .+ \[[a-z0-9-]+\]$")


class Host(suite.Suite):
    def __init__(self, options):
        super().__init__("host", options)
        self.good = write(os.path.join(self.tmp("in"), "good.md"), GOOD)
        self.bad = write(os.path.join(self.tmp("in"), "bad.md"), BAD)
        write(os.path.join(self.tmp("in"), "refs.json"),
              read(os.path.join(DATA, "refs.json")))

    def bm(self, *args, **more):
        return run([self.backmatter] + list(args), **more)

    def exits(self, what, want, r):
        return self.check(what, r.status == want,
                          "want exit %d\n%s\n%s" % (want, r, r.text[-600:]))


# ---- usage -----------------------------------------------------------------

def usage(s):
    r = s.bm("--help")
    s.exits("--help", 0, r)
    s.check("--help is on stdout", len(r.text) > 300 and not r.err, r)
    for word in ("--fail-on", "--format", "--dump", "--style",
                 "--bibliography", "--library", "build", "lint", "bib",
                 "--baseline", "--report", "explain"):
        s.check("--help names " + word, word in r.text)
    s.check("--help fits 80 columns",
            all(len(line) <= 80 for line in r.text.splitlines()),
            "\n".join(l for l in r.text.splitlines() if len(l) > 80))
    r = s.bm("--version")
    s.exits("--version", 0, r)
    version = re.search(rb'BM_VERSION "(.*)"', read(os.path.join(
        suite.TOP, "include", "backmatter.h"))).group(1).decode()
    s.check("--version says it", version in r.text, r.text)
    for what, args in [
            ("unknown option", ["--nonsense"]),
            ("unknown short option", ["-Q"]),
            ("unknown writer", ["-t", "nonsense", s.good]),
            ("unknown reader", ["-f", "nonsense", s.good]),
            ("unknown pass", ["--dump=nonsense", s.good]),
            ("unknown format of findings", ["--format", "nonsense", s.good]),
            ("unknown level", ["--fail-on", "nonsense", s.good]),
            ("option without its value", [s.good, "-o"]),
            ("explain without a code", ["explain"]),
            ("a ledger of a conversion", [s.good, "--ledger", "c.html"]),
            ("bib with an unknown writer", ["bib", "-t", "site", s.good]),
            ("bib with an unknown option", ["bib", "--nonsense"]),
            ("build with a bad -j", ["build", "-j", "x"])]:
        r = s.bm(*args)
        s.exits("usage: " + what, 2, r)
        s.check("usage: %s is said on stderr, nothing on stdout" % what,
                r.err.strip() and not r.out, r)
    r = s.bm("--nonsense")
    s.check("an unknown option is named", "nonsense" in r.errors, r)


def reading(s):
    r = s.bm(os.path.join(s.tmp(), "missing.md"))
    s.exits("a missing file", 3, r)
    s.check("a missing file is named", "missing.md" in r.errors and not r.out, r)
    r = s.bm(s.tmp())
    s.check("a folder is no document", r.status in (2, 3) and r.err, r)
    r = s.bm(s.good)
    s.exits("a good file", 0, r)
    s.check("a good file: page on stdout, no word on stderr",
            r.out.startswith(b"<!DOCTYPE html>") and not r.err, r)
    filtered = s.bm(data=GOOD.encode())
    s.exits("stdin to stdout", 0, filtered)
    s.check("stdin is a filter", filtered.out.startswith(b"<!DOCTYPE html>")
            and b"More words." in filtered.out, filtered)
    r = s.bm("-", data=GOOD.encode())
    s.check("- is stdin", r.out == filtered.out and r.status == 0, r)
    r = s.bm(data=read(os.path.join(DATA, "article.xml")), cwd=DATA)
    s.check("DocBook on stdin is seen by its text",
            r.status == 0 and b"A small book" in r.out, r)
    r = s.bm("-f", "docbook", data=b"<article>not closed")
    s.exits("not well-formed", 3, r)
    s.check("not well-formed: with a position, nothing on stdout",
            re.search(r":1:\d+: error: ", r.errors) and not r.out, r)


def writing(s):
    out = s.tmp()
    target = os.path.join(out, "page.html")
    r = s.bm("-o", target, s.good)
    s.exits("-o", 0, r)
    s.check("-o writes the file, stdout is quiet",
            os.path.exists(target) and not r.out and
            read(target) == s.bm(s.good).out, r)
    if os.path.exists(target):
        mode = stat.S_IMODE(os.stat(target).st_mode)
        s.check("a file like any other", mode == 0o666 & ~current_umask(),
                oct(mode))
    r = s.bm("-o", os.path.join(out, "missing", "page.html"), s.good)
    s.exits("a folder that is not there", 3, r)
    s.check("it is named", "missing" in r.errors, r)
    s.equal("nothing else was left", sorted(os.listdir(out)), ["page.html"])
    before = read(target) if os.path.exists(target) else b""
    broken = write(os.path.join(s.tmp(), "broken.xml"), "<article>")
    r = s.bm("-o", target, broken)
    s.exits("-o of what cannot be read", 3, r)
    s.check("the old file stays when there is no new one",
            os.path.exists(target) and read(target) == before)
    s.equal("and no part of a new one", os.listdir(out), ["page.html"])
    r = run(["sh", "-c", 'exec "$0" "$1" >/dev/full', s.backmatter, s.good])
    s.exits("a full disk", 3, r)
    s.check("a full disk is said", r.err, r)
    folder = s.tmp()
    r = s.bm("-o", folder, s.good)
    s.check("-o on a folder is refused", r.status in (2, 3), r)
    s.equal("and leaves it empty", os.listdir(folder), [])
    r = run(["sh", "-c", '"$0" "$1" | head -c 1 >/dev/null; exit 0',
             s.backmatter, s.good])
    s.check("a reader that stops", r.status == 0 and b"rash" not in r.err, r)


def current_umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


# ---- findings --------------------------------------------------------------

def findings(s):
    folder = os.path.dirname(s.bad)
    r = s.bm("bad.md", cwd=folder)
    s.exits("an unresolved citation", 1, r)
    lines = r.errors.splitlines()
    found = [l for l in lines if FINDING.match(l)]
    s.check("file:line:column: error: text [code]",
            any(l.startswith("bad.md:%d:" % LINE) and ": error: " in l and
                l.endswith("[cite-unresolved]") for l in found), r)
    s.check("the page is made all the same", b"More words." in r.out, r)
    s.check("no colour, no progress in a pipe",
            b"\x1b" not in r.err + r.out and b"\r" not in r.err, r)
    for level, want in [("error", 1), ("warning", 1), ("info", 1),
                        ("never", 0)]:
        r = s.bm("--fail-on", level, s.bad)
        s.exits("--fail-on " + level, want, r)
        s.exits("--fail-on %s, a good file" % level, 0,
                s.bm("--fail-on", level, s.good))
    two = write(os.path.join(folder, "two.md"),
                BAD + "\nOne [@a1].\n\nTwo [@b2].\n\n![](x.png)\n")
    r = s.bm(two)
    s.check("all findings in one run", all(
        w in r.errors for w in ("a1", "b2", "x.png")), r)
    order = [int(m) for m in re.findall(r"two\.md:(\d+):", r.errors)]
    s.check("in the order of the document", order == sorted(order), r)
    warned = write(os.path.join(s.tmp(), "warned.md"),
                   GOOD + "\n<form>raw</form>\n")
    s.exits("a warning is no error", 0, s.bm(warned))
    s.exits("unless --fail-on warning", 1, s.bm("--fail-on", "warning", warned))
    r = s.bm("-f", "docbook", "-t", "html", data=b"")
    s.check("nothing at all", r.status in (0, 1, 3), r)


def codes(s):
    """Findings that only the whole command can come to."""
    folder = s.tmp()
    inner = os.path.join(folder, "inner")
    os.mkdir(inner)
    write(os.path.join(folder, "refs.json"), "[]")
    head = "---\ntitle: T\nauthor: A\n"

    def text(name, more, body="Text.\n"):
        return write(os.path.join(inner, name), head + more + "---\n\n" + body)

    def project(name, yaml):
        where = os.path.join(folder, name)
        os.mkdir(where)
        write(os.path.join(where, "backmatter.yaml"), yaml)
        write(os.path.join(where, "a.md"), "# A\n\nText.\n")
        return ["build", where, "-o", os.path.join(where, "out")]

    book = "books:\n  - id: b\n    title: B\n    documents: [%s]\n"
    for code, want, args in [
            ("file-not-found", 3, [os.path.join(folder, "none.md")]),
            ("file-unreadable", 3, ["-f", "markdown", folder]),
            ("output-unwritable", 3,
             ["-o", os.path.join(folder, "none", "x.html"), s.good]),
            ("file-outside", 1,
             [text("outside.md", "lang: en\nbibliography: ../refs.json\n")]),
            ("csl-style-unknown", 1, ["-s", "no-such-style", s.good]),
            ("lang-terms", 0, ["-v", text("lang.md", "lang: mt\n")]),
            ("image-decorative", 1,
             [text("deco.md", "lang: en\n",
                   "![words](x.png){.decorative}\n")]),
            ("project-syntax", 3, project("p1", "books: [\n")),
            ("project-key", 1, project("p2", "colour: red\n" + book % "a.md")),
            ("project-file", 3, project("p3", "title: T\nbooks:\n"
                                        "  - id: b\n    folder: none\n")),
            ("file-not-found", 3, project("p4", book % "b.md"))]:
        r = s.bm(*args)
        s.check("[%s] is said" % code, "[%s]" % code in r.errors, r)
        s.exits("after " + code, want, r)


def as_json(s):
    for name, path, status in [("bad", s.bad, 1), ("good", s.good, 0)]:
        r = s.bm("--format", "json", "-o", os.path.join(s.tmp(), "x.html"),
                 path)
        s.exits("--format json, %s file" % name, status, r)
        text = r.errors if r.errors.strip() else r.text
        try:
            whole = json.loads(text)
        except ValueError as error:
            s.check("one JSON document", False, "%s\n%s" % (error, text[:500]))
            continue
        s.check("findings and summary", isinstance(whole.get("findings"), list)
                and isinstance(whole.get("summary"), dict), text[:500])
        s.equal("number of errors", (
            sum(f["severity"] == "error" for f in whole["findings"]),
            whole["summary"].get("errors")), (status, status))
        if status == 1:
            one = [f for f in whole["findings"]
                   if f.get("code") == "cite-unresolved"]
            s.check("a finding has all its parts",
                    one and one[0].get("severity") == "error"
                    and one[0].get("line") == LINE and one[0].get("column")
                    and one[0].get("message") and one[0].get("file"),
                    text[:800])
    odd = write(os.path.join(s.tmp(), 'odd "name"\n\x01.md'), BAD)
    r = s.bm("--format", "json", "-o", os.path.join(s.tmp(), "x.html"), odd)
    try:
        json.loads(r.errors if r.errors.strip() else r.text)
        good = True
    except ValueError:
        good = False
    s.check("JSON with an odd file name", good, r)


REFS = """[
{"id": "bo2001", "type": "article-journal", "title": "Pain that stays",
 "author": [{"family": "Bo", "given": "Ann"}], "volume": "7", "page": "1-9",
 "DOI": "10.1000/bo", "issued": {"date-parts": [[2001, 5]]}}
]"""
YAML = """references:
- id: other
  type: article-journal
  title: Pain that stays
  DOI: https://doi.org/10.1000/BO
  PMID: 123456
- id: cy1999
  type: book
  title: A book
  author: {literal: Office of Books}
  issued: 1999
"""


def bibliographies(s):
    folder = s.tmp()
    refs = write(os.path.join(folder, "refs.json"), REFS)
    yaml = write(os.path.join(folder, "more.yaml"), YAML)
    r = s.bm("bib", "--help")
    s.exits("bib --help", 0, r)
    s.check("bib --help is its own", "backmatter bib [OPTION]" in r.text
            and "csljson" in r.text and not r.err, r)
    s.check("bib --help fits 80 columns",
            all(len(line) <= 80 for line in r.text.splitlines()), r.text)
    r = s.bm("bib", refs, yaml)
    s.exits("bib of two files", 0, r)
    items = json.loads(r.text) if r.status == 0 else []
    s.equal("bib merges one work", [i["id"] for i in items],
            ["bo2001", "cy1999"])
    s.equal("bib fills it up", items[:1] and items[0].get("PMID"), "123456")
    s.check("bib says nothing of it unasked", not r.err, r)
    r = s.bm("bib", "-v", refs, yaml)
    s.check("bib -v tells of it", re.search(
        r"more\.yaml:2:3: info: .*refs\.json, line 2.*\[bib-merged\]",
        r.errors), r)
    r = s.bm("bib", data=REFS.encode())
    s.check("bib is a filter", r.status == 0
            and [i["id"] for i in json.loads(r.text)] == ["bo2001"], r)
    s.equal("what bib wrote, bib reads", s.bm("bib", "-", data=r.out).out,
            r.out)
    r = s.bm("bib", "-", "-", data=REFS.encode())
    s.exits("bib with standard input twice", 3, r)
    out = os.path.join(folder, "out.html")
    r = s.bm("bib", refs, yaml, "-o", out)
    s.exits("bib to a page", 0, r)
    page = read(out).decode()
    for what, words in [
            ("a whole page", "<!DOCTYPE html>"), ("a main part", "<main"),
            ("its language", '<html lang="en"'),
            ("the files' names", "<title>refs.json, more.yaml</title>"),
            ("a list of references", 'role="doc-bibliography"'),
            ("the first work", "Pain that stays"),
            ("the second work", "Office of Books")]:
        s.check("the page has " + what, words in page, page[-3000:])
    s.check("the page has no word of warning", not r.err, r)
    r = s.bm("bib", refs, "-t", "html", "-l", "de", "--title", "M & N")
    s.check("the page in another language, with a title", r.status == 0
            and '<html lang="de"' in r.text
            and "<title>M &amp; N</title>" in r.text, r)
    r = s.bm("bib", refs, "-t", "html", "-s", "no-such-style")
    s.exits("bib with a style that is not there", 1, r)
    r = s.bm("bib", os.path.join(folder, "none.ris"), refs, "-o",
             os.path.join(folder, "no.json"))
    s.exits("bib of a file that is not there", 3, r)
    s.check("it is named", "none.ris" in r.errors
            and "[file-not-found]" in r.errors, r)
    s.check("nothing was written",
            not os.path.exists(os.path.join(folder, "no.json")))
    r = s.bm("bib", data=b"Dear all,")
    s.exits("bib of what is none", 3, r)
    s.check("it says so", "<stdin>:1:1: error:" in r.errors
            and "[bib-format]" in r.errors and not r.out, r)
    r = s.bm("bib", "--format", "json", data=b"[{}]")
    s.check("findings as JSON", json.loads(r.errors)["findings"][0]["code"]
            == "bib-no-id" and r.status == 1, r)
    r = s.bm("bib", refs, "-o", os.path.join(folder, "none", "x.json"))
    s.check("an output that cannot be written", r.status == 3
            and "[output-unwritable]" in r.errors, r)


def explain(s):
    r = s.bm("--rules")
    s.exits("--rules", 0, r)
    rules = re.findall(r"^(\S+) +(error|warning|info) +(\S.*)$", r.text, re.M)
    codes = [code for code, _, _ in rules]
    s.equal("--rules: a line is a rule", len(rules),
            len(r.text.splitlines()))
    s.equal("--rules has each code once", len(set(codes)), len(codes))
    claims = [c for c in codes if re.match("[A-Z]{3}-[0-9]{3}$", c)]
    own = [c for c in codes if c not in claims]
    s.check("--rules lists codes of every kind", len(claims) >= 108 and
            len(own) > 100 and all(c in own for c in (
                ["DOC-%02d" % n for n in range(1, 13)] +
                ["notice-missing-in-output", "notice-value-missing",
                 "notice-expired", "evidence-weak", "readability-notice",
                 "claims-unused"])), codes)
    s.equal("--rules is sorted, claims behind the others", codes,
            sorted(own) + claims)
    for code, level, summary in rules:
        e = s.bm("explain", code)
        lines = e.text.strip().splitlines()
        s.check("explain " + code, e.status == 0 and not e.err and
                lines[0] == "%s (%s)" % (code, level) and
                lines[1].startswith(summary) and any(
                    re.match("What to do: .+[.?!>)]$", x)
                    for x in lines[2:]), e.text)
    r = s.bm("explain", "no-such-code")
    s.check("explain an unknown code", r.status in (1, 2, 3) and r.err, r)


def dumps(s):
    for step in ["read", "metadata", "ids", "xref", "punctuation", "cite", "disclaimer",
                 "a11y"]:
        r = s.bm("--dump=" + step, "article.md", cwd=DATA)
        s.check("--dump=%s is a DocBook tree" % step, r.status == 0 and
                b"http://docbook.org/ns/docbook" in r.out, r)


def styles(s):
    text = os.path.join(s.tmp(), "cites.md")
    write(text, GOOD + "\nA claim [@smith2020].\n")
    refs = os.path.join(DATA, "refs.json")
    r = s.bm(text, "--bibliography", refs)
    s.check("--bibliography", r.status == 0 and b"10.5555/example.1" in r.out, r)
    for style in ("american-medical-association", "nlm-citation-sequence",
                  "vancouver"):
        r = s.bm(text, "--bibliography", refs, "--style", style)
        s.check("--style " + style, r.status == 0 and b"Smith" in r.out, r)
    r = s.bm(text, "--bibliography", refs, "--style", "no-such-style")
    s.check("an unknown style is an error", r.status in (1, 2, 3) and
            "no-such-style" in r.errors, r)
    r = s.bm(text, "--bibliography", refs + ".missing")
    s.check("a missing bibliography is an error", r.status in (1, 2, 3) and
            "refs.json.missing" in r.errors, r)


def loading(s):
    fake = os.path.join(s.build, "tests", "abi", "fake.so")
    r = s.bm("--library", fake, s.good)
    s.exits("a library of another version", 3, r)
    s.check("it is told in words", re.search(
        r"version|too (old|new)|does not serve|ABI|interface", r.errors,
        re.I) and not r.out, r)
    r = s.bm("--library", os.path.join(s.tmp(), "none.so"), s.good)
    s.exits("no library there", 3, r)
    s.check("it is named", "none.so" in r.errors, r)
    r = s.bm("--library", s.good, s.good)
    s.exits("a library that is none", 3, r)
    r = s.bm("--library", s.library, s.good)
    s.exits("the library by name", 0, r)


# ---- determinism -----------------------------------------------------------

def same_bytes(s):
    """No place, time, locale or order shows in an output."""
    for to in ("html", "epub", "docbook"):
        first = None
        for n, env in enumerate([
                {}, {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo"},
                {"LANG": "pl_PL.UTF-8", "LC_ALL": None, "HOME": "/nowhere"},
                {"MALLOC_PERTURB_": "85"}]):
            folder = os.path.join(s.tmp(), "place%d" % n)
            for name, data in tree(DATA).items():
                write(os.path.join(folder, name), data)
            out = os.path.join(folder, "out." + to)
            r = s.bm("-t", to, "-o", out, "article.md", cwd=folder, env=env)
            if not s.check("%s in place %d" % (to, n), r.status == 0 and
                           os.path.exists(out), r):
                continue
            data = read(out)
            if first is None:
                first = data
                s.check(to + ": no path of the machine",
                        folder.encode() not in data and
                        suite.TOP.encode() not in data)
            s.check("%s: the same bytes in place %d" % (to, n), data == first)


def epub_times(s):
    """SOURCE_DATE_EPOCH decides; without it there is no clock either."""
    seen = {}
    for epoch in (None, "1000000000", "1700000000"):
        out = os.path.join(s.tmp(), "b.epub")
        r = s.bm("-t", "epub", "-o", out, "article.md", cwd=DATA,
                 env={"SOURCE_DATE_EPOCH": epoch})
        if not s.check("EPUB at %s" % epoch, r.status == 0 and
                       os.path.exists(out), r):
            return
        with zipfile.ZipFile(out) as z:
            first = z.infolist()[0]
            s.check("mimetype first and stored",
                    first.filename == "mimetype" and first.compress_type == 0
                    and not first.extra)
            s.equal("one time for all entries",
                    len({i.date_time for i in z.infolist()}), 1)
            opf = [n for n in z.namelist() if n.endswith(".opf")][0]
            modified = re.search(rb"dcterms:modified\">([^<]*)<", z.read(opf))
            seen[epoch] = modified.group(1) if modified else None
            s.check("EPUB is whole", z.testzip() is None)
    s.equal("modified at 1000000000", seen["1000000000"],
            b"2001-09-09T01:46:40Z")
    s.equal("modified at 1700000000", seen["1700000000"],
            b"2023-11-14T22:13:20Z")
    s.check("modified without a date", seen[None] not in (
        None, seen["1000000000"]), seen)


def builds(s):
    """content/ in two places, on one thread and on two: the same bytes."""
    content = os.path.join(suite.TOP, "content")
    if not s.check("there is a project",
                   os.path.exists(os.path.join(content, "backmatter.yaml"))):
        return
    results = []
    for threads, place in ((1, "a"), (2, "another/place")):
        top = s.tmp(place)
        before = tree(content)
        for name, data in before.items():
            write(os.path.join(top, "content", name), data)
        r = s.bm("build", "content", "-o", "build/site", "-j%d" % threads,
                 cwd=top, deadline=600)
        s.exits("build of content with -j%d" % threads, 0, r)
        s.check("a build is quiet in a pipe",
                b"\r" not in r.err + r.out and b"\x1b" not in r.err + r.out, r)
        s.check("a build leaves its sources alone", difference_of(
            before, tree(os.path.join(top, "content"))) == "",
            difference_of(before, tree(os.path.join(top, "content"))))
        made = {k: v for k, v in tree(top).items()
                if not k.startswith("content" + os.sep)}
        results.append(made)
        # What proves that the notices are in the outputs stands beside them.
        proofs = ["build/site-notices.json", "build/site-notices.html"]
        stray = [n for n in made if not n.startswith("build/site/")
                 and not n.endswith(".epub") and n not in proofs]
        # .backmatter marks a folder that a build may replace; the other one
        # is for the next build.
        stray += [n for n in made if n not in (
            "build/site/.backmatter", "build/site/.backmatter-state") and (
            os.path.basename(n).startswith(".") or
            n.endswith(("~", ".tmp", ".part", ".new")))]
        s.equal("no file is left beside the site", stray, [])
        s.check("there is an index page", "build/site/index.html" in made,
                sorted(made)[:10])
        s.check("there is a book", any(n.endswith(".epub") for n in made),
                sorted(made)[:10])
        shown = [n for n, d in made.items()
                 if top.encode() in d or suite.TOP.encode() in d]
        s.equal("no path of the machine in the output", shown, [])
    s.equal("two builds, the same bytes", difference_of(*results), "")
    top = s.tmp("a")
    write(os.path.join(top, "build/site/old.html"), "old")
    r = s.bm("build", "content", "-o", "build/site", cwd=top, deadline=600)
    s.check("a new build replaces the old one whole", r.status == 0 and
            not os.path.exists(os.path.join(top, "build/site/old.html")), r)
    os.remove(os.path.join(top, "content", "backmatter.yaml"))
    was = tree(os.path.join(top, "build"))
    r = s.bm("build", "content", "-o", "build/site", cwd=top)
    s.exits("a build without a project file", 3, r)
    s.equal("leaves the old site", difference_of(
        was, tree(os.path.join(top, "build"))), "")


def difference_of(a, b):
    return suite.difference(a, b)


# ---- installation ----------------------------------------------------------

def install(s):
    """make install into a DESTDIR; run from there; build a client."""
    if os.path.basename(s.build) != "build":
        return
    root, prefix = s.tmp("dest"), "/opt/bm"
    r = run(["make", "install", "DESTDIR=" + root, "PREFIX=" + prefix],
            cwd=suite.TOP, deadline=600)
    if not s.exits("make install", 0, r):
        return
    have = sorted(tree(root))
    for name in ("bin/backmatter", "lib/backmatter/backmatter.so",
                 "include/backmatter.h", "lib/pkgconfig/backmatter.pc"):
        s.check("installed " + name, "opt/bm/" + name in have, have)
    if os.path.exists(os.path.join(suite.TOP, "content/manual/backmatter.1.xml")):
        page = "opt/bm/share/man/man1/backmatter.1"
        if s.check("installed the man page", page in have, have):
            lint = run(["mandoc", "-T", "lint", "-W", "warning",
                        os.path.join(root, page)])
            s.check("mandoc finds no fault", lint.status == 0,
                    lint.text[:1500])
    command = root + prefix + "/bin/backmatter"
    r = run([command, s.good], cwd="/")
    s.check("the installed command runs where it is", r.status == 0 and
            r.out == s.bm(s.good).out, r)
    link = os.path.join(s.tmp(), "linked")
    os.symlink(command, link)
    r = run([link, s.good], cwd="/")
    s.check("and through a link", r.status == 0, r)
    pc = {"PKG_CONFIG_PATH": root + prefix + "/lib/pkgconfig",
          "PKG_CONFIG_SYSROOT_DIR": root}
    r = run(["pkg-config", "--modversion", "backmatter"], env=pc)
    s.check("pkg-config knows it", r.status == 0, r)
    flags = run(["pkg-config", "--cflags", "backmatter"], env=pc).text.split()
    libs = run(["pkg-config", "--libs", "backmatter"], env=pc).text.split()
    plugin = root + run(["pkg-config", "--variable=plugin", "backmatter"],
                        env={**pc, "PKG_CONFIG_SYSROOT_DIR": None}).text.strip()
    client = os.path.join(s.tmp(), "client")
    r = run(["cc", "-std=c99", "-Wall", "-Werror"] + flags +
            ['-DBACKMATTER_PLUGIN="%s"' % plugin, "-o", client,
             os.path.join(suite.HERE, "host", "client.c")] + libs)
    if s.exits("a client compiles with the installed header", 0, r):
        r = run([client], data=GOOD.encode(), cwd="/")
        s.check("and converts", r.status == 0 and b"More words." in r.out, r)
    r = run(["make", "uninstall", "DESTDIR=" + root, "PREFIX=" + prefix],
            cwd=suite.TOP)
    s.exits("make uninstall", 0, r)
    s.equal("nothing is left", sorted(tree(root)), [])


def main():
    p = suite.parser(__doc__)
    p.add_argument("only", nargs="*")
    options = p.parse_args()
    s = Host(options)
    s.need(s.backmatter, s.library)
    parts = [usage, reading, writing, findings, codes, as_json,
             bibliographies, explain, dumps,
             styles, loading, same_bytes, epub_times, builds, install]
    parts += reports.PARTS + proof.PARTS + projects.PARTS + schema.PARTS
    parts += check_tests.PARTS + sites.PARTS
    parts += depfile_tests.PARTS + serving.PARTS + starting.PARTS
    parts += olinks.PARTS + interrupted_tests.PARTS
    parts += links.PARTS
    parts += raw_html.PARTS
    for part in parts:
        if options.only and part.__name__ not in options.only:
            continue
        try:
            part(s)
        except Exception as error:
            s.check(part.__name__, False,
                    "%s: %s" % (type(error).__name__, error))
    s.done()


if __name__ == "__main__":
    main()
