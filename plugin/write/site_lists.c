/*
 * What tells programs which pages a site has: a map for search engines
 * (sitemaps.org, protocol 0.9) and a feed of what changed (RFC 4287).  Their
 * dates are those that the documents give themselves.
 */
#include <stdlib.h>

#include "core/date.h"
#include "write/publication.h"
#include "xml/serialize.h"

#define NS_SITEMAP "http://www.sitemaps.org/schemas/sitemap/0.9"
#define NS_ATOM    "http://www.w3.org/2005/Atom"

#define FEED_MAX 50u /* entries */

/* Whether a document's pages are there to be found: not the one for lost
 * readers, nor those that only lead elsewhere. */
static bool
is_lasting(const pub_doc *d)
{
	const char *kind =
	    d->own ? bm_attr(bm_doc_element(d->doc), "kind") : NULL;

	return !bm_streq(kind, "404") && !bm_streq(kind, "moved");
}

const char *
pub_address(publication *p, const pub_chunk *c)
{
	const char *kind = c->doc->own ? bm_attr(c->node, "kind") : NULL;

	if (p->base_url == NULL || p->kind != PUB_SITE ||
	    bm_streq(kind, "404") || bm_streq(kind, "moved"))
		return NULL;
	return bm_arena_printf(
	    p->arena, "%s%s", p->base_url,
	    p->home != NULL && strcmp(c->file, p->home) == 0 ? "" : c->file);
}

/* One address of the map; false without memory. */
static bool
add_url(publication *p, xmlNode *set, pub_chunk *c)
{
	xmlNode *url = xmlNewChild(set, NULL, BAD_CAST "url", NULL);
	const char *loc = pub_address(p, c);
	char date[16];

	pub_changed(c->doc, date);
	return url != NULL && loc != NULL &&
	       xmlNewTextChild(url, NULL, BAD_CAST "loc", BAD_CAST loc) !=
		   NULL &&
	       (date[0] == '\0' ||
		xmlNewTextChild(url, NULL, BAD_CAST "lastmod", BAD_CAST date) !=
		    NULL);
}

bm_status
pub_write_sitemap(publication *p, const bm_sink *sink)
{
	xmlDoc *xml = xmlNewDoc(BAD_CAST "1.0");
	xmlNode *set = xml != NULL
			   ? xmlNewDocNode(xml, NULL, BAD_CAST "urlset", NULL)
			   : NULL;
	bm_status status = BM_NO_MEMORY;
	bm_buf buf;

	bm_buf_init(&buf, p->env->al);
	if (set == NULL)
		goto out;
	xmlDocSetRootElement(xml, set);
	xmlNs *ns = xmlNewNs(set, BAD_CAST NS_SITEMAP, NULL);
	if (ns == NULL)
		goto out;
	xmlSetNs(set, ns);
	for (size_t i = 0; i < p->docs.len; i++) {
		pub_doc *d = p->docs.items[i];
		if (!is_lasting(d))
			continue;
		for (size_t k = 0; k < d->chunks.len; k++)
			if (!add_url(p, set, d->chunks.items[k]))
				goto out;
	}
	bm_write_xml(xml, &buf);
	status = buf.status;
	if (status == BM_OK)
		status = bm_put(sink, "sitemap.xml", bm_buf_str(&buf));
out:
	xmlFreeDoc(xml);
	bm_buf_free(&buf);
	return status;
}

/* ---- feed ---------------------------------------------------------------- */

struct entry {
	pub_doc *d;
	size_t order;
	char date[40]; /* RFC 3339 */
};

/* The latest first; of one day, in the order of the site. */
static int
by_date(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c = strcmp(y->date, x->date);

	return c != 0 ? c : (x->order > y->order) - (x->order < y->order);
}

/* The documents with a date, in that order. */
static struct entry *
entries_of(publication *p, size_t *count)
{
	struct entry *all =
	    BM_NEW_ARRAY(p->arena, struct entry, p->docs.len + 1);
	size_t n = 0;

	for (size_t i = 0; all != NULL && i < p->docs.len; i++) {
		pub_doc *d = p->docs.items[i];
		char date[16];

		pub_changed(d, date);
		if (d->own || date[0] == '\0')
			continue;
		/* A date without day or month began with the first. */
		snprintf(all[n].date, sizeof(all[n].date), "%s%sT00:00:00Z",
			 date, &"-01-01"[strlen(date) - 4]);
		all[n].d = d;
		all[n].order = i;
		n++;
	}
	if (n > 1)
		qsort(all, n, sizeof(*all), by_date);
	*count = n;
	return all;
}

static xmlNode *
put_text(xmlNode *parent, const char *name, const char *text)
{
	return parent == NULL
		   ? NULL
		   : xmlNewTextChild(parent, NULL, (const xmlChar *)name,
				     (const xmlChar *)text);
}

static bool
put_link(xmlNode *parent, const char *rel, const char *href)
{
	xmlNode *link = put_text(parent, "link", NULL);

	return link != NULL && href != NULL &&
	       (rel == NULL || xmlNewProp(link, BAD_CAST "rel",
					  (const xmlChar *)rel) != NULL) &&
	       xmlNewProp(link, BAD_CAST "href", (const xmlChar *)href) != NULL;
}

static bool
put_entry(publication *p, xmlNode *feed, const struct entry *e)
{
	pub_chunk *c = e->d->chunks.items[0];
	xmlNode *entry = put_text(feed, "entry", NULL);
	const char *address = pub_address(p, c);
	const char *about = pub_about(c);

	if (entry == NULL || address == NULL)
		return false;
	xmlNodeSetLang(entry, (const xmlChar *)c->lang);
	if (put_text(entry, "title", c->title) == NULL ||
	    put_text(entry, "id", address) == NULL ||
	    !put_link(entry, NULL, address) ||
	    put_text(entry, "updated", e->date) == NULL)
		return false;
	return about == NULL || put_text(entry, "summary", about) != NULL;
}

static bool
fill_feed(publication *p, xmlDoc *xml, const struct entry *all, size_t count)
{
	xmlNode *feed = xmlNewDocNode(xml, NULL, BAD_CAST "feed", NULL);
	xmlNode *author;
	xmlNs *ns;

	if (feed == NULL)
		return false;
	xmlDocSetRootElement(xml, feed);
	ns = xmlNewNs(feed, BAD_CAST NS_ATOM, NULL);
	if (ns == NULL)
		return false;
	xmlSetNs(feed, ns);
	xmlNodeSetLang(feed, (const xmlChar *)p->lang);
	if (put_text(feed, "title", p->title) == NULL ||
	    put_text(feed, "id", p->base_url) == NULL ||
	    put_text(feed, "updated", all[0].date) == NULL ||
	    !put_link(feed, NULL, p->base_url) ||
	    !put_link(feed, "self",
		      bm_arena_printf(p->arena, "%sfeed.xml", p->base_url)))
		return false;
	author = put_text(feed, "author", NULL);
	if (put_text(author, "name", p->title) == NULL)
		return false;
	for (size_t i = 0; i < count && i < FEED_MAX; i++)
		if (!put_entry(p, feed, &all[i]))
			return false;
	return true;
}

bm_status
pub_write_feed(publication *p, const bm_sink *sink)
{
	size_t count = 0;
	struct entry *all = entries_of(p, &count);
	bm_status status = BM_NO_MEMORY;
	xmlDoc *xml;
	bm_buf buf;

	if (all == NULL || count == 0)
		return all == NULL ? BM_NO_MEMORY : BM_OK;
	bm_buf_init(&buf, p->env->al);
	xml = xmlNewDoc(BAD_CAST "1.0");
	if (xml != NULL && fill_feed(p, xml, all, count)) {
		bm_write_xml(xml, &buf);
		status = buf.status;
	}
	if (status == BM_OK)
		status = bm_put(sink, "feed.xml", bm_buf_str(&buf));
	xmlFreeDoc(xml);
	bm_buf_free(&buf);
	return status;
}

bool
pub_has_feed(publication *p)
{
	char date[16];

	for (size_t i = 0; p->base_url != NULL && i < p->docs.len; i++) {
		if (p->docs.items[i]->own)
			continue;
		pub_changed(p->docs.items[i], date);
		if (date[0] != '\0')
			return true;
	}
	return false;
}
