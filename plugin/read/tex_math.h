/*
 * Formulas of TeX as presentation MathML: what formulas of articles and books
 * are written with, without definitions and without packages.  Time and memory
 * are linear in the text, and nesting is bounded.
 */
#ifndef BM_READ_TEX_MATH_H
#define BM_READ_TEX_MATH_H

#include "xml/doc.h"

/* What a command is; the text of its symbol says more. */
typedef enum bm_tex_kind {
	BM_TEX_LETTER,   /* a slanted identifier */
	BM_TEX_UPRIGHT,  /* an identifier that stands upright */
	BM_TEX_OPERATOR, /* operators, relations, arrows */
	BM_TEX_FENCE,
	BM_TEX_BIG,      /* sums and their kin, with limits above and below */
	BM_TEX_INTEGRAL, /* limits beside it */
	BM_TEX_FUNCTION,
	BM_TEX_LIMIT,  /* a function with limits below */
	BM_TEX_ACCENT, /* above one letter */
	BM_TEX_OVER,   /* above all of its argument */
	BM_TEX_UNDER,
	BM_TEX_OVERBRACE, /* may have words above it */
	BM_TEX_UNDERBRACE,
	BM_TEX_ARROW,    /* with words above and below */
	BM_TEX_SPACE,    /* the text is its width */
	BM_TEX_BLANK,    /* that is never broken */
	BM_TEX_NOTHING,  /* of no meaning here */
	BM_TEX_FONT,     /* the text names the alphabet */
	BM_TEX_TEXT,     /* words; the text is their variant */
	BM_TEX_FRACTION, /* the text is its displaystyle, or empty */
	BM_TEX_BINOMIAL,
	BM_TEX_INFIX, /* {a \over b}; the text is the thickness of the line */
	BM_TEX_SIZED, /* a fence of the size that is the text */
	BM_TEX_STYLE, /* of all that follows */
	BM_TEX_OVERSET,
	BM_TEX_UNDERSET,
	BM_TEX_ROOT,
	BM_TEX_NAME, /* \operatorname */
	BM_TEX_LEFT,
	BM_TEX_RIGHT,
	BM_TEX_MIDDLE,
	BM_TEX_BEGIN,
	BM_TEX_END,
	BM_TEX_ROW, /* "\\" */
	BM_TEX_LIMITS,
	BM_TEX_NOT,
	BM_TEX_PHANTOM,
	BM_TEX_SUBSTACK,
	BM_TEX_PMOD,
	BM_TEX_COLOR, /* of what follows; the text is "1": of an argument */
	BM_TEX_TAG,
	BM_TEX_HLINE
} bm_tex_kind;

typedef struct bm_tex_symbol {
	const char *name, *text;
	bm_tex_kind kind;
} bm_tex_symbol;

/* All of them by name, in the order of their bytes; ends with a NULL name. */
extern const bm_tex_symbol bm_tex_symbols[];
/* NULL: there is no such command here. */
const bm_tex_symbol *bm_tex_symbol_find(bm_str name);

/*
 * Puts <mml:math> below `into`, at most `room` elements deep; alttext is the
 * TeX.  NULL: nothing was put there, and *why (in the arena) says why, but for
 * NULL without memory.
 */
xmlNode *bm_tex_math(bm_doc *doc, xmlNode *into, bm_str tex, bool display,
		     unsigned room, const char **why);

/* ---- What tex_math.c and tex_command.c share ---- */

/* What ends a row. */
typedef enum bm_tex_stop {
	BM_TEX_AT_END,     /* of the formula */
	BM_TEX_AT_BRACE,   /* "}" */
	BM_TEX_AT_BRACKET, /* "]" */
	BM_TEX_AT_RIGHT,   /* \right */
	BM_TEX_AT_CELL,    /* "&", "\\", \end */
	BM_TEX_AT_LINE     /* "\\", "}" */
} bm_tex_stop;

typedef struct bm_tex {
	bm_doc *doc;
	xmlNs *ns;
	bm_str s;
	size_t at;
	unsigned depth;
	bool failed;
	bool limits;   /* of the atom that was read last: above and below it */
	bool function; /* it applies to what follows */
	const char *font; /* of letters and digits, or NULL */
	const char *why;
} bm_tex;

/* The formula cannot be read; the first reason counts. */
void bm_tex_fail(bm_tex *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The beginning of a name, for a message. */
const char *bm_tex_short(bm_tex *t, bm_str name);
/* Elements of MathML, at the end of parent; never NULL unless it failed. */
xmlNode *bm_tex_el(bm_tex *t, xmlNode *parent, const char *name);
xmlNode *bm_tex_word(bm_tex *t, xmlNode *parent, const char *name, bm_str text);
void bm_tex_set(bm_tex *t, xmlNode *el, const char *name, const char *value);
/* Skips blanks and remarks; the character at hand, '\0' at the end. */
char bm_tex_peek(bm_tex *t);
/* The command at hand, which is taken; its symbol or NULL and a failure. */
const bm_tex_symbol *bm_tex_take(bm_tex *t, bm_str *name);
/* The same without taking it and without a failure; NULL: none is there. */
const bm_tex_symbol *bm_tex_look(bm_tex *t);
/* Puts items below parent until `stop`, which is left where it is. */
void bm_tex_row(bm_tex *t, xmlNode *parent, bm_tex_stop stop);
/* One argument as one element. */
xmlNode *bm_tex_arg(bm_tex *t, xmlNode *parent);
/* A row in braces or brackets, those taken; as one element. */
xmlNode *bm_tex_group(bm_tex *t, xmlNode *parent, char close, bm_tex_stop stop);
/* An mstyle in the colour that stands in braces. */
xmlNode *bm_tex_coloured(bm_tex *t, xmlNode *parent);
/* The text in the braces at hand, as it is. */
bm_str bm_tex_raw(bm_tex *t);
/* Letters or digits in the font at hand. */
xmlNode *bm_tex_letters(bm_tex *t, xmlNode *parent, const char *name,
			bm_str text);
/* The element of a command. */
xmlNode *bm_tex_command(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym);

#endif
