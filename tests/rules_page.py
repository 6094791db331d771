#!/usr/bin/env python3
"""Prints the chapter of the manual on the rules of `backmatter check`, from
the tables in the program:

    tests/rules_page.py build/backmatter > content/manual/12-check-rules.md
"""

import json
import subprocess
import sys
import tempfile
import os

HEAD = """---
title: Rules of the check
id: check-rules
description: Each rule that pages and books are judged by, what it expects, and how to mend what it finds.
---

These are the rules of [`backmatter check`](11-check.md). This chapter is printed from the tables in the program by `make rules-page`. Rules of ACT are those of the [ACT Rules Community](https://www.w3.org/WAI/standards-guidelines/act/rules/).
"""
# Rules that run only when they are named.
EXTRA = ["text-contrast-more"]
BOOK = [("mimetype", "x"), ("META-INF/container.xml", "<x/>")]


def rules(program):
    """All rules that looked at a page, a book and a document, in their order."""
    import zipfile
    with tempfile.TemporaryDirectory() as top:
        page = os.path.join(top, "a.html")
        book = os.path.join(top, "a.epub")
        source = os.path.join(top, "a.md")
        with open(page, "w", encoding="utf-8") as f:
            f.write("<!DOCTYPE html><html lang=en><title>A</title></html>")
        with open(source, "w", encoding="utf-8") as f:
            f.write("A\n")
        with zipfile.ZipFile(book, "w") as z:
            for name, text in BOOK:
                z.writestr(name, text)
        def judge(*more):
            run = subprocess.run(
                [program, "check", "--format", "json", "--fail-on", "never",
                 "--made-from", source, page, book, *more],
                stdout=subprocess.PIPE)
            return json.loads(run.stdout)["rules"]

        found = judge()
        for code in EXTRA:  # behind the rule whose name it goes on from
            at = [code.startswith(r["code"]) for r in found].index(True)
            found[at + 1:at + 1] = judge("--rule", code)
        return found


def explain(program, code):
    text = subprocess.run([program, "explain", code], check=True,
                          stdout=subprocess.PIPE).stdout.decode().splitlines()
    out = {"summary": text[1],
           "severity": text[0].rpartition("(")[2].rstrip(")")}
    for line in text[2:]:
        key, _, value = line.partition(": ")
        out[key] = value
    return out


def plain(text):
    """Markup of pages is shown, not taken for markup."""
    for c in "\\*_[]`":
        text = text.replace(c, "\\" + c)
    return text.replace("<", "&lt;").replace(">", "&gt;")


def main():
    program = sys.argv[1]
    print(HEAD)
    for title, prefix in (("Pages", ""), ("Books", "epub-"),
                          ("Sources", "source-")):
        print("## %s {#rules-%s}\n" % (title, title.lower()))
        for rule in rules(program):
            first = rule["code"].partition("-")[0] + "-"
            if (first if first in ("epub-", "source-") else "") != prefix:
                continue
            more = explain(program, rule["code"])
            print("### %s {#%s}\n" % (rule["code"], rule["code"]))
            print("%s (%s)\n" % (plain(more["summary"]), more["severity"]))
            print("- Expected: %s." % plain(rule["expected"]).rstrip("."))
            if "What to do" in more:
                print("- What to do: %s" % plain(more["What to do"]))
            if rule["criteria"]:
                print("- WCAG 2.2: %s" % rule["criteria"])
            if "act" in rule:
                print("- ACT: [%s](https://www.w3.org/WAI/standards-"
                      "guidelines/act/rules/%s/)" % (rule["act"],
                                                     rule["act"]))
            if "Reference" in more and "WCAG" not in more["Reference"]:
                print("- Reference: %s" % plain(more["Reference"]))
            print()


if __name__ == "__main__":
    main()
