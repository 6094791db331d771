"""Hostile Markdown for the syntaxes beyond CommonMark and GFM."""

from cases import GROWTH, case, md, put


@case
def divs_nested(f):
    return md(f, "::: a\n" * 20000 + "x\n" + ":::\n" * 20000)


@case
def divs_open(f):
    return md(f, "::: note\n\n" * 20000)


@case
def divs_side_by_side(f):
    return md(f, "::: note\nx\n:::\n\n" * 20000)


@case
def div_options(f):
    return md(f, "::: note\n" + ":name: x\n" * 50000 + "text\n:::\n")


@case
def fences_of_colons(f):
    return md(f, "::: note\n- a\n\n" + "  :::\n" * 30000 + ":" * 100000 + "\n")


@case
def admonitions_nested(f):
    return md(f, "".join("%s!!! note\n" % ("    " * i) for i in range(800)))


@case
def directives_nested(f):
    return md(f, "".join("`" * (900 - i) + "{note}\n" for i in range(890)) +
              "x\n" + "".join("`" * (i + 11) + "\n" for i in range(890)))


@case
def directives_many(f):
    return md(f, "```{note}\nx\n```\n\n" * 10000)


@case
def definitions_many(f):
    return md(f, "term\n: text\n\n" * 20000)


@case
def definitions_of_one(f):
    return md(f, "term\n" + ": text\n" * 50000)


@case
def definition_marks(f):
    return md(f, "term\n" + ": " * 50000 + "x\n")


@case
def item_marks(f):
    return md(f, "(a) " * 50000 + "x\n\n" + "(a) > " * 20000 + "x\n\n" +
              "#. " * 20000 + "x\n")


@case
def items_many(f):
    return md(f, "(@x) text\n" * 30000 + "\n" + "a. text\n" * 30000)


@case
def examples_many(f):
    return md(f, "".join("(@x%d) text\n" % i for i in range(10000)) + "\n" +
              " ".join("(@x%d)" % i for i in range(10000)) + "\n")


@case
def grid_of_corners(f):
    return md(f, ("+-" * 400 + "+\n") * 400)


@case
def grid_many_cells(f):
    n = 100
    return md(f, ("+---" * n + "+\n" + "| x " * n + "|\n") * 200 +
              "+---" * n + "+\n")


@case
def grids_many(f):
    return md(f, "+---+\n| x |\n+---+\n\n" * 10000)


@case
def grid_without_end(f):
    return md(f, "+---+\n" + "| x |\n" * 50000)


@case
def grid_of_quotes(f):
    return md(f, "+" + "-" * 20000 + "+\n|" + "> " * 9999 + "  |\n+" +
              "-" * 20000 + "+\n")


@case
def grid_of_a_fence(f):
    return md(f, "+-----+\n| ``` |\n" + "| x   |\n" * 20000 + "+-----+\n")


@case
def grid_cells_left_open(f):
    return md(f, "+----------+----+\n| ::: note | $$ |\n"
                 "+----------+----+\n\n" * 5000)


@case
def blank_tables_many(f):
    return md(f, "a     b\n---   ---\nx     y\n\n" * 20000)


@case
def blank_table_long(f):
    return md(f, "a     b\n---   ---\n" + "x     y\n" * 60000)


@case
def blank_table_wide(f):
    return md(f, "-- " * 200 + "\n" + ("x  " * 200 + "\n") * 900 +
              "-- " * 200 + "\n")


@case
def blank_table_too_wide(f):
    return md(f, "-- " * 50000 + "\n" + "x  " * 50000 + "\n")


@case
def blank_tables_without_end(f):
    return md(f, "---   ---\nx     y\n\n" * 20000 + "x\n\n" * 20000)


@case
def blank_heads_without_rows(f):
    return md(f, "-----\n\n-----\na  b\n" * 15000 + "-- --\n")


@case
def blank_tables_in_quotes(f):
    return md(f, "".join("> " * (i % 90) + "-- --\n" for i in range(20000)))


@case
def blank_table_in_raw(f):
    return md(f, "```{=docbook}\n<para>\n\n-- --\na  b\n-- --\n"
                 "</para>\n```\n" * 2000)


@case
def super_and_sub(f):
    return md(f, "^" * 100000 + "\n\n" + "a^b" * 50000 + "\n\n" +
              "a~b" * 50000 + "\n\n" + "a^b~c" * 40000 + "\n")


@case
def superscripts_nested(f):
    return md(f, "x^~" * 40000 + "~^ " * 40000 + "\n")


@case
def inline_notes(f):
    return md(f, "a^[b] " * 20000 + "\n\n" + "^[" * 50000 + "]" * 50000 + "\n")


@case
def inline_notes_open(f):
    return md(f, "^[a " * 50000 + "\n")


@case
def spans(f):
    return md(f, "[a]{.b} " * 30000 + "\n\n" + "[" * 20000 +
              "]{.a}" * 20000 + "\n")


@case
def spans_nested(f):
    return md(f, "[" * 20000 + "x" + "]{.a}" * 20000 + "\n\n" +
              "[a " * 20000 + "]{.c}\n")


@case
def dollars(f):
    return md(f, "$" * 100000 + "\n\n" + "$a " * 50000 + "\n\n" +
              "a $b" * 50000 + "\n\n" + "$$a" * 30001 + "\n")


@case
def formula_open(f):
    return md(f, "$$\n" + "x\n\n" * 50000)


@case
def roles(f):
    return md(f, "{sub}`a` " * 30000 + "\n\n" + "{sub}`" * 30001 + "\n")


@case
def abbreviations(f):
    return md(f, "".join("*[A%d]: meaning\n" % i for i in range(5000)) +
              "\n" + " ".join("A%d" % i for i in range(5000)) + "\n")


@case
def abbreviations_alike(f):
    return md(f, "".join("*[A %d]: meaning\n" % i for i in range(5000)) +
              "\n" + "A " * 50000 + "\n")


@case
def targets(f):
    return md(f, "{.a}\n\n" * 20000 + "(x)=\n\n" * 20000 + "end\n")


@case
def alerts(f):
    return md(f, "> [!NOTE]\n> x\n\n" * 20000)


@case
def captions(f):
    return md(f, "Table: a\n\n|a|\n|-|\n|b|\n\n: b\n\n" * 5000)


@case
def includes_of_itself(f):
    return md(f, "{{< include in.md >}}\n\n" * 5000)


@case
def includes_many(f):
    put(f, "part.md", "## x\n\n{{< include none.md >}}\n")
    return md(f, "{{< include part.md >}}\n\n" * 3000)


@case
def includes_outside(f):
    return md(f, "{{< include ../secret.txt >}}\n\n--8<-- \"../secret.txt\"\n")


@case
def raw_docbook(f):
    return md(f, "`<a>`{=docbook} " * 5000 + "\n\n```{=docbook}\n" +
              "<para>" * 5000 + "</para>" * 5000 + "\n```\n\n" +
              "```{=docbook level=99999999999}\n<section/>\n```\n\n" +
              "```{=docbook}\n<!DOCTYPE a [<!ENTITY b \"c\">]><para>&b;</para>"
              "\n```\n")


@case
def smart_quotes(f):
    return md(f, "---\ntitle: T\nsmart: true\n---\n\n" +
              "\"'" * 100000 + "\n\n" + "-" * 100000 + "a" + "." * 100000 +
              "\n\n" + "\"a\" *b* -- " * 20000 + "\n")


@case
def title_block(f):
    return md(f, "% " + "; " * 100000 + "\n% " + "a;" * 50000 + "\n% \"\\\n")


@case
def formula_of_braces(f):
    return md(f, "$$\n" + "{" * 100000 + "x" + "}" * 100000 + "\n$$\n")


@case
def formula_of_hats(f):
    return md(f, "$" + "\\hat" * 50000 + " x$\n\n$" + "x^" * 50000 + "$\n")


@case
def formula_of_cells(f):
    return md(f, "$$\n\\begin{matrix}\n" + "a & b \\\\\n" * 20000 +
              "\\end{matrix}\n$$\n")


@case
def formulas_nested_in_quotes(f):
    return md(f, "> " * 90 + "$$" + "{\\frac1" * 39 + "x" + "}" * 39 + "$$\n")


@case
def formulas_broken(f):
    return md(f, "$\\left($ $\\text{$ $\\foo$\n\n" * 10000)


# Several at once, as each run of this suite takes its time: what is steep shows
# in the sum.

@case
def html_nested(f):
    return md(f, "<div>\n\n" * 20000 + "x\n\n" + "</div>\n\n" * 20000)


@case
def html_folds_nested(f):
    return md(f, "<details>\n<summary>s</summary>\n\n" * 10000 + "x\n\n" +
              "</details>\n\n" * 10000)


@case
def html_open(f):
    return md(f, "<details>\n<summary>s</summary>\n\nx\n\n" * 20000)


@case
def html_closed_only(f):
    return md(f, "</details>\n\nx\n\n" * 20000)


@case
def html_crossed(f):
    return md(f, "<div>\n\n<section>\n\n</div>\n\n</section>\n\n" * 8000)


@case
def html_table_long(f):
    return md(f, "<table>" + "<tr><td rowspan=99999>a<td>b\n" * 30000 +
              "</table>\n")


@case
def html_table_wide(f):
    return md(f, "<table><tr>" + "<td colspan=9>a\n" * 30000 + "</table>\n")


@case
def html_lists_nested(f):
    return md(f, "<ul><li>" * 20000 + "x\n")


@case
def html_links_open(f):
    return md(f, "x " + "<a href=y>" * 30000 + "z" + "</a>" * 30000 + "\n")


@case
def html_anchors(f):
    return md(f, "".join("<a id=x%d></a>\n" % i for i in range(30000)))


@case
def html_attributes(f):
    return md(f, "x <a " + "b " * 100000 + "href=y>z</a>\n\n<p " +
              "c='d' " * 100000 + ">w</p>\n")


@case
def html_quotes_open(f):
    return md(f, "<div>\n" + "<a b=\"" * 50000 + "\n\n" + "<pre>" +
              "<a b='" * 50000 + "</pre>\n")


GROWTH.update({
    "html-folds": lambda n: "<details>\n<summary>s</summary>\n\nx\n\n"
                            "</details>\n\n" * n,
    "html-rows": lambda n: "<table>" + "<tr><td>a<td><a href=b>c</a>\n" * n +
                           "</table>\n",
    "html-links": lambda n: "x <a href=y>z</a> <img src=i alt=a>\n" * n,
    "more-blocks": lambda n: "".join((
        "a  b\n-- --\nx  y\n\n",
        "+---+---+\n| a | b |\n+---+---+\n\n",
        "term\n: one\n: two\n\n",
        "::: note\nx\n:::\n\n",
        "??? note \"T\"\n    x\n\n",
        "| one\n|   two\n\n",
        "(@) y\n\n",
        "$$\n\\frac{a_i^2}{\\sqrt{b}}\n$$\n\n")) * n,
    "more-inlines": lambda n: "".join(
        "H~2~O x^2^ [w]{.smallcaps} ^[note] $\\bar{x}$ A%d\n\n"
        "*[A%d]: means\n\n" % (i, i) for i in range(n)),
    "drawn-rows": lambda n: "-- --\n" + "x  y\n\n" * n + "-- --\n",
    "long-formula": lambda n: "$$\n" + "\\alpha_i + " * n + "x\n$$\n",
})
