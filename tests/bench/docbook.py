#!/usr/bin/env python3
"""A book in DocBook: one page, chunked site and EPUB against the identity
transform by xsltproc of the same book as one file, in the same run.

    tests/bench/docbook.py BOOK [--build build] [--repeats 5] [--pandoc]

BOOK is the book's first file, of any version of DocBook, for example
postgres.sgml of PostgreSQL's manual with the files that its makefile makes.
It is measured as it is and as the one file of DocBook 5 that -t docbook
makes of it, which xsltproc and pandoc get too; then come 1/8, 1/4, 1/2 and
all of that file.  User and system seconds of cold processes in turns, so that
a busy moment of the machine meets all; the median of some turns.
"""

import os
import shutil
import sys
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import run  # noqa: E402
import suite  # noqa: E402

TIMES = 5            # the identity transform, at most
MEMORY = 300         # MB at most
BOUND = ("page", "site")
NEAR_LINEAR = 1.35   # time for each byte, all of the book against an eighth
IDENTITY = """<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:template match="@*|node()">
  <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
</xsl:template>
</xsl:stylesheet>
"""
DB = "{http://docbook.org/ns/docbook}"
HEAD = {DB + name for name in ("info", "title", "subtitle", "titleabbrev")}


def ours(b, kind, book):
    out = {"page": "html", "site": "site", "epub": "epub"}[kind]
    target = os.path.join(b.folder, "out." + out)
    if os.path.isdir(target):
        shutil.rmtree(target)
    return [b.s.backmatter, "--no-project", "--no-check", "--fail-on", "never",
            "-q", "-f", "docbook", "-t", out, "-o", target, book]


def turns(b, commands, repeats):
    """Medians for each command; the first turn fills the disk cache."""
    rows = {name: [] for name in commands}
    for n in range(repeats + 1):
        for name, make in commands.items():
            row = b.measure(make())
            if row is None:
                return None
            if n > 0:
                rows[name].append(row)
    return {name: run.medians(row) for name, row in rows.items()}


def compare(b, book, single, options):
    """Everything in turns, with the identity transform as the measure."""
    sheet = os.path.join(b.folder, "identity.xsl")
    suite.write(sheet, IDENTITY)
    commands = {"identity": lambda: ["xsltproc", "--nonet", sheet, single]}
    for label, path in (("the book", book), ("one file", single)):
        for kind in ("page", "site", "epub"):
            commands["%s, %s" % (kind, label)] = \
                lambda k=kind, p=path: ours(b, k, p)
    rows = turns(b, commands, options.repeats)
    if rows is None:
        return
    if options.pandoc:
        rows["pandoc"] = b.measure(["pandoc", "-f", "docbook", "-t", "html5",
                                    "--standalone", single])
    print("%-18s %8s %10s %9s" % ("", "CPU s", "peak MB", "identity"))
    unit = rows["identity"][1]
    for name, row in rows.items():
        if row is None:
            continue
        print("%-18s %8.2f %10.1f %8.1fx" % (
            name, row[1], row[2] * 1024 / 1e6, row[1] / unit))
        if name.split(",")[0] in BOUND:
            b.s.check("%s: at most %d times the identity transform" % (
                name, TIMES), row[1] <= TIMES * unit,
                "%.1f times" % (row[1] / unit))
            b.s.check("%s: less than %d MB" % (name, MEMORY),
                      row[2] * 1024 < MEMORY * 1e6,
                      "%.1f MB" % (row[2] * 1024 / 1e6))


def part(single, fraction, path):
    """The first divisions of the book, a share of its bytes."""
    tree = ET.parse(single)
    root = tree.getroot()
    wanted = os.path.getsize(single) * fraction
    # A part or reference may be half of the book: its own divisions count.
    for outer in [root] + list(root):
        for el in list(outer):
            if el.tag in HEAD or (outer is root and len(el) > 3 and any(
                    DB + n == el.tag for n in ("part", "reference"))):
                continue
            wanted -= len(ET.tostring(el))
            if wanted < 0:
                outer.remove(el)
    for el in list(root):
        if el.tag not in HEAD and all(c.tag in HEAD for c in el):
            root.remove(el)
    tree.write(path, encoding="utf-8", xml_declaration=True)


def curve(b, single, repeats):
    """How time and memory grow with the book."""
    print("\n%-6s %-6s %10s %8s %10s %8s" % (
        "book", "to", "bytes", "CPU s", "peak MB", "MB/s"))
    speed = {}
    for share in (8, 4, 2, 1):
        path = os.path.join(b.folder, "part.xml")
        part(single, 1 / share, path)
        size = os.path.getsize(path)
        rows = turns(b, {kind: lambda k=kind: ours(b, k, path)
                         for kind in ("page", "site", "epub")}, repeats)
        for kind, row in (rows or {}).items():
            print("1/%-4d %-6s %10d %8.2f %10.1f %8.2f" % (
                share, kind, size, row[1], row[2] * 1024 / 1e6,
                size / row[1] / 1e6))
            speed.setdefault(kind, []).append(row[1] / size)
    for kind, row in speed.items():
        b.s.check("%s: time grows with the book, not faster (%.2f is the "
                  "bound)" % (kind, NEAR_LINEAR),
                  row[-1] / row[0] < NEAR_LINEAR,
                  "%.2f times more for each byte" % (row[-1] / row[0]))


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("book")
    p.add_argument("--repeats", type=int, default=5)
    p.add_argument("--pandoc", action="store_true")
    options = p.parse_args()
    s = suite.Suite("bench", options)
    s.need(s.backmatter, s.library,
           os.path.join(s.build, "tests", "bench", "measure"))
    for tool in ["xsltproc"] + ["pandoc"] * options.pandoc:
        s.check("%s is installed" % tool, shutil.which(tool) is not None)
    b = run.Bench(s, s.tmp("book"))
    book, single = (os.path.abspath(options.book),
                    os.path.join(b.folder, "single.xml"))
    if b.measure([s.backmatter, "--no-project", "--fail-on", "never", "-q",
                  "-f", "docbook", "-t", "docbook", "-o", single,
                  book]) is not None:
        compare(b, book, single, options)
        curve(b, single, options.repeats)
    s.done()


if __name__ == "__main__":
    main()
