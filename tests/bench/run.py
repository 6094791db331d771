#!/usr/bin/env python3
"""Backmatter against pandoc, cold processes in pairs, in the same run.

article.md: 20 pages, 60 citations, Debian's american-medical-association.csl,
to HTML.  Medians of wall and CPU seconds and of peak resident memory, and
their ratio; then how time and memory grow with the text.
"""

import os
import shutil
import statistics
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import article  # noqa: E402
import suite  # noqa: E402

STYLE = "american-medical-association"
STYLES = "/usr/share/citation-style-language/styles"
FASTER, LIGHTER = 10, 4   # what the project promises
BIG = 800                 # pages of the largest text of the curve


class Bench:
    def __init__(self, s, folder):
        self.s, self.folder = s, folder
        self.tool = os.path.join(s.build, "tests", "bench", "measure")

    def measure(self, argv):
        """(wall, cpu, KiB) of one run, or None."""
        r = suite.run([self.tool, "out.html"] + argv, self.folder,
                      deadline=1800)
        fields = r.text.split()
        if len(fields) != 5 or fields[0] != "0":
            self.s.check("%s runs" % os.path.basename(argv[0]), False,
                         "%s\n%s" % (r, r.text))
            return None
        return (float(fields[1]), float(fields[2]) + float(fields[3]),
                int(fields[4]))

    def ours(self, name):
        return self.measure([self.s.backmatter, "--style", STYLE,
                             "--fail-on", "never", "-q", "-t", "html", name])

    def pandoc(self, name):
        return self.measure(["pandoc", "--citeproc", "--standalone",
                             "-t", "html5", "--csl",
                             "%s/%s.csl" % (STYLES, STYLE), name])


def medians(rows):
    return tuple(statistics.median(column) for column in zip(*rows))


def compare(b, pairs):
    """Pairs, so that a busy moment of the machine meets both."""
    s = b.s
    suite.write(os.path.join(b.folder, "refs.json"), article.references(60))
    text = article.article(20, 60, 60)
    suite.write(os.path.join(b.folder, "article.md"), text)
    print("article.md: %d words, 60 citations, %d pairs of cold processes" % (
        len(text.split()), pairs))
    ours, theirs = [], []
    for n in range(pairs + 1):
        a, p = b.ours("article.md"), b.pandoc("article.md")
        if a is None or p is None:
            return
        if n > 0:              # the first pair fills the disk cache
            ours.append(a)
            theirs.append(p)
    a, p = medians(ours), medians(theirs)
    print("%-12s %10s %10s %12s" % ("", "wall s", "CPU s", "peak MiB"))
    for name, row in (("backmatter", a), ("pandoc", p)):
        print("%-12s %10.4f %10.4f %12.1f" % (
            name, row[0], row[1], row[2] / 1024))
    ratio = [p[i] / a[i] if a[i] else float("inf") for i in range(3)]
    print("%-12s %9.1fx %9.1fx %11.1fx" % ("ratio", *ratio))
    s.check("at least %d times faster than pandoc" % FASTER,
            ratio[0] >= FASTER, "%.1f times" % ratio[0])
    s.check("under a quarter of pandoc's memory", ratio[2] >= LIGHTER,
            "1/%.1f" % ratio[2])


def curve(b, pages, repeats=3):
    """1/8, 1/4, 1/2 and all of a big text."""
    s = b.s
    print("\n%-8s %10s %10s %12s %14s" % (
        "pages", "bytes", "CPU s", "peak MiB", "MB/s"))
    rows = []
    suite.write(os.path.join(b.folder, "refs.json"),
                article.references(pages))
    for part in (8, 4, 2, 1):
        n = pages // part
        text = article.article(n, n, pages)
        suite.write(os.path.join(b.folder, "big.md"), text)
        runs = [b.ours("big.md") for _ in range(repeats)]
        if None in runs:
            return
        wall, cpu, peak = medians(runs)
        rows.append((len(text), cpu, peak))
        print("%-8d %10d %10.3f %12.1f %14.2f" % (
            n, len(text), cpu, peak / 1024, len(text) / cpu / 1e6))
    grown = (rows[-1][1] / rows[-2][1]) / (rows[-1][0] / rows[-2][0])
    s.check("time grows with the text, not faster (1.5 is the bound)",
            grown < 1.5, "%.2f times more for each byte" % grown)


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("--pairs", type=int, default=11)
    p.add_argument("--pages", type=int, default=BIG)
    p.add_argument("--repeats", type=int, default=5)
    options = p.parse_args()
    s = suite.Suite("bench", options)
    s.need(s.backmatter, s.library,
           os.path.join(s.build, "tests", "bench", "measure"))
    if shutil.which("pandoc") is None:
        s.check("pandoc is installed", False)
        s.done()
    b = Bench(s, s.tmp("bench"))
    compare(b, options.pairs)
    curve(b, options.pages)
    import citations
    citations.measure(s, options.repeats)
    import lint
    lint.measure(s, options.repeats)
    s.done()


if __name__ == "__main__":
    main()
