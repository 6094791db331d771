/*
 * Writes the plan into the trees as bm: attributes, so that the sheets only
 * push.  One walk for each document.  It may run again on the same tree for
 * another output: what an earlier run left is taken away first.
 */
#include <stdarg.h>
#include <stdio.h>

#include "write/publication.h"

const bm_rule bm_resolve_rules[] = {
    {"link-unresolved", BM_ERROR, "A link leads nowhere", "WCAG 2.4.4",
     "Name a file of this publication and an id in it, or remove the "
     "link."},
    {"olink-unresolved", BM_ERROR, "An olink leads to no known target",
     "DocBook 5.2 olink",
     "Give the id of the root of a document of this publication, or a target "
     "database that has it, by --olink-db or the key olink-db."},
    {"olink-database", BM_ERROR, "A target database cannot be used", NULL,
     "Name a file with targetset, document and div, as --write-olink-db "
     "writes it."},
    {"link-outside", BM_INFO,
     "A link leaves the book and its address is not known", "EPUB 3.3 3.6",
     "Set base-url in the project, so that the link can be written whole; "
     "until then its text stands without a link."},
    {"link-unsafe", BM_ERROR, "A link runs a script or carries a document",
     NULL, "Link to an address that begins with https:."},
    {"image-not-found", BM_ERROR, "There is no such image file", "WCAG 1.1.1",
     "Write the image's path relative to the file that shows it."},
    {"image-format", BM_ERROR, "The file is of no known format", "EPUB 3.3 3.2",
     "Save it as PNG, JPEG, GIF, WebP or SVG."},
    {"image-extension", BM_WARNING,
     "The name of an image says another format than its content", NULL,
     "Give the file the end that its content asks for: servers and programs "
     "go by it."},
    {"image-large", BM_INFO, "An image has more than a megabyte", NULL,
     "Save it with fewer pixels or stronger compression; readers with a slow "
     "network wait for it."},
    {"image-no-size", BM_INFO, "An image does not say how large it is", NULL,
     "Give the root of the SVG a viewBox, or width and height: the text jumps "
     "when the image has come."},
    {"image-sizes", BM_WARNING, "Another size of an image shows something else",
     NULL,
     "Make all sizes of one picture from the same original, or give the file "
     "another name."},
    {"image-remote", BM_ERROR, "A book cannot show an image from the network",
     "EPUB 3.3 3.6", "Save the image beside the text and name that file."},
    {"foreign-unsafe", BM_ERROR,
     "A drawing or formula in the text runs a script or loads a file", NULL,
     "Keep to shapes and text with plain attributes; an animation or a drawing "
     "with a style of its own is a file beside the text."},
    {"image-unsafe", BM_ERROR,
     "The SVG image has a script or takes in other files", NULL,
     "Save it as plain SVG, without scripts and with all parts inside."},
    {"table-columns", BM_WARNING,
     "A row has more cells than its table has "
     "columns, or spans that overlap",
     "CALS tables 9502", "Count the cells of the row, with their spans."},
    {"footnote-order", BM_WARNING, "A note is referred to but is not there",
     NULL, "Write the note, or remove its mark."},
    {"lang-terms", BM_INFO,
     "There are no words of ours in this language; English ones are used",
     "WCAG 3.1.2", "Add a file xsl/l10n/LANG.xml with the words."},
    {"font-format", BM_ERROR, "A font cannot be read, or is none for a book",
     "EPUB 3.3 3.2",
     "Name a file of TrueType, OpenType, WOFF or WOFF2; the font was left "
     "out."},
    {"font-rights", BM_ERROR, "A font may not be embedded", "EPUB 3.3 4.3",
     "Ask its maker for a file whose fsType allows it, or name the licence "
     "with \"license\" or \"license-file\"; the font was left out."},
    {"page-duplicate", BM_WARNING, "Two places are marked as the same page",
     "EPUB Accessibility 1.1 3.4.1", "Look up the number in the printed book."},
    {"page-source", BM_WARNING,
     "Pages are marked, but the printed book that they are of is not named",
     "EPUB Accessibility 1.1 3.4.1",
     "Write \"page-source:\" with its ISBN, as urn:isbn:9783161484100."},
    {"pages-missing", BM_WARNING,
     "A source of page numbers is named, but no page is marked",
     "EPUB Accessibility 1.1 3.4.1",
     "Mark where pages begin, as <?page 12?>, or delete \"page-source\"."},
    {"conformance-form", BM_ERROR,
     "The claim of conformance is not in the form that counts",
     "EPUB Accessibility 1.1 3.5.2",
     "Write for example \"EPUB Accessibility 1.1 - WCAG 2.1 Level AA\"."},
    {"conformance-evaluator", BM_ERROR,
     "Conformance is claimed, but nobody is named who found it",
     "EPUB Accessibility 1.1 3.5.3",
     "Write \"certified-by:\" with the name of who evaluated the book."},
    {"conformance-faults", BM_ERROR,
     "Conformance is claimed, and the book speaks against it",
     "EPUB Accessibility 1.1 3.3.1",
     "Mend what is counted; until then the claim is left out."},
    {"exemption-unknown", BM_ERROR, "The exemption is none that is known",
     "EPUB Accessibility 1.1 3.5.4",
     "Write eaa-microenterprise, eaa-disproportionate-burden or "
     "eaa-fundamental-alteration."},
    {"theme-contrast", BM_ERROR,
     "A colour of the theme makes text that many people cannot read",
     "WCAG 1.4.6",
     "Take a darker one for light pages or a lighter one for dark pages. The "
     "colour was not used."},
    {"moved-page", BM_WARNING,
     "A page that has moved leads nowhere, or is still there", NULL,
     "Names are those of files of the site, such as guide/old.html."},
    {NULL, 0, NULL, NULL, NULL}};

/* What a run leaves and the next one takes away; and label on notes, text on
 * links without content (the pass xref gives xref its own), scope on cells
 * (notices have their own). */
static const char *const left[] = {
    "chunk", "root",    "href",    "level",  "ref",        "in",      "notes",
    "cell",  "colspan", "rowspan", "align",  "id",         "headers", "src",
    "width", "height",  "home",    "placed", "transcript", "share",   "valign",
    "rules", "iso",     "date",    "gap",    NULL};

void
pub_report(pub_doc *d, xmlNode *node, const char *code, const char *format, ...)
{
	const bm_rule *rule = bm_rule_find(bm_resolve_rules, code);
	char text[512];
	va_list ap;

	if (rule == NULL || d->own ||
	    bm_streq(bm_attr_bm(node, "reported"), code))
		return;
	bm_set_bm(d->doc, node, "reported", code);
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	bm_diag_add(d->doc->diags, rule, bm_get_pos(d->doc, node), "%s", text);
}

/* Removes what an earlier run left on el. */
static void
clean(xmlNode *el)
{
	static const char *const marks[] = {
	    "footnote", "footnoteref", "co", "coref", "area", "areaset", NULL};
	xmlAttr *next;

	for (xmlAttr *a = el->properties; a != NULL; a = next) {
		next = a->next;
		if (a->ns == NULL ||
		    strcmp((const char *)a->ns->href, BM_NS) != 0)
			continue;
		const char *name = (const char *)a->name;
		bool gone = false;
		for (size_t i = 0; left[i] != NULL && !gone; i++)
			gone = strcmp(left[i], name) == 0;
		if (strcmp(name, "label") == 0)
			gone = bm_is_any(el, marks);
		if (strcmp(name, "text") == 0)
			gone = !bm_is(el, "xref");
		if (strcmp(name, "scope") == 0)
			gone = bm_attr_bm(el, "kind") == NULL;
		if (gone)
			xmlRemoveProp(a);
	}
}

/* Remarks and instructions that no sheet prints.  libxslt sorts the nodes that
 * it selects, and where many of these stand together that takes quadratic
 * time. */
static bool
is_silent(const xmlNode *n)
{
	return n->type == XML_COMMENT_NODE ||
	       (n->type == XML_PI_NODE &&
		strcmp((const char *)n->name, "bm-break") != 0);
}

/* Removes what an earlier run left among el's children, and what is silent. */
static void
clean_children(xmlNode *el)
{
	static const char *const ours[] = {"page",  "context",    "target",
					   "area",  "line",       "annotated",
					   "entry", "indexgroup", NULL};
	xmlNode *next;

	for (xmlNode *n = el->children; n != NULL; n = next) {
		bool gone = is_silent(n);
		next = n->next;
		for (size_t i = 0; ours[i] != NULL && !gone; i++)
			gone = bm_is_bm(n, ours[i]);
		if (!gone)
			continue;
		xmlNode *before = n->prev;
		xmlUnlinkNode(n);
		xmlFreeNode(n);
		if (before != NULL && next != NULL &&
		    before->type == XML_TEXT_NODE &&
		    next->type == XML_TEXT_NODE) {
			/* One text again; `next` is gone with it. */
			n = next->next;
			xmlTextMerge(before, next);
			next = n;
		}
	}
}

/* The level of a heading below `depth` others. */
static void
set_level(pub_doc *d, xmlNode *el, int level)
{
	char text[2] = {(char)('0' + (level < 1   ? 1
				      : level > 6 ? 6
						  : level)),
			0};

	bm_set_bm(d->doc, el, "level", text);
}

/* What a paragraph of DocBook may hold and one of HTML may not; sorted. */
static const char *const blocks[] = {"address",
				     "annotation",
				     "bibliolist",
				     "blockquote",
				     "calloutlist",
				     "caution",
				     "classsynopsis",
				     "cmdsynopsis",
				     "constraintdef",
				     "danger",
				     "epigraph",
				     "equation",
				     "example",
				     "fieldsynopsis",
				     "figure",
				     "formalgroup",
				     "funcsynopsis",
				     "glosslist",
				     "important",
				     "informalequation",
				     "informalexample",
				     "informalfigure",
				     "informaltable",
				     "itemizedlist",
				     "literallayout",
				     "mediaobject",
				     "msgset",
				     "note",
				     "orderedlist",
				     "procedure",
				     "productionset",
				     "programlisting",
				     "programlistingco",
				     "qandaset",
				     "revhistory",
				     "screen",
				     "screenco",
				     "screenshot",
				     "segmentedlist",
				     "sidebar",
				     "simplelist",
				     "synopsis",
				     "table",
				     "task",
				     "tip",
				     "variablelist",
				     "warning"};

static int
compare_name(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

/* Marks a paragraph that holds a block. */
static void
mark_blocks(pub_doc *d, const xmlNode *el)
{
	xmlNode *parent = el->parent;

	if (!bm_is(parent, "para") && !bm_is(parent, "simpara"))
		return;
	if (bsearch(el->name, blocks, sizeof(blocks) / sizeof(*blocks),
		    sizeof(*blocks), compare_name) == NULL ||
	    (bm_is(el, "simplelist") &&
	     bm_streq(bm_attr(el, "type"), "inline")))
		return;
	bm_set_bm(d->doc, parent, "blocks", "yes");
}

/* Whether marks of a listing are described beside it: DocBook has the areaspec
 * as the first element there, behind an info. */
static bool
has_areas(const xmlNode *listing)
{
	static const char *const pairs[] = {"programlistingco", "screenco",
					    NULL};
	const xmlNode *first;

	if (!bm_is_any(listing->parent, pairs))
		return false;
	first = bm_first_element(listing->parent);
	if (bm_is(first, "info"))
		first = bm_next_element(first);
	return bm_is(first, "areaspec");
}

/* What can be settled only when the whole document was seen. */
static void
later(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *el)
{
	static const char *const callouts[] = {"co",      "coref",   "area",
					       "areaset", "callout", NULL};
	static const char *const listings[] = {
	    "programlisting", "screen", "literallayout", "synopsis", NULL};
	xmlNode **slot;

	pub_dated(p, d, el);
	if (bm_is_any(el, callouts))
		pub_callout(p, d, chunk, el);
	else if (bm_is(el, "indexterm"))
		pub_index_term(p, d, chunk, el);
	else if (pub_is_empty_index(el))
		pub_index(p, d, chunk, el);
	else if (bm_is_any(el, listings) &&
		 (bm_attr(el, "linenumbering") != NULL || has_areas(el))) {
		slot = BM_VEC_PUSH(p->arena, &d->listings);
		if (slot != NULL)
			*slot = el;
		else
			d->doc->no_memory = true;
	}
}

/* What every element is asked for. */
static void
element(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *el, int depth)
{
	static const char *const shown[] = {"imagedata",       "videodata",
					    "audiodata",       "textdata",
					    "multimediaparam", NULL};
	static const char *const entries[] = {"primaryie", "secondaryie",
					      "tertiaryie", NULL};
	static const char *const objects[] = {"mediaobject",
					      "inlinemediaobject", NULL};

	mark_blocks(d, el);
	pub_foreign(d, el);
	if (bm_attr(el, "linkend") != NULL ||
	    bm_attr_xlink(el, "href") != NULL || bm_is(el, "olink") ||
	    bm_is(el, "nonterminal"))
		pub_link(p, d, chunk, el);
	else if (bm_is_any(el, entries) && bm_attr(el, "linkends") != NULL)
		pub_links(p, d, chunk, el);
	if (bm_is(el, "footnote"))
		pub_note(p, d, chunk, el);
	else if (bm_is(el, "footnoteref"))
		pub_note_ref(p, d, chunk, el);
	else if (bm_is(el, "bridgehead") || bm_is(el, "refnamediv") ||
		 bm_streq(bm_attr(el, "role"), "notice"))
		set_level(d, el, depth - chunk->base_level + 1);
	else if (bm_is_any(el, objects))
		pub_media_choose(p, d, el);
	else if (bm_is_any(el, shown))
		pub_media_object(p, d, chunk, el);
	else
		later(p, d, chunk, el);
	if (bm_attr(el, "annotations") != NULL ||
	    bm_attr(el, "annotates") != NULL)
		pub_annotated(p, d, chunk, el);
}

/* Tables are laid out when all inside them has been seen and cleaned. */
static void
leave_element(publication *p, pub_doc *d, xmlNode *el)
{
	static const char *const groups[] = {"tgroup", "entrytbl", NULL};
	static const char *const tables[] = {"table", "informaltable", NULL};

	/* The next list explains other marks. */
	if (bm_is(el, "calloutlist"))
		d->callout_count = 0;
	if (bm_is_any(el, groups))
		pub_table_cals(p, d, el);
	else if (bm_is_any(el, tables) && bm_child(el, "tgroup") == NULL)
		pub_table_html(p, d, el);
}

/* Marks a chunk's own element.  depth: the headings around it; a page of
 * ours is no DocBook division but has a heading all the same. */
static void
enter_chunk(pub_doc *d, pub_chunk *chunk, int depth, bool division)
{
	chunk->base_level = division ? depth : depth - 1;
	chunk->notes = 0;
	bm_set_bm(d->doc, chunk->node, "chunk", chunk->file);
	bm_set_bm(d->doc, chunk->node, "root", chunk->root);
	set_level(d, chunk->node, 1);
}

static void
leave_chunk(pub_doc *d, pub_chunk *chunk)
{
	char text[32];

	if (chunk->notes == 0)
		return;
	snprintf(text, sizeof(text), "%zu", chunk->notes);
	bm_set_bm(d->doc, chunk->node, "notes", text);
}

/* The walk: cleans, then asks each element, knowing its chunk and depth. */
static void
walk(publication *p, pub_doc *d)
{
	xmlNode *root = bm_doc_element(d->doc), *node = root;
	pub_chunk *chunk = NULL;
	size_t next = 0;
	int depth = 0;
	bool leaving = false;
	BM_VEC(xmlNode *) divisions = {0}; /* around the node */

	do {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (leaving) {
			if (divisions.len > 0 &&
			    divisions.items[divisions.len - 1] == node) {
				divisions.len--;
				depth--;
			}
			leave_element(p, d, node);
			if (chunk != NULL && chunk->node == node) {
				leave_chunk(d, chunk);
				chunk = chunk->outer;
			}
			continue;
		}
		bool division = pub_is_division(node);
		xmlNode **place =
		    division ? BM_VEC_PUSH(d->doc->scratch, &divisions) : NULL;

		if (place != NULL)
			*place = node;
		else if (division)
			d->doc->no_memory = true;
		clean(node);
		clean_children(node);
		if (next < d->chunks.len &&
		    d->chunks.items[next]->node == node) {
			chunk = d->chunks.items[next++];
			enter_chunk(d, chunk, depth, division);
		}
		depth += division;
		if (division && chunk->node != node)
			set_level(d, node, depth - chunk->base_level);
		element(p, d, chunk, node, depth);
	} while (pub_step(root, &node, &leaving));
}

bm_status
pub_resolve_doc(publication *p, pub_doc *d)
{
	d->note_refs.len = d->callouts.len = d->listings.len = 0;
	d->callout_count = d->callout_ids = d->line_number = 0;
	d->annotated.len = d->annotations = d->index_terms = 0;
	d->table_groups = d->transcripts = 0;
	walk(p, d);
	pub_note_refs_end(p, d);
	pub_callouts_end(p, d);
	pub_annotated_end(p, d);
	for (size_t i = 0; i < d->chunks.len; i++)
		pub_page(p, d->chunks.items[i]);
	pub_context(p, d);
	return d->doc->no_memory || bm_arena_failed(d->doc->arena) ||
		       bm_arena_failed(p->arena)
		   ? BM_NO_MEMORY
		   : BM_OK;
}

/* Takes over what the run before made of a document's links; false when they
 * must be resolved. */
static bool
take_over(publication *p, pub_doc *d)
{
	const bm_reuse *reuse = p->env->reuse;
	const char *signature = reuse != NULL && !d->own
				    ? reuse->before(reuse->user, d->doc)
				    : NULL;

	d->before =
	    signature != NULL && strlen(signature) < sizeof(d->signature);
	if (!d->before)
		return false;
	strcpy(d->signature, signature);
	/* A language without words of ours is told of once a run. */
	for (size_t i = 0; i < d->chunks.len; i++)
		pub_term(p, d->chunks.items[i]->lang, "home");
	return true;
}

bm_status
pub_resolve(publication *p)
{
	p->indexes.len = p->index_terms.len = 0;
	for (size_t i = 0; i < p->docs.len; i++) {
		pub_doc *d = p->docs.items[i];
		bm_status status;

		/* An index tells of the places in all documents. */
		if (d->made || (pub_is_apart(p, d) && !p->has_index) ||
		    take_over(p, d))
			continue;
		status = pub_resolve_doc(p, d);

		/* A skeleton is no longer needed when its links are known. */
		if (status == BM_OK && d->doc->is_skeleton && !p->has_index) {
			status = pub_signature(p, d);
			pub_strip(d);
		}
		if (status != BM_OK)
			return status;
	}
	pub_indexes_end(p);
	return bm_arena_failed(p->arena) ? BM_NO_MEMORY : BM_OK;
}
