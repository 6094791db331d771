#include "lint.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "faults.h"
#include "names.h"
#include "project.h"
#include "text.h"

struct run {
	const options *o;
	const bm_api *api;
	bm_engine *engine;
	report *report;
	bm_status worst;
	bool read_stdin;
};

/* ---- one document, one project ---- */

static void
look(struct run *run, const bm_input *input, const char *root)
{
	const options *o = run->o;
	char *project =
	    project_for(o, input->data == NULL ? input->name : NULL);
	bm_convert_options c = {.size = sizeof(c),
				.from = o->from,
				.to = "html",
				.style = o->style,
				.lang = o->lang,
				.bibliographies = o->bibliographies,
				.today = o->today,
				.root = o->root != NULL   ? o->root
					: project != NULL ? NULL
							  : root,
				.project = project,
				.source_date_epoch = o->epoch,
				.threads = o->threads,
				.lint = 1,
				.check = 1,
				.ledger = o->ledger != NULL,
				.schema = o->schema,
				.readability = o->readability,
				.profiles = o->profiles,
				.olinks = o->olinks};

	report_looks_at(run->report, input->name, false);
	fault_note(&run->worst,
		   run->api->convert(run->engine, input, &c, NULL));
	free(project);
}

static void
look_at_stdin(struct run *run)
{
	bm_input input = {.size = sizeof(input), .name = "<stdin>"};
	char *text;

	if (run->read_stdin)
		return;
	run->read_stdin = true;
	text = read_stdin(&input.length);
	if (text == NULL) {
		fault_tell(&run->worst, "standard input", "it cannot be read");
		return;
	}
	input.data = text;
	look(run, &input, NULL);
	free(text);
}

static void
look_at_file(struct run *run, const char *path, const char *root)
{
	bm_input input = {.size = sizeof(input), .name = path};

	look(run, &input, root);
}

/* path is the project file; all in its folder counts as looked at. */
static void
look_at_project(struct run *run, const char *path)
{
	bm_build_options b = {.size = sizeof(b),
			      .project = path,
			      .today = run->o->today,
			      .threads = run->o->threads,
			      .source_date_epoch = run->o->epoch,
			      .check = 1,
			      .ledger = run->o->ledger != NULL,
			      .schema = run->o->schema,
			      .readability = run->o->readability,
			      .profiles = run->o->profiles,
			      .olinks = run->o->olinks};

	report_looks_at(run->report, path, true);
	fault_note(&run->worst, run->api->build(run->engine, &b));
}

/* ---- folders ---- */

static bool
is_project(const char *name)
{
	const char *base = strrchr(name, '/');

	return name_ends(name, ".yaml") || name_ends(name, ".yml") ||
	       strcmp(base != NULL ? base + 1 : name, "backmatter.yaml") == 0;
}

/* Looks at one folder: its documents go to `files`, the folders in it to
 * `waiting`. */
static void
open_folder(struct run *run, const char *folder, struct names *waiting,
	    struct names *files)
{
	fault_folder(&run->worst, folder,
		     names_of_folder(folder, name_is_document, waiting, files));
}

/* All documents in a folder and below; a folder with a project is that. */
static void
look_at_folder(struct run *run, const char *top)
{
	struct names waiting = {0}, files = {0}, projects = {0};

	report_looks_at(run->report, top, true);
	if (!names_add(&waiting, text_copy(top)))
		fault_note(&run->worst, BM_NO_MEMORY);
	for (size_t i = 0; i < waiting.count; i++) {
		char *project = project_of(waiting.list[i]);

		if (project == NULL)
			open_folder(run, waiting.list[i], &waiting, &files);
		else if (!names_add(&projects, project))
			fault_note(&run->worst, BM_NO_MEMORY);
	}
	names_sort(&files);
	names_sort(&projects);
	for (size_t i = 0; i < projects.count; i++)
		look_at_project(run, projects.list[i]);
	for (size_t i = 0; i < files.count; i++)
		look_at_file(run, files.list[i], top);
	if (files.count + projects.count == 0 && run->worst == BM_OK)
		fault_tell(&run->worst, top,
			   "there is no document in this folder");
	names_free(&waiting);
	names_free(&files);
	names_free(&projects);
}

/* The ledger in the form that the name of its file asks for. */
static void
put_ledger(struct run *run)
{
	const char *path = run->o->ledger;
	const char *format = name_ends(path, ".csv")    ? "csv"
			     : name_ends(path, ".json") ? "json"
							: "html";
	bm_status status = run->api->ledger(run->engine, format, path, NULL);

	if (status != BM_OK)
		fault_tell(&run->worst, path, "the ledger cannot be written");
}

bm_status
lint(const options *o, const bm_api *api, bm_engine *engine, report *r)
{
	struct run run = {o, api, engine, r, BM_OK, false};

	if (o->file_count == 0)
		look_at_folder(&run, ".");
	for (size_t i = 0; i < o->file_count; i++) {
		const char *path = o->files[i];
		struct stat st;

		if (strcmp(path, "-") == 0)
			look_at_stdin(&run);
		else if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
			look_at_folder(&run, path);
		else if (is_project(path))
			look_at_project(&run, path);
		else
			look_at_file(&run, path, NULL);
	}
	if (o->ledger != NULL)
		put_ledger(&run);
	return run.worst;
}
