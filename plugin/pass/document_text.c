/* Pass "document": rules about what sections and lists say and do not say. */
#include "pass/document.h"
#include "pass/tree.h"

/* ---- DOC-02: sources ---- */

static void
check_sources(bm_survey *s)
{
	const bm_claims *claims = s->doc->claims;
	const bm_claim *first = NULL;

	for (size_t i = 0; i < claims->list.len && first == NULL; i++)
		for (size_t h = 0; h < claims->list.items[i].hit_count; h++)
			if (claims->list.items[i].disposition !=
				BM_CLAIM_SUPPRESSED &&
			    claims->list.items[i].hits[h].rule->severity >
				BM_INFO &&
			    claims->list.items[i].hits[h].rule->least !=
				BM_DESIGN_UNKNOWN)
				first = &claims->list.items[i];
	if (first != NULL && s->references == NULL) {
		bm_survey_fail(s, 2, bm_doc_element(s->doc), &first->pos,
			       "The document makes claims, here first, and has "
			       "no list of references");
		return;
	}
	for (size_t i = 0; i < s->parts.len; i++) {
		const bm_part *part = &s->parts.items[i];

		if (part->open > 0 && part->own_cites == 0)
			bm_survey_fail(s, 2, part->node, &part->first_open->pos,
				       "This section makes %zu claim%s and "
				       "cites no source",
				       part->open, part->open == 1 ? "" : "s");
	}
}

/* ---- DOC-05: harms beside benefits ---- */

static void
check_harms(bm_survey *s)
{
	bool *told = BM_NEW_ARRAY(s->doc->scratch, bool, s->parts.len + 1);

	for (size_t i = 0; told != NULL && i < s->parts.len; i++) {
		const bm_part *part = &s->parts.items[i];
		const bm_part *round = &s->parts.items[part->parent];

		if (part->benefits == 0 || (round->all & BM_SAYS_HARM) != 0 ||
		    told[part->parent])
			continue;
		told[part->parent] = true;
		bm_survey_fail(s, 5, part->node, &part->benefit->pos,
			       "A benefit is named here, and neither this "
			       "section nor one beside it names harms");
	}
}

/* ---- DOC-06, DOC-07: the treatment that is promoted ---- */

/* Number of the unit of a claim. */
static size_t
unit_of(const bm_survey *s, const bm_claim *claim)
{
	return (size_t)(claim->unit - s->doc->claims->text.units.items);
}

/* The treatment that most benefits are named of; SIZE_MAX: none. */
static size_t
promoted(const bm_survey *s, const bm_claim **first)
{
	size_t counts[BM_TREATMENTS_MAX] = {0}, best = SIZE_MAX;
	const bm_claim *firsts[BM_TREATMENTS_MAX] = {0};
	const bm_claims *claims = s->doc->claims;

	for (size_t i = 0; i < claims->list.len; i++) {
		const bm_claim *claim = &claims->list.items[i];
		uint32_t about;

		if (!bm_claims_benefit(claim))
			continue;
		about = bm_survey_about(s, unit_of(s, claim));
		for (size_t t = 0; t < s->treatment_count; t++)
			if ((about & BM_SAYS_TREATMENT << t) != 0 &&
			    counts[t]++ == 0)
				firsts[t] = claim;
	}
	for (size_t t = 0; t < s->treatment_count; t++)
		if (counts[t] > 0 &&
		    (best == SIZE_MAX || counts[t] > counts[best]))
			best = t;
	if (best != SIZE_MAX)
		*first = firsts[best];
	return best;
}

/* The treatments that a sentence names harms of. */
static uint32_t
harmed(const bm_survey *s)
{
	uint32_t all = 0;

	for (size_t i = 0; i < s->doc->claims->text.units.len; i++)
		if ((s->says[i] & BM_SAYS_HARM) != 0)
			all |= bm_survey_about(s, i);
	return all;
}

static void
check_choices(bm_survey *s)
{
	const bm_claim *first = NULL;
	size_t best = promoted(s, &first), named = 0;
	uint32_t harms = harmed(s), all = s->parts.items[0].all;
	uint32_t bit;

	if (best == SIZE_MAX)
		return;
	bit = BM_SAYS_TREATMENT << best;
	if ((harms & bit) == 0 && (harms & ~bit & BM_TREATMENTS) != 0)
		bm_survey_fail(s, 6, first->unit->block->node, &first->pos,
			       "Benefits of one treatment (%s) are named, and "
			       "harms only of others",
			       s->treatments[best]);
	for (size_t t = 0; t < s->treatment_count; t++)
		named += (all & BM_SAYS_TREATMENT << t) != 0;
	if (named < 2 || (all & BM_SAYS_NOTHING) == 0)
		bm_survey_fail(
		    s, 7, first->unit->block->node, &first->pos,
		    "A benefit is named here; the document %s%s%s",
		    named < 2 ? "names no other treatment" : "",
		    named < 2 && (all & BM_SAYS_NOTHING) == 0 ? " and " : "",
		    (all & BM_SAYS_NOTHING) == 0
			? "does not say what happens without one"
			: "");
}

/* ---- DOC-10: lists ---- */

static bool
has_citation(const xmlNode *node)
{
	static const char *const names[] = {"citation", "biblioref", NULL};

	for (xmlNode *n = (xmlNode *)(uintptr_t)node; n != NULL;
	     n = bm_walk(n, node))
		if (bm_is_any(n, names))
			return true;
	return false;
}

/* What the units of a block say together. */
static uint32_t
says_of(const bm_survey *s, const lint_block *block)
{
	uint32_t all = 0;

	for (size_t i = 0; i < block->unit_count; i++)
		all |= s->says[block->first_unit + i];
	return all;
}

/* Whether its last sentence ends in a colon; a footnote may follow. */
static bool
leads_in(const lint_block *lead)
{
	bm_str text = bm_str_trim(lead->text);

	return text.len > 0 && text.ptr[text.len - 1] == ':';
}

/* Whether the last sentence of what leads in speaks of outcomes or causes. */
static bool
promises(const bm_survey *s, const lint_block *lead)
{
	return lead->unit_count > 0 &&
	       (s->says[lead->first_unit + lead->unit_count - 1] &
		BM_SAYS_OUTCOME) != 0;
}

static bm_status
check_lists(bm_survey *s)
{
	const lint_text *text = &s->doc->claims->text;
	bm_map seen;

	bm_map_init(&seen, s->doc->scratch);
	for (size_t i = 0; i < text->blocks.len; i++) {
		const lint_block *b = text->blocks.items[i];
		bm_pos pos;
		bool is_new;

		if (b->list == NULL || b->lead == NULL || b->quoted ||
		    !leads_in(b->lead) || !promises(s, b->lead))
			continue;
		if (bm_map_put(&seen,
			       (bm_str){(const char *)&b->list, sizeof b->list},
			       &is_new) == NULL)
			return BM_NO_MEMORY;
		if (!is_new || has_citation(b->list) ||
		    has_citation(b->lead->node) ||
		    (says_of(s, b) & BM_SAYS_SHARED) != 0)
			continue;
		pos = *bm_get_pos(s->doc, b->list);
		bm_survey_fail(s, 10, b->list, &pos,
			       "This list of outcomes or causes has no source, "
			       "neither in its items nor in the sentence "
			       "before it");
	}
	return BM_OK;
}

/* See document.h. */
bm_status
bm_document_text(bm_survey *s)
{
	check_sources(s);
	check_harms(s);
	check_choices(s);
	return check_lists(s);
}
