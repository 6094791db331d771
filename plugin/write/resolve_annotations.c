/*
 * Annotations: what an element says of them (annotations), and what they say
 * of elements (annotates), becomes a link there and a link back (DocBook 5.2,
 * annotation).
 */
#include <stdio.h>

#include "write/publication.h"
#include "xml/vocab.h"

void
pub_annotated(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *el)
{
	pub_target *slot = BM_VEC_PUSH(p->arena, &d->annotated);

	if (slot != NULL)
		*slot = (pub_target){el, chunk};
	else
		d->doc->no_memory = true;
}

/* Where the mark of an annotation may stand: behind the title's words, or
 * behind those of a paragraph; NULL if there is no such place. */
static xmlNode *
place_for(xmlNode *el)
{
	xmlNode *title = bm_title(el);

	if (title != NULL)
		return title;
	for (xmlNode *n = el; n != NULL; n = bm_walk(n, el))
		if (bm_is(n, NULL) &&
		    !bm_vocab_is_block((const char *)n->name) &&
		    !bm_is(n, "footnote"))
			return n;
	return NULL;
}

/* Joins an element to one annotation, both ways. */
static void
join(publication *p, pub_doc *d, const pub_target *at, const pub_target *note)
{
	bm_doc *doc = d->doc;
	xmlNode *place = place_for(at->node), *marks, *el;
	const char *id = bm_attr_xml(note->node, "id");
	char number[24], ref[48];

	if (place == NULL || !bm_is(note->node, "annotation"))
		return;
	snprintf(number, sizeof(number), "%zu", ++d->annotations);
	snprintf(ref, sizeof(ref), "annotated-%zu", d->annotations);
	if (id == NULL)
		id = bm_attr_bm(note->node, "id");
	if (id == NULL) {
		id = bm_arena_printf(p->arena, "annotation-%s", number);
		bm_set_bm(doc, note->node, "id", id);
	}
	marks = place->last;
	if (!bm_is_bm(marks, "annotated"))
		marks = bm_el_bm(doc, place, "annotated");
	el = bm_el_bm(doc, marks, "target");
	bm_set(doc, el, "id", ref);
	bm_set(doc, el, "href", pub_href(p, at->chunk, note->chunk->file, id));
	bm_set(doc, el, "label", number);
	el = bm_el_bm(doc, note->node, "target");
	bm_set(doc, el, "href", pub_href(p, note->chunk, at->chunk->file, ref));
	bm_set(doc, el, "label", number);
}

/* Each of the ids that an attribute lists. */
static void
join_all(publication *p, pub_doc *d, const pub_target *one, const char *ids,
	 bool annotates)
{
	bm_str rest = bm_str_of(ids), id;

	while (bm_str_split(&rest, ' ', &id)) {
		const pub_target *t =
		    id.len > 0 ? bm_map_get(&d->ids, id) : NULL;

		if (t != NULL && annotates)
			join(p, d, t, one);
		else if (t != NULL)
			join(p, d, one, t);
	}
}

void
pub_annotated_end(publication *p, pub_doc *d)
{
	for (size_t i = 0; i < d->annotated.len; i++) {
		const pub_target *t = &d->annotated.items[i];
		const char *of = bm_attr(t->node, "annotates");
		const char *by = bm_attr(t->node, "annotations");

		if (by != NULL)
			join_all(p, d, t, by, false);
		if (of != NULL && bm_is(t->node, "annotation"))
			join_all(p, d, t, of, true);
	}
}
