/*
 * Backmatter: medical documents in Markdown or DocBook to accessible HTML and
 * EPUB, with the citations and the notices that the text must carry.
 *
 * This header is the whole contract.  What it does not say is not promised.
 *
 * Using it.  Open backmatter.so with dlopen(3), look up "bm_get_api" and call
 * it with BM_ABI.  NULL means that the library is too old or too new for this
 * header.  Everything else is reached through the table that it returns.
 *
 * Memory.  bm_host.alloc serves all memory of the library itself and of
 * cmark-gfm.  libxml2, libxslt, ICU, jansson, libyaml and zlib keep
 * allocating with malloc(3): their allocators are process-wide and belong to
 * the host.
 *
 * Threads.  An engine is used by one thread at a time.  Any number of engines
 * may work at once; they share nothing that changes.
 *
 * Structs.  Each struct opens with its size and only ever grows at the end.
 * Fill structs with zeros first, then set size to sizeof the struct.
 */
#ifndef BACKMATTER_H
#define BACKMATTER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this contract, and the oldest that the library serves. */
#define BM_ABI     1u
#define BM_ABI_MIN 1u

#define BM_VERSION "0.1.0"

/* What a function came to.  Details are diagnostics, see bm_host.diag. */
typedef enum bm_status {
	BM_OK = 0,
	BM_NO_MEMORY = 1,
	BM_BAD_ARGUMENT = 2, /* the caller's mistake */
	BM_BAD_INPUT = 3,    /* nothing could be made of it: see diagnostics */
	BM_NOT_FOUND = 4,
	BM_IO = 5,
	BM_LIMIT = 6, /* a bound against hostile input was met */
	BM_UNSUPPORTED = 7,
	BM_INTERNAL = 8
} bm_status;

typedef enum bm_severity {
	BM_INFO = 1,
	BM_WARNING = 2,
	BM_ERROR = 3
} bm_severity;

/*
 * One finding.  Lines and columns count from 1; a column counts bytes; 0 is
 * unknown.  The end is behind the last byte.  All strings are UTF-8 and live
 * until the callback returns.
 */
typedef struct bm_diag {
	size_t size;
	bm_severity severity;
	const char *code;    /* stable word, for example "cite-unresolved" */
	const char *message; /* one sentence without a full stop */
	const char *file;    /* as the caller named it; NULL if none */
	uint32_t line, column;
	uint32_t end_line, end_column;
	const char *reference; /* clause of WCAG, DocBook, CSL, EPUB; or NULL */
	const char *hint;      /* what to do about it; or NULL */

	/* ---- from here on: look at `size` first ---- */

	/* The sentence that it is about, in plain words (the first 1000
	 * bytes); NULL where it is about something else. */
	const char *text;
	/* The line of the file where it begins, without its end.  Of a line
	 * of more than 500 bytes only the part round the place, which begins
	 * at source_column.  NULL when the text is not at hand. */
	const char *source;
	uint32_t source_column;
	/* `column` and `end_column` counted in characters (code points). */
	uint32_t character, end_character;
	/*
	 * 16 hexadecimal digits by which this finding is known again in a
	 * later run, also when lines have moved: made of the code, the name
	 * of the file without its folders, and the sentence (else the words
	 * of the line or, of a long one, those near the place; without a
	 * line the message), white space being one space; and of a number
	 * when a file has several such.  Folders are left out, as names
	 * depend on where a run starts: compare the file's path beside it.
	 * NULL without memory.
	 */
	const char *fingerprint;
} bm_diag;

/* Bytes that belong to whoever hands them out. */
typedef struct bm_bytes {
	const char *data;
	size_t length;
} bm_bytes;

/*
 * What the host lends to an engine.  The struct is copied; `user` and the
 * functions must outlive the engine.  Any function may be NULL.  With
 * threads > 1 in bm_build_options, alloc, read and release must be
 * thread-safe; the others are always called by the thread that called the
 * library.
 */
typedef struct bm_host {
	size_t size;
	void *user;
	/*
	 * As realloc(3): ptr NULL allocates, new_size 0 frees and returns
	 * NULL.  old_size is what was asked for before.  NULL without memory.
	 */
	void *(*alloc)(void *user, void *ptr, size_t old_size, size_t new_size);
	/* Called once for each finding, in the order of the document. */
	void (*diag)(void *user, const bm_diag *diag);
	/*
	 * Gives the bytes of a file: a document or project, a bibliography,
	 * an XInclude, an image.  The path of a file that a document names is
	 * inside its root, as names go; links are the host's affair.
	 * BM_NOT_FOUND if there is none.  NULL: the library reads files.
	 * release is called with the same bytes when they are done with.
	 */
	bm_status (*read)(void *user, const char *path, bm_bytes *out);
	void (*release)(void *user, bm_bytes bytes);
	/* Progress of a build; done never exceeds total. */
	void (*progress)(void *user, const char *step, size_t done,
			 size_t total);
} bm_host;

typedef struct bm_engine_options {
	size_t size;
	/* Folder whose files replace the embedded ones of the same path
	 * (xsl/, notices/, csl/ ...); or NULL. */
	const char *data_dir;
	/* Folders of CSL styles and locales, NULL for the system's. */
	const char *style_dir;
	const char *locale_dir;
} bm_engine_options;

/*
 * Where output goes.  For each file of the output: open, write any number of
 * times, close.  Between open and close no other file is opened.  A status
 * other than BM_OK stops the run.  path is relative with "/" between its
 * parts; it is "" when the output is one file without a name.
 */
typedef struct bm_sink {
	size_t size;
	void *user;
	bm_status (*open)(void *user, const char *path);
	bm_status (*write)(void *user, const char *data, size_t length);
	bm_status (*close)(void *user);
} bm_sink;

/* One document.  With data NULL the file `name` is read. */
typedef struct bm_input {
	size_t size;
	const char *name; /* path, for diagnostics and relative names */
	const char *data;
	size_t length;
} bm_input;

typedef struct bm_convert_options {
	size_t size;
	const char *from;  /* "markdown", "docbook"; NULL: by name and text */
	const char *to;    /* "html", "site", "epub", "docbook", "man" ... */
	const char *dump;  /* name of a pass: write the DocBook tree after it */
	const char *style; /* CSL style: a name or a file; NULL: document's */
	const char *lang;  /* BCP 47, for documents that name none */
	/* Bibliography files of any format that is known, NULL-ended. */
	const char *const *bibliographies;
	const char *today; /* YYYY-MM-DD for expiry dates; NULL: none expire */
	/* Folder that the document may read from; NULL: the input's own. */
	const char *root;
	/* Path of the output, written beside and then renamed; or NULL and
	 * a sink is given to convert().  A folder for "site". */
	const char *output;
	int64_t source_date_epoch; /* seconds since 1970 (UTC), -1: none */
	/* 2 and more: a second thread prepares the writer meanwhile, and
	 * bm_host.alloc must be thread-safe.  0 and 1: the caller's alone. */
	unsigned threads;
	/* Not 0: claims are looked for (sentences that promise, compare,
	 * reassure or sell).  A build always does. */
	unsigned lint;
	/* Not 0: how hard each section is to read is reported as info
	 * findings; means lint too. */
	unsigned readability;
	/* Not 0: the claims found are kept for ledger(); means lint too. */
	unsigned ledger;
	/* Not 0: all is done but nothing is written, for its findings;
	 * output and sink may be NULL. */
	unsigned check;
	/* File for a report of the notices that the output must carry, and
	 * that were found by reading it again: a page if its name ends in
	 * ".html", else JSON.  For "html", "site" and "epub" only.  NULL:
	 * none.  They are looked for in any case, and one that is missing is
	 * BM_BAD_INPUT; what a sink would get is kept in memory until then. */
	const char *proof;
	/* A folder with backmatter.yaml, or that file: what it says about the
	 * document holds as in a build (bibliographies, glossaries, style,
	 * language, metadata), and root is its folder.  What these options
	 * name goes before it.  NULL: the document stands alone. */
	const char *project;
	/*
	 * A schema in RELAX NG that a DocBook document must keep to: its
	 * file, or "" for the one of DocBook that is installed (Debian's
	 * docbook5-xml).  What breaks it is a finding.  NULL: none.
	 */
	const char *schema;
	/*
	 * Text, images, ids, links and languages of the document are looked
	 * for in what is written; what is missing without a known reason is
	 * a finding.  A file for the report of all: JSON if its name ends in
	 * ".json", else text; "" for none.  For "html", "site" and "epub"
	 * only.  NULL: nothing is looked for.
	 */
	const char *audit;
	/* NULL-ended, or NULL: the edition, each as "os=linux;mac".  What is
	 * for other values of that attribute of DocBook is left out. */
	const char *const *profiles;
	/* File for what the output was made of, as a rule for make and ninja:
	 * all files that were read.  Needs output.  NULL: none. */
	const char *depfile;
	/* Not 0: what is written is judged as check() would; html, site and
	 * epub. */
	unsigned self_check;
	/* NULL-ended, or NULL: target databases of olinks (targetset, as the
	 * DocBook stylesheets have them), before the project's. */
	const char *const *olinks;
	/* File for such a database of what is written; html and site.  NULL:
	 * none. */
	const char *olinks_out;
	/* File for a list of the links that lead to other hosts, for a program
	 * that asks whether they work: JSON if its name ends in ".json", else
	 * lines of address, file:line:column and text.  NULL: none. */
	const char *links;
	/*
	 * For "site" and "epub": how many levels of sections below a chapter
	 * become files of their own ("0" to "6"), and how large a file may
	 * grow before its sections do ("300k").  NULL: as the document says.
	 */
	const char *split_level;
	const char *split_size;
	/* For "epub": a file for what the book says of its accessibility in
	 * the codes of ONIX for Books, as a DescriptiveDetail.  NULL: none. */
	const char *onix;
	/* As in bm_build_options. */
	void (*depends)(void *user, const char *path, unsigned found,
			unsigned kept);
	void *user; /* of depends */
} bm_convert_options;

/* A site and its books from a project file, backmatter.yaml. */
typedef struct bm_build_options {
	size_t size;
	const char *project; /* a folder with backmatter.yaml, or that file */
	const char *output;  /* folder of the site */
	const char *today;   /* as in bm_convert_options */
	unsigned threads;    /* 0 and 1: none beside the caller's */
	int64_t source_date_epoch;
	/* Not 0: all is done but nothing is written, for its findings;
	 * output may be NULL. */
	unsigned check;
	unsigned readability; /* as in bm_convert_options */
	unsigned ledger;      /* as in bm_convert_options */
	const char *schema;   /* the same; NULL: as the project says */
	/* As in bm_convert_options, behind the project's. */
	const char *const *profiles;
	const char *depfile; /* as in bm_convert_options */
	/* Not 0: nothing of an earlier build is taken over. */
	unsigned fresh;
	unsigned self_check;       /* as in bm_convert_options */
	const char *const *olinks; /* the same */
	const char *olinks_out;    /* the same, of the site */
	/*
	 * Called behind the build, whatever it came to, for each file and
	 * folder (it ends with "/") that the output depends on; found is 0
	 * for what was looked for and is not there.  When a file whose kept
	 * is not 0 changes, only a new engine sees that.  On the caller's
	 * thread; or NULL.
	 */
	void (*depends)(void *user, const char *path, unsigned found,
			unsigned kept);
	void *user; /* of depends */
	/* As in bm_convert_options: all documents, in the site and in the
	 * books, as one report.  Nothing of an earlier build is taken over. */
	const char *audit;
	const char *links; /* as in bm_convert_options; implies fresh */
	/*
	 * A part of the work, counted from 1, of `shards` parts that may be
	 * made on any machine; 0: all of it.  output is then a folder for the
	 * part.  What is found comes when all are linked, but for what ends
	 * the run.
	 */
	unsigned shard, shards;
	/* Not 0: the part holds only what the others need to know of its
	 * documents. */
	unsigned names;
	/*
	 * NULL-ended, or NULL: parts, or folders of parts.  Without shard:
	 * all that there are, in any order, which are linked to the whole;
	 * with today NULL on the day that they were made for.  With shard:
	 * what they know of documents that are as they were is not looked for
	 * again.
	 */
	const char *const *parts;
} bm_build_options;

/* Bibliography files on their own: converted, merged, or printed. */
typedef struct bm_bib_options {
	size_t size;
	const char *to;     /* of bib_writers(); NULL: "csljson" */
	const char *style;  /* for "html": a name or a file of a CSL style */
	const char *lang;   /* for "html": BCP 47; NULL: "en" */
	const char *title;  /* for "html"; NULL: the names of the files */
	const char *output; /* as in bm_convert_options */
	int64_t source_date_epoch;
} bm_bib_options;

/* What a rule came to on a page or in a book. */
typedef enum bm_verdict {
	BM_INAPPLICABLE = 0, /* it has nothing that the rule is about */
	BM_PASSED = 1,
	BM_PERSON = 2, /* a part of it only a person can judge */
	BM_FAILED = 3
} bm_verdict;

/* The strings live until the callback returns; those of the rule are static. */
typedef struct bm_outcome {
	size_t size;
	const char *file;
	const char *code;     /* of the rule */
	const char *act;      /* the ACT rule that it is, or NULL */
	const char *criteria; /* "1.1.1 A, 4.1.2 A", or "" */
	const char *expected; /* one sentence without a full stop */
	bm_verdict verdict;
	/* How many things the rule is about are fine, need a person, fail. */
	size_t passed, person, failed;
} bm_outcome;

/* What the key `check` of a project says that is for the host to do. */
typedef struct bm_check_settings {
	size_t size;
	int fail_on;          /* a bm_severity, 0 never; -1 not given */
	const char *baseline; /* a path, or NULL */
} bm_check_settings;

/* Pages and books of anybody's making, judged for accessibility. */
typedef struct bm_check_options {
	size_t size;
	unsigned threads; /* as in bm_build_options; the same asks of host */
	/* Called for each rule and file, behind the findings of the file, on
	 * the caller's thread; or NULL. */
	void (*outcome)(void *user, const bm_outcome *outcome);
	void *user;
	/* Not 0: no findings, only outcomes. */
	unsigned quiet;
	/* NULL-ended, or NULL: codes of the rules to judge by; "-CODE" leaves
	 * one out.  What cannot be read is told in any case. */
	const char *const *rules;
	/* NULL-ended, or NULL: the documents that all these pages were made
	 * of.  Whether what they say is on the pages is judged at the end. */
	const bm_input *const *sources;
	/* A project file, whose key `check` says which rules hold (where
	 * `rules` is NULL) and what is excused; or NULL. */
	const char *project;
	/* Called before all else, if there is a project: what it says that
	 * is for the host to do.  Or NULL. */
	void (*settings)(void *user, const bm_check_settings *settings);
} bm_check_options;

/* One rule that a diagnostic can come from.  Static. */
typedef struct bm_rule {
	const char *code;
	bm_severity severity;
	const char *summary;   /* what is wrong, one sentence */
	const char *reference; /* clause, or NULL */
	const char *hint;      /* what to do */
} bm_rule;

typedef struct bm_engine bm_engine;
/* Documents that are converted meanwhile; see queue_new. */
typedef struct bm_queue bm_queue;

/*
 * The table of functions.  It is static and read-only; it lives as long as
 * the library is loaded.
 */
typedef struct bm_api {
	size_t size;
	unsigned abi;
	const char *version; /* "0.1.0" */

	/* The meaning of a status, one sentence. [any thread, static] */
	const char *(*status_text)(bm_status status);

	/*
	 * Makes an engine; *out is the caller's, to be given to engine_free.
	 * host may be NULL (malloc, no diagnostics), options too.
	 * [any thread]
	 */
	bm_status (*engine_new)(const bm_host *host,
				const bm_engine_options *options,
				bm_engine **out);
	/* Frees it with all that it lent.  NULL is fine. [engine's thread] */
	void (*engine_free)(bm_engine *engine);

	/*
	 * Converts one document.  Output goes to options->output, else to
	 * the sink.  All findings of the document are reported in one run,
	 * in its order, also when the status is not BM_OK.  BM_BAD_INPUT:
	 * nothing was written.  [engine's thread]
	 */
	bm_status (*convert)(bm_engine *engine, const bm_input *input,
			     const bm_convert_options *options,
			     const bm_sink *sink);

	/*
	 * Builds a site and its EPUBs.  The output folder is replaced as a
	 * whole when everything was written, or left alone. [engine's thread]
	 */
	bm_status (*build)(bm_engine *engine, const bm_build_options *options);

	/* All rules, sorted by code; count in *count. [any thread, static] */
	const bm_rule *const *(*rules)(size_t *count);

	/* Names for `from`, `to` and `dump`, NULL-ended. [any thread] */
	const char *const *(*readers)(void);
	const char *const *(*writers)(void);
	const char *const *(*passes)(void);

	/*
	 * Reads bibliography files (inputs, NULL-ended), each in any format
	 * that is known, makes one of works that are there twice, and writes
	 * them all in one format; "html" is a page with the list in a style.
	 * Output, findings and BM_BAD_INPUT are as for convert().
	 * [engine's thread]
	 */
	bm_status (*bib)(bm_engine *engine, const bm_input *const *inputs,
			 const bm_bib_options *options, const bm_sink *sink);
	/* Names for bm_bib_options.to, NULL-ended. [any thread] */
	const char *const *(*bib_writers)(void);

	/*
	 * All rules, and after them those for claims that this engine has
	 * loaded ("EFF-003"), in the order of their file; count in *count.
	 * The engine's.  NULL without memory.  [engine's thread]
	 */
	const bm_rule *const *(*engine_rules)(bm_engine *engine, size_t *count);

	/*
	 * Writes what convert() and build() kept since the last time, and
	 * forgets it: each claim with its place, rule, sources and their
	 * designs, notices, and what became of it, and the answers to the
	 * questions of DISCERN.  format: "html", "csv" or "json", else
	 * BM_UNSUPPORTED.  To the file output, or when that is NULL to the
	 * sink.  [engine's thread]
	 */
	bm_status (*ledger)(bm_engine *engine, const char *format,
			    const char *output, const bm_sink *sink);

	/*
	 * Judges pages (HTML, XHTML, SVG) and books (EPUB) for
	 * accessibility; inputs is
	 * NULL-ended.  The findings of each are reported in the order of the
	 * inputs.  The worst status of all: BM_BAD_INPUT and BM_LIMIT for a
	 * file that cannot be read as what it is, with a finding.
	 * [engine's thread]
	 */
	bm_status (*check)(bm_engine *engine, const bm_input *const *inputs,
			   const bm_check_options *options);

	/*
	 * Documents converted in a thread of their own while the host does
	 * other work.  The queue has an engine of its own, made of host and
	 * engine options as by engine_new(); host's alloc, read and release
	 * are called in that thread, diag by queue_take().  A queue is used by
	 * one thread at a time, and not in a child made by fork().
	 * [any thread]
	 */
	bm_status (*queue_new)(const bm_host *host,
			       const bm_engine_options *engine_options,
			       bm_queue **out);
	/*
	 * Adds a document, whose data is copied; options, with all that they
	 * lead to, must stay until the queue is freed.  *number counts from
	 * 0.  [queue's thread]
	 */
	bm_status (*queue_add)(bm_queue *queue, const bm_input *input,
			       const bm_convert_options *options,
			       size_t *number);
	/*
	 * Waits until that document is converted, gives its output to the sink
	 * and its findings to the host, and forgets it: what convert() would
	 * have done and returned.  BM_NOT_FOUND: there is none of that number
	 * any more.  [queue's thread]
	 */
	bm_status (*queue_take)(bm_queue *queue, size_t number,
				const bm_sink *sink);
	/* Frees it with all that was not taken; waits at most for the one
	 * document that is being converted.  NULL is fine. */
	void (*queue_free)(bm_queue *queue);
} bm_api;

#if defined(__GNUC__)
#define BM_EXPORT __attribute__((visibility("default")))
#else
#define BM_EXPORT
#endif

/*
 * The one function to look up.  abi: the caller's BM_ABI.  NULL if the
 * library does not serve that one (it serves BM_ABI_MIN to BM_ABI of its own
 * header).  [any thread]
 */
BM_EXPORT const bm_api *bm_get_api(unsigned abi);

typedef const bm_api *(*bm_get_api_fn)(unsigned abi);

#ifdef __cplusplus
}
#endif
#endif
