/* The report of the proof of notices, for programs and for people. */
#include <jansson.h>
#include <stdlib.h>

#include "engine/engine.h"
#include "audit/report_json.h"
#include "audit/proof.h"
#include "audit/report_page.h"
#include "xml/escape.h"
#include "xml/required.h"

static bool
put_place(json_t *object, const bm_pos *pos)
{
	return bm_report_text(object, "trigger-file", pos->file) &&
	       bm_report_number(object, "line", pos->line) &&
	       bm_report_number(object, "column", pos->column);
}

static bool
put_row(json_t *list, const bm_proof_row *row)
{
	json_t *o = json_object();

	return json_array_append_new(list, o) == 0 &&
	       bm_report_text(o, "output", row->output) &&
	       bm_report_text(o, "file", row->file) &&
	       bm_report_text(o, "notice", row->kind) &&
	       bm_report_text(o, "id", row->id) &&
	       bm_report_text(o, "trigger", row->trigger) &&
	       bm_report_text(o, "why", row->words) &&
	       put_place(o, &row->pos) &&
	       bm_report_text(o, "sha256", row->sha256) &&
	       json_object_set_new(o, "found",
				   json_boolean(row->fault == NULL)) == 0 &&
	       bm_report_text(o, "fault", row->fault);
}

static bool
put_off(json_t *list, const bm_doc *doc)
{
	const bm_notice_record *record = doc->notices;

	for (size_t i = 0; record != NULL && i < record->off.len; i++) {
		const bm_notice_off *off = &record->off.items[i];
		json_t *o = json_object();

		if (off->reason == NULL || off->initials == NULL)
			continue;
		if (json_array_append_new(list, o) != 0 ||
		    !bm_report_text(o, "document", doc->file) ||
		    !bm_report_text(o, "notice", off->kind) ||
		    !bm_report_text(o, "reason", off->reason) ||
		    !bm_report_text(o, "by", off->initials) ||
		    !bm_report_text(o, "why", off->trigger) ||
		    !put_place(o, &off->pos))
			return false;
	}
	return true;
}

/* See proof.h. */
bm_status
bm_proof_json(const bm_proof *proof, const bm_doc *const *docs, size_t count,
	      bm_buf *out)
{
	json_t *root = json_object(), *rows = json_array(), *off = json_array();
	bool good = json_object_set_new(root, "notices", rows) == 0 &&
		    json_object_set_new(root, "off", off) == 0;

	for (size_t i = 0; i < proof->rows.len && good; i++)
		good = put_row(rows, &proof->rows.items[i]);
	for (size_t i = 0; i < count && good; i++)
		good = put_off(off, docs[i]);
	if (!good) {
		json_decref(root);
		root = NULL;
	}
	return bm_report_json(root, JSON_INDENT(1), out);
}

static const char *const heads[] = {"File",    "Notice", "Asked for by",
				    "Element", "Result", NULL};
static const char *const off_heads[] = {"Document", "Notice",   "Asked for by",
					"Reason",   "Initials", NULL};

/* "topic spine", and below it "file.md, line 3" */
static void
place(bm_buf *out, const char *head, const char *words, const bm_pos *pos)
{
	bm_page_td(out, head, NULL);
	bm_escape_text(out, words, BM_ESCAPE_HTML);
	if (pos->file != NULL) {
		bm_buf_puts(out, "<br>");
		bm_page_place(out, pos->file, pos->line);
	}
	bm_buf_puts(out, "</div></td>\n");
}

static void
html_row(const bm_proof_row *row, bm_buf *out)
{
	bm_buf_puts(out, "<tr><th scope=\"row\">");
	bm_page_place(out, row->output, 0);
	bm_buf_puts(out, *row->file != '\0' ? ": " : "");
	bm_page_place(out, row->file, 0);
	bm_buf_puts(out, "</th>\n");
	bm_page_cell(out, heads[1], row->kind);
	place(out, heads[2], row->words, &row->pos);
	bm_page_cell(out, heads[3], row->id != NULL ? row->id : "none");
	bm_page_td(out, heads[4], row->fault != NULL ? "bad" : NULL);
	bm_buf_puts(out, row->fault != NULL ? "missing: " : "found");
	bm_escape_text(out, row->fault, BM_ESCAPE_HTML);
	bm_buf_puts(out, "</div></td>\n</tr>\n");
}

static void
html_rows(const bm_proof *proof, bm_buf *out)
{
	size_t missing = 0;

	for (size_t i = 0; i < proof->rows.len; i++)
		missing += proof->rows.items[i].fault != NULL;
	bm_buf_printf(out,
		      "<p>%zu required, %zu found again in the written files, "
		      "%zu missing.</p>\n<h2>Required</h2>\n",
		      proof->rows.len, proof->rows.len - missing, missing);
	if (proof->rows.len == 0) {
		bm_buf_puts(out, "<p>There are none.</p>\n");
		return;
	}
	bm_page_table(out, "Each notice that a file must carry", heads);
	for (size_t i = 0; i < proof->rows.len; i++)
		html_row(&proof->rows.items[i], out);
	bm_page_table_end(out);
}

/* Whether the author switched it off in good order. */
static bool
is_off(const bm_notice_off *off)
{
	return off->reason != NULL && off->initials != NULL;
}

static void
html_off(const char *file, const bm_notice_off *off, bm_buf *out)
{
	bm_buf_puts(out, "<tr><th scope=\"row\">");
	bm_page_place(out, file, 0);
	bm_buf_puts(out, "</th>\n");
	bm_page_cell(out, off_heads[1], off->kind);
	place(out, off_heads[2], off->used ? off->trigger : "nothing",
	      &off->pos);
	bm_page_cell(out, off_heads[3], off->reason);
	bm_page_cell(out, off_heads[4], off->initials);
	bm_buf_puts(out, "</tr>\n");
}

static void
html_offs(const bm_doc *const *docs, size_t count, bm_buf *out)
{
	bool any = false;

	bm_buf_puts(out, "<h2>Switched off</h2>\n");
	for (size_t i = 0; i < count; i++) {
		const bm_notice_record *r = docs[i]->notices;

		for (size_t k = 0; r != NULL && k < r->off.len; k++) {
			if (!is_off(&r->off.items[k]))
				continue;
			if (!any)
				bm_page_table(
				    out, "Notices that an author switched off",
				    off_heads);
			any = true;
			html_off(docs[i]->file, &r->off.items[k], out);
		}
	}
	if (any)
		bm_page_table_end(out);
	else
		bm_buf_puts(out, "<p>There are none.</p>\n");
}

/* See proof.h. */
bm_status
bm_proof_html(const bm_proof *proof, const bm_doc *const *docs, size_t count,
	      bm_buf *out)
{
	bm_page_open(out, "Notices in the outputs");
	html_rows(proof, out);
	html_offs(docs, count, out);
	bm_page_close(out);
	return out->status;
}

/* See proof.h. */
bm_status
bm_proof_write(bm_engine *engine, const bm_proof *proof,
	       const bm_doc *const *docs, size_t count, const char *path,
	       bm_diags *diags)
{
	bm_str name = bm_str_of(path);
	bm_status status;
	bm_buf buf;

	bm_buf_init(&buf, &engine->al);
	status = bm_str_ends(name, ".html") || bm_str_ends(name, ".htm")
		     ? bm_proof_html(proof, docs, count, &buf)
		     : bm_proof_json(proof, docs, count, &buf);
	if (status == BM_OK)
		status = bm_output_file(engine, path, &buf, diags);
	bm_buf_free(&buf);
	return status;
}
