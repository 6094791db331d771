/*
 * The words of ours in each language, from xsl/l10n/LANG.xml, and its dates,
 * from ICU.  A language is read when it is first asked for; several threads
 * may ask at once, and what they get never changes.
 */
#ifndef BM_XML_L10N_H
#define BM_XML_L10N_H

#include "core/data.h"
#include "core/date.h"
#include "core/map.h"

typedef struct bm_l10n bm_l10n;

typedef struct bm_words {
	bm_map terms; /* name to text; those of English where it has none */
	bool known;   /* there is a file of this language */
} bm_words;

/* data is borrowed.  NULL without memory; with bm_l10n_free. */
bm_l10n *bm_l10n_new(const bm_allocator *al, const bm_data *data);
void bm_l10n_free(bm_l10n *l10n);

/*
 * The words of a tag (NULL: English).  Looked for under the whole tag, then
 * under its beginnings, then with the script that its place writes ("zh-CN":
 * "zh-Hans"), then in English.  NULL without memory.
 */
const bm_words *bm_l10n_words(bm_l10n *l10n, const char *lang);
/* The tag with the script of its place and no more, "zh-Hans" for "zh-CN" and
 * "zh"; false if ICU does not know it.  No file is asked for. */
#define BM_L10N_TAG 64
bool bm_l10n_scripted(const char *lang, char out[BM_L10N_TAG]);
/* One of them, or NULL. */
const char *bm_l10n_term(bm_l10n *l10n, const char *lang, const char *name);
/*
 * The sentences that passes write (element "sentences" of the files), by the
 * same way; read when they are first asked for.  known: they are of the
 * language, not all English.  NULL without memory.
 */
const bm_words *bm_l10n_sentences(bm_l10n *l10n, const char *lang);
/* The sentence "name-FORM" for a number, by the plurals of ICU, or NULL. */
const char *bm_l10n_plural(bm_l10n *l10n, const char *lang, const char *name,
			   unsigned long n);
/* "1,842" as the language writes it.  In the arena; NULL without memory. */
const char *bm_l10n_number(bm_l10n *l10n, bm_arena *arena, unsigned long n,
			   const char *lang);
/*
 * "January 15, 2026" for en-US, "15. Januar 2026" for de; by month or year if
 * no more is known.  English for a language without words.  In the arena;
 * NULL without memory.
 */
const char *bm_l10n_date(bm_l10n *l10n, bm_arena *arena, bm_date date,
			 const char *lang);

#endif
