/* cs:citation: positions, order in a cluster, collapsing. */
#include "csl/collapse.h"
#include "csl/name.h"

/*
 * What was cited so far.  Text and notes are two sequences: a cite in the
 * text does not follow on one in a note.
 */
typedef struct sequence {
	/* By ref.order: note of the last mention plus 1, 0: none yet. */
	unsigned *last_note;
	/* The cluster before: its only cite, or NULL, and its note. */
	const csl_cite *only;
	unsigned note;
	size_t in_note; /* clusters of that note */
} sequence;

typedef struct citer {
	csl_engine *engine;
	const csl_area *area;
	sequence text, notes;
} citer;

/* ---- Positions (CSL 1.0.2, Choose, position) ---- */

static bool
same_locator(const csl_cite *a, const csl_cite *b)
{
	return bm_str_eq(a->locator, b->locator) &&
	       bm_str_eq(a->label, b->label);
}

/* The cite that `ibid.` would refer to, or NULL. */
static const csl_cite *
prior_cite(const sequence *s, unsigned note, const csl_placed *list, size_t i)
{
	if (i > 0)
		return list[i - 1].cite;
	if (s->note == note || s->in_note == 1)
		return s->only;
	return NULL;
}

static csl_position
position_of(const sequence *s, unsigned note, const csl_placed *list, size_t i)
{
	const csl_cite *cite = list[i].cite, *prior;

	if (cite->position != CSL_POSITION_AUTO)
		return cite->position;
	if (s->last_note[list[i].ref->order] == 0)
		return CSL_POSITION_FIRST;
	prior = prior_cite(s, note, list, i);
	if (prior == NULL || prior->item != cite->item)
		return CSL_POSITION_SUBSEQUENT;
	if (prior->locator.len > 0 && cite->locator.len == 0)
		return CSL_POSITION_SUBSEQUENT;
	if (cite->locator.len == 0 || same_locator(prior, cite))
		return CSL_POSITION_IBID;
	return CSL_POSITION_IBID_LOCATOR;
}

/* Finds the positions of a cluster's cites, in the order of printing. */
static void
set_positions(citer *c, const csl_cluster *cluster, csl_placed *list,
	      size_t count)
{
	sequence *s = cluster->note > 0 ? &c->notes : &c->text;

	for (size_t i = 0; i < count; i++) {
		csl_placed *p = &list[i];
		unsigned *last = &s->last_note[p->ref->order];

		p->first = i == 0;
		p->position = position_of(s, cluster->note, list, i);
		p->near_note = *last > 0 && cluster->note + 1 >= *last &&
			       cluster->note + 1 - *last <=
				   (unsigned)c->area->near_note_distance;
		if (p->cite->position != CSL_POSITION_AUTO)
			p->near_note = p->cite->near_note;
		*last = cluster->note + 1;
	}
	s->in_note = s->note == cluster->note ? s->in_note + 1 : 1;
	s->note = cluster->note;
	s->only = count == 1 ? list[0].cite : NULL;
}

/* ---- One cite ---- */

/*
 * Whether a cite begins a sentence: what begins a note does, and what stands
 * behind a prefix that is a sentence itself.
 */
static bool
begins_sentence(const csl_placed *p)
{
	bm_str s = bm_str_trim(p->cite->prefix);

	if (p->cite->prefix.len == 0)
		return p->first;
	while (s.len > 0 &&
	       (bm_str_ends(s, "\"") || bm_str_ends(s, "\xE2\x80\x9D")))
		s.len -= bm_str_ends(s, "\"") ? 1 : 3;
	return s.len > 0 && strchr(".!?:", s.ptr[s.len - 1]) != NULL &&
	       memchr(s.ptr, ' ', s.len) != NULL;
}

/* Whether it is a letter or digit, or part of one. */
static bool
in_word(char c)
{
	return bm_is_alpha(c) || bm_is_digit(c) || (unsigned char)c >= 0x80;
}

/* What an author writes before a cite; a word does not touch the cite. */
static void
put_prefix(csl_engine *engine, csl_out *cite, bm_str s)
{
	char end = s.ptr[s.len - 1];

	cite->own_start = strchr(".,;", s.ptr[0]) != NULL;
	csl_out_append(cite, csl_field_parse(engine->arena, engine->locale, s));
	if (in_word(end) || strchr(".,:;!?)]", end) != NULL)
		csl_out_append(cite, csl_out_text(engine->arena, BM_STR(" ")));
}

/* And behind it; a full stop that more follows ends what was quoted. */
static void
put_suffix(csl_engine *engine, csl_out *cite, bm_str s)
{
	bool word = bm_is_alpha(s.ptr[0]) || (unsigned char)s.ptr[0] >= 0x80;

	cite->own_end = strchr(".,;", s.ptr[s.len - 1]) != NULL;
	if (word || s.ptr[0] == '(' || s.ptr[0] == '[')
		csl_out_append(cite, csl_out_text(engine->arena, BM_STR(" ")));
	if (s.len > 1 && s.ptr[0] == '.') {
		csl_out_append(cite, csl_out_affix(engine->arena, BM_STR(".")));
		s.ptr++;
		s.len--;
	}
	csl_out_append(cite, csl_field_parse(engine->arena, engine->locale, s));
}

/*
 * The title of a work for which the style prints nothing ("Anonymous, no
 * date"), or its id: a cite that an author wrote does not vanish.
 */
static csl_out *
stand_in(csl_context *cx, const csl_placed *p)
{
	bm_str title = csl_variable(cx, "title", CSL_FORM_SHORT);

	if (!cx->engine->stand_ins || p->cite->mode != CSL_CITE_NORMAL)
		return NULL;
	if (title.len == 0)
		title = p->cite->item->id;
	return csl_field_parse(cx->arena, cx->locale, title);
}

/*
 * Whether the first names of a cite are left out.  When there are none that
 * stand in the sentence, they or their title stay.
 */
static bool
skips_author(csl_context *cx, csl_cite_mode mode)
{
	return mode == CSL_CITE_SUPPRESS_AUTHOR ||
	       (mode == CSL_CITE_AUTHOR_IN_TEXT &&
		(csl_names_variable(cx, "author") != NULL ||
		 csl_names_variable(cx, "editor") != NULL));
}

static csl_out *
cite_out(csl_engine *engine, const csl_placed *p)
{
	const csl_area *area = &engine->style->citation;
	csl_context cx;
	csl_out *out, *cite;

	csl_context_init(&cx, engine, area, p->ref);
	cx.cite = p->cite;
	cx.position = p->position;
	cx.near_note = p->near_note;
	cx.skip_author = skips_author(&cx, p->cite->mode);
	cx.sentence_start = engine->style->is_note && begins_sentence(p);
	out = csl_render_children(&cx, area->layout->children, (bm_str){0});
	cite = csl_out_new(engine->arena, CSL_OUT_CITE);
	if (cite == NULL)
		return NULL;
	cite->cite = p->index;
	if (out == NULL || csl_out_empty(out)) {
		out = stand_in(&cx, p);
		cite->stand_in = true;
	}
	if (out == NULL)
		return NULL;
	if (p->cite->prefix.len > 0)
		put_prefix(engine, cite, p->cite->prefix);
	csl_out_append(cite, out);
	if (p->cite->suffix.len > 0)
		put_suffix(engine, cite, p->cite->suffix);
	return cite;
}

/* The authors that a cite names, to find those of the same ones. */
static bm_str
author_key(csl_engine *engine, const csl_placed *p)
{
	csl_cite plain = *p->cite;
	csl_placed normal = *p;
	csl_out *author;

	if (p->out == NULL)
		return (bm_str){0};
	normal.out = p->out;
	if (p->cite->mode != CSL_CITE_NORMAL) {
		plain.mode = CSL_CITE_NORMAL;
		normal.cite = &plain;
		normal.out = cite_out(engine, &normal);
	}
	author = csl_find_author(normal.out);
	return author != NULL ? csl_out_plain(engine->arena, author)
			      : (bm_str){0};
}

/* ---- Order ---- */

/* Sorted by the keys of the style; otherwise as written. */
static int
compare_placed(const void *left, const void *right, const csl_area *area)
{
	const csl_placed *a = left, *b = right;
	int c = csl_sort_compare(area, a->keys, b->keys);

	return c != 0 ? c : (a->index > b->index) - (a->index < b->index);
}

/* A stable merge sort: qsort(3) has no room for the area. */
static void
merge_sort(csl_placed *list, csl_placed *space, size_t count,
	   const csl_area *area)
{
	for (size_t width = 1; width < count; width *= 2) {
		for (size_t at = 0; at < count; at += 2 * width) {
			size_t mid = at + width < count ? at + width : count;
			size_t end =
			    at + 2 * width < count ? at + 2 * width : count;
			size_t i = at, j = mid;

			for (size_t k = at; k < end; k++)
				space[k] =
				    i < mid &&
					    (j >= end ||
					     compare_placed(&list[i], &list[j],
							    area) <= 0)
					? list[i++]
					: list[j++];
		}
		memcpy(list, space, count * sizeof *list);
	}
}

static bm_status
sort_cites(citer *c, csl_placed *list, size_t count)
{
	csl_placed *space;

	if (c->area->sort == NULL || count < 2)
		return BM_OK;
	space = BM_NEW_ARRAY(c->engine->arena, csl_placed, count);
	if (space == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		list[i].keys = csl_sort_keys(c->engine, c->area, list[i].ref);
		if (list[i].keys == NULL)
			return BM_NO_MEMORY;
	}
	merge_sort(list, space, count, c->area);
	return BM_OK;
}

/* ---- The cluster ---- */

/* The authors' names that stand in the sentence itself. */
static csl_out *
author_in_text(csl_engine *engine, const csl_placed *p)
{
	csl_node node = {0};
	csl_names names = {0};
	static const char *const variables[] = {"author", "editor", NULL};
	const csl_look *look = &engine->style->citation.layout->look;
	csl_context cx;
	csl_out *out, *both;

	csl_name_options_read(engine->arena, NULL, &names.options);
	names.variables = variables;
	names.options.form = CSL_FORM_SHORT;
	names.options.and_word = CSL_AND_TEXT;
	names.options.delimiter = BM_STR(", ");
	names.options.precedes_last = CSL_PRECEDES_CONTEXTUAL;
	names.options.precedes_et_al = CSL_PRECEDES_CONTEXTUAL;
	names.options.et_al_min = 3;
	names.options.et_al_use_first = 1;
	names.options.et_al_use_last = 0;
	node.element = CSL_NAMES;
	node.names = &names;
	csl_context_init(&cx, engine, &engine->style->citation, p->ref);
	cx.cite = p->cite;
	if (csl_names_variable(&cx, "author") != NULL)
		cx.used[cx.used_count++] = "editor";
	out = csl_render_names(&cx, &node);
	both = csl_out_new(engine->arena, CSL_OUT_GROUP);
	if (out == NULL || both == NULL)
		return NULL;
	csl_out_append(both, out);
	if ((look->format & CSL_SUPERSCRIPT) == 0 && !engine->style->is_note)
		csl_out_append(both, csl_out_affix(engine->arena, BM_STR(" ")));
	return both;
}

/* Fills `list` with the cites that have an item; returns how many. */
static size_t
place_cites(const citer *c, const csl_cluster *cluster, csl_placed *list)
{
	size_t count = 0;

	for (size_t i = 0; i < cluster->count; i++) {
		csl_placed *p = &list[count];

		p->ref = csl_ref_find(c->engine, cluster->cites[i].item);
		if (p->ref == NULL)
			continue;
		p->cite = &cluster->cites[i];
		p->index = i;
		count++;
	}
	return count;
}

/* All cites, with the layout's formatting and affixes around them. */
static bm_status
cluster_out(citer *c, const csl_cluster *cluster, csl_placed *list,
	    size_t count, csl_out *out)
{
	const csl_look *look = &c->area->layout->look;
	bm_status status = sort_cites(c, list, count);

	if (status != BM_OK)
		return status;
	set_positions(c, cluster, list, count);
	for (size_t i = 0; i < count; i++) {
		list[i].out = cite_out(c->engine, &list[i]);
		if (csl_groups_authors(c->area))
			list[i].author = author_key(c->engine, &list[i]);
	}
	status = csl_put_cites(c->engine, list, count, out);
	if (status == BM_OK && out->children != NULL) {
		csl_out_prepend(out,
				csl_out_affix(c->engine->arena, look->prefix));
		csl_out_append(out,
			       csl_out_affix(c->engine->arena, look->suffix));
		out->format = look->format;
	}
	return status;
}

static csl_run *
render_cluster(citer *c, const csl_cluster *cluster, bm_status *status)
{
	bm_arena *arena = c->engine->arena;
	csl_placed *list = BM_NEW_ARRAY(arena, csl_placed, cluster->count + 1);
	csl_out *out = csl_out_new(arena, CSL_OUT_GROUP);
	csl_out *whole = csl_out_new(arena, CSL_OUT_GROUP);
	size_t count;

	*status = BM_NO_MEMORY;
	if (list == NULL || out == NULL || whole == NULL)
		return NULL;
	count = place_cites(c, cluster, list);
	if (count > 0 && list[0].cite->mode == CSL_CITE_AUTHOR_IN_TEXT)
		csl_out_append(whole, author_in_text(c->engine, &list[0]));
	*status = cluster_out(c, cluster, list, count, out);
	if (*status != BM_OK)
		return NULL;
	if (out->children != NULL)
		csl_out_append(whole, out);
	return csl_out_finish(arena, c->engine->keep, c->engine->locale, whole);
}

/* See render.h. */
bm_status
csl_render_clusters(csl_engine *engine, const csl_cluster *clusters,
		    size_t count, csl_output *out)
{
	bm_arena *arena = engine->keep;
	citer c = {engine, &engine->style->citation, {0}, {0}};
	const csl_run **list = BM_NEW_ARRAY(arena, const csl_run *, count + 1);
	bm_status status = BM_OK;

	c.text.last_note = BM_NEW_ARRAY(arena, unsigned, engine->ref_count + 1);
	c.notes.last_note =
	    BM_NEW_ARRAY(arena, unsigned, engine->ref_count + 1);
	if (list == NULL || c.text.last_note == NULL ||
	    c.notes.last_note == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < count && status == BM_OK; i++) {
		if (!csl_renew(engine))
			return BM_NO_MEMORY;
		list[i] = render_cluster(&c, &clusters[i], &status);
	}
	out->clusters = list;
	out->cluster_count = count;
	return status;
}
