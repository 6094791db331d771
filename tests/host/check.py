"""backmatter check: the forms of its report, its rules, suppressions."""

import json
import os
import re
import sys
import zipfile

import yaml

import suite
from suite import read, write

PAGE = ('<!DOCTYPE html>\n<html>\n<head><title>A page</title></head>\n<body>\n'
        '<main><h1>A page</h1>\n<p>Some words.</p></main>\n</body>\n</html>\n')
GOOD = PAGE.replace("<html>", '<html lang="en">')
XHTML = ('<html xmlns="http://www.w3.org/1999/xhtml" '
         'xmlns:epub="http://www.idpf.org/2007/ops" lang="en" '
         'xml:lang="en"><head><title>%s</title></head><body><main>'
         '<h1>%s</h1>%s</main></body></html>')
OPF = ('<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
       'xml:lang="en"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
       '<dc:title>A</dc:title><dc:language>en</dc:language>'
       '<meta property="schema:accessMode">textual</meta>'
       '<meta property="schema:accessModeSufficient">textual</meta>'
       '<meta property="schema:accessibilityFeature">%s</meta>'
       '<meta property="schema:accessibilityHazard">none</meta>'
       '<meta property="schema:accessibilitySummary">All.</meta></metadata>'
       '<manifest><item id="n" href="n.xhtml" properties="nav" '
       'media-type="application/xhtml+xml"/><item id="a" href="a.xhtml" '
       'media-type="application/xhtml+xml"/></manifest><spine>'
       '<itemref idref="a"/></spine></package>')
CONTAINER = ('<container version="1.0" xmlns="urn:oasis:names:tc:'
             'opendocument:xmlns:container"><rootfiles><rootfile '
             'full-path="p.opf" media-type="application/oebps-package+xml"/>'
             '</rootfiles></container>')


def book(path, feature="tableOfContents"):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        z.writestr("META-INF/container.xml", CONTAINER)
        z.writestr("p.opf", OPF % feature)
        z.writestr("n.xhtml", XHTML % (
            "Contents", "Contents", '<nav epub:type="toc"><ol><li>'
            '<a href="a.xhtml">One</a></li></ol></nav>'))
        z.writestr("a.xhtml", XHTML % ("One", "One", "<p>Words.</p>"))
    return path


def setting(s):
    top = s.tmp()
    write(os.path.join(top, "w/bad.html"), PAGE)
    write(os.path.join(top, "w/good.html"), GOOD)
    book(os.path.join(top, "w/b.epub"))
    return top


def books(s):
    top = setting(s)
    r = s.bm("check", "--format", "json", "b.epub",
             cwd=os.path.join(top, "w"))
    s.exits("check of a good book", 0, r)
    s.equal("nothing is found in it", json.loads(r.text)["findings"], [])
    path = book(os.path.join(top, "c.epub"), "MathML")
    r = s.bm("check", "--format", "json", path)
    s.exits("a claim without an occasion is a warning", 0, r)
    found = json.loads(r.text)["findings"]
    s.equal("the claim is told, in its file", [
        (f["code"], f["file"]) for f in found],
        [("epub-claim-empty", path + "/p.opf")])
    data = open(path, "rb").read()
    s.check("a book on standard input",
            "epub-claim-empty" in s.bm("check", "-", data=data).text)
    r = s.bm("check", "w", "--no-source", "--no-hints", cwd=top)
    s.exits("check of a folder with pages and a book", 1, r)
    s.equal("its pages and books", sorted(set(
        l.split(":")[0] for l in r.text.splitlines())), ["w/bad.html"])
    write(os.path.join(top, "d.epub"), data[:-30])
    r = s.bm("check", os.path.join(top, "d.epub"))
    s.exits("a book that is cut off is an error", 1, r)
    s.check("and said to be so", "[epub-archive]" in r.text, r.text)


def forms(s):
    top = setting(s)

    def run(form, *more):
        return s.bm("check", "--format", form, *more, "w", cwd=top)
    r = run("tap")
    s.exits("tap", 1, r)
    s.equal("a test for what was named", r.text.splitlines()[:3],
            ["TAP version 14", "1..1", "not ok 1 - w"])
    s.check("tap has the code", 'code: "page-lang-missing"' in r.text, r.text)
    r = s.bm("check", "--format", "tap", "w/good.html", "w/bad.html", cwd=top)
    s.equal("one test a file", re.findall(r"^(?:not )?ok .*$", r.text, re.M),
            ["ok 1 - w/good.html", "not ok 2 - w/bad.html"])
    r = run("earl")
    graph = json.loads(r.text)["@graph"]
    outcomes = {(a["subject"]["source"], a["test"]["title"]):
                a["result"]["outcome"] for a in graph[1:]}
    s.equal("earl tells failed", outcomes[
        ("w/bad.html", "page-lang-missing")], "earl:failed")
    s.equal("earl tells passed", outcomes[
        ("w/good.html", "page-lang-missing")], "earl:passed")
    s.check("earl names criteria by their id", any(
        a["test"].get("isPartOf") == ["WCAG22:language-of-page"]
        for a in graph[1:]))
    s.check("earl names ACT rules", any(
        a["test"]["@id"].endswith("/act/rules/b5c3f8/") for a in graph[1:]))
    r = run("json")
    data = json.loads(r.text)
    rows = {c["criterion"]: c for c in data["criteria"]}
    s.equal("55 criteria", len(rows), 55)
    s.equal("one has a fault", (rows["3.1.1"]["checked"],
                                rows["3.1.1"]["failed"]), ("partly", 1))
    s.equal("one needs a person", rows["3.2.6"]["checked"], "needs a person")
    s.equal("three files", data["files"], 3)
    r = s.bm("check", "--wcag", "w", cwd=top)
    s.check("the table as text", re.search(
        r"^3\.1\.1 +A +partly +1 +Language of Page$", r.text, re.M), r.text)
    r = run("html")
    page = write(os.path.join(top, "r.html"), r.text)
    s.check("a page with the rule", 'id="error-page-lang-missing"' in r.text)
    again = s.bm("check", "-v", page)
    s.check("the report has no error or warning of its own",
            "error:" not in again.text and "warning:" not in again.text,
            again.text)
    s.exits("earl is for check only", 2, s.bm("lint", "--format", "earl"))


def choice(s):
    top = setting(s)
    r = s.bm("check", "--rule", "lang-differs", "w", cwd=top)
    s.exits("another rule", 0, r)
    r = s.bm("check", "--rule", "-page-lang-missing", "w", cwd=top)
    s.exits("all but one rule", 0, r)
    r = s.bm("check", "--rule", "page-lang-missing", "w", cwd=top)
    s.exits("this rule", 1, r)
    write(os.path.join(top, "x.html"), PAGE.replace(
        "<head>", '<head><!-- bm-check: page-lang-missing reason="Old" '
        'by="AR" -->'))
    s.exits("a suppression with a reason", 0, s.bm("check", "x.html", cwd=top))
    write(os.path.join(top, "x.xhtml"), '<?xml version="1.0"?>\n<!-- bm-check: '
          'page-lang-missing reason="Old" by="AR" -->\n<html xmlns='
          '"http://www.w3.org/1999/xhtml"><head><title>A</title></head><body>'
          "<main><h1>A</h1></main></body></html>\n")
    s.exits("a suppression before the root of XML", 0,
            s.bm("check", "x.xhtml", cwd=top))
    base = os.path.join(top, "base.json")
    s.bm("check", "--write-baseline", base, "w", cwd=top)
    s.exits("old stock", 0, s.bm("check", "--baseline", base, "w", cwd=top))


SETTINGS = """check:
  fail-on: warning
  rules:
    page-lang-missing: %s
  excuse:
    - rule: %s
      file: w/b*.html
      reason: Old
      by: AR
"""


def settings(s):
    """The key `check` of a project file without books."""
    top = setting(s)
    project = os.path.join(top, "backmatter.yaml")

    def run(text, *more):
        write(project, text)
        return s.bm("check", *(more or ("w",)), cwd=top)

    r = run(SETTINGS % ("off", "image-name"))
    s.exits("a rule that is off, and an excuse in vain", 1, r)
    s.check("the excuse is told at its place",
            re.search(r"backmatter.yaml:6:7: warning: .*\[check-unused\]",
                      r.text), r)
    r = run(SETTINGS % ("on", "page-lang-missing"))
    s.exits("an excuse", 0, r)
    s.check("nothing is told", not r.text, r)
    s.exits("from a folder below", 0,
            s.bm("check", "bad.html", cwd=os.path.join(top, "w")))
    s.exits("an excuse for other files", 1,
            run((SETTINGS % ("on", "page-lang-missing")).replace("w/b", "v/")))
    s.exits("--no-project", 1, s.bm("check", "--no-project", "w", cwd=top))
    write(os.path.join(top, "old.html"), GOOD.replace(
        "<p>", "<table><tr><td>1</td><td>2</td></tr><tr><td>1</td><td>2</td>"
        "</tr></table><p>"))
    s.exits("fail-on", 1, run("check:\n  fail-on: info\n", "old.html"))
    s.exits("fail-on of the command goes first", 0,
            run("check:\n  fail-on: info\n", "--fail-on", "error",
                "old.html"))
    s.bm("check", "--no-project", "--write-baseline", "known.json", "w",
         cwd=top)
    s.exits("a baseline", 0, run("check:\n  baseline: known.json\n"))
    for text in ("check: yes\n", "check:\n  colour: red\n",
                 "check:\n  rules:\n    nosuch: off\n",
                 "check:\n  rules:\n    page-title: perhaps\n",
                 "check:\n  fail-on: never mind\n",
                 "check:\n  excuse:\n    - rule: page-title\n      by: AR\n",
                 "check:\n  excuse:\n    - rule: page-title\n      by: AR\n"
                 "      reason: x\n      page: 3\n"):
        r = run(text, "w/good.html")
        s.check("wrong settings are told: " + text,
                r.status == 1 and "[project-key]" in r.text, r)


def own_output(s):
    """What is written is judged in a build, and where it is asked for."""
    top = s.tmp()
    doc = write(os.path.join(top, "a.md"), "---\ntitle: T\nauthor: A\n"
                "lang: en\n---\n\n[Wort]{lang=x_y}\n")
    out = os.path.join(top, "a.html")
    r = s.bm("--check", "-o", out, doc)
    s.check("a fault of the output is told, in its file",
            re.search("^" + re.escape(out) + r":\d+:\d+: error: .*"
                      r"\[part-lang-invalid\]", r.errors, re.M), r.errors)
    r = s.bm("-o", out, doc)
    s.check("not without --check", "part-lang-invalid" not in r.errors)
    write(os.path.join(top, "backmatter.yaml"),
          "title: T\nbooks:\n  - id: b\n    title: B\n    documents: [a.md]\n")
    site = os.path.join(top, "site")
    r = s.bm("build", "-o", site, top)
    s.check("a build judges", "part-lang-invalid" in r.errors, r)
    r = s.bm("build", "--fresh", "--no-check", "-o", site, top)
    s.check("not with --no-check", "part-lang-invalid" not in r.errors, r)


def manual(s):
    """The chapter of rules is what the tables print; the examples are sound."""
    chapter = read(os.path.join(
        suite.TOP, "content/manual/12-check-rules.md")).decode()
    made = suite.run([sys.executable, "-B", os.path.join(
        suite.TOP, "tests/rules_page.py"), s.backmatter], suite.TOP)
    s.check("12-check-rules.md is as `make rules-page` prints it",
            made.text == chapter)
    text = read(os.path.join(suite.TOP, "content/manual/11-check.md")).decode()
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S)
    found = [b for lang, b in blocks if lang == "yaml"]
    s.equal("three examples for services, and settings", len(found), 4)
    for block in found:
        s.check("an example is YAML", isinstance(yaml.safe_load(block), dict))
    commands = re.findall(r"\bbackmatter (check .*)", "".join(found))
    s.check("examples have commands", len(commands) > 3)
    top = setting(s)
    os.makedirs(os.path.join(top, "build"))
    os.rename(os.path.join(top, "w"), os.path.join(top, "build/site"))
    for line in commands:
        args = line.split() + ([] if "build/site" in line else
                               ["build/site/bad.html"])
        r = s.bm(*args, cwd=top)
        s.exits("the example `%s`" % line, 0 if "never" in line else 1, r)
    rules = next(b for lang, b in blocks if lang == "make")
    write(os.path.join(top, "Makefile"), rules)
    os.rename(os.path.join(top, "build/site"), os.path.join(top, "public"))
    call = ["make", "-s", "CHECK=" + s.backmatter + " check"]
    r = suite.run(call + ["known.json"], top)
    s.exits("make known.json", 0, r)
    r = suite.run(call + ["check-pages"], top)
    s.exits("make check-pages with old stock", 0, r)
    write(os.path.join(top, "public/new.html"), PAGE)
    r = suite.run(call + ["check-pages"], top)
    s.check("make check-pages with a new fault", r.status != 0, r.text)


PARTS = [books, forms, choice, settings, own_output, manual]
