/*
 * Writer "site": a home page, books with their pages, a page for lost
 * readers, the style sheets, and a map for search engines.  All links are
 * relative, so that the folder works from a disk as well.
 */
#include "core/file.h"
#include "write/olink.h"
#include "write/policy.h"
#include "write/publication.h"
#include "write/search.h"
#include "write/theme.h"
#include "write/whole.h"

xmlNode *
pub_copy(bm_doc *doc, xmlNode *parent, xmlNode *node)
{
	xmlNode *copy;

	if (parent == NULL || node == NULL)
		return NULL;
	copy = xmlDocCopyNode(node, doc->xml, 1);
	if (copy == NULL) {
		doc->no_memory = true;
		return NULL;
	}
	xmlAddChild(parent, copy);
	if (xmlReconciliateNs(doc->xml, copy) < 0)
		doc->no_memory = true;
	return copy;
}

void
pub_copy_notices(bm_doc *doc, const bm_doc *from)
{
	xmlNode *root = from != NULL ? bm_doc_element(from) : NULL;

	for (xmlNode *n = root != NULL ? bm_first_element(root) : NULL;
	     n != NULL; n = bm_next_element(n))
		if (bm_attr_bm(n, "kind") != NULL &&
		    bm_streq(bm_attr_bm(n, "generated"), "disclaimer"))
			bm_set_bm(doc, pub_copy(doc, bm_doc_element(doc), n),
				  "scope", NULL);
}

/* Whether the only document of a book is a book itself: it opens it. */
static bool
opens_itself(const bm_book *source)
{
	static const char *const books[] = {"book", "set", NULL};

	return source->doc_count == 1 &&
	       bm_is_any(bm_doc_element(source->docs[0]), books);
}

/* The page that opens a book of many documents. */
static bool
add_start(publication *p, pub_book *book)
{
	const char *file = bm_arena_printf(p->arena, "%sindex.html", book->dir);
	pub_doc *d = file == NULL
			 ? NULL
			 : pub_add_page(p, book, "listing", file, book->title);

	if (d == NULL)
		return false;
	bm_set(d->doc, bm_doc_element(d->doc), "kind", "book");
	if (book->source->meta != NULL)
		pub_copy(d->doc, bm_doc_element(d->doc),
			 bm_child(bm_doc_element(book->source->meta), "info"));
	pub_copy_notices(d->doc, book->source->meta);
	book->start = d->chunks.items[0];
	return !d->doc->no_memory;
}

static bm_status
plan_book(publication *p, const bm_book *source)
{
	const char *dir = pub_unique_name(
	    p, "", source->id != NULL ? source->id : "book", "");
	pub_book *book;

	if (dir == NULL ||
	    (dir = bm_arena_printf(p->arena, "%s/", dir)) == NULL)
		return BM_NO_MEMORY;
	book = pub_add_book(p, source, dir);
	if (book == NULL)
		return BM_NO_MEMORY;
	if (!opens_itself(source) && !add_start(p, book))
		return BM_NO_MEMORY;
	for (size_t i = 0; i < source->doc_count; i++)
		if (pub_add_doc(p, book, source->docs[i]) == NULL)
			return BM_NO_MEMORY;
	bm_status status = pub_arrange(p, book);

	return status == BM_OK ? pub_whole_plan(p, book) : status;
}

/* "https://host/docs/" of "https://host/docs"; NULL stays. */
static const char *
with_slash(publication *p, const char *url)
{
	size_t n = url != NULL ? strlen(url) : 0;

	if (n == 0)
		return NULL;
	return url[n - 1] == '/' ? bm_arena_strdup(p->arena, url)
				 : bm_arena_printf(p->arena, "%s/", url);
}

/* The home page: the project's text, or a list of the books. */
static bm_status
plan_home(publication *p, const bm_site *site)
{
	pub_doc *d;

	if (site->home != NULL) {
		d = pub_add_doc(p, NULL, site->home);
		return d == NULL ? BM_NO_MEMORY
				 : pub_name_doc(p, d, "", "index");
	}
	d = pub_add_page(p, NULL, "listing", "index.html", p->title);
	if (d == NULL)
		return BM_NO_MEMORY;
	bm_set(d->doc, bm_doc_element(d->doc), "kind", "home");
	return BM_OK;
}

/* The page for what is not there.  It is shown at any depth: its links start
 * at the root of the host, and go to where the site will be, if we know that;
 * else they take the host for its place. */
static bm_status
plan_lost(publication *p)
{
	pub_doc *d = pub_add_page(p, NULL, "listing", "404.html",
				  pub_term(p, p->lang, "not-found-title"));
	const char *path =
	    p->base_url != NULL ? strstr(p->base_url, "://") : NULL;

	if (d == NULL)
		return BM_NO_MEMORY;
	bm_set(d->doc, bm_doc_element(d->doc), "kind", "404");
	path = path != NULL ? strchr(path + 3, '/') : NULL;
	d->chunks.items[0]->root = path != NULL ? path : "/";
	return BM_OK;
}

/* The page of this name, or NULL; what follows "#" is left out. */
static const pub_chunk *
page_named(const publication *p, const char *name)
{
	size_t n = strcspn(name, "#");

	for (size_t i = 0; i < p->docs.len; i++)
		for (size_t k = 0; k < p->docs.items[i]->chunks.len; k++) {
			const pub_chunk *c = p->docs.items[i]->chunks.items[k];

			if (strlen(c->file) == n &&
			    strncmp(c->file, name, n) == 0)
				return c;
		}
	return NULL;
}

/* A page where another one was, which leads there. */
static bm_status
plan_moved(publication *p, const bm_moved *moved)
{
	const pub_chunk *to = page_named(p, moved->to);
	bool there = page_named(p, moved->from) != NULL;
	xmlNode *root;
	pub_doc *d;

	if (to == NULL || there) {
		if (p->env->diags != NULL)
			bm_diag_add(
			    p->env->diags,
			    bm_rule_find(bm_resolve_rules, "moved-page"),
			    &moved->pos,
			    there ? "The page %s is still there; it has not "
				    "moved to %s"
				  : "The page %s cannot lead to %s: there is "
				    "no such page",
			    moved->from, moved->to);
		return BM_OK;
	}
	d = pub_add_page(p, NULL, "listing", moved->from,
			 pub_term(p, p->lang, "moved-title"));
	if (d == NULL)
		return BM_NO_MEMORY;
	root = bm_doc_element(d->doc);
	bm_set(d->doc, root, "kind", "moved");
	bm_set(d->doc, root, "target",
	       pub_href(p, d->chunks.items[0], moved->to, NULL));
	bm_set(d->doc, root, "target-title", to->title);
	bm_set(d->doc, root, "target-address", pub_address(p, to));
	return d->doc->no_memory ? BM_NO_MEMORY : BM_OK;
}

/* The publisher's logo, which stands in place of the site's title. */
static bm_status
take_logo(publication *p, const bm_site *site)
{
	const char *path = site->theme != NULL ? site->theme->logo : NULL;
	bm_doc *doc = site->home;

	if (path == NULL)
		return BM_OK;
	for (size_t i = 0; doc == NULL && i < site->book_count; i++)
		if (site->books[i].doc_count > 0)
			doc = site->books[i].docs[0];
	if (doc == NULL)
		return BM_OK;
	p->logo = pub_media_take(p, doc, path);
	if (p->logo == NULL)
		return BM_NO_MEMORY;
	if (p->logo->fault == NULL)
		return BM_OK;
	if (p->env->diags != NULL)
		bm_diag_add(p->env->diags, p->logo->fault,
			    &site->theme->logo_pos,
			    "The logo %s cannot be used", path);
	p->logo = NULL;
	return BM_OK;
}

/* The style sheet of the pages: somebody's own, or ours. */
static void
take_sheet(publication *p)
{
	bm_str text;

	p->css = "css/book.css";
	if (bm_data_load(p->env->data, p->arena, "xsl/css/site.css", &text) ==
	    BM_OK)
		p->css = "css/site.css";
	else if (bm_data_load(p->env->data, p->arena, "xsl/css/book.css",
			      &text) != BM_OK)
		return;
	if (pub_policy_loads(text))
		p->sheet = text;
}

bm_status
pub_plan_site(publication *p, const bm_site *site)
{
	bm_status status;

	p->title = site->title;
	if (p->title == NULL && site->book_count > 0)
		p->title = pub_book_title(p, &site->books[0]);
	if (p->title == NULL)
		p->title = "";
	if (site->lang != NULL)
		p->lang = site->lang;
	p->base_url = with_slash(p, site->base_url);
	p->theme = site->theme;
	p->home = "index.html";
	take_sheet(p);
	/* Folders of ours: no book gets their names. */
	if (pub_unique_name(p, "", "css", "") == NULL ||
	    pub_unique_name(p, "", "media", "") == NULL ||
	    pub_unique_name(p, "", "js", "") == NULL)
		return BM_NO_MEMORY;
	status = plan_home(p, site);
	for (size_t i = 0; i < site->book_count && status == BM_OK; i++)
		status = plan_book(p, &site->books[i]);
	if (status == BM_OK)
		status = take_logo(p, site);
	for (size_t i = 0; i < site->moved_count && status == BM_OK; i++)
		status = plan_moved(p, &site->moved[i]);
	p->feed = pub_has_feed(p);
	return status == BM_OK ? plan_lost(p) : status;
}

/* ---- Writing ------------------------------------------------------------- */

/* The style sheet with the colours of the publisher. */
static bm_status
write_themed(publication *p, const char *name, bm_str css, const bm_sink *sink)
{
	bm_status status;
	bm_buf buf;

	bm_buf_init(&buf, p->env->al);
	status = theme_css(p->theme, css, p->env->diags, &buf);
	if (status == BM_OK)
		status = bm_put(sink, name, bm_buf_str(&buf));
	bm_buf_free(&buf);
	return status;
}

/* Copies all files of a folder of xsl/ with a suffix, but the style sheet of
 * books in a reading system. */
static bm_status
write_data(publication *p, const char *prefix, const char *suffix,
	   const bm_sink *sink)
{
	const char *const *paths = bm_data_list(p->env->data, p->arena, prefix);
	bm_status status = BM_OK;

	if (paths == NULL)
		return BM_NO_MEMORY;
	for (; *paths != NULL && status == BM_OK; paths++) {
		bm_str text;
		const char *name =
		    bm_arena_strdup(p->arena, *paths + strlen("xsl/"));
		if (!bm_str_ends(bm_str_of(*paths), suffix) ||
		    bm_str_ends(bm_str_of(*paths), "/epub.css"))
			continue;
		status = bm_data_load(p->env->data, p->arena, *paths, &text);
		if (status == BM_OK && p->theme != NULL &&
		    strcmp(name, p->css) == 0)
			status = write_themed(p, name, text, sink);
		else if (status == BM_OK)
			status = name == NULL ? BM_NO_MEMORY
					      : bm_put(sink, name, text);
	}
	return status;
}

/* Leaves cards of the documents that were read to the next run. */
static bm_status
keep_cards(publication *p)
{
	const bm_reuse *reuse = p->env->reuse;
	bm_status status = BM_OK;
	bm_buf card;

	bm_buf_init(&card, p->env->al);
	for (size_t i = 0; i < p->docs.len && status == BM_OK; i++) {
		pub_doc *d = p->docs.items[i];

		if (d->own || d->doc->is_skeleton || pub_is_apart(p, d))
			continue;
		bm_buf_clear(&card);
		pub_card_put(d, p->env->cards->dir, &card);
		status = card.status == BM_OK
			     ? reuse->keep_card(reuse->user, d->doc,
						bm_buf_str(&card))
			     : card.status;
	}
	bm_buf_free(&card);
	return status;
}

/* Asks what can stay of an earlier run. */
static bm_status
ask_reuse(publication *p)
{
	bm_reuse *reuse = p->env->reuse;
	bm_status status = BM_OK;

	for (size_t i = 0; i < p->docs.len && status == BM_OK; i++) {
		pub_doc *d = p->docs.items[i];

		if (d->own || pub_is_apart(p, d))
			continue;
		if (d->signature[0] == '\0')
			status = pub_signature(p, d);
		if (status == BM_OK)
			status =
			    reuse->linked(reuse->user, d->doc, d->signature);
	}
	reuse->again = false;
	if (status == BM_OK)
		status = reuse->settle(reuse->user, &reuse->again);
	for (size_t i = 0; i < p->docs.len && status == BM_OK; i++) {
		pub_doc *d = p->docs.items[i];

		d->kept = !d->own && !pub_is_apart(p, d) &&
			  reuse->holds(reuse->user, d->doc);
	}
	return status == BM_OK && !reuse->again ? keep_cards(p) : status;
}

/* Resolves the plan and writes all of it. */
static bm_status
write_all(publication *p, bm_doc *home, const bm_sink *sink)
{
	bm_status status = pub_resolve(p);

	if (status == BM_OK && p->env->reuse != NULL)
		status = ask_reuse(p);
	if (status != BM_OK || (p->env->reuse != NULL && p->env->reuse->again))
		return status;
	status = pub_expect(p, "");
	if (status == BM_OK)
		status = bm_olinks_write(p);
	if (status != BM_OK)
		return status;
	if (home != NULL && bm_doc_element(home) != NULL)
		bm_set_bm(home, bm_doc_element(home), "home", "yes");
	status = pub_transform(p, "", sink);
	if (p->env->reuse != NULL && p->env->reuse->apart != NULL)
		return status;
	if (status == BM_OK)
		status = pub_media_write(p, "", sink);
	if (status == BM_OK)
		status = write_data(p, "xsl/css/", ".css", sink);
	if (status == BM_OK)
		status = write_data(p, "xsl/js/", ".js", sink);
	if (status == BM_OK)
		status = pub_search_write(p, sink);
	if (status == BM_OK && p->base_url != NULL)
		status = pub_write_sitemap(p, sink);
	if (status == BM_OK && p->base_url != NULL)
		status = pub_write_feed(p, sink);
	return status;
}

bm_status
bm_write_site(bm_site *site, const bm_write_env *env, const bm_sink *sink)
{
	publication *p = pub_new(PUB_SITE, env);
	bm_status status;

	if (p == NULL)
		return BM_NO_MEMORY;
	status = pub_plan_site(p, site);
	if (status == BM_OK)
		status = write_all(p, site->home, sink);
	pub_free(p);
	return status;
}

/* One document as a site of its own: its root is the home page. */
static bm_status
site_write(bm_doc *doc, const bm_write_env *env, const bm_sink *sink)
{
	bm_book source = {.id = "book", .docs = &doc, .doc_count = 1};
	publication *p = pub_new(PUB_SITE, env);
	pub_book *book;
	bm_status status = BM_NO_MEMORY;

	if (p == NULL)
		return BM_NO_MEMORY;
	p->single = true;
	p->home = "index.html";
	take_sheet(p);
	book = pub_add_book(p, &source, "");
	if (book != NULL && pub_add_doc(p, book, doc) != NULL)
		status = pub_arrange(p, book);
	if (status == BM_OK) {
		p->title = book->title;
		p->lang = book->lang;
		status = write_all(p, NULL, sink);
	}
	pub_free(p);
	return status;
}

const bm_writer bm_writer_site = {.name = "site",
				  .sheet = "site",
				  .many_files = true,
				  .suffix = "",
				  .proof = BM_PROOF_FILES,
				  .write = site_write,
				  .rules = bm_resolve_rules};
