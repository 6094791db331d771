/*
 * Pass "readability": sections and notices that are harder to read than the
 * project wants, and, when asked for, how hard each section is.  Nothing in
 * the tree is changed.
 */
#include "lint/readability.h"

#include <stdlib.h>

#include "pass/claims.h"
#include "pass/pass.h"
#include "pass/readability.h"
#include "pass/tree.h"

/* What notices are held to where the project says nothing. */
#define NOTICE_LEVEL 8
/* A notice with fewer words is a label. */
#define NOTICE_WORDS 8

static const bm_rule rules[] = {
    {"readability-grade", BM_WARNING,
     "A section is harder to read than the project wants",
     "Flesch-Kincaid grade",
     "Cut its longest sentences in two and use shorter words"},
    {"readability-notice", BM_WARNING,
     "A notice is harder to read than it may be", "Flesch-Kincaid grade",
     "Use shorter sentences and words: everybody must understand a notice"},
    {"readability-level", BM_ERROR, "\"reading-level\" is no grade",
     "Flesch-Kincaid grade", "Give a school grade from 1 to 20, say 8"},
    {"readability-section", BM_INFO, "How hard a section is to read",
     "Flesch-Kincaid grade; SMOG", NULL},
    {"readability-sentence", BM_INFO,
     "One of the hardest sentences of a section", "Flesch-Kincaid grade",
     "Cut it in two, or say it in shorter words"},
    {"readability-text", BM_INFO, "How hard the whole text is to read",
     "Flesch-Kincaid grade; SMOG", NULL},
    {0}};

enum { GRADE, NOTICE, LEVEL, SECTION, SENTENCE, TEXT };

typedef struct reporter {
	bm_doc *doc;
	lint_text *text;
	double level; /* 0: none */
} reporter;

/* The gate of the document or its project; 0: none, or it is no number. */
static double
find_level(bm_doc *doc)
{
	const xmlNode *info = bm_child(bm_doc_element(doc), "info");
	const xmlNode *n = info != NULL ? bm_child(info, "meta") : NULL;

	for (; n != NULL; n = bm_next(n, "meta")) {
		const char *value = bm_attr(n, "content");
		char *end;
		double level;

		if (!bm_streq(bm_attr(n, "name"), "reading-level"))
			continue;
		level = value != NULL ? strtod(value, &end) : 0;
		if (value != NULL && end != value && *end == '\0' &&
		    level >= 1 && level <= 20)
			return level;
		bm_diag_add(doc->diags, &rules[LEVEL], bm_get_pos(doc, n),
			    "\"reading-level\" is no grade: \"%.60s\"",
			    value != NULL ? value : "");
		return 0;
	}
	return 0;
}

/* Above it by what is printed: 8.04 is 8.0. */
static bool
is_above(double grade, double level)
{
	return grade >= level + 0.05;
}

static bm_pos
place_of(reporter *r, const lint_unit *unit)
{
	return lint_locate(r->text, unit->block, unit->at, unit->text.len);
}

/* " \"Title\"" of a section, in the arena; "" when it has none. */
static const char *
name_of(const reporter *r, const lint_section *s)
{
	const char *name = NULL;

	if (s->first->kind == LINT_HEADING)
		name = bm_arena_printf(
		    r->doc->arena, " \"%.*s\"",
		    (int)(s->first->text.len < 120 ? s->first->text.len : 0),
		    s->first->text.ptr);
	return name != NULL && strcmp(name, " \"\"") != 0 ? name : "";
}

/* The measures in words, in buf. */
static void
put_measures(bm_buf *buf, const lint_measure *m)
{
	bm_buf_printf(buf, "grade %.1f, SMOG %.1f%s; %zu words, %zu sentence%s",
		      lint_grade(m), lint_smog(m),
		      m->sentences < LINT_SMOG_SENTENCES
			  ? " (from fewer than 30 sentences)"
			  : "",
		      m->words, m->sentences, m->sentences == 1 ? "" : "s");
}

static void
put_hardest(reporter *r, bm_buf *buf, const lint_section *s)
{
	for (size_t i = 0; i < s->hard_count; i++) {
		bm_pos pos = place_of(r, s->hardest[i].unit);

		bm_buf_printf(buf, "%s line %u (%.1f)",
			      i == 0 ? "; hardest:" : ",", (unsigned)pos.line,
			      s->hardest[i].grade);
	}
}

static void
report(reporter *r, int rule, const bm_pos *pos, bm_buf *buf)
{
	if (buf->status == BM_OK)
		bm_diag_add(r->doc->diags, &rules[rule], pos, "%s",
			    bm_buf_cstr(buf));
	else
		r->doc->no_memory = true;
	bm_buf_free(buf);
}

static void
report_section(reporter *r, const lint_section *s, bool asked)
{
	double grade = lint_grade(&s->measure);
	bm_pos pos = lint_locate(r->text, (lint_block *)(uintptr_t)s->first, 0,
				 s->first->text.len);
	bool judged = s->measure.words >= LINT_READABLE_WORDS;
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(r->doc->arena));
	if (r->level > 0 && judged && is_above(grade, r->level)) {
		bm_buf_printf(&buf,
			      "Section%s has grade %.1f; the project wants "
			      "%g or lower",
			      name_of(r, s), grade, r->level);
		put_hardest(r, &buf, s);
		report(r, GRADE, &pos, &buf);
	}
	if (!asked)
		return;
	bm_buf_init(&buf, bm_arena_allocator(r->doc->arena));
	bm_buf_printf(&buf, "Section%s: ", name_of(r, s));
	put_measures(&buf, &s->measure);
	if (!judged)
		bm_buf_puts(&buf, " (too short to be judged)");
	put_hardest(r, &buf, s);
	report(r, SECTION, &pos, &buf);
	for (size_t i = 0; judged && i < s->hard_count; i++) {
		pos = place_of(r, s->hardest[i].unit);
		bm_diag_add(r->doc->diags, &rules[SENTENCE], &pos,
			    "Hard sentence %zu of section%s: grade %.1f", i + 1,
			    name_of(r, s), s->hardest[i].grade);
	}
}

static void
report_all(reporter *r, const lint_readability *all)
{
	bm_pos pos = {.file = r->doc->file, .line = 1};
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(r->doc->arena));
	if (all->all.words > 0) {
		bm_buf_puts(&buf, "The text: ");
		put_measures(&buf, &all->all);
	} else
		bm_buf_puts(&buf, "No sentences in English to measure");
	report(r, TEXT, &pos, &buf);
}

/* ---- Notices ---- */

/* Measures all sentences but titles; a placeholder is a word. */
static bm_status
measure_text(const lint_text *text, lint_measure *out)
{
	bm_status status = BM_OK;

	*out = (lint_measure){0};
	for (size_t i = 0; i < text->units.len && status == BM_OK; i++)
		if (text->units.items[i].block->kind != LINT_HEADING)
			status =
			    lint_measure_add(out, text->units.items[i].text);
	return status;
}

/* A text that is no part of the tree, cut into sentences. */
static bm_status
measure_string(bm_doc *doc, const char *string, lint_measure *out)
{
	lint_block block = {.kind = LINT_SENTENCE};
	lint_text text = {.doc = doc, .arena = doc->arena};
	lint_block **slot = BM_VEC_PUSH(doc->arena, &text.blocks);
	bm_status status;

	if (slot == NULL)
		return BM_NO_MEMORY;
	block.text = bm_str_of(string);
	*slot = &block;
	status = lint_break(&text);
	return status == BM_OK ? measure_text(&text, out) : status;
}

static void
keep_harder(bm_notice *notice, const lint_measure *m)
{
	double grade = lint_grade(m);

	if (m->words >= NOTICE_WORDS && grade > notice->grade)
		notice->grade = grade;
}

/* See readability.h. */
bm_status
bm_readability_notices(bm_notices *notices)
{
	bm_status status = BM_OK;

	for (size_t i = 0; i < notices->list.len && status == BM_OK; i++) {
		bm_notice *n = &notices->list.items[i];
		const char *lang = bm_lang(bm_doc_element(n->wording));
		lint_text text;
		lint_measure m;

		n->grade = 0;
		if (lang != NULL && strncmp(lang, "en", 2) != 0)
			continue;
		status =
		    lint_text_collect(n->wording, n->wording->arena, &text);
		if (status == BM_OK)
			status = measure_text(&text, &m);
		if (status == BM_OK)
			keep_harder(n, &m);
		if (status != BM_OK || n->shortform == NULL)
			continue;
		status = measure_string(n->wording, n->shortform, &m);
		if (status == BM_OK)
			keep_harder(n, &m);
	}
	return status;
}

static void
report_notices(reporter *r, const bm_notices *notices)
{
	double level = r->level > 0 ? r->level : NOTICE_LEVEL;

	for (size_t i = 0; notices != NULL && i < notices->list.len; i++) {
		const bm_notice *n = &notices->list.items[i];
		bm_pos pos = {.file = n->file};

		if (is_above(n->grade, level))
			bm_diag_add(r->doc->diags, &rules[NOTICE], &pos,
				    "Notice \"%s\" has grade %.1f; it may "
				    "have %g",
				    n->id, n->grade, level);
	}
}

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	reporter r = {.doc = doc};
	lint_readability all;
	bm_status status;

	if (doc->claims == NULL || bm_doc_element(doc) == NULL)
		return BM_OK;
	r.level = find_level(doc);
	report_notices(&r, context->notices);
	if (r.level <= 0 && !context->readability)
		return BM_OK;
	r.text = &doc->claims->text;
	status = lint_readability_collect(r.text, &all);
	if (status == BM_OK && context->readability)
		report_all(&r, &all);
	for (size_t i = 0; i < all.sections.len && status == BM_OK; i++)
		report_section(&r, &all.sections.items[i],
			       context->readability);
	return status == BM_OK ? bm_pass_status(doc) : status;
}

const bm_pass bm_pass_readability = {"readability", rules, run};
