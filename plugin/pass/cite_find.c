/*
 * Pass "cite": what there is in the document.  Bibliographies say what is
 * listed together: the whole document, or a chapter that has one of its own.
 */
#include <stdio.h>

#include "pass/cite.h"

/* ---- Scopes -------------------------------------------------------------- */

/* Parts of a book that may have references of their own. */
static bool
is_chapter(const xmlNode *node)
{
	static const char *const names[] = {"chapter", "appendix", "preface",
					    "article", "topic",    NULL};

	return bm_is_any(node, names) && bm_pass_is_chunk(node);
}

static bm_cite_scope *
add_scope(bm_citing *c, xmlNode *node, bool real)
{
	bm_cite_scope *scope = BM_NEW(c->doc->scratch, bm_cite_scope);
	bm_cite_scope **place = BM_VEC_PUSH(c->doc->scratch, &c->scopes);

	if (scope == NULL || place == NULL)
		return NULL;
	*place = scope;
	scope->node = node;
	scope->real = real;
	bm_map_init(&scope->references, c->doc->scratch);
	return scope;
}

typedef enum choice { BY_ITSELF, PER_BOOK, PER_CHAPTER } choice;

/* What the metadata say of "bibliographies". */
static choice
chosen(bm_citing *c)
{
	const xmlNode *info = bm_child(bm_doc_element(c->doc), "info");
	const char *value;

	for (const xmlNode *m = bm_child(info, "meta"); m != NULL;
	     m = bm_next(m, "meta")) {
		if (!bm_streq(bm_attr(m, "name"), "bibliographies"))
			continue;
		value = bm_attr(m, "content");
		if (bm_streq(value, "chapter"))
			return PER_CHAPTER;
		if (bm_streq(value, "book"))
			return PER_BOOK;
		bm_diag_add(c->doc->diags, &c->rules[BM_CITE_OPTION],
			    bm_get_pos(c->doc, m),
			    "\"%s\" is no choice for \"bibliographies\"",
			    value != NULL ? value : "");
	}
	return BY_ITSELF;
}

/* ---- The author's entries ------------------------------------------------ */

static bm_status
put_key(bm_citing *c, const char *key, bm_own *own)
{
	void **place;
	bool is_new;

	if (key == NULL || *key == '\0')
		return BM_OK;
	place = bm_map_put(&c->own, bm_str_of(key), &is_new);
	if (place == NULL)
		return BM_NO_MEMORY;
	if (is_new)
		*place = own;
	place = bm_map_put(&c->keys, bm_str_of(key), NULL);
	if (place == NULL)
		return BM_NO_MEMORY;
	*place = own;
	return BM_OK;
}

/* An entry of the author's goes by its id, its xreflabel and its abbrev. */
static bm_status
add_own(bm_citing *c, xmlNode *node, bm_cite_scope *scope)
{
	const xmlNode *abbrev = bm_child(node, "abbrev");
	bm_own *own = BM_NEW(c->doc->scratch, bm_own);
	const char *id = bm_attr_xml(node, "id");
	bm_status status;

	if (own == NULL)
		return BM_NO_MEMORY;
	if (abbrev == NULL)
		abbrev = bm_child(bm_child(node, "info"), "abbrev");
	own->node = node;
	own->scope = scope;
	own->ref.id = own->ref.name = bm_arena_strdup(c->doc->scratch, id);
	status = put_key(c, id, own);
	if (status == BM_OK)
		status = put_key(c, bm_attr(node, "xreflabel"), own);
	if (status == BM_OK && abbrev != NULL)
		status = put_key(c, bm_textz(c->doc, abbrev), own);
	return status;
}

/* Makes items of the entries in parts, once all keys are known. */
static bm_status
make_items(bm_citing *c)
{
	bm_arena *arena = c->doc->scratch;

	for (size_t i = 0; i < c->own.len; i++) {
		bm_own *own = c->own.entries[i].value, **place;

		if (!bm_is(own->node, "biblioentry") || own->item != NULL)
			continue;
		own->item =
		    bm_cite_entry(c, own->node, c->own.entries[i].key.ptr);
		if (!own->scope->real)
			own->scope = c->scopes.items[0];
		place = BM_VEC_PUSH(arena, &own->scope->own);
		if (own->item == NULL || place == NULL)
			return BM_NO_MEMORY;
		*place = own;
	}
	return BM_OK;
}

/* ---- The author's bibliographies ----------------------------------------- */

static bool
has_entries(const xmlNode *bibliography)
{
	return bm_child(bibliography, "biblioentry") != NULL ||
	       bm_child(bibliography, "bibliomixed") != NULL ||
	       bm_child(bibliography, "bibliolist") != NULL ||
	       bm_child(bibliography, "bibliodiv") != NULL;
}

/* Whether a word of the role limits what a bibliography takes. */
static bool
is_limited(const xmlNode *bibliography)
{
	bm_str rest = bm_str_of(bm_attr(bibliography, "role")), word;

	while (bm_str_split(&rest, ' ', &word))
		if (bm_str_starts(word, "type:") ||
		    bm_str_starts(word, "keyword:") ||
		    bm_str_starts(word, "key:"))
			return true;
	return false;
}

static bm_status
add_place(bm_citing *c, xmlNode *node, bm_cite_scope *scope)
{
	bool limited = is_limited(node);
	bool entries = bm_child(node, "biblioentry") != NULL;
	bm_cite_place *place;

	if (has_entries(node) && !entries)
		return BM_OK;
	place = BM_VEC_PUSH(c->doc->scratch, &scope->places);
	if (place == NULL)
		return BM_NO_MEMORY;
	*place = (bm_cite_place){
	    .node = node, .limited = limited && !entries, .entries = entries};
	return BM_OK;
}

/* A chapter that is no scope leaves its places to the document. */
static bm_status
hand_up_places(bm_citing *c)
{
	bm_cite_scope *root = c->scopes.items[0];

	for (size_t i = 1; i < c->scopes.len; i++) {
		bm_cite_scope *scope = c->scopes.items[i];

		for (size_t k = 0; !scope->real && k < scope->places.len; k++) {
			bm_cite_place *place =
			    BM_VEC_PUSH(c->doc->scratch, &root->places);

			if (place == NULL)
				return BM_NO_MEMORY;
			*place = scope->places.items[k];
		}
	}
	return BM_OK;
}

/* The bibliography of a chapter makes it a scope, if it is for all of it. */
static bool
speaks_for_itself(const bm_cite_scope *scope)
{
	for (size_t i = 0; i < scope->places.len; i++)
		if (!scope->places.items[i].limited)
			return true;
	return false;
}

/* See cite.h. */
bm_status
bm_cite_survey(bm_citing *c)
{
	xmlNode *root = bm_doc_element(c->doc), *end = NULL;
	choice how = chosen(c);
	bm_cite_scope *scope = add_scope(c, root, true);
	bm_status status = scope != NULL ? BM_OK : BM_NO_MEMORY;

	for (xmlNode *n = root, *next; n != NULL && status == BM_OK; n = next) {
		next = bm_walk(n, root);
		if (n == end) {
			scope = c->scopes.items[0];
			end = NULL;
		}
		if (is_chapter(n)) {
			scope = add_scope(c, n, how == PER_CHAPTER);
			end = bm_walk_over(n, root);
			if (scope == NULL)
				return BM_NO_MEMORY;
		} else if (n->type == XML_ELEMENT_NODE &&
			   bm_streq(bm_attr_bm(n, "generated"), "cite")) {
			c->done = c->done || !bm_is(n, "citation");
			next = bm_walk_over(n, root);
		} else if (bm_is(n, "bibliography")) {
			status = add_place(c, n, scope);
		} else if (bm_is(n, "biblioentry") || bm_is(n, "bibliomixed")) {
			status = add_own(c, n, scope);
			/* What is inside goes with it. */
			if (bm_is(n, "biblioentry"))
				next = bm_walk_over(n, root);
		}
	}
	for (size_t i = 1; i < c->scopes.len; i++)
		if (how == BY_ITSELF)
			c->scopes.items[i]->real =
			    speaks_for_itself(c->scopes.items[i]);
	if (status == BM_OK)
		status = hand_up_places(c);
	return status == BM_OK ? make_items(c) : status;
}

/* ---- nocite -------------------------------------------------------------- */

static bm_status
add_nocite(bm_citing *c, bm_cite_scope *scope, const bm_item *item)
{
	const bm_item **place = BM_VEC_PUSH(c->doc->scratch, &scope->nocite);

	if (place == NULL)
		return BM_NO_MEMORY;
	*place = item;
	return BM_OK;
}

/* One word of a "nocite": "@key", "key" or "@*" for all. */
static bm_status
add_nocite_word(bm_citing *c, bm_cite_scope *scope, bm_str word,
		const xmlNode *meta)
{
	const bm_library *library = c->context->library;
	const bm_item *item;
	bm_status status = BM_OK;
	size_t at = 0;

	if (word.len > 0 && *word.ptr == '@') {
		word.ptr++;
		word.len--;
	}
	if (word.len > 2 && *word.ptr == '{') {
		word.ptr++;
		word.len -= word.ptr[word.len - 2] == '}' ? 2 : 1;
	}
	if (word.len == 0)
		return BM_OK;
	if (bm_str_is(word, "*")) {
		while (status == BM_OK &&
		       (item = bm_library_each(library, &at)) != NULL)
			if (bm_map_get(&c->own, item->id) == NULL)
				status = add_nocite(c, scope, item);
		return status;
	}
	if (bm_map_get(&c->own, word) != NULL)
		return BM_OK; /* listed anyway */
	item = bm_library_find(library, word);
	if (item != NULL)
		return add_nocite(c, scope, item);
	bm_diag_add(c->doc->diags, &c->rules[BM_CITE_NOCITE],
		    bm_get_pos(c->doc, meta),
		    "The key \"%.*s\" of \"nocite\" is not in the bibliography",
		    (int)word.len, word.ptr);
	return BM_OK;
}

/* The length of the first word; a key in braces may hold anything. */
static size_t
word_length(const char *s)
{
	size_t n = s[0] == '@' ? 1 : 0;
	const char *close = s[n] == '{' ? strchr(s, '}') : NULL;

	return close != NULL ? (size_t)(close - s) + 1
			     : strcspn(s, " \t\r\n,;");
}

static bm_status
find_nocite(bm_citing *c, bm_cite_scope *scope)
{
	const xmlNode *info = bm_child(scope->node, "info");
	bm_status status = BM_OK;

	for (const xmlNode *m = bm_child(info, "meta");
	     m != NULL && status == BM_OK; m = bm_next(m, "meta")) {
		const char *s = bm_attr(m, "content");

		if (!bm_streq(bm_attr(m, "name"), "nocite"))
			continue;
		while (s != NULL && *s != '\0' && status == BM_OK) {
			size_t n = word_length(s);

			status = add_nocite_word(c, scope, (bm_str){s, n}, m);
			s += n;
			s += strspn(s, " \t\r\n,;");
		}
	}
	/* Entries that the author wrote are listed, cited or not. */
	for (size_t i = 0; i < scope->own.len && status == BM_OK; i++)
		status = add_nocite(c, scope, scope->own.items[i]->item);
	return status;
}

/* ---- Citations ----------------------------------------------------------- */

/* Where a citation stands. */
static bm_cite_where
where_is(const xmlNode *node, const xmlNode *root)
{
	/* An index, a running title and the text of a link hold words only. */
	static const char *const plain[] = {
	    "indexterm", "titleabbrev", "alt",         "link",    "xref",
	    "olink",     "keyword",     "subjectterm", "primary", "secondary",
	    "tertiary",  "see",         "seealso",     NULL};

	for (node = node->parent; node != NULL && node != root;
	     node = node->parent) {
		if (bm_is(node, "footnote"))
			return BM_CITE_IN_NOTE;
		if (bm_is_any(node, plain))
			return BM_CITE_PLAIN;
	}
	return BM_CITE_TEXT;
}

static bm_status
add_citation(bm_citing *c, bm_cite_scope *scope, xmlNode *node)
{
	bm_cited *cited = BM_VEC_PUSH(c->doc->scratch, &scope->list);
	bm_status status;

	if (cited == NULL)
		return BM_NO_MEMORY;
	cited->node = node;
	cited->where = where_is(node, bm_doc_element(c->doc));
	status = bm_cite_read(c, cited);
	if (!c->is_note)
		return status;
	if (cited->where == BM_CITE_TEXT && cited->cites.len > 0)
		c->notes++;
	cited->note = c->notes;
	return status;
}

/* In a note style all notes of the document are counted together, so that
 * "note 7" is one and the same in every output. */
static void
count_note(bm_citing *c, xmlNode *note)
{
	char number[16];

	if (!c->is_note || bm_attr(note, "label") != NULL)
		return;
	snprintf(number, sizeof(number), "%u", ++c->notes);
	if (!c->done)
		bm_set_bm(c->doc, note, "number", number);
}

/*
 * Walks the document once more, in step with the scopes.  Citations that were
 * done before are passed over.
 */
static bm_status
walk_citations(bm_citing *c)
{
	xmlNode *root = bm_doc_element(c->doc), *end = NULL, *n = root;
	bm_cite_scope *scope = c->scopes.items[0];
	bm_status status = BM_OK;
	size_t next = 1;

	while (n != NULL && status == BM_OK) {
		if (n == end)
			scope = c->scopes.items[0];
		if (next < c->scopes.len && c->scopes.items[next]->node == n) {
			if (c->scopes.items[next]->real) {
				scope = c->scopes.items[next];
				end = bm_walk_over(n, root);
			}
			next++;
		}
		/* The style prints such an entry from its parts. */
		if (bm_is(n, "biblioentry") &&
		    csl_style_has_bibliography(c->context->style)) {
			n = bm_walk_over(n, root);
			continue;
		}
		if (bm_is(n, "footnote"))
			count_note(c, n);
		if (bm_is(n, "citation") || bm_is(n, "biblioref")) {
			if (!bm_streq(bm_attr_bm(n, "generated"), "cite"))
				status = add_citation(c, scope, n);
			n = bm_walk_over(n, root);
			continue;
		}
		n = bm_walk(n, root);
	}
	return status;
}

/* See cite.h. */
bm_status
bm_cite_find(bm_citing *c)
{
	bm_status status = walk_citations(c);

	for (size_t i = 0; i < c->scopes.len && !c->done; i++)
		if (c->scopes.items[i]->real && status == BM_OK)
			status = find_nocite(c, c->scopes.items[i]);
	return status;
}
