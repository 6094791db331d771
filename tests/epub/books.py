#!/usr/bin/env python3
"""Sources of books of many kinds, common ones and odd ones.

  python3 tests/epub/books.py --build build OUTDIR

writes the sources to OUTDIR/src and makes each of them an EPUB in OUTDIR.
tests/epub/run.py asks about what is in them; tests/external/judge.mjs shows
them to other people's validators.
"""

import os
import struct
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402

HEAD = """---
title: "%s"
lang: %s
author: {name: Ada Example, credentials: MD}
date: 2026-01-15
%s---

"""
DB = ('xmlns="http://docbook.org/ns/docbook" version="5.2" '
      'xmlns:xlink="http://www.w3.org/1999/xlink" xml:lang="%s"')
MATH = ('<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"%s>'
        '<mml:mfrac><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfrac>'
        '</mml:math>')
SVG = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40">'
       '<rect width="60" height="40"/>%s</svg>')
TEXT = ("Most people walk again within a day. Ask your nurse what you may "
        "lift, and for how long.\n")


def chunk(kind, data):
    """A piece of a PNG."""
    return (struct.pack(">I", len(data)) + kind + data +
            struct.pack(">I", zlib.crc32(kind + data)))


def png(width=8, height=8, extra=b""):
    """A grey picture; `extra` stands before its data."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" +
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) +
            extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def gif(frames):
    """A picture of one colour, shown `frames` times."""
    out = b"GIF89a\x08\0\x08\0\x80\0\0\0\0\0\xff\xff\xff"
    if frames > 1:
        out += b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    for _ in range(frames):
        out += (b"!\xf9\x04\0\x0a\0\0\0,\0\0\0\0\x08\0\x08\0\0"
                b"\x02\x07\x84\x8f\xa9\xcb\xed\x5d\0\0")
    return out + b";"


def mp3():
    """Silence: frames of MPEG-1 layer III."""
    return (b"\xff\xfb\x90\x00" + b"\0" * 413) * 4


def mp4():
    """No film, but what every one begins and ends with."""
    return (struct.pack(">I", 24) + b"ftypisom\0\0\2\0isommp41" +
            struct.pack(">I", 8) + b"mdat")


def font(kind="OTTO", fs_type=0):
    """A font without letters: a directory, and the table that says what its
    maker allows."""
    os2 = struct.pack(">HhHHH", 4, 500, 400, 5, fs_type) + b"\0" * 68
    return (kind.encode() + struct.pack(">HHHH", 1, 16, 0, 0) + b"OS/2" +
            struct.pack(">III", 0, 28, len(os2)) + os2)


VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nStand up slowly.\n"


def md(title, text, lang="en", more=""):
    return HEAD % (title, lang, more) + text


def db(root, title, text, lang="en", info=""):
    return ('<%s %s><info><title>%s</title><author><personname>'
            '<firstname>Ada</firstname><surname>Example</surname>'
            '</personname></author><pubdate>2026-01-15</pubdate>%s</info>'
            '%s</%s>' % (root, DB % lang, title, info, text, root))


def chapter(title, text, more=""):
    return "<chapter%s><title>%s</title>%s</chapter>" % (more, title, text)


def para(text=TEXT.strip()):
    return "<para>%s</para>" % text


def film(name, kind, more="", alt="Getting up from bed", text=""):
    return ('<mediaobject>%s<%sobject><%sdata fileref="%s">%s</%sdata>'
            '</%sobject>%s</mediaobject>' % (
                "<alt>%s</alt>" % alt if alt else "", kind, kind, name, more,
                kind, kind,
                "<textobject>%s</textobject>" % para(text) if text else ""))


def picture(name, alt="A back brace", inside=""):
    return ('<mediaobject>%s<imageobject><imagedata fileref="%s"/>'
            '</imageobject>%s</mediaobject>' % (
                "" if alt is None else "<alt>%s</alt>" % alt, name, inside))


def pages(*names):
    """A paragraph for each page of a printed book."""
    return "".join(para("<?page %s?>Words of this page." % n) for n in names)


NOTES = ("Rest helps little.[^a] Movement helps more.[^b]\n\n"
         "[^a]: In most trials.\n[^b]: The note has two paragraphs.\n\n"
         "    This is the second.\n")
TABLE = ("| Choice | After a year |\n| --- | ---: |\n| Walking | 7 of 10 |\n"
         "| Rest | 5 of 10 |\n\n: Results {#tbl-r%s rowheader=firstcol}\n\n")
LONG = "a-very-long-name-" * 12


def plain():
    """What writers do all day."""
    yield "small", {"book.md": md("Small", TEXT)}
    yield "sections", {"book.md": md("Sections", "".join(
        "%s Part %d\n\n%s\n" % ("#" * (1 + i % 4), i, TEXT)
        for i in range(1, 9)))}
    yield "notes", {"book.md": md("Notes", NOTES)}
    yield "tables", {"book.md": md("Tables", TEXT + "\n" + TABLE % 1 +
                                   "# More\n\n" + TABLE % 2)}
    yield "figures", {"a.png": png(), "b.svg": SVG % "", "c.gif": gif(1),
                      "book.md": md("Figures", "".join(
                          '![A back brace](%s "Brace"){#fig-%s}\n\n' % (n, n[0])
                          for n in ("a.png", "b.svg", "c.gif")))}
    yield "lists", {"book.md": md("Lists", "- one\n- two\n    1. deep\n"
                                  "    2. deeper\n\nTerm\n: What it means\n\n"
                                  "- [x] done\n- [ ] open\n")}
    yield "code", {"book.md": md("Code", "```c\nint main(void);\n```\n\n"
                                 "Run `make`.\n")}
    yield "glossary", {"book.xml": db("book", "Words", chapter(
        "One", para('<glossterm linkend="g-b">Brace</glossterm> and more.')) +
        '<glossary><title>Glossary</title><glossentry xml:id="g-b"><glossterm>'
        'Brace</glossterm><glossdef>%s</glossdef></glossentry></glossary>'
        % para("A belt."))}
    yield "index", {"book.xml": db("book", "Index", chapter(
        "One", para("Back<indexterm><primary>back</primary></indexterm> "
                    "pain<indexterm><primary>pain</primary></indexterm>.")) +
        "<index/>")}
    yield "references", {
        "r.json": '[{"id":"a1","type":"article-journal","title":"Walking after '
                  'surgery","author":[{"family":"Example","given":"Ada"}],'
                  '"issued":{"date-parts":[[2020]]},"DOI":"10.5555/12345678"}]',
        "book.md": md("References", "Walking helps [@a1].\n",
                      more="bibliography: r.json\n")}
    yield "notices", {"book.md": md(
        "Notices", TEXT + "\n## Stimulation\n\nSpinal cord stimulation is one "
        "choice.\n", more="subjects: [spine, treatment]\nreviewed: 2026-01-15\n"
        "next-review: 2027-01-15\nreviewer: Ben Sample, MD\n")}
    yield "admonitions", {"book.xml": db("article", "Boxes", "".join(
        "<%s>%s</%s>" % (n, para(), n) for n in
        ("note", "tip", "warning", "caution", "important", "danger", "sidebar")))}


def parts():
    """Books of many pieces."""
    yield "parts", {"book.xml": db("book", "Parts", "".join(
        "<part><title>Part %d</title>%s%s</part>" % (
            p, chapter("First", para()), chapter("Second", para()))
        for p in (1, 2)) + "<appendix><title>End</title>%s</appendix>" % para())}
    yield "matter", {"book.xml": db(
        "book", "All matter", "<dedication>%s</dedication>"
        "<acknowledgements>%s</acknowledgements><preface><title>Before</title>"
        "%s</preface>%s<appendix><title>After</title>%s</appendix>"
        "<bibliography><title>Sources</title><bibliomixed>A. Example. Walking."
        "</bibliomixed></bibliography><colophon>%s</colophon>" % (
            para(), para(), para(), chapter("One", para()), para(), para()))}
    yield "set", {"book.xml": db("set", "A set", "".join(
        "<book><title>Book %d</title>%s</book>" % (n, chapter("One", para()))
        for n in (1, 2)))}
    yield "titles", {"book.xml": db("book", "The same", "".join(
        chapter("The same", "<section><title>The same</title>%s</section>" %
                para()) for _ in range(5)))}
    yield "many", {"book.xml": db("book", "Many", "".join(
        chapter("Chapter %d" % n, para()) for n in range(300)))}
    yield "deep", {"book.xml": db("article", "Deep", "".join(
        "<section><title>Level %d</title>%s" % (n, para())
        for n in range(1, 9)) + "</section>" * 8)}
    yield "split", {"book.md": md("Split", "".join(
        "# Part %d\n\n%s\n## Inside %d\n\n%s\n" % (n, NOTES.replace(
            "^a", "^a%d" % n).replace("^b", "^b%d" % n), n, TEXT)
        for n in range(1, 5)), more="split-level: 2\n")}
    yield "pieces", {"book.xml": suite.read(os.path.join(
        suite.TOP, "tests/golden/split/book.xml")).decode()}
    yield "large", {"book.md": md("Large", "".join(
        "# Part %d\n\n%s\n" % (n, (TEXT + "\n") * 400)
        for n in range(1, 12)), more="split-size: 60k\n")}
    yield "project", {
        "backmatter.yaml": "title: Site\nlang: en\nmetadata:\n  author: Ada "
        "Example\n  date: 2026-01-15\nbooks:\n  - id: b\n    title: Of files\n"
        "    epub: ../out.epub\n    documents: [one.md, Zwei.md, drei.xml]\n",
        "one.md": "---\ntitle: One\n---\n\nSee [two](Zwei.md#hier).\n",
        "Zwei.md": "---\ntitle: Zwei\nlang: de\n---\n\n## Hier {#hier}\n\nText.\n",
        "drei.xml": "<glossary %s><title>Words</title><glossentry><glossterm>a"
        "</glossterm><glossdef>%s</glossdef></glossentry></glossary>" % (
            DB % "en", para())}


def scripts():
    """Languages and directions of writing."""
    yield "arabic", {"book.md": md("الظهر", "## القسم\n\nالمشي مفيد.[^a]\n\n"
                                   "[^a]: ملاحظة.\n", "ar")}
    yield "hebrew", {"book.xml": db("book", "הגב", chapter(
        "אחד", para("הליכה עוזרת.")), "he")}
    yield "japanese", {"book.md": md("腰の痛み", "# 歩く\n\n手術の後は歩きます。\n",
                                     "ja", "writing-mode: vertical-rl\n")}
    yield "directions", {"book.xml": db("book", "כותרת English", chapter(
        "ערבית", "<para>שלום <phrase xml:lang='en'>hello (world)</phrase> 123.</para>"
        "<programlisting>int x;</programlisting>"), "he")}
    yield "chinese", {"book.md": md("背痛", "# 走路\n\n手术后要走路。\n", "zh-Hans")}
    yield "languages", {"book.xml": db("book", "Three languages", chapter(
        "English", para()) + chapter("Deutsch", para("Gehen hilft."),
                                     ' xml:lang="de"') +
        chapter("עברית", para("הליכה עוזרת."), ' xml:lang="he" dir="rtl"'))}
    yield "german", {"book.md": md("Rückenschmerz", NOTES, "de")}
    yield "unicode", {"ünïcödé 名前.png": png(),
                      "book.md": md("Names: 日本 – “q” <&>", "![A brace]"
                                    "(<ünïcödé 名前.png>)\n\n## Ä ö {#ä-ö}\n\n"
                                    "[Up](#ä-ö) and 😀.\n")}


def odd():
    """What nobody does, until somebody does."""
    yield "empty", {"book.md": ""}
    yield "empty-book", {"book.xml": '<book %s><title>Empty</title></book>'
                         % (DB % "en")}
    yield "one-picture", {"p.png": png(), "book.md": md(
        "Picture", "![A back brace on a chair](p.png)\n")}
    yield "long-names", {LONG + ".png": png(), "book.md": md(
        LONG * 3, "![A brace](%s.png)\n\n## %s {#%s}\n\nText.\n" % (
            LONG, LONG, LONG))}
    yield "devices", {"con.png": png(), "book.xml": db("book", "Devices", "".join(
        chapter(n, para(), ' xml:id="%s"' % n)
        for n in ("con", "NUL", "aux", "nav", "cover", "package", "title"))
        + chapter("Picture", picture("con.png")))}
    yield "cases", {"A.png": png(), "b/a.png": png(9), "book.xml": db(
        "book", "Cases", chapter("Abc", picture("A.png"), ' xml:id="abc"') +
        chapter("ABC", picture("b/a.png"), ' xml:id="ABC"'))}
    yield "wrong-suffix", {"p.jpg": png(), "book.md": md(
        "Suffix", "![A brace](p.jpg)\n")}
    yield "blocks", {"book.xml": suite.read(os.path.join(
        suite.TOP, "tests/xsl/elements.xml")).decode()}
    yield "markup", {"book.md": md("Markup", "A < b & c > d, \"q\" 'a'.\n\n"
                                   "| a | b |\n|---|---|\n|  | x |\n")}
    yield "no-metadata", {"book.md": "# Only a heading\n\nText.\n"}
    yield "people", {"book.md": md("People", TEXT, more=(
        "subtitle: Of many\neditor: Ben Sample\npublisher: Example Press\n"
        "isbn: 978-3-16-148410-0\ndoi: 10.5555/12345678\nkeywords: [a, b]\n"
        "collection: {title: Backs, number: 3}\nbisac: MED022000\n"
        "thema: MJE\nlicense: All rights reserved.\n"))}
    yield "table-notes", {"book.md": md("Notes in tables", (
        "| Choice[^a] | Year |\n|---|---|\n| Walk[^b] | 7[^a] |\n\n"
        ": Results[^c] {#tbl-x}\n\n[^a]: In most.\n[^b]: Slowly.\n\n"
        "    | a | b |\n    |---|---|\n    | c | d |\n\n[^c]: Of all.\n"))}
    yield "sets", {"book.xml": db("set", "Sets", "".join(
        "<book><title>Book %d</title><part><title>P</title><part><title>Q</title>"
        "<partintro>%s</partintro><reference><title>R</title><refentry>"
        "<refnamediv><refname>walk</refname><refpurpose>goes</refpurpose>"
        "</refnamediv><refsection><title>S</title>%s</refsection></refentry>"
        "</reference><article><title>A</title>%s</article>%s</part></part></book>"
        % (n, para(), para(), para(), chapter("C", para())) for n in (1, 2)))}
    yield "unsafe", {"a.svg": SVG % '<script>alert(1)</script><image href="'
                     'https://x.example/a.png"/>', "book.md": md(
                         "Unsafe", "![A drawing](a.svg)\n\n![From elsewhere]"
                         "(https://x.example/r.png)\n")}
    yield "cover", {"c.png": png(60, 90), "book.md": md("T", TEXT),
                    "backmatter.yaml": "title: Site\nlang: en\nbooks:\n  - id: b"
                    "\n    title: With a cover\n    epub: ../out.epub\n"
                    "    cover: c.png\n    documents: [book.md]\n"}


def fonts():
    """Fonts that may be taken along, and some that may not."""
    faces = "".join("  - {file: %s, family: Sans%s}\n" % f for f in (
        ("a.otf", ", use: [text, headings]"), ("b.ttf", ", weight: bold"),
        ("c.woff2", ", use: code, license: SIL Open Font License 1.1"),
        ("a.otf", ", style: italic, license-file: OFL.txt"),
        ("bare.woff2", ""), ("no.otf", ", license: mine"), ("bits.otf", ""),
        ("all.ttc", ", license: mine"), ("none.otf", ""),
        ("OFL.txt", ", license: mine")))
    yield "fonts", {
        "a.otf": font(), "b.ttf": font("\0\1\0\0", 8),
        "c.woff2": font("wOF2"), "bare.woff2": font("wOF2"),
        "no.otf": font("OTTO", 2), "bits.otf": font("OTTO", 0x200),
        "all.ttc": font("ttcf"), "OFL.txt": "You may use it.\n",
        "book.md": md("Faces", TEXT + "\nRun `make`.\n"),
        "backmatter.yaml": "title: Site\nlang: en\nfonts:\n" + faces +
        "books:\n  - id: b\n    title: With faces\n    epub: ../out.epub\n"
        "    documents: [book.md]\n"}


def media():
    """What does not stand still, and what is read out."""
    yield "video", {"f.mp4": mp4(), "f.vtt": VTT, "book.xml": db(
        "article", "Film", film("f.mp4", "video", text="She rolls to a side."))}
    yield "captions", {"f.mp4": mp4(), "f.vtt": VTT, "book.xml": db(
        "article", "Captions", film(
            "f.mp4", "video", '<multimediaparam name="captions" '
            'value="f.vtt"/>', text="She rolls to a side."))}
    yield "audio", {"s.mp3": mp3(), "book.xml": db(
        "article", "Sound", film("s.mp3", "audio", text="Breathe in."))}
    yield "animated", {"g.gif": gif(3), "book.md": md(
        "Moves", "![A person walks](g.gif)\n")}
    yield "mathml", {"book.xml": db("article", "Formula", "<informalequation>"
                                    "<alt>a over b</alt>" + MATH % "" +
                                    "</informalequation>")}
    yield "pages", {"book.xml": db("book", "Pages", chapter(
        "One", pages("i", "ii", "1")) + chapter("Two", pages("2", "3")),
        info='<meta name="page-source" content="urn:isbn:9783161484100"/>')}
    yield "pages-md", {"book.md": md(
        "Pages", "Text.\n\n<?page 1?>\n\nMore <?page 2?> text.\n\n"
        "- item <?page 3?>\n", more="page-source: urn:isbn:9783161484100\n")}


def books():
    """Every (name, files)."""
    for family in (plain, parts, scripts, odd, media, fonts):
        yield from family()


def put(folder, files):
    """Writes the files of a book; returns the one to begin with."""
    for name, data in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        suite.write(path, data if isinstance(data, bytes) else data.encode())
    for name in ("backmatter.yaml", "book.md", "book.xml"):
        if name in files:
            return os.path.join(folder, name)
    raise ValueError(folder)


def make(program, source, out, *options):
    """Makes the EPUB; returns the run."""
    folder, name = os.path.split(source)
    if name == "backmatter.yaml":
        site = os.path.join(folder, "site")
        run = suite.run([program, "build", "--fail-on", "never", *options, "-o", site, folder],
                        folder)
        made = os.path.join(folder, "out.epub")
        if os.path.exists(made):
            os.replace(made, out)
        return run
    return suite.run([program, "--no-project", "--fail-on", "never", "-t",
                      "epub", *options, "-o", out, name], folder)


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("out", metavar="OUTDIR")
    options = p.parse_args()
    program = os.path.join(suite.TOP, options.build, "backmatter")
    done = failed = 0
    for name, files in books():
        folder = os.path.join(options.out, "src", name)
        source = put(folder, files)
        run = make(program, source, os.path.abspath(
            os.path.join(options.out, name + ".epub")))
        done += 1
        if run.status != 0:
            failed += 1
            print("%s: %s" % (name, run))
        elif options.verbose and run.err:
            print("%s:\n%s" % (name, run.errors))
    print("%d books, %d failed" % (done, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
