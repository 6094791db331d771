/* Pass "cite": what a citation names, its places in the source, its words. */
#include "bib/locator.h"
#include "core/buf.h"
#include "pass/cite.h"
#include "core/nearest.h"

/* Reports a key that is nowhere, with the nearest one that is somewhere. */
static void
report_missing(bm_citing *c, const xmlNode *node, const char *key)
{
	const bm_pos *pos = bm_get_pos(c->doc, node);
	const char *near;

	if (c->context->library == NULL && c->own.len == 0) {
		if (!c->told_no_library)
			bm_diag_add(c->doc->diags,
				    &c->rules[BM_CITE_NO_BIBLIOGRAPHY], pos,
				    NULL);
		c->told_no_library = true;
		return;
	}
	near = bm_nearest(&c->keys, key, &c->effort);
	if (near != NULL)
		bm_diag_add(
		    c->doc->diags, &c->rules[BM_CITE_UNRESOLVED], pos,
		    "Citation key \"%s\" is not in the bibliography; did you "
		    "mean \"%s\"?",
		    key, near);
	else
		bm_diag_add(c->doc->diags, &c->rules[BM_CITE_UNRESOLVED], pos,
			    "Citation key \"%s\" is not in the bibliography",
			    key);
}

/* Strings of the tree die with their nodes; the style needs them longer. */
static bm_str
kept(bm_citing *c, const char *s)
{
	char *copy = s != NULL ? bm_arena_strdup(c->doc->scratch, s) : NULL;

	return bm_str_of(copy);
}

static bm_str
joined(bm_citing *c, bm_str a, const char *between, bm_str b)
{
	return bm_str_of(bm_arena_printf(
	    c->doc->scratch, "%.*s%s%.*s", (int)a.len, a.len > 0 ? a.ptr : "",
	    between, (int)b.len, b.len > 0 ? b.ptr : ""));
}

/*
 * The place that begin, end and units of a biblioref name.  Units that CSL
 * has no word for are kept, in front of the suffix.
 */
static void
read_locator(bm_citing *c, csl_cite *cite, const xmlNode *ref)
{
	const char *begin = bm_attr(ref, "begin"), *end = bm_attr(ref, "end");
	const char *units = bm_attr(ref, "units"), *label = NULL;
	size_t length = 0;
	bm_str place;

	if (begin == NULL || begin[0] == '\0')
		begin = end;
	if (begin == NULL || begin[0] == '\0')
		return;
	place = end != NULL && end != begin && end[0] != '\0'
		    ? bm_str_of(
			  bm_arena_printf(c->doc->scratch, "%s-%s", begin, end))
		    : kept(c, begin);
	if (units != NULL && units[0] != '\0') {
		label = bm_locator_label(bm_str_of(units), &length);
		if (length != strlen(units))
			label = NULL;
	}
	if (units == NULL || units[0] == '\0' || label != NULL) {
		cite->label = kept(c, label);
		cite->locator = place;
		return;
	}
	bm_diag_add(
	    c->doc->diags, &c->rules[BM_CITE_UNITS], bm_get_pos(c->doc, ref),
	    "\"%s\" is no kind of place that citation styles know", units);
	place = joined(c, kept(c, units), " ", place);
	cite->suffix =
	    joined(c, joined(c, BM_STR(", "), "", place), "", cite->suffix);
}

static void
read_ref(bm_citing *c, csl_cite *cite, const xmlNode *ref)
{
	const char *mode = bm_attr_bm(ref, "mode");

	cite->prefix = kept(c, bm_attr_bm(ref, "prefix"));
	cite->suffix = kept(c, bm_attr_bm(ref, "suffix"));
	read_locator(c, cite, ref);
	if (bm_streq(mode, "author-in-text"))
		cite->mode = CSL_CITE_AUTHOR_IN_TEXT;
	else if (bm_streq(mode, "suppress-author"))
		cite->mode = CSL_CITE_SUPPRESS_AUTHOR;
}

/*
 * Adds one key to a citation; ref is its biblioref, or NULL.  An entry that
 * the author wrote himself goes before the library.
 */
static bm_status
add_key(bm_citing *c, bm_cited *cited, bm_str key, const xmlNode *ref)
{
	bm_arena *arena = c->doc->scratch;
	bm_own *own = bm_map_get(&c->own, key);
	const bm_item *item =
	    own != NULL ? own->item : bm_library_find(c->context->library, key);
	csl_cite *cite;

	if (own != NULL && item == NULL) {
		bm_own **place = BM_VEC_PUSH(arena, &cited->own);

		if (place == NULL)
			return BM_NO_MEMORY;
		*place = own;
		return BM_OK;
	}
	if (item == NULL) {
		const char *name = bm_arena_str(arena, key);
		const char **place = BM_VEC_PUSH(arena, &cited->missing);

		if (place == NULL || name == NULL)
			return BM_NO_MEMORY;
		*place = name;
		report_missing(c, ref != NULL ? ref : cited->node, name);
		return BM_OK;
	}
	cite = BM_VEC_PUSH(arena, &cited->cites);
	if (cite == NULL)
		return BM_NO_MEMORY;
	cite->item = item;
	if (ref != NULL)
		read_ref(c, cite, ref);
	return BM_OK;
}

/* The key that a biblioref names, without "#" or "@". */
static bm_str
key_of(const xmlNode *ref)
{
	const char *key = bm_attr(ref, "linkend");

	if (key == NULL)
		key = bm_attr_xlink(ref, "href");
	if (key == NULL)
		key = bm_attr(ref, "endterm");
	if (key != NULL && (*key == '#' || *key == '@'))
		key++;
	return bm_str_of(key != NULL ? key : "");
}

/* Keys written as text: <citation>one; two</citation>. */
static bm_status
add_text_keys(bm_citing *c, bm_cited *cited)
{
	const char *text = bm_textz(c->doc, cited->node);
	bm_status status = BM_OK;
	bm_str part = {text, 0};

	for (; status == BM_OK; text++) {
		if (*text != '\0' && *text != ',' && *text != ';') {
			part.len++;
			continue;
		}
		part = bm_str_trim(part);
		while (part.len > 0 && (*part.ptr == '[' || *part.ptr == '@')) {
			part.ptr++;
			part.len--;
		}
		if (part.len > 0 && part.ptr[part.len - 1] == ']')
			part.len--;
		if (part.len > 0)
			status = add_key(c, cited, part, NULL);
		part = (bm_str){text + 1, 0};
		if (*text == '\0')
			break;
	}
	return status;
}

/* ---- Words between bibliorefs -------------------------------------------- */

/* The text from a child of the citation up to the next biblioref. */
static bm_str
words_from(bm_citing *c, const xmlNode *n)
{
	bm_buf buf;
	bm_str out = {0};

	bm_buf_init(&buf, bm_arena_allocator(c->doc->scratch));
	for (; n != NULL && !bm_is(n, "biblioref"); n = n->next)
		if (n->type == XML_TEXT_NODE || n->type == XML_ELEMENT_NODE ||
		    n->type == XML_CDATA_SECTION_NODE)
			bm_text(n, &buf);
	if (buf.status != BM_OK)
		c->doc->no_memory = true;
	else if (bm_str_trim(bm_buf_str(&buf)).len > 0)
		out = bm_str_of(
		    bm_arena_strdup(c->doc->scratch, bm_buf_cstr(&buf)));
	bm_buf_free(&buf);
	for (size_t i = 0; i < out.len; i++)
		if (bm_is_space(out.ptr[i]))
			((char *)(uintptr_t)out.ptr)[i] = ' ';
	return out;
}

static bm_str
trim_start(bm_str s)
{
	while (s.len > 0 && bm_is_space(*s.ptr)) {
		s.ptr++;
		s.len--;
	}
	return s;
}

/* Signs at the start that only part one cite from the next. */
static bm_str
past_signs(bm_str s)
{
	while (s.len > 0 && (bm_is_space(*s.ptr) || strchr(",;[]", *s.ptr))) {
		s.ptr++;
		s.len--;
	}
	return s;
}

/* "see " stays "see ", whatever white space stood behind it. */
static bm_str
as_prefix(bm_citing *c, bm_str s)
{
	bm_str words = bm_str_trim(past_signs(s));

	return words.len > 0 ? joined(c, words, " ", (bm_str){0}) : (bm_str){0};
}

/*
 * The words in front of, between and behind bibliorefs: up to a semicolon
 * they belong to the cite before, behind it to the next.
 */
static void
add_words(bm_citing *c, csl_cite *before, csl_cite *next, bm_str words)
{
	const char *cut =
	    words.len > 0 ? memchr(words.ptr, ';', words.len) : NULL;
	bm_str first = words, second = {0};

	if (before == NULL) {
		second = words;
		first = (bm_str){0};
	} else if (cut != NULL) {
		first.len = (size_t)(cut - words.ptr);
		second = (bm_str){cut, words.len - first.len};
	} else if (next != NULL && past_signs(words).len == 0) {
		return;
	}
	first = (bm_str){first.ptr, first.len};
	while (first.len > 0 && bm_is_space(first.ptr[first.len - 1]))
		first.len--;
	while (first.len > 0 && first.ptr[first.len - 1] == ']')
		first.len--;
	if (before != NULL && past_signs(first).len > 0)
		before->suffix = joined(c, before->suffix, "", first);
	second = as_prefix(c, trim_start(second));
	if (next != NULL && second.len > 0)
		next->prefix = joined(c, second, "", next->prefix);
	else if (before != NULL && second.len > 0)
		before->suffix =
		    joined(c, before->suffix, "; ", bm_str_trim(second));
}

/* A citation whose keys are bibliorefs, with words around them. */
static bm_status
read_refs(bm_citing *c, bm_cited *cited, const xmlNode *ref)
{
	bm_str words = words_from(c, cited->node->children);
	bm_status status = BM_OK;
	size_t before = 0;

	while (status == BM_OK && ref != NULL) {
		size_t count = cited->cites.len;

		status = add_key(c, cited, key_of(ref), ref);
		if (cited->cites.len > count)
			add_words(c,
				  before > 0 ? &cited->cites.items[before - 1]
					     : NULL,
				  &cited->cites.items[count], words);
		before = cited->cites.len;
		words = words_from(c, ref->next);
		ref = bm_next(ref, "biblioref");
	}
	if (status == BM_OK && before > 0)
		add_words(c, &cited->cites.items[before - 1], NULL, words);
	return status;
}

/* See cite.h. */
bm_status
bm_cite_read(bm_citing *c, bm_cited *cited)
{
	const xmlNode *ref;

	if (bm_is(cited->node, "biblioref"))
		return add_key(c, cited, key_of(cited->node), cited->node);
	ref = bm_child(cited->node, "biblioref");
	return ref != NULL ? read_refs(c, cited, ref) : add_text_keys(c, cited);
}
