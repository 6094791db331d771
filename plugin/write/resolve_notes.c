/* Footnotes: numbered for each file of the output; marks know their note. */
#include <stdio.h>

#include "write/publication.h"

void
pub_note(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *note)
{
	const char *own = bm_attr(note, "label");
	const char *counted = bm_attr_bm(note, "number");
	char number[32], ref[48];

	(void)p;
	snprintf(number, sizeof(number), "%zu", ++chunk->notes);
	snprintf(ref, sizeof(ref), "fnref-%zu", chunk->notes);
	if (own == NULL || own[0] == '\0')
		own = counted != NULL ? counted : number;
	bm_set_bm(d->doc, note, "label", own);
	bm_set_bm(d->doc, note, "ref", ref);
	bm_set_bm(d->doc, note, "in", chunk->file);
}

void
pub_note_ref(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *ref)
{
	pub_target *slot = BM_VEC_PUSH(p->arena, &d->note_refs);

	if (slot != NULL)
		*slot = (pub_target){ref, chunk};
	else
		d->doc->no_memory = true;
}

/* Further marks, once all notes have their number; a mark's id counts on
 * from its note's. */
void
pub_note_refs_end(publication *p, pub_doc *d)
{
	bm_map counts;

	bm_map_init(&counts, p->arena);
	for (size_t i = 0; i < d->note_refs.len; i++) {
		pub_target *r = &d->note_refs.items[i];
		const char *id = bm_attr(r->node, "linkend");
		pub_target *t = id != NULL ? bm_map_getz(&d->ids, id) : NULL;
		if (t == NULL || !bm_is(t->node, "footnote")) {
			pub_report(d, r->node, "footnote-order",
				   "There is no footnote \"%s\"",
				   id != NULL ? id : "");
			continue;
		}
		size_t **slot =
		    (size_t **)bm_map_put(&counts, bm_str_of(id), NULL);
		if (slot != NULL && *slot == NULL)
			*slot = BM_NEW(p->arena, size_t);
		if (slot == NULL || *slot == NULL) {
			d->doc->no_memory = true;
			return;
		}
		char text[96];
		/* Another page has notes, and so marks, of its own. */
		snprintf(text, sizeof(text), "%s%s-%zu",
			 t->chunk != r->chunk ? "of-" : "",
			 bm_attr_bm(t->node, "ref"), ++**slot + 1);
		bm_set_bm(d->doc, r->node, "ref", text);
		bm_set_bm(d->doc, r->node, "label",
			  bm_attr_bm(t->node, "label"));
		bm_set_bm(d->doc, r->node, "number",
			  bm_attr_bm(t->node, "number"));
	}
}
