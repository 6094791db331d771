#!/usr/bin/env python3
"""Linting: a book of 300 pages with all rules, and how time grows.

The text is invented, with a claim in every twentieth sentence, so that rules
have something to do.  CPU seconds of cold processes with one thread, the
library loaded and the rules compiled each time; the median of some runs.
Then twice and four times the text, and twice and four times the rules.
"""

import os
import random
import statistics
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import article  # noqa: E402
import suite  # noqa: E402

PAGES = 300        # about 100,000 words
BOUND = 1.0        # CPU seconds for them, start included
NEAR_LINEAR = 1.35  # time for each word, four times the words
CLAIMS = """We guarantee that the pain goes away
Patients report fast relief
The safest treatment is here
Stem cells can repair damaged discs
About 20% of people had pain after the operation
No clinic can guarantee a result
Studies show that it helps
Many surgeries fail""".split("\n")


def book(pages):
    """A text with a claim in about every twentieth sentence."""
    r = random.Random(5)
    lines = article.article(pages, pages // 3, 60).split("\n")
    for i, line in enumerate(lines):
        if line[:1].isupper() and line.count(". ") > 2 and r.random() < 0.25:
            lines[i] = line + " " + r.choice(CLAIMS) + "."
    return "\n".join(lines)


def rules_folder(s, times):
    """Data with every rule that many times, as "EFF-003", "EFF-1003" ..."""
    folder = s.tmp("rules%d" % times)
    path = os.path.join(suite.TOP, "content", "claims", "rules.tsv")
    rows = suite.read(path).decode().rstrip("\n").split("\n")
    out = rows[:1]
    for n in range(times):
        for row in rows[1:]:
            name, rest = row.split("\t", 1)
            kind, number = name.split("-")
            # Other words, so that the filter has more to look for.
            if n:
                name = "%s-%d%s" % (kind, n, number)
                fields = rest.split("\t")
                fields[5] = r"\bvariant%d (?:%s)" % (n, fields[5].replace(
                    "^", ""))
                rest = "\t".join(fields)
            out.append(name + "\t" + rest)
    suite.write(os.path.join(folder, "claims", "rules.tsv"),
                "\n".join(out) + "\n")
    return folder


class Lint:
    def __init__(self, s, repeats):
        self.s, self.repeats = s, repeats
        self.folder = s.tmp("lint")
        self.tool = os.path.join(s.build, "tests", "bench", "measure")
        suite.write(os.path.join(self.folder, "refs.json"),
                    article.references(60))

    def cpu(self, pages, data=None):
        """(median CPU seconds, MiB, words), or None."""
        text = book(pages)
        suite.write(os.path.join(self.folder, "book.md"), text)
        argv = [self.tool, "out.txt", self.s.backmatter, "lint",
                "--fail-on", "never", "-j", "1", "book.md"]
        if data:
            argv += ["--data", data]
        rows = []
        for _ in range(self.repeats):
            r = suite.run(argv, self.folder, deadline=300)
            fields = r.text.split()
            if len(fields) != 5 or fields[0] != "0":
                self.s.check("lint of %d pages runs" % pages, False,
                             "%s\n%s" % (r, r.text))
                return None
            rows.append((float(fields[2]) + float(fields[3]),
                         int(fields[4]) / 1024))
        cpu, peak = (statistics.median(c) for c in zip(*rows))
        return cpu, peak, len(text.split())


def measure(s, repeats):
    lint = Lint(s, repeats)
    print("\n%-24s %10s %10s %10s" % ("lint", "words", "CPU s", "peak MiB"))

    def row(what, pages, data=None):
        r = lint.cpu(pages, data)
        if r is not None:
            print("%-24s %10d %10.3f %10.1f" % (what, r[2], r[0], r[1]))
        return r

    texts = [row("%d pages" % (PAGES * n), PAGES * n) for n in (1, 2, 4)]
    rules = [row("%d pages, rules x %d" % (PAGES, n), PAGES,
                 rules_folder(s, n)) for n in (2, 4)]
    if None in texts + rules:
        return
    s.check("%d pages under %g s of CPU" % (PAGES, BOUND),
            texts[0][0] < BOUND, "%.3f s" % texts[0][0])
    grown = (texts[2][0] / texts[0][0]) / (texts[2][2] / texts[0][2])
    s.check("time grows with the text, not faster (%g is the bound)"
            % NEAR_LINEAR, grown < NEAR_LINEAR,
            "%.2f times more for each word" % grown)
    grown = rules[1][0] / texts[0][0] / 4
    s.check("time grows with the rules, not faster", grown < 1,
            "%.2f times more for each rule" % grown)


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("--repeats", type=int, default=5)
    options = p.parse_args()
    s = suite.Suite("lint", options)
    s.need(s.backmatter, s.library,
           os.path.join(s.build, "tests", "bench", "measure"))
    measure(s, options.repeats)
    s.done()


if __name__ == "__main__":
    main()
