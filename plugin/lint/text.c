/* Collecting the blocks of text of a document, normalised. */
#include "lint/text.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "core/map.h"

/* Elements that hold lines of text of their own. */
static const char *const containers[] = {
    "para",     "simpara",     "title", "subtitle",   "titleabbrev", "term",
    "entry",    "td",          "th",    "caption",    "member",      "seg",
    "segtitle", "attribution", "line",  "refpurpose", "glossterm",   NULL};

/* What is text of somebody else, of a machine, or none. */
static const char *const left_out[] = {"bibliography",
				       "bibliolist",
				       "biblioentry",
				       "bibliomixed",
				       "programlisting",
				       "screen",
				       "literallayout",
				       "synopsis",
				       "cmdsynopsis",
				       "funcsynopsis",
				       "classsynopsis",
				       "indexterm",
				       "index",
				       "remark",
				       "toc",
				       "textobject",
				       "alt",
				       "mathphrase",
				       "subjectset",
				       "keywordset",
				       "author",
				       "authorgroup",
				       "editor",
				       "othercredit",
				       "publisher",
				       "biblioid",
				       "revhistory",
				       "copyright",
				       "meta",
				       "legalnotice",
				       "pubdate",
				       "date",
				       NULL};

/* Blocks inside a paragraph: they are text of their own. */
static const char *const nested[] = {
    "footnote",   "itemizedlist",    "orderedlist",  "variablelist",
    "simplelist", "segmentedlist",   "calloutlist",  "procedure",
    "table",      "informaltable",   "figure",       "informalfigure",
    "blockquote", "epigraph",        "note",         "tip",
    "important",  "warning",         "caution",      "danger",
    "example",    "informalexample", "equation",     "informalequation",
    "qandaset",   "sidebar",         "address",      "annotation",
    "glosslist",  "bibliolist",      "mediaobject",  "programlisting",
    "screen",     "literallayout",   "synopsis",     "para",
    "simpara",    "cmdsynopsis",     "funcsynopsis", NULL};

/* Code and signs: one character stands for them. */
static const char *const opaque[] = {"literal",
				     "code",
				     "command",
				     "filename",
				     "option",
				     "parameter",
				     "envar",
				     "varname",
				     "constant",
				     "function",
				     "classname",
				     "type",
				     "tag",
				     "uri",
				     "email",
				     "systemitem",
				     "userinput",
				     "computeroutput",
				     "replaceable",
				     "inlineequation",
				     "keycombo",
				     "keycap",
				     "inlinemediaobject",
				     "mathphrase",
				     NULL};

static const char *const marks[] = {"citation",    "biblioref", "footnote",
				    "footnoteref", "xref",      NULL};
static const char *const lists[] = {
    "itemizedlist", "orderedlist", "variablelist",  "simplelist",
    "calloutlist",  "procedure",   "segmentedlist", NULL};
static const char *const items[] = {"listitem", "varlistentry", "member",
				    "callout",  "step",         NULL};
static const char *const divisions[] = {"section",
					"sect1",
					"sect2",
					"sect3",
					"sect4",
					"sect5",
					"simplesect",
					"chapter",
					"appendix",
					"preface",
					"article",
					"part",
					"book",
					"refsection",
					"refsect1",
					"partintro",
					"dedication",
					"topic",
					"acknowledgements",
					"colophon",
					NULL};

/* ---- Text of a block ---- */

typedef struct writer {
	lint_text *text;
	lint_block *block;
	bm_buf buf;
	const UNormalizer2 *nfc;
	bool mark;   /* the last thing was one */
	bool space;  /* one is owed before the next character */
	size_t last; /* offset of the last character, for composing */
	bool failed;
} writer;

/* A blank that stands in both belongs to a run, so that words do not have one
 * each. */
static void
extend_run(writer *w, size_t at, size_t len, const xmlNode *node, size_t from)
{
	size_t n = w->block->runs.len;
	lint_run *run = n > 0 ? &w->block->runs.items[n - 1] : NULL;
	size_t gap = run != NULL ? at - (run->at + run->len) : 0;

	if (run != NULL && run->node == node && gap <= 1 &&
	    run->from + run->len + gap == from) {
		run->len += gap + len;
		return;
	}
	run = BM_VEC_PUSH(w->text->arena, &w->block->runs);
	if (run == NULL) {
		w->failed = true;
		return;
	}
	*run = (lint_run){at, len, node, from};
}

static void
put_space(writer *w)
{
	if (w->space && w->buf.len > 0)
		bm_buf_putc(&w->buf, ' ');
	w->space = false;
}

static bool
is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Soft hyphen, zero-width characters, byte order mark. */
static bool
is_nothing(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 ||
	       c == 0xFEFF;
}

/* Joins a combining mark to the character before it (NFC); false: it stands
 * for itself. */
static bool
compose(writer *w, uint32_t c)
{
	size_t at = w->last;
	uint32_t before;
	UChar32 both;

	/* The first one is U+0300. */
	if (c < 0x300 || w->nfc == NULL || w->space || w->last >= w->buf.len ||
	    u_getCombiningClass((UChar32)c) == 0)
		return false;
	before = bm_utf8_next(bm_buf_str(&w->buf), &at);
	both = unorm2_composePair(w->nfc, (UChar32)before, (UChar32)c);
	if (both < 0)
		return false;
	w->buf.len = w->last;
	bm_buf_put_utf8(&w->buf, (uint32_t)both);
	return true;
}

/* Where the ASCII letters, digits and signs from `at` on end: nothing is to be
 * done with them but to take them over. */
static size_t
plain_end(bm_str s, size_t at)
{
	while (at < s.len && s.ptr[at] > ' ' && (unsigned char)s.ptr[at] < 0x80)
		at++;
	return at;
}

static void
put_text(writer *w, const xmlNode *node)
{
	bm_str s = bm_str_of((const char *)node->content);
	size_t at = 0;

	while (at < s.len) {
		size_t from = at, to;
		uint32_t c = bm_utf8_next(s, &at);

		if (is_space(c)) {
			w->space = true;
			continue;
		}
		if (is_nothing(c) || compose(w, c))
			continue;
		/* What a citation was taken from leaves no gap. */
		if (w->mark && c < 0x80 && strchr(".,;:!?)", (int)c) != NULL)
			w->space = false;
		w->mark = false;
		put_space(w);
		to = w->last = w->buf.len;
		if (c < 0x80) {
			at = plain_end(s, at);
			w->last += at - from - 1;
		}
		bm_buf_put(&w->buf, s.ptr + from, at - from);
		extend_run(w, to, at - from, node, from);
	}
}

static void
put_mark(writer *w, const xmlNode *node)
{
	lint_mark *mark = BM_VEC_PUSH(w->text->arena, &w->block->marks);

	if (mark == NULL) {
		w->failed = true;
		return;
	}
	mark->at = w->buf.len;
	mark->node = node;
	w->mark = true;
}

/* Whether text is an address and no words: "www.example.org/a". */
static bool
looks_like_address(const char *text)
{
	return strchr(text, ' ') == NULL &&
	       (strstr(text, "://") != NULL || strncmp(text, "www.", 4) == 0 ||
		strncmp(text, "doi:", 4) == 0 || strncmp(text, "10.", 3) == 0 ||
		strchr(text, '@') != NULL);
}

/* A link without words of its own. */
static bool
is_bare_address(writer *w, const xmlNode *node)
{
	const char *href = bm_attr_xlink(node, "href"), *shown;

	if (href == NULL || !bm_is(node, "link"))
		return false;
	shown = bm_textz(w->text->doc, node);
	return *shown == '\0' || strcmp(shown, href) == 0 ||
	       looks_like_address(shown);
}

static void
put_sign(writer *w)
{
	put_space(w);
	w->last = w->buf.len + 3;
	bm_buf_put_utf8(&w->buf, 0xFFFC);
}

/* A citation that is part of the sentence: its authors are the subject. */
static bool
is_in_text(const xmlNode *node)
{
	const xmlNode *ref =
	    bm_is(node, "citation") ? bm_child(node, "biblioref") : NULL;

	/* A printed one says it itself. */
	return bm_streq(bm_attr_bm(ref != NULL ? ref : node, "mode"),
			"author-in-text");
}

/* Appends the text inside the block, without the blocks in it. */
static void
put_inside(writer *w, xmlNode *root)
{
	xmlNode *n = bm_walk(root, root);

	while (n != NULL && !w->failed) {
		bool over = true;

		if (n->type == XML_TEXT_NODE ||
		    n->type == XML_CDATA_SECTION_NODE)
			put_text(w, n);
		else if (n->type != XML_ELEMENT_NODE)
			w->space = w->space || n->type == XML_PI_NODE;
		else if (bm_is_any(n, marks)) {
			if (is_in_text(n))
				put_sign(w);
			put_mark(w, n);
		} else if (bm_is_any(n, nested))
			w->space = true;
		else if (!bm_is(n, NULL) || bm_is_any(n, opaque) ||
			 is_bare_address(w, n)) {
			put_sign(w);
		} else if (!bm_is_any(n, left_out) &&
			   bm_attr_bm(n, "generated") == NULL)
			over = false;
		n = over ? bm_walk_over(n, root) : bm_walk(n, root);
	}
}

/* ---- Blocks ---- */

static const xmlNode *
ancestor(const xmlNode *node, const char *const *names)
{
	for (node = node->parent;
	     node != NULL && node->type == XML_ELEMENT_NODE;
	     node = node->parent)
		if (bm_is_any(node, names))
			return node;
	return NULL;
}

/* A quotation is somebody's words when it says whose, or is marked. */
static bool
is_quoted(const xmlNode *node)
{
	static const char *const quotes[] = {"blockquote", "epigraph", NULL};
	const xmlNode *quote = ancestor(node, quotes);

	return quote != NULL && (bm_child(quote, "attribution") != NULL ||
				 bm_attr(quote, "role") != NULL);
}

/* The block whose node leads in to a list: the one before, or round it. */
static const lint_block *
lead_of(const lint_text *text, const xmlNode *list)
{
	const xmlNode *want = list->prev, *title = bm_child(list, "title");

	while (want != NULL && want->type != XML_ELEMENT_NODE)
		want = want->prev;
	for (size_t i = text->blocks.len, n = 0; i > 0 && n < 64; i--, n++) {
		const lint_block *b = text->blocks.items[i - 1];

		if (b->node == want || b->node == list->parent ||
		    (title != NULL && b->node == title))
			return b;
	}
	return NULL;
}

/* The same, looked for once a list: a list can be long. */
static bm_status
find_lead(const lint_text *text, bm_map *leads, lint_block *b)
{
	bm_str key = {(const char *)&b->list, sizeof b->list};
	bool is_new;
	void **place = bm_map_put(leads, key, &is_new);

	if (place == NULL)
		return BM_NO_MEMORY;
	if (is_new)
		*place = (void *)(uintptr_t)lead_of(text, b->list);
	b->lead = *place;
	return BM_OK;
}

static lint_kind
kind_of(const lint_block *b)
{
	static const char *const heads[] = {"title", "subtitle", "titleabbrev",
					    NULL};
	static const char *const cells[] = {"entry", "td", "th", NULL};

	if (bm_is_any(b->node, heads))
		return LINT_HEADING;
	if (bm_is_any(b->node, cells) || ancestor(b->node, cells) != NULL)
		return LINT_CELL;
	return b->item != NULL ? LINT_ITEM : LINT_SENTENCE;
}

static bm_status
add_block(lint_text *text, bm_map *leads, xmlNode *node)
{
	bm_arena *arena = text->arena;
	lint_block *b = BM_NEW(arena, lint_block), **slot;
	UErrorCode error = U_ZERO_ERROR;
	writer w = {0};

	if (b == NULL)
		return BM_NO_MEMORY;
	w.text = text;
	w.block = b;
	w.nfc = unorm2_getNFCInstance(&error);
	bm_buf_init(&w.buf, bm_arena_allocator(arena));
	b->node = node;
	put_inside(&w, node);
	w.failed = w.failed || w.buf.status != BM_OK;
	if (w.buf.len == 0 && b->marks.len == 0) {
		bm_buf_free(&w.buf);
		return w.failed ? BM_NO_MEMORY : BM_OK;
	}
	b->text.len = w.buf.len;
	b->text.ptr = bm_arena_strndup(arena, bm_buf_cstr(&w.buf), w.buf.len);
	b->division = ancestor(node, divisions);
	if (b->division == NULL)
		b->division = bm_doc_element(text->doc);
	b->item = bm_is_any(node, items) ? node : ancestor(node, items);
	b->list = b->item != NULL ? ancestor(b->item, lists) : NULL;
	if (b->list != NULL && find_lead(text, leads, b) != BM_OK)
		w.failed = true;
	b->lang = bm_lang(node);
	b->quoted = is_quoted(node);
	b->kind = kind_of(b);
	slot = BM_VEC_PUSH(arena, &text->blocks);
	w.failed = w.failed || b->text.ptr == NULL || slot == NULL;
	if (slot != NULL)
		*slot = b;
	bm_buf_free(&w.buf);
	return w.failed ? BM_NO_MEMORY : BM_OK;
}

/* See text.h. */
bm_status
lint_text_blocks(bm_doc *doc, bm_arena *arena, lint_text *out)
{
	xmlNode *root = bm_doc_element(doc), *n = root;
	bm_status status = BM_OK;
	bm_map leads;

	*out = (lint_text){.doc = doc, .arena = arena};
	bm_map_init(&leads, arena);
	while (n != NULL && status == BM_OK) {
		bool over = n->type != XML_ELEMENT_NODE ||
			    bm_attr_bm(n, "generated") != NULL ||
			    bm_is_any(n, left_out);

		/* In a sentence, a term is a part of it. */
		if (!over && bm_is_any(n, containers) &&
		    (!bm_is(n, "glossterm") || bm_is(n->parent, "glossentry")))
			status = add_block(out, &leads, n);
		n = over ? bm_walk_over(n, root) : bm_walk(n, root);
	}
	return status;
}

/* See text.h. */
bm_status
lint_text_collect(bm_doc *doc, bm_arena *arena, lint_text *out)
{
	bm_status status = lint_text_blocks(doc, arena, out);

	return status == BM_OK ? lint_break(out) : status;
}

/* The first mark at or behind an offset. */
static size_t
first_mark(const lint_block *b, size_t at)
{
	size_t low = 0, high = b->marks.len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (b->marks.items[mid].at < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* See text.h. */
const lint_mark *
lint_unit_marks(const lint_unit *unit, size_t *count)
{
	const lint_block *b = unit->block;
	size_t end = unit->at + unit->text.len;
	size_t first = first_mark(b, unit->at);
	size_t behind =
	    end >= b->text.len ? b->marks.len : first_mark(b, end + 1);

	*count = behind - first;
	return *count > 0 ? &b->marks.items[first] : NULL;
}
