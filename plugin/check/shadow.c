#include "check/shadow.h"

/* Bytes of a script, and of markup in one, that are looked at. */
#define SCRIPT_MAX ((size_t)1 << 20)

/* What stands behind the only occurrence of a word; false if there is none,
 * or another one. */
static bool
behind_only(bm_str script, const char *word, bm_str *rest)
{
	size_t at = bm_str_find(script, word, 0);

	if (at == script.len || bm_str_find(script, word, at + 1) < script.len)
		return false;
	at += strlen(word);
	*rest = bm_str_trim((bm_str){script.ptr + at, script.len - at});
	return true;
}

/* The text in quotes at the start; its escapes stand for themselves.  A
 * template with something to fill in is none. */
static const char *
literal(page *p, bm_str s)
{
	char *out, quote = s.len > 0 ? *s.ptr : '\0';
	size_t n = 0, i = 1;

	if (quote != '"' && quote != '\'' && quote != '`')
		return NULL;
	out = bm_arena_alloc(p->arena, s.len + 1);
	for (; out != NULL && i < s.len && s.ptr[i] != quote; i++) {
		if (quote == '`' && s.ptr[i] == '$')
			return NULL;
		if (s.ptr[i] == '\\' && i + 1 < s.len)
			i++;
		out[n++] = s.ptr[i];
	}
	if (out == NULL || i == s.len)
		return NULL;
	out[n] = '\0';
	s = bm_str_trim((bm_str){s.ptr + i + 1, s.len - i - 1});
	/* Text that goes on is not all of the markup. */
	return s.len > 0 && *s.ptr == '+' ? NULL : out;
}

/* The element that the script takes by its id, if it takes one. */
static page_node_id
host_of(page *p, bm_str script)
{
	const char *id = NULL;
	bm_str rest;

	if (behind_only(script, "querySelector(", &rest))
		id = literal(p, rest);
	else if (behind_only(script, "getElementById(", &rest))
		return (id = literal(p, rest)) != NULL
			   ? page_by_id(p, bm_str_of(id))
			   : PAGE_NONE;
	return id != NULL && *id == '#' ? page_by_id(p, bm_str_of(id + 1))
					: PAGE_NONE;
}

/* The markup that the script puts into the tree, or NULL. */
static const char *
markup_of(page *p, bm_str script)
{
	bm_str rest;

	if (!behind_only(script, ".innerHTML", &rest) || rest.len < 2 ||
	    *rest.ptr != '=' || rest.ptr[1] == '=')
		return NULL;
	return literal(p, bm_str_trim((bm_str){rest.ptr + 1, rest.len - 1}));
}

static bool
read_tree(page *p, bm_str script, shadow *out)
{
	const char *markup;
	bm_diags unheard;
	bm_str rest;

	if (script.len > SCRIPT_MAX ||
	    !behind_only(script, ".attachShadow(", &rest))
		return false;
	out->host = host_of(p, script);
	markup = out->host != PAGE_NONE ? markup_of(p, script) : NULL;
	if (markup == NULL)
		return false;
	bm_diags_init(&unheard, p->arena);
	return page_read(p->arena, &unheard, p->file, bm_str_of(markup),
			 PAGE_HTML, &out->tree) == BM_OK &&
	       model_make(&out->tree);
}

bool
shadow_next(page *p, shadow *out)
{
	for (page_node_id n = out->from + 1; n < p->nodes.len; n++) {
		const page_node *node = page_at(p, n);

		if (node->kind != PAGE_TEXT ||
		    !page_is(p, node->parent, N_script))
			continue;
		out->from = n;
		if (read_tree(p, (bm_str){node->u.text, node->count}, out))
			return true;
	}
	return false;
}
