#!/usr/bin/env python3
"""What the claim rules find and what they leave alone, in whole documents.

  clean.md      sober text: no error, no warning, two infos
  promo.md      an advertisement dressed as an article, and the same in
  promo.xml     DocBook: each fault of promo.tsv is found at its line, and
                nothing else is
  content/      the handbook and the manual: no error, no warning
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


def book(s):
    found = lint(s, suite.TOP, "content")
    bad = [f for f in found or [] if f["severity"] != "info"]
    s.check("handbook and manual: no error, no warning",
            found is not None and not bad, shown(bad))


def main():
    s = suite.Suite("evidence", suite.parser(
        __doc__.split("\n")[0]).parse_args())
    s.need(s.backmatter, s.library)
    folder = s.tmp("evidence")
    for name in ("clean.md", "promo.md", "promo.xml"):
        shutil.copy(os.path.join(HERE, name), folder)
    shutil.copy(os.path.join(suite.TOP, "content", "references.json"), folder)
    clean(s, folder)
    promo(s, folder)
    book(s)
    s.done()


if __name__ == "__main__":
    main()
