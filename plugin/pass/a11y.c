/*
 * Pass "a11y": what only the author can mend for readers who do not see the
 * page, or do not see it whole.  What passes made is never blamed.
 */
#include "core/map.h"
#include "pass/pass.h"
#include "pass/tree.h"
#include "pass/xref.h"

static const bm_rule rules[] = {
    {"image-alt-missing", BM_ERROR, "An image has no alternative text",
     "WCAG 2.2, 1.1.1",
     "Write in a few words what the image tells: ![words](file) or an alt "
     "element; mark it {.decorative} or role=\"decorative\" if it tells "
     "nothing."},
    {"table-header-missing", BM_WARNING, "A table has no header cells",
     "WCAG 2.2, 1.3.1",
     "Give it a header row, or rowheader=\"firstcol\" if the first column "
     "names the rows."},
    {"table-title-missing", BM_INFO, "A table has no title", "WCAG 2.2, 1.3.1",
     "Write a line \": Title\" behind the table, or a title element."},
    {"link-text", BM_WARNING, "The words of a link do not say where it leads",
     "WCAG 2.2, 2.4.4",
     "Name the target: readers of screen readers go from link to link."},
    {"link-text-same", BM_INFO,
     "Links with the same words lead to different places",
     "WCAG 2.2, 2.4.4 and 3.2.4", "Give each target words of its own."},
    {"heading-empty", BM_ERROR, "A heading has no text", "WCAG 2.2, 2.4.6",
     "Write the heading, or take it out."},
    {0}};

enum { ALT, HEADER, TITLE, LINK, LINK_SAME, HEADING };

struct looking {
	bm_doc *doc;
	bm_map links; /* words of a link -> first link with them */
};

static bool
has_text(bm_doc *doc, const xmlNode *n)
{
	return n != NULL && *bm_textz(doc, n) != '\0';
}

/* ---- Images -------------------------------------------------------------- */

/* Whether any textobject of media holds words, or names a file of them. */
static bool
has_textobject(bm_doc *doc, const xmlNode *media)
{
	const xmlNode *n = bm_child(media, "textobject");

	for (; n != NULL; n = bm_next(n, "textobject"))
		if (has_text(doc, n) ||
		    bm_attr(bm_child(n, "textdata"), "fileref") != NULL)
			return true;
	return false;
}

/* Whether the image of one kind of object has alt inside. */
static bool
has_inner_alt(bm_doc *doc, const xmlNode *media)
{
	for (const xmlNode *n = bm_first_element(media); n != NULL;
	     n = bm_next_element(n))
		if (has_text(doc, bm_child(n, "alt")) ||
		    has_text(doc, bm_child(bm_child(n, "info"), "alt")))
			return true;
	return false;
}

/* The first file of media, and what it is called; NULL if it has none. */
static const char *
file_of(const xmlNode *media, const char **kind)
{
	static const char *const kinds[][3] = {
	    {"imageobject", "imagedata", "Image"},
	    {"videoobject", "videodata", "Film"},
	    {"audioobject", "audiodata", "Recording"}};
	const char *file = NULL;

	for (size_t i = 0; i < 3 && file == NULL; i++) {
		*kind = kinds[i][2];
		file =
		    bm_attr(bm_child(bm_child(media, kinds[i][0]), kinds[i][1]),
			    "fileref");
	}
	return file;
}

static void
check_media(bm_doc *doc, const xmlNode *media)
{
	static const char *const holders[] = {"equation", "inlineequation",
					      "informalequation", NULL};
	const xmlNode *parent = media->parent;

	if (bm_pass_has_word(bm_attr(media, "role"), "decorative") ||
	    has_text(doc, bm_child(media, "alt")) ||
	    has_textobject(doc, media) || has_inner_alt(doc, media))
		return;
	if (bm_is_any(parent, holders) &&
	    has_text(doc, bm_child(parent, "alt")))
		return;
	const char *kind, *file = file_of(media, &kind);
	if (file != NULL)
		bm_diag_add(doc->diags, &rules[ALT], bm_get_pos(doc, media),
			    "%s %s has no alternative text", kind, file);
	else
		bm_diag_add(doc->diags, &rules[ALT], bm_get_pos(doc, media),
			    NULL);
}

/* ---- Tables -------------------------------------------------------------- */

static bool
has_headers(const xmlNode *table)
{
	const char *rows = bm_attr(table, "rowheader");

	if (rows != NULL && strcmp(rows, "norowheader") != 0)
		return true;
	if (bm_child(table, "thead") != NULL)
		return true;
	const xmlNode *group = bm_child(table, "tgroup");
	for (; group != NULL; group = bm_next(group, "tgroup"))
		if (bm_child(group, "thead") != NULL)
			return true;
	return false;
}

/* Whether an HTML table has a th; one row after another is looked at. */
static bool
has_th(xmlNode *table)
{
	for (xmlNode *n = bm_walk(table, table); n != NULL;
	     n = bm_is(n, "td") ? bm_walk_over(n, table) : bm_walk(n, table))
		if (bm_is(n, "th"))
			return true;
	return false;
}

static void
check_table(bm_doc *doc, xmlNode *table)
{
	bool cals = bm_child(table, "tgroup") != NULL;
	bool image = bm_child(table, "mediaobject") != NULL;

	if (!image && !has_headers(table) && (cals || !has_th(table)))
		bm_diag_add(doc->diags, &rules[HEADER], bm_get_pos(doc, table),
			    NULL);
	if (bm_is(table, "table") && !has_text(doc, bm_title(table)) &&
	    !has_text(doc, bm_child(table, "caption")))
		bm_diag_add(doc->diags, &rules[TITLE], bm_get_pos(doc, table),
			    NULL);
}

/* ---- Links --------------------------------------------------------------- */

/* The words in small letters without signs at their end; in the arena. */
static const char *
plain_words(bm_doc *doc, const xmlNode *link)
{
	char *words = bm_arena_strdup(doc->arena, bm_textz(doc, link));

	if (words == NULL)
		return "";
	size_t n = strlen(words);
	while (n > 0 && strchr(".:!?> ", words[n - 1]) != NULL)
		words[--n] = '\0';
	/* U+2026 and U+00BB stand behind "more" now and then. */
	while (n >= 3 && strcmp(words + n - 3, "\xE2\x80\xA6") == 0)
		words[n -= 3] = '\0';
	for (char *c = words; *c != '\0'; c++)
		*c = bm_lower(*c);
	return words;
}

static bool
says_nothing(const char *words)
{
	static const char *const empty[] = {"here",
					    "click here",
					    "click",
					    "more",
					    "read more",
					    "learn more",
					    "see more",
					    "more info",
					    "more information",
					    "link",
					    "this link",
					    "this page",
					    "this",
					    "page",
					    "continue",
					    "details",
					    "hier",
					    "hier klicken",
					    "mehr",
					    "weiter",
					    "weiterlesen",
					    "mehr erfahren",
					    "ici",
					    "cliquez ici",
					    "plus",
					    "en savoir plus",
					    "lire la suite",
					    "suite",
					    "aquí",
					    "haga clic aquí",
					    "más",
					    "leer más",
					    "ver más",
					    NULL};

	for (size_t i = 0; empty[i] != NULL; i++)
		if (strcmp(words, empty[i]) == 0)
			return true;
	return false;
}

/* What two links with the same words are compared by. */
static const char *
target(const xmlNode *link)
{
	const char *id = bm_attr(link, "linkend");

	return id != NULL ? id : bm_attr_xlink(link, "href");
}

/* Whether two links lead to the same file or, inside this one, element. */
static bool
same_place(const char *a, const char *b)
{
	size_t i = strcspn(a, "#"), k = strcspn(b, "#");

	return i == k && memcmp(a, b, i) == 0;
}

static void
check_link(struct looking *l, xmlNode *link)
{
	bm_doc *doc = l->doc;
	const char *words = plain_words(doc, link);
	bool is_new;

	/* Without words it shows its address, or gets words of ours. */
	if (*words == '\0' || target(link) == NULL)
		return;
	if (says_nothing(words)) {
		bm_diag_add(doc->diags, &rules[LINK], bm_get_pos(doc, link),
			    "the link to %s says only \"%s\"", target(link),
			    bm_textz(doc, link));
		return;
	}
	void **slot = bm_map_put(&l->links, bm_str_of(words), &is_new);
	if (slot == NULL)
		return;
	if (*slot == NULL) {
		*slot = link;
		return;
	}
	const xmlNode *first = *slot;
	const bm_pos *pos = bm_get_pos(doc, link);
	const bm_pos *other = bm_get_pos(doc, first);
	bool here = bm_streq(pos->file, other->file);
	if (!same_place(target(first), target(link)))
		bm_diag_add(doc->diags, &rules[LINK_SAME], pos,
			    "\"%s\" leads to %s here and to %s in line %u%s%s",
			    bm_textz(doc, link), target(link), target(first),
			    (unsigned)other->line, here ? "" : " of ",
			    here || other->file == NULL ? "" : other->file);
}

/* ---- Headings ------------------------------------------------------------ */

/* Whether an image in the heading has words. */
static bool
has_named_image(bm_doc *doc, xmlNode *title)
{
	for (xmlNode *n = title; n != NULL; n = bm_walk(n, title))
		if (bm_is(n, "inlinemediaobject") &&
		    (has_text(doc, bm_child(n, "alt")) ||
		     has_textobject(doc, n)))
			return true;
	return false;
}

/* Divisions that are called by their kind need no title of their own. */
static bool
needs_title(const xmlNode *n)
{
	static const char *const named[] = {"glossary",
					    "bibliography",
					    "index",
					    "setindex",
					    "colophon",
					    "dedication",
					    "acknowledgements",
					    "partintro",
					    "refentry",
					    "indexdiv",
					    NULL};

	return bm_pass_is_division(n) && !bm_is_any(n, named);
}

static void
check_heading(bm_doc *doc, xmlNode *division)
{
	xmlNode *title = bm_title(division);

	if (bm_is_generated(title, NULL) || has_text(doc, title) ||
	    (title == NULL && !needs_title(division)) ||
	    (title != NULL && has_named_image(doc, title)))
		return;
	bm_diag_add(doc->diags, &rules[HEADING],
		    bm_get_pos(doc, title != NULL ? title : division),
		    "the heading of this %s has no text",
		    (const char *)division->name);
}

/* ---- All of it ----------------------------------------------------------- */

static void
check_node(struct looking *l, xmlNode *n)
{
	static const char *const media[] = {"mediaobject", "inlinemediaobject",
					    NULL};
	static const char *const tables[] = {"table", "informaltable", NULL};
	static const char *const links[] = {"link", "ulink", NULL};

	if (bm_is_any(n, media))
		check_media(l->doc, n);
	else if (bm_is_any(n, tables))
		check_table(l->doc, n);
	else if (bm_is_any(n, links))
		check_link(l, n);
	else if (bm_pass_is_division(n))
		check_heading(l->doc, n);
}

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	xmlNode *root = bm_doc_element(doc);
	struct looking l = {.doc = doc};
	bm_status status = bm_xref_check_reserved(doc);

	(void)context;
	if (status != BM_OK)
		return status;
	bm_map_init(&l.links, doc->arena);
	for (xmlNode *n = root; n != NULL;) {
		if (bm_attr_bm(n, "generated") != NULL) {
			n = bm_walk_over(n, root);
			continue;
		}
		check_node(&l, n);
		n = bm_walk(n, root);
	}
	return bm_pass_status(doc);
}

const bm_pass bm_pass_a11y = {"a11y", rules, run};
