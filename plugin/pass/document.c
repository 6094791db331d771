/*
 * Pass "document": rules about the structure of a text on health, DOC-01 to
 * DOC-12.  The worst faults of promotional texts are not in what they say but
 * in what is not there: who wrote it, its sources, its date, the harms, the
 * other choices, the signs of an emergency.  Nothing in the tree is changed.
 */
#include "pass/document.h"

#include <stdarg.h>
#include <stdio.h>

#include "pass/status.h"
#include "pass/tree.h"
#include "pass/wording.h"

static const bm_rule rules[] = {
    {"DOC-01", BM_WARNING, "Nobody with a credential answers for the text",
     "JAMA benchmarks 1997, authorship",
     "Name an author with credentials, or for an organisation the reviewer"},
    {"DOC-02", BM_WARNING, "Claims stand without sources",
     "JAMA benchmarks 1997, attribution; DISCERN 1999, question 4",
     "Cite a source for each claim, and list the sources"},
    {"DOC-03", BM_WARNING, "The text does not say how current it is",
     "JAMA benchmarks 1997, currency; PIF TICK 2023",
     "Give date, reviewed and next-review, at most 36 months apart"},
    {"DOC-04", BM_WARNING, "Ownership, funding and interests are not stated",
     "JAMA benchmarks 1997, disclosure; 16 CFR 255.5",
     "Give publisher, funding and interests; \"none\" is a statement too"},
    {"DOC-05", BM_WARNING, "Benefits are named and no harms",
     "DISCERN 1999, question 11",
     "Name the harms in the same section or one beside it"},
    {"DOC-06", BM_WARNING, "The treatment that is promoted has no harms",
     "DISCERN 1999, questions 11 and 14",
     "Name its harms as you do for the others"},
    {"DOC-07", BM_WARNING, "The reader is not given a choice",
     "DISCERN 1999, questions 12 and 14",
     "Name other treatments, and doing nothing for now as one of the choices"},
    {"DOC-08", BM_ERROR, "A text on the spine does not begin with emergencies",
     "Finucane 2020",
     "Give the document the subject \"spine\", so that the notice is put in"},
    {"DOC-09", BM_ERROR, "A cell product is named without a dated status",
     "FDA consumer page 2021",
     "Name a row of the status table for each audience-place (legal-status, or "
     "a sentence from the table), or give product, condition, place and "
     "status-date, or write in a sentence when it was checked and what was "
     "found"},
    {"DOC-10", BM_WARNING, "A list of outcomes or causes has no source",
     "DISCERN 1999, question 4",
     "Cite a source in the sentence before the list or in its items"},
    {"DOC-11", BM_WARNING, "The references do not hold",
     "ICMJE recommendations, references",
     "Mend the keys, cite or remove what is listed, and look at works that "
     "were withdrawn or corrected"},
    {"DOC-12", BM_ERROR, "The text sells and is not marked as advertisement",
     "Directive 2001/83/EC, article 89; FTC Act, section 5",
     "Take the selling out, or name the sponsor, so that the notice is put in"},
    {0}};

/* See document.h. */
void
bm_survey_fail(bm_survey *s, int number, const xmlNode *node, const bm_pos *pos,
	       const char *format, ...)
{
	const bm_rule *rule = &rules[number - 1];
	bm_doc *doc = s->doc;
	char message[512];
	va_list args;

	s->failed |= (size_t)1 << number;
	if (bm_excuses_at(&doc->claims->excuses, node, rule->code) != NULL)
		return;
	va_start(args, format);
	(void)vsnprintf(message, sizeof message, format, args);
	va_end(args);
	bm_diag_add(doc->diags, rule, pos, "%s", message);
}

/* At the title, where a finding about the whole document belongs. */
static const bm_pos *
head_pos(const bm_survey *s)
{
	xmlNode *root = bm_doc_element(s->doc), *title = bm_title(root);

	return bm_get_pos(s->doc, title != NULL ? title : root);
}

static void
fail(bm_survey *s, int number, const char *what)
{
	bm_survey_fail(s, number, bm_doc_element(s->doc), head_pos(s), "%s",
		       what);
}

static const xmlNode *
info_of(const bm_survey *s)
{
	return bm_child(bm_doc_element(s->doc), "info");
}

/* ---- DOC-01: who ---- */

static bool
has_credential(const xmlNode *person)
{
	for (const xmlNode *n = person; n != NULL;
	     n = bm_walk((xmlNode *)(uintptr_t)n, person))
		if ((bm_is(n, "othername") &&
		     bm_pass_has_word(bm_attr(n, "role"), "credentials")) ||
		    bm_is(n, "honorific") || bm_is(n, "affiliation"))
			return true;
	return false;
}

static void
check_author(bm_survey *s)
{
	static const char *const people[] = {"author", "editor", NULL};
	xmlNode *info = (xmlNode *)(uintptr_t)info_of(s);
	bool some = false, good = false;

	for (xmlNode *n = info; n != NULL; n = bm_walk(n, info)) {
		if (!bm_is_any(n, people))
			continue;
		some = true;
		good = good || has_credential(n) ||
		       (bm_child(n, "orgname") != NULL &&
			bm_info_find(s->doc, "reviewer") != NULL);
	}
	if (!some)
		fail(s, 1, "The document names no author");
	else if (!good)
		fail(s, 1,
		     "No author has a credential, and no organisation names a "
		     "reviewer");
}

/* ---- DOC-03: when ---- */

/* Whether b is more than 36 months behind a. */
static bool
too_long(bm_date a, bm_date b)
{
	int months = (b.year - a.year) * 12 + (b.month > 0 ? b.month : 1) -
		     (a.month > 0 ? a.month : 1);

	return months > 36 || (months == 36 && b.day > (a.day > 0 ? a.day : 1));
}

static void
check_dates(bm_survey *s)
{
	bm_date published, reviewed, next;
	bool has_date = bm_survey_date(s, "pubdate", &published);
	bool has_review = bm_survey_date(s, "reviewed", &reviewed);
	bool has_next = bm_survey_date(s, "next-review", &next);

	if (!has_date || !has_review || !has_next)
		bm_survey_fail(s, 3, bm_doc_element(s->doc), head_pos(s),
			       "There is no date of%s%s%s",
			       has_date ? "" : " publication",
			       has_review ? ""
			       : has_date ? " the last review"
			       : has_next ? " and of the last review"
					  : ", of the last review",
			       has_next                 ? ""
			       : has_date && has_review ? " the next review"
							: " and of the next "
							  "review");
	else if (too_long(reviewed, next))
		bm_survey_fail(
		    s, 3, bm_doc_element(s->doc),
		    bm_get_pos(s->doc, bm_info_find(s->doc, "next-review")),
		    "The next review is more than 36 months after the last "
		    "one");
}

/* ---- DOC-04: whose ---- */

static bool
has_any(const bm_survey *s, const char *const *names)
{
	for (; *names != NULL; names++)
		if (bm_meta(s->doc, *names) != NULL)
			return true;
	return false;
}

static void
check_interests(bm_survey *s)
{
	static const char *const owners[] = {"owner", "publisher", NULL};
	static const char *const money[] = {"funding", "funder", "sponsor",
					    NULL};
	static const char *const ties[] = {"interests", NULL};
	bool owner = has_any(s, owners) ||
		     bm_child(info_of(s), "publisher") != NULL ||
		     bm_child(info_of(s), "publishername") != NULL;
	bool funding = has_any(s, money), interests = has_any(s, ties);

	if (!owner || !funding || !interests)
		bm_survey_fail(s, 4, bm_doc_element(s->doc), head_pos(s),
			       "The document does not state%s%s%s",
			       owner ? "" : " who owns it (publisher)",
			       funding ? ""
			       : owner ? " who paid (funding)"
				       : ", who paid (funding)",
			       interests          ? ""
			       : owner && funding ? " its interests"
						  : ", its interests");
}

/* ---- DOC-08: emergencies ---- */

/* Whether it begins the next page of chunked output. */
static bool
is_later_page(const bm_survey *s, const xmlNode *node)
{
	size_t chunks = 0;

	(void)s;
	if (!bm_pass_is_page(node))
		return false;
	for (const xmlNode *n = node->prev; n != NULL; n = n->prev)
		chunks += bm_pass_is_page(n);
	return chunks > 0;
}

/* The notice, or a block or section of the author's about emergencies. */
static bool
is_emergency(const bm_survey *s, const xmlNode *n)
{
	static const char *const blocks[] = {"warning", "caution", "important",
					     "danger",  "note",    "tip",
					     "sidebar", NULL};

	if (bm_streq(bm_attr_bm(n, "kind"), "emergency") ||
	    bm_pass_has_word(bm_attr(n, "role"), "emergency"))
		return true;
	if (!bm_is_any(n, blocks) && !bm_pass_is_division(n))
		return false;
	return bm_title(n) != NULL && n != bm_doc_element(s->doc) &&
	       bm_str_find(bm_str_of(bm_textz(s->doc, bm_title(n))), "mergency",
			   0) < strlen(bm_textz(s->doc, bm_title(n)));
}

static void
check_emergency(bm_survey *s)
{
	const bm_reasons *spine =
	    bm_triggers_find(&s->triggers, BM_TRIGGER_TOPIC, "spine");
	xmlNode *root = bm_doc_element(s->doc), *next;
	size_t units = s->doc->claims->text.units.len, said = 0;

	for (size_t i = 0; i < units; i++)
		said += (s->says[i] & BM_SAYS_SPINE) != 0;
	/* A word in passing makes no topic. */
	if (spine == NULL && (s->parts.items[0].title & BM_SAYS_SPINE) == 0 &&
	    (said < 3 || said * 10 < units))
		return;
	for (xmlNode *n = root; n != NULL; n = next) {
		bool later = is_later_page(s, n);

		next = later ? bm_walk_over(n, root) : bm_walk(n, root);
		if (!later && n->type == XML_ELEMENT_NODE && is_emergency(s, n))
			return;
	}
	fail(s, 8,
	     "The document is about the spine or back pain, and its first page "
	     "does not say when to get emergency help");
}

/* ---- DOC-09: approval ---- */

static size_t
count_metas(const bm_survey *s, const char *name)
{
	size_t count = 0;

	for (const xmlNode *n = bm_child(info_of(s), "meta"); n != NULL;
	     n = bm_next(n, "meta"))
		count += bm_streq(bm_attr(n, "name"), name);
	return count;
}

/* What a map of places knows of one. */
enum { TOLD = 1, TOLD_INSIDE = 2 };

/* The last "-" of a code such as "us-ca", or NULL; what is longer is none. */
static char *
last_part(char *place)
{
	return strlen(place) <= 32 ? strrchr(place, '-') : NULL;
}

/* Puts a place, in lower case, and as one inside of those round it: "us-ca"
 * lies in "us". */
static bool
put_place(bm_survey *s, bm_map *places, const char *place)
{
	char *name = bm_arena_strdup(s->doc->scratch, place);
	uintptr_t told = TOLD;

	for (char *c = name; c != NULL && *c != '\0'; c++)
		*c = bm_lower(*c);
	for (char *end; name != NULL && *name != '\0'; *end = '\0') {
		void **slot = bm_map_put(places, bm_str_of(name), NULL);

		if (slot == NULL)
			return false;
		*slot = (void *)((uintptr_t)*slot | told);
		told = TOLD_INSIDE;
		end = last_part(name);
		if (end == NULL)
			return true;
	}
	return name != NULL;
}

/* The places of the rows of the status table that the metadata name, and of
 * sentences from it. */
static bool
find_places(bm_survey *s, bm_map *places)
{
	const bm_statuses *own = s->doc->statuses;
	xmlNode *root = bm_doc_element(s->doc);

	bm_map_init(places, s->doc->scratch);
	for (size_t i = 0; own != NULL && i < own->rows.len; i++)
		if (own->rows.items[i]->dated &&
		    !put_place(s, places, own->rows.items[i]->place))
			return false;
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const lint_status *row =
		    n->type == XML_ELEMENT_NODE &&
			    bm_attr_bm(n, "sentence") != NULL
			? bm_statuses_row(s->doc, bm_attr_bm(n, "status"))
			: NULL;

		if (row != NULL && !put_place(s, places, row->place))
			return false;
	}
	return true;
}

/* Whether a place is told of, or one round it, or one inside. */
static bool
is_told(bm_survey *s, const bm_map *places, const char *place)
{
	char *name = bm_arena_strdup(s->doc->scratch, place);
	bool inside = true;

	for (char *c = name; c != NULL && *c != '\0'; c++)
		*c = bm_lower(*c);
	while (name != NULL) {
		uintptr_t told = (uintptr_t)bm_map_getz(places, name);
		char *end = last_part(name);

		if ((told & TOLD) != 0 || (inside && told != 0))
			return true;
		if (end == NULL)
			return false;
		*end = '\0';
		inside = false;
	}
	return false;
}

/* How many of the readers' places the status table tells nothing of. */
static size_t
untold_places(bm_survey *s)
{
	bm_map places;
	size_t all = 0, untold = 0;

	if (!find_places(s, &places))
		return 0;
	for (const xmlNode *n = bm_child(info_of(s), "meta"); n != NULL;
	     n = bm_next(n, "meta")) {
		const char *place = bm_attr(n, "content");

		if (!bm_streq(bm_attr(n, "name"), "audience-place"))
			continue;
		all++;
		untold += place == NULL || !is_told(s, &places, place);
	}
	return all > 0 ? untold : places.len == 0;
}

static void
check_status(bm_survey *s)
{
	size_t places = count_metas(s, "audience-place");
	size_t told = count_metas(s, "place");
	uint32_t cells = 0;
	size_t unit;
	bm_date date;
	bm_pos pos;

	for (size_t i = 0; i < s->treatment_count; i++)
		if (strcmp(s->treatments[i], "cells") == 0)
			cells = BM_SAYS_TREATMENT << i;
	unit = cells != 0 ? bm_survey_first(s, cells) : SIZE_MAX;
	if (unit == SIZE_MAX)
		return;
	places = places > 0 ? places : 1;
	if (bm_survey_date(s, "status-date", &date) && told >= places)
		return;
	places = untold_places(s);
	for (size_t i = 0; i < s->doc->claims->text.units.len && places > 0;
	     i++)
		places -= (s->says[i] & BM_SAYS_STATUS) != 0;
	if (places == 0)
		return;
	pos = bm_survey_pos(s, unit);
	bm_survey_fail(s, 9, s->doc->claims->text.units.items[unit].block->node,
		       &pos,
		       "A cell product is named here, and for %zu place%s of "
		       "its readers the document does not say if it is "
		       "approved and when that was checked",
		       places, places == 1 ? "" : "s");
}

/* ---- DOC-11: references ---- */

/* Whether "nocite" names what an entry lists. */
static bool
is_nocite(const bm_survey *s, const xmlNode *entry)
{
	const char *id = bm_attr_xml(entry, "id");

	if (id == NULL)
		return false;
	if (strncmp(id, "ref-", 4) == 0)
		id += 4;
	for (const xmlNode *n = bm_child(info_of(s), "meta"); n != NULL;
	     n = bm_next(n, "meta")) {
		const char *keys = bm_attr(n, "content");

		if (bm_streq(bm_attr(n, "name"), "nocite") && keys != NULL &&
		    (strchr(keys, '*') != NULL || strstr(keys, id) != NULL))
			return true;
	}
	return false;
}

static bool
is_cited(const xmlNode *entry)
{
	for (const xmlNode *n = bm_child(entry, "bibliomisc"); n != NULL;
	     n = bm_next(n, "bibliomisc"))
		if (bm_streq(bm_attr(n, "role"), "backlinks"))
			return true;
	return false;
}

/* What is wrong with the references, as far as something is. */
static const char *
counted(const bm_survey *s, size_t lost, size_t doubted, size_t idle)
{
	const char *text;
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(s->doc->scratch));
	if (lost > 0)
		bm_buf_printf(&buf, "%zu cannot be found", lost);
	if (doubted > 0)
		bm_buf_printf(&buf, "%s%zu withdrawn, doubted or corrected",
			      buf.len > 0 ? ", " : "", doubted);
	if (idle > 0)
		bm_buf_printf(&buf, "%s%zu listed without being cited",
			      buf.len > 0 ? ", " : "", idle);
	text =
	    bm_arena_printf(s->doc->scratch, "The references do not hold: %s",
			    bm_buf_cstr(&buf));
	bm_buf_free(&buf);
	return text != NULL ? text : "";
}

static void
check_references(bm_survey *s)
{
	static const char *const entries[] = {"bibliomixed", "biblioentry",
					      NULL};
	static const char *const withdrawn[] = {
	    "cite-retracted", "cite-concern", "cite-corrected", NULL};
	size_t lost = 0, doubted = 0, idle = 0;
	xmlNode *root = bm_doc_element(s->doc);
	const bm_pos *at = NULL;
	bm_pos first = {0};

	for (size_t i = 0; i < s->doc->diags->list.len; i++) {
		const bm_diag *d = &s->doc->diags->list.items[i];
		bool gone = bm_streq(d->code, "cite-unresolved"), bad = false;

		for (size_t k = 0; withdrawn[k] != NULL; k++)
			bad = bad || bm_streq(d->code, withdrawn[k]);
		if (lost + doubted == 0 && (gone || bad))
			first = (bm_pos){d->file, d->line, d->column,
					 d->end_line, d->end_column};
		lost += gone;
		doubted += bad;
	}
	at = lost + doubted > 0 ? &first : NULL;
	for (xmlNode *n = root; n != NULL && s->references != NULL;
	     n = bm_walk(n, root)) {
		if (!bm_is_any(n, entries) || is_cited(n) || is_nocite(s, n))
			continue;
		idle++;
		at = at != NULL ? at : bm_get_pos(s->doc, n);
	}
	if (at != NULL)
		bm_survey_fail(s, 11, root, at, "%s",
			       counted(s, lost, doubted, idle));
}

/* ---- DOC-12: selling ---- */

static bool
is_marked(const bm_survey *s)
{
	xmlNode *root = bm_doc_element(s->doc);

	if (bm_info_find(s->doc, "sponsor") != NULL)
		return true;
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (n->type == XML_ELEMENT_NODE &&
		    (bm_streq(bm_attr_bm(n, "kind"), "advertisement") ||
		     bm_pass_has_word(bm_attr(n, "role"), "advertisement")))
			return true;
	return false;
}

static void
check_selling(bm_survey *s)
{
	const bm_claims *claims = s->doc->claims;

	for (size_t i = 0; i < claims->list.len; i++) {
		const bm_claim *c = &claims->list.items[i];

		for (size_t h = 0; h < c->hit_count; h++) {
			const lint_rule *rule = c->hits[h].rule;

			if (c->disposition == BM_CLAIM_SUPPRESSED ||
			    rule->severity == BM_INFO ||
			    strcmp(rule->kind, "selling") != 0)
				continue;
			if (!is_marked(s))
				bm_survey_fail(s, 12, c->unit->block->node,
					       &c->pos,
					       "The text sells here (%s), and "
					       "the document is not marked as "
					       "an advertisement",
					       rule->id);
			return;
		}
	}
}

/* ---- The pass ---- */

/* Whether it has a subject for which there is a notice. */
static bool
has_health_topic(bm_survey *s)
{
	const bm_notices *notices = s->context->notices;

	for (size_t i = 0; notices != NULL && i < notices->list.len; i++) {
		const bm_notice *n = &notices->list.items[i];

		if (n->trigger != BM_TRIGGER_TOPIC)
			continue;
		for (size_t k = 0; n->when != NULL && n->when[k] != NULL; k++)
			if (strncmp(n->when[k], "meta:", 5) != 0 &&
			    bm_triggers_find(&s->triggers, BM_TRIGGER_TOPIC,
					     n->when[k]) != NULL)
				return true;
	}
	return false;
}

/* ... or makes a claim that only a text on health makes. */
static bool
is_about_health(bm_survey *s)
{
	return has_health_topic(s) || bm_claims_health(s->doc->claims);
}

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	bm_status status;
	bm_survey s;

	if (doc->claims == NULL || context->claims == NULL ||
	    !bm_is(bm_doc_element(doc), NULL))
		return BM_OK;
	doc->claims->answers.len = 0;
	status = bm_survey_make(&s, doc, context);
	if (status == BM_OK && is_about_health(&s)) {
		check_author(&s);
		check_dates(&s);
		check_interests(&s);
		check_emergency(&s);
		check_status(&s);
		check_references(&s);
		check_selling(&s);
		status = bm_document_text(&s);
		if (status == BM_OK)
			status = bm_discern(&s);
	}
	if (status != BM_OK)
		return status;
	bm_excuses_unused(doc, &doc->claims->excuses, bm_claims_unused, true);
	return bm_pass_status(doc);
}

const bm_pass bm_pass_document = {"document", rules, run};
