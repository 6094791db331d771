/* Rows of the status table, as documents draw from them: see status.h. */
#include "pass/status.h"

const lint_status *
bm_statuses_pick(const bm_doc *doc, const char *const *standings)
{
	const bm_statuses *s = doc->statuses;

	for (size_t i = 0; s != NULL && i < s->rows.len; i++) {
		const lint_status *row = s->rows.items[i];

		if (standings == NULL)
			return row;
		for (size_t k = 0; standings[k] != NULL; k++)
			if (strcmp(standings[k],
				   lint_standing_name(row->standing)) == 0)
				return row;
	}
	return NULL;
}

/* Whether a row of the metadata tells of the same product in the same way. */
static bool
is_like(const lint_status *a, const lint_status *b)
{
	return a->product_term == b->product_term &&
	       a->standing == b->standing && a->dated && b->dated;
}

/* Whether the metadata name a row like this one for condition and place. */
static bool
is_named(const bm_statuses *s, const lint_status *like,
	 const lint_term *condition, const char *place)
{
	for (size_t i = 0; i < s->rows.len; i++) {
		const lint_status *r = s->rows.items[i];

		if (is_like(r, like) && r->condition_term == condition &&
		    strcmp(r->place, place) == 0)
			return true;
	}
	return false;
}

/* Whether each condition that is named in the place of row is named in each
 * place that has its condition. */
static bool
is_complete(const bm_statuses *s, const lint_status *row)
{
	for (size_t i = 0; i < s->rows.len; i++) {
		const lint_status *a = s->rows.items[i];

		if (!is_like(a, row) || strcmp(a->place, row->place) != 0)
			continue;
		for (size_t k = 0; k < s->rows.len; k++) {
			const lint_status *b = s->rows.items[k];

			if (is_like(b, row) &&
			    b->condition_term == row->condition_term &&
			    !is_named(s, row, a->condition_term, b->place))
				return false;
		}
	}
	return true;
}

/* Enough for any audience; more rows are told by sentences. */
#define TOGETHER_MAX 24

const lint_status *const *
bm_statuses_together(const bm_doc *doc, const lint_status *row)
{
	const bm_statuses *s = doc->statuses;
	const lint_status **list =
	    BM_NEW_ARRAY(doc->arena, const lint_status *, TOGETHER_MAX + 1);
	size_t count = 0;
	bool few, complete;

	if (list == NULL)
		return NULL;
	list[count++] = row;
	few = s->rows.len <= TOGETHER_MAX;
	complete = few && is_complete(s, row);
	for (size_t i = 0; few && row->dated && i < s->rows.len; i++) {
		const lint_status *r = s->rows.items[i];

		if (r != row && is_like(r, row) &&
		    (strcmp(r->place, row->place) == 0 ||
		     (complete && r->condition_term == row->condition_term)))
			list[count++] = r;
	}
	return list;
}

const lint_status *
bm_statuses_row(bm_doc *doc, const char *name)
{
	const char *key;

	if (doc->statuses == NULL)
		return NULL;
	key = lint_status_key(doc->arena, bm_str_of(name));
	if (key == NULL)
		doc->no_memory = true;
	return key != NULL ? bm_map_getz(&doc->statuses->table->by_key, key)
			   : NULL;
}

static const bm_rule *
rule(const char *code)
{
	return bm_rule_find(bm_pass_statuses.rules, code);
}

/* See status.h. */
const char *
bm_statuses_name(bm_doc *doc, const lint_status *row)
{
	const char *name = bm_arena_printf(
	    doc->arena, "%s for %s (%s, line %u)", row->product, row->condition,
	    row->pos.file, (unsigned)row->pos.line);

	return name != NULL ? name : "";
}

/* "had no date", "was to be looked up again by 2026-01"; NULL: it holds. */
static const char *
what_is_wrong(bm_doc *doc, const lint_status *row, const bm_date *today)
{
	char date[16];

	if (!row->dated)
		return "has no date";
	if (!lint_status_expired(row, today))
		return NULL;
	bm_date_iso(row->expires, date, sizeof(date));
	return bm_arena_printf(doc->arena, "was to be looked up again by %s",
			       date);
}

void
bm_statuses_rely(bm_doc *doc, const bm_pass_context *context,
		 const lint_status *row, const bm_pos *pos)
{
	const char *wrong = what_is_wrong(doc, row, context->today);

	if (wrong == NULL || doc->statuses->told[row->number])
		return;
	doc->statuses->told[row->number] = true;
	bm_diag_add(doc->diags,
		    rule(row->dated ? "status-expired" : "status-undated"), pos,
		    "The status of %s %s", bm_statuses_name(doc, row), wrong);
}

/* Whether the source of a row can be cited. */
static bool
has_source(const bm_doc *doc, const lint_status *row)
{
	return bm_library_find(doc->library, bm_str_of(row->source)) != NULL ||
	       bm_map_getz(&doc->statuses->sources, row->source) != NULL;
}

/* Reports that the source cannot be cited. */
static void
miss_source(bm_doc *doc, const lint_status *row, const bm_pos *pos,
	    bm_severity severity)
{
	bm_rule r = *rule("status-source");

	r.severity = severity;
	bm_diag_add(doc->diags, &r, row->own ? &row->pos : pos,
		    "The source \"%s\" of the status of %s is not in the "
		    "bibliography",
		    row->source, bm_statuses_name(doc, row));
}

bool
bm_statuses_source(bm_doc *doc, const lint_status *row, const bm_pos *pos)
{
	if (has_source(doc, row))
		return true;
	miss_source(doc, row, pos, BM_ERROR);
	return false;
}

/* Those of the library are not the reader's to mend, so they are told in
 * passing. */
void
bm_statuses_rest(bm_doc *doc, const bm_date *today, const bool *used)
{
	const lint_statuses *table = doc->statuses->table;

	for (size_t i = 0; i < table->list.len; i++) {
		const lint_status *row = table->list.items[i];
		const char *wrong =
		    used[i] ? NULL : what_is_wrong(doc, row, today);
		bm_rule r = *rule("status-stale");

		if (!row->own)
			r.severity = BM_INFO;
		if (wrong != NULL)
			bm_diag_add(doc->diags, &r, &row->pos,
				    "The status of %s %s",
				    bm_statuses_name(doc, row), wrong);
		if (row->own && !used[i] && doc->library != NULL &&
		    !has_source(doc, row))
			miss_source(doc, row, &row->pos, BM_WARNING);
	}
}
