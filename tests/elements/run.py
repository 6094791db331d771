#!/usr/bin/env python3
"""Each element of DocBook 5.2 in a document of its own.

A line of elements.tsv has the name, the place, the content (none: the
element with a word in it) and what the HTML page must have.  Of each a
document is made, and HTML, EPUB, man and DocBook of it.  No output may come
from the catch-all, lack a word that was put in or have elements where HTML
does not allow them.

A place is the path of elements round the content; `para`, `body`, `info`
and `author` are short for usual ones.  What stands behind a ~ follows the
place.  A wanted thing is written as in CSS: tag.class[attribute=value];
`style` says that a citation style prints the element, or has no place for
it.

cases/ has documents for what takes more than one element: each line of
NAME.want is in the page ("not: LINE" is not; "[code]" is a finding), with the
options in NAME.args.
"""

import glob
import html.parser
import io
import os
import re
import sys
import zipfile
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
SHORT = {"para": "article/section/para", "body": "article/section",
         "info": "article/info", "author": "article/info/author",
         "chapter": "book/chapter", "bibliography": "article/bibliography",
         "glossary": "article/glossary", "index": "article/index"}
TITLED = {"article", "book", "set", "chapter", "section", "part", "sect1",
          "sect2", "sect3", "sect4"}
NAMESPACES = ('xmlns="http://docbook.org/ns/docbook" version="5.2" '
              'xml:lang="en" xmlns:xlink="http://www.w3.org/1999/xlink"')
XHTML = "{http://www.w3.org/1999/xhtml}"
PHRASING = {"a", "abbr", "audio", "b", "br", "cite", "code", "data", "dfn",
            "em", "i", "img", "kbd", "mark", "q", "s", "samp", "small",
            "span", "strong", "sub", "sup", "time", "u", "var", "video",
            "wbr", "ins", "del", "math", "svg", "bdi", "bdo", "source"}
# Elements that hold phrasing only.
LINES = (PHRASING - {"ins", "del", "a", "audio", "video", "math", "svg"}) | {
    "p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "summary"}
ONLY = {"ul": {"li"}, "ol": {"li"}, "dl": {"div", "dt", "dd"},
        "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
        "thead": {"tr"}, "tbody": {"tr"}, "tfoot": {"tr"},
        "tr": {"td", "th"}}
PARENT = {"li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"},
          "td": {"tr"}, "th": {"tr"}, "caption": {"table"},
          "figcaption": {"figure"}}


def rows():
    with open(os.path.join(HERE, "elements.tsv"), encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                cells = line.rstrip("\n").split("\t")
                yield (cells + ["", "", ""])[:4]


def document(name, place, content):
    """The document, and the words that were put into it."""
    words = []

    def word(_):
        words.append("q%s%dz" % (name[:3], len(words)))
        return words[-1]

    content = content or "<%s>{}</%s>" % (name, name)
    content = re.sub(r"\{\}", word, content)
    inside, _, behind = content.partition("~")
    head, _, tail = place.partition("/")
    path = [p for p in (SHORT.get(head, head) + "/" + tail).split("/") if p]
    if not path:  # the element is the root itself
        return re.sub(r"^<%s" % name, "<%s %s" % (name, NAMESPACES),
                      inside), words
    out = inside
    for i in range(len(path) - 1, -1, -1):
        tag, *attributes = re.findall(r"[^\[\]]+", path[i])
        info = i + 1 < len(path) and path[i + 1] == "info"
        info = info or inside.startswith("<info>") and i == len(path) - 1
        title = "<title>Title</title>" if tag in TITLED and not info else ""
        if tag == "info":
            title = "<title>Title</title>"
        if i == 0:
            attributes = [NAMESPACES]
        elif tag == "section":
            attributes = ['xml:id="place"']
        else:
            attributes = [re.sub("=(.*)", r'="\1"', a) for a in attributes]
        if "/".join(path).startswith("article/section") and i == 1:
            out += behind
            behind = ""
        if i == 0:
            rest = path[1] if len(path) > 1 else ""
            first = rest in ("info", "toc") or inside.startswith(
                ("<info>", "<toc>"))
            here = ""
            if tag == "article" and rest != "section" and "sect" not in inside:
                here = ('<section xml:id="here"><title>Place</title>'
                        "<para>Text.</para></section>")
            if tag == "book" and rest == "info" or tag == "book" and (
                    "<chapter>" not in out):
                out += "<chapter><title>Place</title><para/></chapter>"
            out = (out + here if first or rest in ("sect1", "")
                   and "<index" not in out and "<bibliography" not in out
                   and "<glossary" not in out else here + out) + behind
        out = "<%s>%s%s</%s>" % (" ".join([tag] + attributes), title, out,
                                 tag)
    return out, words


class Reader(html.parser.HTMLParser):
    """A page's elements, with their text; faults in what stands where."""

    VOID = {"br", "img", "meta", "link", "hr", "source", "wbr", "col",
            "track", "input"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.faults = [], [], []
        self.text, self.values = [], []
        self.feed(text)
        self.close()
        if self.open:
            self.faults.append("not closed: " + " ".join(self.open))

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.values += [v or "" for _, v in attributes]
        above = self.open[-1] if self.open else ""
        self.faults += misplaced(tag, above, self.open)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.faults.append("</%s> where %s is open" % (
                tag, self.open[-1:] or "nothing"))
            return
        self.open.pop()

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("style", "script"):
            self.text.append(data)
        if self.open and self.open[-1] in ONLY and data.strip():
            self.faults.append("text in %s: %s" % (self.open[-1],
                                                   data.strip()))


def misplaced(tag, above, around):
    """What is wrong about a tag inside the element above."""
    if above in LINES and tag not in PHRASING:
        yield "<%s> in <%s>" % (tag, above)
    if above in ONLY and tag not in ONLY[above]:
        yield "<%s> in <%s>" % (tag, above)
    if tag in PARENT and above not in PARENT[tag]:
        yield "<%s> in <%s>" % (tag, above)
    if tag == "a" and "a" in around:
        yield "<a> in <a>"


def walk(element, around, faults):
    tag = element.tag.replace(XHTML, "")
    if isinstance(element.tag, str) and element.tag.startswith(XHTML):
        above = around[-1] if around else ""
        faults += misplaced(tag, above, around)
        if tag in ("ol", "ul", "dl", "tr") and not len(element):
            faults.append("<%s> is empty" % tag)
        if tag in ONLY and (element.text or "").strip():
            faults.append("text in " + tag)
    for child in element:
        if isinstance(child.tag, str):
            walk(child, around + [tag], faults)


def wanted(selector, elements):
    """Whether an element of the page is as the selector says."""
    tag = re.match(r"[a-z0-9]+", selector).group()
    classes = re.findall(r"\.([\w-]+)", re.sub(r"\[.*?\]", "", selector))
    attributes = re.findall(r"\[([\w-]+)(?:=([^\]]*))?\]", selector)
    for name, have in elements:
        if name != tag:
            continue
        if any(c not in (have.get("class") or "").split() for c in classes):
            continue
        if all(a in have and (v == "" or have[a] == v)
               for a, v in attributes):
            return True
    return False


def missing(words, text):
    return [w for w in words if w not in text]


class Elements(suite.Suite):
    def convert(self, name, source, to):
        r = suite.run([self.backmatter, "--fail-on", "never", "-t", to, "-f",
                       "docbook", "--root", HERE, "-v"],
                      data=source.encode(), cwd=HERE)
        # The pictures are not there, which is reported, and no fault here.
        found = [line for line in r.errors.splitlines() if re.search(
            r"xslt-|internal|docbook-|xref-unres|link-unres", line)]
        self.check("%s to %s" % (name, to), r.status == 0 and not found,
                   source + "\n" + "\n".join(found) + str(r))
        return r

    def html(self, name, source, words, shown):
        r = self.convert(name, source, "html")
        page = Reader(r.text)
        all_text = "".join(page.text) + "\n" + "\n".join(page.values)
        lost = missing(words, all_text)
        self.check("%s: words in html" % name, not lost,
                   source + "\n" + " ".join(lost))
        self.check("%s: html is sound" % name, not page.faults,
                   source + "\n" + "\n".join(page.faults))
        for selector in shown.split():
            self.check("%s: %s" % (name, selector),
                       wanted(selector, page.elements),
                       source + "\n" + re.sub(r"(?s)<style.*?</style>", "",
                                              r.text))

    def epub(self, name, source, words):
        r = self.convert(name, source, "epub")
        faults, text = [], []
        try:
            book = zipfile.ZipFile(io.BytesIO(r.out))
            for file in book.namelist():
                if file.endswith(".xhtml"):
                    root = ET.fromstring(book.read(file))
                    walk(root, [], faults)
                    text.append("".join(root.itertext()))
                    text += [v for e in root.iter()
                             for v in e.attrib.values()]
        except (zipfile.BadZipFile, ET.ParseError) as error:
            faults.append(str(error))
        lost = missing(words, "\n".join(text))
        self.check("%s: words in epub" % name, not lost,
                   source + "\n" + " ".join(lost))
        self.check("%s: epub is sound" % name, not faults,
                   source + "\n" + "\n".join(faults))

    def man(self, name, source, words):
        """A page of a manual has the text; what is known about it (info)
        and what stands beside it are not on it."""
        r = self.convert(name, source, "man")
        body = re.sub(r"(?s)<(info|indexterm|alt|index|setindex|refmiscinfo"
                      r"|titleabbrev|refclass|refdescriptor|toc)\b.*?</\1>",
                      "", source)
        body = re.sub(r"(?s)<[^>]*>", "", body)
        # Headings are in capitals.
        lost = [w for w in words if w in body and w not in r.text
                and w.upper() not in r.text]
        self.check("%s: words in man" % name, not lost,
                   source + "\n" + " ".join(lost) + "\n" + r.text)

    def jats(self, name, source, words):
        """An article for archives has all words, but what JATS 1.1 has no
        place for: an index, other forms of a title, the ends of a link."""
        body = re.sub(r"(?s)<(indexterm|index|setindex|toc|titleabbrev)\b.*?"
                      r"</\1>|<locator[^>]*>| (path|msgorig|msgaud)=\"[^\"]*"
                      r"|<arc [^>]*>", "", source)
        r = self.convert(name, source, "jats")
        ET.fromstring(r.text)
        lost = missing([w for w in words if w in body], r.text)
        self.check("%s: words in jats" % name, not lost,
                   source + "\n" + " ".join(lost) + "\n" + r.text)

    def one(self, row):
        name, place, content, shown = row
        source, words = document(name, place, content)
        if shown == "style":
            words, shown = words[:1], ""
        self.html(name, source, words, shown)
        self.epub(name, source, words)
        r = self.convert(name, source, "docbook")
        lost = missing(words, r.text)
        self.check("%s: words in docbook" % name, not lost,
                   source + "\n" + " ".join(lost) + "\n" + r.text)
        self.man(name, source, words)
        self.jats(name, source, words)

    def case(self, path):
        """Each line of NAME.want is in the page that NAME.xml becomes."""
        name = os.path.basename(path)[:-4]
        more = path[:-4] + ".args"
        options = suite.read(more).decode().split() if os.path.exists(
            more) else []
        r = suite.run([self.backmatter, "--fail-on", "never", "-t", "html",
                       "-v"] + options + [path])
        self.check("%s: converts" % name, r.status == 0, str(r))
        page = Reader(r.text)
        self.check("%s: html is sound" % name, not page.faults,
                   "\n".join(page.faults))
        body = " ".join(re.sub(r"(?s)^.*</head>", "", r.text).split())
        body = body.replace("> <", "><")
        for line in suite.read(path[:-4] + ".want").decode().splitlines():
            there = " ".join(line.split()).replace("> <", "><")
            absent = there.startswith("not: ")
            there = there[5:] if absent else there
            have = r.errors if there.startswith("[") else body
            self.check("%s: %s" % (name, line), (there in have) != absent,
                       body + "\n" + r.errors)


def main():
    p = suite.parser(__doc__)
    p.add_argument("--print", metavar="DIR",
                   help="write the documents to a folder, and no more")
    p.add_argument("names", nargs="*", help="only these elements")
    options = p.parse_args()
    table = [r for r in rows() if not options.names or r[0] in options.names]
    if options.print:
        for row in table:
            suite.write(os.path.join(options.print, row[0] + ".xml"),
                        document(*row[:3])[0])
        return
    s = Elements("elements", options)
    s.need(s.backmatter, s.library)
    if not options.names:
        names = [r[0] for r in table]
        s.check("390 names, each once", len(names) == 390
                and len(set(names)) == 390, "%d" % len(names))
    s.each(s.one, table)
    s.each(s.case, [p for p in sorted(glob.glob(
        os.path.join(HERE, "cases", "*.xml"))) if not options.names
        or os.path.basename(p)[:-4] in options.names])
    s.done()


main()
