/* Findings as JUnit XML: a suite for each file, a case for each rule. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "text.h"

static const char *
file_of(const finding *f)
{
	return f->file != NULL ? f->file : "backmatter";
}

/* By file, then rule; findings of one rule stay in their order. */
static int
compare(const void *left, const void *right)
{
	const finding *const *a = left, *const *b = right;
	int order = strcmp(file_of(*a), file_of(*b));

	if (order == 0)
		order = strcmp((*a)->code, (*b)->code);
	return order != 0 ? order : *a < *b ? -1 : *a > *b;
}

static bool
fails(const report *r, const finding *f)
{
	return r->fail_on != 0 && (int)f->severity >= r->fail_on;
}

/* How many findings from the first on are of its file, or its rule too. */
static size_t
run_of(finding *const *list, size_t count, bool rule)
{
	size_t n = 1;

	while (n < count && strcmp(file_of(list[n]), file_of(list[0])) == 0 &&
	       (!rule || strcmp(list[n]->code, list[0]->code) == 0))
		n++;
	return n;
}

static void
put_attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	text_xml(out, value);
	putc('"', out);
}

/* All places of one rule in one file, a line each. */
static void
put_places(FILE *out, finding *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const finding *f = list[i];

		text_xml(out, file_of(f));
		if (f->line != 0)
			fprintf(out, ":%u:%u", f->line, f->column);
		fprintf(out, ": %s: ", report_severities[f->severity]);
		text_xml(out, f->message);
		putc('\n', out);
	}
	if (list[0]->hint != NULL)
		text_xml(out, list[0]->hint);
}

static void
put_case(const report *r, finding *const *list, size_t count)
{
	const finding *first = NULL;
	FILE *out = r->out;

	for (size_t i = 0; i < count && first == NULL; i++)
		first = fails(r, list[i]) ? list[i] : NULL;
	fputs("    <testcase", out);
	put_attribute(out, "classname", file_of(list[0]));
	put_attribute(out, "name", list[0]->code);
	fputs(" time=\"0\">\n", out);
	if (first != NULL) {
		fputs("      <failure", out);
		put_attribute(out, "type", report_severities[first->severity]);
		put_attribute(out, "message", first->message);
		putc('>', out);
	} else {
		fputs("      <system-out>", out);
	}
	put_places(out, list, count);
	fprintf(out, "</%s>\n    </testcase>\n",
		first != NULL ? "failure" : "system-out");
}

/* Cases of a run, and those that failed. */
static void
count_cases(const report *r, finding *const *list, size_t count, size_t *cases,
	    size_t *failures)
{
	*cases = *failures = 0;
	for (size_t i = 0, n; i < count; i += n) {
		bool bad = false;

		n = run_of(list + i, count - i, true);
		for (size_t j = 0; j < n; j++)
			bad = bad || fails(r, list[i + j]);
		(*cases)++;
		*failures += bad;
	}
}

static void
put_suite(const report *r, finding *const *list, size_t count)
{
	size_t cases, failures;

	count_cases(r, list, count, &cases, &failures);
	fputs("  <testsuite", r->out);
	put_attribute(r->out, "name", file_of(list[0]));
	fprintf(r->out,
		" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"0\" "
		"time=\"0\">\n",
		cases, failures);
	for (size_t i = 0, n; i < count; i += n) {
		n = run_of(list + i, count - i, true);
		put_case(r, list + i, n);
	}
	fputs("  </testsuite>\n", r->out);
}

/* A suite with a case that passed: nothing was found there. */
static void
put_clean(const report *r, const char *name)
{
	fputs("  <testsuite", r->out);
	put_attribute(r->out, "name", name);
	fputs(" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" "
	      "time=\"0\">\n    <testcase",
	      r->out);
	put_attribute(r->out, "classname", name);
	fputs(" name=\"findings\" time=\"0\"/>\n  </testsuite>\n", r->out);
}

/* Whether nothing was found in what was looked at. */
static bool
is_clean(const report *r, const looked_at *l)
{
	if (l->folder)
		return r->kept_count == 0;
	for (size_t i = 0; i < r->kept_count; i++)
		if (l->name == NULL ||
		    strcmp(file_of(&r->kept[i]), l->name) == 0)
			return false;
	return l->name != NULL;
}

void
report_junit(report *r)
{
	size_t cases, failures, clean = 0;
	finding **list = malloc((r->kept_count + 1) * sizeof(*list));

	if (list == NULL) {
		r->no_memory = true;
		return;
	}
	for (size_t i = 0; i < r->kept_count; i++)
		list[i] = &r->kept[i];
	qsort(list, r->kept_count, sizeof(*list), compare);
	for (size_t i = 0; i < r->looked_count; i++)
		clean += is_clean(r, &r->looked[i]);
	count_cases(r, list, r->kept_count, &cases, &failures);
	fprintf(r->out,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<testsuites name=\"backmatter\" tests=\"%zu\" "
		"failures=\"%zu\" errors=\"0\" time=\"0\">\n",
		cases + clean, failures);
	for (size_t i = 0, n; i < r->kept_count; i += n) {
		n = run_of(list + i, r->kept_count - i, false);
		put_suite(r, list + i, n);
	}
	for (size_t i = 0; i < r->looked_count; i++)
		if (is_clean(r, &r->looked[i]))
			put_clean(r, r->looked[i].name);
	fputs("</testsuites>\n", r->out);
	free(list);
}
