/* Bibliography files on their own: read, merged, written or printed. */
#include <string.h>

#include "core/file.h"
#include "engine/engine.h"
#include "pack/pack.h"

/* Reads all inputs; what is wrong with one does not hide the next. */
static bm_status
read_all(bm_engine *engine, bm_doc *doc, const bm_input *const *inputs,
	 bm_library *library)
{
	bm_status status = BM_OK;

	for (; *inputs != NULL && status != BM_NO_MEMORY; inputs++) {
		bm_input in = {0};
		bm_status one;
		bm_str text;

		BM_TAKE(bm_input, *inputs, &in);
		one = bm_input_text(engine, doc, &in, &text);
		if (one == BM_OK)
			one = bm_bib_read(library, text,
					  in.name != NULL ? in.name : "<stdin>",
					  doc->diags);
		if (status == BM_OK || one == BM_NO_MEMORY)
			status = one;
	}
	return status;
}

/* The title of the page: the caller's, or what the files are called. */
static const char *
title_of(bm_doc *doc, const bm_input *const *inputs, const char *title)
{
	const char *all = title;

	for (; title == NULL && *inputs != NULL; inputs++) {
		bm_input in = {0};
		const char *base;

		BM_TAKE(bm_input, *inputs, &in);
		base = bm_path_base(in.name != NULL ? in.name : "<stdin>");
		all = all == NULL
			  ? base
			  : bm_arena_printf(doc->arena, "%s, %s", all, base);
		if (all == NULL)
			return NULL;
	}
	return all;
}

/* Makes the document that has all items in its list and no text. */
static bm_status
make_page(bm_doc *doc, const char *title, const char *lang)
{
	xmlNode *root = bm_doc_set_root(doc, "article");
	xmlNode *info = bm_doc_info(doc);
	xmlNode *meta = bm_el(doc, info, "meta");

	bm_set_xml(doc, root, "lang", lang != NULL ? lang : "en");
	bm_add_textz(doc, bm_el(doc, info, "title"), title);
	bm_set(doc, meta, "name", "nocite");
	bm_set(doc, meta, "content", "@*");
	return doc->no_memory || title == NULL ? BM_NO_MEMORY : BM_OK;
}

/* A list that a program put together has no author to ask for. */
static void
drop_author_missing(bm_diags *diags)
{
	size_t kept = 0;

	for (size_t i = 0; i < diags->list.len; i++) {
		if (strcmp(diags->list.items[i].code, "author-missing") == 0) {
			diags->warnings--;
			continue;
		}
		diags->list.items[kept++] = diags->list.items[i];
	}
	diags->list.len = kept;
}

static bm_status
put_page(bm_engine *engine, bm_doc *doc, const bm_input *const *inputs,
	 const bm_bib_options *o, const bm_library *library,
	 const bm_sink *sink)
{
	bm_job job = {.style = o->style, .lang = o->lang, .library = library};
	bm_status status =
	    make_page(doc, title_of(doc, inputs, o->title), o->lang);

	if (status == BM_OK)
		status = bm_prepare_tree(engine, doc, &job);
	drop_author_missing(doc->diags);
	if (status == BM_OK)
		status = bm_write_doc(engine, doc, bm_writer_find("html"), &job,
				      o->source_date_epoch, NULL, sink);
	return status;
}

static bm_status
put_items(bm_engine *engine, bm_doc *doc, const char *to,
	  const bm_library *library, const bm_sink *sink)
{
	bm_status status;
	bm_buf buf;

	bm_buf_init(&buf, &engine->al);
	status = bm_bib_write(to, (const bm_item *const *)library->items.items,
			      library->items.len, doc->arena, &buf, doc->diags);
	if (status == BM_OK)
		status = buf.status;
	if (status == BM_OK)
		status = bm_put(sink, "", bm_buf_str(&buf));
	bm_buf_free(&buf);
	return status;
}

/* Everything but the reporting. */
static bm_status
run(bm_engine *engine, bm_doc *doc, const bm_input *const *inputs,
    const bm_bib_options *o, bm_library *library, const bm_sink *sink)
{
	bm_status status = read_all(engine, doc, inputs, library);
	bm_pack *pack = NULL;

	if (status != BM_OK)
		return status;
	status = bm_output_open(engine, o->output, NULL, &sink, &pack);
	if (status == BM_OK)
		status = strcmp(o->to, "html") == 0
			     ? put_page(engine, doc, inputs, o, library, sink)
			     : put_items(engine, doc, o->to, library, sink);
	return bm_output_close(doc->diags, o->output, pack, status);
}

/* See engine.h. */
bm_status
bm_bibliography(bm_engine *engine, const bm_input *const *inputs,
		const bm_bib_options *options, const bm_sink *sink)
{
	bm_bib_options o = {.source_date_epoch = -1};
	bm_library *library;
	bm_sink s = {0};
	bm_status status;
	bm_reporter reporter;
	bm_doc *doc;

	if (engine == NULL || inputs == NULL || *inputs == NULL)
		return BM_BAD_ARGUMENT;
	for (size_t i = 0; inputs[i] != NULL; i++)
		if (inputs[i]->size < offsetof(bm_input, data))
			return BM_BAD_ARGUMENT;
	if (options != NULL)
		BM_TAKE(bm_bib_options, options, &o);
	if (sink != NULL)
		BM_TAKE(bm_sink, sink, &s);
	if (o.to == NULL)
		o.to = "csljson";
	if (strcmp(o.to, "html") != 0 && !bm_bib_written(o.to))
		return BM_BAD_ARGUMENT;
	doc = bm_doc_new(&engine->al, NULL);
	library = bm_library_new(&engine->al);
	if (doc == NULL || library == NULL) {
		status = BM_NO_MEMORY;
		goto done;
	}
	/* Findings of the page as a whole are those of the first file. */
	doc->file = doc->start.file = bm_arena_strdup(
	    doc->arena, inputs[0]->name != NULL ? inputs[0]->name : "<stdin>");
	status = doc->file == NULL ? BM_NO_MEMORY
				   : run(engine, doc, inputs, &o, library,
					 sink != NULL ? &s : NULL);
	if (status == BM_OK && doc->no_memory)
		status = BM_NO_MEMORY;
	bm_reporter_init(&reporter, engine, doc->arena);
	reporter.inputs = inputs;
	bm_report(&reporter, doc->diags, doc);
done:
	bm_doc_free(doc);
	bm_library_free(library);
	bm_engine_forget(engine);
	return status;
}
