/*
 * Pass "claims": sentences that promise, compare, reassure or sell, and
 * whether a source stands beside them.  Nothing in the tree is changed.
 */
#include "pass/claims.h"

#include "pass/pass.h"
#include "pass/tree.h"

static const bm_rule rules[] = {
    {"claims-limit", BM_WARNING,
     "A sentence is too long or too repetitive to be looked at in full", NULL,
     "Cut it into sentences of usual length"},
    {"claims-suppression", BM_ERROR,
     "A suppression needs rules, a reason and initials", NULL,
     "Write <?bm-lint RULE reason=\"...\" by=\"AB\"?>, in Markdown "
     "<!-- bm-lint: RULE reason=\"...\" by=\"AB\" -->"},
    {"claims-unused", BM_WARNING, "A suppression suppresses nothing", NULL,
     "Remove it"},
    {0}};

enum { LIMIT, BARE, UNUSED };

/* Works taken over from round a sentence; who cites more, cites for show. */
#define AROUND_MAX 500

/* What is cited somewhere: each work once. */
typedef struct works {
	BM_VEC(const bm_item *) list;
	bool cited; /* by an entry without an item too */
} works;

typedef struct finder {
	bm_doc *doc;
	const bm_pass_context *context;
	bm_claims *claims;
	lint_matcher matcher;
	bm_map own;      /* ids of entries that the author wrote */
	bm_map seen;     /* item -> number of the last list that got it */
	uintptr_t lists; /* so many were begun */
	works *into;     /* the one that is being filled */
	works found;     /* of this sentence */
	/* Of the block that it stands in, and of the row or the sentence that
	 * leads in to its list; kept for the next sentence. */
	works block, around;
	const void *block_of, *around_of;
} finder;

/* See claims.h. */
const bm_claims *
bm_claims_of(const bm_doc *doc)
{
	return doc->claims;
}

/* ---- Sources ---- */

static bm_status
find_own(finder *f)
{
	static const char *const entries[] = {"biblioentry", "bibliomixed",
					      NULL};
	xmlNode *root = bm_doc_element(f->doc);

	bm_map_init(&f->own, f->doc->wording);
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *id =
		    bm_is_any(n, entries) ? bm_attr_xml(n, "id") : NULL;
		void **place;

		if (id == NULL)
			continue;
		place = bm_map_put(&f->own, bm_str_of(id), NULL);
		if (place == NULL)
			return BM_NO_MEMORY;
		*place = n;
	}
	return BM_OK;
}

static void
begin(finder *f, works *into)
{
	*into = (works){0};
	f->into = into;
	f->lists++;
}

static bm_status
add_item(finder *f, const bm_item *item)
{
	bm_str key = {(const char *)&item, sizeof item};
	void **number = bm_map_put(&f->seen, key, NULL);
	const bm_item **slot;

	if (number == NULL)
		return BM_NO_MEMORY;
	if (*number == (void *)f->lists)
		return BM_OK;
	*number = (void *)f->lists;
	slot = BM_VEC_PUSH(f->doc->arena, &f->into->list);
	if (slot == NULL)
		return BM_NO_MEMORY;
	*slot = item;
	return BM_OK;
}

static bm_status
add_source(finder *f, bm_str key)
{
	const bm_item *item;

	key = bm_str_trim(key);
	while (key.len > 0 && strchr("[@#", key.ptr[0]) != NULL)
		key = (bm_str){key.ptr + 1, key.len - 1};
	if (key.len > 0 && key.ptr[key.len - 1] == ']')
		key.len--;
	item = bm_library_find(f->context->library, key);
	f->into->cited =
	    f->into->cited || item != NULL || bm_map_get(&f->own, key) != NULL;
	return item != NULL ? add_item(f, item) : BM_OK;
}

static bm_status
add_ref(finder *f, const xmlNode *ref)
{
	const char *key = bm_attr(ref, "linkend");

	if (key == NULL)
		key = bm_attr_xlink(ref, "href");
	if (key == NULL)
		key = bm_attr(ref, "endterm");
	return key != NULL ? add_source(f, bm_str_of(key)) : BM_OK;
}

/* A work of a citation that an earlier run printed: it was found then. */
static bm_status
add_printed_key(finder *f, bm_str key)
{
	f->into->cited = true;
	if (bm_library_find(f->context->library, key) != NULL)
		return add_source(f, key);
	f->claims->blind = f->claims->blind || bm_map_get(&f->own, key) == NULL;
	return BM_OK;
}

static bm_status
add_keys(finder *f, const char *keys)
{
	bm_status status = BM_OK;
	bm_str rest = bm_str_of(keys), part;

	while (status == BM_OK && bm_str_split(&rest, ';', &part))
		status = add_printed_key(f, bm_str_trim(part));
	return status;
}

/* What an earlier run printed for a citation, in its place or as a note; see
 * cite_keys.c. */
static bm_status
add_printed(finder *f, const xmlNode *node)
{
	/* The tree is only read. */
	xmlNode *root = (xmlNode *)(uintptr_t)node, *next;
	bm_status status = BM_OK;

	for (xmlNode *n = root; n != NULL && status == BM_OK; n = next) {
		const char *keys =
		    bm_is(n, "citation") ? bm_attr_bm(n, "keys") : NULL;
		const char *id =
		    bm_is(n, "link") ? bm_attr(n, "linkend") : NULL;

		next = keys != NULL ? bm_walk_over(n, root) : bm_walk(n, root);
		if (keys != NULL)
			status = add_keys(f, keys);
		else if (id != NULL)
			status = add_printed_key(
			    f, bm_str_of(strncmp(id, "ref-", 4) == 0 ? id + 4
								     : id));
	}
	return status;
}

/* The works of one mark of a sentence: a citation or a biblioref. */
static bm_status
add_mark(finder *f, const xmlNode *node)
{
	const xmlNode *ref = bm_child(node, "biblioref");
	bm_status status = BM_OK;
	bm_str rest, part;

	if (bm_is(node, "biblioref"))
		return add_ref(f, node);
	if (bm_streq(bm_attr_bm(node, "generated"), "cite"))
		return add_printed(f, node);
	if (!bm_is(node, "citation"))
		return BM_OK;
	for (; ref != NULL && status == BM_OK; ref = bm_next(ref, "biblioref"))
		status = add_ref(f, ref);
	if (bm_child(node, "biblioref") != NULL)
		return status;
	rest = bm_str_of(bm_textz(f->doc, node));
	while (status == BM_OK && bm_str_split(&rest, ';', &part))
		status = add_source(f, part);
	return status;
}

static bm_status
add_block_marks(finder *f, const lint_block *block)
{
	bm_status status = BM_OK;

	for (size_t i = 0; i < block->marks.len && status == BM_OK; i++)
		status = add_mark(f, block->marks.items[i].node);
	return status;
}

/* The row that a cell is in, or NULL. */
static xmlNode *
row_of(const lint_block *block)
{
	static const char *const names[] = {"row", "tr", NULL};
	xmlNode *node = block->node->parent;

	while (node != NULL && !bm_is_any(node, names))
		node = node->parent;
	return node;
}

/* A row of a table is one statement: what is cited in any of its cells. */
static bm_status
add_row_marks(finder *f, xmlNode *row)
{
	static const char *const names[] = {"citation", "biblioref", NULL};
	bm_status status = BM_OK;
	xmlNode *next;

	for (xmlNode *n = row; n != NULL && status == BM_OK; n = next) {
		bool mark = bm_is_any(n, names);

		next = mark ? bm_walk_over(n, row) : bm_walk(n, row);
		if (mark)
			status = add_mark(f, n);
	}
	return status;
}

/* What is cited in a block, for all its sentences. */
static bm_status
find_in_block(finder *f, const lint_block *block)
{
	if (f->block_of == block)
		return BM_OK;
	f->block_of = block;
	begin(f, &f->block);
	return add_block_marks(f, block);
}

/* What is cited in a row, or in what leads in to a list. */
static bm_status
find_around(finder *f, xmlNode *row, const lint_block *lead)
{
	const void *of = row != NULL ? (const void *)row : lead;

	if (f->around_of == of)
		return BM_OK;
	f->around_of = of;
	begin(f, &f->around);
	return row != NULL ? add_row_marks(f, row) : add_block_marks(f, lead);
}

/* Adds what is cited round the sentence; the last one may share its list. */
static bm_status
take_over(finder *f, const works *from, bool last)
{
	size_t n = from->list.len < AROUND_MAX ? from->list.len : AROUND_MAX;
	bm_status status = BM_OK;

	f->found.cited = f->found.cited || from->cited;
	if (last && f->found.list.len == 0) {
		f->found.list.items = from->list.items;
		f->found.list.len = f->found.list.cap = n;
		return BM_OK;
	}
	for (size_t i = 0; i < n && status == BM_OK; i++)
		status = add_item(f, from->list.items[i]);
	return status;
}

/* What is cited in the sentence, and in what leads in to its list. */
static bm_status
find_sources(finder *f, const lint_unit *unit)
{
	const lint_block *b = unit->block;
	xmlNode *row = b->kind == LINT_CELL ? row_of(b) : NULL;
	const lint_block *lead =
	    b->kind != LINT_CELL && b->lead != NULL && b->lead->unit_count > 0
		? b->lead
		: NULL;
	/* An item or a heading is one statement. */
	bool whole = b->kind != LINT_SENTENCE && b->kind != LINT_CELL;
	bool round = row != NULL || lead != NULL;
	bm_status status = BM_OK;
	const lint_mark *marks;
	size_t count;

	if (round)
		status = find_around(f, row, lead);
	if (status == BM_OK && whole)
		status = find_in_block(f, b);
	begin(f, &f->found);
	marks = lint_unit_marks(unit, &count);
	for (size_t i = 0; i < count && status == BM_OK; i++)
		status = add_mark(f, marks[i].node);
	if (status == BM_OK && whole)
		status = take_over(f, &f->block, !round);
	if (status == BM_OK && round)
		status = take_over(f, &f->around, true);
	return status;
}

/* ---- Findings ---- */

static const char *
kind_word(const lint_rule *rule)
{
	return rule->kind;
}

/* The worst hit first; among equals the first in the sentence. */
static void
sort_hits(lint_hit *hits, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t j = i; j > 0 && hits[j].rule->severity >
						hits[j - 1].rule->severity;
		     j--) {
			lint_hit swap = hits[j];

			hits[j] = hits[j - 1];
			hits[j - 1] = swap;
		}
}

/* Whether the rule of a hit has one before it. */
static bool
hit_before(const bm_claim *claim, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (claim->hits[i].rule == claim->hits[at].rule)
			return true;
	return false;
}

static void
report(finder *f, const bm_claim *claim)
{
	const lint_hit *hit = &claim->hits[0];
	bm_rule rule = {hit->rule->id, hit->rule->severity, hit->rule->advice,
			NULL, hit->rule->advice};
	bm_str words = {claim->unit->text.ptr + hit->at, hit->len};
	bm_rule *kept = BM_NEW(f->doc->arena, bm_rule);
	bm_buf more;

	if (kept == NULL)
		return;
	*kept = rule;
	bm_buf_init(&more, bm_arena_allocator(f->doc->arena));
	for (size_t i = 1; i < claim->hit_count; i++)
		if (!hit_before(claim, i))
			bm_buf_printf(&more, "%s%s",
				      more.len == 0 ? "; also " : ", ",
				      claim->hits[i].rule->id);
	bm_diag_add(f->doc->diags, kept, &claim->pos,
		    "Claim (%s)%s: \"%.*s\"%s", kind_word(hit->rule),
		    hit->rule->cite && hit->rule->severity != BM_ERROR
			? " without a source"
			: "",
		    (int)(words.len < 200 ? words.len : 200), words.ptr,
		    more.status == BM_OK ? bm_buf_cstr(&more) : "");
	bm_diag_set_text(f->doc->diags, claim->unit->text);
	bm_buf_free(&more);
}

/*
 * Divides the hits of a unit: those that a source settles, those that are
 * suppressed, those that are open.  Each group that is there is a claim.
 */
static bm_status
add_claims(finder *f, const lint_unit *unit)
{
	bm_arena *arena = f->doc->arena;
	size_t n = f->matcher.hits.len;
	lint_hit *groups[3];
	size_t counts[3] = {0};
	bm_excuse *excuse = NULL;

	for (size_t g = 0; g < 3; g++)
		if ((groups[g] = BM_NEW_ARRAY(arena, lint_hit, n)) == NULL)
			return BM_NO_MEMORY;
	for (size_t i = 0; i < n; i++) {
		const lint_hit *hit = &f->matcher.hits.items[i];
		bm_excuse *e = NULL;
		size_t g = BM_CLAIM_OPEN;

		if (f->found.cited && hit->rule->cite &&
		    hit->rule->severity != BM_ERROR)
			g = BM_CLAIM_CITED;
		else if ((e = bm_excuses_at(&f->claims->excuses,
					    unit->block->node,
					    hit->rule->id)) != NULL)
			g = BM_CLAIM_SUPPRESSED;
		excuse = e != NULL ? e : excuse;
		groups[g][counts[g]++] = *hit;
	}
	for (size_t g = 0; g < 3; g++) {
		bm_claim *claim;

		if (counts[g] == 0)
			continue;
		claim = BM_VEC_PUSH(arena, &f->claims->list);
		if (claim == NULL)
			return BM_NO_MEMORY;
		sort_hits(groups[g], counts[g]);
		*claim = (bm_claim){.unit = unit,
				    .hits = groups[g],
				    .hit_count = counts[g],
				    .sources = f->found.list.items,
				    .source_count = f->found.list.len,
				    .disposition = (bm_disposition)g};
		claim->pos =
		    lint_locate(&f->claims->text, unit->block,
				unit->at + groups[g][0].at, groups[g][0].len);
		if (g == BM_CLAIM_SUPPRESSED) {
			claim->reason = excuse->reason;
			claim->initials = excuse->initials;
		}
		if (g == BM_CLAIM_OPEN)
			report(f, claim);
	}
	return BM_OK;
}

/* See claims.h. */
void
bm_claims_limit(bm_doc *doc, lint_matcher *matcher, const lint_unit *unit)
{
	bm_pos pos;

	if (!matcher->limited)
		return;
	matcher->limited = false;
	pos = lint_locate(&doc->claims->text, unit->block, unit->at, 1);
	bm_diag_add(doc->diags, &rules[LIMIT], &pos, NULL);
}

/* The rules are for English. */
static bool
is_english(const lint_block *b)
{
	return b->lang == NULL || strncmp(b->lang, "en", 2) == 0;
}

static bm_status
look_at(finder *f, const lint_unit *unit)
{
	bm_status status;

	if (unit->block->quoted || unit->text.len == 0 ||
	    !is_english(unit->block))
		return BM_OK;
	status = lint_match(&f->matcher, unit->text);
	if (status != BM_OK)
		return status;
	bm_claims_limit(f->doc, &f->matcher, unit);
	if (f->matcher.hits.len == 0)
		return BM_OK;
	status = find_sources(f, unit);
	return status == BM_OK ? add_claims(f, unit) : status;
}

const bm_rule *const bm_claims_unused = &rules[UNUSED];

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	finder f = {.doc = doc, .context = context};
	bm_status status;

	if (context->claims == NULL || bm_doc_element(doc) == NULL)
		return BM_OK;
	f.claims = BM_NEW(doc->arena, bm_claims);
	if (f.claims == NULL)
		return BM_NO_MEMORY;
	doc->claims = f.claims;
	status = lint_matcher_init(&f.matcher, context->claims, doc->wording);
	if (status != BM_OK)
		return status;
	bm_map_init(&f.seen, doc->wording);
	status = lint_text_collect(doc, doc->wording, &f.claims->text);
	if (status == BM_OK)
		status = find_own(&f);
	if (status == BM_OK)
		status =
		    bm_excuses_collect(doc, &rules[BARE], &f.claims->excuses);
	for (size_t i = 0; i < f.claims->text.units.len && status == BM_OK; i++)
		status = look_at(&f, &f.claims->text.units.items[i]);
	if (status == BM_OK)
		bm_excuses_unused(doc, &f.claims->excuses, bm_claims_unused,
				  false);
	lint_matcher_end(&f.matcher);
	return status == BM_OK ? bm_pass_status(doc) : status;
}

const bm_pass bm_pass_claims = {"claims", rules, run};
