/* Pass "cite": from formatted runs to DocBook, and the bibliography. */
#include <stdlib.h>

#include "pass/cite.h"
#include "pass/cite_standing.h"

/* A cite that a range stands for without naming it. */
struct hidden {
	size_t number, cite;
};

/* Whom the runs being printed belong to. */
struct printing {
	bm_citing *c;
	bm_cite_scope *scope;  /* NULL in the bibliography */
	const bm_cited *cited; /* NULL in the bibliography */
	bool in_link;
	/* Cites of a range that have no text of their own. */
	struct hidden *hidden;
	size_t hidden_count, hidden_next;
	xmlNode *last; /* the link before */
	size_t last_number;
};

static void print_runs(struct printing *p, xmlNode *parent,
		       const csl_run *runs);
static void print_hidden(struct printing *p, size_t before);
static bool any_cite(const csl_run *runs);

/* A key as part of an id: what an NCName cannot hold becomes "_". */
static const char *
id_part(bm_arena *arena, bm_str key)
{
	char *s = bm_arena_str(arena, key);

	for (size_t i = 0; s != NULL && i < key.len; i++)
		if (!bm_is_alpha(s[i]) && !bm_is_digit(s[i]) &&
		    strchr("-_.", s[i]) == NULL && (unsigned char)s[i] < 0x80)
			s[i] = '_';
	/* Letters beyond ASCII may stay, symbols among them may not. */
	for (size_t at = 0; s != NULL && at < key.len;) {
		size_t from = at;
		uint32_t c = bm_utf8_next((bm_str){s, key.len}, &at);
		bool fine = c < 0x80 ||
			    (c >= 0xC0 && c < 0x2000 && c != 0xD7 &&
			     c != 0xF7 && c != 0x37E) ||
			    (c >= 0x3001 && c < 0xD800) ||
			    (c >= 0xF900 && c < 0xFDD0) ||
			    (c >= 0x10000 && c < 0xF0000);

		while (!fine && from < at)
			s[from++] = '_';
	}
	return s;
}

/* ---- Runs ---------------------------------------------------------------- */

/* The innermost of the elements that a format needs, made below parent. */
static xmlNode *
format_element(bm_doc *doc, xmlNode *parent, unsigned format)
{
	static const struct {
		unsigned bit;
		const char *element, *role;
	} table[] = {
	    {CSL_SUPERSCRIPT, "superscript", NULL},
	    {CSL_SUBSCRIPT, "subscript", NULL},
	    {CSL_BOLD, "emphasis", "strong"},
	    {CSL_ITALIC | CSL_OBLIQUE, "emphasis", NULL},
	    {CSL_UNDERLINE, "emphasis", "underline"},
	    {CSL_SMALL_CAPS, "phrase", "small-caps"},
	    {CSL_LIGHT, "phrase", "light"},
	    {CSL_NO_ITALIC, "phrase", "no-italic"},
	    {CSL_NO_BOLD, "phrase", "no-bold"},
	    {CSL_NO_SMALL_CAPS, "phrase", "no-small-caps"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if ((format & table[i].bit) == 0)
			continue;
		parent = bm_el(doc, parent, table[i].element);
		if (parent != NULL && table[i].role != NULL)
			bm_set(doc, parent, "role", table[i].role);
	}
	return parent;
}

static xmlNode *
display_element(bm_doc *doc, xmlNode *parent, csl_display display)
{
	static const char *const roles[] = {NULL, "block", "label", NULL,
					    "indent"};

	if (roles[display] == NULL)
		return parent;
	parent = bm_el(doc, parent, "bibliomisc");
	if (parent != NULL)
		bm_set(doc, parent, "role", roles[display]);
	return parent;
}

/* A link from a cite to its entry, with an id for the way back. */
static xmlNode *
cite_link(bm_citing *c, xmlNode *parent, bm_reference *ref)
{
	bm_doc *doc = c->doc;
	const char **back, *id;
	xmlNode *link = bm_el(doc, parent, "link");
	void **count = bm_map_put(&c->counts, bm_str_of(ref->name), NULL);

	if (link == NULL || count == NULL) {
		doc->no_memory = true;
		return NULL;
	}
	*count = (void *)((uintptr_t)*count + 1);
	id = bm_arena_printf(doc->scratch, "cite-%s-%zu", ref->name,
			     (size_t)(uintptr_t)*count);
	id = id != NULL ? bm_ids_claim(&c->ids, id, link) : NULL;
	back = BM_VEC_PUSH(doc->scratch, &ref->backlinks);
	if (id == NULL || back == NULL) {
		doc->no_memory = true;
		return NULL;
	}
	*back = id;
	bm_set(doc, link, "linkend", ref->id);
	bm_set_xml(doc, link, "id", id);
	bm_set(doc, link, "role", "citation");
	return link;
}

static bm_reference *
reference_of(struct printing *p, size_t cite)
{
	return bm_map_get(&p->scope->references,
			  p->cited->cites.items[cite].item->id);
}

static void
print_cite(struct printing *p, xmlNode *parent, const csl_run *run)
{
	bm_reference *ref = reference_of(p, run->cite);
	xmlNode *link;

	if (ref == NULL || ref->id == NULL) {
		print_runs(p, parent, run->children);
		return;
	}
	print_hidden(p, ref->number);
	link = cite_link(p->c, parent, ref);
	p->in_link = true;
	print_runs(p, link, run->children);
	p->in_link = false;
	p->last = link;
	p->last_number = ref->number;
}

static void
print_run(struct printing *p, xmlNode *parent, const csl_run *run)
{
	bm_doc *doc = p->c->doc;

	parent = format_element(doc, display_element(doc, parent, run->display),
				run->format);
	if (run->lang != NULL) {
		parent = bm_el(doc, parent, "phrase");
		if (parent != NULL)
			bm_set_xml(doc, parent, "lang", run->lang);
	}
	if (parent == NULL)
		return;
	switch (run->kind) {
	case CSL_RUN_TEXT:
		bm_add_text(doc, parent, run->text);
		break;
	case CSL_RUN_CITE:
		if (p->cited != NULL && !p->in_link &&
		    p->cited->where != BM_CITE_PLAIN)
			print_cite(p, parent, run);
		else
			print_runs(p, parent, run->children);
		break;
	case CSL_RUN_LINK:
		if (!p->in_link &&
		    (p->cited == NULL || p->cited->where != BM_CITE_PLAIN)) {
			parent = bm_el(doc, parent, "link");
			if (parent != NULL)
				bm_set_xlink(doc, parent, "href", run->url);
		}
		print_runs(p, parent, run->children);
		break;
	case CSL_RUN_GROUP:
		print_runs(p, parent, run->children);
		break;
	}
}

/* The tree of runs is as deep as the style, which is bounded. */
static void
print_runs(struct printing *p, xmlNode *parent, const csl_run *runs)
{
	for (; runs != NULL && parent != NULL; runs = runs->next)
		print_run(p, parent, runs);
}

/* ---- Ranges ---------------------------------------------------------------
 */

/* Marks the cites that runs print. */
static void
note_printed(const csl_run *runs, bool *printed, size_t count)
{
	for (; runs != NULL; runs = runs->next) {
		if (runs->kind == CSL_RUN_CITE && runs->cite < count)
			printed[runs->cite] = true;
		note_printed(runs->children, printed, count);
	}
}

static int
compare_hidden(const void *left, const void *right)
{
	const struct hidden *a = left, *b = right;

	return a->number != b->number
		   ? (a->number < b->number ? -1 : 1)
		   : (a->cite > b->cite) - (a->cite < b->cite);
}

/*
 * Finds the cites that a range ("1-5") stands for without naming them, by
 * their numbers.  A work that is printed elsewhere in the citation is none.
 */
static bm_status
find_hidden(struct printing *p)
{
	size_t count = p->cited->cites.len;
	bm_arena *arena = p->c->doc->scratch;
	bool *printed = BM_NEW_ARRAY(arena, bool, count + 1);
	size_t silent = 0;
	bm_map works;

	if (printed == NULL)
		return BM_NO_MEMORY;
	note_printed(p->cited->runs, printed, count);
	for (size_t i = 0; i < count; i++)
		silent += !printed[i];
	if (silent == 0)
		return BM_OK; /* as in nearly all */
	p->hidden = BM_NEW_ARRAY(arena, struct hidden, silent);
	if (p->hidden == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&works, arena);
	for (size_t i = 0; i < count; i++)
		if (printed[i] &&
		    bm_map_put(&works, p->cited->cites.items[i].item->id,
			       NULL) == NULL)
			return BM_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		const bm_reference *ref = reference_of(p, i);
		bool is_new;

		if (printed[i] || ref == NULL || ref->id == NULL)
			continue;
		if (bm_map_put(&works, p->cited->cites.items[i].item->id,
			       &is_new) == NULL)
			return BM_NO_MEMORY;
		if (is_new)
			p->hidden[p->hidden_count++] =
			    (struct hidden){ref->number, i};
	}
	qsort(p->hidden, p->hidden_count, sizeof(*p->hidden), compare_hidden);
	return BM_OK;
}

/* The short title of a work without its markup, else its key. */
static void
add_title(bm_doc *doc, xmlNode *parent, const bm_item *item)
{
	const bm_value *title = bm_item_get(item, "title-short");
	bm_str rest;

	if (title == NULL)
		title = bm_item_get(item, "title");
	rest = title != NULL && title->kind == BM_VALUE_TEXT ? title->text
							     : item->id;
	while (rest.len > 0) {
		size_t n = bm_str_find(rest, "<", 1);
		bm_str part = {rest.ptr, n < rest.len ? n : rest.len};
		size_t end =
		    part.ptr[0] == '<' ? bm_str_find(part, ">", 0) : part.len;
		bool tag = part.len > 2 && end < part.len &&
			   (bm_is_alpha(part.ptr[1]) || part.ptr[1] == '/');

		if (tag)
			bm_add_text(
			    doc, parent,
			    (bm_str){part.ptr + end + 1, part.len - end - 1});
		else
			bm_add_text(doc, parent, part);
		rest.ptr += part.len;
		rest.len -= part.len;
	}
}

/* What the link of a hidden cite says: its number, or its title. */
static void
print_hidden_text(struct printing *p, xmlNode *link, const struct hidden *h)
{
	const bm_item *item = p->cited->cites.items[h->cite].item;
	const char *near = bm_textz(p->c->doc, p->last);

	if (near[0] != '\0' && near[strspn(near, "0123456789")] == '\0') {
		bm_add_textz(
		    p->c->doc, link,
		    bm_arena_printf(p->c->doc->scratch, "%zu", h->number));
		return;
	}
	add_title(p->c->doc, link, item);
}

/*
 * Links for the hidden cites whose number is below `before`, behind the last
 * link: in "1-5" the sources 2 to 4.  They are there for whoever goes through
 * the links or hears them; the sheets show them small or when they are
 * reached.
 */
static void
print_hidden(struct printing *p, size_t before)
{
	bm_doc *doc = p->c->doc;
	xmlNode *span = NULL, *link;

	while (p->last != NULL && p->hidden_next < p->hidden_count &&
	       p->hidden[p->hidden_next].number < before) {
		const struct hidden *h = &p->hidden[p->hidden_next++];

		if (span == NULL) {
			span = bm_el_after(doc, p->last, "phrase");
			if (span == NULL)
				return;
			bm_set(doc, span, "role", "between");
		}
		bm_add_textz(doc, span, ", ");
		link = cite_link(p->c, span, reference_of(p, h->cite));
		if (link == NULL)
			return;
		print_hidden_text(p, link, h);
	}
}
/* ---- Citations ----------------------------------------------------------- */

/* Makes what is known of the work of an entry. */
static bm_reference *
add_reference(bm_citing *c, bm_cite_scope *scope, const csl_entry *entry)
{
	bm_arena *arena = c->doc->scratch;
	bm_own *own = bm_map_get(&c->own, entry->item->id);
	void **place = bm_map_put(&scope->references, entry->item->id, NULL);
	bm_reference *ref;

	if (place == NULL)
		return NULL;
	ref = own != NULL && own->scope == scope ? &own->ref
						 : BM_NEW(arena, bm_reference);
	if (ref == NULL)
		return NULL;
	*place = ref;
	ref->number = entry->number;
	/* Links of the author's to an entry of his stay good. */
	if (ref->id != NULL)
		return ref;
	ref->name = id_part(arena, entry->item->id);
	if (ref->name != NULL)
		ref->id = bm_arena_printf(arena, "ref-%s", ref->name);
	if (ref->id != NULL)
		ref->id = bm_ids_claim(&c->ids, ref->id, scope->node);
	return ref->id != NULL ? ref : NULL;
}

/* See cite.h. */
bm_status
bm_cite_prepare(bm_citing *c, bm_cite_scope *scope)
{
	for (size_t i = 0; i < scope->output.entry_count; i++)
		if (add_reference(c, scope, &scope->output.entries[i]) == NULL)
			return BM_NO_MEMORY;
	/* Without a list an entry of the author's stays where it is. */
	for (size_t i = 0; scope->output.entry_count == 0 && i < scope->own.len;
	     i++) {
		bm_own *own = scope->own.items[i];
		void **place =
		    bm_map_put(&scope->references, own->item->id, NULL);

		if (place == NULL)
			return BM_NO_MEMORY;
		*place = &own->ref;
	}
	return BM_OK;
}

/* What a free entry of the author's is called in the text. */
static const char *
own_label(bm_citing *c, const xmlNode *entry)
{
	const char *label = bm_attr(entry, "xreflabel");
	const xmlNode *abbrev = bm_child(entry, "abbrev");

	if (label == NULL && abbrev != NULL)
		label = bm_textz(c->doc, abbrev);
	if (label == NULL)
		label = bm_attr_bm(entry, "label");
	return label != NULL ? label : bm_attr_xml(entry, "id");
}

static void
print_own(struct printing *p, xmlNode *parent, bm_own *own)
{
	bm_citing *c = p->c;
	const char *label = own_label(c, own->node);
	bool linked = own->ref.id != NULL && p->cited->where != BM_CITE_PLAIN;
	xmlNode *link = linked ? cite_link(c, parent, &own->ref) : parent;

	if (link != NULL && label != NULL) {
		bm_add_textz(c->doc, link, "[");
		bm_add_textz(c->doc, link, label);
		bm_add_textz(c->doc, link, "]");
	}
}

static void
print_missing(bm_citing *c, xmlNode *citation, const bm_cited *cited)
{
	bool all = cited->cites.len == 0 && cited->own.len == 0;

	if (all)
		bm_set(c->doc, citation, "role", "unresolved");
	for (size_t i = 0; i < cited->missing.len; i++) {
		xmlNode *at =
		    all ? citation : bm_el(c->doc, citation, "phrase");

		if (at == NULL)
			return;
		if (!all)
			bm_set(c->doc, at, "role", "unresolved");
		bm_add_textz(c->doc, at, "[");
		bm_add_textz(c->doc, at, cited->missing.items[i]);
		bm_add_textz(c->doc, at, "?]");
	}
}

/* Prints the keys of works for which the style prints nothing. */
static void
print_keys(bm_citing *c, xmlNode *citation, const bm_cited *cited)
{
	for (size_t i = 0; i < cited->cites.len; i++) {
		bm_add_textz(c->doc, citation, "[");
		bm_add_text(c->doc, citation, cited->cites.items[i].item->id);
		bm_add_textz(c->doc, citation, "]");
	}
}

/* See cite.h.  Others look at elements only. */
void
bm_cite_remove(bm_citing *c, xmlNode *node)
{
	if (node == c->removed)
		return;
	xmlUnlinkNode(node);
	if (node->type != XML_ELEMENT_NODE) {
		xmlFreeNode(node);
		return;
	}
	if (c->removed != NULL)
		xmlAddPrevSibling(c->removed, node);
	c->removed = node;
}

/* The citation element to fill: a biblioref alone gets one round it. */
static xmlNode *
emptied(bm_citing *c, bm_cited *cited)
{
	xmlNode *citation = cited->node, *child;

	if (bm_is(citation, "biblioref")) {
		citation = bm_el_before(c->doc, cited->node, "citation");
		if (citation == NULL)
			return NULL;
		bm_set_pos(c->doc, citation, bm_get_pos(c->doc, cited->node));
		bm_cite_remove(c, cited->node);
		cited->node = citation;
	}
	while ((child = citation->children) != NULL)
		bm_cite_remove(c, child);
	bm_mark_generated(c->doc, citation, "cite");
	return citation;
}

static bool
has_cite(const csl_run *run)
{
	return run->kind == CSL_RUN_CITE || any_cite(run->children);
}

/* The tree of runs is as deep as the style, which is bounded. */
static bool
any_cite(const csl_run *runs)
{
	for (; runs != NULL; runs = runs->next)
		if (has_cite(runs))
			return true;
	return false;
}

/*
 * The runs of an author in the text: those before the first cite, at the
 * level where it is one of several.  The node behind which they end in the
 * tree is given back; NULL if there are none.
 */
static const xmlNode *
print_author(struct printing *p, xmlNode *citation, const csl_run **rest)
{
	const csl_run *runs = *rest;

	while (runs != NULL && runs->next == NULL &&
	       runs->kind == CSL_RUN_GROUP && runs->format == 0 &&
	       runs->lang == NULL && runs->display == CSL_DISPLAY_INLINE)
		runs = runs->children;
	for (; runs != NULL && !has_cite(runs); runs = runs->next)
		print_run(p, citation, runs);
	*rest = runs;
	return citation->last;
}

/* Whether the citation has no more than signs so far, such as "(". */
static bool
is_wordless(const xmlNode *citation)
{
	xmlChar *text = xmlNodeGetContent(citation);
	bool wordless = true;

	for (const xmlChar *c = text; c != NULL && *c != '\0'; c++)
		if (bm_is_alpha((char)*c) || bm_is_digit((char)*c) ||
		    *c >= 0x80)
			wordless = false;
	xmlFree(text);
	return wordless;
}

/*
 * A work without authors goes by its title in the text: that goes in front of
 * what is there.  Gives back its node, or NULL.
 */
static xmlNode *
print_title(struct printing *p, xmlNode *citation)
{
	xmlNode *text, *first = citation->children;

	text = bm_el(p->c->doc, citation, "phrase");
	if (text == NULL)
		return NULL;
	bm_set(p->c->doc, text, "role", "work");
	add_title(p->c->doc, text, p->cited->cites.items[0].item);
	if (first != NULL)
		xmlAddPrevSibling(first, text);
	return text;
}

static bm_status
print_cluster(struct printing *p, xmlNode *citation, const xmlNode **author)
{
	const bm_cited *cited = p->cited;
	const csl_run *runs = cited->runs;
	xmlNode *untold = NULL;
	bool textual = cited->cites.len > 0 &&
		       cited->cites.items[0].mode == CSL_CITE_AUTHOR_IN_TEXT;
	bm_status status = BM_OK;

	if (cited->where != BM_CITE_PLAIN && runs != NULL)
		status = find_hidden(p);
	if (textual) {
		bm_set_bm(p->c->doc, citation, "mode", "author-in-text");
		*author = print_author(p, citation, &runs);
		if (runs != NULL && is_wordless(citation))
			*author = untold = print_title(p, citation);
	}
	print_runs(p, citation, runs);
	if (untold != NULL && !p->c->is_note && untold->next != NULL &&
	    !bm_is(untold->next, "superscript"))
		xmlNodeAddContent(untold, (const xmlChar *)" ");
	print_hidden(p, SIZE_MAX);
	if (cited->runs == NULL)
		print_keys(p->c, citation, cited);
	for (size_t i = 0; i < cited->own.len; i++)
		print_own(p, citation, cited->own.items[i]);
	print_missing(p->c, citation, cited);
	bm_cite_keep_keys(p->c, citation, cited);
	bm_cite_show_standing(p->c, &p->scope->references, citation, cited);
	return status;
}

/* See cite.h. */
bm_status
bm_cite_replace(bm_citing *c, bm_cite_scope *scope, bm_cited *cited)
{
	struct printing p = {.c = c, .scope = scope, .cited = cited};
	xmlNode *citation = emptied(c, cited);
	const xmlNode *author = NULL;
	bm_status status;

	if (citation == NULL)
		return BM_NO_MEMORY;
	status = print_cluster(&p, citation, &author);
	if (status != BM_OK)
		return status;
	if (c->is_note && cited->where == BM_CITE_TEXT && cited->cites.len > 0)
		bm_cite_into_note(c, citation, cited->note, author);
	else if (c->is_note)
		bm_cite_drop_stop(citation);
	else if (cited->runs != NULL && bm_cite_is_mark(citation))
		bm_cite_settle_mark(c, citation);
	return bm_pass_status(c->doc);
}

/* See cite.h. */
void
bm_cite_print_entry(bm_citing *c, xmlNode *parent, const csl_run *runs)
{
	struct printing p = {.c = c};

	print_runs(&p, parent, runs);
}
