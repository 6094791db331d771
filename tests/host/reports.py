"""backmatter lint, the forms of the report, baselines, explain."""

import glob
import json
import os
import re
import xml.etree.ElementTree as ET

import suite
from suite import read, run, write

HEAD = "---\ntitle: T\nauthor: {name: A, credentials: MD}\nlang: en\n---\n\n"
CLAIM = "We guarantee that this works.\n"
PLACE = re.compile(r"^([^:\n]+):(\d+):(\d+): (error|warning|info): (.*) "
                   r"\[([A-Za-z0-9-]+)\]$", re.M)
# What must be escaped somewhere: quotes, angles, commas, colons, per cent, a
# line's end and an escape in the name of a file, a tab, letters of two, three
# and four bytes.
ODD = 'o"d<d>&\'% ,:\n\x1b[31m \u00e4\u65e5\U0001f600.md'


def forms(s, path, form, *more, **kw):
    return s.bm("lint", "--format", form, *more, path, **kw)


def located(text):
    return [(m[1], int(m[2]), int(m[3]), m[6]) for m in PLACE.finditer(text)]


def claims(text):
    """Claims only: what else such a short text lacks is for other tests."""
    return [f for f in located(text) if f[3].startswith("ABS-")]


# ---- what is looked at ------------------------------------------------------

def what(s):
    top = s.tmp()
    doc = write(os.path.join(top, "docs/b.md"), HEAD + CLAIM)
    write(os.path.join(top, "docs/deep/a.xml"),
          '<article xmlns="http://docbook.org/ns/docbook" version="5.2" '
          'xml:lang="en"><info><title>T</title></info><para>This is a miracle '
          'cure.</para></article>')
    write(os.path.join(top, "docs/deep/readme.txt"), "A miracle cure.")
    write(os.path.join(top, "docs/.git/c.md"), "A miracle cure.")
    os.symlink("..", os.path.join(top, "docs/deep/up"))
    r = s.bm("lint", doc)
    s.exits("lint of a document", 1, r)
    s.check("lint finds a claim, on standard output",
            claims(r.text) == [(doc, 7, 4, "ABS-001")] and not r.err, r.text)
    s.check("the same without lint finds none",
            "ABS-001" not in s.bm(doc).errors)
    r = s.bm("lint", "-", data=(HEAD + CLAIM).encode())
    s.equal("lint of standard input", claims(r.text),
            [("<stdin>", 7, 4, "ABS-001")])
    r = s.bm("lint", "docs", cwd=top)
    s.exits("lint of a folder", 1, r)
    s.equal("all documents in it, sorted, and no others",
            [(f, c) for f, _, _, c in claims(r.text)],
            [("docs/b.md", "ABS-001"), ("docs/deep/a.xml", "ABS-006")])
    s.equal("the current folder without a path", s.bm(
        "lint", cwd=os.path.join(top, "docs")).text.replace(
            "deep/", "docs/deep/").replace("b.md", "docs/b.md"), r.text)
    both = s.bm("lint", "docs/deep/a.xml", "docs/b.md", cwd=top)
    s.equal("several paths, in their order",
            [f for f, _, _, c in claims(both.text)],
            ["docs/deep/a.xml", "docs/b.md"])
    s.equal("nothing was written", sorted(
        os.path.relpath(os.path.join(b, f), top)
        for b, _, fs in os.walk(top) for f in fs),
            ["docs/.git/c.md", "docs/b.md", "docs/deep/a.xml",
             "docs/deep/readme.txt"])
    for level, want in (("error", 1), ("never", 0)):
        s.exits("lint --fail-on " + level, want,
                s.bm("lint", "--fail-on", level, doc))
    r = s.bm("lint", s.good)
    s.check("lint of a good text says nothing", r.status == 0 and not
            r.out + r.err, r.text)
    empty = s.tmp()
    for name, path in (("a missing file", os.path.join(top, "none.md")),
                       ("an empty folder", empty),
                       ("a missing project",
                        os.path.join(top, "backmatter.yaml"))):
        r = s.bm("lint", path, doc)
        s.exits("lint of " + name, 3, r)
        s.check("%s is named, and the rest is looked at" % name,
                path in r.errors + r.text and "[ABS-001]" in r.text,
                r.text + r.errors)
    s.exits("lint with an unknown reader", 2, s.bm("lint", "-f", "x", doc))
    r = s.bm("lint", "--help")
    s.check("lint --help is its own", r.status == 0 and
            "backmatter lint [OPTION]" in r.text and not r.err and
            all(len(line) <= 80 for line in r.text.splitlines()), r.text)


def project(s):
    top = s.tmp()
    write(os.path.join(top, "p/backmatter.yaml"),
          "title: T\nlang: en\nmetadata:\n  author: A\nbooks:\n  - id: b\n"
          "    title: B\n    epub: ../b.epub\n    documents: [a.md, c.md]\n")
    write(os.path.join(top, "p/a.md"), "# A {#a}\n\n" + CLAIM)
    write(os.path.join(top, "p/c.md"), "# C\n\nSee [](a.md#none).\n")
    write(os.path.join(top, "p/left-out.md"), "# D\n\nA miracle cure.\n")
    want = [("p/a.md", 3, 4, "ABS-001"), ("p/c.md", 3, 5, "link-unresolved")]
    for path in ("p", "p/", "p/backmatter.yaml", "."):
        r = s.bm("lint", path, cwd=top)
        s.exits("lint of the project " + path, 1, r)
        s.equal("findings of the project " + path,
                [(os.path.normpath(f), *more) for f, *more in located(r.text)
                 if more[2] in ("ABS-001", "link-unresolved", "ABS-006")],
                want)
    s.equal("a project that is looked at is not written",
            sorted(os.listdir(top)), ["p"])
    r = s.bm("build", "p", "-o", "site", "--format", "github", cwd=top)
    s.check("a build has the same findings",
            "::error file=p/a.md,line=3,col=4," in r.errors, r)
    s.check("a build that finds them fails", r.status in (1, 3), r)


# ---- text -------------------------------------------------------------------

def caret(s):
    """The mark under the claim."""
    def shown(text, *more):
        r = s.bm("lint", "--no-hints", "--fail-on", "never", *more, "-",
                 data=(HEAD + text).encode())
        lines = r.text.splitlines()
        at = [n for n, line in enumerate(lines)
              if line.endswith("[ABS-001]")]
        return (lines[at[0] + 1:at[0] + 3] if at else []), r

    lines, r = shown(CLAIM)
    s.equal("the line, and a caret under the place", lines, [
        "      7 | We guarantee that this works.",
        "        |    ^~~~~~~~~"])
    s.equal("tabs are spaces", shown("A\tb.\tWe guarantee that.\n")[0], [
        "      7 | A       b.      We guarantee that.",
        "        |                    ^~~~~~~~~"])
    s.equal("letters of several bytes, and wide ones",
            shown("\u00e4\u0308\u65e5\u672c\U0001f600. We guarantee it.\n")[0],
            ["      7 | \u00e4\u0308\u65e5\u672c\U0001f600. We guarantee it.",
             "        |" + " " * 13 + "^~~~~~~~~"])
    s.equal("what steers a terminal is shown",
            shown("\u202ea\u009b31m. We guarantee it.\n")[0], [
                "      7 | \\u{202e}a\\u{9b}31m. We guarantee it.",
                "        |" + " " * 24 + "^~~~~~~~~"])
    for n, where in ((0, "beginning"), (1500, "middle"), (300, "end")):
        lines, r = shown("Words, and more of them. " * n + CLAIM.strip() +
                         " Words, and more of them." * (
                             3000 - n if n != 300 else 0) + "\n")
        s.check("a long line at its " + where, len(lines) == 2 and
                all(len(l) <= 90 for l in lines), r.text)
        if len(lines) == 2:
            at = lines[1].index("^")
            s.check("and the caret under the place at its " + where,
                    lines[0][at:at + 9] == "guarantee" and
                    lines[1].count("~") == 8, r.text)
            s.equal("dots where it was cut at its " + where,
                    (lines[0][10:13] == "...", lines[0].endswith("...")),
                    (n > 0, n != 300))
    r = s.bm("lint", "--no-source", "-", data=(HEAD + CLAIM).encode())
    s.check("--no-source", " | " not in r.text and "ABS-001" in r.text, r.text)
    r = s.bm("--source", s.bad)
    s.check("a conversion with --source", "| A claim [@nobody1900]." in
            r.errors, r)
    s.check("and not without", " | " not in s.bm(s.bad).errors)
    r = s.bm("lint", "--color", "always", "-", data=(HEAD + CLAIM).encode())
    s.check("colours when asked for", "\x1b[31m^~~~~~~~~\x1b[0m" in r.text,
            r.text)


# ---- the other forms --------------------------------------------------------

def odd_text():
    long = "very " * 20000
    return (HEAD + "\u00e4 [@%s\"<&>,:%%] We guarantee it.\n\n"
            "[@%slong]\n\n![](\x7f%%x,y:z.png)\n" % ("\u65e5", long)).encode()


def as_json(s):
    name = write(os.path.join(s.tmp(), ODD), odd_text())
    r = forms(s, name, "json")
    s.exits("JSON", 1, r)
    whole = json.loads(r.text)
    s.check("the name of the file comes through",
            all(f["file"] == name for f in whole["findings"]), r.text[:600])
    s.equal("errors are counted", whole["summary"]["errors"],
            sum(f["severity"] == "error" for f in whole["findings"]))
    claim = [f for f in whole["findings"] if f["code"] == "ABS-001"]
    line = odd_text().splitlines()[6]
    at = line.index(b"guarantee")
    s.check("a claim has place, characters, sentence and fingerprint",
            claim and claim[0]["column"] == at + 1
            and claim[0]["endColumn"] == at + 10
            and claim[0]["character"] == len(line[:at].decode()) + 1
            and claim[0]["endCharacter"] == claim[0]["character"] + 9
            and "We guarantee it." in claim[0]["text"]
            and re.fullmatch("[0-9a-f]{16}", claim[0]["fingerprint"]), claim)
    s.equal("fingerprints are all different",
            len({f["fingerprint"] for f in whole["findings"]}),
            len(whole["findings"]))
    latin = os.path.join(s.tmp().encode(), b"\xe4.md")
    with open(latin, "wb") as f:
        f.write((HEAD + CLAIM).encode())
    for form in ("json", "sarif", "junit", "github", "text"):
        r = run([s.backmatter.encode(), b"lint", b"--format", form.encode(),
                 latin])
        r.out.decode("utf-8")
        s.check("a name that is no UTF-8 in " + form, r.status == 1 and
                b"ABS-001" in r.out, r.text)


def sarif(s):
    """Its structure; tests/external asks the schema."""
    folder = s.tmp()
    write(os.path.join(folder, ODD), odd_text())
    write(os.path.join(folder, "plain.md"), "No title. " + CLAIM)
    r = forms(s, ".", "sarif", cwd=folder)
    s.exits("SARIF", 1, r)
    log = json.loads(r.text)
    s.equal("SARIF 2.1.0", (log["version"], len(log["runs"])), ("2.1.0", 1))
    one = log["runs"][0]
    rules = one["tool"]["driver"]["rules"]
    s.equal("columns are characters", one["columnKind"], "unicodeCodePoints")
    s.equal("each rule once, sorted", [x["id"] for x in rules],
            sorted({x["ruleId"] for x in one["results"]}))
    s.check("rules say what they are and what to do", all(
        x["shortDescription"]["text"] and len(x["help"]["text"]) > 20
        and x["defaultConfiguration"]["level"] in ("error", "warning", "note")
        for x in rules), rules)
    driver = one["tool"]["driver"]
    s.check("the manual is named", driver["informationUri"].endswith(
        "/manual/index.html"), driver["informationUri"])
    s.check("fingerprints under both names", all(
        re.match("[0-9a-f]{16}$", x["partialFingerprints"]["backmatter/v1"])
        and x["partialFingerprints"]["primaryLocationLineHash"] ==
        x["partialFingerprints"]["backmatter/v1"] + ":1"
        for x in one["results"]))
    s.check("results point at their rules", all(
        rules[x["ruleIndex"]]["id"] == x["ruleId"] for x in one["results"]))
    s.check("fingerprints", len({
        (x["partialFingerprints"]["backmatter/v1"],
         str(x["locations"])) for x in one["results"]}) == len(one["results"]))
    uris = {x["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for x in one["results"]}
    s.equal("names are URIs", uris, {
        "plain.md",
        "o%22d%3Cd%3E%26%27%25%20%2C%3A%0A%1B%5B31m%20%C3%A4%E6%97%A5"
        "%F0%9F%98%80.md"})
    places = {x["ruleId"]: x["locations"][0]["physicalLocation"]
              for x in one["results"] if "plain" in str(x["locations"])}
    s.equal("a region", places["ABS-001"]["region"],
            {"startLine": 1, "startColumn": 14, "endLine": 1,
             "endColumn": 23})
    s.equal("its line", places["ABS-001"]["contextRegion"],
            {"startLine": 1, "snippet": {"text": "No title. " +
                                         CLAIM.strip()}})
    s.check("no region without a line", "region" not in
            places["title-missing"], places["title-missing"])
    r = forms(s, s.good, "sarif")
    log = json.loads(r.text)
    s.check("SARIF of a good text has no result of weight", all(
        x["level"] == "note" for x in log["runs"][0]["results"]), r.text)
    r = forms(s, os.path.join(folder, "none.md"), "sarif")
    s.check("SARIF says when a run failed", r.status == 3 and
            json.loads(r.text)["runs"][0]["invocations"][0]
            ["executionSuccessful"] is False, r.text)


def help_pages(s):
    """Each address of help leads to a heading of the manual."""
    there = set()
    for path in glob.glob(os.path.join(suite.TOP, "content", "manual", "*.md")):
        text = read(path).decode()
        page = re.search(r"^id: (.+)$", text, re.M).group(1)
        there |= {"%s.html#%s" % (page, anchor) for anchor in
                  re.findall(r"^##+ .*\{#([a-z-]+)\}$", text, re.M)}
    source = read(os.path.join(suite.TOP, "plugin", "host",
                               "report_sarif.c")).decode()
    pages = set(re.findall(r'"([a-z-]+\.html#[a-z-]+)"', source))
    s.check("help has its pages", len(pages) >= 15, sorted(pages))
    s.equal("help leads into the manual", sorted(pages - there), [])


def junit(s):
    folder = s.tmp()
    write(os.path.join(folder, ODD), odd_text())
    write(os.path.join(folder, "two.md"),
          HEAD + "# A\n\n" + CLAIM + "\n" + CLAIM)
    write(os.path.join(folder, "good.md"), HEAD + "Words.\n")
    r = forms(s, ".", "junit", cwd=folder)
    s.exits("JUnit", 1, r)
    top = ET.fromstring(r.out)
    suites = {x.get("name"): x for x in top}
    s.equal("a suite for each file", sorted(suites), sorted(
        [ODD.replace("\x1b", "\\x1b"), "good.md", "two.md"]))
    cases = [c for x in top for c in x]
    s.check("cases have names, and are counted", all(
        c.get("name") and c.get("classname") for c in cases) and
            int(top.get("tests")) == len(cases) and
            int(top.get("failures")) == sum(
                c.find("failure") is not None for c in cases), r.text[:2000])
    claim = [c for c in suites["two.md"] if c.get("name") == "ABS-001"]
    s.check("one case for two findings of a rule", len(claim) == 1 and
            claim[0].find("failure").get("type") == "error" and
            "guarantee" in claim[0].find("failure").get("message") and
            re.findall(r"^two\.md:(\d+):4: error: ",
                       claim[0].find("failure").text, re.M) == ["9", "11"],
            r.text[:2000])
    s.equal("a file without findings has a case that passed",
            [(c.get("name"), len(c)) for c in suites["good.md"]],
            [("findings", 0)])
    r = forms(s, "two.md", "junit", "--fail-on", "never", cwd=folder)
    s.check("nothing fails with --fail-on never", r.status == 0 and
            "<failure" not in r.text and "<system-out>" in r.text, r.text)


def unescape(text):
    for code, letter in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"),
                         ("%2C", ","), ("%25", "%")):
        text = text.replace(code, letter)
    return text


def github(s):
    folder = s.tmp()
    write(os.path.join(folder, ODD), odd_text())
    r = forms(s, ".", "github", cwd=folder)
    s.exits("annotations", 1, r)
    lines = [re.fullmatch(r"::(error|warning|notice) (.*?)::(.*)", line)
             for line in r.text.splitlines()]
    s.check("each is one line", lines and all(lines), r.text[:2000])
    if not all(lines):
        return
    found = [dict(p.split("=", 1) for p in m.group(2).split(","))
             for m in lines]
    s.equal("the name of the file, unescaped",
            {unescape(p["file"]) for p in found},
            {ODD.replace("\x1b", "\\x1b")})
    at = [n for n, p in enumerate(found) if p["title"] == "ABS-001"]
    text = odd_text().splitlines()[6].decode()
    s.check("place and words", len(at) == 1 and
            found[at[0]]["line"] == "7" and
            found[at[0]]["col"] == str(text.index("guarantee") + 1) and
            found[at[0]]["endColumn"] == str(text.index("guarantee") + 9) and
            "guarantee" in lines[at[0]].group(3), r.text[:2000])
    s.check("a per cent sign in the words",
            any("%25x,y:z.png" in m.group(3) for m in lines), r.text[:3000])
    r = forms(s, ".", "github", "-q", "--no-hints", cwd=folder)
    s.check("--quiet and --no-hints", "%0A" not in
            r.text.replace("%0A%5B", "").replace(ODD, "").split("::")[2] and
            "::notice" not in r.text, r.text[:1000])


def report_file(s):
    out = os.path.join(s.tmp(), "r.json")
    r = s.bm("lint", "--format", "json", "--report", out, s.bad)
    s.check("--report takes the findings", r.status == 1 and not r.out + r.err
            and json.loads(read(out))["findings"], r)
    r = s.bm("lint", "-o", out, s.bad)
    s.check("-o of lint too", b"[cite-unresolved]" in read(out), r)
    r = s.bm("--format", "sarif", "--report", out, s.bad)
    s.check("--report of a conversion", r.status == 1 and not r.err and
            b"<!DOCTYPE" in r.out and "cite-unresolved" in
            str(json.loads(read(out))["runs"][0]["results"]), r)
    r = s.bm("lint", "-o", os.path.join(out, "none"), s.bad)
    s.check("a report that cannot be written", r.status == 3 and r.err, r)
    r = run(["sh", "-c", 'exec "$0" lint --format sarif "$1" >/dev/full',
             s.backmatter, s.bad])
    s.check("a report to a full disk", r.status == 3 and r.err, r)
    refs = write(os.path.join(s.tmp(), "refs.json"), '[\n{"title": "T"}]')
    for form, words in (("sarif", '"ruleId":"bib-no-id"'),
                        ("junit", 'name="bib-no-id"'),
                        ("github", "title=bib-no-id::"),
                        ("json", '"code":"bib-no-id"')):
        r = s.bm("bib", "--format", form, refs)
        s.check("findings of bib as " + form, words in r.errors, r)
    r = s.bm("bib", "--source", "-", data=b'[\n{"title": "T"}]')
    s.check("bib shows the line of standard input",
            '2 | {"title": "T"}]' in r.errors, r)


# ---- baselines --------------------------------------------------------------

def baseline(s):
    top = s.tmp()
    old = HEAD + CLAIM + "\nA miracle cure.\n"
    doc = write(os.path.join(top, "docs/a.md"), old)
    other = write(os.path.join(top, "docs/b.md"), HEAD + CLAIM)
    known = os.path.join(top, "known.json")
    r = s.bm("lint", "--write-baseline", "known.json", "docs", cwd=top)
    s.exits("writing a baseline", 0, r)
    s.check("it says how many, and shows none",
            re.search(r"\b\d+ findings written", r.errors) and not r.out,
            r.errors + r.text)
    first = read(known)
    whole = json.loads(first)
    count = len(whole["findings"])
    keys = [(f["file"], f["code"], f["fingerprint"])
            for f in whole["findings"]]
    s.check("each has a key of its own, in order", keys == sorted(set(keys))
            and "%d findings written" % count in r.errors, r.errors)
    s.equal("the claims are in it",
            [k[:2] for k in keys if k[1].startswith("ABS-")],
            [("docs/a.md", "ABS-001"), ("docs/a.md", "ABS-006"),
             ("docs/b.md", "ABS-001")])
    s.bm("lint", "--write-baseline", "../known.json", "b.md",
         os.path.join(top, "docs", "a.md"), cwd=os.path.join(top, "docs"))
    s.equal("the same bytes from elsewhere, in another order",
            read(known), first)
    for name, args, cwd in (
            ("from its folder", ["--baseline", "known.json", "docs"], top),
            ("from elsewhere", ["--baseline", known, doc, other], "/")):
        r = s.bm("lint", *args, cwd=cwd)
        s.exits("known findings do not fail, " + name, 0, r)
        s.check("they are counted, " + name, not r.out and
                "%d findings not shown" % count in r.errors, r)
    write(doc, HEAD + "More.\n\nMore. We guarantee\n that this works.\n\n"
          "A miracle cure.\n\n" + CLAIM)
    r = s.bm("lint", "--baseline", known, doc)
    s.exits("lines that moved stay known; one more of the same is new", 1, r)
    s.equal("the new one is shown", claims(r.text),
            [(doc, 14, 4, "ABS-001")])
    write(doc, HEAD + CLAIM)
    r = s.bm("lint", "--baseline", known, doc)
    s.check("what is gone is told", r.status == 0 and re.search(
        r"gone.*docs/a\.md: .*miracle.*\[ABS-006\]", r.errors) and
            re.search(r"\d of its entries (is|are) gone", r.errors), r)
    s.check("and not what is there", "ABS-001]" not in r.errors, r)
    s.check("what was not looked at is not gone", "b.md" not in r.errors, r)
    r = s.bm("lint", "--baseline", known, "--format", "json", doc)
    told = json.loads(r.text)["baseline"]
    s.check("in JSON too", told["known"] > 0 and
            [x["code"] for x in told["stale"] if x["code"][:3] == "ABS"] ==
            ["ABS-006"] and not any(x["code"][:3] == "ABS" for x in
                                    json.loads(r.text)["findings"]), r.text)
    os.remove(doc)
    r = s.bm("lint", "--baseline", known, os.path.join(top, "docs"))
    gone = sum(k[0] == "docs/a.md" for k in keys)
    s.check("a file that is gone is told", "%d of its entries are gone" % gone
            in r.errors and r.status == 0, r)
    bad = read(s.bad)
    r = s.bm("--write-baseline", known, s.bad)
    s.check("a conversion writes one too", r.status == 0 and b"<!DOCTYPE" in
            r.out and b"cite-unresolved" in read(known), r)
    s.exits("and uses it", 0, s.bm("--baseline", known, s.bad))
    s.equal("the text is as it was", read(s.bad), bad)
    before = read(known)
    r = s.bm("lint", "--write-baseline", known, s.bad,
             os.path.join(top, "none.md"))
    s.check("no baseline when something cannot be read", r.status == 3 and
            read(known) == before, r)
    for name, text in (("missing", None), ("no JSON", "{"),
                       ("another thing", "[]"), ("another version",
                        '{"version":9,"findings":[]}'),
                       ("an entry without a code",
                        '{"version":1,"findings":[{"file":"a"}]}')):
        path = os.path.join(top, "x.json")
        if text is not None:
            write(path, text)
        r = s.bm("lint", "--baseline", path, s.good)
        s.exits("a baseline that is " + name, 3, r)
        s.check("which is said: " + name, "x.json" in r.errors, r)


def near(s):
    r = s.bm("explain", "EFF-003")
    s.check("explain knows claims", r.status == 0 and
            r.text.startswith("EFF-003 (") and "efficacy" in r.text and
            "What to do: " in r.text, r.text)
    s.equal("in any case of letters", s.bm("explain", "eff-003").out, r.out)
    for asked, want in (("EFF-0003", "EFF-003"), ("EFF", "EFF-001"),
                        ("cite-unresolvd", "cite-unresolved"),
                        ("unresolved", "cite-unresolved")):
        r = s.bm("explain", asked)
        s.check("explain %s offers %s" % (asked, want), r.status == 2 and
                want in r.errors and not r.out, r)
    r = s.bm("explain", "x" * 5000)
    s.check("explain of anything", r.status == 2, r)
    listed = s.bm("--rules").text
    s.check("--rules lists claims", re.search(r"^EFF-003 +error +\S", listed,
                                              re.M), listed[-500:])


PARTS = [what, project, caret, as_json, sarif, help_pages, junit, github, report_file,
         baseline, near]
