/* Reasons for notices that lie in the text: see found.h. */
#include "pass/found.h"

#include "pass/claims.h"
#include "pass/document.h"
#include "pass/design_words.h"
#include "pass/found_status.h"
#include "pass/tree.h"
#include "pass/words.h"
#include "pass/wording.h"

/* What is known of a division and all inside it. */
struct section {
	xmlNode *division;
	const bm_claim *benefit; /* the first one in its own text */
	const lint_unit *cells;  /* the first sentence that names a product */
	bool condition, harm;
};

struct finder {
	bm_triggers *t;
	bm_doc *doc;
	const bm_pass_context *context;
	bm_claims *claims;
	lint_matcher matcher;
	bm_speaking speaking;
	bm_map sections; /* address of the division -> struct section */
	size_t selling, spine;
	const bm_claim *first_selling, *promoted;
	const lint_unit *first_spine, *first_flag;
	BM_VEC(const lint_unit *) tested; /* something is "being studied" */
	bool choices;
};

/* ---- Reasons ------------------------------------------------------------- */

/* The child of the division that holds node; NULL if it stands in its head. */
static xmlNode *
block_of(const xmlNode *node, const xmlNode *division)
{
	const xmlNode *n = node;

	while (n != NULL && n->parent != division)
		n = n->parent;
	if (n == NULL || bm_pass_is_head(n))
		return NULL;
	/* The tree is the pass's to change. */
	return (xmlNode *)(uintptr_t)n;
}

/* Adds a reason; words are kept as they are. */
static bm_reason *
add(struct finder *f, const char *name, const xmlNode *division,
    const xmlNode *at, const bm_pos *pos, const char *words)
{
	bm_arena *arena = f->doc->arena;
	void **slot = bm_map_put(&f->t->found, bm_str_of(name), NULL);
	bm_reason *reason = BM_NEW(arena, bm_reason), **place;
	bm_pos *copy = pos != NULL ? BM_NEW(arena, bm_pos) : NULL;

	if (slot == NULL || reason == NULL || (pos != NULL && copy == NULL))
		return NULL;
	if (*slot == NULL)
		*slot = BM_NEW(arena, bm_reasons);
	place = *slot != NULL ? BM_VEC_PUSH(arena, (bm_reasons *)*slot) : NULL;
	if (place == NULL)
		return NULL;
	if (copy != NULL)
		*copy = *pos;
	reason->name = bm_arena_printf(arena, "found:%s", name);
	reason->words = words;
	reason->at = at;
	reason->pos = copy;
	reason->division = (xmlNode *)(uintptr_t)division;
	reason->block = block_of(at, division);
	reason->page = bm_triggers_page(f->t, division);
	*place = reason;
	return reason;
}

/* A claim as a reason for its own section, or for the whole document. */
static bm_reason *
add_claim(struct finder *f, const char *name, const bm_claim *claim,
	  const lint_hit *hit, bool whole)
{
	const lint_block *b = claim->unit->block;
	bm_pos pos = claim->pos;

	if (hit != claim->hits)
		pos = lint_locate(&f->claims->text, claim->unit->block,
				  claim->unit->at + hit->at, hit->len);
	return add(f, name, whole ? bm_doc_element(f->doc) : b->division,
		   b->node, &pos,
		   bm_arena_printf(f->doc->arena, "claim %s", hit->rule->id));
}

/* Words of a sentence as a reason. */
static bm_reason *
add_words(struct finder *f, const char *name, const lint_unit *unit, size_t at,
	  size_t len, bool whole)
{
	lint_block *b = unit->block;
	bm_pos pos = lint_locate(&f->claims->text, b, unit->at + at, len);

	return add(f, name, whole ? bm_doc_element(f->doc) : b->division,
		   b->node, &pos,
		   bm_arena_printf(f->doc->arena, "the words \"%.*s\"",
				   (int)(len < 60 ? len : 60),
				   unit->text.ptr + at));
}

static struct section *
section_of(struct finder *f, const xmlNode *division)
{
	bm_str key = {(const char *)&division, sizeof(division)};
	void **slot = bm_map_put(&f->sections, key, NULL);
	struct section *s;

	if (slot == NULL)
		return NULL;
	if (*slot == NULL) {
		s = BM_NEW(f->doc->arena, struct section);
		if (s == NULL)
			return NULL;
		s->division = (xmlNode *)(uintptr_t)division;
		*slot = s;
	}
	return *slot;
}

/* ---- Claims -------------------------------------------------------------- */

static bool
is_kind(const lint_hit *hit, const char *const *kinds)
{
	for (; *kinds != NULL; kinds++)
		if (strcmp(hit->rule->kind, *kinds) == 0)
			return true;
	return false;
}

/* One hit of a claim that stands. */
static void
take_hit(struct finder *f, const bm_claim *claim, const lint_hit *hit)
{
	static const char *const benefits[] = {"efficacy",    "absolute",
					       "indication",  "mechanism",
					       "comparative", NULL};
	static const char *const treatments[] = {
	    "efficacy",  "indication", "comparative", "safety",
	    "mechanism", "absolute",   NULL};
	static const char *const sales[] = {"selling", "testimonial", NULL};
	struct section *s = section_of(f, claim->unit->block->division);

	if (s == NULL)
		return;
	if (is_kind(hit, benefits) && s->benefit == NULL)
		s->benefit = claim;
	if (is_kind(hit, benefits) && claim->disposition == BM_CLAIM_OPEN &&
	    hit->rule->severity >= BM_WARNING && f->promoted == NULL)
		f->promoted = claim;
	if (is_kind(hit, treatments))
		add_claim(f, "treatment", claim, hit, true);
	if (strcmp(hit->rule->kind, "indication") == 0)
		add_claim(f, "indication", claim, hit, false);
	if (strcmp(hit->rule->kind, "selling") == 0)
		add_claim(f, "offer", claim, hit, true);
	if (strcmp(hit->rule->id, "TST-001") == 0 ||
	    strcmp(hit->rule->id, "TST-002") == 0)
		add_claim(f, "testimonial", claim, hit, false);
	if (!is_kind(hit, sales))
		return;
	f->selling++;
	if (f->first_selling == NULL)
		f->first_selling = claim;
}

/*
 * A claim that rests on weak designs only: what they are, and how many people
 * were in them.  Where nobody knows, the author must say it.
 */
static void
take_weak(struct finder *f, const bm_claim *claim)
{
	const char *lang = bm_lang(claim->unit->block->node);
	bm_arena *arena = f->doc->arena;
	bm_value_pair *values;
	bm_reason *reason;

	if (claim->evidence != BM_EVIDENCE_WEAK)
		return;
	values = BM_NEW_ARRAY(arena, bm_value_pair, 3);
	reason = add_claim(f, "weak-evidence", claim, claim->hits, false);
	if (values == NULL || reason == NULL)
		return;
	values[0].name = "design";
	values[0].value = bm_design_plural(f->doc->l10n, claim->design, lang);
	values[1].name = "n";
	if (claim->people > 0)
		values[1].value = bm_number_in(f->doc, claim->people, lang);
	else if (claim->design == BM_DESIGN_ANIMAL ||
		 claim->design == BM_DESIGN_LABORATORY)
		values[1].value = bm_design_nobody(f->doc->l10n, lang);
	reason->values = values;
}

/* ---- Sentences ----------------------------------------------------------- */

/* Whether a sentence reassures, so that its harms are no statement of harm. */
static bool
reassures(const struct finder *f, const lint_unit *unit, size_t *next)
{
	for (; *next < f->claims->list.len; (*next)++) {
		const bm_claim *c = &f->claims->list.items[*next];

		if (c->unit > unit)
			return false;
		for (size_t i = 0; c->unit == unit && i < c->hit_count; i++)
			if (strcmp(c->hits[i].rule->kind, "safety") == 0)
				return true;
	}
	return false;
}

/* A harm counts for all sections round it too. */
static void
note_harm(struct finder *f, const xmlNode *division)
{
	while (division != NULL && division->type == XML_ELEMENT_NODE) {
		struct section *s = bm_pass_is_division(division)
					? section_of(f, division)
					: NULL;

		if (s != NULL && s->harm)
			return;
		if (s != NULL)
			s->harm = true;
		division = division->parent;
	}
}

static void
note_tested(struct finder *f, const lint_unit *unit)
{
	const lint_unit **slot = BM_VEC_PUSH(f->doc->arena, &f->tested);

	if (slot != NULL)
		*slot = unit;
	else
		f->doc->no_memory = true;
}

/* The words of one sentence. */
static void
take_unit(struct finder *f, const lint_unit *unit, size_t *next)
{
	lint_matcher *m = &f->matcher;
	struct section *s = section_of(f, unit->block->division);
	size_t at, len;

	if (s == NULL || unit->text.len == 0)
		return;
	if (lint_context(m, "trial", unit->text, &at, &len))
		add_words(f, "trial", unit, at, len, false);
	else if (lint_context(m, "tested", unit->text, &at, &len))
		note_tested(f, unit);
	if (lint_context(m, "spine", unit->text, &at, &len)) {
		f->spine += unit->block->kind == LINT_HEADING ? 3 : 1;
		if (f->first_spine == NULL)
			f->first_spine = unit;
		s->condition = true;
	}
	if (f->first_flag == NULL &&
	    lint_context(m, "red-flag", unit->text, &at, &len))
		f->first_flag = unit;
	if (lint_context(m, "condition", unit->text, &at, &len))
		s->condition = true;
	if (s->cells == NULL && lint_context(m, "cells", unit->text, &at, &len))
		s->cells = unit;
	if (!reassures(f, unit, next) &&
	    lint_context(m, "harm", unit->text, &at, &len))
		note_harm(f, unit->block->division);
	f->choices =
	    f->choices || lint_context(m, "choice", unit->text, &at, &len);
	bm_claims_limit(f->doc, m, unit);
}

/* Whether a sentence names a treatment (contexts "treatment-..."). */
static bool
names_treatment(struct finder *f, const lint_unit *unit)
{
	const lint_claims *claims = f->context->claims;
	const char *name;

	for (size_t k = 0; (name = lint_claims_context(claims, k)) != NULL; k++)
		if (strncmp(name, "treatment-", 10) == 0 &&
		    lint_match_context(&f->matcher, k, unit->text))
			return true;
	return false;
}

/* Whether the text has to do with treatments or conditions at all. */
static bool
is_medical(struct finder *f)
{
	if (f->spine > 0)
		return true;
	for (size_t i = 0; i < f->sections.len; i++) {
		const struct section *s = f->sections.entries[i].value;

		if (s->condition || s->cells != NULL)
			return true;
	}
	for (size_t i = 0; i < f->claims->text.units.len; i++)
		if (names_treatment(f, &f->claims->text.units.items[i]))
			return true;
	return false;
}

/* A bridge can be tested too: those words are a reason in medical texts. */
static void
take_tested(struct finder *f, bool health)
{
	size_t at, len;

	if (f->tested.len == 0 || (!health && !is_medical(f)))
		return;
	for (size_t i = 0; i < f->tested.len; i++)
		if (lint_context(&f->matcher, "tested",
				 f->tested.items[i]->text, &at, &len))
			add_words(f, "trial", f->tested.items[i], at, len,
				  false);
}

/* What only all sentences together tell. */
static void
conclude(struct finder *f, bool health)
{
	size_t at, len;

	take_tested(f, health);

	if (f->selling >= 2)
		add_claim(f, "selling", f->first_selling,
			  f->first_selling->hits, true);
	if (f->spine >= 3 &&
	    lint_context(&f->matcher, "spine", f->first_spine->text, &at, &len))
		add_words(f, "spine", f->first_spine, at, len, true);
	/* One such word is enough, but not in a text on something else. */
	if (health && f->first_flag != NULL &&
	    lint_context(&f->matcher, "red-flag", f->first_flag->text, &at,
			 &len))
		add_words(f, "red-flag", f->first_flag, at, len, true);
	if (f->promoted != NULL && !f->choices)
		add_claim(f, "no-choices", f->promoted, f->promoted->hits,
			  false);
	for (size_t i = 0; i < f->sections.len; i++) {
		const struct section *s = f->sections.entries[i].value;

		if (s->benefit != NULL && !s->harm)
			add_claim(f, "no-harms", s->benefit, s->benefit->hits,
				  false);
		if (s->cells != NULL && s->condition &&
		    lint_context(&f->matcher, "cells", s->cells->text, &at,
				 &len))
			add_words(f, "cell-condition", s->cells, at, len,
				  false);
	}
}

/* Gives the reasons of a name the row that their section speaks of. */
static void
give_rows(struct finder *f, const char *name, lint_standing standing)
{
	bm_reasons *reasons = bm_map_getz(&f->t->found, name);

	for (size_t i = 0; reasons != NULL && i < reasons->len; i++) {
		bm_reason *r = reasons->items[i];

		if (r->row == NULL)
			r->row = bm_speaking_find(&f->speaking, r->division,
						  standing);
	}
}

/*
 * What the text says of products in the status table.  One that is approved
 * for something else gets the notice that says so, not the one about products
 * that are not approved.
 */
static bm_status
take_rows(struct finder *f)
{
	bm_status status = bm_speaking_end(&f->speaking);

	for (size_t i = 0; i < f->speaking.list.len && status == BM_OK; i++) {
		const bm_spoken *s = &f->speaking.list.items[i];
		bool off = lint_status_approved(f->speaking.table, s->row);
		const char *name = off ? "off-label" : "unapproved";
		bm_reason *reason;

		if (s->row->standing == LINT_APPROVED)
			continue;
		if (s->row->standing == LINT_INVESTIGATIONAL)
			name = "trial";
		reason = add_words(f, name, s->unit, s->at, s->len, false);
		if (reason == NULL)
			return BM_NO_MEMORY;
		reason->row = s->row;
	}
	give_rows(f, "trial", LINT_INVESTIGATIONAL);
	if (bm_wording_told(f->doc))
		return status;
	give_rows(f, "indication", LINT_NOT_APPROVED);
	give_rows(f, "cell-condition", LINT_NOT_APPROVED);
	return status;
}

/* Everything that the pass "claims" left. */
static bm_status
find_in_claims(struct finder *f)
{
	bm_status status =
	    lint_matcher_init(&f->matcher, f->context->claims, f->doc->arena);
	/* What is said of anything is a claim of health beside one. */
	bool health = f->t->topics.len > 0 || bm_claims_health(f->claims);
	size_t next = 0;

	if (status != BM_OK)
		return status;
	for (size_t i = 0; i < f->claims->list.len; i++) {
		const bm_claim *c = &f->claims->list.items[i];

		if (c->disposition == BM_CLAIM_SUPPRESSED || !health)
			continue;
		take_weak(f, c);
		for (size_t k = 0; k < c->hit_count; k++)
			take_hit(f, c, &c->hits[k]);
	}
	for (size_t i = 0; i < f->claims->text.units.len; i++) {
		const lint_unit *unit = &f->claims->text.units.items[i];

		if (unit->block->quoted)
			continue;
		status = bm_speaking_take(&f->speaking, unit);
		if (status != BM_OK)
			break;
		if (unit->block->lang == NULL ||
		    strncmp(unit->block->lang, "en", 2) == 0)
			take_unit(f, unit, &next);
	}
	conclude(f, health);
	if (status == BM_OK)
		status = take_rows(f);
	lint_matcher_end(&f->matcher);
	return status == BM_OK ? bm_pass_status(f->doc) : status;
}

/* ---- The tree ------------------------------------------------------------ */

/* The nearest division round node. */
static const xmlNode *
division_of(const xmlNode *node)
{
	while (node->parent != NULL && node->parent->type == XML_ELEMENT_NODE &&
	       !bm_pass_is_division(node))
		node = node->parent;
	return node;
}

/* What an entry says of the standing of its work, or NULL. */
static const xmlNode *
standing_of(const xmlNode *entry)
{
	const xmlNode *misc = bm_child(entry, "bibliomisc");

	for (; misc != NULL; misc = bm_next(misc, "bibliomisc")) {
		const char *role = bm_attr(misc, "role");

		if (bm_pass_has_word(role, "standing") &&
		    (bm_pass_has_word(role, "retracted") ||
		     bm_pass_has_word(role, "concern")))
			return misc;
	}
	return NULL;
}

/* What an entry prints of the work and of its standing, in the arena. */
static const char *
work_of(bm_doc *doc, const xmlNode *entry)
{
	const xmlNode *standing = standing_of(entry);
	const char *text = NULL;
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(doc->arena));
	for (const xmlNode *n = entry->children; n != NULL; n = n->next)
		if (n == standing || !bm_is(n, "bibliomisc"))
			bm_text(n, &buf);
	if (buf.status == BM_OK) {
		bm_str s = bm_str_trim(bm_buf_str(&buf));

		/* The sentence round it has a full stop of its own. */
		while (s.len > 0 && s.ptr[s.len - 1] == '.')
			s.len--;
		text = bm_arena_str(doc->arena, s);
	} else {
		doc->no_memory = true;
	}
	bm_buf_free(&buf);
	return text;
}

/* The values of a work; one list for all its citations, so that they can be
 * told to be the same. */
static const bm_value_pair *
values_of(struct finder *f, const xmlNode *entry)
{
	bm_value_pair *values = BM_NEW_ARRAY(f->doc->arena, bm_value_pair, 2);

	if (values == NULL)
		return NULL;
	values[0].name = "retracted";
	values[0].value = work_of(f->doc, entry);
	return values;
}

/* The link of a citation to a work that was withdrawn or is doubted. */
static void
take_link(struct finder *f, const xmlNode *link, const bm_value_pair *values)
{
	bm_reason *reason = add(f, "retracted", division_of(link), link, NULL,
				"a cited work was withdrawn or is in doubt");

	if (reason != NULL)
		reason->values = values;
}

/* The values of works that have lost their standing, by id of the entry. */
static bm_status
collect_entries(struct finder *f, bm_map *out)
{
	static const char *const entries[] = {"bibliomixed", "biblioentry",
					      NULL};
	xmlNode *root = bm_doc_element(f->doc);

	bm_map_init(out, f->doc->arena);
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *id =
		    bm_is_any(n, entries) ? bm_attr_xml(n, "id") : NULL;
		void **slot;

		if (id == NULL || standing_of(n) == NULL)
			continue;
		slot = bm_map_put(out, bm_str_of(id), NULL);
		if (slot == NULL)
			return BM_NO_MEMORY;
		*slot = (void *)(uintptr_t)values_of(f, n);
	}
	return BM_OK;
}

static bm_status
walk(struct finder *f)
{
	xmlNode *root = bm_doc_element(f->doc);
	bm_map entries;
	bm_status status = collect_entries(f, &entries);

	if (status != BM_OK)
		return status;
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *role =
		    n->type == XML_ELEMENT_NODE ? bm_attr(n, "role") : NULL;
		const char *to =
		    bm_is(n, "link") ? bm_attr(n, "linkend") : NULL;
		const bm_value_pair *values =
		    to != NULL ? bm_map_getz(&entries, to) : NULL;

		if (values != NULL && bm_pass_has_word(role, "citation"))
			take_link(f, n, values);
		else if (n != root && bm_pass_has_word(role, "testimonial"))
			add(f, "testimonial", division_of(n), n, NULL,
			    "the role testimonial");
	}
	return bm_pass_status(f->doc);
}

/* See found.h. */
bm_status
bm_found_collect(bm_triggers *t, const bm_pass_context *context)
{
	struct finder f = {.t = t,
			   .doc = t->doc,
			   .context = context,
			   .claims = t->doc->claims};

	bm_map_init(&f.sections, t->doc->arena);
	bm_speaking_init(&f.speaking, t->doc);
	bm_status status = walk(&f);

	if (status != BM_OK || f.claims == NULL || context->claims == NULL)
		return status;
	return find_in_claims(&f);
}
