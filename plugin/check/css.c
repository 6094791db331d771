/* Style sheets into rules, and the cascade of what they declare. */
#include "check/css_impl.h"
#include "core/file.h"

/* Simple selectors that are tried for one page; beyond, all is MAYBE. */
#define EFFORT_MAX UINT64_C(60000000)
/* Rules and bytes of sheets that are looked at. */
#define RULES_MAX 200000u
/* Sheets of others that are read, and bytes of one. */
#define SHEETS_MAX 30
#define SHEET_MAX  ((size_t)4 << 20)
/* Blocks in blocks. */
#define DEPTH_MAX 8

static const char *const props[CSS_PROPS] = {
    [CSS_DISPLAY] = "display",
    [CSS_VISIBILITY] = "visibility",
    [CSS_COLOR] = "color",
    [CSS_BACKGROUND_COLOR] = "background-color",
    [CSS_BACKGROUND_IMAGE] = "background-image",
    [CSS_BACKGROUND] = "background",
    [CSS_OPACITY] = "opacity",
    [CSS_FONT_SIZE] = "font-size",
    [CSS_FONT_WEIGHT] = "font-weight",
    [CSS_FONT] = "font",
    [CSS_LETTER_SPACING] = "letter-spacing",
    [CSS_WORD_SPACING] = "word-spacing",
    [CSS_LINE_HEIGHT] = "line-height",
    [CSS_POSITION] = "position",
    [CSS_FLOAT] = "float",
    [CSS_TRANSFORM] = "transform",
    [CSS_ROTATE] = "rotate",
    [CSS_FILTER] = "filter",
    [CSS_MIX_BLEND_MODE] = "mix-blend-mode",
    [CSS_TEXT_SHADOW] = "text-shadow",
    [CSS_CLIP_PATH] = "clip-path",
    [CSS_CLIP] = "clip",
    [CSS_OVERFLOW] = "overflow",
    [CSS_OVERFLOW_X] = "overflow-x",
    [CSS_OVERFLOW_Y] = "overflow-y",
    [CSS_LIST_STYLE] = "list-style",
    [CSS_TEXT_FILL] = "-webkit-text-fill-color",
    [CSS_TEXT_INDENT] = "text-indent",
    [CSS_COLOR_SCHEME] = "color-scheme",
    [CSS_CONTENT] = "content",
    [CSS_ALL] = "all",
};

/* ---- text of a sheet ---- */

static bm_str
rest_from(bm_str s, size_t n)
{
	return n < s.len ? (bm_str){s.ptr + n, s.len - n}
			 : (bm_str){s.ptr + s.len, 0};
}

/* Behind a comment at the start. */
static bm_str
skip_comment(bm_str s)
{
	size_t end = bm_str_find(s, "*/", 2);

	return rest_from(s, end + 2);
}

void
css_skip(bm_str *s)
{
	while (s->len > 0) {
		if (bm_is_space(*s->ptr))
			*s = rest_from(*s, 1);
		else if (bm_str_starts(*s, "/*"))
			*s = skip_comment(*s);
		else if (bm_str_starts(*s, "<!--"))
			*s = rest_from(*s, 4);
		else if (bm_str_starts(*s, "-->"))
			*s = rest_from(*s, 3);
		else
			break;
	}
}

/* Behind a string at the start. */
static bm_str
skip_string(bm_str s)
{
	size_t i = 1;

	while (i < s.len && s.ptr[i] != s.ptr[0] && s.ptr[i] != '\n')
		i += s.ptr[i] == '\\' ? 2 : 1;
	return rest_from(s, i + 1);
}

bm_str
css_until(bm_str *s, const char *stops)
{
	bm_str from = *s;
	unsigned round = 0, square = 0, curly = 0;

	while (s->len > 0) {
		char c = *s->ptr;

		/* Most of a sheet is words, which no stop is. */
		if (bm_is_alpha(c) || bm_is_digit(c) || bm_is_space(c)) {
			s->ptr++;
			s->len--;
			continue;
		}
		if (round + square + curly == 0 && strchr(stops, c) != NULL)
			break;
		if (c == '/' && bm_str_starts(*s, "/*")) {
			*s = skip_comment(*s);
			continue;
		}
		if (c == '"' || c == '\'') {
			*s = skip_string(*s);
			continue;
		}
		round += c == '(';
		square += c == '[';
		curly += c == '{';
		round -= c == ')' && round > 0;
		square -= c == ']' && square > 0;
		curly -= c == '}' && curly > 0;
		*s = rest_from(*s, c == '\\' ? 2 : 1);
	}
	return (bm_str){from.ptr, (size_t)(s->ptr - from.ptr)};
}

/* ---- declarations ---- */

/* Takes !important off a value. */
static bool
cut_important(bm_str *value)
{
	size_t bang = bm_str_find(*value, "!", 0);
	bm_str word;

	if (bang == value->len)
		return false;
	word = bm_str_trim(rest_from(*value, bang + 1));
	*value = bm_str_trim((bm_str){value->ptr, bang});
	return bm_str_is_nocase(word, "important");
}

/* Cuts the next declaration off a block; false at its end. */
static bool
next_declaration(bm_str *block, bm_str *name, bm_str *value)
{
	for (;;) {
		css_skip(block);
		if (block->len == 0)
			return false;
		*name = css_until(block, ":;{");
		if (block->len == 0)
			return false;
		if (*block->ptr != ':') {
			/* Not a declaration; a block in it is left out. */
			if (*block->ptr == '{') {
				*block = rest_from(*block, 1);
				css_until(block, "}");
			}
			*block = rest_from(*block, 1);
			continue;
		}
		*block = rest_from(*block, 1);
		*value = bm_str_trim(css_until(block, ";"));
		*block = rest_from(*block, 1);
		*name = bm_str_trim(*name);
		return true;
	}
}

uint32_t
css_add_declarations(css *c, bm_str block)
{
	bm_str name, value;
	uint32_t count = 0;

	while (next_declaration(&block, &name, &value))
		for (int i = 0; i < CSS_PROPS; i++) {
			css_declaration *d;

			if (!bm_str_is_nocase(name, props[i]))
				continue;
			d = BM_VEC_PUSH(c->page->arena, &c->declarations);
			if (d == NULL)
				return count;
			d->prop = (css_prop)i;
			d->important = cut_important(&value);
			d->value = value;
			count++;
			break;
		}
	return count;
}

/* ---- rules ---- */

/* One condition of a query, such as "screen" or "(min-width: 30em)". */
static enum css_match
condition(css *c, bm_str one)
{
	static const char *const other_media[] = {
	    "print", "speech", "embossed", "braille", "handheld", "tty", NULL};
	static const char *const wishes[] = {
	    "prefers-contrast", "forced-colors", "inverted-colors", NULL};

	if (bm_str_starts_nocase(one, "only "))
		one = bm_str_trim(rest_from(one, 5));
	if (bm_str_is_nocase(one, "all") || bm_str_is_nocase(one, "screen"))
		return CSS_YES;
	if (bm_str_is_nocase(one, "not all") ||
	    bm_str_is_nocase(one, "not screen"))
		return CSS_NO;
	for (size_t i = 0; other_media[i] != NULL; i++)
		if (bm_str_is_nocase(one, other_media[i]))
			return CSS_NO;
	if (one.len < 2 || *one.ptr != '(')
		return CSS_MAYBE;
	one = bm_str_trim((bm_str){one.ptr + 1, one.len - 2});
	if (bm_str_starts_nocase(one, "prefers-color-scheme")) {
		bool dark = bm_str_ends(one, "dark");

		c->has_dark |= dark;
		return dark == c->dark ? CSS_YES : CSS_NO;
	}
	/* What a reader has to ask for does not hold for all others. */
	for (size_t i = 0; wishes[i] != NULL; i++)
		if (bm_str_starts_nocase(one, wishes[i]) &&
		    !bm_str_ends(one, "none") &&
		    !bm_str_ends(one, "no-preference"))
			return CSS_NO;
	return CSS_MAYBE;
}

/* What a media query comes to on a screen of unknown size. */
static enum css_match
media(css *c, bm_str query)
{
	enum css_match any = CSS_NO;
	bm_str one;

	query = bm_str_trim(query);
	if (query.len == 0)
		return CSS_YES;
	while (bm_str_split(&query, ',', &one)) {
		enum css_match all = CSS_YES;

		while (one.len > 0) {
			size_t n = bm_str_find(one, " and ", 0);
			bm_str part = bm_str_trim((bm_str){one.ptr, n});
			enum css_match m = condition(c, part);

			all = m < all ? m : all;
			one = rest_from(one, n + 5);
		}
		any = all > any ? all : any;
	}
	return any;
}

/* Puts a rule where css_declared looks for it. */
static void
hang(css *c, uint32_t number)
{
	css_rule *r = &c->rules.items[number];
	const css_compound *last = &c->compounds.items[r->first + r->count - 1];
	uint32_t *bucket = &c->others;
	void **slot = NULL;

	if (last->element != N_NONE && last->element < N_KNOWN)
		bucket = &c->by_element[last->element];
	for (uint32_t i = 0; i < last->count; i++) {
		const css_simple *s = &c->simples.items[last->first + i];

		if (s->kind == CSS_ID)
			slot = bm_map_put(&c->by_id, s->text, NULL);
		else if (s->kind == CSS_CLASS && slot == NULL)
			slot = bm_map_put(&c->by_class, s->text, NULL);
	}
	if (slot == NULL) {
		r->next = *bucket;
		*bucket = number + 1;
		return;
	}
	r->next = (uint32_t)(uintptr_t)*slot;
	*slot = (void *)(uintptr_t)(number + 1u);
}

/* All declarations of a block, for queries about orientation. */
static void
keep_turned(css *c, bm_str selector, bm_str block, bool portrait)
{
	bm_str name, value;

	c->turn++;
	while (next_declaration(&block, &name, &value)) {
		css_turned *t = BM_VEC_PUSH(c->page->arena, &c->turned);

		if (t == NULL)
			return;
		cut_important(&value);
		*t = (css_turned){name, value, selector, portrait, c->turn};
	}
}

/* Keeps custom properties of the root element; one that is declared for other
 * elements too, or under a condition, is not known (NULL). */
static void
keep_custom(css *c, bm_str selectors, bm_str block, enum css_match holds)
{
	bm_str selector = bm_str_trim(selectors), name, value;
	bool root = bm_str_is_nocase(selector, ":root") ||
		    bm_str_is_nocase(selector, "html") ||
		    bm_str_is(selector, "*");

	if (bm_str_find(block, "--", 0) == block.len || holds == CSS_NO)
		return;
	while (next_declaration(&block, &name, &value)) {
		bool is_new = false;
		void **slot;

		if (!bm_str_starts(name, "--"))
			continue;
		slot = bm_map_put(&c->custom, name, &is_new);
		if (slot == NULL)
			return;
		cut_important(&value);
		if (!root || holds != CSS_YES)
			*slot = NULL;
		else if (is_new || *slot != NULL)
			*slot = bm_arena_str(c->page->arena, value);
	}
}

bm_str
css_resolve(const css *c, bm_str value)
{
	for (unsigned i = 0; i < 16 && bm_str_starts_nocase(value, "var(") &&
			     value.ptr[value.len - 1] == ')';
	     i++) {
		bm_str inside = {value.ptr + 4, value.len - 5}, name;
		const char *found;

		bm_str_split(&inside, ',', &name);
		found = bm_map_get(&c->custom, bm_str_trim(name));
		if (found == NULL)
			return value;
		value = bm_str_trim(bm_str_of(found));
	}
	return value;
}

static void
add_rule(css *c, bm_str selectors, bm_str block, enum css_match holds)
{
	uint32_t declared = (uint32_t)c->declarations.len;
	uint32_t count = css_add_declarations(c, block);

	if (count == 0 || holds == CSS_NO)
		return;
	while (selectors.len > 0 && c->rules.len < RULES_MAX) {
		bool bad = false;
		uint32_t number = css_add_selector(c, &selectors, &bad);
		css_rule *r;

		if (number == UINT32_MAX)
			return;
		r = &c->rules.items[number];
		r->declared = declared;
		r->declarations = count;
		r->order = number;
		r->maybe = holds == CSS_MAYBE;
		c->generates |= r->pseudo != 0;
		hang(c, number);
	}
}

static void read_rules(css *c, bm_str sheet, enum css_match holds, int turned,
		       int depth);

/* The bytes of a sheet that is named by a relative address, from a file; its
 * own name goes to *name. */
static bool
read_linked(css *c, const char *from, bm_str path, bm_str *out,
	    const char **name)
{
	page *p = c->page;

	path.len = bm_str_find(path, "#", 0);
	path.len = bm_str_find(path, "?", 0);
	if (p->files == NULL || p->files->read == NULL ||
	    c->sheets >= SHEETS_MAX || !bm_str_ends(path, ".css") ||
	    *path.ptr == '/' || bm_str_find(path, ":", 0) < path.len)
		return false;
	c->sheets++;
	*name = bm_path_join(p->arena, bm_path_dir(p->arena, from),
			     bm_arena_str(p->arena, path));
	return *name != NULL &&
	       p->files->read(p->files->user, p->arena, *name, out) == BM_OK &&
	       out->len <= SHEET_MAX;
}

/* What stands in quotes, or in url(), at the start of a text, which is cut
 * off; empty if it is neither. */
static bm_str
cut_address(bm_str *text)
{
	bm_str out;
	size_t end;

	*text = bm_str_trim(*text);
	if (bm_str_starts_nocase(*text, "url(")) {
		end = bm_str_find(*text, ")", 0);
		out = bm_str_trim((bm_str){text->ptr + 4, end - 4});
	} else if (text->len > 1 && (*text->ptr == '"' || *text->ptr == '\'')) {
		char quote[2] = {*text->ptr, '\0'};

		end = bm_str_find(*text, quote, 1);
		out = (bm_str){text->ptr, end + 1};
	} else {
		return (bm_str){"", 0};
	}
	*text = bm_str_trim(rest_from(*text, end + 1));
	if (out.len >= 2 && (*out.ptr == '"' || *out.ptr == '\''))
		out = (bm_str){out.ptr + 1, out.len - 2};
	return out;
}

/* Reads a sheet that another one imports, in its place. */
static void
import(css *c, bm_str head, enum css_match holds, int depth)
{
	bm_str address = cut_address(&head), sheet;
	enum css_match m = media(c, head);
	const char *from = c->from, *name;

	if (bm_str_starts_nocase(head, "layer") ||
	    bm_str_starts_nocase(head, "supports"))
		m = CSS_MAYBE;
	if (m == CSS_NO || holds == CSS_NO)
		return;
	if (address.len == 0 || depth >= DEPTH_MAX ||
	    !read_linked(c, from, address, &sheet, &name)) {
		c->foreign = true;
		return;
	}
	c->from = name;
	read_rules(c, sheet, m < holds ? m : holds, 0, depth + 1);
	c->from = from;
}

/* A rule that begins with "@"; sheet is behind it. */
static void
at_rule(css *c, bm_str *sheet, enum css_match holds, int turned, int depth)
{
	bm_str head = css_until(sheet, ";{}"), block;
	bool has_block = sheet->len > 0 && *sheet->ptr == '{';

	*sheet = rest_from(*sheet, 1);
	if (!has_block) {
		if (bm_str_starts_nocase(head, "@import"))
			import(c, rest_from(head, 7), holds, depth);
		return;
	}
	block = css_until(sheet, "}");
	*sheet = rest_from(*sheet, 1);
	if (depth >= DEPTH_MAX)
		return;
	if (bm_str_starts_nocase(head, "@media")) {
		bm_str query = rest_from(head, 6);
		enum css_match m = media(c, query);

		if (bm_str_find(query, "portrait", 0) < query.len)
			turned = 1;
		else if (bm_str_find(query, "landscape", 0) < query.len)
			turned = 2;
		read_rules(c, block, m < holds ? m : holds, turned, depth + 1);
	} else if (bm_str_starts_nocase(head, "@supports") ||
		   bm_str_starts_nocase(head, "@layer") ||
		   bm_str_starts_nocase(head, "@container") ||
		   bm_str_starts_nocase(head, "@scope")) {
		read_rules(c, block, holds == CSS_YES ? CSS_MAYBE : holds,
			   turned, depth + 1);
	}
}

/* turned: 1 portrait, 2 landscape, 0 neither. */
static void
read_rules(css *c, bm_str sheet, enum css_match holds, int turned, int depth)
{
	for (;;) {
		bm_str head, block;

		css_skip(&sheet);
		if (sheet.len == 0)
			return;
		if (*sheet.ptr == '@') {
			at_rule(c, &sheet, holds, turned, depth);
			continue;
		}
		head = css_until(&sheet, "{};");
		if (sheet.len == 0)
			return;
		if (*sheet.ptr != '{') {
			sheet = rest_from(sheet, 1);
			continue;
		}
		sheet = rest_from(sheet, 1);
		block = css_until(&sheet, "}");
		sheet = rest_from(sheet, 1);
		if (turned != 0)
			keep_turned(c, head, block, turned == 1);
		keep_custom(c, head, block, holds);
		add_rule(c, head, block, holds);
	}
}

/* ---- a page ---- */

static void
read_style(css *c, page_node_id n)
{
	const page *p = c->page;
	const char *query = page_attr_of(p, n, N_media);
	bm_buf text;
	char *copy;

	bm_buf_init(&text, bm_arena_allocator(p->arena));
	page_put_text(p, n, &text);
	copy = text.status == BM_OK ? bm_arena_str(p->arena, bm_buf_str(&text))
				    : NULL;
	if (copy != NULL)
		read_rules(c, (bm_str){copy, text.len},
			   media(c, bm_str_of(query != NULL ? query : "")), 0,
			   0);
	c->page->no_memory |= text.status != BM_OK;
	bm_buf_free(&text);
}

static void
read_link(css *c, page_node_id n)
{
	const page *p = c->page;
	const char *href = page_attr_of(p, n, N_href);
	const char *query = page_attr_of(p, n, N_media);
	const char *rel = page_attr_of(p, n, N_rel);
	enum css_match holds = media(c, bm_str_of(query != NULL ? query : ""));
	const char *name;
	bm_str sheet;

	if (!page_has_word(rel, "stylesheet") ||
	    page_has_word(rel, "alternate") || page_has(p, n, N_disabled) ||
	    href == NULL || holds == CSS_NO)
		return;
	if (read_linked(c, p->file, bm_str_of(href), &sheet, &name)) {
		c->from = name;
		read_rules(c, sheet, holds, 0, 0);
		c->from = p->file;
	} else {
		c->foreign = true;
	}
}

static css *
read_for(page *p, bool dark)
{
	css *c = BM_NEW(p->arena, css);

	if (c == NULL)
		return NULL;
	c->dark = dark;
	c->page = p;
	c->from = p->file;
	bm_map_init(&c->by_id, p->arena);
	bm_map_init(&c->by_class, p->arena);
	bm_map_init(&c->custom, p->arena);
	c->by_element = BM_NEW_ARRAY(p->arena, uint32_t, N_KNOWN);
	if (c->by_element == NULL)
		return NULL;
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_node *node = page_at(p, n);

		if (node->kind != PAGE_ELEMENT ||
		    (node->name != N_style && node->name != N_link) ||
		    page_is_spare(p, n))
			continue;
		if (node->name == N_link && node->ns == NS_HTML)
			read_link(c, n);
		else if (node->ns == NS_HTML || node->ns == NS_SVG)
			read_style(c, n);
	}
	return bm_arena_failed(p->arena) ? NULL : c;
}

css *
css_read(page *p)
{
	return read_for(p, false);
}

css *
css_read_dark(page *p)
{
	return read_for(p, true);
}

bool
css_has_dark(const css *c)
{
	return c->has_dark;
}

bool
css_is_dark(const css *c)
{
	return c->dark;
}

bool
css_foreign(const css *c)
{
	return c->foreign || c->effort > EFFORT_MAX;
}

const css_turned *
css_turned_list(const css *c, size_t *count)
{
	*count = c->turned.len;
	return c->turned.items;
}

bool
css_styles(const css *c, const page *p, page_node_id n)
{
	return c->rules.len > 0 || page_has(p, n, N_style);
}

/* Whether a declaration goes before what is there (CSS Cascade 4, 6.1). */
static bool
wins(const css_value *now, bool important, bool in_attr, uint32_t order)
{
	if (now->text.ptr == NULL)
		return true;
	if (now->important != important)
		return important;
	if (now->in_attr != in_attr)
		return in_attr;
	return order >= now->order;
}

static void
declare(css_value out[CSS_PROPS], const css_declaration *d, bool in_attr,
	uint32_t order, bool maybe)
{
	css_value *v = &out[d->prop];

	if (!wins(v, d->important, in_attr, order))
		return;
	if (maybe) {
		v->other = v->maybe && !bm_str_eq(v->other, d->value)
			       ? (bm_str){NULL, 0}
			       : d->value;
		v->maybe = true;
		return;
	}
	*v = (css_value){.text = d->value,
			 .important = d->important,
			 .in_attr = in_attr,
			 .order = order};
}

/* The rules of one bucket. */
static void
try_bucket(css *c, const page *p, page_node_id n, uint32_t first,
	   css_value out[CSS_PROPS])
{
	for (uint32_t i = first; i != 0; i = c->rules.items[i - 1].next) {
		const css_rule *r = &c->rules.items[i - 1];
		enum css_match m = css_matches(c, p, r, n);
		/* Specificity first, then the place in the sheets. */
		uint32_t order = r->specificity << 18 | (r->order & 0x3FFFF);

		if (c->effort > EFFORT_MAX)
			return;
		for (uint32_t d = 0; m != CSS_NO && d < r->declarations; d++)
			declare(out, &c->declarations.items[r->declared + d],
				false, order, m == CSS_MAYBE || r->maybe);
	}
}

static void
try_attribute(css *c, const char *style, css_value out[CSS_PROPS])
{
	size_t had = c->declarations.len;
	uint32_t count = css_add_declarations(c, bm_str_of(style));

	for (uint32_t i = 0; i < count; i++)
		declare(out, &c->declarations.items[had + i], true, i, false);
	c->declarations.len = had;
}

void
css_declared(css *c, const page *p, page_node_id n, css_value out[CSS_PROPS])
{
	const page_node *node = page_at(p, n);
	const char *classes = page_attr_of(p, n, N_class);
	const char *id = page_attr_of(p, n, N_id);
	const char *style = page_attr_of(p, n, N_style);
	bm_str word;

	memset(out, 0, sizeof(*out) * CSS_PROPS);
	if (c->rules.len > 0 && c->effort <= EFFORT_MAX) {
		try_bucket(c, p, n, c->others, out);
		if (node->name < N_KNOWN)
			try_bucket(c, p, n, c->by_element[node->name], out);
		while (c->by_class.len > 0 && page_word(&classes, &word))
			try_bucket(
			    c, p, n,
			    (uint32_t)(uintptr_t)bm_map_get(&c->by_class, word),
			    out);
		if (id != NULL)
			try_bucket(c, p, n,
				   (uint32_t)(uintptr_t)bm_map_get(
				       &c->by_id, bm_str_of(id)),
				   out);
	}
	if (style != NULL && c->pseudo == 0)
		try_attribute(c, style, out);
	if (c->effort > EFFORT_MAX)
		for (int i = 0; i < CSS_PROPS; i++)
			out[i].maybe = true;
}

page_node_id
css_find(css *c, const page *p, bm_str selector, page_node_id from)
{
	size_t first = c->rules.len, count;
	page_node_id found = PAGE_NONE;
	bool bad = false;

	while (selector.len > 0 &&
	       css_add_selector(c, &selector, &bad) != UINT32_MAX)
		;
	count = c->rules.len - first;
	for (page_node_id n = from + 1; n < p->nodes.len && found == PAGE_NONE;
	     n++)
		for (size_t i = 0; i < count && page_is_element(p, n); i++)
			if (css_matches(c, p, &c->rules.items[first + i], n) ==
			    CSS_YES)
				found = n;
	c->rules.len = first;
	return found;
}
