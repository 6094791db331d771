/* The array of nodes: how it is made, and the small questions to it. */
#include "check/page.h"

#include "xml/encoding.h"

/* More nodes and attributes than this are not kept: some 600 megabytes. */
#define NODES_MAX 8000000u
#define ATTRS_MAX 8000000u
/* Names of its own that one page may bring. */
#define NAMES_MAX 30000u

const bm_rule page_rules[] = {
    {"page-syntax", BM_ERROR, "The page cannot be read as what it is", NULL,
     "Mend its encoding or its markup, or give it the ending of its format."},
    {"page-limit", BM_ERROR,
     "The page is too deep or too large to be checked in bounded time", NULL,
     "Close the elements that are left open, or divide the page."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* ---- making one ---- */

page_name
page_name_of(page *p, bm_str name)
{
	page_name known = page_name_known(name);
	const char **text;
	void **slot;

	if (known != N_NONE)
		return known;
	slot = bm_map_put(&p->name_numbers, name, NULL);
	if (slot == NULL)
		return N_NONE;
	if (*slot != NULL)
		return (page_name)(uintptr_t)*slot;
	if (p->names.len >= NAMES_MAX)
		return N_NONE;
	text = BM_VEC_PUSH(p->arena, &p->names);
	if (text == NULL)
		return N_NONE;
	*text = p->name_numbers.entries[p->name_numbers.len - 1].key.ptr;
	known = (page_name)(N_KNOWN + p->names.len - 1);
	*slot = (void *)(uintptr_t)known;
	return known;
}

bool
page_is_full(const page *p)
{
	return p->nodes.len >= NODES_MAX || p->attrs.len >= ATTRS_MAX;
}

/* Room for what a text will come to, by its marks, so that the arrays need not
 * be copied while they grow.  What is too little is no harm. */
static void
reserve(page *p)
{
	const char *s = p->text.ptr, *end = s + p->text.len;
	size_t nodes = 16, attrs = 16;

	while (s < end && (s = memchr(s, '<', (size_t)(end - s))) != NULL) {
		nodes += s + 1 < end && s[1] != '/';
		nodes += s > p->text.ptr && s[-1] != '>';
		s++;
	}
	for (s = p->text.ptr;
	     s < end && (s = memchr(s, '=', (size_t)(end - s))) != NULL; s++)
		attrs++;
	nodes = nodes < NODES_MAX ? nodes : NODES_MAX;
	attrs = attrs < ATTRS_MAX ? attrs : ATTRS_MAX;
	p->nodes.items = BM_NEW_ARRAY(p->arena, page_node, nodes);
	p->nodes.cap = p->nodes.items != NULL ? nodes : 0;
	p->attrs.items = BM_NEW_ARRAY(p->arena, page_attr, attrs);
	p->attrs.cap = p->attrs.items != NULL ? attrs : 0;
}

page_node_id
page_open(page *p, enum page_kind kind, page_node_id parent, uint32_t line,
	  uint32_t column)
{
	page_node *node;

	if (p->nodes.len >= NODES_MAX)
		return PAGE_NONE;
	node = BM_VEC_PUSH(p->arena, &p->nodes);
	if (node == NULL)
		return PAGE_NONE;
	/* What was read in vain may have stood here. */
	*node = (page_node){.kind = (uint8_t)kind,
			    .parent = parent,
			    .line = line,
			    .column = column,
			    .end = (uint32_t)p->nodes.len};
	return (page_node_id)(p->nodes.len - 1);
}

void
page_close(page *p, page_node_id node)
{
	p->nodes.items[node].end = (uint32_t)p->nodes.len;
}

bool
page_put_attr(page *p, page_node_id node, enum page_ns ns, page_name name,
	      const char *value, uint32_t line, uint32_t column)
{
	page_node *el = &p->nodes.items[node];
	page_attr *attr = value != NULL && p->attrs.len < ATTRS_MAX
			      ? BM_VEC_PUSH(p->arena, &p->attrs)
			      : NULL;

	if (attr == NULL)
		return false;
	if (el->count == 0)
		el->u.attrs = (uint32_t)(p->attrs.len - 1);
	el->count++;
	*attr = (page_attr){name, (uint8_t)ns, value, line, column};
	return true;
}

bool
page_add_attr(page *p, page_node_id node, enum page_ns ns, bm_str name,
	      const char *value, uint32_t line, uint32_t column)
{
	value = bm_arena_strdup(p->arena, value != NULL ? value : "");
	return page_put_attr(p, node, ns, page_name_of(p, name), value, line,
			     column);
}

/* ---- reading one ---- */

page_type
page_guess(const char *file, bm_str text)
{
	bm_str name = bm_str_of(file != NULL ? file : "");
	bm_str start = bm_str_trim(text);

	if (bm_str_ends(name, ".svg"))
		return PAGE_SVG;
	if (bm_str_ends(name, ".xhtml") || bm_str_ends(name, ".xht"))
		return PAGE_XHTML;
	if (bm_str_ends(name, ".xml") || bm_str_ends(name, ".mathml"))
		return PAGE_XML;
	if (bm_str_ends(name, ".html") || bm_str_ends(name, ".htm"))
		return PAGE_HTML;
	if (bm_str_starts(start, "\xEF\xBB\xBF")) {
		start.ptr += 3;
		start.len -= 3;
	}
	if (!bm_str_starts(start, "<?xml"))
		return bm_str_starts(start, "<svg") ? PAGE_SVG : PAGE_HTML;
	return bm_str_find(start, "<svg", 0) < bm_str_find(start, "<html", 0)
		   ? PAGE_SVG
		   : PAGE_XHTML;
}

/* Notes the ids, the first of each, and where head and body are. */
static bool
index_page(page *p)
{
	p->root = p->html_head = p->html_body = PAGE_NONE;
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_node *node = page_at(p, n);
		const char *id;
		bool is_new = false;
		void **slot;

		if (node->kind != PAGE_ELEMENT)
			continue;
		if (node->parent == 0 && p->root == PAGE_NONE)
			p->root = n;
		if (p->html_head == PAGE_NONE && page_is(p, n, N_head))
			p->html_head = n;
		if (p->html_body == PAGE_NONE && page_is(p, n, N_body))
			p->html_body = n;
		id = page_attr_of(p, n, N_id);
		if (id == NULL)
			id = page_attr_ns(p, n, NS_XML, N_id);
		if (id == NULL || *id == '\0')
			continue;
		slot = bm_map_put(&p->ids, bm_str_of(id), &is_new);
		if (slot == NULL)
			return false;
		if (is_new)
			*slot = (void *)(uintptr_t)(n + 1u);
	}
	return true;
}

bm_status
page_read(bm_arena *arena, bm_diags *diags, const char *file, bm_str text,
	  page_type type, page *out)
{
	bm_pos pos = {.file = file};
	const char *error = NULL;
	bm_status status;

	memset(out, 0, sizeof(*out));
	out->arena = arena;
	out->file = file;
	out->type = type;
	out->root = out->html_head = out->html_body = PAGE_NONE;
	bm_map_init(&out->name_numbers, arena);
	bm_map_init(&out->ids, arena);
	status = bm_xml_to_utf8(arena, text, NULL, &out->text, &error);
	if (status == BM_BAD_INPUT || status == BM_UNSUPPORTED)
		bm_diag_add(diags, &page_rules[0], &pos, "%s",
			    error != NULL ? error : page_rules[0].summary);
	if (status != BM_OK)
		return status;
	reserve(out);
	if (page_open(out, PAGE_DOCUMENT, PAGE_NONE, 1, 1) == PAGE_NONE)
		return BM_NO_MEMORY;
	status = type == PAGE_HTML ? page_from_html(out, diags)
				   : page_from_xml(out, diags);
	if (status != BM_OK)
		return status;
	page_close(out, 0);
	return index_page(out) && !bm_arena_failed(arena) ? BM_OK
							  : BM_NO_MEMORY;
}

/* ---- asking ---- */

page_node_id
page_first(const page *p, page_node_id n)
{
	return n + 1 < page_end(p, n) ? n + 1 : PAGE_NONE;
}

page_node_id
page_next(const page *p, page_node_id n)
{
	const page_node *node = page_at(p, n);

	return node->parent != PAGE_NONE &&
		       node->end < page_end(p, node->parent)
		   ? node->end
		   : PAGE_NONE;
}

/* n or the first sibling behind it that is an element. */
static page_node_id
element_from(const page *p, page_node_id n)
{
	while (n != PAGE_NONE && !page_is_element(p, n))
		n = page_next(p, n);
	return n;
}

page_node_id
page_first_element(const page *p, page_node_id n)
{
	return element_from(p, page_first(p, n));
}

page_node_id
page_next_element(const page *p, page_node_id n)
{
	return element_from(p, page_next(p, n));
}

page_node_id
page_child(const page *p, page_node_id n, page_name name)
{
	for (n = page_first(p, n); n != PAGE_NONE; n = page_next(p, n))
		if (page_is(p, n, name))
			return n;
	return PAGE_NONE;
}

page_node_id
page_ancestor(const page *p, page_node_id n, page_name name)
{
	for (n = page_parent(p, n); n != PAGE_NONE; n = page_parent(p, n))
		if (page_is(p, n, name))
			return n;
	return PAGE_NONE;
}

const char *
page_text_of_name(const page *p, page_name name)
{
	if (name < N_KNOWN)
		return page_name_text(name);
	return p->names.items[name - N_KNOWN];
}

bool
page_is_spare(const page *p, page_node_id n)
{
	return page_ancestor(p, n, N_noscript) != PAGE_NONE ||
	       page_ancestor(p, n, N_template) != PAGE_NONE;
}

const char *
page_tag(const page *p, page_node_id n)
{
	return page_text_of_name(p, page_at(p, n)->name);
}

const page_attr *
page_attr_at(const page *p, page_node_id n, page_name name)
{
	const page_node *node = page_at(p, n);

	if (node->kind != PAGE_ELEMENT)
		return NULL;
	for (uint32_t i = 0; i < node->count; i++) {
		const page_attr *a = &p->attrs.items[node->u.attrs + i];

		if (a->name == name && a->ns == NS_NONE)
			return a;
	}
	return NULL;
}

const char *
page_attr_of(const page *p, page_node_id n, page_name name)
{
	const page_attr *a = page_attr_at(p, n, name);

	return a != NULL ? a->value : NULL;
}

const char *
page_attr_ns(const page *p, page_node_id n, enum page_ns ns, page_name name)
{
	const page_node *node = page_at(p, n);

	if (node->kind != PAGE_ELEMENT)
		return NULL;
	for (uint32_t i = 0; i < node->count; i++) {
		const page_attr *a = &p->attrs.items[node->u.attrs + i];

		if (a->name == name && a->ns == ns)
			return a->value;
	}
	return NULL;
}

page_node_id
page_by_id(const page *p, bm_str id)
{
	uintptr_t n = (uintptr_t)bm_map_get(&p->ids, id);

	return n != 0 ? (page_node_id)(n - 1) : PAGE_NONE;
}

bm_pos
page_pos(const page *p, page_node_id n)
{
	const page_node *node;

	/* What the parser put in has the place of what it stands in. */
	while (n != 0 && n != PAGE_NONE && page_at(p, n)->line == 0)
		n = page_parent(p, n);
	if (n == PAGE_NONE)
		return (bm_pos){.file = p->file};
	node = page_at(p, n);
	return (bm_pos){
	    .file = p->file, .line = node->line, .column = node->column};
}

bm_pos
page_attr_pos(const page *p, const page_attr *attr)
{
	return (bm_pos){
	    .file = p->file, .line = attr->line, .column = attr->column};
}

void
page_put_text(const page *p, page_node_id n, bm_buf *out)
{
	for (page_node_id end = page_end(p, n); n < end; n++) {
		const page_node *node = page_at(p, n);

		if (node->kind == PAGE_TEXT)
			bm_buf_put(out, node->u.text, node->count);
	}
}

bool
page_word(const char **list, bm_str *out)
{
	const char *s = *list;

	if (s == NULL)
		return false;
	while (bm_is_space(*s))
		s++;
	out->ptr = s;
	while (*s != '\0' && !bm_is_space(*s))
		s++;
	out->len = (size_t)(s - out->ptr);
	*list = s;
	return out->len > 0;
}

bool
page_has_word(const char *list, const char *word)
{
	bm_str w;

	while (page_word(&list, &w))
		if (bm_str_is_nocase(w, word))
			return true;
	return false;
}

bool
page_blank(const char *text)
{
	return text == NULL || bm_str_trim(bm_str_of(text)).len == 0;
}

bool
page_has_letters(bm_str text)
{
	for (size_t at = 0; at < text.len;) {
		uint32_t c = bm_utf8_next(text, &at);

		if (c < 0x80 ? bm_is_alpha((char)c) || bm_is_digit((char)c)
			     : c >= 0xC0 && !(c >= 0x2000 && c < 0x2E80) &&
				   !(c >= 0xE000 && c < 0xF900) &&
				   !(c >= 0xFE00 && c < 0xFE10) && c < 0x1F000)
			return true;
	}
	return false;
}
