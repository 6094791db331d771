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

# Text, codes, and a data folder: rules and terms are somebody's too.
RULES = "id\tkind\tseverity\tcite\twith\tunless\tpattern\tadvice\n"
CONTEXTS = "name\tpattern\n"
NO_BARS = "name\tleast\twhy\n"
TERMS = ("term\tabbreviation\tdefinition\tpreferred_term\tmesh_id\ticd10\t"
         "icd11\n")


def rule(number, pattern):
    return "R-%d\tabsolute\terror\tno\t\t\t%s\tNo.\n" % (number, pattern)


def rules(text, contexts=None):
    files = {"claims/rules.tsv": RULES + text, "claims/evidence.tsv": NO_BARS}
    if contexts is not None:
        files["claims/contexts.tsv"] = CONTEXTS + contexts
    return files


CATASTROPHE = "good %s b.\n" % ("a" * 60)
DATA = {
    # A pattern that cannot decide is no pattern that found nothing.
    "backtracking-rule": (CATASTROPHE, LIMIT,
                          rules(rule(1, "good (a+)+$"))),
    "backtracking-context": (CATASTROPHE, LIMIT, rules(
        rule(1, "nothing of the kind"), "harm-named\tgood (a+)+$\n")),
    "backtracking-notice": (CATASTROPHE, LIMIT, rules(
        rule(1, "nothing of the kind"), "trial\tgood (a+)+$\n")),
    "rules-of-10000": (
        "A word9999 is good, and one more word.\n\n" * 100, {"R-9999"},
        rules("".join(rule(i, r"\bword%d (?:is|was) good" % i)
                      for i in range(10000)))),
    "rules-without-words": (
        "One more word1 here.\n\n" * 200, {"R-1"},
        rules("".join(rule(i, r"\w+%d\b" % i) for i in range(1000)))),
    "rules-all-the-same": (
        "A word.\n\n" * 100, {"R-0"},
        rules("".join(rule(i, r"\bword\b") for i in range(2000)))),
    "terms-of-100000": (
        "A term77777 of words, and an old99999 name.\n\n" * 100,
        {"terms-deprecated"},
        {"glossary.tsv": TERMS + "".join(
            "term%d of words\tT%dX\tA thing.\t\t\t\t\n"
            "old%d name\t\tA thing.\tterm%d of words\t\t\t\n" % (i, i, i, i)
            for i in range(100000))}),
    "terms-in-a-chain": (
        "A thing 7 of words.\n\n" * 100, {"terms-deprecated"},
        {"glossary.tsv": TERMS + "".join(
            "thing %d of words\t\tA.\tthing %d of words\t\t\t\n" % (i, i + 1)
            for i in range(100000))}),
}

EXCUSE = '<!-- bm-lint: %s reason="r" by="i" -->\n\n'


def keys(n):
    return "[%s]" % "; ".join("@k%d" % i for i in range(n))


# Text of size n; twice the size takes less than three times the time.
GROWTH = {
    "lint-claims": lambda n: "We guarantee relief. It is safe.\n\n" * n,
    "lint-one-block": lambda n: "We guarantee relief. " * n + "\n",
    "lint-suppressions": lambda n: (
        EXCUSE % "ABS-001" + "We guarantee relief.\n\n" * n),
    "lint-suppressions-stacked": lambda n: (
        EXCUSE % "EFF-001" * n + "We guarantee relief.\n\n" * n),
    "lint-suppressions-over-one": lambda n: (
        EXCUSE % "EFF-001" * n + "We guarantee relief. " * n + "\n"),
    "lint-suppressions-of-sections": lambda n: (
        "# S\n\n%sStem cells cure pain.\n\n" % (EXCUSE % "DOC-02") * n),
    "lint-items": lambda n: "They are:\n\n" + "- no downtime\n" * n,
    "lint-lead-citations": lambda n: (
        "They show %s:\n\n" % keys(n) + "- stem cells cure pain\n" * n),
    "lint-lead-and-own-citations": lambda n: (
        "They show %s:\n\n" % keys(n) + "".join(
            "- stem cells cure pain [@k%d]\n" % i for i in range(n))),
    "lint-heading-citations": lambda n: (
        "# Stem cells cure pain %s\n\nx\n" % keys(n)),
    "lint-row": lambda n: (
        "|" + " |" * n + "\n|" + "-|" * n + "\n|" +
        " We guarantee relief |" * n + "\n"),
    "lint-short-forms": lambda n: "".join(
        "ABC%d is meant. " % i for i in range(n)) + "\n",
    "lint-terms": lambda n: (
        "Failed back surgery syndrome, laminectomy, SCS.\n\n" * n),
    "lint-ledger": lambda n: "We guarantee relief.\n\n" * n,
    "lint-sections": lambda n: (
        "# S\n\nStem cells cure pain and most people walk again.\n\n" * n),
    "lint-lists": lambda n: (
        "Stem cells cure pain.\n\n" + "The causes are:\n\n- a\n- b\n\n" * n),
}
