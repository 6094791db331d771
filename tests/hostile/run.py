#!/usr/bin/env python3
"""Documents that were damaged: cut off, with bytes changed, with entities, in
another encoding than they say.  Never a crash, never past the deadline, and
what is not well-formed any more is said to be so.

The same seed damages the same way; HOSTILE_SEED sets another,
HOSTILE_COUNT how often each document is damaged, and HOSTILE_DOCS names
folders of more documents.
"""

import glob
import json
import os
import random
import sys
import xml.parsers.expat

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402

SEED = int(os.environ.get("HOSTILE_SEED", "1"))
COUNT = int(os.environ.get("HOSTILE_COUNT", "5"))
BATCH = 40     # documents of one process
SECONDS = 20   # of a process
PLACES = ("tests/fuzz/corpus/docbook", "tests/golden/schema",
          "tests/golden/document", "tests/golden/xref", "tests/golden/a11y",
          "tests/golden/markdown", "tests/fuzz/corpus/markdown")
LONGEST = 200000
SCHEMA = os.path.join(suite.TOP, "tests/golden/schema/leaflet.rng")


def cut(r, data):
    return data[:r.randrange(len(data) + 1)]


def flip(r, data):
    data = bytearray(data)
    for _ in range(r.choice((1, 1, 2, 8, 64))):
        if data:
            data[r.randrange(len(data))] = r.randrange(256)
    return bytes(data)


def bits(r, data):
    data = bytearray(data)
    for _ in range(r.choice((1, 4))):
        if data:
            data[r.randrange(len(data))] ^= 1 << r.randrange(8)
    return bytes(data)


def move(r, data):
    """A piece is put in another place, or many times."""
    a, b = sorted(r.randrange(len(data) + 1) for _ in range(2))
    piece = data[a:b][:500] * r.choice((1, 1, 3, 50))
    at = r.randrange(len(data) + 1)
    return data[:at] + piece + data[at:]


def entities(r, data):
    """Entities of each kind, used somewhere in the text."""
    declared = r.choice((
        b'<!ENTITY e "x">', b'<!ENTITY e "<para>x</para>">',
        b'<!ENTITY e "&e;">', b'<!ENTITY e SYSTEM "/etc/passwd">',
        b'<!ENTITY % p SYSTEM "http://example.org/x.dtd"> %p;',
        b'<!ENTITY a "%s"><!ENTITY b "%s"><!ENTITY e "%s">' % (
            b"x" * 1000, b"&a;" * 1000, b"&b;" * 1000),
        b'<!ENTITY e "</para>">', b'<!ENTITY e "&#0;">',
        b'<!ENTITY % p "<!ENTITY e \'y\'>"> %p;',
        b'<!ATTLIST para role CDATA "%s">' % (b"r" * 5000)))
    if b"<!DOCTYPE" not in data:
        start = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
        data = data[:start] + b"<!DOCTYPE x [" + declared + b"]>" + data[start:]
    at = data.find(b">", r.randrange(len(data) + 1))
    return data[:at + 1] + b"&e;" + data[at + 1:]


def encoding(r, data):
    text = data.decode("utf-8", "replace")
    how = r.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1",
                    "cp1252", "utf-7", "cp037", "mark", "name", "odd"))
    if how == "mark":
        return r.choice((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf",
                         b"\0\0\xfe\xff")) + data
    if how == "odd":
        return text.encode("utf-16")[:-1]
    if how == "name":
        name = r.choice((b"UTF-16", b"EBCDIC", b"x", b"ISO-8859-1",
                         b"Shift_JIS", b"\xff", b"UTF-7"))
        return b'<?xml version="1.0" encoding="' + name + b'"?>' + data
    return text.encode(how, "replace")


DAMAGE = (cut, flip, bits, move, entities, encoding)


def documents():
    roots = [os.path.join(suite.TOP, p) for p in PLACES]
    roots += os.environ.get("HOSTILE_DOCS", "").split(":")
    for root in filter(None, roots):
        for path in sorted(glob.glob(os.path.join(glob.escape(root), "*"))):
            if not os.path.isfile(path) or path.endswith((".diag", ".html")):
                continue
            data = suite.read(path)
            if 0 < len(data) <= LONGEST:
                yield path, data


def well_formed(data):
    """True, False, or None when another parser may see it differently."""
    parser = xml.parsers.expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except xml.parsers.expat.ExpatError:
        if b"\0" in data:
            return None  # other parsers know other encodings by sight
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return None
        return False if b"<!" not in data and b"encoding" not in data \
            else None
    except (ValueError, LookupError):
        return None
    return True


def judge(s, paths, what):
    """Lints documents in one process; the findings, or None after a check
    that failed."""
    r = suite.run([s.backmatter, "lint", "--no-project", "--schema=" + SCHEMA,
                   "--format", "json"] + paths, os.path.dirname(paths[0]),
                  deadline=SECONDS * (10 if s.sanitized else 1))
    good = r.status in (0, 1, 3) and not r.timed_out and \
        b"Sanitizer" not in r.err and b"runtime error:" not in r.err
    if good:
        return json.loads(r.text)["findings"]
    if len(paths) > 1:
        # Which one it was.
        for path in paths:
            judge(s, [path], what)
    else:
        s.check("%s (HOSTILE_SEED=%d)" % (what[paths[0]], SEED), False,
                "%s\n%s" % (r, r.text[-300:]))
    return None


def batch(s, jobs):
    folder = s.tmp()
    what, kind = {}, {}
    for n, (path, damage, seed, data) in enumerate(jobs):
        ending = os.path.splitext(path)[1]
        name = os.path.join(folder, "d%d%s" % (
            n, ending if ending in (".md", ".xml") else ".xml"))
        data = damage(random.Random(seed), data)
        suite.write(name, data)
        what[name] = "%s, %s %d" % (os.path.relpath(path, suite.TOP),
                                    damage.__name__, seed)
        kind[name] = name.endswith(".xml") and well_formed(data) is False
    findings = judge(s, sorted(what), what)
    if findings is None:
        return
    said = {os.path.realpath(os.path.join(folder, f["file"]))
            for f in findings if f["severity"] == "error" and f["file"]}
    silent = [what[n] for n in what
              if kind[n] and os.path.realpath(n) not in said]
    for _ in range(len(jobs) - len(silent)):
        s.check("damaged", True)
    for one in silent:
        s.check("%s: said to be not well-formed" % one, False)


def main():
    s = suite.Suite("hostile", suite.parser(__doc__).parse_args())
    s.need(s.backmatter, s.library)
    r = random.Random(SEED)
    jobs = [(path, r.choice(DAMAGE), r.randrange(1 << 30), data)
            for path, data in documents() for _ in range(COUNT)]
    s.each(lambda part: batch(s, part), [
        jobs[i:i + BATCH] for i in range(0, len(jobs), BATCH)])
    s.done()


if __name__ == "__main__":
    main()
