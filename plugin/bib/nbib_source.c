/*
 * The field SO: the citation that PubMed puts together from the other fields.
 * Where somebody changed one of them, the two contradict each other.
 */
#include "bib/nbib.h"

/* What SO says; "" where it says nothing, or is not understood. */
typedef struct source {
	bm_str year, volume, issue, page;
} source;

/* Up to one of the signs in `ends`; *at moves to it. */
static bm_str
until(bm_str s, size_t *at, const char *ends)
{
	size_t start = *at;

	while (*at < s.len && strchr(ends, s.ptr[*at]) == NULL)
		(*at)++;
	return bm_str_trim((bm_str){s.ptr + start, *at - start});
}

/* "TA. 2017 Mar 16;33(3):123-130. doi: ..." */
static bool
parse(bm_str so, bm_str journal, source *out)
{
	size_t at = journal.len, start, depth = 0;

	*out = (source){0};
	if (journal.len == 0 || so.len < at + 6 ||
	    memcmp(so.ptr, journal.ptr, at) != 0 || so.ptr[at] != '.' ||
	    so.ptr[at + 1] != ' ')
		return false;
	start = at += 2;
	while (at < so.len && bm_is_digit(so.ptr[at]))
		at++;
	if (at - start != 4)
		return false;
	out->year = (bm_str){so.ptr + start, 4};
	(void)until(so, &at, ";:.");
	if (at >= so.len || so.ptr[at] == '.')
		return true;
	if (so.ptr[at] == ';') {
		at++;
		out->volume = until(so, &at, "(:.");
		if (at + 1 < so.len && so.ptr[at] == '.' &&
		    so.ptr[at + 1] != ' ') {
			out->volume.len = 0; /* "2.1" */
			return true;
		}
		if (at < so.len && so.ptr[at] == '(') {
			start = ++at;
			while (at < so.len &&
			       (so.ptr[at] != ')' || depth > 0)) {
				depth += so.ptr[at] == '(';
				depth -= so.ptr[at] == ')';
				at++;
			}
			out->issue =
			    bm_str_trim((bm_str){so.ptr + start, at - start});
			at += at < so.len;
		}
	}
	if (at < so.len && so.ptr[at] == ':') {
		at++;
		out->page = until(so, &at, ";.,-");
	}
	return true;
}

/* The same text, white space and the case of letters aside. */
static bool
same(bm_str a, bm_str b)
{
	size_t i = 0, j = 0;

	for (;;) {
		while (i < a.len && bm_is_space(a.ptr[i]))
			i++;
		while (j < b.len && bm_is_space(b.ptr[j]))
			j++;
		if (i >= a.len || j >= b.len)
			return i >= a.len && j >= b.len;
		if (bm_lower(a.ptr[i++]) != bm_lower(b.ptr[j++]))
			return false;
	}
}

/* Tells when both say something, and not the same. */
static void
compare(bib_tag_reader *r, const char *tag, bm_str field, bm_str so)
{
	const bib_tagged *at = bib_tag_field(r, tag);

	if (field.len == 0 || so.len == 0 || at == NULL || same(field, so))
		return;
	bib_make_tell(&r->make, "bib-mismatch", at->line, 1,
		      "Field %s says \"%.*s\", but SO says \"%.*s\"", tag,
		      (int)field.len, field.ptr, (int)so.len, so.ptr);
}

/*
 * Compares what both surely say; a citation in another form says nothing, as
 * a false alarm is worse than a miss.
 */
void
nbib_check_source(bib_tag_reader *r)
{
	bm_str dp = bib_tag_value(r, "DP"), pg = bib_tag_value(r, "PG"), word;
	size_t at = 0;
	source so;

	if (!parse(bib_tag_value(r, "SO"), bib_tag_value(r, "TA"), &so))
		return;
	if (dp.len >= 4)
		compare(r, "DP", (bm_str){dp.ptr, 4}, so.year);
	compare(r, "VI", bib_tag_value(r, "VI"), so.volume);
	compare(r, "IP", bib_tag_value(r, "IP"), so.issue);
	word = until(pg, &at, ";.,-");
	compare(r, "PG", word, so.page);
}

/* The DOI that SO ends with; "" if it has none. */
bm_str
nbib_source_doi(const bib_tag_reader *r)
{
	bm_str so = bib_tag_value(r, "SO");
	size_t at = bm_str_find(so, " doi: ", 0);

	if (at == so.len)
		return (bm_str){"", 0};
	return bib_doi((bm_str){so.ptr + at + 1, so.len - at - 1});
}
