/*
 * Pass "xref": numbers what is numbered, gives links without words their
 * words, and reports links to nowhere.  Links to other source files are left
 * for the writers, which know all files.
 */
#include "pass/xref.h"

#include <unicode/uchar.h>

#include "core/buf.h"
#include "pass/labels.h"
#include "core/nearest.h"
#include "pass/pass.h"
#include "pass/words.h"

static const bm_rule rules[] = {
    {"xref-unresolved", BM_ERROR, "A link leads to an id that is not there",
     "DocBook 5.2, common linking attributes",
     "Mend the link, or give its target this id with {#id} or xml:id."},
    {"xref-no-title", BM_WARNING,
     "A cross-reference leads to something without a title",
     "DocBook 5.2, xref",
     "Write the words of the link yourself, or give the target a title."},
    {0}};

enum { UNRESOLVED, NO_TITLE };

struct linking {
	bm_doc *doc;
	bm_ids ids;
	bm_map *github; /* ids that GitHub would give, once asked for */
	size_t effort;  /* what may still be spent on suggestions */
};

/* Reports that an id is not there, with the nearest one that is. */
static void
report(struct linking *l, const xmlNode *link, const char *id)
{
	const char *near = bm_nearest(&l->ids.by_id, id, &l->effort);
	const bm_pos *pos = bm_get_pos(l->doc, link);

	if (near != NULL)
		bm_diag_add(l->doc->diags, &rules[UNRESOLVED], pos,
			    "nothing has the id \"%s\"; did you mean \"%s\"?",
			    id, near);
	else
		bm_diag_add(l->doc->diags, &rules[UNRESOLVED], pos,
			    "nothing has the id \"%s\"", id);
}

/* The id that GitHub gives a heading: small letters, blanks as hyphens, no
 * punctuation; in the arena. */
static const char *
github_id(bm_doc *doc, const char *title)
{
	bm_str s = bm_str_of(title);
	const char *id;
	bm_buf out;

	bm_buf_init(&out, bm_arena_allocator(doc->arena));
	for (size_t at = 0; at < s.len;) {
		uint32_t c = bm_utf8_next(s, &at);

		if (c == ' ')
			bm_buf_putc(&out, '-');
		else if (c == '-' || c == '_' || u_isalnum((UChar32)c))
			bm_buf_put_utf8(&out, (uint32_t)u_tolower((UChar32)c));
	}
	id = out.status == BM_OK
		 ? bm_arena_strdup(doc->arena, bm_buf_cstr(&out))
		 : NULL;
	if (id == NULL)
		doc->no_memory = true;
	bm_buf_free(&out);
	return id;
}

/* Notes the id of one title.  The second of the same title has "-1" behind it,
 * and so on. */
static void
add_github(struct linking *l, bm_map *counts, xmlNode *n)
{
	const char *slug = github_id(l->doc, bm_textz(l->doc, bm_title(n)));
	void **slot =
	    slug != NULL ? bm_map_put(counts, bm_str_of(slug), NULL) : NULL;
	size_t *count;

	if (slot == NULL)
		return;
	if (*slot == NULL)
		*slot = BM_NEW(l->doc->scratch, size_t);
	count = *slot;
	if (count != NULL && (*count)++ > 0)
		slug =
		    bm_arena_printf(l->doc->arena, "%s-%zu", slug, *count - 1);
	slot =
	    slug != NULL ? bm_map_put(l->github, bm_str_of(slug), NULL) : NULL;
	if (slot != NULL && *slot == NULL)
		*slot = n;
}

/* The division that has this id on GitHub, or NULL. */
static xmlNode *
find_github(struct linking *l, const char *id)
{
	xmlNode *root = bm_doc_element(l->doc);
	bm_map counts;

	if (l->github != NULL)
		return bm_map_getz(l->github, id);
	l->github = BM_NEW(l->doc->scratch, bm_map);
	if (l->github == NULL)
		return NULL;
	bm_map_init(l->github, l->doc->scratch);
	bm_map_init(&counts, l->doc->scratch);
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (bm_pass_is_division(n) && bm_title(n) != NULL)
			add_github(l, &counts, n);
	return bm_map_getz(l->github, id);
}

/* The target of a link, or NULL, which is reported. */
static xmlNode *
resolve(struct linking *l, const xmlNode *link, const char *id)
{
	xmlNode *target = bm_ids_find(&l->ids, id);

	if (target == NULL && !bm_ids_reserved(id))
		target = find_github(l, id);
	if (target == NULL && !bm_ids_reserved(id))
		report(l, link, id);
	return target;
}

/* ---- Words --------------------------------------------------------------- */

/* "Table" and so on for what is called by a number; -1 for others. */
static int
word_for(const xmlNode *target)
{
	static const char *const names[] = {"table",    "figure",  "example",
					    "equation", "chapter", "appendix",
					    "part",     NULL};
	static const bm_word words[] = {BM_WORD_TABLE,   BM_WORD_FIGURE,
					BM_WORD_EXAMPLE, BM_WORD_EQUATION,
					BM_WORD_CHAPTER, BM_WORD_APPENDIX,
					BM_WORD_PART};

	for (int i = 0; names[i] != NULL; i++)
		if (bm_is(target, names[i]))
			return (int)words[i];
	return -1;
}

/* The text that names target: its title, the term of a glossary entry, or
 * the first name of a reference page. */
static const char *
name_of(bm_doc *doc, const xmlNode *target)
{
	const xmlNode *name = bm_title(target);

	if (bm_is(target, "glossentry"))
		name = bm_child(target, "glossterm");
	else if (bm_is(target, "varlistentry"))
		name = bm_child(target, "term");
	else if (bm_is(target, "biblioentry") || bm_is(target, "bibliomixed"))
		name = bm_child(target, "abbrev");
	else if (name == NULL && bm_is(target, "refentry"))
		name = bm_child(bm_child(target, "refmeta"), "refentrytitle");
	else if (name == NULL && bm_is(target, "refnamediv"))
		name = bm_child(target, "refname");
	else if (bm_is(target, "title") || bm_is(target, "term") ||
		 bm_is(target, "glossterm") || bm_is(target, "refname"))
		name = target;
	if (name == NULL && bm_is(target, "refentry"))
		name = bm_child(bm_child(target, "refnamediv"), "refname");
	return name != NULL ? bm_textz(doc, name) : "";
}

/* Puts one part of "select: ..." behind what is there. */
static void
put_selected(bm_buf *out, bm_doc *doc, bm_str part, const xmlNode *target,
	     const char *lang)
{
	const char *label = bm_attr_bm(target, "label");
	int word = word_for(target);
	bool all = bm_str_is(part, "label");
	size_t before = out->len;

	if (before > 0)
		bm_buf_putc(out, ' ');
	size_t start = out->len;
	if ((all || bm_str_is(part, "labelname")) && word >= 0)
		bm_buf_puts(out, bm_word_in(doc, (bm_word)word, lang));
	if (all && out->len > start && label != NULL)
		bm_buf_putc(out, ' ');
	if (all || bm_str_is(part, "labelnumber"))
		bm_buf_puts(out, label);
	if (bm_str_is(part, "title"))
		bm_buf_puts(out, name_of(doc, target));
	if (bm_str_is(part, "quotedtitle"))
		bm_buf_printf(out, "\xE2\x80\x9C%s\xE2\x80\x9D",
			      name_of(doc, target));
	if (out->len == start && out->ptr != NULL) {
		out->len = before;
		out->ptr[before] = '\0';
	}
}

/* The text for xrefstyle="template: see %t (%n)": %t is the title, %n the
 * number.  In the arena. */
static const char *
templated(bm_doc *doc, const char *style, const xmlNode *target)
{
	const char *label = bm_attr_bm(target, "label");
	const char *s = style + strlen("template:");
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(doc->arena));
	for (s += strspn(s, " "); *s != '\0'; s++) {
		if (s[0] == '%' && s[1] == 't')
			bm_buf_puts(&buf, name_of(doc, target));
		else if (s[0] == '%' && s[1] == 'n')
			bm_buf_puts(&buf, label != NULL ? label : "");
		else {
			bm_buf_putc(&buf, *s);
			continue;
		}
		s++;
	}
	const char *text = bm_arena_strdup(doc->arena, bm_buf_cstr(&buf));
	if (buf.status != BM_OK || text == NULL)
		doc->no_memory = true;
	bm_buf_free(&buf);
	return text != NULL ? text : "";
}

/* The text for xrefstyle="select: label title", in the arena; "" if the style
 * selects nothing that the target has. */
static const char *
selected(bm_doc *doc, const char *style, const xmlNode *target,
	 const char *lang)
{
	bm_str rest = bm_str_trim(bm_str_of(style)), part;
	bm_buf buf;

	if (bm_str_starts(rest, "template:"))
		return templated(doc, rest.ptr, target);

	if (!bm_str_starts(rest, "select:"))
		return "";
	rest.ptr += strlen("select:");
	rest.len -= strlen("select:");
	bm_buf_init(&buf, bm_arena_allocator(doc->arena));
	while (bm_str_split(&rest, ' ', &part))
		put_selected(&buf, doc, part, target, lang);
	const char *text = buf.status == BM_OK
			       ? bm_arena_strdup(doc->arena, bm_buf_cstr(&buf))
			       : NULL;
	bm_buf_free(&buf);
	if (text == NULL)
		doc->no_memory = true;
	return text != NULL ? text : "";
}

/* The title of the nearest element round target that has one. */
static const char *
surrounding(struct linking *l, const xmlNode *link, const xmlNode *target)
{
	const xmlNode *n = target->parent;
	const char *text = "";

	for (; n != NULL && n->type == XML_ELEMENT_NODE && *text == '\0';
	     n = n->parent)
		text = name_of(l->doc, n);
	bm_diag_add(l->doc->diags, &rules[NO_TITLE], bm_get_pos(l->doc, link),
		    "\"%s\" is a %s without a title; the link says \"%s\"",
		    bm_attr_xml(target, "id"), (const char *)target->name,
		    text);
	return text;
}

/*
 * The words for a link without words, in the arena or a borrowed string; ""
 * leaves them to the writer (a note has no number yet).
 */
static const char *
words_for(struct linking *l, const xmlNode *link, const xmlNode *target)
{
	static const char *const later[] = {"footnote", "biblioentry",
					    "bibliomixed", "co", NULL};
	static const char *const counted[] = {"listitem", "step", "question",
					      NULL};
	const char *lang = bm_lang(link), *text = "";
	const char *endterm = bm_attr(link, "endterm");
	const char *label = bm_attr_bm(target, "label");
	int word = word_for(target);

	if (endterm != NULL) {
		const xmlNode *term = resolve(l, link, endterm);
		if (term != NULL)
			return bm_textz(l->doc, term);
	}
	if (bm_attr(link, "xrefstyle") != NULL)
		text =
		    selected(l->doc, bm_attr(link, "xrefstyle"), target, lang);
	if (*text == '\0' && bm_attr(target, "xreflabel") != NULL)
		text = bm_attr(target, "xreflabel");
	if (*text == '\0' && word >= 0 && label != NULL)
		text = bm_numbered_in(l->doc, (bm_word)word, label, lang);
	if (text != NULL && *text == '\0')
		text = name_of(l->doc, target);
	if (text != NULL && *text == '\0' && label != NULL &&
	    bm_is_any(target, counted))
		text = label;
	if (text != NULL && *text == '\0' && !bm_is_any(target, later))
		text = surrounding(l, link, target);
	return text != NULL ? text : "";
}

/* ---- Links --------------------------------------------------------------- */

static int
hex(char c)
{
	c = bm_lower(c);
	return bm_is_digit(c)         ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/* s with %XX decoded, in the arena; NULL without memory. */
static const char *
decoded(bm_doc *doc, const char *s)
{
	char *copy = bm_arena_strdup(doc->arena, s), *out = copy;

	if (copy == NULL)
		return NULL;
	for (const char *in = copy; *in != '\0'; in++) {
		int high = *in == '%' ? hex(in[1]) : -1;
		int low = high >= 0 ? hex(in[2]) : -1;

		if (low >= 0 && high + low > 0) {
			*out++ = (char)(high * 16 + low);
			in += 2;
		} else {
			*out++ = *in;
		}
	}
	*out = '\0';
	return copy;
}

/* Makes linkend of xlink:href="#id". */
static void
make_linkend(struct linking *l, xmlNode *n)
{
	const char *href = bm_attr_xlink(n, "href");

	if (href == NULL || *href != '#' || bm_attr(n, "linkend") != NULL)
		return;
	const char *id = bm_arena_strdup(l->doc->arena, href + 1);
	if (id == NULL)
		return;
	if (bm_ids_find(&l->ids, id) == NULL && strchr(id, '%') != NULL)
		id = decoded(l->doc, id);
	if (id == NULL)
		return;
	bm_set_xlink(l->doc, n, "href", NULL);
	bm_set(l->doc, n, "linkend", id);
}

static bool
is_empty(const xmlNode *n)
{
	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		if (c->type != XML_TEXT_NODE || !xmlIsBlankNode(c))
			return false;
	return true;
}

/* Whether a title holds a citation, which may put a name into it: such a title
 * is read when the citations are printed, by the writers. */
static bool
is_cited_in(const xmlNode *target)
{
	const xmlNode *title = bm_title(target);
	union {
		const xmlNode *in;
		xmlNode *walk;
	} at = {title};

	/* The walk gives back what it got; nothing is written to. */
	for (xmlNode *n = at.walk; n != NULL; n = bm_walk(n, title))
		if (bm_is(n, "citation") || bm_is(n, "biblioref"))
			return true;
	return false;
}

/* Looks up one linking element; gives it words if it has none. */
static void
link_one(struct linking *l, xmlNode *n)
{
	static const char *const wordless[] = {"xref", "link", "glosssee",
					       "glossseealso", NULL};

	/* The linkend of biblioref is a citation key. */
	if (bm_is(n, "biblioref"))
		return;
	make_linkend(l, n);
	const char *id = bm_attr(n, "linkend");
	if (id == NULL)
		id = bm_attr(n, "otherterm");
	if (id == NULL) {
		if (bm_is(n, "xref") && bm_attr_xlink(n, "href") == NULL)
			bm_diag_add(l->doc->diags, &rules[UNRESOLVED],
				    bm_get_pos(l->doc, n),
				    "an xref names no target");
		return;
	}
	const xmlNode *target = resolve(l, n, id);
	if (target != NULL && bm_attr(n, "linkend") != NULL &&
	    bm_attr_xml(target, "id") != NULL &&
	    strcmp(bm_attr_xml(target, "id"), id) != 0)
		bm_set(l->doc, n, "linkend", bm_attr_xml(target, "id"));
	if (target == NULL || !bm_is_any(n, wordless) ||
	    (!bm_is(n, "xref") && !is_empty(n)))
		return;
	const char *text = words_for(l, n, target);
	if (*text != '\0' && is_cited_in(target) &&
	    bm_streq(text, name_of(l->doc, target)))
		return;
	if (*text != '\0')
		bm_set_bm(l->doc, n, "text", text);
}

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	xmlNode *root = bm_doc_element(doc);
	struct linking l = {.doc = doc, .effort = BM_NEAREST_EFFORT};
	bm_status status = bm_ids_collect(&l.ids, doc);

	(void)context;
	if (status != BM_OK)
		return status;
	bm_labels_set(doc);
	for (xmlNode *n = root; n != NULL;) {
		if (bm_attr_bm(n, "generated") != NULL) {
			n = bm_walk_over(n, root);
			continue;
		}
		if (bm_is(n, NULL))
			link_one(&l, n);
		n = bm_walk(n, root);
	}
	return bm_pass_status(doc);
}

bm_status
bm_xref_check_reserved(bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc);
	bm_status status = BM_OK;
	bm_ids ids = {0};

	for (xmlNode *n = root; n != NULL && status == BM_OK;) {
		if (bm_attr_bm(n, "generated") != NULL) {
			n = bm_walk_over(n, root);
			continue;
		}
		const char *id =
		    bm_is(n, "biblioref") ? NULL : bm_attr(n, "linkend");
		bool reserved = id != NULL && bm_ids_reserved(id);

		if (reserved && ids.doc == NULL)
			status = bm_ids_collect(&ids, doc);
		if (reserved && status == BM_OK &&
		    bm_ids_find(&ids, id) == NULL)
			bm_diag_add(doc->diags, &rules[UNRESOLVED],
				    bm_get_pos(doc, n),
				    "nothing has the id \"%s\"", id);
		n = bm_walk(n, root);
	}
	return status;
}

const bm_pass bm_pass_xref = {"xref", rules, run};
