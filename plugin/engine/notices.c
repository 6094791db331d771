#include "engine/engine.h"

#include "core/data.h"
#include "pass/syntax.h"
#include "read/read.h"
#include "xml/l10n.h"

/*
 * The catalogue of notices, and its translations: those of a language stand in
 * a folder of its name, and are read when a document is in that language.
 */
static const char folder[] = "notices/";

/* Reads one file of the catalogue as a document and adds it; of: as a
 * translation of what is there. */
static bm_status
load_notice(bm_engine *engine, bm_notices *notices, const bm_notices *of,
	    const char *path, bm_diags *diags)
{
	bm_doc *doc = bm_doc_new(&engine->al, path);
	bm_status status;
	bm_str text;

	if (doc == NULL)
		return BM_NO_MEMORY;
	status = bm_data_load(&engine->data, doc->arena, path, &text);
	if (status == BM_OK)
		status = bm_reader_markdown.read(doc, text, NULL);
	for (size_t i = 0; i < doc->diags->list.len; i++) {
		const bm_diag *d = &doc->diags->list.items[i];
		bm_rule rule = {d->code, d->severity, d->message, d->reference,
				d->hint};
		bm_pos pos = {bm_arena_strdup(diags->arena, path), d->line,
			      d->column, d->end_line, d->end_column};

		bm_diag_add(diags, &rule, &pos, "%s", d->message);
	}
	if (status != BM_OK) {
		bm_doc_free(doc);
		return status;
	}
	return of != NULL ? bm_notices_translate(notices, of, doc, diags)
			  : bm_notices_add(notices, doc, &engine->data, diags);
}

static bm_status
load_notices(bm_engine *engine, bm_diags *diags, bm_notices **out)
{
	const char *const *paths =
	    bm_data_list(&engine->data, diags->arena, folder);
	bm_notices *notices = bm_notices_new(&engine->al);
	bm_status status = BM_OK;

	if (paths == NULL || notices == NULL)
		status = BM_NO_MEMORY;
	for (; status == BM_OK && *paths != NULL; paths++)
		/* Translations stand in folders. */
		if (bm_str_ends(bm_str_of(*paths), ".md") &&
		    strchr(*paths + strlen(folder), '/') == NULL) {
			status =
			    load_notice(engine, notices, NULL, *paths, diags);
			if (status == BM_BAD_INPUT)
				status = BM_OK; /* said in diags */
		}
	if (status == BM_OK && notices->list.len == 0)
		bm_diag_add(diags,
			    bm_rule_find(bm_engine_rules, "notices-missing"),
			    NULL, NULL);
	if (status != BM_OK) {
		bm_notices_free(notices);
		notices = NULL;
	}
	*out = notices;
	return status;
}

bm_status
bm_engine_notices(bm_engine *engine, bm_diags *diags, const bm_notices **out)
{
	bm_status status = BM_OK;

	pthread_mutex_lock(&engine->lock);
	if (engine->notices == NULL)
		status = load_notices(engine, diags, &engine->notices);
	*out = engine->notices;
	pthread_mutex_unlock(&engine->lock);
	return status;
}

/*
 * Whether a translation may stand for the notice whose name it has: not if the
 * data folder has words of its own for that, and none in the language.
 */
static bool
is_of_ours(bm_engine *engine, bm_arena *arena, const char *path)
{
	const char *original =
	    bm_arena_printf(arena, "%s%s", folder, strrchr(path, '/') + 1);
	bm_str text, own;

	return original != NULL &&
	       bm_data_load(&engine->data, arena, path, &text) == BM_OK &&
	       (!bm_data_is_embedded(text) ||
		(bm_data_load(&engine->data, arena, original, &own) == BM_OK &&
		 bm_data_is_embedded(own)));
}

/* What is in the folder of a tag. */
static bm_status
load_folder(bm_engine *engine, bm_str tag, bm_notices *out, bm_diags *diags)
{
	const char *name = bm_arena_printf(diags->arena, "%s%.*s/", folder,
					   (int)tag.len, tag.ptr);
	const char *const *paths =
	    name != NULL ? bm_data_list(&engine->data, diags->arena, name)
			 : NULL;
	bm_status status = paths != NULL ? BM_OK : BM_NO_MEMORY;

	for (; status == BM_OK && *paths != NULL; paths++)
		if (bm_str_ends(bm_str_of(*paths), ".md") &&
		    is_of_ours(engine, diags->arena, *paths)) {
			status = load_notice(engine, out, engine->notices,
					     *paths, diags);
			if (status == BM_BAD_INPUT)
				status = BM_OK; /* said in diags */
		}
	return status;
}

/* The notices of a tag, else of its beginnings: "de" for "de-AT"; else of its
 * script: "zh-Hans" for "zh-CN". */
static bm_status
load_translations(bm_engine *engine, const char *lang, bm_diags *diags,
		  bm_notices **out)
{
	bm_notices *notices = bm_notices_new(&engine->al);
	bm_str tag = bm_str_of(lang);
	bm_status status = notices != NULL ? BM_OK : BM_NO_MEMORY;
	char scripted[BM_L10N_TAG];

	while (status == BM_OK && notices->list.len == 0 && tag.len > 0) {
		status = load_folder(engine, tag, notices, diags);
		while (tag.len > 0 && tag.ptr[--tag.len] != '-')
			;
	}
	if (status == BM_OK && notices->list.len == 0 &&
	    bm_l10n_scripted(lang, scripted))
		status =
		    load_folder(engine, bm_str_of(scripted), notices, diags);
	if (status != BM_OK) {
		bm_notices_free(notices);
		notices = NULL;
	}
	*out = notices;
	return status;
}

bm_status
bm_engine_translations(bm_engine *engine, const char *lang, bm_diags *diags,
		       const bm_notices **out)
{
	bm_status status = BM_OK;
	void **slot;

	*out = NULL;
	if (lang == NULL || strchr(lang, '/') != NULL || lang[0] == '.' ||
	    bm_langtag_same(lang, "en"))
		return BM_OK;
	pthread_mutex_lock(&engine->lock);
	slot = bm_map_put(&engine->translations, bm_str_of(lang), NULL);
	if (slot == NULL)
		status = BM_NO_MEMORY;
	else if (*slot == NULL && engine->notices != NULL)
		status =
		    load_translations(engine, lang, diags, (bm_notices **)slot);
	*out = slot != NULL ? *slot : NULL;
	pthread_mutex_unlock(&engine->lock);
	return status;
}
