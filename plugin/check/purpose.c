/* Names against what is seen, and things that are called the same. */
#include "check/check.h"
#include "check/model.h"
#include "core/file.h"

/* Words of a label that are compared, and of a name. */
#define LABEL_MAX 40
#define NAME_MAX  200

static const bm_rule rules[] = {
    {"label-in-name", BM_ERROR,
     "What is read out does not have the words that are seen",
     "WCAG 2.2, 2.5.3 (A)",
     "Begin aria-label with the words that are seen, or leave it out."},
    {"link-same-name", BM_INFO,
     "Links of the same name lead to different places", "WCAG 2.2, 2.4.9 (AAA)",
     "Say in each link what is different."},
    {"frame-same-name", BM_INFO, "Frames of the same name hold different pages",
     "WCAG 2.2, 4.1.2 (A)", "Say in each title what is different."},
    {"scroll-reach", BM_INFO,
     "A box that scrolls may be out of reach of the keyboard",
     "WCAG 2.2, 2.1.1 (A)",
     "Give it tabindex=\"0\", a role and a name, or let its lines wrap."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* ---- label in name ---- */

struct words {
	bm_str list[NAME_MAX];
	size_t count;
	bool too_many, foreign; /* foreign: not only ASCII */
};

/* The next word that is read out; pictures among the characters part words. */
static bool
next_word(bm_str s, size_t *at, bm_str *out)
{
	size_t from = *at, here = *at;

	out->len = 0;
	while (here < s.len) {
		from = here;
		bm_utf8_next(s, &here);
		if (page_has_letters((bm_str){s.ptr + from, here - from})) {
			if (out->len == 0)
				out->ptr = s.ptr + from;
			out->len = (size_t)(s.ptr + here - out->ptr);
		} else if (out->len > 0) {
			break;
		}
	}
	*at = here;
	return out->len > 0;
}

static void
add_words(struct words *w, bm_str text, size_t most)
{
	size_t at = 0;
	bm_str word;

	while (next_word(text, &at, &word)) {
		if (w->count == most) {
			w->too_many = true;
			return;
		}
		for (size_t i = 0; i < word.len; i++)
			w->foreign |= (unsigned char)word.ptr[i] >= 0x80;
		w->list[w->count++] = word;
	}
}

/* A text without what stands in brackets, which need not be spoken. */
static bm_str
without_brackets(page *p, bm_str text)
{
	char *out = bm_arena_alloc(p->arena, text.len + 1);
	unsigned depth = 0;
	size_t n = 0;

	for (size_t i = 0; out != NULL && i < text.len; i++) {
		depth += text.ptr[i] == '(';
		if (depth == 0)
			out[n++] = text.ptr[i];
		depth -= text.ptr[i] == ')' && depth > 0;
	}
	return (bm_str){out, n};
}

static bool
same_word(bm_str a, bm_str b)
{
	bool same = a.len == b.len;

	for (size_t i = 0; same && i < a.len; i++)
		same = bm_lower(a.ptr[i]) == bm_lower(b.ptr[i]);
	return same;
}

/* Whether the words stand in the other ones, one behind the other. */
static bool
stands_in(const struct words *label, const struct words *name)
{
	for (size_t i = 0; i + label->count <= name->count; i++) {
		size_t k = 0;

		while (k < label->count &&
		       same_word(label->list[k], name->list[i + k]))
			k++;
		if (k == label->count)
			return true;
	}
	return false;
}

/* Whether an element may draw its text as a picture, or nowhere. */
static bool
may_be_unseen(page *p, page_node_id n)
{
	static const char *const marks[] = {"icon",   "sr-only", "hidden",
					    "screen", "symbol",  "offscreen",
					    "glyph",  NULL};
	const char *class = page_attr_of(p, n, N_class);
	css_value v[CSS_PROPS];

	for (size_t i = 0; class != NULL && marks[i] != NULL; i++)
		if (strstr(class, marks[i]) != NULL)
			return true;
	if (!css_styles(p->model->css, p, n))
		return false;
	if (!css_declared(p->model->css, p, n, v))
		return false;
	return v[CSS_POSITION].text.ptr != NULL || v[CSS_POSITION].maybe ||
	       v[CSS_CLIP_PATH].text.ptr != NULL ||
	       v[CSS_FONT_SIZE].text.ptr != NULL ||
	       v[CSS_FONT].text.ptr != NULL;
}

/* The words that are seen in an element; *sure is false when some may not
 * be. */
static bm_str
seen_text(page *p, page_node_id top, bool *sure)
{
	bm_buf buf;
	const char *text;

	*sure = !css_foreign(p->model->css);
	bm_buf_init(&buf, bm_arena_allocator(p->arena));
	for (page_node_id n = top; n < page_end(p, top) && buf.len < 4000;
	     n++) {
		const page_node *node = page_at(p, n);
		unsigned flags = model_flags(p, n);

		if (flags & M_MAYBE_HIDDEN)
			*sure = false;
		if (node->kind == PAGE_ELEMENT) {
			*sure = *sure && !may_be_unseen(p, n);
			bm_buf_putc(&buf, ' ');
		} else if (node->kind == PAGE_TEXT &&
			   !(flags & (M_NOT_RENDERED | M_INVISIBLE))) {
			bm_buf_put(&buf, node->u.text, node->count);
		}
	}
	text = bm_arena_str(p->arena, bm_buf_str(&buf));
	p->no_memory |= buf.status != BM_OK;
	bm_buf_free(&buf);
	return bm_str_of(text != NULL ? text : "");
}

static void
judge_label(check_run *run, page_node_id n)
{
	page *p = run->page;
	const model_name *name = model_name_of(p, n);
	struct words label = {.count = 0}, spoken = {.count = 0};
	bm_str text;
	bool sure;

	if (name->from != FROM_LABEL && name->from != FROM_LABELLEDBY)
		return;
	text = seen_text(p, n, &sure);
	add_words(&label, without_brackets(p, text), LABEL_MAX);
	/* A letter by itself stands for a picture. */
	if (label.count == 0 || (label.count == 1 && label.list[0].len == 1))
		return;
	add_words(&spoken, bm_str_of(name->text), NAME_MAX);
	if (stands_in(&label, &spoken)) {
		check_pass(run);
	} else if (!sure || label.too_many || spoken.too_many ||
		   label.foreign || spoken.foreign) {
		check_person(run, n,
			     "Whether its name \"%.100s\" has the words that "
			     "are seen has to be seen",
			     name->text);
	} else {
		text = bm_str_trim(text);
		check_fail(run, n,
			   "What is seen is \"%.*s\", but the name is "
			   "\"%.100s\"",
			   text.len < 100 ? (int)text.len : 100, text.ptr,
			   name->text);
	}
}

/* ACT 2ee8b8: widgets whose content names them but for an ARIA label. */
static void
label_in_name(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		aria_role role =
		    page_is_element(p, n) ? model_role(p, n) : R_NO;

		if (role == R_NO || model_hidden(p, n) ||
		    (!page_has(p, n, N_aria_label) &&
		     !page_has(p, n, N_aria_labelledby)))
			continue;
		if ((aria_role_at(role)->flags & (WIDGET | CONTENT)) ==
		    (WIDGET | CONTENT))
			judge_label(run, n);
	}
}

/* ---- the same name ---- */

struct called {
	page_node_id first;
	const char *to; /* NULL: not asked for, as no other has the name */
	bool told;
};

/* The address of the page itself, which an empty one leads to.  A base gives
 * it one that no other link has. */
static const char *
own_address(page *p)
{
	const char *own = bm_path_normal(p->arena, p->file);

	for (page_node_id n = 1; n < p->nodes.len; n++)
		if (page_is(p, n, N_base) && page_has(p, n, N_href))
			return "";
	return own != NULL ? own : "";
}

/* An address without blanks round it, seen from where the page is seen; NULL
 * for none.  An empty part behind "#" is the top of the page. */
static const char *
address_of(page *p, page_node_id n, page_name name, const char *own)
{
	const char *given = page_attr_of(p, n, name);
	bm_str to;

	if (given == NULL)
		return NULL;
	to = bm_str_trim(bm_str_of(given));
	if (to.len > 0 && to.ptr[to.len - 1] == '#')
		to.len--;
	given = bm_arena_str(p->arena, to);
	if (to.len == 0)
		return own;
	if (given == NULL || *given == '/' || strchr(given, ':') != NULL)
		return given;
	if (*given == '#')
		return bm_arena_printf(p->arena, "%s%s", own, given);
	/* The same file by another way is the same. */
	given = bm_path_join(p->arena, bm_path_dir(p->arena, p->file), given);
	return given != NULL ? bm_path_normal(p->arena, given) : NULL;
}

static const char *
lower(page *p, const char *text)
{
	char *out = bm_arena_strdup(p->arena, text);

	for (char *s = out; s != NULL && *s != '\0'; s++)
		*s = bm_lower(*s);
	return out;
}

/* Looks for things of the same name and other addresses; the first of them
 * speaks for all of the page. */
static void
compare_names(check_run *run, bool (*wanted)(const page *p, page_node_id n),
	      page_name address, const char *what)
{
	page *p = run->page;
	const char *own = own_address(p);
	page_node_id first = PAGE_NONE;
	const struct called *other = NULL;
	uint32_t open = 0;
	bm_map names;

	bm_map_init(&names, p->arena);
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const char *name, *to;
		struct called *c;
		void **slot;

		if (!page_is_element(p, n) || !wanted(p, n))
			continue;
		name = lower(p, model_name_text(p, n));
		if (name == NULL || *name == '\0' ||
		    page_attr_of(p, n, address) == NULL)
			continue;
		slot = bm_map_put(&names, bm_str_of(name), NULL);
		c = slot != NULL ? *slot : NULL;
		if (slot != NULL && c == NULL) {
			*slot = c = BM_NEW(p->arena, struct called);
			if (c != NULL)
				*c = (struct called){n, NULL, false};
			continue;
		}
		if (c == NULL)
			return;
		to = address_of(p, n, address, own);
		if (c->to == NULL)
			c->to = address_of(p, c->first, address, own);
		if (c->to == NULL || to == NULL)
			continue;
		if (strcmp(c->to, to) == 0) {
			check_pass(run);
		} else if (!c->told) {
			c->told = true;
			if (open++ == 0) {
				first = n;
				other = c;
			}
		}
	}
	if (open == 0)
		return;
	check_person(run, first,
		     "Whether this %s and another one named \"%.80s\" are for "
		     "the same has to be seen, as for %u names in all: they "
		     "lead to %.80s and %.80s",
		     what, model_name_text(p, first), open,
		     page_attr_of(p, first, address),
		     page_attr_of(p, other->first, address));
	run->tally->person = open;
}

static bool
is_link(const page *p, page_node_id n)
{
	return page_is(p, n, N_a) && model_role(p, n) == R_link &&
	       !model_hidden(p, n);
}

static bool
is_frame(const page *p, page_node_id n)
{
	return page_is(p, n, N_iframe) && !model_hidden(p, n);
}

/* ACT b20e66. */
static void
link_same_name(check_run *run)
{
	compare_names(run, is_link, N_href, "link");
}

/* ACT 4b1c6c. */
static void
frame_same_name(check_run *run)
{
	compare_names(run, is_frame, N_src, "frame");
}

/* ---- boxes that scroll ---- */

static bool
scrolls(const css_value *v)
{
	return v->text.ptr != NULL &&
	       (bm_str_find(v->text, "auto", 0) < v->text.len ||
		bm_str_find(v->text, "scroll", 0) < v->text.len);
}

/* Whether the keyboard comes to it or to something in it. */
static bool
is_reached(const page *p, page_node_id top)
{
	for (page_node_id n = top; n < page_end(p, top); n++)
		if (model_flags(p, n) & M_TABBABLE)
			return true;
	return false;
}

/* ACT 0ssw9k: whether a box is too small for its content is seen in a browser
 * only, so it is never a fault here. */
static void
scroll_reach(check_run *run)
{
	page *p = run->page;
	page_node_id first = PAGE_NONE;
	uint32_t open = 0;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		css_value v[CSS_PROPS];

		if (!page_is_element(p, n) || n == p->root ||
		    n == p->html_body || model_invisible(p, n) ||
		    page_is(p, n, N_textarea) || page_is(p, n, N_select) ||
		    !css_styles(p->model->css, p, n))
			continue;
		if (!css_declared(p->model->css, p, n, v) ||
		    (!scrolls(&v[CSS_OVERFLOW]) &&
		     !scrolls(&v[CSS_OVERFLOW_X]) &&
		     !scrolls(&v[CSS_OVERFLOW_Y])))
			continue;
		if (is_reached(p, n)) {
			check_pass(run);
			n = page_end(p, n) - 1;
			continue;
		}
		if (open++ == 0)
			first = n;
	}
	if (open == 0)
		return;
	if (open == 1)
		check_person(run, first,
			     "Whether this box scrolls has to be seen; the "
			     "keyboard does not come to it");
	else
		check_person(run, first,
			     "Of %u boxes that may scroll, this one first, it "
			     "has to be seen whether they do; the keyboard "
			     "does not come to them",
			     open);
	run->tally->person = open;
}

static const check_test tests[] = {
    {"label-in-name", "2ee8b8", "2.5.3 A",
     "The name of what is used has the words that are seen on it",
     label_in_name},
    {"link-same-name", "b20e66", "2.4.9 AAA",
     "Links of the same name lead to the same", link_same_name},
    {"frame-same-name", "4b1c6c", "4.1.2 A",
     "Frames of the same name hold the same", frame_same_name},
    {"scroll-reach", "0ssw9k", "2.1.1 A",
     "The keyboard comes to boxes that scroll", scroll_reach},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_purpose = {"purpose", rules, tests};
