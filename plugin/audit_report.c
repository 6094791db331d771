/* The report of an audit, for people and for programs. */
#include <jansson.h>
#include <stdlib.h>

#include "audit.h"
#include "engine.h"

static const char *const kinds[] = {"text", "images", "ids", "links",
				    "languages"};

/* What went in and what of it is missing, for no reason. */
struct sum {
	size_t in, missing, excused;
};

static struct sum
sum_of(const bm_audit *a, int kind)
{
	struct sum s = {0, 0, 0};

	for (size_t i = 0; i < a->items.len; i++) {
		const bm_audit_item *item = &a->items.items[i];

		if ((int)item->kind != kind)
			continue;
		s.in += item->words;
		s.missing += item->why == NULL ? item->missing : 0;
		s.excused += item->why != NULL ? item->missing : 0;
	}
	return s;
}

bm_status
bm_audit_text(const bm_audit *a, const char *file, bm_buf *out)
{
	bm_buf_printf(out, "Audit of %s\n\n%-10s %9s %9s %9s %9s\n", file, "",
		      "in", "out", "missing", "left out");
	for (int k = 0; k < BM_AUDIT_KINDS; k++) {
		struct sum s = sum_of(a, k);

		bm_buf_printf(out, "%-10s %9zu %9zu %9zu %9zu\n", kinds[k],
			      s.in, a->out[k], s.missing, s.excused);
	}
	for (size_t i = 0; i < a->items.len; i++) {
		const bm_audit_item *item = &a->items.items[i];

		if (item->missing == 0)
			continue;
		bm_buf_printf(out, "\n%s:%u:%u: %s of %s: %s",
			      item->pos.file != NULL ? item->pos.file : "",
			      item->pos.line, item->pos.column,
			      kinds[item->kind], item->element, item->text);
		if (item->kind == BM_AUDIT_TEXT)
			bm_buf_printf(out, " (%zu of %zu words)", item->missing,
				      item->words);
		if (item->why != NULL)
			bm_buf_printf(out, " [%s]", item->why);
	}
	bm_buf_putc(out, '\n');
	return out->status;
}

static bool
put(json_t *object, const char *key, const char *value)
{
	return json_object_set_new(object, key,
				   value != NULL ? json_string(value)
						 : json_null()) == 0;
}

static bool
put_number(json_t *object, const char *key, size_t n)
{
	return json_object_set_new(object, key, json_integer((json_int_t)n)) ==
	       0;
}

static bool
put_item(json_t *list, const bm_audit_item *item)
{
	json_t *o = json_object();

	return json_array_append_new(list, o) == 0 &&
	       put(o, "kind", kinds[item->kind]) &&
	       put(o, "file", item->pos.file) &&
	       put_number(o, "line", item->pos.line) &&
	       put_number(o, "column", item->pos.column) &&
	       put(o, "element", item->element) && put(o, "text", item->text) &&
	       put_number(o, "words", item->words) &&
	       put_number(o, "missing", item->missing) &&
	       put(o, "why", item->why);
}

bm_status
bm_audit_json(const bm_audit *a, const char *file, bm_buf *out)
{
	json_t *root = json_object(), *list = json_array();
	bool good = put(root, "document", file);
	char *text = NULL;

	for (int k = 0; k < BM_AUDIT_KINDS && good; k++) {
		struct sum s = sum_of(a, k);
		json_t *o = json_object();

		good = json_object_set_new(root, kinds[k], o) == 0 &&
		       put_number(o, "in", s.in) &&
		       put_number(o, "out", a->out[k]) &&
		       put_number(o, "missing", s.missing) &&
		       put_number(o, "left-out", s.excused);
	}
	good = json_object_set_new(root, "missing", list) == 0 && good;
	for (size_t i = 0; i < a->items.len && good; i++)
		if (a->items.items[i].missing > 0)
			good = put_item(list, &a->items.items[i]);
	if (good)
		text = json_dumps(root, JSON_INDENT(2) | JSON_SORT_KEYS);
	if (text != NULL) {
		bm_buf_puts(out, text);
		bm_buf_putc(out, '\n');
	}
	json_decref(root);
	good = text != NULL;
	free(text);
	return good ? out->status : BM_NO_MEMORY;
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
