"""Hostile pages and books for `backmatter check`: name -> a function that
makes the bytes, the ending of the file, codes that must be reported, or None
where only time and memory count."""

import io
import struct
import zipfile

HEAD = '<!DOCTYPE html>\n<html lang="en"><head><title>T</title>%s</head><body>'
END = "</body></html>\n"
LIMIT = {"page-limit"}


def page(body, head=""):
    return (HEAD % head + body + END).encode()


def many(count, make):
    return "".join(make(n) for n in range(count))


def book(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        z.writestr("META-INF/container.xml",
                   '<container version="1.0" xmlns="urn:oasis:names:tc:'
                   'opendocument:xmlns:container"><rootfiles><rootfile '
                   'full-path="p.opf" media-type="application/'
                   'oebps-package+xml"/></rootfiles></container>')
        for name, text in files:
            z.writestr(name, text)
    return out.getvalue()


def package(items, spine):
    return ('<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            "<metadata/><manifest>%s</manifest><spine>%s</spine></package>" % (
                items, spine))


def item(n, name):
    return ('<item id="i%d" href="%s" media-type="application/xhtml+xml"/>' %
            (n, name))


def bomb():
    return book([("p.opf", package(item(0, "a.xhtml"),
                                   '<itemref idref="i0"/>')),
                 ("a.xhtml", " " * 200000000)])


def directory(data):
    """Where the entries of the directory of an archive begin."""
    count, _, at = struct.unpack("<HII", data[-12:-2])
    for _ in range(count):
        yield at
        lengths = struct.unpack("<HHH", data[at + 28:at + 34])
        at += 46 + sum(lengths)


def overlapping_book():
    """All pages are the bytes of the first one."""
    n = 2000
    data = bytearray(book(
        [("p.opf", package(many(n, lambda i: item(i, "%04d.xhtml" % i)),
                           many(n, lambda i: '<itemref idref="i%d"/>' % i)))] +
        [("%04d.xhtml" % i, " " * 100000 if i == 0 else "") for i in range(n)]))
    pages = list(directory(data))[3:]
    for at in pages[1:]:
        data[at + 16:at + 28] = data[pages[0] + 16:pages[0] + 28]
        data[at + 42:at + 46] = data[pages[0] + 42:pages[0] + 46]
    return bytes(data)


def lying_book(size):
    """Its page says that it has so many bytes, and has ten million."""
    data = bytearray(book([("p.opf", package(item(0, "a.xhtml"),
                                             '<itemref idref="i0"/>')),
                           ("a.xhtml", " " * 10000000)]))
    at = list(directory(data))[3]
    data[at + 24:at + 28] = struct.pack("<I", size)
    return bytes(data)


def crowded_book():
    return book([("p.opf", package("", ""))] +
                [("%d" % i, "") for i in range(60000)])


def large_book():
    """A page of thirty megabytes, packed as little as it may be."""
    text = ('<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title>'
            "</head><body>%s</body></html>" % many(
                400000, lambda n: '<p id="p%d">Words <b>in</b> it %x</p>\n' %
                (n, n * n * 7919)))
    return book([("p.opf", package(item(0, "a.xhtml"),
                                   '<itemref idref="i0"/>')),
                 ("a.xhtml", text)])


def deep_book():
    text = ('<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title>'
            "</head><body>%s%s</body></html>" % ("<div>" * 5000,
                                                 "</div>" * 5000))
    return book([("p.opf", package(item(0, "a.xhtml"),
                                   '<itemref idref="i0"/>')),
                 ("a.xhtml", text)])


def wide_book():
    n = 3000
    return book([("p.opf", package(
        many(n, lambda i: item(i, "d/" * 40 + "%d.xhtml" % i)),
        many(n, lambda i: '<itemref idref="i%d"/>' % i)))] +
        [("d/" * 40 + "%d.xhtml" % i,
          '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title>'
          "</head><body/></html>") for i in range(n)])


CASES = {
    "deep": (lambda: page("<div>" * 100000), ".html", LIMIT),
    "deep-xml": (lambda: b"<html xmlns='http://www.w3.org/1999/xhtml'>" +
                 b"<div>" * 100000, ".xhtml", None),
    "formatting": (lambda: page("<b><i><p>" * 100000), ".html", None),
    "ids": (lambda: page(many(100000, lambda n: '<p id="p%d">' % n)),
            ".html", set()),
    "same-id": (lambda: page('<p id="p">' * 100000), ".html", {"id-twice"}),
    "labelledby": (lambda: page(many(
        100000, lambda n: '<a href="#" id="a%d" aria-labelledby="a%d">x</a>' %
        (n, (n + 1) % 100000))), ".html", set()),
    "labelledby-one": (lambda: page(
        '<div id="d">%s</div>' % ("<p>word</p>" * 20000) +
        '<nav aria-labelledby="d"></nav>' * 20000), ".html", None),
    "labelledby-list": (lambda: page(
        '<i id="i">x</i><a href="#" aria-labelledby="%s">x</a>' %
        ("i " * 100000)), ".html", None),
    "owns-cycle": (lambda: page(
        '<div role="list" aria-owns="b" id="a"></div>'
        '<div role="list" aria-owns="a" id="b"></div>'), ".html", None),
    "owns-cycles": (lambda: page(many(
        300, lambda n: '<div role="list" aria-owns="%s" id="l%d"></div>' % (
            " ".join("l%d" % k for k in range(300)), n))), ".html", None),
    "owns-nest": (lambda: page(many(
        300, lambda n: '<div role="list" aria-owns="a b" id="a"><i '
        'aria-labelledby="b a" id="b">'))
        , ".html", None),
    "table": (lambda: page("<table><tr>%s</tr>%s</table>" % (
        many(2000, lambda n: '<th id="h%d">h</th>' % n),
        many(50, lambda r: "<tr>%s</tr>" % many(
            2000, lambda n: '<td headers="h%d h%d">1</td>' % (n, n // 2))))),
        ".html", None),
    "spans": (lambda: page("<table>%s</table>" % (
        '<tr><td rowspan="1000" colspan="1000">1</td></tr>' * 20000)),
        ".html", None),
    "tables": (lambda: page("<table><tr><th>" * 100000), ".html", LIMIT),
    "styles": (lambda: page(
        many(5000, lambda n: '<p class="c%d"><b><i class="d">x</i></b></p>' %
             (n % 500)),
        "<style>%s</style>" % many(
            5000, lambda n: ".c%d > b + i.d, p b ~ .d { color: #%03x }\n" % (
                n, n % 4096))), ".html", None),
    "selectors": (lambda: page(
        "<p>x</p>" * 5000, "<style>%s{color:red}</style>" % (
            ",".join("a b c d e f g h i j k l .x%d" % n
                     for n in range(20000)))), ".html", None),
    "variables": (lambda: page("<p>x</p>", "<style>:root{%s}p{color:var(--v0)}"
                               "</style>" % many(
        20000, lambda n: "--v%d: var(--v%d);" % (n, n + 1))), ".html", None),
    "brackets": (lambda: page("<p>x</p>", "<style>%s</style>" % (
        "@media (" * 50000)), ".html", None),
    "same-links": (lambda: page(many(
        50000, lambda n: '<a href="%d" aria-label="one two three">two</a>' % n
    )), ".html", None),
    "attributes": (lambda: page("<p %s>" % many(
        100000, lambda n: "a%d " % n)), ".html", LIMIT),
    "suppressions": (lambda: page(
        '<!-- bm-check: image-name reason="r" by="AR" --><img src="a">' *
        3000), ".html", None),
    # Megabytes, within the limit of memory.
    "nodes": (lambda: page("<br>" * 9000000), ".html", LIMIT),
    "mended": (lambda: page("<P>a <B>b</B>" * 1500000), ".html", LIMIT),
    "long-text": (lambda: page("<p>" + "word " * 6000000 + "</p>"), ".html",
                  set()),
    "declarations": (lambda: page('<p style="%s">x</p>' % (
        "color:#000;" * 2000000)), ".html", set()),
    "sheet": (lambda: page("<p>x</p>", "<style>%s</style>" % many(
        500000, lambda n: ".c%d { color: #%06x }\n" % (n, n))), ".html",
        None),
    "bomb": (bomb, ".epub", {"epub-bomb"}),
    "overlapping-book": (overlapping_book, ".epub", {"epub-archive"}),
    "lying-book": (lambda: lying_book(100), ".epub", {"epub-archive"}),
    "lying-book-more": (lambda: lying_book(10000001), ".epub",
                        {"epub-bomb"}),
    "lying-book-most": (lambda: lying_book(0xF0000000), ".epub",
                        {"epub-archive"}),
    "crowded-book": (crowded_book, ".epub", None),
    "large-book": (large_book, ".epub", None),
    "deep-book": (deep_book, ".epub", None),
    "wide-book": (wide_book, ".epub", None),
}
