#!/usr/bin/env python3
"""EPUBs of many kinds, read again: containers, packages, links, and whether
what they say of their accessibility is true.

  --table   prints what is true of each book of truth.py, what ours says and
            what other programs that are installed say; nothing is judged
"""

import os
import posixpath
import re
import shutil
import sys
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), HERE]
import books  # noqa: E402
import suite  # noqa: E402
import truth  # noqa: E402

OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
ONIX = "{http://ns.editeur.org/onix/3.0/reference}"
OPS = "{http://www.idpf.org/2007/ops}type"
NOT_SAFE = re.compile(r'["*:<>?\\|\x00-\x1f\x7f]|[^\x00-\x7f]|\.$|^\.')
# Of other programs and of ours: name, command with {in} and {out}.
PEERS = [("pandoc", ["pandoc", "-f", "docbook", "-t", "epub3", "-o", "{out}",
                     "{in}"]),
         ("wasm", ["node", os.path.join(HERE, "wasm.mjs"), "{build}", "{in}",
                   "{out}"])]


def declared(path):
    """What a package says: property to sorted values."""
    with zipfile.ZipFile(path) as z:
        container = ET.fromstring(z.read("META-INF/container.xml"))
        name = next(e.get("full-path") for e in container.iter()
                    if e.tag.endswith("rootfile"))
        opf = ET.fromstring(z.read(name))
    said = {}
    for meta in opf.iter(OPF + "meta"):
        prop = (meta.get("property") or "").partition("schema:")[2]
        if prop:
            said.setdefault(prop, []).append((meta.text or "").strip())
    out = {k: sorted(said.get(k, [])) for k in (
        "accessMode", "accessModeSufficient", "accessibilityHazard")}
    out["accessibilityFeature"] = sorted(
        set(said.get("accessibilityFeature", [])) & truth.FEATURES)
    return out


class Epub(suite.Suite):
    def __init__(self, options):
        super().__init__("epub", options)
        self.need(self.backmatter, self.library)

    # ---- containers ----

    def container(self, name, path):
        """OCF: the type first and stored, no extra fields, safe names."""
        with zipfile.ZipFile(path) as z:
            infos = z.infolist()
        first = infos[0]
        self.check("%s: begins with its type" % name,
                   first.filename == "mimetype" and first.compress_type == 0
                   and first.header_offset == 0)
        bad = [i.filename for i in infos if i.extra or i.comment or i.date_time
               != first.date_time or i.external_attr != first.external_attr]
        self.check("%s: times and rights are one" % name, not bad, bad)
        bad = [i.filename for i in infos if any(
            NOT_SAFE.search(part) or len(part) > 120
            for part in i.filename.split("/"))]
        self.check("%s: names are safe" % name, not bad, bad)
        low = [i.filename.lower() for i in infos]
        self.check("%s: names differ in more than case" % name,
                   len(set(low)) == len(low))

    # ---- packages, pages ----

    def package(self, name, z):
        """Manifest and files agree; what the package must have is there."""
        opf = ET.fromstring(z.read("EPUB/package.opf"))
        items = {i.get("id"): i for i in opf.iter(OPF + "item")}
        listed = {posixpath.join("EPUB", i.get("href")) for i in items.values()}
        there = set(z.namelist()) - {"mimetype", "META-INF/container.xml",
                                     "EPUB/package.opf"}
        self.equal("%s: the manifest lists the files" % name,
                   sorted(f for f in listed ^ there
                          if not f.startswith("META-INF/")), [])
        spine = opf.find(OPF + "spine")
        self.check("%s: the spine is of the manifest" % name,
                   len(spine) > 0 and all(i.get("idref") in items
                                          for i in spine))
        ids = [e.get("id") for e in opf.iter() if e.get("id")]
        refs = [e.get("refines")[1:] for e in opf.iter() if e.get("refines")]
        self.check("%s: refinements refine" % name, len(set(ids)) == len(ids)
                   and set(refs) <= set(ids))
        return [posixpath.join("EPUB", i.get("href")) for i in items.values()
                if i.get("media-type") == "application/xhtml+xml"]

    def pages(self, name, z, files):
        """Links lead to what is there; notes lead there and back."""
        ids, refs, bad = {}, [], []
        for file in files:
            root = ET.fromstring(z.read(file))
            ids[file] = [e.get("id") for e in root.iter() if e.get("id")]
            for e in root.iter():
                if e.tag in (XHTML + "script", XHTML + "iframe"):
                    bad.append("%s: %s" % (file, e.tag))
                for attr in ("href", "src"):
                    if e.get(attr) is not None:
                        refs.append((file, e, e.get(attr)))
            twice = {i for i in ids[file] if ids[file].count(i) > 1}
            bad += ["%s: id %s is there twice" % (file, i) for i in twice]
        names = set(z.namelist())
        for file, e, ref in refs:
            if ":" in ref.split("/")[0]:
                if not e.tag.endswith("}a"):
                    bad.append("%s: %s is not in the book" % (file, ref))
                continue
            path, _, frag = ref.partition("#")
            to = posixpath.normpath(posixpath.join(
                posixpath.dirname(file), urllib.parse.unquote(path))
                if path else file)
            if to not in names or (frag and to in ids and
                                   urllib.parse.unquote(frag) not in ids[to]):
                bad.append("%s: %s leads nowhere" % (file, ref))
        self.check("%s: links lead somewhere" % name, not bad, "\n".join(bad))
        nav = ET.fromstring(z.read("EPUB/nav.xhtml"))
        marks = sum(z.read(f).count(b'role="doc-pagebreak"') for f in files)
        listed = [n for n in nav.iter(XHTML + "nav")
                  if n.get(OPS) == "page-list"]
        self.equal("%s: the list of pages has all marks" % name,
                   sum(1 for n in listed for _ in n.iter(XHTML + "a")), marks)

    def book(self, item):
        name, source = item
        folder = os.path.join(self.tmp("books"), name)
        path = books.put(os.path.join(folder, "src"), source)
        outs = [os.path.join(folder, n) for n in ("a.epub", "b.epub")]
        for out in outs:
            run = books.make(self.backmatter, path, out)
            if not self.check("%s is made" % name, run.status == 0
                              and os.path.exists(out), run):
                return
        self.check("%s: the same bytes again" % name,
                   suite.read(outs[0]) == suite.read(outs[1]))
        self.container(name, outs[0])
        with zipfile.ZipFile(outs[0]) as z:
            self.check("%s: the container is whole" % name, z.testzip() is None)
            self.pages(name, z, self.package(name, z))
        shutil.rmtree(folder)

    # ---- fonts ----

    def fonts(self):
        """Those that may be, and no others; text has one only if asked."""
        (name, source), = books.fonts()
        folder = self.tmp("fonts")
        out = os.path.join(folder, "a.epub")
        run = books.make(self.backmatter, books.put(
            os.path.join(folder, "src"), source), out)
        if not self.check("%s: is made" % name, run.status == 0, run):
            return
        self.equal("each refusal is told", [
            len(re.findall(r"\[font-%s\]" % c, run.errors))
            for c in ("rights", "format")], [3, 3])
        with zipfile.ZipFile(out) as z:
            opf = ET.fromstring(z.read("EPUB/package.opf"))
            css = z.read("EPUB/css/book.css").decode()
            self.equal("its licence goes along", z.read(
                "META-INF/a-licence.txt"), b"You may use it.\n")
        self.equal("fonts and their types", sorted(
            (i.get("href"), i.get("media-type")) for i in opf.iter(OPF + "item")
            if i.get("media-type").startswith("font/")), [
                ("fonts/a-2.otf", "font/otf"), ("fonts/a.otf", "font/otf"),
                ("fonts/b.ttf", "font/ttf"), ("fonts/c.woff2", "font/woff2")])
        self.equal("a face for each", css.count("@font-face"), 4)
        self.check("text has the one that it was given",
                   re.search(r'^body \{ font-family: "Sans", serif; \}$', css,
                             re.M))

    def onix(self):
        """Codes of booksellers follow from what the book says."""
        folder = self.tmp("onix")
        head = ("conforms-to: EPUB Accessibility 1.1 - WCAG 2.1 Level AA\n"
                "certified-by: Example & Co\n"
                "accessibility-exemption: eaa-microenterprise\n")
        suite.write(os.path.join(folder, "a.png"), books.png())
        for name, alt, text, wanted in (
                ("told", "A brace", "", "00 04 11 13 14 29 30 36 52 75 81 85 93"),
                ("untold", "", "$x$", "00 11 13 17 29 30 36 75")):
            suite.write(os.path.join(folder, name + ".md"), books.md(
                "T", "![%s](a.png)%s\n\n%s\n" % (
                    alt, "" if alt else '{role="x"}', text), more=head))
            out = os.path.join(folder, name + ".xml")
            run = suite.run([self.backmatter, "--no-project", "--fail-on",
                             "never", "-t", "epub", "-o", name + ".epub",
                             "--onix", out, name + ".md"], folder)
            if not self.check("codes of %s" % name, run.status == 0
                              and os.path.exists(out), run):
                continue
            found = {}
            for f in ET.fromstring(suite.read(out)).iter(
                    ONIX + "ProductFormFeature"):
                found.setdefault(f[0].text, []).append(f[1].text)
            self.equal("codes of %s" % name, " ".join(found["09"]), wanted)
            self.equal("hazards of %s" % name, found["12"], ["14", "16", "18"])
        run = suite.run([self.backmatter, "--no-project", "-o", "a.html",
                         "--onix", "a.xml", "told.md"], folder)
        self.check("--onix is for books", run.status == 2, run)

    # ---- style, truth ----

    def style(self):
        """Colours, faces and sizes of text are the reader's."""
        css = suite.read(os.path.join(suite.TOP, "xsl/css/epub.css")).decode()
        for rule in re.findall(r"(?<![-\w])([-\w]+)\s*:\s*([^;}]+)", css):
            self.check("%s: %s" % rule, not (
                rule[0] in ("color", "background", "background-color") or
                (rule[0] in ("font", "font-size", "line-height") and re.search(
                    r"\d(px|pt|cm|mm|in)\b", rule[1]))))
        self.check("no script, nothing from elsewhere",
                   "@import" not in css and "url(" not in css)

    def true(self, case):
        folder = os.path.join(self.tmp("truth"), re.sub(r"\W", "-", case[0]))
        source = books.put(folder, truth.files(case))
        out = os.path.join(folder, "out.epub")
        run = books.make(self.backmatter, source, out)
        if self.check("%s is made" % case[0], run.status == 0, run):
            self.equal("what is said of %s" % case[0], declared(out),
                       truth.wanted(case))

    def table(self):
        """A line for each book: what is true, and what each program says."""
        peers = [p for p in PEERS if shutil.which(p[1][0])]
        wrong = dict.fromkeys(["ours"] + [p[0] for p in peers], 0)
        for case in truth.CASES:
            folder = self.tmp()
            source = books.put(folder, truth.files(case))
            outs = {"ours": os.path.join(folder, "ours.epub")}
            books.make(self.backmatter, source, outs["ours"])
            for name, command in peers:
                outs[name] = os.path.join(folder, name + ".epub")
                suite.run([c.format(**{"in": "book.xml", "out": outs[name],
                                       "build": os.path.abspath(self.build)})
                           for c in command], folder)
            want = truth.wanted(case)
            print("%s\n  true    %s" % (case[0], shown(want)))
            for name, out in outs.items():
                said = declared(out) if os.path.exists(out) else None
                wrong[name] += said != want
                print("  %-7s %s" % (name, "as is true" if said == want else
                                     shown(said) if said else "no book"))
        print("\nwrong of %d: %s" % (len(truth.CASES), ", ".join(
            "%s %d" % w for w in wrong.items())))


def shown(said):
    return " | ".join(" ".join(v) or "-" for v in said.values())


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("--table", action="store_true")
    options = p.parse_args()
    s = Epub(options)
    if options.table:
        s.table()
        return
    s.style()
    s.fonts()
    s.onix()
    s.each(s.book, list(books.books()))
    s.each(s.true, truth.CASES + truth.TEXTS)
    s.done()


if __name__ == "__main__":
    main()
