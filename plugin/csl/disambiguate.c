/*
 * Disambiguation: works whose cites read the same are told apart by more
 * names, by given names, by the condition "disambiguate" and by a letter
 * behind the year, in this order.  All is decided on rendered cites, which
 * are compared by hash; only those that collide are rendered again.
 */
#include <stdlib.h>

#include "csl/disambiguate.h"

/* Memory of rendered trees is given back when it exceeds this. */
#define SCRATCH_MAX ((size_t)512 * 1024)

/* Works whose cites read the same whatever names can say. */
typedef struct alike {
	csl_ref **refs;
	size_t count;
	bm_str text; /* as last rendered */
} alike;

/* What to try next: more names, then more of the name that was added. */
typedef struct cursor {
	size_t list, name;
	int level;
} cursor;

/* Cites that are still to be told apart by names. */
typedef struct job {
	alike *first;
	size_t count;
	const csl_tell *kept; /* what all of them have so far */
	cursor at;
} job;

typedef struct teller {
	csl_engine *engine;
	const csl_area *area;
	bm_arena *scratch; /* trees of cites that were compared */
	bm_arena *group;   /* what one set of equal cites needs */
	csl_watch seen;    /* lists of names in the cites at hand */
	BM_VEC(job) jobs;
} teller;

/* ---- Cites as text ---- */

/*
 * The text of a cite in `into`, with `tell` in force.  It is taken as a
 * later one of its work: what is told apart there is so in the first, which
 * says more.
 */
static bm_str
cite_text(teller *t, const csl_ref *ref, const csl_tell *tell, csl_watch *watch,
	  bm_arena *into, unsigned *tests)
{
	csl_cite cite = {0};
	csl_context cx;
	csl_out *out;
	bm_str text = {0};

	if (t->scratch != NULL && bm_arena_used(t->scratch) > SCRATCH_MAX) {
		bm_arena_free(t->scratch);
		t->scratch = NULL;
	}
	if (t->scratch == NULL)
		t->scratch = bm_arena_new(bm_arena_allocator(t->engine->arena));
	if (t->scratch == NULL) {
		(void)bm_arena_array(into, SIZE_MAX, 2);
		return text;
	}
	cite.item = ref->item;
	csl_context_init(&cx, t->engine, t->area, ref);
	cx.arena = t->scratch;
	cx.cite = &cite;
	cx.position = CSL_POSITION_SUBSEQUENT;
	cx.near_note = true;
	cx.tell = tell;
	cx.comparing = true;
	cx.watch = watch;
	out = csl_render_children(&cx, t->area->layout->children, (bm_str){0});
	if (out != NULL)
		text = csl_out_plain(t->scratch, out);
	if (tests != NULL)
		*tests = cx.tests_seen;
	text.ptr =
	    bm_arena_strndup(into, text.ptr != NULL ? text.ptr : "", text.len);
	if (bm_arena_failed(t->scratch))
		(void)bm_arena_array(into, SIZE_MAX, 2);
	return text;
}

/* ---- Dividing by text ---- */

/*
 * Numbers the parts that `count` texts fall into, in order of the first of
 * each; *parts gets how many there are.
 */
static bool
number_parts(bm_arena *arena, const bm_str *texts, size_t count, size_t *part,
	     size_t *parts)
{
	bm_map map;

	bm_map_init(&map, arena);
	*parts = 0;
	for (size_t i = 0; i < count; i++) {
		bool is_new;
		void **place = bm_map_put(&map, texts[i], &is_new);

		if (place == NULL)
			return false;
		/* Counted from 1: the number stands in the pointer's place. */
		if (is_new)
			*place = (void *)(uintptr_t)++ * parts;
		part[i] = (size_t)(uintptr_t)*place - 1;
	}
	return true;
}

/*
 * Where each part starts when things are put in order of their parts; one
 * more for the end.  NULL without memory.
 */
static size_t *
part_starts(bm_arena *arena, const size_t *part, size_t count, size_t parts)
{
	size_t *start = BM_NEW_ARRAY(arena, size_t, parts + 2);

	if (start == NULL)
		return NULL;
	for (size_t i = 0; i < count; i++)
		start[part[i] + 1]++;
	for (size_t i = 0; i < parts; i++)
		start[i + 1] += start[i];
	return start;
}

/* Puts refs in order of their texts; *starts as part_starts gives it. */
static bool
divide(bm_arena *arena, csl_ref **refs, const bm_str *texts, size_t count,
       size_t **starts, size_t *parts)
{
	size_t *part = BM_NEW_ARRAY(arena, size_t, count + 1);
	size_t *next = NULL;
	csl_ref **space = BM_NEW_ARRAY(arena, csl_ref *, count + 1);

	if (part == NULL || space == NULL ||
	    !number_parts(arena, texts, count, part, parts))
		return false;
	*starts = part_starts(arena, part, count, *parts);
	next = part_starts(arena, part, count, *parts);
	if (*starts == NULL || next == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		space[next[part[i]]++] = refs[i];
	memcpy(refs, space, count * sizeof(csl_ref *));
	return true;
}

/* ---- What works keep ---- */

/* "a" ... "z", "aa" ... for the n-th of several, from 0. */
static bm_str
letters(bm_arena *arena, size_t n)
{
	char buf[16];
	size_t at = sizeof buf;

	for (n++; n > 0 && at > 0; n = (n - 1) / 26)
		buf[--at] = (char)('a' + (n - 1) % 26);
	return (bm_str){bm_arena_strndup(arena, buf + at, sizeof buf - at),
			sizeof buf - at};
}

static int
by_rank(const void *left, const void *right)
{
	const csl_ref *const *a = left, *const *b = right;

	return ((*a)->rank > (*b)->rank) - ((*a)->rank < (*b)->rank);
}

/* Letters behind the year, in the order of the bibliography. */
static void
add_letters(teller *t, csl_ref **refs, size_t count)
{
	bm_arena *arena = t->engine->keep;

	qsort(refs, count, sizeof *refs, by_rank);
	for (size_t i = 0; i < count; i++)
		refs[i]->year_suffix = letters(arena, i);
}

static void
set_tell(csl_ref **refs, size_t count, const csl_tell *tell)
{
	for (size_t i = 0; i < count; i++)
		refs[i]->tell = tell;
}

/* ---- The condition ---- */

/*
 * Lets one more test of disambiguate="true" hold for cites that read the
 * same, as long as that tells some of them apart.
 */
static bm_status
try_condition(teller *t, csl_ref **refs, size_t count, const csl_tell *kept)
{
	size_t before = 1; /* parts that cites fell into */

	for (unsigned n = 1; count > 1; n++) {
		csl_tell *tell = BM_NEW(t->engine->keep, csl_tell);
		bm_str *texts = BM_NEW_ARRAY(t->group, bm_str, count);
		size_t *starts, parts, left = 0;
		unsigned most = 0;

		if (tell == NULL || texts == NULL)
			return BM_NO_MEMORY;
		if (kept != NULL)
			*tell = *kept;
		tell->conditions = n;
		for (size_t i = 0; i < count; i++) {
			unsigned tests;

			texts[i] =
			    cite_text(t, refs[i], tell, NULL, t->group, &tests);
			most = tests > most ? tests : most;
		}
		if (most < n && n > 1)
			return BM_OK;
		set_tell(refs, count, tell);
		if (!divide(t->group, refs, texts, count, &starts, &parts))
			return BM_NO_MEMORY;
		if (parts == before)
			return BM_OK;
		before = 0;
		for (size_t p = 0; p < parts; p++) {
			size_t size = starts[p + 1] - starts[p];

			if (size < 2)
				continue;
			memmove(refs + left, refs + starts[p],
				size * sizeof(csl_ref *));
			left += size;
			before++;
		}
		count = left;
	}
	return BM_OK;
}

/*
 * Cites that names do not tell apart.  A letter always does; so there is no
 * need of the condition where the style has letters.
 */
static bm_status
settle(teller *t, csl_ref **refs, size_t count, const csl_tell *kept)
{
	set_tell(refs, count, kept);
	if (count < 2)
		return BM_OK;
	if (t->area->add_year_suffix) {
		add_letters(t, refs, count);
		return BM_OK;
	}
	if (t->engine->style->uses_condition)
		return try_condition(t, refs, count, kept);
	return BM_OK;
}

/* ---- Names ---- */

/* Joins what was seen of one more cite's names to what is known. */
static void
join_seen(csl_watch *all, const csl_watch *one)
{
	for (size_t i = 0; i < one->list_count; i++) {
		const csl_seen_list *s = &one->lists[i];
		csl_seen_list *a = NULL;

		for (size_t j = 0; j < all->list_count; j++)
			if (strcmp(all->lists[j].variable, s->variable) == 0)
				a = &all->lists[j];
		if (a == NULL) {
			if (all->list_count < CSL_TELL_LISTS)
				all->lists[all->list_count++] = *s;
			continue;
		}
		a->count = s->count > a->count ? s->count : a->count;
		a->shown = s->shown < a->shown ? s->shown : a->shown;
		a->level = s->level < a->level ? s->level : a->level;
		a->initials = a->initials || s->initials;
	}
}

/* Whether a given name may be expanded for the sake of one cite. */
static bool
by_cite(const teller *t)
{
	return t->area->add_givenname &&
	       t->area->given_rule == CSL_GIVEN_BY_CITE;
}

/* Moves on to what can be tried next; false when there is no more. */
static bool
advance(const teller *t, cursor *at)
{
	for (; at->list < t->seen.list_count; at->list++, at->name = 0) {
		const csl_seen_list *s = &t->seen.lists[at->list];

		/* A new list starts with the given names it shows. */
		for (; at->name < s->count; at->name++, at->level = -2) {
			bool hidden = at->name >= s->shown;

			if (hidden && !t->area->add_names)
				break;
			if (at->level < -1 && hidden) {
				at->level = -1;
				return true;
			}
			if (!by_cite(t))
				continue;
			if (at->level < CSL_LEVEL_INITIALS && s->initials &&
			    s->level < CSL_LEVEL_INITIALS) {
				at->level = CSL_LEVEL_INITIALS;
				return true;
			}
			if (at->level < CSL_LEVEL_FULL &&
			    s->level < CSL_LEVEL_FULL) {
				at->level = CSL_LEVEL_FULL;
				return true;
			}
		}
		at->level = -2;
	}
	return false;
}

/* What is kept, with what the cursor says on top; NULL without memory. */
static csl_tell *
trial(teller *t, const csl_tell *kept, const cursor *at)
{
	const csl_seen_list *s = &t->seen.lists[at->list];
	csl_tell *tell = BM_NEW(t->group, csl_tell);
	csl_tell_list *list = NULL;
	unsigned char *levels =
	    BM_NEW_ARRAY(t->group, unsigned char, at->name + 1);

	if (tell == NULL || levels == NULL)
		return NULL;
	if (kept != NULL)
		*tell = *kept;
	for (size_t i = 0; i < tell->list_count; i++)
		if (strcmp(tell->lists[i].variable, s->variable) == 0)
			list = &tell->lists[i];
	if (list == NULL) {
		list = &tell->lists[tell->list_count++];
		list->variable = s->variable;
	}
	if (list->level_count > 0)
		memcpy(levels, list->levels, list->level_count);
	if (at->level > 0)
		levels[at->name] = (unsigned char)at->level;
	list->levels = levels;
	list->level_count = at->name + 1;
	if (at->name + 1 > s->shown)
		list->names = at->name + 1;
	return tell;
}

/* A copy that lives as long as the output. */
static const csl_tell *
keep(teller *t, const csl_tell *tell)
{
	csl_tell *out;

	if (tell == NULL)
		return NULL;
	out = BM_NEW(t->engine->keep, csl_tell);
	if (out == NULL)
		return NULL;
	*out = *tell;
	for (size_t i = 0; i < out->list_count; i++) {
		csl_tell_list *l = &out->lists[i];
		unsigned char *levels =
		    bm_arena_alloc(t->engine->keep, l->level_count + 1);

		if (levels == NULL)
			return NULL;
		memcpy(levels, l->levels, l->level_count);
		l->levels = levels;
	}
	return out;
}

/* Puts alikes in order of their texts and makes a job of each part. */
static bm_status
split_job(teller *t, const job *j, size_t parts, const size_t *part,
	  const csl_tell *kept)
{
	size_t *start = part_starts(t->group, part, j->count, parts);
	size_t *next = part_starts(t->group, part, j->count, parts);
	alike *space = BM_NEW_ARRAY(t->group, alike, j->count);

	if (start == NULL || next == NULL || space == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < j->count; i++)
		space[next[part[i]]++] = j->first[i];
	memcpy(j->first, space, j->count * sizeof *space);
	for (size_t p = 0; p < parts; p++) {
		job *slot = BM_VEC_PUSH(t->group, &t->jobs);

		if (slot == NULL)
			return BM_NO_MEMORY;
		*slot = (job){j->first + start[p], start[p + 1] - start[p],
			      kept, j->at};
	}
	return BM_OK;
}

/* All works of a job that nothing more tells apart. */
static bm_status
end_job(teller *t, const job *j)
{
	const csl_tell *kept = keep(t, j->kept);
	csl_ref **refs;
	size_t count = 0;

	if (j->kept != NULL && kept == NULL)
		return BM_NO_MEMORY;
	if (j->count == 1)
		return settle(t, j->first->refs, j->first->count, kept);
	for (size_t i = 0; i < j->count; i++)
		count += j->first[i].count;
	refs = BM_NEW_ARRAY(t->group, csl_ref *, count);
	if (refs == NULL)
		return BM_NO_MEMORY;
	count = 0;
	for (size_t i = 0; i < j->count; i++)
		for (size_t k = 0; k < j->first[i].count; k++)
			refs[count++] = j->first[i].refs[k];
	return settle(t, refs, count, kept);
}

/* Tries step by step until some cites read otherwise; then makes new jobs. */
static bm_status
do_job(teller *t, job j)
{
	bm_str *texts = BM_NEW_ARRAY(t->group, bm_str, j.count);
	size_t *part = BM_NEW_ARRAY(t->group, size_t, j.count);

	if (texts == NULL || part == NULL)
		return BM_NO_MEMORY;
	while (j.count > 1 && advance(t, &j.at)) {
		csl_tell *tell = trial(t, j.kept, &j.at);
		size_t parts;

		if (tell == NULL)
			return BM_NO_MEMORY;
		for (size_t i = 0; i < j.count; i++)
			texts[i] = cite_text(t, j.first[i].refs[0], tell, NULL,
					     t->group, NULL);
		if (bm_arena_failed(t->group) ||
		    !number_parts(t->group, texts, j.count, part, &parts))
			return BM_NO_MEMORY;
		if (parts > 1)
			return split_job(t, &j, parts, part, tell);
	}
	return end_job(t, &j);
}

/*
 * Works whose cites read the same.  Those that do even with all names in full
 * stay together; so a long row of works by the same people costs nothing.
 */
static bm_status
resolve(teller *t, csl_ref **refs, size_t count)
{
	static const csl_tell everything = {.everything = true};
	bm_str *texts = BM_NEW_ARRAY(t->group, bm_str, count);
	size_t *starts, parts;
	alike *list;
	job *first;
	bm_status status;

	if (!t->area->add_names && !by_cite(t))
		return settle(t, refs, count, NULL);
	if (texts == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		texts[i] =
		    cite_text(t, refs[i], &everything, NULL, t->group, NULL);
	if (!divide(t->group, refs, texts, count, &starts, &parts))
		return BM_NO_MEMORY;
	if (parts < 2)
		return settle(t, refs, count, NULL);
	list = BM_NEW_ARRAY(t->group, alike, parts);
	t->jobs.items = NULL;
	t->jobs.len = t->jobs.cap = 0;
	first = BM_VEC_PUSH(t->group, &t->jobs);
	if (list == NULL || first == NULL)
		return BM_NO_MEMORY;
	t->seen = (csl_watch){0};
	for (size_t p = 0; p < parts; p++) {
		csl_watch one = {0};

		list[p].refs = refs + starts[p];
		list[p].count = starts[p + 1] - starts[p];
		(void)cite_text(t, list[p].refs[0], NULL, &one, t->group, NULL);
		join_seen(&t->seen, &one);
	}
	*first = (job){list, parts, NULL, {0, 0, -2}};
	status = BM_OK;
	while (t->jobs.len > 0 && status == BM_OK)
		status = do_job(t, t->jobs.items[--t->jobs.len]);
	return status;
}

/* ---- All works ---- */

/* Notes the people in all cites, where the rule looks beyond one cite. */
static bm_status
find_people(teller *t, csl_ref **refs)
{
	csl_engine *engine = t->engine;
	csl_people *people;
	bm_arena *arena;

	if (!t->area->add_givenname || by_cite(t))
		return BM_OK;
	arena = bm_arena_new(bm_arena_allocator(engine->arena));
	people = BM_NEW(arena, csl_people);
	if (people == NULL) {
		bm_arena_free(arena);
		return BM_NO_MEMORY;
	}
	people->arena = arena;
	bm_map_init(&people->names, arena);
	engine->people = people;
	for (size_t i = 0; i < engine->ref_count; i++) {
		csl_watch watch = {.people = true};

		(void)cite_text(t, refs[i], NULL, &watch, t->group, NULL);
	}
	return bm_arena_failed(arena) ? BM_NO_MEMORY : BM_OK;
}

/* Gives the memory of the set before back. */
static bool
renew_group(teller *t)
{
	if (t->group != NULL && bm_arena_used(t->group) < SCRATCH_MAX)
		return true;
	bm_arena_free(t->group);
	t->group = bm_arena_new(bm_arena_allocator(t->engine->arena));
	return t->group != NULL;
}

static bm_status
resolve_all(teller *t, csl_ref **sorted, bm_arena *arena)
{
	size_t n = t->engine->ref_count, *starts, parts;
	csl_ref **refs = BM_NEW_ARRAY(arena, csl_ref *, n + 1);
	bm_str *texts = BM_NEW_ARRAY(arena, bm_str, n + 1);
	bm_status status = BM_OK;
	size_t count = 0;

	if (refs == NULL || texts == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < n; i++) {
		sorted[i]->rank = i;
		texts[count] = cite_text(t, sorted[i], NULL, NULL, arena, NULL);
		if (texts[count].len > 0)
			refs[count++] = sorted[i];
	}
	if (bm_arena_failed(arena) ||
	    !divide(arena, refs, texts, count, &starts, &parts))
		return BM_NO_MEMORY;
	for (size_t p = 0; p < parts && status == BM_OK; p++) {
		size_t size = starts[p + 1] - starts[p];

		if (size < 2)
			continue;
		if (!renew_group(t))
			return BM_NO_MEMORY;
		status = resolve(t, refs + starts[p], size);
		if (bm_arena_failed(t->group))
			status = BM_NO_MEMORY;
	}
	return status;
}

/* See disambiguate.h. */
bm_status
csl_disambiguate(csl_engine *engine, csl_ref **refs)
{
	const csl_area *area = &engine->style->citation;
	teller t = {0};
	bm_arena *arena;
	bm_status status = BM_NO_MEMORY;

	if (!area->add_names && !area->add_givenname &&
	    !area->add_year_suffix && !engine->style->uses_condition)
		return BM_OK;
	t.engine = engine;
	t.area = area;
	arena = bm_arena_new(bm_arena_allocator(engine->arena));
	if (arena != NULL && renew_group(&t))
		status = find_people(&t, refs);
	if (status == BM_OK)
		status = resolve_all(&t, refs, arena);
	bm_arena_free(t.group);
	bm_arena_free(t.scratch);
	bm_arena_free(arena);
	return status;
}

/* See disambiguate.h. */
void
csl_disambiguate_end(csl_engine *engine)
{
	if (engine->people != NULL)
		bm_arena_free(engine->people->arena);
	engine->people = NULL;
}
