/*
 * Whether the sentence around a citation says what became of the work.  It
 * is better to miss that than to take "the muscle was retracted" for it: so a
 * word of common use counts only beside one for a publication, and not behind
 * a "not".
 */
#include <unicode/uchar.h>

#include "pass/cite_standing.h"
#include "pass/syntax.h"

/* As much of the text before and behind a citation is looked at. */
#define SIDE_MAX 1500
/* ... in so many nodes. */
#define NODES_MAX 300
#define WORDS_MAX 400

/*
 * Beginnings of words, in small letters; of several words that follow each
 * other the first letters of each.  `sure` stands for itself, `likely` needs
 * one of `work` in the sentence.
 */
struct saying {
	const char *lang;
	unsigned standing;
	const char *sure[6], *likely[6], *work[12];
};

static const char *const denials[] = {
    "not",    "never",   "no",   "nor",   "without", "nicht",
    "nie",    "niemals", "kein", "keine", "keiner",  "pas",
    "jamais", "non",     "sans", "nunca", "sin",     "jam\xC3\xA1s",
    "ohne",   "hasn",    "wasn", "isn",   "weren",   NULL};

/* English comes first: all others fall back to it. */
static const struct saying sayings[] = {
    {"en",
     BM_STANDING_RETRACTED,
     {"retracted article", "retracted publication", "retraction notice",
      "notice of retraction"},
     {"retracted", "retraction", "withdrawn", "withdrew"},
     {"article", "paper", "publication", "published", "publisher", "journal",
      "stud", "trial", "review", "report", "author", "work"}},
    {"en",
     BM_STANDING_CORRECTED,
     {"erratum", "errata", "corrigend", "correction notice",
      "corrected version", "notice of correction"},
     {"corrected", "correction"},
     {"article", "paper", "publication", "published", "publisher", "journal"}},
    {"en",
     BM_STANDING_CONCERN,
     {"expression of concern", "expressions of concern"},
     {"concern"},
     {"journal", "editor", "publisher"}},
    {"de",
     BM_STANDING_RETRACTED,
     {"retraktionsnotiz"},
     {"zur\xC3\xBC"
      "ckgezogen",
      "zur\xC3\xBC"
      "ckziehung",
      "r\xC3\xBC"
      "ckzug",
      "retrahiert", "retraktion", "widerrufen"},
     {"artikel", "arbeit", "stud",
      "ver\xC3\xB6"
      "ffentlich",
      "publikation", "zeitschrift", "autor", "aufsatz", "beitrag", "verlag"}},
    {"de",
     BM_STANDING_CORRECTED,
     {"erratum", "errata", "korrigend", "corrigend"},
     {"korrigiert", "korrektur", "berichtig"},
     {"artikel",
      "ver\xC3\xB6"
      "ffentlich",
      "publikation", "zeitschrift", "aufsatz", "verlag"}},
    {"de",
     BM_STANDING_CONCERN,
     {"expression of concern"},
     {"bedenken"},
     {"zeitschrift", "herausgeber", "redaktion", "verlag"}},
    {"fr",
     BM_STANDING_RETRACTED,
     {"avis de r\xC3\xA9tractation"},
     {"r\xC3\xA9tract", "retir"},
     {"article", "\xC3\xA9tude", "publi", "revue", "auteur", "essai",
      "travail"}},
    {"fr",
     BM_STANDING_CORRECTED,
     {"erratum", "errata", "rectificatif", "corrigend"},
     {"corrig", "correction"},
     {"article", "publi", "revue"}},
    {"fr",
     BM_STANDING_CONCERN,
     {"expression of concern", "expression de pr\xC3\xA9occupation",
      "mise en garde"},
     {"pr\xC3\xA9occupation", "r\xC3\xA9serves"},
     {"revue",
      "\xC3\xA9"
      "diteur",
      "r\xC3\xA9"
      "daction"}},
    {"es",
     BM_STANDING_RETRACTED,
     {"aviso de retractaci\xC3\xB3n"},
     {"retract", "retirad"},
     {"art\xC3\xAD"
      "culo",
      "estudio", "publica", "revista", "autor", "ensayo", "trabajo"}},
    {"es",
     BM_STANDING_CORRECTED,
     {"erratum", "fe de errat", "corrigend"},
     {"corregid", "correcci\xC3\xB3n"},
     {"art\xC3\xAD"
      "culo",
      "publica", "revista"}},
    {"es",
     BM_STANDING_CONCERN,
     {"expression of concern", "expresi\xC3\xB3n de preocupaci\xC3\xB3n"},
     {"preocupaci\xC3\xB3n"},
     {"revista", "editor"}},
};

static const struct saying *
find_saying(const char *lang, unsigned standing)
{
	const struct saying *found = NULL;

	for (size_t i = 0; i < sizeof(sayings) / sizeof(*sayings); i++) {
		const struct saying *s = &sayings[i];

		if (s->standing != standing)
			continue;
		if (found == NULL ||
		    (lang != NULL && bm_langtag_same(lang, s->lang)))
			found = s;
	}
	return found;
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
		return u_isupper((UChar32)c) || u_isdigit((UChar32)c);
	}
	return true;
}

static bool
is_stop(char c)
{
	return c == '.' || c == '!' || c == '?';
}

/* Where the first sentence of s ends, behind its stop. */
static size_t
sentence_end(bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (is_stop(s.ptr[i]) &&
		    (i + 1 == s.len || s.ptr[i + 1] == ' ') &&
		    begins_sentence(s, i + 1))
			return i + 1;
	return s.len;
}

/* Where the last sentence of s begins, s without white space at its end. */
static size_t
sentence_start(bm_str s)
{
	size_t start = 0;

	for (size_t i = 0; i + 1 < s.len; i++)
		if (is_stop(s.ptr[i]) && s.ptr[i + 1] == ' ' &&
		    begins_sentence(s, i + 1))
			start = i + 1;
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
	bool open, spaced;

	while (block != NULL && !is_block(block))
		block = block->parent;
	if (block == NULL)
		block = citation->parent;
	read_before(citation, block, &before);
	read_behind(citation, block, &behind);
	tail = (bm_str){behind.text, behind.len};
	head = bm_str_trim((bm_str){before.text, before.len});
	spaced = before.len > 0 && before.text[before.len - 1] == ' ';
	open = head.len > 0 && is_stop(head.ptr[head.len - 1]);
	if (open && spaced && bm_str_trim(tail).len > 1) {
		head.len = 0;
	} else if (open) {
		tail.len = 0;
		head.len--;
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
		letter = u_isalnum((UChar32)c);

		if (letter && !in_word)
			start = at;
		if (!letter && in_word && words->count < WORDS_MAX)
			words->list[words->count++] =
			    (bm_str){s.ptr + start, at - start};
		in_word = letter;
	}
}

/* Whether the words from i on begin as those of the pattern do. */
static bool
match_at(const struct words *words, size_t i, const char *pattern)
{
	bm_str rest = bm_str_of(pattern), part;

	for (; bm_str_split(&rest, ' ', &part); i++)
		if (i >= words->count || words->list[i].len < part.len ||
		    memcmp(words->list[i].ptr, part.ptr, part.len) != 0)
			return false;
	return true;
}

/* Whether one of the four words before word i denies what follows. */
static bool
denied(const struct words *words, size_t i)
{
	for (size_t k = i > 4 ? i - 4 : 0; k < i; k++)
		for (size_t d = 0; denials[d] != NULL; d++)
			if (bm_str_is(words->list[k], denials[d]))
				return true;
	return false;
}

static bool
has_any(const struct words *words, const char *const *patterns, size_t most,
	bool stated)
{
	for (size_t p = 0; p < most && patterns[p] != NULL; p++)
		for (size_t i = 0; i < words->count; i++)
			if (match_at(words, i, patterns[p]) &&
			    !(stated && denied(words, i)))
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
		(has_any(&words, saying->sure, 6, true) ||
		 (has_any(&words, saying->likely, 6, true) &&
		  (is_about || has_any(&words, saying->work, 12, false))));
	if (low.status != BM_OK)
		doc->no_memory = true;
	bm_buf_free(&low);
	return found;
}

/* See cite_standing.h. */
bool
bm_cite_is_said(bm_doc *doc, const xmlNode *citation, unsigned standing)
{
	const struct saying *saying = find_saying(bm_lang(citation), standing);
	bm_buf sentence;
	bool found;

	if (saying == NULL || citation->parent == NULL)
		return false;
	bm_buf_init(&sentence, bm_arena_allocator(doc->scratch));
	put_sentence(citation, &sentence);
	if (sentence.status != BM_OK)
		doc->no_memory = true;
	found = says(doc, bm_buf_str(&sentence), saying, false);
	bm_buf_free(&sentence);
	return found;
}

/* See cite_standing.h. */
bool
bm_cite_affix_says(bm_doc *doc, const xmlNode *citation, bm_str affix,
		   unsigned standing)
{
	const struct saying *saying = find_saying(bm_lang(citation), standing);

	return saying != NULL && affix.len > 0 &&
	       says(doc, affix, saying, true);
}
