/*
 * Citations, found while cmark-gfm parses: pandoc's grammar (its manual,
 * "Citation syntax").  cmark calls here at each "@" of a paragraph's raw text
 * but never at "[" or "]", which it keeps for itself.  So at the first "@" of
 * a paragraph the raw text is read once and its brackets are paired; at an "@"
 * inside a pair the rest up to the "]" is taken, the node of the "[" is marked
 * and the "]" is left to cmark, which may still find that all of it is a link.
 * The builder puts "[", citation and "]" together again.
 */
#include "read/markdown.h"

/* What may stand between "[" and the first "@". */
#define PREFIX_NODES_MAX 200

typedef struct pair {
	int open, close; /* close -1: none */
	bool bad;        /* holds no citation after all */
} pair;

typedef struct spot {
	int at, pair; /* an "@" and the innermost pair around it, or -1 */
} spot;

/* Of the paragraph at hand; under the parse lock, in the parse's memory. */
static struct {
	const cmark_node *parent;
	pair *pairs;
	spot *spots;
	int pair_count, spot_count, next;
} known;

void
bm_md_cite_reset(void)
{
	memset(&known, 0, sizeof(known));
}

/* Letters beyond ASCII, roughly: everything but punctuation and symbols. */
static bool
is_letter(uint32_t c)
{
	if (c < 0x80)
		return bm_is_alpha((char)c) || bm_is_digit((char)c);
	return (c >= 0xC0 && c != 0xD7 && c != 0xF7 && c < 0x2000) ||
	       c == 0xAA || c == 0xB5 || c == 0xBA ||
	       (c >= 0x2C00 && c < 0x2E00) || (c >= 0x3040 && c < 0xE000) ||
	       (c >= 0xF900 && c < 0xFE00) || (c >= 0xFF10 && c < 0xFFE0) ||
	       c >= 0x10000;
}

bool
bm_md_at_ok(bm_str text, size_t at)
{
	size_t i = at;
	uint32_t c;

	if (at == 0)
		return true;
	do
		i--;
	while (i > 0 && at - i < 4 && (text.ptr[i] & 0xC0) == 0x80);
	c = bm_utf8_next((bm_str){text.ptr, at}, &i);
	/* "a+@b.c" is an address of mail. */
	return !is_letter(c) && c != '+';
}

static size_t
word_length(bm_str text, size_t at)
{
	size_t next = at;
	uint32_t c;

	if (at >= text.len)
		return 0;
	c = bm_utf8_next(text, &next);
	return is_letter(c) || c == '_' ? next - at : 0;
}

size_t
bm_md_key(bm_str text, size_t at, bm_str *key)
{
	size_t i = at + 1, n;

	if (i < text.len && text.ptr[i] == '{') {
		size_t from = ++i;

		while (i < text.len && text.ptr[i] != '}' &&
		       text.ptr[i] != '{' && text.ptr[i] != '\n')
			i++;
		if (i >= text.len || text.ptr[i] != '}' || i == from)
			return 0;
		*key = (bm_str){text.ptr + from, i - from};
		return i + 1 - at;
	}
	if (word_length(text, i) == 0)
		return 0;
	for (;;) {
		while ((n = word_length(text, i)) > 0)
			i += n;
		/* Punctuation counts inside a key only. */
		if (i >= text.len ||
		    memchr(":.#$%&-+?<>~/", text.ptr[i], 13) == NULL ||
		    word_length(text, i + 1) == 0)
			break;
		i++;
	}
	*key = (bm_str){text.ptr + at + 1, i - at - 1};
	return i - at;
}

/*
 * For each run of backticks, where the next run of the same length begins, so
 * that code spans are stepped over in linear time (as cmark, up to 80).
 */
typedef struct ticks {
	int at, length, mate;
} ticks;

static ticks *
find_ticks(cmark_mem *mem, bm_str raw, int *count)
{
	ticks *runs = NULL;
	int last[81], n = 0, cap = 0;

	for (size_t i = 0; i < raw.len; i++) {
		size_t from = i;

		if (raw.ptr[i] != '`')
			continue;
		while (i < raw.len && raw.ptr[i] == '`')
			i++;
		if (n == cap) {
			cap = cap * 2 + 16;
			runs = mem->realloc(runs, (size_t)cap * sizeof(*runs));
		}
		runs[n++] = (ticks){(int)from, (int)(i - from), -1};
	}
	for (int i = 0; i <= 80; i++)
		last[i] = -1;
	for (int i = n - 1; i >= 0; i--) {
		if (runs[i].length > 80)
			continue;
		runs[i].mate = last[runs[i].length];
		last[runs[i].length] = runs[i].at;
	}
	*count = n;
	return runs;
}

/* One pass over the raw text: which brackets belong together. */
typedef struct reading {
	cmark_mem *mem;
	int *stack, depth, stack_cap, pair_cap, spot_cap;
} reading;

static void
open_pair(reading *r, int at)
{
	if (known.pair_count == r->pair_cap) {
		r->pair_cap = r->pair_cap * 2 + 16;
		known.pairs = r->mem->realloc(known.pairs, (size_t)r->pair_cap *
							       sizeof(pair));
	}
	if (r->depth == r->stack_cap) {
		r->stack_cap = r->stack_cap * 2 + 16;
		r->stack = r->mem->realloc(r->stack,
					   (size_t)r->stack_cap * sizeof(int));
	}
	r->stack[r->depth++] = known.pair_count;
	known.pairs[known.pair_count++] = (pair){at, -1, false};
}

static void
add_spot(reading *r, int at)
{
	if (known.spot_count == r->spot_cap) {
		r->spot_cap = r->spot_cap * 2 + 16;
		known.spots = r->mem->realloc(known.spots, (size_t)r->spot_cap *
							       sizeof(spot));
	}
	known.spots[known.spot_count++] =
	    (spot){at, r->depth > 0 ? r->stack[r->depth - 1] : -1};
}

static void
read_brackets(cmark_mem *mem, bm_str raw)
{
	reading r = {.mem = mem};
	int run_count, run = 0;
	ticks *runs = find_ticks(mem, raw, &run_count);

	for (size_t i = 0; i < raw.len; i++) {
		switch (raw.ptr[i]) {
		case '\\':
			i += i + 1 < raw.len && (raw.ptr[i + 1] & 0x80) == 0;
			break;
		case '`':
			while (run < run_count && runs[run].at < (int)i)
				run++;
			if (run == run_count || runs[run].at != (int)i)
				break; /* behind a backslash */
			if (runs[run].mate >= 0)
				i = (size_t)runs[run].mate;
			i += (size_t)runs[run].length - 1;
			break;
		case '[':
			open_pair(&r, (int)i);
			break;
		case ']':
			if (r.depth > 0)
				known.pairs[r.stack[--r.depth]].close = (int)i;
			break;
		case '@':
			add_spot(&r, (int)i);
			break;
		default:
			break;
		}
	}
}

static void
know(cmark_mem *mem, const cmark_node *parent, bm_str raw)
{
	if (known.parent == parent)
		return;
	bm_md_cite_reset();
	read_brackets(mem, raw);
	known.parent = parent;
}

/* The record of the "@" at this offset, or NULL. */
static const spot *
find_spot(int at)
{
	while (known.next < known.spot_count && known.spots[known.next].at < at)
		known.next++;
	return known.next < known.spot_count && known.spots[known.next].at == at
		   ? &known.spots[known.next]
		   : NULL;
}

/* The pair that opens at this offset, or NULL. */
static const pair *
find_pair(int at)
{
	int low = 0, high = known.pair_count;

	while (low < high) {
		int mid = low + (high - low) / 2;

		if (known.pairs[mid].open < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low < known.pair_count && known.pairs[low].open == at
		   ? &known.pairs[low]
		   : NULL;
}

int
bm_md_bracket_end(cmark_mem *mem, const cmark_node *parent, bm_str raw, int at)
{
	const pair *p;

	know(mem, parent, raw);
	p = find_pair(at);
	return p != NULL ? p->close : -1;
}

/*
 * The text node of the innermost "[" or "![" that cmark has pushed and not
 * used.  cmark makes it of a literal of its own, unlike an escaped bracket,
 * whose bytes are those of the paragraph.
 */
static cmark_node *
find_open(cmark_node *parent, const cmark_chunk *chunk)
{
	cmark_node *node = parent->last_child;
	int depth = 0;

	for (int i = 0; node != NULL && i < PREFIX_NODES_MAX;
	     i++, node = node->prev) {
		const cmark_chunk *c = &node->as.literal;
		const char *p = (const char *)c->data;
		uintptr_t base = (uintptr_t)chunk->data;

		if (node->type != CMARK_NODE_TEXT || c->len < 1 || c->len > 2 ||
		    c->alloc != 0)
			continue;
		if ((uintptr_t)p >= base &&
		    (uintptr_t)p < base + (uintptr_t)chunk->len)
			continue;
		if (c->len == 1 && p[0] == ']')
			depth++;
		else if (p[c->len - 1] == '[' && depth-- == 0)
			return node;
	}
	return NULL;
}

static cmark_node *
group_node(cmark_syntax_extension *ext, cmark_parser *parser,
	   cmark_inline_parser *inl, bm_md_group *group, int at, int end,
	   bm_str raw)
{
	cmark_node *node =
	    cmark_node_new_with_mem(CMARK_NODE_TEXT, parser->mem);

	group->source =
	    bm_md_flat(parser->mem, (bm_str){raw.ptr + at, (size_t)(end - at)});
	node->type = (uint16_t)bm_md_type_cite;
	node->extension = ext;
	bm_md_place(node, inl, (bm_str){raw.ptr + at, (size_t)(end - at)});
	node->as.opaque = group;
	cmark_inline_parser_set_offset(inl, end);
	return node;
}

/* @key, perhaps followed by a locator in brackets: an author in the text. */
static cmark_node *
in_text(cmark_syntax_extension *ext, cmark_parser *parser,
	cmark_inline_parser *inl, bm_str raw, int at)
{
	cmark_mem *mem = parser->mem;
	bm_md_group *group = mem->calloc(1, sizeof(*group));
	bm_md_cite *cite = mem->calloc(1, sizeof(*cite));
	bm_str key;
	int end = at + (int)bm_md_key(raw, (size_t)at, &key), next = end;
	const pair *p;

	cite->key = bm_md_dup(mem, key);
	cite->mode = "author-in-text";
	cite->prefix = cite->suffix = "";
	group->first = cite;
	if (next < (int)raw.len &&
	    (raw.ptr[next] == ' ' || raw.ptr[next] == '\n'))
		next++;
	p = find_pair(next);
	if (p != NULL && p->close > next + 1 && raw.ptr[next + 1] != '^' &&
	    raw.ptr[next + 1] != '@' &&
	    !(p->close + 1 < (int)raw.len &&
	      (raw.ptr[p->close + 1] == '(' || raw.ptr[p->close + 1] == '['))) {
		bm_str note = {raw.ptr + next + 1,
			       (size_t)(p->close - next - 1)};

		/* Another citation in there is one of its own. */
		if (memchr(note.ptr, '@', note.len) == NULL) {
			bm_md_group_note(mem, cite, note);
			end = p->close + 1;
		}
	}
	return group_node(ext, parser, inl, group, at, end, raw);
}

/* An "@" inside a closed pair of brackets: all up to the "]". */
static cmark_node *
in_brackets(cmark_syntax_extension *ext, cmark_parser *parser,
	    cmark_node *parent, cmark_inline_parser *inl, pair *p, int at)
{
	const cmark_chunk *chunk = cmark_inline_parser_get_chunk(inl);
	bm_str raw = bm_md_str(chunk);
	bm_md_group *group;
	cmark_node *open = p->bad ? NULL : find_open(parent, chunk);

	if (open == NULL) {
		p->bad = true;
		return in_text(ext, parser, inl, raw, at);
	}
	group = parser->mem->calloc(1, sizeof(*group));
	group->first = bm_md_group_read(
	    parser->mem,
	    (bm_str){raw.ptr + p->open + 1, (size_t)(p->close - p->open - 1)});
	if (group->first == NULL) {
		p->bad = true;
		return NULL;
	}
	group->open = open;
	group->image = open->as.literal.len == 2;
	open->type = (uint16_t)bm_md_type_open;
	open->extension = ext;
	open->user_data = group;
	return group_node(ext, parser, inl, group, at, p->close, raw);
}

cmark_node *
bm_md_match_cite(cmark_syntax_extension *ext, cmark_parser *parser,
		 cmark_node *parent, cmark_inline_parser *inl)
{
	int at = cmark_inline_parser_get_offset(inl);
	bm_str raw = bm_md_str(cmark_inline_parser_get_chunk(inl)), key;
	const spot *here;
	pair *p;

	know(parser->mem, parent, raw);
	if (!bm_md_at_ok(raw, (size_t)at) ||
	    bm_md_key(raw, (size_t)at, &key) == 0)
		return NULL;
	here = find_spot(at);
	p = here != NULL && here->pair >= 0 ? &known.pairs[here->pair] : NULL;
	if (p == NULL)
		return in_text(ext, parser, inl, raw, at);
	if (p->close < 0) {
		/* "[@key" that is never closed is text. */
		bm_str between = {raw.ptr + p->open + 1,
				  (size_t)(at - p->open - 1)};

		return between.len == 0 || bm_str_is(between, "-")
			   ? NULL
			   : in_text(ext, parser, inl, raw, at);
	}
	if (raw.ptr[p->open + 1] == '^')
		return NULL; /* a footnote's label */
	return in_brackets(ext, parser, parent, inl, p, at);
}
