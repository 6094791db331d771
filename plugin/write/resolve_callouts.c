/*
 * Callouts: the marks in a listing get their numbers and lead to the remarks,
 * the remarks lead back.  Areas, which name lines and columns of a listing,
 * are put there as marks; so are the numbers of lines.
 */
#include <stdio.h>
#include <stdlib.h>

#include "write/publication.h"

/* A mark that an area asks for. */
struct mark {
	size_t line, column; /* from 1; column SIZE_MAX: the line's end */
	xmlNode *area;
};

/* One listing while marks are put into it. */
struct listing {
	pub_doc *d;
	BM_VEC(struct mark) marks;
	size_t next;         /* of the marks */
	size_t line, column; /* of the next character */
	size_t number;       /* of the next line, 0: lines have none */
	bool at_start;       /* of a line */
};

/* ---- Numbers ------------------------------------------------------------- */

void
pub_callout(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *el)
{
	pub_target *slot;
	const char *own = bm_attr(el, "label");
	char number[32];

	if (bm_is(el, "area") && bm_is(el->parent, "areaset")) {
		own = bm_attr_bm(el->parent, "label");
	} else if (!bm_is(el, "callout") && !bm_is(el, "coref")) {
		snprintf(number, sizeof(number), "%zu", ++d->callout_count);
		own = own != NULL && *own != '\0' ? own : number;
	}
	if (!bm_is(el, "callout") && !bm_is(el, "coref"))
		bm_set_bm(d->doc, el, "label", own);
	slot = BM_VEC_PUSH(p->arena, &d->callouts);
	if (slot != NULL)
		*slot = (pub_target){el, chunk};
	else
		d->doc->no_memory = true;
}

/* ---- Both ways ----------------------------------------------------------- */

/* The element with this id, or with the first of several. */
static pub_target *
target_of(pub_doc *d, const char *ids)
{
	bm_str rest = bm_str_of(ids), id;

	while (bm_str_split(&rest, ' ', &id))
		if (id.len > 0)
			return bm_map_get(&d->ids, id);
	return NULL;
}

/* The id of a callout; one is made if it has none. */
static const char *
callout_id(publication *p, pub_doc *d, xmlNode *callout)
{
	const char *id = bm_attr_xml(callout, "id");

	if (id == NULL)
		id = bm_attr_bm(callout, "id");
	if (id == NULL) {
		bm_set_bm(
		    d->doc, callout, "id",
		    bm_arena_printf(p->arena, "callout-%zu", ++d->callout_ids));
		id = bm_attr_bm(callout, "id");
	}
	return id;
}

/* What the author says a mark leads to; a coref also shows the other's
 * number. */
static void
link_mark(publication *p, pub_doc *d, const pub_target *mark)
{
	bool again = bm_is(mark->node, "coref");
	const char *ids = bm_attr(mark->node, again ? "linkend" : "linkends");
	pub_target *t;

	if (ids == NULL && bm_is(mark->node, "area"))
		ids = bm_attr(mark->node->parent, "linkends");
	t = ids != NULL ? target_of(d, ids) : NULL;
	if (t == NULL)
		return;
	if (again) {
		bm_set_bm(d->doc, mark->node, "label",
			  bm_attr_bm(t->node, "label"));
		bm_set_bm(d->doc, mark->node, "href",
			  bm_attr_bm(t->node, "href"));
		return;
	}
	bm_set_bm(d->doc, mark->node, "href",
		  pub_href(p, mark->chunk, t->chunk->file,
			   bm_attr_xml(t->node, "id")));
}

/* One way back from a remark to a mark; the first area stands for a set. */
static void
link_back(publication *p, pub_doc *d, const pub_target *callout,
	  const pub_target *mark)
{
	bool set = bm_is(mark->node, "areaset");
	xmlNode *first = set ? bm_child(mark->node, "area") : mark->node;
	xmlNode *el;

	if (first == NULL || bm_attr_bm(first, "label") == NULL)
		return;
	for (xmlNode *at = first; at != NULL;
	     at = set ? bm_next(at, "area") : NULL)
		if (bm_attr_bm(at, "href") == NULL)
			bm_set_bm(d->doc, at, "href",
				  pub_href(p, mark->chunk, callout->chunk->file,
					   callout_id(p, d, callout->node)));
	/* An area of a picture is no place in the text. */
	if (bm_is(first, "area") && bm_attr_bm(first, "placed") == NULL)
		return;
	el = bm_el_bm(d->doc, callout->node, "target");
	bm_set(d->doc, el, "href",
	       pub_href(p, callout->chunk, mark->chunk->file,
			bm_attr_xml(first, "id")));
	bm_set(d->doc, el, "label", bm_attr_bm(first, "label"));
}

static void
link_callout(publication *p, pub_doc *d, const pub_target *callout)
{
	bm_str rest = bm_str_of(bm_attr(callout->node, "arearefs")), id;

	while (bm_str_split(&rest, ' ', &id)) {
		const pub_target *t =
		    id.len > 0 ? bm_map_get(&d->ids, id) : NULL;

		if (t != NULL)
			link_back(p, d, callout, t);
	}
}

/* ---- Into the text ------------------------------------------------------- */

/* Links a node that is nowhere yet in before another.  libxml2's own would
 * join text with text. */
static void
put_before(xmlNode *at, xmlNode *n)
{
	n->parent = at->parent;
	n->next = at;
	n->prev = at->prev;
	if (at->prev != NULL)
		at->prev->next = n;
	else
		at->parent->children = n;
	at->prev = n;
}

/* The text from..to of a text node as a node before it. */
static bool
put_text(xmlNode *at, size_t from, size_t to)
{
	xmlNode *n;

	if (from == to)
		return true;
	n = xmlNewDocTextLen(at->doc, at->content + from, (int)(to - from));
	if (n != NULL)
		put_before(at, n);
	return n != NULL;
}

static void
put_mark(struct listing *l, xmlNode *at, xmlNode *area)
{
	xmlNode *el = bm_el_bm(l->d->doc, NULL, "area");

	if (el == NULL)
		return;
	bm_set(l->d->doc, el, "id", bm_attr_xml(area, "id"));
	bm_set(l->d->doc, el, "label", bm_attr_bm(area, "label"));
	bm_set(l->d->doc, el, "href", bm_attr_bm(area, "href"));
	if (bm_child(area, "alt") != NULL)
		bm_set(l->d->doc, el, "alt",
		       bm_textz(l->d->doc, bm_child(area, "alt")));
	if (bm_is(area->parent, "areaset") &&
	    bm_child(area->parent, "area") == area)
		bm_set(l->d->doc, el, "set", bm_attr_xml(area->parent, "id"));
	put_before(at, el);
}

static void
put_number(struct listing *l, xmlNode *at)
{
	xmlNode *el = bm_el_bm(l->d->doc, NULL, "line");
	char text[32];

	if (el == NULL)
		return;
	snprintf(text, sizeof(text), "%zu", l->number++);
	bm_set(l->d->doc, el, "number", text);
	put_before(at, el);
}

/* Whether the next mark belongs here; end: of the line. */
static bool
is_due(const struct listing *l, bool end)
{
	const struct mark *m =
	    l->next < l->marks.len ? &l->marks.items[l->next] : NULL;

	return m != NULL &&
	       (m->line < l->line ||
		(m->line == l->line && (end || m->column <= l->column)));
}

static bool
is_word(char c)
{
	return bm_is_alpha(c) || bm_is_digit(c) || (c & 0x80) != 0;
}

/* One text node of a listing; it goes when there is something to put in. */
static void
mark_text(struct listing *l, xmlNode *n)
{
	const char *text = (const char *)n->content;
	size_t len = strlen(text), from = 0;
	bool changed = false, whole = true;

	for (size_t i = 0; i < len && whole; i++) {
		bool lead = ((unsigned char)text[i] & 0xC0) != 0x80;

		if (!lead)
			continue;
		bool number = l->at_start && l->number > 0;
		l->at_start = text[i] == '\n';
		/* No word is cut in two. */
		bool inside = i > 0 && is_word(text[i - 1]) && is_word(text[i]);
		if (number || (!inside && is_due(l, text[i] == '\n'))) {
			whole = put_text(n, from, i);
			from = i;
			changed = true;
		}
		if (number)
			put_number(l, n);
		while (!inside && is_due(l, text[i] == '\n'))
			put_mark(l, n, l->marks.items[l->next++].area);
		l->column++;
		if (text[i] == '\n') {
			l->line++;
			l->column = 1;
		}
	}
	if (!changed)
		return;
	if (!whole || !put_text(n, from, len)) {
		l->d->doc->no_memory = true;
		return;
	}
	xmlUnlinkNode(n);
	xmlFreeNode(n);
}

/* Notes where an area begins (DocBook 5.2, areaspec: line and column). */
static void
note_area(publication *p, struct listing *l, xmlNode *area)
{
	const char *coords = bm_attr(area, "coords");
	struct mark *m;
	char *end;

	if (coords == NULL)
		return;
	unsigned long line = strtoul(coords, &end, 10);
	unsigned long column = strtoul(end, NULL, 10);
	if (line == 0)
		return;
	m = BM_VEC_PUSH(p->arena, &l->marks);
	if (m == NULL) {
		l->d->doc->no_memory = true;
		return;
	}
	*m = (struct mark){line, column > 0 ? column : SIZE_MAX, area};
}

static int
compare_marks(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

/* The areas of programlistingco and screenco, in order. */
static void
read_areas(publication *p, struct listing *l, const xmlNode *co)
{
	xmlNode *spec = bm_child(co, "areaspec");
	const char *units = bm_attr(spec, "units");

	if (spec == NULL || bm_streq(units, "calspair") ||
	    bm_streq(units, "imagemap"))
		return;
	for (xmlNode *n = spec; n != NULL; n = bm_walk(n, spec))
		if (bm_is(n, "area"))
			note_area(p, l, n);
	if (l->marks.len > 1)
		qsort(l->marks.items, l->marks.len, sizeof(struct mark),
		      compare_marks);
}

/* The number of the first line; 0: lines have none. */
static size_t
first_number(pub_doc *d, const xmlNode *el)
{
	const char *start = bm_attr(el, "startinglinenumber");
	long n = start != NULL ? strtol(start, NULL, 10) : 1;

	if (!bm_streq(bm_attr(el, "linenumbering"), "numbered"))
		return 0;
	if (start == NULL && bm_streq(bm_attr(el, "continuation"), "continues"))
		return d->line_number + 1;
	return n > 0 ? (size_t)n : 1;
}

void
pub_verbatim(publication *p, pub_doc *d, xmlNode *el)
{
	struct listing l = {.d = d, .line = 1, .column = 1, .at_start = true};

	l.number = first_number(d, el);
	if (bm_is(el->parent, "programlistingco") ||
	    bm_is(el->parent, "screenco"))
		read_areas(p, &l, el->parent);
	if (l.number == 0 && l.marks.len == 0)
		return;
	for (xmlNode *n = el->children, *next; n != NULL; n = next) {
		next = bm_walk(n, el);
		if (n->type == XML_TEXT_NODE && n->content != NULL)
			mark_text(&l, n);
	}
	if (l.number > 0)
		d->line_number = l.number - 1;
	/* What lies behind the end. */
	while (l.next < l.marks.len) {
		xmlNode *at = xmlNewDocText(el->doc, (const xmlChar *)"");

		if (at == NULL) {
			d->doc->no_memory = true;
			return;
		}
		at->parent = el;
		at->prev = el->last;
		if (el->last != NULL)
			el->last->next = at;
		else
			el->children = at;
		el->last = at;
		put_mark(&l, at, l.marks.items[l.next++].area);
	}
}

/* Says which areas will stand in a text. */
static void
place_areas(pub_doc *d, const pub_target *t)
{
	static const char *const listings[] = {"programlistingco", "screenco",
					       NULL};

	for (const xmlNode *n = t->node->parent; n != NULL; n = n->parent)
		if (bm_is(t->node, "area") && bm_is_any(n, listings))
			bm_set_bm(d->doc, t->node, "placed", "yes");
}

void
pub_callouts_end(publication *p, pub_doc *d)
{
	for (size_t i = 0; i < d->callouts.len; i++)
		if (!bm_is(d->callouts.items[i].node, "callout"))
			place_areas(d, &d->callouts.items[i]);
	for (size_t i = 0; i < d->callouts.len; i++)
		if (!bm_is(d->callouts.items[i].node, "callout") &&
		    !bm_is(d->callouts.items[i].node, "coref"))
			link_mark(p, d, &d->callouts.items[i]);
	for (size_t i = 0; i < d->callouts.len; i++)
		if (bm_is(d->callouts.items[i].node, "callout"))
			link_callout(p, d, &d->callouts.items[i]);
	for (size_t i = 0; i < d->callouts.len; i++)
		if (bm_is(d->callouts.items[i].node, "coref"))
			link_mark(p, d, &d->callouts.items[i]);
	for (size_t i = 0; i < d->listings.len; i++)
		pub_verbatim(p, d, d->listings.items[i]);
}
