#!/usr/bin/env python3
"""Terms across the files of a project, and the structured data of pages.

What the data of a page says must be on that page: the written HTML is parsed
by another parser than ours, and each value of the data is looked for in its
visible text, or in what an element with a visible text stands for (time,
data, a)."""

import json
import os
import re
import sys
import zipfile
from html.parser import HTMLParser

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402

HEADER = "term\tabbreviation\tdefinition\tpreferred_term\tmesh\ti10\ti11\n"
# Words of the vocabulary itself, not of the text.
VOCABULARY = {"@context", "@type", "propertyID"}
VOID = {"meta", "link", "br", "img", "hr", "input", "col", "source", "wbr"}


class Page(HTMLParser):
    """Visible text, machine values of elements, links, data, ids."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.words, self.values, self.data = [], set(), []
        self.links, self.ids, self.open = [], [], []
        self.feed(text)
        self.close()
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag not in VOID:
            self.open.append((tag, a.get("type")))
        if "body" not in [t for t, _ in self.open]:
            return
        for t, name in (("time", "datetime"), ("data", "value"),
                        ("a", "href")):
            if tag == t and a.get(name):
                self.values.add(a[name])
        if tag == "a" and "href" in a:
            self.links.append(a["href"])
        if "id" in a:
            self.ids.append(a["id"])
        if tag in ("p", "li", "dd", "dt", "div", "td", "h1", "h2"):
            self.words.append(" ")

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag in ("p", "li", "dd", "dt", "div", "td", "h1", "h2"):
            self.words.append(" ")

    def handle_data(self, data):
        tags = [t for t, _ in self.open]
        if tags and tags[-1] == "script":
            if self.open[-1][1] == "application/ld+json":
                self.data.append(data)
        elif "body" in tags and tags[-1] != "style":
            self.words.append(data)


def leaves(value, path=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in VOCABULARY:
                yield from leaves(inner, path + "." + key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path.lstrip("."), value


def unseen(page, data):
    """What the data says and the page does not show."""
    missing = []
    for path, value in leaves(data):
        if value is True and path == "isAccessibleForFree":
            value = "free"
            good = value in page.values
        else:
            good = isinstance(value, str) and (
                value in page.values or " ".join(value.split()) in page.text)
        if not good:
            missing.append("%s: %r" % (path, value))
    return missing


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def check_page(s, what, text):
    """The data of a page, judged; or None."""
    page = Page(text)
    s.check("%s: one script at most" % what, len(page.data) < 2)
    if not page.data:
        return None
    try:
        data = json.loads(page.data[0])
    except ValueError as error:
        s.check("%s: JSON" % what, False, str(error))
        return None
    s.equal("%s: nothing that is not shown" % what, unseen(page, data), [])
    return data


ARTICLE = """---
title: Pain & "more" <after> surgery
author: {name: Ann Other, credentials: RN, affiliation: A Hospital}
lang: en
date: 2026-01-05
modified: 2026-02-01
reviewed: 2026-01-06
next-review: 2027-01-06
reviewer: Ben Sample, MD
funding: The </script><b> Fund & Co
sponsor: Some & Sons
interests: none
publisher: P
subjects: [treatment]
access: free
audience: [patients, carers]
about: [failed back surgery syndrome, spinal cord stimulation, kites]
bibliography: refs.json
%s
---

Second work first [@b], then the other [@a].

## References {.bibliography}
"""
REFS = """[
{"id": "a", "type": "article-journal", "title": "On a <i>first</i> thing.",
 "DOI": "10.1000/a", "PMID": "111", "author": [{"family": "A", "given": "B"}],
 "issued": {"date-parts": [[2020]]}},
{"id": "b", "type": "article-journal", "title": "It's \\"second\\"",
 "DOI": "10.1000/b</script>", "author": [{"family": "C", "given": "D"}],
 "issued": {"date-parts": [[2021]]}},
{"id": "c", "type": "book", "title": "Never cited"}
]"""


def one_page(s):
    folder = s.tmp()
    write(folder, "refs.json", REFS)
    path = write(folder, "a.md", ARTICLE % "")
    r = suite.run([s.backmatter, "-v", "--today=2026-03-01", path], folder)
    s.equal("article: exit status", r.status, 0)
    d = check_page(s, "article", r.text)
    if not s.check("article has data", d):
        return
    s.equal("type", d["@type"], "MedicalWebPage")
    s.equal("name", d["name"], 'Pain & "more" <after> surgery')
    s.equal("author", d["author"], [{
        "@type": "Person", "name": "Ann Other", "hasCredential": {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": "RN"},
        "affiliation": {"@type": "Organization", "name": "A Hospital"}}])
    s.equal("dates", [d.get(k) for k in (
        "datePublished", "dateModified", "lastReviewed", "expires")],
        ["2026-01-05", "2026-02-01", "2026-01-06", "2027-01-06"])
    s.equal("reviewer", (d["reviewedBy"]["@type"], d["reviewedBy"]["name"]),
            ("Person", "Ben Sample"))
    s.equal("funder", d["funder"]["name"], "The </script><b> Fund & Co")
    s.equal("sponsor", d["sponsor"]["name"], "Some & Sons")
    s.equal("free", d["isAccessibleForFree"], True)
    s.equal("audience", [a["audienceType"] for a in d["medicalAudience"]],
            ["patients", "carers"])
    s.equal("about", [(a["@type"], a["name"]) for a in d["about"]],
            [("MedicalCondition", "persistent spinal pain syndrome type 2"),
             ("MedicalEntity", "spinal cord stimulation"),
             ("Thing", "kites")])
    s.check("older names", "failed back surgery syndrome" in
            d["about"][0]["alternateName"])
    s.equal("codes", [(c["codingSystem"], c["codeValue"])
                      for c in d["about"][0]["code"]],
            [("MeSH", "D055111"), ("ICD-10", "M96.1"),
             ("ICD-11", "MG30.21")])
    s.equal("works in the order of their first citation",
            [[i["value"] for i in c["identifier"]] for c in d["citation"]],
            [["10.1000/b</script>"], ["10.1000/a", "111"]])
    s.equal("title of a work", d["citation"][1]["name"], "On a first thing")
    raw = re.search(r'ld\+json">(.*?)</script>', r.text, re.S).group(1)
    s.check("nothing in the script can end it", not re.search("[<>&]", raw))
    again = suite.run([s.backmatter, "--today=2026-03-01", path], folder)
    s.equal("the same every time", again.text, r.text)
    # That this judge can find fault at all:
    less = r.text.replace(">2021<", ">x<").replace("Some &amp; Sons", "Some")
    s.equal("a value that is not shown is found",
            unseen(Page(less), d), ["sponsor.name: 'Some & Sons'"])


def reviewers(s):
    """A name is enough; what kind of one it is must not be made up."""
    for text, want in (
            ("Ben Sample, MD", ("Person", "Ben Sample", "MD")),
            ("Ben Sample", ("Person", "Ben Sample", None)),
            ("Ben Sample (heart surgeon)", ("Person", "Ben Sample", None)),
            ("Sample, Ben", ("Person", "Sample, Ben", None)),
            ("the Backs editors (not yet by a clinician)",
             ("Organization", "the Backs editors", None)),
            ("backs press", ("Organization", "backs press", None)),
            ("{name: Ben Sample}", ("Person", "Ben Sample", None)),
            ("{name: Ben Sample, credentials: RN}",
             ("Person", "Ben Sample", "RN")),
            ("{org: A Hospital}", ("Organization", "A Hospital", None))):
        folder = s.tmp()
        write(folder, "refs.json", REFS)
        path = write(folder, "a.md", (ARTICLE % "").replace(
            "reviewer: Ben Sample, MD", "reviewer: " + text).replace(
                "publisher: P", "publisher: Backs Press"))
        r = suite.run([s.backmatter, "--today=2026-03-01", path], folder)
        d = check_page(s, "reviewer " + text, r.text) or {}
        by = d.get("reviewedBy") or {}
        s.equal("reviewer " + text, (
            by.get("@type"), by.get("name"), (by.get("hasCredential") or {})
            .get("credentialCategory")), want)


def not_shown(s):
    """A harm that no sentence of the page names stays out, with a word."""
    folder = s.tmp()
    write(folder, "refs.json", REFS)
    more = ("product: A jab\ncondition: pain\nplace: nowhere\n"
            "status-date: 2026-01\nharms: [discitis, plague]")
    path = write(folder, "a.md", (ARTICLE % more).replace(
        "[treatment]", "[treatment, cell-product]") +
        "\n## Harms\n\nA jab can cause discitis.\n")
    r = suite.run([s.backmatter, "-v", "--today=2026-03-01", path], folder)
    d = check_page(s, "harms", r.text)
    if not s.check("harms: data", d):
        return
    cures = d["about"][0].get("possibleTreatment", [])
    s.equal("therapy", [c["name"] for c in cures], ["A jab"])
    s.check("legal status in the words of the notice", cures and
            "A jab is not approved for pain in nowhere" in
            cures[0].get("legalStatus", ""))
    s.equal("harms that are shown", cures and
            [h["name"] for h in cures[0].get("seriousAdverseOutcome", [])],
            ["discitis"])
    s.check("what is hidden is said", re.search(
        r"a\.md:\d+:\d+: info: .*plague.*\[jsonld-hidden\]", r.errors),
        r.errors)


STATUS = ("product\tcondition\tplace\tstatus\tas-of\tsource\texpires\n"
          "a jab\tpain\tUS\tnot-approved\t2026-01\ta\t2027-01\n"
          "Caldrine\tgout\tGB\tapproved\t2026-02-03\tb\t%s\n")


def approval(s):
    """Sentences from a project's own status table: visible, in the data of
    the page, and their source in its reference list."""
    folder = s.tmp()
    write(folder, "refs.json", REFS)
    write(folder, "status.tsv", STATUS % "2026-12-31")
    write(folder, "backmatter.yaml", """
title: T
lang: en
bibliography: refs.json
status-table: status.tsv
metadata:
  authors: [{name: A B, credentials: MD}]
  date: 2026-01-01
  reviewed: 2026-01-01
  next-review: 2027-01-01
  reviewer: Ben Sample, MD
  publisher: House
  funding: none
  interests: none
  subjects: [cell-product]
  legal-status: jab/pain/US
books:
  - id: one
    title: One
    documents: [a.md, b.md]
    epub: ../one.epub
""")
    write(folder, "a.md", "---\ntitle: A\n---\n\n[](status:jab/pain/US) "
          "Then [](status:caldrine/gout/GB)\n")
    write(folder, "b.md", "---\ntitle: B\n---\n\nA jab is a jab.\n")
    out = os.path.join(folder, "out", "site")
    command = [s.backmatter, "build", folder, "-o", out]
    r = suite.run(command + ["--today=2026-03-01"], folder)
    s.equal("approval: exit status", (r.status, r.errors), (0, ""))
    pages = [os.path.join(out, "one", n + ".html") for n in "ab"]
    d = check_page(s, "approval", read(pages[0]))
    jab = "As of January 2026, no jab was approved for pain in the United " \
        "States"
    s.equal("approval: the product of the document", [
        (a["name"], a["legalStatus"]) for a in d.get("about", [])],
        [("jab", [jab])])
    s.equal("approval: another product", [
        (a["name"], a["legalStatus"]) for a in d.get("mentions", [])],
        [("Caldrine", ["As of 3 February 2026, Caldrine was approved for "
                       "gout in the United Kingdom"])])
    s.equal("approval: sources are works that are cited",
            [c["identifier"][0]["value"] for c in d["citation"]],
            ["10.1000/a", "10.1000/b</script>"])
    d = check_page(s, "approval b", read(pages[1]))
    s.equal("approval: without a sentence, by the notice", [
        a["legalStatus"] for a in d.get("about", [])],
        ["A jab is not approved for pain in the United States. Last checked: "
         "January 2026."])
    with zipfile.ZipFile(os.path.join(folder, "out", "one.epub")) as z:
        s.check("approval: in the e-book", any(
            jab in z.read(n).decode() for n in z.namelist()
            if n.endswith(".xhtml")))
    # Later, what depends on the table fails; each row is told once.
    r = suite.run(command + ["--today=2027-01-01"], folder)
    s.equal("approval: out of date", (r.status, re.findall(
        r"^\S*/(\S+): (\w+): .*\[(status-\w+)\]", r.errors, re.M)),
        (1, [("a.md:5:29", "error", "status-expired")]))
    # A row that nothing draws from is told once for all documents.
    write(folder, "status.tsv", (STATUS % "2026-12-31") +
          "other\tpain\tUS\tapproved\t\ta\t\n")
    r = suite.run(command + ["--today=2026-03-01"], folder)
    s.equal("approval: a row that nobody needs", (r.status, re.findall(
        r"^\S*/(\S+): (\w+): .*\[(status-\w+)\]", r.errors, re.M)),
        (0, [("status.tsv:4:1", "warning", "status-stale")]))


def project(s):
    folder = s.tmp()
    write(folder, "backmatter.yaml", """
title: T
lang: en
books:
  - id: one
    title: One
    folder: one
    epub: ../one.epub
    glossary: [words.tsv, one/words.xml]
    metadata:
      authors: [{name: A B, credentials: MD}]
      reviewed: 2026-01-01
      next-review: 2027-01-01
      reviewer: Ben Sample, MD
  - id: two
    title: Two
    folder: two
    metadata:
      authors: [{name: A B, credentials: MD}]
      reviewed: 2026-01-01
      next-review: 2027-01-01
      reviewer: Ben Sample, MD
""")
    write(folder, "words.tsv", HEADER +
          "flying kite\tFLK\tA toy.\t\tD9\t\t\nback pain\t\tMine.\t\t\t\t\n"
          "never used\t\tNo.\t\t\t\t\nold kite\t\tOld.\tflying kite\t\t\t\n")
    for book in ("one", "two"):
        write(folder, book + "/a b.md", "---\ntitle: A\n---\n\nFlying kites "
              "and an old kite. Flying kites.\n")
        write(folder, book + "/b.md", "---\ntitle: B\n---\n\n## Back pain\n\n"
              "Back pain, a flying kite, back pain.\n")
    write(folder, "one/words.xml", '<glossary role="auto" version="5.2" '
          'xmlns="http://docbook.org/ns/docbook"><info><title>Words</title>'
          "</info></glossary>")
    r = suite.run([s.backmatter, "build", folder, "--today=2026-03-01", "-o",
                   os.path.join(folder, "out", "site")], folder)
    s.equal("project: exit status", (r.status, r.errors), (0, ""))
    site = os.path.join(folder, "out", "site")
    pages = {n: Page(read(os.path.join(site, "one", n)))
             for n in os.listdir(os.path.join(site, "one"))}
    words = next(p for n, p in pages.items() if n.startswith("words"))
    s.equal("entries of what the book uses, sorted",
            [i for i in words.ids if i.startswith("term-")],
            ["term-back-pain", "term-flying-kite", "term-old-kite"])
    s.check("a project's own definition", "Mine." in words.text)
    s.check("codes as codes", "MeSH D9" in words.text)
    for name, terms in (("a", ["flying-kite"]),
                        ("b", ["back-pain", "flying-kite"])):
        page = pages[name + ".html"] if name + ".html" in pages else None
        got = [l for l in page.links if "#term-" in l] if page else None
        s.equal("links of page %s" % name, got,
                ["words.html#term-" + t for t in terms])
    other = Page(read(os.path.join(site, "two", "b.html")))
    s.equal("a book without a glossary has no links to one",
            [l for l in other.links if "term-" in l], [])
    with zipfile.ZipFile(os.path.join(folder, "out", "one.epub")) as z:
        name = next(n for n in z.namelist() if n.endswith("words.xhtml"))
        text = z.read(name).decode()
    s.check("EPUB: a glossary", 'epub:type="glossary"' in text)
    s.check("EPUB: ids at the words", '<dt epub:type="glossterm"><dfn '
            'id="term-back-pain">back pain</dfn>' in text, text[-1500:])
    s.check("EPUB: no data for search engines", "ld+json" not in text)


def site(s):
    """Every page of this project's own site."""
    out = os.path.join(s.tmp(), "site")
    r = suite.run([s.backmatter, "build", os.path.join(suite.TOP, "content"),
                   "-o", out], suite.TOP, deadline=300)
    s.equal("site: exit status", r.status, 0)
    kinds = {}
    for base, dirs, names in os.walk(out):
        dirs.sort()
        for name in sorted(names):
            if not name.endswith(".html"):
                continue
            rel = os.path.relpath(os.path.join(base, name), out)
            d = check_page(s, rel, read(os.path.join(base, name)))
            if d is not None:
                kinds.setdefault(d["@type"], []).append(rel)
    s.check("the handbook is medical", any(
        n.startswith("handbook/") for n in kinds.get("MedicalWebPage", [])))
    s.check("the manual is not", not any(
        n.startswith("manual/") for n in kinds.get("MedicalWebPage", [])))


def main():
    s = suite.Suite("terms", suite.parser(__doc__).parse_args())
    s.need(s.backmatter)
    for test in (one_page, reviewers, not_shown, approval, project, site):
        test(s)
    s.done()


if __name__ == "__main__":
    main()
