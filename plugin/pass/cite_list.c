/*
 * Pass "cite": the bibliographies.  Each work is listed once in its scope:
 * with the entry that the author wrote, in the first bibliography that is
 * limited to such works, or in the one that takes what is left.
 */
#include <stdio.h>

#include "pass/cite.h"
#include "pass/cite_standing.h"
#include "pass/words.h"

/* ---- What a bibliography takes ------------------------------------------- */

/* Equal but for case, with "_" for a space. */
static bool
same_word(bm_str a, bm_str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++) {
		char x = a.ptr[i] == '_' ? ' ' : bm_lower(a.ptr[i]);
		char y = b.ptr[i] == '_' ? ' ' : bm_lower(b.ptr[i]);

		if (x != y)
			return false;
	}
	return true;
}

/* Whether one of the keywords of an item, parted by commas or semicolons. */
static bool
has_keyword(const bm_item *item, bm_str word)
{
	const bm_value *value = bm_item_get(item, "keyword");
	bm_str rest = value != NULL && value->kind == BM_VALUE_TEXT
			  ? value->text
			  : (bm_str){0};

	for (size_t i = 0; rest.len > 0; i++) {
		size_t n = 0;

		while (n < rest.len && rest.ptr[n] != ',' && rest.ptr[n] != ';')
			n++;
		if (same_word(bm_str_trim((bm_str){rest.ptr, n}), word))
			return true;
		n += n < rest.len;
		rest.ptr += n;
		rest.len -= n;
	}
	return false;
}

/* The rest of a word behind a prefix; false if it begins otherwise. */
static bool
value_of(bm_str word, const char *prefix, bm_str *out)
{
	size_t n = strlen(prefix);

	if (!bm_str_starts(word, prefix))
		return false;
	*out = (bm_str){word.ptr + n, word.len - n};
	return true;
}

/*
 * Whether a limited bibliography takes an item: for each kind of word that
 * its role has, one of that kind must fit.
 */
static bool
takes(const bm_cite_place *place, const bm_item *item)
{
	bm_str rest = bm_str_of(bm_attr(place->node, "role")), word, value;
	bool asked[3] = {false, false, false}, fits[3] = {false, false, false};

	while (bm_str_split(&rest, ' ', &word)) {
		if (value_of(word, "type:", &value)) {
			asked[0] = true;
			fits[0] = fits[0] || bm_str_eq(value, item->type);
		} else if (value_of(word, "keyword:", &value)) {
			asked[1] = true;
			fits[1] = fits[1] || has_keyword(item, value);
		} else if (value_of(word, "key:", &value)) {
			asked[2] = true;
			fits[2] = fits[2] || bm_str_eq(value, item->id);
		}
	}
	for (size_t i = 0; i < 3; i++)
		if (asked[i] && !fits[i])
			return false;
	return true;
}

/* ---- Elements ------------------------------------------------------------ */

/* A new bibliography at the end of the document or chapter. */
static xmlNode *
new_bibliography(bm_doc *doc, xmlNode *root)
{
	static const char *const behind[] = {"index", "colophon",
					     "acknowledgements", NULL};

	for (xmlNode *last = root->last; last != NULL; last = last->prev) {
		xmlNode *before = last->prev;

		if (last->type != XML_ELEMENT_NODE)
			continue;
		if (!bm_is_any(last, behind))
			break;
		while (before != NULL && before->type != XML_ELEMENT_NODE)
			before = before->prev;
		if (before == NULL || !bm_is_any(before, behind))
			return bm_el_before(doc, last, "bibliography");
	}
	return bm_el(doc, root, "bibliography");
}

/* Gives a bibliography what the style asks for, an id and a title. */
static void
dress(bm_citing *c, const bm_cite_scope *scope, xmlNode *bibliography)
{
	bm_doc *doc = c->doc;
	const char *lang = bm_lang(bibliography);
	const char *words = bm_meta(doc, "reference-section-title");
	xmlNode *title;

	if (bm_attr_xml(bibliography, "id") == NULL) {
		const char *id =
		    bm_ids_claim(&c->ids, "references", bibliography);

		bm_set_xml(doc, bibliography, "id", id);
	}
	if (scope->output.second_field_align)
		bm_set_bm(doc, bibliography, "align", "second-field");
	if (scope->output.hanging_indent)
		bm_set_bm(doc, bibliography, "indent", "hanging");
	if (bm_title(bibliography) != NULL)
		return;
	title = bm_first_element(bibliography);
	title = title != NULL ? bm_el_before(doc, title, "title")
			      : bm_el(doc, bibliography, "title");
	if (words == NULL)
		words = bm_word_in(doc, BM_WORD_REFERENCES,
				   lang != NULL ? lang : c->context->lang);
	bm_add_textz(doc, title, words);
}

/* See cite.h. */
void
bm_cite_backlinks(bm_citing *c, xmlNode *entry, const bm_reference *ref)
{
	xmlNode *misc, *link;

	if (ref->backlinks.len == 0)
		return;
	misc = bm_el(c->doc, entry, "bibliomisc");
	if (misc == NULL)
		return;
	bm_set(c->doc, misc, "role", "backlinks");
	if (!bm_is_generated(entry, NULL))
		bm_mark_generated(c->doc, misc, "cite");
	for (size_t i = 0; i < ref->backlinks.len; i++) {
		link = bm_el(c->doc, misc, "link");
		if (link == NULL)
			return;
		bm_set(c->doc, link, "linkend", ref->backlinks.items[i]);
	}
}

/* ---- Entries ------------------------------------------------------------- */

static void
fill_entry(bm_citing *c, xmlNode *entry, const csl_entry *e,
	   const bm_reference *ref)
{
	char number[24];

	snprintf(number, sizeof(number), "%zu", e->number);
	bm_set_xml(c->doc, entry, "id", ref->id);
	bm_set_bm(c->doc, entry, "label", number);
	bm_set(c->doc, entry, "role",
	       bm_arena_str(c->doc->scratch, e->item->type));
	bm_cite_print_entry(c, entry, e->runs);
	if (e->runs == NULL) {
		bm_diag_add(c->doc->diags, &c->rules[BM_CITE_EMPTY],
			    bm_get_pos(c->doc, entry),
			    "The citation style prints nothing for \"%.*s\" "
			    "in the list of references",
			    (int)e->item->id.len, e->item->id.ptr);
		bm_add_text(c->doc, entry, e->item->id);
	}
	bm_cite_links(c, entry, e);
	bm_cite_entry_design(c, entry, e->item);
	bm_cite_entry_standing(c, entry, e->item);
	bm_cite_backlinks(c, entry, ref);
}

/* A bibliography as far as it is filled. */
typedef struct filling {
	bm_cite_place *rest; /* takes what no other one does; or NULL */
	xmlNode *made;       /* one of ours, made when needed */
} filling;

/* The entry's element, where it belongs. */
static xmlNode *
place_entry(bm_citing *c, bm_cite_scope *scope, const csl_entry *e, filling *f)
{
	const bm_own *own = bm_map_get(&c->own, e->item->id);
	bm_cite_place *place = NULL;
	xmlNode *entry;

	if (own != NULL && own->scope == scope && own->item == e->item)
		entry = bm_el_before(c->doc, own->anchor, "bibliomixed");
	else {
		for (size_t i = 0; i < scope->places.len && place == NULL; i++)
			if (scope->places.items[i].limited &&
			    takes(&scope->places.items[i], e->item))
				place = &scope->places.items[i];
		if (place == NULL)
			place = f->rest;
		if (place != NULL && place->entries)
			entry =
			    bm_el_before(c->doc, place->anchor, "bibliomixed");
		else if (place != NULL)
			entry = bm_el(c->doc, place->node, "bibliomixed");
		else {
			if (f->made == NULL) {
				f->made = new_bibliography(c->doc, scope->node);
				bm_mark_generated(c->doc, f->made, "cite");
			}
			return f->made != NULL
				   ? bm_el(c->doc, f->made, "bibliomixed")
				   : NULL;
		}
	}
	if (place != NULL)
		place->filled = true;
	if (entry != NULL)
		bm_mark_generated(c->doc, entry, "cite");
	return entry;
}

/* The bibliography that takes what is left: the first that is empty, or else
 * the first that has entries; one outside of chapters goes first. */
static bm_cite_place *
find_rest(bm_cite_scope *scope)
{
	bm_cite_place *empty = NULL, *entries = NULL;

	for (size_t i = 0; i < scope->places.len; i++) {
		bm_cite_place *place = &scope->places.items[i];

		if (place->limited)
			continue;
		if (place->entries)
			entries = entries != NULL ? entries : place;
		else if (empty == NULL || (place->node->parent == scope->node &&
					   empty->node->parent != scope->node))
			empty = place;
	}
	return empty != NULL ? empty : entries;
}

/* Dresses the author's bibliographies; says which have nothing to list, and
 * which would list what the one that took the rest lists. */
static void
end_places(bm_citing *c, bm_cite_scope *scope, const bm_cite_place *rest)
{
	for (size_t i = 0; i < scope->places.len; i++) {
		bm_cite_place *place = &scope->places.items[i];

		if (place->filled || place->entries)
			dress(c, scope, place->node);
		else
			bm_diag_add(c->doc->diags,
				    &c->rules[!place->limited && place != rest
						  ? BM_CITE_LIST_TWICE
						  : BM_CITE_LIST_EMPTY],
				    bm_get_pos(c->doc, place->node), NULL);
	}
}

/* The place of formatted entries is where the first one was written. */
static void
set_anchors(bm_cite_scope *scope)
{
	xmlNode *anchor = NULL;

	for (size_t i = 0; i < scope->own.len; i++) {
		bm_own *own = scope->own.items[i];

		if (anchor == NULL || anchor->parent != own->node->parent)
			anchor = own->node;
		own->anchor = anchor;
	}
	for (size_t i = 0; i < scope->places.len; i++)
		scope->places.items[i].anchor =
		    bm_child(scope->places.items[i].node, "biblioentry");
}

/* See cite.h. */
bm_status
bm_cite_list(bm_citing *c, bm_cite_scope *scope)
{
	const csl_output *output = &scope->output;
	filling f = {0};

	set_anchors(scope);
	if (output->entry_count > 0 ||
	    csl_style_has_bibliography(c->context->style)) {
		f.rest = find_rest(scope);
		for (size_t i = 0; i < output->entry_count; i++) {
			const csl_entry *e = &output->entries[i];
			const bm_reference *ref =
			    bm_map_get(&scope->references, e->item->id);
			xmlNode *entry = place_entry(c, scope, e, &f);

			if (entry == NULL || ref == NULL)
				return BM_NO_MEMORY;
			fill_entry(c, entry, e, ref);
		}
		end_places(c, scope, f.rest);
	}
	if (f.made != NULL)
		dress(c, scope, f.made);
	for (size_t i = 0; output->entry_count > 0 && i < scope->own.len; i++) {
		bm_cite_remove(c, scope->own.items[i]->node);
		scope->own.items[i]->node = NULL;
	}
	return bm_pass_status(c->doc);
}
