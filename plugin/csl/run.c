/* The output tree: making it, walking it, and the look of an element. */
#include "csl/run.h"

/* See run.h. */
csl_out *
csl_out_new(bm_arena *arena, csl_out_kind kind)
{
	csl_out *out = BM_NEW(arena, csl_out);

	if (out != NULL)
		out->kind = kind;
	return out;
}

/* See run.h. */
csl_out *
csl_out_text(bm_arena *arena, bm_str text)
{
	csl_out *out = csl_out_new(arena, CSL_OUT_TEXT);

	if (out != NULL)
		out->text = text;
	return out;
}

/* See run.h. */
csl_out *
csl_out_affix(bm_arena *arena, bm_str text)
{
	csl_out *out = csl_out_text(arena, text);

	if (out != NULL)
		out->affix = true;
	return out;
}

/* See run.h. */
bm_str
csl_buf_take(bm_arena *arena, bm_buf *buf)
{
	bm_str s = {0};

	if (buf->status == BM_OK) {
		s.ptr = bm_arena_strndup(arena, bm_buf_cstr(buf), buf->len);
		s.len = s.ptr != NULL ? buf->len : 0;
	} else
		(void)bm_arena_array(arena, SIZE_MAX, 2);
	bm_buf_free(buf);
	return s;
}

/* See run.h.  NULL is tolerated on both sides. */
void
csl_out_append(csl_out *parent, csl_out *child)
{
	if (parent == NULL || child == NULL)
		return;
	child->parent = parent;
	child->next = NULL;
	if (parent->last != NULL)
		parent->last->next = child;
	else
		parent->children = child;
	parent->last = child;
}

/* See run.h. */
void
csl_out_prepend(csl_out *parent, csl_out *child)
{
	if (parent == NULL || child == NULL)
		return;
	child->parent = parent;
	child->next = parent->children;
	parent->children = child;
	if (parent->last == NULL)
		parent->last = child;
}

/* See run.h. */
csl_out *
csl_out_leaf(csl_out *leaf, csl_out *root)
{
	csl_out *at = leaf;

	if (at == NULL) {
		if (root == NULL)
			return NULL;
		at = root;
	} else {
		while (at != root && at->next == NULL)
			at = at->parent;
		if (at == root)
			return NULL;
		at = at->next;
	}
	for (;;) {
		if (at->kind == CSL_OUT_TEXT)
			return at;
		if (at->children != NULL) {
			at = at->children;
			continue;
		}
		while (at != root && at->next == NULL)
			at = at->parent;
		if (at == root)
			return NULL;
		at = at->next;
	}
}

/* See run.h. */
csl_out *
csl_out_find(csl_out *root, bool (*test)(const csl_out *out))
{
	csl_out *at = root;

	while (at != NULL) {
		if (test(at))
			return at;
		if (at->children != NULL) {
			at = at->children;
			continue;
		}
		while (at != root && at->next == NULL)
			at = at->parent;
		at = at != root ? at->next : NULL;
	}
	return NULL;
}

/* See run.h. */
bool
csl_out_empty(const csl_out *out)
{
	csl_out *root = (csl_out *)(uintptr_t)out;

	for (csl_out *l = csl_out_leaf(NULL, root); l != NULL;
	     l = csl_out_leaf(l, root))
		if (l->text.len > 0)
			return false;
	return true;
}

static void
put_plain(const csl_out *out, bm_buf *buf)
{
	bm_buf_putstr(buf, out->prefix);
	bm_buf_putstr(buf, out->text);
	for (const csl_out *c = out->children; c != NULL; c = c->next) {
		if (c != out->children)
			bm_buf_putstr(buf, out->delimiter);
		put_plain(c, buf);
	}
	bm_buf_putstr(buf, out->suffix);
}

/* See run.h.  The tree is as deep as style and markup may be. */
bm_str
csl_out_plain(bm_arena *arena, csl_out *out)
{
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(arena));
	if (out != NULL)
		put_plain(out, &buf);
	return csl_buf_take(arena, &buf);
}

/* See run.h. */
void
csl_strip_periods(bm_arena *arena, csl_out *out, bool all)
{
	for (csl_out *l = csl_out_leaf(NULL, out); l != NULL;
	     l = csl_out_leaf(l, out)) {
		size_t n = 0;
		char *s;

		if (l->text.len == 0 ||
		    memchr(l->text.ptr, '.', l->text.len) == NULL)
			continue;
		s = bm_arena_alloc(arena, l->text.len + 1);
		if (s == NULL)
			return;
		/* A full stop inside of a word is none: "example.org". */
		for (size_t i = 0; i < l->text.len; i++)
			if (l->text.ptr[i] != '.' ||
			    (!all && i + 1 < l->text.len &&
			     l->text.ptr[i + 1] >= 'a' &&
			     l->text.ptr[i + 1] <= 'z'))
				s[n++] = l->text.ptr[i];
		l->text = (bm_str){s, n};
	}
}

/* Puts out into a new node of this kind. */
static csl_out *
wrap(bm_arena *arena, csl_out *out, csl_out_kind kind)
{
	csl_out *outer = csl_out_new(arena, kind);

	csl_out_append(outer, out);
	return outer;
}

/* The part of a prefix that belongs into a link behind it: "https://...". */
static size_t
url_in_prefix(bm_str prefix)
{
	size_t at = bm_str_find(prefix, "http", 0);

	return bm_str_ends(prefix, "/") ? at : prefix.len;
}

/* Whether affixes, quotes and formatting can still be put on this node. */
static bool
is_plain(const csl_out *out)
{
	return (out->kind == CSL_OUT_GROUP || out->kind == CSL_OUT_TEXT) &&
	       out->prefix.len == 0 && out->suffix.len == 0 &&
	       out->format == 0 && !out->markup && !out->no_case &&
	       !out->affix && !out->unquoted && !out->is_year &&
	       !out->is_author && !out->is_letter && !out->is_names &&
	       out->display == CSL_DISPLAY_INLINE;
}

/*
 * See run.h.  Order of CSL 1.0.2: text case and periods first, then
 * formatting, then quotes, and the affixes outside of all.
 */
csl_out *
csl_out_decorate(bm_arena *arena, csl_out *out, const csl_look *look,
		 bool english, const char *lang)
{
	bm_str prefix = look->prefix;

	if (out == NULL)
		return NULL;
	if (look->text_case != CSL_CASE_NONE)
		(void)csl_case_apply(arena, out, look->text_case, english,
				     lang);
	if (look->strip_periods)
		csl_strip_periods(arena, out, false);
	if (prefix.len > 0 && out->kind == CSL_OUT_LINK) {
		size_t at = url_in_prefix(prefix);

		if (at < prefix.len)
			csl_out_prepend(
			    out,
			    csl_out_text(arena, (bm_str){prefix.ptr + at,
							 prefix.len - at}));
		prefix.len = at;
	}
	if (!look->quotes && look->format == 0 && prefix.len == 0 &&
	    look->suffix.len == 0 && look->display == CSL_DISPLAY_INLINE &&
	    !look->unquoted)
		return out;
	if (!is_plain(out) || (look->quotes && out->kind == CSL_OUT_TEXT))
		out = wrap(arena, out, CSL_OUT_GROUP);
	if (out == NULL)
		return NULL;
	if (look->quotes)
		out->kind = CSL_OUT_QUOTE;
	out->unquoted = look->unquoted;
	out->format = look->format;
	out->prefix = prefix;
	out->suffix = look->suffix;
	out->display = look->display;
	return out;
}
