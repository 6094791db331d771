#!/usr/bin/env python3
"""The house rules that a machine can see: directions of #include, sizes,
rule tables, words that must not be there, layout."""

import ast
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402

LINES_MAX = 900
# A folder may include those of a smaller number, and itself.
LEVEL = {"core": 0, "xml": 1, "bib": 2, "csl": 3, "lint": 3, "pack": 3,
         "schema": 3, "read": 4, "pass": 4, "write": 4, "check": 4,
         "engine": 5, "audit": 6, "checker": 7, "build": 8, "": 9}
CLIENTS = {"host", "bindings"}  # know include/backmatter.h only

# Foreign headers and the only places that may know them.
PARSERS = {"libxml/%s.h" % n for n in (
    "parser", "parserInternals", "xinclude", "relaxng", "xmlschemas",
    "xmlreader", "SAX", "SAX2", "HTMLparser", "valid", "xmlsave", "entities",
    "catalog", "nanohttp", "xmlIO")}
ONLY_IN = [
    (lambda h: h in PARSERS, {"plugin/xml/"}),
    (lambda h: h.startswith("libxslt/"),
     {"plugin/xml/", "plugin/xslt_module.c"}),
    (lambda h: h.startswith("cmark"), {"plugin/read/"}),
    (lambda h: h == "gumbo.h", {"plugin/check/page_html.c"}),
    (lambda h: h == "yaml.h", {"plugin/xml/", "plugin/build/project"}),
    (lambda h: h == "jansson.h",
     {"plugin/audit/proof_report.c", "plugin/audit/report.c", "plugin/audit/report_json.c",
      "plugin/audit/report_json.h", "plugin/bib/", "plugin/csl/", "plugin/host/",
      "plugin/write/jsonld.c"}),
    (lambda h: h.startswith("zlib"), {"plugin/pack/"}),
    (lambda h: h.startswith("pcre2"), {"plugin/lint/", "plugin/schema/"}),
    (lambda h: h == "microhttpd.h", {"plugin/host/http.c"}),
    (lambda h: h == "dlfcn.h", {"plugin/host/", "plugin/bindings/"}),
]
SOURCE = (".c", ".h", ".py", ".sh", ".mjs", ".js", ".xsl", ".css", ".md",
          ".xml", ".json", ".yaml", ".yml", ".map", ".html", ".fish", ".bash")
# Spelt in pieces, so that this file does not hold them.
MACHINE = [re.compile(p) for p in (
    r"(?<![\w.])/" + r"work/", r"(?<![\w.])/" + r"root/", r"/home" + r"/\w+/",
    r"registry\." + r"npmjs", r"pypi\." + r"org", r"deb\." + r"debian\.org",
    r"files\.python" + r"hosted")]
NEVER_IN_OUTPUT = re.compile(r"\bcompli" + r"ant\b", re.I)
RULE = re.compile(
    r"\{\s*\"([^\"]*)\",\s*BM_(INFO|WARNING|ERROR),"
    r"((?:[^{}\"]|\"(?:[^\"\\]|\\.)*\")*)\}", re.S)
STRINGS = re.compile(r"\"((?:[^\"\\]|\\.)*)\"")


def files(*roots):
    for root in roots:
        for base, dirs, names in os.walk(os.path.join(suite.TOP, root)):
            dirs[:] = sorted(d for d in dirs if d not in (
                "__pycache__", "node_modules", "corpus"))
            for name in sorted(names):
                yield os.path.relpath(os.path.join(base, name), suite.TOP)


def text(path):
    return suite.read(os.path.join(suite.TOP, path)).decode("utf-8", "replace")


def folder_of(path):
    """core, xml ... for a file of the plug-in; "" for one at its top."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else ""


def includes(s):
    """Includes go from left to right only (08-architecture.md)."""
    for path in files("plugin", "include"):
        if not path.endswith((".c", ".h")):
            continue
        wrong = []
        own = folder_of(path) if path.startswith("plugin/") else None
        for n, line in enumerate(text(path).splitlines(), 1):
            found = re.match(r"\s*#\s*include\s*([<\"])([^>\"]+)", line)
            if not found:
                continue
            quote, header = found.groups()
            where = "%s:%d: includes %s" % (path, n, header)
            if own is None:
                if quote == '"' or "/" in header:
                    wrong.append(where)
                continue
            if quote == '"' and header != "backmatter.h" and not (
                    own == "check" and header.endswith(".def")):
                target = header.split("/")[0] if "/" in header else ""
                if own in CLIENTS and os.path.exists(os.path.join(
                        suite.TOP, os.path.dirname(path), header)):
                    continue  # its own folder's
                if not os.path.exists(os.path.join(
                        suite.TOP, "plugin", header)):
                    wrong.append(where + ", which is not under plugin/")
                elif own in CLIENTS:
                    if target != own:
                        wrong.append(where + "; a client of the library "
                                     "knows backmatter.h only")
                elif target in CLIENTS or target not in LEVEL:
                    wrong.append(where)
                elif own not in LEVEL:
                    wrong.append("%s: folder %s has no place in the order"
                                 % (path, own))
                elif target != own and LEVEL[target] >= LEVEL[own]:
                    wrong.append(where + "; %s/ may not know %s/" % (
                        own or ".", target or "."))
            for is_it, allowed in ONLY_IN:
                if is_it(header) and not path.startswith(tuple(allowed)):
                    wrong.append(where + ", allowed in %s only" % " ".join(
                        sorted(allowed)))
        s.check("includes of " + path, not wrong, "\n".join(wrong))


def sizes(s):
    for path in files("plugin", "include", "tests", "xsl"):
        if path.startswith(("tests/golden/", "tests/fuzz/corpus")) or \
                not path.endswith((".c", ".h", ".py", ".xsl", ".mjs", ".css",
                                   ".sh", "tests/run")):
            continue
        n = text(path).count("\n")
        s.check("%s has at most %d lines" % (path, LINES_MAX), n <= LINES_MAX,
                "%d lines" % n)


def split_fields(rest):
    """The parts between commas that stand outside of strings."""
    masked = STRINGS.sub(lambda m: "\"" + "x" * len(m.group(1)) + "\"", rest)
    parts, start = [], 0
    for at, c in enumerate(masked + ","):
        if c == ",":
            parts.append(rest[start:at].strip())
            start = at + 1
    return [p for p in parts if p]


def rules(s):
    """Codes are words of their own, and each says what to do."""
    seen = {}
    count = 0
    for path in files("plugin"):
        if not path.endswith(".c"):
            continue
        for m in RULE.finditer(text(path)):
            count += 1
            code, rest = m.group(1), m.group(3)
            where = "%s:%d: %s" % (path, text(path)[:m.start()].count("\n") + 1,
                                   code)
            # Rules about documents have numbers, as those of claims do.
            s.check(where + " is lower-case words with hyphens",
                    re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+|DOC-\d\d",
                                 code))
            s.check(where + " is the only one", code not in seen,
                    "also at %s" % seen.get(code))
            seen[code] = where
            # {code, severity, summary, reference, hint}
            fields = split_fields(rest)
            good = len(fields) == 3 and fields[0].startswith('"')
            s.check(where + " has summary, reference and hint", good, rest)
            if good:
                summary = "".join(STRINGS.findall(fields[0]))
                s.check(where + ": summary without a full stop",
                        summary and not summary.endswith("."), summary)
                hint = "".join(STRINGS.findall(fields[2]))
                # What only informs wants nothing done.
                s.check(where + " has a hint",
                        len(hint) > 8 or "BM_INFO" in m.group(0), fields[2])
    s.check("rules were found", count > 20, "%d" % count)


def words(s):
    """No path of a machine, no registry; no promise that is not ours."""
    for path in files("plugin", "include", "xsl", "content", "tests", ".ci"):
        if not (path.endswith(SOURCE) or path in ("tests/run", ".ci/run")):
            continue
        lines = text(path).splitlines()
        wrong = ["%s:%d: %s" % (path, n, line.strip()[:120])
                 for n, line in enumerate(lines, 1)
                 if any(p.search(line) for p in MACHINE)]
        s.check("no machine path in " + path, not wrong, "\n".join(wrong))
        if path.startswith(("xsl/", "content/", "plugin/")):
            wrong = ["%s:%d: %s" % (path, n, line.strip()[:120])
                     for n, line in enumerate(lines, 1)
                     if NEVER_IN_OUTPUT.search(line)]
            s.check("no such promise in " + path, not wrong, "\n".join(wrong))
    for path in ("Makefile", "README.md"):
        if os.path.exists(os.path.join(suite.TOP, path)):
            s.check("no machine path in " + path,
                    not any(p.search(text(path)) for p in MACHINE))


def top_level(s):
    """Only what the design knows stands at the top."""
    r = suite.run(["git", "ls-files", "--cached", "--others",
                   "--exclude-standard"], suite.TOP)
    if r.status != 0:
        s.skip("top level", "not a git checkout")
        return
    names = {n.split("/")[0] for n in r.text.splitlines()}
    allowed = {"plugin", "include", "xsl", "content", "tests", "Makefile",
               "README.md", "LICENSE"}
    s.equal("top level", sorted(n for n in names - allowed
                                if not n.startswith(".")), [])
    locks = [n for n in r.text.splitlines()
             if os.path.basename(n) in ("package-lock.json", "yarn.lock",
                                        "npm-shrinkwrap.json")]
    s.equal("no lock files", locks, [])


def patterns(s):
    """No predicate in a pattern of the sheets: libxslt counts all siblings
    of the element each time that it tests one, which is quadratic (8.5 s in
    place of 0.7 s for 16,000 paragraphs).  Choose inside of the template, or
    by a name, or let resolve leave an attribute that has a template."""
    for path in files("xsl"):
        if not path.endswith(".xsl"):
            continue
        source = text(path)
        wrong = ["%s:%d: %s" % (path, source[:m.start()].count("\n") + 1,
                                " ".join(m.group(1).split())[:100])
                 for m in re.finditer(r"<xsl:template\s[^>]*?match\s*=\s*"
                                      r"\"([^\"]*\[[^\"]*)\"", source)]
        # The page of a manual is short, and its sheets are its own.
        if not os.path.basename(path).startswith("man"):
            s.check("no predicate in a pattern of " + path, not wrong,
                    "\n".join(wrong))


def unit_tests(s):
    """A test for each source file or subject; every test is run."""
    have = {os.path.basename(p)[5:-2] for p in files("tests/unit")
            if os.path.basename(p).startswith("test_") and p.endswith(".c")}
    s.check("there are unit tests", have)


def layout(s):
    if shutil.which("clang-format") is None:
        s.skip("layout", "clang-format is not installed")
        return
    sources = [p for p in files("plugin", "include", "tests")
               if p.endswith((".c", ".h"))]

    def one(path):
        r = subprocess.run(["clang-format", "--dry-run", "-Werror", path],
                           cwd=suite.TOP, stderr=subprocess.PIPE)
        s.check("layout of " + path, r.returncode == 0,
                r.stderr.decode("utf-8", "replace")[:600])
    s.each(one, sources)


def scripts(s):
    """Every script can at least be read."""
    for path in list(files("tests", "plugin", ".ci")):
        full = os.path.join(suite.TOP, path)
        first = suite.read(full)[:80].split(b"\n")[0]
        if path.endswith(".py") or b"python3" in first:
            try:
                ast.parse(text(path))
                good, why = True, ""
            except SyntaxError as error:
                good, why = False, str(error)
            s.check("Python of " + path, good, why)
        elif path.endswith(".sh") or first in (b"#!/bin/sh",):
            r = suite.run(["sh", "-n", path], suite.TOP)
            s.check("shell of " + path, r.status == 0, r)
        elif b"bash" in first and first.startswith(b"#!"):
            r = suite.run(["bash", "-n", path], suite.TOP)
            s.check("shell of " + path, r.status == 0, r)


def front_matter(s):
    """The keys of front matter stand in several tables; one has them all."""
    def names(path, start, one):
        body = text(path).split(start, 1)[1].split("};", 1)[0]
        return set(re.findall(one, body))

    known = names("plugin/read/front_keys.c", "known[] = {", r'"([\w-]+)"')
    s.check("front_keys.c has the keys of front matter", len(known) > 80)
    for path, start, one in (
            ("plugin/read/frontmatter.c", "} keys[] = {", r'\{"([\w-]+)", do_'),
            ("plugin/write/markdown_front.c", "} table[] = {",
             r'\{"\w+", "([\w-]+)"')):
        read = names(path, start, one)
        s.check("keys of %s are known" % path, read and read <= known,
                "not in front_keys.c: %s" % sorted(read - known))
    manual = "".join(text(p) for p in files("content/manual")
                     if p.endswith(".md"))
    for key in sorted(known):
        s.check("the manual has the key %s" % key,
                re.search("`(%s|%s)[`:=]" % (key, re.sub("s$", "", key)),
                          manual))


def main():
    options = suite.parser(__doc__).parse_args()
    s = suite.Suite("structure", options)
    for part in (includes, sizes, rules, words, top_level, patterns,
                 unit_tests, layout, scripts, front_matter):
        part(s)
    s.done()


if __name__ == "__main__":
    main()
