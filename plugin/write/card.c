/*
 * Cards: what the plan of a site needs of a document that is as it was.  So
 * most documents of a second build never become trees; one that a link leads
 * into does.
 */
#include "core/date.h"
#include "core/wire.h"
#include "write/publication.h"

/* See publication.h. */
const char *
pub_about(pub_chunk *c)
{
	xmlNode *about;

	if (c->about != NULL || c->node == NULL || c->doc->before)
		return c->about;
	about = bm_child(bm_child(c->node, "info"), "abstract");
	if (about != NULL)
		c->about = bm_textz(c->doc->doc, about);
	return c->about;
}

/* See publication.h. */
void
pub_changed(const pub_doc *d, char out[16])
{
	static const char *const names[] = {"modified", "reviewed", NULL};
	xmlNode *info = bm_child(bm_doc_element(d->doc), "info");
	xmlNode *published = bm_child(info, "pubdate");
	bm_date last = {0}, date;

	if (bm_doc_element(d->doc) == NULL) {
		memcpy(out, d->changed, sizeof(d->changed));
		return;
	}
	if (published != NULL &&
	    bm_date_parse(bm_str_of(bm_textz(d->doc, published)), &date))
		last = date;
	for (size_t i = 0; names[i] != NULL; i++) {
		const char *text = bm_meta(d->doc, names[i]);

		if (text != NULL && bm_date_parse(bm_str_of(text), &date) &&
		    (last.year == 0 || bm_date_cmp(last, date) < 0))
			last = date;
	}
	out[0] = '\0';
	if (last.year != 0)
		bm_date_iso(last, out, 16);
}

/* ---- Writing ------------------------------------------------------------- */

/* Where a chunk stands in its document, from 1; 0: NULL. */
static size_t
number_of(const pub_doc *d, const pub_chunk *c)
{
	size_t n = c != NULL ? d->chunks.len : 0;

	while (n > 0 && d->chunks.items[n - 1] != c)
		n--;
	return n;
}

/* The files that the elements of a document are of, each once in a row. */
static void
put_sources(pub_doc *d, const char *dir, bm_buf *out)
{
	xmlNode *root = bm_doc_element(d->doc);
	const char *source = NULL;

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *file = n->type == XML_ELEMENT_NODE
				       ? bm_get_pos(d->doc, n)->file
				       : NULL;

		if (file == NULL || file == source)
			continue;
		source = file;
		bm_wire_put(out, 1);
		bm_wire_put_path(out, dir, file);
	}
	bm_wire_put(out, 0);
}

/* See publication.h. */
void
pub_card_put(pub_doc *d, const char *dir, bm_buf *out)
{
	char changed[16];

	put_sources(d, dir, out);
	pub_changed(d, changed);
	bm_wire_put_text(out, changed);
	bm_wire_put(out, d->chunks.len);
	for (size_t i = 0; i < d->chunks.len; i++) {
		pub_chunk *c = d->chunks.items[i];

		bm_wire_put(out, number_of(d, c->outer));
		bm_wire_put(out, c->cut);
		bm_wire_put_text(out, c->name);
		bm_wire_put_text(out, c->id);
		bm_wire_put_text(out, bm_lang(c->node));
		bm_wire_put_text(out, c->title);
		bm_wire_put_text(out, c->label);
		bm_wire_put_text(out, pub_about(c));
	}
}

/* ---- Reading ------------------------------------------------------------- */

static bool
get_chunk(publication *p, pub_doc *d, bm_wire *in)
{
	pub_chunk *c = BM_NEW(p->arena, pub_chunk);
	pub_chunk **slot = BM_VEC_PUSH(p->arena, &d->chunks);
	size_t outer = bm_wire_get_max(in, d->chunks.len - 1);

	if (c == NULL || slot == NULL)
		return false;
	*slot = c;
	c->doc = d;
	c->outer = outer > 0 ? d->chunks.items[outer - 1] : NULL;
	c->file = c->root = "";
	c->cut = bm_wire_get_max(in, 1) == 1;
	c->name = bm_wire_get_text(in, p->arena);
	c->id = bm_wire_get_text(in, p->arena);
	c->lang = bm_wire_get_text(in, p->arena);
	c->title = bm_wire_get_text(in, p->arena);
	c->label = bm_wire_get_text(in, p->arena);
	c->about = bm_wire_get_text(in, p->arena);
	if (c->lang == NULL || *c->lang == '\0')
		c->lang = p->lang;
	in->bad = in->bad || c->name == NULL || c->title == NULL;
	return !in->bad;
}

/* See publication.h. */
bm_status
pub_card_get(publication *p, pub_doc *d)
{
	const bm_cards *cards = p->env->cards;
	bm_wire in = {.rest = cards->card(cards->user, d->doc)};
	const char *changed;
	bool good = true;
	size_t count;

	bm_map_init(&d->ids, p->arena);
	while (good && bm_wire_get_max(&in, 1) == 1)
		good = pub_plan_source(
		    p, d, bm_wire_get_path(&in, p->arena, cards->dir));
	changed = bm_wire_get_text(&in, p->arena);
	if (changed != NULL && strlen(changed) < sizeof(d->changed))
		strcpy(d->changed, changed);
	count = bm_wire_count(&in);
	for (size_t i = 0; i < count && good && !in.bad; i++)
		good = get_chunk(p, d, &in);
	if (bm_arena_failed(p->arena))
		return BM_NO_MEMORY;
	return in.bad || !good || count == 0 || in.rest.len != 0 ? BM_INTERNAL
								 : BM_OK;
}

/* See publication.h. */
bm_status
pub_tree(publication *p, pub_doc *d)
{
	const bm_cards *cards = p->env->cards;
	bm_status status = BM_OK;

	if (d->chunks.items[0]->node != NULL)
		return BM_OK;
	if (bm_doc_element(d->doc) == NULL)
		status = cards->tree(cards->user, d->doc);
	return status == BM_OK ? pub_plan_tree(p, d) : status;
}
