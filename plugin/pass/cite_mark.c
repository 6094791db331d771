/*
 * Pass "cite": raised marks and footnotes.  A mark stands close to the word
 * before it and, where the language has it so, behind the punctuation that
 * follows.  Only the mark is moved; no sign of the text is changed.
 */
#include <stdio.h>

#include "pass/cite.h"

/* See cite.h. */
bool
bm_cite_is_mark(const xmlNode *citation)
{
	const xmlNode *n = citation->children;

	return bm_is(n, "superscript");
}

/* Whether it is, or will be, a mark. */
static bool
is_mark(const xmlNode *n)
{
	static const char *const names[] = {"citation", "biblioref", "footnote",
					    "footnoteref", NULL};

	return bm_is_any(n, names);
}

/* Drops the white space in front of a mark, but not between two. */
static void
close_up(xmlNode *mark)
{
	xmlNode *before = mark->prev;
	size_t n;

	if (before == NULL || before->type != XML_TEXT_NODE ||
	    before->content == NULL)
		return;
	n = strlen((const char *)before->content);
	if (n == 0 || !bm_is_space((char)before->content[n - 1]))
		return;
	while (n > 0 && bm_is_space((char)before->content[n - 1]))
		n--;
	if (n > 0)
		before->content[n] = '\0';
	else if (before->prev != NULL && !is_mark(before->prev)) {
		/* Between two elements, as in "<emphasis/> <citation/>". */
		xmlUnlinkNode(before);
		xmlFreeNode(before);
	}
}

/* The length of a closing quote or bracket at the start of s, or 0. */
static size_t
closing_length(const char *s)
{
	static const char *const signs[] = {
	    "\xE2\x80\x9D", "\xE2\x80\x99", "\"", "\xC2\xBB", ")", NULL};

	for (size_t i = 0; signs[i] != NULL; i++) {
		size_t n = strlen(signs[i]);

		if (strncmp(s, signs[i], n) == 0)
			return n;
	}
	return 0;
}

/* Whether punctuation may come between the text before and the mark: not
 * where the text has some already, or where nothing but marks stands. */
static bool
takes_punctuation(const xmlNode *before)
{
	const char *s;
	size_t n;

	while (before != NULL && before->type == XML_ELEMENT_NODE &&
	       !bm_is(before, "citation") && !bm_is(before, "footnote"))
		before = before->last;
	if (before == NULL || before->type != XML_TEXT_NODE)
		return false;
	s = (const char *)before->content;
	n = s != NULL ? strlen(s) : 0;
	return n > 0 && strchr(".,;:!?([ \t\n", s[n - 1]) == NULL;
}

/*
 * Moves the mark behind one sign of punctuation and a quote that closes with
 * it: raised numbers behind full stop and comma, note marks behind any.
 */
static void
move_behind(bm_citing *c, xmlNode *mark)
{
	xmlNode *after = mark->next, *before;
	const char *signs = c->is_note ? ".,;:!?" : ".,", *s;
	size_t n = 1;
	char *rest;

	if (after == NULL || after->type != XML_TEXT_NODE ||
	    after->content == NULL)
		return;
	s = (const char *)after->content;
	if (s[0] == '\0' || strchr(signs, s[0]) == NULL || s[1] == s[0] ||
	    bm_is_digit(s[1]) || !takes_punctuation(mark->prev))
		return;
	if (s[0] != ':' && s[0] != ';')
		n += closing_length(s + 1);
	/* "1, 2" is a list of marks, and its comma theirs. */
	if (is_mark(after->next) && bm_is_space(s[n]) &&
	    s[n + strspn(s + n, " \t\r\n")] == '\0')
		return;
	before = mark->prev;
	if (before == NULL || before->type != XML_TEXT_NODE) {
		before = xmlNewDocText(c->doc->xml, NULL);
		if (before == NULL) {
			c->doc->no_memory = true;
			return;
		}
		before = xmlAddPrevSibling(mark, before);
	}
	rest = bm_arena_strdup(c->doc->scratch, s + n);
	if (rest == NULL ||
	    xmlTextConcat(before, after->content, (int)n) != 0) {
		c->doc->no_memory = true;
		return;
	}
	xmlNodeSetContent(after, NULL);
	if (rest[0] == '\0') {
		xmlUnlinkNode(after);
		xmlFreeNode(after);
	} else if (xmlTextConcat(after, (const xmlChar *)rest,
				 (int)strlen(rest)) != 0)
		c->doc->no_memory = true;
}

/* See cite.h. */
void
bm_cite_settle_mark(bm_citing *c, xmlNode *mark)
{
	close_up(mark);
	if (c->marks_behind)
		move_behind(c, mark);
}

/* The last text inside a citation, or NULL. */
static xmlNode *
last_text(xmlNode *n)
{
	while (n != NULL && n->type == XML_ELEMENT_NODE)
		n = n->last;
	return n != NULL && n->type == XML_TEXT_NODE ? n : NULL;
}

/* Whether the sentence goes on behind a citation. */
static bool
goes_on(const xmlNode *after)
{
	const char *s = after != NULL && after->type == XML_TEXT_NODE
			    ? (const char *)after->content
			    : NULL;

	if (s == NULL)
		return false;
	if (s[0] != '\0' && strchr(".,;:!?)", s[0]) != NULL)
		return true;
	while (bm_is_space(*s))
		s++;
	return *s == '(' || (bm_is_alpha(*s) && bm_lower(*s) == *s);
}

/* See cite.h. */
void
bm_cite_drop_stop(xmlNode *citation)
{
	static const char closing[] = ".\xE2\x80\x9D";
	xmlNode *last = last_text(citation);
	char *s = last != NULL ? (char *)last->content : NULL;
	size_t n = s != NULL ? strlen(s) : 0;

	if (n == 0 || !goes_on(citation->next))
		return;
	if (s[n - 1] == '.')
		s[n - 1] = '\0';
	else if (n >= 4 && strcmp(s + n - 4, closing) == 0)
		memmove(s + n - 4, s + n - 3, 4);
	else if (strcmp(s, closing + 1) == 0 && last->prev != NULL &&
		 (last = last_text(last->prev)) != NULL) {
		s = (char *)last->content;
		n = s != NULL ? strlen(s) : 0;
		if (n > 0 && s[n - 1] == '.')
			s[n - 1] = '\0';
	}
}

/* Drops white space at the ends of what a style printed as one piece. */
static void
trim(xmlNode *citation)
{
	xmlNode *last = last_text(citation), *first = citation;
	char *s = last != NULL ? (char *)last->content : NULL;
	size_t n = s != NULL ? strlen(s) : 0;

	while (n > 0 && bm_is_space(s[n - 1]))
		s[--n] = '\0';
	while (first != NULL && first->type == XML_ELEMENT_NODE)
		first = first->children;
	s = first != NULL && first->type == XML_TEXT_NODE
		? (char *)first->content
		: NULL;
	if (s != NULL && bm_is_space(s[0])) {
		n = strspn(s, " \t\r\n");
		memmove(s, s + n, strlen(s + n) + 1);
	}
}

/* See cite.h. */
void
bm_cite_into_note(bm_citing *c, xmlNode *citation, unsigned note,
		  const xmlNode *keep)
{
	bm_doc *doc = c->doc;
	xmlNode *footnote = bm_el_after(doc, citation, "footnote");
	xmlNode *para = bm_el(doc, footnote, "para"), *inner = citation, *next;
	const char *id = bm_arena_printf(doc->scratch, "fn-cite-%u", note);
	char number[16];

	id = id != NULL ? bm_ids_claim(&c->ids, id, footnote) : NULL;
	if (para == NULL || id == NULL) {
		doc->no_memory = true;
		return;
	}
	snprintf(number, sizeof(number), "%u", note);
	bm_set_xml(doc, footnote, "id", id);
	bm_set_bm(doc, footnote, "number", number);
	bm_mark_generated(doc, footnote, "cite");
	if (keep != NULL) {
		inner = bm_el(doc, para, "citation");
		if (inner == NULL)
			return;
		bm_mark_generated(doc, inner, "cite");
		bm_set_pos(doc, inner, bm_get_pos(doc, citation));
		for (xmlNode *n = keep->next; n != NULL; n = next) {
			next = n->next;
			xmlUnlinkNode(n);
			xmlAddChild(inner, n);
		}
	} else {
		xmlUnlinkNode(citation);
		xmlAddChild(para, citation);
	}
	trim(inner);
	if (inner != citation)
		trim(citation);
	bm_cite_settle_mark(c, footnote);
}
