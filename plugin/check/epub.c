/*
 * The archive and its pages, one after the other, so that a long book takes
 * the memory of its longest page.
 */
#include "check/epub.h"

#include <stdarg.h>
#include <stdio.h>

#include "xml/parse.h"

/* Bytes of style sheets that are kept for the next page. */
#define KEPT_MAX ((size_t)4 << 20)

/* ---- telling ---- */

/* See epub.h. */
void
epub_tell(epub *e, const char *code, const bm_pos *pos, const char *format, ...)
{
	const bm_rule *rule = bm_rule_find(epub_rules, code);
	va_list ap;
	char text[512];

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	if (rule == NULL)
		return;
	e->found[rule - epub_rules]++;
	bm_diag_add(e->diags, rule, pos, "%s", text);
}

/* See epub.h. */
bm_pos
epub_pos(epub *e, const char *path)
{
	const char *name =
	    path != NULL
		? bm_arena_printf(e->diags->arena, "%s/%s", e->file, path)
		: e->file;

	if (name == NULL)
		e->no_memory = true;
	return (bm_pos){.file = name};
}

/* ---- asking ---- */

/* See epub.h. */
bool
epub_is(const xmlNode *n, const char *ns, const char *name)
{
	return n != NULL && n->type == XML_ELEMENT_NODE && n->ns != NULL &&
	       bm_same((const char *)n->name, name) &&
	       strcmp((const char *)n->ns->href, ns) == 0;
}

/* See epub.h. */
const char *
epub_attr(const xmlNode *el, const char *ns, const char *name)
{
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next)
		if (bm_same((const char *)a->name, name) &&
		    (a->ns == NULL) == (ns == NULL) &&
		    (ns == NULL || strcmp((const char *)a->ns->href, ns) == 0))
			return a->children != NULL &&
				       a->children->content != NULL
				   ? (const char *)a->children->content
				   : "";
	return NULL;
}

/* See epub.h. */
bool
epub_has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	while (list != NULL && *list != '\0') {
		size_t k;

		while (bm_is_space(*list))
			list++;
		k = strcspn(list, " \t\n\r\f");
		if (k == n && memcmp(list, word, n) == 0)
			return true;
		list += k;
	}
	return false;
}

/* See epub.h. */
const char *
epub_text(epub *e, const xmlNode *node)
{
	bool space = false;
	const char *copy;
	bm_buf buf;

	bm_buf_init(&buf, e->al);
	for (xmlNode *n = (xmlNode *)(uintptr_t)node; n != NULL;
	     n = bm_walk(n, node)) {
		const char *s = NULL;

		if (n->type == XML_TEXT_NODE ||
		    n->type == XML_CDATA_SECTION_NODE)
			s = (const char *)n->content;
		else if (epub_is(n, BM_NS_XHTML, "img"))
			s = epub_attr(n, NULL, "alt");
		for (; s != NULL && *s != '\0'; s++) {
			if (bm_is_space(*s)) {
				space = buf.len > 0;
				continue;
			}
			if (space)
				bm_buf_putc(&buf, ' ');
			space = false;
			bm_buf_putc(&buf, *s);
		}
	}
	copy = buf.status == BM_OK
		   ? bm_arena_strdup(e->arena, bm_buf_cstr(&buf))
		   : NULL;
	if (copy == NULL)
		e->no_memory = true;
	bm_buf_free(&buf);
	return copy != NULL ? copy : "";
}

/* ---- names ---- */

static int
hex(char c)
{
	return bm_is_digit(c)         ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* Decodes %XX in place. */
static void
decode(char *s)
{
	char *out = s;

	for (; *s != '\0'; s++) {
		int high = *s == '%' ? hex(s[1]) : -1;
		int low = high >= 0 ? hex(s[2]) : -1;

		if (low >= 0 && (high != 0 || low != 0)) {
			*out++ = (char)(high * 16 + low);
			s += 2;
		} else {
			*out++ = *s;
		}
	}
	*out = '\0';
}

/* Whether an address has a scheme of its own (RFC 3986, 3.1). */
static bool
has_scheme(const char *s)
{
	size_t n = 0;

	while (bm_is_alpha(s[n]) ||
	       (n > 0 && (bm_is_digit(s[n]) || strchr("+-.", s[n]) != NULL)))
		if (s[n++] == '\0')
			return false;
	return n > 0 && s[n] == ':';
}

/* base's folder + relative without "." and ".." (RFC 3986, 5.2.4). */
static const char *
join(bm_arena *arena, const char *base, const char *relative)
{
	const char *slash = strrchr(base, '/');
	size_t from = slash != NULL ? (size_t)(slash - base) + 1 : 0;
	char *path =
		 bm_arena_printf(arena, "%.*s%s", (int)from, base, relative),
	     *in = path, *out = path;

	while (in != NULL && *in != '\0') {
		size_t n = strcspn(in, "/");
		bool up = n == 2 && in[0] == '.' && in[1] == '.';
		bool here = n == 1 && in[0] == '.';

		if (up && out > path) {
			out--;
			while (out > path && out[-1] != '/')
				out--;
		} else if (!up && !here) {
			memmove(out, in, n);
			out += n;
			if (in[n] == '/')
				*out++ = '/';
		}
		in += n + (in[n] == '/');
	}
	if (out != NULL)
		*out = '\0';
	return path;
}

/* See epub.h. */
const char *
epub_resolve(epub *e, const char *base, const char *href, const char **fragment)
{
	char *copy = bm_arena_str(e->arena, bm_str_trim(bm_str_of(href)));
	const char *path;
	char *hash;

	*fragment = NULL;
	if (copy == NULL) {
		e->no_memory = true;
		return NULL;
	}
	hash = strchr(copy, '#');
	if (hash != NULL) {
		*hash++ = '\0';
		decode(hash);
		*fragment = hash;
	}
	if (has_scheme(copy) || copy[0] == '/' || strchr(copy, '?') != NULL)
		return NULL;
	decode(copy);
	path = copy[0] == '\0' ? base : join(e->arena, base, copy);
	e->no_memory |= path == NULL;
	return path;
}

/* ---- files ---- */

/* See epub.h.  The findings of the parser become the book's. */
bm_status
epub_parse(epub *e, const bm_zip_entry *entry, bm_doc **out)
{
	bm_doc *doc = bm_doc_new(e->al, e->file);
	bm_status status = BM_NO_MEMORY;
	bm_str text;

	*out = NULL;
	if (doc == NULL)
		return BM_NO_MEMORY;
	doc->file = doc->start.file = epub_pos(e, entry->name).file;
	doc->diags = e->diags;
	if (doc->file != NULL)
		status = bm_zip_read(&e->zip, entry, doc->arena, &text);
	if (status == BM_OK)
		status = bm_xml_parse(doc, text, NULL);
	if (status == BM_OK) {
		*out = doc;
		return BM_OK;
	}
	bm_doc_free(doc);
	return status;
}

/* What the archive has shown so far. */
static void
tell_faults(epub *e)
{
	static const char *const codes[] = {
	    [BM_ZIP_BROKEN] = "epub-archive",
	    [BM_ZIP_PATH] = "epub-path",
	    [BM_ZIP_NAME] = "epub-name",
	    [BM_ZIP_DUPLICATE] = "epub-duplicate",
	    [BM_ZIP_ENCRYPTED] = "epub-encrypted",
	    [BM_ZIP_METHOD] = "epub-method",
	    [BM_ZIP_BOMB] = "epub-bomb",
	    [BM_ZIP_MIMETYPE] = "epub-mimetype"};
	bm_pos pos = {.file = e->file};

	for (size_t i = 0; i < e->zip.faults.len; i++) {
		const bm_zip_fault *f = &e->zip.faults.items[i];

		if (f->name != NULL)
			epub_tell(e, codes[f->kind], &pos, "The file %s %s",
				  f->name, f->text);
		else
			epub_tell(e, codes[f->kind], &pos, "%s", f->text);
	}
	e->zip.faults.len = 0;
}

/* Whether the item is a page that rules of pages can judge. */
static bool
is_page(const epub_item *item)
{
	return item->type != NULL &&
	       (strcmp(item->type, "application/xhtml+xml") == 0 ||
		strcmp(item->type, "image/svg+xml") == 0) &&
	       item->entry != NULL && !item->encrypted;
}

/* Inflates a style sheet into an arena. */
static bm_status
unpack_sheet(epub *e, const bm_zip_entry *entry, bm_arena *arena, bm_str *out)
{
	uint64_t budget = e->zip.budget;
	bm_status status;

	if (entry->size > e->sheets)
		return BM_NOT_FOUND;
	e->sheets -= entry->size;
	status = bm_zip_read(&e->zip, entry, arena, out);
	e->zip.budget = budget;
	return status;
}

/* The same into memory of the book, for its other pages. */
static bm_status
keep_sheet(epub *e, const bm_zip_entry *entry, const char *name, bm_str *out)
{
	bm_str *kept = BM_NEW(e->arena, bm_str);
	bm_status status = unpack_sheet(e, entry, e->arena, out);
	void **slot;

	if (kept == NULL || status != BM_OK)
		return kept == NULL ? BM_NO_MEMORY : status;
	slot = bm_map_put(&e->texts, bm_str_of(name), NULL);
	if (slot == NULL)
		return BM_NO_MEMORY;
	e->kept += entry->size;
	*kept = *out;
	*slot = kept;
	return BM_OK;
}

/* A style sheet of a page, from the archive.  Many pages share one, so sheets
 * have a budget of their own; beyond it they count as not at hand. */
static bm_status
read_sheet(void *user, bm_arena *arena, const char *path, bm_str *out)
{
	epub *e = user;
	size_t n = strlen(e->file);
	const bm_zip_entry *entry;
	const bm_str *kept;

	if (strncmp(path, e->file, n) != 0 || path[n] != '/')
		return BM_NOT_FOUND;
	path += n + 1;
	kept = bm_map_getz(&e->texts, path);
	if (kept != NULL) {
		*out = *kept;
		return BM_OK;
	}
	entry = bm_zip_find(&e->zip, path);
	if (entry == NULL || entry->unreadable)
		return BM_NOT_FOUND;
	return entry->size <= KEPT_MAX && e->kept <= KEPT_MAX - entry->size
		   ? keep_sheet(e, entry, path, out)
		   : unpack_sheet(e, entry, arena, out);
}

/* One page to whoever judges pages, and its facts to us. */
static bm_status
look_at_page(epub *e, epub_item *item, epub_page_fn look, void *user)
{
	bool svg = strcmp(item->type, "image/svg+xml") == 0;
	page_files files = {e, read_sheet};
	bm_arena *arena;
	bm_status status;
	bm_str text;
	page p;

	if (svg && item->place == 0)
		return BM_OK; /* a picture: the page that shows it counts */
	arena = bm_arena_new(e->al);
	if (arena == NULL)
		return BM_NO_MEMORY;
	status = bm_zip_read(&e->zip, item->entry, arena, &text);
	if (status == BM_OK)
		status =
		    page_read(arena, e->diags, epub_pos(e, item->path).file,
			      text, svg ? PAGE_SVG : PAGE_XHTML, &p);
	p.in_book = true;
	p.files = &files;
	p.sheets = e->shared;
	if (status == BM_OK && !svg)
		status = epub_facts_read(e, item, &p);
	if (status == BM_OK && item == e->nav)
		status = epub_nav_read(e, &p);
	if (status == BM_OK && look != NULL)
		status = look(user, &p);
	bm_arena_free(arena);
	return status == BM_NO_MEMORY ? status : BM_OK;
}

static bm_status
look_at_pages(epub *e, epub_page_fn look, void *user)
{
	bm_status status = BM_OK;

	for (size_t i = 0; i < e->spine.len && status == BM_OK; i++)
		if (is_page(e->spine.items[i]) &&
		    e->spine.items[i]->place == i + 1)
			status = look_at_page(e, e->spine.items[i], look, user);
	for (size_t i = 0; i < e->items.len && status == BM_OK; i++)
		if (is_page(e->items.items[i]) && e->items.items[i]->place == 0)
			status = look_at_page(e, e->items.items[i], look, user);
	return status;
}

static bm_status
check(epub *e, bm_str bytes, epub_page_fn look, void *user)
{
	bm_status status = bm_zip_open(e->arena, bytes, &e->zip);

	if (status == BM_OK)
		status = bm_zip_mimetype(&e->zip, "application/epub+zip");
	tell_faults(e);
	if (status == BM_OK)
		status = epub_package_read(e);
	if (status == BM_OK)
		status = look_at_pages(e, look, user);
	if (status == BM_OK)
		status = epub_ncx_read(e);
	if (status == BM_OK)
		status = epub_overlays_read(e);
	tell_faults(e);
	if (status != BM_OK || e->no_memory)
		return status;
	epub_judge_metadata(e);
	epub_judge_navigation(e);
	epub_judge_links(e);
	epub_judge_narration(e);
	epub_judge_claims(e);
	return BM_OK;
}

/* See epub.h. */
bm_status
epub_check(const bm_allocator *al, const char *name, bm_str bytes,
	   bm_diags *diags, epub_page_fn look, void *user, uint32_t *found)
{
	epub e = {.file = name,
		  .diags = diags,
		  .al = al,
		  .version = 3,
		  .sheets = BM_ZIP_TOTAL_MAX};
	bm_status status;

	e.arena = bm_arena_new(al);
	if (e.arena == NULL)
		return BM_NO_MEMORY;
	e.shared = css_cache_new(al);
	bm_map_init(&e.texts, e.arena);
	bm_map_init(&e.by_id, e.arena);
	bm_map_init(&e.by_path, e.arena);
	bm_map_init(&e.encrypted, e.arena);
	e.file = bm_arena_strdup(diags->arena, name);
	status = e.file != NULL ? check(&e, bytes, look, user) : BM_NO_MEMORY;
	if (e.no_memory || bm_arena_failed(e.arena) ||
	    bm_arena_failed(diags->arena))
		status = BM_NO_MEMORY;
	if (found != NULL)
		memcpy(found, e.found, sizeof(e.found));
	css_cache_free(e.shared);
	bm_doc_free(e.package);
	bm_arena_free(e.arena);
	return status == BM_NO_MEMORY ? status : BM_OK;
}
