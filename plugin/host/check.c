#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "faults.h"
#include "lint.h"
#include "names.h"
#include "project.h"
#include "text.h"

struct run {
	const options *o;
	report *report;
	struct names files, origins;
	bm_status worst;
	char *text; /* of standard input, when it is a page */
	size_t length;
};

/* ---- what is named ---- */

static bool
is_page(const char *name)
{
	return name_ends(name, ".html") || name_ends(name, ".htm") ||
	       name_ends(name, ".xhtml") || name_ends(name, ".xht") ||
	       name_ends(name, ".svg") || name_ends(name, ".epub");
}

static void
add_file(struct run *run, struct names *to, const char *path)
{
	if (!names_add(to, text_copy(path)))
		fault_note(&run->worst, BM_NO_MEMORY);
}

/* All files in a folder and below that are wanted, sorted, behind those of
 * `out`. */
static void
add_below(struct run *run, const char *top, bool (*wanted)(const char *name),
	  struct names *out)
{
	struct names waiting = {0}, found = {0};

	if (!names_add(&waiting, text_copy(top)))
		fault_note(&run->worst, BM_NO_MEMORY);
	for (size_t i = 0; i < waiting.count; i++)
		fault_folder(
		    &run->worst, waiting.list[i],
		    names_of_folder(waiting.list[i], wanted, &waiting, &found));
	names_sort(&found);
	for (size_t i = 0; i < found.count; i++)
		add_file(run, out, found.list[i]);
	names_free(&waiting);
	names_free(&found);
}

/* All pages in a folder and below. */
static void
add_folder(struct run *run, const char *top)
{
	size_t had = run->files.count;

	report_looks_at(run->report, top, true);
	add_below(run, top, is_page, &run->files);
	if (run->files.count == had && run->worst == BM_OK)
		fault_tell(&run->worst, top, "there is no page in this folder");
}

/* The page on standard input; its name is that of none. */
static void
add_stdin(struct run *run)
{
	if (run->text != NULL)
		return;
	run->text = read_stdin(&run->length);
	if (run->text == NULL)
		fault_tell(&run->worst, "standard input", "it cannot be read");
	else
		add_file(run, &run->files, "<stdin>");
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
		add_file(run, &run->files, path);
	}
}

/* A document that the pages were made of, or all in a folder. */
static void
add_origin(struct run *run, const char *path)
{
	size_t had = run->origins.count;
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		add_file(run, &run->origins, path);
		return;
	}
	add_below(run, path, name_is_document, &run->origins);
	if (run->origins.count == had)
		fault_tell(&run->worst, path,
			   "there is no document in this folder");
}

/* The files whose names stand on standard input, one a line. */
static void
add_batch(struct run *run)
{
	size_t length;
	char *names = read_stdin(&length), *line = names, *end;

	if (names == NULL) {
		fault_tell(&run->worst, "standard input", "it cannot be read");
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
				fault_note(&run->worst, BM_NO_MEMORY);
		}
	}
	free(names);
}

/* Inputs for names, NULL-ended, with the items behind the list; the
 * caller's.  NULL without memory. */
static const bm_input **
inputs_of(const struct run *run, const struct names *names)
{
	size_t count = names->count;
	size_t list_size = (count + 1) * sizeof(bm_input *);
	const bm_input **list = calloc(1, list_size + count * sizeof(bm_input));
	bm_input *items;

	if (list == NULL)
		return NULL;
	items = (bm_input *)(void *)((char *)list + list_size);
	for (size_t i = 0; i < count; i++) {
		bool in = strcmp(names->list[i], "<stdin>") == 0;

		items[i] = (bm_input){.size = sizeof(*items),
				      .name = names->list[i],
				      .data = in ? run->text : NULL,
				      .length = in ? run->length : 0};
		list[i] = &items[i];
	}
	return list;
}

/* What the project asks for holds where the command line is silent. */
static void
take_settings(void *user, const bm_check_settings *s)
{
	report *r = user;

	if (s->fail_on >= 0 && !r->fail_on_given)
		r->fail_on = s->fail_on;
	if (s->baseline == NULL || r->known != NULL)
		return;
	r->known = baseline_read(s->baseline);
	if (r->known == NULL)
		r->failed = true;
}

static bm_status
judge(struct run *run, const bm_api *api, bm_engine *engine)
{
	char *project = project_here(run->o);
	bm_check_options c = {.size = sizeof(c),
			      .threads = run->o->threads,
			      .user = run->report,
			      .project = project,
			      .settings = take_settings,
			      .rules = run->o->rule_count > 0 ? run->o->rules
							      : NULL};
	const bm_input **pages = inputs_of(run, &run->files);
	const bm_input **origins = inputs_of(run, &run->origins);
	bm_status status = BM_NO_MEMORY;

	if (pages != NULL && origins != NULL) {
		c.outcome = report_outcome;
		c.quiet = run->report->format == REPORT_ACT;
		if (run->origins.count > 0)
			c.sources = origins;
		status = api->check(engine, pages, &c);
	}
	free(project);
	free(origins);
	free(pages);
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
	for (size_t i = 0; i < o->origin_count; i++)
		add_origin(&run, o->origins[i]);
	fault_note(&run.worst, judge(&run, api, engine));
	names_free(&run.files);
	names_free(&run.origins);
	free(run.text);
	return run.worst;
}
