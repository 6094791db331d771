/* Numbers as data write them: "2-4", "S12, S15", "vol. 3", "7, p. 3-8". */
#ifndef BM_CSL_NUMBER_H
#define BM_CSL_NUMBER_H

#include "csl/render.h"

typedef enum csl_part_kind {
	CSL_PART_TEXT,
	CSL_PART_NUMBER,
	CSL_PART_ROMAN
} csl_part_kind;

/* One number of a list, and what joins it to the one before. */
typedef struct csl_part {
	csl_part_kind kind;
	bm_str all;
	bm_str prefix, digits, suffix; /* of a number: "e", "12", "a" */
	bm_str joiner;                 /* as it is to be printed */
	bool dash;                     /* the joiner is one hyphen or dash */
	const char *term;              /* of a label written before it */
} csl_part;

typedef struct csl_numbers {
	csl_part *parts;
	size_t count;
	bool numeric; /* it begins with a number */
	bool plural;  /* more than one belongs to the first label */
} csl_numbers;

/*
 * Takes the text of a variable apart; own: the term of its label, which is
 * not repeated when the text has it.  false without memory.
 */
bool csl_numbers_parse(csl_context *cx, const char *variable, const char *own,
		       bm_str text, csl_numbers *out);
/* The term of a variable's label: of the locator's own label in a locator. */
const char *csl_number_term(csl_context *cx, const char *variable);
/*
 * Whether "page" holds no page ("fig. 2"): its text says what it is, whether
 * the style asks for a label or not.
 */
bool csl_number_names_itself(const char *variable, const csl_numbers *numbers);
/* Whether the two ends of a range are told by the same kind of number. */
bool csl_part_range(const csl_part *first, const csl_part *last);
/* Appends the end of a page range in the style's format, without the dash. */
void csl_page_put_last(bm_arena *arena, csl_page_format format,
		       const csl_part *first, const csl_part *last,
		       bm_buf *out);

#endif
