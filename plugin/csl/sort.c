/* cs:sort: keys are made once for an item and compared as bytes. */
#include <limits.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "csl/render.h"

/*
 * Letters decide, not accents or case, and numbers count as such.  What is the
 * same then stays in the order of the document.
 */
static UCollator *
collator(csl_engine *engine)
{
	UErrorCode error = U_ZERO_ERROR;
	UCollator *c = engine->collator;

	if (c != NULL)
		return c;
	c = ucol_open(engine->locale->lang, &error);
	if (U_FAILURE(error))
		return NULL;
	ucol_setAttribute(c, UCOL_STRENGTH, UCOL_PRIMARY, &error);
	ucol_setAttribute(c, UCOL_NUMERIC_COLLATION, UCOL_ON, &error);
	engine->collator = c;
	return c;
}

/* See render.h. */
void
csl_sort_end(csl_engine *engine)
{
	if (engine->collator != NULL)
		ucol_close(engine->collator);
	engine->collator = NULL;
}

/* Takes punctuation out, in place; returns the new length. */
static int32_t
drop_punctuation(UChar *text, int32_t length)
{
	int32_t n = 0;

	for (int32_t i = 0; i < length; i++)
		if (!u_ispunct(text[i]))
			text[n++] = text[i];
	return n;
}

/*
 * Text, collated by the language's rules.  Spaces count and punctuation does
 * not: "Smith-Jones" is SmithJones, and "Smith, Zoe" before it.
 */
static void
text_key(csl_engine *engine, bm_str s, csl_key *out)
{
	UErrorCode error = U_ZERO_ERROR;
	UCollator *c = collator(engine);
	UChar few[256], *wide = few;
	uint8_t space[512], *bytes;
	int32_t n = 0, size;

	if (c == NULL || s.len > INT32_MAX / 8) {
		out->bytes = (const unsigned char *)bm_arena_strndup(
		    engine->keep, s.ptr, s.len);
		out->len = out->bytes != NULL ? s.len : 0;
		return;
	}
	if (s.len >= sizeof few / sizeof *few)
		wide = BM_NEW_ARRAY(engine->arena, UChar, s.len + 1);
	if (wide == NULL)
		return;
	u_strFromUTF8WithSub(wide, (int32_t)s.len, &n, s.ptr, (int32_t)s.len,
			     0xFFFD, NULL, &error);
	if (U_FAILURE(error))
		return;
	n = drop_punctuation(wide, n);
	size = ucol_getSortKey(c, wide, n, space, sizeof space);
	bytes = bm_arena_alloc(engine->keep, (size_t)size + 1);
	if (bytes == NULL)
		return;
	if (size <= (int32_t)sizeof space)
		memcpy(bytes, space, (size_t)size);
	else
		ucol_getSortKey(c, wide, n, bytes, size);
	out->bytes = bytes;
	out->len = (size_t)size;
}

/* The text that a key sorts by. */
static bm_str
key_text(csl_engine *engine, const csl_area *area, const csl_sort_key *key,
	 csl_ref *ref)
{
	csl_context cx;
	const bm_names *names;
	const bm_item_date *date;
	csl_out *out;

	csl_context_init(&cx, engine, area, ref);
	cx.sorting = true;
	cx.key = key;
	if (key->macro != NULL) {
		cx.only_dates = key->macro->has_date;
		out =
		    csl_render_children(&cx, key->macro->children, (bm_str){0});
		/* Words alone are no key where variables were asked for. */
		return out != NULL && (cx.found || !cx.asked)
			   ? csl_out_plain(engine->arena, out)
			   : (bm_str){0};
	}
	names = csl_names_variable(&cx, key->variable);
	if (names != NULL)
		return csl_names_key(&cx, names);
	date = csl_date_variable(&cx, key->variable);
	if (date != NULL)
		return csl_date_key(engine->arena, date, 3);
	out = csl_field_parse(engine->arena, engine->locale,
			      csl_variable(&cx, key->variable, CSL_FORM_LONG));
	return out != NULL ? csl_out_plain(engine->arena, out) : (bm_str){0};
}

/* See render.h. */
const csl_key *
csl_sort_keys(csl_engine *engine, const csl_area *area, csl_ref *ref)
{
	size_t which = area == &engine->style->bibliography, count = 0, i = 0;
	csl_key *keys;

	if (ref->keys[which] != NULL)
		return ref->keys[which];
	for (const csl_sort_key *k = area->sort; k != NULL; k = k->next)
		count++;
	keys = BM_NEW_ARRAY(engine->keep, csl_key, count + 1);
	if (keys == NULL)
		return NULL;
	for (const csl_sort_key *k = area->sort; k != NULL; k = k->next, i++) {
		bm_str s = key_text(engine, area, k, ref);

		keys[i].empty = s.len == 0;
		if (s.len > 0)
			text_key(engine, s, &keys[i]);
	}
	ref->keys[which] = keys;
	return keys;
}

/* See render.h. */
int
csl_sort_compare(const csl_area *area, const csl_key *a, const csl_key *b)
{
	size_t i = 0;

	for (const csl_sort_key *k = area->sort; k != NULL; k = k->next, i++) {
		size_t n = a[i].len < b[i].len ? a[i].len : b[i].len;
		int c;

		if (a[i].empty || b[i].empty) {
			if (a[i].empty != b[i].empty)
				return a[i].empty ? 1 : -1;
			continue;
		}
		c = n > 0 ? memcmp(a[i].bytes, b[i].bytes, n) : 0;
		if (c == 0)
			c = (a[i].len > b[i].len) - (a[i].len < b[i].len);
		if (c != 0)
			return k->descending ? -c : c;
	}
	return 0;
}

/* See render.h. */
bool
csl_sort_counts_down(const csl_area *area)
{
	bool down = false;

	for (const csl_sort_key *k = area->sort; k != NULL; k = k->next)
		if (k->by_number)
			down = k->descending;
	return down;
}

typedef struct sortable {
	csl_ref *ref;
	const csl_key *keys;
	const csl_area *area;
	size_t place;
} sortable;

static int
compare(const void *left, const void *right)
{
	const sortable *a = left, *b = right;
	int c = csl_sort_compare(a->area, a->keys, b->keys);

	return c != 0 ? c : (a->place > b->place) - (a->place < b->place);
}

/* See render.h. */
bm_status
csl_sort_refs(csl_engine *engine, const csl_area *area, csl_ref **refs,
	      size_t count)
{
	sortable *list = BM_NEW_ARRAY(engine->keep, sortable, count + 1);

	if (list == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		if (!csl_renew(engine))
			return BM_NO_MEMORY;
		list[i] = (sortable){
		    refs[i], csl_sort_keys(engine, area, refs[i]), area, i};
		if (list[i].keys == NULL)
			return BM_NO_MEMORY;
	}
	qsort(list, count, sizeof *list, compare);
	for (size_t i = 0; i < count; i++)
		refs[i] = list[i].ref;
	return BM_OK;
}
