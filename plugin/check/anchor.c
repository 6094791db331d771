#include "check/anchor.h"

const char *
anchor_text(page *p, const char *href)
{
	static const char digits[] = "0123456789abcdef";
	const char *s = *href == '#' ? href + 1 : href;
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
	return out != NULL ? out : "";
}

/* Anchors of old: <a name="...">; made when the first is asked for. */
static bool
index_anchors(page *p)
{
	page_model *m = p->model;

	if (m->anchors_read)
		return true;
	m->anchors_read = true;
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const char *name =
		    page_is(p, n, N_a) ? page_attr_of(p, n, N_name) : NULL;
		void **slot;

		if (name == NULL)
			continue;
		slot = bm_map_put(&m->anchors, bm_str_of(name), NULL);
		if (slot == NULL)
			return false;
		if (*slot == NULL)
			*slot = (void *)(uintptr_t)(n + 1u);
	}
	return true;
}

page_node_id
anchor_of(page *p, const char *href)
{
	const char *text;
	page_node_id to;
	uintptr_t found;

	if (href == NULL || *href != '#')
		return PAGE_NONE;
	to = page_by_id(p, bm_str_of(href + 1));
	if (to != PAGE_NONE)
		return to;
	text = anchor_text(p, href);
	to = page_by_id(p, bm_str_of(text));
	if (to != PAGE_NONE || !index_anchors(p))
		return to;
	found = (uintptr_t)bm_map_getz(&p->model->anchors, text);
	return found != 0 ? (page_node_id)(found - 1) : PAGE_NONE;
}

bool
anchor_is_foreign(const char *href)
{
	return href[0] == '#' && (href[1] == '!' || href[1] == '/' ||
				  strstr(href, ":~:") != NULL);
}
