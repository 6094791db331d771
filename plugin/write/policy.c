#include "write/policy.h"

#include "core/map.h"
#include "core/sha256.h"

/* As the directives follow each other. */
enum directive { IMAGE, STYLE, SCRIPT, MEDIA, FONT, FRAME, DIRECTIVES };

static const char *const names[DIRECTIVES] = {
    "img-src", "style-src", "script-src", "media-src", "font-src", "frame-src"};

/* As a serializer writes attributes. */
#define SRC " src=\""

/* Elements that load a file, and where it is named. */
static const struct {
	const char *tag, *attribute;
	enum directive directive;
} loads[] = {{"img", SRC, IMAGE},
	     {"image", " href=\"", IMAGE},
	     {"script", SRC, SCRIPT},
	     {"video", SRC, MEDIA},
	     {"video", " poster=\"", IMAGE},
	     {"audio", SRC, MEDIA},
	     {"source", SRC, MEDIA},
	     {"track", SRC, MEDIA},
	     {"iframe", SRC, FRAME}};

/* What stands for files beside the page.  A page on a disk has no host, and
 * not every browser takes such files for its own; on the web no page may load
 * from a disk, so the second word gives nothing away. */
#define OWN "'self' file:"

struct policy {
	bm_arena *arena;
	bm_map sources[DIRECTIVES]; /* as they are written, each once */
};

static void
allow(struct policy *p, enum directive d, bm_str source)
{
	bm_map_put(&p->sources[d], source, NULL);
}

/* Allows the host of an absolute address.  One whose name could be read as
 * more than a host is not allowed, so that the browser refuses it. */
static void
allow_host(struct policy *p, enum directive d, bm_str url)
{
	size_t at = bm_str_find(url, "//", 0) + 2, n = at;

	while (n < url.len &&
	       (bm_is_alpha(url.ptr[n]) || bm_is_digit(url.ptr[n]) ||
		memchr(".-:", url.ptr[n], 3) != NULL))
		n++;
	if (n == at || (n < url.len && memchr("/?#", url.ptr[n], 3) == NULL))
		return;
	url.len = n;
	if (at == 2) /* it has the page's own scheme */
		url = (bm_str){url.ptr + 2, n - 2};
	allow(p, d, url);
}

/* Allows what an address leads to. */
static void
allow_address(struct policy *p, enum directive d, bm_str url)
{
	size_t n = 0;

	url = bm_str_trim(url);
	while (n < url.len && memchr(":/?#", url.ptr[n], 4) == NULL)
		n++;
	if (bm_str_starts(url, "https://") || bm_str_starts(url, "http://") ||
	    bm_str_starts(url, "//"))
		allow_host(p, d, url);
	else if (bm_str_starts(url, "data:"))
		allow(p, d, BM_STR("data:"));
	else if (n == url.len || url.ptr[n] != ':')
		allow(p, d, BM_STR(OWN));
}

/* Allows a text by its checksum. */
static void
allow_text(struct policy *p, enum directive d, bm_str text)
{
	char source[64] = "'sha256-";

	bm_sha256_base64(text, source + strlen(source));
	strcat(source, "'");
	allow(p, d, bm_str_of(source));
}

/* Allows the files that a style sheet loads: what they are for is not asked. */
static void
allow_sheet(struct policy *p, bm_str css)
{
	static const enum directive any[] = {IMAGE, STYLE, FONT};
	size_t at = 0;

	if (bm_str_find(css, "@import", 0) < css.len)
		allow(p, STYLE, BM_STR(OWN));
	while ((at = bm_str_find(css, "url(", at)) < css.len) {
		bm_str url = {css.ptr + at + 4, 0};
		size_t most = css.len - at - 4;

		while (most > 0 && memchr(" \"'", *url.ptr, 3) != NULL) {
			url.ptr++;
			most--;
		}
		while (url.len < most &&
		       memchr(" \"')", url.ptr[url.len], 4) == NULL)
			url.len++;
		for (size_t i = 0; i < sizeof(any) / sizeof(*any); i++)
			if (any[i] != STYLE || !bm_str_starts(url, "data:"))
				allow_address(p, any[i], url);
		at += 4;
	}
}

/* The value of an attribute (` name="`) as it is written in a start tag, in
 * which no value holds a quotation mark. */
static bool
attribute(bm_str tag, const char *key, bm_str *value)
{
	size_t at = bm_str_find(tag, key, 0), end;

	if (at == tag.len)
		return false;
	at += strlen(key);
	end = bm_str_find(tag, "\"", at);
	*value = (bm_str){tag.ptr + at, end - at};
	return true;
}

/* A style in an element, by the checksum of what a browser makes of it. */
static void
inline_style(struct policy *p, bm_str value)
{
	static const struct {
		const char *entity, *text;
	} entities[] = {{"&amp;", "&"},
			{"&quot;", "\""},
			{"&lt;", "<"},
			{"&gt;", ">"},
			{"&nbsp;", "\xC2\xA0"}};
	bm_buf text;

	bm_buf_init(&text, bm_arena_allocator(p->arena));
	for (size_t i = 0; i < value.len;) {
		bm_str rest = {value.ptr + i, value.len - i};
		size_t k = 0, known = sizeof(entities) / sizeof(*entities);

		while (k < known && !bm_str_starts(rest, entities[k].entity))
			k++;
		if (k < known)
			bm_buf_puts(&text, entities[k].text);
		else
			bm_buf_putc(&text, *rest.ptr);
		i += k < known ? strlen(entities[k].entity) : 1;
	}
	allow(p, STYLE, BM_STR("'unsafe-hashes'"));
	allow_text(p, STYLE, bm_buf_str(&text));
	bm_buf_free(&text);
}

/* Where the tag that begins here ends: at the ">" that no value holds. */
static size_t
tag_end(bm_str s, size_t at)
{
	bool quoted = false;

	for (; at < s.len && (quoted || s.ptr[at] != '>'); at++)
		quoted ^= s.ptr[at] == '"';
	return at;
}

/* What stands before an end tag. */
static bm_str
content(bm_str page, const char *end, size_t from)
{
	if (from > page.len)
		from = page.len;
	return (bm_str){page.ptr + from, bm_str_find(page, end, from) - from};
}

/* What one start tag asks for; next is where its content begins. */
static void
read_tag(struct policy *p, bm_str tag, bm_str page, size_t next)
{
	bm_str name = {tag.ptr, bm_str_find(tag, " ", 0)}, value;

	for (size_t i = 0; i < sizeof(loads) / sizeof(*loads); i++)
		if (*loads[i].tag == *name.ptr &&
		    bm_str_is(name, loads[i].tag) &&
		    attribute(tag, loads[i].attribute, &value))
			allow_address(p, loads[i].directive, value);
	if (bm_str_is(name, "link") && attribute(tag, " rel=\"", &value) &&
	    bm_str_is(value, "stylesheet") &&
	    attribute(tag, " href=\"", &value))
		allow_address(p, STYLE, value);
	/* Data is never run, but not every program that judges knows. */
	if (bm_str_is(name, "script") && !attribute(tag, SRC, &value))
		allow_text(p, SCRIPT, content(page, "</script", next));
	if (bm_str_is(name, "style")) {
		bm_str css = content(page, "</style", next);

		allow_text(p, STYLE, css);
		if (pub_policy_loads(css))
			allow_sheet(p, css);
	}
	if (attribute(tag, " style=\"", &value))
		inline_style(p, value);
}

/* Reads a page that our serializer wrote. */
static void
read_page(struct policy *p, bm_str page)
{
	size_t at = 0;

	while ((at = bm_str_find(page, "<", at)) < page.len) {
		bm_str rest = {page.ptr + at, page.len - at}, tag;
		size_t end;

		if (bm_str_starts(rest, "<!--")) {
			at = bm_str_find(page, "-->", at);
			continue;
		}
		end = tag_end(page, at);
		tag = (bm_str){rest.ptr + 1, end - at - 1};
		if (tag.len > 0 && bm_is_alpha(*tag.ptr))
			read_tag(p, tag, page, end + 1);
		/* These have no tags inside, but may look so. */
		if (bm_str_starts(rest, "<script"))
			end = bm_str_find(page, "</script", end);
		else if (bm_str_starts(rest, "<style"))
			end = bm_str_find(page, "</style", end);
		at = end;
	}
}

static void
put_policy(const struct policy *p, bm_buf *out)
{
	bm_buf_puts(out, "\n<meta http-equiv=\"Content-Security-Policy\" "
			 "content=\"default-src 'none'; base-uri 'none'; "
			 "form-action 'none'");
	for (int d = 0; d < DIRECTIVES; d++) {
		const bm_map *sources = &p->sources[d];

		if (sources->len > 0)
			bm_buf_printf(out, "; %s", names[d]);
		for (size_t i = 0; i < sources->len; i++) {
			bm_buf_putc(out, ' ');
			bm_buf_putstr(out, sources->entries[i].key);
		}
	}
	bm_buf_puts(out, "\">");
}

/* Puts a text into a page where another one ends. */
static bm_status
put_behind(bm_buf *page, const char *mark, bm_str text)
{
	size_t at = bm_str_find(bm_buf_str(page), mark, 0) + strlen(mark);

	if (at > page->len)
		return BM_OK;
	if (!bm_buf_reserve(page, text.len))
		return BM_NO_MEMORY;
	memmove(page->ptr + at + text.len, page->ptr + at, page->len + 1 - at);
	memcpy(page->ptr + at, text.ptr, text.len);
	page->len += text.len;
	return BM_OK;
}

bool
pub_policy_loads(bm_str sheet)
{
	return bm_str_find(sheet, "url(", 0) < sheet.len ||
	       bm_str_find(sheet, "@import", 0) < sheet.len;
}

bm_status
pub_policy(bm_buf *page, bm_str sheet)
{
	struct policy p = {.arena = bm_arena_new(&page->al)};
	bm_status status = page->status;
	bm_buf text;

	if (p.arena == NULL)
		return BM_NO_MEMORY;
	bm_buf_init(&text, &page->al);
	for (int d = 0; d < DIRECTIVES; d++)
		bm_map_init(&p.sources[d], p.arena);
	allow(&p, IMAGE, BM_STR(OWN)); /* its sign in the list of tabs */
	allow_sheet(&p, sheet);
	if (status == BM_OK) {
		read_page(&p, bm_buf_str(page));
		put_policy(&p, &text);
		status = bm_arena_failed(p.arena) ? BM_NO_MEMORY : text.status;
	}
	if (status == BM_OK)
		status = put_behind(page, "<meta charset=\"utf-8\">",
				    bm_buf_str(&text));
	bm_buf_free(&text);
	bm_arena_free(p.arena);
	return status;
}
