#include "check/excuse.h"

#include "core/marks.h"

const bm_rule check_excuse_rules[] = {
    {"check-suppression", BM_ERROR,
     "A suppression names no code, gives no reason, or no initials", NULL,
     "Write <!-- bm-check: CODE reason=\"why it stays\" by=\"AR\" -->."},
    {"check-unused", BM_WARNING, "A suppression takes nothing away", NULL,
     "The fault is mended: remove the comment."},
    {0}};

/* One comment, and the part of the page that it holds for. */
struct excuse {
	bm_str codes;
	page_node_id comment;
	uint32_t line, column, end_line, end_column; /* 0: open */
	bool used;
};

/* The element that a comment holds for; the root means the page. */
static page_node_id
scope_of(const page *p, page_node_id comment)
{
	page_node_id parent = page_parent(p, comment), n;

	if (parent == PAGE_NONE || page_at(p, parent)->kind != PAGE_ELEMENT ||
	    page_is(p, parent, N_head) || page_is(p, parent, N_html))
		return 0;
	n = page_next_element(p, comment);
	return n != PAGE_NONE ? n : parent;
}

/* Where an element begins and what stands behind it. */
static void
set_range(const page *p, page_node_id n, struct excuse *e)
{
	if (n == 0)
		return;
	e->line = page_at(p, n)->line;
	e->column = page_at(p, n)->column;
	for (n = page_end(p, n); n < p->nodes.len; n++)
		if (page_at(p, n)->line != 0) {
			e->end_line = page_at(p, n)->line;
			e->end_column = page_at(p, n)->column;
			return;
		}
}

static bool
holds_for(const struct excuse *e, const bm_diag *d)
{
	bm_str rest = e->codes, word;
	bool named = false;

	while (!named && bm_str_split(&rest, ' ', &word))
		named = bm_str_is(bm_str_trim(word), d->code);
	if (!named || e->line == 0)
		return named;
	if (d->line < e->line || (d->line == e->line && d->column < e->column))
		return false;
	return e->end_line == 0 || d->line < e->end_line ||
	       (d->line == e->end_line && d->column < e->end_column);
}

/* See excuse.h. */
void
check_count_out(bm_diags *diags, const bm_diag *d, check_result *result)
{
	size_t *count = d->severity == BM_ERROR     ? &diags->errors
			: d->severity == BM_WARNING ? &diags->warnings
						    : &diags->infos;

	(*count)--;
	for (size_t i = 0; i < result->tallies.len; i++) {
		check_tally *t = &result->tallies.items[i];

		if (strcmp(t->test->code, d->code) == 0 && t->failed > 0) {
			t->failed--;
			t->person++;
			return;
		}
	}
}

/* Reads a comment; false if it is none of ours, or says too little. */
static bool
read_comment(const page *p, bm_diags *diags, page_node_id n, struct excuse *out)
{
	static const char mark[] = "bm-check:";
	const page_node *node = page_at(p, n);
	bm_str text = bm_str_trim((bm_str){node->u.text, node->count});
	bm_pos pos = page_pos(p, n);
	const char *s;

	if (!bm_str_starts(text, mark))
		return false;
	s = bm_arena_strndup(p->arena, text.ptr + sizeof(mark) - 1,
			     text.len - sizeof(mark) + 1);
	if (s == NULL)
		return false;
	*out = (struct excuse){.codes = bm_mark_words(s), .comment = n};
	if (out->codes.len == 0 ||
	    bm_mark_value(p->arena, s, "reason") == NULL ||
	    bm_mark_value(p->arena, s, "by") == NULL) {
		bm_diag_add(diags, &check_excuse_rules[0], &pos, NULL);
		return false;
	}
	set_range(p, scope_of(p, n), out);
	return true;
}

/* See excuse.h. */
bm_status
check_excuse(const page *p, bm_diags *diags, size_t from, check_result *result)
{
	BM_VEC(struct excuse) list = {0};
	struct excuse one, *slot;
	size_t end = diags->list.len, kept = from;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (page_at(p, n)->kind != PAGE_COMMENT ||
		    !read_comment(p, diags, n, &one))
			continue;
		slot = BM_VEC_PUSH(p->arena, &list);
		if (slot == NULL)
			return BM_NO_MEMORY;
		*slot = one;
	}
	for (size_t i = from; i < diags->list.len && list.len > 0; i++) {
		const bm_diag *d = &diags->list.items[i];
		bool out = false;

		for (size_t k = 0; k < list.len && i < end; k++)
			if (holds_for(&list.items[k], d))
				out = list.items[k].used = true;
		if (out)
			check_count_out(diags, d, result);
		else
			diags->list.items[kept++] = *d;
	}
	if (list.len > 0)
		diags->list.len = kept;
	for (size_t k = 0; k < list.len; k++) {
		bm_pos pos = page_pos(p, list.items[k].comment);

		if (!list.items[k].used)
			bm_diag_add(
			    diags, &check_excuse_rules[1], &pos,
			    "The suppression of %.*s takes nothing away",
			    (int)list.items[k].codes.len,
			    list.items[k].codes.ptr);
	}
	return bm_arena_failed(p->arena) ? BM_NO_MEMORY : BM_OK;
}
