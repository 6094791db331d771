"""Books built to break what an EPUB says of its accessibility, each with what
is true of it: modes, sufficient modes, hazards, and features of those that
depend on the content."""

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
    ("an index", "<para>Back<indexterm><primary>back</primary></indexterm>."
     "</para><index/>", {}, [T], [T], NONE, ["index"]),
]
INFO = {"pages of paper": SOURCE, "a source without pages": SOURCE,
        "a film that does not flash": '<meta name="accessibility-hazard" '
        'content="noFlashingHazard"/>'}


def files(case):
    """The files of a case."""
    what, text, others = case[:3]
    return dict(others, **{"book.xml": article(text, INFO.get(what, ""))})


def wanted(case):
    return {"accessMode": sorted(case[3]), "accessModeSufficient": case[4],
            "accessibilityHazard": sorted(case[5]),
            "accessibilityFeature": sorted(case[6])}
