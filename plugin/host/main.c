/* The command: a thin host of backmatter.so that knows only its header. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "backmatter.h"
#include "check.h"
#include "explain.h"
#include "help.h"
#include "init.h"
#include "library.h"
#include "lint.h"
#include "options.h"
#include "project.h"
#include "report.h"
#include "serve.h"
#include "start.h"

/* ---- standard output as a sink ---- */

struct output {
	bool binary_refused;
	bool folder_refused;
	bool failed;
	size_t written;
};

static bm_status
output_open(void *user, const char *path)
{
	struct output *o = user;

	if (path[0] == '\0')
		return BM_OK;
	o->folder_refused = true;
	return BM_BAD_ARGUMENT;
}

static bm_status
output_write(void *user, const char *data, size_t length)
{
	struct output *o = user;

	if (o->written == 0 && length > 2 && memcmp(data, "PK", 2) == 0 &&
	    isatty(STDOUT_FILENO)) {
		o->binary_refused = true;
		return BM_BAD_ARGUMENT;
	}
	o->written += length;
	if (fwrite(data, 1, length, stdout) != length) {
		o->failed = true;
		return BM_IO;
	}
	return BM_OK;
}

static bm_status
output_close(void *user)
{
	(void)user;
	return fflush(stdout) == 0 ? BM_OK : BM_IO;
}

/* ---- input ---- */

char *
read_stdin(size_t *length)
{
	size_t cap = 65536, len = 0, n;
	char *data = malloc(cap), *bigger;

	while (data != NULL &&
	       (n = fread(data + len, 1, cap - len, stdin)) != 0) {
		len += n;
		if (len < cap)
			continue;
		cap *= 2;
		bigger = realloc(data, cap);
		if (bigger == NULL)
			free(data);
		data = bigger;
	}
	if (data != NULL && ferror(stdin)) {
		free(data);
		data = NULL;
	}
	*length = len;
	return data;
}

/* A format for outputs whose names end like this. */
struct ending {
	const char *ending, *format;
};

static const struct ending documents[] = {
    {".html", "html"},   {".htm", "html"},    {".epub", "epub"},
    {".xml", "docbook"}, {".md", "markdown"}, {".1", "man"},
    {".txt", "text"},    {".jats", "jats"},   {NULL, "html"}};
static const struct ending bibliographies[] = {
    {".html", "html"}, {".htm", "html"},  {".bib", "bibtex"},
    {".ris", "ris"},   {".nbib", "nbib"}, {NULL, "csljson"}};

/* The format that the name of an output asks for, else the last one. */
static const char *
format_of(const char *name, const struct ending *e)
{
	size_t n = name != NULL ? strlen(name) : 0;

	for (; e->ending != NULL; e++) {
		size_t k = strlen(e->ending);

		if (n > k && strcmp(name + n - k, e->ending) == 0)
			break;
	}
	return e->format;
}

static bool
known(const char *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

/* Whether a name given by the user is one the library has. */
static bool
check_name(const char *what, const char *name, const char *const *names)
{
	if (name == NULL || known(name, names))
		return true;
	fprintf(stderr, "backmatter: there is no %s named %s; there are:", what,
		name);
	for (; *names != NULL; names++)
		fprintf(stderr, " %s", *names);
	putc('\n', stderr);
	return false;
}

/* ---- commands ---- */

/* What a status and the findings come to. */
static int
verdict(const bm_api *api, report *r, bm_status status)
{
	if (status != BM_OK) {
		r->failed = true;
		if (report_may_speak(r) && !report_has(r, BM_ERROR))
			fprintf(stderr, "backmatter: %s\n",
				api->status_text(status));
		return EXIT_FAILED;
	}
	if (r->fail_on != 0 && report_has(r, (bm_severity)r->fail_on))
		return EXIT_FINDINGS;
	return EXIT_FINE;
}

/* Whether the notices of an output can be looked for, if that is asked. */
static bool
check_proof(const options *o, const char *to)
{
	if ((o->proof == NULL && o->audit == NULL) ||
	    (o->dump == NULL &&
	     (strcmp(to, "html") == 0 || strcmp(to, "site") == 0 ||
	      strcmp(to, "epub") == 0)))
		return true;
	fputs("backmatter: --proof and --audit are for the formats html, site "
	      "and epub\n",
	      stderr);
	return false;
}

static int
convert(const options *o, const bm_api *api, bm_engine *engine, report *r)
{
	struct output out = {0};
	bm_sink sink = {sizeof(sink), &out, output_open, output_write,
			output_close};
	bm_convert_options c = start_convert(o);
	bm_input input = {.size = sizeof(input), .name = o->argument};
	char *text = NULL, *project;
	bm_status status;

	if (c.to == NULL)
		c.to = format_of(o->output, documents);
	if (!check_name("input format", c.from, api->readers()) ||
	    !check_name("output format", c.to, api->writers()) ||
	    !check_name("pass", c.dump, api->passes()) || !check_proof(o, c.to))
		return EXIT_USAGE;
	if (o->olinks_out != NULL &&
	    (o->dump != NULL ||
	     (strcmp(c.to, "html") != 0 && strcmp(c.to, "site") != 0))) {
		fputs("backmatter: --write-olink-db is for the formats html "
		      "and site\n",
		      stderr);
		return EXIT_USAGE;
	}
	if (o->onix != NULL && (o->dump != NULL || strcmp(c.to, "epub") != 0)) {
		fputs("backmatter: --onix is for the format epub\n", stderr);
		return EXIT_USAGE;
	}
	if (o->depfile != NULL && o->output == NULL) {
		fputs("backmatter: --depfile tells what an output is made of: "
		      "name it with --output\n",
		      stderr);
		return EXIT_USAGE;
	}
	if (input.name == NULL) {
		text = read_stdin(&input.length);
		if (text == NULL) {
			fputs("backmatter: standard input cannot be read\n",
			      stderr);
			return EXIT_FAILED;
		}
		input.data = text;
	}
	project = project_for(o, o->argument);
	c.project = project;
	status =
	    api->convert(engine, &input, &c, o->output == NULL ? &sink : NULL);
	free(project);
	free(text);
	if (out.folder_refused || out.binary_refused) {
		fprintf(
		    stderr, "backmatter: %s\n",
		    out.folder_refused
			? "a site is a folder: name it with --output"
			: "a book is not written to a terminal: name a file "
			  "with --output");
		return EXIT_USAGE;
	}
	if (out.failed && report_may_speak(r))
		fputs("backmatter: standard output cannot be written\n",
		      stderr);
	return verdict(api, r, status);
}

/* One file of a bibliography, or standard input, whose text it then owns. */
static bool
take_file(const char *name, bm_input *in, char **text)
{
	in->size = sizeof(*in);
	if (strcmp(name, "-") != 0) {
		in->name = name;
		return true;
	}
	if (*text != NULL) {
		fputs("backmatter: standard input can be read once\n", stderr);
		return false;
	}
	in->name = "<stdin>";
	*text = read_stdin(&in->length);
	in->data = *text;
	if (*text == NULL)
		fputs("backmatter: standard input cannot be read\n", stderr);
	return *text != NULL;
}

static int
bib(const options *o, const bm_api *api, bm_engine *engine, report *r)
{
	struct output out = {0};
	bm_sink sink = {sizeof(sink), &out, output_open, output_write,
			output_close};
	bm_bib_options b = {
	    .size = sizeof(b),
	    .to = o->to != NULL ? o->to : format_of(o->output, bibliographies),
	    .style = o->style,
	    .lang = o->lang,
	    .title = o->title,
	    .output = o->output,
	    .source_date_epoch = o->epoch};
	size_t count = o->file_count > 0 ? o->file_count : 1;
	bm_input *inputs = calloc(count, sizeof(*inputs));
	const bm_input **list = calloc(count + 1, sizeof(*list));
	char *text = NULL;
	int code = EXIT_FAILED;
	bm_status status;

	if (inputs == NULL || list == NULL)
		goto done;
	if (!check_name("output format", b.to, api->bib_writers())) {
		code = EXIT_USAGE;
		goto done;
	}
	for (size_t i = 0; i < count; i++) {
		list[i] = &inputs[i];
		if (!take_file(o->file_count > 0 ? o->files[i] : "-",
			       &inputs[i], &text))
			goto done;
	}
	status = api->bib(engine, list, &b, o->output == NULL ? &sink : NULL);
	if (out.failed && report_may_speak(r))
		fputs("backmatter: standard output cannot be written\n",
		      stderr);
	code = verdict(api, r, status);
done:
	free(text);
	free(list);
	free(inputs);
	return code;
}

static int
build(const options *o, const bm_api *api, bm_engine *engine, report *r)
{
	bm_build_options b = start_build(o);

	return verdict(api, r, api->build(engine, &b));
}

/* Looks at documents or pages; a folder or file that cannot be read has been
 * named. */
static int
look(const options *o, const bm_api *api, bm_engine *engine, report *r)
{
	bm_status status;

	if (!check_name("input format", o->from, api->readers()))
		return EXIT_USAGE;
	status = o->command == COMMAND_CHECK ? check(o, api, engine, r)
					     : lint(o, api, engine, r);
	if (status == BM_IO) {
		r->failed = true;
		return EXIT_FAILED;
	}
	return verdict(api, r, status);
}

/* ---- a run ---- */

/* What the user has named, for what the baseline should know. */
static void
note_inputs(const options *o, report *r)
{
	if (o->command == COMMAND_LINK)
		report_looks_at(r, o->project != NULL ? o->project : ".", true);
	else if (o->command == COMMAND_BUILD)
		report_looks_at(r, o->argument != NULL ? o->argument : ".",
				true);
	else if (o->command == COMMAND_CONVERT || o->command == COMMAND_BIB)
		for (size_t i = 0; i < o->file_count; i++)
			report_looks_at(r,
					strcmp(o->files[i], "-") == 0
					    ? "<stdin>"
					    : o->files[i],
					false);
}

static int
run(const options *o, const bm_api *api, bm_engine *engine, report *r)
{
	int code = EXIT_FINE;

	if (o->command == COMMAND_EXPLAIN || o->command == COMMAND_RULES) {
		r->rules = api->engine_rules(engine, &r->rule_count);
		if (r->rules == NULL)
			return EXIT_FAILED;
		if (!explain(r->rules, r->rule_count,
			     o->command == COMMAND_RULES ? NULL : o->argument))
			return EXIT_USAGE;
		return fflush(stdout) == 0 ? EXIT_FINE : EXIT_FAILED;
	}
	note_inputs(o, r);
	switch (o->command) {
	case COMMAND_BUILD:
	case COMMAND_LINK:
		code = build(o, api, engine, r);
		break;
	case COMMAND_BIB:
		code = bib(o, api, engine, r);
		break;
	case COMMAND_LINT:
	case COMMAND_CHECK:
		code = look(o, api, engine, r);
		break;
	default:
		code = convert(o, api, engine, r);
	}
	if (code == EXIT_USAGE)
		return code;
	r->version = api->version;
	if (r->format == REPORT_SARIF || r->format == REPORT_HTML)
		r->rules = api->engine_rules(engine, &r->rule_count);
	r->failed = r->failed || code == EXIT_FAILED;
	report_end(r);
	return r->failed ? EXIT_FAILED : code;
}

/* Makes an engine and a report for a command and runs it. */
static int
work(const options *o, const bm_api *api)
{
	report r = {0};
	bm_host host = {.size = sizeof(host),
			.user = &r,
			.diag = report_diag,
			.progress = report_progress};
	bm_engine *engine;
	int code = EXIT_FAILED;

	if (!start_report(o, &r))
		goto done;
	engine = start_engine(o, api, &host);
	if (engine == NULL)
		goto done;
	code = run(o, api, engine, &r);
	api->engine_free(engine);
done:
	return start_end(&r) ? code : EXIT_FAILED;
}

/*
 * How memory comes from the system.  A build asks for it in few and large
 * pieces and gives none back.  A conversion gives back what each step has
 * done with; its second thread is there for a moment, and shares.
 */
static void
tune_memory(enum command command)
{
#ifdef __GLIBC__
	bool one = command == COMMAND_CONVERT;

	mallopt(M_TOP_PAD, (one ? 1 : 16) * 1024 * 1024);
	mallopt(M_TRIM_THRESHOLD, (one ? 2 : 256) * 1024 * 1024);
	if (one)
		mallopt(M_ARENA_MAX, 1);
#else
	(void)command;
#endif
}

int
main(int argc, char **argv)
{
	const bm_api *api;
	options o;

	if (!options_read(argc, argv, &o))
		return EXIT_USAGE;
	tune_memory(o.command);
	if (help_say(o.command))
		return fflush(stdout) == 0 ? EXIT_FINE : EXIT_FAILED;
	if (o.command == COMMAND_INIT)
		return init(&o);
	api = library_open(o.library);
	if (api == NULL)
		return EXIT_FAILED;
	if (o.command == COMMAND_VERSION) {
		printf("backmatter %s (library %s)\n", BM_VERSION,
		       api->version);
		return fflush(stdout) == 0 ? EXIT_FINE : EXIT_FAILED;
	}
	return o.command == COMMAND_SERVE ? serve(&o, api) : work(&o, api);
}
