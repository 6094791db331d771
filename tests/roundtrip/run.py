#!/usr/bin/env python3
"""Read, write, read: the same tree.

Each document of tests/golden/markdown, and each other Markdown or DocBook
input of the goldens, is read; written with -t markdown and -t docbook; and
read again.  The trees must be the same but for white space where it means
nothing.  Writing what was written changes nothing any more.

A tree that Markdown cannot hold is named by the writer (markdown-lost,
markdown-renamed): then all words must still be there, in their order.
"""

import os
import re
import sys
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..",
                      "golden")
OUTPUTS = re.compile(r"\.(read|metadata|ids|xref|glossary|claims|evidence|"
                     r"readability|cite|disclaimer|document|a11y)\.xml$")
DB = "{http://docbook.org/ns/docbook}"
VERBATIM = {DB + n for n in ("programlisting", "screen", "literallayout",
                             "synopsis", "address", "literal", "mathphrase")}
# What says the same as no attribute.
DEFAULTS = {(DB + "orderedlist", "numeration"): "arabic",
            **{(DB + n, "version"): None for n in
               ("article", "book", "chapter", "appendix", "glossary", "topic",
                "section", "preface", "refentry", "set", "part")}}


def inputs(only):
    for base, dirs, files in os.walk(os.path.normpath(GOLDEN)):
        dirs.sort()
        for name in sorted(files):
            if not name.endswith((".md", ".xml")) or OUTPUTS.search(name):
                continue
            path = os.path.join(base, name)
            if only and not any(o in path for o in only):
                continue
            yield path


def tokens(el, out, verbatim=False):
    """The tree as a list; text with its white space collapsed."""
    def text(s):
        if not s:
            return
        if not verbatim:
            s = re.sub(r"[ \t\r\n]+", " ", s)
        if out and out[-1][0] == "text":
            s = out.pop()[1] + s
            if not verbatim:
                s = re.sub(r" +", " ", s)
        out.append(("text", s))

    if el.tag is ET.Comment:
        return
    if el.tag is ET.ProcessingInstruction:
        out.append(("pi", el.text))
        return
    verbatim = verbatim or el.tag in VERBATIM
    attrs = sorted((k, v) for k, v in el.attrib.items()
                   if (el.tag, k) not in DEFAULTS
                   or DEFAULTS[el.tag, k] not in (None, v))
    out.append(("open", el.tag.removeprefix(DB), attrs))
    text(el.text)
    for child in el:
        tokens(child, out, verbatim)
        text(child.tail)
    out.append(("close", el.tag.removeprefix(DB)))


def tree(data):
    parser = ET.XMLParser(target=ET.TreeBuilder(insert_pis=True))
    out = []
    tokens(ET.fromstring(data, parser=parser), out)
    final = []
    for i, t in enumerate(out):
        if t[0] == "text":
            s = t[1]
            # At the edges of a block white space means nothing.
            if i and out[i - 1][0] != "text" and s.startswith(" "):
                s = s if inline(out[i - 1]) else s.lstrip(" ")
            if i + 1 < len(out) and s.endswith(" "):
                s = s if inline(out[i + 1]) else s.rstrip(" ")
            if not s:
                continue
            t = ("text", s)
        # An info without content is as good as none.
        if t[0] == "close" and t[1] == "info" and final[-1][:2] == \
                ("open", "info"):
            final.pop()
            continue
        final.append(t)
    return final


# Trees that do not come back, each with its reason.
KNOWN = {
    "ids/invalid.xml": "an xml:id that is no name cannot be read in a fence",
}

INLINE = {"emphasis", "literal", "link", "xref", "citation", "footnoteref",
          "subscript", "superscript", "phrase", "acronym", "abbrev", "keycap",
          "quote", "firstterm", "glossterm", "citetitle", "foreignphrase",
          "inlineequation", "inlinemediaobject", "footnote", "indexterm",
          "code", "filename", "command", "option", "trademark", "anchor",
          "biblioref", "productname", "application", "uri", "email"}


def inline(token):
    return token[0] != "pi" and token[1] in INLINE


def words(found):
    return " ".join(t[1] for t in found if t[0] == "text").split()


def first_difference(a, b):
    for i, (x, y) in enumerate(zip(a, b)):
        if x != y:
            return "read   %s\nagain  %s" % (a[max(0, i - 3):i + 4],
                                             b[max(0, i - 3):i + 4])
    return "one is longer: %s" % (a[len(b):][:5] or b[len(a):][:5])


class RoundTrip(suite.Suite):
    def dump(self, folder, how, data, name):
        return suite.run([self.backmatter, "--verbose", "--fail-on", "never"] + how +
                         [name] if data is None else
                         [self.backmatter, "--verbose", "--fail-on", "never"] + how,
                         folder, data)

    def one(self, path):
        folder, name = os.path.split(path)
        rel = os.path.relpath(path, os.path.normpath(GOLDEN))
        first = self.dump(folder, ["--dump=read"], None, name)
        if first.status != 0 or not first.out:
            return      # refused: nothing to write
        want = tree(first.out)
        for to in ("docbook", "markdown"):
            r = self.dump(folder, ["-t", to], None, name)
            if not self.check("%s to %s" % (rel, to), r.status == 0, r):
                continue
            again = self.dump(folder, ["-f", to, "--dump=read"], r.out, name)
            what = "%s to %s and back" % (rel, to)
            if not self.check(what + ": reads", again.status == 0, again):
                continue
            got = tree(again.out)
            if to == "markdown" and rel in KNOWN:
                self.check("%s differs: take it off KNOWN if not" % rel,
                           got != want)
                continue
            lost = b"[markdown-lost]" in r.err or \
                b"[markdown-renamed]" in r.err
            if lost:
                self.check(what + ": all words", words(got) == words(want),
                           first_difference(words(want), words(got)))
                continue
            self.check(what + ": the same tree", got == want,
                       "" if got == want else first_difference(want, got))
            if to == "markdown":
                twice = self.dump(folder, ["-f", to, "-t", to], r.out, name)
                self.check(what + ": the same text", twice.out == r.out,
                           twice.out.decode("utf-8", "replace")[:400])


def dialect(s):
    """Each row of the manual's table of the dialect names a golden."""
    page = os.path.join(GOLDEN, "..", "..", "content", "manual",
                        "09-markdown.md")
    text = suite.read(page).decode()
    table = text[text.index("| What |"):text.index("{#tbl-dialect")]
    rows = [r for r in table.splitlines()[2:] if r.startswith("|")]
    s.check("the table of the dialect has rows", len(rows) > 20, len(rows))
    for row in rows:
        name = row.rstrip(" |").rsplit("|", 1)[1].strip()
        have = [os.path.exists(os.path.join(GOLDEN, "markdown", name + e))
                for e in (".md", ".read.xml")]
        s.check("the test of the dialect's row %r is there" %
                row.split("|")[1].strip(), all(have), name)


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("only", nargs="*", help="part of an input's path")
    options = p.parse_args()
    s = RoundTrip("roundtrip", options)
    s.need(s.backmatter)
    found = list(inputs(options.only))
    s.each(s.one, found)
    dialect(s)
    if not options.only:
        s.check("there are inputs", len(found) > 100, len(found))
    s.done()


if __name__ == "__main__":
    main()
