/* Findings as TAP 14: a test for each file that was looked at. */
#include <string.h>

#include "report.h"
#include "text.h"

/* A string that YAML takes as it is: JSON's are YAML's. */
static void
put_value(FILE *out, const char *name, const char *value)
{
	if (value == NULL)
		return;
	fprintf(out, "      %s: ", name);
	text_json(out, value);
	putc('\n', out);
}

/* A description ends with its line, and what stands behind # would be read. */
static void
put_name(FILE *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '#' || *s == '\\')
			putc('\\', out);
		putc((unsigned char)*s < 0x20 ? ' ' : *s, out);
	}
}

static bool
is_of(const finding *f, const looked_at *l)
{
	const char *file = f->file != NULL ? f->file : "";
	size_t n = l->name != NULL ? strlen(l->name) : 0;

	if (l->name == NULL)
		return false;
	if (l->folder)
		return strcmp(l->name, ".") == 0 ||
		       (strncmp(file, l->name, n) == 0 && file[n] == '/');
	/* Pages of a book are named below it. */
	return strncmp(file, l->name, n) == 0 &&
	       (file[n] == '\0' || file[n] == '/');
}

static void
put_finding(FILE *out, const finding *f)
{
	fputs("    - code: ", out);
	text_json(out, f->code);
	putc('\n', out);
	put_value(out, "severity", report_severities[f->severity]);
	put_value(out, "message", f->message);
	put_value(out, "file", f->file);
	if (f->line != 0)
		fprintf(out, "      line: %u\n      column: %u\n", f->line,
			f->column);
	put_value(out, "hint", f->hint);
}

/* One test: good when no finding of it fails the run. */
static void
put_test(const report *r, const looked_at *l, size_t number)
{
	bool good = true, any = false;

	for (size_t i = 0; i < r->kept_count; i++)
		if (is_of(&r->kept[i], l) && r->fail_on != 0 &&
		    (int)r->kept[i].severity >= r->fail_on)
			good = false;
	fprintf(r->out, "%sok %zu - ", good ? "" : "not ", number);
	put_name(r->out, l->name != NULL ? l->name : "?");
	putc('\n', r->out);
	for (size_t i = 0; i < r->kept_count; i++) {
		if (!is_of(&r->kept[i], l))
			continue;
		fputs(any ? "" : "  ---\n  findings:\n", r->out);
		any = true;
		put_finding(r->out, &r->kept[i]);
	}
	fputs(any ? "  ...\n" : "", r->out);
}

void
report_tap(report *r)
{
	fprintf(r->out, "TAP version 14\n1..%zu\n", r->looked_count);
	for (size_t i = 0; i < r->looked_count; i++)
		put_test(r, &r->looked[i], i + 1);
	if (r->failed)
		fputs("Bail out! Something could not be read.\n", r->out);
}
