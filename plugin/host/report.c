#include "report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "paths.h"
#include "text.h"

/* A line of at least so many bytes may be a part of one. */
#define SOURCE_WHOLE 497

const char *const report_severities[] = {"", "info", "warning", "error"};

/* ---- life ---- */

bool
report_open(report *r)
{
	if (r->format == REPORT_EARL)
		report_earl_begin(r);
	r->here = path_absolute(".");
	return r->here != NULL;
}

static void
free_finding(finding *f)
{
	free(f->code);
	free(f->message);
	free(f->file);
	free(f->hint);
	free(f->fingerprint);
	free(f->line_text);
}

void
report_close(report *r)
{
	for (size_t i = 0; i < r->kept_count; i++)
		free_finding(&r->kept[i]);
	for (size_t i = 0; i < r->looked_count; i++) {
		free(r->looked[i].name);
		free(r->looked[i].absolute);
	}
	for (size_t i = 0; i < r->hinted_count; i++)
		free(r->hinted[i]);
	free(r->kept);
	free(r->looked);
	free(r->hinted);
	free(r->here);
	outcomes_free(&r->all);
	baseline_free(r->known);
}

/* Room for one more in a list that doubles; false without memory. */
static bool
grow(void **list, size_t count, size_t size)
{
	void *more;

	if (count != 0 && (count & (count - 1)) != 0)
		return true;
	more = realloc(*list, (count == 0 ? 1 : 2 * count) * size);
	if (more == NULL)
		return false;
	*list = more;
	return true;
}

char *
report_name(const report *r, const char *file)
{
	char *absolute = path_absolute(file), *name;

	if (absolute == NULL)
		return NULL;
	name = path_inside(r->here, absolute) ? path_relative(r->here, absolute)
					      : text_copy(absolute);
	free(absolute);
	return name;
}

void
report_looks_at(report *r, const char *path, bool folder)
{
	looked_at *l;

	if (!grow((void **)(void *)&r->looked, r->looked_count,
		  sizeof(*r->looked))) {
		r->no_memory = true;
		return;
	}
	l = &r->looked[r->looked_count++];
	l->name = report_name(r, path);
	l->absolute = path_absolute(path);
	l->folder = folder;
	if (folder && l->absolute != NULL && !path_is_folder(path)) {
		char *project = l->absolute;

		l->absolute = path_folder(project);
		free(project);
	}
	if (l->name == NULL || l->absolute == NULL)
		r->no_memory = true;
}

/* ---- findings ---- */

/* Removes the progress line. */
static void
clear_bar(report *r)
{
	if (r->bar)
		fputs("\r\033[K", stderr);
	r->bar = false;
}

/* Whether the library has lent all of the line. */
static bool
is_whole(const bm_diag *d)
{
	return d->source != NULL && d->source_column == 1 &&
	       strlen(d->source) < SOURCE_WHOLE;
}

static void
keep(report *r, const bm_diag *d)
{
	finding *f;

	if (!grow((void **)(void *)&r->kept, r->kept_count, sizeof(*r->kept))) {
		r->no_memory = true;
		return;
	}
	f = &r->kept[r->kept_count++];
	*f = (finding){.severity = d->severity,
		       .code = text_copy(d->code),
		       .message = text_copy(d->message),
		       .file = d->file != NULL ? report_name(r, d->file) : NULL,
		       .hint = text_copy(d->hint),
		       .fingerprint = text_copy(d->fingerprint),
		       .line_text = is_whole(d) ? text_copy(d->source) : NULL,
		       .line = d->line,
		       .column = d->column,
		       .end_line = d->end_line,
		       .character = d->character,
		       .end_character = d->end_character};
	if (f->code == NULL || f->message == NULL ||
	    (d->file != NULL && f->file == NULL)) {
		r->no_memory = true;
		free_finding(f);
		r->kept_count--;
	}
}

/* Whether it is old stock, which is only counted. */
static bool
is_known(report *r, const bm_diag *d)
{
	if (r->known == NULL)
		return false;
	if (r->write_baseline != NULL) {
		if (!baseline_add(r->known, d->file, d->code,
				  d->fingerprint != NULL ? d->fingerprint : "",
				  d->message))
			r->no_memory = true;
	} else if (!baseline_knows(r->known, d->file, d->code,
				   d->fingerprint)) {
		return false;
	}
	r->known_count++;
	return true;
}

void
report_diag(void *user, const bm_diag *d)
{
	report *r = user;

	if (d->severity < BM_INFO || d->severity > BM_ERROR || is_known(r, d))
		return;
	r->counts[d->severity]++;
	clear_bar(r);
	switch (r->format) {
	case REPORT_JSON:
		report_json(r, d);
		break;
	case REPORT_SARIF:
	case REPORT_JUNIT:
	case REPORT_TAP:
	case REPORT_HTML:
		keep(r, d);
		break;
	case REPORT_ACT:
	case REPORT_EARL:
		break;
	case REPORT_GITHUB:
		if (d->severity >= r->least)
			report_github(r, d);
		break;
	default:
		if (d->severity >= r->least)
			report_text(r, d);
	}
}

void
report_outcome(void *user, const bm_outcome *o)
{
	report *r = user;

	if (r->format == REPORT_ACT)
		report_act(r, o);
	else if (r->format == REPORT_EARL)
		report_earl(r, o);
	else if (!outcomes_add(&r->all, o))
		r->no_memory = true;
}

bool
report_has(const report *r, bm_severity severity)
{
	for (int i = (int)severity; i <= (int)BM_ERROR; i++)
		if (r->counts[i] != 0)
			return true;
	return false;
}

bool
report_may_speak(const report *r)
{
	return r->out != stderr || r->format == REPORT_TEXT ||
	       r->format == REPORT_GITHUB;
}

/* ---- progress and the end ---- */

void
report_progress(void *user, const char *step, size_t done, size_t total)
{
	static const char full[] = "########################";
	report *r = user;
	int width = (int)sizeof(full) - 1, filled;

	if (!r->progress || total == 0)
		return;
	filled = (int)(done * (size_t)width / total);
	fprintf(stderr, "\r\033[K[%-*.*s] %3zu%% %s", width, filled, full,
		done * 100 / total, step);
	r->bar = true;
	if (done == total && strcmp(step, "done") == 0)
		clear_bar(r);
	fflush(stderr);
}

/* Whether an entry of the baseline belongs to what was looked at. */
bool
report_is_stale(const report *r, const baseline_entry *e)
{
	size_t n;
	char *path, *absolute;
	bool inside = false;

	if (e->used || r->failed)
		return false;
	n = strlen(r->known->folder) + strlen(e->file) + 2;
	path = malloc(n);
	if (path == NULL)
		return false;
	if (e->file[0] == '/' || e->file[0] == '<')
		snprintf(path, n, "%s", e->file);
	else
		snprintf(path, n, "%s/%s", r->known->folder, e->file);
	absolute = path_absolute(path);
	for (size_t i = 0; absolute != NULL && i < r->looked_count; i++) {
		const looked_at *l = &r->looked[i];

		inside =
		    inside || (l->folder ? path_inside(l->absolute, absolute)
					 : strcmp(l->absolute, absolute) == 0);
	}
	free(absolute);
	free(path);
	return inside;
}

/* What the baseline came to, in words. */
static void
tell_baseline(report *r)
{
	size_t stale = 0;

	if (r->known == NULL || r->quiet || !report_may_speak(r))
		return;
	if (r->write_baseline != NULL) {
		fprintf(stderr, "backmatter: %zu finding%s written to %s\n",
			r->known_count, r->known_count == 1 ? "" : "s",
			r->write_baseline);
		return;
	}
	for (size_t i = 0; i < r->known->count; i++) {
		const baseline_entry *e = &r->known->entries[i];

		if (!report_is_stale(r, e))
			continue;
		stale++;
		fprintf(stderr, "backmatter: gone, but in the baseline: ");
		text_plain(stderr, e->file);
		fprintf(stderr, ": ");
		text_plain(stderr, e->message);
		fprintf(stderr, " [");
		text_plain(stderr, e->code);
		fprintf(stderr, "]\n");
	}
	if (r->known_count > 0)
		fprintf(stderr,
			"backmatter: %zu finding%s not shown, known "
			"from %s\n",
			r->known_count, r->known_count == 1 ? "" : "s",
			r->known->path);
	if (stale > 0)
		fprintf(stderr,
			"backmatter: %zu of its entries %s gone; "
			"--write-baseline leaves them out\n",
			stale, stale == 1 ? "is" : "are");
}

void
report_end(report *r)
{
	size_t errors = r->counts[BM_ERROR], warnings = r->counts[BM_WARNING];

	clear_bar(r);
	if (r->write_baseline != NULL && r->failed)
		fprintf(stderr,
			"backmatter: %s was not written, as not "
			"everything could be read\n",
			r->write_baseline);
	else if (r->write_baseline != NULL && !r->no_memory &&
		 !baseline_write(r->known))
		r->failed = true;
	if (r->format == REPORT_JSON)
		report_json_end(r);
	else if (r->format == REPORT_SARIF)
		report_sarif(r);
	else if (r->format == REPORT_JUNIT)
		report_junit(r);
	else if (r->format == REPORT_TAP)
		report_tap(r);
	else if (r->format == REPORT_EARL)
		report_earl_end(r);
	else if (r->format == REPORT_HTML)
		report_html(r);
	else if (r->format == REPORT_TEXT && r->wcag)
		report_text_criteria(r);
	if (fflush(r->out) != 0 || ferror(r->out)) {
		fputs("backmatter: the report cannot be written\n", stderr);
		r->failed = true;
	}
	if (r->no_memory) {
		fputs("backmatter: there is not enough memory for the report\n",
		      stderr);
		r->failed = true;
	}
	if (!r->failed || r->write_baseline == NULL)
		tell_baseline(r);
	if (r->format == REPORT_TEXT && isatty(STDERR_FILENO) &&
	    errors + warnings != 0)
		fprintf(stderr, "%zu error%s, %zu warning%s\n", errors,
			errors == 1 ? "" : "s", warnings,
			warnings == 1 ? "" : "s");
}

const bm_rule *
report_rule(const report *r, const char *code)
{
	for (size_t i = 0; i < r->rule_count; i++)
		if (strcmp(r->rules[i]->code, code) == 0)
			return r->rules[i];
	return NULL;
}
