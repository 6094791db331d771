/*
 * Metadata of accessibility: that they are there, that their values are ones,
 * and that they do not contradict each other (EPUB Accessibility 1.1, 2.2 and
 * 3.5).
 */
#include "check/epub.h"

#include "check/subtag.h"
#include "check/vocabulary.h"

/* ---- values ---- */

/* Whether a word is a value of the list, with or without "/part". */
static bool
is_value(const char *const *list, bm_str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] == '/')
			word.len = i;
	for (; *list != NULL; list++)
		if (bm_str_is(word, *list))
			return true;
	return false;
}

static void
judge_value(epub *e, const epub_meta *m, const char *name,
	    const char *const *values)
{
	bm_str rest = bm_str_of(m->value), word;
	bool list = strcmp(name, "accessModeSufficient") == 0;

	while (bm_str_split(&rest, list ? ',' : '\n', &word)) {
		word = bm_str_trim(word);
		if (!is_value(values, word))
			epub_tell(e, "epub-metadata-value", &m->pos,
				  "\"%.*s\" is no value of schema:%s",
				  (int)(word.len < 80 ? word.len : 80),
				  word.ptr, name);
	}
}

/* A value that excludes all others beside it. */
static void
judge_alone(epub *e, const char *property, const char *alone)
{
	const epub_meta *m = epub_meta_find(e, property, alone);

	if (m == NULL)
		return;
	for (size_t i = 0; i < e->metas.len; i++) {
		const epub_meta *other = &e->metas.items[i];

		if (other->refines || strcmp(other->property, property) != 0 ||
		    strcmp(other->value, alone) == 0)
			continue;
		epub_tell(e, "epub-metadata-conflict", &other->pos,
			  "%s says %.60s and %s at once", property,
			  other->value, alone);
		return;
	}
}

static void
judge_hazards(epub *e)
{
	static const char *const pairs[][2] = {
	    {"flashing", "noFlashingHazard"},
	    {"motionSimulation", "noMotionSimulationHazard"},
	    {"sound", "noSoundHazard"},
	    {"flashing", "unknownFlashingHazard"},
	    {"motionSimulation", "unknownMotionSimulationHazard"},
	    {"sound", "unknownSoundHazard"}};
	const char *property = "schema:accessibilityHazard";

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		const epub_meta *a = epub_meta_find(e, property, pairs[i][0]);
		const epub_meta *b = epub_meta_find(e, property, pairs[i][1]);

		if (a != NULL && b != NULL)
			epub_tell(e, "epub-metadata-conflict", &b->pos,
				  "%s says %s and %s at once", property,
				  pairs[i][0], pairs[i][1]);
	}
}

/* ---- presence ---- */

struct property {
	const char *name;
	const char *const *values; /* NULL: any words */
	bool must;
};

static const struct property properties[] = {
    {"accessMode", epub_modes, true},
    {"accessibilityFeature", epub_features, true},
    {"accessibilityHazard", epub_hazards, true},
    {"accessModeSufficient", epub_sufficient, false},
    {"accessibilitySummary", NULL, false}};

/* One property: there, with words, each of them a value. */
static void
judge_property(epub *e, const struct property *p)
{
	const char *full = bm_arena_printf(e->arena, "schema:%s", p->name);
	bool any = false;

	if (full == NULL)
		return;
	for (size_t i = 0; i < e->metas.len; i++) {
		const epub_meta *m = &e->metas.items[i];

		if (m->refines || strcmp(m->property, full) != 0)
			continue;
		any = true;
		if (p->values != NULL)
			judge_value(e, m, p->name, p->values);
		else if (*m->value == '\0')
			epub_tell(e, "epub-metadata-value", &m->pos,
				  "%s is empty", full);
	}
	/* A book of EPUB 2 was made before there was such a thing. */
	if (!any && e->version == 3)
		epub_tell(e,
			  p->must ? "epub-metadata" : "epub-metadata-advised",
			  &e->metadata_pos, "%s is missing", full);
	judge_alone(e, full, "none");
	judge_alone(e, full, "unknown");
}

/* ---- title and language ---- */

static void
judge_naming(epub *e)
{
	const epub_meta *title = epub_meta_find(e, "dc:title", NULL);
	const epub_meta *lang = epub_meta_find(e, "dc:language", NULL);

	if (title == NULL || *title->value == '\0')
		epub_tell(e, "epub-title",
			  title != NULL ? &title->pos : &e->metadata_pos,
			  title != NULL ? "dc:title is empty"
					: "dc:title is missing");
	if (lang == NULL || *lang->value == '\0')
		epub_tell(e, "epub-language",
			  lang != NULL ? &lang->pos : &e->metadata_pos,
			  lang != NULL ? "dc:language is empty"
				       : "dc:language is missing");
	for (size_t i = 0; i < e->metas.len; i++) {
		const epub_meta *m = &e->metas.items[i];

		if (strcmp(m->property, "dc:language") == 0 &&
		    *m->value != '\0' && !check_language_formed(m->value))
			epub_tell(e, "epub-language", &m->pos,
				  "\"%.40s\" is no language tag", m->value);
	}
}

/* ---- conformance ---- */

/* "EPUB Accessibility 1.1 - WCAG 2.x Level y" (3.5.2), or one of the three
 * addresses of version 1.0; `claims` tells whether it is about this at all. */
static bool
is_conformance(const char *v, bool *claims)
{
	static const char *const exact[] = {"EPUB Accessibility 1.1 - WCAG 2.",
					    "EPUB Accessibility 1.2 - WCAG 2."};
	static const char idpf[] =
	    "http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-";
	const char *level;

	*claims = bm_str_starts_nocase(bm_str_of(v), "EPUB Accessibility") ||
		  bm_str_starts(bm_str_of(v), "http://www.idpf.org/epub/a11y");
	if (bm_str_starts(bm_str_of(v), idpf)) {
		level = v + sizeof(idpf) - 1;
		return bm_streq(level, "a") || bm_streq(level, "aa") ||
		       bm_streq(level, "aaa");
	}
	for (size_t i = 0; i < 2; i++) {
		if (!bm_str_starts(bm_str_of(v), exact[i]))
			continue;
		v += strlen(exact[i]);
		return *v >= '0' && *v <= '2' &&
		       (bm_streq(v + 1, " Level A") ||
			bm_streq(v + 1, " Level AA") ||
			bm_streq(v + 1, " Level AAA"));
	}
	return false;
}

static void
judge_conformance(epub *e)
{
	const epub_meta *claim = NULL;
	bool claims;

	for (size_t i = 0; i < e->metas.len; i++) {
		const epub_meta *m = &e->metas.items[i];

		if (strcmp(m->property, "dcterms:conformsTo") != 0 ||
		    m->refines)
			continue;
		if (is_conformance(m->value, &claims))
			claim = m;
		else if (claims)
			epub_tell(e, "epub-conformance", &m->pos,
				  "\"%.80s\" is not how conformance is "
				  "claimed",
				  m->value);
	}
	if (claim == NULL)
		return;
	for (size_t i = 0; i < e->metas.len; i++)
		if (strcmp(e->metas.items[i].property, "a11y:certifiedBy") ==
			0 &&
		    *e->metas.items[i].value != '\0')
			return;
	epub_tell(e, "epub-certifier", &claim->pos,
		  "Conformance is claimed, but nobody says by whom it was "
		  "judged");
}

static void
judge_exemption(epub *e)
{
	static const char *const known[] = {
	    "eaa-microenterprise", "eaa-fundamental-alteration",
	    "eaa-disproportionate-burden", NULL};

	for (size_t i = 0; i < e->metas.len; i++) {
		const epub_meta *m = &e->metas.items[i];

		if (strcmp(m->property, "a11y:exemption") == 0 &&
		    !is_value(known, bm_str_of(m->value)))
			epub_tell(e, "epub-exemption", &m->pos,
				  "\"%.60s\" is no exemption that is known",
				  m->value);
	}
}

/* See epub.h. */
void
epub_judge_metadata(epub *e)
{
	judge_naming(e);
	for (size_t i = 0; i < sizeof(properties) / sizeof(*properties); i++)
		judge_property(e, &properties[i]);
	judge_hazards(e);
	judge_conformance(e);
	judge_exemption(e);
}
