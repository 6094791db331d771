/* What documents say, looked for on all pages of a run. */
#include "checker/checker.h"
#include "core/file.h"

struct bm_sources {
	bm_engine *engine;
	bm_arena *arena;
	bm_fidelity *fidelity;
	BM_VEC(bm_arena *) kept;
};

bm_sources *
bm_sources_new(bm_engine *engine, bm_arena *arena)
{
	bm_sources *s = BM_NEW(arena, bm_sources);

	if (s == NULL)
		return NULL;
	s->engine = engine;
	s->arena = arena;
	s->fidelity = bm_fidelity_new(arena);
	return s->fidelity != NULL ? s : NULL;
}

bool
bm_sources_page(bm_sources *s, const bm_facts *facts)
{
	return bm_fidelity_add(s->fidelity, facts);
}

bool
bm_sources_keep(bm_sources *s, bm_arena *arena)
{
	bm_arena **slot = BM_VEC_PUSH(s->arena, &s->kept);

	if (slot == NULL) {
		bm_arena_free(arena);
		return false;
	}
	*slot = arena;
	return true;
}

void
bm_sources_end(bm_sources *s)
{
	if (s == NULL)
		return;
	bm_fidelity_end(s->fidelity);
	for (size_t i = 0; i < s->kept.len; i++)
		bm_arena_free(s->kept.items[i]);
}

/* Reads a document, as far as a reader goes.  Of findings only those are
 * kept that say why there is no document. */
static bm_status
read_source(bm_sources *s, bm_doc *doc, const bm_input *input)
{
	bm_job job = {.dump = "read"};
	bm_status status;
	bm_str text;

	doc->root = bm_path_dir(doc->arena, doc->file);
	if (doc->root == NULL)
		return BM_NO_MEMORY;
	if (*doc->root == '\0')
		doc->root = ".";
	status = bm_input_text(s->engine, doc, input, &text);
	if (status == BM_OK)
		status = bm_prepare(s->engine, doc, text, &job);
	if (status == BM_OK)
		bm_diags_init(doc->diags, doc->arena);
	return status;
}

/* Takes away what was not asked for. */
static void
keep_wanted(bm_diags *diags, check_tally *tallies, const char *const *rules)
{
	size_t n = 0;

	for (size_t i = 0; i < diags->list.len; i++)
		if (bm_checker_wants(rules, diags->list.items[i].code))
			diags->list.items[n++] = diags->list.items[i];
	diags->list.len = n;
	for (size_t i = 0; i < BM_FACT_RULES; i++)
		if (!bm_checker_wants(rules, tallies[i].test->code))
			tallies[i] = (check_tally){0};
}

static bm_status
judge_source(bm_sources *s, bm_project_check *check, const bm_input *input,
	     bm_reporter *reporter, const bm_check_options *o)
{
	bm_doc *doc = bm_doc_new(&s->engine->al,
				 input->name != NULL ? input->name : "<stdin>");
	check_tally tallies[BM_FACT_RULES] = {{0}};
	const bm_facts *facts = NULL;
	check_result none = {0};
	bm_status status;

	if (doc == NULL)
		return BM_NO_MEMORY;
	status = read_source(s, doc, input);
	for (size_t i = 0; i < BM_FACT_RULES; i++) {
		tallies[i].test = &bm_fidelity_tests[i];
		tallies[i].rule = &bm_fidelity_rules[i];
	}
	if (status == BM_OK) {
		facts = bm_facts_of_source(doc->arena, doc);
		status = facts != NULL
			     ? bm_fidelity_compare(s->fidelity, facts, NULL,
						   doc->diags, tallies)
			     : BM_NO_MEMORY;
		keep_wanted(doc->diags, tallies, o->rules);
		bm_checker_excuse(check, doc->file, doc->diags, 0, &none);
	}
	if (o->quiet == 0)
		bm_report(reporter, doc->diags, doc);
	for (size_t i = 0;
	     facts != NULL && o->outcome != NULL && i < BM_FACT_RULES; i++)
		if (tallies[i].test != NULL)
			bm_checker_tell(o, input->name, &tallies[i]);
	bm_doc_free(doc);
	bm_engine_forget(s->engine);
	return status;
}

bm_status
bm_sources_judge(bm_sources *s, bm_project_check *check, bm_reporter *reporter,
		 const bm_check_options *o)
{
	bm_status worst = BM_OK;

	for (const bm_input *const *i = o->sources; *i != NULL; i++) {
		bm_status status = judge_source(s, check, *i, reporter, o);

		if (worst == BM_OK)
			worst = status;
	}
	return worst;
}
