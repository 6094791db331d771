/*
 * Pass "cite": links to the identifiers of a work that its style did not
 * print: DOI, PMID, PMCID, address, and numbers of trial registries.
 */
#include "pass/cite.h"

/*
 * How a registry writes its numbers: letters stand for themselves, "0" for a
 * digit, "+" for more of them.
 */
static const struct {
	const char *pattern, *label, *url, *end;
} registries[] = {
    {"NCT00000000", "ClinicalTrials.gov: ", "https://clinicaltrials.gov/study/",
     ""},
    {"ISRCTN00000000", "", "https://www.isrctn.com/", ""},
    {"0000-000000-00-00", "EU CT: ",
     "https://euclinicaltrials.eu/search-for-clinical-trials/?lang=en&EUCT=",
     ""},
    {"0000-000000-00", "EudraCT: ",
     "https://www.clinicaltrialsregister.eu/ctr-search/"
     "search?query=eudract_number:",
     ""},
    {"DRKS00000000", "", "https://drks.de/search/en/trial/", ""},
    {"ACTRN00000000000000", "", "https://anzctr.org.au/", ".aspx"},
    {"CRD4+", "PROSPERO: ", "https://www.crd.york.ac.uk/PROSPERO/view/", ""},
    /* The rest by the search of the World Health Organization. */
    {"ChiCTR0+", "", "https://trialsearch.who.int/Trial2.aspx?TrialID=", ""},
    {"CTRI/0000/00/000000", "",
     "https://trialsearch.who.int/Trial2.aspx?TrialID=", ""},
    {"CTRI/0000/000/000000", "",
     "https://trialsearch.who.int/Trial2.aspx?TrialID=", ""},
    {"IRCT0+", "", "https://trialsearch.who.int/Trial2.aspx?TrialID=", ""},
    {"KCT0000000", "", "https://trialsearch.who.int/Trial2.aspx?TrialID=", ""},
    {"PACTR0+", "", "https://trialsearch.who.int/Trial2.aspx?TrialID=", ""},
    {"TCTR0+", "", "https://trialsearch.who.int/Trial2.aspx?TrialID=", ""},
    {"SLCTR/0000/000", "",
     "https://trialsearch.who.int/Trial2.aspx?TrialID=", ""},
    {"JPRN-UMIN0+", "", "https://trialsearch.who.int/Trial2.aspx?TrialID=", ""},
    {"UMIN000000000", "",
     "https://trialsearch.who.int/Trial2.aspx?TrialID=JPRN-", ""},
    {"jRCT0+", "", "https://trialsearch.who.int/Trial2.aspx?TrialID=JPRN-", ""},
};

/* What the links of one entry are put into, made with the first. */
typedef struct linking {
	bm_citing *c;
	xmlNode *entry, *misc;
	const csl_entry *e;
} linking;

/* Whether the address is linked in the runs. */
static bool
has_url(const csl_run *run, const char *url)
{
	for (; run != NULL; run = run->next)
		if ((run->kind == CSL_RUN_LINK && bm_streq(run->url, url)) ||
		    has_url(run->children, url))
			return true;
	return false;
}

/* Whether it was added before; there are few. */
static bool
is_linked(const xmlNode *misc, const char *url)
{
	const xmlNode *link = misc != NULL ? bm_child(misc, "link") : NULL;

	while (link != NULL && !bm_streq(bm_attr_xlink(link, "href"), url))
		link = bm_next(link, "link");
	return link != NULL;
}

/* Adds a link, unless the style has printed it. */
static void
add_link(linking *l, const char *url, const char *label, bm_str text)
{
	bm_doc *doc = l->c->doc;
	xmlNode *link;

	if (url == NULL || has_url(l->e->runs, url) || is_linked(l->misc, url))
		return;
	if (l->misc == NULL) {
		bm_add_textz(doc, l->entry, " ");
		l->misc = bm_el(doc, l->entry, "bibliomisc");
		if (l->misc == NULL)
			return;
		bm_set(doc, l->misc, "role", "links");
	} else
		bm_add_textz(doc, l->misc, " ");
	link = bm_el(doc, l->misc, "link");
	if (link == NULL)
		return;
	bm_set_xlink(doc, link, "href", url);
	bm_add_textz(doc, link, label);
	bm_add_text(doc, link, text);
}

/* The text of a variable; "" if there is none. */
static bm_str
text_of(const bm_item *item, const char *variable)
{
	const bm_value *v = bm_item_get(item, variable);

	return v != NULL && v->kind == BM_VALUE_TEXT ? v->text
						     : (bm_str){"", 0};
}

/* ---- Registries ---------------------------------------------------------- */

/* How long the number at the start of s is, by a pattern; 0: it is none. */
static size_t
match(bm_str s, const char *pattern)
{
	size_t n = 0;

	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '+') {
			while (n < s.len && bm_is_digit(s.ptr[n]))
				n++;
			continue;
		}
		if (n >= s.len || (*pattern == '0' ? !bm_is_digit(s.ptr[n])
						   : bm_lower(s.ptr[n]) !=
							 bm_lower(*pattern)))
			return 0;
		n++;
	}
	/* "NCT000000001" is not a longer one of eight digits. */
	return n < s.len && (bm_is_alpha(s.ptr[n]) || bm_is_digit(s.ptr[n]))
		   ? 0
		   : n;
}

/*
 * Links the numbers in a text, such as "ClinicalTrials.gov/NCT01234567".  Of
 * mere digits only when the text is known to be of a registry.
 */
static void
add_numbers(linking *l, bm_str text, bool is_registry)
{
	/* More than that is no number. */
	if (text.len > 1000)
		text.len = 1000;
	for (size_t i = 0; i < text.len; i++) {
		size_t n = 0, r = 0;
		bm_str rest = {text.ptr + i, text.len - i};

		if (i > 0 && (bm_is_alpha(text.ptr[i - 1]) ||
			      bm_is_digit(text.ptr[i - 1])))
			continue;
		for (; r < sizeof registries / sizeof *registries; r++)
			if ((n = match(rest, registries[r].pattern)) > 0)
				break;
		if (n == 0 || (!is_registry && bm_is_digit(*rest.ptr)))
			continue;
		add_link(l,
			 bm_arena_printf(l->c->doc->scratch, "%s%.*s%s",
					 registries[r].url, (int)n, rest.ptr,
					 registries[r].end),
			 registries[r].label, (bm_str){rest.ptr, n});
		i += n - 1;
	}
}

/* See cite.h. */
void
bm_cite_links(bm_citing *c, xmlNode *entry, const csl_entry *e)
{
	static const char *const names[][2] = {{"DOI", "doi:"},
					       {"PMID", "PMID: "},
					       {"PMCID", "PMCID: "},
					       {"URL", ""}};
	static const char *const numbers[] = {"custom.registry",
					      "custom.databank", "number"};
	linking l = {c, entry, NULL, e};
	bool has_doi = false;

	for (size_t i = 0; i < 4; i++) {
		bm_str text = text_of(e->item, names[i][0]);
		const char *url =
		    csl_identifier_url(c->doc->scratch, names[i][0], text);

		has_doi = has_doi || (i == 0 && url != NULL);
		/* The address of a work with a DOI is as a rule the same. */
		if (i < 3 || !has_doi)
			add_link(&l, url, names[i][1], text);
	}
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		add_numbers(&l, text_of(e->item, numbers[i]), i == 0);
}
