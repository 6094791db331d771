#!/usr/bin/env python3
"""Scores the CSL engine on the fixtures of CSL's own test suite: a ratchet.

  tests/csl/run.py [--build DIR] [--list] [--diff] [NAME ...]

The fixtures belong to others and are not kept here.  They are looked for in
$CSL_SUITE, then in ../shared/suites/csl/fixtures beside the project; without
them the suite is skipped.  They belong together with Debian's locales.

PASSED is how many passed last time: fewer is a failure, and so is any error
of the engine.  When more pass, raise it.
The sessions of own.py are played before, suite or none.
"""

import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import own  # noqa: E402
import suite  # noqa: E402

FIXTURES = 856
PASSED = 856

PLACES = [os.environ.get("CSL_SUITE", ""),
          os.path.join(suite.TOP, "..", "shared", "suites", "csl", "fixtures")]
LOCALES = "/usr/share/citation-style-language/locales"
SECTION = re.compile(r">>=+ ([A-Z][A-Z-]*) =+>>\n(.*?)<<=+ \1 =+<<",
                     re.DOTALL)


def sections(text):
    """{name: text} of a fixture, without the last newline of each."""
    text = text.replace("\r\n", "\n").lstrip("\ufeff")
    return {name: body[:-1] if body.endswith("\n") else body
            for name, body in SECTION.findall(text)}


def request(found):
    """What the engine is asked; not what it should answer."""
    def data(name):
        return json.loads(found[name]) if name in found else None
    return {"mode": found["MODE"].strip(), "csl": found["CSL"],
            "input": data("INPUT"), "citations": data("CITATIONS"),
            "citation_items": data("CITATION-ITEMS"), "locale_dir": LOCALES}


class Engine:
    """csl-engine --batch, started anew when it ended."""

    def __init__(self, path):
        self.path, self.process, self.env = path, None, dict(suite.CLEAN_ENV)

    def ask(self, what):
        """{"result": ...} or {"error": ...}."""
        if self.process is None:
            self.process = subprocess.Popen(
                [self.path, "--batch"], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, env=self.env)
        try:
            self.process.stdin.write(json.dumps(what).encode() + b"\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except OSError:
            line = b""
        if line:
            return json.loads(line)
        status = self.process.wait()
        self.process = None
        return {"error": "the engine ended with status %d" % status}

    def end(self):
        """The exit status: sanitizers speak up at the end."""
        if self.process is None:
            return 0
        self.process.stdin.close()
        return self.process.wait()


def main():
    options = suite.parser(__doc__)
    options.add_argument("--list", action="store_true",
                         help="name the fixtures that fail")
    options.add_argument("--diff", action="store_true",
                         help="show what they want and get")
    options.add_argument("names", nargs="*", metavar="NAME")
    options = options.parse_args()
    s = suite.Suite("csl", options)
    if not os.path.isdir(LOCALES):
        s.skip("CSL's test suite", "CSL's locales are not installed")
        s.done()
    path = os.path.join(s.build, "tests", "csl-engine")
    s.need(path)
    engine = Engine(path)
    if not options.names:
        own.check(s, engine, LOCALES)
    place = next((p for p in PLACES if p and os.path.isdir(p)), None)
    if place is None:
        s.skip("CSL's test suite", "its fixtures are not there")
        s.check("the engine ends cleanly", engine.end() == 0)
        s.done()
    names = sorted(n[:-4] for n in os.listdir(place) if n.endswith(".txt"))
    wanted = [n for n in names if not options.names or n in options.names]
    good = 0
    for name in wanted:
        with open(os.path.join(place, name + ".txt"), encoding="utf-8") as f:
            found = sections(f.read())
        want = found["RESULT"]
        got = engine.ask(request(found))
        if "error" in got:
            s.check(name, False, got["error"])
        elif got["result"] == want:
            good += 1
        elif options.list or options.diff:
            print("differs %s" % name)
            if options.diff:
                print("  want %s\n  got  %s" % (
                    want.replace("\n", "\n       "),
                    got["result"].replace("\n", "\n       ")))
    s.check("the engine ends cleanly", engine.end() == 0)
    print("%d of %d fixtures of CSL's test suite" % (good, len(wanted)))
    if not options.names and len(names) == FIXTURES:
        s.check("no fewer than %d pass" % PASSED, good >= PASSED,
                "%d passed" % good)
    elif not options.names:
        s.skip("the ratchet", "it counts the %d fixtures of 2023-04, not %d"
               % (FIXTURES, len(names)))
    s.done()


if __name__ == "__main__":
    main()
