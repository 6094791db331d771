/* Style sheets into rules. */
#include "check/css_impl.h"

#include <strings.h>

/* Names of its own that a sheet may bring. */
#define NAMES_MAX 30000u
/* What is declared beyond this is not known. */
#define DECLARATIONS_MAX 1000000u

#define WORD(text)                                                             \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}

const char css_unknown[] = "";

static const bm_str props[CSS_PROPS] = {
    [CSS_DISPLAY] = WORD("display"),
    [CSS_VISIBILITY] = WORD("visibility"),
    [CSS_COLOR] = WORD("color"),
    [CSS_BACKGROUND_COLOR] = WORD("background-color"),
    [CSS_BACKGROUND_IMAGE] = WORD("background-image"),
    [CSS_BACKGROUND] = WORD("background"),
    [CSS_OPACITY] = WORD("opacity"),
    [CSS_FONT_SIZE] = WORD("font-size"),
    [CSS_FONT_WEIGHT] = WORD("font-weight"),
    [CSS_FONT] = WORD("font"),
    [CSS_LETTER_SPACING] = WORD("letter-spacing"),
    [CSS_WORD_SPACING] = WORD("word-spacing"),
    [CSS_LINE_HEIGHT] = WORD("line-height"),
    [CSS_POSITION] = WORD("position"),
    [CSS_FLOAT] = WORD("float"),
    [CSS_TRANSFORM] = WORD("transform"),
    [CSS_ROTATE] = WORD("rotate"),
    [CSS_FILTER] = WORD("filter"),
    [CSS_MIX_BLEND_MODE] = WORD("mix-blend-mode"),
    [CSS_TEXT_SHADOW] = WORD("text-shadow"),
    [CSS_CLIP_PATH] = WORD("clip-path"),
    [CSS_CLIP] = WORD("clip"),
    [CSS_OVERFLOW] = WORD("overflow"),
    [CSS_OVERFLOW_X] = WORD("overflow-x"),
    [CSS_OVERFLOW_Y] = WORD("overflow-y"),
    [CSS_LIST_STYLE] = WORD("list-style"),
    [CSS_WIDTH] = WORD("width"),
    [CSS_MAX_WIDTH] = WORD("max-width"),
    [CSS_HEIGHT] = WORD("height"),
    [CSS_MAX_HEIGHT] = WORD("max-height"),
    [CSS_TEXT_FILL] = WORD("-webkit-text-fill-color"),
    [CSS_TEXT_INDENT] = WORD("text-indent"),
    [CSS_COLOR_SCHEME] = WORD("color-scheme"),
    [CSS_CONTENT] = WORD("content"),
    [CSS_ALL] = WORD("all"),
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

/* The property of a name, or CSS_PROPS. */
static css_prop
prop_of(bm_str name)
{
	int i = 0;

	while (i < CSS_PROPS &&
	       (name.len != props[i].len ||
		strncasecmp(name.ptr, props[i].ptr, name.len) != 0))
		i++;
	return (css_prop)i;
}

uint32_t
css_add_declarations(css_sheet *s, bm_str block)
{
	bm_str name, value;
	uint32_t count = 0;

	while (next_declaration(&block, &name, &value)) {
		css_prop prop = prop_of(name);
		css_declaration *d;

		/* Custom properties may hold such colours too. */
		if (value.len > 10 &&
		    bm_str_find(value, "light-dark(", 0) < value.len)
			s->has_dark = true;
		if (prop == CSS_PROPS)
			continue;
		if (s->declarations.len >= DECLARATIONS_MAX) {
			if (s->home != NULL)
				s->home->foreign = true;
			return count;
		}
		d = BM_VEC_PUSH(s->arena, &s->declarations);
		if (d == NULL)
			return count;
		d->prop = prop;
		d->important = cut_important(&value);
		d->value = value;
		count++;
	}
	return count;
}

/* ---- rules ---- */

bool
css_sheet_init(css_sheet *s, bm_arena *arena, struct css *home)
{
	memset(s, 0, sizeof(*s));
	s->arena = arena;
	s->home = home;
	bm_map_init(&s->by_id, arena);
	bm_map_init(&s->by_class, arena);
	bm_map_init(&s->custom, arena);
	bm_map_init(&s->names, arena);
	s->by_element = BM_NEW_ARRAY(arena, uint32_t, N_KNOWN);
	return s->by_element != NULL;
}

page_name
css_name_of(css_sheet *s, bm_str name)
{
	page_name known = page_name_known(name);
	void **slot;

	if (known != N_NONE || s->names.len >= NAMES_MAX)
		return known;
	slot = bm_map_put(&s->names, name, NULL);
	if (slot == NULL)
		return N_NONE;
	if (*slot == NULL)
		*slot = (void *)(uintptr_t)(N_KNOWN + s->names.len - 1);
	return (page_name)(uintptr_t)*slot;
}

/* One condition of a query, such as "screen" or "(min-width: 30em)". */
static enum css_match
condition(css_sheet *s, bm_str one)
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

		s->has_dark |= dark;
		return dark == s->dark ? CSS_YES : CSS_NO;
	}
	/* What a reader has to ask for does not hold for all others. */
	for (size_t i = 0; wishes[i] != NULL; i++)
		if (bm_str_starts_nocase(one, wishes[i]) &&
		    !bm_str_ends(one, "none") &&
		    !bm_str_ends(one, "no-preference"))
			return CSS_NO;
	return CSS_MAYBE;
}

enum css_match
css_media(css_sheet *s, bm_str query)
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
			enum css_match m = condition(s, part);

			all = m < all ? m : all;
			one = rest_from(one, n + 5);
		}
		any = all > any ? all : any;
	}
	return any;
}

/* Puts a rule where css_declared looks for it. */
static void
hang(css_sheet *s, uint32_t number)
{
	css_rule *r = &s->rules.items[number];
	const css_compound *last = &s->compounds.items[r->first + r->count - 1];
	uint32_t *bucket = &s->others;
	void **slot = NULL;

	if (last->element != N_NONE && last->element < N_KNOWN)
		bucket = &s->by_element[last->element];
	for (uint32_t i = 0; i < last->count; i++) {
		const css_simple *one = &s->simples.items[last->first + i];

		if (one->kind == CSS_ID)
			slot = bm_map_put(&s->by_id, one->text, NULL);
		else if (one->kind == CSS_CLASS && slot == NULL)
			slot = bm_map_put(&s->by_class, one->text, NULL);
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
keep_turned(css_sheet *s, bm_str selector, bm_str block, bool portrait)
{
	bm_str name, value;

	s->turn++;
	while (next_declaration(&block, &name, &value)) {
		css_turned *t = BM_VEC_PUSH(s->arena, &s->turned);

		if (t == NULL)
			return;
		cut_important(&value);
		*t = (css_turned){name, value, selector, portrait, s->turn};
	}
}

/* Keeps custom properties of the root element; one that is declared for other
 * elements too, or under a condition, is not known. */
static void
keep_custom(css_sheet *s, bm_str selectors, bm_str block, enum css_match holds)
{
	bm_str selector = bm_str_trim(selectors), name, value;
	bool root = bm_str_is_nocase(selector, ":root") ||
		    bm_str_is_nocase(selector, "html") ||
		    bm_str_is(selector, "*");

	if (bm_str_find(block, "--", 0) == block.len || holds == CSS_NO)
		return;
	while (next_declaration(&block, &name, &value)) {
		void **slot;

		if (!bm_str_starts(name, "--"))
			continue;
		slot = bm_map_put(&s->custom, name, NULL);
		if (slot == NULL)
			return;
		cut_important(&value);
		if (!root || holds != CSS_YES)
			*slot = (void *)(uintptr_t)css_unknown;
		else if (*slot != css_unknown)
			*slot = bm_arena_str(s->arena, value);
	}
}

/* Rules that there are before the next one. */
static uint32_t
rules_so_far(const css_sheet *s)
{
	return s->home != NULL ? s->home->rules : (uint32_t)s->rules.len;
}

static void
add_rule(css_sheet *s, bm_str selectors, bm_str block, enum css_match holds)
{
	uint32_t declared = (uint32_t)s->declarations.len;
	uint32_t count = css_add_declarations(s, block);

	if (count == 0 || holds == CSS_NO)
		return;
	while (selectors.len > 0 && rules_so_far(s) < CSS_RULES_MAX) {
		bool bad = false;
		uint32_t order = rules_so_far(s);
		uint32_t number = css_add_selector(s, &selectors, &bad);
		css_rule *r;

		if (number == UINT32_MAX)
			return;
		if (s->home != NULL)
			s->home->rules++;
		r = &s->rules.items[number];
		r->declared = declared;
		r->declarations = count;
		r->order = order;
		r->maybe = holds == CSS_MAYBE;
		s->generates |= r->pseudo != 0;
		hang(s, number);
	}
}

/* A rule that begins with "@"; sheet is behind it then. */
void
css_at_rule(css_sheet *s, bm_str *sheet, enum css_match holds, int turned,
	    int depth)
{
	bm_str head = css_until(sheet, ";{}"), block;
	bool has_block = sheet->len > 0 && *sheet->ptr == '{';

	*sheet = rest_from(*sheet, 1);
	if (!has_block) {
		if (!bm_str_starts_nocase(head, "@import"))
			return;
		s->imports = true;
		if (s->home != NULL)
			css_import(s->home, rest_from(head, 7), holds, depth);
		return;
	}
	block = css_until(sheet, "}");
	*sheet = rest_from(*sheet, 1);
	if (depth >= CSS_DEPTH_MAX)
		return;
	if (bm_str_starts_nocase(head, "@media")) {
		bm_str query = rest_from(head, 6);
		enum css_match m = css_media(s, query);

		if (bm_str_find(query, "portrait", 0) < query.len)
			turned = 1;
		else if (bm_str_find(query, "landscape", 0) < query.len)
			turned = 2;
		css_read_rules(s, block, m < holds ? m : holds, turned,
			       depth + 1);
	} else if (bm_str_starts_nocase(head, "@supports") ||
		   bm_str_starts_nocase(head, "@layer") ||
		   bm_str_starts_nocase(head, "@container") ||
		   bm_str_starts_nocase(head, "@scope")) {
		css_read_rules(s, block, holds == CSS_YES ? CSS_MAYBE : holds,
			       turned, depth + 1);
	}
}

void
css_read_rules(css_sheet *s, bm_str sheet, enum css_match holds, int turned,
	       int depth)
{
	for (;;) {
		bm_str head, block;

		css_skip(&sheet);
		if (sheet.len == 0)
			return;
		if (*sheet.ptr == '@') {
			css_at_rule(s, &sheet, holds, turned, depth);
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
			keep_turned(s, head, block, turned == 1);
		keep_custom(s, head, block, holds);
		add_rule(s, head, block, holds);
	}
}
