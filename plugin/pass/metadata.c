/*
 * Pass "metadata": who wrote the text, when, in which language, and under
 * which numbers.  The root gets a title and a language; all else that an
 * author gave stays as it is.
 */
#include "core/file.h"
#include "pass/pass.h"
#include "pass/syntax.h"
#include "pass/tree.h"

static const bm_rule rules[] = {
    {"title-missing", BM_ERROR, "The document has no title", "WCAG 2.2, 2.4.2",
     "Write \"title: ...\" in the front matter, or a title element in "
     "info."},
    {"author-missing", BM_WARNING, "The document names no author",
     "JAMA benchmarks 1997, authorship",
     "Write \"author:\" with name and credentials in the front matter, or "
     "an author element in info."},
    {"author-credentials", BM_INFO, "An author has no credentials",
     "JAMA benchmarks 1997, authorship",
     "Add \"credentials:\" to the author, for example MD or RN."},
    {"date-invalid", BM_ERROR, "A date is not in the form of ISO 8601",
     "ISO 8601-1:2019, clause 5.2.2",
     "Write the year, the month and the day as 2026-01-15; the day, or day "
     "and month, may be left out."},
    {"review-dates", BM_ERROR, "The next review is before the last one",
     "PIF TICK 2023", "Set \"next-review\" to a day after \"reviewed\"."},
    {"lang-missing", BM_WARNING, "The document names no language",
     "WCAG 2.2, 3.1.1",
     "Write \"lang: en-US\" in the front matter, or xml:lang on the root "
     "element."},
    {"lang-invalid", BM_ERROR, "A language tag is not well-formed",
     "BCP 47 (RFC 5646, clause 2.1); WCAG 2.2, 3.1.1 and 3.1.2",
     "Use a tag like en, en-US or zh-Hant: a language of two or three "
     "letters, then script and region, with hyphens."},
    {"identifier-invalid", BM_ERROR, "An identifier is not written correctly",
     "DOI Handbook 2.2, ISO 2108, ISO 3297, ISO 27729, RFC 9562",
     "Compare it with the original, sign by sign."},
    {0}};

enum {
	TITLE_MISSING,
	AUTHOR_MISSING,
	AUTHOR_CREDENTIALS,
	DATE_INVALID,
	REVIEW_DATES,
	LANG_MISSING,
	LANG_INVALID,
	IDENTIFIER_INVALID
};

/* ---- Title --------------------------------------------------------------- */

/* Moves the root's title, titleabbrev and subtitle to the start of info. */
static void
gather_title(xmlNode *root, xmlNode *info)
{
	static const char *const names[] = {"title", "titleabbrev", "subtitle",
					    NULL};
	xmlNode *last = NULL, *next;

	for (xmlNode *n = bm_first_element(root); n != NULL; n = next) {
		next = bm_next_element(n);
		if (!bm_pass_is_head(n))
			break;
		if (!bm_is_any(n, names))
			continue;
		xmlUnlinkNode(n);
		if (last != NULL)
			xmlAddNextSibling(last, n);
		else if (info->children != NULL)
			xmlAddPrevSibling(info->children, n);
		else
			xmlAddChild(info, n);
		last = n;
	}
}

/* "05-first-choices.md" -> "First choices"; in the arena. */
static const char *
title_of_file(bm_doc *doc)
{
	/* "<stdin>" is no file. */
	bm_str s = bm_str_of(doc->file != NULL && doc->file[0] != '<'
				 ? bm_path_base(doc->file)
				 : "");

	for (size_t i = s.len; i > 1; i--)
		if (s.ptr[i - 1] == '.') {
			s.len = i - 1;
			break;
		}
	while (s.len > 0 && !bm_is_alpha(s.ptr[0]) &&
	       (unsigned char)s.ptr[0] < 0x80) {
		s.ptr++;
		s.len--;
	}
	if (s.len == 0)
		s = BM_STR("Untitled");
	char *title = bm_arena_str(doc->arena, s);
	if (title == NULL)
		return NULL;
	for (char *c = title; *c != '\0'; c++)
		if (*c == '-' || *c == '_')
			*c = ' ';
	if (*title >= 'a' && *title <= 'z')
		*title = (char)(*title - 'a' + 'A');
	return title;
}

/* Sees that info has a title; one of ours is an error each time. */
static void
check_title(bm_doc *doc, xmlNode *root, xmlNode *info)
{
	xmlNode *title = bm_child(info, "title");
	bool ours = bm_is_generated(title, "metadata");
	bool empty = title == NULL || (bm_first_element(title) == NULL &&
				       *bm_textz(doc, title) == '\0');

	if (!ours && !empty)
		return;
	/* A reference page is titled by refmeta or refnamediv. */
	if (title == NULL && bm_is(root, "refentry") &&
	    (bm_child(root, "refmeta") != NULL ||
	     bm_child(root, "refnamediv") != NULL))
		return;
	if (empty) {
		const char *text = title_of_file(doc);
		if (title == NULL) {
			title = bm_el(doc, NULL, "title");
			if (title == NULL)
				return;
			if (info->children != NULL)
				xmlAddPrevSibling(info->children, title);
			else
				xmlAddChild(info, title);
		}
		bm_add_textz(doc, title, text);
		bm_mark_generated(doc, title, "metadata");
	}
	bm_diag_add(doc->diags, &rules[TITLE_MISSING], bm_get_pos(doc, root),
		    "the document has no title; \"%s\" is used for now",
		    bm_textz(doc, title));
}

/* ---- Authors ------------------------------------------------------------- */

static bool
has_credentials(const xmlNode *author)
{
	const xmlNode *name = bm_child(author, "personname");
	const xmlNode *in[] = {author, name};

	for (size_t i = 0; i < 2; i++) {
		if (bm_child(in[i], "honorific") != NULL)
			return true;
		const xmlNode *n = bm_child(in[i], "othername");
		for (; n != NULL; n = bm_next(n, "othername"))
			if (bm_pass_has_word(bm_attr(n, "role"), "credentials"))
				return true;
	}
	return false;
}

/* Checks one author, editor ...; false if it is empty. */
static bool
check_person(bm_doc *doc, const xmlNode *person)
{
	if (*bm_textz(doc, person) == '\0')
		return false;
	if (bm_is(person, "author") && bm_child(person, "orgname") == NULL &&
	    !has_credentials(person))
		bm_diag_add(doc->diags, &rules[AUTHOR_CREDENTIALS],
			    bm_get_pos(doc, person),
			    "author %s has no credentials",
			    bm_pass_person(doc, person));
	return true;
}

/*
 * A work of its own names who wrote it; the authors of a chapter that stands
 * alone are its book's.
 */
static void
check_authors(bm_doc *doc, const xmlNode *root, const xmlNode *info)
{
	static const char *const works[] = {"article", "book", "set", NULL};
	static const char *const names[] = {"author", "editor", "collab",
					    "orgname", NULL};
	bool found = false;

	for (xmlNode *n = bm_first_element(info); n != NULL;
	     n = bm_next_element(n)) {
		if (bm_is_any(n, names))
			found |= check_person(doc, n);
		if (!bm_is(n, "authorgroup"))
			continue;
		for (xmlNode *m = bm_first_element(n); m != NULL;
		     m = bm_next_element(m))
			if (bm_is_any(m, names))
				found |= check_person(doc, m);
	}
	if (!found && bm_is_any(root, works))
		bm_diag_add(doc->diags, &rules[AUTHOR_MISSING],
			    bm_get_pos(doc, info), NULL);
}

/* ---- Dates --------------------------------------------------------------- */

/* Checks the date that stands in node under this name. */
static void
check_date(bm_doc *doc, const xmlNode *node, const char *name, const char *text)
{
	bm_date date;
	char iso[16];
	const bm_pos *pos = bm_get_pos(doc, node);

	if (bm_date_parse(bm_str_of(text), &date))
		return;
	if (bm_date_guess(bm_str_of(text), &date)) {
		bm_date_iso(date, iso, sizeof(iso));
		bm_diag_add(
		    doc->diags, &rules[DATE_INVALID], pos,
		    "%s is \"%s\", which programs cannot read; write %s", name,
		    text, iso);
	} else {
		bm_diag_add(doc->diags, &rules[DATE_INVALID], pos,
			    "%s is \"%s\", which is not a date; write it like "
			    "2026-01-15, 2026-01 or 2026",
			    name, text);
	}
}

static bool
is_date_meta(const char *name)
{
	static const char *const names[] = {"reviewed", "next-review",
					    "modified", NULL};

	for (size_t i = 0; names[i] != NULL; i++)
		if (bm_streq(name, names[i]))
			return true;
	return bm_str_ends(bm_str_of(name), "-date");
}

/* Checks a date, an identifier or a meta of an info element. */
static void
check_info_child(bm_doc *doc, const xmlNode *n)
{
	const char *name = bm_attr(n, "name"), *content = bm_attr(n, "content");

	if (bm_is(n, "pubdate") || bm_is(n, "date"))
		check_date(doc, n, (const char *)n->name, bm_textz(doc, n));
	else if (bm_is(n, "meta") && name != NULL && is_date_meta(name))
		check_date(doc, n, name,
			   content != NULL ? content : bm_textz(doc, n));
}

/* The element of the root's meta with this name, or NULL. */
static const xmlNode *
meta_element(const xmlNode *info, const char *name)
{
	const xmlNode *n = bm_child(info, "meta");

	while (n != NULL && !bm_streq(bm_attr(n, "name"), name))
		n = bm_next(n, "meta");
	return n;
}

/* next-review must follow reviewed, as far as both are given. */
static void
check_review(bm_doc *doc, const xmlNode *info)
{
	const char *last = bm_meta(doc, "reviewed");
	const char *next = bm_meta(doc, "next-review");
	bm_date a, b;

	if (last == NULL || next == NULL ||
	    !bm_date_parse(bm_str_of(last), &a) ||
	    !bm_date_parse(bm_str_of(next), &b))
		return;
	if (a.month == 0 || b.month == 0)
		a.month = b.month = a.day = b.day = 0;
	else if (a.day == 0 || b.day == 0)
		a.day = b.day = 0;
	if (bm_date_cmp(b, a) < 0)
		bm_diag_add(doc->diags, &rules[REVIEW_DATES],
			    bm_get_pos(doc, meta_element(info, "next-review")),
			    "the next review (%s) is before the last one (%s)",
			    next, last);
}

/* ---- Language ------------------------------------------------------------ */

/* A better tag for one with "_" in it, in the arena, or NULL. */
static const char *
better_tag(bm_doc *doc, const char *tag)
{
	char *copy = bm_arena_strdup(doc->arena, tag);

	if (copy == NULL)
		return NULL;
	for (char *c = copy; *c != '\0'; c++)
		if (*c == '_' || *c == ' ')
			*c = '-';
		else if (*c == '.' || *c == '@')
			*c = '\0';
	return strcmp(copy, tag) != 0 && bm_langtag_valid(copy) ? copy : NULL;
}

/* XML allows an empty xml:lang below the root: the language is not known. */
static void
check_lang(bm_doc *doc, const xmlNode *n, const char *tag)
{
	if (*tag == '\0' || bm_langtag_valid(tag))
		return;
	const char *better = better_tag(doc, tag);
	if (better != NULL)
		bm_diag_add(
		    doc->diags, &rules[LANG_INVALID], bm_get_pos(doc, n),
		    "\"%s\" is not a language tag; write \"%s\"", tag, better);
	else
		bm_diag_add(doc->diags, &rules[LANG_INVALID],
			    bm_get_pos(doc, n), "\"%s\" is not a language tag",
			    tag);
}

/* Sees that the root has a language. */
static void
set_lang(bm_doc *doc, xmlNode *root, const bm_pass_context *context)
{
	const char *lang = bm_attr_xml(root, "lang");

	if (lang != NULL && *lang != '\0')
		return;
	if (context->lang != NULL && *context->lang != '\0') {
		bm_set_xml(doc, root, "lang", context->lang);
		return;
	}
	bm_set_xml(doc, root, "lang", "en");
	bm_diag_add(
	    doc->diags, &rules[LANG_MISSING], bm_get_pos(doc, root),
	    "the document names no language; it is taken to be English");
}

/* ---- Identifiers --------------------------------------------------------- */

static void
check_identifier(bm_doc *doc, const xmlNode *n)
{
	const char *kind = bm_attr(n, bm_is(n, "uri") ? "type" : "class");

	if (bm_streq(kind, "other") && bm_attr(n, "otherclass") != NULL)
		kind = bm_attr(n, "otherclass");
	if (kind == NULL)
		return;
	const char *text = bm_textz(doc, n);
	const char *fault = bm_identifier_fault(kind, text);
	if (fault != NULL)
		bm_diag_add(doc->diags, &rules[IDENTIFIER_INVALID],
			    bm_get_pos(doc, n), "%s \"%s\" is not right: %s",
			    kind, text, fault);
}

/* ---- All of it ----------------------------------------------------------- */

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	xmlNode *root = bm_doc_element(doc);

	if (!bm_is(root, NULL))
		return BM_OK;
	xmlNode *info = bm_doc_info(doc);
	if (info == NULL)
		return BM_NO_MEMORY;
	gather_title(root, info);
	check_title(doc, root, info);
	check_authors(doc, root, info);
	set_lang(doc, root, context);
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *lang = bm_attr_xml(n, "lang");

		if (lang != NULL)
			check_lang(doc, n, lang);
		/* Those of cited works are the bibliography's. */
		bool own = bm_is(n->parent, "info") &&
			   !bm_is(n->parent->parent, "biblioentry");
		if (own)
			check_info_child(doc, n);
		if ((bm_is(n, "biblioid") && own) ||
		    (bm_is(n, "uri") && bm_is(n->parent, "author")))
			check_identifier(doc, n);
	}
	check_review(doc, info);
	return bm_pass_status(doc);
}

const bm_pass bm_pass_metadata = {"metadata", rules, run};
