/*
 * Pass "cite": what a printed citation still says of its works.  A link tells
 * by the id of its entry, "ref-" and the key.  Where there is no such link,
 * as in styles without a list, the keys are kept beside the words, so that
 * claims find their sources again in a document that was finished before.
 */
#include "pass/cite.h"

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
		void **slot =
		    id != NULL ? bm_map_put(&ids, bm_str_of(id), NULL) : NULL;

		if (slot != NULL)
			*slot = n;
	}
	for (size_t i = 0; i < cited->cites.len && tell; i++) {
		bm_str key = cited->cites.items[i].item->id;
		const char *id =
		    bm_arena_printf(arena, "ref-%.*s", (int)key.len, key.ptr);

		tell = bm_map_get(&ids, key) != NULL ||
		       (id != NULL && bm_map_getz(&ids, id) != NULL);
	}
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
