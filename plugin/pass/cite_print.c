/* Pass "cite": from formatted runs to DocBook, and the bibliography. */
#include <stdio.h>

#include "pass/cite.h"

/* Whom the runs being printed belong to. */
struct printing {
	bm_citing *c;
	const bm_cited *cited; /* NULL in the bibliography */
	bool in_link;
};

static void print_runs(struct printing *p, xmlNode *parent,
		       const csl_run *runs);

/* A key as part of an id: what an NCName cannot hold becomes "_". */
static const char *
id_part(bm_arena *arena, bm_str key)
{
	char *s = bm_arena_str(arena, key);

	for (size_t i = 0; s != NULL && i < key.len; i++)
		if (!bm_is_alpha(s[i]) && !bm_is_digit(s[i]) &&
		    strchr("-_.", s[i]) == NULL && (unsigned char)s[i] < 0x80)
			s[i] = '_';
	/* Letters beyond ASCII may stay, symbols among them may not. */
	for (size_t at = 0; s != NULL && at < key.len;) {
		size_t from = at;
		uint32_t c = bm_utf8_next((bm_str){s, key.len}, &at);
		bool fine = c < 0x80 ||
			    (c >= 0xC0 && c < 0x2000 && c != 0xD7 &&
			     c != 0xF7 && c != 0x37E) ||
			    (c >= 0x3001 && c < 0xD800) ||
			    (c >= 0xF900 && c < 0xFDD0) ||
			    (c >= 0x10000 && c < 0xF0000);

		while (!fine && from < at)
			s[from++] = '_';
	}
	return s;
}

/* ---- Runs ---------------------------------------------------------------- */

/* The innermost of the elements that a format needs, made below parent. */
static xmlNode *
format_element(bm_doc *doc, xmlNode *parent, unsigned format)
{
	static const struct {
		unsigned bit;
		const char *element, *role;
	} table[] = {
	    {CSL_SUPERSCRIPT, "superscript", NULL},
	    {CSL_SUBSCRIPT, "subscript", NULL},
	    {CSL_BOLD, "emphasis", "strong"},
	    {CSL_ITALIC | CSL_OBLIQUE, "emphasis", NULL},
	    {CSL_UNDERLINE, "emphasis", "underline"},
	    {CSL_SMALL_CAPS, "phrase", "small-caps"},
	    {CSL_LIGHT, "phrase", "light"},
	    {CSL_NO_ITALIC, "phrase", "no-italic"},
	    {CSL_NO_BOLD, "phrase", "no-bold"},
	    {CSL_NO_SMALL_CAPS, "phrase", "no-small-caps"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if ((format & table[i].bit) == 0)
			continue;
		parent = bm_el(doc, parent, table[i].element);
		if (parent != NULL && table[i].role != NULL)
			bm_set(doc, parent, "role", table[i].role);
	}
	return parent;
}

static xmlNode *
display_element(bm_doc *doc, xmlNode *parent, csl_display display)
{
	static const char *const roles[] = {NULL, "block", "label", NULL,
					    "indent"};

	if (roles[display] == NULL)
		return parent;
	parent = bm_el(doc, parent, "bibliomisc");
	if (parent != NULL)
		bm_set(doc, parent, "role", roles[display]);
	return parent;
}

/* One cite: a link to its entry, with an id for the way back. */
static void
print_cite(struct printing *p, xmlNode *parent, const csl_run *run)
{
	bm_doc *doc = p->c->doc;
	const bm_item *item = p->cited->cites.items[run->cite].item;
	bm_reference *ref = bm_map_get(&p->c->references, item->id);
	const char **back, *id;
	xmlNode *link;

	if (ref == NULL || ref->id == NULL) {
		print_runs(p, parent, run->children);
		return;
	}
	link = bm_el(doc, parent, "link");
	id = bm_arena_printf(doc->arena, "cite-%s-%u", ref->name, ++ref->count);
	id = id != NULL ? bm_ids_claim(&p->c->ids, id, link) : NULL;
	back = BM_VEC_PUSH(doc->arena, &ref->backlinks);
	if (link == NULL || id == NULL || back == NULL) {
		doc->no_memory = true;
		return;
	}
	*back = id;
	bm_set(doc, link, "linkend", ref->id);
	bm_set_xml(doc, link, "id", id);
	bm_set(doc, link, "role", "citation");
	p->in_link = true;
	print_runs(p, link, run->children);
	p->in_link = false;
}

static void
print_run(struct printing *p, xmlNode *parent, const csl_run *run)
{
	bm_doc *doc = p->c->doc;

	parent = format_element(doc, display_element(doc, parent, run->display),
				run->format);
	if (run->lang != NULL) {
		parent = bm_el(doc, parent, "phrase");
		if (parent != NULL)
			bm_set_xml(doc, parent, "lang", run->lang);
	}
	if (parent == NULL)
		return;
	switch (run->kind) {
	case CSL_RUN_TEXT:
		bm_add_text(doc, parent, run->text);
		break;
	case CSL_RUN_CITE:
		if (p->cited != NULL && !p->in_link)
			print_cite(p, parent, run);
		else
			print_runs(p, parent, run->children);
		break;
	case CSL_RUN_LINK:
		if (!p->in_link) {
			parent = bm_el(doc, parent, "link");
			if (parent != NULL)
				bm_set_xlink(doc, parent, "href", run->url);
		}
		print_runs(p, parent, run->children);
		break;
	case CSL_RUN_GROUP:
		print_runs(p, parent, run->children);
		break;
	}
}

/* The tree of runs is as deep as the style, which is bounded. */
static void
print_runs(struct printing *p, xmlNode *parent, const csl_run *runs)
{
	for (; runs != NULL && parent != NULL; runs = runs->next)
		print_run(p, parent, runs);
}

/* ---- Citations ----------------------------------------------------------- */

/* See cite.h. */
bm_status
bm_cite_prepare(bm_citing *c, const csl_output *output)
{
	bm_arena *arena = c->doc->arena;

	for (size_t i = 0; i < output->entry_count; i++) {
		const bm_item *item = output->entries[i].item;
		bm_reference *ref = BM_NEW(arena, bm_reference);
		void **place = bm_map_put(&c->references, item->id, NULL);
		const char *id;

		if (ref == NULL || place == NULL)
			return BM_NO_MEMORY;
		*place = ref;
		ref->name = id_part(arena, item->id);
		id = ref->name != NULL
			 ? bm_arena_printf(arena, "ref-%s", ref->name)
			 : NULL;
		ref->id = id != NULL ? bm_ids_claim(&c->ids, id,
						    bm_doc_element(c->doc))
				     : NULL;
		if (ref->id == NULL)
			return BM_NO_MEMORY;
	}
	return BM_OK;
}

/* What an entry of the author's own is called in the text. */
static const char *
own_label(bm_citing *c, const xmlNode *entry)
{
	const char *label = bm_attr(entry, "xreflabel");
	const xmlNode *abbrev = bm_child(entry, "abbrev");

	if (label == NULL && abbrev != NULL)
		label = bm_textz(c->doc, abbrev);
	if (label == NULL)
		label = bm_attr_bm(entry, "label");
	return label != NULL ? label : bm_attr_xml(entry, "id");
}

static void
print_own(bm_citing *c, xmlNode *parent, const xmlNode *entry)
{
	const char *id = bm_attr_xml(entry, "id");
	const char *label = own_label(c, entry);
	xmlNode *link = id != NULL ? bm_el(c->doc, parent, "link") : parent;

	if (id != NULL && link != NULL) {
		bm_set(c->doc, link, "linkend", id);
		bm_set(c->doc, link, "role", "citation");
	}
	if (link != NULL && label != NULL) {
		bm_add_textz(c->doc, link, "[");
		bm_add_textz(c->doc, link, label);
		bm_add_textz(c->doc, link, "]");
	}
}

static void
print_missing(bm_citing *c, xmlNode *citation, const bm_cited *cited)
{
	bool all = cited->cites.len == 0 && cited->own.len == 0;

	if (all)
		bm_set(c->doc, citation, "role", "unresolved");
	for (size_t i = 0; i < cited->missing.len; i++) {
		xmlNode *at =
		    all ? citation : bm_el(c->doc, citation, "phrase");

		if (at == NULL)
			return;
		if (!all)
			bm_set(c->doc, at, "role", "unresolved");
		bm_add_textz(c->doc, at, "[");
		bm_add_textz(c->doc, at, cited->missing.items[i]);
		bm_add_textz(c->doc, at, "?]");
	}
}

/* Raised numbers and notes stand close to the word before them. */
static void
close_up(xmlNode *citation)
{
	xmlNode *before = citation->prev;
	size_t n;

	if (before == NULL || before->type != XML_TEXT_NODE ||
	    before->content == NULL)
		return;
	n = strlen((const char *)before->content);
	if (n < 2 || !bm_is_space((char)before->content[n - 1]))
		return;
	while (n > 0 && bm_is_space((char)before->content[n - 1]))
		n--;
	if (n > 0)
		before->content[n] = '\0';
}

/* Makes the citation the content of a footnote in its place. */
static void
into_footnote(bm_citing *c, xmlNode *citation, unsigned note)
{
	bm_doc *doc = c->doc;
	xmlNode *footnote = bm_el_before(doc, citation, "footnote");
	xmlNode *para = bm_el(doc, footnote, "para");
	const char *id = bm_arena_printf(doc->arena, "fn-cite-%u", note);

	id = id != NULL ? bm_ids_claim(&c->ids, id, footnote) : NULL;
	if (para == NULL || id == NULL) {
		doc->no_memory = true;
		return;
	}
	bm_set_xml(doc, footnote, "id", id);
	bm_mark_generated(doc, footnote, "cite");
	xmlUnlinkNode(citation);
	xmlAddChild(para, citation);
}

/* See cite.h. */
bm_status
bm_cite_replace(bm_citing *c, bm_cited *cited)
{
	bm_doc *doc = c->doc;
	struct printing p = {c, cited, false};
	xmlNode *citation = cited->node, *child;
	bool note = csl_style_is_note(c->context->style) && !cited->in_note;

	if (bm_is(citation, "biblioref")) {
		citation = bm_el_before(doc, cited->node, "citation");
		if (citation == NULL)
			return BM_NO_MEMORY;
		bm_set_pos(doc, citation, bm_get_pos(doc, cited->node));
		xmlUnlinkNode(cited->node);
		xmlFreeNode(cited->node);
		cited->node = citation;
	}
	while ((child = citation->children) != NULL) {
		xmlUnlinkNode(child);
		xmlFreeNode(child);
	}
	bm_mark_generated(doc, citation, "cite");
	print_runs(&p, citation, cited->runs);
	if (cited->runs == NULL)
		for (size_t i = 0; i < cited->cites.len; i++) {
			bm_add_textz(doc, citation, "[");
			bm_add_text(doc, citation,
				    cited->cites.items[i].item->id);
			bm_add_textz(doc, citation, "]");
		}
	for (size_t i = 0; i < cited->own.len; i++)
		print_own(c, citation, cited->own.items[i]);
	print_missing(c, citation, cited);
	if (cited->runs != NULL && note)
		close_up(citation);
	else if (cited->runs != NULL &&
		 bm_is(citation->children, "superscript"))
		close_up(citation);
	if (note && cited->cites.len > 0)
		into_footnote(c, citation, cited->note);
	return bm_pass_status(doc);
}

/* ---- The bibliography ---------------------------------------------------- */

/* Its heading in the language of the document. */
static const char *
heading(const char *lang)
{
	static const char *const table[][2] = {
	    {"de", "Literatur"},
	    {"fr", "R\xC3\xA9"
		   "f\xC3\xA9rences"},
	    {"es", "Referencias"},
	    {"it", "Riferimenti bibliografici"},
	    {"nl", "Referenties"},
	    {"pt", "Refer\xC3\xAAncias"},
	    {"sv", "Referenser"},
	    {"da", "Referencer"},
	    {"nb", "Referanser"},
	};

	for (size_t i = 0; lang != NULL && i < sizeof(table) / sizeof(*table);
	     i++)
		if (strncmp(lang, table[i][0], 2) == 0 && !bm_is_alpha(lang[2]))
			return table[i][1];
	return "References";
}

static bool
has_entries(const xmlNode *bibliography)
{
	return bm_child(bibliography, "biblioentry") != NULL ||
	       bm_child(bibliography, "bibliomixed") != NULL ||
	       bm_child(bibliography, "bibliodiv") != NULL;
}

/* The author's empty bibliography, or a new one at the document's end. */
static xmlNode *
bibliography_element(bm_doc *doc)
{
	static const char *const behind[] = {"index", "colophon",
					     "acknowledgements", NULL};
	xmlNode *root = bm_doc_element(doc), *last;

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (bm_is(n, "bibliography") && !has_entries(n))
			return n;
	for (last = root->last; last != NULL; last = last->prev) {
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

/* Whether the address is linked in the runs. */
static bool
has_url(const csl_run *run, const char *url)
{
	for (; run != NULL; run = run->next)
		if ((run->kind == CSL_RUN_LINK && bm_streq(run->url, url)) ||
		    has_url(run->children, url))
			return true;
	return false;
}

/* Links to the identifiers that the style did not print. */
static void
add_links(bm_citing *c, xmlNode *entry, const csl_entry *e)
{
	static const char *const names[][2] = {{"DOI", "doi:"},
					       {"PMID", "PMID: "},
					       {"PMCID", "PMCID: "},
					       {"URL", ""}};
	bool has_doi = false;
	bm_doc *doc = c->doc;
	xmlNode *misc = NULL;

	for (size_t i = 0; i < 4; i++) {
		const bm_value *v = bm_item_get(e->item, names[i][0]);
		const char *url =
		    v != NULL && v->kind == BM_VALUE_TEXT
			? csl_identifier_url(doc->arena, names[i][0], v->text)
			: NULL;
		xmlNode *link;

		has_doi = has_doi || (i == 0 && url != NULL);
		if (url == NULL || (i == 3 && has_doi) || has_url(e->runs, url))
			continue;
		if (misc == NULL) {
			bm_add_textz(doc, entry, " ");
			misc = bm_el(doc, entry, "bibliomisc");
			if (misc == NULL)
				return;
			bm_set(doc, misc, "role", "links");
		} else
			bm_add_textz(doc, misc, " ");
		link = bm_el(doc, misc, "link");
		if (link == NULL)
			return;
		bm_set_xlink(doc, link, "href", url);
		bm_add_textz(doc, link, names[i][1]);
		bm_add_text(doc, link, v->text);
	}
}

static void
add_backlinks(bm_citing *c, xmlNode *entry, const bm_reference *ref)
{
	xmlNode *misc, *link;

	if (ref->backlinks.len == 0)
		return;
	misc = bm_el(c->doc, entry, "bibliomisc");
	if (misc == NULL)
		return;
	bm_set(c->doc, misc, "role", "backlinks");
	for (size_t i = 0; i < ref->backlinks.len; i++) {
		link = bm_el(c->doc, misc, "link");
		if (link == NULL)
			return;
		bm_set(c->doc, link, "linkend", ref->backlinks.items[i]);
		bm_set(c->doc, link, "role", "backlink");
	}
}

static void
add_entry(bm_citing *c, xmlNode *bibliography, const csl_entry *e)
{
	const bm_reference *ref = bm_map_get(&c->references, e->item->id);
	struct printing p = {c, NULL, false};
	xmlNode *entry = bm_el(c->doc, bibliography, "bibliomixed");
	char number[24];

	if (entry == NULL || ref == NULL)
		return;
	snprintf(number, sizeof(number), "%zu", e->number);
	bm_set_xml(c->doc, entry, "id", ref->id);
	bm_set_bm(c->doc, entry, "label", number);
	bm_set(c->doc, entry, "role",
	       bm_arena_str(c->doc->arena, e->item->type));
	print_runs(&p, entry, e->runs);
	if (e->runs == NULL)
		bm_add_text(c->doc, entry, e->item->id);
	add_links(c, entry, e);
	add_backlinks(c, entry, ref);
}

/* See cite.h. */
bm_status
bm_cite_bibliography(bm_citing *c, const csl_output *output)
{
	bm_doc *doc = c->doc;
	xmlNode *bibliography = bibliography_element(doc), *title;
	const char *id;

	if (bibliography == NULL)
		return BM_NO_MEMORY;
	bm_mark_generated(doc, bibliography, "cite");
	if (bm_attr_xml(bibliography, "id") == NULL) {
		id = bm_ids_claim(&c->ids, "references", bibliography);
		if (id == NULL)
			return BM_NO_MEMORY;
		bm_set_xml(doc, bibliography, "id", id);
	}
	if (output->second_field_align)
		bm_set_bm(doc, bibliography, "align", "second-field");
	if (output->hanging_indent)
		bm_set_bm(doc, bibliography, "indent", "hanging");
	if (bm_title(bibliography) == NULL) {
		const char *lang = bm_lang(bibliography);

		title = bm_first_element(bibliography);
		title = title != NULL ? bm_el_before(doc, title, "title")
				      : bm_el(doc, bibliography, "title");
		bm_add_textz(doc, title,
			     heading(lang != NULL ? lang : c->context->lang));
	}
	for (size_t i = 0; i < output->entry_count; i++)
		add_entry(c, bibliography, &output->entries[i]);
	return bm_pass_status(doc);
}
