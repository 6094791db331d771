/* Nothing lost: what a document has, looked for in what was written of it. */
#ifndef BM_AUDIT_H
#define BM_AUDIT_H

#include "core/buf.h"
#include "core/map.h"
#include "pack/pack.h"
#include "write/write.h"
#include "xml/doc.h"

extern const bm_rule bm_audit_rules[]; /* audit-text ... */

/* What is counted. */
typedef enum bm_audit_kind {
	BM_AUDIT_TEXT,
	BM_AUDIT_IMAGE,
	BM_AUDIT_ID,
	BM_AUDIT_LINK,
	BM_AUDIT_LANGUAGE,
	BM_AUDIT_SOURCE, /* words of Markdown that the reader made nothing of */
	BM_AUDIT_KINDS
} bm_audit_kind;

/* A piece of the source: words that belong together, or a name. */
typedef struct bm_audit_item {
	bm_audit_kind kind;
	const char *element; /* that it stands in */
	const char *text;
	const char *context; /* static: why it may be missing, or NULL */
	bm_pos pos;
	size_t words;      /* of a text; else 1 */
	size_t missing;    /* of them not in the output */
	const char *why;   /* it is missing, or NULL */
	const char *shown; /* text in one line; when something is missing */
	const void *group; /* an image: what it is one form of */
} bm_audit_item;

struct bm_engine;

typedef struct bm_audit {
	bm_arena *arena;
	BM_VEC(bm_audit_item) items;
	/* Of many documents that are put together: links between them are
	 * for linking to judge. */
	bool linked;
	const char *output; /* its name for findings; NULL: "the output" */
	/* Pages that belong to no document, looked at too; or NULL. */
	struct bm_audit *others;
	/* ---- of the output ---- */
	bm_map pairs; /* "word word" -> how many */
	bm_map words; /* word -> how many */
	bm_map found[BM_AUDIT_KINDS];
	bm_buf squeezed; /* all text without white space */
	size_t out[BM_AUDIT_KINDS];
	/* ---- while it is written ---- */
	bool packed; /* the output is a container */
	const bm_sink *to;
	bm_sink sink; /* in front of it */
	bm_buf file;  /* bytes of the file that is open */
	const char *path;
	bm_status status;
} bm_audit;

/* al must live on.  bm_audit_end frees what is not in the arena. */
void bm_audit_init(bm_audit *audit, bm_arena *arena);
void bm_audit_end(bm_audit *audit);
/* Forgets one output, for the next. */
void bm_audit_again(bm_audit *audit, const char *output);
/* Notes what the document has; right after reading. */
bm_status bm_audit_source(bm_audit *audit, const bm_doc *doc);
/* A sink that looks at what it passes on; it lives as long as audit. */
const bm_sink *bm_audit_sink(bm_audit *audit, const bm_writer *writer,
			     const bm_sink *to);
/* Takes in one page of the output. */
bm_status bm_audit_page(bm_audit *audit, bm_str text, bool xhtml);
/* Looks for everything, and reports to diags what is missing without a
 * reason. */
bm_status bm_audit_compare(bm_audit *audit, bm_doc *doc, bm_diags *diags);
/* The report: JSON if the name of the file ends so, else text. */
bm_status bm_audit_text(const bm_audit *audit, const char *file, bm_buf *out);
bm_status bm_audit_json(const bm_audit *audit, const char *file, bm_buf *out);
/* Writes it to the file path. */
bm_status bm_audit_write(struct bm_engine *engine, const bm_audit *audit,
			 bm_doc *doc, const char *path);

/* The first words of a text in one line; "" without memory. */
const char *bm_audit_excerpt(bm_arena *arena, const char *text);

/* ---- words.c ---- */

/* The next word of s from *at on; false at the end. */
bool bm_audit_word(bm_str s, size_t *at, bm_str *out);
/* The count behind a key, made when new; NULL without memory. */
size_t *bm_audit_count(bm_audit *audit, bm_map *map, bm_str key);
/* Two words as a key; false when they are too long to be one. */
bool bm_audit_pair(char *key, size_t room, bm_str a, bm_str b, bm_str *out);
/* Counts the words of a text; last is the one before it, then its own last. */
void bm_audit_words(bm_audit *audit, const char *text, bm_str *last);
/* Takes one off a count; false when there is none left. */
bool bm_audit_use(bm_map *map, bm_str key);
/* Adds a text without its white space. */
void bm_audit_squeeze(bm_buf *out, const char *text);

/* ---- markdown.c ---- */

/*
 * Looks for the words of Markdown in the tree that was read from it, without
 * the reader's help: what is markup is left out, and what is left must be
 * there.  Right after reading.
 */
bm_status bm_audit_markdown(bm_audit *audit, const bm_doc *doc, bm_str text);
/* prose.c: overwrites with blanks what is markup in Markdown, line by
 * line; an entity becomes characters of the number 1. */
void bm_audit_prose(char *text, size_t length);

/* ---- Of many documents, in several outputs ---- */

typedef struct bm_audit_sum {
	size_t in, out, missing, excused;
} bm_audit_sum;

/* One report of all; the documents of an output are added, then it. */
typedef struct bm_audit_report {
	bm_audit_sum sums[BM_AUDIT_KINDS]; /* of this output */
	size_t count;
	bm_buf text, lines;
	struct json_t *outputs, *documents;
} bm_audit_report;

void bm_audit_report_init(bm_audit_report *report, const bm_allocator *al);
void bm_audit_report_free(bm_audit_report *report);
bm_status bm_audit_report_add(bm_audit_report *report, const bm_audit *audit,
			      const char *file);
bm_status bm_audit_report_output(bm_audit_report *report, const char *name);
bm_status bm_audit_report_write(bm_audit_report *report,
				struct bm_engine *engine, const char *path,
				bm_diags *diags);

#endif
