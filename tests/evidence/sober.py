#!/usr/bin/env python3
"""False alarms of the claim rules on sober English.

Lints about a million words of the machine's own manual pages and package
descriptions, which promise nobody anything, as plain Markdown paragraphs.
Nothing of them is kept.  Prints errors, warnings and infos per 10,000 words,
and each error; there may be fewer than 0.2 errors per 10,000 words.
"""

import collections
import glob
import gzip
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import suite  # noqa: E402

MAN = "/usr/share/man"
STATUS = "/var/lib/dpkg/status"
SECTIONS = "1857"   # what is prose rather than prototypes
BOUND = 0.2         # errors per 10,000 words
CHAPTER = 25000     # words of a file
CLAIM = re.compile(r"[A-Z]{3}-[0-9]{3}$")
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~@$^!&+=-])")
BREAK = re.compile(r"^[.'](SH|SS|PP|P|LP|TP|IP|HP|Pp|Sh|Ss|It|RS|RE)\b")
# Macros whose arguments are words of the running text.
INLINE = re.compile(r"^[.'](B|I|BR|RB|IR|RI|BI|IB|SM|SB|Nm|Ar|Em|Sy|Dq|Sq|Xr|"
                    r"Li|Cm|Fl|Pa|Va|Ev|Fn)\b ?")


def plain(line):
    """A line of roff without its escapes."""
    line = re.sub(r'\\".*', "", line)
    line = re.sub(r"\\f(\[[^]]*\]|\(..|.)", "", line)
    line = re.sub(r"\\s[-+]?\d+", "", line)
    line = line.replace(r"\-", "-").replace(r"\(aq", "'").replace(r"\e", "\\")
    line = re.sub(r"\\\((..)", lambda m: {"bu": "*", "em": "-", "en": "-",
                                          "lq": '"', "rq": '"', "co": "(c)",
                                          "hy": "-"}.get(m.group(1), ""), line)
    line = re.sub(r"\\\*?\[[^]]*\]", "", line)
    return re.sub(r"\\[&|^%/,:~ 0c]", "", line)


def paragraphs_of_man(text):
    """Paragraphs of running text; tables, examples and headings are not."""
    words, verbatim = [], False
    for line in text.split("\n"):
        if re.match(r"^[.'](nf|EX|TS|Bd|PS|EQ)\b", line):
            verbatim = True
        elif re.match(r"^[.'](fi|EE|TE|Ed|PE|EN)\b", line):
            verbatim = False
        if verbatim:
            continue
        if not line.strip() or BREAK.match(line):
            if words:
                yield " ".join(words)
            words = []
        elif line[0] not in ".'":
            words += plain(line).split()
        elif INLINE.match(line):
            words += plain(INLINE.sub("", line)).replace('"', "").split()
    if words:
        yield " ".join(words)


def man_pages():
    for path in sorted(p for s in SECTIONS
                       for p in glob.glob("%s/man%s/*" % (MAN, s))):
        try:
            with open(path, "rb") as f:
                data = f.read()
            if path.endswith(".gz"):
                data = gzip.decompress(data)
        except (OSError, EOFError):
            continue
        yield from paragraphs_of_man(data.decode("utf-8", "replace"))


def descriptions():
    try:
        text = suite.read(STATUS).decode("utf-8", "replace")
    except OSError:
        return
    for record in text.split("\n\n"):
        found = re.search(r"^Description: (.*(?:\n .*)*)", record, re.M)
        if found:
            yield from re.sub(r"\n ", "\n", found.group(1)).split("\n.\n")


def sober(limit):
    """Paragraphs of at least six words, each once, up to `limit` words."""
    seen, total = set(), 0
    for source in (descriptions, man_pages):
        for p in source():
            p = " ".join(p.split())
            count = len(p.split())
            if count < 6 or p in seen:
                continue
            seen.add(p)
            total += count
            yield p, count
            if total >= limit:
                return


def chapters(limit):
    """Markdown files of CHAPTER words, and how many words each has."""
    lines, total = [], 0
    for p, count in sober(limit):
        lines += [SPECIAL.sub(r"\\\1", p), ""]
        total += count
        if total >= CHAPTER:
            yield "\n".join(lines), total
            lines, total = [], 0
    if lines:
        yield "\n".join(lines), total


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("--words", type=int, default=1000000)
    p.add_argument("--show", metavar="LEVEL", default="error",
                   help="hits of this severity are printed")
    options = p.parse_args()
    s = suite.Suite("sober", options)
    s.need(s.backmatter, s.library)
    folder, words, paths = s.tmp("sober"), 0, []
    for n, (text, count) in enumerate(chapters(options.words)):
        # A number in the text must not make a list or front matter of it.
        paths.append(suite.write(os.path.join(folder, "c%02d.md" % n),
                                 "# Text\n\n" + text))
        words += count
    if words < options.words // 2:
        s.skip("false alarms", "only %d words of manual pages and package "
               "descriptions are here" % words)
        s.done()
    r = suite.run([s.backmatter, "lint", "--format", "json", "-v"] + paths,
                  folder, deadline=600)
    found = collections.Counter()
    codes = collections.Counter()
    for record in findings(s, r):
        if not CLAIM.match(record["code"]):
            continue
        found[record["severity"]] += 1
        codes[record["severity"], record["code"]] += 1
        if record["severity"] == options.show:
            print("%s  %s\n    %s" % (record["code"], record["message"],
                                      record.get("text", "")))
    print("%d words; per 10,000: %s" % (words, ", ".join(
        "%s %.2f (%d)" % (level, found[level] * 1e4 / words, found[level])
        for level in ("error", "warning", "info"))))
    print("most: " + ", ".join("%s %d" % (c[1], n)
                               for c, n in codes.most_common(8)))
    s.check("fewer than %g errors per 10,000 words" % BOUND,
            found["error"] * 1e4 < BOUND * words, dict(found))
    s.done()


def findings(s, r):
    """The findings of the report; none when lint did not run."""
    good = r.status in (0, 1) and not r.timed_out
    s.check("lint runs", good, r)
    return json.loads(r.text)["findings"] if good else []


if __name__ == "__main__":
    main()
