#include "checker/self_check.h"

#include "check/book.h"
#include "checker/checker.h"

static bool
is_page(const char *path)
{
	bm_str s = bm_str_of(path);

	return bm_str_ends(s, ".html") || bm_str_ends(s, ".xhtml");
}

/* The name that findings in a file of the output have, as long as diags. */
static const char *
name_of(const bm_self_check *s)
{
	const char *output = s->output != NULL ? s->output : "the output";

	return *s->path != '\0'
		   ? bm_arena_printf(s->diags->arena, "%s/%s", output, s->path)
		   : bm_arena_strdup(s->diags->arena, output);
}

/* Leaves out what the project switches off or excuses. */
static void
leave_out_excused(const bm_self_check *s, const char *name, bm_diags *diags,
		  size_t from)
{
	check_result none = {0};
	size_t n = from;

	if (s->settings == NULL)
		return;
	for (size_t i = from; i < diags->list.len; i++)
		if (bm_checker_wants(s->settings->rules,
				     diags->list.items[i].code))
			diags->list.items[n++] = diags->list.items[i];
	diags->list.len = n;
	bm_checker_excuse(s->settings, name, diags, from, &none);
}

/* Leaves out what asks for a person: that is for check(), of what was
 * published. */
static void
leave_out_infos(bm_diags *diags, size_t from)
{
	size_t n = from;

	for (size_t i = from; i < diags->list.len; i++) {
		if (diags->list.items[i].severity == BM_INFO)
			diags->infos--;
		else
			diags->list.items[n++] = diags->list.items[i];
	}
	diags->list.len = n;
}

/* Keeps what a page says. */
static bm_status
keep_facts(void *user, page *p)
{
	bm_self_check *s = user;
	const bm_facts *facts = bm_facts_of_page(s->arena, p, false);

	return facts != NULL && bm_fidelity_add(s->fidelity, facts)
		   ? BM_OK
		   : BM_NO_MEMORY;
}

static bm_status
judge_page(bm_self_check *s, bm_arena *arena, const char *name, bm_str text,
	   check_result *result)
{
	page p;
	bm_status status =
	    page_read(arena, s->diags, name, text, page_guess(name, text), &p);

	/* A page alone shares nothing. */
	if (s->pages++ == 1)
		s->sheets = css_cache_new(&s->al);
	p.sheets = s->sheets;
	if (status == BM_OK)
		status = check_page_read(&p, s->diags, result);
	return status == BM_OK ? keep_facts(s, &p) : status;
}

/* Judges the file that is whole now; its memory goes at once. */
static bm_status
judge(bm_self_check *s)
{
	bm_str text = bm_buf_str(&s->file);
	bm_arena *arena = bm_arena_new(&s->al);
	const char *name = name_of(s);
	size_t from = s->diags->list.len;
	check_result result;
	bm_status status;

	if (arena == NULL || name == NULL || s->file.status != BM_OK)
		status = BM_NO_MEMORY;
	else if (check_is_book(text))
		status = check_book(arena, s->diags, name, text, false,
				    keep_facts, s, &result);
	else
		status = judge_page(s, arena, name, text, &result);
	bm_arena_free(arena);
	leave_out_infos(s->diags, from);
	leave_out_excused(s, name, s->diags, from);
	/* A page that cannot be read has its finding. */
	return status == BM_NO_MEMORY ? status : BM_OK;
}

static bm_status
self_open(void *user, const char *path)
{
	bm_self_check *s = user;
	size_t n = strlen(path) + 1;

	bm_buf_clear(&s->file);
	s->path = bm_realloc(&s->al, NULL, 0, n);
	if (s->path == NULL)
		return BM_NO_MEMORY;
	memcpy(s->path, path, n);
	return s->to->open(s->to->user, path);
}

static bm_status
self_write(void *user, const char *data, size_t length)
{
	bm_self_check *s = user;

	/* A single file may be a page or a book. */
	if (*s->path == '\0' || is_page(s->path))
		bm_buf_put(&s->file, data, length);
	return s->to->write(s->to->user, data, length);
}

static void
forget_path(bm_self_check *s)
{
	if (s->path != NULL)
		bm_realloc(&s->al, s->path, strlen(s->path) + 1, 0);
	s->path = NULL;
}

static bm_status
self_close(void *user)
{
	bm_self_check *s = user;
	bm_status status = BM_OK;

	if (*s->path == '\0' || is_page(s->path))
		status = judge(s);
	forget_path(s);
	return status == BM_OK ? s->to->close(s->to->user) : status;
}

/* See self_check.h. */
const bm_sink *
bm_self_check_begin(bm_self_check *s, const bm_allocator *al, bm_diags *diags,
		    const char *output, bm_project_check *settings,
		    const bm_sink *to)
{
	*s = (bm_self_check){
	    .al = *al,
	    .diags = diags,
	    .output = output,
	    .settings = settings,
	    .to = to,
	    .sink = {sizeof(s->sink), s, self_open, self_write, self_close}};
	bm_buf_init(&s->file, al);
	s->arena = bm_arena_new(al);
	s->fidelity = s->arena != NULL ? bm_fidelity_new(s->arena) : NULL;
	if (s->fidelity == NULL)
		s->file.status = BM_NO_MEMORY;
	return &s->sink;
}

/* See self_check.h. */
bm_status
bm_self_check_source(bm_self_check *s, bm_doc *doc, const bm_facts *facts)
{
	size_t from = doc->diags->list.len;
	bm_status status;

	if (facts == NULL || s->fidelity == NULL)
		return BM_OK;
	status = bm_fidelity_compare(s->fidelity, facts, doc->diags, doc->diags,
				     NULL);
	leave_out_excused(s, doc->file, doc->diags, from);
	return status;
}

/* See self_check.h. */
void
bm_self_check_end(bm_self_check *s)
{
	forget_path(s);
	bm_buf_free(&s->file);
	bm_fidelity_end(s->fidelity);
	css_cache_free(s->sheets);
	s->sheets = NULL;
	bm_arena_free(s->arena);
	s->fidelity = NULL;
	s->arena = NULL;
}
