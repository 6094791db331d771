/*
 * Places for references: a heading with {.bibliography}, and pandoc's empty
 * div {#refs}.  Both become a bibliography that the pass "cite" fills.
 */
#include "core/buf.h"
#include "read/markdown.h"

/* Puts "KEY:WORD" for each word of a value into the role; a space inside a
 * keyword is written "_". */
static void
put_limits(bm_buf *role, const char *key, bm_str value)
{
	bool keyword = strcmp(key, "keyword") == 0;
	bm_str word;

	for (size_t i = 0; i < value.len;) {
		size_t from = i;

		while (i < value.len &&
		       strchr(keyword ? ",;" : " ,;", value.ptr[i]) == NULL)
			i++;
		word = bm_str_trim((bm_str){value.ptr + from, i - from});
		i++;
		if (word.len == 0)
			continue;
		bm_buf_printf(role, "%s%s:", role->len > 0 ? " " : "", key);
		for (size_t k = 0; k < word.len; k++)
			bm_buf_putc(
			    role, bm_is_space(word.ptr[k]) ? '_' : word.ptr[k]);
	}
}

/* The classes without "bibliography", which the element says. */
static void
put_classes(bm_buf *role, const char *classes)
{
	bm_str rest = bm_str_of(classes), word;

	while (bm_str_split(&rest, ' ', &word))
		if (!bm_str_is(word, "bibliography") && word.len > 0)
			bm_buf_printf(role, "%s%.*s", role->len > 0 ? " " : "",
				      (int)word.len, word.ptr);
}

bool
bm_md_refs_asked(const bm_md_attrs *attrs)
{
	bm_str rest = bm_str_of(attrs->classes), word;

	while (bm_str_split(&rest, ' ', &word))
		if (bm_str_is(word, "bibliography"))
			return true;
	return false;
}

void
bm_md_refs_limits(bm_md_build *b, bm_md_attrs *attrs)
{
	static const char *const names[][2] = {
	    {"type", "type"}, {"keyword", "keyword"}, {"keys", "key"}};
	bm_buf role;

	bm_buf_init(&role, bm_arena_allocator(b->doc->arena));
	put_classes(&role, attrs->classes);
	for (size_t i = 0; i < attrs->count; i++)
		for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++) {
			const char *key = attrs->pairs[i].key;

			if (key == NULL || strcmp(key, names[k][0]) != 0)
				continue;
			put_limits(&role, names[k][1],
				   bm_str_of(attrs->pairs[i].value));
			attrs->pairs[i].key = NULL;
		}
	attrs->classes =
	    role.len > 0 ? bm_arena_strdup(b->doc->arena, bm_buf_cstr(&role))
			 : NULL;
	if (role.status != BM_OK)
		b->doc->no_memory = true;
	bm_buf_free(&role);
}

/* The section at hand, if it has no more than its title. */
static xmlNode *
bare_section(const bm_md_build *b)
{
	xmlNode *el = b->open_count > 0 ? b->open[b->open_count - 1].el : NULL;
	bool fits =
	    el == b->at && (bm_is(el, "section") || bm_is(el, "chapter"));

	return fits && bm_next_element(bm_first_element(el)) == NULL ? el
								     : NULL;
}

bool
bm_md_refs_div(bm_md_build *b, cmark_node *node)
{
	const bm_md_box *box = bm_md_box_of(node);
	bm_md_attrs attrs;
	xmlNode *el;

	if (box->kind != BM_MD_DIV || box->attrs == NULL || box->name != NULL ||
	    node->first_child != NULL || !box->closed ||
	    node->parent->type != CMARK_NODE_DOCUMENT ||
	    bm_md_attr_read(b->doc->arena, bm_str_of(box->attrs), &attrs) ==
		0 ||
	    (!bm_md_refs_asked(&attrs) &&
	     (attrs.id == NULL || strcmp(attrs.id, "refs") != 0)))
		return false;
	bm_md_flush(b);
	el = bare_section(b);
	if (el != NULL)
		/* Its heading is that of the list. */
		xmlNodeSetName(el, (const xmlChar *)"bibliography");
	else
		el = bm_md_el(b, node, "bibliography");
	if (el == NULL)
		return true;
	bm_md_refs_limits(b, &attrs);
	if (bm_attr_xml(el, "id") != NULL)
		attrs.id = NULL;
	bm_md_apply(b, node, &attrs, el, NULL, NULL);
	return true;
}
