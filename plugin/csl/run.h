/*
 * The output tree while it is built.  Leaves hold text; all nodes have a
 * formatting, and affixes outside of it.  So the rules about colliding
 * punctuation look at affixes and at what they touch, and never inside of
 * what an author wrote.
 */
#ifndef BM_CSL_RUN_H
#define BM_CSL_RUN_H

#include "core/buf.h"
#include "csl/locale.h"

typedef enum csl_out_kind {
	CSL_OUT_TEXT,
	CSL_OUT_GROUP,
	CSL_OUT_QUOTE,
	CSL_OUT_CITE,
	CSL_OUT_LINK
} csl_out_kind;

typedef struct csl_out csl_out;
struct csl_out {
	csl_out_kind kind;
	unsigned format;
	csl_display display;
	bool markup;   /* formatting was written in a field: it toggles */
	bool no_case;  /* text-case leaves it alone */
	bool unquoted; /* quotes inside are outer ones, whatever is around */
	bool inner;    /* a quote that is an inner one even if none is around */
	bool affix;    /* a leaf that counts as an affix of its neighbour */
	/* Parts that collapsing looks for; is_letter: behind a year. */
	bool is_year, is_author, is_letter;
	bool is_names; /* names of one variable, without their label */
	bool is_word;  /* an author that is no variable: "Anonymous" */
	/* A cite's own affix starts or ends in what a delimiter is for. */
	bool own_start, own_end;
	bool stand_in; /* a cite that is printed by its title, see csl.h */
	bm_str prefix, suffix; /* around the formatting */
	bm_str delimiter;      /* between the children */
	bm_str text;
	const char *url, *lang;
	size_t cite;
	csl_out *children, *last, *next, *parent;
};

csl_out *csl_out_new(bm_arena *arena, csl_out_kind kind);
csl_out *csl_out_text(bm_arena *arena, bm_str text);
csl_out *csl_out_affix(bm_arena *arena, bm_str text);
void csl_out_append(csl_out *parent, csl_out *child);
void csl_out_prepend(csl_out *parent, csl_out *child);
/* The buffer's text, moved into the arena; the buffer is freed.  When it had
 * no memory the arena counts as failed too. */
bm_str csl_buf_take(bm_arena *arena, bm_buf *buf);
/* Whether there is any text in it. */
bool csl_out_empty(const csl_out *out);
/* The next leaf in order behind `leaf` inside root; NULL leaf: the first. */
csl_out *csl_out_leaf(csl_out *leaf, csl_out *root);
/* The first node, in order, that the test holds for, or NULL. */
csl_out *csl_out_find(csl_out *root, bool (*test)(const csl_out *out));
/* The text with its affixes and without formatting, in the arena. */
bm_str csl_out_plain(bm_arena *arena, csl_out *out);

/*
 * Text of a field: the markup <i> <b> <sup> <sub> <sc> and spans become
 * nodes, straight quotes and those of the locale become quote nodes,
 * apostrophes are made typographic.
 */
csl_out *csl_field_parse(bm_arena *arena, const csl_locale *locale,
			 bm_str text);
/* Changes the case of all text in out; english: title case is allowed. */
bm_status csl_case_apply(bm_arena *arena, csl_out *out, csl_case text_case,
			 bool english, const char *lang);
/* Takes out full stops; all: those inside of words too ("n.d."). */
void csl_strip_periods(bm_arena *arena, csl_out *out, bool all);
/* Wraps by the look of an element: case, quotes, formatting, affixes. */
csl_out *csl_out_decorate(bm_arena *arena, csl_out *out, const csl_look *look,
			  bool english, const char *lang);

/*
 * Settles what affixes, delimiters and quotes do to each other in a finished
 * tree (punctuation.c).
 */
void csl_out_settle(bm_arena *arena, const csl_locale *locale, csl_out *out);
/*
 * Settles quotes, punctuation and spaces in a finished tree and turns it into
 * what csl.h hands out, in the arena `keep`, with texts of its own.  NULL
 * without memory.
 */
csl_run *csl_out_finish(bm_arena *arena, bm_arena *keep,
			const csl_locale *locale, csl_out *out);

#endif
