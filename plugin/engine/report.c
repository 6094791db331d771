/*
 * Findings on their way to the host: sorted, each once, with their line of
 * the source and a fingerprint that survives when lines move.
 */
#include <stdint.h>
#include <string.h>

#include "core/file.h"
#include "engine/engine.h"

/* Bytes of a line that are handed over, and those of them before the place. */
#define SOURCE_MAX  500
#define SOURCE_LEAD 200
/* A line that is longer is known again by the words near the place. */
#define WHOLE_MAX 200
#define NEAR_MAX  100
/* The end of what is longer than this is not counted in characters. */
#define SPAN_MAX 65536

/* The text of a file in lines. */
struct source {
	bm_str text;
	size_t *lines; /* where each begins */
	size_t count;
	/* Where characters were counted last, as places come in order. */
	uint32_t line, column, character;
};

/* One call of bm_report. */
struct reporting {
	bm_reporter *reporter;
	bm_arena *arena; /* for what is lent to the host */
	bm_map sources;  /* file -> struct source */
	const bm_doc *doc;
};

void
bm_reporter_init(bm_reporter *reporter, bm_engine *engine, bm_arena *arena)
{
	reporter->engine = engine;
	reporter->inputs = NULL;
	bm_map_init(&reporter->seen, arena);
	bm_map_init(&reporter->equal, arena);
}

/* ---- the text of files ---- */

static bool
cut_lines(bm_arena *arena, struct source *s)
{
	const char *end = s->text.ptr + s->text.len, *p = s->text.ptr;
	size_t count = 1;

	for (; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
		count++;
	s->lines = BM_NEW_ARRAY(arena, size_t, count);
	if (s->lines == NULL)
		return false;
	/* A byte order mark is in no column. */
	if (bm_str_starts(s->text, "\xEF\xBB\xBF"))
		s->lines[0] = 3;
	s->count = 1;
	for (p = s->text.ptr; (p = memchr(p, '\n', (size_t)(end - p))) != NULL;
	     p++)
		s->lines[s->count++] = (size_t)(p - s->text.ptr) + 1;
	return true;
}

/*
 * What the file says, as far as it can be had.  A host that serves files
 * itself is not asked for those that other parts of the engine have read.
 */
static bm_str
text_of(struct reporting *r, const char *file)
{
	const bm_input *const *in = r->reporter->inputs;
	bm_str text = {0};

	for (; in != NULL && *in != NULL; in++)
		if ((*in)->size >= sizeof(**in) && (*in)->data != NULL &&
		    bm_streq((*in)->name, file))
			return (bm_str){(*in)->data, (*in)->length};
	if (r->doc != NULL && r->doc->source.len > 0 &&
	    bm_streq(file, r->doc->file))
		text = r->doc->source;
	else if (r->reporter->engine->host.read == NULL && bm_file_plain(file))
		bm_file_read(r->arena, file, &text);
	return text;
}

/* The file in lines; none when its text is not at hand. */
static struct source *
source_of(struct reporting *r, const char *file)
{
	void **slot = bm_map_put(&r->sources, bm_str_of(file), NULL);
	struct source *s;
	bm_str text;

	if (slot == NULL || *slot != NULL)
		return slot != NULL ? *slot : NULL;
	s = BM_NEW(r->arena, struct source);
	if (s == NULL)
		return NULL;
	*slot = s;
	text = text_of(r, file);
	/* UTF-16 has no lines that could be shown as they are. */
	if (text.len == 0 || memchr(text.ptr, '\0', text.len) != NULL)
		return s;
	s->text = text;
	if (!cut_lines(r->arena, s))
		s->count = 0;
	return s;
}

/* A line without its end; false when there is none of this number. */
static bool
line_of(const struct source *s, uint32_t line, bm_str *out)
{
	size_t end;

	if (s == NULL || line == 0 || line > s->count)
		return false;
	end = line < s->count ? s->lines[line] - 1 : s->text.len;
	out->ptr = s->text.ptr + s->lines[line - 1];
	out->len = end - s->lines[line - 1];
	if (out->len > 0 && out->ptr[out->len - 1] == '\r')
		out->len--;
	return true;
}

static bool
starts_character(char c)
{
	return (c & 0xC0) != 0x80;
}

/* ---- what is lent with a finding ---- */

/* The line, or the part of it round the place. */
static void
show_line(struct reporting *r, bm_diag *d, bm_str line)
{
	size_t at = d->column > 0 ? d->column - 1 : 0, from = 0;
	char *copy;

	if (line.len > SOURCE_MAX) {
		from = at > SOURCE_LEAD ? at - SOURCE_LEAD : 0;
		if (from > line.len - SOURCE_MAX)
			from = line.len - SOURCE_MAX;
		while (from > 0 && !starts_character(line.ptr[from]))
			from--;
		line.ptr += from;
		line.len -= from;
		if (line.len > SOURCE_MAX) {
			line.len = SOURCE_MAX;
			while (line.len > 0 &&
			       !starts_character(line.ptr[line.len]))
				line.len--;
		}
	}
	copy = bm_arena_str(r->arena, line);
	if (copy == NULL)
		return;
	bm_utf8_mend(copy, line.len);
	d->source = copy;
	d->source_column = (uint32_t)from + 1;
}

/* The number of the character at a column; the line may end before it. */
static uint32_t
count_to(struct source *s, uint32_t number, bm_str line, uint32_t column)
{
	uint32_t c = 1, n = 1;

	if (s->line == number && s->column <= column) {
		c = s->column;
		n = s->character;
	}
	for (; c < column && c <= line.len; c++)
		if (c == line.len || starts_character(line.ptr[c]))
			n++;
	s->line = number;
	s->column = c;
	s->character = n;
	return n;
}

static void
count_characters(struct source *s, bm_diag *d, bm_str line)
{
	uint32_t most = SPAN_MAX;
	struct source end;
	bm_str last;

	if (d->column == 0)
		return;
	d->character = count_to(s, d->line, line, d->column);
	if (d->end_line == d->line)
		most += d->column;
	if (d->end_line < d->line || d->end_column == 0 ||
	    d->end_column > most || !line_of(s, d->end_line, &last))
		return;
	end = *s; /* the next finding may begin before this one's end */
	d->end_character = count_to(&end, d->end_line, last, d->end_column);
}

/* ---- fingerprints ---- */

/* FNV-1a of 64 bits. */
static uint64_t
hash(uint64_t h, const char *data, size_t length)
{
	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)data[i]) * UINT64_C(1099511628211);
	return h;
}

/* The words of a text, one space between them. */
static uint64_t
hash_words(uint64_t h, bm_str text)
{
	bool space = false, any = false;

	for (size_t i = 0; i < text.len; i++) {
		if (bm_is_space(text.ptr[i])) {
			space = any;
			continue;
		}
		if (space)
			h = hash(h, " ", 1);
		h = hash(h, text.ptr + i, 1);
		any = true;
		space = false;
	}
	return h;
}

/* What the finding is known by beside its code and file. */
static bm_str
words_of(const bm_diag *d, bool has_line, bm_str line)
{
	size_t at = d->column > 0 ? d->column - 1 : 0, to = at;

	if (d->text != NULL)
		return bm_str_of(d->text);
	if (!has_line)
		return bm_str_of(d->message);
	if (line.len <= WHOLE_MAX || at > line.len)
		return line.len <= WHOLE_MAX ? line
					     : (bm_str){line.ptr, WHOLE_MAX};
	if (d->end_line == d->line && d->end_column > d->column)
		to = d->end_column - 1;
	at = at > NEAR_MAX ? at - NEAR_MAX : 0;
	to = to < line.len - NEAR_MAX ? to + NEAR_MAX : line.len;
	if (to - at > SPAN_MAX)
		to = at + SPAN_MAX;
	return (bm_str){line.ptr + at, to - at};
}

static void
make_fingerprint(struct reporting *r, bm_diag *d, bm_str words)
{
	const char *name = d->file != NULL ? bm_path_base(d->file) : "";
	uint64_t h = UINT64_C(14695981039346656037);
	void **count;
	size_t nth;

	h = hash(h, d->code, strlen(d->code) + 1);
	h = hash(h, name, strlen(name) + 1);
	h = hash_words(h, words);
	/* Equals are counted in one file, not in all of one name. */
	count = bm_map_put(&r->reporter->equal,
			   bm_str_of(bm_arena_printf(
			       r->arena, "%016llx%s", (unsigned long long)h,
			       d->file != NULL ? d->file : "")),
			   NULL);
	if (count == NULL || bm_arena_failed(r->arena))
		return;
	nth = (size_t)(uintptr_t)*count + 1;
	*count = (void *)(uintptr_t)nth;
	if (nth > 1)
		for (; nth > 0; nth >>= 8)
			h = hash(h, (const char[]){'\0', (char)(nth & 0xFF)},
				 2);
	d->fingerprint =
	    bm_arena_printf(r->arena, "%016llx", (unsigned long long)h);
}

/* ---- handing over ---- */

/* Whether this finding was not handed over before. */
static bool
first_time(bm_reporter *r, const bm_diag *d)
{
	bool is_new = true;
	bm_buf key;

	bm_buf_init(&key, &r->engine->al);
	bm_buf_printf(&key, "%s:%u:%u:%s:%s", d->file != NULL ? d->file : "",
		      d->line, d->column, d->code, d->message);
	if (key.status == BM_OK)
		bm_map_put(&r->seen, bm_buf_str(&key), &is_new);
	bm_buf_free(&key);
	return is_new;
}

static void
hand_over(struct reporting *r, const bm_diag *found)
{
	const bm_host *host = &r->reporter->engine->host;
	bm_diag d = *found;
	struct source *s = NULL;
	bm_str line = {0};
	bool has_line;

	if (d.file != NULL && d.line != 0)
		s = source_of(r, d.file);
	has_line = line_of(s, d.line, &line);
	if (has_line) {
		show_line(r, &d, line);
		count_characters(s, &d, line);
	}
	make_fingerprint(r, &d, words_of(&d, has_line, line));
	host->diag(host->user, &d);
}

void
bm_report(bm_reporter *reporter, bm_diags *diags, const bm_doc *doc)
{
	bm_engine *engine = reporter->engine;
	struct reporting r = {.reporter = reporter, .doc = doc};

	bm_diags_sort(diags);
	if (engine->host.diag == NULL || diags->list.len == 0)
		return;
	r.arena = bm_arena_new(&engine->al);
	if (r.arena != NULL)
		bm_map_init(&r.sources, r.arena);
	for (size_t i = 0; i < diags->list.len; i++) {
		if (!first_time(reporter, &diags->list.items[i]))
			continue;
		if (r.arena != NULL)
			hand_over(&r, &diags->list.items[i]);
		else
			engine->host.diag(engine->host.user,
					  &diags->list.items[i]);
	}
	bm_arena_free(r.arena);
}
