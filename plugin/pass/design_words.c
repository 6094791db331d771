#include "pass/design_words.h"

#include "pass/syntax.h"
#include "pass/words.h"

/* One language; designs in the order of bm_design. */
struct language {
	const char *tag;
	const char *one[BM_DESIGN_COUNT];  /* begins a sentence */
	const char *many[BM_DESIGN_COUNT]; /* stands inside one */
	const char *person, *people;       /* behind "1" and behind "100" */
	const char *nobody;                /* before "people" */
	const char *thousands;
};

/* The first is what all others fall back to. */
static const struct language languages[] = {
    {"en",
     {NULL, "Opinion", "Guideline", "Overview by experts", "Laboratory study",
      "Animal study", "Case report or series without a comparison group",
      "Observational or non-random comparison", "Randomised trial",
      "Systematic review"},
     {"of unknown kind", "opinions", "guidelines", "overviews by experts",
      "laboratory studies", "animal studies",
      "case reports or series without a comparison group",
      "comparisons that were not randomised", "randomised trials",
      "systematic reviews"},
     "person",
     "people",
     "no",
     ","},
    {"de",
     {NULL, "Meinung", "Leitlinie", "Übersicht von Fachleuten", "Laborstudie",
      "Tierversuch", "Fallbericht oder Fallserie ohne Vergleichsgruppe",
      "Beobachtung oder Vergleich ohne Zufallszuteilung",
      "Randomisierte Studie", "Systematische Übersicht"},
     {"unbekannter Art", "Meinungen", "Leitlinien",
      "Übersichten von Fachleuten", "Laborstudien", "Tierversuche",
      "Fallberichte oder Fallserien ohne Vergleichsgruppe",
      "Vergleiche ohne Zufallszuteilung", "randomisierte Studien",
      "systematische Übersichten"},
     "Person",
     "Personen",
     "keine",
     "."},
    {"fr",
     {NULL, "Opinion", "Recommandations", "Synthèse d’experts",
      "Étude de laboratoire", "Étude sur des animaux",
      "Cas ou série de cas sans groupe de comparaison",
      "Observation ou comparaison sans tirage au sort", "Essai randomisé",
      "Revue systématique"},
     {"de nature inconnue", "des opinions", "des recommandations",
      "des synthèses d’experts", "des études de laboratoire",
      "des études sur des animaux",
      "des cas ou séries de cas sans groupe de comparaison",
      "des comparaisons sans tirage au sort", "des essais randomisés",
      "des revues systématiques"},
     "personne",
     "personnes",
     "aucune",
     "\xE2\x80\xAF"},
    {"es",
     {NULL, "Opinión", "Guía clínica", "Revisión de expertos",
      "Estudio de laboratorio", "Estudio en animales",
      "Caso o serie de casos sin grupo de comparación",
      "Observación o comparación sin asignación al azar", "Ensayo aleatorizado",
      "Revisión sistemática"},
     {"de tipo desconocido", "opiniones", "guías clínicas",
      "revisiones de expertos", "estudios de laboratorio",
      "estudios en animales",
      "casos o series de casos sin grupo de comparación",
      "comparaciones sin asignación al azar", "ensayos aleatorizados",
      "revisiones sistemáticas"},
     "persona",
     "personas",
     "ninguna",
     "\xE2\x80\xAF"},
};

/* American English spells with a z. */
static const char *const american[2][2] = {
    {"Randomized trial", "randomized trials"},
    {"Observational or non-random comparison",
     "comparisons that were not randomized"}};

static const struct language *
find(const char *tag)
{
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (tag != NULL && bm_langtag_same(tag, languages[i].tag))
			return &languages[i];
	return &languages[0];
}

static const char *
word(bm_design design, const char *lang, bool many)
{
	const struct language *l = find(lang);

	if (bm_lang_american(lang) &&
	    (design == BM_DESIGN_RANDOMISED || design == BM_DESIGN_COHORT))
		return american[design == BM_DESIGN_COHORT][many];
	return many ? l->many[design] : l->one[design];
}

/* See design_words.h. */
const char *
bm_design_plural(bm_design design, const char *lang)
{
	return word(design, lang, true);
}

/* See design_words.h. */
const char *
bm_design_nobody(const char *lang)
{
	return find(lang)->nobody;
}

/* See design_words.h. */
const char *
bm_number_in(bm_arena *arena, unsigned long n, const char *lang)
{
	const char *mark = find(lang)->thousands;

	/* German, French and Spanish part five digits and more. */
	if (n < 1000 || (n < 10000 && *mark != ','))
		return bm_arena_printf(arena, "%lu", n);
	if (n < 1000000)
		return bm_arena_printf(arena, "%lu%s%03lu", n / 1000, mark,
				       n % 1000);
	return bm_arena_printf(arena, "%lu%s%03lu%s%03lu", n / 1000000, mark,
			       n / 1000 % 1000, mark, n % 1000);
}

/* See design_words.h. */
const char *
bm_design_text(bm_arena *arena, bm_design design, unsigned long people,
	       const char *lang)
{
	const char *text = word(design, lang, false);
	const struct language *l = find(lang);
	const char *n;

	if (people == 0)
		return text;
	n = bm_number_in(arena, people, lang);
	if (n == NULL)
		return NULL;
	return bm_arena_printf(arena, "%s%s%s %s", text != NULL ? text : "",
			       text != NULL ? ", " : "", n,
			       people == 1 ? l->person : l->people);
}
