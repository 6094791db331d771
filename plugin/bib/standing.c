/* What became of a work after it was published. */
#include "bib/internal.h"

/* ---- What a status says ---- */

/* The standing that the words of a text say; words that say none are
 * passed over. */
static unsigned
words(bm_str text)
{
	unsigned standing = 0;
	size_t at = 0;

	while (at < text.len) {
		size_t start = at;
		bm_str word;

		while (at < text.len && bm_is_alpha(text.ptr[at]))
			at++;
		word = (bm_str){text.ptr + start, at - start};
		if (bm_str_is_nocase(word, "retracted"))
			standing |= BM_STANDING_RETRACTED;
		else if (bm_str_is_nocase(word, "corrected"))
			standing |= BM_STANDING_CORRECTED;
		else if (bm_str_is_nocase(word, "concern"))
			standing |= BM_STANDING_CONCERN;
		if (at == start)
			at++;
	}
	return standing;
}

/* See item.h. */
unsigned
bm_item_standing(const bm_item *item, bm_str *notice)
{
	const bm_value *value = bm_item_get(item, "custom.status");
	unsigned standing = value != NULL ? words(value->text) : 0;

	/* A publisher's own status may say more; only one word is sure. */
	value = bm_item_get(item, "status");
	if (value != NULL)
		standing |= words(value->text) & BM_STANDING_RETRACTED;
	value = bm_item_get(item, "custom.status-notice");
	if (notice != NULL)
		*notice = value != NULL ? value->text : (bm_str){"", 0};
	return standing;
}

/* ---- What titles, kinds and notes say ---- */

/* Cuts a word off, the case of letters ignored, and the spaces behind it. */
static bool
cut(bm_str *s, const char *word)
{
	size_t n = strlen(word);

	if (!bm_str_starts_nocase(*s, word) ||
	    (n < s->len && bm_is_alpha(s->ptr[n])))
		return false;
	*s = bm_str_trim((bm_str){s->ptr + n, s->len - n});
	return true;
}

/* Cuts what publishers call the thing off: "retracted ARTICLE". */
static void
cut_kind(bm_str *s)
{
	static const char *const kinds[] = {"article", "paper", "chapter",
					    "publication", "study"};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (cut(s, kinds[i]))
			return;
}

/* See internal.h. */
bool
bib_title_retracted(bm_str title)
{
	size_t at = bm_str_find(title, "(", 0);
	bm_str s = bm_str_trim(title);

	while (s.len > 0 && strchr("[(*", s.ptr[0]) != NULL)
		s = bm_str_trim((bm_str){s.ptr + 1, s.len - 1});
	if (cut(&s, "retracted")) {
		cut_kind(&s);
		if (s.len > 0 && strchr(":])*", s.ptr[0]) != NULL)
			return true;
	}
	/* "... (Retracted article. See vol. 375, pg. 445, 2010)" */
	for (; at < title.len; at = bm_str_find(title, "(", at + 1)) {
		s = (bm_str){title.ptr + at + 1, title.len - at - 1};
		if (!cut(&s, "retracted"))
			continue;
		cut_kind(&s);
		if (s.len > 0 && strchr(").:,;", s.ptr[0]) != NULL &&
		    title.ptr[title.len - 1] == ')')
			return true;
	}
	return false;
}

/* Whether a list of kinds of publication has one for what was retracted. */
static bool
kind_retracted(bm_str list)
{
	bm_str kind;

	while (bm_str_split(&list, ';', &kind)) {
		kind = bm_str_trim(kind);
		if (!cut(&kind, "retracted"))
			continue;
		cut_kind(&kind);
		if (kind.len == 0)
			return true;
	}
	return false;
}

/* See internal.h. */
const char *
bib_update_word(bm_str kind)
{
	static const struct {
		const char *part, *word;
	} words_of[] = {
	    {"partial", "corrected"},  {"retract", "retracted"},
	    {"withdraw", "retracted"}, {"removal", "retracted"},
	    {"erratum", "corrected"},  {"errata", "corrected"},
	    {"corrig", "corrected"},   {"correct", "corrected"},
	    {"concern", "concern"},
	};

	for (size_t i = 0; i < sizeof words_of / sizeof *words_of; i++)
		if (bm_str_find(kind, words_of[i].part, 0) < kind.len)
			return words_of[i].word;
	return NULL;
}

/* A status and its notices while they are put together. */
typedef struct found {
	bm_buf status, notices;
} found;

static void
add(found *f, const char *word, bm_str notice)
{
	if (f->status.len > 0)
		bm_buf_putc(&f->status, ' ');
	bm_buf_puts(&f->status, word);
	notice = bm_str_trim(notice);
	if (f->notices.len > 0 && notice.len > 0)
		bm_buf_puts(&f->notices, "; ");
	bm_buf_putstr(&f->notices, notice);
}

/* The place of a notice that begins a text: up to what comes next. */
static bm_str
notice_of(bm_str s)
{
	static const char *const ends[] = {
	    "; ",           "\n",           " Comment in:",
	    " Comment on:", " Erratum in:", " Retraction in:",
	    " Update in:",  " Update of:",  " Expression of concern in:"};
	size_t most = s.len < 1000 ? s.len : 1000;

	s.len = most;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		s.len = bm_str_find(s, ends[i], 0);
	return s;
}

/*
 * Notes that PubMed hands on ("Retraction in: Pain. 2020;161(1):1"), and those
 * that say "Retracted" and when or where, and nothing else.
 */
static void
note_standing(bm_str note, found *f)
{
	static const struct {
		const char *phrase, *word;
	} phrases[] = {{"retraction in:", "retracted"},
		       {"retracted in:", "retracted"},
		       {"erratum in:", "corrected"},
		       {"corrected and republished in:", "corrected"},
		       {"expression of concern in:", "concern"}};
	bm_str s;

	for (size_t at = 0; at < note.len; at++) {
		if (at > 0 && strchr(" \n(", note.ptr[at - 1]) == NULL)
			continue;
		s = (bm_str){note.ptr + at, note.len - at};
		for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
			size_t n = strlen(phrases[i].phrase);

			if (!bm_str_starts_nocase(s, phrases[i].phrase))
				continue;
			s = notice_of((bm_str){s.ptr + n, s.len - n});
			add(f, phrases[i].word, s);
			at += n + s.len - 1;
			break;
		}
	}
	s = bm_str_trim(note);
	if (f->status.len > 0 || !cut(&s, "retracted"))
		return;
	cut_kind(&s);
	if (s.len == 0 || strchr(".,;:()", s.ptr[0]) != NULL ||
	    bm_str_starts_nocase(s, "in ") || bm_str_starts_nocase(s, "on "))
		add(f, "retracted", notice_of(bm_str_trim(note)));
}

static bm_str
text_of(const bm_item *item, const char *variable)
{
	const bm_value *v = bm_item_get(item, variable);

	return v != NULL && v->kind == BM_VALUE_TEXT ? v->text
						     : (bm_str){"", 0};
}

/* See internal.h. */
bm_status
bib_stand(bm_library *library, bm_item *item)
{
	static const char *const kinds[] = {"custom.publication-types",
					    "genre"};
	static const char *const notes[] = {"note", "annote"};
	bib_maker m = {
	    .library = library, .arena = library->arena, .item = item};
	bool retracted = bib_title_retracted(text_of(item, "title"));
	found f;

	if (bm_item_get(item, "custom.status") != NULL)
		return BM_OK;
	bm_buf_init(&f.status, bm_arena_allocator(library->arena));
	bm_buf_init(&f.notices, bm_arena_allocator(library->arena));
	for (size_t i = 0; i < 2; i++) {
		retracted |= kind_retracted(text_of(item, kinds[i]));
		note_standing(text_of(item, notes[i]), &f);
	}
	if (retracted &&
	    (words(bm_buf_str(&f.status)) & BM_STANDING_RETRACTED) == 0)
		add(&f, "retracted", (bm_str){"", 0});
	(void)bib_make_text(&m, "custom.status", bm_buf_str(&f.status));
	(void)bib_make_text(&m, "custom.status-notice", bm_buf_str(&f.notices));
	if (f.status.status != BM_OK || f.notices.status != BM_OK)
		m.failed = true;
	bm_buf_free(&f.status);
	bm_buf_free(&f.notices);
	return m.failed ? BM_NO_MEMORY : BM_OK;
}
