/* What the files of the Markdown reader share.  Nobody else includes this. */
#ifndef BM_READ_MARKDOWN_H
#define BM_READ_MARKDOWN_H

#include <setjmp.h>

#include <cmark-gfm.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm/node.h>
#include <cmark-gfm/parser.h>

#include "core/map.h"
#include "read/read.h"

extern const bm_rule bm_md_rules[];

/* ---- markdown_scan.c: what is made of the text before it is parsed ---- */

/*
 * U+FFFE, which no text may hold.  The scan puts it where a construct would
 * cost too much, so that the construct becomes text; the builder drops it.
 */
#define BM_MD_BREAK "\xEF\xBF\xBE"
/* Before the first and the last line of a table drawn with blanks. */
#define BM_MD_TABLE BM_MD_BREAK BM_MD_BREAK BM_MD_BREAK

/* UTF-8 without BOM, LF as the only line end, no character XML forbids: a part
 * of text if it is so already, else made in out. */
bm_str bm_md_normalise(bm_doc *doc, bm_str text, bm_buf *out);
/* Copies text and breaks what goes beyond a bound; line: of the first line. */
void bm_md_bound(bm_doc *doc, bm_str text, unsigned line, bm_buf *out);
/* The front matter at the start of text (without its fences) and how many
 * bytes it takes with them; false if there is none. */
bool bm_md_front(bm_str text, bm_str *yaml, size_t *taken);

/* ---- frontmatter.c: the same as bm_frontmatter_apply, for a document of its
 * own: `type` names the root.  BM_NOT_FOUND: the text is no mapping. ---- */
bm_status bm_frontmatter_read(bm_doc *doc, bm_str yaml, unsigned line);

/* ---- markdown_mem.c: memory of one parse ---- */

typedef struct bm_md_piece bm_md_piece;

/* Allocations up to SHARED bytes come from common pieces. */
#define BM_MD_ALIGN  16u
#define BM_MD_SHARED (4u * 1024)

typedef struct bm_md_mem {
	bm_allocator al;
	bm_md_piece *pieces; /* newest first */
	size_t used, budget;
	jmp_buf jump;     /* back into bm_md_parse */
	bm_status status; /* why it jumped */
	cmark_parser *parser;
	bool parsed; /* nothing more is asked for, only freed; no lock needed */
	/* What cmark gave back, by size. */
	void *spare[BM_MD_SHARED / BM_MD_ALIGN + 1];
} bm_md_mem;

void bm_md_mem_init(bm_md_mem *mem, const bm_allocator *al, size_t budget);
void bm_md_mem_free(bm_md_mem *mem);
/* cmark's allocator over the memory that bm_md_mem_use named.  Both only
 * under the parse lock, but for freeing what was parsed. */
extern cmark_mem bm_md_cmark_mem;
void bm_md_mem_use(bm_md_mem *mem);

/* ---- markdown_parse.c: cmark-gfm under its lock ---- */

typedef struct bm_md_note {
	cmark_node *node; /* the definition */
	const char *label;
	const char *id; /* of the footnote element, once made */
	bool lost;      /* cmark dropped it */
	bool shown;     /* at the end, as nothing refers to it */
	int line, end_line;
} bm_md_note;

typedef struct bm_md_tree {
	cmark_node *root;
	cmark_node *forced; /* paragraph that refers to all notes */
	bm_md_note *notes;  /* all definitions in source order */
	size_t note_count;
} bm_md_tree;

/*
 * Parses text (preceded by `lines` empty lines, so that positions are right).
 * The tree lives in mem.  BM_NO_MEMORY or BM_LIMIT: no tree.
 */
bm_status bm_md_parse(bm_md_mem *mem, bm_doc *doc, bm_str text, unsigned lines,
		      bm_md_tree *out);

/* Types of nodes of our own; of tables and strikethrough (cmark's). */
extern cmark_node_type bm_md_type_cite, bm_md_type_attr, bm_md_type_open,
    bm_md_type_box, bm_md_type_mark;
extern cmark_node_type CMARK_NODE_TABLE, CMARK_NODE_TABLE_ROW,
    CMARK_NODE_TABLE_CELL, CMARK_NODE_STRIKETHROUGH;
bool bm_md_is_task(const cmark_node *item);

/* ---- markdown_block.c: blocks of our own, inside cmark's parser ---- */

typedef enum bm_md_kind {
	BM_MD_DIV,        /* ::: name {#id .class} */
	BM_MD_ADMONITION, /* !!! name "Title" */
	BM_MD_DEFINITION, /* : text, behind a term */
	BM_MD_ITEM,       /* (a), i., #., (@id) */
	BM_MD_GRID,       /* a grid table; its cells, once they are parsed */
	BM_MD_CELL,
	BM_MD_BLANK,       /* a table drawn with blanks */
	BM_MD_MATH,        /* $$ */
	BM_MD_ABBREVIATION /* *[name]: mark */
} bm_md_kind;

/* What a node of type box holds in as.opaque; in the parse's memory. */
typedef struct bm_md_box {
	bm_md_kind kind;
	bool closed;       /* its end was met */
	bool full;         /* the text ends: it takes no more lines */
	int indent;        /* of the lines that belong to it */
	const char *name;  /* the word of a div, the label of an item */
	const char *attrs; /* "{...}" or NULL */
	const char *mark;  /* of an item as written; "???" */
	cmark_node *title; /* paragraph with the words of a title, or NULL */
	cmark_strbuf text; /* lines that are kept; options of a directive */
	struct bm_md_grid *grid;
} bm_md_box;

bm_md_box *bm_md_box_of(const cmark_node *node);
bool bm_md_is_box(const cmark_node *node, bm_md_kind kind);
/* The length of a name (letters, digits, "-", "_") at the start of s. */
size_t bm_md_word_length(bm_str s);
/* The length of MyST's "{name}" at the start of s, or 0. */
size_t bm_md_directive(bm_str s, bm_str *name);
size_t bm_md_item_mark(bm_str s, bm_str *label);
int bm_md_box_contains(cmark_syntax_extension *ext, cmark_node *node,
		       cmark_node_type child);
cmark_node *bm_md_open_block(cmark_syntax_extension *ext, int indented,
			     cmark_parser *parser, cmark_node *parent,
			     unsigned char *input, int len);
int bm_md_block_matches(cmark_syntax_extension *ext, cmark_parser *parser,
			unsigned char *input, int len, cmark_node *node);

/* ---- markdown_expand.c: blocks whose text is Markdown of its own ---- */

/* Between feed and finish: cells of grids and directives in fences get their
 * blocks.  attach makes a new parser the same as the one at hand. */
void bm_md_expand(cmark_parser *parser, bm_doc *doc,
		  void (*attach)(cmark_parser *));

/* ---- markdown_tag.c: one tag of HTML ---- */

typedef enum bm_md_tag_kind {
	BM_MD_TAG_OTHER, /* not taken over */
	BM_MD_TAG_TEXT,
	BM_MD_TAG_COMMENT,
	BM_MD_TAG_INLINE, /* a pair in a line of text */
	BM_MD_TAG_EMPTY,  /* one without an end in a line of text */
	BM_MD_TAG_PARA,   /* blocks from here on */
	BM_MD_TAG_PASS,   /* its contents alone count */
	BM_MD_TAG_HEADING,
	BM_MD_TAG_QUOTE,
	BM_MD_TAG_LIST,
	BM_MD_TAG_ITEM,
	BM_MD_TAG_PRE,
	BM_MD_TAG_RULE,
	BM_MD_TAG_DETAILS,
	BM_MD_TAG_SUMMARY,
	BM_MD_TAG_ASIDE,
	BM_MD_TAG_FIGURE,
	BM_MD_TAG_CAPTION,
	BM_MD_TAG_TABLE,
	BM_MD_TAG_TITLE,  /* of a table */
	BM_MD_TAG_COLUMN, /* said of columns: left out */
	BM_MD_TAG_GROUP,  /* of rows */
	BM_MD_TAG_ROW,
	BM_MD_TAG_CELL
} bm_md_tag_kind;

typedef struct bm_md_tag {
	bm_md_tag_kind kind;
	bool closes;
	char name[12]; /* in lower case; cut when it is longer */
	bm_str raw;    /* as it is written */
} bm_md_tag;

/* The tag, comment or text at s[at], at < s.len; its end. */
size_t bm_md_tag_read(bm_str s, size_t at, bm_md_tag *out);
/* Whether raw is the opening or closing tag of that name. */
bool bm_md_tag_is(bm_str raw, const char *name, bool closes);
/* The value of an attribute with its references replaced, "" without a value;
 * NULL: not there. */
char *bm_md_tag_attr(cmark_mem *mem, bm_str raw, const char *name);
/* Text with its references replaced. */
char *bm_md_unescape(cmark_mem *mem, bm_str text);
/* Reports an attribute that is not taken over. */
void bm_md_tag_left_out(bm_doc *doc, const cmark_node *node, bm_str name,
			const char *why);
/* Whether a value can stand bare in a list of attributes, as an id or tag of a
 * language does. */
bool bm_md_tag_is_word(const char *value);
/* The id of a tag, or the name of an anchor; NULL without one, or, with a
 * finding, where it is no id. */
char *bm_md_tag_id(bm_doc *doc, cmark_mem *mem, const cmark_node *node,
		   bm_str raw);
/* Reports styles and handlers of events, which are never taken over. */
void bm_md_tag_tell(bm_doc *doc, const cmark_node *node, bm_str raw);

/* ---- markdown_tags.c: blocks of HTML that have a meaning in Markdown ---- */

/* Makes nodes of cmark's of them; those of boxes belong to ext. */
void bm_md_tags(bm_doc *doc, cmark_node *root, cmark_syntax_extension *ext);

/* ---- markdown_htable.c: tables of HTML; the builder knows them as grids ----
 */

typedef struct bm_md_htable bm_md_htable;

/* All in mem; box gets the grid. */
bm_md_htable *bm_md_htable_new(cmark_mem *mem, cmark_node *box);
void bm_md_htable_row(bm_md_htable *table);
/* The node for what stands in a cell of the row that was begun last. */
cmark_node *bm_md_htable_cell(bm_md_htable *table, const bm_md_tag *tag);
/* group: the name of what the row stands in. */
void bm_md_htable_end_row(bm_md_htable *table, const char *group);
void bm_md_htable_end_group(bm_md_htable *table);
void bm_md_htable_end(bm_md_htable *table);

/* ---- markdown_pairs.c: tags of HTML in a line of text ---- */

/* The same for the inlines of one parent. */
void bm_md_pairs(bm_doc *doc, cmark_node *parent, cmark_syntax_extension *ext);

/* ---- markdown_grid.c: grid tables ---- */

typedef struct bm_md_field {
	unsigned row, column, rows, columns;
	cmark_node *node;
} bm_md_field;

typedef struct bm_md_grid {
	unsigned rows, columns, head, foot; /* head, foot: how many rows */
	int *widths; /* of columns, in characters; NULL: nothing is said */
	char *align; /* "l", "r", "c" or 0 each */
	bm_md_field *cells;
	size_t count;
	bool words_only; /* a cell has a paragraph or nothing */
} bm_md_grid;

/* Reads the lines of a grid and makes a box for each cell, with its text;
 * false: the lines are no grid. */
bool bm_md_grid_read(cmark_parser *parser, cmark_node *node);
/* One more cell of a table. */
cmark_node *bm_md_cell_add(cmark_mem *mem, cmark_node *table);

/* ---- markdown_blank.c: tables drawn with blanks ---- */

/* Whether one begins at the line text[at]; where the marks before its first
 * and last line belong.  Asked once for each block of text, this is linear. */
bool bm_md_blank_find(bm_str text, size_t at, size_t *first, size_t *last);
/* Makes cells of the lines of a box; false: they are no such table. */
bool bm_md_blank_read(cmark_mem *mem, cmark_node *node);

/* ---- markdown_cite.c, markdown_group.c: citations ---- */

typedef struct bm_md_cite {
	struct bm_md_cite *next;
	const char *key, *prefix, *suffix, *locator;
	const char *units; /* CSL locator label or NULL */
	const char *mode;  /* bm:mode or NULL */
	bool stray;        /* the suffix holds another @key */
} bm_md_cite;

/* What a node of type cite holds in as.opaque. */
typedef struct bm_md_group {
	bm_md_cite *first;
	const char *source; /* as text, should it be no citation after all */
	cmark_node *open;   /* node of the "[", type open; NULL: in the text */
	bool image;         /* that was "![" */
	bool settled;       /* the builder found the "]" */
} bm_md_group;

/* Called by cmark at each "@" of a paragraph's raw text. */
cmark_node *bm_md_match_cite(cmark_syntax_extension *ext, cmark_parser *parser,
			     cmark_node *parent, cmark_inline_parser *inl);
/* Forgets what is known of the paragraph at hand. */
void bm_md_cite_reset(void);
/* Where the bracket that opens at raw[at] closes, or -1. */
int bm_md_bracket_end(cmark_mem *mem, const cmark_node *parent, bm_str raw,
		      int at);
/* The length of the key behind an "@" at text[at]; the key itself. */
size_t bm_md_key(bm_str text, size_t at, bm_str *key);
/* Whether an "@" at text[at] may begin a citation (no word before it). */
bool bm_md_at_ok(bm_str text, size_t at);
/* Reads "see @a, p. 3; @b" (what stands between brackets) or the locator
 * part of an author in the text. */
bm_md_cite *bm_md_group_read(cmark_mem *mem, bm_str inner);
void bm_md_group_note(cmark_mem *mem, bm_md_cite *cite, bm_str raw);
/* Raw Markdown as plain text. */
char *bm_md_flat(cmark_mem *mem, bm_str raw);
char *bm_md_dup(cmark_mem *mem, bm_str s);

/* ---- markdown_mark.c: inline marks of our own ---- */

typedef enum bm_md_mark_kind {
	BM_MD_SUPER,
	BM_MD_SUB,
	BM_MD_SPAN,    /* the brackets of [text]{.class}; so far, pairs */
	BM_MD_NOTE,    /* ^[text] */
	BM_MD_FORMULA, /* $text$ */
	BM_MD_ROLE     /* {name}`text` */
} bm_md_mark_kind;

/* What a node of type mark holds in as.opaque; in the parse's memory. */
typedef struct bm_md_mark {
	bm_md_mark_kind kind;
	bool
	    opens; /* of a pair; of a formula: it stands on a line of its own */
	const char *source, *name, *text;
	cmark_node *para; /* what a note says */
} bm_md_mark;

void bm_md_mark_reset(void);
cmark_node *bm_md_match_mark(cmark_syntax_extension *ext, cmark_parser *parser,
			     cmark_node *parent, unsigned char c,
			     cmark_inline_parser *inl);
cmark_node *bm_md_match_role(cmark_syntax_extension *ext, cmark_parser *parser,
			     cmark_inline_parser *inl);
void bm_md_mark_span(cmark_syntax_extension *ext, cmark_parser *parser,
		     cmark_node *parent, cmark_inline_parser *inl);

/* ---- markdown_attr.c: {#id .class key=value} ---- */

#define BM_MD_ATTRS_MAX 16

typedef struct bm_md_attrs {
	const char *id, *classes;
	const char *format; /* of {=format}: raw text */
	struct {
		const char *key, *value;
	} pairs[BM_MD_ATTRS_MAX];
	size_t count;
} bm_md_attrs;

/* Called by cmark at each "{". */
cmark_node *bm_md_match_attr(cmark_syntax_extension *ext, cmark_parser *parser,
			     cmark_node *parent, cmark_inline_parser *inl);
/* The length of a well-formed {...} at the start of s, or 0; out and arena
 * may be NULL. */
size_t bm_md_attr_read(bm_arena *arena, bm_str s, bm_md_attrs *out);

/* ---- markdown_build.c and its parts: cmark's tree to DocBook ---- */

typedef struct bm_md_build {
	bm_doc *doc;
	bm_str source; /* normalised, front matter and all */
	size_t *lines; /* offsets of its lines, made when needed */
	size_t line_count;
	bm_md_tree *tree;
	xmlNode *at;                /* where the next thing goes */
	unsigned depth;             /* of elements below the root */
	unsigned links;             /* links that are open */
	unsigned examples;          /* items of lists (@id) so far */
	const char *meanings;       /* of the acronym that is open, or NULL */
	const bm_md_attrs *pending; /* for the next block */
	const bm_xml_files *files;  /* for what is included */
	const struct bm_md_level *level;
	struct bm_md_included *included;
	const char *base; /* of addresses in an included file, or NULL */
	bm_map *abbreviations;
	bm_map *ids; /* that attributes give */
	bm_buf text; /* not yet put into the tree */
	bool deep, in_note, in_figure;
	unsigned foreign; /* kinds of markup of others that were told */
	bm_map escaped;   /* labels written \[^label] */
	bm_map note_ids;  /* ids of footnotes */
	bm_map missing;   /* undefined labels reported */
	BM_VEC(bm_md_note *) queue;
	/* Open sections. */
	struct {
		int level;
		xmlNode *el, *body;
	} open[8];
	size_t open_count;
	xmlNode *root;
	bool titled;
} bm_md_build;

/* Marks a cmark node that was used up before its turn. */
#define BM_MD_DONE ((void *)&bm_md_done)
extern const char bm_md_done;

bm_status bm_md_build_tree(bm_doc *doc, bm_str source, bm_md_tree *tree,
			   const bm_xml_files *files);

/* Walks what is below `top` (not top itself) and puts it into `into`. */
void bm_md_walk(bm_md_build *b, cmark_node *top, xmlNode *into);
/* Enters a node; true: its children are next.  Leaves it. */
bool bm_md_enter_block(bm_md_build *b, cmark_node *node);
bool bm_md_enter_inline(bm_md_build *b, cmark_node *node);
void bm_md_leave(bm_md_build *b, cmark_node *node);

/* New element below b->at with the node's position. */
xmlNode *bm_md_el(bm_md_build *b, const cmark_node *node, const char *name);
/* Makes el the place for what comes next until the node is left. */
void bm_md_push(bm_md_build *b, cmark_node *node, xmlNode *el);
bool bm_md_too_deep(bm_md_build *b, const cmark_node *node);
void bm_md_put(bm_md_build *b, bm_str text);
void bm_md_flush(bm_md_build *b);
bm_pos bm_md_pos(const bm_md_build *b, const cmark_node *node);
void bm_md_say(bm_md_build *b, const cmark_node *node, const char *code,
	       const char *format, ...) __attribute__((format(printf, 4, 5)));
/* text without break marks and without what XML forbids; in the arena. */
const char *bm_md_clean(bm_md_build *b, bm_str text);
const char *bm_md_chunk(bm_md_build *b, const cmark_chunk *chunk);
/* A valid id made of what the author wrote (finding when it had to change). */
const char *bm_md_id(bm_md_build *b, const cmark_node *node, const char *id);
/* All text below a node. */
const char *bm_md_plain(bm_md_build *b, cmark_node *node);
/* The attributes that end a node's content; they are used up. */
bool bm_md_tail_attrs(bm_md_build *b, cmark_node *node, bm_md_attrs *out);
/* id, role, lang onto el; other pairs named in `known` (NULL-ended) go onto
 * `more`; the rest is a finding. */
void bm_md_apply(bm_md_build *b, const cmark_node *node,
		 const bm_md_attrs *attrs, xmlNode *el, xmlNode *more,
		 const char *const *known);
static inline bm_str
bm_md_str(const cmark_chunk *chunk)
{
	return (bm_str){(const char *)chunk->data,
			chunk->len > 0 ? (size_t)chunk->len : 0};
}

/* Leaves out the first n bytes of a text.  Its memory goes with that of the
 * parse then, as cmark could not free it from its middle. */
static inline void
bm_md_skip(cmark_chunk *chunk, int n)
{
	chunk->data += n;
	chunk->len -= n;
	chunk->alloc = 0;
}

/* Takes a class, or a pair and then its value, out of the attributes. */
bool bm_md_take_class(bm_md_build *b, bm_md_attrs *attrs, const char *name);
const char *bm_md_take_pair(bm_md_attrs *attrs, const char *key);

/* ---- markdown_refs.c: places for references ---- */

/* Whether the classes have "bibliography". */
bool bm_md_refs_asked(const bm_md_attrs *attrs);
/* Makes words of the role of what limits a bibliography (type, keyword, keys),
 * and takes "bibliography" out of it. */
void bm_md_refs_limits(bm_md_build *b, bm_md_attrs *attrs);
/* pandoc's empty div for references becomes a bibliography. */
bool bm_md_refs_div(bm_md_build *b, cmark_node *node);

/* Ends the sections that a heading of this level ends. */
void bm_md_close_sections(bm_md_build *b, int level);
/* The level that a fence of DocBook gives its elements, 0 if it gives none. */
int bm_md_raw_level(bm_md_build *b, const cmark_node *node);
void bm_md_heading(bm_md_build *b, cmark_node *node, bool first);
bool bm_md_table(bm_md_build *b, cmark_node *node);
bool bm_md_row(bm_md_build *b, cmark_node *node);
bool bm_md_cell(bm_md_build *b, cmark_node *node);
/* The element of a table with its title, if it has one. */
xmlNode *bm_md_table_el(bm_md_build *b, cmark_node *node);
/* Takes widths="1 2" off the table and onto its columns. */
void bm_md_table_widths(bm_md_build *b, xmlNode *el, xmlNode *group);
/* A paragraph "Table: text" before a table: kept for that. */
bool bm_md_caption_before(bm_md_build *b, cmark_node *para);
bool bm_md_grid_put(bm_md_build *b, cmark_node *node);
/* A container element; flattened when too deep.  Always true. */
bool bm_md_container(bm_md_build *b, cmark_node *node, const char *name);

/* ---- markdown_front.c: metadata of others ---- */
/* The title block of pandoc at the start of text as YAML, line for line. */
bool bm_md_title_block(bm_str text, bm_buf *yaml, size_t *taken);
/* Reports lines that are metadata for MultiMarkdown. */
void bm_md_multimarkdown(bm_doc *doc, bm_str text);

/* ---- markdown_include.c ---- */
bool bm_md_include_begin(bm_md_build *b);
/* An address of an included file as seen from the document. */
const char *bm_md_include_address(bm_md_build *b, const char *url);
/* A paragraph or fence that puts a file in; false: it is none. */
bool bm_md_include(bm_md_build *b, cmark_node *node);

/* ---- markdown_place.c ---- */

/* The place of an inline of ours, whose text is `raw`, where cmark stands. */
void bm_md_place(cmark_node *node, cmark_inline_parser *inl, bm_str raw);
/* When all is parsed: the places behind such inlines, if they had several
 * lines. */
void bm_md_settle(cmark_node *root);

/* ---- markdown_lines.c ---- */
/* A paragraph of lines with bars; false: it is none. */
bool bm_md_line_block(bm_md_build *b, cmark_node *para);

/* ---- markdown_slip.c: what was hardly meant ---- */
/* Reports a fence that nothing closes. */
void bm_md_fence_open(bm_md_build *b, const cmark_node *node);
/* Reports markup of other programs in a paragraph, each kind once. */
void bm_md_foreign(bm_md_build *b, const cmark_node *para);
/* Whether a paragraph was to be a table, which is reported. */
bool bm_md_table_missed(bm_md_build *b, const cmark_node *para);

/* ---- markdown_raw.c: DocBook in Markdown ---- */
/* Puts the elements that the XML holds below `into`, which is `depth` deep;
 * false: it is not well-formed, and *why says so. */
bool bm_md_raw_put(bm_doc *doc, xmlNode *into, unsigned depth, bm_str xml,
		   const bm_pos *pos, const char **why);
/* A fence or code span with {=format}; false: it has none. */
bool bm_md_raw(bm_md_build *b, cmark_node *node, bm_str text,
	       const bm_md_attrs *attrs);

/* ---- markdown_list.c ---- */
bool bm_md_list(bm_md_build *b, cmark_node *node);
bool bm_md_list_item(bm_md_build *b, cmark_node *node);
void bm_md_items(bm_md_build *b, cmark_node *first);

/* ---- markdown_div.c: boxes ---- */
/* Whether the name of a div has a meaning here. */
bool bm_md_div_known(bm_str name);
bool bm_md_box_put(bm_md_build *b, cmark_node *node);
/* The admonition that a quotation of GitHub's is, or NULL. */
const char *bm_md_alert(bm_md_build *b, cmark_node *quote, bm_str *title);
bool bm_md_is_term(const cmark_node *node);
void bm_md_definitions(bm_md_build *b, cmark_node *term);
void bm_md_equation(bm_md_build *b, cmark_node *node, bm_str tex,
		    const char *label, const char *attr_text);
/* MathML of TeX below el; with a finding the TeX itself, as a mathphrase with
 * this role. */
void bm_md_formula(bm_md_build *b, const cmark_node *node, xmlNode *el,
		   bm_str tex, bool display, const char *role);

/* ---- markdown_span.c: inline marks ---- */
bool bm_md_mark_put(bm_md_build *b, cmark_node *node);

/* ---- markdown_words.c: what was collected from all of the document ---- */
void bm_md_words_collect(bm_md_build *b);
/* Puts text, with abbreviations marked. */
void bm_md_words_put(bm_md_build *b, const cmark_node *node, bm_str text);
/* The id that a citation's key means, or NULL. */
const char *bm_md_words_target(bm_md_build *b, const char *key);
/* Whether an id begins as those of pandoc-crossref, "fig:". */
bool bm_md_words_prefixed(const char *id);

/* Attributes that a paragraph of its own gives to the block behind it, or
 * MyST's "(id)="; NULL if it is none. */
const bm_md_attrs *bm_md_target(bm_md_build *b, cmark_node *para);
/* Attributes on the first or last line of a paragraph: used up. */
bool bm_md_line_attrs(bm_md_build *b, cmark_node *para, bm_md_attrs *out);
bool bm_md_figure(bm_md_build *b, cmark_node *node);
void bm_md_hard_break(bm_md_build *b);
/* Attributes right behind an inline node: used up. */
bool bm_md_next_attrs(bm_md_build *b, cmark_node *node, bm_md_attrs *out);
void bm_md_image(bm_md_build *b, cmark_node *node);
bool bm_md_link(bm_md_build *b, cmark_node *node);
/* Pairs the inline tags and marks among the children of node. */
void bm_md_html_pair(bm_md_build *b, cmark_node *node);
/* Leaves what the tag or mark has opened. */
void bm_md_close_pair(bm_md_build *b, cmark_node *open);
/* A processing instruction at this place. */
void bm_md_instruction(bm_md_build *b, const cmark_node *node, const char *name,
		       const char *words);
void bm_md_html_inline(bm_md_build *b, cmark_node *node);
void bm_md_html_block(bm_md_build *b, cmark_node *node);
/* Whether an HTML block is nothing but comments. */
bool bm_md_html_is_comment(const cmark_node *node);
void bm_md_note_ref(bm_md_build *b, cmark_node *node);
void bm_md_notes_begin(bm_md_build *b);
/* The notes of an included file. */
void bm_md_notes_add(bm_md_build *b);
void bm_md_notes_end(bm_md_build *b);
/* The lines of the source from first to last, without blanks around. */
bm_str bm_md_source_lines(bm_md_build *b, int first, int last);
/* The line of the source from where a block begins; no pointer if that is not
 * known. */
bm_str bm_md_source_from(bm_md_build *b, const cmark_node *node);
/* Whether a block begins with this sign in the source, and not with an escaped
 * one. */
bool bm_md_is_written(bm_md_build *b, const cmark_node *node, const char *sign);
/* Reports [^labels] in plain text. */
void bm_md_notes_in_text(bm_md_build *b, const cmark_node *node, bm_str text);
void bm_md_cite_put(bm_md_build *b, cmark_node *node);
void bm_md_open_put(bm_md_build *b, cmark_node *node);

#endif
