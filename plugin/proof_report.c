/* The report of the proof of notices, for programs and for people. */
#include <jansson.h>
#include <stdlib.h>

#include "engine.h"
#include "proof.h"
#include "xml/escape.h"
#include "xml/required.h"

/* Adds a text to an object; NULL is null. */
static bool
put(json_t *object, const char *key, const char *value)
{
	return json_object_set_new(object, key,
				   value != NULL ? json_string(value)
						 : json_null()) == 0;
}

static bool
put_place(json_t *object, const bm_pos *pos)
{
	return put(object, "trigger-file", pos->file) &&
	       json_object_set_new(object, "line",
				   json_integer((json_int_t)pos->line)) == 0 &&
	       json_object_set_new(object, "column",
				   json_integer((json_int_t)pos->column)) == 0;
}

static bool
put_row(json_t *list, const bm_proof_row *row)
{
	json_t *o = json_object();

	return json_array_append_new(list, o) == 0 &&
	       put(o, "output", row->output) && put(o, "file", row->file) &&
	       put(o, "notice", row->kind) && put(o, "id", row->id) &&
	       put(o, "trigger", row->trigger) && put(o, "why", row->words) &&
	       put_place(o, &row->pos) && put(o, "sha256", row->sha256) &&
	       json_object_set_new(o, "found",
				   json_boolean(row->fault == NULL)) == 0 &&
	       put(o, "fault", row->fault);
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
		    !put(o, "document", doc->file) ||
		    !put(o, "notice", off->kind) ||
		    !put(o, "reason", off->reason) ||
		    !put(o, "by", off->initials) ||
		    !put(o, "why", off->trigger) || !put_place(o, &off->pos))
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
	char *text = NULL;

	for (size_t i = 0; i < proof->rows.len && good; i++)
		good = put_row(rows, &proof->rows.items[i]);
	for (size_t i = 0; i < count && good; i++)
		good = put_off(off, docs[i]);
	if (good)
		text = json_dumps(root, JSON_INDENT(1));
	bm_buf_puts(out, text);
	bm_buf_putc(out, '\n');
	free(text);
	json_decref(root);
	return text != NULL ? out->status : BM_NO_MEMORY;
}

static void
cell(bm_buf *out, const char *text)
{
	bm_buf_puts(out, "<td>");
	bm_escape_text(out, text, BM_ESCAPE_HTML);
	bm_buf_puts(out, "</td>");
}

/* "file.md, line 3" */
static void
place(bm_buf *out, const char *words, const bm_pos *pos)
{
	bm_buf_puts(out, "<td>");
	bm_escape_text(out, words, BM_ESCAPE_HTML);
	if (pos->file != NULL) {
		bm_buf_puts(out, "<br>");
		bm_escape_text(out, pos->file, BM_ESCAPE_HTML);
	}
	if (pos->line > 0)
		bm_buf_printf(out, ", line %u", (unsigned)pos->line);
	bm_buf_puts(out, "</td>");
}

static const char top[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\">\n<title>Notices in the outputs</title>\n"
    "<style>body{font:1rem/1.5 sans-serif;margin:2rem}table{border-collapse:"
    "collapse}th,td{border:1px solid #777;padding:.3rem .6rem;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}caption{text-align:left}"
    "</style>\n</head>\n<body>\n<main>\n<h1>Notices in the outputs</h1>\n";

static void
html_rows(const bm_proof *proof, bm_buf *out)
{
	size_t missing = 0;

	for (size_t i = 0; i < proof->rows.len; i++)
		missing += proof->rows.items[i].fault != NULL;
	bm_buf_printf(out,
		      "<p>%zu required, %zu found again in the written files, "
		      "%zu missing.</p>\n<table>\n<caption>Each notice that a "
		      "file must carry</caption>\n<thead><tr><th scope=\"col\">"
		      "File</th><th scope=\"col\">Notice</th><th "
		      "scope=\"col\">Asked for by</th><th scope=\"col\">Element"
		      "</th><th scope=\"col\">Result</th></tr></thead>\n<tbody>"
		      "\n",
		      proof->rows.len, proof->rows.len - missing, missing);
	for (size_t i = 0; i < proof->rows.len; i++) {
		const bm_proof_row *row = &proof->rows.items[i];

		bm_buf_puts(out, "<tr><th scope=\"row\">");
		bm_escape_text(out, row->output, BM_ESCAPE_HTML);
		bm_buf_puts(out, *row->file != '\0' ? ": " : "");
		bm_escape_text(out, row->file, BM_ESCAPE_HTML);
		bm_buf_puts(out, "</th>");
		cell(out, row->kind);
		place(out, row->words, &row->pos);
		cell(out, row->id != NULL ? row->id : "none");
		cell(out, row->fault != NULL ? row->fault : "found");
		bm_buf_puts(out, "</tr>\n");
	}
	bm_buf_puts(out, "</tbody>\n</table>\n");
}

/* See proof.h. */
bm_status
bm_proof_html(const bm_proof *proof, const bm_doc *const *docs, size_t count,
	      bm_buf *out)
{
	bm_buf_puts(out, top);
	html_rows(proof, out);
	bm_buf_puts(out,
		    "<h2>Switched off</h2>\n<table>\n<caption>Notices that an "
		    "author switched off</caption>\n<thead><tr><th "
		    "scope=\"col\">Document</th><th scope=\"col\">Notice</th>"
		    "<th scope=\"col\">Asked for by</th><th scope=\"col\">"
		    "Reason</th><th scope=\"col\">Initials</th></tr></thead>\n"
		    "<tbody>\n");
	for (size_t i = 0; i < count; i++) {
		const bm_notice_record *r = docs[i]->notices;

		for (size_t k = 0; r != NULL && k < r->off.len; k++) {
			const bm_notice_off *off = &r->off.items[k];

			if (off->reason == NULL || off->initials == NULL)
				continue;
			bm_buf_puts(out, "<tr><th scope=\"row\">");
			bm_escape_text(out, docs[i]->file, BM_ESCAPE_HTML);
			bm_buf_puts(out, "</th>");
			cell(out, off->kind);
			place(out, off->used ? off->trigger : "nothing",
			      &off->pos);
			cell(out, off->reason);
			cell(out, off->initials);
			bm_buf_puts(out, "</tr>\n");
		}
	}
	bm_buf_puts(out, "</tbody>\n</table>\n</main>\n</body>\n</html>\n");
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
