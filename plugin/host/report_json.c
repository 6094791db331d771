/* Findings as one JSON object. */
#include "report.h"
#include "text.h"

static void
member(FILE *out, const char *name, const char *value)
{
	if (value == NULL)
		return;
	fprintf(out, ",\"%s\":", name);
	text_json(out, value);
}

void
report_json(report *r, const bm_diag *d)
{
	FILE *out = r->out;

	fputs(r->listed++ == 0 ? "{\"findings\":[\n" : ",\n", out);
	fprintf(out, "{\"severity\":\"%s\"", report_severities[d->severity]);
	member(out, "code", d->code);
	member(out, "message", d->message);
	member(out, "file", d->file);
	if (d->line != 0)
		fprintf(out, ",\"line\":%u,\"column\":%u", d->line, d->column);
	if (d->end_line != 0)
		fprintf(out, ",\"endLine\":%u,\"endColumn\":%u", d->end_line,
			d->end_column);
	member(out, "reference", d->reference);
	member(out, "hint", d->hint);
	if (d->character != 0)
		fprintf(out, ",\"character\":%u", d->character);
	if (d->end_character != 0)
		fprintf(out, ",\"endCharacter\":%u", d->end_character);
	member(out, "text", d->text);
	member(out, "fingerprint", d->fingerprint);
	putc('}', out);
}

static void
put_baseline(report *r)
{
	size_t stale = 0;

	fprintf(r->out, ",\n\"baseline\":{\"known\":%zu,\"stale\":[",
		r->known_count);
	for (size_t i = 0; r->write_baseline == NULL && i < r->known->count;
	     i++) {
		const baseline_entry *e = &r->known->entries[i];

		if (!report_is_stale(r, e))
			continue;
		fputs(stale++ == 0 ? "\n{\"file\":" : ",\n{\"file\":", r->out);
		text_json(r->out, e->file);
		member(r->out, "code", e->code);
		member(r->out, "fingerprint", e->fingerprint);
		member(r->out, "message", e->message);
		putc('}', r->out);
	}
	fputs("]}", r->out);
}

void
report_json_end(report *r)
{
	fprintf(r->out,
		"%s],\n\"summary\":{\"errors\":%zu,\"warnings\":%zu,"
		"\"infos\":%zu}",
		r->listed == 0 ? "{\"findings\":[" : "\n", r->counts[BM_ERROR],
		r->counts[BM_WARNING], r->counts[BM_INFO]);
	if (r->known != NULL)
		put_baseline(r);
	if (r->all.count > 0)
		report_json_criteria(r);
	fputs("}\n", r->out);
}
