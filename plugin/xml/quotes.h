/* The quotation marks of languages. */
#ifndef BM_XML_QUOTES_H
#define BM_XML_QUOTES_H

typedef struct bm_quotes {
	const char *lang, *open, *close, *open_single, *close_single;
} bm_quotes;

/* Room for those of a language that the table of ours does not have; zeroed
 * at first. */
typedef struct bm_quotes_other {
	bm_quotes marks;
	char lang[32], text[4][16];
} bm_quotes_other;

/* The marks of a language, a tag of BCP 47 or NULL; of English where there are
 * none of it.  They live as long as `o`, until it is asked for another. */
const bm_quotes *bm_quotes_of(bm_quotes_other *o, const char *lang);

#endif
