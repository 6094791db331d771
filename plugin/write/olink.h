/*
 * Target databases of olinks: what documents of other publications have to
 * link to, in the form of the DocBook stylesheets (targetset, document, div,
 * obj with href, ttl and xreftext).
 */
#ifndef BM_WRITE_OLINK_H
#define BM_WRITE_OLINK_H

#include "core/map.h"
#include "core/vec.h"
#include "xml/parse.h"

struct publication;

/* A place in a document of others. */
typedef struct bm_olink_target {
	const char *href;          /* behind the address of the document */
	const char *title, *text;  /* ttl and xreftext, or "" */
	const char *number, *lang; /* or NULL */
} bm_olink_target;

typedef struct bm_olink_doc {
	const char *base; /* before each href, or NULL */
	const char *dir;  /* "guides/mail/": where the sitemap has it, or "" */
	const bm_olink_target *whole; /* its first division, or NULL */
	bm_map targets;               /* id -> bm_olink_target */
} bm_olink_doc;

typedef struct bm_olinks {
	bm_arena *arena;
	bm_map docs; /* id -> bm_olink_doc; the first of a name */
} bm_olinks;

/* No documents yet; NULL without memory.  With bm_olinks_free. */
bm_olinks *bm_olinks_new(const bm_allocator *al);
void bm_olinks_free(bm_olinks *olinks);
/*
 * Adds what a database has; the files that it includes must lie in its
 * folder.  What is wrong with it is a finding and no failure.
 */
bm_status bm_olinks_read(bm_olinks *olinks, const char *path, bm_str text,
			 const bm_xml_files *files, bm_diags *diags);

/*
 * The address of a target from the output's root, or a whole one, in arena;
 * NULL without memory.  here: the document that links, which the sitemap may
 * know; or NULL.
 */
const char *bm_olink_address(const bm_olinks *olinks, const bm_olink_doc *doc,
			     const bm_olink_target *target, const char *here,
			     bm_arena *arena);

/* A database of what a publication has, which is resolved, to where its
 * environment wants it, if it wants it. */
bm_status bm_olinks_write(struct publication *p);

#endif
