/* TeX's way to write text, and CSL's; private to this folder. */
#ifndef BM_BIB_TEX_H
#define BM_BIB_TEX_H

#include "core/buf.h"

enum {
	TEX_MARKUP = 1u << 0, /* formatting becomes CSL's <i>, <b>, <sup> ... */
	TEX_TITLE = 1u << 1,  /* braces that protect become nocase spans */
	TEX_LINES = 1u << 2   /* white space with a line end stays one */
};

/* Hears of each command that has no meaning here: its name without \. */
typedef void tex_unknown(void *user, bm_str command);

/*
 * Appends what a field's TeX means as UTF-8: accents and symbols as
 * characters, ligatures, formatting by flags, white space in single spaces
 * and none at the ends.  Commands without a meaning are told and left out;
 * their arguments stay.  Time is linear and nesting costs no stack.
 */
void bib_tex_read(bm_str tex, unsigned flags, bm_buf *out, tex_unknown *unknown,
		  void *user);
/*
 * Appends a field that is not typeset, such as an address: only what people
 * escape there all the same (\_, \%, \~{}) is undone.
 */
void bib_tex_verbatim(bm_str tex, bm_buf *out);
/* The inside of a text that is one group and nothing else; else the text. */
bm_str bib_tex_inside(bm_str tex);
/* Behind the group that opens at text[at]; text.len if nothing closes it. */
size_t bib_tex_group_end(bm_str text, size_t at);

/*
 * Appends CSL text as TeX: specials are escaped, CSL's formatting becomes
 * commands (with TEX_MARKUP), other characters stay UTF-8.  Braces balance.
 */
void bib_tex_write(bm_str text, unsigned flags, bm_buf *out);

/* ---- Tables (tex_table.c) ---- */

typedef struct tex_accent {
	const char *name;
	uint32_t mark;     /* combining */
	const char *alone; /* when there is no letter to put it on */
} tex_accent;

/* What a command that takes an argument does to it. */
typedef enum tex_wrap {
	TEX_WRAP_NONE, /* the argument is the text */
	TEX_WRAP_I,
	TEX_WRAP_B,
	TEX_WRAP_SUP,
	TEX_WRAP_SUB,
	TEX_WRAP_SC,
	TEX_WRAP_NOCASE,
	TEX_WRAP_QUOTE,
	TEX_WRAP_PARENS,
	TEX_WRAP_BRACKETS,
	TEX_WRAP_MATH,
	/* Not about the next argument. */
	TEX_REST_I, /* up to the end of the group */
	TEX_REST_B,
	TEX_REST_SC,
	TEX_DROP, /* the argument is dropped */
	TEX_URL,  /* the argument is verbatim */
	TEX_HREF, /* address and text */
	TEX_SYMBOL
} tex_wrap;

typedef struct tex_command {
	const char *name;
	tex_wrap wrap;
	const char *text; /* of TEX_SYMBOL */
} tex_command;

const tex_accent *bib_tex_accent(bm_str name);
const tex_command *bib_tex_command(bm_str name);

#endif
