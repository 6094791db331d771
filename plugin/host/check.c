#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lint.h"
#include "names.h"
#include "text.h"

struct run {
	const options *o;
	report *report;
	struct names files;
	bm_status worst;
	char *text; /* of standard input, when it is a page */
	size_t length;
};

static void
note(struct run *run, bm_status status)
{
	if (run->worst == BM_OK)
		run->worst = status;
}

static void
complain(struct run *run, const char *path, const char *why)
{
	fputs("backmatter: ", stderr);
	text_plain(stderr, path);
	fprintf(stderr, ": %s\n", why);
	note(run, BM_IO);
}

/* ---- what is named ---- */

static bool
is_page(const char *name)
{
	return name_ends(name, ".html") || name_ends(name, ".htm") ||
	       name_ends(name, ".xhtml") || name_ends(name, ".xht") ||
	       name_ends(name, ".svg") || name_ends(name, ".epub");
}

static void
add_file(struct run *run, const char *path)
{
	if (!names_add(&run->files, text_copy(path)))
		note(run, BM_NO_MEMORY);
}

/* All pages in a folder and below. */
static void
add_folder(struct run *run, const char *top)
{
	struct names waiting = {0}, found = {0};

	report_looks_at(run->report, top, true);
	if (!names_add(&waiting, text_copy(top)))
		note(run, BM_NO_MEMORY);
	for (size_t i = 0; i < waiting.count; i++) {
		int error =
		    names_of_folder(waiting.list[i], is_page, &waiting, &found);

		if (error == ENOMEM)
			note(run, BM_NO_MEMORY);
		else if (error != 0)
			complain(run, waiting.list[i], strerror(error));
	}
	names_sort(&found);
	for (size_t i = 0; i < found.count; i++)
		add_file(run, found.list[i]);
	if (found.count == 0 && run->worst == BM_OK)
		complain(run, top, "there is no page in this folder");
	names_free(&waiting);
	names_free(&found);
}

/* The page on standard input; its name is that of none. */
static void
add_stdin(struct run *run)
{
	if (run->text != NULL)
		return;
	run->text = read_stdin(&run->length);
	if (run->text == NULL)
		complain(run, "standard input", "it cannot be read");
	else
		add_file(run, "<stdin>");
}

static void
add_path(struct run *run, const char *path)
{
	struct stat st;

	if (strcmp(path, "-") == 0) {
		add_stdin(run);
	} else if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		add_folder(run, path);
	} else {
		report_looks_at(run->report, path, false);
		add_file(run, path);
	}
}

/* The files whose names stand on standard input, one a line. */
static void
add_batch(struct run *run)
{
	size_t length;
	char *names = read_stdin(&length), *line = names, *end;

	if (names == NULL) {
		complain(run, "standard input", "it cannot be read");
		return;
	}
	for (; line < names + length; line = end + 1) {
		end = memchr(line, '\n', (size_t)(names + length - line));
		if (end == NULL)
			end = names + length;
		if (end > line) {
			char *name = malloc((size_t)(end - line) + 1);

			if (name != NULL) {
				memcpy(name, line, (size_t)(end - line));
				name[end - line] = '\0';
			}
			if (!names_add(&run->files, name))
				note(run, BM_NO_MEMORY);
		}
	}
	free(names);
}

static bm_status
judge(struct run *run, const bm_api *api, bm_engine *engine)
{
	bm_check_options c = {.size = sizeof(c),
			      .threads = run->o->threads,
			      .user = run->report,
			      .rules = run->o->rule_count > 0 ? run->o->rules
							      : NULL};
	size_t count = run->files.count;
	bm_input *inputs = calloc(count + 1, sizeof(*inputs));
	const bm_input **list = calloc(count + 1, sizeof(*list));
	bm_status status = BM_NO_MEMORY;

	if (inputs != NULL && list != NULL) {
		for (size_t i = 0; i < count; i++) {
			bool in = strcmp(run->files.list[i], "<stdin>") == 0;

			inputs[i] = (bm_input){.size = sizeof(*inputs),
					       .name = run->files.list[i],
					       .data = in ? run->text : NULL,
					       .length = in ? run->length : 0};
			list[i] = &inputs[i];
		}
		c.outcome = report_outcome;
		c.quiet = run->report->format == REPORT_ACT;
		status = api->check(engine, list, &c);
	}
	free(list);
	free(inputs);
	return status;
}

bm_status
check(const options *o, const bm_api *api, bm_engine *engine, report *r)
{
	struct run run = {.o = o, .report = r};

	if (o->batch)
		add_batch(&run);
	for (size_t i = 0; i < o->file_count; i++)
		add_path(&run, o->files[i]);
	if (o->file_count == 0 && !o->batch)
		add_folder(&run, ".");
	note(&run, judge(&run, api, engine));
	names_free(&run.files);
	free(run.text);
	return run.worst;
}
