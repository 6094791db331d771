/* What a page of a book holds, gathered in one walk over it. */
#include "check/epub.h"

struct walk {
	epub *e;
	const page *p;
	epub_item *item;
	epub_facts *f;
	page_node_id hidden_end; /* end of what is hidden from everybody */
};

/* A role, or an epub:type of the same meaning. */
static bool
means(const page *p, page_node_id n, const char *role, const char *type)
{
	const char *roles = page_attr_of(p, n, N_role);
	const char *types = page_attr_ns(p, n, NS_OPS, N_type);

	return (role != NULL && roles != NULL && page_has_word(roles, role)) ||
	       (types != NULL && page_has_word(types, type));
}

static void
first(bm_pos *at, const page *p, page_node_id n)
{
	if (at->file == NULL)
		*at = page_pos(p, n);
}

/* See epub.h. */
const char *
epub_page_text(epub *e, const page *p, page_node_id top)
{
	bool space = false;
	const char *copy;
	bm_buf buf;

	bm_buf_init(&buf, e->al);
	for (page_node_id n = top; n < page_end(p, top); n++) {
		const page_node *node = page_at(p, n);
		bm_str s = {0};

		if (node->kind == PAGE_TEXT)
			s = (bm_str){node->u.text, node->count};
		else if (page_is(p, n, N_img))
			s = bm_str_of(page_attr_of(p, n, N_alt));
		for (size_t i = 0; i < s.len; i++) {
			if (bm_is_space(s.ptr[i])) {
				space = buf.len > 0;
				continue;
			}
			if (space)
				bm_buf_putc(&buf, ' ');
			space = false;
			bm_buf_putc(&buf, s.ptr[i]);
		}
	}
	copy = buf.status == BM_OK
		   ? bm_arena_strdup(e->arena, bm_buf_cstr(&buf))
		   : NULL;
	e->no_memory |= copy == NULL;
	bm_buf_free(&buf);
	return copy != NULL ? copy : "";
}

/* ---- images and media ---- */

/* Whether somebody has said a name of it, be it a bad one. */
static bool
is_named(const page *p, page_node_id n)
{
	return !page_blank(page_attr_of(p, n, N_aria_label)) ||
	       !page_blank(page_attr_of(p, n, N_aria_labelledby)) ||
	       !page_blank(page_attr_of(p, n, N_title));
}

static bool
is_decorative(const struct walk *w, page_node_id n)
{
	const char *role = page_attr_of(w->p, n, N_role);

	return n < w->hidden_end ||
	       (role != NULL && (page_has_word(role, "presentation") ||
				 page_has_word(role, "none")));
}

static void
note_image(struct walk *w, page_node_id n)
{
	const char *alt = page_attr_of(w->p, n, N_alt);
	bool named = is_named(w->p, n);

	if (is_decorative(w, n) || (alt != NULL && *alt == '\0' && !named)) {
		w->f->decorative++;
		return;
	}
	w->f->images++;
	first(&w->f->first_image, w->p, n);
	if (named || !page_blank(alt)) {
		w->f->texts++;
	} else {
		w->f->unnamed++;
		first(&w->f->first_unnamed, w->p, n);
	}
	if (page_has(w->p, n, N_aria_details) ||
	    page_has(w->p, n, N_longdesc) ||
	    page_has(w->p, n, N_aria_describedby))
		w->f->described++;
}

/* A drawing in the page; one without a name may be an ornament. */
static void
note_svg(struct walk *w, page_node_id n)
{
	page_node_id title = page_first_element(w->p, n);
	const char *role = page_attr_of(w->p, n, N_role);
	bool named = is_named(w->p, n);

	if (page_ancestor(w->p, n, N_svg) != PAGE_NONE || is_decorative(w, n))
		return;
	for (; title != PAGE_NONE && !named;
	     title = page_next_element(w->p, title))
		named = page_at(w->p, title)->name == N_title;
	w->f->svg++;
	first(&w->f->first_image, w->p, n);
	if (named) {
		w->f->images++;
		w->f->texts++;
	} else if (role != NULL && (page_has_word(role, "img") ||
				    page_has_word(role, "image"))) {
		w->f->images++;
		w->f->unnamed++;
		first(&w->f->first_unnamed, w->p, n);
	}
}

static void
note_math(struct walk *w, page_node_id n)
{
	w->f->math++;
	first(&w->f->first_math, w->p, n);
	if (!page_blank(page_attr_of(w->p, n, N_alttext)) || is_named(w->p, n))
		w->f->math_text++;
}

static void
note_track(struct walk *w, page_node_id n)
{
	const char *kind = page_attr_of(w->p, n, N_kind);

	if (kind != NULL && (page_has_word(kind, "captions") ||
			     page_has_word(kind, "subtitles")))
		w->f->captions++;
}

static void
note_media(struct walk *w, page_node_id n, page_name name)
{
	if (name == N_audio)
		w->f->audio++;
	else
		w->f->video++;
	first(&w->f->first_media, w->p, n);
	w->f->autoplay += page_has(w->p, n, N_autoplay);
}

/* ---- ids, links, pages ---- */

static bool
note_id(struct walk *w, page_node_id n)
{
	const char *id = page_attr_of(w->p, n, N_id);
	epub_target *t;
	void **slot;

	if (id == NULL || *id == '\0')
		return true;
	slot = bm_map_put(&w->f->ids, bm_str_of(id), NULL);
	t = BM_NEW(w->e->arena, epub_target);
	if (slot == NULL || t == NULL)
		return false;
	if (*slot != NULL)
		return true; /* the rules of pages tell */
	t->begin = n;
	t->end = page_end(w->p, n);
	t->is_note = means(w->p, n, "doc-footnote", "footnote") ||
		     means(w->p, n, "doc-endnote", "endnote") ||
		     means(w->p, n, NULL, "rearnote");
	t->is_break = means(w->p, n, "doc-pagebreak", "pagebreak");
	*slot = t;
	return true;
}

static bool
note_link(struct walk *w, page_node_id n)
{
	const char *href = page_attr_of(w->p, n, N_href), *path, *fragment;
	epub_link *link;

	if (href == NULL)
		href = page_attr_ns(w->p, n, NS_XLINK, N_href);
	if (href == NULL)
		return true;
	path = epub_resolve(w->e, w->item->path, href, &fragment);
	if (path == NULL)
		return !w->e->no_memory;
	link = BM_VEC_PUSH(w->e->arena, &w->f->links);
	if (link == NULL)
		return false;
	*link =
	    (epub_link){.path = path,
			.fragment = fragment,
			.pos = page_pos(w->p, n),
			.at = n,
			.is_noteref = means(w->p, n, "doc-noteref", "noteref")};
	return true;
}

static bool
note_break(struct walk *w, page_node_id n)
{
	epub_break *b;
	const char *id = page_attr_of(w->p, n, N_id);

	if (!means(w->p, n, "doc-pagebreak", "pagebreak"))
		return true;
	b = BM_VEC_PUSH(w->e->arena, &w->f->breaks);
	if (b == NULL)
		return false;
	b->id = id != NULL ? bm_arena_strdup(w->e->arena, id) : NULL;
	b->pos = page_pos(w->p, n);
	b->labelled =
	    is_named(w->p, n) || *epub_page_text(w->e, w->p, n) != '\0';
	return id == NULL || b->id != NULL;
}

/* ---- epub:type and role ---- */

/* Types that have a role of their own in DPUB-ARIA 1.1 which is still to be
 * used, and where authors put it on the same element. */
static const char *const typed[][2] = {
    {"abstract", "doc-abstract"},
    {"acknowledgments", "doc-acknowledgments"},
    {"afterword", "doc-afterword"},
    {"appendix", "doc-appendix"},
    {"backlink", "doc-backlink"},
    {"bibliography", "doc-bibliography"},
    {"biblioref", "doc-biblioref"},
    {"chapter", "doc-chapter"},
    {"colophon", "doc-colophon"},
    {"conclusion", "doc-conclusion"},
    {"dedication", "doc-dedication"},
    {"endnotes", "doc-endnotes"},
    {"epigraph", "doc-epigraph"},
    {"epilogue", "doc-epilogue"},
    {"errata", "doc-errata"},
    {"footnote", "doc-footnote"},
    {"foreword", "doc-foreword"},
    {"glossary", "doc-glossary"},
    {"index", "doc-index"},
    {"introduction", "doc-introduction"},
    {"noteref", "doc-noteref"},
    {"pagebreak", "doc-pagebreak"},
    {"part", "doc-part"},
    {"preface", "doc-preface"},
    {"prologue", "doc-prologue"},
    {"pullquote", "doc-pullquote"},
    {"qna", "doc-qna"}};

/* An epub:type that nothing but EPUB software sees. */
static void
judge_type(struct walk *w, page_node_id n, unsigned *told)
{
	const char *types = page_attr_ns(w->p, n, NS_OPS, N_type);
	bm_pos pos;

	if (types == NULL || w->item == w->e->nav || w->e->version == 2 ||
	    page_has(w->p, n, N_role) || page_is(w->p, n, N_body) ||
	    page_is(w->p, n, N_html) || page_at(w->p, n)->ns != NS_HTML)
		return;
	for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++) {
		if (!page_has_word(types, typed[i][0]) || *told & 1u << i)
			continue;
		*told |= 1u << i;
		pos = page_pos(w->p, n);
		epub_tell(w->e, "epub-type-role", &pos,
			  "The epub:type %s has no role %s beside it",
			  typed[i][0], typed[i][1]);
	}
}

/* ---- the walk ---- */

static void
note_kind(struct walk *w, page_node_id n)
{
	const page_node *node = page_at(w->p, n);
	epub_facts *f = w->f;

	if (node->ns == NS_MATHML && node->name == N_math)
		note_math(w, n);
	if (node->ns == NS_SVG && node->name == N_svg)
		note_svg(w, n);
	if (node->ns != NS_HTML)
		return;
	switch (node->name) {
	case N_img:
		note_image(w, n);
		break;
	case N_audio:
	case N_video:
		note_media(w, n, node->name);
		break;
	case N_track:
		note_track(w, n);
		break;
	case N_script:
		f->script++;
		break;
	case N_ruby:
		f->ruby++;
		break;
	case N_h1:
	case N_h2:
	case N_h3:
	case N_h4:
	case N_h5:
	case N_h6:
		f->headings++;
		break;
	case N_title:
		if (f->title == NULL &&
		    page_ancestor(w->p, n, N_head) != PAGE_NONE) {
			f->title = epub_page_text(w->e, w->p, n);
			f->title_pos = page_pos(w->p, n);
		}
		break;
	default:
		break;
	}
}

static bool
note_element(struct walk *w, page_node_id n, unsigned *told)
{
	const char *hidden = page_attr_of(w->p, n, N_aria_hidden);
	epub_facts *f = w->f;

	if (n >= w->hidden_end &&
	    ((hidden != NULL && page_has_word(hidden, "true")) ||
	     page_has(w->p, n, N_hidden)))
		w->hidden_end = page_end(w->p, n);
	note_kind(w, n);
	if (page_has(w->p, n, N_role))
		f->aria++;
	if (page_attr_ns(w->p, n, NS_OPS, N_type) != NULL ||
	    page_has(w->p, n, N_role)) {
		if (means(w->p, n, "doc-index", "index")) {
			f->index++;
			first(&f->first_index, w->p, n);
		}
		f->is_cover |= means(w->p, n, "doc-cover", "cover");
		judge_type(w, n, told);
		if (!note_break(w, n))
			return false;
	}
	if ((page_is(w->p, n, N_a) || page_is(w->p, n, N_area) ||
	     page_at(w->p, n)->name == N_a) &&
	    !note_link(w, n))
		return false;
	return note_id(w, n);
}

/* Notes a text that a narration should have: one with letters that is shown
 * and no number of a page. */
static bool
note_text(struct walk *w, page_node_id n)
{
	const page_node *node = page_at(w->p, n);
	epub_said *said;

	if (w->f->words == 0 && !page_blank(node->u.text))
		w->f->words = 1;
	if (w->item->overlay == NULL || n < w->hidden_end ||
	    !page_has_letters((bm_str){node->u.text, node->count}) ||
	    means(w->p, page_parent(w->p, n), "doc-pagebreak", "pagebreak") ||
	    page_is(w->p, page_parent(w->p, n), N_style) ||
	    page_is(w->p, page_parent(w->p, n), N_script) ||
	    page_is(w->p, page_parent(w->p, n), N_rp))
		return true;
	said = BM_VEC_PUSH(w->e->arena, &w->f->said);
	if (said == NULL)
		return false;
	*said = (epub_said){n, page_pos(w->p, n)};
	return true;
}

/* See epub.h. */
bm_status
epub_facts_read(epub *e, epub_item *item, const page *p)
{
	struct walk w = {.e = e, .p = p, .item = item};
	unsigned told = 0;

	w.f = item->facts = BM_NEW(e->arena, epub_facts);
	if (w.f == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&w.f->ids, e->arena);
	for (page_node_id n = 0; n < p->nodes.len; n++) {
		const page_node *node = page_at(p, n);

		if (node->kind == PAGE_ELEMENT && !note_element(&w, n, &told))
			return BM_NO_MEMORY;
		if (node->kind == PAGE_TEXT && p->html_body != PAGE_NONE &&
		    n > p->html_body && !note_text(&w, n))
			return BM_NO_MEMORY;
	}
	return e->no_memory ? BM_NO_MEMORY : BM_OK;
}
