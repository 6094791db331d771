/*
 * Proof that the outputs carry their notices.  What was written is read
 * again, before it is published, and each notice that was asked for is looked
 * for in its file: by id, by kind, and word by word.
 */
#include "audit/proof.h"

#include <stdlib.h>
#include <string.h>

#include "check/page.h"
#include "engine/engine.h"
#include "pass/tree.h"
#include "xml/required.h"

const bm_rule bm_proof_rules[] = {
    {"notice-missing-in-output", BM_ERROR,
     "A notice that was asked for is not in the output", NULL,
     "Nothing was published. If a value is missing, give it; else a style "
     "sheet of your own may have left the notice out."},
    {0}};

/* ---- Looking ------------------------------------------------------------- */

/* Adds the text of an element to buf, without white space. */
static void
put_text(const page *p, page_node_id el, bm_buf *buf)
{
	for (page_node_id n = el, end = page_end(p, el); n < end; n++) {
		const page_node *node = page_at(p, n);

		for (size_t i = 0; node->kind == PAGE_TEXT && i < node->count;
		     i++)
			if (!bm_is_space(node->u.text[i]))
				bm_buf_putc(buf, node->u.text[i]);
	}
}

/* Whether an element has all the runs of text, in their order. */
static bool
has_text(const page *p, page_node_id el, const char *runs, bm_status *status)
{
	bm_str rest = bm_str_of(runs), run, all;
	bool has = true;
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(p->arena));
	put_text(p, el, &buf);
	all = bm_str_of(bm_buf_cstr(&buf));
	while (has && bm_str_split(&rest, '\n', &run)) {
		const char *needle = bm_arena_str(p->arena, run);
		size_t at = needle != NULL ? bm_str_find(all, needle, 0) : 0;

		if (run.len == 0)
			continue;
		if (needle == NULL)
			*status = BM_NO_MEMORY;
		has = needle != NULL && at < all.len;
		if (has) {
			all.ptr += at + run.len;
			all.len -= at + run.len;
		}
	}
	if (buf.status != BM_OK)
		*status = buf.status;
	bm_buf_free(&buf);
	return has;
}

/* Looks for one notice in the page of its file. */
static bm_status
look_for(bm_proof_row *row, const page *p)
{
	page_node_id el =
	    row->id != NULL ? page_by_id(p, bm_str_of(row->id)) : PAGE_NONE;
	const char *class = bm_arena_printf(p->arena, "notice-%s", row->kind);
	bm_status status = BM_OK;

	if (class == NULL)
		return BM_NO_MEMORY;
	if (row->id == NULL)
		row->fault = "it could not be placed";
	else if (el == PAGE_NONE)
		row->fault = "no element has its id";
	else if (!bm_pass_has_word(page_attr_of(p, el, N_class), class))
		row->fault = "the element with its id is another one";
	else if (row->text == NULL || !has_text(p, el, row->text, &status))
		row->fault = "its words are not there";
	return status;
}

/* What was written: a pack, or a container in it. */
struct written {
	bm_pack *pack;
	bool is_container;
	bm_str container;
	bm_map entries;
};

static bm_status
read_again(const struct written *w, bm_arena *arena, const char *file,
	   bm_str *out)
{
	return w->is_container
		   ? bm_ocf_read(arena, w->container, &w->entries, file, out)
		   : bm_pack_back(w->pack, arena, file, out);
}

/* Reads one file again and looks for all that it must have. */
static bm_status
check_file(bm_proof_row *const *rows, size_t count, const struct written *w,
	   const bm_allocator *al)
{
	bm_arena *arena = bm_arena_new(al);
	const char *file = rows[0]->file;
	bm_status status;
	bm_diags faults;
	bm_str text;
	page p;

	if (arena == NULL)
		return BM_NO_MEMORY;
	bm_diags_init(&faults, arena);
	status = read_again(w, arena, file, &text);
	if (status == BM_OK)
		status = page_read(arena, &faults, file, text,
				   bm_str_ends(bm_str_of(file), ".xhtml")
				       ? PAGE_XHTML
				       : PAGE_HTML,
				   &p);
	if (status == BM_OK) {
		for (size_t i = 0; i < count && status == BM_OK; i++)
			status = look_for(rows[i], &p);
	} else if (status != BM_NO_MEMORY) {
		for (size_t i = 0; i < count; i++)
			rows[i]->fault = "the file cannot be read again";
		status = BM_OK;
	}
	bm_arena_free(arena);
	return status;
}

/* By file; rows of one file as they came. */
static int
by_file(const void *left, const void *right)
{
	const bm_proof_row *a = *(bm_proof_row *const *)left;
	const bm_proof_row *b = *(bm_proof_row *const *)right;
	int order = strcmp(a->file, b->file);

	return order != 0 ? order : a < b ? -1 : 1;
}

/* Reports what was not found; true if anything was not. */
static bool
report(bm_proof_row *const *rows, size_t count, bm_diags *diags)
{
	bool missing = false;

	for (size_t i = 0; i < count; i++) {
		const bm_proof_row *row = rows[i];

		if (row->fault == NULL)
			continue;
		missing = true;
		bm_diag_add(diags, &bm_proof_rules[0], &row->pos,
			    "Notice %s (%s) is not in %s%s%s: %s", row->kind,
			    row->words, row->output,
			    *row->file != '\0' ? ", " : "", row->file,
			    row->fault);
	}
	return missing;
}

/* The rows of the output that is looked at, file by file. */
static bm_status
check_rows(bm_proof *proof, const struct written *w, bm_diags *diags)
{
	size_t n = 0, end;
	bm_proof_row **rows =
	    BM_NEW_ARRAY(proof->arena, bm_proof_row *, proof->rows.len + 1);
	bm_status status = rows != NULL ? BM_OK : BM_NO_MEMORY;

	for (size_t i = 0; i < proof->rows.len && status == BM_OK; i++)
		if (!proof->rows.items[i].proved &&
		    strcmp(proof->rows.items[i].output, proof->output) == 0)
			rows[n++] = &proof->rows.items[i];
	if (n > 1)
		qsort(rows, n, sizeof(*rows), by_file);
	for (size_t i = 0; i < n && status == BM_OK; i = end) {
		for (end = i + 1; end < n; end++)
			if (strcmp(rows[i]->file, rows[end]->file) != 0)
				break;
		status = check_file(rows + i, end - i, w,
				    bm_arena_allocator(proof->arena));
	}
	if (status != BM_OK)
		return status;
	return report(rows, n, diags) ? BM_BAD_INPUT : BM_OK;
}

/* See proof.h. */
bm_status
bm_proof_pack(bm_proof *proof, bm_proof_form form, bm_pack *pack,
	      bm_diags *diags)
{
	struct written w = {.pack = pack,
			    .is_container = form == BM_PROOF_PACKED};
	bm_status status = BM_OK;
	bm_arena *arena;

	if (proof->rows.len == 0)
		return BM_OK;
	arena = bm_arena_new(bm_arena_allocator(proof->arena));
	if (arena == NULL)
		return BM_NO_MEMORY;
	if (w.is_container) {
		status = bm_pack_back(pack, arena, "", &w.container);
		if (status == BM_OK)
			status = bm_ocf_list(arena, w.container, &w.entries);
	}
	if (status == BM_OK)
		status = check_rows(proof, &w, diags);
	bm_arena_free(arena);
	return status;
}
