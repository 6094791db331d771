/* Links: from what the author wrote to what a reader can follow. */
#include <stdio.h>

#include "core/file.h"
#include "write/olink.h"
#include "write/publication.h"

/* A link's address, taken apart. */
struct address {
	const char *path; /* decoded, "" for the same file */
	const char *id;   /* decoded, or NULL */
};

static int
hex(char c)
{
	if (bm_is_digit(c))
		return c - '0';
	c = bm_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A copy with %XX replaced; NULL without memory. */
static const char *
decode(bm_arena *arena, bm_str s)
{
	char *out = bm_arena_alloc(arena, s.len + 1);
	size_t n = 0;

	if (out == NULL)
		return NULL;
	for (size_t i = 0; i < s.len; i++) {
		int high =
		    s.ptr[i] == '%' && i + 2 < s.len ? hex(s.ptr[i + 1]) : -1;
		int low = high >= 0 ? hex(s.ptr[i + 2]) : -1;
		if (low >= 0 && high * 16 + low != 0) {
			out[n++] = (char)(high * 16 + low);
			i += 2;
		} else
			out[n++] = s.ptr[i];
	}
	out[n] = '\0';
	return out;
}

/* The scheme of an address as browsers see it (white space and control
 * characters left out), in lower case; "" if it has none. */
static void
scheme_of(const char *href, char *out, size_t size)
{
	size_t n = 0;

	out[0] = '\0';
	for (; *href != '\0' && n + 1 < size; href++) {
		unsigned char c = (unsigned char)*href;
		if (c <= 0x20)
			continue;
		if (c == ':') {
			out[n] = '\0';
			return;
		}
		if (!bm_is_alpha(*href) && !bm_is_digit(*href) && c != '+' &&
		    c != '-' && c != '.')
			break;
		out[n++] = bm_lower(*href);
	}
	out[0] = '\0';
}

static bool
unsafe_scheme(const char *scheme)
{
	static const char *const bad[] = {"javascript", "data", "vbscript",
					  NULL};

	for (size_t i = 0; bad[i] != NULL; i++)
		if (strcmp(bad[i], scheme) == 0)
			return true;
	return false;
}

const char *
pub_href(publication *p, const pub_chunk *from, const char *file,
	 const char *id)
{
	const char *hash = id != NULL ? "#" : "";
	const char *a = from->file, *b = file;
	size_t same = 0, up = 0;
	char *href;

	if (id == NULL)
		id = "";
	if (bm_same(from->file, file) && hash[0] != '\0') {
		href = bm_arena_alloc(p->arena, strlen(id) + 2);
		if (href != NULL) {
			href[0] = '#';
			strcpy(href + 1, id);
		}
		return href;
	}
	if (from->root[0] == '/')
		return bm_arena_printf(p->arena, "%s%s%s%s", from->root, file,
				       hash, id);
	for (size_t i = 0; a[i] != '\0' && a[i] == b[i]; i++)
		if (a[i] == '/')
			same = i + 1;
	for (size_t i = same; a[i] != '\0'; i++)
		up += a[i] == '/';
	href = bm_arena_alloc(p->arena,
			      3 * up + strlen(b + same) + 1 + strlen(id) + 1);
	if (href == NULL)
		return NULL;
	for (size_t i = 0; i < up; i++)
		memcpy(href + 3 * i, "../", 3);
	strcpy(href + 3 * up, b + same);
	strcat(href + 3 * up, hash);
	strcat(href + 3 * up, id);
	return href;
}

bool
pub_says_nothing(const xmlNode *el)
{
	for (const xmlNode *n = el->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE && !bm_is_bm(n, NULL))
			return false;
		if ((n->type == XML_TEXT_NODE ||
		     n->type == XML_CDATA_SECTION_NODE) &&
		    bm_str_trim(bm_str_of((const char *)n->content)).len > 0)
			return false;
	}
	return true;
}

const char *
pub_text_for(publication *p, pub_doc *at, const pub_target *t, const char *lang)
{
	static const char *const labelled[] = {
	    "table",   "figure",   "example", "equation",
	    "chapter", "appendix", "part",    NULL};
	const char *label = bm_attr_bm(t->node, "label");
	xmlNode *title = bm_title(t->node);
	char name[32];

	if (label != NULL && bm_is_any(t->node, labelled)) {
		snprintf(name, sizeof(name), "xref-%s",
			 (const char *)t->node->name);
		return pub_term_with(p, lang, name, label);
	}
	if (title == NULL && bm_is(t->node, "glossentry"))
		title = bm_child(t->node, "glossterm");
	if (title != NULL)
		return bm_textz(at->doc, title);
	if (label != NULL)
		return label;
	return t->chunk->title;
}

/* Writes the link to a place that was found. */
static void
link_to(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el, pub_doc *at,
	const pub_target *t, bool outside)
{
	static const char *const speaking[] = {
	    "link",         "xref",
	    "olink",        "glosssee",
	    "glossseealso", "synopfragmentref",
	    "locator",      NULL};
	const char *id = bm_attr_xml(t->node, "id");
	const char *href, *text;

	if (t->chunk->node == t->node && t->chunk != from)
		id = NULL;
	if (outside && p->around->base_url == NULL) {
		pub_report(d, el, "link-outside",
			   "The link to %s leaves the book", t->chunk->file);
		href = NULL;
	} else if (outside)
		href = bm_arena_printf(
		    p->arena, "%s%s%s%s", p->around->base_url, t->chunk->file,
		    id != NULL ? "#" : "", id != NULL ? id : "");
	else
		href = pub_href(p, from, t->chunk->file, id);
	/* A text that is there already moves behind the address: the order
	 * of attributes is the same in every run. */
	text = bm_arena_strdup(p->arena, bm_attr_bm(el, "text"));
	if (text == NULL && bm_is_any(el, speaking) && pub_says_nothing(el))
		text = pub_text_for(p, at, t, from->lang);
	bm_set_bm(d->doc, el, "text", NULL);
	bm_set_bm(d->doc, el, "href", href);
	bm_set_bm(d->doc, el, "text", text);
}

/* Takes "path#id" apart; false without memory. */
static bool
take_apart(publication *p, const char *href, struct address *out)
{
	const char *hash = strchr(href, '#');
	size_t n = hash != NULL ? (size_t)(hash - href) : strlen(href);
	const char *query = memchr(href, '?', n);

	if (query != NULL)
		n = (size_t)(query - href);
	out->path = decode(p->arena, (bm_str){href, n});
	out->id = NULL;
	if (hash != NULL && hash[1] != '\0') {
		out->id = decode(p->arena, bm_str_of(hash + 1));
		if (out->id == NULL)
			return false;
	}
	return out->path != NULL;
}

/* The place that an id or a whole document is; false if there is none. */
static bool
find_in(publication *p, pub_doc *at, const char *id, pub_target *out)
{
	pub_target *t;

	if (pub_tree(p, at) != BM_OK)
		return false;
	t = id != NULL ? bm_map_getz(&at->ids, id) : NULL;
	if (t != NULL)
		*out = *t;
	else if (id == NULL)
		*out = (pub_target){at->chunks.items[0]->node,
				    at->chunks.items[0]};
	return t != NULL || id == NULL;
}

/* A link that names a file of the output ("handbook/index.html"), as the
 * home page may; true if it does. */
static bool
link_to_output(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el,
	       const struct address *a)
{
	const char *dir = bm_path_dir(p->arena, from->file);
	const char *file =
	    dir != NULL ? bm_path_join(p->arena, dir, a->path) : NULL;

	if (p->kind != PUB_SITE || file == NULL)
		return false;
	const char *known = bm_map_getz(&p->names, file);
	bool found = known != NULL && strcmp(known, file) == 0;
	for (size_t i = 0; i < p->books.len; i++) {
		const pub_book *b = p->books.items[i];
		if (bm_streq(b->source->epub_href, file))
			found = true;
		/* A book's folder means the page that opens it. */
		size_t n = strlen(file);
		if (b->start != NULL && strncmp(b->dir, file, n) == 0 &&
		    strcmp(b->dir + n, "/") == 0)
			file = b->start->file;
	}
	if (found)
		bm_set_bm(d->doc, el, "href", pub_href(p, from, file, a->id));
	return found;
}

/* A link into another file. */
static void
link_to_file(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el,
	     const char *href, const struct address *a)
{
	const char *source = bm_get_pos(d->doc, el)->file;
	const char *dir = source == NULL ? "" : bm_path_dir(p->arena, source);
	const char *path =
	    dir != NULL ? bm_path_join(p->arena, dir, a->path) : NULL;
	pub_doc *at = path != NULL ? bm_map_getz(&p->sources, path) : NULL;
	bool outside = at == NULL && p->around != NULL;
	pub_target target;

	if (path == NULL)
		return;
	if (outside)
		at = bm_map_getz(&p->around->sources, path);
	if (at != NULL && find_in(p, at, a->id, &target))
		link_to(p, d, from, el, at, &target, outside);
	else if (at != NULL)
		pub_report(d, el, "link-unresolved",
			   "There is no id \"%s\" in %s", a->id, a->path);
	else if (link_to_output(p, d, from, el, a))
		return;
	else if (!p->single)
		pub_report(d, el, "link-unresolved",
			   "The file %s is not part of this publication",
			   a->path);
	else if (p->kind != PUB_EPUB)
		bm_set_bm(d->doc, el, "href", href);
	else
		pub_report(d, el, "link-outside",
			   "The link to %s leaves the book", href);
}

/* A link by xlink:href. */
static void
link_by_href(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el,
	     const char *href)
{
	char scheme[32];
	struct address a;
	pub_target target;

	scheme_of(href, scheme, sizeof(scheme));
	if (unsafe_scheme(scheme)) {
		pub_report(d, el, "link-unsafe",
			   "A link may not begin with %s:", scheme);
		return;
	}
	if (scheme[0] != '\0' || strncmp(href, "//", 2) == 0) {
		bm_set_bm(d->doc, el, "href", href);
		return;
	}
	if (!take_apart(p, href, &a))
		return;
	if (a.path[0] != '\0')
		link_to_file(p, d, from, el, href, &a);
	else if (a.id == NULL || find_in(p, d, a.id, &target)) {
		if (a.id == NULL)
			target = (pub_target){from->node, from};
		link_to(p, d, from, el, d, &target, false);
	} else
		pub_report(d, el, "link-unresolved",
			   "There is no id \"%s\" in this document", a.id);
}

/* The document of the publication (or of the site round the book) whose root
 * has this id; or NULL. */
static pub_doc *
doc_with_id(const publication *p, const char *id)
{
	for (; p != NULL; p = p->around)
		for (size_t i = 0; i < p->docs.len; i++)
			if (bm_streq(p->docs.items[i]->chunks.items[0]->id, id))
				return p->docs.items[i];
	return NULL;
}

/* An olink names a document by the id of its root, or by its file. */
static bool
link_to_doc(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el,
	    const struct address *a)
{
	pub_doc *at = doc_with_id(p, a->path);
	pub_target target;

	if (at == NULL &&
	    (strchr(a->path, '.') != NULL || strchr(a->path, '/') != NULL))
		return false;
	if (at != NULL && find_in(p, at, a->id, &target)) {
		bool outside = true;
		for (size_t i = 0; i < p->docs.len && outside; i++)
			outside = p->docs.items[i] != at;
		link_to(p, d, from, el, at, &target, outside);
	} else
		pub_report(d, el, "olink-unresolved",
			   at != NULL ? "There is no \"%s\" in the document "
					"\"%s\""
				      : "There is no target \"%s\" known: no "
					"document is called \"%s\"",
			   a->id != NULL ? a->id : "", a->path);
	return true;
}

/* The address of a target of others as it stands in a page; NULL with a
 * finding, or without memory. */
static const char *
href_of_other(publication *p, pub_doc *d, const pub_chunk *from, xmlNode *el,
	      const char *address)
{
	char scheme[32];

	scheme_of(address, scheme, sizeof(scheme));
	if (unsafe_scheme(scheme))
		pub_report(d, el, "link-unsafe",
			   "A link may not begin with %s:", scheme);
	else if (scheme[0] != '\0' || address[0] == '/')
		return address;
	else if (p->kind != PUB_EPUB)
		return pub_href(p, from, address, NULL);
	else
		pub_report(d, el, "link-outside",
			   "The link to %s leaves the book", address);
	return NULL;
}

/* An olink into a document of a target database. */
static bool
link_to_other(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el,
	      const struct address *a)
{
	const bm_olinks *all = p->env->olinks;
	const bm_olink_doc *doc =
	    all != NULL ? bm_map_getz(&all->docs, a->path) : NULL;
	const bm_olink_target *t;
	const char *address, *text;

	if (doc == NULL || doc_with_id(p, a->path) != NULL)
		return false;
	t = a->id != NULL ? bm_map_getz(&doc->targets, a->id) : doc->whole;
	if (t == NULL) {
		pub_report(d, el, "olink-unresolved",
			   "There is no \"%s\" in the document \"%s\" of the "
			   "target database",
			   a->id != NULL ? a->id : "", a->path);
		return true;
	}
	text = *t->text != '\0' ? t->text : *t->title != '\0' ? t->title : NULL;
	if (text == NULL)
		text = a->id != NULL ? a->id : a->path;
	address = bm_olink_address(
	    all, doc, t, bm_attr_xml(bm_doc_element(d->doc), "id"), p->arena);
	if (address != NULL)
		bm_set_bm(d->doc, el, "href",
			  href_of_other(p, d, from, el, address));
	if (pub_says_nothing(el))
		bm_set_bm(d->doc, el, "text", text);
	return true;
}

/* <olink targetdoc="file" targetptr="id"> (DocBook 5.2, olink). */
static void
link_by_olink(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el)
{
	const char *id = bm_attr(el, "targetptr");
	struct address a = {bm_attr(el, "targetdoc"), id};
	pub_target target;

	if (a.path != NULL && a.path[0] != '\0') {
		if (!link_to_other(p, d, from, el, &a) &&
		    !link_to_doc(p, d, from, el, &a))
			link_to_file(p, d, from, el, a.path, &a);
	} else if (id != NULL && find_in(p, d, id, &target))
		link_to(p, d, from, el, d, &target, false);
	else
		pub_report(d, el, "olink-unresolved",
			   "There is no target \"%s\" for this olink",
			   id != NULL ? id : "");
}

/*
 * Cites and the way back from a reference are most of the links there are: on
 * one page they get no address, and the sheet's instructions (xslt_links.h)
 * make it of linkend.  One that leads nowhere gets an empty address.
 */
static bool
is_cite(const xmlNode *el)
{
	return bm_is(el, "link") &&
	       (bm_streq(bm_attr(el, "role"), "citation") ||
		(bm_is(el->parent, "bibliomisc") &&
		 bm_streq(bm_attr(el->parent, "role"), "backlinks")));
}

void
pub_link(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el)
{
	const char *linkend = bm_attr(el, "linkend");
	const char *href = bm_attr_xlink(el, "href");
	pub_target *target;

	if (linkend != NULL) {
		/* A missing id was the pass xref's finding. */
		target = bm_map_getz(&d->ids, linkend);
		if (is_cite(el) && target == NULL)
			bm_set_bm(d->doc, el, "href", "");
		else if (target != NULL &&
			 !(is_cite(el) && target->chunk == from))
			link_to(p, d, from, el, d, target, false);
	} else if (href != NULL)
		link_by_href(p, d, from, el, href);
	else if (bm_is(el, "nonterminal")) {
		if (bm_attr(el, "def") != NULL)
			link_by_href(p, d, from, el, bm_attr(el, "def"));
	} else
		link_by_olink(p, d, from, el);
}

void
pub_links(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el)
{
	bm_str rest = bm_str_of(bm_attr(el, "linkends")), id;

	while (bm_str_split(&rest, ' ', &id)) {
		const pub_target *t =
		    id.len > 0 ? bm_map_get(&d->ids, id) : NULL;
		xmlNode *at;

		if (t == NULL)
			continue;
		at = bm_el_bm(d->doc, el, "target");
		bm_set(d->doc, at, "href",
		       pub_href(p, from, t->chunk->file,
				bm_attr_xml(t->node, "id")));
		bm_set(d->doc, at, "label", pub_text_for(p, d, t, from->lang));
	}
}
