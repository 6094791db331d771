/* Where documents are cut, where their ids are, and what files are called. */
#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"
#include "write/publication.h"

/* Documents with such a root are cut ... */
static const char *const whole[] = {"set", "book", "part", NULL};
/* ... at these children of such elements. */
static const char *const pieces[] = {"set",
				     "book",
				     "part",
				     "preface",
				     "chapter",
				     "appendix",
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

static const char *const divisions[] = {"set",
					"book",
					"part",
					"reference",
					"refentry",
					"refsection",
					"refsect1",
					"refsect2",
					"refsect3",
					"refsynopsisdiv",
					"chapter",
					"appendix",
					"article",
					"preface",
					"topic",
					"section",
					"sect1",
					"sect2",
					"sect3",
					"sect4",
					"sect5",
					"simplesect",
					"bibliography",
					"bibliodiv",
					"glossary",
					"glossdiv",
					"index",
					"indexdiv",
					"toc",
					"qandadiv",
					"colophon",
					"dedication",
					"acknowledgements",
					NULL};

bool
pub_is_division(const xmlNode *el)
{
	static const char *const titled[] = {"partintro", "qandaset", NULL};

	return bm_is_any(el, divisions) ||
	       (bm_is_any(el, titled) && bm_title(el) != NULL);
}

bool
pub_is_cut(const xmlNode *el)
{
	return bm_attr_bm(el, "cut") != NULL;
}

xmlNode *
pub_short_title(const xmlNode *el)
{
	xmlNode *abbrev = bm_child(el, "titleabbrev");

	if (abbrev == NULL)
		abbrev = bm_child(bm_child(el, "info"), "titleabbrev");
	return abbrev != NULL ? abbrev : bm_title(el);
}

/* The title that a chunk goes by in lists. */
static const char *
title_of(publication *p, pub_doc *d, xmlNode *node)
{
	static const char *const generic[] = {
	    "bibliography",     "glossary", "index", "dedication",
	    "acknowledgements", "colophon", NULL};
	xmlNode *title = bm_title(node);
	const char *text = "";

	if (title == NULL && bm_is(node, "refentry"))
		title = bm_child(bm_child(node, "refmeta"), "refentrytitle");
	if (title == NULL && bm_is(node, "refentry"))
		title = bm_child(bm_child(node, "refnamediv"), "refname");
	if (title != NULL)
		text = bm_textz(d->doc, title);
	if (text[0] == '\0' && bm_is_any(node, generic))
		text = pub_term(p, bm_lang(node),
				bm_is(node, "bibliography")
				    ? "references"
				    : (const char *)node->name);
	if (text[0] == '\0')
		text = d->file != NULL ? bm_path_base(d->file)
				       : (const char *)node->name;
	return bm_arena_strdup(p->arena, text);
}

/* A new chunk of d at node, inside outer. */
static pub_chunk *
add_chunk(publication *p, pub_doc *d, xmlNode *node, pub_chunk *outer)
{
	pub_chunk *c = BM_NEW(p->arena, pub_chunk);
	pub_chunk **slot = BM_VEC_PUSH(p->arena, &d->chunks);
	const char *lang = bm_lang(node);

	if (c == NULL || slot == NULL)
		return NULL;
	*slot = c;
	c->doc = d;
	c->node = node;
	c->outer = outer;
	c->file = c->root = "";
	c->lang = lang != NULL && lang[0] != '\0'
		      ? bm_arena_strdup(p->arena, lang)
		      : p->lang;
	c->title = title_of(p, d, node);
	c->label = bm_arena_strdup(p->arena, bm_attr_bm(node, "label"));
	c->name = bm_arena_strdup(p->arena, (const char *)node->name);
	c->id = bm_arena_strdup(p->arena, bm_attr_xml(node, "id"));
	c->cut = pub_is_cut(node);
	return c->title != NULL && c->lang != NULL && c->name != NULL ? c
								      : NULL;
}

/* See publication.h. */
bool
pub_plan_source(publication *p, pub_doc *d, const char *file)
{
	const char *normal = bm_path_normal(p->arena, file);
	bool is_new = false;
	void **slot;

	if (normal == NULL)
		return false;
	slot = bm_map_put(&p->sources, bm_str_of(normal), &is_new);
	if (slot == NULL)
		return false;
	if (is_new)
		*slot = d;
	return true;
}

static bool
add_id(publication *p, pub_doc *d, xmlNode *node, pub_chunk *chunk)
{
	const char *id = bm_attr_xml(node, "id");
	bool is_new = false;
	pub_target *target;
	void **slot;

	if (id == NULL)
		return true;
	slot = bm_map_put(&d->ids, bm_str_of(id), &is_new);
	if (slot == NULL)
		return false;
	if (!is_new)
		return true;
	target = BM_NEW(p->arena, pub_target);
	*slot = target;
	if (target == NULL)
		return false;
	*target = (pub_target){node, chunk};
	return true;
}

/* See publication.h. */
bm_status
pub_plan_tree(publication *p, pub_doc *d)
{
	xmlNode *root = bm_doc_element(d->doc), *node = root;
	const char *source = NULL;
	pub_chunk *chunk = NULL;
	size_t next = 0;
	bool leaving = false;
	bool cut = p->kind != PUB_HTML && bm_is_any(root, whole);

	if (root == NULL)
		return BM_BAD_INPUT;
	bm_map_init(&d->ids, p->arena);
	do {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (leaving) {
			if (chunk->node == node)
				chunk = chunk->outer;
			continue;
		}
		if (node == root ||
		    (cut && bm_is_any(node, pieces) &&
		     bm_is_any(node->parent, whole)) ||
		    (p->kind != PUB_HTML && pub_is_cut(node))) {
			chunk = next < d->chunks.len
				    ? d->chunks.items[next]
				    : add_chunk(p, d, node, chunk);
			if (chunk == NULL)
				return BM_NO_MEMORY;
			chunk->node = node;
			next++;
		}
		const char *file = bm_get_pos(d->doc, node)->file;
		if (file != NULL && file != source) {
			source = file;
			if (!d->own && !pub_plan_source(p, d, file))
				return BM_NO_MEMORY;
		}
		p->has_index = p->has_index || pub_is_empty_index(node);
		if (!add_id(p, d, node, chunk))
			return BM_NO_MEMORY;
	} while (pub_step(root, &node, &leaving));
	return d->doc->no_memory ? BM_NO_MEMORY : BM_OK;
}

bm_status
pub_plan(publication *p, pub_doc *d)
{
	return bm_doc_element(d->doc) == NULL && d->doc->is_skeleton &&
		       p->env->cards != NULL
		   ? pub_card_get(p, d)
		   : pub_plan_tree(p, d);
}

/* Names that Windows keeps for devices, whatever follows a full stop. */
static bool
is_device(const char *s)
{
	static const char *const names[] = {"con", "prn", "aux", "nul", NULL};
	char low[5] = "";
	size_t n = strcspn(s, ".");

	if (n < 3 || n > 4)
		return false;
	for (size_t i = 0; i < n; i++)
		low[i] = bm_lower(s[i]);
	for (size_t i = 0; names[i] != NULL; i++)
		if (strcmp(low, names[i]) == 0)
			return true;
	return n == 4 && bm_is_digit(low[3]) &&
	       (strncmp(low, "com", 3) == 0 || strncmp(low, "lpt", 3) == 0);
}

/* The stem with safe characters only. */
static const char *
safe_stem(bm_arena *arena, const char *stem)
{
	enum { LONGEST = 80 };
	char *out = bm_arena_alloc(arena, LONGEST + 1);
	size_t n = 0;

	if (out == NULL)
		return NULL;
	for (; *stem != '\0' && n < LONGEST; stem++) {
		bool plain =
		    bm_is_alpha(*stem) || bm_is_digit(*stem) || *stem == '_';
		if (plain)
			out[n++] = *stem;
		else if (n > 0 && out[n - 1] != '-' && out[n - 1] != '.')
			out[n++] = *stem == '.' ? '.' : '-';
	}
	while (n > 0 && (out[n - 1] == '-' || out[n - 1] == '.'))
		n--;
	out[n] = '\0';
	if (n == 0)
		return "page";
	return is_device(out) ? bm_arena_printf(arena, "%s-page", out) : out;
}

const char *
pub_unique_name(publication *p, const char *dir, const char *stem,
		const char *suffix)
{
	const char *safe = safe_stem(p->arena, stem);

	if (safe == NULL)
		return NULL;
	for (unsigned long n = 1;; n++) {
		char tail[32] = "";
		bool is_new = false;
		char *name, *key;
		void **slot;
		if (n > 1)
			snprintf(tail, sizeof(tail), "-%lu", n);
		name = bm_arena_printf(p->arena, "%s%s%s%s", dir, safe, tail,
				       suffix);
		key = bm_arena_strdup(p->arena, name);
		if (key == NULL)
			return NULL;
		for (char *c = key; *c != '\0'; c++)
			*c = bm_lower(*c);
		slot = bm_map_put(&p->names, bm_str_of(key), &is_new);
		if (slot == NULL)
			return NULL;
		if (is_new) {
			*slot = name;
			return name;
		}
	}
}
