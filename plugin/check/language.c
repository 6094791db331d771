/* The language of the page and of its parts. */
#include "check/check.h"
#include "check/model.h"
#include "check/subtag.h"

static const bm_rule rules[] = {
    {"page-lang-missing", BM_ERROR, "The page does not say its language",
     "WCAG 2.2, 3.1.1 (A)",
     "Give the html element a lang attribute, such as lang=\"en\"."},
    {"page-lang-invalid", BM_ERROR, "The language of the page is not known",
     "WCAG 2.2, 3.1.1 (A)",
     "Begin lang with a language of BCP 47: \"en\", \"de-AT\", \"pt-BR\"."},
    {"part-lang-invalid", BM_ERROR, "The language of a part is not known",
     "WCAG 2.2, 3.1.2 (AA)",
     "Begin lang with a language of BCP 47: \"en\", \"de-AT\", \"pt-BR\"."},
    {"lang-differs", BM_ERROR,
     "The attributes lang and xml:lang name different languages",
     "WCAG 2.2, 3.1.1 (A)", "Give both the same value, or keep lang alone."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* ACT b5c3f8.  Pages of XHTML may say it as XML does. */
static void
page_lang(check_run *run)
{
	const page *p = run->page;
	const char *lang;

	if (p->root == PAGE_NONE || !page_is(p, p->root, N_html))
		return;
	lang = page_attr_of(p, p->root, N_lang);
	if (page_blank(lang) && p->type != PAGE_HTML)
		lang = page_attr_ns(p, p->root, NS_XML, N_lang);
	if (!page_blank(lang))
		check_pass(run);
	else if (lang != NULL)
		check_fail(run, p->root, "The language of the page is empty");
	else
		check_fail(run, p->root,
			   "The html element has no lang attribute");
}

/* ACT bf051a. */
static void
page_lang_known(check_run *run)
{
	const page *p = run->page;
	const page_attr *lang;

	if (p->root == PAGE_NONE || !page_is(p, p->root, N_html))
		return;
	lang = page_attr_at(p, p->root, N_lang);
	if (lang == NULL || page_blank(lang->value))
		return;
	if (check_language_known(lang->value))
		check_pass(run);
	else
		check_fail_at(run, lang,
			      "The language of the page is \"%s\", which is no "
			      "language tag",
			      lang->value);
}

/* Whether an attribute of n is read out. */
static bool
has_words(const page *p, page_node_id n)
{
	return (page_is(p, n, N_img) &&
		!page_blank(page_attr_of(p, n, N_alt))) ||
	       !page_blank(page_attr_of(p, n, N_aria_label)) ||
	       !page_blank(page_attr_of(p, n, N_title));
}

/* Whether there is text that is in the language of n. */
static bool
speaks(const page *p, page_node_id n)
{
	page_node_id end = page_end(p, n), top = n;

	while (n < end) {
		if (n != top && (page_has(p, n, N_lang) ||
				 page_attr_ns(p, n, NS_XML, N_lang) != NULL)) {
			n = page_end(p, n);
			continue;
		}
		/* It counts when it is seen or when it is read out. */
		if (!model_invisible(p, n) || !model_hidden(p, n)) {
			if (page_at(p, n)->kind == PAGE_TEXT &&
			    !page_blank(page_at(p, n)->u.text))
				return true;
			if (page_is_element(p, n) && has_words(p, n))
				return true;
		}
		n++;
	}
	return false;
}

/* ACT de46e4. */
static void
lang_known(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *lang = page_attr_at(p, n, N_lang);

		if (lang == NULL || n == p->root || *lang->value == '\0' ||
		    (p->html_body != PAGE_NONE && n < p->html_body) ||
		    !speaks(p, n))
			continue;
		if (check_language_known(lang->value))
			check_pass(run);
		else
			check_fail_at(run, lang, "\"%s\" is no language tag",
				      lang->value);
	}
}

/* HTML 3.2.6.2: when both are there, they are the same. */
static void
lang_same(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *lang = page_attr_at(p, n, N_lang);
		const char *xml;

		if (lang == NULL)
			continue;
		xml = page_attr_ns(p, n, NS_XML, N_lang);
		if (xml == NULL)
			xml = page_attr_of(p, n, N_xml_lang);
		if (xml == NULL)
			continue;
		if (bm_str_is_nocase(bm_str_of(xml), lang->value))
			check_pass(run);
		else
			check_fail_at(run, lang,
				      "lang is \"%s\", but xml:lang is \"%s\"",
				      lang->value, xml);
	}
}

static const check_test tests[] = {
    {"page-lang-missing", "b5c3f8", "3.1.1 A",
     "The html element has a lang attribute that is not empty", page_lang},
    {"page-lang-invalid", "bf051a", "3.1.1 A",
     "The lang of the html element begins with a known language",
     page_lang_known},
    {"part-lang-invalid", "de46e4", "3.1.2 AA",
     "The lang of a part with text begins with a known language", lang_known},
    {"lang-differs", NULL, "3.1.1 A",
     "An element with lang and xml:lang has the same value in both", lang_same},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_language = {"language", rules, tests};
