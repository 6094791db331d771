#!/usr/bin/env python3
"""Hostile inputs, each in a process of its own, under limits.

Never a crash, never past the deadline, exit 0, 1 or 3, nothing written
beside the output, no part of an output left when there is none, nothing of
a file outside shown.  Then growth: twice the input, less than three times
the time.
"""

import json
import os
import resource
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402
import cases  # noqa: E402
import check_cases  # noqa: E402
import lint_cases  # noqa: E402
import markdown_cases  # noqa: E402,F401

SECONDS = 10
MEMORY = 2 << 30
TARGETS = {  # beside html, which all are converted to
    "epub": {"nested-quotes", "many-footnotes", "bibliography-of-10000",
             "book-of-1500-chapters", "image-outside", "image-claims-size",
             "image-is-fifo", "deep-docbook", "xinclude-symlink", "nul-bytes",
             "forbidden-in-xml", "wide-table", "cals-spans", "empty",
             "truncated-utf8", "duplicate-ids"},
    "man": {"nested-lists", "long-line", "deep-docbook", "wide-table"},
}
# Growth below this many seconds of CPU is noise.
MEASURABLE = 0.15


class Pathological(suite.Suite):
    def __init__(self, options):
        super().__init__("pathological", options)
        # A sanitizer needs address space without end, and time.
        self.seconds = SECONDS * (6 if self.sanitized else 1)
        self.worst = []
        self.bases = {}

    def limit(self):
        """In the child: what it may use."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU,
                           (self.seconds, self.seconds + 2))
        if not self.sanitized:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def one(self, item):
        name, to = item
        top = self.tmp("%s-%s" % (name, to))
        folder = os.path.join(top, "in")
        os.mkdir(folder)
        for secret in ("secret.txt", "secret.dtd", "secret.json"):
            suite.write(os.path.join(top, secret), cases.SECRET)
        source = cases.CASES[name](folder)
        before = names(top)
        out = os.path.join(top, "out." + to)
        r = suite.run([self.backmatter, "-t", to, "-o", out, source], folder,
                      deadline=4 * self.seconds, limit=self.limit)
        what = "%s to %s" % (name, to)
        self.check(what + ": no crash, within the deadline",
                   r.status in (0, 1, 3) and not r.timed_out
                   and b"Sanitizer" not in r.err
                   and b"runtime error:" not in r.err, clip(r))
        new = names(top) - before
        if r.status in (0, 1):
            self.check(what + ": the output and nothing else",
                       new == {"out." + to}, sorted(new))
            data = suite.read(out) if os.path.exists(out) else b""
            self.check(what + ": nothing from outside",
                       cases.SECRET not in data)
        elif r.status > 0:      # what was killed cannot tidy up
            self.check(what + ": no part of an output", not new, sorted(new))
            self.check(what + ": says why", r.status != 3 or r.err.strip(),
                       clip(r))
        self.check(what + ": a bounded report", len(r.err) < 8 << 20,
                   "%d bytes" % len(r.err))
        self.check(what + ": a report in UTF-8, no secret in it",
                   valid(r.err) and cases.SECRET not in r.err
                   and not r.out, clip(r))
        shutil.rmtree(top, ignore_errors=True)

    def lint(self, name):
        """Hostile text is linted inside the limits, and what could not be
        looked at in full is reported."""
        text, codes, *data = lint_cases.LINT.get(name) or \
            lint_cases.DATA[name]
        folder = self.tmp("lint-" + name)
        for path, content in (data[0] if data else {}).items():
            suite.write(os.path.join(folder, "data", path), content)
        suite.write(os.path.join(folder, "in.md"), "---\nlang: en\n"
                    "subjects: treatment\n---\n\n" + text)
        r = suite.run([self.backmatter, "lint", "-v", "--format", "json",
                       "--readability", "in.md"] +
                      (["--data", "data"] if data else []), folder,
                      deadline=4 * self.seconds, limit=self.limit)
        what = "lint of " + name
        if self.check(what + ": no crash, within the deadline",
                      r.status in (0, 1) and not r.timed_out
                      and b"Sanitizer" not in r.err
                      and b"runtime error:" not in r.err, clip(r)):
            found = {f["code"] for f in json.loads(r.out)["findings"]}
            self.check(what + ": reported", codes <= found,
                       sorted(codes - found))
        shutil.rmtree(folder, ignore_errors=True)

    def check_page(self, name):
        """A hostile page or book is judged, or refused with a finding."""
        make, ending, codes = check_cases.CASES[name]
        folder = self.tmp("check-" + name)
        suite.write(os.path.join(folder, "in" + ending), make())
        r = suite.run([self.backmatter, "check", "-v", "--format", "json",
                       "in" + ending], folder,
                      deadline=4 * self.seconds, limit=self.limit)
        what = "check of " + name
        if self.check(what + ": no crash, within the deadline",
                      r.status in (0, 1, 3) and not r.timed_out
                      and b"Sanitizer" not in r.err
                      and b"runtime error:" not in r.err, clip(r)):
            found = {f["code"] for f in json.loads(r.out)["findings"]}
            self.check(what + ": reported", (codes or set()) <= found,
                       sorted(found))
        shutil.rmtree(folder, ignore_errors=True)

    def cpu(self, folder, text, lint=False, enough=0):
        """Seconds of user CPU, the best of three, or the first that is as
        quick as asked; None if it failed."""
        path = suite.write(os.path.join(folder, "g.md"), text)
        best = None
        for _ in range(3):
            child = subprocess.Popen(
                [self.backmatter] + (["lint", "-q", "--ledger", os.path.join(
                    folder, "g.csv")] if lint else [
                    "-o", os.path.join(folder, "g.html")]) +
                ["--fail-on", "never", path],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env=suite.CLEAN_ENV, cwd=folder,
                preexec_fn=self.limit)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = status
            if status != 0:
                return None
            if best is None or usage.ru_utime < best:
                best = usage.ru_utime
            if best > 2 or best <= enough:
                break
        return best

    def base(self, folder, head, lint):
        """What a run costs that does next to nothing, once."""
        key = (head, lint)
        if key not in self.bases:
            self.bases[key] = self.cpu(folder, head + "x\n", lint)
        return self.bases[key]

    def growth(self, name):
        lint = name in lint_cases.GROWTH
        make = (lint_cases if lint else cases).GROWTH[name]
        folder = self.tmp("growth-" + name)
        suite.write(os.path.join(folder, "refs.json"), cases.refs(40000))
        head = "---\ntitle: T\n"
        if "citations" in name:
            head += "bibliography: refs.json\n"
        head += "---\n\n"
        n = 500
        # A bibliography is read when something is cited.
        base = self.cpu(folder, head + make(1), lint) \
            if "citations" in name else self.base(folder, head, lint)
        if not self.check("growth of %s: runs" % name, base is not None):
            return
        first = None
        while n <= 64000:
            # One run that is too short to be measured says it.
            first = self.cpu(folder, head + make(n), lint, base + MEASURABLE)
            if first is None or first - base >= MEASURABLE:
                break
            n *= 4 if first - base < MEASURABLE / 8 and n <= 16000 else 2
        if not self.check("growth of %s: runs at %d" % (name, n),
                          first is not None):
            return
        if first - base < MEASURABLE:
            self.check("growth of %s: too quick to measure" % name, True)
            return
        second = self.cpu(folder, head + make(2 * n), lint,
                          base + 2.9 * (first - base))
        if not self.check("growth of %s: runs at %d" % (name, 2 * n),
                          second is not None):
            return
        ratio = (second - base) / (first - base)
        # A busy machine adds to one of the three times: a curve that is
        # really steep stays so at twice the size.
        while ratio >= 3 and n < 64000:
            n *= 2
            first, second = second, self.cpu(folder, head + make(2 * n), lint)
            if not self.check("growth of %s: runs at %d" % (name, 2 * n),
                              second is not None):
                return
            ratio = (second - base) / (first - base)
            if n >= 32000:
                break
        self.check("growth of %s: below 3" % name, ratio < 3,
                   "%d: %.2f s, %d: %.2f s, ratio %.2f" % (
                       n, first, 2 * n, second, ratio))
        self.worst.append((ratio, name))


def names(top):
    """All names under a folder, links not followed."""
    found = set()
    for base, dirs, files in os.walk(top):
        for name in dirs + files:
            found.add(os.path.relpath(os.path.join(base, name), top))
    return found


def valid(data):
    try:
        data.decode("utf-8")
        return True
    except UnicodeDecodeError:
        return False


def clip(r):
    return "exit %d%s\n%s" % (r.status, " (deadline)" if r.timed_out else "",
                              "\n".join(l[:200] for l in
                                        r.errors[:2000].splitlines()[:8]))


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("only", nargs="*", help="names of cases")
    options = p.parse_args()
    s = Pathological(options)
    s.need(s.backmatter, s.library)
    items = [(n, "html") for n in cases.CASES]
    for to, which in TARGETS.items():
        unknown = which - set(cases.CASES)
        s.check("cases for %s exist" % to, not unknown, sorted(unknown))
        items += [(n, to) for n in sorted(which & set(cases.CASES))]
    grow = list(cases.GROWTH) + list(lint_cases.GROWTH)
    linted = list(lint_cases.LINT) + list(lint_cases.DATA)
    checked = list(check_cases.CASES)
    if options.only:
        checked = [n for n in checked if "check-" + n in options.only]
        items = [i for i in items if i[0] in options.only]
        grow = [g for g in grow if g in options.only]
        linted = [n for n in linted if n in options.only]
    s.each(s.one, items)
    s.each(s.lint, linted)
    s.each(s.check_page, checked)
    if not s.sanitized:
        s.each(s.growth, grow, workers=1)
    s.done()


if __name__ == "__main__":
    main()
