/*
 * Indexes: one that the author left empty is filled with the terms of the
 * text, each with links to its places.  A place is called by the title of its
 * section, as pages have no numbers.
 */
#include <stdio.h>
#include <stdlib.h>

#include "lint/collate.h"
#include "write/publication.h"

/* From this number of terms on they stand in groups by their first letter. */
#define GROUPS_FROM 25u

enum { LEVELS = 3 };

static const char *const level_names[LEVELS] = {"primary", "secondary",
						"tertiary"};

/* A term with what it is sorted by. */
struct line {
	const pub_place *place;
	const char *text[LEVELS];
	lint_key key[LEVELS];
	size_t order;
};

struct filling {
	publication *p;
	const pub_place *index; /* where the index stands */
	BM_VEC(struct line) lines;
	bm_map items;  /* first-level text to its bm:indexitem */
	bm_map ranges; /* id of a start to the pub_place of its end */
	lint_collator *order, *letters;
	lint_key alphabet[26];
	bool failed;
};

/* ---- What there is ------------------------------------------------------- */

/* The title of the nearest division round a node. */
static const char *
title_round(const pub_doc *d, const pub_chunk *chunk, const xmlNode *node)
{
	for (const xmlNode *n = node;
	     n != NULL && n->type == XML_ELEMENT_NODE && n != chunk->node;
	     n = n->parent) {
		xmlNode *title = pub_is_division(n) ? bm_title(n) : NULL;

		if (title != NULL)
			return bm_textz(d->doc, title);
	}
	return chunk->title;
}

/* A free id for a place in d. */
static const char *
new_id(publication *p, pub_doc *d)
{
	const char *id;

	do
		id = bm_arena_printf(p->arena, "ix-%zu", ++d->index_terms);
	while (id != NULL && bm_map_getz(&d->ids, id) != NULL);
	return id;
}

void
pub_index_term(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *term)
{
	pub_place *place;
	const char *id = bm_attr_xml(term, "id");

	if (!p->has_index)
		return;
	place = BM_VEC_PUSH(p->arena, &p->index_terms);
	if (place == NULL) {
		d->doc->no_memory = true;
		return;
	}
	if (id == NULL) {
		id = new_id(p, d);
		bm_set_bm(d->doc, term, "id", id);
	}
	*place = (pub_place){d, chunk, term, id};
}

bool
pub_is_empty_index(const xmlNode *el)
{
	return (bm_is(el, "index") || bm_is(el, "setindex")) &&
	       bm_child(el, "indexdiv") == NULL &&
	       bm_child(el, "indexentry") == NULL &&
	       bm_child(el, "segmentedlist") == NULL;
}

void
pub_index(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *el)
{
	pub_place *place = BM_VEC_PUSH(p->arena, &p->indexes);

	if (place != NULL)
		*place = (pub_place){d, chunk, el, NULL};
	else
		d->doc->no_memory = true;
}

/* Whether a term belongs into the index. */
static bool
belongs(const struct filling *f, const pub_place *term)
{
	static const char *const own[] = {"part",    "chapter", "appendix",
					  "preface", "section", NULL};
	const pub_place *index = f->index;
	const char *type = bm_attr(index->node, "type");
	const xmlNode *round = index->node->parent;

	if (type != NULL && !bm_streq(type, bm_attr(term->node, "type")))
		return false;
	if (bm_is(index->node, "setindex"))
		return true;
	if (index->d->book != term->d->book)
		return false;
	if (round == NULL || !bm_is_any(round, own))
		return true;
	for (const xmlNode *n = term->node; n != NULL; n = n->parent)
		if (n == round)
			return true;
	return false;
}

/* ---- Sorting ------------------------------------------------------------- */

static void
add_line(struct filling *f, const pub_place *term)
{
	struct line *line = BM_VEC_PUSH(f->p->arena, &f->lines);

	if (line == NULL) {
		f->failed = true;
		return;
	}
	*line = (struct line){.place = term, .order = f->lines.len};
	for (int i = 0; i < LEVELS; i++) {
		const xmlNode *el = bm_child(term->node, level_names[i]);
		const char *as = bm_attr(el, "sortas");

		if (el == NULL)
			break;
		line->text[i] = bm_textz(term->d->doc, el);
		if (!lint_collate(f->p->arena, f->order,
				  as != NULL ? as : line->text[i],
				  &line->key[i]))
			f->failed = true;
	}
	if (line->text[0] == NULL)
		f->lines.len--;
}

static int
compare_lines(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	for (int i = 0; i < LEVELS; i++) {
		int c;

		if (x->text[i] == NULL || y->text[i] == NULL) {
			if (x->text[i] != y->text[i])
				return x->text[i] == NULL ? -1 : 1;
			break;
		}
		c = lint_key_compare(&x->key[i], &y->key[i]);
		if (c == 0)
			c = strcmp(x->text[i], y->text[i]);
		if (c != 0)
			return c;
	}
	return x->order < y->order ? -1 : x->order > y->order;
}

/* The heading of a line's group: a letter of the alphabet, another script's
 * letter, or what is no letter. */
static const char *
group_of(struct filling *f, const struct line *line)
{
	const char *as =
	    bm_attr(bm_child(line->place->node, "primary"), "sortas");
	const char *text = as != NULL ? as : line->text[0];
	size_t n = 1;
	lint_key key;

	while ((text[n] & 0xC0) == 0x80)
		n++;
	const char *first = bm_arena_strndup(f->p->arena, text, n);
	if (first == NULL ||
	    !lint_collate(f->p->arena, f->letters, first, &key)) {
		f->failed = true;
		return "";
	}
	for (int i = 0; i < 26; i++)
		if (lint_key_compare(&key, &f->alphabet[i]) == 0)
			return bm_arena_printf(f->p->arena, "%c", 'A' + i);
	return n > 1 ? first
		     : pub_term(f->p, f->index->chunk->lang, "index-symbols");
}

/* ---- Writing ------------------------------------------------------------- */

/* The link to a place, with that to its range's end. */
static void
add_target(struct filling *f, xmlNode *item, const pub_place *to,
	   const char *id)
{
	bm_doc *doc = f->index->d->doc;
	const char *label = title_round(to->d, to->chunk, to->node);
	const char *own = bm_attr_xml(to->node, "id");
	pub_place *end = own != NULL ? bm_map_getz(&f->ranges, own) : NULL;
	xmlNode *last = item->last;

	if (end == NULL && bm_is_bm(last, "target") &&
	    bm_streq(bm_attr(last, "label"), label))
		return;
	xmlNode *el = bm_el_bm(doc, item, "target");
	bm_set(doc, el, "href",
	       pub_href(f->p, f->index->chunk, to->chunk->file, id));
	bm_set(doc, el, "label", label);
	if (bm_streq(bm_attr(to->node, "significance"), "preferred"))
		bm_set(doc, el, "preferred", "yes");
	if (end != NULL &&
	    !bm_streq(title_round(end->d, end->chunk, end->node), label)) {
		bm_set(
		    doc, el, "end-href",
		    pub_href(f->p, f->index->chunk, end->chunk->file, end->id));
		bm_set(doc, el, "end-label",
		       title_round(end->d, end->chunk, end->node));
	}
}

/* The places of one term: its own, or those that its zone names. */
static void
add_targets(struct filling *f, xmlNode *item, const pub_place *term)
{
	const char *zone = bm_attr(term->node, "zone");
	bm_str rest = bm_str_of(zone), id;

	if (zone == NULL)
		add_target(f, item, term, term->id);
	while (zone != NULL && bm_str_split(&rest, ' ', &id)) {
		pub_target *t =
		    id.len > 0 ? bm_map_get(&term->d->ids, id) : NULL;
		if (t == NULL)
			continue;
		const pub_place at = {term->d, t->chunk, t->node, NULL};
		add_target(f, item, &at, bm_attr_xml(t->node, "id"));
	}
}

static void
add_see(struct filling *f, xmlNode *item, const pub_place *term,
	const char *name, const char *kind)
{
	bm_doc *doc = f->index->d->doc;

	for (xmlNode *n = bm_child(term->node, name); n != NULL;
	     n = bm_next(n, name)) {
		xmlNode *el = bm_el_bm(doc, item, "indexsee");
		bm_set(doc, el, "kind", kind);
		bm_set(doc, el, "label", bm_textz(term->d->doc, n));
	}
}

static xmlNode *
add_item(struct filling *f, xmlNode *parent, const char *text)
{
	bm_doc *doc = f->index->d->doc;
	xmlNode *item = bm_el_bm(doc, parent, "indexitem");

	bm_set(doc, bm_el_bm(doc, item, "words"), "text", text);
	return item;
}

/* The group that the next line goes into. */
static xmlNode *
open_group(struct filling *f, xmlNode *group, const struct line *line,
	   bool grouped)
{
	bm_doc *doc = f->index->d->doc;
	const char *title = grouped ? group_of(f, line) : NULL;

	if (group != NULL &&
	    (title == NULL || bm_streq(bm_attr(group, "title"), title)))
		return group;
	group = bm_el_bm(doc, f->index->node, "indexgroup");
	bm_set(doc, group, "title", title);
	return group;
}

/* The sorted lines as nested items. */
static void
write_lines(struct filling *f)
{
	xmlNode *group = NULL, *items[LEVELS] = {NULL};
	const struct line *before = NULL;
	size_t firsts = 0;

	for (size_t i = 0; i < f->lines.len; i++)
		firsts += i == 0 || strcmp(f->lines.items[i].text[0],
					   f->lines.items[i - 1].text[0]) != 0;
	for (size_t i = 0; i < f->lines.len && !f->failed; i++) {
		const struct line *l = &f->lines.items[i];
		bool same = before != NULL;
		int depth = 0;

		for (int k = 0; k < LEVELS && l->text[k] != NULL; k++) {
			same = same && bm_streq(l->text[k], before->text[k]);
			depth = k;
			if (same)
				continue;
			if (k == 0)
				group = open_group(f, group, l,
						   firsts >= GROUPS_FROM);
			items[k] = add_item(f, k == 0 ? group : items[k - 1],
					    l->text[k]);
			if (k == 0) {
				void **slot = bm_map_put(
				    &f->items, bm_str_of(l->text[0]), NULL);
				if (slot != NULL)
					*slot = items[0];
			}
		}
		before = l;
		if (items[depth] == NULL) {
			f->failed = true;
			return;
		}
		add_see(f, items[depth], l->place, "see", "see");
		add_see(f, items[depth], l->place, "seealso", "see-also");
		if (bm_child(l->place->node, "see") == NULL)
			add_targets(f, items[depth], l->place);
	}
}

/* "See" leads to the item that it names. */
static void
link_sees(struct filling *f)
{
	bm_doc *doc = f->index->d->doc;
	xmlNode *root = f->index->node;
	size_t count = 0;

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		xmlNode *item =
		    bm_is_bm(n, "indexsee")
			? bm_map_getz(&f->items, bm_attr(n, "label"))
			: NULL;
		xmlNode *words = item != NULL ? item->children : NULL;
		char id[96];

		if (words == NULL)
			continue;
		if (bm_attr(words, "id") == NULL) {
			snprintf(id, sizeof(id), "%.60s-see-%zu",
				 bm_attr_xml(root, "id") != NULL
				     ? bm_attr_xml(root, "id")
				     : "index",
				 ++count);
			bm_set(doc, words, "id", id);
		}
		bm_set(
		    doc, n, "href",
		    bm_arena_printf(f->p->arena, "#%s", bm_attr(words, "id")));
	}
}

/* Notes where ranges end. */
static void
read_ranges(struct filling *f)
{
	for (size_t i = 0; i < f->p->index_terms.len; i++) {
		pub_place *t = &f->p->index_terms.items[i];
		const char *start = bm_attr(t->node, "startref");
		void **slot =
		    start == NULL
			? NULL
			: bm_map_put(&f->ranges, bm_str_of(start), NULL);

		if (slot != NULL)
			*slot = t;
		else if (start != NULL)
			f->failed = true;
	}
}

/* The keys of A to Z, to tell which letter a word begins with. */
static void
read_alphabet(struct filling *f)
{
	for (int i = 0; i < 26; i++) {
		char letter[2] = {(char)('A' + i), '\0'};

		if (!lint_collate(f->p->arena, f->letters, letter,
				  &f->alphabet[i]))
			f->failed = true;
	}
}

static void
fill(publication *p, const pub_place *index)
{
	struct filling f = {.p = p, .index = index};
	const char *lang = index->chunk->lang;

	bm_map_init(&f.items, p->arena);
	bm_map_init(&f.ranges, p->arena);
	f.order = lint_collator_open(lang, false);
	f.letters = lint_collator_open(lang, true);
	read_alphabet(&f);
	read_ranges(&f);
	for (size_t i = 0; i < p->index_terms.len && !f.failed; i++) {
		const pub_place *t = &p->index_terms.items[i];

		if (bm_attr(t->node, "startref") == NULL && belongs(&f, t))
			add_line(&f, t);
	}
	if (f.lines.len > 1)
		qsort(f.lines.items, f.lines.len, sizeof(struct line),
		      compare_lines);
	if (!f.failed)
		write_lines(&f);
	if (!f.failed)
		link_sees(&f);
	if (f.failed)
		index->d->doc->no_memory = true;
	lint_collator_close(f.order);
	lint_collator_close(f.letters);
}

void
pub_indexes_end(publication *p)
{
	for (size_t i = 0; i < p->indexes.len; i++)
		fill(p, &p->indexes.items[i]);
}
