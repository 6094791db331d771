/*
 * Looks for a style by what people call it: the title or the short title of a
 * journal.  Only a name that is no file's gets here, for it takes the heads
 * of ten thousand files; nothing of them is parsed as XML.
 */
#include "csl/find.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/map.h"
#include "core/nearest.h"
#include "core/vec.h"

/* Titles stand in the first lines of a style. */
#define HEAD_MAX 4096
/* As much of a name is looked at. */
#define NAME_MAX_BYTES 400
/* So many are named when none is the right one. */
#define LISTED_MAX 5

typedef struct entry {
	const char *name, *path, *title, *brief; /* brief: title-short */
	bm_str name_key, title_key, core_key, brief_key;
	size_t score;
} entry;

typedef struct search {
	bm_arena *arena;
	bm_map by_name;
	BM_VEC(entry) list;
	UNormalizer2 const *nfkd;
	bm_str wanted;
} search;

/* ---- Names made alike ---------------------------------------------------- */

/* One sign of a name: letters and digits, in small letters. */
static size_t
put_sign(UChar32 c, char *out)
{
	if (c < 0x80) {
		char ascii = bm_lower((char)c);

		if (!bm_is_alpha(ascii) && !bm_is_digit(ascii))
			return 0;
		*out = ascii;
		return 1;
	}
	return u_isalnum(c) ? bm_utf8_put(out, (uint32_t)u_tolower(c)) : 0;
}

/* The signs of which c is made, without accents; returns how many. */
static int32_t
decompose(const UNormalizer2 *nfkd, uint32_t c, UChar *out, int32_t size)
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t n = -1;

	if (c >= 0x80 && nfkd != NULL)
		n = unorm2_getDecomposition(nfkd, (UChar32)c, out, size,
					    &error);
	if (n >= 0 && n <= size && U_SUCCESS(error))
		return n;
	n = 0;
	if (c <= 0xFFFF) {
		out[n++] = (UChar)c;
		return n;
	}
	out[n++] = (UChar)(0xD7C0 + (c >> 10));
	out[n++] = (UChar)(0xDC00 + (c & 0x3FF));
	return n;
}

/* The letters and digits of a code point at out, which has room for 96 bytes;
 * returns how many. */
static size_t
put_letters(const UNormalizer2 *nfkd, uint32_t c, char *out)
{
	UChar parts[24];
	int32_t count = decompose(nfkd, c, parts, 24), k = 0;
	size_t n = 0;

	while (k < count) {
		uint32_t part = parts[k++];

		if (part >= 0xD800 && part < 0xDC00 && k < count)
			part = ((part - 0xD800) << 10) + 0x10000 +
			       (parts[k++] - 0xDC00U);
		n += put_sign((UChar32)part, out + n);
	}
	return n;
}

/*
 * A name as it is compared: letters and digits without case and accents, "&"
 * as "and", and between words `gap`, or nothing when that is 0.
 */
static bm_str
alike(bm_arena *arena, const UNormalizer2 *nfkd, bm_str s, char gap)
{
	char out[NAME_MAX_BYTES + 128];
	size_t n = 0;
	bool between = false;

	for (size_t i = 0; i < s.len && n < NAME_MAX_BYTES;) {
		uint32_t c = bm_utf8_next(s, &i);
		char letters[96];
		size_t count = c == '&' ? 3 : put_letters(nfkd, c, letters);

		if (c == '\'' || c == 0x2019)
			continue;
		if (c == '&')
			memcpy(letters, "and", 3);
		if (gap != 0 && n > 0 && count > 0 && (between || c == '&'))
			out[n++] = gap;
		memcpy(out + n, letters, count);
		n += count;
		between = count == 0 || c == '&';
	}
	return (bm_str){bm_arena_strndup(arena, out, n), n};
}

static const UNormalizer2 *
normalizer(void)
{
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&error);

	return U_SUCCESS(error) ? nfkd : NULL;
}

/* See find.h. */
const char *
csl_find_slug(bm_arena *arena, const char *name)
{
	return alike(arena, normalizer(), bm_str_of(name), '-').ptr;
}

/* ---- The files ----------------------------------------------------------- */

/* The start of a plain file; 0 if there is none. */
static size_t
read_head(const char *path, char head[HEAD_MAX])
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	ssize_t n = 0;
	size_t len = 0;

	if (fd < 0)
		return 0;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		do {
			n = read(fd, head + len, HEAD_MAX - len);
			if (n > 0)
				len += (size_t)n;
		} while ((n > 0 && len < HEAD_MAX) ||
			 (n < 0 && errno == EINTR));
	close(fd);
	return len;
}

/* The five entities that XML knows of itself, as what they stand for. */
static const char *
unescaped(bm_arena *arena, bm_str s)
{
	static const char *const names[] = {"&amp;",  "&lt;",   "&gt;",
					    "&quot;", "&apos;", NULL};
	char *out = bm_arena_alloc(arena, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; out != NULL && i < s.len;) {
		bm_str rest = {s.ptr + i, s.len - i};
		size_t k = 0;

		while (names[k] != NULL && !bm_str_starts(rest, names[k]))
			k++;
		out[n++] = names[k] != NULL ? "&<>\"'"[k] : s.ptr[i];
		i += names[k] != NULL ? strlen(names[k]) : 1;
	}
	return out;
}

/* The text of the first element of this name, in the arena; "" if none. */
static const char *
element_text(bm_arena *arena, bm_str head, const char *tag)
{
	size_t from = bm_str_find(head, tag, 0), to;
	bm_str text;

	if (from == head.len)
		return "";
	from += strlen(tag);
	to = bm_str_find(head, "<", from);
	if (to == head.len || head.ptr[from - 1] != '>')
		return "";
	text = bm_str_trim((bm_str){head.ptr + from, to - from});
	return unescaped(arena, text);
}

static void
add_file(search *s, const char *dir, const char *file)
{
	bm_str name = {file, strlen(file) - 4};
	bool is_new;
	void **place = bm_map_put(&s->by_name, name, &is_new);
	entry *e;

	if (place == NULL || !is_new)
		return;
	e = BM_VEC_PUSH(s->arena, &s->list);
	if (e == NULL)
		return;
	*place = e; /* only that it is there counts */
	e->name = bm_arena_str(s->arena, name);
	e->path = bm_arena_printf(s->arena, "%s/%s", dir, file);
	e->title = e->brief = "";
	e->name_key = alike(s->arena, s->nfkd, name, 0);
}

static void
add_folder(search *s, const char *dir)
{
	DIR *d = dir != NULL ? opendir(dir) : NULL;
	const struct dirent *e;

	if (d == NULL)
		return;
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' &&
		    bm_str_ends(bm_str_of(e->d_name), ".csl"))
			add_file(s, dir, e->d_name);
	closedir(d);
}

/* The title without what is added in brackets: "Preslia (Czech)". */
static bm_str
title_core(bm_str title)
{
	size_t end = bm_str_find(title, " (", 0);

	return end > 0 && end < title.len ? (bm_str){title.ptr, end}
					  : (bm_str){0};
}

static void
read_titles(search *s)
{
	char head[HEAD_MAX];

	for (size_t i = 0; i < s->list.len; i++) {
		entry *e = &s->list.items[i];
		bm_str text = {head,
			       e->path != NULL ? read_head(e->path, head) : 0};

		e->title = element_text(s->arena, text, "<title>");
		e->brief = element_text(s->arena, text, "<title-short>");
		if (e->title == NULL || e->brief == NULL)
			return;
		e->title_key = alike(s->arena, s->nfkd, bm_str_of(e->title), 0);
		e->core_key = alike(s->arena, s->nfkd,
				    title_core(bm_str_of(e->title)), 0);
		e->brief_key = alike(s->arena, s->nfkd, bm_str_of(e->brief), 0);
	}
}

/* ---- Choosing ------------------------------------------------------------ */

/* How well an entry fits, 0 being no fit: its title before its short one. */
static unsigned
fit(const search *s, const entry *e)
{
	if (bm_str_eq(e->name_key, s->wanted))
		return 4;
	if (bm_str_eq(e->title_key, s->wanted))
		return 3;
	if (bm_str_eq(e->brief_key, s->wanted))
		return 2;
	return bm_str_eq(e->core_key, s->wanted) ? 1 : 0;
}

static int
by_name(const void *a, const void *b)
{
	const entry *x = *(const entry *const *)a;
	const entry *y = *(const entry *const *)b;

	if (x->score != y->score)
		return x->score < y->score ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* The style whose name all others only add to, as variants have it. */
static const entry *
plain_one(const entry *const *list, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (!bm_str_starts(bm_str_of(list[i]->name), list[0]->name))
			return NULL;
	return list[0];
}

/* "name (Title), name (Title)" of the first of a list. */
static const char *
listing(bm_arena *arena, const entry *const *list, size_t count)
{
	const char *text = "";

	for (size_t i = 0; i < count && i < LISTED_MAX && text != NULL; i++)
		text = bm_arena_printf(arena, "%s%s%s (%s)", text,
				       i > 0 ? ", " : "", list[i]->name,
				       list[i]->title);
	return text;
}

/* How far a key is from what was asked for; SIZE_MAX: it is not like it. */
static size_t
apart(bm_str wanted, bm_str key)
{
	size_t most = wanted.len < 8 ? 1 : wanted.len / 4, d;

	if (key.len == 0 || wanted.len == 0)
		return SIZE_MAX;
	d = key.len > wanted.len ? key.len - wanted.len : wanted.len - key.len;
	if (wanted.len >= 3 && d > 0 && key.len > wanted.len &&
	    bm_str_find(key, wanted.ptr, 0) < key.len)
		return 6 + d / 2;
	if (d > most || key.len > BM_DISTANCE_MAX ||
	    wanted.len > BM_DISTANCE_MAX)
		return SIZE_MAX;
	d = bm_distance(wanted, key);
	return d <= most ? d * 3 : SIZE_MAX;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The nearest ones, the nearest first; returns how many. */
static size_t
nearest(search *s, const entry **list)
{
	size_t count = 0;

	for (size_t i = 0; i < s->list.len; i++) {
		entry *e = &s->list.items[i];

		e->score = least(apart(s->wanted, e->name_key),
				 least(apart(s->wanted, e->title_key),
				       apart(s->wanted, e->brief_key)));
		if (e->score != SIZE_MAX)
			list[count++] = e;
	}
	qsort(list, count, sizeof *list, by_name);
	return count;
}

static void
choose(search *s, bm_arena *arena, csl_found *out)
{
	const entry **list =
	    BM_NEW_ARRAY(s->arena, const entry *, s->list.len + 1);
	const entry *one;
	unsigned best = 0;
	size_t count = 0;

	if (list == NULL)
		return;
	for (size_t i = 0; i < s->list.len; i++) {
		unsigned f = fit(s, &s->list.items[i]);

		if (f > best)
			count = 0;
		best = f > best ? f : best;
		if (f == best && f > 0)
			list[count++] = &s->list.items[i];
	}
	if (count == 0) {
		count = nearest(s, list);
		out->list = listing(arena, list, count);
		return;
	}
	qsort(list, count, sizeof *list, by_name);
	one = plain_one(list, count);
	if (one != NULL)
		out->path = bm_arena_strdup(arena, one->path);
	else
		out->list = listing(arena, list, count);
	out->ambiguous = one == NULL;
}

/* See find.h. */
bm_status
csl_find(const char *const *dirs, bm_arena *arena, const char *name,
	 csl_found *out)
{
	search s = {0};
	bool failed;

	*out = (csl_found){NULL, false, ""};
	s.arena = bm_arena_new(bm_arena_allocator(arena));
	if (s.arena == NULL)
		return BM_NO_MEMORY;
	s.nfkd = normalizer();
	s.wanted = alike(s.arena, s.nfkd, bm_str_of(name), 0);
	bm_map_init(&s.by_name, s.arena);
	for (; *dirs != NULL; dirs++)
		add_folder(&s, *dirs);
	if (s.wanted.len > 0) {
		read_titles(&s);
		choose(&s, arena, out);
	}
	failed = bm_arena_failed(s.arena) || bm_arena_failed(arena);
	bm_arena_free(s.arena);
	return failed ? BM_NO_MEMORY : BM_OK;
}
