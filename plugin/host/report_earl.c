/*
 * Outcomes as EARL in JSON-LD, in the form that reports of implementations of
 * the ACT rules have: an assertion for each rule and file.
 */
#include "report.h"
#include "text.h"

static const char context[] =
    "{\"@context\":{\"@vocab\":\"http://www.w3.org/ns/earl#\",\n"
    "\"earl\":\"http://www.w3.org/ns/earl#\",\n"
    "\"dct\":\"http://purl.org/dc/terms/\",\n"
    "\"doap\":\"http://usefulinc.com/ns/doap#\",\n"
    "\"WCAG22\":\"https://www.w3.org/TR/WCAG22/#\",\n"
    "\"source\":{\"@id\":\"dct:source\"},\n"
    "\"title\":\"dct:title\",\"description\":\"dct:description\",\n"
    "\"isPartOf\":{\"@id\":\"dct:isPartOf\",\"@type\":\"@id\"},\n"
    "\"assertedBy\":{\"@type\":\"@id\"},\n"
    "\"outcome\":{\"@type\":\"@id\"},\"mode\":{\"@type\":\"@id\"},\n"
    "\"name\":\"doap:name\",\"release\":\"doap:release\",\n"
    "\"revision\":\"doap:revision\"},\n\"@graph\":[\n";

void
report_earl_begin(report *r)
{
	fputs(context, r->out);
	fputs("{\"@id\":\"_:backmatter\",\"@type\":[\"Assertor\",\"Software\","
	      "\"doap:Project\"],\"name\":\"Backmatter\",\"release\":{"
	      "\"@type\":\"doap:Version\",\"revision\":",
	      r->out);
	text_json(r->out, BM_VERSION);
	fputs("}}", r->out);
}

/* The id of a criterion in WCAG: the words of its name. */
static void
put_id(FILE *out, const char *name)
{
	bool dash = false;

	for (const char *s = name; *s != '\0'; s++) {
		bool word =
		    (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');

		if (word && dash && s > name)
			putc('-', out);
		if (word)
			putc(*s >= 'A' && *s <= 'Z' ? *s - 'A' + 'a' : *s, out);
		dash = !word;
	}
}

static void
put_criteria(FILE *out, const char *list)
{
	bool any = false;

	for (size_t i = 0; i < criteria_count(); i++) {
		if (!criteria_has(list, i))
			continue;
		fputs(any ? ",\"WCAG22:" : ",\"isPartOf\":[\"WCAG22:", out);
		any = true;
		put_id(out, criteria_name(i));
		putc('"', out);
	}
	fputs(any ? "]" : "", out);
}

/* Called for each rule and file. */
void
report_earl(report *r, const bm_outcome *o)
{
	static const char *const words[] = {"inapplicable", "passed",
					    "cantTell", "failed"};
	FILE *out = r->out;

	fputs(",\n{\"@type\":\"Assertion\",\"assertedBy\":\"_:backmatter\","
	      "\"mode\":\"earl:automatic\",\"subject\":{\"@type\":"
	      "[\"TestSubject\",\"WebPage\"],\"source\":",
	      out);
	text_json(out, o->file != NULL ? o->file : "<stdin>");
	fputs("},\"test\":{\"@type\":\"TestCase\",\"@id\":\"", out);
	if (o->act != NULL)
		fprintf(out,
			"https://www.w3.org/WAI/standards-guidelines/act/"
			"rules/%s/",
			o->act);
	else
		fprintf(out, SITE_URL "manual/check-rules.html#%s", o->code);
	fputs("\",\"title\":", out);
	text_json(out, o->code);
	put_criteria(out, o->criteria);
	fprintf(out,
		"},\"result\":{\"@type\":\"TestResult\",\"outcome\":"
		"\"earl:%s\"",
		words[o->verdict]);
	if (o->failed + o->person > 0) {
		fputs(",\"description\":", out);
		text_json(out, o->expected);
	}
	fputs("}}", out);
}

void
report_earl_end(report *r)
{
	fputs("\n]}\n", r->out);
}
