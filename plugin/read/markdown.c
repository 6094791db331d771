/*
 * The Markdown reader: CommonMark 0.30 and GitHub's extensions (tables,
 * strikethrough, autolinks, task lists, footnotes) by cmark-gfm, with front
 * matter, citations and attributes of our own.
 *
 *	markdown_scan.c     encoding, bounds
 *	markdown_parse.c    cmark-gfm under its lock; markdown_mem.c its memory
 *	markdown_cite.c     finds citations; markdown_group.c reads them
 *	markdown_attr.c     {#id .class key=value}
 *	markdown_block.c    blocks of our own inside cmark; _expand those with
 *	                    Markdown in them, _grid and _blank drawn tables
 *	markdown_mark.c     inline marks of our own
 *	markdown_build.c    the walk and blocks; _section, _list, _div, _inline,
 *	                    _span, _table, _html, _words and _note the rest
 *	markdown_slip.c     warns of what was hardly meant
 */
#include "read/markdown.h"

#define BYTES_MAX     (256u * 1024 * 1024)
#define BUDGET        (64u * 1024 * 1024)
#define BUDGET_FACTOR 400u

const bm_rule bm_md_rules[] = {
    {"markdown-encoding", BM_ERROR, "The text is not UTF-8", "CommonMark 2.1",
     "Save the file as UTF-8; each bad byte was replaced by U+FFFD."},
    {"markdown-character", BM_ERROR,
     "The text holds a character that XML forbids", "XML 1.0 2.2",
     "Delete the control character; it was replaced by U+FFFD."},
    {"markdown-limit", BM_ERROR,
     "The text goes beyond a bound that protects against hostile input", NULL,
     "Make it simpler or split the document; the text is kept."},
    {"markdown-raw-html", BM_WARNING, "Raw HTML is shown as text", NULL,
     "Write it in Markdown, or the document in DocBook."},
    {"markdown-raw", BM_ERROR, "DocBook inside Markdown cannot be read",
     "XML 1.0",
     "Let it be well-formed, with no more than 200 elements in one another; "
     "the prefixes are xlink, mml, svg and bm."},
    {"markdown-include", BM_ERROR, "A file to put in cannot be used", NULL,
     "Name a file inside the document's folder, in a paragraph of its own."},
    {"markdown-metadata", BM_WARNING,
     "Metadata in the form of MultiMarkdown is shown as text", NULL,
     "Put a line \"---\" before and behind it: then it is front matter."},
    {"markdown-table", BM_WARNING, "What looks like a table is not read as one",
     NULL,
     "Give the line of hyphens as many cells as the head. In a table drawn "
     "with blanks let no word stand across two columns, let each row be whole, "
     "and end it with a blank line or with its dashes."},
    {"markdown-foreign", BM_WARNING,
     "Markup that another program would read is shown as text", NULL,
     "Write it as the manual's page on Markdown has it, or delete it; put it "
     "in backticks to show it. Front matter is YAML between lines \"---\"."},
    {"markdown-fence-open", BM_WARNING,
     "A block of code is opened and never closed", "CommonMark 4.5",
     "End it with a line of the same signs, at least as many as it began "
     "with."},
    {"markdown-id", BM_WARNING, "An id is not an XML name",
     "Namespaces in XML 1.0, NCName",
     "Begin with a letter; use letters, digits, \"-\", \"_\" and \".\"."},
    {"markdown-attribute", BM_WARNING,
     "An attribute has no meaning where it stands", NULL,
     "Delete it or see the table of attributes in the manual."},
    {"markdown-div-open", BM_WARNING, "A block is opened and never closed",
     NULL, "End it with a line \":::\", or \"$$\" for a formula."},
    {"markdown-grid", BM_WARNING, "A grid table has borders that do not meet",
     NULL,
     "Let each line have the same length and each corner a \"+\"; cells are "
     "rectangles."},
    {"markdown-math", BM_WARNING, "A formula in TeX is shown as its source",
     "WCAG 2.2 1.1.1",
     "Write it with the commands of the manual, or as MathML in an equation of "
     "DocBook; or say it in words."},
    {"heading-level-skipped", BM_WARNING, "A heading skips a level",
     "WCAG 2.2 1.3.1",
     "Use the next level; levels show the structure, not the size."},
    {"footnote-undefined", BM_WARNING,
     "A reference to a footnote has no definition", NULL,
     "Add a line \"[^label]: text\", or write \"\\[\" to mean a bracket."},
    {"footnote-unused", BM_WARNING, "Nothing refers to a footnote", NULL,
     "Put \"[^label]\" into the text or delete the definition; its text "
     "was put at the end."},
    {"footnote-duplicate", BM_WARNING, "A footnote is defined twice", NULL,
     "Give each definition a label of its own; one of them counts."},
    {"footnote-nested", BM_WARNING, "A footnote stands inside a footnote",
     "DocBook 5.2 footnote",
     "Refer to it from the text; it was put behind the outer note."},
    {"table-cells", BM_WARNING,
     "A row has more cells than the head of its table", "GFM 0.29, tables",
     "Give the table more columns, or write \"\\|\" for a bar that parts no "
     "cells, in code too."},
    {"link-scheme", BM_ERROR, "An address has a scheme that is not allowed",
     NULL, "Use http, https, mailto, tel, ftp or a relative address."},
    {"link-empty", BM_WARNING, "A link has no text", "WCAG 2.2 2.4.4",
     "Write what the link leads to between the brackets."},
    {"image-decorative", BM_WARNING, "A decorative image has a text",
     "WCAG 2.2 1.1.1", "Delete the text or \".decorative\"."},
    {"citation-in-suffix", BM_WARNING,
     "A citation holds a second key without a semicolon", NULL,
     "Part the sources with \";\", as in \"[@a; @b]\"."},
    {0}};

static bool
sniff(bm_str text)
{
	bm_str s = bm_str_trim(text);

	if (bm_str_starts(s, "\xEF\xBB\xBF"))
		s = (bm_str){s.ptr + 3, s.len - 3};
	return !bm_str_starts(s, "<?xml") && !bm_str_starts(s, "<!DOCTYPE");
}

static unsigned
count_lines(bm_str s)
{
	unsigned lines = 0;

	for (size_t i = 0; i < s.len; i++)
		lines += s.ptr[i] == '\n';
	return lines;
}

/* The last resort: the text as it is. */
static void
show_raw(bm_doc *doc, bm_str source, unsigned line)
{
	bm_pos pos = {.file = doc->file, .line = line, .column = 1};
	xmlNode *el = bm_el(doc, bm_doc_element(doc), "programlisting");

	bm_diag_add(doc->diags, bm_rule_find(bm_md_rules, "markdown-limit"),
		    &pos,
		    "parsing takes too much memory; the text is shown raw");
	if (el != NULL)
		bm_set_pos(doc, el, &pos);
	bm_add_text(doc, el, source);
}

/* Parses and builds what stands behind the front matter. */
static bm_status
read_body(bm_doc *doc, bm_str source, size_t at, const bm_xml_files *files)
{
	bm_str body = {source.ptr + at, source.len - at};
	unsigned lines = count_lines((bm_str){source.ptr, at});
	const bm_allocator *al = bm_arena_allocator(doc->arena);
	bm_md_tree tree;
	bm_md_mem mem;
	bm_status status;
	bm_buf bounded;

	bm_buf_init(&bounded, al);
	bm_md_bound(doc, body, lines + 1, &bounded);
	bm_md_mem_init(&mem, al, BUDGET + BUDGET_FACTOR * (size_t)bounded.len);
	status = bounded.status;
	if (status == BM_OK)
		status =
		    bm_md_parse(&mem, doc, bm_buf_str(&bounded), lines, &tree);
	bm_buf_free(&bounded); /* cmark has copies */
	if (status == BM_OK) {
		status = bm_md_build_tree(doc, source, &tree, files);
	} else if (status == BM_LIMIT) {
		show_raw(doc, body, lines + 1);
		status = BM_OK;
	}
	bm_md_mem_free(&mem);
	return status;
}

static bm_status
read_markdown(bm_doc *doc, bm_str text, const bm_xml_files *files)
{
	bm_str source, yaml;
	bm_status status = BM_NO_MEMORY;
	size_t at = 0;
	bm_buf buf, block;

	if (text.len > BYTES_MAX) {
		bm_pos pos = {.file = doc->file};

		bm_diag_add(doc->diags,
			    bm_rule_find(bm_md_rules, "markdown-limit"), &pos,
			    "the document has more than 256 MB");
		return BM_BAD_INPUT;
	}
	bm_buf_init(&buf, bm_arena_allocator(doc->arena));
	bm_buf_init(&block, bm_arena_allocator(doc->arena));
	source = bm_md_normalise(doc, text, &buf);
	if (buf.status != BM_OK)
		goto out;
	if (bm_doc_set_root(doc, "article") == NULL || bm_doc_info(doc) == NULL)
		goto out;
	if (bm_md_front(source, &yaml, &at)) {
		status = bm_frontmatter_read(doc, yaml, 2);
		if (status == BM_NOT_FOUND)
			at = 0; /* no mapping: a line across, then text */
		else if (status != BM_OK)
			goto out;
	} else if (bm_md_title_block(source, &block, &at)) {
		status = block.status;
		if (status == BM_OK)
			status =
			    bm_frontmatter_read(doc, bm_buf_str(&block), 1);
		if (status != BM_OK && status != BM_NOT_FOUND)
			goto out;
	} else {
		bm_md_multimarkdown(doc, source);
	}
	status = read_body(doc, source, at, files);
out:
	bm_buf_free(&block);
	bm_buf_free(&buf);
	if (doc->no_memory || bm_arena_failed(doc->arena))
		status = BM_NO_MEMORY;
	return status;
}

const bm_reader bm_reader_markdown = {
    .name = "markdown",
    .extensions = bm_markdown_names,
    .sniff = sniff,
    .read = read_markdown,
    .rules = bm_md_rules,
};
