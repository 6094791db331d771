"""Editing sessions of our own: which citations a step marks as changed.

A session is a line such as "AB A 1=B": citations that cite the works A and
B, then A, then citation 1 sent anew with B.  "+A" puts a citation in front.
The result is one mark a citation: ">" for changed, "." for unchanged.
"""

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"
 class="note"><info><title>Own</title><id>own</id>
<updated>2020-01-01T00:00:00Z</updated></info><citation %s>
<layout delimiter="; ">%s</layout></citation></style>"""

NAMES = '<names variable="author"><name form="short"/></names>'
YEAR = ('<date variable="issued"><date-part name="year" prefix=" "/></date>')
FULL = '<names variable="author"/><text variable="title" prefix=", "/>'
TITLE = ('<choose><if disambiguate="true">'
         '<text variable="title" prefix=", "/></if></choose>')


def later(what, position="subsequent"):
    return ('<choose><if position="%s">%s</if><else>%s</else></choose>'
            % (position, what, FULL))


LETTERS = 'disambiguate-add-year-suffix="true"'
MORE = ('disambiguate-add-names="true" et-al-min="9" et-al-use-first="1" '
        'et-al-subsequent-min="2" et-al-subsequent-use-first="1"')

# attributes of cs:citation, layout, session, marks
CASES = [
    ("nothing changes", "", later(NAMES), "A B A", "..>"),
    ("a letter that the first cite does not show", LETTERS,
     later(NAMES + YEAR), "A C B", ">.>"),
    ("a condition that it does not show", "", later(NAMES + TITLE), "A B",
     ">>"),
    ("names that it does not show", MORE, NAMES + YEAR, "D E", ">>"),
    ("cited again, a condition for later cites", "", later(NAMES + TITLE),
     "AB A B", ">.>"),
    ("cited for the third time", "", later(NAMES + TITLE), "AB A B B",
     "...>"),
    ("cited again, no condition", "", later(NAMES), "AB A B", "..>"),
    ("cited again, no position", "", NAMES + TITLE, "AB A B", "..>"),
    ("no longer cited again", "", later(NAMES + TITLE), "A C A 2=C", ">>>"),
    ("no longer behind its like", "", later(NAMES, "ibid"), "A A A 1=C",
     ".>>"),
    ("another citation is the first", "", later(NAMES), "A C A +A",
     ">>.>"),
    ("numbers move", "", '<text variable="citation-number"/>', "A C +B",
     ">>>"),
]


def work(name, people, year):
    return {"id": name, "type": "book", "title": "Book " + name,
            "author": [{"family": f, "given": g} for f, g in people],
            "issued": {"date-parts": [[year]]}}


WORKS = [work("A", [("Ash", "Ann")], 2001), work("B", [("Ash", "Ann")], 2001),
         work("C", [("Oak", "Cy")], 2001),
         work("D", [("Elm", "Di"), ("Fir", "Ed")], 2003),
         work("E", [("Elm", "Di"), ("Yew", "Flo")], 2003)]


def steps(session):
    """The steps [citation, before, after] of the protocol."""
    order, out = [], []
    for n, word in enumerate(session.split()):
        name, works = "c%d" % n, word
        if "=" in word:
            at, works = int(word.split("=")[0]), word.split("=")[1]
            name = order[at]
        else:
            at = 0 if word[0] == "+" else len(order)
            order.insert(at, name)
        notes = [[c, i + 1] for i, c in enumerate(order)]
        out.append([{"citationID": name,
                     "citationItems": [{"id": w} for w in works.lstrip("+")],
                     "properties": {"noteIndex": at + 1}},
                    notes[:at], notes[at + 1:]])
    return out


def check(suite, engine, locales):
    """Plays all sessions."""
    for what, attributes, layout, session, marks in CASES:
        got = engine.ask({"mode": "citation", "input": WORKS,
                          "csl": STYLE % (attributes, layout),
                          "citations": steps(session),
                          "locale_dir": locales})
        lines = got.get("result", "").split("\n")
        suite.check("a session: " + what,
                    "".join(line[:1] for line in lines) == marks,
                    got.get("error", "\n".join(lines)))
