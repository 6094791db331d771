/* The families of rules, and running them over a page. */
#include "check/check.h"
#include "check/excuse.h"
#include "check/model.h"

#include <stdarg.h>
#include <stdio.h>

extern const check_family check_document, check_language, check_headings,
    check_landmarks, check_images, check_media, check_tables, check_lists,
    check_links, check_notes, check_ids, check_focus, check_aria, check_owning,
    check_purpose, check_frames, check_forms, check_contrast, check_spacing;

const check_family *const check_families[] = {
    &check_document, &check_language, &check_headings, &check_landmarks,
    &check_images,   &check_media,    &check_tables,   &check_lists,
    &check_links,    &check_notes,    &check_ids,      &check_focus,
    &check_aria,     &check_owning,   &check_purpose,  &check_frames,
    &check_forms,    &check_contrast, &check_spacing,  NULL};

/* ---- telling ---- */

void
check_pass(check_run *run)
{
	run->tally->passed++;
}

static void
tell(check_run *run, const bm_rule *rule, const bm_pos *pos, const char *format,
     va_list ap)
{
	char text[600];
	int n = vsnprintf(text, sizeof(text), format, ap);

	/* A character is not cut in two. */
	if (n >= (int)sizeof(text)) {
		size_t end = sizeof(text) - 1;

		while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
			end--;
		text[end] = '\0';
	}
	bm_diag_add(run->diags, rule, pos, "%s", text);
}

void
check_fail(check_run *run, page_node_id n, const char *format, ...)
{
	bm_pos pos = page_pos(run->page, n);
	va_list ap;

	run->tally->failed++;
	va_start(ap, format);
	tell(run, run->tally->rule, &pos, format, ap);
	va_end(ap);
}

void
check_fail_at(check_run *run, const page_attr *attr, const char *format, ...)
{
	bm_pos pos = page_attr_pos(run->page, attr);
	va_list ap;

	run->tally->failed++;
	va_start(ap, format);
	tell(run, run->tally->rule, &pos, format, ap);
	va_end(ap);
}

void
check_person(check_run *run, page_node_id n, const char *format, ...)
{
	bm_pos pos = page_pos(run->page, n);
	bm_rule rule = *run->tally->rule;
	va_list ap;

	rule.severity = BM_INFO;
	rule.hint = NULL;
	run->tally->person++;
	va_start(ap, format);
	tell(run, &rule, &pos, format, ap);
	va_end(ap);
}

bool
check_has_tree(const page *p, page_node_id n)
{
	for (page_node_id end = page_end(p, n); n < end; n++)
		if (page_is(p, n, N_template) &&
		    page_has(p, n, N_shadowrootmode))
			return true;
	return false;
}

bool
check_named(check_run *run, page_node_id n)
{
	const model_name *name = model_name_of(run->page, n);
	bool tree = *name->text == '\0' && check_has_tree(run->page, n);

	if (*name->text != '\0')
		check_pass(run);
	else if (name->unsure)
		check_person(
		    run, n,
		    "Whether the %s has a name depends on what a style "
		    "puts into it",
		    page_tag(run->page, n));
	else if (tree)
		check_person(run, n,
			     "Whether the %s has a name depends on a tree of "
			     "its own in it",
			     page_tag(run->page, n));
	return *name->text != '\0' || name->unsure || tree;
}

/* ---- running ---- */

/*
 * Whether a test is about pages that stand alone.  The reading system gives
 * the ways through a book, and a page of it may be a part of a chapter.
 */
static bool
stands_alone(const char *code)
{
	static const char *const codes[] = {
	    "landmark-main", "landmark-content", "page-bypass",  "heading-one",
	    "heading-text",  "landmark-text",    "heading-first"};

	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (strcmp(code, codes[i]) == 0)
			return true;
	return false;
}

/* Whether a test goes beyond what pages are asked for: only who names it gets
 * it. */
static bool
is_extra(const check_test *t)
{
	return strcmp(t->code, "text-contrast-more") == 0;
}

bm_status
check_page_read(page *p, bm_diags *diags, check_result *out)
{
	size_t from = diags->list.len;

	memset(out, 0, sizeof(*out));
	if (p->model == NULL && !model_make(p))
		return BM_NO_MEMORY;
	for (const check_family *const *f = check_families; *f != NULL; f++)
		for (const check_test *t = (*f)->tests; t->code != NULL; t++) {
			check_run run = {p, diags, NULL};
			check_tally *tally;

			if (is_extra(t) && !p->more)
				continue;
			run.tally = tally =
			    BM_VEC_PUSH(p->arena, &out->tallies);
			if (tally == NULL)
				return BM_NO_MEMORY;
			tally->test = t;
			tally->rule = bm_rule_find((*f)->rules, t->code);
			if (!p->in_book || !stands_alone(t->code))
				t->run(&run);
		}
	return p->no_memory ? BM_NO_MEMORY : check_excuse(p, diags, from, out);
}

bm_status
check_page(bm_arena *arena, bm_diags *diags, const char *file, bm_str text,
	   page_type type, check_result *out)
{
	page p;
	bm_status status;

	memset(out, 0, sizeof(*out));
	status = page_read(arena, diags, file, text, type, &p);
	return status == BM_OK ? check_page_read(&p, diags, out) : status;
}
