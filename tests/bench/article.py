"""The text that is measured: invented, from a fixed seed, always the same."""

import json
import random

WORDS = """back pain surgery spine nerve study people weeks months trial group
score change walk sleep work care plan team drug dose risk harm benefit test
scan image leg disc bone joint muscle tissue cell sample result report method
question answer source measure scale daily severe mild early late small large
common rare clear likely better worse same other first second before after
during between without about often sometimes never again with from into over
under the a of and to in is was were are has had not but or as by for on at
this that these those it they we""".split()
NAMES = """Abara Berg Costa Dahl Eriksen Fonda Gallo Haas Ivanova Janda Kaur
Lund Moreau Novak Okafor Petrov Quist Rossi Silva Tanaka Ueda Varga Weiss Xu
Yilmaz Zhang""".split()


def references(count, seed=7):
    """CSL-JSON of `count` articles, books and reports that do not exist."""
    r = random.Random(seed)
    items = []
    for i in range(count):
        item = {
            "id": "key%d" % i,
            "title": " ".join(r.choice(WORDS) for _ in range(9)).capitalize(),
            "author": [{"family": r.choice(NAMES),
                        "given": "%s. %s." % (r.choice("ABCDEFG"),
                                              r.choice("HJKLMN"))}
                       for _ in range(r.randint(1, 8))],
            "issued": {"date-parts": [[r.randint(1990, 2025),
                                       r.randint(1, 12)]]},
        }
        kind = i % 5
        if kind < 3:
            item.update({
                "type": "article-journal",
                "container-title": "Journal of " + r.choice(WORDS).title(),
                "volume": str(r.randint(1, 60)), "issue": str(r.randint(1, 12)),
                "page": "%d-%d" % (r.randint(1, 200), r.randint(201, 400)),
                "DOI": "10.5555/bench.%d" % i})
        elif kind == 3:
            item.update({"type": "book", "publisher": "Example Press",
                         "publisher-place": "London"})
        else:
            item.update({"type": "webpage", "URL":
                         "https://example.org/%d" % i,
                         "accessed": {"date-parts": [[2026, 1, 31]]}})
        items.append(item)
    return json.dumps(items, indent=1)


def sentence(r):
    words = [r.choice(WORDS) for _ in range(r.randint(8, 20))]
    if r.random() < 0.2:
        at = r.randrange(len(words))
        words[at] = r.choice(["*%s*", "**%s**", "`%s`",
                              "[%s](https://example.org/)"]) % words[at]
    words[0] = words[0].capitalize() if words[0].isalpha() else words[0]
    return " ".join(words)


def article(pages, citations, keys, seed=3):
    """Markdown of about 330 words a page, citations spread evenly."""
    r = random.Random(seed)
    out = ["---", "title: A text to measure with", "author: Nobody Much",
           "lang: en", "date: 2026-01-31", "bibliography: refs.json",
           "link-citations: true", "---", ""]
    per_page = 5                       # paragraphs
    total = pages * per_page
    cites = sorted(r.sample(range(total), min(total, citations)))
    cites = {at: i for i, at in enumerate(cites)}
    extra = citations - len(cites)
    number = 0
    notes = []
    for p in range(total):
        if p % 10 == 0:
            out += ["# %s" % sentence(r).strip("*`"), ""]
        elif p % 5 == 0:
            out += ["## %s" % sentence(r).strip("*`"), ""]
        text = [sentence(r) + "." for _ in range(5)]
        if p in cites:
            for _ in range(1 + (extra > 0)):
                key = number % keys
                text[number % 5] = text[number % 5][:-1] + (
                    " [@key%d, p. %d]." % (key, number + 1)
                    if number % 4 == 0 else
                    " [@key%d; @key%d]." % (key, (key * 7 + 1) % keys)
                    if number % 4 == 1 else " [@key%d]." % key)
                number += 1
            extra -= 1
        if p % 17 == 3:
            notes.append("[^n%d]: %s." % (p, sentence(r)))
            text[-1] += "[^n%d]" % p
        out += [" ".join(text), ""]
        if p % 11 == 4:
            out += ["- %s" % sentence(r) for _ in range(4)] + [""]
        if p % 25 == 7:
            out += ["| Name | Before | After |", "|---|---:|---:|"]
            out += ["| %s | %d | %d |" % (r.choice(WORDS), r.randint(1, 99),
                                          r.randint(1, 99)) for _ in range(8)]
            out += [""]
        if p % 31 == 9:
            out += ["> " + sentence(r) + ".", ""]
    for note in notes:
        out += [note, ""]
    return "\n".join(out)
