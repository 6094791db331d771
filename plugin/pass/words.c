#include "pass/words.h"

#include "pass/syntax.h"

/* One language: its words, months, and how it puts a date together. */
struct language {
	const char *tag;
	const char *words[BM_WORD_COUNT];
	const char *months[12];
	const char *after_first; /* between the day and the month, on the 1st */
	const char *after_day;   /* the same on other days */
	const char *after_month; /* between the month and the year */
};

/* The first is what all others fall back to. */
static const struct language languages[] = {
    {"en",
     {"Table", "Figure", "Example", "Equation", "Chapter", "Appendix", "Part",
      "and", "retracted", "corrected", "expression of concern", "Also called"},
     {"January", "February", "March", "April", "May", "June", "July", "August",
      "September", "October", "November", "December"},
     " ",
     " ",
     " "},
    {"de",
     {"Tabelle", "Abbildung", "Beispiel", "Gleichung", "Kapitel", "Anhang",
      "Teil", "und", "zurückgezogen", "korrigiert", "Bedenken geäußert",
      "Auch genannt"},
     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
      "September", "Oktober", "November", "Dezember"},
     ". ",
     ". ",
     " "},
    {"fr",
     {"Tableau", "Figure", "Exemple", "Équation", "Chapitre", "Annexe",
      "Partie", "et", "rétracté", "corrigé", "expression de préoccupation",
      "Aussi appelé"},
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
      "septembre", "octobre", "novembre", "décembre"},
     "er ",
     " ",
     " "},
    {"es",
     {"Tabla", "Figura", "Ejemplo", "Ecuación", "Capítulo", "Apéndice", "Parte",
      "y", "retractado", "corregido", "expresión de preocupación",
      "También llamado"},
     {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
      "septiembre", "octubre", "noviembre", "diciembre"},
     " de ",
     " de ",
     " de "},
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
bm_word_in(bm_word word, const char *lang)
{
	return find(lang)->words[word];
}

/* See words.h. */
bool
bm_lang_american(const char *tag)
{
	bm_str rest = bm_str_of(tag), sub;

	if (tag == NULL || !bm_langtag_same(tag, "en"))
		return false;
	while (bm_str_split(&rest, '-', &sub))
		if (sub.len == 2 && bm_lower(sub.ptr[0]) == 'u' &&
		    bm_lower(sub.ptr[1]) == 's')
			return true;
	return false;
}

const char *
bm_date_in(bm_arena *arena, bm_date date, const char *lang)
{
	const struct language *l = find(lang);

	if (date.month < 1 || date.month > 12)
		return bm_arena_printf(arena, "%d", date.year);
	const char *month = l->months[date.month - 1];
	if (date.day == 0)
		return bm_arena_printf(arena, "%s%s%d", month, l->after_month,
				       date.year);
	if (bm_lang_american(lang))
		return bm_arena_printf(arena, "%s %d, %d", month, date.day,
				       date.year);
	return bm_arena_printf(arena, "%d%s%s%s%d", date.day,
			       date.day == 1 ? l->after_first : l->after_day,
			       month, l->after_month, date.year);
}
