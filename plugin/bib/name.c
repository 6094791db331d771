/* Names of people as bibliographies write them. */
#include "bib/internal.h"

typedef struct suffix {
	const char *word, *means;
} suffix;

/* Single letters (I, V) are initials, never numbers. */
static const suffix suffixes[] = {
    {"jr", "Jr"},   {"junior", "Jr"}, {"sr", "Sr"},   {"senior", "Sr"},
    {"ii", "II"},   {"2nd", "II"},    {"2d", "II"},   {"iii", "III"},
    {"3rd", "III"}, {"3d", "III"},    {"iv", "IV"},   {"4th", "IV"},
    {"5th", "V"},   {"6th", "VI"},    {"vii", "VII"}, {"viii", "VIII"},
};

/* See internal.h. */
bm_str
bib_name_suffix(bm_str word)
{
	word = bm_str_trim(word);
	if (word.len > 1 && word.ptr[word.len - 1] == '.')
		word.len--;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		const char *s = suffixes[i].word;

		/* "II" is a number, "Ii" a Japanese family name. */
		if (bm_str_is_nocase(word, s) &&
		    ((s[0] != 'i' && s[0] != 'v') || word.ptr[1] != s[1]))
			return bm_str_of(suffixes[i].means);
	}
	return (bm_str){"", 0};
}

/* Cuts the last word off *text and gives it. */
static bm_str
cut_word(bm_str *text)
{
	size_t at = text->len;
	bm_str word;

	while (at > 0 && !bm_is_space(text->ptr[at - 1]))
		at--;
	word = (bm_str){text->ptr + at, text->len - at};
	*text = bm_str_trim((bm_str){text->ptr, at});
	return word;
}

/* Takes a suffix off the end of *text if other words stand before it. */
static bool
take_suffix(bm_str *text, bm_str *out)
{
	bm_str rest = *text, word = cut_word(&rest);
	bm_str means = bib_name_suffix(word);

	if (means.len == 0 || rest.len == 0)
		return false;
	*text = rest;
	*out = means;
	return true;
}

/* "Given van Family": the family name begins at the first small word. */
static void
natural_order(bm_str text, bm_name *out)
{
	bm_str given = text, family = cut_word(&given);

	while (given.len > 0) {
		bm_str rest = given, word = cut_word(&rest);

		if (rest.len == 0 || word.ptr[0] < 'a' || word.ptr[0] > 'z')
			break;
		given = rest;
		family.len = (size_t)(family.ptr + family.len - word.ptr);
		family.ptr = word.ptr;
	}
	out->given = given;
	out->family = family;
}

/* See internal.h. */
void
bib_name_parse(bm_str text, bool natural, bm_name *out)
{
	bm_str parts[3] = {{0}}, rest = text, means;
	size_t count = 0;

	*out = (bm_name){0};
	while (count < 2 && bm_str_split(&rest, ',', &parts[count]))
		count++;
	if (rest.ptr != NULL && count == 2)
		parts[count++] = rest;
	for (size_t i = 0; i < count; i++)
		parts[i] = bm_str_trim(parts[i]);
	if (count > 1 && parts[0].len == 0) {
		out->literal = bm_str_trim(text);
		return;
	}
	if (count == 2 && (means = bib_name_suffix(parts[1])).len > 0 &&
	    memchr(parts[0].ptr, ' ', parts[0].len) != NULL) {
		/* "John Doe, Jr" is no family name and a given one. */
		out->suffix = means;
		count = 1;
		natural = true;
	}
	if (count <= 1) {
		bm_str whole = parts[0];

		if (!natural) {
			out->literal = whole;
			return;
		}
		if (out->suffix.len == 0)
			(void)take_suffix(&whole, &out->suffix);
		natural_order(whole, out);
		return;
	}
	out->family = parts[0];
	out->given = parts[1];
	if (count == 3 && (means = bib_name_suffix(parts[1])).len > 0 &&
	    parts[2].len > 0) {
		out->suffix = means;
		out->given = parts[2];
	} else if (count == 3) {
		means = bib_name_suffix(parts[2]);
		out->suffix = means.len > 0 ? means : parts[2];
	} else if (!take_suffix(&out->given, &out->suffix))
		(void)take_suffix(&out->family, &out->suffix);
}

/* See internal.h. */
bool
bib_name_is_group(bm_str text)
{
	static const char *const words[] = {
	    "Agency",     "Association",   "Board",     "Center",
	    "Centre",     "Collabor",      "College",   "Commi",
	    "Company",    "Consortium",    "Council",   "Department",
	    "Foundation", "Group",         "Inc",       "Initiative",
	    "Institut",   "Investigators", "Ministry",  "National",
	    "Network",    "Office",        "Organi",    "Research",
	    "Service",    "Societ",        "Study",     "Task",
	    "Team",       "Trial",         "Universit", "Working",
	    " of ",       " for "};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (bm_str_find(text, words[i], 0) < text.len)
			return true;
	return false;
}
