#include "pass/found_status.h"

#include "pass/trigger.h"

/* See found_status.h.  All of it lives in doc->scratch. */
void
bm_speaking_init(bm_speaking *s, bm_doc *doc)
{
	*s = (bm_speaking){.doc = doc};
	if (doc->statuses != NULL && doc->statuses->table->list.len > 0)
		s->table = doc->statuses->table;
	bm_map_init(&s->seen, doc->scratch);
	bm_map_init(&s->rows, doc->scratch);
}

static bool
is_named(const bm_speaking *s, const xmlNode *division, const lint_term *term)
{
	const void *key[2] = {division, term};

	return bm_map_get(&s->seen, (bm_str){(char *)key, sizeof(key)}) != NULL;
}

bm_status
bm_speaking_take(bm_speaking *s, const lint_unit *unit)
{
	const xmlNode *division = unit->block->division;

	if (s->table == NULL)
		return BM_OK;
	s->uses.len = 0;
	if (lint_terms_match(s->table->names, s->doc->scratch, unit->text,
			     &s->uses) != BM_OK)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < s->uses.len; i++) {
		const lint_use *use = &s->uses.items[i];
		bm_spoken *spoken;
		bool is_new;
		const void *key[2] = {division, use->term};
		void **slot = bm_map_put(
		    &s->seen, (bm_str){(char *)key, sizeof(key)}, &is_new);

		if (slot == NULL)
			return BM_NO_MEMORY;
		if (!is_new)
			continue;
		*slot = (void *)(uintptr_t)use->term;
		if (s->table->first[use->term->number] == NULL)
			continue; /* a condition */
		spoken = BM_VEC_PUSH(s->doc->scratch, &s->products);
		if (spoken == NULL)
			return BM_NO_MEMORY;
		*spoken = (bm_spoken){.row = s->table->first[use->term->number],
				      .unit = unit,
				      .at = use->at,
				      .len = use->len};
	}
	return BM_OK;
}

/* Puts a row into the list, and under its section and standing. */
static bool
put_row(bm_speaking *s, const bm_spoken *product, const lint_status *row)
{
	const void *key[2] = {product->unit->block->division,
			      lint_standing_name(row->standing)};
	void **slot =
	    bm_map_put(&s->rows, (bm_str){(char *)key, sizeof(key)}, NULL);
	bm_spoken *spoken = BM_VEC_PUSH(s->doc->scratch, &s->list);

	if (slot == NULL || spoken == NULL)
		return false;
	if (*slot == NULL)
		*slot = (void *)(uintptr_t)row;
	*spoken = *product;
	spoken->row = row;
	return true;
}

/* Whether the readers are in the place of a row, as far as is known. */
static bool
concerns(const bm_speaking *s, const lint_status *row)
{
	const char *places[] = {row->place, NULL};

	return strcmp(row->place, "*") == 0 ||
	       bm_meta(s->doc, "audience-place") == NULL ||
	       bm_places_match(s->doc, places);
}

bm_status
bm_speaking_end(bm_speaking *s)
{
	for (size_t i = 0; i < s->products.len; i++) {
		const bm_spoken *product = &s->products.items[i];
		bool told[LINT_STANDINGS] = {false};

		for (const lint_status *row = product->row; row != NULL;
		     row = row->next) {
			if (told[row->standing] ||
			    !is_named(s, product->unit->block->division,
				      row->condition_term) ||
			    !concerns(s, row))
				continue;
			told[row->standing] = true;
			if (!put_row(s, product, row))
				return BM_NO_MEMORY;
		}
	}
	return BM_OK;
}

const lint_status *
bm_speaking_find(const bm_speaking *s, const xmlNode *division,
		 lint_standing standing)
{
	const void *key[2] = {division, lint_standing_name(standing)};

	return bm_map_get(&s->rows, (bm_str){(char *)key, sizeof(key)});
}
