/*
 * Pages and books of anybody's making: read and judged on several threads, a
 * group at a time, and told in their order.
 */
#include "check/book.h"
#include "check/css.h"
#include "core/file.h"
#include "core/pool.h"
#include "checker/checker.h"

/* Pages whose results are held at once. */
#define GROUP 64

struct judged {
	const bm_input *input;
	bm_arena *arena;
	bm_diags diags;
	check_result result;
	bm_status status;
	bm_arena *kept; /* what its pages say, when sources are at hand */
	BM_VEC(const bm_facts *) facts;
};

struct group {
	bm_engine *engine;
	bm_project project;
	bool more;                  /* a rule is named that must be */
	bool facts;                 /* are asked for */
	struct bm_sources *sources; /* that they go to */
	css_cache *sheets;          /* of all pages, or NULL */
	struct judged pages[GROUP];
};

static const char *
name_of(const bm_input *input)
{
	return input->name != NULL ? input->name : "<stdin>";
}

/* The bytes of an input; what is wrong with it is a finding. */
static bm_status
text_of(bm_engine *engine, struct judged *j, bm_str *out)
{
	bm_pos pos = {.file = j->input->name};
	bm_status status;

	if (j->input->data != NULL) {
		*out = (bm_str){j->input->data, j->input->length};
		return BM_OK;
	}
	if (j->input->name == NULL)
		return BM_BAD_ARGUMENT;
	status = bm_engine_read(engine, j->arena, j->input->name, out);
	if (status == BM_NOT_FOUND)
		bm_diag_add(&j->diags,
			    bm_rule_find(bm_engine_rules, "file-not-found"),
			    &pos, "There is no file %s", pos.file);
	else if (status != BM_OK && status != BM_NO_MEMORY)
		bm_diag_add(&j->diags,
			    bm_rule_find(bm_engine_rules, "file-unreadable"),
			    &pos, "The file %s cannot be read", pos.file);
	return status;
}

/* A style sheet: a plain file, or what the host gives. */
static bm_status
read_sheet(void *user, bm_arena *arena, const char *path, bm_str *out)
{
	bm_engine *engine = user;

	if (engine->host.read == NULL && !bm_file_plain(path))
		return BM_NOT_FOUND;
	return bm_engine_read(engine, arena, path, out);
}

/* Keeps what a page says. */
static bm_status
keep_facts(void *user, page *p)
{
	struct judged *j = user;
	const bm_facts *facts = bm_facts_of_page(j->kept, p, true);
	const bm_facts **slot =
	    facts != NULL ? BM_VEC_PUSH(j->kept, &j->facts) : NULL;

	if (slot == NULL)
		return BM_NO_MEMORY;
	*slot = facts;
	return BM_OK;
}

static bm_status
judge_page(struct judged *j, const page_files *files, const struct group *g,
	   const char *file, bm_str text)
{
	page p;
	bm_status status = page_read(j->arena, &j->diags, file, text,
				     page_guess(file, text), &p);

	p.files = files;
	p.more = g->more;
	p.sheets = g->sheets;
	if (status == BM_OK)
		status = check_page_read(&p, &j->diags, &j->result);
	return status == BM_OK && j->kept != NULL ? keep_facts(j, &p) : status;
}

static bm_status
judge(void *user, size_t i)
{
	struct group *g = user;
	page_files files = {g->engine, read_sheet};
	struct judged *j = &g->pages[i];
	const char *file = name_of(j->input);
	bm_str text;

	j->arena = bm_arena_new(&g->engine->al);
	j->kept = g->facts ? bm_arena_new(&g->engine->al) : NULL;
	if (j->arena == NULL || (g->facts && j->kept == NULL)) {
		j->status = BM_NO_MEMORY;
		return BM_OK;
	}
	bm_diags_init(&j->diags, j->arena);
	j->status = text_of(g->engine, j, &text);
	if (j->status == BM_OK && check_is_book(text))
		j->status =
		    check_book(j->arena, &j->diags, file, text, g->more,
			       g->facts ? keep_facts : NULL, j, &j->result);
	else if (j->status == BM_OK)
		j->status = judge_page(j, &files, g, file, text);
	return BM_OK;
}

/* ---- rules that were asked for ---- */

/* See checker.h. */
bool
bm_checker_wants(const char *const *rules, const char *code)
{
	bool only = false;

	for (; rules != NULL && *rules != NULL; rules++) {
		if (strcmp(*rules, code) == 0)
			return true;
		if (**rules == '-' && strcmp(*rules + 1, code) == 0)
			return false;
		only = only || **rules != '-';
	}
	return !only;
}

/* Whether rules are named, and not only left out. */
static bool
names_rules(const char *const *rules)
{
	for (; rules != NULL && *rules != NULL; rules++)
		if (**rules != '-')
			return true;
	return false;
}

/* Leaves out what others found; a file that cannot be read is told. */
static void
keep_wanted(struct judged *j, const char *const *rules)
{
	size_t n = 0;

	for (size_t i = 0; i < j->diags.list.len; i++) {
		const bm_diag *d = &j->diags.list.items[i];
		bool known = false;

		for (size_t k = 0; k < j->result.tallies.len && !known; k++)
			known = strcmp(j->result.tallies.items[k].test->code,
				       d->code) == 0;
		if (!known || bm_checker_wants(rules, d->code))
			j->diags.list.items[n++] = *d;
	}
	j->diags.list.len = n;
	n = 0;
	for (size_t i = 0; i < j->result.tallies.len; i++)
		if (bm_checker_wants(rules,
				     j->result.tallies.items[i].test->code))
			j->result.tallies.items[n++] =
			    j->result.tallies.items[i];
	j->result.tallies.len = n;
}

/* See checker.h. */
void
bm_checker_tell(const bm_check_options *o, const char *file,
		const check_tally *t)
{
	bm_outcome outcome = {.size = sizeof(outcome),
			      .file = file,
			      .code = t->test->code,
			      .act = t->test->act,
			      .criteria = t->test->wcag,
			      .expected = t->test->expected,
			      .passed = t->passed,
			      .person = t->person,
			      .failed = t->failed};

	outcome.verdict = t->failed > 0   ? BM_FAILED
			  : t->person > 0 ? BM_PERSON
			  : t->passed > 0 ? BM_PASSED
					  : BM_INAPPLICABLE;
	o->outcome(o->user, &outcome);
}

/* What the pages of an input say, handed on. */
static bm_status
take_facts(struct group *g, struct judged *j, bm_status worst)
{
	bool good = true;

	for (size_t i = 0; i < j->facts.len && good; i++)
		good = bm_sources_page(g->sources, j->facts.items[i]);
	return bm_sources_keep(g->sources, j->kept) && good ? worst
							    : BM_NO_MEMORY;
}

static bm_status
check_group(struct group *g, size_t count, bm_reporter *reporter,
	    const bm_check_options *o)
{
	bm_status worst = BM_OK;

	bm_parallel(o->threads, count, judge, g);
	for (size_t i = 0; i < count; i++) {
		struct judged *j = &g->pages[i];

		if (worst == BM_OK)
			worst = j->status;
		if (j->arena == NULL || j->status == BM_NO_MEMORY) {
			bm_arena_free(j->kept);
			bm_arena_free(j->arena);
			continue;
		}
		if (o->rules != NULL)
			keep_wanted(j, o->rules);
		bm_checker_excuse(&g->project.check, name_of(j->input),
				  &j->diags, 0, &j->result);
		if (o->quiet == 0)
			bm_report(reporter, &j->diags, NULL);
		for (size_t k = 0;
		     o->outcome != NULL && k < j->result.tallies.len; k++)
			bm_checker_tell(o, j->input->name,
					&j->result.tallies.items[k]);
		if (g->sources != NULL && worst != BM_NO_MEMORY)
			worst = take_facts(g, j, worst);
		else
			bm_arena_free(j->kept);
		bm_arena_free(j->arena);
	}
	return worst;
}

/* The settings of the project, if there is one; the host gets its part. */
static bm_status
take_project(struct group *g, bm_arena *arena, bm_diags *diags,
	     bm_check_options *o)
{
	bm_check_settings settings = {.size = sizeof(settings)};
	bm_status status;

	if (o->project == NULL)
		return BM_OK;
	status = bm_project_load_check(g->engine, arena, o->project, diags,
				       &g->project);
	settings.fail_on = g->project.check.fail_on;
	settings.baseline = g->project.check.baseline;
	if (status == BM_OK && o->settings != NULL)
		o->settings(o->user, &settings);
	if (o->rules == NULL)
		o->rules = g->project.check.rules;
	return status;
}

/* All inputs, a group at a time. */
static bm_status
check_all(struct group *g, const bm_input *const *inputs, bm_reporter *reporter,
	  const bm_check_options *o)
{
	bm_status worst = BM_OK;

	while (*inputs != NULL) {
		bm_status status;
		size_t count = 0;

		memset(g->pages, 0, sizeof(g->pages));
		for (; count < GROUP && *inputs != NULL; count++)
			g->pages[count].input = *inputs++;
		status = check_group(g, count, reporter, o);
		if (worst == BM_OK)
			worst = status;
	}
	return worst;
}

static bm_status
check(struct group *g, bm_arena *arena, const bm_input *const *inputs,
      bm_check_options *o)
{
	bm_reporter reporter;
	bm_status worst, status;
	bm_diags diags;

	bm_diags_init(&diags, arena);
	bm_reporter_init(&reporter, g->engine, arena);
	reporter.inputs = inputs;
	status = take_project(g, arena, &diags, o);
	if (o->quiet == 0)
		bm_report(&reporter, &diags, NULL);
	if (status == BM_NO_MEMORY)
		return status;
	g->more = names_rules(o->rules);
	worst = check_all(g, inputs, &reporter, o);
	worst = worst == BM_OK ? status : worst;
	if (g->sources != NULL && worst != BM_NO_MEMORY) {
		status = bm_sources_judge(g->sources, &g->project.check,
					  &reporter, o);
		worst = worst == BM_OK ? status : worst;
	}
	bm_diags_init(&diags, arena);
	if (o->rules == g->project.check.rules)
		bm_checker_unused(&g->project.check, &diags);
	if (o->quiet == 0)
		bm_report(&reporter, &diags, NULL);
	return worst;
}

bm_status
bm_check(bm_engine *engine, const bm_input *const *inputs,
	 const bm_check_options *options)
{
	bm_check_options o = {.threads = 1};
	bm_status status = BM_NO_MEMORY;
	struct group *g;
	bm_arena *arena;

	if (engine == NULL || inputs == NULL)
		return BM_BAD_ARGUMENT;
	if (options != NULL)
		BM_TAKE(bm_check_options, options, &o);
	arena = bm_arena_new(&engine->al);
	g = BM_NEW(arena, struct group);
	if (g != NULL) {
		g->engine = engine;
		g->facts = o.sources != NULL;
		/* A page alone shares nothing. */
		if (inputs[0] != NULL && inputs[1] != NULL)
			g->sheets = css_cache_new(&engine->al);
		if (g->facts)
			g->sources = bm_sources_new(engine, arena);
		if (!g->facts || g->sources != NULL)
			status = check(g, arena, inputs, &o);
		bm_sources_end(g->sources);
		css_cache_free(g->sheets);
	}
	bm_arena_free(arena);
	return status;
}
