/*
 * Style sheets that pages share.  Each page of a site has the same ones, and
 * they are most of what it costs to look at it.  A text that comes for the
 * second time is read into a sheet that never changes from then on; that of a
 * single page is not kept twice.
 */
#include <pthread.h>

#include "check/css_impl.h"

/* Bytes of one text, of all that are known, and of the sheets made of them. */
#define TEXT_MAX   ((size_t)512 << 10)
#define TEXTS_MAX  ((size_t)4 << 20)
#define SHEETS_MAX ((size_t)16 << 20)

/* A text as it was met. */
struct entry {
	struct entry *next; /* the same text, met in another way */
	bm_str text;
	enum css_match holds;
	int depth;
	bool dark;
	bool made;        /* it was read; in vain if there is no sheet */
	css_sheet *sheet; /* in an arena of its own */
};

struct css_cache {
	bm_allocator al;
	bm_arena *arena;
	pthread_mutex_t lock;
	bm_map texts; /* to entries */
	size_t bytes; /* of them */
	size_t held;  /* by sheets */
	BM_VEC(bm_arena *) arenas;
};

css_cache *
css_cache_new(const bm_allocator *al)
{
	bm_arena *arena = bm_arena_new(al);
	css_cache *c = BM_NEW(arena, css_cache);

	if (c == NULL || pthread_mutex_init(&c->lock, NULL) != 0) {
		bm_arena_free(arena);
		return NULL;
	}
	c->arena = arena;
	c->al = *bm_arena_allocator(arena);
	bm_map_init(&c->texts, arena);
	return c;
}

void
css_cache_free(css_cache *cache)
{
	if (cache == NULL)
		return;
	for (size_t i = 0; i < cache->arenas.len; i++)
		bm_arena_free(cache->arenas.items[i]);
	pthread_mutex_destroy(&cache->lock);
	bm_arena_free(cache->arena);
}

/* Notes a text that is met in this way for the first time. */
static void
note(css_cache *c, bm_str text, enum css_match holds, int depth, bool dark)
{
	struct entry *e = BM_NEW(c->arena, struct entry);
	void **slot = bm_map_put(&c->texts, text, NULL);

	if (e == NULL || slot == NULL)
		return;
	/* The map has it in the order of insertion, with a copy of the text. */
	if (*slot == NULL)
		e->text = c->texts.entries[c->texts.len - 1].key;
	else
		e->text = ((const struct entry *)*slot)->text;
	e->next = *slot;
	e->holds = holds;
	e->depth = depth;
	e->dark = dark;
	c->bytes += text.len;
	*slot = e;
}

/* Reads a text that is met again. */
static void
make(css_cache *c, struct entry *e)
{
	bm_arena *arena, **slot;
	css_sheet *s;

	if (c->held >= SHEETS_MAX)
		return;
	e->made = true;
	arena = bm_arena_new(&c->al);
	slot = arena != NULL ? BM_VEC_PUSH(c->arena, &c->arenas) : NULL;
	s = slot != NULL ? BM_NEW(arena, css_sheet) : NULL;
	if (slot != NULL)
		*slot = arena;
	else
		bm_arena_free(arena);
	if (s == NULL || !css_sheet_init(s, arena, NULL))
		return;
	s->dark = e->dark;
	css_read_rules(s, e->text, e->holds, 0, e->depth);
	c->held += bm_arena_used(arena);
	if (!s->imports && !bm_arena_failed(arena))
		e->sheet = s;
}

const css_sheet *
css_cached(css_cache *cache, bm_str text, enum css_match holds, int depth,
	   bool dark)
{
	const css_sheet *found = NULL;
	struct entry *e;

	if (cache == NULL || text.len > TEXT_MAX)
		return NULL;
	pthread_mutex_lock(&cache->lock);
	for (e = bm_map_get(&cache->texts, text); e != NULL; e = e->next)
		if (e->holds == holds && e->depth == depth && e->dark == dark)
			break;
	if (e != NULL && !e->made)
		make(cache, e);
	if (e != NULL)
		found = e->sheet;
	else if (cache->bytes < TEXTS_MAX)
		note(cache, text, holds, depth, dark);
	pthread_mutex_unlock(&cache->lock);
	return found;
}
