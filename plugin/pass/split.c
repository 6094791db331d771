/*
 * Pass "split": which sections become files of their own.  Sections down to
 * split-level do; below that, those of a piece that is larger than split-size.
 * They get bm:cut, which the plan of a site or a book goes by; one page of
 * HTML is never cut.  A document that becomes an EPUB by itself has a limit
 * when nobody asks for anything.  Whatever else stands behind the first section
 * of its chapter (references, an appendix) is cut too, so that all stays in
 * order.
 */
#include "pass/split.h"

#include "pass/pass.h"
#include "pass/tree.h"

static const bm_rule rules[] = {
    {"split-value", BM_ERROR, "A key about the size of files has a wrong value",
     NULL,
     "Write split-level: 0 to 6, and split-size: in bytes, as 300000 or "
     "300k."},
    {"split-large", BM_WARNING,
     "A file will be larger than asked for, as it has no sections to cut at",
     NULL, "Part the text with headings, or ask for a larger split-size."},
    {0}};

/* What a start tag and its end come to in a page, about. */
#define TAGS_SIZE 40u

static const char *const sections[] = {"section", "sect1",    "sect2",
				       "sect3",   "sect4",    "sect5",
				       "topic",   "refentry", NULL};
/* What may stand behind the sections of a chapter. */
static const char *const tails[] = {
    "simplesect", "appendix",   "bibliography",     "glossary", "index",
    "colophon",   "dedication", "acknowledgements", NULL};
static const char *const containers[] = {"set", "book", "part", NULL};

bool
bm_split_level(const char *text, unsigned *out)
{
	if (text == NULL || text[0] < '0' || text[0] > '0' + BM_SPLIT_MAX ||
	    text[1] != '\0')
		return false;
	*out = (unsigned)(text[0] - '0');
	return true;
}

bool
bm_split_size(const char *text, size_t *out)
{
	static const char *const units[] = {"", "k", "kb", "m", "mb"};
	static const size_t times[] = {1, 1000, 1000, 1000000, 1000000};
	size_t n = 0;
	bm_str unit;

	if (text == NULL || !bm_is_digit(*text))
		return false;
	for (; bm_is_digit(*text); text++) {
		if (n > 100000000)
			return false;
		n = n * 10 + (size_t)(*text - '0');
	}
	unit = bm_str_trim(bm_str_of(text));
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (bm_str_is_nocase(unit, units[i])) {
			*out = n * times[i];
			return true;
		}
	return false;
}

struct splitting {
	bm_doc *doc;
	unsigned level;
	size_t size; /* 0: as large as it may be */
	bool asked;  /* somebody wants it so */
};

/*
 * About how many bytes the page of el will have.  With pieces false, without
 * those that are cut off.  What "disclaimer" adds later is never counted.
 */
static size_t
size_of(xmlNode *el, bool pieces, size_t most)
{
	size_t sum = 0;

	for (xmlNode *n = el; n != NULL && sum <= most;) {
		bool over =
		    bm_streq(bm_attr_bm(n, "generated"), "disclaimer") ||
		    (!pieces && n != el && bm_attr_bm(n, "cut") != NULL);

		if (!over && n->type == XML_ELEMENT_NODE)
			sum += TAGS_SIZE;
		else if (!over && n->content != NULL &&
			 (n->type == XML_TEXT_NODE ||
			  n->type == XML_CDATA_SECTION_NODE))
			sum += strlen((const char *)n->content);
		n = over ? bm_walk_over(n, el) : bm_walk(n, el);
	}
	return sum;
}

/* Whether a division has sections, and each has a title to go by. */
static bool
has_sections(const xmlNode *el)
{
	bool some = false;

	for (const xmlNode *n = bm_first_element(el); n != NULL;
	     n = bm_next_element(n)) {
		if (!bm_is_any(n, sections))
			continue;
		if (bm_title(n) == NULL && !bm_is(n, "refentry"))
			return false;
		some = true;
	}
	return some;
}

/* Cuts the sections of el off, and what stands behind the first of them. */
static void
cut(struct splitting *s, xmlNode *el)
{
	bool behind = false;

	for (xmlNode *n = bm_first_element(el); n != NULL;
	     n = bm_next_element(n)) {
		behind = behind || bm_is_any(n, sections);
		if (behind && (bm_is_any(n, sections) || bm_is_any(n, tails)))
			bm_set_bm(s->doc, n, "cut", "yes");
	}
}

/* One piece, which lies `depth` levels below its chapter. */
static void
split(struct splitting *s, xmlNode *el, unsigned depth)
{
	bool large = s->size > 0 && size_of(el, true, s->size) > s->size;
	bool parted = (depth < s->level || large) && has_sections(el);

	if (parted)
		cut(s, el);
	if (large && s->asked && size_of(el, false, s->size) > s->size) {
		size_t all = size_of(el, false, (size_t)-1 / 2);

		bm_diag_add(s->doc->diags, &rules[1], bm_get_pos(s->doc, el),
			    "About %zu kB stand in one file and have no "
			    "sections to cut at; %zu kB are asked for",
			    (all + 999) / 1000, s->size / 1000);
	}
	for (xmlNode *n = parted ? bm_first_element(el) : NULL; n != NULL;
	     n = bm_next_element(n))
		if (bm_attr_bm(n, "cut") != NULL && depth < BM_DEPTH_MAX)
			split(s, n, depth + 1);
}

/* What the options or the book say, else the metadata of the document. */
static const char *
wanted(const bm_doc *doc, const char *given, const char *name,
       const xmlNode **at)
{
	const xmlNode *m =
	    bm_child(bm_child(bm_doc_element(doc), "info"), "meta");

	*at = bm_doc_element(doc);
	if (given != NULL)
		return given;
	while (m != NULL && !bm_streq(bm_attr(m, "name"), name))
		m = bm_next(m, "meta");
	if (m != NULL)
		*at = m;
	return m != NULL ? bm_attr(m, "content") : NULL;
}

/* Reads what is asked for; without a word about it, the limit holds. */
static void
ask(struct splitting *s, const bm_pass_context *context)
{
	const xmlNode *at;
	const char *text =
	    wanted(s->doc, context->split_level, "split-level", &at);

	if (text != NULL && !bm_split_level(text, &s->level))
		bm_diag_add(s->doc->diags, &rules[0], bm_get_pos(s->doc, at),
			    "The key split-level cannot be \"%s\"", text);
	s->asked = text != NULL;
	text = wanted(s->doc, context->split_size, "split-size", &at);
	s->asked = s->asked || text != NULL;
	if (!s->asked)
		s->size = context->split_limit;
	if (text != NULL && !bm_split_size(text, &s->size))
		bm_diag_add(s->doc->diags, &rules[0], bm_get_pos(s->doc, at),
			    "The key split-size cannot be \"%s\"", text);
}

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	xmlNode *root = bm_doc_element(doc), *next;
	struct splitting s = {.doc = doc};

	/* A tree that was dumped is asked anew. */
	for (xmlNode *n = bm_pass_from_xml(doc) ? root : NULL; n != NULL;
	     n = bm_walk(n, root))
		if (n->type == XML_ELEMENT_NODE && n->properties != NULL)
			bm_set_bm(doc, n, "cut", NULL);
	ask(&s, context);
	if (s.level == 0 && s.size == 0)
		return bm_pass_status(doc);
	for (xmlNode *n = root; n != NULL; n = next) {
		bool piece = (n == root || bm_pass_is_chunk(n)) &&
			     !bm_is_any(n, containers);

		if (piece)
			split(&s, n, 0);
		next = piece ? bm_walk_over(n, root) : bm_walk(n, root);
	}
	return bm_pass_status(doc);
}

const bm_pass bm_pass_split = {.name = "split", .rules = rules, .run = run};
