"""--schema: the schema that is installed, a file, the key of a project."""

import json
import os

import suite

USUAL = "/usr/share/xml/docbook/schema/rng/5.0/docbook.rng"
HEAD = ('<article xmlns="http://docbook.org/ns/docbook" version="5.0" '
        'xml:lang="en"><info><title>Walking</title><author><personname>Ada '
        'Example</personname></author></info>\n')
GOOD = HEAD + "<para>A little every day.</para></article>"
BAD = HEAD + ('<para fooo="1">A <emphsis>little</emphsis></para>\n'
              '<itemizedlist/></article>')
SMALL = ('<element name="article" ns="http://docbook.org/ns/docbook" '
         'xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>')


def codes(r):
    return sorted(f["code"] for f in json.loads(r.text)["findings"]
                  if f["code"].startswith("schema-"))


def write(folder, name, text):
    path = os.path.join(folder, name)
    suite.write(path, text.encode())
    return path


def installed(s, good, bad):
    if not os.path.exists(USUAL):
        r = s.bm("lint", "--schema", bad)
        s.check("no schema is installed: said so, once",
                r.text.count("[schema-file]") == 1 and "docbook5-xml" in r.text
                and r.status == 1, r)
        s.skip("DocBook's own schema", "docbook5-xml is not installed")
        return
    r = s.bm("lint", "--schema", "--format", "json", good)
    s.check("the installed schema: a good document", r.status == 0 and
            codes(r) == [], r)
    r = s.bm("lint", "--schema", "--format", "json", bad)
    s.equal("the installed schema: what is wrong", codes(r),
            ["schema-attribute", "schema-element", "schema-incomplete"])
    s.exits("findings of a schema fail the run", 1, r)
    r = s.bm("--schema", "-t", "html", bad)
    s.check("a conversion is judged too, and written",
            r.status == 1 and "[schema-element]" in r.errors and
            b"little" in r.out, r)
    r = s.bm("lint", "--format", "json", bad)
    s.equal("without --schema nothing is judged", codes(r), [])


def worn(s):
    """A document that is too much for a schema leaves the next one alone."""
    folder = s.tmp()
    ns = "http://docbook.org/ns/docbook"
    text = ("<element name='article' ns='%s' "
            "xmlns='http://relaxng.org/ns/structure/1.0'><interleave>" % ns)
    for name in "abcdefghijklmnopqrstuvwx":
        text += ("<oneOrMore><group><element name='para'><empty/></element>"
                 "<element name='%s'><empty/></element></group></oneOrMore>"
                 % name)
    schema = write(folder, "s.rng", text + "</interleave></element>")
    much = write(folder, "a.xml", "<article xmlns='%s'>%s</article>" %
                 (ns, "<para/>" * 40))
    next_one = write(folder, "b.xml", "<article xmlns='%s'><para/><x/><para/><w/><para/><v/><note/></article>"
                     % ns)
    r = s.bm("lint", "-j1", "--schema=" + schema, "--format", "json", much,
             next_one)
    found = codes(r)
    s.check("the bound that was met is named", "it takes more than 160 "
            "megabytes of patterns" in r.text, r)
    if not s.sanitized:
        # Without the bound this takes gigabytes, and minutes.
        bounded = suite.run(["sh", "-c", "ulimit -v 800000; ulimit -t 20; "
                             'exec "$@"', "sh", s.backmatter, "lint", "-j1",
                             "--schema=" + schema, much])
        s.check("it is met within 800 MB and 20 s", bounded.status == 1 and
                "[schema-limit]" in bounded.text, bounded)
    s.check("only one document is too much", found.count("schema-limit") == 1,
            r)
    s.check("the next one is judged", "schema-element" in found, r)


def schemas(s):
    folder = s.tmp()
    good = write(folder, "good.xml", GOOD)
    bad = write(folder, "bad.xml", BAD)
    small = write(folder, "small.rng", SMALL)
    installed(s, good, bad)
    r = s.bm("lint", "--schema=" + small, "--format", "json", good, bad)
    s.check("a schema of one's own", "schema-element" in codes(r), r)
    r = s.bm("lint", "--schema=" + small, "--format", "json",
             os.path.join(folder, "text.md"))
    s.check("a file that is missing", r.status == 3, r)
    r = s.bm("lint", "--schema=none.rng", good, bad)
    s.check("a schema that is missing is said once",
            r.text.count("[schema-file]") == 1, r)
    project = s.tmp()
    write(project, "small.rng", SMALL)
    write(project, "good.xml", GOOD)
    write(project, "backmatter.yaml", "title: T\nschema: small.rng\nbooks:\n"
          "  - id: b\n    title: B\n    documents: [good.xml]\n")
    r = s.bm("lint", "--format", "json", project)
    s.check("the key of a project", "schema-element" in codes(r), r)
    r = s.bm("lint", "--format", "json", os.path.join(project, "good.xml"))
    s.check("it holds for a document of the project on its own",
            "schema-element" in codes(r), r)


PARTS = [schemas, worn]
