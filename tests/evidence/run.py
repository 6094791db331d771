#!/usr/bin/env python3
"""What the claim rules find and what they leave alone, in whole documents.

  clean.md      sober text: no error, no warning, and two claims of the level
                info.  One is the old name of a condition, which is reported.
                The other one is a figure with a citation in its sentence:
                a rule that asks for a source is satisfied by one, so it
                stands in the ledger as cited and is no finding.
  promo.md      an advertisement dressed as an article, and the same in
  promo.xml     DocBook: each fault of promo.tsv is found at its line, and
                nothing else is
  discern*.md   answers to the questions of DISCERN, with their places
  content/      the handbook and the manual: no error, no warning
  printed       what a run has finished says the same when it is read again
"""

import collections
import json
import os
import re
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import suite  # noqa: E402

TODAY = "2026-02-01"
CLAIM = re.compile(r"[A-Z]{3}-[0-9]{3}$")


def lint(s, folder, *paths):
    """The findings of a run; None when it did not come to its end."""
    r = suite.run([s.backmatter, "lint", "--format", "json", "-v",
                   "--fail-on", "never", "--today", TODAY] + list(paths),
                  folder)
    if not s.check("lint of %s runs" % " ".join(paths), r.status == 0, r):
        return None
    return json.loads(r.text)["findings"]


def shown(findings):
    return "\n".join("%s:%s: %s %s %s" % (
        f.get("file"), f.get("line"), f["severity"], f["code"], f["message"])
        for f in findings)


def claims(findings):
    """{(file, line): ids of the rules that met}, with those that a worse hit
    of the same sentence stands above."""
    met = collections.defaultdict(set)
    for f in findings:
        if not CLAIM.match(f["code"]):
            continue
        also = re.search(r"; also (.*)$", f["message"])
        ids = [f["code"]] + (also.group(1).split(", ") if also else [])
        met[os.path.basename(f["file"]), f["line"]].update(ids)
    return met


def clean(s, folder):
    found = lint(s, folder, "clean.md")
    if found is None:
        return
    bad = [f for f in found if f["severity"] != "info"]
    s.check("clean text: no error, no warning", not bad, shown(bad))
    met = claims(found)
    s.equal("clean text: the old name is noted, the figure is cited",
            sorted(r for ids in met.values() for r in ids), ["TRM-001"])
    # The same without its citations: the figure is noted too.
    text = suite.read(os.path.join(folder, "clean.md")).decode()
    suite.write(os.path.join(folder, "uncited.md"),
                re.sub(r" \[@[^]]*\]", "", text))
    found = lint(s, folder, "uncited.md")
    found = [f for f in found or [] if CLAIM.match(f["code"])]
    s.equal("clean text: two infos before citations count",
            sorted(r for ids in claims(found).values() for r in ids),
            ["STA-003", "TRM-001"])
    s.check("clean text: infos and nothing worse",
            all(f["severity"] == "info" for f in found), shown(found))


def ledger(s, folder, name, *more):
    """The claims of a document as (rules, severity, disposition, ...)."""
    out = os.path.join(folder, "ledger.json")
    r = suite.run([s.backmatter, "lint", "--ledger", out, "--fail-on", "never",
                   "-q", "--today", TODAY, name] + list(more), folder)
    if not s.check("ledger of %s" % name, r.status == 0, r):
        return []
    return json.loads(suite.read(out).decode())["claims"]


def clean_ledger(s, folder):
    s.equal("clean text: two claims of the level info, the figure is cited",
            [(c["rules"], c["severity"], c["disposition"])
             for c in ledger(s, folder, "clean.md")],
            [("TRM-001", "info", "open"), ("STA-003", "info", "cited")])


# A sentence of the author's name, one of many works, one of a weak design and
# one that names what is not there.
MARKS = """---
title: Marks
lang: en-US
bibliography: references.json
---

@weir2017 found that 21 in 100 people had pain. With a stimulator 48% had half
the pain [@kumar2007; @hara2022]. Cells in the disc halved the pain of 71% of
people [@pettine2015]. The injection effectively reduces back pain
[@pettine2016]. Nobody knows [@nobody].

| Study | Result |
| --- | --- |
| [@north2005] | 47% did well |

Cells did this [@orozco2011]:

- 90% of people had less pain
- 20% of people had none
"""
# Numbers, authors, notes with a list, notes without one.
STYLES = (None, "apa", "chicago-fullnote-bibliography", "bluebook-law-review")


def told(found):
    """What is said of claims and of what they rest on."""
    return sorted((f["code"], f["message"], f.get("text", ""))
                  for f in found or []
                  if CLAIM.match(f["code"]) or f["code"].startswith("evid"))


def sources(claims):
    """What stands behind each claim; a style may sort what it prints."""
    return [(c["rules"], sorted(c["citations"].split("; ")), c["evidence"],
             c["disposition"]) for c in claims]


def printed(s, folder):
    """A document that was finished tells of its sources like the first one."""
    suite.write(os.path.join(folder, "marks.md"), MARKS)
    for style in STYLES:
        more = ["-s", style] if style else []
        finish = suite.run([s.backmatter, "marks.md", "--dump", "a11y",
                            "--lint", "--today", TODAY] + more, folder)
        if "csl-style-unknown" in finish.errors:
            s.skip("no style %s on this machine" % style)
            continue
        suite.write(os.path.join(folder, "again.xml"), finish.out)
        name = style or "our style"
        first = told(lint(s, folder, "marks.md", *more))
        s.check("%s: weak evidence is told" % name, any(
            code == "evidence-weak" for code, _, _ in first), first)
        s.equal("%s: the finished document has the same findings" % name,
                told(lint(s, folder, "again.xml", *more)), first)
        s.equal("%s: and the same sources" % name,
                sources(ledger(s, folder, "again.xml", *more)),
                sources(ledger(s, folder, "marks.md", *more)))
        alone = re.sub(rb'<meta name="bibliography"[^>]*>', b"", finish.out)
        suite.write(os.path.join(folder, "alone.xml"), alone)
        s.equal("%s: without the bibliography they are cited still" % name,
                [c["disposition"] for c in ledger(s, folder, "alone.xml",
                                                  *more)],
                [c["disposition"] for c in ledger(s, folder, "marks.md",
                                                  *more)])
        dump = suite.run([s.backmatter, "again.xml", "--dump", "a11y",
                          "--lint", "--today", TODAY] + more, folder)
        s.check("%s: and it changes no more" % name, dump.out == finish.out,
                dump.errors)


def expected():
    want = collections.defaultdict(set)
    rows = suite.read(os.path.join(HERE, "promo.tsv")).decode().splitlines()
    for row in rows[1:]:
        name, line, rule = row.split("\t")
        want[name, int(line)].add(rule)
    return want


def promo(s, folder):
    want = expected()
    names = sorted({name for name, _ in want})
    found = lint(s, folder, *names)
    met = claims(found or [])
    for (name, line), rules in sorted(want.items()):
        for rule in sorted(rules):
            s.check("%s:%d: %s is found" % (name, line, rule),
                    rule in met[name, line], sorted(met[name, line]))
    more = sorted("%s:%d: %s" % (name, line, rule)
                  for (name, line), rules in met.items()
                  for rule in rules - want.get((name, line), set()))
    s.check("promo: nothing that was not planted", not more, "\n".join(more))
    s.check("promo: both files have the same kinds of fault",
            len(names) == 2 and all(
                {r for (n, _), ids in want.items() if n == name
                 for r in ids} ==
                {r for ids in want.values() for r in ids}
                for name in names))
    s.check("promo: as many faults as were planted",
            sum(len(v) for v in want.values()) >= 80)


def tested(s, folder):
    """What is being tested is a treatment only where treatments are named."""
    for text, want in (
            ("The bridge is being tested.", []),
            ("The answers are being studied by a court.", []),
            ("Gabapentin is an old drug. It is being studied for pain.",
             ["investigational"]),
            ("Stem cells come from fat. They are now being tested.",
             ["investigational"]),
            ("The bridge takes part in NCT12345678.", ["investigational"])):
        suite.write(os.path.join(folder, "tested.md"),
                    "---\ntitle: T\nlang: en\n---\n\n%s\n" % text)
        s.equal("notice for: " + text, notices(
            lint(s, folder, "tested.md"), "tested.md"), want)


# Question -> answer, and words of the lines that are its places.
DISCERN = {
    "discern.md": {
        1: ("partly", ["## What this page covers"]),
        2: ("a person must say", []), 3: ("a person must say", []),
        4: ("yes", ["effectively"]),
        5: ("yes", ["reviewed:", "next-review:"]),
        6: ("partly", []), 7: ("yes", ["## Further information"]),
        8: ("yes", ["The evidence is mixed"]),
        9: ("partly", ["## Stimulators", "## Exercises"]),
        10: ("partly", ["## Stimulators", "## Exercises"]),
        11: ("partly", ["an infection"]),
        12: ("partly", ["do nothing for now"]),
        13: ("partly", ["return to"]), 14: ("yes", ["It covers"]),
        15: ("partly", ["Talk to your doctor"])},
    "discern-bare.md": {
        1: ("no", []), 2: ("a person must say", []),
        3: ("a person must say", []), 4: ("no", ["effectively"]),
        5: ("no", []), 6: ("no", ["effectively", "guarantee"]),
        7: ("no", []), 8: ("no", ["## Exercises"]),
        9: ("partly", ["## Exercises"]), 10: ("partly", ["## Exercises"]),
        11: ("no", ["effectively"]), 12: ("no", []), 13: ("no", []),
        14: ("no", ["## Exercises"]), 15: ("no", [])}}


def discern(s, folder):
    """Each question has an answer, and what it rests on its place."""
    for name, want in sorted(DISCERN.items()):
        ledger(s, folder, name)
        answers = json.loads(suite.read(os.path.join(
            folder, "ledger.json")).decode())["discern"]
        lines = suite.read(os.path.join(folder, name)).decode().split("\n")
        s.equal(name + ": fifteen answers", [a["number"] for a in answers],
                sorted(want))
        for a in answers:
            places = [int(p.split(":")[0])
                      for p in a["places"].split(", ") if p]
            word, parts = want[a["number"]]
            s.equal("%s, question %d" % (name, a["number"]), a["answer"],
                    word)
            s.check("%s, question %d: its places" % (name, a["number"]),
                    len(places) == len(parts) and all(
                        part in lines[n - 1]
                        for n, part in zip(places, parts)), a)
            s.check("%s, question %d: it says why" % (name, a["number"]),
                    len(a["why"]) > 10, a)
        s.check(name + ": there is no score", not any(
            "score" in json.dumps(a) for a in answers))


def self_tests(s):
    """Each claim rule has two sentences that it meets, and two that it does
    not; tests/unit/test_lint_claim.c runs them."""
    def rows(name):
        text = suite.read(os.path.join(suite.TOP, "content", "claims", name))
        return [r.split("\t") for r in text.decode().splitlines()[1:]]
    counts = collections.Counter(
        (rule, hit) for rule, hit, _ in rows("tests.tsv"))
    rules = [r[0] for r in rows("rules.tsv")]
    s.check("as many rules as there were", len(rules) >= 108, len(rules))
    s.equal("rules with fewer than two sentences of a kind",
            [(r, hit, counts[r, hit]) for r in rules for hit in ("yes", "no")
             if counts[r, hit] < 2], [])
    s.equal("sentences of no rule", sorted(
        {rule for rule, _ in counts} - set(rules)), [])


def notices(found, part):
    """The notices that were put into files with this in their name."""
    return sorted({re.match("Notice ([a-z-]+) ", f["message"])[1]
                   for f in found or [] if f["code"] == "notice-injected"
                   and part in f["file"]})


def book(s):
    found = lint(s, suite.TOP, "content")
    s.equal("the manual is about writing: no notice of a treatment",
            notices(found, os.path.join("content", "manual")), [])
    bad = [f for f in found or [] if f["severity"] != "info"]
    s.check("handbook and manual: no error, no warning",
            found is not None and not bad, shown(bad))


def main():
    s = suite.Suite("evidence", suite.parser(
        __doc__.split("\n")[0]).parse_args())
    s.need(s.backmatter, s.library)
    folder = s.tmp("evidence")
    for name in ("clean.md", "promo.md", "promo.xml", "discern.md",
                 "discern-bare.md"):
        shutil.copy(os.path.join(HERE, name), folder)
    shutil.copy(os.path.join(suite.TOP, "content", "references.json"), folder)
    clean(s, folder)
    clean_ledger(s, folder)
    printed(s, folder)
    tested(s, folder)
    promo(s, folder)
    discern(s, folder)
    self_tests(s)
    book(s)
    s.done()


if __name__ == "__main__":
    main()
