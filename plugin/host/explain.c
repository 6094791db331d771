#include "explain.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "report.h"

/* Codes that are listed for one that is not known. */
#define NEAR_COUNT 5
/* No code is longer; what is typed may be. */
#define CODE_MAX 64

/* The full stop that a sentence lacks. */
static const char *
stop(const char *s)
{
	size_t n = strlen(s);

	return n == 0 || strchr(".?!>)", s[n - 1]) == NULL ? "." : "";
}

static void
print(const bm_rule *r)
{
	printf("%s (%s)\n%s%s\n", r->code, report_severities[r->severity],
	       r->summary, stop(r->summary));
	if (r->hint != NULL)
		printf("What to do: %s%s\n", r->hint, stop(r->hint));
	else
		puts("What to do: Nothing is wrong; this is told so that it "
		     "is known.");
	if (r->reference != NULL)
		printf("Reference: %s\n", r->reference);
}

static void
list(const bm_rule *const *rules, size_t count)
{
	for (size_t i = 0; i < count; i++)
		printf("%-28s %-8s %s\n", rules[i]->code,
		       report_severities[rules[i]->severity],
		       rules[i]->summary);
}

/* Letters to change, put in or leave out between two codes in any case. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[CODE_MAX + 1], n = strlen(b);

	if (n > CODE_MAX || strlen(a) > CODE_MAX)
		return CODE_MAX;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1] != '\0'; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t best =
			    corner + (tolower((unsigned char)a[i - 1]) !=
				      tolower((unsigned char)b[j - 1]));

			corner = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[n];
}

/* Whether `part` begins the code or one of its words. */
static bool
has_word(const char *code, const char *part)
{
	size_t n = strlen(part);

	for (const char *p = code; p != NULL;
	     p = (p = strchr(p, '-')) != NULL ? p + 1 : NULL)
		if (strncasecmp(p, part, n) == 0)
			return true;
	return false;
}

/* How unlike a code is to what was asked for; CODE_MAX: not like it. */
static size_t
unlike(const char *code, const char *asked)
{
	size_t n = strlen(asked), d = distance(code, asked);

	if (n >= 2 && has_word(code, asked))
		return 0;
	return d <= 1 + n / 4 ? d : CODE_MAX;
}

static void
suggest(const bm_rule *const *rules, size_t count, const char *asked)
{
	const char *near[NEAR_COUNT];
	size_t marks[NEAR_COUNT], n = 0;

	for (size_t i = 0; i < count; i++) {
		size_t mark = unlike(rules[i]->code, asked), at = n;

		if (mark == CODE_MAX)
			continue;
		while (at > 0 && marks[at - 1] > mark)
			at--;
		if (at == NEAR_COUNT)
			continue;
		if (n < NEAR_COUNT)
			n++;
		for (size_t j = n - 1; j > at; j--) {
			near[j] = near[j - 1];
			marks[j] = marks[j - 1];
		}
		near[at] = rules[i]->code;
		marks[at] = mark;
	}
	fprintf(stderr, "backmatter: there is no finding with the code %s; ",
		asked);
	for (size_t i = 0; i < n; i++)
		fprintf(stderr, "%s%s", i == 0 ? "like it: " : ", ", near[i]);
	fputs(n > 0 ? "; --rules lists all\n" : "--rules lists them\n", stderr);
}

bool
explain(const bm_rule *const *rules, size_t count, const char *code)
{
	if (code == NULL) {
		list(rules, count);
		return true;
	}
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(code, rules[i]->code) == 0) {
			print(rules[i]);
			return true;
		}
	suggest(rules, count, code);
	return false;
}
