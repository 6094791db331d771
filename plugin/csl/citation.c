/* cs:citation: positions, order in a cluster, collapsing. */
#include <stdlib.h>

#include "csl/name.h"

typedef struct placed {
	const csl_cite *cite;
	csl_ref *ref;
	const csl_key *keys;
	csl_position position;
	bool near_note;
	size_t index; /* in the cluster as written */
	csl_out *out;
	bm_str author; /* plain text, for grouping */
	size_t group;
} placed;

typedef struct citer {
	csl_engine *engine;
	const csl_area *area;
	/* By ref.order: note of the last mention plus 1, 0: none yet. */
	unsigned *last_note;
	const csl_cluster *before; /* the cluster before, or NULL */
} citer;

/* ---- Positions (CSL 1.0.2, Choose, position) ---- */

static bool
same_locator(const csl_cite *a, const csl_cite *b)
{
	return bm_str_eq(a->locator, b->locator) &&
	       bm_str_eq(a->label, b->label);
}

static csl_position
position_of(const citer *c, const csl_cluster *cluster, size_t i,
	    const csl_ref *ref)
{
	const csl_cite *cite = &cluster->cites[i], *prior = NULL;

	if (cite->position != CSL_POSITION_AUTO)
		return cite->position;
	if (c->last_note[ref->order] == 0)
		return CSL_POSITION_FIRST;
	if (i > 0)
		prior = &cluster->cites[i - 1];
	else if (c->before != NULL && c->before->count == 1)
		prior = &c->before->cites[0];
	if (prior == NULL || prior->item != cite->item)
		return CSL_POSITION_SUBSEQUENT;
	if (prior->locator.len > 0 && cite->locator.len == 0)
		return CSL_POSITION_SUBSEQUENT;
	if (cite->locator.len == 0 || same_locator(prior, cite))
		return CSL_POSITION_IBID;
	return CSL_POSITION_IBID_LOCATOR;
}

/* ---- One cite ---- */

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
	if (in_word(end) || strchr(".,:;", end) != NULL)
		csl_out_append(cite, csl_out_text(engine->arena, BM_STR(" ")));
}

/* And behind it; a full stop that more follows ends what was quoted. */
static void
put_suffix(csl_engine *engine, csl_out *cite, bm_str s)
{
	cite->own_end = strchr(".,;", s.ptr[s.len - 1]) != NULL;
	if (in_word(s.ptr[0]))
		csl_out_append(cite, csl_out_text(engine->arena, BM_STR(" ")));
	if (s.len > 1 && s.ptr[0] == '.') {
		csl_out_append(cite, csl_out_affix(engine->arena, BM_STR(".")));
		s.ptr++;
		s.len--;
	}
	csl_out_append(cite, csl_field_parse(engine->arena, engine->locale, s));
}

static csl_out *
cite_out(csl_engine *engine, const placed *p)
{
	const csl_area *area = &engine->style->citation;
	csl_context cx;
	csl_out *out, *cite;

	csl_context_init(&cx, engine, area, p->ref);
	cx.cite = p->cite;
	cx.position = p->position;
	cx.near_note = p->near_note;
	cx.skip_author = p->cite->mode != CSL_CITE_NORMAL;
	out = csl_render_children(&cx, area->layout->children, (bm_str){0});
	if (out == NULL)
		return NULL;
	cite = csl_out_new(engine->arena, CSL_OUT_CITE);
	if (cite == NULL)
		return NULL;
	cite->cite = p->index;
	if (p->cite->prefix.len > 0)
		put_prefix(engine, cite, p->cite->prefix);
	csl_out_append(cite, out);
	if (p->cite->suffix.len > 0)
		put_suffix(engine, cite, p->cite->suffix);
	return cite;
}

/* ---- Order ---- */

/* Sorted by the keys of the style; otherwise as written. */
static int
compare_placed(const void *left, const void *right, const csl_area *area)
{
	const placed *a = left, *b = right;
	int c = csl_sort_compare(area, a->keys, b->keys);

	return c != 0 ? c : (a->index > b->index) - (a->index < b->index);
}

/* A stable merge sort: qsort(3) has no room for the area. */
static void
merge_sort(placed *list, placed *space, size_t count, const csl_area *area)
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
sort_cites(citer *c, placed *list, size_t count)
{
	placed *space;

	if (c->area->sort == NULL || count < 2)
		return BM_OK;
	space = BM_NEW_ARRAY(c->engine->arena, placed, count);
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

/* ---- Collapsing ---- */

/* Whether a cite prints its number and no locator or affix of its own. */
static bool
bare(const placed *p)
{
	size_t digits = 0, n = p->ref->number, expected = 0;

	if (p->out == NULL || p->cite->prefix.len > 0 ||
	    p->cite->suffix.len > 0)
		return false;
	if (p->cite->locator.len == 0)
		return true;
	for (; n > 0; n /= 10)
		expected++;
	for (csl_out *l = csl_out_leaf(NULL, p->out); l != NULL;
	     l = csl_out_leaf(l, p->out))
		for (size_t i = 0; i < l->text.len; i++)
			digits += bm_is_digit(l->text.ptr[i]);
	return digits == expected;
}

/* How many cites from i on have consecutive numbers and are bare. */
static size_t
range_length(const placed *list, size_t count, size_t i)
{
	size_t n = 1;

	if (!bare(&list[i]))
		return 1;
	while (i + n < count && bare(&list[i + n]) &&
	       list[i + n].ref->number == list[i].ref->number + n)
		n++;
	return n;
}

static void
put(citer *c, csl_out *out, bm_str affix, csl_out *child)
{
	if (child == NULL)
		return;
	/* What an author wrote there is enough. */
	if (child->own_start)
		affix = (bm_str){0};
	else if (affix.len > 0 && out->last != NULL && out->last->own_end)
		affix = BM_STR(" ");
	if (out->children != NULL && affix.len > 0)
		csl_out_append(out, csl_out_affix(c->engine->arena, affix));
	csl_out_append(out, child);
}

/* Cites by number: three or more in a row become a range. */
static void
put_numbers(citer *c, placed *list, size_t count, csl_out *out)
{
	bm_str delimiter = c->area->layout->look.delimiter;
	bm_str after = c->area->has_after_collapse
			   ? c->area->after_collapse_delimiter
			   : delimiter;
	bm_str between = delimiter;

	for (size_t i = 0; i < count;) {
		size_t n = range_length(list, count, i);

		if (n < 3) {
			put(c, out, between, list[i++].out);
			between = delimiter;
			continue;
		}
		put(c, out, between, list[i].out);
		put(c, out, BM_STR("\xE2\x80\x93"), list[i + n - 1].out);
		between = after;
		i += n;
	}
}

static csl_out *
find_author(csl_out *out)
{
	for (; out != NULL; out = out->next) {
		csl_out *inner;

		if (out->is_author)
			return out;
		inner = find_author(out->children);
		if (inner != NULL)
			return inner;
	}
	return NULL;
}

/* Takes a child out of its parent, with the delimiter behind it. */
static void
unlink_child(csl_out *parent, csl_out *node)
{
	csl_out **at = &parent->children;

	while (*at != NULL && *at != node)
		at = &(*at)->next;
	if (*at == NULL)
		return;
	*at = node->next;
	if (*at != NULL && (*at)->affix)
		*at = (*at)->next;
	parent->last = parent->children;
	while (parent->last != NULL && parent->last->next != NULL)
		parent->last = parent->last->next;
}

/* The same, and the nodes around it that are empty then. */
static void
drop_node(csl_out *node)
{
	csl_out *parent = node->parent;

	while (parent != NULL && node->kind != CSL_OUT_CITE) {
		unlink_child(parent, node);
		if (parent->children != NULL)
			return;
		node = parent;
		parent = node->parent;
	}
}

/* Brings cites of one author together, in order of their first one. */
static bm_status
group_authors(citer *c, placed *list, size_t count)
{
	placed *space = BM_NEW_ARRAY(c->engine->arena, placed, count + 1);
	size_t *first = BM_NEW_ARRAY(c->engine->arena, size_t, count + 1);
	size_t groups = 0, at = 0;
	bm_map map;

	if (space == NULL || first == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&map, c->engine->arena);
	for (size_t i = 0; i < count; i++) {
		csl_out *author =
		    list[i].out != NULL ? find_author(list[i].out) : NULL;
		size_t *number;
		void **place;

		list[i].group = groups + 1;
		if (author == NULL) {
			groups++;
			continue;
		}
		list[i].author = csl_out_plain(c->engine->arena, author);
		place = bm_map_put(&map, list[i].author, NULL);
		number = place != NULL && *place == NULL
			     ? BM_NEW(c->engine->arena, size_t)
			     : NULL;
		if (place == NULL || (*place == NULL && number == NULL))
			return BM_NO_MEMORY;
		if (number != NULL) {
			*number = ++groups;
			*place = number;
		}
		list[i].group = *(size_t *)*place;
	}
	for (size_t i = 0; i < count; i++)
		first[list[i].group - 1]++;
	for (size_t i = 0, sum = 0; i < groups; i++) {
		size_t n = first[i];

		first[i] = sum;
		sum += n;
	}
	for (at = 0; at < count; at++)
		space[first[list[at].group - 1]++] = list[at];
	memcpy(list, space, count * sizeof *list);
	return BM_OK;
}

/* Cites by author: the author is named once for those that follow. */
static bm_status
put_authors(citer *c, placed *list, size_t count, csl_out *out)
{
	bm_str delimiter = c->area->layout->look.delimiter;
	bm_str group_delimiter = c->area->has_cite_group
				     ? c->area->cite_group_delimiter
				     : BM_STR(", ");
	bm_status status = group_authors(c, list, count);
	bool collapsed = false;

	if (status != BM_OK)
		return status;
	for (size_t i = 0; i < count; i++) {
		bool same = i > 0 && list[i].author.len > 0 &&
			    list[i].group == list[i - 1].group;
		bm_str between = delimiter;

		if (same) {
			between = group_delimiter;
			if (c->area->collapse >= CSL_COLLAPSE_YEAR)
				drop_node(find_author(list[i].out));
			collapsed = true;
		} else if (collapsed) {
			if (c->area->has_after_collapse)
				between = c->area->after_collapse_delimiter;
			collapsed = false;
		}
		put(c, out, between, list[i].out);
	}
	return BM_OK;
}

/* ---- The cluster ---- */

/* The authors' names that stand in the sentence itself. */
static csl_out *
author_in_text(csl_engine *engine, const placed *p)
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
place_cites(citer *c, const csl_cluster *cluster, placed *list)
{
	size_t count = 0;

	for (size_t i = 0; i < cluster->count; i++) {
		placed *p = &list[count];
		unsigned last;

		p->ref = csl_ref_find(c->engine, cluster->cites[i].item);
		if (p->ref == NULL)
			continue;
		p->cite = &cluster->cites[i];
		p->index = i;
		p->position = position_of(c, cluster, i, p->ref);
		last = c->last_note[p->ref->order];
		p->near_note = last > 0 && cluster->note + 1 >= last &&
			       cluster->note + 1 - last <=
				   (unsigned)c->area->near_note_distance;
		if (p->cite->position != CSL_POSITION_AUTO)
			p->near_note = p->cite->near_note;
		c->last_note[p->ref->order] = cluster->note + 1;
		count++;
	}
	return count;
}

static csl_run *
render_cluster(citer *c, const csl_cluster *cluster, bm_status *status)
{
	csl_engine *engine = c->engine;
	const csl_look *look = &c->area->layout->look;
	placed *list = BM_NEW_ARRAY(engine->arena, placed, cluster->count + 1);
	csl_out *out = csl_out_new(engine->arena, CSL_OUT_GROUP);
	csl_out *whole = csl_out_new(engine->arena, CSL_OUT_GROUP);
	size_t count;

	*status = BM_NO_MEMORY;
	if (list == NULL || out == NULL || whole == NULL)
		return NULL;
	count = place_cites(c, cluster, list);
	*status = BM_OK;
	if (count > 0 && list[0].cite->mode == CSL_CITE_AUTHOR_IN_TEXT)
		csl_out_append(whole, author_in_text(engine, &list[0]));
	*status = sort_cites(c, list, count);
	if (*status != BM_OK)
		return NULL;
	for (size_t i = 0; i < count; i++)
		list[i].out = cite_out(engine, &list[i]);
	if (c->area->collapse == CSL_COLLAPSE_NUMBER)
		put_numbers(c, list, count, out);
	else if (c->area->collapse != CSL_COLLAPSE_NONE ||
		 c->area->has_cite_group)
		*status = put_authors(c, list, count, out);
	else
		for (size_t i = 0; i < count; i++)
			put(c, out, look->delimiter, list[i].out);
	if (out->children != NULL) {
		if (look->prefix.len > 0)
			csl_out_prepend(
			    out, csl_out_affix(engine->arena, look->prefix));
		if (look->suffix.len > 0)
			csl_out_append(
			    out, csl_out_affix(engine->arena, look->suffix));
		out->format = look->format;
		csl_out_append(whole, out);
	}
	return csl_out_finish(engine->arena, engine->locale, whole);
}

/* See render.h. */
bm_status
csl_render_clusters(csl_engine *engine, const csl_cluster *clusters,
		    size_t count, csl_output *out)
{
	citer c = {engine, &engine->style->citation, NULL, NULL};
	const csl_run **list =
	    BM_NEW_ARRAY(engine->arena, const csl_run *, count + 1);
	bm_status status = BM_OK;

	c.last_note =
	    BM_NEW_ARRAY(engine->arena, unsigned, engine->ref_count + 1);
	if (list == NULL || c.last_note == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < count && status == BM_OK; i++) {
		list[i] = render_cluster(&c, &clusters[i], &status);
		c.before = &clusters[i];
	}
	out->clusters = list;
	out->cluster_count = count;
	return status;
}
