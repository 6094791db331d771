#!/usr/bin/env python3
"""Building again: after random edits the same bytes and the same findings as
a build of everything, and nothing touched that stayed as it was."""

import json
import os
import random
import shutil
import struct
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import parts  # noqa: E402
import suite  # noqa: E402

STATE = ".backmatter-state"
WORDS = ("pain back nerve scar sleep walk step rest plan week month people "
         "group risk question answer stimulator lead opioid").split()
PROJECT = """title: %(title)s
lang: en
base-url: https://site.example/
home: home.md
bibliography: refs.json
glossary: terms.tsv
status-table: status.tsv
style: own.csl
metadata:
  author: {name: Ana Ruiz, credentials: MD}
  date: 2026-01-01
  reviewed: 2026-01-01
  next-review: 2027-01-01
  reviewer: Ben Sample, MD
  funding: none
  interests: none
books:
  - id: guide
    title: The guide
    folder: guide
    epub: ../guide.epub
    split-level: 1
    split-size: 1k
    whole: yes
    metadata:
      subjects: [spine]
  - id: parts
    title: Parts
    folder: parts
"""
STATUS = """product\tcondition\tplace\tstatus\tas-of\tsource\texpires
a cell product\tback pain\tUS\tnot-approved\t2026-01-01\tash2019\t2027-01-01
a gel\tback pain\tUS\tnot-approved\t2026-01-01\tash2019\t2027-01-01
"""
BOOK = """<part xmlns="http://docbook.org/ns/docbook" version="5.0" xml:id="whole"
 xmlns:xlink="http://www.w3.org/1999/xlink" xml:lang="en"
 xmlns:xi="http://www.w3.org/2001/XInclude"><title>%s</title>
<chapter xml:id="c1"><title>One</title><para>A<indexterm><primary>%s</primary>
</indexterm> word. <link xlink:href="../guide/1-a.md#s1"/></para></chapter>
<chapter xml:id="c2"><title>Two</title><xi:include href="inc.xml"/>
<para><olink targetdoc="d0" targetptr="s0"/></para></chapter>
%s</part>
"""
GLOSSARY = """<glossary xmlns="http://docbook.org/ns/docbook" version="5.0"
 xml:id="words" xml:lang="en" role="auto"><title>Words</title></glossary>
"""
CSL = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"
 class="in-text"><info><title>Own</title><id>own</id></info>
<citation><layout prefix="(" suffix=")" delimiter="; ">
<text variable="title"/></layout></citation>
<bibliography><layout><text variable="title"%s/></layout></bibliography></style>
"""


def png(width, height):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(
            ">I", zlib.crc32(body))
    rows = b"".join(b"\0" + b"\x7f" * width for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(
        ">IIBBBBB", width, height, 8, 0, 0, 0, 0)) +
        chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Tree:
    """A project that is edited at random, and remembers how it was."""

    def __init__(self, where, seed):
        self.where = where
        self.r = random.Random(seed)
        self.count = 0
        for name, text in self.first():
            self.put(name, text)

    def path(self, name):
        return os.path.join(self.where, name)

    def put(self, name, data):
        suite.write(self.path(name), data)

    def text(self, name):
        with open(self.path(name)) as f:
            return f.read()

    def sentence(self):
        return " ".join(self.r.choice(WORDS) for _ in range(8)).capitalize() + "."

    def page(self, n):
        self.count += 1
        lines = ["---", "title: %s %d" % (self.r.choice(WORDS), self.count),
                 "id: d%d" % n, "---", "", self.sentence(), ""]
        for s in range(3):
            lines += ["## Part %d {#s%d}" % (s, s), "", self.sentence(), ""]
        lines += ["See [](%d-a.md#s%d) and [here](%d-a.md)." % (
            self.r.randrange(8), self.r.randrange(4), self.r.randrange(8)), ""]
        if self.r.random() < .5:
            lines += ["![A picture](../img/%s)" % self.r.choice(
                ["a.png", "b.svg", "none.png"]), ""]
        if self.r.random() < .5:
            lines += ["A claim [@%s]." % self.r.choice(
                ["ash2019", "bay2020", "nobody"]), ""]
        if self.r.random() < .3:
            lines += ["```{include} ../inc/part.md", "```", ""]
        return "\n".join(lines)

    def refs(self):
        return json.dumps([
            {"id": k, "type": "book", "title": self.sentence(),
             "issued": {"date-parts": [[2019]]}} for k in
            ("ash2019", "bay2020")])

    def terms(self):
        return ("term\tabbreviation\tdefinition\tpreferred_term\tmesh_id\t"
                "icd10\ticd11\n" + "".join(
                    "%s\t\t%s\t\t\t\t\n" % (w, self.sentence())
                    for w in ("stimulator", "lead")))

    def first(self):
        yield "backmatter.yaml", PROJECT % {"title": "T"}
        yield "home.md", "# Home\n\nTo [the guide](guide/0-a.md).\n"
        for n in range(6):
            yield "guide/%d-a.md" % n, self.page(n)
        yield "guide/9-words.xml", GLOSSARY
        yield "parts/1-book.xml", BOOK % ("A part", "cells", "")
        yield "parts/inc.xml", ('<para xmlns="http://docbook.org/ns/docbook" '
                                'xml:id="inc">Included.</para>')
        yield "parts/2-more.md", self.page(20)
        yield "refs.json", self.refs()
        yield "terms.tsv", self.terms()
        yield "status.tsv", STATUS
        yield "own.csl", CSL % ""
        yield "inc/part.md", "Put in.\n"
        yield "img/a.png", png(4, 3)
        yield "img/b.svg", ('<svg xmlns="http://www.w3.org/2000/svg" '
                            'width="9" height="9"/>')
        yield "data/css/none.css", ""

    # ---- edits, each of which gives its name back ----

    def pages(self):
        return sorted(n for n in os.listdir(self.path("guide"))
                      if n.endswith(".md"))

    def edit_words(self):
        name = "guide/" + self.r.choice(self.pages())
        self.put(name, self.text(name) + "\n" + self.sentence() + "\n")
        return "words of " + name

    def edit_title(self):
        name = "guide/" + self.r.choice(self.pages())
        self.put(name, self.text(name).replace("title: ", "title: New ", 1))
        return "title of " + name

    def edit_section(self):
        name = "guide/" + self.r.choice(self.pages())
        self.put(name, self.text(name).replace("## Part 1", "## Piece 1", 1)
                 if self.r.random() < .5 else
                 self.text(name).replace("{#s2}", "{#s3}", 1))
        return "section of " + name

    def edit_all(self):
        n = self.r.randrange(8)
        self.put("guide/%d-a.md" % n, self.page(n))
        return "all of %d" % n

    def edit_date(self):
        name = "guide/" + self.r.choice(self.pages())
        self.put(name, self.text(name).replace(
            "---\n", "---\ndate: 2026-0%d-01\n" % self.r.randint(1, 9), 1))
        return "date of " + name

    def remove(self):
        if len(self.pages()) < 4:
            return self.edit_all()
        name = self.r.choice(self.pages())
        os.remove(self.path("guide/" + name))
        return "without " + name

    def edit_book(self):
        # Where there is an index, all links are resolved anew.
        index = self.r.choice(["<index/>", "", ""])
        self.put("parts/1-book.xml", BOOK % (
            self.sentence(), self.r.choice(WORDS), index))
        return "the book %s" % index

    def edit_link(self):
        name = "guide/" + self.r.choice(self.pages())
        self.put(name, self.text(name) + "\nTo [](%d-a.md#s%d).\n" % (
            self.r.randrange(8), self.r.randrange(4)))
        return "a link in " + name

    def edit_lang(self):
        name = "guide/" + self.r.choice(self.pages())
        self.put(name, self.text(name).replace(
            "---\n", "---\nlang: %s\n" % self.r.choice(["sw", "de"]), 1)
            if "\nlang:" not in self.text(name) else
            self.text(name).replace("lang: de", "lang: en"))
        return "language of " + name

    def edit_include(self):
        if self.r.random() < .5:
            self.put("inc/part.md", self.sentence() + "\n")
            return "a part in Markdown"
        self.put("parts/inc.xml", '<para xmlns="http://docbook.org/ns/docbook"'
                 ' xml:id="inc">%s</para>' % self.sentence())
        return "a part in DocBook"

    def edit_image(self):
        what = self.r.randrange(3)
        if what == 0:
            self.put("img/a.png", png(self.r.randint(1, 9), 3))
        elif what == 1 and os.path.exists(self.path("img/none.png")):
            os.remove(self.path("img/none.png"))
        elif what == 1:
            self.put("img/none.png", png(2, 2))
        else:
            self.put("img/b.svg", '<svg xmlns="http://www.w3.org/2000/svg" '
                     'width="9" height="9"><!-- %d --></svg>' %
                     self.r.randrange(99))
        return "image %d" % what

    def edit_refs(self):
        self.put("refs.json", self.refs() if self.r.random() < .8 else "[{")
        return "the bibliography"

    def edit_terms(self):
        self.put("terms.tsv", self.terms())
        return "the glossary"

    def edit_status(self):
        self.put("status.tsv", STATUS.replace(
            "2027-01-01", self.r.choice(["2026-01-15", "2027-02-01"]), 1))
        return "the status table"

    def edit_style(self):
        self.put("own.csl", CSL % self.r.choice(
            ["", ' font-style="italic"', ' suffix="!"']))
        return "the style"

    def edit_project(self):
        text = PROJECT % {"title": self.sentence()}
        if self.r.random() < .3:
            text = text.replace("subjects: [spine]", "subjects: [cells]")
        if self.r.random() < .3:
            text = text.replace("    epub: ../guide.epub\n", "")
        self.put("backmatter.yaml", text)
        return "the project"

    def edit_data(self):
        self.put("data/xsl/css/site.css" if self.r.random() < .5 else
                 "data/xsl/l10n/en-GB.xml", "x { color: #%d }" % self.count
                 if self.r.random() < .5 else "<l10n/>")
        return "the data folder"

    def same_text(self):
        name = self.path("guide/" + self.r.choice(self.pages()))
        os.utime(name)
        return "no more than the time of " + os.path.basename(name)

    def edit(self):
        edits = [self.edit_words] * 3 + [self.edit_link] * 2 + [
            self.edit_lang, self.edit_title, self.edit_section, self.edit_all, self.edit_date,
            self.remove, self.edit_book, self.edit_include, self.edit_image,
            self.edit_refs, self.edit_terms, self.edit_status,
            self.edit_style, self.edit_project, self.edit_data,
            self.same_text]
        return self.r.choice(edits)()


def files(where):
    """{path: (bytes, number and time of the file)} of all in a folder."""
    found = {}
    for folder, _, names in os.walk(where):
        for name in names:
            path = os.path.join(folder, name)
            st = os.stat(path)
            found[os.path.relpath(path, where)] = (
                suite.read(path), (st.st_ino, st.st_mtime_ns))
    return found


def damage(r, site):
    """Does something to the output that a build must mend."""
    names = sorted(n for n in files(site) if n.endswith(".html"))
    path = os.path.join(site, r.choice(names))
    what = r.randrange(5)
    if what == 0:
        os.remove(path)
    elif what == 1:
        suite.write(path, suite.read(path)[:-1] + b"!")
    elif what == 2:
        suite.write(os.path.join(site, STATE),
                    suite.read(os.path.join(site, STATE))[:-9])
    elif what == 3:
        data = bytearray(suite.read(os.path.join(site, STATE)))
        data[r.randrange(len(data))] ^= 0x55
        suite.write(os.path.join(site, STATE), bytes(data))
    else:
        suite.write(os.path.join(site, "strange.html"), "stranger")
    return "output damaged %d" % what


def findings(run):
    return sorted(parts.findings(run))


class Rebuild(suite.Suite):
    def __init__(self, options):
        super().__init__("rebuild", options)

    def made(self, tree, where, *more):
        return suite.run([self.backmatter, "build", "-o",
                          os.path.join(where, "site"), "--today",
                          "2026-02-01", "--format", "json", "--report", "-",
                          "--verbose", "--data", "data", "."] + list(more),
                         tree.where)

    def step(self, what, tree, again, clean):
        before = files(again)
        a = self.made(tree, again)
        b = self.made(tree, clean, "--fresh")
        if not self.equal(what + ": exit status", a.status, b.status):
            return False
        if not self.equal(what + ": findings", findings(a), findings(b)):
            return False
        if a.status == 3:
            return True
        got, want = files(again), files(clean)
        skip = os.path.join("site", STATE)
        wrong = [n for n in sorted(set(got) | set(want)) if n != skip and
                 got.get(n, (None,))[0] != want.get(n, (None,))[0]]
        good = self.check(what + ": the same bytes", not wrong, wrong)
        touched = [n for n in got if n in before and n != skip and
                   n.startswith("site/") and got[n][0] == before[n][0] and
                   got[n][1] != before[n][1]]
        return self.check(what + ": nothing touched in vain", not touched,
                          touched) and good

    def edits(self, seed, steps):
        tree = Tree(os.path.join(self.tmp(), "p"), seed)
        again, clean = self.tmp(), self.tmp()
        self.step("seed %d: first" % seed, tree, again, clean)
        for n in range(steps):
            what = tree.edit()
            if tree.r.random() < .3:
                what += ", " + tree.edit()
            if tree.r.random() < .15 and os.path.isdir(again + "/site"):
                what += ", " + damage(tree.r, again + "/site")
            if not self.step("seed %d, step %d (%s)" % (seed, n, what), tree,
                             again, clean):
                return


def main():
    p = suite.parser(__doc__)
    p.add_argument("--seeds", type=int, default=2)
    p.add_argument("--first", type=int, default=1)
    p.add_argument("--steps", type=int, default=15)
    options = p.parse_args()
    s = Rebuild(options)
    s.need(s.backmatter, s.library)
    for seed in range(options.first, options.first + options.seeds):
        s.edits(seed, options.steps)
    parts.run(s, Tree, options)
    s.done()


if __name__ == "__main__":
    main()
