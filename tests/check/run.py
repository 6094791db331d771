#!/usr/bin/env python3
"""The rules of `backmatter check`, each on cases of its own.

The presence of a file selects the test.  RULE.cases has the cases of the rule
with that code.  A line "OUTCOME: what it shows" begins a case, and all up to
the next one is its text: the body of a page, or a page of its own when it
begins with "<html", "<!DOCTYPE" or "<svg xmlns".

  passed   the rule finds nothing
  none     the same; the rule is about nothing here
  failed   it finds something, on the line with "data-here" if there is one
  person   it says that a person has to look, on that line

A page with a line "----" in it has the document behind that line that it was
made of; findings are then looked for in both.

What other rules say about a case does not matter here.
"""

import json
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
# Rules that run only when they are named.
EXTRA = ["text-contrast-more"]
HEAD = re.compile(r"(passed|none|failed|person): (.*)")
PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Case</title></head><body>
%s</body></html>
"""


def cases():
    for name in sorted(os.listdir(HERE)):
        if not name.endswith(".cases"):
            continue
        rule, found = name[:-6], []
        text = suite.read(os.path.join(HERE, name)).decode()
        for line in text.splitlines():
            m = HEAD.fullmatch(line)
            if m:
                found.append((m.group(1), m.group(2), []))
            else:
                found[-1][2].append(line)
        yield rule, found


def with_source(s, rule, n, lines):
    """A page and its document, each checked in a run of its own."""
    folder = s.tmp()
    at = lines.index("----")
    page, text = write(folder, rule, n, lines[:at])
    source = os.path.join(folder, "source.md")
    suite.write(source, ("\n".join(lines[at + 1:]) + "\n").encode())
    r = suite.run([s.backmatter, "check", "--format", "json", "--fail-on",
                   "never", "--made-from", source, page])
    found = json.loads(r.text)["findings"]
    return text, [(f["severity"], f["line"] if f["file"].endswith(
        os.path.basename(page)) else 0) for f in found if f["code"] == rule]


def write(folder, rule, n, lines):
    text = "\n".join(lines) + "\n"
    kind = ".html"
    if text.startswith("<svg xmlns"):
        kind = ".svg"
    elif not re.match(r"<(html|!DOCTYPE)", text):
        text = PAGE % text
    path = os.path.join(folder, "%s-%d%s" % (rule, n, kind))
    suite.write(path, text.encode())
    return path, text


def judge(s, what, outcome, text, found):
    """found: (severity, line) of what the rule said."""
    if outcome in ("passed", "none"):
        s.check(what, not found, found)
        return
    here = [n for n, line in enumerate(text.splitlines(), 1)
            if "data-here" in line]
    if not s.check(what, found, "nothing was found"):
        return
    if here:
        s.check(what + " at its line",
                any(line == here[0] for _, line in found), found)
    if outcome == "person":
        s.check(what + " only informs",
                all(severity == "info" for severity, _ in found), found)


def main():
    options = suite.parser(__doc__).parse_args()
    s = suite.Suite("check", options)
    rules = suite.run([s.backmatter, "--rules"]).text
    with tempfile.TemporaryDirectory() as folder:
        want, by_file = [], {}
        for rule, found in cases():
            s.check(rule + " is a rule", re.search(
                r"^%s\b" % re.escape(rule), rules, re.M))
            outcomes = {outcome for outcome, _, _ in found}
            s.check(rule + " has cases for and against",
                    outcomes & {"passed", "none"} and
                    outcomes & {"failed", "person"}, outcomes)
            for n, (outcome, title, lines) in enumerate(found):
                if "----" in lines:
                    text, told = with_source(s, rule, n, lines)
                    judge(s, "%s: %s, %s" % (rule, outcome, title), outcome,
                          text, told)
                    continue
                path, text = write(folder, rule, n, lines)
                want.append((rule, "%s: %s, %s" % (rule, outcome, title),
                             outcome, text, os.path.basename(path)))
        r = suite.run([s.backmatter, "check", "--format", "json",
                       "--fail-on", "never", folder])
        s.check("all cases are read", r.status == 0, r)
        more = [json.loads(suite.run([
            s.backmatter, "check", "--format", "json", "--fail-on", "never",
            "--rule", rule, folder]).text)["findings"] for rule in EXTRA]
        for f in sum(more, json.loads(r.text)["findings"]):
            by_file.setdefault(os.path.basename(f["file"]), []).append(f)
        for rule, what, outcome, text, name in want:
            judge(s, what, outcome, text,
                  [(f["severity"], f["line"]) for f in by_file.get(name, [])
                   if f["code"] == rule])
    s.done()


if __name__ == "__main__":
    main()
