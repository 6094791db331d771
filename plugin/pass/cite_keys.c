/*
 * Pass "cite": what a printed citation still says of its works.  A link tells
 * by the id of its entry, "ref-" and the key.  Where there is no such link,
 * as in styles without a list, the keys are kept beside the words, so that
 * claims find their sources again in a document that was finished before.
 */
#include "pass/cite.h"

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
	bm_arena *arena = c->doc->scratch;
	bool tell = true;
	bm_map ids;

	bm_map_init(&ids, arena);
	for (xmlNode *n = citation; n != NULL; n = bm_walk(n, citation)) {
		const char *id =
		    bm_is(n, "link") ? bm_attr(n, "linkend") : NULL;
		bm_str key = bm_str_of(id);

		if (id == NULL)
			continue;
		tell = put(&ids, key) && tell;
		if (bm_str_starts(key, "ref-"))
			tell = put(&ids, (bm_str){id + 4, key.len - 4}) && tell;
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
