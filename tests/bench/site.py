#!/usr/bin/env python3
"""A site of 2,000 pages and a book of 1,000: `backmatter build` against pandoc.

    tests/bench/site.py [--pages 2000] [--sample 100] [--book 1000]
                        [--keep FOLDER] [--build build]

The pages have front matter, headings, paragraphs, lists, a table, links to
other pages, and in a second run two citations each.  pandoc turns them into
pages one by one, as it has no sites; a sample of them is measured, and its
sum is scaled to the whole.  CPU is user and system time.  Ours includes all
that a build does by itself: notices, search, map, feed, the judging of each
page.  Then one page is edited, and the site built again; then one book is
made of as many documents by either program in one run.
"""

import os
import random
import re
import shutil
import sys
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import article  # noqa: E402
import suite  # noqa: E402

STYLE = "american-medical-association"
CSL = "/usr/share/citation-style-language/styles/%s.csl" % STYLE
FASTER, REBUILD, LIGHTER = 20, 0.3, 10   # what was asked
SOURCES = 100                            # in the bibliography
PROJECT = """title: A site
lang: en
base-url: https://example.org/
%smetadata:
  authors:
    - org: The editors
  date: 2026-01-01
  reviewed: 2026-01-01
  next-review: 2027-12-01
  reviewer: A. Person
  funding: none
  interests: none
books:
  - id: guide
    title: The guide
    folder: guide
%s"""
CITED = "bibliography: refs.json\nstyle: %s\n" % STYLE


def sentence(r):
    words = [r.choice(article.WORDS) for _ in range(r.randint(7, 14))]
    return " ".join(words).capitalize() + "."


def paragraph(r):
    return " ".join(sentence(r) for _ in range(r.randint(3, 6)))


def page(r, i, count, cited):
    """Some 450 words."""
    out = ["---\ntitle: Page %d about %s\n---\n" % (
        i, r.choice(article.WORDS))]
    for s in range(4):
        cite = (" [@key%d]" % r.randrange(SOURCES)
                if cited and s % 2 == 0 else "")
        n = r.randrange(count)
        out += ["## Part %d on %s {#p%d-s%d}\n" % (
                    s, r.choice(article.WORDS), i, s),
                paragraph(r)[:-1] + cite + ".\n",
                "".join("- %s\n" % sentence(r) for _ in range(3)),
                paragraph(r) + " See [page %d](%04d-page.md#p%d-s%d).\n" % (
                    n, n, n, r.randrange(4))]
    out.append("| Name | *Value* |\n|---|---|\n" + "".join(
        "| %s | %d |\n" % (r.choice(article.WORDS), r.randint(1, 99))
        for _ in range(4)) + "\n: What was found {#tbl-t}\n")
    return "\n".join(out)


def make(folder, count, cited, more=""):
    r = random.Random(11)
    for i in range(count):
        suite.write(os.path.join(folder, "guide", "%04d-page.md" % i),
                    page(r, i, count, cited))
    suite.write(os.path.join(folder, "refs.json"),
                article.references(SOURCES))
    suite.write(os.path.join(folder, "backmatter.yaml"),
                PROJECT % (CITED if cited else "", more))


class Bench:
    def __init__(self, s, folder):
        self.s, self.folder = s, folder
        self.tool = os.path.join(s.build, "tests", "bench", "measure")

    def measure(self, argv, folder):
        """(wall, CPU, MiB) of one run; CPU is inf when it fails."""
        r = suite.run([self.tool, os.devnull] + argv, folder, deadline=3600)
        fields = r.text.split()
        good = len(fields) == 5 and fields[0] == "0"
        if not self.s.check("%s runs" % os.path.basename(argv[0]), good,
                            "%s\n%s" % (r, r.text)):
            return (float("inf"),) * 3
        return (float(fields[1]), float(fields[2]) + float(fields[3]),
                int(fields[4]) / 1024)

    def ours(self, folder, *options):
        return self.measure([self.s.backmatter, "build", "-q", "--fail-on",
                             "never", "-o", "../out"] + list(options), folder)

    def pandoc(self, folder, cited, *argv):
        cite = ["--citeproc", "--csl", CSL, "--bibliography", "refs.json"]
        return self.measure(["pandoc", "-s", "-f", "markdown"] +
                            (cite if cited else []) + list(argv), folder)


def spread(count, sample):
    return [i * count // sample for i in range(sample)]


def whole_site(b, options, cited):
    """A clean build, and pandoc over some of the pages."""
    folder = os.path.join(b.folder, "cited" if cited else "plain")
    make(folder, options.pages, cited)
    ours = b.ours(folder, "--fresh")
    theirs = [b.pandoc(folder, cited, "-t", "html5", "-o", "../page.html",
                       "guide/%04d-page.md" % i)[1]
              for i in spread(options.pages, options.sample)]
    each = sum(theirs) / len(theirs)
    unjudged = b.ours(folder, "--fresh", "--no-check")
    again = b.ours(folder, "--fresh")
    cpu = (ours[1] + again[1]) / 2
    print("%d pages, %s: backmatter %.2f and %.2f s of CPU (%.2f without "
          "judging), peak %.0f MiB; pandoc %.4f s a page (%d measured) = "
          "%.0f s: %.1f times" % (
              options.pages, "two citations each" if cited else "no citation",
              ours[1], again[1], unjudged[1], ours[2], each,
              options.sample, each * options.pages,
              each * options.pages / cpu), flush=True)
    b.s.check("a clean build is %d times faster" % FASTER,
              each * options.pages / cpu >= FASTER)
    return folder


def more_text(text, k):
    return text + "\nOne more sentence, number %d.\n" % k


def other_title(text, k):
    """All other documents have to be linked anew."""
    return text.replace("title: ", "title: Number %d, " % k, 1)


def edited(b, folder, count, what, edit):
    """The middle of five rebuilds, each after an edit of another page."""
    rows = []
    for k in range(5):
        path = os.path.join(folder, "guide", "%04d-page.md" % (
            count * (k + 1) // 6))
        suite.write(path, edit(suite.read(path).decode(), k))
        rows.append(b.ours(folder))
    rows.sort()
    print("rebuild after %s: %s s, CPU of the middle one %.2f s, %.0f MiB" % (
        what, " ".join("%.3f" % r[0] for r in rows), rows[2][1],
        rows[2][2]), flush=True)
    return rows[2][0]


def one_edit(b, folder, count):
    wall = edited(b, folder, count, "an edit", more_text)
    b.s.check("a rebuild takes less than %.1f s" % REBUILD, wall < REBUILD)
    edited(b, folder, count, "another title", other_title)


def pages(epub):
    """How many files of text it has."""
    with zipfile.ZipFile(epub) as z:
        return sum(n.endswith(".xhtml") for n in z.namelist())


def book(b, count):
    """One text of many chapters, which both cut into a file for each; then a
    site with an EPUB of many documents, which is ours alone."""
    folder = os.path.join(b.folder, "book")
    make(folder, count, False)
    files = ["guide/%04d-page.md" % i for i in range(count)]
    chapters = ["\n# Chapter %d\n\n%s" % (
        i, suite.read(os.path.join(folder, f)).decode().split("---\n", 2)[2]
        .replace("{#tbl-t}", "{#tbl-%d}" % i)) for i, f in enumerate(files)]
    suite.write(os.path.join(folder, "all.md"), "---\ntitle: The guide\n"
                "lang: en\n---\n" + re.sub(r"\d{4}-page\.md#", "#",
                                           "".join(chapters)))
    ours = b.measure([b.s.backmatter, "-q", "--fail-on", "never", "-o",
                      "../ours.epub", "all.md"], folder)
    theirs = b.pandoc(folder, False, "-o", "../theirs.epub", "all.md")
    print("%d chapters as a book: backmatter %.2f s of CPU, %.0f MiB; pandoc "
          "%.2f s, %.0f MiB: %.1f times, 1/%.1f" % (
              count, ours[1], ours[2], theirs[1], theirs[2],
              theirs[1] / ours[1], theirs[2] / ours[2]), flush=True)
    for name in ("ours", "theirs"):
        n = pages(os.path.join(b.folder, name + ".epub"))
        b.s.check("%s has a file for each chapter" % name,
                  count <= n < count + 10, "%d" % n)
    b.s.check("a book is made %d times faster" % FASTER,
              theirs[1] / ours[1] >= FASTER)
    b.s.check("with 1/%d of the memory" % LIGHTER,
              theirs[2] / ours[2] >= LIGHTER)
    make(folder, count, False, "    epub: ../out.epub\n")
    first = b.ours(folder)
    with open(os.path.join(folder, files[count // 2]), "a",
              encoding="utf-8") as f:
        f.write("\nOne more sentence.\n")
    second = b.ours(folder)
    print("with a site: %.2f s of CPU, %.0f MiB; after an edit %.2f s, %.0f "
          "MiB" % (first[1], first[2], second[1], second[2]), flush=True)


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("--pages", type=int, default=2000)
    p.add_argument("--sample", type=int, default=100)
    p.add_argument("--book", type=int, default=1000)
    p.add_argument("--keep", help="a folder to work in, which stays")
    options = p.parse_args()
    s = suite.Suite("bench_site", options)
    s.need(s.backmatter, s.library,
           os.path.join(s.build, "tests", "bench", "measure"))
    if shutil.which("pandoc") is None:
        s.check("pandoc is installed", False)
        s.done()
    b = Bench(s, options.keep or s.tmp("bench"))
    if options.pages > 0:
        whole_site(b, options, cited=True)
        folder = whole_site(b, options, cited=False)
        one_edit(b, folder, options.pages)
    if options.book > 0:
        book(b, options.book)
    s.done()


if __name__ == "__main__":
    main()
