/* Reads CSL-JSON, the data format of CSL processors, by jansson. */
#include <jansson.h>

#include "bib/internal.h"

typedef struct reader {
	bm_library *library;
	bm_arena *arena;
	bm_diags *diags;
	const char *file;
	BM_VEC(bm_pos) places; /* of the items, in order */
} reader;

/* ---- Where items stand: jansson does not keep it ---- */

typedef struct scan {
	bm_str text;
	size_t at, line_start;
	uint32_t line;
	int depth;
	bool in_items; /* behind the key "items" of a root object */
} scan;

/* Moves behind a string that starts at s->at; tells if it is `what`. */
static bool
skip_string(scan *s, const char *what)
{
	size_t start = ++s->at;
	bool same;

	while (s->at < s->text.len && s->text.ptr[s->at] != '"')
		s->at += s->text.ptr[s->at] == '\\' ? 2 : 1;
	if (s->at > s->text.len)
		s->at = s->text.len;
	same = bm_str_is((bm_str){s->text.ptr + start, s->at - start}, what);
	s->at++;
	return same;
}

/*
 * Notes line and column of each object that is an item: one of the root list
 * or of the list "items" of the root object.
 */
static bool
find_places(reader *r, bm_str text)
{
	scan s = {text, 0, 0, 1, 0, false};
	int level = -1; /* depth of the list of items */

	while (s.at < text.len) {
		char c = text.ptr[s.at];

		if (c == '"') {
			bool named = skip_string(&s, "items");

			if (s.depth == 1 && level < 0)
				s.in_items = named;
			continue;
		}
		if (c == '\n') {
			s.line++;
			s.line_start = s.at + 1;
		} else if (c == '[' || c == '{') {
			if (c == '[' && level < 0 &&
			    (s.depth == 0 || (s.depth == 1 && s.in_items)))
				level = s.depth + 1;
			else if (c == '{' && s.depth == level) {
				bm_pos *pos = BM_VEC_PUSH(r->arena, &r->places);

				if (pos == NULL)
					return false;
				pos->file = r->file;
				pos->line = s.line;
				pos->column =
				    (uint32_t)(s.at - s.line_start + 1);
			}
			s.depth++;
		} else if (c == ']' || c == '}')
			s.depth--;
		s.at++;
	}
	return true;
}

/* The items of the list. */
static bm_status
read_items(reader *r, json_t *items)
{
	bm_pos start = {r->file, 1, 1, 0, 0};
	bm_status status = BM_OK;
	size_t objects = 0;

	if (!json_is_array(items)) {
		bm_diag_add(r->diags, bib_rule("bib-shape"), &start, NULL);
		return BM_BAD_INPUT;
	}
	for (size_t i = 0; status == BM_OK && i < json_array_size(items); i++) {
		json_t *entry = json_array_get(items, i);

		if (json_is_object(entry)) {
			status = bib_csl_item(r->library, entry, i + 1,
					      objects < r->places.len
						  ? &r->places.items[objects]
						  : &start,
					      r->diags);
			objects++;
		} else
			bm_diag_add(r->diags, bib_rule("bib-shape"), &start,
				    "Entry %zu of the bibliography is not an "
				    "item",
				    i + 1);
	}
	return status;
}

static bm_status
read_csljson(bm_library *library, bm_str text, const char *file,
	     bm_diags *diags)
{
	reader r = {0};
	json_error_t error;
	json_t *root;
	bm_status status;

	r.library = library;
	r.arena = library->arena;
	r.diags = diags;
	r.file = bm_arena_strdup(library->arena, file);
	if (file != NULL && r.file == NULL)
		return BM_NO_MEMORY;
	root =
	    json_loadb(text.ptr != NULL ? text.ptr : "", text.len, 0, &error);
	if (root == NULL) {
		bm_pos pos = {r.file, 0, 0, 0, 0};

		if (json_error_code(&error) == json_error_out_of_memory)
			return BM_NO_MEMORY;
		pos.line = error.line > 0 ? (uint32_t)error.line : 1;
		pos.column = error.column > 0 ? (uint32_t)error.column : 1;
		bm_diag_add(diags, bib_rule("bib-syntax"), &pos,
			    "The bibliography is not valid JSON: %s",
			    error.text);
		return BM_BAD_INPUT;
	}
	status = find_places(&r, text)
		     ? read_items(&r, json_is_object(root)
					  ? json_object_get(root, "items")
					  : root)
		     : BM_NO_MEMORY;
	json_decref(root);
	if (bm_arena_failed(library->arena))
		status = BM_NO_MEMORY;
	return status;
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
