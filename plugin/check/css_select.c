/* Selectors (Selectors Level 4, as far as it is of use here). */
#include "check/css_impl.h"

/* Parts of one selector, and selectors in one another's brackets. */
#define COMPOUNDS_MAX 24
#define NESTED_MAX    4
/* Selectors in one pair of brackets. */
#define BRACKETS_MAX 16

static bool
is_name(char c)
{
	return bm_is_alpha(c) || bm_is_digit(c) || c == '-' || c == '_' ||
	       c == '\\' || (unsigned char)c >= 0x80;
}

static void
skip(bm_str *s, size_t n)
{
	n = n < s->len ? n : s->len;
	s->ptr += n;
	s->len -= n;
}

static bm_str
name(bm_str *s)
{
	bm_str out = {s->ptr, 0};

	while (s->len > 0 && is_name(*s->ptr)) {
		size_t n = *s->ptr == '\\' && s->len > 1 ? 2 : 1;

		skip(s, n);
		out.len += n;
	}
	return out;
}

/* A name without its escapes (CSS Syntax 3, 4.3.7): "md\\:flex". */
static bm_str
unescaped(css_sheet *sheet, bm_str word)
{
	bm_buf out;
	const char *kept;

	if (bm_str_find(word, "\\", 0) == word.len)
		return word;
	bm_buf_init(&out, bm_arena_allocator(sheet->arena));
	css_put_unescaped(word, &out);
	kept = bm_arena_str(sheet->arena, bm_buf_str(&out));
	bm_buf_free(&out);
	return bm_str_of(kept != NULL ? kept : "");
}

static css_simple *
add_simple(css_sheet *sheet, css_compound *compound, enum css_simple_kind kind)
{
	css_simple *s = BM_VEC_PUSH(sheet->arena, &sheet->simples);

	if (s == NULL)
		return NULL;
	compound->count++;
	s->kind = kind;
	return s;
}

/* [name], [name="value" i]; s is behind the bracket. */
static bool
attribute(css_sheet *sheet, css_compound *compound, bm_str *s)
{
	css_simple *simple = add_simple(sheet, compound, CSS_ATTR);
	bm_str inside = css_until(s, "]"), rest, word;

	skip(s, 1);
	if (simple == NULL)
		return false;
	rest = bm_str_trim(inside);
	word = name(&rest);
	simple->name = css_name_of(sheet, word);
	if (word.len == 0)
		return false;
	rest = bm_str_trim(rest);
	if (rest.len == 0)
		return true;
	simple->op = *rest.ptr;
	if (simple->op != '=')
		skip(&rest, 1);
	if (rest.len == 0 || *rest.ptr != '=')
		return false;
	skip(&rest, 1);
	rest = bm_str_trim(rest);
	if (rest.len > 2 &&
	    (bm_str_ends(rest, " i") || bm_str_ends(rest, " I"))) {
		simple->nocase = true;
		rest = bm_str_trim((bm_str){rest.ptr, rest.len - 2});
	}
	if (rest.len >= 2 && (*rest.ptr == '"' || *rest.ptr == '\'')) {
		rest.ptr++;
		rest.len -= 2;
	}
	simple->text = rest;
	return true;
}

/* A pseudo-class with selectors in brackets, which are read later; the kind
 * or CSS_UNKNOWN. */
static enum css_simple_kind
with_brackets(bm_str word, bool *counts)
{
	*counts = !bm_str_is_nocase(word, "where");
	if (!*counts || bm_str_is_nocase(word, "is") ||
	    bm_str_is_nocase(word, "matches"))
		return CSS_IS;
	if (bm_str_is_nocase(word, "not"))
		return CSS_NOT;
	return bm_str_is_nocase(word, "has") ? CSS_HAS : CSS_UNKNOWN;
}

static bool
pseudo(css_sheet *sheet, css_compound *compound, bm_str *s,
       uint32_t *specificity)
{
	static const char *const never[] = {
	    "hover",   "focus",  "active",        "focus-within",
	    "visited", "target", "focus-visible", NULL};
	bool element = false, counts = true;
	enum css_simple_kind kind = CSS_UNKNOWN;
	bm_str word, inside = {NULL, 0};
	css_simple *simple;

	if (s->len > 0 && *s->ptr == ':') {
		element = true;
		skip(s, 1);
	}
	word = name(s);
	if (s->len > 0 && *s->ptr == '(') {
		skip(s, 1);
		inside = css_until(s, ")");
		skip(s, 1);
		kind = with_brackets(word, &counts);
	} else if (bm_str_is_nocase(word, "before") ||
		   bm_str_is_nocase(word, "after")) {
		kind = CSS_PSEUDO;
	} else if (element || bm_str_is_nocase(word, "first-line") ||
		   bm_str_is_nocase(word, "first-letter")) {
		kind = CSS_NEVER;
	} else if (bm_str_is_nocase(word, "root")) {
		kind = CSS_ROOT;
	} else if (bm_str_is_nocase(word, "first-child")) {
		kind = CSS_FIRST;
	} else if (bm_str_is_nocase(word, "last-child")) {
		kind = CSS_LAST;
	} else if (bm_str_is_nocase(word, "first-of-type")) {
		kind = CSS_FIRST_OF_TYPE;
	} else if (bm_str_is_nocase(word, "last-of-type")) {
		kind = CSS_LAST_OF_TYPE;
	} else if (bm_str_is_nocase(word, "link") ||
		   bm_str_is_nocase(word, "any-link")) {
		kind = CSS_LINK;
	}
	for (size_t i = 0; never[i] != NULL && kind == CSS_UNKNOWN; i++)
		if (bm_str_is_nocase(word, never[i]))
			kind = CSS_NEVER;
	if (element && kind != CSS_PSEUDO)
		kind = CSS_NEVER;
	if (kind != CSS_IS && kind != CSS_NOT && kind != CSS_HAS)
		*specificity += 0x40;
	simple = word.len > 0 ? add_simple(sheet, compound, kind) : NULL;
	if (simple == NULL)
		return false;
	simple->text = inside;
	simple->nocase = !counts; /* of :where() */
	simple->op = (char)(word.len > 0 ? bm_lower(*word.ptr) : '\0');
	return true;
}

/* One compound selector; false if it cannot be read. */
static bool
compound_of(css_sheet *sheet, css_compound *out, bm_str *s,
	    uint32_t *specificity)
{
	const char *start = s->ptr;

	out->first = (uint32_t)sheet->simples.len;
	if (s->len > 0 && *s->ptr == '*') {
		skip(s, 1);
	} else if (s->len > 0 && is_name(*s->ptr)) {
		bm_str word = name(s);

		out->element = css_name_of(sheet, word);
		out->strange = out->element == N_NONE;
		*specificity += 1;
	}
	while (s->len > 0) {
		char c0 = *s->ptr;
		css_simple *simple;

		if (c0 != '.' && c0 != '#' && c0 != '[' && c0 != ':')
			break;
		skip(s, 1);
		if (c0 == '[') {
			*specificity += 0x40;
			if (!attribute(sheet, out, s))
				return false;
		} else if (c0 == ':') {
			if (!pseudo(sheet, out, s, specificity))
				return false;
		} else {
			*specificity += c0 == '#' ? 0x800 : 0x40;
			simple = add_simple(sheet, out,
					    c0 == '#' ? CSS_ID : CSS_CLASS);
			if (simple == NULL)
				return false;
			simple->text = unescaped(sheet, name(s));
			if (simple->text.len == 0)
				return false;
		}
	}
	return s->ptr > start;
}

/* Reads on to the next compound; its combinator, or 0 at the end. */
static char
combinator(bm_str *s)
{
	bool space = s->len > 0 && bm_is_space(*s->ptr);

	css_skip(s);
	if (s->len == 0 || *s->ptr == ',')
		return '\0';
	if (*s->ptr == '>' || *s->ptr == '+' || *s->ptr == '~') {
		char c = *s->ptr;

		skip(s, 1);
		css_skip(s);
		return c;
	}
	return space ? ' ' : '!';
}

/* What a compound selector is for (css_rule.pseudo). */
static char
pseudo_of(const css_sheet *sheet, const css_compound *compound)
{
	for (uint32_t i = 0; i < compound->count; i++) {
		const css_simple *s =
		    &sheet->simples.items[compound->first + i];

		if (s->kind == CSS_PSEUDO)
			return s->op;
	}
	return 0;
}

/* Cuts the next selector of a list off; false when it cannot be read. */
static bool
read_selector(css_sheet *sheet, bm_str *list, css_rule *out)
{
	char joint = '\0';

	*out = (css_rule){.first = (uint32_t)sheet->compounds.len};
	css_skip(list);
	do {
		css_compound one = {.combinator = joint}, *kept;

		if (!compound_of(sheet, &one, list, &out->specificity) ||
		    out->count >= COMPOUNDS_MAX)
			return false;
		kept = BM_VEC_PUSH(sheet->arena, &sheet->compounds);
		if (kept == NULL)
			return false;
		*kept = one;
		out->count++;
		out->pseudo = pseudo_of(sheet, &one);
		joint = combinator(list);
		if (joint != '\0' && out->pseudo != 0)
			return false; /* nothing stands in one */
	} while (joint != '\0' && joint != '!');
	skip(list, 1); /* the comma */
	return joint != '!';
}

static void read_nested(css_sheet *sheet, css_rule *rule, unsigned depth);

/* The selectors in the brackets of one pseudo-class; their highest
 * specificity counts. */
static void
read_brackets(css_sheet *sheet, uint32_t number, css_rule *rule, unsigned depth)
{
	css_simple s = sheet->simples.items[number];
	bm_str list = s.text;
	css_rule own[BRACKETS_MAX], *slot;
	uint32_t most = 0, count = 0;
	bool good = depth < NESTED_MAX;

	while (good && list.len > 0 && count < BRACKETS_MAX) {
		css_rule *one = &own[count];
		char joint = ' ';

		css_skip(&list);
		if (s.kind == CSS_HAS && list.len > 0 &&
		    (*list.ptr == '>' || *list.ptr == '+')) {
			joint = *list.ptr;
			skip(&list, 1);
		}
		good = list.len > 0 && read_selector(sheet, &list, one) &&
		       one->pseudo == 0 &&
		       (s.kind != CSS_HAS || one->count == 1);
		if (!good)
			break;
		read_nested(sheet, one, depth + 1);
		one->order = (unsigned char)joint;
		most = one->specificity > most ? one->specificity : most;
		count++;
	}
	if (!good || count == 0 || list.len > 0)
		s.kind = CSS_UNKNOWN;
	s.first = (uint32_t)sheet->nested.len;
	s.count = count;
	for (uint32_t i = 0; i < count; i++) {
		slot = BM_VEC_PUSH(sheet->arena, &sheet->nested);
		if (slot == NULL)
			return;
		*slot = own[i];
	}
	if (!s.nocase)
		rule->specificity += most;
	sheet->simples.items[number] = s;
}

/* All brackets of a selector, when it is read itself. */
static void
read_nested(css_sheet *sheet, css_rule *rule, unsigned depth)
{
	for (uint32_t i = 0; i < rule->count; i++)
		for (uint32_t k = 0;
		     k < sheet->compounds.items[rule->first + i].count; k++) {
			uint32_t n =
			    sheet->compounds.items[rule->first + i].first + k;
			enum css_simple_kind kind =
			    sheet->simples.items[n].kind;

			if (kind == CSS_IS || kind == CSS_NOT ||
			    kind == CSS_HAS)
				read_brackets(sheet, n, rule, depth);
		}
}

uint32_t
css_add_selector(css_sheet *sheet, bm_str *list, bool *bad)
{
	css_rule rule, *out;

	if (!read_selector(sheet, list, &rule)) {
		*bad = true;
		return UINT32_MAX;
	}
	read_nested(sheet, &rule, 0);
	if (rule.specificity > 0x3FFF)
		rule.specificity = 0x3FFF;
	out = BM_VEC_PUSH(sheet->arena, &sheet->rules);
	if (out == NULL)
		return UINT32_MAX;
	*out = rule;
	return (uint32_t)(sheet->rules.len - 1);
}

/* ---- matching ---- */

/* The number in the page of a name in a sheet; N_NONE if it is not there. */
static page_name
number_of(const css_use *u, page_name name)
{
	return name < N_KNOWN ? name : u->numbers[name - N_KNOWN];
}

static bool
has_name(const css_use *u, page_name wanted, page_name name)
{
	wanted = number_of(u, wanted);
	return wanted != N_NONE && wanted == name;
}

static bool
same(bm_str a, bm_str b, bool nocase)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (nocase ? bm_lower(a.ptr[i]) != bm_lower(b.ptr[i])
			   : a.ptr[i] != b.ptr[i])
			return false;
	return true;
}

static bool
attribute_matches(const css_simple *s, const char *value)
{
	bm_str v = bm_str_of(value), word;

	if (value == NULL)
		return false;
	switch (s->op) {
	case '\0':
		return true;
	case '=':
		return same(v, s->text, s->nocase);
	case '~':
		while (page_word(&value, &word))
			if (same(word, s->text, s->nocase))
				return true;
		return false;
	case '|':
		return v.len >= s->text.len &&
		       same((bm_str){v.ptr, s->text.len}, s->text, s->nocase) &&
		       (v.len == s->text.len || v.ptr[s->text.len] == '-');
	case '^':
		return s->text.len > 0 && v.len >= s->text.len &&
		       same((bm_str){v.ptr, s->text.len}, s->text, s->nocase);
	case '$':
		return s->text.len > 0 && v.len >= s->text.len &&
		       same((bm_str){v.ptr + v.len - s->text.len, s->text.len},
			    s->text, s->nocase);
	default:
		for (size_t i = 0; s->text.len > 0 && i + s->text.len <= v.len;
		     i++)
			if (same((bm_str){v.ptr + i, s->text.len}, s->text,
				 s->nocase))
				return true;
		return false;
	}
}

static bool
class_matches(const page *p, page_node_id n, bm_str class)
{
	const char *list = page_attr_of(p, n, N_class);
	bm_str word;

	while (page_word(&list, &word))
		if (bm_str_eq(word, class))
			return true;
	return false;
}

/* Whether there is another element of its kind before it, or behind. */
static bool
is_alone(const css_use *u, const page *p, page_node_id n, bool behind)
{
	page_node_id e = behind ? page_next_element(p, n)
				: page_first_element(p, page_parent(p, n));

	for (; e != PAGE_NONE && e != n; e = page_next_element(p, e)) {
		u->css->effort++;
		if (page_at(p, e)->name == page_at(p, n)->name)
			return false;
	}
	return true;
}

static enum css_match chain_matches(const css_use *u, const page *p,
				    const css_rule *rule, uint32_t last,
				    page_node_id n);

/* The best of the selectors in brackets for an element. */
static enum css_match
any_matches(const css_use *u, const css_simple *s, const page *p,
	    page_node_id n)
{
	enum css_match best = CSS_NO;

	for (uint32_t i = 0; i < s->count && best != CSS_YES; i++) {
		const css_rule *rule = &u->sheet->nested.items[s->first + i];
		enum css_match m =
		    chain_matches(u, p, rule, rule->count - 1, n);

		best = m > best ? m : best;
	}
	return best;
}

/* The same for what stands in n, or next to it. */
static enum css_match
holds_matching(const css_use *u, const css_simple *s, const page *p,
	       page_node_id n)
{
	enum css_match best = CSS_NO;

	for (uint32_t i = 0; i < s->count && best != CSS_YES; i++) {
		const css_rule *rule = &u->sheet->nested.items[s->first + i];
		bool next = rule->order == '+', all = rule->order == ' ';
		page_node_id e = next ? page_next_element(p, n) : n + 1;

		for (; e != PAGE_NONE && best != CSS_YES &&
		       (next || e < page_end(p, n));
		     e = all ? e + 1 : page_end(p, e)) {
			enum css_match m = page_is_element(p, e)
					       ? chain_matches(u, p, rule, 0, e)
					       : CSS_NO;

			u->css->effort++;
			best = m > best ? m : best;
			if (next || u->css->effort > UINT64_C(60000000))
				break;
		}
	}
	return best;
}

static enum css_match
simple_matches(const css_use *u, const css_simple *s, const page *p,
	       page_node_id n)
{
	page_name name;
	const char *id;

	switch (s->kind) {
	case CSS_CLASS:
		return class_matches(p, n, s->text) ? CSS_YES : CSS_NO;
	case CSS_ID:
		id = page_attr_of(p, n, N_id);
		return id != NULL && bm_str_is(s->text, id) ? CSS_YES : CSS_NO;
	case CSS_ATTR:
		name = number_of(u, s->name);
		return name != N_NONE &&
			       attribute_matches(s, page_attr_of(p, n, name))
			   ? CSS_YES
			   : CSS_NO;
	case CSS_ROOT:
		return n == p->root ? CSS_YES : CSS_NO;
	case CSS_FIRST:
		return page_first_element(p, page_parent(p, n)) == n ? CSS_YES
								     : CSS_NO;
	case CSS_LAST:
		return page_next_element(p, n) == PAGE_NONE ? CSS_YES : CSS_NO;
	case CSS_FIRST_OF_TYPE:
	case CSS_LAST_OF_TYPE:
		return is_alone(u, p, n, s->kind == CSS_LAST_OF_TYPE) ? CSS_YES
								      : CSS_NO;
	case CSS_LINK:
		return (page_at(p, n)->name == N_a ||
			page_at(p, n)->name == N_area) &&
			       page_has(p, n, N_href)
			   ? CSS_YES
			   : CSS_NO;
	case CSS_PSEUDO:
		return CSS_YES; /* css_matches has seen to it */
	case CSS_NEVER:
		return CSS_NO;
	case CSS_IS:
		return any_matches(u, s, p, n);
	case CSS_NOT:
		return CSS_YES - any_matches(u, s, p, n);
	case CSS_HAS:
		return holds_matching(u, s, p, n);
	default:
		return CSS_MAYBE;
	}
}

static enum css_match
compound_matches(const css_use *u, const page *p, const css_compound *compound,
		 page_node_id n)
{
	enum css_match all = CSS_YES;

	u->css->effort++;
	if (compound->strange ||
	    (compound->element != N_NONE &&
	     !has_name(u, compound->element, page_at(p, n)->name)))
		return CSS_NO;
	for (uint32_t i = 0; i < compound->count && all != CSS_NO; i++) {
		enum css_match m = simple_matches(
		    u, &u->sheet->simples.items[compound->first + i], p, n);

		u->css->effort++;
		all = m < all ? m : all;
	}
	return all;
}

/* The element before n among its siblings. */
static page_node_id
before(const css_use *u, const page *p, page_node_id n)
{
	page_node_id last = PAGE_NONE;

	for (page_node_id e = page_first_element(p, page_parent(p, n));
	     e != PAGE_NONE && e != n; e = page_next_element(p, e)) {
		last = e;
		u->css->effort++;
	}
	return last;
}

/* The element that a combinator leads to next from n, or PAGE_NONE. */
static page_node_id
step(const css_use *u, const page *p, char joint, page_node_id n)
{
	if (joint == '+' || joint == '~')
		return before(u, p, n);
	n = page_parent(p, n);
	return n != 0 ? n : PAGE_NONE;
}

/* The compounds up to `last`, the last of which is asked of n.  Recursion is
 * bounded by COMPOUNDS_MAX. */
static enum css_match
chain_matches(const css_use *u, const page *p, const css_rule *rule,
	      uint32_t last, page_node_id n)
{
	const css_compound *compound =
	    &u->sheet->compounds.items[rule->first + last];
	enum css_match own = compound_matches(u, p, compound, n), best = CSS_NO;
	char joint = compound->combinator;

	if (own == CSS_NO || joint == '\0')
		return own;
	for (n = step(u, p, joint, n); n != PAGE_NONE && best != CSS_YES;
	     n = step(u, p, joint, n)) {
		enum css_match m = chain_matches(u, p, rule, last - 1, n);

		best = m > best ? m : best;
		if (joint == '>' || joint == '+' ||
		    u->css->effort > UINT64_C(60000000))
			break;
	}
	return own < best ? own : best;
}

enum css_match
css_matches(const css_use *u, const page *p, const css_rule *rule,
	    page_node_id n)
{
	if (rule->pseudo != u->css->pseudo)
		return CSS_NO;
	return chain_matches(u, p, rule, rule->count - 1, n);
}
