/*
 * The engine: what is loaded once and shared by the documents it converts.
 * Inside a build several threads ask it at once; everything it hands out is
 * immutable, and loading is done under its lock.
 */
#ifndef BM_ENGINE_H
#define BM_ENGINE_H

#include <pthread.h>

#include "backmatter.h"
#include "bib/item.h"
#include "core/data.h"
#include "core/date.h"
#include "core/map.h"
#include "csl/csl.h"
#include "lint/claim.h"
#include "lint/status.h"
#include "lint/terms.h"
#include "lint/text.h"
#include "pack/pack.h"
#include "pass/notice.h"
#include "engine/kept.h"
#include "engine/reads.h"
#include "write/write.h"
#include "xml/doc.h"
#include "xml/l10n.h"
#include "xml/xslt.h"

struct bm_outer_links;

struct bm_engine {
	bm_arena *arena; /* the engine's own strings and tables */
	bm_allocator al;
	bm_host host;
	bm_data data;
	const char *style_dir, *locale_dir;
	pthread_mutex_t lock;
	bm_map sheets;    /* name -> bm_sheet */
	bm_map styles;    /* folders and name -> csl_style */
	bm_map no_styles; /* the same -> bm_diag of the one that failed */
	bm_map locales;   /* style and language -> csl_locale */
	bm_map libraries; /* joined paths -> bm_kept of a bm_library */
	bm_notices *notices;
	bm_map translations; /* language -> bm_notices in it */
	bool notices_graded; /* readability is known */
	lint_claims *claims;
	struct bm_ledger *ledger;    /* claims kept for the host, or NULL */
	const bm_rule *const *rules; /* with those of claims, when asked for */
	size_t rule_count;
	bm_map glossaries; /* the same of lint_terms */
	bm_map statuses;   /* the same of lint_statuses */
	bm_map schemas;    /* see schema.c */
	bm_reads reads;    /* which files were read */
	bm_l10n *l10n;     /* words of ours */
	lint_breakers *breakers;
};

extern const bm_rule bm_engine_rules[];
extern const bm_rule bm_output_rules[]; /* output-unwritable */

/* See the public header. */
bm_status bm_engine_new(const bm_host *host, const bm_engine_options *options,
			bm_engine **out);
void bm_engine_free(bm_engine *engine);

/*
 * What the engine has loaded or loads now.  *out is the engine's.  Faults of
 * the thing loaded go to diags, of the first document that asks.
 */
bm_status bm_engine_sheet(bm_engine *engine, const char *name, bm_diags *diags,
			  const bm_sheet **out);
bm_status bm_engine_notices(bm_engine *engine, bm_diags *diags,
			    const bm_notices **out);
/* Translations of those into a language, from the folder of its name; NULL for
 * none.  After bm_engine_notices. */
bm_status bm_engine_translations(bm_engine *engine, const char *lang,
				 bm_diags *diags, const bm_notices **out);
/* The claim rules. */
bm_status bm_engine_claims(bm_engine *engine, bm_diags *diags,
			   const lint_claims **out);
/*
 * The terms that the library brings, with those of the files (tables, or
 * documents with a glossary) over them.  They live until bm_engine_forget.
 */
bm_status bm_engine_terms(bm_engine *engine, const char *const *paths,
			  bm_diags *diags, const lint_terms **out);
/* The same for tables of regulatory status (status.c). */
bm_status bm_engine_statuses(bm_engine *engine, const char *const *paths,
			     bm_diags *diags, const lint_statuses **out);
/* Target databases of olinks (olinks.c); *out is the caller's, NULL when
 * there are no files. */
bm_status bm_engine_olinks(bm_engine *engine, const char *const *paths,
			   bm_diags *diags, struct bm_olinks **out);
/* For bm_kept. */
void bm_engine_terms_end(void *terms);
void bm_engine_statuses_end(void *table);
/*
 * Gives the document the schema in this file, "" being the one of DocBook
 * that is installed, NULL none.  One that cannot be had is a finding of the
 * first document that asks, and no failure.
 */
bm_status bm_engine_schema(bm_engine *engine, const char *name, bm_doc *doc);
/* The document is read and gives its schema back. */
void bm_engine_schema_done(bm_engine *engine, bm_doc *doc);
/* Ends those that have grown, or all. */
void bm_engine_forget_schemas(bm_engine *engine, bool all);
/* A style as somebody named it; see csl_paths for the members. */
typedef struct bm_style_name {
	const char *name; /* NULL: the embedded one */
	const char *project_dir, *document_dir;
	const bm_pos *pos;
} bm_style_name;

/* A name that led to nothing once is not looked for again, only reported. */
bm_status bm_engine_style(bm_engine *engine, const bm_style_name *named,
			  bm_diags *diags, const csl_style **out);
bm_status bm_engine_locale(bm_engine *engine, const csl_style *style,
			   const char *lang, bm_diags *diags,
			   const csl_locale **out);
/*
 * The items of the files, in order; NULL for no files.  A library lives until
 * bm_engine_forget, and longer while its files are as they were.
 */
bm_status bm_engine_library(bm_engine *engine, const char *const *paths,
			    bm_diags *diags, const bm_library **out);
/* A call is over. */
void bm_engine_forget(bm_engine *engine);

/* Reads a file through the host, or by itself. */
bm_status bm_engine_read(bm_engine *engine, bm_arena *arena, const char *path,
			 bm_str *out);
/* The same without a note of it, for files in a folder root or, when it is
 * NULL, anywhere. */
bm_status bm_engine_look(bm_engine *engine, const char *root, bm_arena *arena,
			 const char *path, bm_str *out);
/* The same for documents: user is the engine, files stay in doc->root. */
bm_xml_files bm_engine_files(bm_engine *engine);
/*
 * Metadata for what the document says nothing of; positions are those of
 * file.  A fault is a finding and no failure.
 */
bm_status bm_apply_metadata(bm_doc *doc, const char *file, bm_str yaml,
			    unsigned line);
/* ---- findings on their way to the host (report.c) ---- */

typedef struct bm_reporter {
	bm_engine *engine;
	bm_map seen;  /* what was handed over, of other documents too */
	bm_map equal; /* code, file and text -> how many had them */
	/* Files whose text the caller gave, NULL-ended; or NULL. */
	const bm_input *const *inputs;
} bm_reporter;

/* What it remembers lives in arena. */
void bm_reporter_init(bm_reporter *reporter, bm_engine *engine,
		      bm_arena *arena);
/*
 * Hands the findings to the host, sorted, each once, with their line of the
 * source and their fingerprint.  doc is the document they belong to, or NULL.
 */
void bm_report(bm_reporter *reporter, bm_diags *diags, const bm_doc *doc);

/* ---- claims for reviewers (ledger.c) ---- */

/* Keeps what was found in a document. */
bm_status bm_engine_ledger_add(bm_engine *engine, const bm_doc *doc);
void bm_engine_ledger_end(bm_engine *engine);
bm_status bm_write_ledger(bm_engine *engine, const char *format,
			  const char *output, const bm_sink *sink);

/* ---- one document (convert.c) ---- */

typedef struct bm_job {
	const char *from, *style, *lang, *dump;
	const char *const *bibliographies; /* before the document's own */
	const char *const *glossaries;     /* the same */
	const char *const *statuses;       /* the same, status tables */
	const char *const *profiles;       /* "os=linux"; see read/profile.h */
	const char *const *olinks;         /* target databases */
	bm_buf *olinks_out;                /* as in bm_write_env */
	const char *olinks_base;           /* the same */
	bm_buf *onix;                      /* the same */
	const bm_library *library;         /* in place of all others; or NULL */
	const char *schema;             /* for DocBook; see bm_engine_schema */
	struct bm_audit *audit;         /* notes what was read; or NULL */
	struct bm_project_check *check; /* how output is judged; or NULL */
	/* Where to leave what was read says, in the document's arena; or
	 * NULL. */
	struct bm_facts **facts;
	const bm_date *today;
	bool alone;       /* it is not one of many in a build */
	bool ledger;      /* somebody will ask what was found */
	bool readability; /* report it */
	bool claims;      /* look for claims */
	bool names;       /* passes that only find things are left out */
	/* How chapters are cut into files; NULL: as the document says. */
	const char *split_level, *split_size;
	size_t split_limit;      /* bytes of a file if neither says; 0: none */
	const char *project_dir; /* for styles; NULL: there is no project */
	const bm_pos *style_pos; /* where the style is named, or NULL */
	/* YAML of metadata that holds where the document says nothing: a
	 * book's first, then the project's; both of defaults_file. */
	bm_str overrides, defaults;
	const char *defaults_file;
	unsigned overrides_line, defaults_line;
} bm_job;

/* The status table of a document that was read. */
bm_status bm_job_statuses(bm_engine *engine, bm_doc *doc, const bm_job *job,
			  const lint_statuses **out);

/* Reads text into doc and runs the passes up to job->dump. */
bm_status bm_prepare(bm_engine *engine, bm_doc *doc, bm_str text,
		     const bm_job *job);

/* Two NULL-ended lists (NULL: empty) as one; NULL without memory. */
const char *const *bm_joined(bm_arena *arena, const char *const *a,
			     const char *const *b);

/* Runs the passes up to job->dump over a tree that was read or made. */
bm_status bm_prepare_tree(bm_engine *engine, bm_doc *doc, const bm_job *job);

/*
 * Passes over the metadata of a book, for what its title page says and must
 * carry.
 */
bm_status bm_prepare_book(bm_engine *engine, bm_doc *meta, const bm_job *job);

bm_status bm_convert(bm_engine *engine, const bm_input *input,
		     const bm_convert_options *options, const bm_sink *sink);

/* Documents in a thread of their own (queue.c); see the public header. */
bm_status bm_queue_new(const bm_host *host, const bm_engine_options *options,
		       bm_queue **out);
bm_status bm_queue_add(bm_queue *queue, const bm_input *input,
		       const bm_convert_options *options, size_t *number);
bm_status bm_queue_take(bm_queue *queue, size_t number, const bm_sink *sink);
void bm_queue_free(bm_queue *queue);

/* A copy of what the caller's shorter or longer struct holds. */
#define BM_TAKE(type, from, to)                                                \
	memcpy((to), (from),                                                   \
	       (from)->size < sizeof(type) ? (from)->size : sizeof(type))

/* The text of an input: the caller's, or the file's, in doc's arena.  What is
 * wrong with the file is a finding. */
bm_status bm_input_text(bm_engine *engine, bm_doc *doc, const bm_input *input,
			bm_str *out);

/* Writes a tree that has been through the passes, or a dump of it; what its
 * files must carry goes to proof (NULL: nobody asks). */
bm_status bm_write_doc(bm_engine *engine, bm_doc *doc, const bm_writer *writer,
		       const bm_job *job, int64_t epoch, struct bm_proof *proof,
		       const bm_sink *sink);

/* ---- where output goes (output.c) ---- */

/*
 * A pack for path, else the caller's sink, which *sink holds.  What writer
 * (NULL: one file that nobody looks at) makes for a sink is kept until the
 * end if it is to be read again.
 */
bm_status bm_output_open(bm_engine *engine, const char *path,
			 const bm_writer *writer, const bm_sink **sink,
			 bm_pack **pack);
/* Reports what went wrong with files; gives back status. */
bm_status bm_output_failed(bm_diags *diags, const char *path,
			   const bm_pack *pack, bm_status status);
/* Puts what was written in its place if status is BM_OK, reports what went
 * wrong, frees the pack and gives back what all came to. */
bm_status bm_output_close(bm_diags *diags, const char *path, bm_pack *pack,
			  bm_status status);
/* Writes the list of links that lead out. */
bm_status bm_output_links(bm_engine *engine, struct bm_outer_links *links,
			  const char *path, bm_diags *diags);
/* The files that were read so far, for make and ninja, as a file (NULL: nobody
 * asks) about output. */
bm_status bm_output_depfile(bm_engine *engine, const char *path,
			    const char *output, bm_diags *diags);
/* One file as a whole. */
bm_status bm_output_file(bm_engine *engine, const char *path,
			 const bm_buf *bytes, bm_diags *diags);

/* ---- bibliographies (bibliography.c) ---- */

bm_status bm_bibliography(bm_engine *engine, const bm_input *const *inputs,
			  const bm_bib_options *options, const bm_sink *sink);

/* ---- a project (project.c, build.c) ---- */

typedef struct bm_project_book {
	const char *id, *title, *lang, *epub, *cover, *group, *version;
	const char *onix;
	bool whole;                           /* a page with all of it */
	const char *split_level, *split_size; /* see pass/split.h */
	const char *const *glossaries; /* paths, NULL-ended; NULL: project's */
	const char *const *files;      /* paths, NULL-ended */
	bm_str metadata;               /* YAML, over the project's defaults */
	unsigned metadata_line;
} bm_project_book;

/* Findings of check() that stay as they are. */
typedef struct bm_project_excuse {
	const char *rule;
	const char *file; /* what its path ends with, perhaps with *; or NULL */
	bm_pos pos;
	bool met, used; /* in this run */
} bm_project_excuse;

/* The key "check". */
typedef struct bm_project_check {
	const char *const *rules; /* "-CODE" for those that are off, or NULL */
	const char *baseline;     /* a path, or NULL */
	int fail_on;              /* a bm_severity, 0 never, -1 not given */
	BM_VEC(bm_project_excuse) excuses;
} bm_project_check;

typedef struct bm_project {
	const char *file, *dir; /* dir ends with "/" or is "" */
	const char *title, *lang, *base_url, *style, *home;
	const char *schema; /* a path, "" the installed one, NULL none */
	bm_pos style_pos;   /* of the style's name */
	const char *const *bibliographies; /* paths, NULL-ended */
	const char *const *glossaries;     /* the same */
	const char *const *statuses;       /* the same */
	const char *const *profiles;       /* "os=linux;mac", NULL-ended */
	const char *const *olinks;         /* paths, NULL-ended */
	bm_str defaults; /* YAML of metadata for every document */
	unsigned defaults_line;
	bm_theme theme;
	bm_project_check check;
	BM_VEC(bm_font) fonts;
	BM_VEC(bm_moved) moved;       /* pages that were somewhere else */
	BM_VEC(const char *) folders; /* that books are all documents of */
	BM_VEC(bm_project_book) books;
} bm_project;

/* Codes: project-syntax, project-key, project-file */
extern const bm_rule bm_project_rules[];

/* Reads backmatter.yaml; everything lives in arena. */
bm_status bm_project_load(bm_engine *engine, bm_arena *arena, const char *path,
			  bm_diags *diags, bm_project *out);

/* The same of its key "check" alone; there need be no books. */
bm_status bm_project_load_check(bm_engine *engine, bm_arena *arena,
				const char *path, bm_diags *diags,
				bm_project *out);

/* The book that has a document, or NULL. */
const bm_project_book *bm_project_book_of(const bm_project *project,
					  bm_arena *arena, const char *path);
/* What holds for a document of a book; NULL: of the project and no book. */
bm_job bm_project_job(const bm_project *project, const bm_project_book *book);

bm_status bm_build(bm_engine *engine, const bm_build_options *options);

/* ---- pages of others (checker.c); see the public header ---- */

bm_status bm_check(bm_engine *engine, const bm_input *const *inputs,
		   const bm_check_options *options);

/* The named pass is one that can be dumped ("read" is before all). */
bool bm_pass_known(const char *name);

#endif
