/*
 * Writers: documents to files.  Before any sheet runs, bm_resolve settles in
 * C all that needs the whole publication (files, labels, links, levels,
 * notes, table cells) and leaves it as bm: attributes; the sheets only push.
 */
#ifndef BM_WRITE_WRITE_H
#define BM_WRITE_WRITE_H

#include "core/data.h"
#include "core/vec.h"
#include "xml/doc.h"
#include "xml/l10n.h"
#include "xml/parse.h"
#include "xml/xslt.h"

/* What a font of a book is for; nothing: for no text by itself. */
enum { BM_FONT_TEXT = 1, BM_FONT_HEADINGS = 2, BM_FONT_CODE = 4 };

/* A font to take along, if its maker lets it be. */
typedef struct bm_font {
	const char *path, *family;
	const char *weight, *style;         /* of CSS: "400", "italic" */
	const char *licence, *licence_file; /* NULL: not named */
	unsigned use;
	bm_pos pos;
} bm_font;

/* A run of documents that belong together, in reading order. */
typedef struct bm_book {
	const char *id;    /* "handbook"; the folder's name in a site */
	const char *title; /* NULL: the first document's */
	const char *lang;  /* NULL: the first document's */
	/* The project's metadata as a document with info only; or NULL: then
	 * the first document's info serves. */
	bm_doc *meta;
	bm_doc **docs;
	size_t doc_count;
	/* Where the EPUB can be downloaded, relative to the site's root, for
	 * a link; NULL: none. */
	const char *epub_href;
	/* Books of one group are one work in several languages and versions;
	 * NULL: it is the only one. */
	const char *group, *version;
	bool whole;        /* a page with all of it is wanted */
	const char *cover; /* file of a cover image, NULL: one is drawn */
	const char *onix;  /* file of its codes for booksellers, or NULL */
	const bm_font *fonts;
	size_t font_count;
	/* For its EPUB: the site that it is part of, so that links into the
	 * site's other documents can be made whole; or NULL. */
	const struct bm_site *site;
} bm_book;

/* A page that was somewhere else; names are those of files of the site. */
typedef struct bm_moved {
	const char *from, *to;
	bm_pos pos;
} bm_moved;

/* "accent", "dark-accent": a colour of the style sheet. */
typedef struct bm_theme_colour {
	const char *name, *value; /* "#0a525e" */
	bm_pos pos;
} bm_theme_colour;

typedef struct bm_theme {
	BM_VEC(bm_theme_colour) colours;
	const char *logo; /* a path, or NULL */
	bm_pos logo_pos;
	const char *font; /* "legible", or NULL: ours */
} bm_theme;

typedef struct bm_site {
	const char *title, *lang, *base_url; /* base_url NULL: no sitemap */
	bm_doc *home;          /* text of the index page, or NULL */
	const bm_theme *theme; /* or NULL */
	const bm_moved *moved;
	size_t moved_count;
	bm_book *books;
	size_t book_count;
} bm_site;

/*
 * What an earlier run left, for a site.  When all is linked, each document of
 * the publication is told of, then settled; then either nothing is written
 * (*again) or the files of each document are written or kept.
 */
typedef struct bm_reuse {
	void *user;
	/* A card of a document, for the next run; see bm_cards. */
	bm_status (*keep_card)(void *user, bm_doc *doc, bm_str card);
	/* The signature of a document whose links are those of the run before;
	 * NULL: they must be resolved. */
	const char *(*before)(void *user, const bm_doc *doc);
	/* signature: of all that others give to its pages. */
	bm_status (*linked)(void *user, bm_doc *doc, const char *signature);
	/* *again: what is to be written must be read whole first. */
	bm_status (*settle)(void *user, bool *again);
	/* Whether the files of a document are as they would be written. */
	bool (*holds)(void *user, const bm_doc *doc);
	/* Puts those in their places, ... */
	bm_status (*keep)(void *user, bm_doc *doc);
	/* ... gives back what one of them says, ... */
	bm_status (*text)(void *user, bm_doc *doc, bm_arena *arena,
			  const char *path, bm_str *out);
	/* ... and adds what they must carry to the proof. */
	bm_status (*expect)(void *user, bm_doc *doc);
	/* A file that was written for a document. */
	bm_status (*wrote)(void *user, bm_doc *doc, const char *path,
			   bm_str bytes);
	/* The words of its pages, for the search: to keep, and as kept. */
	bm_status (*keep_words)(void *user, bm_doc *doc, bm_str words);
	bm_str (*words)(void *user, const bm_doc *doc);
	/* Or NULL: whether a document is somebody else's, who writes its
	 * pages and all that belongs to no document. */
	bool (*apart)(void *user, const bm_doc *doc);
	bool again; /* nothing was written */
} bm_reuse;

/* Documents of which only a skeleton is known, and no tree made yet: a card of
 * each tells a plan what it needs.  Their trees are made on demand. */
typedef struct bm_cards {
	void *user;
	const char *dir; /* the project's folder, as it is named */
	bm_str (*card)(void *user, const bm_doc *doc);
	bm_status (*tree)(void *user, bm_doc *doc);
} bm_cards;

struct bm_olinks; /* write/olink.h */

/* What writers get from outside; borrowed. */
typedef struct bm_write_env {
	const bm_data *data;
	const bm_allocator *al;
	const bm_sheet *sheet;     /* compiled sheet of this writer */
	const bm_xml_files *files; /* for images */
	int64_t epoch;    /* modification time, -1: the documents' own */
	const char *lang; /* default language */
	bm_l10n *l10n;    /* words of ours; NULL: read for each output */
	unsigned threads;
	bm_diags *diags;        /* findings that belong to no document */
	struct bm_proof *proof; /* filled with what files must carry; NULL */
	bm_reuse *reuse;        /* for a site; NULL: all is written */
	const bm_cards *cards;  /* NULL: all documents have trees */
	/* Told of each page of a site or book, and of which document it is
	 * (NULL: one of ours); or NULL. */
	bm_status (*page)(void *user, bm_doc *doc, const char *path,
			  bm_str bytes);
	void *page_user;
	bm_buf *onix; /* of an EPUB: gets its codes; NULL: nobody asks */
	/* What others have to link to; NULL: not known. */
	const struct bm_olinks *olinks;
	/* A target database of what is written: filled, with this before the
	 * names of files; or NULL. */
	bm_buf *olinks_out;
	const char *olinks_base;
} bm_write_env;

/* How the notices of an output can be looked for in it. */
typedef enum bm_proof_form {
	BM_PROOF_NONE,  /* not at all */
	BM_PROOF_FILES, /* in its files */
	BM_PROOF_PACKED /* in the entries of a container */
} bm_proof_form;

typedef struct bm_writer {
	const char *name;  /* "html" */
	const char *sheet; /* "html" for xsl/html.xsl; NULL: none */
	bool many_files;   /* output is a folder */
	bool binary;       /* refuse a terminal */
	/* It writes what was read: no pass runs before it. */
	bool as_read;
	const char *suffix;
	bm_proof_form proof;
	/* One document as a publication of its own. */
	bm_status (*write)(bm_doc *doc, const bm_write_env *env,
			   const bm_sink *sink);
	const bm_rule *rules;
} bm_writer;

extern const bm_writer bm_writer_html;
extern const bm_writer bm_writer_site;
extern const bm_writer bm_writer_text;
extern const bm_writer bm_writer_jats;
extern const bm_writer bm_writer_epub;
extern const bm_writer bm_writer_man;
extern const bm_writer bm_writer_docbook; /* the tree itself */
extern const bm_writer bm_writer_markdown;
extern const bm_writer bm_writer_parts; /* of a page, for other programs */

/* All writers, NULL-ended. */
extern const bm_writer *const bm_writers[];
const bm_writer *bm_writer_find(const char *name);

/* A whole site: home page, books, contents, sitemap, 404, style sheet.  With
 * env->reuse->again it has only been looked at. */
bm_status bm_write_site(bm_site *site, const bm_write_env *env,
			const bm_sink *sink);
/* A book as one EPUB 3.3 file. */
bm_status bm_write_epub(bm_book *book, const bm_write_env *env,
			const bm_sink *sink);

extern const bm_rule bm_resolve_rules[];

#endif
