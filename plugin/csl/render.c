/* csl_render: numbers the items, tells them apart, renders everything. */
#include "csl/disambiguate.h"

/* See render.h. */
csl_ref *
csl_ref_find(const csl_engine *engine, const bm_item *item)
{
	return item == NULL ? NULL : bm_map_get(&engine->by_id, item->id);
}

/* Makes known that an item is cited or listed. */
static bm_status
meet_item(csl_engine *engine, const bm_item *item, unsigned note)
{
	if (item != NULL && bm_map_put(&engine->by_id, item->id, NULL) == NULL)
		return BM_NO_MEMORY;
	(void)note;
	return BM_OK;
}

/* Gives an item that was met its number; the first note counts. */
static bm_status
note_item(csl_engine *engine, const bm_item *item, unsigned note)
{
	void **place;
	csl_ref *ref;

	if (item == NULL)
		return BM_OK;
	place = bm_map_put(&engine->by_id, item->id, NULL);
	if (place == NULL)
		return BM_NO_MEMORY;
	ref = *place;
	if (ref != NULL) {
		if (ref->first_note == 0)
			ref->first_note = note;
		return BM_OK;
	}
	ref = &engine->refs[engine->ref_count];
	ref->item = item;
	ref->order = engine->ref_count++;
	ref->number = ref->order + 1;
	ref->first_note = note;
	*place = ref;
	return BM_OK;
}

/* Calls function for each item, in the order of their mention. */
static bm_status
each_item(csl_engine *engine, const csl_input *in,
	  bm_status (*function)(csl_engine *, const bm_item *, unsigned))
{
	const csl_cluster *clusters = in->clusters;
	bm_status status = BM_OK;

	for (size_t i = 0; i < in->first_count && status == BM_OK; i++)
		status = function(engine, in->first[i], 0);
	for (size_t i = 0; i < in->cluster_count; i++)
		for (size_t j = 0; j < clusters[i].count && status == BM_OK;
		     j++)
			status = function(engine, clusters[i].cites[j].item,
					  clusters[i].note);
	for (size_t i = 0; i < in->nocite_count && status == BM_OK; i++)
		status = function(engine, in->nocite[i], 0);
	return status;
}

/* Gathers the items: how many there are, then each once. */
static bm_status
gather(csl_engine *engine, const csl_input *in)
{
	bm_status status = each_item(engine, in, meet_item);

	if (status != BM_OK)
		return status;
	engine->refs =
	    BM_NEW_ARRAY(engine->keep, csl_ref, engine->by_id.len + 1);
	if (engine->refs == NULL)
		return BM_NO_MEMORY;
	return each_item(engine, in, note_item);
}

/* Memory of rendered trees is given back when it exceeds this. */
#define TREES_MAX ((size_t)128 * 1024)

/* See render.h. */
bool
csl_renew(csl_engine *engine)
{
	if (bm_arena_failed(engine->arena))
		return false;
	if (bm_arena_used(engine->arena) > TREES_MAX)
		bm_arena_reset(engine->arena);
	return true;
}

static bm_status
render_all(csl_engine *engine, const csl_input *in, csl_output *out)
{
	const csl_area *area = &engine->style->bibliography;
	csl_ref **refs =
	    BM_NEW_ARRAY(engine->keep, csl_ref *, engine->ref_count + 1);
	bool down = csl_sort_counts_down(area);
	bm_status status = BM_OK;

	if (refs == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < engine->ref_count; i++)
		refs[i] = &engine->refs[i];
	if (area->present && area->sort != NULL) {
		status = csl_sort_refs(engine, area, refs, engine->ref_count);
		for (size_t i = 0; i < engine->ref_count; i++)
			refs[i]->number = down ? engine->ref_count - i : i + 1;
	}
	if (status == BM_OK)
		status = csl_disambiguate(engine, refs);
	if (status == BM_OK)
		status = csl_render_clusters(engine, in->clusters,
					     in->cluster_count, out);
	if (status == BM_OK && area->present)
		status = csl_render_entries(engine, refs, out);
	return status;
}

/* See csl.h. */
bm_status
csl_render(const csl_style *style, const csl_locale *locale,
	   const csl_input *in, bm_arena *arena, csl_output *out)
{
	csl_engine engine = {0};
	bm_status status;

	*out = (csl_output){0};
	engine.style = style;
	engine.locale = locale;
	engine.keep = arena;
	engine.arena = bm_arena_new(bm_arena_allocator(arena));
	if (engine.arena == NULL)
		return BM_NO_MEMORY;
	engine.stand_ins = in->stand_ins;
	bm_map_init(&engine.by_id, arena);
	status = gather(&engine, in);
	if (status == BM_OK)
		status = render_all(&engine, in, out);
	csl_disambiguate_end(&engine);
	csl_sort_end(&engine);
	if (bm_arena_failed(arena) || bm_arena_failed(engine.arena))
		status = BM_NO_MEMORY;
	bm_arena_free(engine.arena);
	return status;
}
