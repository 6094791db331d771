/*
 * The package document (EPUB 3.3, section 5).  What it says of accessibility
 * is counted from the content (EPUB Accessibility 1.1, section 2.2): nothing
 * is claimed that the book does not have, and no conformance unless the
 * metadata names who certifies it.
 */
#include <stdio.h>

#include "core/date.h"
#include "write/publication.h"
#include "xml/serialize.h"

#define NS_OPF "http://www.idpf.org/2007/opf"
#define NS_DC  "http://purl.org/dc/elements/1.1/"

struct package {
	epub *e;
	xmlDoc *xml;
	xmlNs *dc;
	xmlNode *metadata;
	unsigned people;
	bm_map subjects;
	bool failed;
};

/* ---- Building ------------------------------------------------------------ */

static xmlNode *
add(struct package *k, xmlNode *parent, xmlNs *ns, const char *name,
    const char *text)
{
	xmlNode *el =
	    parent == NULL
		? NULL
		: xmlNewTextChild(parent, ns != NULL ? ns : parent->ns,
				  (const xmlChar *)name, (const xmlChar *)text);

	if (el == NULL)
		k->failed = true;
	return el;
}

static void
set(struct package *k, xmlNode *el, const char *name, const char *value)
{
	if (el != NULL && value != NULL &&
	    xmlNewProp(el, (const xmlChar *)name, (const xmlChar *)value) ==
		NULL)
		k->failed = true;
}

/* A Dublin Core element; none for an empty text. */
static xmlNode *
dc(struct package *k, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return NULL;
	return add(k, k->metadata, k->dc, name, text);
}

static xmlNode *
meta(struct package *k, const char *property, const char *text)
{
	xmlNode *el = add(k, k->metadata, NULL, "meta", text);

	set(k, el, "property", property);
	return el;
}

static void
refine(struct package *k, const char *id, const char *property,
       const char *scheme, const char *text)
{
	xmlNode *el = meta(k, property, text);

	set(k, el, "refines", id);
	set(k, el, "scheme", scheme);
}

/* ---- Identifier and dates ------------------------------------------------ */

/* A number from text: FNV-1a with a final mix, one for each seed. */
static uint64_t
hash(uint64_t h, const char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001B3u;
	h = (h ^ 0xFF) * 0x100000001B3u;
	return h ^ h >> 29;
}

/* A name-based UUID, version 8 (RFC 9562, 5.8): the same book has the same
 * one in each build. */
static void
derive_uuid(const epub *e, char out[64])
{
	uint64_t a = 0xCBF29CE484222325u, b = 0x84222325CBF29CE4u;
	const char *parts[] = {"backmatter", e->book->id, e->book->title,
			       e->book->lang};

	for (size_t i = 0; i < 4; i++) {
		a = hash(a, parts[i]);
		b = hash(b ^ a >> 7, parts[i]);
	}
	a = (a & 0xFFFFFFFFFFFF0FFFu) | 0x8000u;
	b = (b & 0x3FFFFFFFFFFFFFFFu) | 0x8000000000000000u;
	snprintf(out, 64, "urn:uuid:%08lx-%04lx-%04lx-%04lx-%012llx",
		 (unsigned long)(a >> 32), (unsigned long)(a >> 16 & 0xFFFF),
		 (unsigned long)(a & 0xFFFF), (unsigned long)(b >> 48),
		 (unsigned long long)(b & 0xFFFFFFFFFFFFu));
}

/* The identifier that the author gave, as a URI where its class is known. */
static const char *
given_identifier(const epub *e, bm_doc *doc, xmlNode *info)
{
	xmlNode *el = bm_child(info, "biblioid");
	const char *class = bm_attr(el, "class");
	const char *text = el != NULL ? bm_textz(doc, el) : "";
	const char *prefix = "";

	if (text[0] == '\0')
		return NULL;
	if (bm_streq(class, "uuid") ||
	    (bm_streq(class, "other") &&
	     bm_streq(bm_attr(el, "otherclass"), "uuid")))
		prefix = "urn:uuid:";
	else if (bm_streq(class, "isbn"))
		prefix = "urn:isbn:";
	else if (bm_streq(class, "issn"))
		prefix = "urn:issn:";
	else if (bm_streq(class, "doi"))
		prefix = "https://doi.org/";
	if (strncmp(text, "urn:", 4) == 0 || strstr(text, "://") != NULL)
		prefix = "";
	return bm_arena_printf(e->p->arena, "%s%s", prefix, text);
}

/* The date of an element's text or of a metadata value, if it is one. */
static bool
read_date(const char *text, bm_date *out)
{
	return text != NULL && bm_date_parse(bm_str_of(text), out);
}

static const char *
element_text(bm_doc *doc, xmlNode *el)
{
	return el != NULL ? bm_textz(doc, el) : NULL;
}

/* dcterms:modified: the epoch, else the later date that the text gives. */
static void
put_modified(struct package *k, const char *published)
{
	bm_date best = {2000, 1, 1}, d;
	char text[64], day[16];
	const char *dates[2] = {published,
				pub_book_meta(k->e->book, "reviewed")};

	if (k->e->p->env->epoch >= 0) {
		bm_date_time_iso(k->e->p->env->epoch, text, sizeof(text));
	} else {
		for (size_t i = 0; i < 2; i++)
			if (read_date(dates[i], &d) && bm_date_cmp(d, best) > 0)
				best = d;
		best.month = best.month == 0 ? 1 : best.month;
		best.day = best.day == 0 ? 1 : best.day;
		bm_date_iso(best, day, sizeof(day));
		snprintf(text, sizeof(text), "%sT00:00:00Z", day);
	}
	meta(k, "dcterms:modified", text);
}

/* ---- Description --------------------------------------------------------- */

static void
put_people(struct package *k, bm_doc *doc, xmlNode *info)
{
	for (xmlNode *n = epub_next_person(info, NULL); n != NULL;
	     n = epub_next_person(info, n)) {
		bool author = bm_is(n, "author");
		const char *name = epub_person(doc, n);
		const char *sorted = epub_person_sorted(doc, n);
		char id[32], ref[34];
		xmlNode *el = dc(k, author ? "creator" : "contributor", name);
		if (el == NULL)
			continue;
		snprintf(id, sizeof(id), "person-%u", ++k->people);
		snprintf(ref, sizeof(ref), "#%s", id);
		set(k, el, "id", id);
		refine(k, ref, "role", "marc:relators",
		       author               ? "aut"
		       : bm_is(n, "editor") ? "edt"
					    : "ctb");
		if (sorted != NULL)
			refine(k, ref, "file-as", NULL, sorted);
	}
}

static void
put_subject(struct package *k, const char *text)
{
	bool is_new = false;

	if (text[0] == '\0')
		return;
	if (bm_map_put(&k->subjects, bm_str_of(text), &is_new) == NULL)
		k->failed = true;
	else if (is_new)
		dc(k, "subject", text);
}

static void
put_subjects(struct package *k, bm_doc *doc, xmlNode *info)
{
	for (xmlNode *s = bm_child(info, "subjectset"); s != NULL;
	     s = bm_next(s, "subjectset"))
		for (xmlNode *t = bm_child(s, "subject"); t != NULL;
		     t = bm_next(t, "subject"))
			for (xmlNode *n = bm_child(t, "subjectterm"); n != NULL;
			     n = bm_next(n, "subjectterm"))
				put_subject(k, bm_textz(doc, n));
	for (xmlNode *s = bm_child(info, "keywordset"); s != NULL;
	     s = bm_next(s, "keywordset"))
		for (xmlNode *n = bm_child(s, "keyword"); n != NULL;
		     n = bm_next(n, "keyword"))
			put_subject(k, bm_textz(doc, n));
}

static void
put_rights(struct package *k, bm_doc *doc, xmlNode *info)
{
	for (xmlNode *c = bm_child(info, "copyright"); c != NULL;
	     c = bm_next(c, "copyright")) {
		const char *year = element_text(doc, bm_child(c, "year"));
		const char *holder = element_text(doc, bm_child(c, "holder"));
		dc(k, "rights",
		   bm_arena_printf(k->e->p->arena, "© %s%s%s",
				   year != NULL ? year : "",
				   year != NULL && holder != NULL ? " " : "",
				   holder != NULL ? holder : ""));
	}
	for (xmlNode *n = bm_child(info, "legalnotice"); n != NULL;
	     n = bm_next(n, "legalnotice"))
		dc(k, "rights", bm_textz(doc, n));
}

/* The title with its parts told apart (EPUB 3.3, D.3.3). */
static void
put_titles(struct package *k, bm_doc *doc, xmlNode *info)
{
	const char *subtitle = element_text(doc, bm_child(info, "subtitle"));
	const char *title = k->e->book->title;
	xmlNode *el = dc(k, "title", title[0] != '\0' ? title : "Untitled");

	set(k, el, "id", "title");
	if (subtitle == NULL || subtitle[0] == '\0')
		return;
	refine(k, "#title", "title-type", NULL, "main");
	el = dc(k, "title", subtitle);
	set(k, el, "id", "subtitle");
	refine(k, "#subtitle", "title-type", NULL, "subtitle");
}

static void
put_description(struct package *k)
{
	bm_doc *doc;
	const epub *e = k->e;
	xmlNode *info = pub_book_info(e->book, &doc);
	const char *id = given_identifier(e, doc, info);
	const char *published = element_text(doc, bm_child(info, "pubdate"));
	char uuid[64], day[16];
	bm_date date;

	derive_uuid(e, uuid);
	set(k, dc(k, "identifier", id != NULL ? id : uuid), "id", "book-id");
	/* The info of the first of many documents is not the book's. */
	if (e->book->source->meta == NULL && e->book->source->doc_count > 1)
		info = NULL;
	put_titles(k, doc, info);
	dc(k, "language", e->book->lang);
	put_people(k, doc, info);
	dc(k, "publisher",
	   element_text(
	       doc, bm_child(bm_child(info, "publisher"), "publishername")));
	if (read_date(published, &date)) {
		bm_date_iso(date, day, sizeof(day));
		dc(k, "date", day);
	}
	dc(k, "description", element_text(doc, bm_child(info, "abstract")));
	put_subjects(k, doc, info);
	put_rights(k, doc, info);
	put_modified(k, published);
}

/* ---- Accessibility ------------------------------------------------------- */

/* Whether some image may move: then nothing is known of its flashing. */
static bool
may_move(const publication *p)
{
	if (p->facts.audio + p->facts.video > 0)
		return true;
	for (size_t i = 0; i < p->media_list.len; i++) {
		const pub_media *m = p->media_list.items[i];
		if (m->animated)
			return true;
	}
	return false;
}

/* One sentence for each fact. */
static void
put_summary(struct package *k, bool moves)
{
	const pub_facts *f = &k->e->p->facts;
	size_t told = f->images - f->decorative - f->without_alt;
	bm_buf buf;

	bm_buf_init(&buf, k->e->p->env->al);
	bm_buf_puts(
	    &buf,
	    "The text has headings, a table of contents and a defined reading "
	    "order, and can be resized and restyled.");
	if (f->images == 0)
		bm_buf_puts(&buf, " There are no images beside the cover.");
	else if (f->without_alt == 0 && told > 0)
		bm_buf_printf(
		    &buf,
		    " All images that carry meaning (%zu) have a text "
		    "alternative.",
		    told);
	else if (f->without_alt > 0)
		bm_buf_printf(&buf,
			      " %zu of %zu images lack a text "
			      "alternative.",
			      f->without_alt, f->images);
	if (f->tables > 0 && f->tables == f->headed_tables)
		bm_buf_puts(&buf, " Tables have marked header cells.");
	if (!moves)
		bm_buf_puts(
		    &buf,
		    " Nothing in the book moves, flashes or makes a sound.");
	xmlNode *el = meta(k, "schema:accessibilitySummary", bm_buf_cstr(&buf));
	if (strncmp(k->e->book->lang, "en", 2) != 0 && el != NULL &&
	    xmlNewNsProp(el, xmlSearchNs(k->xml, el, BAD_CAST "xml"),
			 BAD_CAST "lang", BAD_CAST "en") == NULL)
		k->failed = true;
	k->failed = k->failed || buf.status != BM_OK;
	bm_buf_free(&buf);
}

static void
put_accessibility(struct package *k)
{
	const pub_facts *f = &k->e->p->facts;
	bool visual = f->images > f->decorative || f->video > 0;
	bool all_told = f->without_alt == 0 && f->audio + f->video == 0;
	bool moves = may_move(k->e->p);
	const pub_book *book = k->e->book;
	const char *certifier = pub_book_meta(book, "certified-by");
	const char *conforms = pub_book_meta(book, "conforms-to");

	meta(k, "schema:accessMode", "textual");
	if (visual)
		meta(k, "schema:accessMode", "visual");
	if (f->audio + f->video > 0)
		meta(k, "schema:accessMode", "auditory");
	if (all_told)
		meta(k, "schema:accessModeSufficient", "textual");
	else if (f->audio + f->video == 0)
		meta(k, "schema:accessModeSufficient", "textual,visual");
	else
		meta(k, "schema:accessModeSufficient",
		     "textual,visual,auditory");
	if (f->images > f->decorative && f->without_alt == 0)
		meta(k, "schema:accessibilityFeature", "alternativeText");
	meta(k, "schema:accessibilityFeature", "displayTransformability");
	if (f->long_descriptions > 0)
		meta(k, "schema:accessibilityFeature", "longDescription");
	if (f->formulas > 0)
		meta(k, "schema:accessibilityFeature", "MathML");
	meta(k, "schema:accessibilityFeature", "readingOrder");
	meta(k, "schema:accessibilityFeature", "structuralNavigation");
	meta(k, "schema:accessibilityFeature", "tableOfContents");
	meta(k, "schema:accessibilityHazard", moves ? "unknown" : "none");
	put_summary(k, moves);
	if (certifier != NULL && conforms != NULL) {
		set(k, meta(k, "dcterms:conformsTo", conforms), "id", "conf");
		refine(k, "#conf", "a11y:certifiedBy", NULL, certifier);
	}
}

/* ---- Manifest and spine -------------------------------------------------- */

static xmlNode *
item(struct package *k, xmlNode *manifest, const char *id, const char *href,
     const char *type)
{
	xmlNode *el = add(k, manifest, NULL, "item", NULL);

	set(k, el, "id", id);
	set(k, el, "href", href);
	set(k, el, "media-type", type);
	return el;
}

/* The properties of a content document, or NULL (EPUB 3.3, D.6.1). */
static const char *
properties_of(const epub *e, const pub_chunk *c)
{
	if (c->doc == e->nav)
		return "nav";
	if (c->svg && c->mathml)
		return "mathml svg";
	return c->svg ? "svg" : c->mathml ? "mathml" : NULL;
}

static void
put_manifest(struct package *k, xmlNode *manifest, xmlNode *spine)
{
	epub *e = k->e;
	publication *p = e->p;
	char id[32];

	for (size_t i = 0; i < e->spine.len; i++) {
		const pub_chunk *c = e->spine.items[i];
		snprintf(id, sizeof(id), "text-%zu", i + 1);
		set(k, item(k, manifest, id, c->file, "application/xhtml+xml"),
		    "properties", properties_of(e, c));
		set(k, add(k, spine, NULL, "itemref", NULL), "idref", id);
	}
	if (e->css != NULL)
		item(k, manifest, "css", e->css, "text/css");
	if (e->cover_svg.len > 0)
		set(k,
		    item(k, manifest, "cover-image", e->cover_image,
			 "image/svg+xml"),
		    "properties", "cover-image");
	for (size_t i = 0; i < p->media_list.len; i++) {
		const pub_media *m = p->media_list.items[i];
		snprintf(id, sizeof(id), "media-%zu", i + 1);
		xmlNode *el = item(k, manifest, id, m->file, m->type);
		if (bm_streq(m->file, e->cover_image))
			set(k, el, "properties", "cover-image");
	}
}

void
epub_package(epub *e, bm_buf *out)
{
	struct package k = {.e = e};
	xmlNode *root, *manifest, *spine;

	bm_map_init(&k.subjects, e->p->arena);
	k.xml = xmlNewDoc(BAD_CAST "1.0");
	root = k.xml != NULL
		   ? xmlNewDocNode(k.xml, NULL, BAD_CAST "package", NULL)
		   : NULL;
	if (root == NULL) {
		out->status = BM_NO_MEMORY;
		goto done;
	}
	xmlDocSetRootElement(k.xml, root);
	xmlSetNs(root, xmlNewNs(root, BAD_CAST NS_OPF, NULL));
	set(&k, root, "version", "3.0");
	set(&k, root, "unique-identifier", "book-id");
	xmlNewNsProp(root, xmlSearchNs(k.xml, root, BAD_CAST "xml"),
		     BAD_CAST "lang", (const xmlChar *)e->book->lang);
	k.metadata = add(&k, root, NULL, "metadata", NULL);
	k.dc = k.metadata != NULL
		   ? xmlNewNs(k.metadata, BAD_CAST NS_DC, BAD_CAST "dc")
		   : NULL;
	manifest = add(&k, root, NULL, "manifest", NULL);
	spine = add(&k, root, NULL, "spine", NULL);
	if (k.dc == NULL || manifest == NULL || spine == NULL) {
		out->status = BM_NO_MEMORY;
		goto done;
	}
	put_description(&k);
	put_accessibility(&k);
	put_manifest(&k, manifest, spine);
	bm_write_xml(k.xml, out);
	if (k.failed)
		out->status = BM_NO_MEMORY;
done:
	xmlFreeDoc(k.xml);
}
