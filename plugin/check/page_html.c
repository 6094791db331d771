/*
 * HTML by the rules of its standard, through gumbo; the only file that knows
 * it.  Its memory is ours and bounded: it has no word for "no memory", so it
 * is left by longjmp, and all that it holds is freed at once, without its own
 * way of freeing, which recurses.
 */
#include <gumbo.h>
#include <setjmp.h>

#include "check/page.h"

#define ALIGN  16u
#define SHARED 1024u         /* larger pieces stand alone */
#define BLOCK  (256u * 1024) /* of small ones */
/* What the parser may hold: so much, and so many times the page. */
#define BUDGET_BASE  ((size_t)64 << 20)
#define BUDGET_TIMES 64u
#define BUDGET_MAX   ((size_t)512 << 20)
/* Lines are counted from the start of a stretch of so many bytes. */
#define STRETCH 1024u

/* ---- memory ---- */

/* Before each piece. */
struct piece {
	size_t size;         /* of what was asked for, rounded up */
	struct piece *spare; /* the next that was given back */
};

/* Before that, when it stands alone, and before each block. */
struct alone {
	struct alone *next, *prev;
};

_Static_assert(sizeof(struct piece) % ALIGN == 0, "pieces are aligned");
_Static_assert(sizeof(struct alone) % ALIGN == 0, "pieces are aligned");

struct memory {
	const bm_allocator *al;
	struct alone *alone;  /* a list */
	struct alone *blocks; /* the newest first */
	size_t fill;          /* of the newest */
	size_t held, budget;
	struct piece *spare[SHARED / ALIGN + 1];
	bm_status status;
	jmp_buf jump;
};

static _Noreturn void
give_up(struct memory *m, bm_status status)
{
	m->status = status;
	longjmp(m->jump, 1);
}

static void *
take(struct memory *m, size_t size)
{
	void *p;

	if (size > m->budget || m->held > m->budget - size)
		give_up(m, BM_LIMIT);
	p = bm_realloc(m->al, NULL, 0, size);
	if (p == NULL)
		give_up(m, BM_NO_MEMORY);
	m->held += size;
	return p;
}

/* A piece that has its memory to itself. */
static struct piece *
take_alone(struct memory *m, size_t need)
{
	struct alone *a = take(m, sizeof(*a) + sizeof(struct piece) + need);

	a->prev = NULL;
	a->next = m->alone;
	if (m->alone != NULL)
		m->alone->prev = a;
	m->alone = a;
	return (struct piece *)(void *)(a + 1);
}

/* A piece of the newest block. */
static struct piece *
take_shared(struct memory *m, size_t need)
{
	size_t whole = sizeof(struct piece) + need;
	struct piece *p;

	if (m->blocks == NULL || BLOCK - m->fill < whole) {
		struct alone *block = take(m, BLOCK);

		block->next = m->blocks;
		m->blocks = block;
		m->fill = sizeof(*block);
	}
	p = (struct piece *)(void *)((char *)m->blocks + m->fill);
	m->fill += whole;
	return p;
}

static void *
gumbo_get(void *user, size_t size)
{
	struct memory *m = user;
	size_t need = (size + ALIGN - 1) / ALIGN * ALIGN, class = need / ALIGN;
	struct piece *p;

	if (need > SHARED) {
		p = take_alone(m, need);
	} else if (m->spare[class] != NULL) {
		p = m->spare[class];
		m->spare[class] = p->spare;
	} else {
		p = take_shared(m, need);
	}
	p->size = need;
	return p + 1;
}

static void
gumbo_give(void *user, void *ptr)
{
	struct memory *m = user;
	struct piece *p = ptr;
	struct alone *a;
	size_t whole;

	if (ptr == NULL)
		return;
	p--;
	if (p->size <= SHARED) {
		p->spare = m->spare[p->size / ALIGN];
		m->spare[p->size / ALIGN] = p;
		return;
	}
	a = (struct alone *)(void *)p - 1;
	whole = sizeof(*a) + sizeof(*p) + p->size;
	if (a->next != NULL)
		a->next->prev = a->prev;
	if (a->prev != NULL)
		a->prev->next = a->next;
	else
		m->alone = a->next;
	m->held -= whole;
	bm_realloc(m->al, a, whole, 0);
}

static void
free_memory(struct memory *m)
{
	struct alone *next;

	for (struct alone *a = m->alone; a != NULL; a = next) {
		const struct piece *p = (const struct piece *)(void *)(a + 1);

		next = a->next;
		bm_realloc(m->al, a, sizeof(*a) + sizeof(*p) + p->size, 0);
	}
	for (struct alone *a = m->blocks; a != NULL; a = next) {
		next = a->next;
		bm_realloc(m->al, a, BLOCK, 0);
	}
}

/* ---- lines ---- */

struct lines {
	bm_str text;
	struct {
		uint32_t line;
		size_t start; /* of the line */
	} * at;               /* for each stretch, at its first byte */
};

static bool
lines_make(struct lines *l, bm_arena *arena, bm_str text)
{
	size_t count = text.len / STRETCH + 1, start = 0;
	uint32_t line = 1;

	l->text = text;
	l->at = bm_arena_array(arena, count, sizeof(*l->at));
	if (l->at == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t end = (i + 1) * STRETCH;
		const char *nl;

		l->at[i].line = line;
		l->at[i].start = start;
		end = end < text.len ? end : text.len;
		for (size_t at = i * STRETCH;
		     at < end &&
		     (nl = memchr(text.ptr + at, '\n', end - at)) != NULL;
		     line++)
			at = start = (size_t)(nl - text.ptr) + 1;
	}
	return true;
}

/* The line and column of a place in the text; none for what the parser put
 * in by itself. */
static void
lines_find(const struct lines *l, const char *place, uint32_t *line,
	   uint32_t *column)
{
	size_t offset, at, start;
	const char *nl;

	*line = *column = 0;
	if (place == NULL || place < l->text.ptr ||
	    place > l->text.ptr + l->text.len)
		return;
	offset = (size_t)(place - l->text.ptr);
	at = offset / STRETCH * STRETCH;
	*line = l->at[offset / STRETCH].line;
	start = l->at[offset / STRETCH].start;
	while (at < offset &&
	       (nl = memchr(l->text.ptr + at, '\n', offset - at)) != NULL) {
		at = start = (size_t)(nl - l->text.ptr) + 1;
		(*line)++;
	}
	*column = (uint32_t)(offset - start + 1);
}

/* ---- gumbo's tree to ours ---- */

struct copy {
	page *p;
	struct lines lines;
};

static enum page_ns
attr_ns(const GumboAttribute *a)
{
	switch (a->attr_namespace) {
	case GUMBO_ATTR_NAMESPACE_XLINK:
		return NS_XLINK;
	case GUMBO_ATTR_NAMESPACE_XML:
		return NS_XML;
	case GUMBO_ATTR_NAMESPACE_XMLNS:
		return NS_OTHER;
	default:
		return NS_NONE;
	}
}

static bool
copy_attrs(struct copy *c, page_node_id n, const GumboVector *attrs)
{
	for (unsigned i = 0; i < attrs->length; i++) {
		const GumboAttribute *a = attrs->data[i];
		uint32_t line, column;

		lines_find(&c->lines, a->original_name.data, &line, &column);
		if (!page_add_attr(c->p, n, attr_ns(a), bm_str_of(a->name),
				   a->value, line, column))
			return false;
	}
	return true;
}

/* The name as the standard has it: small letters in HTML, mixed in SVG. */
static page_name
name_of(struct copy *c, const GumboElement *el)
{
	const char *known = gumbo_normalized_tagname(el->tag);
	GumboStringPiece piece = el->original_tag;
	char lower[256];
	size_t n;

	if (el->tag_namespace == GUMBO_NAMESPACE_SVG && piece.data != NULL) {
		gumbo_tag_from_original_text(&piece);
		known = gumbo_normalize_svg_tagname(&piece);
		if (known != NULL)
			return page_name_of(c->p, bm_str_of(known));
		known = gumbo_normalized_tagname(el->tag);
	}
	if (known != NULL && known[0] != '\0')
		return page_name_of(c->p, bm_str_of(known));
	piece = el->original_tag;
	gumbo_tag_from_original_text(&piece);
	n = piece.length < sizeof(lower) ? piece.length : sizeof(lower);
	for (size_t i = 0; i < n; i++)
		lower[i] = bm_lower(piece.data[i]);
	return page_name_of(c->p, (bm_str){lower, n});
}

static page_node_id
copy_element(struct copy *c, const GumboNode *node, page_node_id parent)
{
	static const uint8_t spaces[] = {[GUMBO_NAMESPACE_HTML] = NS_HTML,
					 [GUMBO_NAMESPACE_SVG] = NS_SVG,
					 [GUMBO_NAMESPACE_MATHML] = NS_MATHML};
	const GumboElement *el = &node->v.element;
	uint32_t line, column;
	page_node_id n;

	lines_find(&c->lines, el->original_tag.data, &line, &column);
	n = page_open(c->p, PAGE_ELEMENT, parent, line, column);
	if (n == PAGE_NONE)
		return n;
	c->p->nodes.items[n].ns = spaces[el->tag_namespace] & 0x7Fu;
	c->p->nodes.items[n].copy =
	    (node->parse_flags &
	     (GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT |
	      GUMBO_INSERTION_ADOPTION_AGENCY_CLONED)) != 0;
	c->p->nodes.items[n].name = name_of(c, el);
	return copy_attrs(c, n, &el->attributes) ? n : PAGE_NONE;
}

static bool
copy_text(struct copy *c, const GumboNode *node, page_node_id parent)
{
	const GumboText *text = &node->v.text;
	uint32_t line, column;
	page_node_id n;

	lines_find(&c->lines, text->original_text.data, &line, &column);
	n = page_open(
	    c->p, node->type == GUMBO_NODE_COMMENT ? PAGE_COMMENT : PAGE_TEXT,
	    parent, line, column);
	if (n == PAGE_NONE)
		return false;
	c->p->nodes.items[n].count = (uint32_t)strlen(text->text);
	c->p->nodes.items[n].u.text = bm_arena_strdup(c->p->arena, text->text);
	return c->p->nodes.items[n].u.text != NULL;
}

/* An element whose children are being copied. */
struct open {
	const GumboVector *children;
	unsigned next;
	page_node_id node;
};

static bool
copy_tree(struct copy *c, const GumboNode *document)
{
	BM_VEC(struct open) stack = {0};
	struct open *top = BM_VEC_PUSH(c->p->arena, &stack);

	if (top == NULL)
		return false;
	*top = (struct open){&document->v.document.children, 0, 0};
	while (stack.len > 0) {
		const GumboNode *child;
		page_node_id n;

		top = &stack.items[stack.len - 1];
		if (top->next == top->children->length) {
			page_close(c->p, top->node);
			stack.len--;
			continue;
		}
		child = top->children->data[top->next++];
		if (child->type != GUMBO_NODE_ELEMENT &&
		    child->type != GUMBO_NODE_TEMPLATE) {
			if (!copy_text(c, child, top->node))
				return false;
			continue;
		}
		n = copy_element(c, child, top->node);
		top = n != PAGE_NONE ? BM_VEC_PUSH(c->p->arena, &stack) : NULL;
		if (top == NULL)
			return false;
		*top = (struct open){&child->v.element.children, 0, n};
		/* What a template holds is in no document (HTML 4.12.3). */
		if (child->type == GUMBO_NODE_TEMPLATE)
			top->next = top->children->length;
	}
	return true;
}

static bm_status
parse(page *p, struct memory *m, struct lines *lines)
{
	GumboOptions options = kGumboDefaultOptions;
	struct copy c = {.p = p, .lines = *lines};
	const GumboOutput *out;

	if (setjmp(m->jump) != 0)
		return m->status;
	options.allocator = gumbo_get;
	options.deallocator = gumbo_give;
	options.userdata = m;
	options.tab_stop = 1;
	options.max_errors = 0;
	out = gumbo_parse_with_options(
	    &options, p->text.ptr != NULL ? p->text.ptr : "", p->text.len);
	if (copy_tree(&c, out->document))
		return BM_OK;
	return bm_arena_failed(p->arena) ? BM_NO_MEMORY : BM_LIMIT;
}

bm_status
page_from_html(page *p, bm_diags *diags)
{
	bm_status status = page_from_plain(p);

	if (status == BM_LIMIT)
		bm_diag_add(diags, &page_rules[1], &(bm_pos){.file = p->file},
			    NULL);
	return status == BM_UNSUPPORTED ? page_from_any(p, diags) : status;
}

bm_status
page_from_any(page *p, bm_diags *diags)
{
	bm_pos pos = {.file = p->file};
	struct memory m = {.al = bm_arena_allocator(p->arena)};
	struct lines lines;
	const char *why;
	bm_status status;
	size_t where;

	if (!lines_make(&lines, p->arena, p->text))
		return BM_NO_MEMORY;
	why = page_html_gate(p->text, &where);
	if (why != NULL) {
		lines_find(&lines, p->text.ptr + where, &pos.line, &pos.column);
		bm_diag_add(diags, &page_rules[1], &pos, "%s", why);
		return BM_LIMIT;
	}
	m.budget = BUDGET_MAX;
	if (p->text.len < BUDGET_MAX / BUDGET_TIMES)
		m.budget = BUDGET_BASE + BUDGET_TIMES * p->text.len;
	status = parse(p, &m, &lines);
	free_memory(&m);
	if (status == BM_LIMIT)
		bm_diag_add(diags, &page_rules[1], &pos, NULL);
	return status;
}
