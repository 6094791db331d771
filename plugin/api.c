/* The table of functions, and the one function to look up. */
#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "audit/fidelity.h"
#include "backmatter.h"
#include "build/build.h"
#include "check/book.h"
#include "check/excuse.h"
#include "engine/engine.h"
#include "pass/notice_author.h"
#include "pass/pass.h"
#include "audit/proof.h"
#include "read/assembly.h"
#include "read/profile.h"
#include "read/read.h"
#include "schema/schema.h"
#include "write/jsonld.h"

#define MAX_NAMES 32
#define MAX_RULES 1024

/* Lists of names and rules, made once and never changed after. */
static struct {
	const char *readers[MAX_NAMES], *writers[MAX_NAMES];
	const char *passes[MAX_NAMES], *bib_writers[MAX_NAMES];
	const bm_rule *rules[MAX_RULES];
	size_t rule_count;
} lists;
static pthread_once_t lists_once = PTHREAD_ONCE_INIT;

static void
add_rules(const bm_rule *table)
{
	for (; table != NULL && table->code != NULL; table++) {
		bool known = false;

		for (size_t i = 0; i < lists.rule_count && !known; i++)
			known = lists.rules[i] == table;
		if (!known && lists.rule_count < MAX_RULES)
			lists.rules[lists.rule_count++] = table;
	}
}

static int
compare(const void *a, const void *b)
{
	const bm_rule *const *x = a, *const *y = b;

	return strcmp((*x)->code, (*y)->code);
}

static void
make_lists(void)
{
	const bm_rule *const tables[] = {
	    bm_core_rules,        bm_engine_rules,    bm_output_rules,
	    lint_term_rules,      lint_status_rules,  bm_schema_rules,
	    bm_audit_rules,       bm_project_rules,   bm_xml_rules,
	    bm_xslt_rules,        bm_bib_rules,       csl_rules,
	    bm_frontmatter_rules, bm_notice_rules,    bm_notice_author_rules,
	    bm_proof_rules,       bm_resolve_rules,   pub_jsonld_rules,
	    bm_profile_rules,     bm_assembly_rules,  page_rules,
	    check_epub.rules,     check_excuse_rules, bm_fidelity_rules,
	    bm_part_rules};

	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		add_rules(tables[i]);
	for (size_t i = 0; bm_readers[i] != NULL && i + 1 < MAX_NAMES; i++) {
		lists.readers[i] = bm_readers[i]->name;
		add_rules(bm_readers[i]->rules);
	}
	for (size_t i = 0; bm_writers[i] != NULL && i + 1 < MAX_NAMES; i++) {
		lists.writers[i] = bm_writers[i]->name;
		add_rules(bm_writers[i]->rules);
	}
	for (size_t i = 0, n = 0;
	     bm_bib_formats()[i] != NULL && n + 2 < MAX_NAMES; i++)
		if (bm_bib_written(bm_bib_formats()[i])) {
			lists.bib_writers[n++] = bm_bib_formats()[i];
			lists.bib_writers[n] = "html";
		}
	for (const check_family *const *f = check_families; *f != NULL; f++)
		add_rules((*f)->rules);
	lists.passes[0] = "read";
	for (size_t i = 0; bm_passes[i] != NULL && i + 2 < MAX_NAMES; i++) {
		lists.passes[i + 1] = bm_passes[i]->name;
		add_rules(bm_passes[i]->rules);
	}
	qsort(lists.rules, lists.rule_count, sizeof(*lists.rules), compare);
}

static const bm_rule *const *
rules(size_t *count)
{
	pthread_once(&lists_once, make_lists);
	*count = lists.rule_count;
	return lists.rules;
}

/* A claim rule as those of the tables are; in the engine's arena. */
static const bm_rule *
claim_rule(bm_engine *engine, const lint_rule *claim)
{
	bool settled = claim->cite && claim->severity != BM_ERROR;
	bm_rule *rule = BM_NEW(engine->arena, bm_rule);

	if (rule == NULL)
		return NULL;
	rule->code = claim->id;
	rule->severity = claim->severity;
	rule->summary = bm_arena_printf(
	    engine->arena, "Words that make a claim (%s); %s", claim->kind,
	    settled ? "a source cited in the sentence settles it"
		    : "a source does not settle it");
	rule->hint = claim->advice;
	return rule->summary != NULL ? rule : NULL;
}

/* See the public header.  Made at the first call. */
static const bm_rule *const *
engine_rules(bm_engine *engine, size_t *count)
{
	const lint_claims *claims = NULL;
	const lint_rule *more = NULL;
	const bm_rule **list;
	size_t own, n = 0;
	bm_diags unheard;

	*count = engine->rule_count;
	if (engine->rules != NULL)
		return engine->rules;
	rules(&own);
	/* Faults of the file are told by who looks for claims. */
	bm_diags_init(&unheard, engine->arena);
	if (bm_engine_claims(engine, &unheard, &claims) == BM_OK)
		more = lint_claims_rules(claims, &n);
	list = BM_NEW_ARRAY(engine->arena, const bm_rule *, own + n);
	if (list == NULL)
		return NULL;
	memcpy(list, lists.rules, own * sizeof(*list));
	for (size_t i = 0; i < n; i++)
		if ((list[own + i] = claim_rule(engine, &more[i])) == NULL)
			return NULL;
	engine->rules = list;
	*count = engine->rule_count = own + n;
	return list;
}

static const char *const *
readers(void)
{
	pthread_once(&lists_once, make_lists);
	return lists.readers;
}

static const char *const *
writers(void)
{
	pthread_once(&lists_once, make_lists);
	return lists.writers;
}

static const char *const *
passes(void)
{
	pthread_once(&lists_once, make_lists);
	return lists.passes;
}

static const char *const *
bib_writers(void)
{
	pthread_once(&lists_once, make_lists);
	return lists.bib_writers;
}

static const char *
status_text(bm_status status)
{
	switch (status) {
	case BM_OK:
		return "Success";
	case BM_NO_MEMORY:
		return "There is not enough memory";
	case BM_BAD_ARGUMENT:
		return "An argument is missing or out of range";
	case BM_BAD_INPUT:
		return "Nothing can be made of the input";
	case BM_NOT_FOUND:
		return "A file is not there";
	case BM_IO:
		return "A file cannot be read or written";
	case BM_LIMIT:
		return "A limit against hostile input was met";
	case BM_UNSUPPORTED:
		return "This is not supported";
	case BM_INTERNAL:
		return "An error inside the library";
	}
	return "Unknown status";
}

static const bm_api api = {
    .size = sizeof(bm_api),
    .abi = BM_ABI,
    .version = BM_VERSION,
    .status_text = status_text,
    .engine_new = bm_engine_new,
    .engine_free = bm_engine_free,
    .convert = bm_convert,
    .build = bm_build,
    .rules = rules,
    .readers = readers,
    .writers = writers,
    .passes = passes,
    .bib = bm_bibliography,
    .bib_writers = bib_writers,
    .engine_rules = engine_rules,
    .ledger = bm_write_ledger,
    .check = bm_check,
    .queue_new = bm_queue_new,
    .queue_add = bm_queue_add,
    .queue_take = bm_queue_take,
    .queue_free = bm_queue_free,
};

const bm_api *
bm_get_api(unsigned abi)
{
	return abi >= BM_ABI_MIN && abi <= BM_ABI ? &api : NULL;
}
