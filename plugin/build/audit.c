/*
 * Nothing lost in a build: each document is looked for in its own pages of
 * each output, and in those that belong to none, such as the title page of a
 * book.  Nothing is taken over from the build before, and what is found is
 * not kept for the next one: it is asked for each time.
 */
#include "build/build.h"

/* See build.h. */
bm_audit *
bm_build_audit_of(struct build *b, struct source *s)
{
	if (b->options->audit == NULL || b->options->check != 0)
		return NULL;
	s->audit_found = BM_NEW(s->doc->arena, bm_diags);
	s->audit =
	    s->audit_found != NULL ? BM_NEW(s->doc->arena, bm_audit) : NULL;
	if (s->audit == NULL)
		return NULL; /* the arena has failed, which is told */
	bm_audit_init(s->audit, s->doc->arena);
	bm_diags_init(s->audit_found, s->doc->arena);
	s->audit->linked = true;
	s->audit->others = &b->audit_others;
	return s->audit;
}

/* A page of the output: of a document, or of none. */
static bm_status
take_page(void *user, bm_doc *doc, const char *path, bm_str bytes)
{
	struct build *b = user;
	struct source *s = doc != NULL ? doc->owner : NULL;
	bm_audit *a =
	    s != NULL && s->audit != NULL ? s->audit : &b->audit_others;

	return bm_audit_page(a, bytes, bm_str_ends(bm_str_of(path), ".xhtml"));
}

/* See build.h. */
void
bm_build_audit_begin(struct build *b, const char *output, bm_write_env *env)
{
	if (b->options->audit == NULL)
		return;
	for (size_t i = 0; i < b->sources.len; i++)
		if (b->sources.items[i].audit != NULL)
			bm_audit_again(b->sources.items[i].audit, output);
	bm_audit_again(&b->audit_others, output);
	env->page = take_page;
	env->page_user = b;
}

/* See build.h. */
bm_status
bm_build_audit_compare(struct build *b, const bm_project_book *book,
		       const char *output)
{
	bm_status status = BM_OK;

	if (b->options->audit == NULL)
		return BM_OK;
	for (size_t i = 0; i < b->sources.len && status == BM_OK; i++) {
		struct source *s = &b->sources.items[i];

		if (s->audit == NULL || (book != NULL && s->book != book))
			continue;
		status = bm_audit_compare(s->audit, s->doc, s->audit_found);
		if (status == BM_OK)
			status = bm_audit_report_add(&b->audit_report, s->audit,
						     s->path);
	}
	return status == BM_OK
		   ? bm_audit_report_output(&b->audit_report, output)
		   : status;
}

/* See build.h. */
bm_status
bm_build_audit_end(struct build *b)
{
	const char *path = b->options->audit;

	if (path == NULL)
		return BM_OK;
	for (size_t i = 0; i < b->sources.len; i++) {
		const struct source *s = &b->sources.items[i];

		for (size_t k = 0;
		     s->audit != NULL && k < s->audit_found->list.len; k++)
			bm_diag_take(s->doc->diags,
				     &s->audit_found->list.items[k]);
	}
	return *path != '\0' ? bm_audit_report_write(&b->audit_report,
						     b->engine, path, &b->diags)
			     : BM_OK;
}

/* See build.h. */
void
bm_build_audit_free(struct build *b)
{
	for (size_t i = 0; i < b->sources.len; i++)
		if (b->sources.items[i].audit != NULL)
			bm_audit_end(b->sources.items[i].audit);
	bm_audit_end(&b->audit_others);
	bm_audit_report_free(&b->audit_report);
}
