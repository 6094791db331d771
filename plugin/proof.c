/*
 * Proof that the outputs carry their notices.  What was written is read
 * again, before it is published, and each notice that was asked for is looked
 * for in its file: by id, by kind, and word by word.
 */
#include "proof.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "pass/tree.h"
#include "xml/escape.h"
#include "xml/required.h"
#include "xml/reread.h"

const bm_rule bm_proof_rules[] = {
    {"notice-missing-in-output", BM_ERROR,
     "A notice that was asked for is not in the output", NULL,
     "Nothing was published.  If a value is missing, give it; else a style "
     "sheet of your own may have left the notice out."},
    {0}};

/* ---- Looking ------------------------------------------------------------- */

/* All elements of a page by their id. */
static bm_status
collect_ids(xmlDoc *page, bm_arena *arena, bm_map *out)
{
	xmlNode *root = xmlDocGetRootElement(page);

	bm_map_init(out, arena);
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *id =
		    n->type == XML_ELEMENT_NODE ? bm_attr(n, "id") : NULL;
		void **slot;

		if (id == NULL)
			continue;
		slot = bm_map_put(out, bm_str_of(id), NULL);
		if (slot == NULL)
			return BM_NO_MEMORY;
		if (*slot == NULL)
			*slot = n;
	}
	return BM_OK;
}

/* Whether an element has all the runs of text, in their order. */
static bool
has_text(xmlNode *el, const char *runs, bm_arena *arena, bm_status *status)
{
	bm_str rest = bm_str_of(runs), run, all;
	bool has = true;
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(arena));
	for (xmlNode *n = el; n != NULL; n = bm_walk(n, el)) {
		const char *s =
		    n->type == XML_TEXT_NODE ? (const char *)n->content : "";

		for (; *s != '\0'; s++)
			if (!bm_is_space(*s))
				bm_buf_putc(&buf, *s);
	}
	all = bm_str_of(bm_buf_cstr(&buf));
	while (has && bm_str_split(&rest, '\n', &run)) {
		const char *needle = bm_arena_str(arena, run);
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
look_for(bm_arena *arena, bm_proof_row *row, const bm_map *ids)
{
	xmlNode *el = row->id != NULL ? bm_map_getz(ids, row->id) : NULL;
	const char *class = bm_arena_printf(arena, "notice-%s", row->kind);
	bm_status status = BM_OK;

	if (class == NULL)
		return BM_NO_MEMORY;
	if (row->id == NULL)
		row->fault = "it could not be placed";
	else if (el == NULL)
		row->fault = "no element has its id";
	else if (!bm_pass_has_word(bm_attr(el, "class"), class))
		row->fault = "the element with its id is another one";
	else if (row->text == NULL || !has_text(el, row->text, arena, &status))
		row->fault = "its words are not there";
	return status;
}

/* Reads one file again and looks for all that it must have. */
static bm_status
check_file(bm_proof_row *const *rows, size_t count, bm_proof_reader *reader,
	   const bm_allocator *al)
{
	bm_arena *arena = bm_arena_new(al);
	const char *file = rows[0]->file;
	xmlDoc *page = NULL;
	bm_status status;
	bm_map ids;
	bm_str text;

	if (arena == NULL)
		return BM_NO_MEMORY;
	status = reader->read(reader->user, arena, file, &text);
	if (status == BM_OK)
		status = bm_reread(
		    arena, text, bm_str_ends(bm_str_of(file), ".xhtml"), &page);
	if (status == BM_OK)
		status = collect_ids(page, arena, &ids);
	if (status == BM_OK) {
		for (size_t i = 0; i < count && status == BM_OK; i++)
			status = look_for(arena, rows[i], &ids);
	} else if (status != BM_NO_MEMORY) {
		for (size_t i = 0; i < count; i++)
			rows[i]->fault = "the file cannot be read again";
		status = BM_OK;
	}
	xmlFreeDoc(page);
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

/* See proof.h. */
bm_status
bm_proof_check(bm_proof *proof, bm_proof_reader *reader, bm_diags *diags)
{
	size_t n = 0, end;
	bm_proof_row **rows =
	    BM_NEW_ARRAY(proof->arena, bm_proof_row *, proof->rows.len + 1);
	bm_status status = rows != NULL ? BM_OK : BM_NO_MEMORY;

	for (size_t i = 0; i < proof->rows.len && status == BM_OK; i++)
		if (strcmp(proof->rows.items[i].output, proof->output) == 0)
			rows[n++] = &proof->rows.items[i];
	if (n > 1)
		qsort(rows, n, sizeof(*rows), by_file);
	for (size_t i = 0; i < n && status == BM_OK; i = end) {
		for (end = i + 1; end < n; end++)
			if (strcmp(rows[i]->file, rows[end]->file) != 0)
				break;
		status = check_file(rows + i, end - i, reader,
				    bm_arena_allocator(proof->arena));
	}
	if (status != BM_OK)
		return status;
	return report(rows, n, diags) ? BM_BAD_INPUT : BM_OK;
}

/* ---- The report ---------------------------------------------------------- */

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
