/*
 * Pass "cite": what a printed citation still says of its works.  A link tells
 * by the id of its entry, "ref-" and the key.  Where there is no such link,
 * as in styles without a list, the keys are kept beside the words, so that
 * claims find their sources again in a document that was finished before.
 */
#include "pass/cite.h"

/* Citations of up to this many works, which is nearly all, need no map. */
enum { FEW = 8 };

/* Whether the id of a link names the work with this key. */
static bool
names(bm_str id, bm_str key)
{
	return bm_str_eq(id, key) ||
	       (id.len == key.len + 4 && bm_str_starts(id, "ref-") &&
		memcmp(id.ptr + 4, key.ptr, key.len) == 0);
}

/* The next link with an id at or behind n, or NULL. */
static xmlNode *
next_link(xmlNode *n, const xmlNode *citation, bm_str *id)
{
	for (; n != NULL; n = bm_walk(n, citation)) {
		const char *end =
		    bm_is(n, "link") ? bm_attr(n, "linkend") : NULL;

		*id = bm_str_of(end);
		if (end != NULL)
			break;
	}
	return n;
}

static bool
few_told(xmlNode *citation, const bm_cited *cited)
{
	bool told[FEW] = {false};
	size_t count = cited->cites.len, sum = 0;
	bm_str id;

	for (xmlNode *n = next_link(citation, citation, &id); n != NULL;
	     n = next_link(bm_walk(n, citation), citation, &id))
		for (size_t i = 0; i < count; i++)
			if (!told[i] &&
			    names(id, cited->cites.items[i].item->id)) {
				told[i] = true;
				sum++;
			}
	return sum == count;
}

/* Notes that a link tells of a key; false without memory. */
static bool
put(bm_map *ids, bm_str key)
{
	void **slot = bm_map_put(ids, key, NULL);

	if (slot != NULL)
		*slot = ids;
	return slot != NULL;
}

/* Whether the links of a citation name all its works. */
static bool
links_tell(bm_citing *c, xmlNode *citation, const bm_cited *cited)
{
	bool tell = true;
	bm_map ids;
	bm_str id;

	if (cited->cites.len <= FEW)
		return few_told(citation, cited);
	bm_map_init(&ids, c->doc->scratch);
	for (xmlNode *n = next_link(citation, citation, &id); n != NULL;
	     n = next_link(bm_walk(n, citation), citation, &id)) {
		tell = put(&ids, id) && tell;
		if (bm_str_starts(id, "ref-"))
			tell =
			    put(&ids, (bm_str){id.ptr + 4, id.len - 4}) && tell;
	}
	for (size_t i = 0; i < cited->cites.len && tell; i++)
		tell = bm_map_get(&ids, cited->cites.items[i].item->id) != NULL;
	return tell;
}

/* See cite.h. */
void
bm_cite_keep_keys(bm_citing *c, xmlNode *citation, const bm_cited *cited)
{
	bm_buf buf;

	if (links_tell(c, citation, cited))
		return;
	bm_buf_init(&buf, bm_arena_allocator(c->doc->scratch));
	for (size_t i = 0; i < cited->cites.len; i++) {
		bm_buf_puts(&buf, i > 0 ? "; " : "");
		bm_buf_putstr(&buf, cited->cites.items[i].item->id);
	}
	bm_set_bm(c->doc, citation, "keys", bm_buf_cstr(&buf));
	if (buf.status != BM_OK)
		c->doc->no_memory = true;
	bm_buf_free(&buf);
}
