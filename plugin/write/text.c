/*
 * Writer "text": a document as plain text, for large print, for screen readers
 * and for search.  It is the page of the sheet "html", read out: so notices,
 * notes and references stand where they stand there.  A paragraph is a line, as
 * whoever shows the text breaks it where his letters are large; a row of a
 * table is a line in which each cell says its column.
 */
#include <stdio.h>
#include <stdlib.h>

#include "write/publication.h"
#include "xml/quotes.h"

/* Columns of a table whose names are known. */
#define COLUMNS_MAX 64

typedef struct text {
	bm_buf *out;
	bm_buf line;   /* the paragraph so far */
	size_t in;     /* blanks before each line */
	size_t empty;  /* lines before the next one */
	char mark[32]; /* of a list's item, for its first line */
	bool raw;      /* line breaks and blanks stay */
	bool flat;     /* all in one line: a cell */
	size_t quotes; /* that are open */
	bm_quotes_other marks;
} text;

static bool
is_el(const xmlNode *n, const char *name)
{
	return n != NULL && n->type == XML_ELEMENT_NODE &&
	       strcmp((const char *)n->name, name) == 0;
}

static bool
in_list(const xmlNode *n, const char *const *names)
{
	for (; *names != NULL; names++)
		if (is_el(n, *names))
			return true;
	return false;
}

/* Whether a word is among those of an element's class. */
static bool
has_class(const xmlNode *n, const char *word)
{
	const char *class = bm_attr(n, "class");
	bm_str rest = bm_str_of(class != NULL ? class : ""), one;

	while (bm_str_split(&rest, ' ', &one))
		if (bm_str_is(one, word))
			return true;
	return false;
}

/* Of the page, not of the text: what moves people about in it. */
static bool
is_silent(const xmlNode *n)
{
	static const char *const names[] = {"head",   "script", "style",
					    "nav",    "button", "template",
					    "source", "track",  NULL};
	static const char *const classes[] = {
	    "skip-link", "back", "backlinks", "between", "about-access", NULL};

	if (in_list(n, names) || bm_attr(n, "hidden") != NULL ||
	    bm_streq(bm_attr(n, "role"), "doc-backlink"))
		return true;
	for (size_t i = 0; classes[i] != NULL; i++)
		if (has_class(n, classes[i]))
			return true;
	return false;
}

/* ---- Lines --------------------------------------------------------------- */

static void
blanks(bm_buf *out, size_t n)
{
	while (n-- > 0)
		bm_buf_putc(out, ' ');
}

/* At least so many empty lines before what comes next. */
static void
leave(text *t, size_t lines)
{
	if (t->out->len > 0 && t->empty < lines)
		t->empty = lines;
}

/* One line, without the blanks at its end. */
static void
put_line(text *t, bm_str s)
{
	size_t mark = strlen(t->mark);

	while (s.len > 0 && s.ptr[s.len - 1] == ' ')
		s.len--;
	for (; t->empty > 0; t->empty--)
		bm_buf_putc(t->out, '\n');
	if (s.len > 0 || mark > 0) {
		blanks(t->out, t->in >= mark ? t->in - mark : 0);
		bm_buf_put(t->out, t->mark, mark - (s.len == 0 && mark > 0));
		bm_buf_put(t->out, s.ptr, s.len);
	}
	t->mark[0] = '\0';
	bm_buf_putc(t->out, '\n');
}

static void put(text *t, const char *s);

/* Ends the paragraph. */
static void
flush(text *t)
{
	bm_str rest = bm_buf_str(&t->line), one;

	if (t->flat) {
		put(t, " ");
		return;
	}
	if (!t->raw)
		rest = bm_str_trim(rest);
	while (rest.len > 0 && rest.ptr[rest.len - 1] == '\n')
		rest.len--;
	if (rest.len == 0)
		return;
	while (bm_str_split(&rest, '\n', &one))
		put_line(t, one);
	bm_buf_clear(&t->line);
}

static void
put(text *t, const char *s)
{
	for (; *s != '\0'; s++) {
		bool space = bm_is_space(*s);
		if (t->raw || !space)
			bm_buf_putc(&t->line, *s);
		else if (t->line.len > 0 &&
			 t->line.ptr[t->line.len - 1] != ' ' &&
			 t->line.ptr[t->line.len - 1] != '\n')
			bm_buf_putc(&t->line, ' ');
	}
}

/* ---- Within a line ------------------------------------------------------- */

static void inside(text *t, const xmlNode *el);

/* What an image or a formula is for those who do not see it. */
static void
put_instead(text *t, const xmlNode *n)
{
	const char *words = bm_attr(n, is_el(n, "math") ? "alttext" : "alt");

	if (words == NULL)
		words = bm_attr(n, "aria-label");
	if (words != NULL && words[0] != '\0') {
		put(t, "[");
		put(t, words);
		put(t, "]");
	} else if (is_el(n, "math"))
		inside(t, n);
}

/* The language that an element is in. */
static const char *
lang_of(const xmlNode *n)
{
	while (n != NULL && n->type == XML_ELEMENT_NODE &&
	       bm_attr(n, "lang") == NULL)
		n = n->parent;
	return n != NULL && n->type == XML_ELEMENT_NODE ? bm_attr(n, "lang")
							: NULL;
}

/* A quotation, with the marks that a browser would put round it. */
static void
put_quote(text *t, const xmlNode *n)
{
	const bm_quotes *q = bm_quotes_of(&t->marks, lang_of(n));
	bool single = t->quotes++ % 2 == 1;

	put(t, single ? q->open_single : q->open);
	inside(t, n);
	/* Another language may have been asked for meanwhile. */
	q = bm_quotes_of(&t->marks, lang_of(n));
	put(t, single ? q->close_single : q->close);
	t->quotes--;
}

/* An abbreviation, and what it is short for. */
static void
put_abbreviation(text *t, const xmlNode *n)
{
	const char *title = bm_attr(n, "title");

	inside(t, n);
	if (title == NULL || title[0] == '\0')
		return;
	put(t, " (");
	put(t, title);
	put(t, ")");
}

/* Whether a link or a mark in it leads to a note or a source. */
static bool
is_reference(const xmlNode *n)
{
	xmlNode *root = (xmlNode *)(uintptr_t)n; /* it is only read */

	for (xmlNode *k = root; k != NULL; k = bm_walk(k, root)) {
		const char *role =
		    k->type == XML_ELEMENT_NODE ? bm_attr(k, "role") : NULL;
		if (bm_streq(role, "doc-biblioref") ||
		    bm_streq(role, "doc-noteref"))
			return true;
	}
	return false;
}

/* Raised and lowered characters, as they are typed. */
static void
put_shifted(text *t, const xmlNode *n)
{
	bool reference = is_el(n, "sup") && is_reference(n);

	put(t, reference ? "[" : is_el(n, "sup") ? "^" : "_");
	inside(t, n);
	if (reference)
		put(t, "]");
}

/* Whether words are an address, or the part of one that people say: without
 * "https://", and the number of a DOI. */
static bool
tells(const char *href, const char *words)
{
	if (strncmp(words, "doi:", 4) == 0)
		words += 4;
	return strchr(words, ' ') == NULL && strpbrk(words, "./") != NULL &&
	       strstr(href, words) != NULL;
}

/* A link; an address that the text does not say stands behind it. */
static void
put_link(text *t, const xmlNode *n)
{
	const char *href = bm_attr(n, "href");
	size_t from = t->line.len;
	const char *words;

	inside(t, n);
	if (href == NULL || strstr(href, "://") == NULL || t->line.len <= from)
		return;
	words = bm_buf_cstr(&t->line) + from;
	if (t->line.status != BM_OK || strstr(words, href) != NULL ||
	    tells(href, words))
		return;
	put(t, " <");
	put(t, href);
	put(t, ">");
}

/* ---- Blocks -------------------------------------------------------------- */

/* A block with what is inside further to the right. */
static void
put_indented(text *t, const xmlNode *n, size_t by)
{
	flush(t);
	t->in += by;
	inside(t, n);
	flush(t);
	t->in -= by;
}

static void
put_heading(text *t, const xmlNode *n)
{
	flush(t);
	leave(t, n->name[1] <= '2' ? 2 : 1);
	inside(t, n);
	flush(t);
	leave(t, 1);
}

/* Who said it, which a page shows by its place. */
static void
put_attribution(text *t, const xmlNode *n)
{
	bool block = is_el(n, "p");

	if (block)
		flush(t);
	put(t, "\xE2\x80\x94 ");
	inside(t, n);
	if (block)
		flush(t);
}

/* Behind the mark of an item nothing is left empty. */
static void
put_block(text *t, const xmlNode *n)
{
	flush(t);
	leave(t, t->mark[0] == '\0' ? 1 : 0);
	inside(t, n);
	flush(t);
	leave(t, 1);
}

/* A notice or an admonition: its title in brackets, its text moved in. */
static void
put_box(text *t, const xmlNode *n)
{
	flush(t);
	leave(t, 1);
	put_indented(t, n, 4);
	leave(t, 1);
}

static void
put_box_title(text *t, const xmlNode *n)
{
	flush(t);
	put(t, "[");
	inside(t, n);
	put(t, "]");
	flush(t);
	leave(t, 0);
}

static void
put_preformatted(text *t, const xmlNode *n)
{
	flush(t);
	leave(t, 1);
	t->raw = true;
	t->in += 4;
	inside(t, n);
	flush(t);
	t->in -= 4;
	t->raw = false;
	leave(t, 1);
}

/* How an item is marked: by its number or letter, or by a hyphen. */
static void
mark_item(text *t, const xmlNode *list, const xmlNode *item, long *number)
{
	const char *value = bm_attr(item, "value");
	const char *type = bm_attr(list, "type");

	if (value != NULL)
		*number = strtol(value, NULL, 10);
	if (has_class(list, "labelled"))
		t->mark[0] = '\0';
	else if (!is_el(list, "ol"))
		snprintf(t->mark, sizeof(t->mark), "%s", "- ");
	else if (bm_streq(type, "a") && *number >= 1 && *number <= 26)
		snprintf(t->mark, sizeof(t->mark), "%c. ",
			 (char)('a' + *number - 1));
	else
		snprintf(t->mark, sizeof(t->mark), "%ld. ", *number);
	++*number;
}

static void
put_list(text *t, const xmlNode *list)
{
	const char *start = bm_attr(list, "start");
	long number = start != NULL ? strtol(start, NULL, 10) : 1;
	bool outer = t->mark[0] == '\0';

	flush(t);
	/* An item that begins with a list: its mark has a line of its own. */
	if (!outer && !t->flat)
		put_line(t, BM_STR(""));
	leave(t, outer && t->in == 0 ? 1 : 0);
	for (xmlNode *n = bm_first_element(list); n != NULL;
	     n = bm_next_element(n)) {
		if (is_silent(n))
			continue;
		size_t in = t->in;
		mark_item(t, list, n, &number);
		t->in += strlen(t->mark);
		t->empty =
		    t->out->len > 0 && t->empty > 0 && in > 0 ? 0 : t->empty;
		inside(t, n);
		flush(t);
		if (t->mark[0] != '\0' && !t->flat)
			put_line(t, BM_STR(""));
		t->mark[0] = '\0';
		t->in = in;
		t->empty = 0;
	}
	leave(t, t->in == 0 ? 1 : 0);
}

/* ---- Tables -------------------------------------------------------------- */

/* The words of a cell in one line, in the arena. */
static const char *
words_of(text *t, bm_arena *arena, const xmlNode *cell)
{
	bm_buf kept = t->line;
	bool flat = t->flat;
	const char *words;

	bm_buf_init(&t->line, bm_arena_allocator(arena));
	t->flat = true;
	inside(t, cell);
	t->flat = flat;
	words = bm_arena_str(arena, bm_str_trim(bm_buf_str(&t->line)));
	if (t->line.status != BM_OK)
		t->out->status = t->line.status;
	bm_buf_free(&t->line);
	t->line = kept;
	return words != NULL ? words : "";
}

typedef struct columns {
	const char *names[COLUMNS_MAX];
	size_t down[COLUMNS_MAX]; /* rows that a cell above still takes */
} columns;

static size_t
span_of(const xmlNode *cell, const char *name)
{
	const char *value = bm_attr(cell, name);
	long n = value != NULL ? strtol(value, NULL, 10) : 1;

	return n > 1 && n < COLUMNS_MAX ? (size_t)n : 1;
}

/* Whether a line ends with a mark that ends a sentence. */
static bool
ends_sentence(const bm_buf *line)
{
	return line->len > 0 && strchr(".!?", line->ptr[line->len - 1]) != NULL;
}

/* One row: as names of columns, or as a line. */
static void
put_row(text *t, bm_arena *arena, columns *c, const xmlNode *row, bool head)
{
	size_t at = 0;
	bool first = true;

	for (const xmlNode *n = bm_first_element(row); n != NULL;
	     n = bm_next_element(n)) {
		while (at < COLUMNS_MAX && c->down[at] > 0)
			c->down[at++]--;
		size_t wide = span_of(n, "colspan");
		const char *words = words_of(t, arena, n);
		const char *name = at < COLUMNS_MAX ? c->names[at] : NULL;
		for (size_t k = 0; k < wide && at + k < COLUMNS_MAX; k++) {
			c->down[at + k] = span_of(n, "rowspan") - 1;
			if (head)
				c->names[at + k] = words;
		}
		at += wide;
		if (head || words[0] == '\0')
			continue;
		put(t, first ? "" : ends_sentence(&t->line) ? " " : "; ");
		if (name != NULL && name[0] != '\0' && !is_el(n, "th")) {
			put(t, name);
			put(t, ": ");
		}
		put(t, words);
		first = false;
	}
	for (; at < COLUMNS_MAX; at++)
		c->down[at] -= c->down[at] > 0;
	flush(t);
}

static void
put_table(text *t, const xmlNode *table)
{
	xmlNode *root = (xmlNode *)(uintptr_t)table; /* it is only read */
	columns c = {{NULL}, {0}};
	bm_arena *arena = bm_arena_new(&t->out->al);

	if (arena == NULL) {
		t->out->status = BM_NO_MEMORY;
		return;
	}
	flush(t);
	leave(t, 1);
	for (xmlNode *n = bm_walk(root, root), *next; n != NULL; n = next) {
		bool whole = is_el(n, "tr") || is_el(n, "caption");
		next = whole ? bm_walk_over(n, root) : bm_walk(n, root);
		if (is_el(n, "caption")) {
			inside(t, n);
			flush(t);
		} else if (is_el(n, "tr")) {
			put_row(t, arena, &c, n, is_el(n->parent, "thead"));
		}
	}
	leave(t, 1);
	bm_arena_free(arena);
}

/* ---- All ----------------------------------------------------------------- */

static void
put_element(text *t, const xmlNode *n)
{
	static const char *const lists[] = {"ul", "ol", NULL};
	static const char *const images[] = {"img", "math", "audio", "video",
					     NULL};
	static const char *const shifted[] = {"sup", "sub", NULL};
	static const char *const heads[] = {"h1", "h2", "h3", "h4",
					    "h5", "h6", NULL};
	static const char *const tight[] = {"dt",      "summary", "figcaption",
					    "address", "tr",      NULL};
	static const char *const blocks[] = {
	    "p",      "div", "section", "article", "header", "footer",
	    "figure", "dl",  "details", "main",    "aside",  NULL};

	if (is_silent(n))
		return;
	if (has_class(n, "attribution"))
		put_attribution(t, n);
	else if (in_list(n, heads))
		put_heading(t, n);
	else if (has_class(n, "notice-title") ||
		 (has_class(n, "title") && has_class(n->parent, "admonition")))
		put_box_title(t, n);
	else if (has_class(n, "notice") || has_class(n, "admonition"))
		put_box(t, n);
	else if (in_list(n, lists))
		put_list(t, n);
	else if (is_el(n, "table"))
		put_table(t, n);
	else if (is_el(n, "pre"))
		put_preformatted(t, n);
	else if (is_el(n, "dd") || is_el(n, "blockquote"))
		put_indented(t, n, 4);
	else if (in_list(n, blocks))
		put_block(t, n);
	else if (in_list(n, tight)) {
		flush(t);
		inside(t, n);
		flush(t);
	} else if (in_list(n, images))
		put_instead(t, n);
	else if (in_list(n, shifted))
		put_shifted(t, n);
	else if (is_el(n, "a"))
		put_link(t, n);
	else if (is_el(n, "q"))
		put_quote(t, n);
	else if (is_el(n, "abbr"))
		put_abbreviation(t, n);
	else if (is_el(n, "br"))
		t->flat ? put(t, " ") : bm_buf_putc(&t->line, '\n');
	else if (is_el(n, "hr")) {
		flush(t);
		leave(t, 2);
	} else {
		inside(t, n);
		if (has_class(n, "label"))
			put(t, " ");
	}
}

/* All inside an element.  A tree of ours nests only so deep. */
static void
inside(text *t, const xmlNode *el)
{
	for (const xmlNode *n = el->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE)
			put_element(t, n);
		else if (n->type == XML_TEXT_NODE ||
			 n->type == XML_CDATA_SECTION_NODE)
			put(t, (const char *)n->content);
	}
}

/* Takes the page. */
static bm_status
take(void *user, const char *file, xmlDoc *tree)
{
	bm_buf *out = user;
	text t = {.out = out};
	xmlNode *root = xmlDocGetRootElement(tree);

	(void)file;
	bm_buf_init(&t.line, &out->al);
	if (root != NULL)
		inside(&t, root);
	flush(&t);
	if (t.line.status != BM_OK)
		out->status = t.line.status;
	bm_buf_free(&t.line);
	return out->status;
}

static bm_status
text_write(bm_doc *doc, const bm_write_env *env, const bm_sink *sink)
{
	static const bm_sheet_param none[] = {{NULL, NULL}};
	publication *p = pub_new(PUB_HTML, env);
	bm_status status = BM_NO_MEMORY;
	pub_doc *d;
	bm_buf out;

	if (p == NULL)
		return BM_NO_MEMORY;
	bm_buf_init(&out, env->al);
	p->single = true;
	d = pub_add_doc(p, NULL, doc);
	if (d != NULL)
		status = pub_resolve(p);
	if (status == BM_OK)
		status = bm_sheet_run_for(env->sheet, doc, none, d->terms,
					  BM_FORM_TREE, take, &out);
	if (status == BM_OK)
		status = bm_put(sink, "", bm_buf_str(&out));
	bm_buf_free(&out);
	pub_free(p);
	return status;
}

const bm_writer bm_writer_text = {.name = "text",
				  .sheet = "html",
				  .suffix = ".txt",
				  .write = text_write,
				  .rules = bm_resolve_rules};
