/* Putting a plan together: documents, books, names, contents. */
#include "write/whole.h"

#include <stdlib.h>

#include "core/file.h"

publication *
pub_new(pub_kind kind, const bm_write_env *env)
{
	bm_arena *arena = bm_arena_new(env->al);
	publication *p = BM_NEW(arena, publication);

	if (p == NULL) {
		bm_arena_free(arena);
		return NULL;
	}
	p->kind = kind;
	p->env = env;
	p->arena = arena;
	p->lang = env->lang != NULL ? env->lang : "en";
	p->css = "";
	bm_map_init(&p->sources, arena);
	bm_map_init(&p->names, arena);
	bm_map_init(&p->media, arena);
	bm_map_init(&p->told, arena);
	p->l10n = env->l10n;
	if (p->l10n == NULL)
		p->l10n = p->own_l10n = bm_l10n_new(env->al, env->data);
	if (p->l10n != NULL)
		return p;
	bm_arena_free(arena);
	return NULL;
}

void
pub_free(publication *p)
{
	if (p == NULL)
		return;
	pub_free(p->around);
	pub_whole_free(p);
	for (size_t i = 0; i < p->docs.len; i++) {
		pub_doc *d = p->docs.items[i];
		for (size_t k = 0; k < d->outputs.len; k++)
			bm_buf_free(&d->outputs.items[k].bytes);
		if (d->own)
			bm_doc_free(d->doc);
	}
	bm_l10n_free(p->own_l10n);
	bm_arena_free(p->arena);
}

xmlNode *
pub_book_info(const pub_book *book, bm_doc **holder)
{
	const bm_book *source = book->source;
	bm_doc *doc = source->meta;

	if (doc == NULL && source->doc_count > 0)
		doc = source->docs[0];
	*holder = doc;
	return doc != NULL ? bm_child(bm_doc_element(doc), "info") : NULL;
}

const char *
pub_book_meta(const pub_book *book, const char *name)
{
	const bm_book *source = book->source;
	const char *value =
	    source->meta != NULL ? bm_meta(source->meta, name) : NULL;

	if (value == NULL && source->meta == NULL && source->doc_count > 0)
		value = bm_meta(source->docs[0], name);
	return value;
}

/* The text of the title of a document, or NULL. */
static const char *
title_of(bm_doc *doc)
{
	xmlNode *title = doc != NULL ? bm_title(bm_doc_element(doc)) : NULL;
	const char *text = title != NULL ? bm_textz(doc, title) : NULL;

	return text != NULL && text[0] != '\0' ? text : NULL;
}

const char *
pub_book_title(publication *p, const bm_book *source)
{
	const char *text = source->title;

	if (text == NULL || text[0] == '\0')
		text = title_of(source->meta);
	if (text == NULL && source->doc_count > 0)
		text = title_of(source->docs[0]);
	if (text == NULL)
		text = source->id != NULL ? source->id : "";
	return bm_arena_strdup(p->arena, text);
}

pub_book *
pub_add_book(publication *p, const bm_book *source, const char *dir)
{
	pub_book *book = BM_NEW(p->arena, pub_book);
	pub_book **slot = BM_VEC_PUSH(p->arena, &p->books);
	bm_doc *holder = NULL;

	if (book == NULL || slot == NULL)
		return NULL;
	*slot = book;
	book->source = source;
	book->id = source->id != NULL ? source->id : "book";
	book->dir = dir;
	book->title = pub_book_title(p, source);
	pub_book_info(book, &holder);
	book->lang = source->lang;
	if (book->lang == NULL && holder != NULL)
		book->lang = bm_arena_strdup(
		    p->arena, bm_attr_xml(bm_doc_element(holder), "lang"));
	if (book->lang == NULL)
		book->lang = p->lang;
	return book->title != NULL ? book : NULL;
}

/* The number that the author gave a file of a book: 7 of "07-name.md". */
static const char *
number_of(publication *p, pub_doc *d)
{
	static const char *const unnumbered[] = {
	    "preface",  "glossary",   "bibliography",     "index", "appendix",
	    "colophon", "dedication", "acknowledgements", "book",  "set",
	    NULL};
	const pub_chunk *root = d->chunks.items[0];
	const char *name = d->file != NULL ? bm_path_base(d->file) : "";
	size_t n = strspn(name, "0123456789");

	if (root->label != NULL)
		return root->label;
	if (n == 0 || n > 3 || (name[n] != '-' && name[n] != '_'))
		return NULL;
	for (size_t i = 0; unnumbered[i] != NULL; i++)
		if (strcmp(unnumbered[i], root->name) == 0)
			return NULL;
	long number = strtol(name, NULL, 10);
	return number > 0 ? bm_arena_printf(p->arena, "%ld", number) : NULL;
}

/* Puts a document into the plan and cuts it. */
static pub_doc *
add(publication *p, pub_book *book, bm_doc *doc, bool own)
{
	pub_doc *d = BM_NEW(p->arena, pub_doc);
	pub_doc **slot = BM_VEC_PUSH(p->arena, &p->docs), **in_book = NULL;

	if (d == NULL || slot == NULL) {
		if (slot != NULL)
			p->docs.len--;
		if (own)
			bm_doc_free(doc);
		return NULL;
	}
	*slot = d;
	d->doc = doc;
	d->book = book;
	d->own = own;
	if (doc->file != NULL)
		d->file = bm_path_normal(p->arena, doc->file);
	if (pub_plan(p, d) != BM_OK)
		return NULL;
	if (own || book == NULL)
		return d;
	d->number = number_of(p, d);
	in_book = BM_VEC_PUSH(p->arena, &book->docs);
	if (in_book == NULL)
		return NULL;
	*in_book = d;
	return d;
}

bool
pub_is_apart(const publication *p, const pub_doc *d)
{
	const bm_reuse *reuse = p->env->reuse;

	return reuse != NULL && reuse->apart != NULL &&
	       (d->own || reuse->apart(reuse->user, d->doc));
}

bool
pub_is_left(const publication *p, const pub_doc *d)
{
	return pub_is_apart(p, d) || (d->kept && p->env->reuse->apart != NULL);
}

pub_doc *
pub_add_doc(publication *p, pub_book *book, bm_doc *doc)
{
	return add(p, book, doc, false);
}

/* A document whose root is <bm:NAME>, with DocBook as its default
 * namespace. */
static bool
set_own_root(bm_doc *doc, const char *name)
{
	xmlDoc *xml = xmlNewDoc(BAD_CAST "1.0");
	xmlNode *root;

	doc->xml = xml;
	if (xml == NULL)
		return false;
	/* A page of contents has thousands of the same names. */
	xml->dict = xmlDictCreate();
	if (xml->dict == NULL)
		return false;
	root = xmlNewDocNode(xml, NULL, (const xmlChar *)name, NULL);
	if (root == NULL)
		return false;
	xmlDocSetRootElement(xml, root);
	doc->ns_db = xmlNewNs(root, BAD_CAST BM_NS_DOCBOOK, NULL);
	doc->ns_xlink = xmlNewNs(root, BAD_CAST BM_NS_XLINK, BAD_CAST "xlink");
	doc->ns_bm = xmlNewNs(root, BAD_CAST BM_NS, BAD_CAST "bm");
	xmlSetNs(root, doc->ns_bm);
	return doc->ns_db != NULL && doc->ns_xlink != NULL &&
	       doc->ns_bm != NULL;
}

/* The way from a file's folder back to the root. */
static const char *
way_back(publication *p, const char *file)
{
	bm_buf buf;
	const char *root;

	bm_buf_init(&buf, p->env->al);
	for (; *file != '\0'; file++)
		if (*file == '/')
			bm_buf_puts(&buf, "../");
	root = buf.status == BM_OK
		   ? bm_arena_strdup(p->arena, bm_buf_cstr(&buf))
		   : NULL;
	bm_buf_free(&buf);
	return root;
}

/* Keeps others from getting the name of a page of ours. */
static bool
reserve(publication *p, const char *file)
{
	char *key = bm_arena_strdup(p->arena, file);
	void **slot;

	if (key == NULL)
		return false;
	for (char *c = key; *c != '\0'; c++)
		*c = bm_lower(*c);
	slot = bm_map_put(&p->names, bm_str_of(key), NULL);
	if (slot != NULL)
		*slot = key;
	return slot != NULL;
}

pub_doc *
pub_add_page(publication *p, pub_book *book, const char *name, const char *file,
	     const char *title)
{
	bm_doc *doc = bm_doc_new(p->env->al, file);
	const char *lang = book != NULL ? book->lang : p->lang;
	xmlNode *root;
	pub_doc *d;

	if (doc == NULL)
		return NULL;
	if (!set_own_root(doc, name)) {
		bm_doc_free(doc);
		return NULL;
	}
	root = bm_doc_element(doc);
	bm_set_xml(doc, root, "lang", lang);
	bm_set(doc, root, "title", title);
	d = add(p, book, doc, true);
	if (d == NULL)
		return NULL;
	d->chunks.items[0]->file = file;
	d->chunks.items[0]->title = title;
	d->chunks.items[0]->root = way_back(p, file);
	if (d->chunks.items[0]->root == NULL || !reserve(p, file))
		return NULL;
	return doc->no_memory ? NULL : d;
}

/* What a chunk's file is called before it is made safe.  A piece of a chapter
 * has its chapter's name first: so no chapter changes the names of another's.
 */
static const char *
stem_of(publication *p, const pub_chunk *c)
{
	const char *id = c->id;
	const char *name, *dot;

	if (id != NULL && id[0] != '\0' && (c->outer == NULL || !c->cut))
		return id;
	if (c->outer != NULL && c->cut) {
		const pub_chunk *whole = c->outer;

		while (whole->outer != NULL && whole->cut)
			whole = whole->outer;
		name = stem_of(p, whole);
		if (id == NULL || id[0] == '\0')
			id = c->name;
		return bm_arena_printf(p->arena, "%s-%s", name, id);
	}
	if (c->outer != NULL || c->doc->file == NULL)
		return c->name;
	name = bm_path_base(c->doc->file);
	size_t digits = strspn(name, "0123456789");
	if (digits > 0 && (name[digits] == '-' || name[digits] == '_'))
		name += digits + 1;
	dot = strrchr(name, '.');
	return dot != NULL && dot != name
		   ? bm_arena_strndup(p->arena, name, (size_t)(dot - name))
		   : name;
}

bm_status
pub_name_doc(publication *p, pub_doc *d, const char *dir, const char *first)
{
	const char *suffix = p->kind == PUB_EPUB ? ".xhtml" : ".html";

	for (size_t i = 0; i < d->chunks.len; i++) {
		pub_chunk *c = d->chunks.items[i];
		const char *stem =
		    i == 0 && first != NULL ? first : stem_of(p, c);
		if (stem == NULL)
			return BM_NO_MEMORY;
		if (!d->own)
			c->file = pub_unique_name(p, dir, stem, suffix);
		if (c->file == NULL || (c->root = way_back(p, c->file)) == NULL)
			return BM_NO_MEMORY;
	}
	return BM_OK;
}

/* Hangs a chunk into the contents. */
static void
hang(pub_chunk *parent, pub_chunk *c)
{
	c->parent = parent;
	if (parent == NULL)
		return;
	c->previous = parent->last;
	c->place = parent->last != NULL ? parent->last->place + 1 : 0;
	if (parent->last != NULL)
		parent->last->next = c;
	else
		parent->first = c;
	parent->last = c;
}

bm_status
pub_arrange(publication *p, pub_book *book)
{
	pub_chunk *last = book->start;
	size_t number = 0;

	for (size_t i = 0; i < book->docs.len; i++) {
		pub_doc *d = book->docs.items[i];
		bool opens = book->start == NULL && i == 0;
		bm_status status =
		    pub_name_doc(p, d, book->dir,
				 opens && p->kind == PUB_SITE ? "index" : NULL);
		if (status != BM_OK)
			return status;
		book->chunk_count += d->chunks.len;
		for (size_t k = 0; k < d->chunks.len; k++) {
			pub_chunk *c = d->chunks.items[k];
			if (opens && k == 0)
				book->start = c;
			else
				hang(c->outer != NULL ? c->outer : book->start,
				     c);
			c->number = ++number;
			c->before = last;
			if (last != NULL)
				last->after = c;
			last = c;
		}
	}
	return BM_OK;
}
