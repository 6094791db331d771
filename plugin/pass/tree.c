#include "pass/tree.h"

#include "core/buf.h"

bm_status
bm_pass_status(const bm_doc *doc)
{
	return doc->no_memory || bm_arena_failed(doc->arena) ||
		       bm_arena_failed(doc->scratch) ||
		       bm_arena_failed(doc->wording)
		   ? BM_NO_MEMORY
		   : BM_OK;
}

bool
bm_pass_is_division(const xmlNode *node)
{
	static const char *const names[] = {"section",
					    "chapter",
					    "article",
					    "appendix",
					    "preface",
					    "part",
					    "book",
					    "set",
					    "sect1",
					    "sect2",
					    "sect3",
					    "sect4",
					    "sect5",
					    "simplesect",
					    "topic",
					    "partintro",
					    "glossary",
					    "glossdiv",
					    "bibliography",
					    "bibliodiv",
					    "index",
					    "indexdiv",
					    "colophon",
					    "dedication",
					    "reference",
					    "acknowledgements",
					    "refentry",
					    "refsection",
					    "refsect1",
					    "refsect2",
					    "refsect3",
					    "setindex",
					    NULL};

	return bm_is_any(node, names);
}

bool
bm_pass_is_chunk(const xmlNode *node)
{
	static const char *const parents[] = {"book", "part", NULL};
	static const char *const names[] = {"chapter",
					    "appendix",
					    "part",
					    "preface",
					    "article",
					    "glossary",
					    "bibliography",
					    "index",
					    "colophon",
					    "dedication",
					    "acknowledgements",
					    "reference",
					    "topic",
					    NULL};

	return bm_is_any(node->parent, parents) && bm_is_any(node, names);
}

bool
bm_pass_is_page(const xmlNode *node)
{
	return bm_pass_is_chunk(node) || bm_attr_bm(node, "cut") != NULL;
}

bool
bm_pass_is_head(const xmlNode *node)
{
	static const char *const names[] = {"title", "subtitle", "titleabbrev",
					    "info", NULL};

	return bm_is_any(node, names);
}

bool
bm_pass_from_xml(const bm_doc *doc)
{
	static const char *const ends[] = {".xml", ".dbk", ".docbook", ".db",
					   NULL};
	bm_str file = bm_str_of(doc->file);

	for (size_t i = 0; ends[i] != NULL; i++)
		if (bm_str_ends(file, ends[i]))
			return true;
	return false;
}

bool
bm_pass_has_word(const char *s, const char *word)
{
	size_t length = strlen(word);

	while (s != NULL && *s != '\0') {
		while (bm_is_space(*s))
			s++;
		const char *start = s;
		while (*s != '\0' && !bm_is_space(*s))
			s++;
		if ((size_t)(s - start) == length &&
		    memcmp(start, word, length) == 0)
			return true;
	}
	return false;
}

const char *
bm_pass_person(bm_doc *doc, const xmlNode *person)
{
	const xmlNode *name = bm_child(person, "personname");
	bm_buf buf;

	if (name == NULL)
		name = bm_child(person, "orgname");
	if (name == NULL)
		name = person;
	const xmlNode *part = bm_first_element(name);
	if (part == NULL)
		return bm_textz(doc, name);
	bm_buf_init(&buf, bm_arena_allocator(doc->arena));
	for (const xmlNode *n = name->children; n != NULL; n = n->next) {
		bool is_text = n->type == XML_TEXT_NODE;
		const char *text =
		    is_text
			? bm_arena_str(
			      doc->arena,
			      bm_str_trim(bm_str_of((const char *)n->content)))
		    : bm_is(n, NULL) ? bm_textz(doc, n)
				     : "";
		if (text == NULL || *text == '\0')
			continue;
		if (buf.len > 0 &&
		    bm_pass_has_word(bm_attr(n, "role"), "credentials"))
			bm_buf_putc(&buf, ',');
		if (buf.len > 0)
			bm_buf_putc(&buf, ' ');
		bm_buf_puts(&buf, text);
	}
	const char *all = buf.status == BM_OK
			      ? bm_arena_strdup(doc->arena, bm_buf_cstr(&buf))
			      : NULL;
	bm_buf_free(&buf);
	if (all == NULL)
		doc->no_memory = true;
	return all != NULL ? all : "";
}

bm_status
bm_ids_collect(bm_ids *ids, bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc);

	ids->doc = doc;
	bm_map_init(&ids->by_id, doc->scratch);
	bm_map_init(&ids->next, doc->scratch);
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *id = bm_attr_xml(n, "id");
		bool is_new;
		void **slot;

		if (id == NULL || *id == '\0')
			continue;
		slot = bm_map_put(&ids->by_id, bm_str_of(id), &is_new);
		if (slot == NULL)
			return BM_NO_MEMORY;
		if (is_new)
			*slot = n;
	}
	return BM_OK;
}

xmlNode *
bm_ids_find(const bm_ids *ids, const char *id)
{
	return bm_map_getz(&ids->by_id, id);
}

/* Makes an id that of node: the id, "" if it is taken, NULL without memory. */
static const char *
take(bm_ids *ids, const char *id, xmlNode *node)
{
	bool is_new;
	void **slot = bm_map_put(&ids->by_id, bm_str_of(id), &is_new);

	if (slot == NULL)
		return NULL;
	if (!is_new)
		return "";
	*slot = node;
	return ids->by_id.entries[ids->by_id.len - 1].key.ptr;
}

const char *
bm_ids_claim(bm_ids *ids, const char *base, xmlNode *node)
{
	const char *id = take(ids, base, node);
	bool is_new;
	void **next;

	if (id == NULL || *id != '\0')
		return id;
	next = bm_map_put(&ids->next, bm_str_of(base), &is_new);
	if (next == NULL)
		return NULL;
	/* Numbers go up only, so that many equal titles take linear time. */
	uintptr_t number = is_new ? 2 : (uintptr_t)*next;
	for (; id != NULL && *id == '\0'; number++) {
		id = bm_arena_printf(ids->doc->scratch, "%s-%zu", base,
				     (size_t)number);
		if (id != NULL)
			id = take(ids, id, node);
	}
	*next = (void *)number;
	return id;
}

bool
bm_ids_reserved(const char *id)
{
	static const char *const starts[] = {"notice-", "ref-",  "cite-",
					     "fnref-",  "term-", NULL};
	bm_str s = bm_str_of(id);

	for (size_t i = 0; starts[i] != NULL; i++)
		if (bm_str_starts(s, starts[i]))
			return true;
	return bm_str_is(s, "references");
}
