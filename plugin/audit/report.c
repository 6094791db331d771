/* The report of an audit, for people and for programs. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "audit/audit.h"
#include "audit/report_json.h"
#include "engine/engine.h"

#define PRINTED (JSON_INDENT(2) | JSON_SORT_KEYS)

static const char *const kinds[] = {"text",  "images",    "ids",
				    "links", "languages", "source"};

/* Adds what went in and what of it is missing. */
static void
add_sums(const bm_audit *a, bm_audit_sum sums[BM_AUDIT_KINDS])
{
	for (int k = 0; k < BM_AUDIT_KINDS; k++)
		sums[k].out += a->out[k];
	for (size_t i = 0; i < a->items.len; i++) {
		const bm_audit_item *item = &a->items.items[i];
		bm_audit_sum *s = &sums[item->kind];

		s->in += item->words;
		s->missing += item->why == NULL ? item->missing : 0;
		s->excused += item->why != NULL ? item->missing : 0;
	}
}

static void
put_table(const char *what, const bm_audit_sum sums[BM_AUDIT_KINDS],
	  bm_buf *out)
{
	bm_buf_printf(out, "Audit of %s\n\n%-10s %9s %9s %9s %9s\n", what, "",
		      "in", "out", "missing", "left out");
	for (int k = 0; k < BM_AUDIT_KINDS; k++)
		bm_buf_printf(out, "%-10s %9zu %9zu %9zu %9zu\n", kinds[k],
			      sums[k].in, sums[k].out, sums[k].missing,
			      sums[k].excused);
}

/* A line for each thing that is missing. */
static void
put_missing(const bm_audit *a, bm_buf *out)
{
	for (size_t i = 0; i < a->items.len; i++) {
		const bm_audit_item *item = &a->items.items[i];

		if (item->missing == 0)
			continue;
		bm_buf_printf(out, "\n%s:%u:%u: %s of %s: %s",
			      item->pos.file != NULL ? item->pos.file : "",
			      item->pos.line, item->pos.column,
			      kinds[item->kind], item->element, item->shown);
		if (item->words > 1 || item->kind == BM_AUDIT_TEXT)
			bm_buf_printf(out, " (%zu of %zu words)", item->missing,
				      item->words);
		if (item->why != NULL)
			bm_buf_printf(out, " [%s]", item->why);
	}
}

bm_status
bm_audit_text(const bm_audit *a, const char *file, bm_buf *out)
{
	bm_audit_sum sums[BM_AUDIT_KINDS] = {{0}};

	add_sums(a, sums);
	put_table(file, sums, out);
	put_missing(a, out);
	bm_buf_putc(out, '\n');
	return out->status;
}

static bool
put_item(json_t *list, const bm_audit_item *item)
{
	json_t *o = json_object();

	return json_array_append_new(list, o) == 0 &&
	       bm_report_text(o, "kind", kinds[item->kind]) &&
	       bm_report_text(o, "file", item->pos.file) &&
	       bm_report_number(o, "line", item->pos.line) &&
	       bm_report_number(o, "column", item->pos.column) &&
	       bm_report_text(o, "element", item->element) &&
	       bm_report_text(o, "text", item->shown) &&
	       bm_report_number(o, "words", item->words) &&
	       bm_report_number(o, "missing", item->missing) &&
	       bm_report_text(o, "why", item->why);
}

/* Adds a member for each kind. */
static bool
put_sums(json_t *to, const bm_audit_sum sums[BM_AUDIT_KINDS])
{
	bool good = true;

	for (int k = 0; k < BM_AUDIT_KINDS && good; k++) {
		json_t *o = json_object();

		good = json_object_set_new(to, kinds[k], o) == 0 &&
		       bm_report_number(o, "in", sums[k].in) &&
		       bm_report_number(o, "out", sums[k].out) &&
		       bm_report_number(o, "missing", sums[k].missing) &&
		       bm_report_number(o, "left-out", sums[k].excused);
	}
	return good;
}

/* One document; NULL without memory. */
static json_t *
object_of(const bm_audit *a, const char *file)
{
	json_t *root = json_object(), *list = json_array();
	bm_audit_sum sums[BM_AUDIT_KINDS] = {{0}};
	bool good = bm_report_text(root, "document", file);

	add_sums(a, sums);
	good = good && put_sums(root, sums);
	good = json_object_set_new(root, "missing", list) == 0 && good;
	for (size_t i = 0; i < a->items.len && good; i++)
		if (a->items.items[i].missing > 0)
			good = put_item(list, &a->items.items[i]);
	if (good)
		return root;
	json_decref(root);
	return NULL;
}

bm_status
bm_audit_json(const bm_audit *a, const char *file, bm_buf *out)
{
	return bm_report_json(object_of(a, file), PRINTED, out);
}

bm_status
bm_audit_write(bm_engine *engine, const bm_audit *audit, bm_doc *doc,
	       const char *path)
{
	bm_status status;
	bm_buf buf;

	bm_buf_init(&buf, &engine->al);
	status = bm_str_ends(bm_str_of(path), ".json")
		     ? bm_audit_json(audit, doc->file, &buf)
		     : bm_audit_text(audit, doc->file, &buf);
	if (status == BM_OK)
		status = bm_output_file(engine, path, &buf, doc->diags);
	bm_buf_free(&buf);
	return status;
}

/* ---- Of many documents --------------------------------------------------- */

/* See audit.h. */
void
bm_audit_report_init(bm_audit_report *r, const bm_allocator *al)
{
	*r = (bm_audit_report){0};
	bm_buf_init(&r->text, al);
	bm_buf_init(&r->lines, al);
	r->outputs = json_array();
	r->documents = json_array();
}

/* See audit.h. */
void
bm_audit_report_free(bm_audit_report *r)
{
	bm_buf_free(&r->text);
	bm_buf_free(&r->lines);
	json_decref(r->outputs);
	json_decref(r->documents);
}

/* See audit.h. */
bm_status
bm_audit_report_add(bm_audit_report *r, const bm_audit *a, const char *file)
{
	r->count++;
	add_sums(a, r->sums);
	put_missing(a, &r->lines);
	return json_array_append_new(r->documents, object_of(a, file)) == 0
		   ? r->lines.status
		   : BM_NO_MEMORY;
}

/* See audit.h. */
bm_status
bm_audit_report_output(bm_audit_report *r, const char *name)
{
	json_t *output = json_object();
	char what[512];
	bool good;

	snprintf(what, sizeof(what), "%s: %zu documents", name, r->count);
	put_table(what, r->sums, &r->text);
	bm_buf_putstr(&r->text, bm_buf_str(&r->lines));
	bm_buf_puts(&r->text, r->lines.len > 0 ? "\n\n" : "\n");
	good = bm_report_text(output, "output", name) &&
	       put_sums(output, r->sums) &&
	       json_object_set(output, "documents", r->documents) == 0;
	good = json_array_append_new(r->outputs, output) == 0 && good;
	json_decref(r->documents);
	r->documents = json_array();
	memset(r->sums, 0, sizeof(r->sums));
	r->count = 0;
	bm_buf_clear(&r->lines);
	return good ? r->text.status : BM_NO_MEMORY;
}

/* See audit.h. */
bm_status
bm_audit_report_write(bm_audit_report *r, bm_engine *engine, const char *path,
		      bm_diags *diags)
{
	json_t *root;
	bm_status status;

	if (!bm_str_ends(bm_str_of(path), ".json"))
		return bm_output_file(engine, path, &r->text, diags);
	bm_buf_clear(&r->text);
	root = json_object();
	if (json_object_set(root, "outputs", r->outputs) != 0) {
		json_decref(root);
		return BM_NO_MEMORY;
	}
	status = bm_report_json(root, PRINTED, &r->text);
	return status == BM_OK ? bm_output_file(engine, path, &r->text, diags)
			       : status;
}
