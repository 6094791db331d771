/*
 * Whether the sentence around a citation says what became of the work.  It
 * is better to miss that than to take "the muscle was retracted" for it: so a
 * word of common use counts only beside one for a publication, and not behind
 * a "not".
 */
#include <unicode/uchar.h>

#include "pass/cite_standing.h"
#include "pass/syntax.h"
#include "xml/l10n.h"

/* As much of the text before and behind a citation is looked at. */
#define SIDE_MAX 1500
/* ... in so many nodes. */
#define NODES_MAX 300
#define WORDS_MAX 400

/*
 * What a language says, from xsl/l10n: lists with bars between.  Beginnings of
 * words in small letters, or with "*" before them any part; of several words
 * that follow each other each has its own.  `sure` stands for itself, `likely`
 * needs one of `work` in the sentence.
 */
struct saying {
	const char *sure, *likely, *work, *denials;
};

static const char *
list_of(const bm_words *all, const char *name, const char *kind)
{
	char key[64];
	const char *list;

	snprintf(key, sizeof(key), "%s-%s", name, kind);
	list = bm_map_getz(&all->terms, key);
	return list != NULL ? list : "";
}

/* false: there are no words at all, or no memory for them. */
static bool
find_saying(bm_doc *doc, const char *lang, unsigned standing,
	    struct saying *out)
{
	const char *name = standing == BM_STANDING_RETRACTED ? "said-retracted"
			   : standing == BM_STANDING_CORRECTED
			       ? "said-corrected"
			       : "said-concern";
	const bm_words *all =
	    doc->l10n != NULL ? bm_l10n_sentences(doc->l10n, lang) : NULL;

	if (all == NULL)
		return false;
	out->sure = list_of(all, name, "sure");
	out->likely = list_of(all, name, "likely");
	out->work = list_of(all, name, "work");
	out->denials = list_of(all, "said", "denials");
	return true;
}

/* ---- The sentence -------------------------------------------------------- */

/* Text in small letters, with what was cut off at the far end. */
struct side {
	char text[SIDE_MAX + 8];
	size_t len;
};

static bool
is_block(const xmlNode *node)
{
	static const char *const names[] = {
	    "para",        "simpara",    "title",     "subtitle",
	    "entry",       "td",         "th",        "term",
	    "attribution", "caption",    "line",      "question",
	    "member",      "bridgehead", "glossterm", NULL};

	return bm_is_any(node, names);
}

static bool
is_closed(const xmlNode *node)
{
	static const char *const names[] = {
	    "citation", "biblioref", "footnote",       "indexterm",
	    "remark",   "alt",       "programlisting", NULL};

	return bm_is_any(node, names);
}

/* The next node towards one end of the block, not into what is closed. */
static const xmlNode *
step(const xmlNode *node, const xmlNode *block, bool forward, bool into)
{
	const xmlNode *next = NULL;

	if (into && node->type == XML_ELEMENT_NODE && !is_closed(node))
		next = forward ? node->children : node->last;
	while (next == NULL && node != block) {
		next = forward ? node->next : node->prev;
		if (next == NULL)
			node = node->parent;
	}
	return next;
}

/* Adds a text in small letters at the end, white space as blanks. */
static void
add_behind(struct side *side, const char *text)
{
	bm_str s = bm_str_of(text);

	for (size_t i = 0; i < s.len && side->len < SIDE_MAX;) {
		uint32_t c = bm_utf8_next(s, &i);

		if (c == '\n' || c == '\t' || c == '\r' || c == 0xA0)
			c = ' ';
		side->len += bm_utf8_put(side->text + side->len, c);
	}
}

/* The text behind the citation, up to the end of the block. */
static void
read_behind(const xmlNode *citation, const xmlNode *block, struct side *out)
{
	const xmlNode *n = step(citation, block, true, false);

	for (int i = 0; n != NULL && i < NODES_MAX && out->len < SIDE_MAX;
	     i++, n = step(n, block, true, true))
		if (n->type == XML_TEXT_NODE && n->content != NULL)
			add_behind(out, (const char *)n->content);
}

/* The text before it, from the start of the block or as far as is looked. */
static void
read_before(const xmlNode *citation, const xmlNode *block, struct side *out)
{
	const xmlNode *nodes[NODES_MAX];
	const xmlNode *n = step(citation, block, false, false);
	size_t count = 0, bytes = 0;

	for (int i = 0; n != NULL && i < NODES_MAX && bytes < SIDE_MAX;
	     i++, n = step(n, block, false, true))
		if (n->type == XML_TEXT_NODE && n->content != NULL) {
			nodes[count++] = n;
			bytes += strlen((const char *)n->content);
		}
	while (count > 0) {
		const char *s = (const char *)nodes[--count]->content;

		/* Of too much the end is wanted. */
		if (bytes > SIDE_MAX) {
			size_t skip = bytes - SIDE_MAX, len = strlen(s);

			bytes -= skip < len ? skip : len;
			s += skip < len ? skip : len;
			while (((unsigned char)*s & 0xC0) == 0x80)
				s++;
		}
		add_behind(out, s);
	}
}

/* Whether a sentence can begin with the sign at s[i], quotation marks apart. */
static bool
begins_sentence(bm_str s, size_t i)
{
	while (i < s.len) {
		uint32_t c = bm_utf8_next(s, &i);

		if (c == ' ' || c == '"' || c == '\'' || c == '(' || c == '[' ||
		    c == 0xAB || c == 0xBF || c == 0xA1 ||
		    (c >= 0x2018 && c <= 0x201F))
			continue;
		/* Many scripts have no capitals. */
		return u_isupper((UChar32)c) || u_isdigit((UChar32)c) ||
		       u_charType((UChar32)c) == U_OTHER_LETTER;
	}
	return true;
}

/* How many bytes of s end a sentence at s[i], 0: none.  Chinese and Japanese
 * stops need no blank behind them. */
static size_t
stop_at(bm_str s, size_t i)
{
	static const char *const wide[] = {"\xE3\x80\x82", "\xEF\xBC\x81",
					   "\xEF\xBC\x9F", NULL};
	char c = s.ptr[i];

	if (c == '.' || c == '!' || c == '?')
		return (i + 1 == s.len || s.ptr[i + 1] == ' ') &&
			       begins_sentence(s, i + 1)
			   ? 1
			   : 0;
	for (size_t k = 0; wide[k] != NULL; k++)
		if (i + 3 <= s.len && memcmp(s.ptr + i, wide[k], 3) == 0)
			return 3;
	return 0;
}

/* The length of the stop that s ends with. */
static size_t
stop_before_end(bm_str s)
{
	if (s.len > 0 && stop_at(s, s.len - 1) == 1)
		return 1;
	return s.len >= 3 && stop_at(s, s.len - 3) == 3 ? 3 : 0;
}

/* Where the first sentence of s ends, behind its stop. */
static size_t
sentence_end(bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (stop_at(s, i) > 0)
			return i + stop_at(s, i);
	return s.len;
}

/* Where the last sentence of s begins, s without white space at its end. */
static size_t
sentence_start(bm_str s)
{
	size_t start = 0;

	for (size_t i = 0; i + 1 < s.len; i++)
		if (stop_at(s, i) > 0 && i + stop_at(s, i) < s.len)
			start = i + stop_at(s, i);
	return start;
}

/*
 * The sentence that holds the citation.  A mark right behind a full stop
 * belongs to the sentence before it; with white space between, to the one
 * that follows, if one does.
 */
static void
put_sentence(const xmlNode *citation, bm_buf *out)
{
	struct side before = {.len = 0}, behind = {.len = 0};
	const xmlNode *block = citation->parent;
	bm_str head, tail;
	size_t stop;
	bool spaced;

	while (block != NULL && !is_block(block))
		block = block->parent;
	if (block == NULL)
		block = citation->parent;
	read_before(citation, block, &before);
	read_behind(citation, block, &behind);
	tail = (bm_str){behind.text, behind.len};
	head = bm_str_trim((bm_str){before.text, before.len});
	spaced = before.len > 0 && before.text[before.len - 1] == ' ';
	stop = stop_before_end(head);
	if (stop > 0 && spaced && bm_str_trim(tail).len > 1) {
		head.len = 0;
	} else if (stop > 0) {
		tail.len = 0;
		head.len -= stop;
	}
	if (head.len > 0) {
		size_t start = sentence_start(head);

		bm_buf_put(out, head.ptr + start, head.len - start);
	}
	bm_buf_puts(out, " ");
	tail.len = tail.len > 0 ? sentence_end(tail) : 0;
	bm_buf_put(out, tail.ptr, tail.len);
}

/* ---- Its words ----------------------------------------------------------- */

struct words {
	bm_str list[WORDS_MAX];
	size_t count;
};

/* Cuts s, in small letters at `low`, into words. */
static void
cut(bm_str s, bm_buf *low, struct words *words)
{
	size_t start = 0;
	bool in_word = false;

	for (size_t i = 0; i < s.len;) {
		uint32_t c = bm_utf8_next(s, &i);
		char bytes[4];
		size_t n;

		n = bm_utf8_put(bytes, (uint32_t)u_tolower((UChar32)c));
		bm_buf_put(low, bytes, n);
	}
	s = bm_buf_str(low);
	for (size_t i = 0; i <= s.len;) {
		size_t at = i;
		uint32_t c = ' ';
		bool letter;

		if (i < s.len)
			c = bm_utf8_next(s, &i);
		else
			i++;
		letter = u_isalnum((UChar32)c) ||
			 (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;

		if (letter && !in_word)
			start = at;
		if (!letter && in_word && words->count < WORDS_MAX)
			words->list[words->count++] =
			    (bm_str){s.ptr + start, at - start};
		in_word = letter;
	}
}

static bool
contains(bm_str word, bm_str part)
{
	for (size_t i = 0; i + part.len <= word.len; i++)
		if (memcmp(word.ptr + i, part.ptr, part.len) == 0)
			return true;
	return false;
}

/* Whether a word begins so, or has the part behind a "*". */
static bool
is_like(bm_str word, bm_str part)
{
	if (part.len > 0 && part.ptr[0] == '*')
		return contains(word, (bm_str){part.ptr + 1, part.len - 1});
	return word.len >= part.len &&
	       memcmp(word.ptr, part.ptr, part.len) == 0;
}

/* Whether the words from i on are like those of the pattern. */
static bool
match_at(const struct words *words, size_t i, bm_str pattern)
{
	bm_str part;

	for (; bm_str_split(&pattern, ' ', &part); i++)
		if (i >= words->count || !is_like(words->list[i], part))
			return false;
	return true;
}

/* Whether one of the four words before word i denies what follows, or in what
 * is written without blanks a part of the word itself. */
static bool
denied(const struct words *words, size_t i, const char *denials)
{
	bm_str rest = bm_str_of(denials), denial;

	while (bm_str_split(&rest, '|', &denial)) {
		bool part = denial.len > 0 && denial.ptr[0] == '*';

		for (size_t k = i > 4 ? i - 4 : 0; k < i + part; k++)
			if (part ? is_like(words->list[k], denial)
				 : bm_str_eq(words->list[k], denial))
				return true;
	}
	return false;
}

/* Whether one of the patterns is met; and not denied, if that is asked. */
static bool
has_any(const struct words *words, const char *patterns, const char *denials)
{
	bm_str rest = bm_str_of(patterns), pattern;

	while (bm_str_split(&rest, '|', &pattern))
		for (size_t i = 0; pattern.len > 0 && i < words->count; i++)
			if (match_at(words, i, pattern) &&
			    !(denials != NULL && denied(words, i, denials)))
				return true;
	return false;
}

/* Whether a text says it; in a short text that is about the work anyway
 * no other word is needed. */
static bool
says(bm_doc *doc, bm_str text, const struct saying *saying, bool is_about)
{
	struct words words = {.count = 0};
	bm_buf low;
	bool found;

	bm_buf_init(&low, bm_arena_allocator(doc->scratch));
	cut(text, &low, &words);
	found = low.status == BM_OK &&
		(has_any(&words, saying->sure, saying->denials) ||
		 (has_any(&words, saying->likely, saying->denials) &&
		  (is_about || has_any(&words, saying->work, NULL))));
	if (low.status != BM_OK)
		doc->no_memory = true;
	bm_buf_free(&low);
	return found;
}

/* See cite_standing.h. */
bool
bm_cite_is_said(bm_doc *doc, const xmlNode *citation, unsigned standing)
{
	struct saying saying;
	bm_buf sentence;
	bool found;

	if (citation->parent == NULL ||
	    !find_saying(doc, bm_lang(citation), standing, &saying))
		return false;
	bm_buf_init(&sentence, bm_arena_allocator(doc->scratch));
	put_sentence(citation, &sentence);
	if (sentence.status != BM_OK)
		doc->no_memory = true;
	found = says(doc, bm_buf_str(&sentence), &saying, false);
	bm_buf_free(&sentence);
	return found;
}

/* See cite_standing.h. */
bool
bm_cite_affix_says(bm_doc *doc, const xmlNode *citation, bm_str affix,
		   unsigned standing)
{
	struct saying saying;

	return affix.len > 0 &&
	       find_saying(doc, bm_lang(citation), standing, &saying) &&
	       says(doc, affix, &saying, true);
}
