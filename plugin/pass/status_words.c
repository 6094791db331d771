#include "pass/status_words.h"

#include "core/buf.h"
#include "pass/syntax.h"
#include "pass/words.h"

#define PLACES 13

/*
 * One language.  In the sentences {d} is the date with its preposition, {p}
 * the product as the table has it, {c} the condition and {l} the place with a
 * blank and its preposition.
 */
struct language {
	const char *tag;
	const char *day, *month; /* before a whole date, and one without day */
	const char *sentences[LINT_STANDINGS];
	/* Not approved, of "a product": {p} has no article, {n} is "no". */
	const char *none;
	const char *articles[2], *negations[2]; /* "ein", "eine"; "kein" ... */
	const char *words[LINT_STANDINGS];
	const char *in, *out;       /* round a place that has no name below */
	const char *places[PLACES]; /* preposition, "|", name */
};

/* ISO 3166 and EU; names in the same order in each language. */
static const char *const codes[PLACES] = {"US", "EU", "GB", "CA", "AU",
					  "NZ", "IE", "DE", "AT", "CH",
					  "FR", "ES", "JP"};

/* The first is what all others fall back to. */
static const struct language languages[] = {
    {"en",
     "As of {d}",
     "As of {d}",
     {"{d}, {p} was approved for {c}{l}",
      "{d}, {p} was not approved for {c}{l}",
      "{d}, {p} was no longer approved for {c}{l}",
      "{d}, {p} was being tested for {c}{l}"},
     "{d}, {n} {p} was approved for {c}{l}",
     {"a", "an"},
     {"no", "no"},
     {"Approved", "Not approved", "No longer approved", "Being tested"},
     "in ",
     "",
     {"in |the United States", "in |the European Union",
      "in |the United Kingdom", "in |Canada", "in |Australia",
      "in |New Zealand", "in |Ireland", "in |Germany", "in |Austria",
      "in |Switzerland", "in |France", "in |Spain", "in |Japan"}},
    {"de",
     "Stand {d}",
     "Stand {d}",
     {"{d} hatte {p}{l} eine Zulassung zur Anwendung bei {c}",
      "{d} hatte {p}{l} keine Zulassung zur Anwendung bei {c}",
      "{d} hatte {p}{l} keine Zulassung zur Anwendung bei {c} mehr",
      "{d} wurde {p}{l} zur Anwendung bei {c} erprobt"},
     "{d} hatte {n} {p}{l} eine Zulassung zur Anwendung bei {c}",
     {"ein", "eine"},
     {"kein", "keine"},
     {"Zugelassen", "Nicht zugelassen", "Nicht mehr zugelassen",
      "In Erprobung"},
     "in ",
     "",
     {"in |den Vereinigten Staaten", "in |der Europäischen Union",
      "im |Vereinigten Königreich", "in |Kanada", "in |Australien",
      "in |Neuseeland", "in |Irland", "in |Deutschland", "in |Österreich",
      "in |der Schweiz", "in |Frankreich", "in |Spanien", "in |Japan"}},
    {"fr",
     "Au {d}",
     "En {d}",
     {"{d}, {p} disposait d’une autorisation dans l’indication "
      "«\xC2\xA0{c}\xC2\xA0»{l}",
      "{d}, {p} ne disposait pas d’une autorisation dans l’indication "
      "«\xC2\xA0{c}\xC2\xA0»"
      "{l}",
      "{d}, {p} ne disposait plus d’une autorisation dans l’indication "
      "«\xC2\xA0{c}\xC2\xA0»"
      "{l}",
      "{d}, {p} était à l’essai dans l’indication «\xC2\xA0{c}\xC2\xA0»{l}"},
     "{d}, {n} {p} ne disposait d’une autorisation dans l’indication "
     "«\xC2\xA0{c}\xC2\xA0»"
     "{l}",
     {"un", "une"},
     {"aucun", "aucune"},
     {"Autorisé", "Non autorisé", "Plus autorisé", "À l’essai"},
     "(",
     ")",
     {"aux |États-Unis", "dans |l’Union européenne", "au |Royaume-Uni",
      "au |Canada", "en |Australie", "en |Nouvelle-Zélande", "en |Irlande",
      "en |Allemagne", "en |Autriche", "en |Suisse", "en |France",
      "en |Espagne", "au |Japon"}},
    {"es",
     "A {d}",
     "En {d}",
     {"{d}, {p} tenía autorización para la indicación «{c}»{l}",
      "{d}, {p} no tenía autorización para la indicación «{c}»{l}",
      "{d}, {p} ya no tenía autorización para la indicación «{c}»{l}",
      "{d}, {p} estaba en fase de ensayo para la indicación «{c}»{l}"},
     "{d}, {n} {p} tenía autorización para la indicación «{c}»{l}",
     {"un", "una"},
     {"ningún", "ninguna"},
     {"Autorizado", "No autorizado", "Ya no autorizado", "En ensayo"},
     "en ",
     "",
     {"en |los Estados Unidos", "en |la Unión Europea", "en |el Reino Unido",
      "en |Canadá", "en |Australia", "en |Nueva Zelanda", "en |Irlanda",
      "en |Alemania", "en |Austria", "en |Suiza", "en |Francia", "en |España",
      "en |Japón"}},
};

static const struct language *
find(const char *tag)
{
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (tag != NULL && bm_langtag_same(tag, languages[i].tag))
			return &languages[i];
	return &languages[0];
}

const char *
bm_standing_text(lint_standing standing, const char *lang)
{
	return find(lang)->words[standing];
}

/* "in |the United States" for a code that is known, or NULL. */
static const char *
named_place(const struct language *l, const char *place)
{
	for (size_t i = 0; i < PLACES; i++)
		if (strcmp(codes[i], place) == 0)
			return l->places[i];
	return NULL;
}

const char *
bm_place_text(const char *place, const char *lang)
{
	const char *name = named_place(find(lang), place);

	return name != NULL ? strchr(name, '|') + 1 : place;
}

/* " in the United States"; nothing for any place. */
static void
put_place(bm_buf *out, const struct language *l, const char *place)
{
	const char *name = named_place(l, place);

	if (strcmp(place, "*") == 0)
		return;
	bm_buf_putc(out, ' ');
	if (name == NULL) {
		bm_buf_puts(out, l->in);
		bm_buf_puts(out, place);
		bm_buf_puts(out, l->out);
		return;
	}
	bm_buf_put(out, name, strcspn(name, "|"));
	bm_buf_puts(out, strchr(name, '|') + 1);
}

/* "As of January 2026" */
static void
put_date(bm_buf *out, bm_doc *doc, const struct language *l, bm_date date,
	 const char *lang)
{
	const char *lead = date.day > 0 ? l->day : l->month;
	size_t at = bm_str_find(bm_str_of(lead), "{d}", 0);

	bm_buf_put(out, lead, at);
	bm_buf_puts(out, bm_date_in(doc, date, lang));
}

/* What is said of "no product", when the table has it with an article; else
 * NULL. */
static const char *
negation(const struct language *l, const char *product)
{
	size_t length = (size_t)(lint_status_bare(product) - product);

	if (length == 0)
		return NULL;
	for (size_t i = 0; i < 2; i++) {
		size_t n = strlen(l->articles[i]);

		if (length == n + 1 && strncmp(product, l->articles[i], n) == 0)
			return l->negations[i];
	}
	return l->negations[0];
}

const char *
bm_status_sentence(bm_doc *doc, const lint_status *row, const char *lang)
{
	const struct language *l = find(lang);
	const char *none = row->standing == LINT_NOT_APPROVED
			       ? negation(l, row->product)
			       : NULL;
	const char *s = none != NULL ? l->none : l->sentences[row->standing];
	const char *text = NULL;
	bm_buf out;

	bm_buf_init(&out, bm_arena_allocator(doc->arena));
	for (; *s != '\0'; s++) {
		if (*s != '{' || s[1] == '\0' || s[2] != '}') {
			bm_buf_putc(&out, *s);
			continue;
		}
		if (s[1] == 'd')
			put_date(&out, doc, l, row->as_of,
				 l->tag == languages[0].tag &&
					 !bm_langtag_same(lang, "en")
				     ? l->tag
				     : lang);
		else if (s[1] == 'p')
			bm_buf_puts(&out, none != NULL
					      ? lint_status_bare(row->product)
					      : row->product);
		else if (s[1] == 'c')
			bm_buf_puts(&out, row->condition);
		else if (s[1] == 'n')
			bm_buf_puts(&out, none);
		else
			put_place(&out, l, row->place);
		s += 2;
	}
	if (out.status == BM_OK)
		text = bm_arena_strdup(doc->arena, bm_buf_cstr(&out));
	bm_buf_free(&out);
	return text;
}
