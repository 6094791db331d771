/*
 * Findings as a page that a person can read and act on: what was looked at,
 * what to mend, rule by rule, and how far each criterion of WCAG is settled.
 * It needs no script and nothing beside it.
 */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "text.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<title>Backmatter report</title>\n<style>\n"
    "body { max-width: 60rem; margin: 0 auto; padding: 0 1rem 4rem;\n"
    "  font: 1rem/1.5 sans-serif; color: #1a1a1a; background: #fff; }\n"
    "table { border-collapse: collapse; margin: 1rem 0; width: 100%; }\n"
    "caption { text-align: left; font-weight: bold; padding: .3rem 0; }\n"
    "th, td { text-align: left; vertical-align: top; padding: .3rem .6rem;\n"
    "  border-bottom: 1px solid #767676; overflow-wrap: anywhere; }\n"
    "th { font-weight: 600; }\n"
    "code { font-family: monospace; }\n"
    ".error { color: #a3000e; font-weight: 600; }\n"
    ".warning { color: #7a4a00; font-weight: 600; }\n"
    "a { color: #003d99; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "  body { color: #eee; background: #161616; }\n"
    "  .error { color: #ff9a9a; } .warning { color: #ffc870; }\n"
    "  a { color: #9cc4ff; } }\n"
    "@media print { a { color: inherit; } }\n"
    "</style>\n</head>\n<body>\n<main>\n";

/* By rule, the worst ones first; then as they came. */
static int
compare(const void *left, const void *right)
{
	const finding *const *a = left, *const *b = right;
	int order = (int)(*b)->severity - (int)(*a)->severity;

	if (order == 0)
		order = strcmp((*a)->code, (*b)->code);
	return order != 0 ? order : *a < *b ? -1 : *a > *b;
}

static void
put(FILE *out, const char *s)
{
	text_xml(out, s != NULL ? s : "");
}

/* ---- what was found ---- */

/* One place. */
static void
put_place(FILE *out, const finding *f)
{
	fputs("<tr><th scope=\"row\">", out);
	put(out, f->file);
	if (f->line != 0)
		fprintf(out, ", line %u", f->line);
	fputs("</th><td>", out);
	put(out, f->message);
	if (f->line_text != NULL) {
		const char *s = f->line_text + strspn(f->line_text, " \t");

		fputs("<br><code>", out);
		for (size_t n = 0; *s != '\0' && n < 160; n++) {
			char bytes[4];
			char one[5] = "";
			size_t k = text_put(bytes, text_next(&s));

			memcpy(one, bytes, k);
			put(out, one);
		}
		fputs(*s != '\0' ? " …</code>" : "</code>", out);
	}
	fputs("</td></tr>\n", out);
}

/* All findings of one rule; how many they were. */
static size_t
put_rule(const report *r, finding *const *list, size_t count)
{
	const finding *f = list[0];
	const bm_rule *rule = report_rule(r, f->code);
	FILE *out = r->out;
	size_t n = 1;

	while (n < count && strcmp(list[n]->code, f->code) == 0 &&
	       list[n]->severity == f->severity)
		n++;
	fprintf(out, "<section>\n<h3 id=\"%s-%s\">",
		report_severities[f->severity], f->code);
	put(out, rule != NULL ? rule->summary : f->code);
	fprintf(out, " <span class=\"%s\">%s</span></h3>\n<p><code>",
		report_severities[f->severity], report_severities[f->severity]);
	put(out, f->code);
	fputs("</code>", out);
	if (rule != NULL && rule->reference != NULL) {
		fputs(": ", out);
		put(out, rule->reference);
	}
	fputs("</p>\n", out);
	if (f->hint != NULL) {
		fputs("<p>", out);
		put(out, f->hint);
		fputs("</p>\n", out);
	}
	fprintf(out,
		"<table>\n<caption>%zu place%s of %s</caption>\n<thead><tr>"
		"<th scope=\"col\">Place</th><th scope=\"col\">What is there"
		"</th></tr></thead>\n<tbody>\n",
		n, n == 1 ? "" : "s", f->code);
	for (size_t i = 0; i < n; i++)
		put_place(out, list[i]);
	fputs("</tbody>\n</table>\n</section>\n", out);
	return n;
}

static void
put_findings(report *r)
{
	finding **list = malloc((r->kept_count + 1) * sizeof(*list));
	size_t n = 0;

	if (list == NULL) {
		r->no_memory = true;
		return;
	}
	for (size_t i = 0; i < r->kept_count; i++)
		if (!r->quiet || r->kept[i].severity == BM_ERROR)
			list[n++] = &r->kept[i];
	qsort(list, n, sizeof(*list), compare);
	fputs("<h2 id=\"findings\">Findings</h2>\n", r->out);
	if (n == 0)
		fputs("<p>Nothing was found.</p>\n", r->out);
	for (size_t i = 0; i < n;)
		i += put_rule(r, list + i, n - i);
	free(list);
}

/* ---- the summary ---- */

static void
put_count(FILE *out, const char *what, size_t n)
{
	fprintf(out, "<tr><th scope=\"row\">%s</th><td>%zu</td></tr>\n", what,
		n);
}

static void
put_summary(report *r)
{
	FILE *out = r->out;

	fputs("<h1>Backmatter report</h1>\n<ul>\n", out);
	for (size_t i = 0; i < r->looked_count && i < 50; i++) {
		fputs("<li>", out);
		put(out, r->looked[i].name);
		fputs("</li>\n", out);
	}
	if (r->looked_count > 50)
		fprintf(out, "<li>and %zu more</li>\n", r->looked_count - 50);
	fputs("</ul>\n<table>\n<caption>What was found</caption>\n<thead><tr>"
	      "<th scope=\"col\">Kind</th><th scope=\"col\">Number</th></tr>"
	      "</thead>\n<tbody>\n",
	      out);
	put_count(out, "Errors", r->counts[BM_ERROR]);
	put_count(out, "Warnings", r->counts[BM_WARNING]);
	put_count(out, "For a person to look at", r->counts[BM_INFO]);
	if (r->known != NULL)
		put_count(out, "Known from the baseline", r->known_count);
	if (r->all.count > 0)
		put_count(out, "Files checked", r->all.files);
	fputs("</tbody>\n</table>\n", out);
	if (r->failed)
		fputs("<p class=\"error\">Something could not be read, so this "
		      "report is not complete.</p>\n",
		      out);
}

static void
put_criteria(report *r)
{
	FILE *out = r->out;

	fputs("<h2 id=\"wcag\">WCAG 2.2, levels A and AA</h2>\n<p>A program "
	      "finds faults; it cannot find that there are none. <em>Partly"
	      "</em> means that rules looked, and that the question in the "
	      "last column is left. <em>Wholly</em> means that there is "
	      "nothing on the pages that the criterion is about.</p>\n<table>\n"
	      "<caption>Criteria and how far they were checked</caption>\n"
	      "<thead><tr><th scope=\"col\">Criterion</th><th scope=\"col\">"
	      "Level</th><th scope=\"col\">Checked</th><th scope=\"col\">"
	      "Faults</th><th scope=\"col\">Left for a person</th></tr>"
	      "</thead>\n<tbody>\n",
	      out);
	for (size_t i = 0; i < criteria_count(); i++) {
		criterion c = criteria_at(&r->all, i);

		fprintf(out,
			"<tr><th scope=\"row\">%s %s</th><td>%s</td><td>%s"
			"</td><td>%zu</td><td>",
			c.number, c.name, c.level, reach_words[c.reach],
			c.failed);
		put(out, c.reach == REACH_WHOLLY ? "nothing" : c.left);
		fputs("</td></tr>\n", out);
	}
	fputs("</tbody>\n</table>\n", out);
}

void
report_html(report *r)
{
	fputs(head, r->out);
	put_summary(r);
	put_findings(r);
	if (r->all.count > 0)
		put_criteria(r);
	fputs("</main>\n</body>\n</html>\n", r->out);
}
