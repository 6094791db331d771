/* A document read for rules about its structure. */
#include "pass/document.h"
#include "pass/tree.h"
#include "pass/wording.h"

/* ---- What sentences say ---- */

/* The bit for a context's name; 0: it is for rules alone. */
static uint32_t
bit_of(bm_survey *s, const char *name)
{
	static const struct {
		const char *name;
		uint32_t bit;
	} table[] = {
	    {"harm-named", BM_SAYS_HARM},   {"nothing", BM_SAYS_NOTHING},
	    {"spine-named", BM_SAYS_SPINE}, {"outcome", BM_SAYS_OUTCOME},
	    {"life", BM_SAYS_LIFE},         {"shared", BM_SAYS_SHARED},
	    {"doubt", BM_SAYS_DOUBT},       {"aims", BM_SAYS_AIMS},
	    {"further", BM_SAYS_FURTHER},   {"emergency", BM_SAYS_EMERGENCY},
	    {"status", BM_SAYS_STATUS}};

	if (strncmp(name, "treatment-", 10) == 0 &&
	    s->treatment_count < BM_TREATMENTS_MAX) {
		s->treatments[s->treatment_count] = name + 10;
		return BM_SAYS_TREATMENT << s->treatment_count++;
	}
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(name, table[i].name) == 0)
			return table[i].bit;
	return 0;
}

/* Fills s->says: one pass over all units. */
static bm_status
listen(bm_survey *s)
{
	const lint_text *text = &s->doc->claims->text;
	const lint_claims *claims = s->context->claims;
	uint32_t bits[64] = {0};
	lint_matcher matcher;
	size_t count = 0;
	bm_status status;

	for (; count < 64 && lint_claims_context(claims, count) != NULL;
	     count++)
		bits[count] = bit_of(s, lint_claims_context(claims, count));
	s->says = BM_NEW_ARRAY(s->doc->scratch, uint32_t, text->units.len + 1);
	if (s->says == NULL)
		return BM_NO_MEMORY;
	if (!s->english)
		return BM_OK;
	status = lint_matcher_init(&matcher, claims, s->doc->scratch);
	for (size_t i = 0; status == BM_OK && i < text->units.len; i++) {
		const lint_unit *unit = &text->units.items[i];

		for (size_t k = 0; k < count && !unit->block->quoted; k++)
			if (bits[k] != 0 &&
			    lint_match_context(&matcher, k, unit->text))
				s->says[i] |= bits[k];
		bm_claims_limit(s->doc, &matcher, unit);
	}
	lint_matcher_end(&matcher);
	return status;
}

/* ---- Parts ---- */

static bm_str
key_of(const xmlNode *const *node)
{
	return (bm_str){(const char *)node, sizeof *node};
}

/* See document.h. */
size_t
bm_survey_part(const bm_survey *s, const xmlNode *node)
{
	for (; node != NULL; node = node->parent) {
		uintptr_t n = (uintptr_t)bm_map_get(&s->by_node, key_of(&node));

		if (n != 0)
			return n - 1;
	}
	return 0;
}

static bm_status
add_part(bm_survey *s, const xmlNode *node)
{
	size_t parent = bm_survey_part(s, node->parent);
	bm_part *part = BM_VEC_PUSH(s->doc->scratch, &s->parts);
	void **slot = bm_map_put(&s->by_node, key_of(&node), NULL);

	if (part == NULL || slot == NULL)
		return BM_NO_MEMORY;
	part->node = node;
	part->parent = parent;
	*slot = (void *)(uintptr_t)s->parts.len;
	return BM_OK;
}

/* Divisions, citations, and the first list of references. */
static bm_status
find_parts(bm_survey *s)
{
	static const char *const cites[] = {"citation", "biblioref", NULL};
	static const char *const entries[] = {"bibliomixed", "biblioentry",
					      NULL};
	xmlNode *root = bm_doc_element(s->doc), *next;
	bm_status status = BM_OK;

	for (xmlNode *n = root; n != NULL && status == BM_OK; n = next) {
		bool cite = bm_is_any(n, cites);

		next = cite ? bm_walk_over(n, root) : bm_walk(n, root);
		if (cite)
			s->parts.items[bm_survey_part(s, n)].own_cites++;
		else if (n == root ||
			 (bm_pass_is_division(n) && !bm_is_generated(n, NULL)))
			status = add_part(s, n);
		else if (bm_is_any(n, entries) && s->references == NULL)
			s->references = n->parent;
	}
	return status;
}

/* ---- Claims ---- */

/* See document.h. */
bool
bm_claims_benefit(const bm_claim *claim)
{
	static const char *const kinds[] = {
	    "absolute", "comparative", "efficacy", "indication", "mechanism"};

	if (claim->disposition == BM_CLAIM_SUPPRESSED)
		return false;
	for (size_t h = 0; h < claim->hit_count; h++)
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
			if (claim->hits[h].rule->severity > BM_INFO &&
			    strcmp(claim->hits[h].rule->kind, kinds[i]) == 0)
				return true;
	return false;
}

/* See document.h. */
bool
bm_claims_health(const bm_claims *claims)
{
	static const char *const kinds[] = {
	    "advice",     "efficacy", "indication", "mechanism",
	    "regulatory", "safety",   "testimonial"};

	for (size_t i = 0; i < claims->list.len; i++) {
		const bm_claim *c = &claims->list.items[i];

		if (c->disposition == BM_CLAIM_SUPPRESSED)
			continue;
		for (size_t h = 0; h < c->hit_count; h++)
			for (size_t k = 0; k < sizeof kinds / sizeof *kinds;
			     k++)
				if (c->hits[h].rule->severity > BM_INFO &&
				    strcmp(c->hits[h].rule->kind, kinds[k]) ==
					0)
					return true;
	}
	return false;
}

/* Whether an open claim is of the kind that a source would have settled. */
static bool
wants_source(const bm_claim *claim)
{
	if (claim->disposition != BM_CLAIM_OPEN)
		return false;
	for (size_t h = 0; h < claim->hit_count; h++)
		if (claim->hits[h].rule->least != BM_DESIGN_UNKNOWN &&
		    claim->hits[h].rule->severity > BM_INFO)
			return true;
	return false;
}

static void
count_claims(bm_survey *s)
{
	const bm_claims *claims = s->doc->claims;

	for (size_t i = 0; i < claims->list.len; i++) {
		const bm_claim *claim = &claims->list.items[i];
		bm_part *part = &s->parts.items[bm_survey_part(
		    s, claim->unit->block->division)];

		if (bm_claims_benefit(claim) && part->benefits++ == 0)
			part->benefit = claim;
		if (wants_source(claim) && part->open++ == 0)
			part->first_open = claim;
	}
}

/* What parts say, from the last to the first, so that inner ones are done. */
static void
sum_up(bm_survey *s)
{
	const lint_text *text = &s->doc->claims->text;

	for (size_t i = 0; i < text->units.len; i++) {
		const lint_block *block = text->units.items[i].block;
		bm_part *part =
		    &s->parts.items[bm_survey_part(s, block->division)];

		part->own |= s->says[i];
		if (block->kind == LINT_HEADING &&
		    (block->node->parent == part->node ||
		     (bm_is(block->node->parent, "info") &&
		      block->node->parent->parent == part->node)))
			part->title |= s->says[i];
	}
	for (size_t i = s->parts.len; i-- > 0;) {
		bm_part *part = &s->parts.items[i];

		part->all |= part->own;
		if (part->parent != i)
			s->parts.items[part->parent].all |= part->all;
	}
}

/* See document.h. */
bm_status
bm_survey_make(bm_survey *s, bm_doc *doc, const bm_pass_context *context)
{
	const char *lang = bm_lang(bm_doc_element(doc));
	bm_status status;

	*s = (bm_survey){.doc = doc, .context = context};
	lang = lang != NULL ? lang : context->lang;
	s->english = lang == NULL || strncmp(lang, "en", 2) == 0;
	bm_map_init(&s->by_node, doc->scratch);
	status = bm_triggers_collect(&s->triggers, doc, context->today);
	if (status == BM_OK)
		status = find_parts(s);
	if (status == BM_OK)
		status = listen(s);
	if (status != BM_OK)
		return status;
	count_claims(s);
	sum_up(s);
	return bm_pass_status(doc);
}

/* ---- Asking ---- */

/* See document.h. */
uint32_t
bm_survey_about(const bm_survey *s, size_t unit)
{
	const lint_unit *u = &s->doc->claims->text.units.items[unit];
	size_t p = bm_survey_part(s, u->block->division);
	uint32_t about = s->says[unit] & BM_TREATMENTS;

	while (about == 0) {
		about = s->parts.items[p].title & BM_TREATMENTS;
		if (s->parts.items[p].parent == p)
			break;
		p = s->parts.items[p].parent;
	}
	return about;
}

/* See document.h. */
bm_pos
bm_survey_pos(bm_survey *s, size_t unit)
{
	lint_text *text = &s->doc->claims->text;
	lint_unit *u = &text->units.items[unit];

	return lint_locate(text, u->block, u->at, u->text.len);
}

/* See document.h. */
size_t
bm_survey_first(const bm_survey *s, uint32_t says)
{
	for (size_t i = 0; i < s->doc->claims->text.units.len; i++)
		if ((s->says[i] & says) == says)
			return i;
	return SIZE_MAX;
}

/* See document.h. */
bool
bm_survey_date(const bm_survey *s, const char *name, bm_date *out)
{
	const char *text = bm_meta(s->doc, name);
	const xmlNode *info = bm_child(bm_doc_element(s->doc), "info");

	if (strcmp(name, "pubdate") == 0)
		text = bm_child(info, name) != NULL
			   ? bm_textz(s->doc, bm_child(info, name))
			   : NULL;
	return text != NULL && bm_date_parse(bm_str_of(text), out);
}
