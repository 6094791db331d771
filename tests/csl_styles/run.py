#!/usr/bin/env python3
"""Every installed citation style renders five works without an error.

Each independent and dependent style of the folder goes through csl-engine as
text, as a citation and, if the style (or its parent) has one, as a
bibliography.  The result must be there, must hold no word of the engine's own,
must be balanced markup, and a bibliography must have an entry that is not
empty for each work, but for those types that a style does not know.  A crash
counts for the style that caused it; the others are still tried.

  --styles DIR   another folder of styles
  --every N      only each Nth of the dependent styles, which are rendered
                 by an independent one each
  NAME ...       only these styles
"""

import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402

STYLES = "/usr/share/citation-style-language/styles"

ITEMS = [
    {"id": "article", "type": "article-journal",
     "title": "Walking after an operation on the back: a made-up trial",
     "author": [{"family": "Ash", "given": "Nora J."},
                {"family": "Berg", "given": "Jan-Willem",
                 "non-dropping-particle": "van der"},
                {"family": "Cedar", "given": "Omar", "suffix": "Jr"},
                {"family": "Dogwood", "given": "Ines"}],
     "container-title": "Journal of Made-up Studies",
     "container-title-short": "J Made Stud", "volume": "4", "issue": "2",
     "page": "101-109", "issued": {"date-parts": [[2019, 5, 17]]},
     "DOI": "10.5555/walk.2019", "PMID": "1234567", "ISSN": "0000-0000",
     "language": "en"},
    {"id": "book", "type": "book", "title": "The patient's guide to discs",
     "author": [{"family": "Birch", "given": "Omar"}],
     "edition": "2", "publisher": "Orchard Press",
     "publisher-place": "Leeds", "number-of-pages": "210",
     "issued": {"date-parts": [[2020]]}, "ISBN": "978-0-00-000000-2"},
    {"id": "chapter", "type": "chapter", "title": "Nerves and “roots”",
     "author": [{"family": "Cedar", "given": "P. Q."},
                {"family": "Éclair", "given": "Zoë"}],
     "editor": [{"family": "Birch", "given": "Omar"},
                {"family": "Fir", "given": "Lucia"}],
     "container-title": "Spine for beginners", "page": "12-30",
     "publisher": "Orchard Press", "publisher-place": "Leeds",
     "volume": "3", "collection-title": "Easy books", "edition": "revised",
     "issued": {"date-parts": [[2021, 3]]}},
    {"id": "page", "type": "webpage", "title": "When to call",
     "author": [{"literal": "Dogwood Hospital"}],
     "container-title": "Dogwood Hospital", "URL": "https://example.org/call",
     "issued": {"date-parts": [[2018, 3, 9]]},
     "accessed": {"date-parts": [[2026, 1, 2]]}},
    {"id": "report", "type": "report", "title": "Yearly figures",
     "author": [{"literal": "Ivy Institute"}], "number": "9",
     "genre": "Technical report", "publisher": "Ivy Institute",
     "publisher-place": "Elm",
     "issued": {"date-parts": [[2017, 11], [2018, 2]]}},
]
CITED = [[{"id": "article"}],
         [{"id": "book", "locator": "12-14", "label": "page"},
          {"id": "chapter", "prefix": "see "}],
         [{"id": "page"}, {"id": "report", "suffix": ", at the end"}],
         [{"id": "article", "locator": "3", "label": "figure"}]]
STEPS = [[{"citationID": "c%d" % i, "citationItems": items,
           "properties": {"noteIndex": i + 1}},
          [["c%d" % j, j + 1] for j in range(i)], []]
         for i, items in enumerate(CITED)]
# What only an engine in trouble prints.
OWN_WORDS = re.compile(r"\(null\)|undefined|\ufffd")
# What the protocol prints for a work that the style has nothing to say of.
NOTHING = re.compile(r"^\[CSL STYLE ERROR: .*\]$|^[\s\d.,;:()\[\]]*$")
# These know not every type of work: how many of the five they leave out.
SILENT = {
    "ausonius-editions": 1,
    "computer-und-recht": 2,
    "fachhochschule-kiel-fachbereich-medien": 1,
    "gewerblicher-rechtsschutz-und-urheberrecht": 2,
    "im-gesprach": 1,
    "juristische-schulung": 2,
    "kommunikation-und-recht": 2,
    "leidraad-voor-juridische-auteurs": 1,
    "mohr-siebeck-recht": 1,
    "neue-juristische-wochenschrift": 2,
    "postepy-higieny-i-medycyny-doswiadczalnej": 1,
    "springer-basic-note": 2,
    "wirtschaftsuniversitat-wien-unternehmensrechnung-und-controlling": 1,
}
# Has a list of works only: the layout of its citations is empty.
NO_CITES = {"national-archives-of-australia"}


class Balance(html.parser.HTMLParser):
    """Whether the elements of a result close; and its entries' texts."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.entries, self.bad = [], [], ""
        self.feed(text)
        self.close()
        if self.open:
            self.bad = self.bad or "not closed: " + self.open[-1]

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if ("class", "csl-entry") in attrs:
            self.entries.append("")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.bad = self.bad or "closed but not open: " + tag

    def handle_data(self, data):
        if self.entries and len(self.open) > 1:
            self.entries[-1] += data


def listed(folder):
    """{name: path}, the independent ones first."""
    found = {}
    for sub in ("", "dependent"):
        where = os.path.join(folder, sub)
        for name in sorted(os.listdir(where)) if os.path.isdir(where) else []:
            if name.endswith(".csl"):
                found[os.path.join(sub, name[:-4])] = os.path.join(where, name)
    return found


def judge(mode, name, style, answer):
    """What is wrong with the answer of the engine, or "".  name and style
    are those of the parent, if there is one."""
    if "error" in answer:
        return answer["error"]
    text = answer.get("result", "")
    own = OWN_WORDS.search(text)
    if own and own.group(0) not in style:
        return "prints %r\n%s" % (own.group(0), text)
    found = Balance(text)
    if found.bad:
        return found.bad + "\n" + text
    if mode == "citation":
        parts = re.split(r"^(?:>>|\.\.)\[\d+\]", text, flags=re.M)[1:]
        # The protocol's own words stand for a cite that prints nothing.
        printed = [part for part in parts
                   if re.sub(r"\[CSL STYLE ERROR: [^]]*\]", "", part).strip()]
        want = 0 if name in NO_CITES else len(CITED)
        return "" if len(printed) == want else (
            "%d citations of %d print something\n%s" % (
                len(printed), want, text))
    # An entry that would be empty may be left out.
    silent = len(ITEMS) - len(found.entries) + sum(
        bool(NOTHING.match(e.strip())) for e in found.entries)
    return "" if silent == SILENT.get(name, 0) else (
        "%d entries say nothing\n%s" % (silent, text))


class Styles(suite.Suite):
    def __init__(self, options):
        super().__init__("csl_styles", options)
        self.engine = os.path.join(self.build, "tests", "csl-engine")
        self.styles = listed(options.styles)
        self.parents = {}

    def source(self, name, text):
        """(name, text) of the style that renders: its own or its parent's."""
        if "<citation" in text:
            return name, text
        link = re.search(r'<link\b[^>]*rel="independent-parent"[^>]*>', text)
        href = re.search(r'href="[^"]*/([^"/]+)"', link.group(0) if link
                         else "")
        parent = href.group(1) if href else ""
        if parent not in self.parents:
            path = self.styles.get(parent)
            self.parents[parent] = "" if path is None else suite.read(
                path).decode("utf-8", "replace")
        return parent, self.parents[parent]

    def requests(self, names):
        for name in names:
            text = suite.read(self.styles[name]).decode("utf-8", "replace")
            source = self.source(name, text)
            body = {"csl": text, "input": ITEMS}
            yield name, source, dict(body, mode="citation", citations=STEPS)
            if "<bibliography" in source[1]:
                yield name, source, dict(body, mode="bibliography")

    def batch(self, names):
        """One process for many styles; a new one behind a crash."""
        wrong = {}
        todo = list(self.requests(names))
        while todo:
            with tempfile.TemporaryFile() as into:
                for _, _, request in todo:
                    into.write(json.dumps(request).encode() + b"\n")
                into.seek(0)
                run = subprocess.run([self.engine, "--batch"], stdin=into,
                                     stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE,
                                     env=dict(suite.CLEAN_ENV), timeout=900)
            answers = run.stdout.splitlines()
            for (name, source, request), line in zip(todo, answers):
                fault = judge(request["mode"], *source, json.loads(line))
                if fault:
                    wrong.setdefault(name, "%s: %s" % (request["mode"], fault))
            if len(answers) < len(todo):
                name, _, request = todo[len(answers)]
                wrong[name] = "%s: exit %d\n%s" % (
                    request["mode"], run.returncode,
                    run.stderr.decode("utf-8", "replace")[:3000])
            elif run.returncode != 0:
                wrong["the end of " + names[-1]] = run.stderr.decode(
                    "utf-8", "replace")[:3000]
            todo = todo[len(answers) + 1:]
        for name in names:
            self.check(name, name not in wrong, wrong.pop(name, ""))
        for name, fault in wrong.items():
            self.check(name, False, fault)


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("--styles", default=STYLES)
    p.add_argument("--every", type=int, default=1)
    p.add_argument("only", nargs="*")
    options = p.parse_args()
    s = Styles(options)
    s.need(s.engine)
    names = list(s.styles)
    if options.only:
        names = [n for n in names if os.path.basename(n) in options.only]
    elif options.every > 1:
        names = [n for i, n in enumerate(names)
                 if not n.startswith("dependent") or i % options.every == 0]
    s.check("there are styles in " + options.styles, names, "none found")
    s.each(s.batch, [names[i:i + 250] for i in range(0, len(names), 250)])
    dependent = sum(n.startswith("dependent") for n in names)
    print("%d independent and %d dependent styles of %d tried" % (
        len(names) - dependent, dependent, len(s.styles)))
    s.done()


if __name__ == "__main__":
    main()
