/* Writer "markdown": citations. */
#include "write/markdown.h"

static bool
is_simple(const char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		if (!mdw_is_word(*s) && strchr(" ,.()/-:'", *s) == NULL)
			return false;
	return true;
}

static bool
is_cite_key(const char *key)
{
	static const char *const prefixes[] = {
	    "sec:", "fig:", "tbl:", "tab:", "eq:", "lst:", "exm:"};

	for (size_t i = 0; key != NULL && i < 7; i++)
		if (strncmp(key, prefixes[i], strlen(prefixes[i])) == 0)
			return false;
	return key != NULL && *key != '\0' && strpbrk(key, "{}\n\\`") == NULL;
}

static bool
can_cite(const xmlNode *el)
{
	static const char *const known[] = {
	    "linkend", "units", "begin", "mode", "prefix", "suffix", NULL};
	const xmlNode *n = el->children;
	size_t count = 0;

	for (; n != NULL; n = n->next, count++) {
		const char *begin = bm_attr(n, "begin");
		const char *mode = bm_attr_bm(n, "mode");
		const char *prefix = bm_attr_bm(n, "prefix");
		const char *suffix = bm_attr_bm(n, "suffix");

		if (!bm_is(n, "biblioref") || n->children != NULL ||
		    !mdw_only(n, known) || !is_cite_key(bm_attr(n, "linkend")))
			return false;
		if ((begin != NULL) != (bm_attr(n, "units") != NULL) ||
		    !is_simple(begin) || !is_simple(prefix) ||
		    !is_simple(suffix))
			return false;
		/* What would be read as a place, and a stray blank. */
		if (suffix != NULL && begin == NULL)
			for (const char *c = suffix; *c != '\0'; c++)
				if (bm_is_digit(*c))
					return false;
		if (bm_streq(mode, "author-in-text") &&
		    (el->children->next != NULL || prefix != NULL))
			return false;
	}
	return count > 0;
}

static void
put_key(mdw *w, const char *key)
{
	bool bare = true;

	for (const char *c = key; *c != '\0'; c++)
		bare = bare && (mdw_is_word(*c) || *c == '_' ||
				(c > key && c[1] != '\0' && mdw_is_word(c[1]) &&
				 strchr(":.-/", *c) != NULL));
	mdw_puts(w, bare ? "@" : "@{");
	mdw_puts(w, key);
	mdw_puts(w, bare ? "" : "}");
}

static void
put_place(mdw *w, const xmlNode *ref)
{
	const char *begin = bm_attr(ref, "begin");

	if (begin == NULL)
		return;
	mdw_puts(w, bm_attr(ref, "units"));
	mdw_puts(w, " {");
	mdw_puts(w, begin);
	mdw_puts(w, "}");
}

bool
mdw_citation(mdw *w, xmlNode *el)
{
	static const char *const known[] = {"role", "id", "lang", NULL};
	static const char *const none[] = {NULL};
	const xmlNode *ref = el->children;
	bool in_text;

	if (!mdw_only(el, known) || !mdw_can_attrs(el) || !can_cite(el))
		return false;
	w->text_start = false;
	in_text = bm_streq(bm_attr_bm(ref, "mode"), "author-in-text");
	if (in_text) {
		if (mdw_is_word(w->last))
			return false;
		put_key(w, bm_attr(ref, "linkend"));
		if (bm_attr(ref, "begin") != NULL ||
		    bm_attr_bm(ref, "suffix") != NULL) {
			mdw_puts(w, " [");
			put_place(w, ref);
			mdw_puts(w, bm_attr_bm(ref, "suffix"));
			mdw_puts(w, "]");
		}
		mdw_attrs(w, el, none);
		return true;
	}
	mdw_puts(w, "[");
	for (; ref != NULL; ref = ref->next) {
		mdw_puts(w, bm_attr_bm(ref, "prefix"));
		if (bm_attr_bm(ref, "mode") != NULL)
			mdw_puts(w, "-");
		put_key(w, bm_attr(ref, "linkend"));
		if (bm_attr(ref, "begin") != NULL)
			mdw_puts(w, ", ");
		put_place(w, ref);
		mdw_puts(w, bm_attr_bm(ref, "suffix"));
		if (ref->next != NULL)
			mdw_puts(w, "; ");
	}
	mdw_puts(w, "]");
	mdw_attrs(w, el, none);
	return true;
}
