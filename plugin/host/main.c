/* The command: a thin host of backmatter.so that knows only its header. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "backmatter.h"
#include "library.h"
#include "options.h"
#include "report.h"

enum { EXIT_FINE = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_FAILED = 3 };

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

/* All of standard input; NULL without memory or when it cannot be read. */
static char *
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
    {".html", "html"},   {".htm", "html"}, {".epub", "epub"},
    {".xml", "docbook"}, {".1", "man"},    {NULL, "html"}};
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
verdict(const options *o, const bm_api *api, const report *r, bm_status status)
{
	if (status != BM_OK) {
		if (!r->json && !report_has(r, BM_ERROR))
			fprintf(stderr, "backmatter: %s\n",
				api->status_text(status));
		return EXIT_FAILED;
	}
	if (o->fail_on != 0 && report_has(r, (bm_severity)o->fail_on))
		return EXIT_FINDINGS;
	return EXIT_FINE;
}

static int
convert(const options *o, const bm_api *api, bm_engine *engine, const report *r)
{
	struct output out = {0};
	bm_sink sink = {sizeof(sink), &out, output_open, output_write,
			output_close};
	bm_convert_options c = {
	    .size = sizeof(c),
	    .from = o->from,
	    .to = o->to != NULL ? o->to : format_of(o->output, documents),
	    .dump = o->dump,
	    .style = o->style,
	    .lang = o->lang,
	    .bibliographies = o->bibliographies,
	    .today = o->today,
	    .root = o->root,
	    .output = o->output,
	    .source_date_epoch = o->epoch,
	    .threads = o->threads};
	bm_input input = {.size = sizeof(input), .name = o->argument};
	char *text = NULL;
	bm_status status;

	if (!check_name("input format", c.from, api->readers()) ||
	    !check_name("output format", c.to, api->writers()) ||
	    !check_name("pass", c.dump, api->passes()))
		return EXIT_USAGE;
	if (input.name == NULL) {
		text = read_stdin(&input.length);
		if (text == NULL) {
			fputs("backmatter: standard input cannot be read\n",
			      stderr);
			return EXIT_FAILED;
		}
		input.data = text;
	}
	status =
	    api->convert(engine, &input, &c, o->output == NULL ? &sink : NULL);
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
	if (out.failed && !r->json)
		fputs("backmatter: standard output cannot be written\n",
		      stderr);
	return verdict(o, api, r, status);
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
bib(const options *o, const bm_api *api, bm_engine *engine, const report *r)
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
	if (out.failed && !r->json)
		fputs("backmatter: standard output cannot be written\n",
		      stderr);
	code = verdict(o, api, r, status);
done:
	free(text);
	free(list);
	free(inputs);
	return code;
}

static int
build(const options *o, const bm_api *api, bm_engine *engine, const report *r)
{
	bm_build_options b = {
	    .size = sizeof(b),
	    .project = o->argument != NULL ? o->argument : ".",
	    .output = o->output != NULL ? o->output : "build/site",
	    .today = o->today,
	    .threads = o->threads,
	    .source_date_epoch = o->epoch};

	return verdict(o, api, r, api->build(engine, &b));
}

static int
explain(const bm_api *api, const char *code)
{
	static const char *const names[] = {"", "info", "warning", "error"};
	size_t count;
	const bm_rule *const *rules = api->rules(&count);

	for (size_t i = 0; i < count; i++) {
		const bm_rule *r = rules[i];

		if (code != NULL && strcmp(code, r->code) != 0)
			continue;
		if (code == NULL) {
			printf("%-28s %-8s %s\n", r->code, names[r->severity],
			       r->summary);
			continue;
		}
		printf("%s (%s)\n%s.\n", r->code, names[r->severity],
		       r->summary);
		if (r->hint != NULL)
			printf("What to do: %s\n", r->hint);
		if (r->reference != NULL)
			printf("Reference: %s\n", r->reference);
		return EXIT_FINE;
	}
	if (code == NULL)
		return EXIT_FINE;
	fprintf(
	    stderr,
	    "backmatter: there is no finding with the code %s; --rules lists "
	    "them\n",
	    code);
	return EXIT_USAGE;
}

/* Makes an engine for a conversion or a build and runs it. */
static int
work(const options *o, const bm_api *api)
{
	bool terminal = isatty(STDERR_FILENO) != 0;
	report r = {.json = o->json,
		    .color = o->color < 0 ? terminal : o->color == 1,
		    .hints = o->hints,
		    .progress = terminal && !o->quiet && !o->json,
		    .least = o->quiet     ? BM_ERROR
			     : o->verbose ? BM_INFO
					  : BM_WARNING};
	bm_host host = {.size = sizeof(host),
			.user = &r,
			.diag = report_diag,
			.progress = report_progress};
	bm_engine_options e = {.size = sizeof(e),
			       .data_dir = o->data,
			       .style_dir = o->style_dir,
			       .locale_dir = o->locale_dir};
	bm_engine *engine;
	bm_status status = api->engine_new(&host, &e, &engine);
	int code;

	if (status != BM_OK) {
		fprintf(stderr, "backmatter: %s\n", api->status_text(status));
		return EXIT_FAILED;
	}
	code = o->command == COMMAND_BUILD ? build(o, api, engine, &r)
	       : o->command == COMMAND_BIB ? bib(o, api, engine, &r)
					   : convert(o, api, engine, &r);
	if (code != EXIT_USAGE)
		report_end(&r);
	api->engine_free(engine);
	return code;
}

/* A short life asks for memory in few and large pieces and gives none back. */
static void
tune_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_TOP_PAD, 16 * 1024 * 1024);
	mallopt(M_TRIM_THRESHOLD, 256 * 1024 * 1024);
#endif
}

int
main(int argc, char **argv)
{
	const bm_api *api;
	options o;

	tune_memory();
	if (!options_read(argc, argv, &o))
		return EXIT_USAGE;
	if (o.command == COMMAND_HELP || o.command == COMMAND_BIB_HELP) {
		if (o.command == COMMAND_HELP)
			options_help();
		else
			options_bib_help();
		return fflush(stdout) == 0 ? EXIT_FINE : EXIT_FAILED;
	}
	api = library_open(o.library);
	if (api == NULL)
		return EXIT_FAILED;
	switch (o.command) {
	case COMMAND_VERSION:
		printf("backmatter %s (library %s)\n", BM_VERSION,
		       api->version);
		return fflush(stdout) == 0 ? EXIT_FINE : EXIT_FAILED;
	case COMMAND_RULES:
		return explain(api, NULL);
	case COMMAND_EXPLAIN:
		return explain(api, o.argument);
	default:
		return work(&o, api);
	}
}
