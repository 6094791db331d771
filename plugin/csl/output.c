/*
 * From the output tree to what csl.h hands out: quotes get their marks, the
 * punctuation of neighbouring leaves is settled, spaces are not doubled.
 */
#include "csl/run.h"

/* Two marks that meet: what stays. */
typedef enum outcome { BOTH, FIRST, SECOND } outcome;

static const char marks[] = "!?.:,;";

/* Rows: the first mark, columns: the second, in the order of `marks`. */
static const outcome meeting[6][6] = {
    /*        !       ?       .      :      ,      ;      */
    /* ! */ {FIRST, BOTH, FIRST, FIRST, BOTH, BOTH},
    /* ? */ {BOTH, FIRST, FIRST, FIRST, BOTH, BOTH},
    /* . */ {BOTH, BOTH, FIRST, BOTH, BOTH, BOTH},
    /* : */ {SECOND, SECOND, FIRST, FIRST, BOTH, BOTH},
    /* , */ {BOTH, BOTH, BOTH, BOTH, FIRST, BOTH},
    /* ; */ {SECOND, SECOND, FIRST, FIRST, BOTH, FIRST},
};

static int
mark_index(char c)
{
	const char *at = c != '\0' ? strchr(marks, c) : NULL;

	return at != NULL ? (int)(at - marks) : -1;
}

typedef struct settler {
	bm_arena *arena;
	const csl_locale *locale;
	csl_out *left;   /* last leaf with text */
	csl_out *closed; /* outermost quote that closed behind it */
} settler;

/* Appends one byte to a leaf. */
static void
leaf_put(bm_arena *arena, csl_out *leaf, char c)
{
	char *s = bm_arena_alloc(arena, leaf->text.len + 2);

	if (s == NULL)
		return;
	memcpy(s, leaf->text.ptr, leaf->text.len);
	s[leaf->text.len] = c;
	leaf->text = (bm_str){s, leaf->text.len + 1};
}

static void
drop_first(csl_out *leaf)
{
	leaf->text.ptr++;
	leaf->text.len--;
}

/*
 * Settles what the first byte of `right` does to the last of `left`.  true:
 * right lost its first byte, and the next one is to be looked at.
 */
static bool
settle_byte(settler *s, csl_out *left, csl_out *right)
{
	char a = left->text.ptr[left->text.len - 1];
	char b = right->text.ptr[0];
	int i = mark_index(a), j = mark_index(b);

	if (a == ' ' && b == ' ') {
		drop_first(right);
		return true;
	}
	if (s->closed != NULL && (b == '.' || b == ',') &&
	    s->locale->punctuation_in_quote) {
		if (i < 0 || meeting[i][j] == BOTH)
			leaf_put(s->arena, left, b);
		drop_first(right);
		return true;
	}
	if (i < 0 || j < 0 || (s->closed != NULL && a != b && i > 1) ||
	    (!left->affix && !right->affix))
		return false;
	if (meeting[i][j] == FIRST) {
		drop_first(right);
		return true;
	}
	if (meeting[i][j] == SECOND) {
		left->text.len--;
		return false;
	}
	return false;
}

/* Looks at one more leaf, in order. */
static void
settle_leaf(settler *s, csl_out *leaf)
{
	if (leaf->text.len == 0)
		return;
	while (s->left != NULL && s->left->text.len > 0 && leaf->text.len > 0 &&
	       settle_byte(s, s->left, leaf))
		continue;
	if (leaf->text.len == 0)
		return;
	s->left = leaf;
	s->closed = NULL;
}

static void
settle(settler *s, csl_out *out)
{
	if (out->kind == CSL_OUT_TEXT) {
		settle_leaf(s, out);
		return;
	}
	for (csl_out *c = out->children; c != NULL; c = c->next)
		settle(s, c);
	if (out->kind == CSL_OUT_QUOTE && s->left != NULL)
		s->closed = out;
}

/* ---- Handing out ---- */

typedef struct maker {
	bm_arena *arena;
	const csl_locale *locale;
	unsigned quotes; /* open now */
} maker;

static csl_run *make(maker *m, const csl_out *out, unsigned state);

static csl_run *
make_text(maker *m, bm_str text)
{
	csl_run *run = BM_NEW(m->arena, csl_run);

	if (run != NULL) {
		run->kind = CSL_RUN_TEXT;
		run->text = text;
	}
	return run;
}

static csl_run *
make_quote_mark(maker *m, bool open)
{
	bool inner = m->quotes % 2 == 1;
	const char *name = open ? (inner ? "open-inner-quote" : "open-quote")
				: (inner ? "close-inner-quote" : "close-quote");

	return make_text(m,
			 csl_term_get(m->locale, name, CSL_FORM_LONG, false));
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
	};
	unsigned format = out->format, result = 0;

	for (size_t i = 0; i < 3; i++) {
		unsigned on = format & pairs[i].on;

		if (on != 0 && (*state & on) != 0) {
			if (out->markup) {
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
	return result |
	       (format & (CSL_UNDERLINE | CSL_SUPERSCRIPT | CSL_SUBSCRIPT));
}

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

/* The children of out, as a list of runs. */
static csl_run *
make_children(maker *m, const csl_out *out, unsigned state)
{
	csl_run *first = NULL, **tail = &first;

	for (const csl_out *c = out->children; c != NULL; c = c->next)
		link_run(&tail, make(m, c, state));
	return first;
}

/* A list of runs for out; NULL when it prints nothing. */
static csl_run *
make(maker *m, const csl_out *out, unsigned state)
{
	csl_run *run, *children, **tail = &children;
	unsigned format = change(out, &state);

	if (out->kind == CSL_OUT_TEXT)
		return out->text.len > 0 ? make_text(m, out->text) : NULL;
	if (out->kind == CSL_OUT_QUOTE) {
		csl_run *inside;

		if (csl_out_empty(out))
			return NULL;
		children = NULL;
		link_run(&tail, make_quote_mark(m, true));
		m->quotes++;
		inside = make_children(m, out, state);
		m->quotes--;
		link_run(&tail, inside);
		link_run(&tail, make_quote_mark(m, false));
		return children;
	}
	children = make_children(m, out, state);
	if (children == NULL)
		return NULL;
	if (out->kind == CSL_OUT_GROUP && format == 0 &&
	    out->display == CSL_DISPLAY_INLINE && out->lang == NULL)
		return children;
	run = BM_NEW(m->arena, csl_run);
	if (run == NULL)
		return NULL;
	run->kind = out->kind == CSL_OUT_CITE   ? CSL_RUN_CITE
		    : out->kind == CSL_OUT_LINK ? CSL_RUN_LINK
						: CSL_RUN_GROUP;
	run->format = format;
	run->display = out->display;
	run->url = out->url;
	run->lang = out->lang;
	run->cite = out->cite;
	run->children = children;
	return run;
}

/* Takes spaces away at the end of what is printed. */
static void
trim_end(csl_out *out)
{
	csl_out *last = NULL;

	for (csl_out *l = csl_out_leaf(NULL, out); l != NULL;
	     l = csl_out_leaf(l, out))
		if (bm_str_trim(l->text).len > 0)
			last = l;
	for (csl_out *l = last; l != NULL; l = csl_out_leaf(l, out)) {
		if (l != last)
			l->text.len = 0;
		while (l->text.len > 0 && l->text.ptr[l->text.len - 1] == ' ')
			l->text.len--;
	}
}

/* See run.h. */
csl_run *
csl_out_finish(bm_arena *arena, const csl_locale *locale, csl_out *out)
{
	settler s = {arena, locale, NULL, NULL};
	maker m = {arena, locale, 0};

	if (out == NULL)
		return NULL;
	settle(&s, out);
	trim_end(out);
	return make(&m, out, 0);
}
