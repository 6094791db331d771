/*
 * Pass "punctuation": typographic quotes, dashes and ellipses, in the manner of
 * the language, when the key "smart" asks for them.  Like all that changes an
 * author's words it is off unless it is asked for.  Code, formulas and keys
 * stay as they are.
 */
#include <stdio.h>

#include "core/buf.h"
#include "pass/pass.h"
#include "pass/tree.h"
#include "xml/quotes.h"

static const bm_rule rules[] = {{0}};

/* What is not prose: its text stays, and a letter stands for it. */
static const char *const verbatim[] = {"programlisting",
				       "screen",
				       "literallayout",
				       "synopsis",
				       "address",
				       "literal",
				       "code",
				       "command",
				       "option",
				       "filename",
				       "userinput",
				       "computeroutput",
				       "systemitem",
				       "varname",
				       "constant",
				       "function",
				       "parameter",
				       "mathphrase",
				       "uri",
				       "email",
				       "citation",
				       "biblioref",
				       "cmdsynopsis",
				       "funcsynopsis",
				       "classsynopsis",
				       "envar",
				       "prompt",
				       "replaceable",
				       "markup",
				       "tag",
				       "token",
				       "keycap",
				       "keycode",
				       "bibliomixed",
				       "biblioentry",
				       "meta",
				       "subjectset",
				       "keywordset",
				       "authorgroup",
				       "author",
				       "editor",
				       "biblioid",
				       "pubdate",
				       "date",
				       "productionset",
				       "programlistingco",
				       "screenco",
				       NULL};

/* A line of prose while it is read: what stood before matters. */
struct prose {
	bm_doc *doc;
	uint32_t before;  /* the last character; ' ' at the start of a block */
	unsigned singles; /* quotations in single marks that are open */
	bm_quotes_other *others;
};

static bool
is_letter(uint32_t c)
{
	return c < 0x80 ? bm_is_alpha((char)c) || bm_is_digit((char)c)
			: c >= 0xC0 && (c < 0x2000 || c >= 0x2C00);
}

/* Whether a quotation may open behind this character. */
static bool
opens_behind(uint32_t c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == 0xA0 || c == '(' ||
	       c == '[' || c == '{' || c == '/' || c == 0x2013 || c == 0x2014 ||
	       c == 0x201C || c == 0x201E || c == 0x2018 || c == 0xAB ||
	       c == 0x202F || c == 0x2039 || c == 0x201A || c == '"' ||
	       c == '\'';
}

/* The mark for the quote at s. */
static const char *
quote(const bm_quotes *q, struct prose *p, const char *s)
{
	char next = s[1];
	bool opens =
	    opens_behind(p->before) && (next == '\0' || !bm_is_space(next));

	if (*s == '"')
		return opens ? q->open : q->close;
	/* it's and '90s; the end of a quotation; the end of patients' */
	if (bm_is_digit(next) ||
	    (is_letter(p->before) &&
	     (p->singles == 0 || bm_is_alpha(next) || (next & 0x80) != 0)))
		return "\xE2\x80\x99";
	if (opens)
		p->singles++;
	else if (p->singles > 0)
		p->singles--;
	return opens ? q->open_single : q->close_single;
}

/* The number of the same characters from s on, up to 4. */
static size_t
run(const char *s)
{
	size_t n = 1;

	while (n < 4 && s[n] == s[0])
		n++;
	return n;
}

/* Writes what stands for the sign at s; its length in s, 0: it stays. */
static size_t
sign(bm_buf *out, const bm_quotes *q, struct prose *p, const char *s)
{
	size_t n = run(s);

	switch (*s) {
	case '"':
	case '\'':
		bm_buf_puts(out, quote(q, p, s));
		return 1;
	case '-':
		if (n != 2 && n != 3)
			return 0;
		bm_buf_puts(out, n == 2 ? "\xE2\x80\x93" : "\xE2\x80\x94");
		return n;
	case '.':
		if (n != 3)
			return 0;
		bm_buf_puts(out, "\xE2\x80\xA6");
		return n;
	default:
		return 0;
	}
}

/* The text with its marks set, in out; whether anything changed. */
static bool
set_text(struct prose *p, const bm_quotes *q, const char *text, bm_buf *out)
{
	bm_str s = bm_str_of(text);
	bool changed = false;

	for (size_t at = 0; at < s.len;) {
		size_t from = out->len, n = sign(out, q, p, text + at), next;

		if (n > 0) {
			size_t i = from;

			changed = true;
			at += n;
			while (i < out->len)
				p->before = bm_utf8_next(bm_buf_str(out), &i);
			continue;
		}
		/* A longer run of dashes or dots is no sign at all. */
		n = text[at] == '-' || text[at] == '.' ? run(text + at) : 0;
		next = at;
		do
			p->before = bm_utf8_next(s, &next);
		while (n > 1 && --n > 0);
		bm_buf_put(out, text + at, next - at);
		at = next;
	}
	return changed;
}

static void
one_text(struct prose *p, xmlNode *n)
{
	const bm_quotes *q = bm_quotes_of(p->others, bm_lang(n));
	bm_buf out;

	if (n->content == NULL)
		return;
	bm_buf_init(&out, bm_arena_allocator(p->doc->arena));
	if (set_text(p, q, (const char *)n->content, &out)) {
		xmlChar *copy = xmlStrdup((const xmlChar *)bm_buf_cstr(&out));

		if (copy == NULL || out.status != BM_OK)
			p->doc->no_memory = true;
		/* It is escaped when it is written, not here. */
		if (copy != NULL) {
			xmlNodeSetContent(n, NULL);
			xmlNodeAddContent(n, copy);
			xmlFree(copy);
		}
	}
	if (out.status != BM_OK)
		p->doc->no_memory = true;
	bm_buf_free(&out);
}

/* Words that "xref" made of a title. */
static void
one_link(bm_doc *doc, xmlNode *n, bm_quotes_other *others)
{
	struct prose p = {doc, ' ', 0, others};
	const char *text = bm_attr_bm(n, "text");
	bm_buf out;

	if (text == NULL)
		return;
	bm_buf_init(&out, bm_arena_allocator(doc->arena));
	if (set_text(&p, bm_quotes_of(others, bm_lang(n)), text, &out))
		bm_set_bm(doc, n, "text", bm_buf_cstr(&out));
	if (out.status != BM_OK)
		doc->no_memory = true;
	bm_buf_free(&out);
}

/* Elements inside a line; all others begin one. */
static bool
is_inline(const xmlNode *n)
{
	static const char *const names[] = {
	    "emphasis",       "phrase",      "link",        "quote",
	    "subscript",      "superscript", "acronym",     "abbrev",
	    "firstterm",      "glossterm",   "citetitle",   "foreignphrase",
	    "trademark",      "wordasword",  "productname", "indexterm",
	    "xref",           "anchor",      "footnoteref", "inlinemediaobject",
	    "inlineequation", "application", NULL};

	return bm_is_any(n, names);
}

static bm_status
run_pass(bm_doc *doc, const bm_pass_context *context)
{
	xmlNode *root = bm_doc_element(doc);
	const char *asked = bm_meta(doc, "smart");
	bm_quotes_other others = {.lang = ""};
	struct prose p = {doc, ' ', 0, &others};

	(void)context;
	if (asked == NULL ||
	    (strcmp(asked, "true") != 0 && strcmp(asked, "yes") != 0 &&
	     strcmp(asked, "on") != 0))
		return BM_OK;
	for (xmlNode *n = root; n != NULL;) {
		if (n->type == XML_TEXT_NODE) {
			one_text(&p, n);
		} else if (n->type == XML_ELEMENT_NODE) {
			one_link(doc, n, &others);
			if (!bm_is(n, NULL) || bm_is_any(n, verbatim) ||
			    bm_attr_bm(n, "generated") != NULL) {
				p.before = 'x';
				n = bm_walk_over(n, root);
				continue;
			}
			if (!is_inline(n)) {
				p.before = ' ';
				p.singles = 0;
			}
		}
		n = bm_walk(n, root);
	}
	return bm_pass_status(doc);
}

const bm_pass bm_pass_punctuation = {"punctuation", rules, run_pass};
