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
	const void *group; /* an image: what it is one form of */
} bm_audit_item;

struct bm_engine;

typedef struct bm_audit {
	bm_arena *arena;
	BM_VEC(bm_audit_item) items;
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
/* Notes what the document has; right after reading. */
bm_status bm_audit_source(bm_audit *audit, const bm_doc *doc);
/* A sink that looks at what it passes on; it lives as long as audit. */
const bm_sink *bm_audit_sink(bm_audit *audit, const bm_writer *writer,
			     const bm_sink *to);
/* Looks for everything, and reports what is missing without a reason. */
bm_status bm_audit_compare(bm_audit *audit, bm_doc *doc);
/* The report: JSON if the name of the file ends so, else text. */
bm_status bm_audit_text(const bm_audit *audit, const char *file, bm_buf *out);
bm_status bm_audit_json(const bm_audit *audit, const char *file, bm_buf *out);
/* Writes it to the file path. */
bm_status bm_audit_write(struct bm_engine *engine, const bm_audit *audit,
			 bm_doc *doc, const char *path);

/* The next word of s from *at on; false at the end. */
bool bm_audit_word(bm_str s, size_t *at, bm_str *out);
/* The first words of a text in one line; "" without memory. */
const char *bm_audit_excerpt(bm_arena *arena, const char *text);

#endif
