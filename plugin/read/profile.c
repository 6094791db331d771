#include "read/profile.h"

#include "core/vec.h"

const bm_rule bm_profile_rules[] = {
    {"profile-attribute", BM_ERROR, "An edition is not told by this attribute",
     "DocBook 5.2, common effectivity attributes",
     "Use arch, audience, condition, conformance, os, outputformat, revision, "
     "role, security, status, userlevel, vendor, wordsize or lang, as in "
     "os=linux;mac."},
    {"profile-left-out", BM_INFO,
     "Parts of the text are not for this edition and are left out", NULL,
     "Convert without --profile to have them all."},
    {NULL, BM_INFO, NULL, NULL, NULL}};

enum { ATTRIBUTE, LEFT_OUT };

/* One "attribute=values", taken apart. */
struct profile {
	const char *name;
	bm_str values;
};

typedef BM_VEC(struct profile) profiles;

static bool
is_known(const char *name)
{
	static const char *const names[] = {
	    "arch",         "audience", "condition", "conformance", "os",
	    "outputformat", "revision", "role",      "security",    "status",
	    "userlevel",    "vendor",   "wordsize",  "lang",        NULL};

	for (size_t i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* Adds one of the caller's; a wrong one is reported.  False without memory. */
static bool
add(bm_doc *doc, profiles *list, const char *text)
{
	const char *equals = strchr(text, '=');
	size_t n = equals != NULL ? (size_t)(equals - text) : strlen(text);
	bm_str name = bm_str_trim((bm_str){text, n});
	const char *copy = bm_arena_str(doc->arena, name);
	struct profile *p;

	if (copy == NULL)
		return false;
	if (equals == NULL || !is_known(copy)) {
		bm_diag_add(doc->diags, &bm_profile_rules[ATTRIBUTE],
			    &doc->start,
			    "\"%s\" is no attribute that an edition is told "
			    "by, with its values",
			    text);
		return true;
	}
	/* What was said later counts: an option over the project. */
	for (p = list->items; p != NULL && p < list->items + list->len; p++)
		if (strcmp(p->name, copy) == 0)
			break;
	if (p == NULL || p == list->items + list->len)
		p = BM_VEC_PUSH(doc->arena, list);
	if (p == NULL)
		return false;
	*p = (struct profile){copy, bm_str_of(equals + 1)};
	return true;
}

/* Whether two lists, parted by semicolons (and white space), share a word. */
static bool
share(const char *have, bm_str wanted)
{
	bm_str a = bm_str_of(have), x;

	while (bm_str_split(&a, ';', &x)) {
		bm_str b = wanted, y;

		x = bm_str_trim(x);
		while (x.len > 0 && bm_str_split(&b, ';', &y)) {
			y = bm_str_trim(y);
			if (x.len == y.len && memcmp(x.ptr, y.ptr, x.len) == 0)
				return true;
		}
	}
	return false;
}

static bool
is_wanted(const profiles *list, const xmlNode *el)
{
	for (size_t i = 0; i < list->len; i++) {
		const struct profile *p = &list->items[i];
		const char *have = strcmp(p->name, "lang") == 0
				       ? bm_attr_xml(el, "lang")
				       : bm_attr(el, p->name);

		if (have != NULL && *have != '\0' && !share(have, p->values))
			return false;
	}
	return true;
}

/* Whether it has one of the values of any attribute. */
static bool
is_unwanted(const profiles *list, const xmlNode *el)
{
	for (size_t i = 0; i < list->len; i++) {
		const char *have = bm_attr(el, list->items[i].name);

		if (have != NULL && share(have, list->items[i].values))
			return true;
	}
	return false;
}

/* Takes out what is not for this edition; reports how much. */
static bm_status
filter(bm_doc *doc, xmlNode *top, const profiles *list, bool out)
{
	size_t gone = 0;
	bm_pos first = {0};
	xmlNode *next;

	if (list->len == 0 || top == NULL)
		return BM_OK;
	for (xmlNode *n = bm_walk(top, top); n != NULL; n = next) {
		if (n->type != XML_ELEMENT_NODE || n->properties == NULL ||
		    (out ? !is_unwanted(list, n) : is_wanted(list, n))) {
			next = bm_walk(n, top);
			continue;
		}
		if (gone++ == 0)
			first = *bm_get_pos(doc, n);
		next = bm_walk_over(n, top);
		xmlUnlinkNode(n);
		xmlFreeNode(n);
	}
	if (gone > 0)
		bm_diag_add(doc->diags, &bm_profile_rules[LEFT_OUT], &first,
			    "Left out as not for this edition: %zu, the first "
			    "is here",
			    gone);
	return doc->no_memory ? BM_NO_MEMORY : BM_OK;
}

bm_status
bm_profile(bm_doc *doc, const char *const *wanted)
{
	profiles list = {0};

	for (size_t i = 0; wanted != NULL && wanted[i] != NULL; i++)
		if (!add(doc, &list, wanted[i]))
			return BM_NO_MEMORY;
	return filter(doc, bm_doc_element(doc), &list, false);
}

bm_status
bm_profile_part(bm_doc *doc, xmlNode *top, const xmlNode *by, bool out)
{
	profiles list = {0};

	for (const xmlAttr *a = by->properties; a != NULL; a = a->next) {
		const char *name = (const char *)a->name;
		struct profile *p;

		if (a->ns != NULL || !is_known(name))
			continue;
		p = BM_VEC_PUSH(doc->arena, &list);
		if (p == NULL)
			return BM_NO_MEMORY;
		*p = (struct profile){name, bm_str_of(bm_attr(by, name))};
	}
	return filter(doc, top, &list, out);
}
