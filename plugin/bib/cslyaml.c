/*
 * Reads CSL-YAML: a list of CSL-JSON objects in YAML, bare or under the key
 * "references", as pandoc and Better BibTeX write it.
 */
#include "bib/internal.h"
#include "xml/yaml.h"

/* The list of items in a file, or NULL. */
static const bm_yaml *
list_of(const bm_yaml *root)
{
	if (root == NULL || root->kind == BM_YAML_LIST)
		return root;
	if (root->kind == BM_YAML_SCALAR)
		return NULL;
	for (const bm_yaml *key = root->first; key != NULL;
	     key = key->next->next)
		if (bm_str_is(key->text, "references") &&
		    key->next->kind == BM_YAML_LIST)
			return key->next;
	return NULL;
}

/* Whether pandoc writes the field in Markdown. */
static bool
is_title(bm_str key)
{
	static const char *const titles[] = {
	    "title",           "title-short",
	    "container-title", "collection-title",
	    "original-title",  "reviewed-title",
	    "volume-title"};

	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		if (bm_str_is(key, titles[i]))
			return true;
	return false;
}

/* Titles get CSL's markup in place of Markdown's; the tree is changed. */
static bool
mark_titles(bm_arena *arena, const bm_yaml *object)
{
	for (const bm_yaml *key = object->first; key != NULL;
	     key = key->next->next) {
		bm_yaml *value = key->next;
		const char *text = NULL;
		bm_buf buf;

		if (key->kind != BM_YAML_SCALAR ||
		    value->kind != BM_YAML_SCALAR || !is_title(key->text) ||
		    strpbrk(value->text.ptr, "*^~[\\") == NULL)
			continue;
		bm_buf_init(&buf, bm_arena_allocator(arena));
		bib_markdown(value->text, &buf);
		if (buf.status == BM_OK)
			text = bm_arena_str(arena, bm_buf_str(&buf));
		value->text = (bm_str){text, buf.len};
		bm_buf_free(&buf);
		if (text == NULL)
			return false;
	}
	return true;
}

static bm_status
read_item(bm_library *library, bm_arena *arena, const bm_yaml *entry,
	  size_t number, bm_diags *diags)
{
	if (entry->kind != BM_YAML_MAP) {
		bm_diag_add(diags, bib_rule("bib-shape"), &entry->pos,
			    "Entry %zu of the bibliography is not an item",
			    number);
		return BM_OK;
	}
	return mark_titles(arena, entry)
		   ? bib_csl_item(library, entry, number, diags)
		   : BM_NO_MEMORY;
}

/* Front matter may end with the line that would begin a second document. */
static bm_str
without_end(bm_str text)
{
	bm_str t = bm_str_trim(text);

	if (bm_str_ends(t, "\n---")) {
		text.len = (size_t)(t.ptr - text.ptr) + t.len - 3;
		return text;
	}
	return text;
}

/* See item.h. */
bm_status
bm_bib_read_yaml(bm_library *library, bm_str text, const char *file,
		 unsigned line, bm_diags *diags)
{
	const char *name = bm_arena_strdup(library->arena, file);
	bm_yaml_error error;
	const bm_yaml *list;
	bm_arena *arena;
	bm_yaml *root;
	bm_status status;
	size_t number = 0;

	if (file != NULL && name == NULL)
		return BM_NO_MEMORY;
	arena = bm_arena_new(bm_arena_allocator(library->arena));
	if (arena == NULL)
		return BM_NO_MEMORY;
	/* Each value takes a character at least; aliases may double that. */
	status = bm_yaml_read(arena, without_end(text), name, line,
			      2 * text.len + 100, &root, &error);
	if (status == BM_BAD_INPUT || status == BM_LIMIT) {
		bm_diag_add(diags, bib_rule("bib-syntax"), &error.pos,
			    "The bibliography is not usable YAML: %s",
			    error.message);
		status = BM_BAD_INPUT;
		goto done;
	}
	if (status != BM_OK)
		goto done;
	list = list_of(root);
	if (list == NULL) {
		bm_pos start = {name, line, 1, 0, 0};

		bm_diag_add(diags, bib_rule("bib-shape"), &start, NULL);
		status = BM_BAD_INPUT;
		goto done;
	}
	for (const bm_yaml *n = list->first; status == BM_OK && n != NULL;
	     n = n->next)
		status = read_item(library, arena, n, ++number, diags);
	if (bm_arena_failed(library->arena))
		status = BM_NO_MEMORY;
done:
	bm_arena_free(arena);
	return status;
}

static bm_status
read_yaml(bm_library *library, bm_str text, const char *file, bm_diags *diags)
{
	return bm_bib_read_yaml(library, text, file, 1, diags);
}

/* A list of entries with an id, or the key that leads to one. */
static bib_guess
guess(bm_str text)
{
	bm_str line;
	bool entry = false;

	for (size_t n = 0; n < 200 && bm_str_split(&text, '\n', &line); n++) {
		bm_str t = bm_str_trim(line);

		if (bm_str_starts(line, "references:"))
			return BIB_GUESS_SURE;
		if (bm_str_starts(t, "- ")) {
			entry = true;
			t.ptr += 2;
			t.len -= 2;
			t = bm_str_trim(t);
		} else if (!entry && t.len > 0 && t.ptr[0] != '#' &&
			   !bm_str_is(t, "---") && line.ptr[0] != ' ' &&
			   bm_str_find(t, ":", 0) == t.len)
			return BIB_GUESS_NO;
		if (entry && bm_str_starts(t, "id:"))
			return BIB_GUESS_SURE;
	}
	return BIB_GUESS_NO;
}

const bib_format bib_cslyaml = {
    .name = "cslyaml",
    .title = "CSL-YAML",
    .extensions = {"yaml", "yml"},
    .guess = guess,
    .read = read_yaml,
};
