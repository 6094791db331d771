/* Links inside a book, from page to page. */
#include "check/epub.h"

/* Where a link leads to, or why it does not; those inside a page are for the
 * rules of pages. */
static void
judge_link(epub *e, const char *from, const epub_link *l)
{
	epub_item *item = bm_map_getz(&e->by_path, l->path);

	if (strcmp(from, l->path) == 0)
		return;
	if (item != NULL)
		item->reached = true;
	if (bm_zip_find(&e->zip, l->path) == NULL) {
		epub_tell(e, "epub-link", &l->pos,
			  "The link leads to %s, which is not in the book",
			  l->path);
		return;
	}
	if (l->fragment == NULL || *l->fragment == '\0' || item == NULL ||
	    item->facts == NULL || strncmp(l->fragment, "epubcfi(", 8) == 0)
		return;
	if (bm_map_getz(&item->facts->ids, l->fragment) == NULL)
		epub_tell(e, "epub-link", &l->pos,
			  "The link leads to #%s, an id that %s does not have",
			  l->fragment, l->path);
}

/* ---- notes ---- */

/* Whether a link in note t of page f leads back to the reference: to its
 * page, as the id may be that of the paragraph round it. */
static bool
leads_back(const epub_facts *f, const epub_target *t, const char *from)
{
	for (size_t i = 0; i < f->links.len; i++) {
		const epub_link *l = &f->links.items[i];

		if (l->at >= t->begin && l->at < t->end &&
		    l->fragment != NULL && strcmp(l->path, from) == 0)
			return true;
		if (l->at >= t->end)
			break; /* they are in their order */
	}
	return false;
}

/* Tells the first note in another page without a way back. */
static void
judge_notes(epub *e, const epub_item *item)
{
	const epub_facts *f = item->facts;

	for (size_t i = 0; i < f->links.len; i++) {
		const epub_link *l = &f->links.items[i];
		const epub_item *to = l->is_noteref && l->fragment != NULL
					  ? bm_map_getz(&e->by_path, l->path)
					  : NULL;
		const epub_target *t =
		    to != NULL && to->facts != NULL
			? bm_map_getz(&to->facts->ids, l->fragment)
			: NULL;

		if (t == NULL || to == item ||
		    leads_back(to->facts, t, item->path))
			continue;
		epub_tell(e, "epub-note-return", &l->pos,
			  "The note #%s in %s has no link back to the text",
			  l->fragment, to->path);
		return;
	}
}

/* ---- pages that nothing leads to, and that have no name of their own ---- */

static void
judge_reach(epub *e)
{
	for (size_t i = 0; i < e->spine.len; i++) {
		const epub_item *item = e->spine.items[i];

		if (!item->linear && !item->reached && item != e->nav &&
		    e->version == 3)
			epub_tell(e, "epub-unreachable", &item->pos,
				  "Nothing leads to %s, which is not in the "
				  "reading order",
				  item->path);
		if (item->fallback != NULL)
			epub_tell(e, "epub-fallback", &item->pos,
				  "%s has another form to fall back to",
				  item->path);
	}
}

static void
judge_titles(epub *e)
{
	size_t same = 0;
	bm_map titles;
	bm_pos pos = {0};
	const char *words = "";

	bm_map_init(&titles, e->arena);
	for (size_t i = 0; i < e->spine.len; i++) {
		const epub_facts *f = e->spine.items[i]->facts;
		bool is_new = true;

		if (e->spine.items[i] == e->nav || f == NULL || f->is_cover ||
		    f->title == NULL || *f->title == '\0' ||
		    e->spine.items[i]->place != i + 1)
			continue;
		if (bm_map_put(&titles, bm_str_of(f->title), &is_new) == NULL)
			return;
		if (!is_new && same++ == 0) {
			pos = f->title_pos;
			words = f->title;
		}
	}
	if (same > 0)
		epub_tell(e, "epub-page-title", &pos,
			  "%zu page%s the title of another one, first "
			  "\"%.80s\"",
			  same, same == 1 ? " has" : "s have", words);
}

/* See epub.h.  The links of the navigation document are those of its page. */
void
epub_judge_links(epub *e)
{
	const epub_links *lists[] = {&e->toc, &e->pages};

	for (size_t i = 0; i < e->items.len; i++) {
		const epub_item *item = e->items.items[i];

		if (item->facts == NULL)
			continue;
		for (size_t k = 0; k < item->facts->links.len; k++)
			judge_link(e, item->path, &item->facts->links.items[k]);
		judge_notes(e, item);
	}
	for (size_t i = 0; i < 2 && e->nav == NULL; i++)
		for (size_t k = 0; k < lists[i]->len; k++)
			judge_link(e, "", &lists[i]->items[k]);
	judge_reach(e);
	judge_titles(e);
}
