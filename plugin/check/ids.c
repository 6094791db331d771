/* Ids: each once, and there when something refers to them. */
#include "check/check.h"
#include "check/model.h"

static const bm_rule rules[] = {
    {"id-twice", BM_WARNING, "An id is given twice", "HTML, 3.2.6",
     "Give each element an id of its own."},
    {"id-twice-used", BM_ERROR,
     "An id that a name or a header cell depends on is given twice",
     "WCAG 2.2, 1.3.1 (A), 4.1.2 (A)", "Give each element an id of its own."},
    {"aria-reference", BM_WARNING,
     "An aria- attribute refers to an id that is not there",
     "WCAG 2.2, 1.3.1 (A)", "Mend the id or take the attribute away."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

static const page_name referring[] = {
    N_aria_activedescendant, N_aria_describedby, N_aria_details,
    N_aria_labelledby,       N_aria_flowto,      N_aria_owns};

/* The ids that names and tables hang on. */
static bool
index_used(page *p, bm_map *used)
{
	static const page_name names[] = {N_aria_labelledby, N_aria_describedby,
					  N_headers, N_for, N_aria_owns};

	bm_map_init(used, p->arena);
	for (page_node_id n = 1; n < p->nodes.len; n++)
		for (size_t i = 0; page_is_element(p, n) &&
				   i < sizeof(names) / sizeof(*names);
		     i++) {
			const char *list = page_attr_of(p, n, names[i]);
			bm_str id;

			while (page_word(&list, &id)) {
				void **slot = bm_map_put(used, id, NULL);

				if (slot == NULL)
					return false;
				*slot = p;
			}
		}
	return true;
}

static void
twice(check_run *run, bool in_use)
{
	page *p = run->page;
	bm_map used;

	if (!index_used(p, &used))
		return;
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *id = page_attr_at(p, n, N_id);

		if (id == NULL || *id->value == '\0' || page_at(p, n)->copy ||
		    (bm_map_getz(&used, id->value) != NULL) != in_use)
			continue;
		if (page_by_id(p, bm_str_of(id->value)) == n)
			check_pass(run);
		else
			check_fail_at(run, id, "The id \"%s\" is already taken",
				      id->value);
	}
}

static void
id_twice(check_run *run)
{
	twice(run, false);
}

static void
id_twice_used(check_run *run)
{
	twice(run, true);
}

static void
reference(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++)
		for (size_t i = 0; page_is_element(p, n) &&
				   i < sizeof(referring) / sizeof(*referring);
		     i++) {
			const page_attr *a = page_attr_at(p, n, referring[i]);
			const char *list = a != NULL ? a->value : NULL;
			bool good = true;
			bm_str id;

			while (good && page_word(&list, &id))
				good = page_by_id(p, id) != PAGE_NONE;
			if (a == NULL || page_blank(a->value))
				continue;
			if (good)
				check_pass(run);
			else
				check_fail_at(run, a,
					      "There is no id \"%.*s\", which "
					      "%s names",
					      (int)id.len, id.ptr,
					      page_name_text(a->name));
		}
}

static const check_test tests[] = {
    {"id-twice", NULL, "", "Each id is given once", id_twice},
    {"id-twice-used", NULL, "1.3.1 A, 4.1.2 A",
     "Each id that something refers to is given once", id_twice_used},
    {"aria-reference", NULL, "1.3.1 A, 4.1.2 A",
     "What an aria- attribute refers to is on the page", reference},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_ids = {"ids", rules, tests};
