/*
 * The plan of one output: which documents it has, how they are cut into
 * chunks, and what each chunk's file is called.  Private to this folder.
 *
 * A plan is made without touching a tree; pub_resolve then writes it down as
 * bm: attributes.  So the documents of a site's other books can be planned
 * while one book becomes an EPUB, and the same trees serve several outputs.
 */
#ifndef BM_WRITE_PUBLICATION_H
#define BM_WRITE_PUBLICATION_H

#include "core/map.h"
#include "core/vec.h"
#include "pack/pack.h"
#include "write/write.h"

typedef enum pub_kind { PUB_HTML, PUB_SITE, PUB_EPUB } pub_kind;

typedef struct publication publication;
typedef struct pub_doc pub_doc;
typedef struct pub_book pub_book;

/* What is true of a page, or of all: counts, then flags. */
typedef struct pub_facts {
	size_t images, without_alt, decorative, only_long, long_descriptions;
	size_t tables, headed_tables, formulas, named_formulas, told_formulas;
	size_t audio, video, transcripts, captions, described;
	/* Films and sounds whose pictures or sound nothing stands in for. */
	size_t must_see, must_hear;
	size_t rubies, indexes, roles, page_breaks;
	bool svg, mathml;
} pub_facts;

/* What becomes one file. */
typedef struct pub_chunk {
	pub_doc *doc;
	xmlNode *node;           /* NULL: see pub_tree */
	struct pub_chunk *outer; /* chunk around it in the same tree */
	const char *file;        /* from the output's root, "" in html */
	const char *root;        /* the way back: "../", or "/base/" */
	const char *title, *label, *lang;
	const char *name, *id; /* of node */
	const char *about;     /* an abstract; see pub_about */
	bool cut;              /* pass "split" made a piece of it */
	/* The tree of contents: children of the page above it. */
	struct pub_chunk *parent, *first, *last, *next, *previous;
	size_t place;                     /* among its siblings, from 0 */
	struct pub_chunk *before, *after; /* order of reading */
	size_t number;                    /* in its book, from 1 */
	size_t notes;                     /* footnotes so far */
	int base_level;                   /* headings around it */
	pub_facts facts;                  /* of the page that was made */
	bm_str words;                     /* see search.c; ptr may be NULL */
} pub_chunk;

/* Where an id is. */
typedef struct pub_target {
	xmlNode *node;
	pub_chunk *chunk;
} pub_target;

/* A place that an index tells of, or an index. */
typedef struct pub_place {
	pub_doc *d;
	pub_chunk *chunk;
	xmlNode *node;
	const char *id;
} pub_place;

/* A file that a sheet made. */
typedef struct pub_output {
	const char *file;
	pub_chunk *chunk; /* or NULL */
	bm_buf bytes;
} pub_output;

struct pub_doc {
	bm_doc *doc;
	pub_book *book;   /* NULL: belongs to none (home, 404) */
	const char *file; /* of the source, normal form */
	const char *number;
	const bm_map *terms;        /* words of ours, once it is resolved */
	BM_VEC(pub_chunk *) chunks; /* in document order; [0] is the root's */
	bm_map ids;                 /* to pub_target */
	BM_VEC(pub_target) note_refs;
	BM_VEC(pub_target) callouts; /* and the marks that they explain */
	BM_VEC(xmlNode *) listings;  /* that get numbers or marks */
	size_t callout_count, callout_ids, line_number;
	BM_VEC(pub_target) annotated; /* and annotations that say of what */
	size_t annotations;
	size_t index_terms;  /* ids given to them */
	size_t transcripts;  /* of films and sounds, with ids */
	size_t table_groups; /* header ids given beyond first groups */
	bool own;            /* made by us, freed with the publication */
	bool made;           /* its files were made before the others */
	bool kept;           /* its files of last time still hold */
	bool before;         /* its links are those of last time */
	char changed[16];    /* of one without a tree: see card.c */
	char signature[65];  /* see pub_signature; "": not asked for yet */
	BM_VEC(pub_output) outputs;
};

struct pub_book {
	const bm_book *source;
	const char *id, *title, *lang;
	const char *dir; /* "handbook/", "" */
	bm_map stems;    /* of sources, to pub_chunk; see site_others.c */
	BM_VEC(pub_doc *) docs;
	pub_chunk *start; /* the page that opens it */
	pub_chunk *whole; /* the page with all of it, or NULL */
	bm_buf pages;     /* its text so far */
	size_t chunk_count;
};

typedef struct pub_media {
	const char *path; /* as it was read */
	const char *file; /* in the output */
	const char *type; /* media type */
	const bm_rule *fault;
	bm_doc *doc;            /* that may read it */
	unsigned width, height; /* 0: not known */
	size_t bytes;
	const char *suffix; /* that its content asks for */
	bool animated;      /* it moves, or may */
	bool is_licence;    /* of a font: it stands in META-INF */
	char sha256[65];    /* of the bytes, with env->reuse */
} pub_media;

struct publication {
	pub_kind kind;
	const bm_write_env *env;
	bm_arena *arena;
	const char *title, *lang, *base_url;
	bool vertical;         /* lines run down, from right to left */
	const char *css;       /* from the root, or "" */
	bm_str sheet;          /* its text, if it loads files */
	const char *home;      /* file of the home page, or NULL */
	const bm_theme *theme; /* or NULL */
	const pub_media *logo; /* or NULL */
	bool feed;             /* there is one of what changed */
	bool single;           /* one document of an unknown whole */
	/* The site around a book, planned only: for links out of it. */
	struct publication *around;
	BM_VEC(pub_doc *) docs; /* in the order of output */
	BM_VEC(pub_book *) books;
	bm_map sources; /* file of a source to pub_doc */
	bm_map names;   /* output names in lower case */
	bm_map media;   /* path to pub_media */
	BM_VEC(pub_media *) media_list;
	bm_l10n *l10n; /* the environment's, or own_l10n */
	bm_l10n *own_l10n;
	bm_map told;    /* languages without words of ours */
	bool has_index; /* one that has to be filled */
	BM_VEC(pub_place) indexes, index_terms;
};

/* ---- publication.c: putting a plan together ---- */

/* A new plan; NULL without memory.  With pub_free. */
publication *pub_new(pub_kind kind, const bm_write_env *env);
void pub_free(publication *p);
pub_book *pub_add_book(publication *p, const bm_book *source, const char *dir);
/* Plans one document as part of book (or of none).  NULL without memory. */
pub_doc *pub_add_doc(publication *p, pub_book *book, bm_doc *doc);
/* A page of ours: a document with a root <bm:NAME>; its file name is taken
 * as it is.  NULL without memory. */
pub_doc *pub_add_page(publication *p, pub_book *book, const char *name,
		      const char *file, const char *title);
/* Gives each chunk of the book its file, the contents and the order of
 * reading.  book->start must be planned already, or be NULL: then the
 * book's only document opens it. */
bm_status pub_arrange(publication *p, pub_book *book);
/* Files for the chunks of one document. */
bm_status pub_name_doc(publication *p, pub_doc *d, const char *dir,
		       const char *first);
/* The info element that describes a book; may be NULL. */
xmlNode *pub_book_info(const pub_book *book, bm_doc **holder);
/* Content of <meta name=...> of the book, or NULL. */
const char *pub_book_meta(const pub_book *book, const char *name);
/* Its title: given, of its metadata, of its first document, or its id; in the
 * arena of p. */
const char *pub_book_title(publication *p, const bm_book *source);

/* ---- resolve_chunks.c ---- */

/* Fills chunks and ids of a document. */
bm_status pub_plan(publication *p, pub_doc *d);
/* Fills the ids, and the chunks that are not there yet. */
bm_status pub_plan_tree(publication *p, pub_doc *d);
/* Notes that a file is part of a document; false without memory. */
bool pub_plan_source(publication *p, pub_doc *d, const char *file);
/* A name that no other file of the output has, in small and capital letters
 * alike, and that every file system can hold; NULL without memory. */
const char *pub_unique_name(publication *p, const char *dir, const char *stem,
			    const char *suffix);
/* Whether el is a division that shows a heading. */
bool pub_is_division(const xmlNode *el);
/* Whether pass "split" made a piece of it. */
bool pub_is_cut(const xmlNode *el);
/* What a division is called in contents: titleabbrev, else title. */
xmlNode *pub_short_title(const xmlNode *el);

/* ---- card.c ---- */

/* What the plan needs of a document, for the next run; dir as in
 * write/skeleton.h. */
void pub_card_put(pub_doc *d, const char *dir, bm_buf *out);
/* Fills the chunks of a document without a tree from its card, and notes the
 * files that it is made of. */
bm_status pub_card_get(publication *p, pub_doc *d);
/* Gives a document that was planned without a tree one. */
bm_status pub_tree(publication *p, pub_doc *d);
/* The abstract of a chunk as text, or NULL. */
const char *pub_about(pub_chunk *c);
/* The latest of a document's dates of publication, change and review, "" if
 * none is known. */
void pub_changed(const pub_doc *d, char out[16]);

/* ---- resolve.c and its parts: the plan into the trees ---- */

bm_status pub_resolve(publication *p);
bm_status pub_resolve_doc(publication *p, pub_doc *d);
/* Reports once per element, however often it is resolved. */
void pub_report(pub_doc *d, xmlNode *node, const char *code, const char *format,
		...) __attribute__((format(printf, 4, 5)));
void pub_link(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el);
/* What a link without content says: "Table 2", or the target's title. */
const char *pub_text_for(publication *p, pub_doc *at, const pub_target *t,
			 const char *lang);
/* A date, or metadata that may be one: its words and its form for machines. */
void pub_dated(publication *p, pub_doc *d, xmlNode *el);
/* Several targets (linkends): a bm:target for each. */
void pub_links(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el);
/* Whether an element has no text of its own. */
bool pub_says_nothing(const xmlNode *el);
/* href from a chunk to a file of the output (and "#id", may be NULL). */
const char *pub_href(publication *p, const pub_chunk *from, const char *file,
		     const char *id);
void pub_note(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *note);
void pub_note_ref(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *ref);
void pub_note_refs_end(publication *p, pub_doc *d);
/* co, coref, area, areaset, callout; then all of them, and the listings. */
void pub_callout(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *el);
void pub_callouts_end(publication *p, pub_doc *d);
/* Puts marks and numbers of lines into a listing. */
void pub_verbatim(publication *p, pub_doc *d, xmlNode *el);
/* An element that names annotations, or an annotation that names elements. */
void pub_annotated(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *el);
void pub_annotated_end(publication *p, pub_doc *d);
/* Whether it is an index that the author left to us. */
bool pub_is_empty_index(const xmlNode *el);
void pub_index_term(publication *p, pub_doc *d, pub_chunk *chunk,
		    xmlNode *term);
void pub_index(publication *p, pub_doc *d, pub_chunk *chunk, xmlNode *el);
/* Fills the indexes when all documents have been walked. */
void pub_indexes_end(publication *p);
/* One tgroup or entrytbl; one HTML table. */
void pub_table_cals(publication *p, pub_doc *d, xmlNode *group);
void pub_table_html(publication *p, pub_doc *d, xmlNode *table);

/* ---- proof.c ---- */

/* Adds to env->proof, if there is one, which notices each file must carry;
 * dir stands before the names of files. */
bm_status pub_expect(publication *p, const char *dir);

/* ---- context.c ---- */

/* A term of xsl/l10n in the language of a chunk; never NULL. */
const char *pub_term(publication *p, const char *lang, const char *name);
/* The term with {1} replaced; never NULL. */
const char *pub_term_with(publication *p, const char *lang, const char *name,
			  const char *one);
void pub_context(publication *p, pub_doc *d);
void pub_page(publication *p, pub_chunk *chunk);
/* A bm:entry of contents below parent. */
xmlNode *pub_entry(publication *p, bm_doc *doc, xmlNode *parent,
		   const pub_chunk *from, const char *file, const char *id,
		   const char *title, const char *label);
/* Entries for the sections of a chunk, `depth` levels; how many at the top. */
size_t pub_section_entries(publication *p, const pub_chunk *from, bm_doc *doc,
			   xmlNode *parent, const pub_chunk *chunk, int depth);

/* ---- media.c, image.c ---- */

/* An imagedata, videodata or audiodata element. */
void pub_media_object(publication *p, pub_doc *d, pub_chunk *from,
		      xmlNode *data);
/* Marks which of the alternatives of a mediaobject is shown. */
void pub_media_choose(publication *p, pub_doc *d, xmlNode *object);
/* Takes a file into the output; NULL without memory.  ->fault tells why it
 * cannot be used. */
pub_media *pub_media_take(publication *p, bm_doc *doc, const char *path);
/* The same for what a reference of an element means. */
pub_media *pub_media_at(publication *p, const pub_doc *d, const xmlNode *el,
			const char *ref);
/* Other sizes of a picture that has its src, beside it: bm:srcset, bm:sizes. */
void pub_media_sizes(publication *p, pub_doc *d, const pub_chunk *from,
		     xmlNode *el, const pub_media *m);
/* Reads a file into an arena of its own, which the caller frees (it may be
 * NULL). */
bm_status pub_read_alone(publication *p, bm_doc *doc, const char *path,
			 bm_arena **arena, bm_str *out);
bm_status pub_media_write(publication *p, const char *dir, const bm_sink *sink);

typedef struct pub_image {
	const char *type, *suffix; /* NULL: not known */
	unsigned width, height;
	bool unsafe, animated;
} pub_image;
/* What the bytes are. */
bm_status pub_image_probe(bm_arena *arena, bm_str bytes, pub_image *out);

/* Whether an attribute of a drawing runs a script or takes in a file. */
bool pub_attribute_unsafe(const xmlNode *el, const xmlAttr *attribute);
/* Takes out of a drawing or formula (el is its outermost element, or another
 * one) what would run or load something. */
void pub_foreign(pub_doc *d, xmlNode *el);

/* Adds to sum what the output shows of a media object or its data. */
void pub_media_sum(publication *p, const pub_doc *d, const xmlNode *el,
		   bm_buf *sum);

/* ---- skeleton.c ---- */

/* Makes d->signature: a checksum of all that other documents and files give to
 * the pages of this one, which was resolved. */
bm_status pub_signature(publication *p, pub_doc *d);
/* Takes the pages and the context out of a skeleton again. */
void pub_strip(pub_doc *d);

/* Whether somebody else writes its pages, and nobody here asks for it ... */
bool pub_is_apart(const publication *p, const pub_doc *d);
/* ... or when all is linked, whether somebody else writes them. */
bool pub_is_left(const publication *p, const pub_doc *d);

/* ---- transform.c ---- */

/* Applies the sheet to all documents with env->threads threads and hands the
 * files, "dir" before their names, to the sink in the order of the plan. */
bm_status pub_transform(publication *p, const char *dir, const bm_sink *sink);
/* Makes the files of a page of ours at once; they are handed over in their
 * turn. */
bm_status pub_transform_first(publication *p, pub_doc *d);

/* ---- site.c, site_lists.c, site_others.c ---- */

/* Where a chunk of a site will stand; NULL if nobody knows, if it is not to be
 * found, or without memory. */
const char *pub_address(publication *p, const pub_chunk *c);
bm_status pub_write_sitemap(publication *p, const bm_sink *sink);
/* A feed of what changed, if a document has a date. */
bm_status pub_write_feed(publication *p, const bm_sink *sink);
bool pub_has_feed(publication *p);
/* Adds what a page is in other languages and versions of its book. */
void pub_others(publication *p, pub_chunk *chunk, xmlNode *page);
/* What the version of a book is called: "Version 2", or as the author has it;
 * NULL if it has none. */
const char *pub_version(publication *p, const pub_book *book, const char *lang);
/* Plans a whole site: all its documents and pages have their files then. */
bm_status pub_plan_site(publication *p, const bm_site *site);
/* A copy of an element and all inside, last in parent; or NULL. */
xmlNode *pub_copy(bm_doc *doc, xmlNode *parent, xmlNode *node);
/* Copies the notices that stand at the top of `from` (NULL: none) to the end
 * of doc's root; doc->no_memory tells of failure. */
void pub_copy_notices(bm_doc *doc, const bm_doc *from);

/* ---- epub_survey.c ---- */

/* Counts what a page of XHTML holds that was made. */
void pub_survey(bm_str page, pub_facts *f);
void pub_facts_add(pub_facts *sum, const pub_facts *f);

/* ---- epub.c, epub_cover.c, epub_fonts.c, epub_nav.c, epub_package.c ---- */

typedef struct epub {
	publication *p;
	pub_book *book;
	const char *css;
	const char *cover_image;                /* file in the package */
	bm_buf cover_svg;                       /* the drawn one; or empty */
	pub_doc *cover, *title, *nav, *notices; /* pages of ours, or NULL */
	BM_VEC(pub_chunk *) spine;
	const char *identifier; /* a URI */
	const char *toc_ncx;    /* the contents for old readers ... */
	bm_buf ncx_points;      /* ... but for their head */
	unsigned ncx_depth;
	bm_buf font_css;             /* what goes behind the style sheet */
	bm_map licences, font_rules; /* that are in it already */
	bool rtl;                    /* its pages are turned to the right */
	bool vertical;               /* its lines run down */
} epub;

/* Finds what the book is known by: the first identifier that its author gave
 * it, or one of ours. */
bm_status epub_identify(epub *e);
/* Takes along the fonts that may be. */
bm_status epub_add_fonts(epub *e);
/* Draws a cover: title, subtitle, people, publisher. */
void epub_draw_cover(epub *e, bm_buf *out);
/* Name and credentials of an author or editor, as it is printed, and to sort
 * by; in the document's arena. */
const char *epub_person(bm_doc *doc, xmlNode *person);
const char *epub_person_sorted(bm_doc *doc, xmlNode *person);
/* The next author, editor ... in info or in an authorgroup of it. */
xmlNode *epub_next_person(xmlNode *info, xmlNode *before);
/* Makes the navigation document, and keeps its contents for old readers.  It
 * is made first and not kept as a tree, which would be the largest thing beside
 * that of a long book when all is resolved. */
bm_status epub_make_nav(epub *e);
/* The package document (EPUB 3.3, section 5). */
void epub_package(epub *e, bm_buf *out);
/* The contents for readers of EPUB 2, from the filled navigation document:
 * all but what the package document gives ... */
void epub_ncx_points(epub *e);
/* ... and as a file of that name. */
bm_status epub_ncx(epub *e, const char *path, const bm_sink *sink);
/* What all pages hold but the cover; they must be made. */
void epub_facts(const epub *e, pub_facts *out);

/* ---- Small tools ---- */

/*
 * One step of a walk that comes by each node twice, on entering and on
 * leaving.  Start with *node = root, *leaving = false; false at the end.
 */
static inline bool
pub_step(const xmlNode *root, xmlNode **node, bool *leaving)
{
	xmlNode *n = *node;

	if (!*leaving) {
		if (n->type == XML_ELEMENT_NODE && n->children != NULL)
			*node = n->children;
		else
			*leaving = true;
		return true;
	}
	if (n == root)
		return false;
	*leaving = n->next == NULL;
	*node = n->next != NULL ? n->next : n->parent;
	return true;
}

#endif
