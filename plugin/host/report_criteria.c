/* Outcomes of rules, for programs and as a table for people. */
#include "report.h"
#include "text.h"

/* One line for each ACT rule and file, as runners of its suite read it. */
void
report_act(report *r, const bm_outcome *o)
{
	static const char *const words[] = {"inapplicable", "passed",
					    "cantTell", "failed"};

	if (o->act == NULL)
		return;
	fputs("{\"file\":", r->out);
	text_json(r->out, o->file);
	fprintf(r->out, ",\"rule\":\"%s\",\"outcome\":\"%s\"}\n", o->act,
		words[o->verdict]);
}

void
report_text_criteria(report *r)
{
	FILE *out = r->out;

	fprintf(out, "\nWCAG 2.2, levels A and AA, in %zu file%s\n\n",
		r->all.files, r->all.files == 1 ? "" : "s");
	fprintf(out, "%-7s %-3s %-15s %6s  %s\n", "", "", "checked", "faults",
		"criterion, and what is left for a person");
	for (size_t i = 0; i < criteria_count(); i++) {
		criterion c = criteria_at(&r->all, i);

		fprintf(out, "%-7s %-3s %-15s %6zu  %s\n", c.number, c.level,
			reach_words[c.reach], c.failed, c.name);
		if (c.reach != REACH_WHOLLY)
			fprintf(out, "%35s %s\n", "", c.left);
	}
}

void
report_json_criteria(report *r)
{
	FILE *out = r->out;

	fprintf(out, ",\n\"files\":%zu,\n\"criteria\":[", r->all.files);
	for (size_t i = 0; i < criteria_count(); i++) {
		criterion c = criteria_at(&r->all, i);

		fprintf(out,
			"%s\n{\"criterion\":\"%s\",\"level\":\"%s\","
			"\"name\":\"%s\",\"checked\":\"%s\",\"rules\":%zu,"
			"\"passed\":%zu,\"person\":%zu,\"failed\":%zu}",
			i > 0 ? "," : "", c.number, c.level, c.name,
			reach_words[c.reach], c.rules, c.passed, c.person,
			c.failed);
	}
	fputs("],\n\"rules\":[", out);
	for (size_t i = 0; i < r->all.count; i++) {
		const rule_sum *s = &r->all.list[i];

		fprintf(out, "%s\n{\"code\":\"%s\"", i > 0 ? "," : "", s->code);
		if (s->act != NULL)
			fprintf(out, ",\"act\":\"%s\"", s->act);
		fprintf(out, ",\"criteria\":\"%s\",\"expected\":", s->criteria);
		text_json(out, s->expected != NULL ? s->expected : "");
		fprintf(out, ",\"passed\":%zu,\"person\":%zu,\"failed\":%zu}",
			s->passed, s->person, s->failed);
	}
	putc(']', out);
}
