/*
 * Reads the XML that EndNote exports, and others after it.  A value sits in
 * style elements that say how it looks; what says something in a title
 * (italics, superscripts) stays as CSL's markup, the rest is dropped.
 */
#include "bib/endnote.h"
#include "xml/parse.h"

/* ---- Values ---- */

/* The markup that a style element stands for, as bits. */
enum { ITALIC = 1, BOLD = 2, SUPER = 4, SUB = 8 };

static const struct {
	unsigned bit;
	const char *face, *open, *close;
} faces[] = {{ITALIC, "italic", "<i>", "</i>"},
	     {BOLD, "bold", "<b>", "</b>"},
	     {SUPER, "superscript", "<sup>", "</sup>"},
	     {SUB, "subscript", "<sub>", "</sub>"}};

enum { FACES = sizeof faces / sizeof *faces };

/* The faces that the style elements around a node ask for. */
static unsigned
faces_of(const xmlNode *node, const xmlNode *root)
{
	const char *face;

	for (; node != root && node != NULL; node = node->parent) {
		unsigned bits = 0;

		if (node->type != XML_ELEMENT_NODE ||
		    (face = bm_attr(node, "face")) == NULL)
			continue;
		for (size_t i = 0; i < FACES; i++)
			if (strstr(face, faces[i].face) != NULL)
				bits |= faces[i].bit;
		return bits;
	}
	return 0;
}

static void
put_tags(bm_buf *out, unsigned bits, bool closing)
{
	for (size_t i = 0; i < FACES; i++) {
		size_t at = closing ? FACES - 1 - i : i;

		if ((bits & faces[at].bit) != 0)
			bm_buf_puts(out,
				    closing ? faces[at].close : faces[at].open);
	}
}

/* A text that is being put together, with one face at a time. */
typedef struct styled {
	bm_buf *out;
	unsigned now;
	bool space; /* white space is due */
} styled;

/* Puts a text in these faces, each run of white space as one space. */
static void
put_text(styled *t, const char *s, unsigned wanted)
{
	for (; *s != '\0'; s++) {
		if (bm_is_space(*s)) {
			t->space = true;
			continue;
		}
		if (t->now != wanted)
			put_tags(t->out, t->now, true);
		if (t->space && t->out->len > 0)
			bm_buf_putc(t->out, ' ');
		if (t->now != wanted)
			put_tags(t->out, wanted, false);
		t->now = wanted;
		t->space = false;
		bm_buf_putc(t->out, *s);
	}
}

static bool
is_text(const xmlNode *node)
{
	return (node->type == XML_TEXT_NODE ||
		node->type == XML_CDATA_SECTION_NODE) &&
	       node->content != NULL &&
	       bm_str_trim(bm_str_of((const char *)node->content)).len > 0;
}

/* Whether all of the text has the same faces, which then say nothing. */
static bool
uniform(xmlNode *el)
{
	bool any = false;
	unsigned first = 0;

	for (xmlNode *n = el; n != NULL; n = bm_walk(n, el)) {
		if (!is_text(n))
			continue;
		if (any && faces_of(n, el) != first)
			return false;
		first = faces_of(n, el);
		any = true;
	}
	return true;
}

/* See endnote.h. */
bm_str
endnote_text(endnote *e, xmlNode *el, bool markup)
{
	styled t = {.out = &e->buf};

	bm_buf_clear(&e->buf);
	markup = markup && !uniform(el);
	for (xmlNode *n = el; n != NULL; n = bm_walk(n, el)) {
		if (is_text(n))
			put_text(&t, (const char *)n->content,
				 markup ? faces_of(n, el) : 0);
		else if (n->type == XML_TEXT_NODE)
			t.space = true;
	}
	put_tags(&e->buf, t.now, true);
	if (e->buf.status != BM_OK)
		e->m.failed = true;
	return (bm_str){bm_buf_cstr(&e->buf), e->buf.len};
}

/* See endnote.h. */
xmlNode *
endnote_child(const xmlNode *el, const char *name)
{
	for (xmlNode *n = el != NULL ? el->children : NULL; n != NULL;
	     n = n->next)
		if (endnote_is(n, name))
			return n;
	return NULL;
}

/* See endnote.h. */
bool
endnote_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->ns == NULL &&
	       strcmp((const char *)node->name, name) == 0;
}

/* See endnote.h. */
void
endnote_tell(endnote *e, const char *code, const xmlNode *at, const char *what,
	     bm_str value)
{
	const bm_pos *pos = bm_get_pos(e->doc, at);
	char *key = bm_arena_printf(e->doc->arena, "%s %s", code,
				    (const char *)at->name);
	bool is_new = false;

	/* Once for each element of a file. */
	if (key == NULL ||
	    bm_map_put(&e->told, bm_str_of(key), &is_new) == NULL)
		e->m.failed = true;
	if (is_new)
		bib_make_tell(
		    &e->m, code, pos->line, pos->column,
		    "%s: <%s> with \"%.*s\"", what, (const char *)at->name,
		    (int)(value.len < 60 ? value.len : 60), value.ptr);
}

/* ---- Records ---- */

static bm_status
read_record(endnote *e, xmlNode *record)
{
	const bm_pos *pos = bm_get_pos(e->doc, record);

	if (!bib_make_item(&e->m, pos->line, pos->column))
		return BM_NO_MEMORY;
	endnote_fields(e, record);
	if (e->m.item->values.len == 0) {
		bib_make_tell(&e->m, "bib-bad-value", pos->line, pos->column,
			      "The record is empty");
		e->m.item = NULL;
		return e->m.failed ? BM_NO_MEMORY : BM_OK;
	}
	return bib_make_end(&e->m);
}

/* Reads <xml><records><record>, or a bare list of records. */
static bm_status
read_records(endnote *e)
{
	xmlNode *root = bm_doc_element(e->doc), *list;
	bm_status status = BM_OK;

	list = root != NULL && endnote_is(root, "records")
		   ? root
		   : endnote_child(root, "records");
	if (list == NULL && root != NULL && endnote_is(root, "record"))
		return read_record(e, root);
	if (list == NULL) {
		bib_make_tell(&e->m, "bib-shape", 1, 1,
			      "The file has no <records>");
		return BM_BAD_INPUT;
	}
	for (xmlNode *n = list->children; n != NULL && status == BM_OK;
	     n = n->next)
		if (endnote_is(n, "record"))
			status = read_record(e, n);
	return status;
}

static bm_status
read_endnote(bm_library *library, bm_str text, const char *file,
	     bm_diags *diags)
{
	const bm_allocator *al = bm_arena_allocator(library->arena);
	endnote e = {0};
	bm_status status;

	if (!bib_make_begin(&e.m, library, file, diags))
		return BM_NO_MEMORY;
	bm_buf_init(&e.buf, al);
	e.doc = bm_doc_new(al, file);
	if (e.doc == NULL) {
		status = BM_NO_MEMORY;
		goto done;
	}
	bm_map_init(&e.told, e.doc->arena);
	/* Findings outlive the document. */
	e.doc->diags = diags;
	e.doc->file = e.doc->start.file = e.m.file;
	status = bm_xml_parse(e.doc, text, NULL);
	if (status == BM_OK)
		status = read_records(&e);
	if (status == BM_OK &&
	    (e.m.failed || e.doc->no_memory ||
	     bm_arena_failed(library->arena) || bm_arena_failed(e.doc->arena)))
		status = BM_NO_MEMORY;
done:
	bm_buf_free(&e.buf);
	bm_doc_free(e.doc);
	return status;
}

/* Markup with records near its start. */
static bib_guess
guess(bm_str text)
{
	bm_str head = bm_str_trim(text);

	if (head.len == 0 || head.ptr[0] != '<')
		return BIB_GUESS_NO;
	if (head.len > 4096)
		head.len = 4096;
	if (bm_str_find(head, "<records", 0) < head.len ||
	    bm_str_find(head, "<record>", 0) < head.len)
		return BIB_GUESS_SURE;
	return BIB_GUESS_NO;
}

const bib_format bib_endnote = {
    .name = "endnote",
    .title = "EndNote XML",
    .extensions = {"xml"},
    .guess = guess,
    .read = read_endnote,
};
