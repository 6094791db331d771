/* Findings as SARIF 2.1.0 (OASIS), for code scanning. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "text.h"

static const char *const levels[] = {"none", "note", "warning", "error"};

/* A list of the rules that were met, sorted by code. */
struct met {
	const char **codes;
	size_t count;
};

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
gather(const report *r, struct met *m)
{
	size_t n = 0;

	m->codes = malloc((r->kept_count + 1) * sizeof(*m->codes));
	if (m->codes == NULL)
		return false;
	for (size_t i = 0; i < r->kept_count; i++)
		m->codes[i] = r->kept[i].code;
	qsort(m->codes, r->kept_count, sizeof(*m->codes), compare);
	for (size_t i = 0; i < r->kept_count; i++)
		if (n == 0 || strcmp(m->codes[n - 1], m->codes[i]) != 0)
			m->codes[n++] = m->codes[i];
	m->count = n;
	return true;
}

/* ---- rules ---- */

/* {"text": ...}. */
static void
put_message(FILE *out, const char *text)
{
	fputs("{\"text\":", out);
	text_json(out, text);
	putc('}', out);
}

/* What a rule is about, what to do, and where it is from. */
static void
put_help(FILE *out, const bm_rule *rule)
{
	static const char *const joints[] = {"", ".\n", "\nReference: "};
	const char *parts[3] = {rule->summary, rule->hint, rule->reference};
	size_t n = 1;
	char *text;

	for (size_t i = 0; i < 3; i++)
		n +=
		    parts[i] != NULL ? strlen(joints[i]) + strlen(parts[i]) : 0;
	text = malloc(n);
	if (text == NULL)
		return;
	text[0] = '\0';
	for (size_t i = 0; i < 3; i++)
		if (parts[i] != NULL)
			strcat(strcat(text, joints[i]), parts[i]);
	fputs(",\"help\":", out);
	put_message(out, text);
	free(text);
}

/* Where the manual has more on a rule; the first that begins like it. */
static const struct page {
	const char *start, *page;
} pages[] = {{"DOC-", "diagnostics.html#document-rules"},
	     {"readability-", "diagnostics.html#readability"},
	     {"claims-", "diagnostics.html#claims"},
	     {"evidence-", "citations.html#designs"},
	     {"cite-", "citations.html#citing"},
	     {"csl-", "citations.html#styles"},
	     {"bib-", "citations.html#bibliographies"},
	     {"notice-missing", "notices.html#proof"},
	     {"notice-off", "notices.html#switched-off"},
	     {"notice", "notices.html#triggers"},
	     {"terms-", "writing.html#terms"},
	     {"image-", "writing.html#figures"},
	     {"table-", "writing.html#tables"},
	     {"footnote-", "writing.html#footnotes"},
	     {"heading-", "writing.html#headings"},
	     {"link-", "writing.html#links"},
	     {"xref-", "writing.html#links"},
	     {"frontmatter-", "writing.html#front-matter"},
	     {"project-", "options.html#project-file"},
	     {"", "diagnostics.html#codes"}};

/* Rules of claims have three capitals, a hyphen and three digits. */
static bool
is_claim(const char *code)
{
	return strlen(code) == 7 && code[3] == '-' && code[4] >= '0' &&
	       code[4] <= '9';
}

static void
put_help_uri(const report *r, const char *code)
{
	const struct page *p = pages;
	FILE *out = r->out;

	while (strncmp(code, p->start, strlen(p->start)) != 0)
		p++;
	fputs(",\"helpUri\":", out);
	/* Rules of check have an entry each. */
	for (size_t i = 0; i < r->all.count; i++)
		if (strcmp(r->all.list[i].code, code) == 0) {
			fprintf(out, "\"%smanual/check-rules.html#%s\"",
				SITE_URL, code);
			return;
		}
	fprintf(out, "\"%smanual/%s\"", SITE_URL,
		is_claim(code) ? "diagnostics.html#claims" : p->page);
}

static void
put_rule(const report *r, const char *code)
{
	const bm_rule *rule = report_rule(r, code);

	fputs("{\"id\":", r->out);
	text_json(r->out, code);
	if (rule != NULL) {
		fputs(",\"shortDescription\":", r->out);
		put_message(r->out, rule->summary);
		put_help(r->out, rule);
		put_help_uri(r, code);
		fprintf(r->out, ",\"defaultConfiguration\":{\"level\":\"%s\"}",
			levels[rule->severity]);
	}
	putc('}', r->out);
}

/* ---- results ---- */

/* A name as the path of a URI (RFC 3986, section 3.3). */
static void
put_uri(FILE *out, const char *name)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~/";
	bool absolute = name[0] == '/';

	fputs(absolute ? "{\"uri\":\"file://" : "{\"uri\":\"", out);
	for (; *name != '\0'; name++)
		if (strchr(plain, *name) != NULL)
			putc(*name, out);
		else
			fprintf(out, "%%%02X", (unsigned)(unsigned char)*name);
	fputs(absolute ? "\"}" : "\",\"uriBaseId\":\"%SRCROOT%\"}", out);
}

static void
put_place(FILE *out, const finding *f)
{
	fputs(",\"locations\":[{\"physicalLocation\":{\"artifactLocation\":",
	      out);
	put_uri(out, f->file);
	if (f->line != 0) {
		fprintf(out, ",\"region\":{\"startLine\":%u", f->line);
		if (f->character != 0)
			fprintf(out, ",\"startColumn\":%u", f->character);
		/* The end is behind the last character here too. */
		if (f->character != 0 && f->end_character != 0 &&
		    (f->end_line > f->line ||
		     (f->end_line == f->line &&
		      f->end_character >= f->character)))
			fprintf(out, ",\"endLine\":%u,\"endColumn\":%u",
				f->end_line, f->end_character);
		putc('}', out);
	}
	if (f->line != 0 && f->line_text != NULL) {
		fprintf(out,
			",\"contextRegion\":{\"startLine\":%u,\"snippet\":",
			f->line);
		put_message(out, f->line_text);
		putc('}', out);
	}
	fputs("}}]", out);
}

static void
put_result(FILE *out, const finding *f, const struct met *m)
{
	const char *const *at =
	    bsearch(&f->code, m->codes, m->count, sizeof(*m->codes), compare);

	fputs("{\"ruleId\":", out);
	text_json(out, f->code);
	if (at != NULL)
		fprintf(out, ",\"ruleIndex\":%zu", (size_t)(at - m->codes));
	fprintf(out, ",\"level\":\"%s\",\"message\":", levels[f->severity]);
	put_message(out, f->message);
	if (f->file != NULL)
		put_place(out, f);
	/* The second name is the one that GitHub looks at. */
	if (f->fingerprint != NULL)
		fprintf(out,
			",\"partialFingerprints\":{\"backmatter/v1\":\"%s\","
			"\"primaryLocationLineHash\":\"%s:1\"}",
			f->fingerprint, f->fingerprint);
	putc('}', out);
}

void
report_sarif(report *r)
{
	struct met m;

	if (!gather(r, &m)) {
		r->no_memory = true;
		return;
	}
	fputs("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
	      "\"version\":\"2.1.0\",\"runs\":[{\n\"tool\":{\"driver\":{"
	      "\"name\":\"Backmatter\",\"informationUri\":\"" SITE_URL
	      "manual/index.html\",\"version\":",
	      r->out);
	text_json(r->out, r->version);
	fputs(",\"rules\":[", r->out);
	for (size_t i = 0; i < m.count; i++) {
		fputs(i == 0 ? "\n" : ",\n", r->out);
		put_rule(r, m.codes[i]);
	}
	fprintf(r->out,
		"]}},\n\"invocations\":[{\"executionSuccessful\":%s}],\n"
		"\"columnKind\":\"unicodeCodePoints\",\n\"results\":[",
		r->failed ? "false" : "true");
	for (size_t i = 0; i < r->kept_count; i++) {
		fputs(i == 0 ? "\n" : ",\n", r->out);
		put_result(r->out, &r->kept[i], &m);
	}
	fputs("]}]}\n", r->out);
	free(m.codes);
}
