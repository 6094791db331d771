/*
 * Boxes to DocBook: fenced divs and directives by their names, admonitions,
 * alerts of GitHub, lists of definitions, formulas.
 */
#include "read/markdown.h"
#include "read/tex_math.h"

/*
 * What a name stands for.  An element that says the same needs no role; other
 * names stay as the role.  A div with another name is an informalexample with
 * that role: the block of DocBook that means least.
 */
static const struct {
	const char *name, *element;
} kinds[] = {
    {"note", "note"},
    {"tip", "tip"},
    {"important", "important"},
    {"warning", "warning"},
    {"caution", "caution"},
    {"danger", "danger"},
    {"admonition", "note"},
    {"abstract", "note"},
    {"summary", "note"},
    {"tldr", "note"},
    {"info", "note"},
    {"todo", "note"},
    {"seealso", "note"},
    {"hint", "tip"},
    {"success", "tip"},
    {"check", "tip"},
    {"done", "tip"},
    {"question", "note"},
    {"help", "note"},
    {"faq", "note"},
    {"attention", "caution"},
    {"failure", "warning"},
    {"fail", "warning"},
    {"missing", "warning"},
    {"bug", "warning"},
    {"error", "danger"},
    {"details", "sidebar"},
    {"dropdown", "sidebar"},
    {"callout-note", "note"},
    {"callout-tip", "tip"},
    {"callout-important", "important"},
    {"callout-warning", "warning"},
    {"callout-caution", "caution"},
    {"sidebar", "sidebar"},
    {"aside", "sidebar"},
    {"margin", "sidebar"},
    {"topic", "sidebar"},
    {"figure", "figure"},
    {"example", "example"},
    {"quote", "blockquote"},
    {"cite", "blockquote"},
    {"blockquote", "blockquote"},
    {"pull-quote", "blockquote"},
    {"epigraph", "epigraph"},
    {"informalexample", "informalexample"},
    {"description", "textobject"},
    {"longdesc", "textobject"},
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static size_t
kind_of(bm_str name)
{
	size_t i = 0;

	while (i < KINDS && !bm_str_is(name, kinds[i].name))
		i++;
	return i;
}

bool
bm_md_div_known(bm_str name)
{
	return kind_of(name) < KINDS;
}

/* ---- The head of a div --------------------------------------------------- */

typedef struct head {
	size_t kind;         /* KINDS: none */
	const char *element; /* of DocBook */
	bm_md_attrs attrs;   /* without the class that named the element */
	const char *title;   /* of an attribute, or NULL */
} head;

/* One more class. */
static void
add_class(bm_md_build *b, bm_md_attrs *attrs, bm_str word)
{
	attrs->classes =
	    attrs->classes == NULL
		? bm_arena_str(b->doc->arena, word)
		: bm_arena_printf(b->doc->arena, "%s %.*s", attrs->classes,
				  (int)word.len, word.ptr);
}

/* The first class that names an element; the rest are the role. */
static void
read_classes(bm_md_build *b, head *h, bm_str classes)
{
	bm_str word;

	while (bm_str_split(&classes, ' ', &word)) {
		size_t kind = kind_of(word);

		if (word.len == 0)
			continue;
		if (h->kind == KINDS && kind < KINDS) {
			h->kind = kind;
			h->element = kinds[kind].element;
			if (strcmp(kinds[kind].name, h->element) == 0 ||
			    strcmp(h->element, "textobject") == 0)
				continue;
		}
		add_class(b, &h->attrs, word);
	}
}

static void
add_pair(head *h, const char *key, const char *value)
{
	if (h->attrs.count < BM_MD_ATTRS_MAX) {
		h->attrs.pairs[h->attrs.count].key = key;
		h->attrs.pairs[h->attrs.count++].value = value;
	}
}

/* ":name: id", ":class: words" and others at the start of a directive. */
static void
read_options(bm_md_build *b, head *h, const bm_md_box *box)
{
	bm_arena *arena = b->doc->arena;
	bm_str rest = {(const char *)box->text.ptr, (size_t)box->text.size};
	bm_str line;

	while (rest.len > 0 && bm_str_split(&rest, '\n', &line)) {
		bm_str key, value;
		size_t n;

		if (line.len < 3)
			continue;
		key = (bm_str){line.ptr + 1, line.len - 1};
		n = bm_md_word_length(key);
		value = bm_str_trim((bm_str){key.ptr + n + 1, key.len - n - 1});
		key.len = n;
		if ((bm_str_is(key, "name") || bm_str_is(key, "label")) &&
		    h->attrs.id == NULL)
			h->attrs.id = bm_arena_str(arena, value);
		else if (bm_str_is(key, "class"))
			read_classes(b, h, value);
		else
			add_pair(h, bm_arena_str(arena, key),
				 bm_arena_str(arena, value));
	}
}

/* Takes title="..." out of the attributes. */
static void
take_title(head *h)
{
	for (size_t i = 0; i < h->attrs.count; i++)
		if (bm_streq(h->attrs.pairs[i].key, "title")) {
			h->title = h->attrs.pairs[i].value;
			h->attrs.pairs[i].key = NULL;
		}
}

static void
read_head(bm_md_build *b, head *h, const bm_md_box *box)
{
	bm_md_attrs given = {0};

	memset(h, 0, sizeof(*h));
	h->kind = KINDS;
	h->element = "informalexample";
	if (box->attrs != NULL)
		bm_md_attr_read(b->doc->arena, bm_str_of(box->attrs), &given);
	h->attrs = given;
	h->attrs.classes = NULL;
	read_classes(b, h, bm_str_of(box->name));
	read_classes(b, h, bm_str_of(given.classes));
	if (box->mark != NULL) /* ??? and ???+ */
		add_class(b, &h->attrs,
			  bm_str_of(strcmp(box->mark, "???") == 0
					? "collapsed"
					: "collapsible"));
	read_options(b, h, box);
	take_title(h);
}

/* ---- The parts of a div -------------------------------------------------- */

/* A title from where there is one: words behind the name, an attribute, or a
 * heading that comes first. */
static bool
put_title(bm_md_build *b, cmark_node *node, const bm_md_box *box, const head *h,
	  xmlNode *el)
{
	cmark_node *first = node->first_child;
	bm_md_attrs attrs;
	xmlNode *title;

	if (box != NULL && box->title != NULL)
		first = box->title;
	else if (h->title == NULL &&
		 (first == NULL || first->type != CMARK_NODE_HEADING))
		return false;
	b->at = el;
	title = bm_md_el(b, h->title == NULL ? first : node, "title");
	if (box != NULL && box->title != NULL) {
		bm_md_walk(b, first, title);
		first->user_data = BM_MD_DONE;
	} else if (h->title != NULL) {
		bm_add_textz(b->doc, title,
			     bm_md_clean(b, bm_str_of(h->title)));
	} else {
		if (bm_md_tail_attrs(b, first, &attrs))
			bm_md_apply(b, first, &attrs, el, NULL, NULL);
		bm_md_walk(b, first, title);
		first->user_data = BM_MD_DONE;
	}
	return true;
}

/* Whether a paragraph begins with a dash that leads to who said it. */
static bool
take_dash(bm_md_build *b, cmark_node *para)
{
	cmark_node *first = para->first_child;
	cmark_chunk *text;
	int n;

	if (para->type != CMARK_NODE_PARAGRAPH || first == NULL ||
	    first->type != CMARK_NODE_TEXT || bm_md_is_written(b, para, "\\"))
		return false;
	text = &first->as.literal;
	n = bm_str_starts(bm_md_str(text), "---")            ? 3
	    : bm_str_starts(bm_md_str(text), "--")           ? 2
	    : bm_str_starts(bm_md_str(text), "\xE2\x80\x94") ? 3
							     : 0;
	if (n == 0 || text->len <= n)
		return false;
	while (n < text->len && text->data[n] == ' ')
		n++;
	bm_md_skip(text, n);
	return true;
}

/* "-- Name" at the end of a quotation: DocBook has it first. */
static void
put_attribution(bm_md_build *b, cmark_node *node, xmlNode *el)
{
	cmark_node *last = node->last_child;

	if (last == NULL || last->user_data == BM_MD_DONE ||
	    !take_dash(b, last))
		return;
	b->at = el;
	bm_md_walk(b, last, bm_md_el(b, last, "attribution"));
	last->user_data = BM_MD_DONE;
}

static bool
is_image(const cmark_node *para)
{
	const cmark_node *n = para->first_child;

	if (para->type != CMARK_NODE_PARAGRAPH || n == NULL)
		return false;
	for (; n != NULL; n = n->next)
		if (n->type != CMARK_NODE_IMAGE && n->type != bm_md_type_attr &&
		    n->type != CMARK_NODE_SOFTBREAK)
			return false;
	return true;
}

/* The paragraph that is a figure's caption: the last, unless it is an image. */
static cmark_node *
caption_of(cmark_node *node)
{
	cmark_node *last = node->last_child;

	while (last != NULL &&
	       (bm_md_is_box(last, BM_MD_DIV) || last->user_data == BM_MD_DONE))
		last = last->prev;
	return last != NULL && last->type == CMARK_NODE_PARAGRAPH &&
		       !is_image(last)
		   ? last
		   : NULL;
}

/* Into the last picture of a figure, of the one that ends right before where
 * none is open: what describes it at length. */
static xmlNode *
place_for_description(const bm_md_build *b)
{
	xmlNode *last = b->at != NULL ? b->at->last : NULL;

	if (!b->in_figure)
		last = bm_is(last, "figure") || bm_is(last, "informalfigure")
			   ? last->last
			   : NULL;
	while (last != NULL && !bm_is(last, "mediaobject"))
		last = last->prev;
	return last;
}

/* :::{figure} file, with its alternative as an option. */
static void
put_argument(bm_md_build *b, cmark_node *node, const bm_md_box *box, head *h,
	     xmlNode *el)
{
	static const char *const keys[] = {"width", "height", "align", "scale",
					   NULL};
	bm_md_attrs rest = {0};
	const char *alt = NULL, *file;
	xmlNode *media, *data;

	if (box == NULL || box->title == NULL)
		return;
	file = bm_md_plain(b, box->title);
	box->title->user_data = BM_MD_DONE;
	for (size_t i = 0; i < h->attrs.count; i++)
		if (bm_streq(h->attrs.pairs[i].key, "alt")) {
			alt = h->attrs.pairs[i].value;
			h->attrs.pairs[i].key = NULL;
		}
	b->at = el;
	media = bm_md_el(b, node, "mediaobject");
	if (alt != NULL)
		bm_add_textz(b->doc, bm_el(b->doc, media, "alt"),
			     bm_md_clean(b, bm_str_of(alt)));
	data = bm_el(b->doc, bm_el(b->doc, media, "imageobject"), "imagedata");
	bm_set(b->doc, data, "fileref", file);
	rest = h->attrs;
	rest.id = rest.classes = NULL;
	bm_md_apply(b, node, &rest, media, data, keys);
	h->attrs.count = 0;
}

static bool
figure(bm_md_build *b, cmark_node *node, const bm_md_box *box, head *h)
{
	cmark_node *caption = caption_of(node);
	xmlNode *el, *saved = b->at;
	bool titled = caption != NULL || h->title != NULL;
	bool in_figure = b->in_figure;

	el = bm_md_el(b, node, titled ? "figure" : "informalfigure");
	if (el == NULL)
		return false;
	b->at = el;
	if (caption != NULL && h->title == NULL) {
		bm_md_attrs attrs;

		if (bm_md_tail_attrs(b, caption, &attrs))
			bm_md_apply(b, caption, &attrs, el, NULL, NULL);
		bm_md_walk(b, caption, bm_md_el(b, caption, "title"));
		caption->user_data = BM_MD_DONE;
	} else if (titled) {
		bm_add_textz(b->doc, bm_md_el(b, node, "title"),
			     bm_md_clean(b, bm_str_of(h->title)));
	}
	put_argument(b, node, box, h, el);
	bm_md_apply(b, node, &h->attrs, el, NULL, NULL);
	b->in_figure = true;
	b->depth++;
	bm_md_walk(b, node, el);
	b->depth--;
	b->in_figure = in_figure;
	b->at = saved;
	return false;
}

/* ---- Divs and admonitions ------------------------------------------------ */

static bool
div_box(bm_md_build *b, cmark_node *node, const bm_md_box *box)
{
	xmlNode *el, *saved = b->at;
	bool titled;
	head h;

	if (box->kind == BM_MD_DIV && !box->closed)
		bm_md_say(b, node, "markdown-div-open",
			  "div is never closed; all behind it belongs to it");
	read_head(b, &h, box);
	if (bm_md_too_deep(b, node))
		return true;
	if (strcmp(h.element, "textobject") == 0) {
		xmlNode *media = place_for_description(b);

		if (media == NULL)
			h.element = "informalexample";
		else
			b->at = media;
	}
	if (strcmp(h.element, "figure") == 0)
		return figure(b, node, box, &h);
	el = bm_md_el(b, node, h.element);
	if (el == NULL)
		return false;
	if (bm_is(el->prev, "caption")) /* DocBook has it last. */
		xmlAddPrevSibling(el->prev, el);
	titled = put_title(b, node, box, &h, el);
	if (strcmp(h.element, "example") == 0 && !titled)
		xmlNodeSetName(el, BAD_CAST "informalexample");
	if (strcmp(h.element, "informalexample") == 0 && titled)
		xmlNodeSetName(el, BAD_CAST "example");
	if (strcmp(h.element, "blockquote") == 0 ||
	    strcmp(h.element, "epigraph") == 0)
		put_attribution(b, node, el);
	b->at = saved;
	bm_md_apply(b, node, &h.attrs, el, NULL, NULL);
	bm_md_push(b, node, el);
	if (node->first_child == NULL)
		bm_el(b->doc, el, "para");
	return true;
}

/* ---- Alerts of GitHub ---------------------------------------------------- */

static const char *const alerts[][2] = {{"[!NOTE]", "note"},
					{"[!TIP]", "tip"},
					{"[!IMPORTANT]", "important"},
					{"[!WARNING]", "warning"},
					{"[!CAUTION]", "caution"},
					/* of Obsidian */
					{"[!INFO]", "note"},
					{"[!TODO]", "note"},
					{"[!FAQ]", "note"},
					{"[!QUESTION]", "note"},
					{"[!ABSTRACT]", "note"},
					{"[!SUMMARY]", "note"},
					{"[!EXAMPLE]", "note"},
					{"[!HINT]", "tip"},
					{"[!SUCCESS]", "tip"},
					{"[!ATTENTION]", "warning"},
					{"[!DANGER]", "danger"}};

static bool
same_word(bm_str s, const char *upper)
{
	size_t n = strlen(upper);

	if (s.len != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (bm_lower(s.ptr[i]) != bm_lower(upper[i]))
			return false;
	return true;
}

/* The mark that a line begins with, "[!NOTE]"; behind it may stand a sign for
 * folding and a title. */
static bm_str
cut_mark(bm_str line, bm_str *title)
{
	size_t n = bm_str_find(line, "]", 0) + 1;

	*title = (bm_str){NULL, 0};
	if (n >= line.len)
		return line;
	*title = (bm_str){line.ptr + n, line.len - n};
	if (title->ptr[0] == '-' || title->ptr[0] == '+')
		*title = (bm_str){title->ptr + 1, title->len - 1};
	if (title->len > 0 && title->ptr[0] != ' ')
		return line;
	*title = bm_str_trim(*title);
	return (bm_str){line.ptr, n};
}

/* A quotation that begins with a line "[!NOTE]" is an admonition. */
const char *
bm_md_alert(bm_md_build *b, cmark_node *quote, bm_str *title)
{
	bm_str mark;
	cmark_node *para = quote->first_child, *text, *after;

	if (para == NULL || para->type != CMARK_NODE_PARAGRAPH)
		return NULL;
	text = para->first_child;
	if (text == NULL || text->type != CMARK_NODE_TEXT ||
	    !bm_md_is_written(b, para, "["))
		return NULL;
	after = text->next;
	if (after != NULL && after->type != CMARK_NODE_SOFTBREAK)
		return NULL;
	mark = cut_mark(bm_str_trim(bm_md_str(&text->as.literal)), title);
	if (title->len > 0 && after == NULL && para->next == NULL)
		mark.len = 0; /* a title without a text */
	for (size_t i = 0; i < sizeof(alerts) / sizeof(alerts[0]); i++) {
		if (!same_word(mark, alerts[i][0]))
			continue;
		text->user_data = BM_MD_DONE;
		if (after != NULL)
			after->user_data = BM_MD_DONE;
		if (after == NULL)
			para->user_data = BM_MD_DONE;
		return alerts[i][1];
	}
	*title = (bm_str){NULL, 0};
	return NULL;
}

/* ---- Definitions --------------------------------------------------------- */

bool
bm_md_is_term(const cmark_node *node)
{
	return node->type == CMARK_NODE_PARAGRAPH &&
	       bm_md_is_box(node->next, BM_MD_DEFINITION);
}

/*
 * What is said of a term, from its first definition on: DocBook has one item
 * for it, so that several definitions are a list in there.  The block behind
 * them.
 */
static cmark_node *
put_definitions(bm_md_build *b, cmark_node *node, xmlNode *el)
{
	bool several = bm_md_is_box(node->next, BM_MD_DEFINITION);
	xmlNode *list = NULL;

	b->at = el;
	if (several) {
		list = bm_md_el(b, node, "itemizedlist");
		bm_set(b->doc, list, "role", "definitions");
		b->depth += 2;
	}
	for (; bm_md_is_box(node, BM_MD_DEFINITION); node = node->next) {
		b->at = list;
		if (several)
			el = bm_md_el(b, node, "listitem");
		bm_md_walk(b, node, el);
		node->user_data = BM_MD_DONE;
		if (bm_first_element(el) == NULL)
			bm_el(b->doc, el, "para");
	}
	b->depth -= several ? 2 : 0;
	return node;
}

/* All terms and definitions from `term` on, which follow one another. */
void
bm_md_definitions(bm_md_build *b, cmark_node *term)
{
	xmlNode *saved = b->at, *list = NULL;
	cmark_node *node = term;

	if (bm_md_too_deep(b, term))
		return;
	list = bm_md_el(b, term, "variablelist");
	b->depth += 3;
	while (node != NULL && bm_md_is_term(node) && list != NULL) {
		xmlNode *entry, *el;

		b->at = list;
		entry = bm_md_el(b, node, "varlistentry");
		b->at = entry;
		el = bm_md_el(b, node, "term");
		if (el == NULL)
			break;
		bm_md_walk(b, node, el);
		node->user_data = BM_MD_DONE;
		b->at = entry;
		node = put_definitions(b, node->next,
				       bm_md_el(b, node->next, "listitem"));
	}
	b->depth -= 3;
	b->at = saved;
}

/* ---- Formulas ------------------------------------------------------------ */

void
bm_md_formula(bm_md_build *b, const cmark_node *node, xmlNode *el, bm_str tex,
	      bool display, const char *role)
{
	bm_str clean = bm_str_of(bm_md_clean(b, tex));
	unsigned depth = b->depth + 2;
	const char *why = NULL;
	xmlNode *math, *phrase;
	bm_pos pos = bm_md_pos(b, node);

	if (el == NULL)
		return;
	math =
	    bm_tex_math(b->doc, el, clean, display,
			depth < BM_DEPTH_MAX ? BM_DEPTH_MAX - depth : 0, &why);
	if (math != NULL) {
		if (pos.line > 0)
			bm_set_pos(b->doc, math, &pos);
		return;
	}
	phrase = bm_el(b->doc, el, "mathphrase");
	bm_set(b->doc, phrase, "role", role);
	bm_add_text(b->doc, phrase, clean);
	bm_md_say(b, node, "markdown-math", "TeX is shown as text: %s",
		  why != NULL ? why : "no memory");
}

void
bm_md_equation(bm_md_build *b, cmark_node *node, bm_str tex, const char *label,
	       const char *attr_text)
{
	bm_md_attrs attrs = {0};
	xmlNode *el;

	if (attr_text != NULL)
		bm_md_attr_read(b->doc->arena, bm_str_of(attr_text), &attrs);
	if (label != NULL && attrs.id == NULL)
		attrs.id = label;
	el = bm_md_el(b, node,
		      attrs.id != NULL ? "equation" : "informalequation");
	bm_md_formula(b, node, el, tex, true, "tex");
	if (el != NULL)
		bm_md_apply(b, node, &attrs, el, NULL, NULL);
}

static void
math_box(bm_md_build *b, cmark_node *node, const bm_md_box *box)
{
	bm_str tex = bm_str_trim(
	    (bm_str){(const char *)box->text.ptr, (size_t)box->text.size});

	if (!box->closed)
		bm_md_say(b, node, "markdown-div-open",
			  "formula is never closed; all behind it belongs to "
			  "it");
	bm_md_equation(b, node, tex, box->name, box->attrs);
}

/* A grid that is none: its lines as they are. */
static void
raw_grid(bm_md_build *b, cmark_node *node, const bm_md_box *box)
{
	bm_str text = bm_str_trim(
	    (bm_str){(const char *)box->text.ptr, (size_t)box->text.size});
	xmlNode *el = bm_md_el(b, node, "programlisting");

	bm_add_textz(b->doc, el, bm_md_clean(b, text));
	bm_md_say(b, node, "markdown-grid",
		  "grid table is shown as text: its borders make no cells");
}

bool
bm_md_box_put(bm_md_build *b, cmark_node *node)
{
	const bm_md_box *box = bm_md_box_of(node);

	switch (box->kind) {
	case BM_MD_DIV:
	case BM_MD_ADMONITION:
		return !bm_md_refs_div(b, node) && div_box(b, node, box);
	case BM_MD_GRID:
		if (!bm_md_grid_put(b, node))
			raw_grid(b, node, box);
		return false;
	case BM_MD_BLANK:
		return !bm_md_grid_put(b, node);
	case BM_MD_MATH:
		math_box(b, node, box);
		return false;
	case BM_MD_ABBREVIATION:
		return false;
	case BM_MD_ITEM:
		bm_md_items(b, node);
		return false;
	default:
		return true; /* its content in its place */
	}
}
