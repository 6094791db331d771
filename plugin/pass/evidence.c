/*
 * Pass "evidence": whether the sources of a claim are made as its rule asks.
 * A citation beside a sentence is not yet a reason to believe it: a study of
 * mice, or of ten people who all got the treatment, cannot show an effect.
 * What the weakest claim rests on fills the notice about certainty, where the
 * author does not say it himself.
 */
#include "pass/claims.h"
#include "pass/design_words.h"
#include "pass/pass.h"
#include "pass/tree.h"
#include "pass/words.h"
#include "pass/wording.h"

static const bm_rule rules[] = {
    {"evidence-weak", BM_WARNING,
     "A claim rests on studies that are too weak for it", "FTC 2022",
     "Cite a study of the kind that is asked for, or write what was seen in "
     "whom, and that it shows no effect"},
    {"evidence-unknown", BM_INFO,
     "How the sources of a claim were made is not known", NULL,
     "Write \"custom\": {\"design\": \"...\", \"participants\": ...} into the "
     "item: systematic, randomised, cohort, case-series, animal, laboratory, "
     "overview, guideline or opinion"},
    {0}};

enum { WEAK, UNKNOWN };

/* The hit that asks for most, or NULL. */
static const lint_hit *
highest(const bm_claim *claim)
{
	const lint_hit *best = NULL;
	int most = 0;

	for (size_t i = 0; i < claim->hit_count; i++) {
		int asked = bm_design_strength(claim->hits[i].rule->least);

		if (asked > most) {
			most = asked;
			best = &claim->hits[i];
		}
	}
	return best;
}

/* A law, a ruling or a page may give a number that no study made. */
static bool
is_record(const bm_item *item)
{
	static const char *const types[] = {
	    "bill",       "hearing", "legal_case", "legislation",
	    "regulation", "treaty",  "webpage",    NULL};

	for (size_t i = 0; types[i] != NULL; i++)
		if (bm_str_is(item->type, types[i]))
			return true;
	return false;
}

/* A number that stands in such sources alone needs no study. */
static bool
needs_no_study(const bm_claim *claim, const lint_hit *hit)
{
	size_t records = 0;

	for (size_t i = 0; i < claim->source_count; i++)
		records += is_record(claim->sources[i]);
	return records > 0 && records == claim->source_count &&
	       strcmp(hit->rule->kind, "statistic") == 0;
}

/* Weighs the sources of a cited claim. */
static void
weigh(bm_claim *claim, const lint_hit *hit)
{
	bool unknown = claim->source_count == 0, uncounted = false;
	unsigned long people = 0;
	int best = 0;

	for (size_t i = 0; i < claim->source_count; i++) {
		bm_design design = bm_item_design(claim->sources[i]);
		int strength = bm_design_strength(design);

		unknown = unknown || strength == 0;
		if (strength > best) {
			best = strength;
			claim->design = design;
		}
	}
	for (size_t i = 0; i < claim->source_count; i++) {
		const bm_item *item = claim->sources[i];
		unsigned long n = bm_item_people(item);

		if (bm_item_design(item) != claim->design)
			continue;
		uncounted = uncounted || n == 0;
		people += n;
	}
	claim->people = uncounted ? 0 : people;
	claim->evidence = best >= bm_design_strength(hit->rule->least)
			      ? BM_EVIDENCE_ENOUGH
			  : unknown ? BM_EVIDENCE_UNKNOWN
				    : BM_EVIDENCE_WEAK;
}

/* Sources that a finding names. */
#define NAMED_MAX 12

/* "key" (animal studies), "key" (case reports ..., 37 people) */
static void
put_sources(bm_doc *doc, const bm_claim *claim, bm_buf *out)
{
	size_t named =
	    claim->source_count < NAMED_MAX ? claim->source_count : NAMED_MAX;

	for (size_t i = 0; i < named; i++) {
		const bm_item *item = claim->sources[i];
		bm_design design = bm_item_design(item);
		unsigned long n = bm_item_people(item);
		const char *count = n > 0 ? bm_number_in(doc, n, "en") : NULL;

		bm_buf_printf(out, "%s\"%.*s\" (%s%s%s%s)", i > 0 ? ", " : "",
			      (int)item->id.len, item->id.ptr,
			      bm_design_plural(doc->l10n, design, "en"),
			      count != NULL ? ", " : "",
			      count != NULL ? count : "",
			      count == NULL ? ""
			      : n == 1      ? " person"
					    : " people");
	}
	if (named < claim->source_count)
		bm_buf_printf(out, " and %zu more",
			      claim->source_count - named);
}

static void
report(bm_doc *doc, const bm_claim *claim, const lint_hit *hit)
{
	bool weak = claim->evidence == BM_EVIDENCE_WEAK;
	bm_str words = {claim->unit->text.ptr + hit->at, hit->len};
	bm_buf sources;

	if (bm_excuses_at(&doc->claims->excuses, claim->unit->block->node,
			  rules[weak ? WEAK : UNKNOWN].code) != NULL)
		return;
	bm_buf_init(&sources, bm_arena_allocator(doc->arena));
	put_sources(doc, claim, &sources);
	bm_diag_add(doc->diags, &rules[weak ? WEAK : UNKNOWN], &claim->pos,
		    "Claim (%s, %s): \"%.*s\" asks for %s or better%s%s",
		    hit->rule->kind, hit->rule->id,
		    (int)(words.len < 200 ? words.len : 200), words.ptr,
		    bm_design_plural(doc->l10n, hit->rule->least, "en"),
		    claim->source_count == 0 ? "; its source is free text"
		    : weak                   ? " and rests on "
					     : "; its sources are ",
		    bm_buf_cstr(&sources));
	bm_diag_set_text(doc->diags, claim->unit->text);
	if (sources.status != BM_OK)
		doc->no_memory = true;
	bm_buf_free(&sources);
}

/* ---- The notice ---------------------------------------------------------- */

/* Takes away what an earlier run filled in. */
static void
remove_old(bm_doc *doc)
{
	xmlNode *info = bm_child(bm_doc_element(doc), "info"), *next;

	for (xmlNode *n = bm_child(info, "meta"); n != NULL; n = next) {
		next = bm_next(n, "meta");
		if (bm_streq(bm_attr_bm(n, "generated"), "evidence")) {
			xmlUnlinkNode(n);
			xmlFreeNode(n);
		}
	}
}

static void
fill(bm_doc *doc, const bm_claim *claim, const char *name, const char *value)
{
	xmlNode *meta;

	if (value == NULL || bm_meta(doc, name) != NULL)
		return;
	meta = bm_el(doc, bm_doc_info(doc), "meta");
	if (meta == NULL)
		return;
	bm_set(doc, meta, "name", name);
	bm_set(doc, meta, "content", value);
	bm_mark_generated(doc, meta, "evidence");
	bm_set_pos(doc, meta, &claim->pos);
}

/*
 * What the notice says of the weakest claim.  If nobody knows how many people
 * it was, only the author can say it; the finding at the claim stays.
 */
static void
fill_notice(bm_doc *doc, const bm_claim *weakest, const char *lang)
{
	const char *own = bm_lang(bm_doc_element(doc));
	const char *n = NULL;

	lang = own != NULL ? own : lang;
	if (weakest->design == BM_DESIGN_ANIMAL ||
	    weakest->design == BM_DESIGN_LABORATORY)
		n = bm_design_nobody(doc->l10n, lang);
	else if (weakest->people > 0)
		n = bm_number_in(doc, weakest->people, lang);
	if (n == NULL && bm_meta(doc, "evidence-n") == NULL)
		return;
	fill(doc, weakest, "evidence-design",
	     bm_design_plural(doc->l10n, weakest->design, lang));
	fill(doc, weakest, "evidence-n", n);
}

/* Whether b is weaker than a: by its design, then by people. */
static bool
is_weaker(const bm_claim *a, const bm_claim *b)
{
	int x = bm_design_strength(a->design);
	int y = bm_design_strength(b->design);

	return y < x || (y == x && b->people < a->people && b->people > 0);
}

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	const bm_claim *weakest = NULL;

	/* What cannot be weighed again stays as an earlier run had it. */
	if (doc->claims == NULL || doc->claims->blind)
		return BM_OK;
	remove_old(doc);
	for (size_t i = 0; i < doc->claims->list.len; i++) {
		bm_claim *claim = &doc->claims->list.items[i];
		const lint_hit *hit = highest(claim);

		if (claim->disposition != BM_CLAIM_CITED || hit == NULL ||
		    needs_no_study(claim, hit))
			continue;
		weigh(claim, hit);
		if (claim->evidence == BM_EVIDENCE_ENOUGH)
			continue;
		report(doc, claim, hit);
		if (claim->evidence == BM_EVIDENCE_WEAK &&
		    (weakest == NULL || is_weaker(weakest, claim)))
			weakest = claim;
	}
	if (weakest != NULL)
		fill_notice(doc, weakest, context->lang);
	return bm_pass_status(doc);
}

const bm_pass bm_pass_evidence = {"evidence", rules, run};
