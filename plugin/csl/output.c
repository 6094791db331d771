/*
 * From the output tree to what csl.h hands out: quotes get their marks,
 * formatting that is in force is not set again, spaces are not doubled.
 */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "csl/run.h"

/* Quotes around what is printed. */
typedef enum quoting { QUOTE_NONE, QUOTE_OUTER, QUOTE_INNER } quoting;

typedef struct maker {
	bm_arena *arena;
	const csl_locale *locale;
	quoting quote;   /* open now */
	char last;       /* byte that was printed last */
	bool last_affix; /* by an affix */
} maker;

static csl_run *make(maker *m, const csl_out *out, unsigned state);

/* Appends a list of runs. */
static void
link_run(csl_run ***tail, csl_run *run)
{
	if (run == NULL)
		return;
	**tail = run;
	while (run->next != NULL)
		run = run->next;
	*tail = &run->next;
}

static csl_run *
text_run(maker *m, bm_str text)
{
	csl_run *run = BM_NEW(m->arena, csl_run);

	if (run != NULL) {
		run->kind = CSL_RUN_TEXT;
		run->text = text;
	}
	return run;
}

/* What a small raised character stands for: "2" for U+00B2; "" for others. */
static bm_str
raised(maker *m, uint32_t c)
{
	/* Raised by their form and name, and not by a decomposition. */
	static const struct {
		uint32_t raised;
		const char *plain;
	} others[] = {{0x2C0, "\xCA\x94"},
		      {0x2C1, "\xCA\x95"},
		      {0x6E5, "\xD9\x88"},
		      {0x6E6, "\xD9\x8A"}};
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *form;
	int32_t n, length = 0;
	UChar text[8];
	char out[32];

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (others[i].raised == c)
			return bm_str_of(others[i].plain);
	if (u_getIntPropertyValue((UChar32)c, UCHAR_DECOMPOSITION_TYPE) !=
	    U_DT_SUPER)
		return (bm_str){0};
	form = unorm2_getNFKDInstance(&error);
	if (U_FAILURE(error))
		return (bm_str){0};
	n = unorm2_getRawDecomposition(form, (UChar32)c, text, 8, &error);
	if (U_FAILURE(error) || n <= 0)
		return (bm_str){0};
	u_strToUTF8(out, sizeof out, &length, text, n, &error);
	if (U_FAILURE(error))
		return (bm_str){0};
	return (bm_str){bm_arena_strndup(m->arena, out, (size_t)length),
			(size_t)length};
}

/* Text with its raised characters as ordinary ones that are superscript. */
static csl_run *
text_runs(maker *m, bm_str text)
{
	csl_run *list = NULL, **tail = &list;
	size_t start = 0;

	for (size_t at = 0; at < text.len;) {
		size_t from = at;
		bm_str plain = {0};
		csl_run *group;
		uint32_t c;

		if ((unsigned char)text.ptr[at] < 0x80) {
			at++;
			continue;
		}
		c = bm_utf8_next(text, &at);
		plain = raised(m, c);
		if (plain.len == 0)
			continue;
		if (from > start)
			link_run(&tail, text_run(m, (bm_str){text.ptr + start,
							     from - start}));
		start = at;
		group = BM_NEW(m->arena, csl_run);
		if (group == NULL)
			return NULL;
		group->kind = CSL_RUN_GROUP;
		group->format = CSL_SUPERSCRIPT;
		group->children = text_run(m, plain);
		link_run(&tail, group);
	}
	if (text.len > start)
		link_run(&tail, text_run(m, (bm_str){text.ptr + start,
						     text.len - start}));
	return list;
}

/* Runs for a text; NULL when nothing is to be printed. */
static csl_run *
make_text(maker *m, bm_str text, bool affix)
{
	if (text.len > 0 && text.ptr[0] == ' ' && m->last == ' ' &&
	    (affix || m->last_affix)) {
		text.ptr++;
		text.len--;
	}
	if (text.len == 0)
		return NULL;
	m->last = text.ptr[text.len - 1];
	m->last_affix = affix;
	return text_runs(m, text);
}

static csl_run *
make_quote_mark(maker *m, bool open)
{
	bool inner = m->quote == QUOTE_INNER;
	const char *name = open ? (inner ? "open-inner-quote" : "open-quote")
				: (inner ? "close-inner-quote" : "close-quote");

	return make_text(m, csl_term_get(m->locale, name, CSL_FORM_LONG, false),
			 true);
}

/* The formatting that `out` adds to what is in force; *state is changed. */
static unsigned
change(const csl_out *out, unsigned *state)
{
	static const struct {
		unsigned on, off;
	} pairs[] = {
	    {CSL_ITALIC | CSL_OBLIQUE, CSL_NO_ITALIC},
	    {CSL_BOLD | CSL_LIGHT, CSL_NO_BOLD},
	    {CSL_SMALL_CAPS, CSL_NO_SMALL_CAPS},
	    {CSL_UNDERLINE, CSL_NO_UNDERLINE},
	    {CSL_SUPERSCRIPT | CSL_SUBSCRIPT, CSL_BASELINE},
	};
	/* Of these, markup of a field turns off what is on already. */
	enum { TOGGLED = 3 };
	unsigned format = out->format, result = 0;

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		unsigned on = format & pairs[i].on;

		if (on != 0 && (*state & on) != 0) {
			if (i >= TOGGLED)
				result |= on;
			else if (out->markup) {
				result |= pairs[i].off;
				*state &= ~pairs[i].on;
			}
		} else if (on != 0) {
			result |= on;
			*state |= on;
		} else if ((format & pairs[i].off) != 0 &&
			   (*state & pairs[i].on) != 0) {
			result |= pairs[i].off;
			*state &= ~pairs[i].on;
		}
	}
	return result;
}

/* The children of out with its delimiter, as a list of runs. */
static csl_run *
make_children(maker *m, const csl_out *out, unsigned state)
{
	csl_run *first = NULL, **tail = &first;

	if (out->kind == CSL_OUT_TEXT)
		return make_text(m, out->text, out->affix);
	for (const csl_out *c = out->children; c != NULL; c = c->next) {
		if (c != out->children)
			link_run(&tail, make_text(m, out->delimiter, true));
		link_run(&tail, make(m, c, state));
	}
	return first;
}

/* What is inside of the affixes of out; NULL when it prints nothing. */
static csl_run *
make_inside(maker *m, const csl_out *out, unsigned state)
{
	csl_run *run, *children;
	unsigned format = change(out, &state);

	children = make_children(m, out, state);
	if (children == NULL ||
	    (out->kind != CSL_OUT_CITE && out->kind != CSL_OUT_LINK &&
	     format == 0 && out->lang == NULL))
		return children;
	run = BM_NEW(m->arena, csl_run);
	if (run == NULL)
		return NULL;
	run->kind = out->kind == CSL_OUT_CITE   ? CSL_RUN_CITE
		    : out->kind == CSL_OUT_LINK ? CSL_RUN_LINK
						: CSL_RUN_GROUP;
	run->format = format;
	run->url = out->url;
	run->lang = out->lang;
	run->cite = out->cite;
	run->stand_in = out->stand_in;
	run->children = children;
	return run;
}

/* A list of runs for out; NULL when it prints nothing. */
static csl_run *
make(maker *m, const csl_out *out, unsigned state)
{
	csl_run *list = NULL, **tail = &list, *block;
	bool quote = out->kind == CSL_OUT_QUOTE;
	quoting around = m->quote;

	if (csl_out_empty(out))
		return NULL;
	link_run(&tail, make_text(m, out->prefix, true));
	if (quote) {
		m->quote = around == QUOTE_OUTER ||
				   (around == QUOTE_NONE && out->inner)
			       ? QUOTE_INNER
			       : QUOTE_OUTER;
		link_run(&tail, make_quote_mark(m, true));
	} else if (out->unquoted && around == QUOTE_NONE)
		m->quote = QUOTE_INNER;
	link_run(&tail, make_inside(m, out, state));
	if (quote)
		link_run(&tail, make_quote_mark(m, false));
	m->quote = around;
	link_run(&tail, make_text(m, out->suffix, true));
	if (out->display == CSL_DISPLAY_INLINE || list == NULL)
		return list;
	block = BM_NEW(m->arena, csl_run);
	if (block != NULL) {
		block->kind = CSL_RUN_GROUP;
		block->display = out->display;
		block->children = list;
	}
	return block;
}

/* Texts that follow each other, as one; *next is what stands behind them. */
static csl_run *
joined_text(bm_arena *keep, const csl_run *run, const csl_run **next)
{
	csl_run *copy = BM_NEW(keep, csl_run);
	const csl_run *end = run;
	size_t len = 0, at = 0;
	char *text;

	for (; end != NULL && end->kind == CSL_RUN_TEXT; end = end->next)
		len += end->text.len;
	*next = end;
	text = bm_arena_alloc(keep, len + 1);
	if (copy == NULL || text == NULL)
		return NULL;
	for (; run != end; run = run->next) {
		memcpy(text + at, run->text.ptr, run->text.len);
		at += run->text.len;
	}
	copy->kind = CSL_RUN_TEXT;
	copy->text = (bm_str){text, len};
	return copy;
}

/* A copy that stands alone, in as few runs as can be. */
static csl_run *
kept(bm_arena *keep, const csl_run *run)
{
	csl_run *first = NULL, **tail = &first;

	while (run != NULL) {
		csl_run *copy;

		if (run->kind == CSL_RUN_TEXT) {
			copy = joined_text(keep, run, &run);
		} else {
			copy = BM_NEW(keep, csl_run);
			if (copy != NULL) {
				*copy = *run;
				copy->next = NULL;
				copy->url = bm_arena_strdup(keep, run->url);
				copy->lang = bm_arena_strdup(keep, run->lang);
				copy->children = kept(keep, run->children);
			}
			run = run->next;
		}
		if (copy == NULL)
			return NULL;
		*tail = copy;
		tail = &copy->next;
	}
	return first;
}

/* See run.h. */
csl_run *
csl_out_finish(bm_arena *arena, bm_arena *keep, const csl_locale *locale,
	       csl_out *out)
{
	maker m = {arena, locale, QUOTE_NONE, '\0', false};

	if (out == NULL)
		return NULL;
	csl_out_settle(arena, locale, out);
	return kept(keep, make(&m, out, 0));
}
