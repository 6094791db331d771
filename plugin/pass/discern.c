/*
 * What a build can say to the questions of DISCERN: answers with their places,
 * for a person to judge.  Never a score: a count of what is there says nothing
 * of how good it is.
 */
#include "pass/document.h"
#include "pass/tree.h"

/* Places listed for one answer. */
#define PLACES_MAX 5

static bm_answer *
answer(bm_survey *s, int number, const char *question, bm_answer_word word,
       const char *why)
{
	bm_answer *a = BM_VEC_PUSH(s->doc->arena, &s->doc->claims->answers);

	if (a == NULL)
		return NULL;
	a->number = number;
	a->question = question;
	a->word = word;
	a->why = why;
	return a;
}

static void
add_place(bm_survey *s, bm_answer *a, const bm_pos *pos)
{
	bm_pos *slot;

	if (a == NULL || pos == NULL || a->places.len >= PLACES_MAX)
		return;
	for (size_t i = 0; i < a->places.len; i++)
		if (a->places.items[i].line == pos->line &&
		    a->places.items[i].column == pos->column &&
		    bm_streq(a->places.items[i].file, pos->file))
			return;
	slot = BM_VEC_PUSH(s->doc->arena, &a->places);
	if (slot != NULL)
		*slot = *pos;
}

/* Where a rule about documents failed. */
static void
add_findings(bm_survey *s, bm_answer *a, const char *code)
{
	for (size_t i = 0; i < s->doc->diags->list.len; i++) {
		const bm_diag *d = &s->doc->diags->list.items[i];
		bm_pos pos = {d->file, d->line, d->column, d->end_line,
			      d->end_column};

		if (bm_streq(d->code, code))
			add_place(s, a, &pos);
	}
}

/* The first sentences that say one of these things; only titles if asked. */
static void
add_units(bm_survey *s, bm_answer *a, uint32_t says, bool titles)
{
	const lint_text *text = &s->doc->claims->text;

	for (size_t i = 0;
	     i < text->units.len && a != NULL && a->places.len < PLACES_MAX;
	     i++) {
		bm_pos pos;

		if ((s->says[i] & says) == 0 ||
		    (titles &&
		     text->units.items[i].block->kind != LINT_HEADING))
			continue;
		pos = bm_survey_pos(s, i);
		add_place(s, a, &pos);
	}
}

static bool
failed(const bm_survey *s, int number)
{
	return (s->failed >> number & 1) != 0;
}

/* ---- Section 1: can it be trusted? ---- */

static void
about_aims(bm_survey *s)
{
	xmlNode *info = bm_child(bm_doc_element(s->doc), "info");
	const xmlNode *abstract = bm_child(info, "abstract");
	bm_answer *a;

	a = answer(s, 1, "Are its aims clear?", BM_ANSWER_NO,
		   "There is no summary, and no section says what the text "
		   "covers");
	if (abstract != NULL)
		add_place(s, a, bm_get_pos(s->doc, abstract));
	add_units(s, a, BM_SAYS_AIMS, true);
	if (a != NULL && a->places.len > 0) {
		a->word = BM_ANSWER_PARTLY;
		a->why = "It has a summary or a section on what it covers; "
			 "whether that is clear, a person must say";
	}
	answer(s, 2, "Does it reach its aims?", BM_ANSWER_PERSON,
	       "A build cannot tell");
	answer(s, 3, "Does it matter to its readers?", BM_ANSWER_PERSON,
	       "A build cannot tell");
}

/* "Sources are cited and listed; the oldest is of 1998, the newest of 2024" */
static const char *
age_of_sources(bm_survey *s)
{
	const bm_claims *claims = s->doc->claims;
	int oldest = 0, newest = 0;

	for (size_t i = 0; i < claims->list.len; i++)
		for (size_t k = 0; k < claims->list.items[i].source_count;
		     k++) {
			const bm_value *v = bm_item_get(
			    claims->list.items[i].sources[k], "issued");
			int year = v != NULL && v->kind == BM_VALUE_DATE
				       ? v->date.year[0]
				       : 0;

			if (year == 0)
				continue;
			oldest = oldest == 0 || year < oldest ? year : oldest;
			newest = year > newest ? year : newest;
		}
	if (oldest == 0)
		return "Sources are cited and listed";
	if (oldest == newest)
		return bm_arena_printf(s->doc->arena,
				       "Sources are cited and listed; those "
				       "of claims are of %d",
				       oldest);
	return bm_arena_printf(s->doc->arena,
			       "Sources are cited and listed; those of claims "
			       "are of %d to %d",
			       oldest, newest);
}

/* The list of sources; one that we made stands nowhere in the text, and then
 * the first claims with sources. */
static void
add_sources(bm_survey *s, bm_answer *a)
{
	const bm_claims *claims = s->doc->claims;

	if (!bm_is_generated(s->references, NULL)) {
		add_place(s, a, bm_get_pos(s->doc, s->references));
		return;
	}
	for (size_t i = 0; i < claims->list.len; i++)
		if (claims->list.items[i].disposition == BM_CLAIM_CITED)
			add_place(s, a, &claims->list.items[i].pos);
}

/* Claims that want a source and have none. */
static void
add_bare_claims(bm_survey *s, bm_answer *a)
{
	const bm_claims *claims = s->doc->claims;

	for (size_t i = 0; i < claims->list.len; i++)
		if (claims->list.items[i].disposition == BM_CLAIM_OPEN &&
		    claims->list.items[i].hits[0].rule->cite)
			add_place(s, a, &claims->list.items[i].pos);
}

static void
about_sources(bm_survey *s)
{
	static const char *const dates[] = {"reviewed", "next-review", NULL};
	bool listed = s->references != NULL;
	bm_answer *a;

	a = answer(s, 4, "Is it clear what it rests on?",
		   !listed        ? BM_ANSWER_NO
		   : failed(s, 2) ? BM_ANSWER_PARTLY
				  : BM_ANSWER_YES,
		   !listed        ? "There is no list of sources"
		   : failed(s, 2) ? "Some claims have no source (DOC-02)"
				  : age_of_sources(s));
	if (!listed || failed(s, 2))
		add_bare_claims(s, a);
	else
		add_sources(s, a);
	a = answer(s, 5, "Is it clear how old it is?",
		   failed(s, 3) ? BM_ANSWER_NO : BM_ANSWER_YES,
		   failed(s, 3) ? "Dates are missing or too far apart (DOC-03)"
				: "It is dated, reviewed, and its next review "
				  "is due");
	for (size_t i = 0; dates[i] != NULL && !failed(s, 3); i++) {
		xmlNode *info = bm_child(bm_doc_element(s->doc), "info");

		for (const xmlNode *n = bm_child(info, "meta"); n != NULL;
		     n = bm_next(n, "meta"))
			if (bm_streq(bm_attr(n, "name"), dates[i]))
				add_place(s, a, bm_get_pos(s->doc, n));
	}
}

static void
about_balance(bm_survey *s)
{
	static const char *const kinds[] = {"absolute", "selling",
					    "testimonial"};
	const bm_claims *claims = s->doc->claims;
	bool one_sided = failed(s, 5) || failed(s, 6) || failed(s, 12);
	bm_answer *a;

	a = answer(s, 6, "Is it balanced?",
		   one_sided ? BM_ANSWER_NO : BM_ANSWER_PARTLY,
		   one_sided ? "Harms are missing beside benefits, or it sells "
			       "(DOC-05, DOC-06, DOC-12)"
			     : "No fault of structure was found; a person must "
			       "read the tone");
	add_findings(s, a, "DOC-05");
	add_findings(s, a, "DOC-06");
	for (size_t i = 0; i < claims->list.len; i++) {
		const bm_claim *c = &claims->list.items[i];

		for (size_t k = 0; k < 3; k++)
			if (c->disposition == BM_CLAIM_OPEN &&
			    c->hits[0].rule->severity > BM_INFO &&
			    strcmp(c->hits[0].rule->kind, kinds[k]) == 0) {
				add_place(s, a, &c->pos);
				if (a != NULL)
					a->word = BM_ANSWER_NO;
				if (a != NULL && !one_sided)
					a->why = "It promises, sells or lets "
						 "others praise";
			}
	}
}

/* A part whose title promises more, and that has a link. */
static void
about_more(bm_survey *s)
{
	bm_answer *a =
	    answer(s, 7, "Does it lead to more information?", BM_ANSWER_NO,
		   "No section on further information with a link "
		   "was found");

	for (size_t i = 0; a != NULL && i < s->parts.len; i++) {
		const bm_part *part = &s->parts.items[i];
		xmlNode *node = (xmlNode *)(uintptr_t)part->node;
		bool link = false;

		if ((part->title & BM_SAYS_FURTHER) == 0)
			continue;
		for (xmlNode *n = node; n != NULL && !link;
		     n = bm_walk(n, node))
			link = bm_is(n, "link") || bm_is(n, "xref");
		if (!link)
			continue;
		add_place(s, a, bm_get_pos(s->doc, node));
		a->word = BM_ANSWER_YES;
		a->why = "It has a section on further information, with links";
	}
}

/* Sections that name benefits and not how sure one can be. */
static void
add_unsure(bm_survey *s, bm_answer *a)
{
	for (size_t i = 0; i < s->parts.len; i++) {
		const bm_part *part = &s->parts.items[i];

		if (part->benefits > 0 && (part->all & BM_SAYS_DOUBT) == 0)
			add_place(s, a, bm_get_pos(s->doc, part->node));
	}
}

/* Whether each section with a benefit says how sure one can be. */
static void
about_doubt(bm_survey *s)
{
	size_t asked = 0, said = 0;
	bm_answer *a;

	for (size_t i = 0; i < s->parts.len; i++) {
		asked += s->parts.items[i].benefits > 0;
		said += s->parts.items[i].benefits > 0 &&
			(s->parts.items[i].all & BM_SAYS_DOUBT) != 0;
	}
	a = answer(s, 8, "Does it say what is not certain?", BM_ANSWER_YES,
		   "Uncertainty is named; whether for all that is uncertain, a "
		   "person must say");
	add_units(s, a, BM_SAYS_DOUBT, false);
	if (a != NULL && said < asked) {
		a->word = a->places.len > 0 ? BM_ANSWER_PARTLY : BM_ANSWER_NO;
		a->why = "A section names benefits and not how sure they are";
		a->places.len = 0;
		add_unsure(s, a);
	} else if (a != NULL && a->places.len == 0) {
		a->word = BM_ANSWER_NO;
		a->why = "No sentence says how sure anything is";
	}
}

/* ---- Section 2: treatments ---- */

/* One whose answer is the presence of words; NULL without memory. */
static bm_answer *
about_words(bm_survey *s, int number, const char *question, uint32_t says,
	    const char *yes, const char *no)
{
	bm_answer *a = answer(s, number, question, BM_ANSWER_NO, no);

	add_units(s, a, says, false);
	if (a != NULL && a->places.len > 0) {
		a->word = BM_ANSWER_PARTLY;
		a->why = yes;
	}
	return a;
}

static void
about_headings(bm_survey *s, int number, const char *question)
{
	bm_answer *a = answer(s, number, question, BM_ANSWER_NO,
			      "No treatment has a heading of its own");

	add_units(s, a, BM_TREATMENTS, true);
	if (a != NULL && a->places.len > 0) {
		a->word = BM_ANSWER_PARTLY;
		a->why = "These headings name treatments; a person must read "
			 "what they say";
	}
}

/* Harms are named, if at all, but not where they are owed: there is the
 * answer. */
static void
lack_harms(bm_survey *s, bm_answer *a)
{
	a->word = BM_ANSWER_NO;
	a->why = "Harms are not named where benefits are (DOC-05, DOC-06)";
	a->places.len = 0;
	add_findings(s, a, "DOC-05");
	add_findings(s, a, "DOC-06");
}

static void
about_treatments(bm_survey *s)
{
	uint32_t all = s->parts.items[0].all;
	size_t named = 0;
	bm_answer *a;

	about_headings(s, 9, "Does it say how each treatment works?");
	about_headings(s, 10, "Does it say what good each treatment does?");
	a = about_words(
	    s, 11, "Does it say what harm each treatment may do?", BM_SAYS_HARM,
	    "Harms are named; whether of each treatment, a person must "
	    "say",
	    "No harm is named");
	if (a != NULL && (failed(s, 5) || failed(s, 6)))
		lack_harms(s, a);
	about_words(s, 12, "Does it say what happens without treatment?",
		    BM_SAYS_NOTHING,
		    "Doing nothing, or waiting, is named as a choice",
		    "Doing nothing for now is not named");
	about_words(s, 13, "Does it speak of quality of life?", BM_SAYS_LIFE,
		    "Daily life is named; a person must judge what is said",
		    "Daily life is not named");
	for (size_t t = 0; t < s->treatment_count; t++)
		named += (all & BM_SAYS_TREATMENT << t) != 0;
	a = answer(s, 14, "Is there more than one choice?",
		   named > 1 ? BM_ANSWER_YES : BM_ANSWER_NO,
		   named > 1 ? bm_arena_printf(s->doc->arena,
					       "It names %zu kinds of "
					       "treatment",
					       named)
			     : "It names one kind of treatment only");
	for (size_t t = 0; t < s->treatment_count; t++) {
		size_t unit = bm_survey_first(s, BM_SAYS_TREATMENT << t);
		bm_pos pos;

		if (unit == SIZE_MAX)
			continue;
		pos = bm_survey_pos(s, unit);
		add_place(s, a, &pos);
	}
	about_words(s, 15, "Does it help to decide together with others?",
		    BM_SAYS_SHARED,
		    "It tells readers to talk to those who treat them",
		    "It does not tell readers to talk to those who treat them");
}

/* Questions 9 to 15 of a text that names no treatment. */
static void
skip_treatments(bm_survey *s)
{
	static const char *const questions[] = {
	    "Does it say how each treatment works?",
	    "Does it say what good each treatment does?",
	    "Does it say what harm each treatment may do?",
	    "Does it say what happens without treatment?",
	    "Does it speak of quality of life?",
	    "Is there more than one choice?",
	    "Does it help to decide together with others?"};

	for (int i = 0; i < 7; i++)
		answer(s, 9 + i, questions[i], BM_ANSWER_NOT_ASKED,
		       "It names no treatment");
}

/* See document.h. */
bm_status
bm_discern(bm_survey *s)
{
	if (!s->english)
		return BM_OK;
	about_aims(s);
	about_sources(s);
	about_balance(s);
	about_more(s);
	about_doubt(s);
	if ((s->parts.items[0].all & BM_TREATMENTS) != 0)
		about_treatments(s);
	else
		skip_treatments(s);
	return bm_pass_status(s->doc);
}
