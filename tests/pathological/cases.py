"""Hostile and oversized inputs: name -> files.  The first file is converted.

A case is a function that fills a folder and returns the name of the input.
What a case must not do is read or write outside; SECRET stands beside the
folder and its text must never show up in an output.
"""

import json
import os
import random

SECRET = b"the-text-of-a-file-outside"
DB = 'xmlns="http://docbook.org/ns/docbook" version="5.2"'
XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
CASES = {}


def case(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


def put(folder, name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return name


def md(folder, text):
    return put(folder, "in.md", text)


def xml(folder, text):
    return put(folder, "in.xml", text)


def article(body, head=""):
    return ('<article %s %s>%s<info><title>T</title></info>%s</article>'
            % (DB, XI, head, body))


# ---- Markdown --------------------------------------------------------------

@case
def nested_quotes(f):
    return md(f, "> " * 50000 + "deep\n")


@case
def nested_brackets(f):
    return md(f, "[" * 50000 + "a" + "]" * 50000 + "\n")


@case
def open_brackets(f):
    return md(f, "[" * 100000 + "a\n")


@case
def open_citations(f):
    return md(f, "[@a " * 50000 + "\n")


@case
def nested_citations(f):
    return md(f, "[@a; see " * 20000 + "]" * 20000 + "\n")


@case
def nested_lists(f):
    return md(f, "".join("%s- x\n" % ("  " * i) for i in range(2000)))


@case
def nested_list_marks(f):
    return md(f, "- " * 50000 + "x\n")


@case
def nested_emphasis(f):
    return md(f, "*a **b " * 30000 + " b** a*" * 30000 + "\n")


@case
def emphasis_openers(f):
    return md(f, "a_ " * 50000 + "*_a " * 50000 + "\n")


@case
def emphasis_runs(f):
    return md(f, "**x" + "*" * 100000 + "x" + "*" * 50000 + "\n")


@case
def backticks(f):
    return md(f, "".join("e" + "`" * i for i in range(1, 2500)) + "\n")


@case
def images_unclosed(f):
    return md(f, "![[]()" * 40000 + "\n")


@case
def cdata_unclosed(f):
    return md(f, "a<![CDATA[" * 40000 + "\n")


@case
def comments_unclosed(f):
    return md(f, "a<!-- " * 40000 + "\n<?x" * 20000 + "\n")


@case
def declarations_unclosed(f):
    return md(f, "a<!A " * 40000 + "\n")


@case
def tags_unclosed(f):
    return md(f, "<sub>" * 50000 + "x\n")


@case
def long_line(f):
    return md(f, "word " * (2 * 1024 * 1024) + "\n")


@case
def long_word(f):
    return md(f, "a" * (10 * 1024 * 1024) + "\n")


@case
def wide_table(f):
    n = 5000
    return md(f, "|" + "a|" * n + "\n|" + "-|" * n + "\n" +
              ("|" + "b|" * n + "\n") * 10)


@case
def table_empty_rows(f):
    # A short row is filled up: rows times columns cells from little text.
    n = 3000
    return md(f, "|" + "a|" * n + "\n|" + "-|" * n + "\n" + "|b|\n" * 20000)


@case
def long_table(f):
    return md(f, "|a|b|\n|-|-|\n" + "|x|y|\n" * 50000)


@case
def autolinks(f):
    return md(f, "www." * 50000 + "\n\n" + "a@" * 50000 + "\n\n" +
              "http://a" * 20000 + "\n\n" + "._-" * 20000 + "@x.org\n")


@case
def many_references(f):
    return md(f, "".join("[l%d]: /u%d\n" % (i, i) for i in range(50000)) +
              "".join("[l%d]\n" % i for i in range(50000)))


@case
def reference_bomb(f):
    return md(f, "[x]: /" + "u" * 100000 + "\n\n" + "[x] " * 20000 + "\n")


@case
def many_footnotes(f):
    return md(f, " ".join("a[^%d]" % i for i in range(10000)) + "\n\n" +
              "".join("[^%d]: note %d\n\n" % (i, i) for i in range(10000)))


@case
def footnote_cycle(f):
    return md(f, "a[^a]\n\n[^a]: b[^b]\n\n[^b]: c[^a]\n\n[^s]: self[^s]\n")


@case
def footnote_chain(f):
    return md(f, "a[^0]\n\n" + "".join(
        "[^%d]: next[^%d]\n\n" % (i, i + 1) for i in range(5000)))


@case
def many_headings(f):
    return md(f, "# same\n\n" * 20000)


@case
def deep_headings(f):
    return md(f, "".join("%s h\n\n" % ("#" * (i % 6 + 1))
                         for i in range(20000)))


@case
def many_attributes(f):
    return md(f, "# h {" + ".c " * 50000 + "#" + "i" * 50000 + "}\n\n" +
              "# h {" + "{" * 20000 + "\n")


@case
def heading_of_a_megabyte(f):
    return md(f, "# " + "w&amp; " * 150000 + "\n")


@case
def entities_in_text(f):
    return md(f, "&" * 100000 + "&#0;&#xD800;&#x110000;&#xFFFE;" * 1000 + "\n")


@case
def hard_breaks(f):
    return md(f, "a\\\n" * 50000)


@case
def control_characters(f):
    return md(f, bytes(range(1, 32)) * 1000 + b"\x7f\xc2\x80\n")


@case
def forbidden_in_xml(f):
    return md(f, "a\ufffe b\uffff c\x0b d\x1b\n\n```\n\x01\x02\n```\n")


# ---- citations, bibliographies, front matter -------------------------------

def refs(n):
    return json.dumps([{
        "id": "k%d" % i, "type": "article-journal", "title": "Title %d" % i,
        "author": [{"family": "Name%d" % (i % 97), "given": "A"}],
        "container-title": "Journal", "issued": {"date-parts": [[2000]]},
        "volume": str(i)} for i in range(n)])


@case
def one_key_often(f):
    put(f, "refs.json", refs(1))
    return md(f, "---\ntitle: T\nbibliography: refs.json\n---\n\n" +
              "".join("w [@k0] w\n\n" for _ in range(100000)))


@case
def one_paragraph_of_citations(f):
    put(f, "refs.json", refs(1))
    return md(f, "---\ntitle: T\nbibliography: refs.json\n---\n\n" +
              "w [@k0] " * 50000 + "\n")


@case
def one_group_of_citations(f):
    put(f, "refs.json", refs(10))
    return md(f, "---\ntitle: T\nbibliography: refs.json\n---\n\n[" +
              "; ".join("@k%d" % (i % 10) for i in range(50000)) + "]\n")


@case
def unresolved_citations(f):
    return md(f, " ".join("[@no%d]" % i for i in range(50000)) + "\n")


@case
def bibliography_of_10000(f):
    put(f, "refs.json", refs(10000))
    return md(f, "---\ntitle: T\nbibliography: refs.json\n---\n\n" +
              "\n\n".join("w [@k%d]" % i for i in range(10000)) + "\n")


@case
def bibliography_same_ids(f):
    put(f, "refs.json", "[" + ",".join(
        ['{"id": "k0", "type": "book", "title": "T"}'] * 20000) + "]")
    return md(f, "---\ntitle: T\nbibliography: refs.json\n---\n\n[@k0]\n")


@case
def bibliography_deep(f):
    put(f, "refs.json", "[" * 200000)
    return md(f, "---\ntitle: T\nbibliography: refs.json\n---\n\n[@k0]\n")


@case
def bibliography_names(f):
    put(f, "refs.json", json.dumps([{
        "id": "k0", "type": "book", "title": "<i>" * 20000 + "T",
        "author": [{"family": "N%d" % i, "given": "A. " * 50}
                   for i in range(10000)]}]))
    return md(f, "---\ntitle: T\nbibliography: refs.json\n---\n\n[@k0]\n")


def cites(f, name):
    return md(f, "---\ntitle: T\nbibliography: %s\n---\n\n[@roe2017]\n"
              % name)


@case
def nbib_of_10000(f):
    # One author and year: each id needs other letters.
    put(f, "refs.nbib", "".join(
        "PMID- %d\nTI  - Title %d.\nFAU - Roe, Jane\nAU  - Roe J\n"
        "DP  - 2017 Mar\nTA  - Pain\n\n" % (i + 1, i)
        for i in range(10000)))
    return cites(f, "refs.nbib")


@case
def nbib_blank_lines(f):
    put(f, "refs.nbib", "PMID- 1\nFAU - Roe, Jane\nDP  - 2017\n\n" +
              "AB  - a\n\n      b\n\nED  - Roe J\nMH  - c\n\n" * 50000 +
              "TI  - T.\n")
    return cites(f, "refs.nbib")


@case
def nbib_one_line(f):
    put(f, "refs.nbib", "PMID- 1\nDP  - 2017\nFAU - Roe, Jane\nTI  - " +
              "[" * 500000 + "; (" * 500000 + "]" * 500000 +
              "\nDP  - " + "2017 " * 200000 + "\nPG  - " + "1-," * 200000)
    return cites(f, "refs.nbib")


@case
def ris_of_10000(f):
    put(f, "refs.ris", "".join(
        "TY  - JOUR\nTI  - Title %d\nAU  - Roe, Jane\nPY  - 2017\n"
        "JO  - Pain\nER  - \n" % i for i in range(10000)))
    return cites(f, "refs.ris")


@case
def ris_one_record(f):
    put(f, "refs.ris",
              "AN  - 1234\nA1  - Roe, J\nN1  - n\n\nSN  - 1234-5678\n"
              "KW  - k\nmore\nU1  - 5[pmid]\nID  - 7\nM1  - 3\n" * 30000 +
              "TY  - JOUR\nTI  - T\nPY  - 2017\n")
    return cites(f, "refs.ris")


@case
def ris_no_ends(f):
    put(f, "refs.ris", "TY  - JOUR\nAU  - Roe, J\nPY  - 2017\n" * 30000)
    return cites(f, "refs.ris")


# ---- BibTeX ----------------------------------------------------------------

def bibtex(f, text):
    put(f, "refs.bib", text)
    return md(f, "---\ntitle: T\nbibliography: refs.bib\n---\n\n[@k0]\n")


@case
def bibtex_laughs(f):
    return bibtex(f, "@string{m0 = {ha ha }}\n" + "".join(
        "@string{m%d = m%d # m%d}\n" % (i, i - 1, i - 1)
        for i in range(1, 100000)) + "@book{k0, title = m99999}\n")


@case
def bibtex_long_macro(f):
    return bibtex(f, "@string{m = {%s}}\n" % ("a " * 500000) + "".join(
        "@book{k%d, title = m}\n" % i for i in range(50000)))


@case
def bibtex_deep_braces(f):
    return bibtex(f, "@book{k0, title = {%sx%s}}\n"
                  % ("{" * 300000, "}" * 300000))


@case
def bibtex_deep_commands(f):
    return bibtex(f, "@book{k0, title = {%sx%s}, author = {%sx%s}}\n" % (
        ("\\emph{" * 100000, "}" * 100000) * 2))


@case
def bibtex_unclosed(f):
    return bibtex(f, "@book{k0, title = {open {x, year = 1\n" * 60000)


@case
def bibtex_crossref_chain(f):
    return bibtex(f, "".join(
        "@book{k%d, title = {T}, f%d = {x}, crossref = {k%d}}\n"
        % (i, i, i + 1) for i in range(30000)))


@case
def bibtex_xdata_fields(f):
    return bibtex(f, "@xdata{p, %s}\n" % ", ".join(
        "f%d = {x}" % i for i in range(10000)) + "".join(
        "@book{k%d, title = {T%d}, xdata = {p}}\n" % (i, i)
        for i in range(10000)))


@case
def bibtex_names(f):
    return bibtex(f, "@book{k0, title = {T}, author = {%s and %s and %s}}\n" % (
        " and ".join("N%d, A" % i for i in range(20000)), "de " * 100000,
        "a, " * 100000))


@case
def bibtex_of_10000(f):
    put(f, "refs.bib", "".join(
        "@article{k%d, author = {van Roe%d, J and {Group %d}}, title = {The "
        "{DNA} of \\'e number %d}, journal = {J}, year = %d, pages = {%d--%d},"
        " crossref = {p%d}}\n@periodical{p%d, issn = {%d}}\n"
        % (i, i, i, i, 1900 + i % 100, i, i + 9, i, i, i)
        for i in range(10000)))
    return md(f, "---\ntitle: T\nbibliography: refs.bib\n---\n\n" +
              "\n\n".join("w [@k%d]" % i for i in range(10000)) + "\n")


@case
def bibtex_noise(f):
    return bibtex(f, "@book{k0, title={T}}\n" + "@" * 500000 +
                  "\n@a" * 200000 + "@string{" * 50000)


def cited(f, name, text):
    put(f, name, text)
    return md(f, "---\ntitle: T\nbibliography: %s\n---\n\n[@k0]\n" % name)


@case
def bibliography_one_work(f):
    return cited(f, "refs.json", json.dumps([{
        "id": "k%d" % i, "type": "article-journal", "DOI": "10.1000/a",
        "title": "long " * 200000 if i == 0 else "T",
        "custom": {"status-notice": "Notice %d " % i * 10}}
        for i in range(20000)]))


@case
def bibliography_one_title(f):
    return cited(f, "refs.json", json.dumps([{
        "id": "k%d" % i, "type": "article-journal", "DOI": "10.1000/%d" % i,
        "title": "A title that they all have", "author": [{"family": "N"}],
        "issued": {"date-parts": [[2000]]}} for i in range(20000)]))


@case
def bibliography_yaml_aliases(f):
    return cited(f, "refs.yaml", "references:\n- &a0 {id: k0, type: book}\n" +
                 "".join("- &a%d [%s]\n" % (i, ", ".join(
                     ["*a%d" % (i - 1)] * 9)) for i in range(1, 60)))


@case
def bibliography_yaml_deep(f):
    return cited(f, "refs.yaml", "references: " + "[" * 100000)


@case
def bibliography_endnote_entities(f):
    return cited(f, "refs.xml", "<!DOCTYPE xml [<!ENTITY a0 'aaaaaaaaaa'>" +
                 "".join("<!ENTITY a%d '%s'>" % (i, "&a%d;" % (i - 1) * 10)
                         for i in range(1, 20)) +
                 "]><xml><records><record><titles><title>&a19;</title>"
                 "</titles></record></records></xml>")


@case
def bibliography_endnote_outside(f):
    return cited(f, "refs.xml", "<!DOCTYPE xml [<!ENTITY a SYSTEM "
                 "'../secret.txt'>]><xml %s><records><record><label>k0"
                 "</label><titles><title>T&a;<xi:include href="
                 "'../secret.txt' parse='text'/></title></titles></record>"
                 "</records></xml>" % XI)


@case
def bibliography_endnote_styles(f):
    return cited(f, "refs.xml", "<xml><records><record><label>k0</label>"
                 "<titles><title>" +
                 "<style face='bold'>a</style><style>b</style> " * 100000 +
                 "</title></titles>" + "<odd>x</odd>" * 100000 +
                 "</record></records></xml>")


@case
def bibliography_endnote_deep(f):
    return cited(f, "refs.xml", "<xml><records><record>" + "<a>" * 100000)


@case
def bibliography_wide(f):
    return cited(f, "refs.json",
                 b"\xff\xfe" + "".join("[{" * 50000).encode("utf-16-le"))


@case
def bibliography_no_utf8(f):
    return cited(f, "refs.json", b'[{"id": "k0", "type": "book", "title": "' +
                 b"\xe9\xff" * 500000 + b'"}]')


@case
def bibliography_outside(f):
    return md(f, "---\ntitle: T\nbibliography: ../secret.json\n---\n\n[@k0]\n")


@case
def bibliography_of_itself(f):
    return md(f, "---\ntitle: T\nbibliography: in.md\n---\n\n[@k0]\n")


@case
def yaml_alias_bomb(f):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for i in range(1, 12):
        lines.append("a%d: &a%d [%s]" % (
            i, i, ", ".join(["*a%d" % (i - 1)] * 10)))
    return md(f, "---\ntitle: T\n" + "\n".join(lines) + "\n---\n\ntext\n")


@case
def yaml_alias_of_itself(f):
    return md(f, "---\ntitle: &t [*t, *t]\nkeywords: &k\n  - *k\n---\n\nx\n")


@case
def yaml_deep(f):
    return md(f, "---\ntitle: T\nx: " + "[" * 50000 + "\n---\n\ntext\n")


@case
def yaml_deep_map(f):
    return md(f, "---\ntitle: T\nx: " + "{a: " * 20000 + "b" + "}" * 20000 +
              "\n---\n\ntext\n")


@case
def yaml_many_keys(f):
    return md(f, "---\n" + "".join("k%d: v\n" % i for i in range(50000)) +
              "---\n\ntext\n")


@case
def yaml_unclosed(f):
    return md(f, "---\ntitle: T\n" + "a: b\n" * 50000)


@case
def yaml_binary(f):
    return md(f, b"---\ntitle: \"\\0\\x01\\uD800\"\n\xff\xfe: 1\n---\n\nx\n")


# ---- DocBook ---------------------------------------------------------------

@case
def billion_laughs(f):
    lines = ['<!ENTITY l0 "lol">']
    for i in range(1, 12):
        lines.append('<!ENTITY l%d "%s">' % (i, ("&l%d;" % (i - 1)) * 10))
    return xml(f, "<!DOCTYPE article [%s]>\n<article %s><info><title>T</title>"
               "</info><para>&l11;</para></article>" % ("\n".join(lines), DB))


@case
def laughs_in_attribute(f):
    lines = ['<!ENTITY l0 "lol">']
    for i in range(1, 12):
        lines.append('<!ENTITY l%d "%s">' % (i, ("&l%d;" % (i - 1)) * 10))
    return xml(f, '<!DOCTYPE article [%s]>\n<article %s><para role="&l11;"/>'
               "</article>" % ("\n".join(lines), DB))


@case
def quadratic_entity(f):
    return xml(f, '<!DOCTYPE article [<!ENTITY a "%s">]>\n<article %s><para>%s'
               "</para></article>" % ("a" * 100000, DB, "&a;" * 20000))


@case
def entity_cycle(f):
    return xml(f, '<!DOCTYPE article [<!ENTITY a "&b;"><!ENTITY b "&a;">]>\n'
               "<article %s><para>&a;</para></article>" % DB)


@case
def external_entity(f):
    return xml(f, '<!DOCTYPE article [<!ENTITY a SYSTEM "../secret.txt">]>\n'
               "<article %s><para>&a;</para></article>" % DB)


@case
def external_parameter_entity(f):
    return xml(f, '<!DOCTYPE article SYSTEM "../secret.dtd" [<!ENTITY % p '
               'SYSTEM "../secret.txt"> %p;]>' + article("<para>x</para>"))


@case
def xinclude_itself(f):
    return xml(f, article('<xi:include href="in.xml"/>'))


@case
def xinclude_cycle(f):
    put(f, "b.xml", '<section %s %s><title>B</title>'
        '<xi:include href="in.xml"/></section>' % (DB, XI))
    return xml(f, article('<xi:include href="b.xml"/>'))


@case
def xinclude_bomb(f):
    for i in range(12):
        put(f, "b%d.xml" % i, '<section %s %s><title>B</title>%s</section>' % (
            DB, XI, ('<xi:include href="b%d.xml"/>' % (i + 1)) * 10))
    put(f, "b12.xml", '<section %s><title>B</title></section>' % DB)
    return xml(f, article('<xi:include href="b0.xml"/>'))


@case
def xinclude_chain(f):
    for i in range(1000):
        put(f, "b%d.xml" % i, '<section %s %s><title>B</title>'
            '<xi:include href="b%d.xml"/></section>' % (DB, XI, i + 1))
    return xml(f, article('<xi:include href="b0.xml"/>'))


@case
def xinclude_up(f):
    return xml(f, article('<xi:include href="../secret.txt" parse="text"/>'
                          '<xi:include href="x/../../secret.txt" parse="text"/>'
                          '<xi:include href="%2e%2e/secret.txt" parse="text"/>'))


@case
def xinclude_absolute(f):
    secret = os.path.join(os.path.dirname(os.path.abspath(f)), "secret.txt")
    return xml(f, article(
        '<xi:include href="%s" parse="text"/>' % secret +
        '<xi:include href="file://%s" parse="text"/>' % secret +
        '<xi:include href="file:%s" parse="text"/>' % secret))


@case
def xinclude_symlink(f):
    os.symlink(os.path.join("..", "secret.txt"), os.path.join(f, "link.txt"))
    os.symlink("..", os.path.join(f, "up"))
    return xml(f, article('<xi:include href="link.txt" parse="text"/>'
                          '<xi:include href="up/secret.txt" parse="text"/>'))


@case
def xinclude_network(f):
    return xml(f, article('<xi:include href="http://127.0.0.1:9/x.xml"/>'
                          '<xi:include href="ftp://127.0.0.1:9/x.xml"/>'))


@case
def xinclude_device(f):
    os.mkfifo(os.path.join(f, "fifo"))
    return xml(f, article('<xi:include href="fifo" parse="text"/>'))


@case
def image_outside(f):
    os.symlink(os.path.join("..", "secret.txt"), os.path.join(f, "link.png"))
    return md(f, "---\ntitle: T\n---\n\n![a](../secret.txt)\n\n![b](link.png)"
              "\n\n![c](file:../secret.txt)\n")


@case
def image_is_fifo(f):
    os.mkfifo(os.path.join(f, "fifo.png"))
    return md(f, "![a](fifo.png)\n")


@case
def image_claims_size(f):
    png = (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff"
           b"\x08\x06\0\0\0\0\0\0\0")
    put(f, "a.png", png)
    put(f, "b.png", png[:20])
    put(f, "c.jpg", b"\xff\xd8\xff\xe0\xff\xff")
    put(f, "d.gif", b"GIF89a\xff")
    put(f, "e.svg", "<svg" + " a='1'" * 3 + ">" + "<g>" * 50000)
    return md(f, "".join("![x](%s)\n\n" % n for n in (
        "a.png", "b.png", "c.jpg", "d.gif", "e.svg")))


@case
def deep_docbook(f):
    return xml(f, article("<section><title>t</title>" * 50000 + "<para>x</para>"
                          + "</section>" * 50000))


@case
def deep_inline(f):
    return xml(f, article("<para>" + "<emphasis>" * 50000 + "x" +
                          "</emphasis>" * 50000 + "</para>"))


@case
def nested_below_limit(f):
    return xml(f, article("<para>" + "<emphasis>" * 190 + "x" +
                          "</emphasis>" * 190 + "</para>") )


@case
def many_docbook_attributes(f):
    return xml(f, article("<para %s>x</para>" % " ".join(
        'a%d="1"' % i for i in range(50000))))


@case
def many_namespaces(f):
    return xml(f, article("".join(
        '<x%d:y xmlns:x%d="urn:%d"/>' % (i, i, i) for i in range(20000))))


@case
def unknown_elements(f):
    return xml(f, article("".join("<para><el%d>x</el%d></para>" % (i, i)
                                  for i in range(10000))))


@case
def huge_attribute(f):
    return xml(f, article('<para role="%s">x</para>' % ("r" * 9000000)))


@case
def cals_spans(f):
    return xml(f, article(
        '<informaltable><tgroup cols="2000000000"><colspec colname="a" '
        'colnum="1"/><colspec colname="z" colnum="2000000000"/><tbody>'
        '<row><entry namest="a" nameend="z" morerows="2000000000">x</entry>'
        '</row><row><entry>y</entry></row></tbody></tgroup></informaltable>'))


@case
def cals_many_rows_down(f):
    return xml(f, article(
        '<informaltable><tgroup cols="2000"><tbody>' +
        '<row>%s</row>' % ('<entry morerows="9999">x</entry>' * 2000) +
        '<row/>' * 10000 + '</tbody></tgroup></informaltable>'))


@case
def duplicate_ids(f):
    return xml(f, article('<para xml:id="a">x</para>' * 30000 +
                          '<para><xref linkend="a"/></para>' * 30000))


@case
def dangling_links(f):
    return xml(f, article("".join('<para><xref linkend="n%d"/></para>' % i
                                  for i in range(30000))))


@case
def xref_cycle(f):
    return xml(f, article(
        '<section xml:id="a"><title><xref linkend="b"/></title><para/></section>'
        '<section xml:id="b"><title><xref linkend="a"/></title><para/></section>'
        '<section xml:id="c"><title><xref linkend="c"/></title><para/></section>'))


@case
def book_of_1500_chapters(f):
    return xml(f, '<book %s><info><title>T</title></info>%s</book>' % (DB, "".join(
        '<chapter><title>C</title><para>x</para></chapter>'
        for _ in range(1500))))


@case
def wrong_root(f):
    return xml(f, "<html><body>x</body></html>")


@case
def docbook_4(f):
    return xml(f, '<!DOCTYPE article PUBLIC "-//OASIS//DTD DocBook XML V4.5//EN"'
               ' "docbookx.dtd"><article><title>x</title></article>')


@case
def utf16_claim(f):
    return xml(f, '<?xml version="1.0" encoding="UTF-16"?>' + article("<para/>"))


@case
def latin1(f):
    return xml(f, b'<?xml version="1.0" encoding="ISO-8859-1"?>' +
               article("<para>caf\xe9</para>").encode("latin-1"))


@case
def unknown_encoding(f):
    return xml(f, '<?xml version="1.0" encoding="X-NONE"?>' + article("<para/>"))


@case
def processing_instructions(f):
    return xml(f, article("<para>" + "<?bm-break?>" * 50000 + "</para>" +
                          "<?xml-stylesheet href='../secret.txt'?>" * 100))


# ---- bytes -----------------------------------------------------------------

@case
def empty(f):
    return md(f, "")


@case
def empty_xml(f):
    return xml(f, "")


@case
def only_blank(f):
    return md(f, "\n" * 1000000)


@case
def only_mark(f):
    return md(f, b"\xef\xbb\xbf")


@case
def nul_bytes(f):
    return md(f, b"# a\0b\n\n" + b"\0" * 100000 + b"\n[@a\0b]\n")


@case
def nul_bytes_xml(f):
    return xml(f, article("<para>a\0b</para>"))


@case
def truncated_utf8(f):
    return md(f, b"# a\n\n" + b"\xe2\x82 \xf0\x9f\x92 \xc3\n\n" * 1000 + b"\xf0\x9f")


@case
def overlong_utf8(f):
    return md(f, b"\xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80 \xed\xa0\x80\n" * 1000)


@case
def binary_junk(f):
    return md(f, random.Random(1).randbytes(300000))


@case
def binary_junk_xml(f):
    return xml(f, b"<article>" + random.Random(2).randbytes(300000))


@case
def utf16_markdown(f):
    return md(f, ("# a\n\ntext\n" * 1000).encode("utf-16"))


@case
def carriage_returns(f):
    return md(f, b"---\r\ntitle: T\r\n---\r\n\r\n# a\r\r\n\r\nb\r" * 1000)


@case
def combining_marks(f):
    return md(f, "a" + "\u0301" * 1000000 + "\n")


@case
def right_to_left(f):
    return md(f, "# \u202e" + "\u2066" * 10000 + "a\n")


# ---- growth: text of size n ------------------------------------------------

GROWTH = {
    "paragraphs": lambda n: "Some *words* and `code`.\n\n" * n,
    "headings": lambda n: "## Same\n\nx\n\n" * n,
    "citations": lambda n: "".join(
        "x [@k%d, p. 3]\n\n" % (i % 50) for i in range(n)),
    "own-citations": lambda n: "".join("x [@k%d]\n\n" % i for i in range(n)),
    "footnotes": lambda n: "".join(
        "a[^%d]\n\n[^%d]: note\n\n" % (i, i) for i in range(n)),
    "table-rows": lambda n: "|a|b|\n|-|-|\n" + "|x|y|\n" * n,
    "one-line": lambda n: "word *em* " * n + "\n",
    "brackets": lambda n: "[" * n + "a" + "]" * n + "\n",
    "quotes": lambda n: "> " * n + "a\n",
    "links": lambda n: "".join("[a](#h%d) " % i for i in range(n)) + "\n\n" +
             "".join("# H {#h%d}\n\n" % i for i in range(n)),
    "raw-html": lambda n: "<div>x</div> <b>y\n\n" * n,
    "unresolved": lambda n: "x [@none]\n\n" * n,
}
