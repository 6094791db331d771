#!/usr/bin/env python3
"""What the plug-ins add to the builds of MkDocs and Sphinx.

    tests/bench/hosts.py [--pages 200] [--pairs 5] [--host mkdocs|sphinx]
                         [--keep FOLDER] [--build build]

A site of 200 pages is made of the handbook: sections of it in another order,
with lists and tables, links to other pages, two citations a page and a head
with subjects, so that each page gets references and notices.  It is built

  without  by the program alone,
  content  by the program and a hook of three lines that adds to each page the
           references and notices which an earlier build came to: what the
           host needs for the longer pages, whoever made them,
  with     by the program and the plug-in, lint and all.

The three take turns, each turn in another order, after one that is not
counted; a figure is the median of the ratios within a turn, so that a slow
moment of the machine meets all.  "first" is a build of nothing, "again" one
in which no page has changed, "edit" one after a line was added to one page.
CPU is user and system time of all threads.
"""

import glob
import json
import os
import random
import re
import shutil
import statistics
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import article  # noqa: E402
import suite  # noqa: E402

PACKAGE = os.path.join(suite.TOP, "plugin", "bindings", "python")
HANDBOOK = os.path.join(suite.TOP, "content", "handbook", "*.md")
BOUND = 5.0      # per cent of the host's own time
SOURCES = 100    # in the bibliography
SECTIONS = 7     # of a page: some 900 words
CHAPTER = 20     # pages in a folder
STYLE = "american-medical-association"
VARIANTS = ("without", "content", "with")
HEAD = {"subjects": "spine", "author": "Pat Lee, MD", "reviewer": "Pat Lee, MD",
        "date": "2026-01-15", "reviewed": "2026-01-15",
        "next-review": "2027-12-01", "description": "What to ask.",
        "funding": "none", "interests": "none", "contact": "a@example.org",
        "publisher": "Example Press", "product": "cells",
        "condition": "back pain"}
MKDOCS = """site_name: Backs
theme: mkdocs
markdown_extensions: [admonition]
%splugins:
  - search
%s"""
PLUGIN = """  - backmatter:
      bibliography: refs.json
      style: %s
      today: 2026-02-01
""" % STYLE
CONF = """project = "Backs"
html_theme = "alabaster"
exclude_patterns = ["out*"]
extensions = [%s]
"""
SETTINGS = """backmatter_bibliography = ["refs.json"]
backmatter_style = "%s"
backmatter_today = "2026-02-01"
""" % STYLE
# Three lines that add what was made before.
HOOK = """import json
made = json.load(open("made.json"))
def on_page_content(html, page, **_):
    head, tail = made.get(page.file.src_path, ("", ""))
    return html.replace("</h1>", "</h1>" + head, 1) + tail
"""
EXTENSION = """import json
from docutils import nodes
made = json.load(open("made.json"))
def read(app, tree):
    head, tail = made.get(app.env.docname, ("", ""))
    section = next(iter(tree.findall(nodes.section)))
    section.insert(1, nodes.raw("", head, format="html"))
    section += nodes.raw("", tail, format="html")
def setup(app):
    app.connect("doctree-read", read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


# ---- Pages -------------------------------------------------------------------


def sections():
    """Those of the handbook, without links, pictures and citations."""
    out = []
    for path in sorted(glob.glob(HANDBOOK)):
        text = suite.read(path).decode().split("---\n", 2)[2]
        text = re.sub(r"!\[[^\]]*\]\([^)]*\)(\{[^}]*\})?", "", text)
        text = re.sub(r"^(:::|:) .*|^:::$", "", text, flags=re.M)
        text = re.sub(r" ?\[[^\[\]]*@[^\[\]]*\]|\{#[^}]*\}", "", text)
        text = re.sub(r"\[\]\([^)]*\)", "This part", text)
        text = re.sub(r"\[([^\[\]]*)\]\([^)]*\)", r"\1", text)
        for part in re.split(r"^## ", text, flags=re.M)[1:]:
            title, _, body = part.partition("\n")
            blocks = [b for b in re.split(r"\n\s*\n", body) if b.strip()]
            if blocks and not re.search(r"^ |[<>`]|\[\^", body, re.M):
                out.append((title.strip(), [b.strip("\n") for b in blocks]))
    return out


def pages(count):
    """[(title, [(heading, blocks)])]: a citation and a link are CITE n and
    LINK n."""
    r = random.Random(29)
    known, out = sections(), []
    for i in range(count):
        chosen = [(t, list(blocks)) for t, blocks in
                  r.sample(known, SECTIONS)]
        plain = [(blocks, at) for _, blocks in chosen
                 for at, b in enumerate(blocks) if b[0].isalpha()
                 and b.endswith(".")]
        for k, (blocks, at) in enumerate(r.sample(plain, 4)):
            what = "CITE%d" % r.randrange(SOURCES) if k < 2 else \
                "LINK%d" % r.randrange(count)
            blocks[at] = blocks[at][:-1] + " %s." % what
        out.append(("%s, part %d" % (chosen[0][0], i), chosen))
    return out


def name(i):
    """Of a page: folders, as in any site of that size."""
    return "c%02d/p%03d" % (i // CHAPTER, i)


def markdown(page):
    title, parts = page
    out = ["---"] + ["%s: %s" % (k, "[%s]" % v if k == "subjects" else v)
                     for k, v in HEAD.items()] + ["---", "", "# " + title]
    for heading, blocks in parts:
        out += ["", "## " + heading]
        for block in blocks:
            out += ["", block]
    text = "\n".join(out) + "\n"
    text = re.sub(r"CITE(\d+)", r"[@key\1]", text)
    return re.sub(r"LINK(\d+)", lambda m: "[Page %s](../%s.md)" % (
        m[1], name(int(m[1]))), text)


def table_of(block):
    """A table of Markdown as a directive."""
    out = [".. list-table::", "   :header-rows: 1", ""]
    for n, row in enumerate(block.split("\n")):
        cells = [c.strip() for c in row.strip("|").split("|")]
        if n != 1:
            out += ["   %s - %s" % ("*" if k == 0 else " ", c)
                    for k, c in enumerate(cells)]
    return "\n".join(out)


def restructured(page, cited):
    title, parts = page
    out = [":%s: %s" % item for item in HEAD.items()]
    out += ["", title, "=" * len(title)]
    for heading, blocks in parts:
        out += ["", heading, "-" * len(heading)]
        for block in blocks:
            if block.startswith("|"):
                block = table_of(block)
            elif block.startswith(">"):
                block = re.sub(r"^> ?", "   ", block, flags=re.M)
            elif block.startswith("#"):
                block = "**%s**" % block.lstrip("# ")
            out += ["", block]
    text = "\n".join(out) + "\n"
    text = re.sub(r"CITE(\d+)", r":bm:cite:`key\1`" if cited else r"(\1)",
                  text)
    return re.sub(r"LINK(\d+)", lambda m: ":doc:`/%s`" % name(int(m[1])),
                  text)


# ---- Sites -------------------------------------------------------------------


class Host:
    """The same site in a folder for each variant."""

    edited = 0

    def __init__(self, s, folder, count):
        self.s = s
        self.folder = os.path.join(folder, self.name)
        self.pages = pages(count)
        self.env = {"PYTHONPATH": PACKAGE, "BACKMATTER_LIBRARY": s.library,
                    "LC_ALL": "C.UTF-8"}
        self.tool = os.path.join(s.build, "tests", "bench", "measure")
        for variant in VARIANTS:
            self.make(variant)

    def where(self, variant, *names):
        return os.path.join(self.folder, variant, *names)

    def make(self, variant):
        shutil.rmtree(self.where(variant), ignore_errors=True)
        suite.write(self.where(variant, "refs.json"),
                    article.references(SOURCES))
        suite.write(self.where(variant, "made.json"), "{}")
        for i, page in enumerate(self.pages):
            suite.write(self.source(variant, i),
                        self.write(page, variant == "with"))
        self.configure(variant)

    def clean(self, variant):
        for name in self.made:
            shutil.rmtree(self.where(variant, name), ignore_errors=True)

    def edit(self, variant, turn):
        """A line more; whether a word more is content is no question here."""
        path = self.source(variant, turn * 7 % len(self.pages))
        with open(path, "a", encoding="utf-8") as f:
            f.write("\nA word more, in turn %d.\n" % turn)

    def run(self, variant):
        """(wall, CPU, MiB), or None."""
        r = suite.run([self.tool, os.devnull] + self.argv(variant),
                      self.where(variant), env=self.env, deadline=900)
        fields = r.text.split()
        good = len(fields) == 5 and fields[0] == "0"
        if not self.s.check("%s %s runs" % (self.name, variant), good,
                            "%s\n%s" % (r, r.text)):
            return None
        return (float(fields[1]), float(fields[2]) + float(fields[3]),
                int(fields[4]) / 1024)


class MkDocs(Host):
    name, made = "mkdocs", ("site", ".cache")

    def source(self, variant, i):
        return self.where(variant, "docs", name(i) + ".md")

    def write(self, page, cited):
        return markdown(page)

    def configure(self, variant):
        suite.write(self.where(variant, "hook.py"), HOOK)
        suite.write(self.where(variant, "docs", "index.md"),
                    "# Backs\n\nAll about them.\n")
        suite.write(self.where(variant, "mkdocs.yml"), MKDOCS % (
            "hooks: [hook.py]\n" if variant == "content" else "",
            PLUGIN if variant == "with" else ""))

    def argv(self, variant):
        return [sys.executable, "-m", "mkdocs", "build", "-q"]

    def page(self, variant, i):
        return self.where(variant, "site", name(i), "index.html")

    def key(self, i):
        return name(i) + ".md"


class Sphinx(Host):
    name, made = "sphinx", ("out", "__pycache__")

    def source(self, variant, i):
        return self.where(variant, name(i) + ".rst")

    def write(self, page, cited):
        return restructured(page, cited)

    def configure(self, variant):
        names = {"without": "", "content": '"hook"',
                 "with": '"backmatter.sphinx"'}[variant]
        suite.write(self.where(variant, "hook.py"), EXTENSION)
        suite.write(self.where(variant, "conf.py"),
                    "import sys\nsys.path.insert(0, '.')\n" + CONF % names +
                    (SETTINGS if variant == "with" else ""))
        for chapter in range(-(-len(self.pages) // CHAPTER)):
            suite.write(self.where(variant, "c%02d" % chapter, "index.rst"),
                        "Chapter %d\n==========\n\n.. toctree::\n   "
                        ":maxdepth: 1\n   :glob:\n\n   p*\n" % chapter)
        suite.write(self.where(variant, "index.rst"),
                    "Backs\n=====\n\n.. toctree::\n   :maxdepth: 1\n   "
                    ":glob:\n\n   c*/index\n")

    def argv(self, variant):
        return [sys.executable, "-m", "sphinx", "-q", ".", "out"]

    def page(self, variant, i):
        return self.where(variant, "out", name(i) + ".html")

    def key(self, i):
        return name(i)


def keep_made(host):
    """Cuts out of the pages of the plug-in what it made."""
    made, cited, words = {}, 0, 0
    for i, page in enumerate(host.pages):
        text = suite.read(host.page("with", i)).decode()
        notices = re.findall(r'<(?:div|section|aside)[^>]*id="notice-.*?'
                             r'</(?:div|section|aside)>', text, re.S)
        found = re.search(r'<section[^>]*id="references".*?</section>', text,
                          re.S)
        first = text.find("</p>", text.find("</h2>"))
        before = [n for n in notices if text.find(n) < first]
        made[host.key(i)] = ("".join(before), "".join(
            n for n in notices if n not in before) +
            (found.group(0) if found else ""))
        cited += found is not None
        words += len(host.write(page, True).split())
    host.s.check("%s: each page has references" % host.name,
                 cited == len(host.pages), cited)
    host.s.check("%s: pages have notices" % host.name,
                 all(head for head, _ in made.values()))
    suite.write(host.where("content", "made.json"), json.dumps(made))
    print("%s: %d pages, %d words a page, %d bytes a page added" % (
        host.name, len(made), words / len(made), sum(
            len(a) + len(b) for a, b in made.values()) / len(made)),
        flush=True)


# ---- Turns -------------------------------------------------------------------


def turn(host, number, rows):
    """All variants once, each first, again and after an edit."""
    order = VARIANTS if number % 2 == 0 else VARIANTS[::-1]
    kinds = {"first": host.clean, "again": lambda v: None,
             "edit": lambda v: host.edit(v, number)}
    for kind, prepare in kinds.items():
        got = {}
        for variant in order:
            prepare(variant)
            got[variant] = host.run(variant)
        if None in got.values():
            return False
        rows.setdefault(kind, []).append(got)
    return True


def over(rows, variant, column):
    """Per cent over the host alone: the median of the turns."""
    return statistics.median(100 * (r[variant][column] / r["without"][column]
                                    - 1) for r in rows)


def table(host, rows):
    print("%-8s %-6s %8s %8s %8s %8s | %8s %8s %8s %8s | %6s" % (
        "", "", "wall s", "content", "with", "over it", "CPU s", "content",
        "with", "over it", "MiB"))
    for kind, turns in rows.items():
        cells = []
        for column in (0, 1):
            alone = statistics.median(r["without"][column] for r in turns)
            content = over(turns, "content", column)
            whole = over(turns, "with", column)
            cells.append("%8.2f %+7.1f%% %+7.1f%% %+7.1f%%" % (
                alone, content, whole, whole - content))
        print("%-8s %-6s %s | %s | %+6.0f" % (
            host.name, kind, cells[0], cells[1], statistics.median(
                r["with"][2] - r["without"][2] for r in turns)), flush=True)
    for kind, turns in rows.items():
        for column, what in ((0, "wall time"), (1, "CPU time")):
            got = over(turns, "with", column)
            host.s.check("%s, %s build: under %.0f %% of %s" % (
                host.name, kind, BOUND, what), got < BOUND, "%.1f %%" % got)


def measure(host, pairs):
    rows = {}
    host.clean("with")
    if host.run("with") is None:
        return
    keep_made(host)
    for number in range(pairs + 1):
        if not turn(host, number, rows):
            return
        if number == 0:
            rows.clear()
    table(host, rows)


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("--pages", type=int, default=200)
    p.add_argument("--pairs", type=int, default=5)
    p.add_argument("--host", choices=("mkdocs", "sphinx"))
    p.add_argument("--keep", help="a folder to work in, which stays")
    options = p.parse_args()
    s = suite.Suite("bench_hosts", options)
    s.need(s.library, os.path.join(s.build, "tests", "bench", "measure"))
    for kind in (MkDocs, Sphinx):
        if options.host in (None, kind.name):
            measure(kind(s, options.keep or s.tmp("bench"), options.pages),
                    options.pairs)
    s.done()


if __name__ == "__main__":
    main()
