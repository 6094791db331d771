/* The library of bibliographic items, and what is common to its readers. */
#include "bib/internal.h"

const bm_rule bm_bib_rules[] = {
    {"bib-syntax", BM_ERROR, "The bibliography file cannot be read", "CSL-JSON",
     "Mend the file at this place; nothing after it was read"},
    {"bib-encoding", BM_WARNING, "The bibliography is not UTF-8", NULL,
     "Save or export the file as UTF-8, and look at names with accents"},
    {"bib-format", BM_ERROR, "The format of the bibliography is not known",
     NULL, "Save it as CSL-JSON, BibTeX, RIS, PubMed or EndNote XML"},
    {"bib-shape", BM_ERROR, "The bibliography file does not hold items",
     "CSL-JSON",
     "Write a list of items, or an object with a list called \"items\""},
    {"bib-no-id", BM_ERROR, "A bibliography item has no id", "CSL-JSON",
     "Give the item an \"id\": the key that citations name"},
    {"bib-no-type", BM_WARNING, "A bibliography item has no known type",
     "CSL 1.0.2 appendix III",
     "Give the item a \"type\", for example \"article-journal\""},
    {"bib-duplicate", BM_WARNING, "Two bibliography items have the same id",
     "CSL-JSON", "Rename or remove one of them; the first one is used"},
    {"bib-merged", BM_INFO, "A work is in the bibliography twice", NULL,
     "Nothing, if it is one work: both ids lead to it.  If it is not, give "
     "both their DOI or PMID"},
    {"bib-unknown-field", BM_INFO, "A field of an item is not a CSL variable",
     "CSL 1.0.2 appendix IV",
     "Check its spelling, or move it into the item's \"custom\" object"},
    {"bib-bad-value", BM_WARNING, "A field of an item has an unusable value",
     "CSL-JSON",
     "Mend it in the file, or in the program that the file comes from"},
    {"bib-record", BM_ERROR, "A record of the bibliography cannot be read",
     NULL, "Mend the record at this place; the others were read"},
    {"bib-mismatch", BM_WARNING, "Two fields of a record contradict each other",
     NULL, "Look the work up, and mend the field that is wrong"},
    {"bib-lost", BM_WARNING, "A format cannot hold a part of an item", NULL,
     "Write CSL-JSON, which holds everything"},
    {"bib-tex", BM_WARNING, "A command of TeX has no meaning here", NULL,
     "Write the character itself, or leave the command out; its argument is "
     "kept"},
    {"bib-limit", BM_ERROR, "The bibliography grows beyond a bound", NULL,
     "Look for macros or inherited fields that multiply each other"},
    {0},
};

/* See item.h. */
bm_library *
bm_library_new(const bm_allocator *al)
{
	bm_arena *arena = bm_arena_new(al);
	bm_library *library = bm_library_over(arena, NULL);

	if (library == NULL)
		bm_arena_free(arena);
	return library;
}

/* See item.h. */
bm_library *
bm_library_over(bm_arena *arena, const bm_library *base)
{
	bm_library *library = BM_NEW(arena, bm_library);

	if (library == NULL)
		return NULL;
	library->arena = arena;
	library->base = base;
	bm_map_init(&library->by_id, arena);
	bm_map_init(&library->works, arena);
	bm_map_init(&library->macros, arena);
	return library;
}

/* See item.h. */
void
bm_library_free(bm_library *library)
{
	if (library != NULL)
		bm_arena_free(library->arena);
}

/* See item.h. */
const bm_value *
bm_item_get(const bm_item *item, const char *variable)
{
	return item == NULL ? NULL : bm_map_getz(&item->values, variable);
}

/* See item.h. */
const bm_item *
bm_library_find(const bm_library *library, bm_str id)
{
	const bm_item *item = NULL;

	for (; library != NULL && item == NULL; library = library->base)
		item = bm_map_get(&library->by_id, id);
	return item;
}

/* See item.h. */
const bm_item *
bm_library_each(const bm_library *library, size_t *at)
{
	const bm_library *level = library;
	const bm_item *item;
	size_t i = *at;

	while (level != NULL) {
		if (i >= level->items.len) {
			i -= level->items.len;
			level = level->base;
			continue;
		}
		item = level->items.items[i++];
		++*at;
		if (level == library ||
		    bm_library_find(library, item->id) == item)
			return item;
	}
	return NULL;
}

/*
 * Adds an item made by a reader; or fills up the item that is the same work,
 * to which this id then leads too.  Another work with the same id is reported
 * and left out.
 */
bm_status
bib_library_add(bm_library *library, bm_item *item, bm_diags *diags)
{
	bm_item *there = bm_map_get(&library->by_id, item->id), *merged;
	bm_status status;
	void **place;
	bm_item **slot;

	merged = NULL;
	status = bib_stand(library, item);
	if (status != BM_OK)
		return status;
	if (!library->keep_twins)
		status = bib_merge(library, item, there, &merged, diags);
	if (status != BM_OK)
		return status;
	if (there != NULL && merged == NULL) {
		bm_diag_add(diags, bib_rule("bib-duplicate"), &item->pos,
			    "Item \"%.*s\" is already in the bibliography",
			    (int)item->id.len, item->id.ptr);
		return BM_OK;
	}
	place = bm_map_put(&library->by_id, item->id, NULL);
	if (place == NULL)
		return BM_NO_MEMORY;
	*place = merged != NULL ? merged : item;
	if (merged != NULL)
		return BM_OK;
	slot = BM_VEC_PUSH(library->arena, &library->items);
	if (slot == NULL)
		return BM_NO_MEMORY;
	*slot = item;
	item->index = library->items.len - 1;
	return BM_OK;
}

/* The rule with this code, which is one of the table above. */
const bm_rule *
bib_rule(const char *code)
{
	return bm_rule_find(bm_bib_rules, code);
}
