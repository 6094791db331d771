/* Links: their names, what they say, where they lead. */
#include <string.h>

#include "check/anchor.h"
#include "check/check.h"
#include "check/model.h"

static const bm_rule rules[] = {
    {"link-name", BM_ERROR, "A link has no text",
     "WCAG 2.2, 2.4.4 (A), 4.1.2 (A)",
     "Put words into the link, or give it aria-label; an image in it needs "
     "alt."},
    {"link-vague", BM_INFO, "The text of a link says nothing of where it leads",
     "WCAG 2.2, 2.4.4 (A)", "Name in the link what it leads to."},
    {"link-fragment", BM_WARNING, "A link leads to a place that is not there",
     "WCAG 2.2, 2.4.1 (A)",
     "Give its aim the id, or mend the part behind \"#\"."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

static bool
is_link(const page *p, page_node_id n)
{
	return page_is_element(p, n) && !model_hidden(p, n) &&
	       model_role(p, n) != R_NO &&
	       aria_role_is(model_role(p, n), R_link);
}

/* ACT c487ae. */
static void
link_name(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (is_link(p, n) && !check_named(run, n))
			check_fail(run, n,
				   "The link has no text that could "
				   "be read out");
	}
}

/* Texts that are all alike on a list of links, in any language. */
static const char *const vague[] = {
    "here",
    "click here",
    "more",
    "read more",
    "learn more",
    "find out more",
    "link",
    "this",
    "this link",
    "this page",
    "hier",
    "hier klicken",
    "klicken sie hier",
    "mehr",
    "weiter",
    "weiterlesen",
    "mehr erfahren",
    "ici",
    "cliquez ici",
    "lire la suite",
    "en savoir plus",
    "aquí",
    "haga clic aquí",
    "leer más",
    "saber más",
    "qui",
    "clicca qui",
    "leggi tutto",
    "scopri di più",
    "aqui",
    "clique aqui",
    "leia mais",
    "saiba mais",
    "klik hier",
    "lees meer",
    "meer lezen",
    "tutaj",
    "kliknij tutaj",
    "czytaj więcej",
    "więcej",
    "هنا",
    "اضغط هنا",
    "انقر هنا",
    "المزيد",
    "اقرأ المزيد",
    "כאן",
    "לחצו כאן",
    "קרא עוד",
    "לקריאה נוספת",
    "こちら",
    "ここ",
    "ここをクリック",
    "続きを読む",
    "もっと見る",
    "这里",
    "点击这里",
    "点击此处",
    "更多",
    "了解更多",
    "阅读更多",
    NULL,
};

/* The text without the dots and arrows that such links end with. */
static bm_str
bare(bm_str name)
{
	static const char *const ends[] = {".", "…", "»", "›", "→",
					   ">", ":", " ", NULL};
	bool cut = true;

	while (cut) {
		cut = false;
		for (size_t i = 0; ends[i] != NULL && !cut; i++) {
			cut = bm_str_ends(name, ends[i]);
			if (cut)
				name.len -= strlen(ends[i]);
		}
	}
	return name;
}

static bool
is_vague(bm_str name)
{
	name = bare(name);
	for (size_t i = 0; vague[i] != NULL; i++) {
		if (bm_str_is_nocase(name, vague[i]))
			return true;
	}
	return false;
}

static void
link_text(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		bm_str name;

		if (!is_link(p, n))
			continue;
		name = bm_str_of(model_name_text(p, n));
		if (is_vague(name))
			check_person(run, n,
				     "The link says only \"%s\"; whether its "
				     "sentence tells where it leads has to be "
				     "read",
				     name.ptr);
		else if (name.len > 0)
			check_pass(run);
	}
}

static void
link_fragment(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *href;

		if (!page_is(p, n, N_a) && !page_is(p, n, N_area))
			continue;
		href = page_attr_at(p, n, N_href);
		if (href == NULL || href->value[0] != '#' ||
		    href->value[1] == '\0')
			continue;
		if (bm_str_is_nocase(bm_str_of(href->value + 1), "top") ||
		    anchor_of(p, href->value) != PAGE_NONE)
			check_pass(run);
		else if (!anchor_is_foreign(href->value))
			check_fail_at(run, href,
				      "There is no id \"%s\" on this page",
				      anchor_text(p, href->value));
	}
}

static const check_test tests[] = {
    {"link-name", "c487ae", "2.4.4 A, 2.4.9 AAA, 4.1.2 A",
     "Each link has a name", link_name},
    {"link-vague", NULL, "2.4.4 A", "The text of a link says where it leads",
     link_text},
    {"link-fragment", NULL, "2.4.1 A",
     "A link within the page leads to an id that is there", link_fragment},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_links = {"links", rules, tests};
