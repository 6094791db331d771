/* The design of a study, out of what the readers kept. */
#include "bib/design.h"

/* Words in lower case; the first of a design is its id. */
static const struct {
	const char *word;
	bm_design design;
} words[] = {
    {"unknown", BM_DESIGN_UNKNOWN},
    {"opinion", BM_DESIGN_OPINION},
    {"comment", BM_DESIGN_OPINION},
    {"editorial", BM_DESIGN_OPINION},
    {"letter", BM_DESIGN_OPINION},
    {"news", BM_DESIGN_OPINION},
    {"guideline", BM_DESIGN_GUIDELINE},
    {"practice guideline", BM_DESIGN_GUIDELINE},
    {"consensus", BM_DESIGN_GUIDELINE},
    {"consensus development conference", BM_DESIGN_GUIDELINE},
    {"consensus development conference, nih", BM_DESIGN_GUIDELINE},
    {"overview", BM_DESIGN_OVERVIEW},
    {"review", BM_DESIGN_OVERVIEW},
    {"narrative review", BM_DESIGN_OVERVIEW},
    {"scoping review", BM_DESIGN_OVERVIEW},
    {"laboratory", BM_DESIGN_LABORATORY},
    {"in vitro", BM_DESIGN_LABORATORY},
    {"in vitro techniques", BM_DESIGN_LABORATORY},
    {"animal", BM_DESIGN_ANIMAL},
    {"animals", BM_DESIGN_ANIMAL},
    {"animal study", BM_DESIGN_ANIMAL},
    {"case series", BM_DESIGN_CASES},
    {"case report", BM_DESIGN_CASES},
    {"case reports", BM_DESIGN_CASES},
    {"uncontrolled", BM_DESIGN_CASES},
    {"uncontrolled trial", BM_DESIGN_CASES},
    {"single arm trial", BM_DESIGN_CASES},
    {"cohort", BM_DESIGN_COHORT},
    {"cohort studies", BM_DESIGN_COHORT},
    {"cohort study", BM_DESIGN_COHORT},
    {"case control studies", BM_DESIGN_COHORT},
    {"case control study", BM_DESIGN_COHORT},
    {"comparative study", BM_DESIGN_COHORT},
    {"controlled clinical trial", BM_DESIGN_COHORT},
    {"controlled trial", BM_DESIGN_COHORT},
    {"cross sectional studies", BM_DESIGN_COHORT},
    {"cross sectional study", BM_DESIGN_COHORT},
    {"observational", BM_DESIGN_COHORT},
    {"observational study", BM_DESIGN_COHORT},
    {"survey", BM_DESIGN_COHORT},
    {"twin study", BM_DESIGN_COHORT},
    {"randomised", BM_DESIGN_RANDOMISED},
    {"randomized", BM_DESIGN_RANDOMISED},
    {"randomised trial", BM_DESIGN_RANDOMISED},
    {"randomized trial", BM_DESIGN_RANDOMISED},
    {"randomised controlled trial", BM_DESIGN_RANDOMISED},
    {"randomized controlled trial", BM_DESIGN_RANDOMISED},
    {"equivalence trial", BM_DESIGN_RANDOMISED},
    {"rct", BM_DESIGN_RANDOMISED},
    {"systematic", BM_DESIGN_SYSTEMATIC},
    {"systematic review", BM_DESIGN_SYSTEMATIC},
    {"meta analysis", BM_DESIGN_SYSTEMATIC},
    {"network meta analysis", BM_DESIGN_SYSTEMATIC},
};

static char
plain(char c)
{
	return c == '-' || c == '_' ? ' ' : bm_lower(c);
}

/* Whether it is the word but for case and what parts its parts. */
static bool
same(bm_str s, const char *word)
{
	size_t n = strlen(word);

	if (s.len != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (plain(s.ptr[i]) != word[i])
			return false;
	return true;
}

/* See design.h. */
bm_design
bm_design_find(bm_str word)
{
	word = bm_str_trim(word);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (same(word, words[i].word))
			return words[i].design;
	return BM_DESIGN_UNKNOWN;
}

/* See design.h. */
const char *
bm_design_id(bm_design design)
{
	static const char *const ids[BM_DESIGN_COUNT] = {
	    "unknown", "opinion",     "guideline", "overview",   "laboratory",
	    "animal",  "case-series", "cohort",    "randomised", "systematic",
	};

	return design < BM_DESIGN_COUNT ? ids[design] : ids[0];
}

/* See design.h. */
int
bm_design_strength(bm_design design)
{
	/* An overview is of people as a rule, and may rest on series. */
	static const int strengths[BM_DESIGN_COUNT] = {0, 1, 0, 4, 2,
						       3, 4, 5, 6, 7};

	return design < BM_DESIGN_COUNT ? strengths[design] : 0;
}

/* ---- What a list says ---- */

typedef struct listing {
	bm_design design;
	bool animals, humans;
} listing;

/* The stronger of two; an opinion goes before what says nothing. */
static bm_design
stronger(bm_design a, bm_design b)
{
	int x = bm_design_strength(a), y = bm_design_strength(b);

	if (x != y)
		return x > y ? a : b;
	return a > b ? a : b;
}

/* A heading without its qualifiers: "Animals/surgery". */
static void
add_word(listing *l, bm_str word)
{
	const char *slash =
	    word.len > 0 ? memchr(word.ptr, '/', word.len) : NULL;
	bm_design design;

	if (slash != NULL)
		word.len = (size_t)(slash - word.ptr);
	word = bm_str_trim(word);
	if (same(word, "humans")) {
		l->humans = true;
		return;
	}
	design = bm_design_find(word);
	if (bm_str_starts(word, "Consensus Development Conference"))
		design = BM_DESIGN_GUIDELINE;
	if (same(word, "models, animal") ||
	    same(word, "disease models, animal"))
		design = BM_DESIGN_ANIMAL;
	if (bm_str_ends(word, ", Veterinary"))
		design = BM_DESIGN_ANIMAL;
	if (design == BM_DESIGN_ANIMAL)
		l->animals = true;
	else
		l->design = stronger(l->design, design);
}

static void
add_list(listing *l, const bm_item *item, const char *variable)
{
	const bm_value *value = bm_item_get(item, variable);
	bm_str rest, word;

	if (value == NULL || value->kind != BM_VALUE_TEXT)
		return;
	rest = value->text;
	while (bm_str_split(&rest, ';', &word))
		add_word(l, word);
}

/* See design.h. */
bm_design
bm_item_design(const bm_item *item)
{
	const bm_value *own = bm_item_get(item, "custom.design");
	listing types = {0}, headings = {0};

	if (own != NULL && own->kind == BM_VALUE_TEXT)
		return bm_design_find(own->text);
	add_list(&types, item, "custom.study-design");
	add_list(&types, item, "custom.publication-types");
	add_list(&types, item, "genre");
	add_list(&headings, item, "keyword");
	if ((types.animals || headings.animals) && !headings.humans)
		return BM_DESIGN_ANIMAL;
	return types.design != BM_DESIGN_UNKNOWN ? types.design
						 : headings.design;
}

/* ---- People ---- */

/* "1842", "1,842", "1 842"; anything else is 0. */
static unsigned long
number(bm_str s)
{
	unsigned long n = 0;

	s = bm_str_trim(s);
	if (s.len == 0 || s.len > 15 || !bm_is_digit(s.ptr[0]))
		return 0;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (bm_is_digit(c)) {
			if (n > 99999999)
				return 0;
			n = n * 10 + (unsigned long)(c - '0');
		} else if ((c != ',' && c != ' ') || (s.len - i) % 4 != 0)
			return 0;
	}
	return n;
}

/* See design.h. */
unsigned long
bm_item_people(const bm_item *item)
{
	static const char *const names[] = {"custom.participants", "custom.n"};
	bm_design design = bm_item_design(item);

	if (design == BM_DESIGN_ANIMAL || design == BM_DESIGN_LABORATORY)
		return 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const bm_value *value = bm_item_get(item, names[i]);
		unsigned long n = value != NULL && value->kind == BM_VALUE_TEXT
				      ? number(value->text)
				      : 0;

		if (n > 0)
			return n;
	}
	return 0;
}
