/* Links: their names, what they say, where they lead. */
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

/* Texts that are all alike on a list of links. */
static void
link_text(check_run *run)
{
	static const char *const empty[] = {
	    "here",      "click here", "more", "read more", "link",   "this",
	    "this link", "this page",  "hier", "mehr",      "weiter", NULL};
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		bool vague = false;
		bm_str name;

		if (!is_link(p, n))
			continue;
		name = bm_str_of(model_name_text(p, n));
		for (size_t i = 0; empty[i] != NULL && !vague; i++)
			vague = bm_str_is_nocase(name, empty[i]);
		if (vague)
			check_person(run, n,
				     "The link says only \"%s\"; whether its "
				     "sentence tells where it leads has to be "
				     "read",
				     name.ptr);
		else if (name.len > 0)
			check_pass(run);
	}
}

/* The part behind "#" with its escapes taken out, in the arena. */
static char *
unescape(page *p, const char *s)
{
	static const char digits[] = "0123456789abcdef";
	char *out = bm_arena_strdup(p->arena, s), *to = out;

	for (; out != NULL && *s != '\0'; s++) {
		const char *a, *b;

		if (*s == '%' && s[1] != '\0' && s[2] != '\0' &&
		    (a = strchr(digits, bm_lower(s[1]))) != NULL &&
		    (b = strchr(digits, bm_lower(s[2]))) != NULL) {
			*to++ = (char)((a - digits) * 16 + (b - digits));
			s += 2;
		} else {
			*to++ = *s;
		}
	}
	if (out != NULL)
		*to = '\0';
	return out;
}

/* Anchors of old: <a name="...">. */
static bool
index_names(page *p, bm_map *names)
{
	bm_map_init(names, p->arena);
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const char *name =
		    page_is(p, n, N_a) ? page_attr_of(p, n, N_name) : NULL;
		void **slot = name != NULL
				  ? bm_map_put(names, bm_str_of(name), NULL)
				  : NULL;

		if (slot != NULL)
			*slot = p;
		else if (name != NULL)
			return false;
	}
	return true;
}

static void
link_fragment(check_run *run)
{
	page *p = run->page;
	bm_map names;

	if (!index_names(p, &names))
		return;
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *href;
		const char *to;

		if (!page_is(p, n, N_a) && !page_is(p, n, N_area))
			continue;
		href = page_attr_at(p, n, N_href);
		if (href == NULL || href->value[0] != '#' ||
		    href->value[1] == '\0')
			continue;
		to = unescape(p, href->value + 1);
		if (to == NULL)
			return;
		/* A script may make the aim; "#!" and "#/" are addresses of
		 * scripts, ":~:" of browsers. */
		if (page_by_id(p, bm_str_of(to)) != PAGE_NONE ||
		    page_by_id(p, bm_str_of(href->value + 1)) != PAGE_NONE ||
		    bm_str_is_nocase(bm_str_of(to), "top") ||
		    bm_map_getz(&names, to) != NULL)
			check_pass(run);
		else if (*to != '!' && *to != '/' &&
			 bm_str_find(bm_str_of(to), ":~:", 0) == strlen(to))
			check_fail_at(run, href,
				      "There is no id \"%s\" on this page", to);
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
