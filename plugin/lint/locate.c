/*
 * The way back to the source.  A reader knows where a block starts; where its
 * words are is found by walking the block's text and the source side by side
 * and stepping over what is markup.
 */
#include "lint/text.h"

/* How far ahead the next words are looked for, and what looking may cost:
 * so much for a block, and so much for each of its bytes. */
#define WINDOW       4096
#define EFFORT_BLOCK ((size_t)8 * 1024 * 1024)
#define EFFORT_BYTE  200

typedef struct walker {
	bm_str text, source;
	size_t effort, most;
	unsigned misses; /* far searches in vain */
} walker;

static bool
source_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Length of an entity or character reference at `at`, 0 if there is none. */
static size_t
reference(bm_str s, size_t at)
{
	size_t n = 1;

	if (s.ptr[at] != '&')
		return 0;
	while (at + n < s.len && n < 32 && s.ptr[at + n] != ';' &&
	       !source_space(s.ptr[at + n]) && s.ptr[at + n] != '&')
		n++;
	return at + n < s.len && s.ptr[at + n] == ';' && n > 1 ? n + 1 : 0;
}

/* What typographic signs are written as. */
static size_t
written_as(uint32_t c, bm_str s, size_t at)
{
	static const struct {
		uint32_t sign;
		const char *written;
	} signs[] = {{0x2014, "---"}, {0x2013, "--"}, {0x2026, "..."},
		     {0x2018, "'"},   {0x2019, "'"},  {0x201C, "\""},
		     {0x201D, "\""},  {0x2013, "-"},  {0x2014, "--"}};
	bm_str rest = {s.ptr + at, s.len - at};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (signs[i].sign == c && bm_str_starts(rest, signs[i].written))
			return strlen(signs[i].written);
	return 0;
}

/*
 * Bytes of the source at `at` that show the character at text offset t; 0:
 * they show another.  *width gets the bytes of the character.
 */
static size_t
shows(const walker *w, size_t t, size_t at, size_t *width)
{
	size_t next = t;
	uint32_t c = bm_utf8_next(w->text, &next);

	*width = next - t;
	if (at >= w->source.len)
		return 0;
	if (w->source.len - at >= *width &&
	    memcmp(w->source.ptr + at, w->text.ptr + t, *width) == 0)
		return *width;
	if (c >= 0x80 || c == '&' || c == '<' || c == '>' || c == '"') {
		size_t n = reference(w->source, at);

		return n > 0 ? n : written_as(c, w->source, at);
	}
	return 0;
}

/* Whether `count` characters of the text from t on are shown from `at` on,
 * white space apart. */
static bool
run_matches(walker *w, size_t t, size_t at, unsigned count)
{
	while (count > 0 && t < w->text.len) {
		size_t width, n;

		w->effort++;
		if (w->text.ptr[t] == ' ') {
			t++;
			continue;
		}
		while (at < w->source.len && source_space(w->source.ptr[at]))
			at++;
		n = shows(w, t, at, &width);
		if (n == 0)
			return false;
		at += n;
		t += width;
		count--;
	}
	return true;
}

/* The first place in a window where `count` characters match. */
static size_t
find_in(walker *w, size_t t, size_t at, unsigned count, size_t window)
{
	size_t end = at + window;

	if (end > w->source.len)
		end = w->source.len;
	for (size_t p = at; p < end && w->effort < w->most; p++) {
		w->effort++;
		if (!source_space(w->source.ptr[p]) &&
		    run_matches(w, t, p, count))
			return p;
	}
	return w->source.len;
}

/*
 * The place from `at` on where the text at t goes on; source.len: none.  Near
 * places are tried before far ones, and long matches before short ones.  Text
 * in which far ones are never found is not searched far for long.
 */
static size_t
find(walker *w, size_t t, size_t at)
{
	static const struct {
		unsigned count;
		size_t window;
	} tries[] = {{12, 64}, {5, 16}, {12, WINDOW}, {5, 512}, {2, 8}, {1, 8}};
	size_t found = w->source.len;

	for (size_t i = 0;
	     i < sizeof tries / sizeof *tries && found == w->source.len; i++) {
		bool far = tries[i].window > 64;

		if (far && w->misses >= 16 && w->misses % 256 != 0)
			continue;
		found = find_in(w, t, at, tries[i].count, tries[i].window);
		if (far && found < w->source.len)
			w->misses = 0;
	}
	w->misses++;
	return found;
}

/* The place behind a tag or a reference at `at`; `at` when it is neither. */
static size_t
over_tag(bm_str s, size_t at)
{
	size_t end = at + 1;

	if (at + 1 >= s.len || s.ptr[at] != '<')
		return at < s.len ? at + reference(s, at) : at;
	if (!bm_is_alpha(s.ptr[end]) && strchr("/!?", s.ptr[end]) == NULL)
		return at;
	while (end < s.len && end - at < WINDOW && s.ptr[end] != '>')
		end++;
	return end < s.len && s.ptr[end] == '>' ? end + 1 : at;
}

/* Where the source goes on to show the character at t, by tags alone. */
static size_t
over_markup(const walker *w, size_t t, size_t at)
{
	for (int tags = 0; tags < 8; tags++) {
		size_t next = over_tag(w->source, at), width;

		if (next == at)
			break;
		at = next;
		while (at < w->source.len && source_space(w->source.ptr[at]))
			at++;
		if (shows(w, t, at, &width) > 0)
			return at;
	}
	return w->source.len;
}

/* Fills map with the offset in the source of each byte of the text. */
static void
align(walker *w, size_t at, uint32_t *map)
{
	size_t t = 0;

	while (t < w->text.len) {
		size_t p = at, width, n;

		if (w->text.ptr[t] == ' ') {
			map[t++] = (uint32_t)at;
			continue;
		}
		while (p < w->source.len && source_space(w->source.ptr[p]))
			p++;
		n = shows(w, t, p, &width);
		if (n == 0 && w->effort < w->most) {
			size_t found = over_markup(w, t, p);

			if (found == w->source.len)
				found = find(w, t, p);

			if (found < w->source.len) {
				p = found;
				n = shows(w, t, p, &width);
			}
		}
		for (size_t i = 0; i < width && t < w->text.len; i++)
			map[t++] = (uint32_t)(n > 0 ? p : at);
		if (n > 0)
			at = p + n;
	}
	map[t] = (uint32_t)at;
}

/* Offsets of the lines of the source, once. */
static bool
count_lines(lint_text *text)
{
	bm_str s = text->doc->source;
	size_t n = 1, k = 1;

	if (text->lines != NULL)
		return true;
	for (size_t i = 0; i < s.len; i++)
		n += s.ptr[i] == '\n';
	text->lines = BM_NEW_ARRAY(text->arena, size_t, n + 1);
	if (text->lines == NULL)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] == '\n')
			text->lines[k++] = i + 1;
	text->line_count = n;
	return true;
}

static void
place(const lint_text *text, size_t offset, uint32_t *line, uint32_t *column)
{
	size_t low = 0, high = text->line_count;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (text->lines[mid] <= offset)
			low = mid;
		else
			high = mid;
	}
	*line = (uint32_t)low + 1;
	*column = (uint32_t)(offset - text->lines[low]) + 1;
}

/* The map of a block, made when first asked for; NULL: there is none. */
static const uint32_t *
source_of(lint_text *text, lint_block *block, const bm_pos *start)
{
	walker w = {block->text, text->doc->source, 0, 0, 0};
	uint32_t *map;
	size_t at;

	if (block->source != NULL)
		return block->source;
	if (start->line == 0 || start->line > text->line_count)
		return NULL;
	at = text->lines[start->line - 1] +
	     (start->column > 0 ? start->column - 1 : 0);
	map = BM_NEW_ARRAY(text->arena, uint32_t, block->text.len + 1);
	if (map == NULL || at > w.source.len)
		return NULL;
	w.most = EFFORT_BLOCK + EFFORT_BYTE * block->text.len;
	align(&w, at, map);
	block->source = map;
	return map;
}

/* See text.h. */
bm_pos
lint_locate(lint_text *text, lint_block *block, size_t at, size_t len)
{
	const bm_doc *doc = text->doc;
	bm_pos pos = *bm_get_pos(doc, block->node);
	const uint32_t *map;

	if (doc->source.len == 0 || doc->source.len >= UINT32_MAX ||
	    !bm_streq(pos.file, doc->file) || at >= block->text.len ||
	    !count_lines(text))
		return pos;
	map = source_of(text, block, &pos);
	if (map == NULL)
		return pos;
	if (len == 0)
		len = 1;
	if (at + len > block->text.len)
		len = block->text.len - at;
	place(text, map[at], &pos.line, &pos.column);
	place(text, map[at + len - 1] + 1, &pos.end_line, &pos.end_column);
	return pos;
}
