/* Findings as annotations of GitHub Actions: one command a line. */
#include <stdlib.h>

#include "report.h"
#include "text.h"

/*
 * What would end the command or one of its properties is written with
 * percent signs, as GitHub reads it.
 */
static void
put(FILE *out, const char *s, bool property)
{
	char bytes[TEXT_SHOWN_MAX];
	uint32_t c;

	while ((c = text_next(&s)) != 0)
		if (c == '%' || c == '\r' || c == '\n' ||
		    (property && (c == ':' || c == ',')))
			fprintf(out, "%%%02X", (unsigned)c);
		else if (text_steers(c) && c != '\t')
			fwrite(bytes, 1, text_show(bytes, c), out);
		else
			fwrite(bytes, 1, text_put(bytes, c), out);
}

void
report_github(report *r, const bm_diag *d)
{
	static const char *const levels[] = {"", "notice", "warning", "error"};
	char *name = d->file != NULL ? report_name(r, d->file) : NULL;
	FILE *out = r->out;

	fprintf(out, "::%s ", levels[d->severity]);
	if (name != NULL) {
		fputs("file=", out);
		put(out, name, true);
		putc(',', out);
	}
	if (name != NULL && d->line != 0) {
		fprintf(out, "line=%u,", d->line);
		/* Columns are taken for one line only; the end is the last
		 * one. */
		if (d->end_line > d->line)
			fprintf(out, "endLine=%u,", d->end_line);
		else if (d->character != 0)
			fprintf(out, "col=%u,", d->character);
		if (d->end_line == d->line && d->end_character > d->character)
			fprintf(out, "endColumn=%u,", d->end_character - 1);
	}
	fputs("title=", out);
	put(out, d->code, true);
	fputs("::", out);
	put(out, d->message, false);
	if (r->hints && d->hint != NULL) {
		fputs("%0A", out);
		put(out, d->hint, false);
	}
	putc('\n', out);
	free(name);
}
