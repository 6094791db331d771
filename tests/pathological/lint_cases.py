"""Hostile text for `backmatter lint`: name -> (text, codes that it must report).

What is bait for backtracking has the words that rules wait for, so that the
patterns are really tried.
"""

BAIT = ("safe and effective FDA-approved proven guaranteed stem cells superior "
        "to surgery cure the best treatment without surgery ")
LIMIT = {"claims-limit"}


def sentence(unit, size=1000000):
    return (BAIT + unit * (size // len(unit) + 1))[:size] + ".\n"


LINT = {
    # One sentence of a megabyte: looked at in part, and said so.
    "words": (sentence("word and "), LIMIT),
    "negations": (sentence("not if no "), LIMIT),
    "cells": (sentence("stem cells can "), LIMIT),
    "letters": (sentence("a"), LIMIT),
    "hyphens": (sentence("FDA-"), LIMIT),
    "spaces": (BAIT + "\u00a0\u2009" * 300000 + "end.\n", set()),
    "soft-hyphens": (BAIT + "a\u00ad" * 300000 + ".\n", LIMIT),
    "combining": (BAIT + "e" + "\u0301" * 300000 + ".\n", LIMIT),
    "no-break": (sentence("guarantee\u00a0of\u00a0"), LIMIT),
    # Below the bound of a sentence, many of them.
    "bait": (("%s.\n\n" % sentence("no your own better ", 20000)) * 25, set()),
    "abbreviations": ("e.g. " * 200000 + "\n", LIMIT),
    "stops": ("A. " * 300000 + "\n", set()),
    "claims": ("We guarantee relief. " * 20000 + "\n", {"ABS-001"}),
    "suppressions": (
        '<!-- bm-lint: ABS-001 reason="r" by="i" -->\n\n'
        "We guarantee relief.\n\n" * 10000, set()),
    "bad-suppressions": ("<!-- bm-lint: -->\n\n" * 10000,
                         {"claims-suppression"}),
    "unused-suppressions": (
        '<!-- bm-lint: EFF-001 reason="r" by="i" -->\n\nx\n\n' * 10000,
        {"claims-unused"}),
    "items": ("They are:\n\n" + "- no downtime at all\n" * 20000,
              {"ABS-011"}),
}

# Text of size n; twice the size takes less than three times the time.
GROWTH = {
    "lint-claims": lambda n: "We guarantee relief. It is safe.\n\n" * n,
    "lint-one-block": lambda n: "We guarantee relief. " * n + "\n",
    "lint-suppressions": lambda n: (
        '<!-- bm-lint: ABS-001 reason="r" by="i" -->\n\n'
        "We guarantee relief.\n\n" * n),
    "lint-items": lambda n: "They are:\n\n" + "- no downtime\n" * n,
}
