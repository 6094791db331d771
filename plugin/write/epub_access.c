/*
 * What a book says of its accessibility (EPUB Accessibility 1.1, sections 2.2
 * and 3.5; values of the Schema.org Accessibility Properties vocabulary).
 * All of it follows from what its pages hold.  A claim of conformance stands
 * only if its publisher says who looked, and nothing that a program can check
 * is against it.
 */
#include "core/date.h"
#include "write/epub_package.h"

static const bm_rule *
rule(const char *code)
{
	return bm_rule_find(bm_resolve_rules, code);
}

/* A finding at what the metadata say. */
static void
complain(opf *k, const char *code, const xmlNode *at, const char *text)
{
	bm_diags *diags = k->e->p->env->diags;

	if (diags != NULL)
		bm_diag_add(diags, rule(code),
			    at != NULL ? bm_get_pos(k->holder, at) : NULL, "%s",
			    text);
}

/* ---- Modes and features -------------------------------------------------- */

static void
feature(opf *k, bool there, const char *name)
{
	if (there)
		opf_meta(k, "schema:accessibilityFeature", name);
}

static void
put_modes(opf *k, const pub_facts *f)
{
	bool visual = f->images > f->decorative || f->video > 0;
	bool auditory = f->audio + f->video > 0;
	bool see = f->without_alt + f->must_see > 0;
	bool hear = f->must_hear > 0;

	opf_meta(k, "schema:accessMode", "textual");
	if (visual)
		opf_meta(k, "schema:accessMode", "visual");
	if (auditory)
		opf_meta(k, "schema:accessMode", "auditory");
	/* The smallest set that gives all there is. */
	opf_meta(k, "schema:accessModeSufficient",
		 see && hear ? "textual,visual,auditory"
		 : see       ? "textual,visual"
		 : hear      ? "textual,auditory"
			     : "textual");
}

static void
put_features(opf *k, const pub_facts *f)
{
	size_t told = f->images - f->decorative - f->without_alt;
	size_t players = f->audio + f->video;

	feature(k, f->roles > 0, "ARIA");
	feature(k, told > 0 && f->without_alt + f->only_long == 0,
		"alternativeText");
	feature(k, f->described > 0, "audioDescription");
	feature(k, f->video > 0 && f->captions == f->video, "closedCaptions");
	feature(k, f->formulas > 0 && f->told_formulas == f->formulas,
		"describedMath");
	feature(k, true, "displayTransformability");
	feature(k, f->indexes > 0, "index");
	feature(k, f->long_descriptions > 0, "longDescription");
	feature(k, f->formulas > 0, "MathML");
	feature(k, f->page_breaks > 0, "pageBreakMarkers");
	feature(k, f->page_breaks > 0, "pageNavigation");
	feature(k, true, "readingOrder");
	feature(k, f->rubies > 0, "rubyAnnotations");
	feature(k, true, "structuralNavigation");
	feature(k, true, "tableOfContents");
	feature(k, players > 0 && f->transcripts == players, "transcript");
	feature(k, k->e->vertical, "verticalWriting");
}

/* ---- Hazards ------------------------------------------------------------- */

enum { FLASHING, MOTION, SOUND, HAZARDS };

static const char *const hazards[HAZARDS][3] = {
    {"flashing", "noFlashingHazard", "unknownFlashingHazard"},
    {"motionSimulation", "noMotionSimulationHazard",
     "unknownMotionSimulationHazard"},
    {"sound", "noSoundHazard", "unknownSoundHazard"}};

/* Whether some picture may move. */
static bool
has_animation(const publication *p)
{
	for (size_t i = 0; i < p->media_list.len; i++) {
		const pub_media *m = p->media_list.items[i];
		if (m->animated)
			return true;
	}
	return false;
}

/*
 * 0: it is a hazard, 1: it is none, 2: nobody knows.  Only a person can say
 * that a film does not flash: the metadata may, of what is there.
 */
static int
hazard(const opf *k, int which, bool may)
{
	int known = may ? 2 : 1;

	if (!may)
		return known;
	for (xmlNode *n = opf_said(k, "accessibility-hazard", NULL); n != NULL;
	     n = opf_said(k, "accessibility-hazard", n)) {
		const char *value = bm_attr(n, "content");
		if (bm_streq(value, hazards[which][0]))
			known = 0;
		else if (known == 2 && (bm_streq(value, hazards[which][1]) ||
					bm_streq(value, "none")))
			known = 1;
	}
	return known;
}

static void
put_hazards(opf *k, const pub_facts *f)
{
	bool moves = f->video > 0 || has_animation(k->e->p);
	bool may[HAZARDS] = {moves, moves, f->audio + f->video > 0};
	int found[HAZARDS], counts[3] = {0, 0, 0};

	for (int i = 0; i < HAZARDS; i++)
		counts[found[i] = hazard(k, i, may[i])]++;
	if (counts[1] == HAZARDS || counts[2] == HAZARDS) {
		opf_meta(k, "schema:accessibilityHazard",
			 counts[1] == HAZARDS ? "none" : "unknown");
		return;
	}
	/* Of motion that nobody knows nothing is said, which means the same:
	 * the word for it stands misspelt in lists that programs go by. */
	for (int i = 0; i < HAZARDS; i++)
		if (i != MOTION || found[i] != 2)
			opf_meta(k, "schema:accessibilityHazard",
				 hazards[i][found[i]]);
}

/* ---- Summary ------------------------------------------------------------- */

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static void
tell_pictures(bm_buf *buf, const pub_facts *f)
{
	size_t shown = f->images - f->decorative;

	if (shown == 0)
		bm_buf_puts(buf, " There are no images that carry meaning "
				 "beside the cover.");
	else if (f->without_alt == 0)
		bm_buf_printf(buf,
			      " All images that carry meaning (%zu) have a "
			      "text alternative.",
			      shown);
	else
		bm_buf_printf(buf,
			      " %zu of %zu images that carry meaning lack a "
			      "text alternative.",
			      f->without_alt, shown);
	if (f->long_descriptions > 0)
		bm_buf_puts(buf, " Some have a longer description.");
	if (f->formulas > 0)
		bm_buf_printf(buf, " Formulas are MathML%s.",
			      f->formulas == f->told_formulas
				  ? " and have words to be read out"
				  : "");
	if (f->tables > 0)
		bm_buf_printf(buf, " %zu of %zu table%s mark%s header cells.",
			      f->headed_tables, f->tables, plural(f->tables),
			      f->tables == 1 ? "s" : "");
}

static void
tell_players(bm_buf *buf, const pub_facts *f, bool moves)
{
	size_t n = f->audio + f->video;

	if (n > 0)
		bm_buf_printf(buf,
			      " Of %zu film%s and %zu sound recording%s, %zu "
			      "%s a transcript; %zu film%s captions.",
			      f->video, plural(f->video), f->audio,
			      plural(f->audio), f->transcripts,
			      f->transcripts == 1 ? "has" : "have", f->captions,
			      f->captions == 1 ? " has" : "s have");
	else if (moves)
		bm_buf_puts(buf, " Some pictures move.");
	else
		bm_buf_puts(
		    buf,
		    " Nothing in the book moves, flashes or makes a sound.");
	if (f->page_breaks > 0)
		bm_buf_puts(buf, " The pages of the printed source are marked "
				 "and listed.");
}

/* One sentence for each fact, behind what the publisher says. */
static void
put_summary(opf *k, const pub_facts *f)
{
	const char *own = opf_value(k, "accessibility-summary");
	bm_buf buf;

	bm_buf_init(&buf, k->e->p->env->al);
	if (own != NULL)
		bm_buf_printf(&buf, "%s ", own);
	bm_buf_puts(
	    &buf,
	    "The text has headings, a table of contents and a defined reading "
	    "order, and can be resized and restyled.");
	tell_pictures(&buf, f);
	tell_players(&buf, f, has_animation(k->e->p));
	xmlNode *el =
	    opf_meta(k, "schema:accessibilitySummary", bm_buf_cstr(&buf));
	if (strncmp(k->e->book->lang, "en", 2) != 0 && el != NULL &&
	    xmlNewNsProp(el, xmlSearchNs(k->xml, el, BAD_CAST "xml"),
			 BAD_CAST "lang", BAD_CAST "en") == NULL)
		k->failed = true;
	k->failed = k->failed || buf.status != BM_OK;
	bm_buf_free(&buf);
}

/* ---- Conformance --------------------------------------------------------- */

/* Exactly as section 3.5.2 has it: "EPUB Accessibility 1.1 - WCAG 2.1 Level
 * AA". */
static bool
is_conformance(const char *s)
{
	static const char start[] = "EPUB Accessibility 1.1 - WCAG 2.";
	size_t n = strlen(start);

	if (strncmp(s, start, n) != 0 || s[n] < '0' || s[n] > '2' ||
	    strncmp(s + n + 1, " Level A", 8) != 0)
		return false;
	s += n + 9;
	return *s == '\0' || strcmp(s, "A") == 0 || strcmp(s, "AA") == 0;
}

static void
against(bm_buf *why, size_t n, const char *what)
{
	if (n > 0)
		bm_buf_printf(why, "%s%zu %s", why->len > 0 ? ", " : "", n,
			      what);
}

/* What speaks against conformance, as far as it can be counted. */
static void
count_faults(const opf *k, const pub_facts *f, bm_buf *why)
{
	const bm_book *source = k->e->book->source;
	size_t errors = 0, told = f->transcripts + f->described;

	for (size_t i = 0; i < source->doc_count; i++)
		errors += source->docs[i]->diags->errors;
	against(why, f->without_alt, "images without a text alternative");
	against(why, f->formulas - f->named_formulas,
		"formulas without a name");
	against(why, f->tables - f->headed_tables,
		"tables without header cells");
	against(why, f->video - f->captions, "films without captions");
	against(why,
		told < f->audio + f->video ? f->audio + f->video - told : 0,
		"films or sounds that no text stands in for");
	against(why, errors, "errors in the documents");
}

/* Who looked, when, with what right, and what was found (3.5.3). */
static void
put_evaluator(opf *k, xmlNode *claim)
{
	const char *by = opf_value(k, "certified-by");
	const char *date = opf_value(k, "certified-date");
	const char *report = opf_value(k, "certifier-report");
	bm_date day;
	char text[16];
	xmlNode *who, *el;

	who = opf_refine(k, claim, "conformance", "a11y:certifiedBy", NULL, by);
	for (xmlNode *n = opf_said(k, "certifier-credential", NULL); n != NULL;
	     n = opf_said(k, "certifier-credential", n))
		opf_refine(k, who, "evaluator", "a11y:certifierCredential",
			   NULL, bm_attr(n, "content"));
	if (date != NULL && bm_date_parse(bm_str_of(date), &day)) {
		bm_date_iso(day, text, sizeof(text));
		opf_refine(k, who, "evaluator", "dcterms:date", NULL, text);
	}
	if (report == NULL || strstr(report, "://") == NULL)
		return;
	el = opf_add(k, k->metadata, NULL, "link", NULL);
	opf_set(k, el, "rel", "a11y:certifierReport");
	opf_set(k, el, "href", report);
	if (bm_attr(who, "id") == NULL)
		opf_set(k, who, "id", "evaluator");
	opf_set(k, el, "refines",
		bm_arena_printf(k->e->p->arena, "#%s", bm_attr(who, "id")));
}

static void
put_conformance(opf *k, const pub_facts *f)
{
	xmlNode *at = opf_said(k, "conforms-to", NULL);
	const char *claim = opf_value(k, "conforms-to");
	bm_buf why;

	if (claim == NULL)
		return;
	if (strcmp(claim, "none") == 0) {
		opf_meta(k, "dcterms:conformsTo", claim);
		return;
	}
	if (!is_conformance(claim)) {
		complain(k, "conformance-form", at,
			 rule("conformance-form")->summary);
		return;
	}
	if (opf_value(k, "certified-by") == NULL) {
		complain(k, "conformance-evaluator", at,
			 rule("conformance-evaluator")->summary);
		return;
	}
	bm_buf_init(&why, k->e->p->env->al);
	count_faults(k, f, &why);
	if (why.len > 0) {
		bm_buf text;
		bm_buf_init(&text, k->e->p->env->al);
		bm_buf_printf(&text, "The book is not said to conform: %s",
			      bm_buf_cstr(&why));
		complain(k, "conformance-faults", at, bm_buf_cstr(&text));
		bm_buf_free(&text);
	} else {
		put_evaluator(k, opf_meta(k, "dcterms:conformsTo", claim));
	}
	bm_buf_free(&why);
}

/* Why a law does not ask for more (EPUB Accessibility 1.1, 3.5.4). */
static void
put_exemption(opf *k)
{
	static const char *const known[] = {"eaa-disproportionate-burden",
					    "eaa-fundamental-alteration",
					    "eaa-microenterprise", NULL};

	for (xmlNode *n = opf_said(k, "accessibility-exemption", NULL);
	     n != NULL; n = opf_said(k, "accessibility-exemption", n)) {
		const char *value = bm_attr(n, "content");
		size_t i = 0;
		while (known[i] != NULL && !bm_streq(known[i], value))
			i++;
		if (known[i] != NULL)
			opf_meta(k, "a11y:exemption", known[i]);
		else
			complain(k, "exemption-unknown", n,
				 rule("exemption-unknown")->summary);
	}
}

void
epub_facts(const epub *e, pub_facts *out)
{
	memset(out, 0, sizeof(*out));
	/* The cover shows what the title page says. */
	for (size_t i = 0; i < e->spine.len; i++)
		if (e->spine.items[i]->doc != e->cover)
			pub_facts_add(out, &e->spine.items[i]->facts);
}

void
opf_access(opf *k)
{
	pub_facts f;

	epub_facts(k->e, &f);
	put_modes(k, &f);
	put_features(k, &f);
	put_hazards(k, &f);
	put_summary(k, &f);
	put_conformance(k, &f);
	put_exemption(k);
}
