/* Reads CSL-JSON, the data format of CSL processors. */
#include "bib/internal.h"
#include "xml/json.h"

typedef struct reader {
	bm_library *library;
	bm_arena *item; /* values of one item, emptied for the next */
	bm_diags *diags;
	bm_json json;
} reader;

static bm_status
not_items(reader *r)
{
	bm_pos start = {r->json.file, 1, 1, 0, 0};

	bm_diag_add(r->diags, bib_rule("bib-shape"), &start, NULL);
	return BM_BAD_INPUT;
}

/* The item that comes next, entry `number` of its list. */
static bm_status
read_item(reader *r, size_t number)
{
	bm_yaml *entry;
	bm_status status = bm_json_value(&r->json, r->item, &entry);

	if (status == BM_OK && entry->kind != BM_YAML_MAP)
		bm_diag_add(r->diags, bib_rule("bib-shape"), &entry->pos,
			    "Entry %zu of the bibliography is not an item",
			    number);
	else if (status == BM_OK)
		status = bib_csl_item(r->library, entry, number, r->diags);
	bm_arena_reset(r->item);
	return status;
}

/* The items of the list that comes next. */
static bm_status
read_items(reader *r)
{
	bm_status status = bm_json_sign(&r->json, '[');

	if (status == BM_OK && bm_json_peek(&r->json) == ']')
		return bm_json_sign(&r->json, ']');
	for (size_t n = 1; status == BM_OK; n++) {
		status = read_item(r, n);
		if (status == BM_OK && bm_json_peek(&r->json) == ']')
			return bm_json_sign(&r->json, ']');
		if (status == BM_OK)
			status = bm_json_sign(&r->json, ',');
	}
	return status;
}

/* An object that has the list as its member "items". */
static bm_status
read_object(reader *r)
{
	bm_status status = bm_json_sign(&r->json, '{');
	bool found = false;

	while (status == BM_OK && bm_json_peek(&r->json) != '}') {
		bm_yaml *key, *value;

		status = bm_json_value(&r->json, r->item, &key);
		if (status == BM_OK)
			status = bm_json_sign(&r->json, ':');
		if (status != BM_OK)
			break;
		if (bm_str_is(key->text, "items") &&
		    bm_json_peek(&r->json) == '[') {
			found = true;
			status = read_items(r);
		} else
			status = bm_json_value(&r->json, r->item, &value);
		bm_arena_reset(r->item);
		if (status == BM_OK && bm_json_peek(&r->json) != '}')
			status = bm_json_sign(&r->json, ',');
	}
	if (status == BM_OK)
		status = bm_json_sign(&r->json, '}');
	return status == BM_OK && !found ? not_items(r) : status;
}

static bm_status
read_root(reader *r)
{
	bm_status status;
	bm_yaml *value;

	switch (bm_json_peek(&r->json)) {
	case '[':
		status = read_items(r);
		break;
	case '{':
		status = read_object(r);
		break;
	default:
		status = bm_json_value(&r->json, r->item, &value);
		if (status == BM_OK)
			status = not_items(r);
	}
	return status == BM_OK ? bm_json_end(&r->json) : status;
}

static bm_status
read_csljson(bm_library *library, bm_str text, const char *file,
	     bm_diags *diags)
{
	const char *name = bm_arena_strdup(library->arena, file);
	reader r = {.library = library, .diags = diags};
	bm_status status;

	if (file != NULL && name == NULL)
		return BM_NO_MEMORY;
	r.item = bm_arena_new(bm_arena_allocator(library->arena));
	if (r.item == NULL)
		return BM_NO_MEMORY;
	bm_json_begin(&r.json, text, name);
	status = read_root(&r);
	if (r.json.error.message != NULL) {
		bm_diag_add(diags, bib_rule("bib-syntax"), &r.json.error.pos,
			    "The bibliography is not valid JSON: %s",
			    r.json.error.message);
		status = BM_BAD_INPUT;
	}
	bm_arena_free(r.item);
	return bm_arena_failed(library->arena) ? BM_NO_MEMORY : status;
}

/* A list of objects, or an object. */
static bib_guess
guess(bm_str text)
{
	char first = '\0', second = '\0';

	for (size_t at = 0; at < text.len && second == '\0'; at++) {
		if (bm_is_space(text.ptr[at]))
			continue;
		if (first == '\0')
			first = text.ptr[at];
		else
			second = text.ptr[at];
	}
	if ((first == '[' && (second == '{' || second == ']')) ||
	    (first == '{' && (second == '"' || second == '}')))
		return BIB_GUESS_SURE;
	return first == '[' || first == '{' ? BIB_GUESS_MAYBE : BIB_GUESS_NO;
}

const bib_format bib_csljson = {
    .name = "csljson",
    .title = "CSL-JSON",
    .extensions = {"json"},
    .guess = guess,
    .read = read_csljson,
    .write = bib_write_csljson,
};
