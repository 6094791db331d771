/* Readers: a source text to a DocBook tree.  One file a format. */
#ifndef BM_READ_READ_H
#define BM_READ_READ_H

#include "xml/doc.h"
#include "xml/parse.h"

typedef struct bm_reader {
	const char *name;              /* "markdown" */
	const char *const *extensions; /* ".md" ..., NULL-ended */
	/* Whether text looks like this format, for input without a name. */
	bool (*sniff)(bm_str text);
	/*
	 * Makes doc->xml.  Everything that cannot be carried over is a
	 * finding.  BM_BAD_INPUT only when no tree can be made.
	 */
	bm_status (*read)(bm_doc *doc, bm_str text, const bm_xml_files *files);
	const bm_rule *rules; /* ended by a NULL code */
} bm_reader;

extern const bm_reader bm_reader_markdown;
extern const bm_reader bm_reader_docbook;

/* All readers in the order of sniffing, NULL-ended. */
extern const bm_reader *const bm_readers[];

/* By name, else by extension of file, else by sniffing; NULL if unknown. */
const bm_reader *bm_reader_find(const char *name, const char *file,
				bm_str text);

/*
 * YAML 1.1 front matter to info elements, see the table in
 * content/manual/02-writing.md.  Used by the Markdown reader and, for defaults
 * of a whole project, by the engine: keys that info has already are kept as
 * they are.  line is that of the text's first line in doc->file.
 */
extern const bm_rule bm_frontmatter_rules[];
bm_status bm_frontmatter_apply(bm_doc *doc, bm_str yaml, unsigned line);

#endif
