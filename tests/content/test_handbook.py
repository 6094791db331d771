#!/usr/bin/env python3
"""Checks of the patient handbook in content/handbook and of the notices.

Run from the root of the repository: python3 tests/content/test_handbook.py
One line per check, then "N passed, N failed"; exit status 1 on a failure.

Grade: the Flesch-Kincaid formula as published in J. P. Kincaid and others,
Derivation of new readability formulas, Naval Technical Training Command,
Research Branch Report 8-75, 1975:
  grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
Headings, tables, code, figures, captions, citations and the reference list
are left out. A list item or a paragraph without end mark is one sentence; a colon
or a semicolon does not end one.
"""
import json
import os
import re
import sys
import xml.etree.ElementTree as ET

BOOK = "content/handbook"
REFS = "content/references.json"
NOTICES = "content/notices"
DB = "{http://docbook.org/ns/docbook}"
XML = "{http://www.w3.org/XML/1998/namespace}"
XLINK = "{http://www.w3.org/1999/xlink}"
GRADE_MAX = 8.0
SUBJECTS = {"spine", "treatment", "cell-product", "investigational"}

passed = failed = 0


def check(good, text, detail=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
    line = ("ok - " if good else "not ok - ") + text
    if detail and not good:
        line += ": " + detail
    print(line)


# ---------------------------------------------------------------- syllables
# Words that the rules below count wrongly.
SYLLABLES = {
    "area": 3, "areas": 3, "being": 2, "create": 2, "creates": 2, "created": 3, "doing": 2,
    "going": 2, "idea": 3, "ideas": 3, "lion": 2, "people": 2, "science": 2, "scientist": 3, "scientists": 3, "scientific": 4,
    "quiet": 2, "diet": 2, "diary": 3, "trial": 2, "trials": 2, "real": 1,
    "really": 2, "clinician": 3, "clinicians": 3, "every": 2, "everyone": 3,
    "everybody": 4, "everything": 3, "business": 2, "businesses": 3,
    "evening": 2, "something": 2, "someone": 2, "sometimes": 2, "somewhat": 2,
    "somebody": 3, "somewhere": 2, "elsewhere": 2, "whole": 1, "careful": 2,
    "carefully": 3, "hopeful": 2, "useful": 2, "safety": 2, "statement": 2,
    "statements": 2, "movement": 2, "movements": 2, "lives": 1, "lonely": 2,
    "likely": 2, "rarely": 2, "surely": 2, "widely": 2, "merely": 2,
    "barely": 2, "severely": 3, "safely": 2, "closely": 2, "largely": 2,
    "therefore": 2, "medicine": 3, "medicines": 3, "vertebra": 3,
    "facet": 2, "cauda": 2, "equina": 3, "msc": 3, "mscs": 3, "mri": 3,
    "fda": 3, "ct": 2, "ad": 1, "ads": 1, "syndrome": 2, "toe": 1, "toes": 1,
    "ana": 2, "psps": 4, "smog": 1, "usa": 3, "eu": 2, "react": 2,
    "reaction": 3, "material": 4, "materials": 4, "period": 3, "radiation": 4,
    "serious": 3, "various": 3, "previous": 3, "anxious": 2, "experience": 4,
    "obvious": 3, "fluid": 2, "ruin": 2, "reliable": 4, "variety": 4,
    "society": 4, "bacteria": 4, "hyaluronic": 5, "nucleus": 3, "client": 2,
    "giant": 2, "appliance": 3, "compliance": 3, "lying": 2, "trying": 2,
    "drying": 2, "buying": 2, "saying": 2, "paying": 2, "staying": 2,
    "playing": 2, "carrying": 3, "worrying": 3, "studying": 3, "buyer": 2,
    "buyers": 2, "player": 2, "poem": 2, "via": 2, "cruel": 2, "fuel": 2,
    "usual": 3, "usually": 4, "actual": 3, "actually": 4, "gradual": 3,
    "visual": 3, "casual": 3, "manual": 3, "individual": 5, "evaluate": 4,
    "situation": 4, "graduate": 3, "continue": 3, "ongoing": 3, "undergoing": 4,
    "pre": 1, "re": 1, "recipe": 3, "maybe": 2, "apostrophe": 4, "none": 1,
    "fire": 1, "tired": 1, "hour": 1, "hours": 1, "our": 1,
    "screwed": 1, "naked": 2, "sacred": 2, "wicked": 2, "hundred": 2,
    "shred": 1, "bred": 1, "agreed": 2, "freed": 1, "need": 1, "needed": 2,
    "coincidence": 4, "biologic": 4, "theater": 3,
    "coined": 1, "cooperate": 4, "reoperation": 5, "triage": 2,
    "pacemaker": 3, "european": 4, "california": 4, "behavioral": 4,
    "allogeneic": 5,
}
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|Dr|Mr|Mrs|Ms|No|al)\.")


def syllables(word):
    """Number of spoken syllables of an English word, by rules."""
    w = word.lower().replace("\u2019", "'").strip("'")
    if w in SYLLABLES:
        return SYLLABLES[w]
    if w.endswith("'s"):
        base = w[:-2]
        more = 1 if re.search(r"(?:[sxz]|ch|sh|ce|ge|se|ze)$", base) else 0
        return syllables(base) + more
    w = re.sub(r"n't$", "nt", w)
    extra = 1 if word.lower().endswith(("sn't", "dn't", "ldn't")) else 0
    w = w.replace("'", "")
    if re.fullmatch(r"[0-9][0-9.,:/]*[0-9]*", w):
        return number_syllables(w)
    w = re.sub(r"[^a-z]", "", w)
    if not w:
        return 1
    if len(w) <= 3:
        return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[aeiouy].)e$", "", w)))) + extra
    n = 0
    # Silent endings.
    s = w
    if re.search(r"[^aeiouydt]ed$", s) or re.search(r"[aeiou]yed$", s):
        s = s[:-2] if not re.search(r"[^aeiouy][lr]ed$", s) or s.endswith(("lled", "rred")) else s
    elif re.search(r"[aeiou]ed$", s) and not s.endswith(("eed", "ied")):
        s = s[:-1]
    elif re.search(r"(?:[^aeiouscxzgh]|gh|th|ph)es$", s) and not re.search(r"[^aeiouy]les$", s):
        s = s[:-2]
    elif re.search(r"[^aeiouy]les$", s):
        pass
    elif s.endswith("e") and not re.search(r"[^aeiouy]le$", s) and not s.endswith("ee"):
        s = s[:-1]
    # A silent e inside, before some endings and in compounds.
    s = re.sub(r"(?<=[aeiouy][bcdfgklmnpstvz])e(?=(?:ly|ment|ments|ful|less|ness|some|thing|one|body|time|times|where)$)", "", s)
    n = len(re.findall(r"[aeiouy]+", s))
    # Neighbour vowels that are two sounds.
    n += len(re.findall(r"i(?:a(?!l$|lly$|n$|r$|rs$)|o(?!n|us)|u[ms])|(?<![qg])u[ao](?=[a-z])|eo(?!us|n$)(?=[a-z])|(?<![aeiou])y[ai](?=ng)", s))
    n += len(re.findall(r"(?:[dnr]ial|[dnr]ian|[bdvr]ious|[aeio]ing$)", s))
    if re.search(r"(?:sm|thm)s?$", s):
        n += 1
    return max(1, n) + extra


def number_syllables(text):
    """Numbers are read out: 21 is two words of three syllables."""
    ones = [2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2]
    total = 0
    for part in re.findall(r"\d+", text.replace(",", "")):
        n = int(part)
        if 1900 <= n <= 2099 and len(part) == 4:
            total += 4
            continue
        if n == 0:
            total += 2
        while n:
            if n >= 1000000:
                total += number_syllables(str(n // 1000000)) + 2
                n %= 1000000
            elif n >= 1000:
                total += number_syllables(str(n // 1000)) + 2
                n %= 1000
            elif n >= 100:
                total += ones[n // 100] + 2
                n %= 100
            elif n >= 20:
                total += 3 if n // 10 == 7 else 2
                n %= 10
            else:
                total += ones[n]
                n = 0
    return max(1, total)


# -------------------------------------------------------------------- grade
WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f'\u2019]|[.,](?=\d))*")


def count(blocks):
    words = sentences = sylls = 0
    for block in blocks:
        block = ABBREVIATION.sub(lambda m: m.group(0).replace(".", ""), block)
        for s in re.split(r"(?<=[.!?])[\"'\u201d\u2019)*_]*\s+|\n", block):
            found = WORD.findall(s)
            if not found:
                continue
            sentences += 1
            words += len(found)
            sylls += sum(syllables(w) for w in found)
    return words, sentences, sylls


def grade(words, sentences, sylls):
    return 0.39 * words / sentences + 11.8 * sylls / words - 15.59


# ----------------------------------------------------------------- Markdown
CITE_GROUP = re.compile(r"\[(?:[^\[\]]*?)(?<![\w.])-?@[A-Za-z0-9][^\[\]]*\]")
CITE_KEY = re.compile(r"(?<![\w.\\])@([A-Za-z0-9][\w-]*(?:[.:][\w-]+)*)")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(<?([^\s()>]*)>?(?:\s+\"[^\"]*\")?\)")


def front_matter(text):
    if not text.startswith("---\n"):
        return "", text
    end = text.find("\n---\n", 4)
    return (text[4:end + 1], text[end + 5:]) if end > 0 else ("", text)


def slug(text):
    text = re.sub(r"[^\w\s-]", "", text.lower())
    return re.sub(r"\s+", "-", text.strip())


class Page:
    def __init__(self, name):
        self.name = name
        self.ids = set()
        self.dup = []
        self.links = []
        self.keys = []
        self.blocks = []
        self.title = ""
        self.subjects = []
        self.tables = self.figures = self.notes = 0
        self.problems = []

    def add_id(self, value):
        if value in self.ids:
            self.dup.append(value)
        self.ids.add(value)


def read_markdown(path):
    page = Page(os.path.basename(path))
    raw = open(path, encoding="utf-8").read()
    front, body = front_matter(raw)
    if not front:
        page.problems.append("no front matter")
    for key in ("title", "id", "description"):
        m = re.search(r"^%s:\s*(.+)$" % key, front, re.M)
        if not m:
            page.problems.append("no %s in the front matter" % key)
        elif key == "title":
            page.title = m.group(1).strip().strip("\"'")
        elif key == "id":
            page.add_id(m.group(1).strip())
    m = re.search(r"^subjects:\s*\n((?:[ \t]+-[ \t]*\S+\n)+)", front, re.M)
    if m:
        page.subjects = re.findall(r"-[ \t]*(\S+)", m.group(1))
    body = re.sub(r"<!--.*?-->", "", body, flags=re.S)
    body = re.sub(r"^(```+|~~~+).*?^\1[ \t]*$", "", body, flags=re.S | re.M)
    plain = re.sub(r"`[^`\n]*`", "", body)
    for m in CITE_GROUP.finditer(plain):
        page.keys += CITE_KEY.findall(m.group(0))
    for m in CITE_KEY.finditer(CITE_GROUP.sub("", plain)):
        page.keys.append(m.group(1))
    for m in LINK.finditer(plain):
        page.links.append((m.group(3), bool(m.group(1))))
        for inner in LINK.finditer(m.group(2)):
            page.links.append((inner.group(3), bool(inner.group(1))))
    for m in re.finditer(r"\{[^{}\n]*#([\w-]+)[^{}\n]*\}", plain):
        page.add_id(m.group(1))
    defined = re.findall(r"^\[\^([^\]]+)\]:", plain, re.M)
    used = re.findall(r"\[\^([^\]]+)\](?!:)", plain)
    page.notes = len(set(used))
    if set(defined) != set(used):
        page.problems.append("footnotes without text or use: " + ", ".join(set(defined) ^ set(used)))
    if re.search(r"<[A-Za-z/][^>\n]*>", re.sub(r"<(?:https?|mailto):[^>]*>", "", plain)):
        page.problems.append("raw HTML")
    level = 1
    for m in re.finditer(r"^(#{1,6})[ \t]+(.+?)[ \t]*$", plain, re.M):
        depth = len(m.group(1))
        if depth == 1 or depth > level + 1:
            page.problems.append("heading level: " + m.group(2))
        level = depth
        if "{#" not in m.group(2):
            page.add_id(slug(m.group(2)))
    # Prose blocks.
    current = []

    def flush():
        if current:
            page.blocks.append(" ".join(current))
            current.clear()

    lines = plain.split("\n")
    for at, line in enumerate(lines):
        if re.match(r"^#{1,6}\s", line):
            flush()
            continue
        if re.match(r"^\s*\|", line):
            flush()
            if re.match(r"^\s*\|(?:\s*:?-{3,}:?\s*\|)+\s*$", line):
                page.tables += 1
                if re.match(r"^\s*\|\s*\|", lines[at - 1]):
                    page.problems.append("table with an empty first header cell")
            continue
        if re.match(r"^: .*\{#tbl-", line):
            flush()
            continue
        if re.match(r"^!\[", line):
            page.figures += 1
            flush()
            continue
        line = re.sub(r"^>\s?", "", line)
        line = re.sub(r"^\[\^[^\]]+\]:\s*", "", line)
        item = re.match(r"^\s*(?:[-*+]|\d+[.)])\s+", line)
        if item:
            flush()
            line = line[item.end():]
        if not line.strip():
            flush()
            continue
        current.append(line.strip())
    flush()
    page.blocks = [strip_inline(b) for b in page.blocks]
    return page, raw


def strip_inline(text):
    text = CITE_GROUP.sub("", text)
    text = CITE_KEY.sub("", text)
    text = re.sub(r"\[\^[^\]]+\]", "", text)
    text = LINK.sub(lambda m: m.group(2) or "Table 1", text)
    text = re.sub(r"\{[#.][^{}]*\}|\{\w+=[^{}]*\}", "", text)
    text = re.sub(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}", "", text)
    return text.strip()


# ------------------------------------------------------------------ DocBook
SKIP = {"info", "title", "table", "informaltable", "mediaobject", "programlisting",
        "screen", "bibliography", "bibliolist"}
BLOCK = {"para", "simpara", "glossterm"}


def read_docbook(path):
    page = Page(os.path.basename(path))
    raw = open(path, encoding="utf-8").read()
    try:
        root = ET.fromstring(raw)
    except ET.ParseError as e:
        page.problems.append("not well-formed: %s" % e)
        return page, raw
    page.kind = root.tag.replace(DB, "")
    for e in root.iter():
        name = e.tag.replace(DB, "")
        if e.get(XML + "id"):
            page.add_id(e.get(XML + "id"))
        if e.get(XLINK + "href"):
            page.links.append((e.get(XLINK + "href"), False))
        if e.get("linkend"):
            if name == "biblioref":
                page.keys.append(e.get("linkend"))
            else:
                page.links.append(("#" + e.get("linkend"), False))
        if e.get("otherterm"):
            page.links.append(("#" + e.get("otherterm"), False))
        page.tables += name in ("table", "informaltable")
        page.figures += name == "figure"
        page.notes += name == "footnote"
        if name == "subjectterm":
            page.subjects.append((e.text or "").strip())
    t = root.find(DB + "info/" + DB + "title")
    page.title = "".join(t.itertext()) if t is not None else ""

    def text_of(e):
        out = e.text or ""
        for c in e:
            name = c.tag.replace(DB, "")
            if name == "citation":
                pass
            elif name == "xref":
                out += "Table 1"
            elif name == "footnote":
                for p in c:
                    page.blocks.append(" ".join(text_of(p).split()))
            else:
                out += text_of(c)
            out += c.tail or ""
        return out

    def walk(e):
        for c in e:
            name = c.tag.replace(DB, "")
            if name in SKIP:
                continue
            if name in BLOCK:
                if name != "glossterm":
                    page.blocks.append(" ".join(text_of(c).split()))
            else:
                walk(c)

    walk(root)
    return page, raw


# --------------------------------------------------------------------- main
def translated(lang, names):
    """Each notice in a language: the same id, places to fill, signs in a list, and stress."""
    for name in names:
        path = os.path.join(NOTICES, lang, name)
        check(os.path.exists(path), "notices/%s/%s is there" % (lang, name))
        if not os.path.exists(path):
            continue
        (_, first), (_, second) = ((front_matter(open(p, encoding="utf-8").read()))
                                   for p in (os.path.join(NOTICES, name), path))
        raw = [open(p, encoding="utf-8").read() for p in (os.path.join(NOTICES, name), path)]
        keys = [{k: re.search(r"^%s: *(.*)$" % k, t, re.M) for k in ("id", "short", "lang")} for t in raw]
        check(keys[0]["id"].group(1) == keys[1]["id"].group(1) and keys[1]["lang"].group(1) == lang and
              bool(keys[0]["short"]) == bool(keys[1]["short"]), "notices/%s/%s: keys" % (lang, name))
        for what, pattern in (("places", r"\{\{([^{}]*?)(?:_in)?\}\}"), ("items", r"(?m)^- "), ("stress", r"\*\*")):
            check(sorted(re.findall(pattern, first)) == sorted(re.findall(pattern, second)),
                  "notices/%s/%s: %s" % (lang, name, what))


def main():
    known = {}
    try:
        records = json.load(open(REFS, encoding="utf-8"))
        known = {r["id"] for r in records}
        check(len(known) == len(records), "references: every id is used once")
    except (OSError, ValueError, KeyError, TypeError) as e:
        check(False, "references can be read", str(e))
    if not os.path.isdir(BOOK):
        check(False, "the folder %s exists" % BOOK)
        print("%d passed, %d failed" % (passed, failed))
        return 1

    # The syllable counter itself, so that a change cannot bend the grades.
    sample = {"cat": 1, "table": 2, "needed": 2, "walked": 1, "pieces": 2, "operation": 4,
              "surgery": 3, "stimulation": 4, "injections": 3, "emergency": 4, "joint": 1,
              "joints": 1, "infection": 3, "people": 2, "evidence": 3, "approved": 2,
              "numbness": 2, "bladder": 2, "scientist": 3, "controlled": 2, "called": 1,
              "discs": 1, "wanted": 2, "reviewed": 2, "studies": 2, "muscles": 2, "changes": 2,
              "comes": 1, "times": 1, "doesn't": 2, "side": 1, "questions": 2, "medical": 3,
              "patients": 2, "special": 2, "familiar": 3, "diagnosis": 4, "weight": 1,
              "randomized": 3, "syringe": 2, "moved": 1, "titled": 2, "isn't": 2, "radio": 3,
              "biology": 4, "reported": 3, "exercise": 3, "vertebra": 3, "years": 1, "choose": 1}
    wrong = [w for w, n in sample.items() if syllables(w) != n]
    check(len(wrong) == 0, "syllable counter on %d words" % len(sample),
          ", ".join("%s=%d" % (w, syllables(w)) for w in wrong))

    pages, raws = {}, {}
    for name in sorted(os.listdir(BOOK)):
        path = os.path.join(BOOK, name)
        if name.endswith(".md"):
            pages[name], raws[name] = read_markdown(path)
        elif name.endswith(".xml"):
            pages[name], raws[name] = read_docbook(path)
    chapters = [n for n in pages if re.match(r"\d\d-", n)]

    total = 0
    for name in chapters:
        p = pages[name]
        words, sentences, sylls = count(p.blocks)
        total += words
        g = grade(words, sentences, sylls) if words else 99
        check(g <= GRADE_MAX, "%s: grade %.1f, %d words, %d sentences" % (name, g, words, sentences))
        check(not p.problems, "%s: form" % name, "; ".join(p.problems))
        check(not p.dup, "%s: ids are used once" % name, ", ".join(p.dup))
        check("spine" in p.subjects and set(p.subjects) <= SUBJECTS,
              "%s: subjects" % name, ", ".join(p.subjects) or "none")
        check(bool(p.title), "%s: has a title" % name)
        bad = sorted({k for k in p.keys if k not in known})
        check(not bad, "%s: citation keys are known" % name, ", ".join(bad))
    if "glossary.xml" in pages:
        p = pages["glossary.xml"]
        words, sentences, sylls = count(p.blocks)
        check(not p.problems and not p.dup, "glossary.xml: form", "; ".join(p.problems + p.dup))
        print("# glossary.xml: grade %.1f, %d words" % (grade(words, sentences, sylls), words))
    else:
        check(False, "there is a glossary.xml")

    for name, p in pages.items():
        bad = []
        for target, image in p.links:
            if re.match(r"[a-z][a-z0-9+.-]*:", target, re.I):
                continue
            file, _, fragment = target.partition("#")
            other = file or name
            if other not in pages:
                if not os.path.isfile(os.path.join(BOOK, file)):
                    bad.append(target)
                continue
            if fragment and fragment not in pages[other].ids:
                bad.append(target)
        check(not bad, "%s: %d links lead somewhere" % (name, len(p.links)), ", ".join(sorted(set(bad))))

    everything = {k for n in chapters for k in pages[n].keys if k in known}
    check(len(chapters) >= 9, "at least 9 chapters (%d)" % len(chapters))
    check(total >= 8000, "at least 8,000 words of prose (%d)" % total)
    check(len(everything) >= 40, "at least 40 different sources are cited (%d)" % len(everything))
    check(sum(p.tables for p in pages.values()) >= 4, "at least 4 tables (%d)" % sum(p.tables for p in pages.values()))
    check(sum(p.figures for p in pages.values()) >= 2, "at least 2 figures (%d)" % sum(p.figures for p in pages.values()))
    check(sum(p.notes for p in pages.values()) >= 6, "at least 6 footnotes (%d)" % sum(p.notes for p in pages.values()))
    cross = sum(1 for n in chapters for t, _ in pages[n].links
                if re.match(r"\d\d-", t) and not t.startswith(n))
    check(cross >= 15, "at least 15 links between chapters (%d)" % cross)
    for n, raw in raws.items():
        check(not re.search(r"\bcompliant\b", raw, re.I), "%s: a word that is not used" % n)

    figures = os.path.join(BOOK, "figures")
    for f in sorted(os.listdir(figures)) if os.path.isdir(figures) else []:
        if not f.endswith(".svg"):
            continue
        text = open(os.path.join(figures, f), encoding="utf-8").read()
        try:
            root = ET.fromstring(text)
            good = (root.get("viewBox") and root.get("role") == "img" and "<!DOCTYPE" not in text
                    and (root.findtext("{http://www.w3.org/2000/svg}title") or "").strip())
        except ET.ParseError:
            good = False
        check(bool(good), "figures/%s: well-formed, viewBox, role, title, no DTD" % f)

    notices = sorted(os.listdir(NOTICES)) if os.path.isdir(NOTICES) else []
    for name in notices:
        if not name.endswith(".md"):
            continue
        path = os.path.join(NOTICES, name)
        raw = open(path, encoding="utf-8").read()
        check(not re.search(r"\bcompliant\b", raw, re.I), "notices/%s: a word that is not used" % name)
        _, body = front_matter(raw)
        body = re.sub(r"\{\{[^{}]*\}\}", "thing", body)
        blocks = []
        for part in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)", body):
            part = re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", part.strip())
            if not part or part.startswith("#"):
                continue
            blocks.append(strip_inline(" ".join(part.split())))
        words, sentences, sylls = count(blocks)
        if words < 8:
            continue
        g = grade(words, sentences, sylls)
        check(g <= GRADE_MAX, "notices/%s: grade %.1f, %d words" % (name, g, words))

    for lang in sorted(n for n in notices if os.path.isdir(os.path.join(NOTICES, n))):
        translated(lang, [n for n in notices if n.endswith(".md")])

    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
