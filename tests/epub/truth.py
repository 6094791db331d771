"""Books built to break what an EPUB says of its accessibility, each with what
is true of it: modes, sufficient modes, hazards, and features of those that
depend on the content."""

import struct
import zlib

import books

# Features that follow from what a book holds; the others hold for each.
FEATURES = {"alternativeText", "audioDescription", "closedCaptions", "captions",
            "describedMath", "index", "longDescription", "MathML",
            "pageBreakMarkers", "pageNavigation", "printPageNumbers",
            "rubyAnnotations", "transcript", "verticalWriting"}
NONE = ["none"]
UNKNOWN = ["unknown"]
T, V, A = "textual", "visual", "auditory"
QUIET = ["noSoundHazard", "unknownFlashingHazard"]
STILL = ["noFlashingHazard", "noMotionSimulationHazard", "unknownSoundHazard"]
SOURCE = '<meta name="page-source" content="urn:isbn:9783161484100"/>'


def article(text, info=""):
    return books.db("article", "Book", text, info=info)


def caption(kind, name="f.vtt"):
    return '<multimediaparam name="%s" value="%s"/>' % (kind, name)


def math(alt):
    return "<informalequation>%s%s</informalequation>" % (
        "<alt>a over b</alt>" if alt else "", books.MATH % "")


def frames(n):
    """The chunk by which a PNG says how many frames it has."""
    return books.chunk(b"acTL", struct.pack(">II", n, 0))


def behind(gif, label, data):
    """A GIF with one more block, right behind its head."""
    block = b"!" + label
    while data:
        block += bytes([min(255, len(data))]) + data[:255]
        data = data[255:]
    return gif[:19] + block + b"\0" + gif[19:]


def webp(flags):
    """One of the extended form, which says whether it moves."""
    data = (b"WEBPVP8X" + struct.pack("<I", 10) + bytes([flags, 0, 0, 0]) +
            b"\7\0\0\7\0\0VP8L" + struct.pack("<I", 8) +
            b"\x2f\x07\xc0\x01\0\x07\0\0")
    return b"RIFF" + struct.pack("<I", len(data)) + data


def drawing(alt, inside):
    """A drawing that stands in the text itself."""
    return ("<mediaobject>%s<imageobject><imagedata>%s</imagedata>"
            "</imageobject></mediaobject>" % (
                "<alt>%s</alt>" % alt if alt else "", books.SVG % inside))


def linked(alt):
    return books.para(
        '<link xlink:href="https://x.example/">Home <inlinemediaobject>%s'
        '<imageobject><imagedata fileref="p.png"/></imageobject>'
        "</inlinemediaobject></link>" % alt)


LOOP = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
SHOWS = ["alternativeText"]
FILM = {"f.mp4": books.mp4(), "f.vtt": books.VTT}
SOUND = {"s.mp3": books.mp3()}
PICTURE = {"p.png": books.png()}
WORDS = "She rolls to one side."

# (what it has, DocBook, other files, modes, sufficient, hazards, features)
CASES = [
    ("text only", books.para(), {}, [T], [T], NONE, []),
    ("a picture with a text", books.picture("p.png"), PICTURE,
     [T, V], [T], NONE, ["alternativeText"]),
    ("a picture without", books.picture("p.png", None), PICTURE,
     [T, V], [T + "," + V], NONE, []),
    ("one with, one without", books.picture("p.png") +
     books.picture("p.png", None), PICTURE, [T, V], [T + "," + V], NONE, []),
    ("a picture that decorates", books.picture("p.png", ""), PICTURE,
     [T], [T], NONE, []),
    ("a picture that is missing", books.picture("no.png"), {}, [T], [T], NONE,
     []),
    ("a longer description", books.picture(
        "p.png", inside="<textobject>%s</textobject>" % books.para()), PICTURE,
     [T, V], [T], NONE, ["alternativeText", "longDescription"]),
    ("an animation", books.picture("g.gif"), {"g.gif": books.gif(3)},
     [T, V], [T], QUIET, ["alternativeText"]),
    ("a GIF that stands still", books.picture("g.gif"), {"g.gif": books.gif(1)},
     [T, V], [T], NONE, ["alternativeText"]),
    ("a formula", math(False), {}, [T], [T], NONE, ["MathML"]),
    ("a formula with words", math(True), {}, [T], [T], NONE,
     ["MathML", "describedMath"]),
    ("a formula in TeX", "<informalequation>%s</informalequation>" % (
        books.MATH % ' class="tex" alttext="\\frac ab"'), {}, [T], [T], NONE,
     ["MathML"]),
    ("a drawing that moves", books.picture("d.svg"), {
        "d.svg": books.SVG % '<animate attributeName="x" to="9" dur="1s"/>'},
     [T, V], [T], QUIET, ["alternativeText"]),
    ("a film", books.film("f.mp4", "video"), FILM,
     [T, V, A], [T + "," + V + "," + A], UNKNOWN, []),
    ("a film with captions", books.film(
        "f.mp4", "video", caption("captions")), FILM,
     [T, V, A], [T + "," + V], UNKNOWN, ["closedCaptions"]),
    ("a film told in words", books.film("f.mp4", "video", text=WORDS), FILM,
     [T, V, A], [T], UNKNOWN, ["transcript"]),
    ("a film with descriptions", books.film(
        "f.mp4", "video", caption("captions") + caption("descriptions"),
        text=WORDS), FILM, [T, V, A], [T], UNKNOWN,
     ["audioDescription", "closedCaptions", "transcript"]),
    ("a film that does not flash", books.film("f.mp4", "video", text=WORDS),
     FILM, [T, V, A], [T], ["noFlashingHazard", "unknownSoundHazard"], ["transcript"]),
    ("a sound", books.film("s.mp3", "audio"), SOUND,
     [T, A], [T + "," + A], STILL, []),
    ("a sound told in words", books.film("s.mp3", "audio", text=WORDS), SOUND,
     [T, A], [T], STILL, ["transcript"]),
    ("pages of paper", books.pages("1", "2"), {}, [T], [T], NONE,
     ["pageBreakMarkers", "pageNavigation"]),
    ("a source without pages", books.para(), {}, [T], [T], NONE, []),
    ("a formula whose words are blank", "<informalequation>%s"
     "</informalequation>" % (books.MATH % ' alttext="  "'), {}, [T], [T],
     NONE, ["MathML"]),
    ("one formula with words, one without", math(True) + math(False), {},
     [T], [T], NONE, ["MathML"]),
    ("a picture in a formula", "<informalequation><alt>x</alt>%s"
     "</informalequation>" % (books.MATH % "").replace(
         "<mml:mi>b</mml:mi>", "<mml:semantics><mml:mi>x</mml:mi>"
         '<mml:annotation-xml encoding="application/xhtml+xml"><img '
         'xmlns="http://www.w3.org/1999/xhtml" src="p.png"/>'
         "</mml:annotation-xml></mml:semantics>"), PICTURE, [T], [T], NONE,
     ["MathML", "describedMath"]),
    ("a formula as a picture", "<informalequation>%s</informalequation>" %
     books.picture("p.png", "a over b"), PICTURE, [T, V], [T], NONE, SHOWS),
    ("a picture in a link", linked("<alt>House</alt>"), PICTURE, [T, V], [T],
     NONE, SHOWS),
    ("a picture in a link, without", linked(""), PICTURE, [T, V],
     [T + "," + V], NONE, []),
    ("a table as a picture", "<table><title>Results</title>%s</table>" %
     books.picture("p.png", "Seven of ten walk"), PICTURE, [T, V], [T], NONE,
     SHOWS),
    ("a caption alone", "<figure><title>Brace</title>%s</figure>" %
     books.picture("p.png", None, "<caption><para>A brace</para></caption>"),
     PICTURE, [T, V], [T + "," + V], NONE, []),
    ("a long description alone", books.picture(
        "p.png", None, "<textobject>%s</textobject>" % books.para()), PICTURE,
     [T, V], [T], NONE, ["longDescription"]),
    ("an animation that is shown once", books.picture("g.gif"), {
        "g.gif": books.gif(3).replace(LOOP, b"")}, [T, V], [T], QUIET, SHOWS),
    ("an animation behind a long comment", books.picture("g.gif"), {
        "g.gif": behind(books.gif(3), b"\xfe", b"c" * 6000)}, [T, V], [T],
     QUIET, SHOWS),
    ("one image, shown again and again", books.picture("g.gif"), {
        "g.gif": books.gif(1)[:19] + LOOP + books.gif(1)[19:]}, [T, V], [T],
     NONE, SHOWS),
    ("an animation that decorates", books.picture("g.gif", ""), {
        "g.gif": books.gif(3)}, [T], [T], QUIET, []),
    ("a PNG that moves", books.picture("a.png"), {
        "a.png": books.png(extra=frames(2))}, [T, V], [T], QUIET, SHOWS),
    ("a PNG that moves, with much before", books.picture("a.png"), {
        "a.png": books.png(extra=books.chunk(b"iCCP", b"x\0\0" + zlib.compress(
            b"c" * 6000, 0)) + frames(2))}, [T, V], [T], QUIET, SHOWS),
    ("a PNG of one frame", books.picture("a.png"), {
        "a.png": books.png(extra=frames(1))}, [T, V], [T], NONE, SHOWS),
    ("a PNG that speaks of frames", books.picture("a.png"), {
        "a.png": books.png(extra=books.chunk(b"tEXt", b"Comment\0acTL"))},
     [T, V], [T], NONE, SHOWS),
    ("a WebP that moves", books.picture("a.webp"), {"a.webp": webp(2)},
     [T, V], [T], QUIET, SHOWS),
    ("a WebP that stands still", books.picture("a.webp"), {"a.webp": webp(0)},
     [T, V], [T], NONE, SHOWS),
    ("a drawing that moves by CSS", books.picture("d.svg"), {
        "d.svg": books.SVG % "<style><!-- x --><![CDATA[rect {animation: a "
        "1s}]]></style>"}, [T, V], [T], QUIET, SHOWS),
    ("a drawing with an attribute that moves it", books.picture("d.svg"), {
        "d.svg": books.SVG % '<g style="animation: a 1s"/>'}, [T, V], [T],
     QUIET, SHOWS),
    ("a drawing that speaks of motion", books.picture("d.svg"), {
        "d.svg": books.SVG % "<title>An animation</title><style>/* no "
        "animation */ rect {fill: red}</style><text>Words</text>"},
     [T, V], [T], NONE, SHOWS),
    ("a drawing in the text", drawing("A brace", "<text>Words</text>"), {},
     [T, V], [T], NONE, SHOWS),
    ("a drawing in the text, without", drawing("", "<text>Words</text>"), {},
     [T, V], [T + "," + V], NONE, []),
    ("one film with captions, one without", books.film(
        "f.mp4", "video", caption("captions")) + books.film("f.mp4", "video"),
     FILM, [T, V, A], [T + "," + V + "," + A], UNKNOWN, []),
    ("a film that is missing", books.film("no.mp4", "video", text=WORDS), {},
     [T], [T], NONE, []),
    ("a film from elsewhere", books.film("https://x.example/f.mp4", "video"),
     {}, [T], [T], NONE, []),
    ("a film said to have no hazard", books.film("f.mp4", "video", text=WORDS),
     FILM, [T, V, A], [T], NONE, ["transcript"]),
    ("a film that flashes", books.film("f.mp4", "video", text=WORDS), FILM,
     [T, V, A], [T], ["flashing", "unknownSoundHazard"], ["transcript"]),
    ("a sound with captions", books.film("s.mp3", "audio", caption("captions")),
     dict(SOUND, **{"f.vtt": books.VTT}), [T, A], [T + "," + A], STILL, []),
    ("an index without a line", books.para() + "<index/>", {}, [T], [T], NONE,
     []),
    ("pages in disorder", books.pages("3", "1", "2"), {}, [T], [T], NONE,
     ["pageBreakMarkers", "pageNavigation"]),
    ("a page without a number", books.para("<?page ?>Words."), {}, [T], [T],
     NONE, []),
    ("an index", "<para>Back<indexterm><primary>back</primary></indexterm>."
     "</para><index/>", {}, [T], [T], NONE, ["index"]),
]
# The same in Markdown.
TEXTS = [
    ("Markdown: a picture that decorates", "![](p.png){.decorative}\n",
     PICTURE, [T], [T], NONE, []),
    ("Markdown: a picture in a link", "[![Home](p.png)](https://x.example/)\n",
     PICTURE, [T, V], [T], NONE, SHOWS),
    ("Markdown: HTML", '<img src="p.png" alt="A brace">\n\nA <img '
     'src="g.gif" alt="walk"/>.\n', dict(PICTURE, **{"g.gif": books.gif(2)}),
     [T, V], [T], QUIET, SHOWS),
    ("Markdown: TeX", "$x$ and $y^2$\n", {}, [T], [T], NONE, ["MathML"]),
    ("Markdown: a long description", "![A brace](p.png)\n\n::: description\n"
     "It has straps.\n:::\n", PICTURE, [T, V], [T], NONE,
     ["alternativeText", "longDescription"]),
    ("Markdown: pages", "<?page 1?>\n\nWords <?page 2?> of these.\n", {},
     [T], [T], NONE, ["pageBreakMarkers", "pageNavigation"]),
]


def said(value):
    return '<meta name="accessibility-hazard" content="%s"/>' % value


INFO = {"pages of paper": SOURCE, "a source without pages": SOURCE,
        "a film said to have no hazard": said("none"),
        "a film that flashes": said("flashing"),
        "a film that does not flash": '<meta name="accessibility-hazard" '
        'content="noFlashingHazard"/>'}


def files(case):
    """The files of a case."""
    what, text, others = case[:3]
    if case in TEXTS:
        return dict(others, **{"book.md": books.md("Book", text)})
    return dict(others, **{"book.xml": article(text, INFO.get(what, ""))})


def wanted(case):
    return {"accessMode": sorted(case[3]), "accessModeSufficient": case[4],
            "accessibilityHazard": sorted(case[5]),
            "accessibilityFeature": sorted(case[6])}
