/*
 * What the metadata claim, held against what the pages hold.  Only what can
 * be counted is judged; the rest needs a person.
 */
#include "check/epub.h"

/* All pages together. */
struct sum {
	unsigned images, texts, unnamed, described, math, math_text, audio,
	    video, captions, autoplay, headings, words, ruby, aria, index,
	    script, breaks, pages, svg;
	bm_pos unnamed_at, math_at, media_at, index_at, image_at, break_at;
};

static void
first(bm_pos *at, const bm_pos *pos)
{
	if (at->file == NULL)
		*at = *pos;
}

static void
add_page(struct sum *s, const epub_facts *f)
{
	s->pages++;
	/* The picture of a cover says what the title says. */
	if (!f->is_cover) {
		s->images += f->images;
		s->svg += f->svg;
		first(&s->image_at, &f->first_image);
	}
	s->texts += f->texts;
	s->unnamed += f->unnamed;
	s->described += f->described;
	s->math += f->math;
	s->math_text += f->math_text;
	s->audio += f->audio;
	s->video += f->video;
	s->captions += f->captions;
	s->autoplay += f->autoplay;
	s->headings += f->headings;
	s->words += f->words;
	s->ruby += f->ruby;
	s->aria += f->aria;
	s->index += f->index;
	s->script += f->script;
	s->breaks += (unsigned)f->breaks.len;
	first(&s->unnamed_at, &f->first_unnamed);
	first(&s->math_at, &f->first_math);
	first(&s->media_at, &f->first_media);
	first(&s->index_at, &f->first_index);
	if (f->breaks.len > 0)
		first(&s->break_at, &f->breaks.items[0].pos);
}

/* ---- features ---- */

static const epub_meta *
feature(const epub *e, const char *name)
{
	return epub_meta_find(e, "schema:accessibilityFeature", name);
}

/* A feature that is claimed has something in the book to be about. */
static void
needs(epub *e, const char *name, size_t count, const char *what)
{
	const epub_meta *m = feature(e, name);

	if (m != NULL && count == 0)
		epub_tell(e, "epub-claim-empty", &m->pos,
			  "The book claims %s, but has no %s", name, what);
}

static void
judge_images(epub *e, const struct sum *s)
{
	const epub_meta *m = feature(e, "alternativeText");

	if (m != NULL && s->unnamed > 0)
		epub_tell(e, "epub-claim-broken", &s->unnamed_at,
			  "The book claims alternativeText, but %u of %u "
			  "images %s none, this one first",
			  s->unnamed, s->unnamed + s->texts,
			  s->unnamed == 1 ? "has" : "have");
	else
		needs(e, "alternativeText",
		      s->texts + s->math_text + s->audio + s->video,
		      "image with a text alternative");
	needs(e, "longDescription", s->images + s->svg + s->math, "image");
	needs(e, "longDescriptions", s->images + s->svg + s->math, "image");
}

static void
judge_features(epub *e, const struct sum *s)
{
	size_t media = s->audio + s->video;

	judge_images(e, s);
	needs(e, "MathML", s->math, "formula in MathML");
	needs(e, "MathML-chemistry", s->math, "formula in MathML");
	needs(e, "describedMath", s->math + s->images, "formula");
	needs(e, "index", s->index, "index");
	needs(e, "pageBreakMarkers", s->breaks, "mark of a page");
	needs(e, "printPageNumbers", s->breaks, "mark of a page");
	needs(e, "pageNavigation", e->pages.len, "page list");
	needs(e, "tableOfContents", e->toc.len, "table of contents");
	needs(e, "structuralNavigation", s->headings, "heading");
	needs(e, "synchronizedAudioText", e->has_overlays + media, "narration");
	needs(e, "captions", media, "video");
	needs(e, "closedCaptions", media, "video");
	needs(e, "openCaptions", media, "video");
	needs(e, "audioDescription", media, "video");
	needs(e, "signLanguage", media, "video");
	needs(e, "transcript", media + e->has_overlays, "sound or video");
	needs(e, "rubyAnnotations", s->ruby, "ruby text");
	needs(e, "fullRubyAnnotations", s->ruby, "ruby text");
	needs(e, "ARIA", s->aria, "role");
	needs(e, "taggedPDF", 0, "PDF in it that tags could be in");
}

/* A feature that is there and could be told. */
static void
could(epub *e, const char *const *names, size_t count, const bm_pos *pos,
      const char *what)
{
	if (count == 0)
		return;
	for (size_t i = 0; names[i] != NULL; i++)
		if (feature(e, names[i]) != NULL)
			return;
	epub_tell(e, "epub-claim-left-out", pos,
		  "The book has %s, but does not claim %s", what, names[0]);
}

static void
judge_left_out(epub *e, const struct sum *s)
{
	static const char *const math[] = {"MathML", "MathML-chemistry", NULL},
				 *const index[] = {"index", NULL},
				 *const marks[] = {"pageBreakMarkers",
						   "printPageNumbers", NULL},
				 *const list[] = {"pageNavigation",
						  "printPageNumbers", NULL},
				 *const alt[] = {"alternativeText", NULL},
				 *const audio[] = {"synchronizedAudioText",
						   NULL};

	/* A book that says nothing of itself has a finding for that. */
	if (epub_meta_find(e, "schema:accessibilityFeature", NULL) == NULL)
		return;
	could(e, math, s->math, &s->math_at, "formulas in MathML");
	could(e, index, s->index, &s->index_at, "an index");
	could(e, marks, s->breaks, &s->break_at, "marks of pages");
	could(e, list, e->pages.len, &e->pages_pos, "a page list");
	could(e, alt, s->unnamed == 0 ? s->images : 0, &s->image_at,
	      "images that all have a text alternative");
	could(e, audio, e->has_overlays, &e->metadata_pos, "a narration");
}

/* ---- modes ---- */

static bool
has_mode(const epub *e, const char *mode)
{
	return epub_meta_find(e, "schema:accessMode", mode) != NULL;
}

static void
judge_modes(epub *e, const struct sum *s)
{
	if (epub_meta_find(e, "schema:accessMode", NULL) == NULL)
		return;
	if (s->images + s->video > 0 && !has_mode(e, "visual"))
		epub_tell(e, "epub-mode",
			  s->images > 0 ? &s->image_at : &s->media_at,
			  "The book has %s, but no accessMode visual",
			  s->images > 0 ? "images" : "video");
	if (s->audio + s->video > 0 && !has_mode(e, "auditory"))
		epub_tell(e, "epub-mode", &s->media_at,
			  "The book has %s, but no accessMode auditory",
			  s->audio > 0 ? "sound" : "video");
	if (s->words > 0 && !has_mode(e, "textual"))
		epub_tell(e, "epub-mode", &e->metadata_pos,
			  "The book has text, but no accessMode textual");
}

/* "textual" alone is enough only if all that is no text has one. */
static void
judge_sufficient(epub *e, const struct sum *s)
{
	const epub_meta *m =
	    epub_meta_find(e, "schema:accessModeSufficient", "textual");

	if (m == NULL)
		return;
	if (s->unnamed > 0)
		epub_tell(e, "epub-claim-broken", &m->pos,
			  "Text alone is said to be enough, but %u image%s no "
			  "text alternative, the first in line %u of %s",
			  s->unnamed, s->unnamed == 1 ? " has" : "s have",
			  s->unnamed_at.line, s->unnamed_at.file);
	else if (s->video + s->audio > 0 && s->captions == 0 &&
		 feature(e, "transcript") == NULL &&
		 feature(e, "closedCaptions") == NULL &&
		 feature(e, "openCaptions") == NULL &&
		 feature(e, "captions") == NULL)
		epub_tell(e, "epub-claim-broken", &m->pos,
			  "Text alone is said to be enough, but sound or video "
			  "has neither captions nor a transcript");
}

/* ---- the rest ---- */

static void
judge_hazard(epub *e, const struct sum *s)
{
	const char *property = "schema:accessibilityHazard";
	bool none = epub_meta_find(e, property, "none") != NULL;
	bool flash =
	    none || epub_meta_find(e, property, "noFlashingHazard") != NULL;
	bool sound =
	    none || epub_meta_find(e, property, "noSoundHazard") != NULL;

	if (flash && s->video > 0)
		epub_tell(e, "epub-hazard", &s->media_at,
			  "The book says that nothing flashes or moves, and "
			  "has %u video%s",
			  s->video, s->video == 1 ? "" : "s");
	else if (sound && s->autoplay > 0)
		epub_tell(e, "epub-hazard", &s->media_at,
			  "The book says that nothing sounds, and has media "
			  "that start by themselves");
}

static void
judge_form(epub *e)
{
	const epub_meta *m = feature(e, "displayTransformability");
	const epub_meta *free = feature(e, "unlocked");

	if (m != NULL && e->pre_paginated)
		epub_tell(e, "epub-claim-broken", &m->pos,
			  "The book claims displayTransformability, but its "
			  "layout is fixed");
	if (free != NULL && e->encrypted.len > 0)
		epub_tell(e, "epub-claim-broken", &free->pos,
			  "The book claims unlocked, but %zu of its files "
			  "%s encrypted",
			  e->encrypted.len,
			  e->encrypted.len == 1 ? "is" : "are");
}

/* See epub.h. */
void
epub_judge_claims(epub *e)
{
	struct sum s = {0};

	for (size_t i = 0; i < e->spine.len; i++) {
		const epub_item *item = e->spine.items[i];

		if (item->place != i + 1)
			continue;
		/* A page that could not be read may hold anything. */
		if (item->facts == NULL)
			return;
		add_page(&s, item->facts);
	}
	judge_features(e, &s);
	judge_left_out(e, &s);
	judge_modes(e, &s);
	judge_sufficient(e, &s);
	judge_hazard(e, &s);
	judge_form(e);
}
