/* Collapsing (CSL 1.0.2, Cite Grouping, Cite Collapsing). */
#include "csl/collapse.h"

typedef struct joiner {
	csl_engine *engine;
	const csl_area *area;
	csl_out *out;
	bm_str delimiter;       /* of the layout */
	bm_str group_delimiter; /* between cites of one author */
	bm_str suffix_delimiter;
} joiner;

/*
 * Appends a cite behind a delimiter, unless what the author wrote at its
 * start or at the end of the one before is enough.
 */
static void
put(joiner *j, bm_str affix, csl_out *cite)
{
	if (cite == NULL)
		return;
	if (j->out->children == NULL || cite->own_start)
		affix = (bm_str){0};
	else if (affix.len > 0 && j->out->last->own_end)
		affix = BM_STR(" ");
	if (affix.len > 0)
		csl_out_append(j->out, csl_out_affix(j->engine->arena, affix));
	csl_out_append(j->out, cite);
}

/* ---- By number ---- */

/*
 * Whether a cite prints its number and no locator or affix of its own; the
 * first of a range may have a prefix ("see 1-3").
 */
static bool
bare(const csl_placed *p, bool first)
{
	size_t digits = 0, n = p->ref->number, expected = 0;

	if (p->out == NULL || (p->cite->prefix.len > 0 && !first) ||
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
range_length(const csl_placed *list, size_t count, size_t i)
{
	size_t n = 1;

	if (!bare(&list[i], true))
		return 1;
	while (i + n < count && bare(&list[i + n], false) &&
	       list[i + n].ref->number == list[i].ref->number + n)
		n++;
	return n;
}

/*
 * Cites by number: three or more in a row become a range.  A range is no cite
 * group (CSL 1.0.2, Cite Grouping), so nothing but the layout's delimiter
 * stands behind it.
 */
static void
put_numbers(joiner *j, csl_placed *list, size_t count)
{
	for (size_t i = 0; i < count;) {
		size_t n = range_length(list, count, i);

		put(j, j->delimiter, list[i].out);
		if (n > 2)
			put(j, BM_STR("\xE2\x80\x93"), list[i + n - 1].out);
		i += n > 2 ? n : 1;
	}
}

/* ---- By author ---- */

static bool
is_author(const csl_out *out)
{
	return out->is_author;
}

static bool
is_year(const csl_out *out)
{
	return out->is_year;
}

static bool
is_letter(const csl_out *out)
{
	return out->is_letter;
}

/* Takes a child out of its parent, with the delimiter beside it. */
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

static bool
has_content(const csl_out *out)
{
	for (const csl_out *c = out->children; c != NULL; c = c->next)
		if (!c->affix)
			return true;
	return false;
}

/* The same, and the nodes around it that hold nothing else. */
static void
drop_node(csl_out *node)
{
	csl_out *parent = node->parent;

	while (parent != NULL && node->kind != CSL_OUT_CITE) {
		unlink_child(parent, node);
		if (has_content(parent))
			return;
		node = parent;
		parent = node->parent;
	}
}

/* Whether letters tell two cites apart that name no author. */
static bool
lettered_pair(const joiner *j, const csl_placed *a, const csl_placed *b)
{
	return j->area->collapse >= CSL_COLLAPSE_YEAR_SUFFIX &&
	       a->ref->year_suffix.len > 0 && b->ref->year_suffix.len > 0;
}

/*
 * Brings cites of one author together, in order of their first one.  Without
 * a sort the writer's order stays: only neighbours are grouped then.
 */
static bm_status
group_authors(joiner *j, csl_placed *list, size_t count)
{
	bm_arena *arena = j->engine->arena;
	csl_placed *space = BM_NEW_ARRAY(arena, csl_placed, count + 1);
	size_t *first = BM_NEW_ARRAY(arena, size_t, count + 1);
	size_t groups = 0;
	bm_map map;

	if (space == NULL || first == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&map, arena);
	for (size_t i = 0; i < count; i++) {
		csl_placed *p = &list[i];
		void **place;

		if (i > 0 && bm_str_eq(p->author, p[-1].author) &&
		    (p->author.len > 0 || lettered_pair(j, &p[-1], p))) {
			p->group = p[-1].group;
			continue;
		}
		p->group = ++groups;
		if (p->author.len == 0 || j->area->sort == NULL)
			continue;
		place = bm_map_put(&map, p->author, NULL);
		if (place == NULL)
			return BM_NO_MEMORY;
		if (*place == NULL) {
			*place = &first[p->group];
			continue;
		}
		p->group = (size_t)((size_t *)*place - first);
		groups--;
	}
	memset(first, 0, (count + 1) * sizeof *first);
	for (size_t i = 0; i < count; i++)
		first[list[i].group]++;
	for (size_t i = 1, sum = 0; i <= groups; i++) {
		size_t n = first[i];

		first[i] = sum;
		sum += n;
	}
	for (size_t i = 0; i < count; i++)
		space[first[list[i].group]++] = list[i];
	memcpy(list, space, count * sizeof *list);
	return BM_OK;
}

/* The number of a year's letter from 1; 0 if it has none. */
static size_t
letter_number(bm_str letter)
{
	size_t n = 0;

	for (size_t i = 0; i < letter.len && i < 6; i++)
		n = n * 26 + (size_t)(letter.ptr[i] - 'a') + 1;
	return n;
}

/* Nothing that the writer added stands between the two. */
static bool
plain_pair(const csl_placed *a, const csl_placed *b)
{
	return a->cite->suffix.len == 0 && a->cite->locator.len == 0 &&
	       b->cite->prefix.len == 0 && b->cite->suffix.len == 0 &&
	       b->cite->locator.len == 0;
}

/* The text of the year that a cite prints, "" if there is none. */
static bm_str
year_of(joiner *j, csl_out *cite)
{
	csl_out *year = cite != NULL ? csl_out_find(cite, is_year) : NULL;

	return year != NULL ? csl_out_plain(j->engine->arena, year)
			    : (bm_str){0};
}

/*
 * Whether b is the same year as a but for its letter, or the same work: the
 * year is dropped then, and the cite when nothing else is in it.
 */
static bool
drop_year(const joiner *j, csl_placed *b, bm_str year_a, bm_str year_b)
{
	bool letter = b->ref->year_suffix.len > 0;

	if (year_b.len == 0 || !bm_str_eq(year_a, year_b) ||
	    (letter ? csl_out_find(b->out, is_letter) == NULL
		    : !j->area->add_year_suffix))
		return false;
	drop_node(csl_out_find(b->out, is_year));
	if (b->out->children == NULL || csl_out_empty(b->out))
		b->out = NULL;
	return letter;
}

/* Cites of one author, from..to: the years that they share are named once. */
static void
put_group(joiner *j, csl_placed *list, size_t from, size_t to, bm_str lead)
{
	bool letters = j->area->collapse >= CSL_COLLAPSE_YEAR_SUFFIX;
	bm_str year = {0}, between = lead;

	for (size_t i = from; i < to; i++) {
		const csl_placed *before = i > 0 ? &list[i - 1] : NULL;
		csl_placed *p = &list[i];
		bm_str now = letters ? year_of(j, p->out) : (bm_str){0};
		size_t n = 1;

		if (i > from) {
			bool same = letters && drop_year(j, p, year, now);

			between = j->group_delimiter;
			if (same && plain_pair(before, p))
				between = j->suffix_delimiter;
			else if (before->cite->locator.len > 0 &&
				 j->area->has_after_collapse)
				between = j->area->after_collapse_delimiter;
		}
		year = now;
		put(j, between, p->out);
		if (j->area->collapse != CSL_COLLAPSE_YEAR_SUFFIX_RANGED)
			continue;
		while (i + n < to &&
		       plain_pair(&list[i + n - 1], &list[i + n]) &&
		       letter_number(p->ref->year_suffix) > 0 &&
		       letter_number(list[i + n].ref->year_suffix) ==
			   letter_number(p->ref->year_suffix) + n &&
		       bm_str_eq(year_of(j, list[i + n].out), now))
			n++;
		if (n < 3)
			continue;
		i += n - 1;
		if (drop_year(j, &list[i], now, now))
			put(j, BM_STR("\xE2\x80\x93"), list[i].out);
	}
}

/*
 * The delimiter behind a group.  One that was not collapsed has that of the
 * layout where only letters would have been.
 */
static bm_str
after_group(const joiner *j, size_t count)
{
	if (!j->area->has_after_collapse ||
	    j->area->collapse == CSL_COLLAPSE_NONE ||
	    (j->area->collapse == CSL_COLLAPSE_YEAR_SUFFIX && count < 2))
		return j->delimiter;
	return j->area->after_collapse_delimiter;
}

/* Cites by author: the author is named once for those that follow. */
static bm_status
put_authors(joiner *j, csl_placed *list, size_t count)
{
	bm_status status = group_authors(j, list, count);
	bm_str lead = j->delimiter;

	if (status != BM_OK)
		return status;
	for (size_t i = 0, end; i < count; i = end) {
		end = i + 1;
		while (end < count && list[end].group == list[i].group) {
			csl_placed *p = &list[end++];
			csl_out *author;

			if (j->area->collapse < CSL_COLLAPSE_YEAR ||
			    p->out == NULL)
				continue;
			author = csl_out_find(p->out, is_author);
			if (author != NULL)
				drop_node(author);
			if (p->out->children == NULL || csl_out_empty(p->out))
				p->out = NULL;
		}
		put_group(j, list, i, end, lead);
		lead = after_group(j, end - i);
	}
	return BM_OK;
}

/* See collapse.h. */
csl_out *
csl_find_author(csl_out *out)
{
	return out != NULL ? csl_out_find(out, is_author) : NULL;
}

/* See collapse.h. */
bool
csl_groups_authors(const csl_area *area)
{
	return area->collapse >= CSL_COLLAPSE_YEAR || area->has_cite_group;
}

/* See collapse.h. */
bm_status
csl_put_cites(csl_engine *engine, csl_placed *list, size_t count, csl_out *out)
{
	const csl_area *area = &engine->style->citation;
	joiner j = {engine, area, out, area->layout->look.delimiter, {0}, {0}};

	j.group_delimiter = engine->style->is_note || area->has_after_collapse
				? j.delimiter
				: BM_STR(", ");
	if (area->has_cite_group)
		j.group_delimiter = area->cite_group_delimiter;
	j.suffix_delimiter = area->has_year_suffix_delimiter
				 ? area->year_suffix_delimiter
			     : area->has_cite_group ? j.group_delimiter
						    : j.delimiter;
	if (area->collapse == CSL_COLLAPSE_NUMBER) {
		put_numbers(&j, list, count);
		return BM_OK;
	}
	if (csl_groups_authors(area))
		return put_authors(&j, list, count);
	for (size_t i = 0; i < count; i++)
		put(&j, j.delimiter, list[i].out);
	return BM_OK;
}
