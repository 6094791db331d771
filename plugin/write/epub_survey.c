/*
 * What a page that was made holds, counted in the page itself as it is written:
 * so what a book says of its accessibility is true of what its readers get,
 * whatever the source said (EPUB Accessibility 1.1, section 2.2).  Pages are
 * XHTML of ours: values are quoted, and a tag ends at the first ">".
 */
#include "write/publication.h"

/* Tables inside each other that are told apart. */
#define TABLES_MAX 16

typedef struct survey {
	bm_str page;
	size_t at;
	pub_facts *f;
	bool headed[TABLES_MAX];
	size_t tables; /* that are open */
	bool index;    /* one has begun, and names nothing yet */
	bool player;   /* a film or a sound is open */
	bool captions; /* the open one has some */
} survey;

/* The value of an attribute in a start tag, as written; NULL if it has none. */
static bm_str
value_of(bm_str tag, const char *name)
{
	size_t n = strlen(name);

	for (size_t at = 0; at + n + 2 < tag.len; at++) {
		if (tag.ptr[at] != ' ' ||
		    memcmp(tag.ptr + at + 1, name, n) != 0 ||
		    tag.ptr[at + 1 + n] != '=')
			continue;
		size_t from = at + n + 3;
		size_t to = bm_str_find(tag, "\"", from);
		return (bm_str){tag.ptr + from, to - from};
	}
	return (bm_str){NULL, 0};
}

/* Whether an attribute is there and says something. */
static bool
says(bm_str tag, const char *name)
{
	return bm_str_trim(value_of(tag, name)).len > 0;
}

static bool
is_hidden(bm_str tag)
{
	bm_str role = value_of(tag, "role");

	return bm_str_is(role, "presentation") || bm_str_is(role, "none") ||
	       bm_str_is(value_of(tag, "aria-hidden"), "true");
}

static void
count_image(pub_facts *f, bm_str tag)
{
	bool alt = says(tag, "alt");

	f->images++;
	if (is_hidden(tag) || (value_of(tag, "alt").ptr != NULL && !alt))
		f->decorative++;
	else if (!alt && !says(tag, "aria-label") &&
		 !says(tag, "aria-labelledby"))
		f->without_alt++;
	/* What its words are: those of a description, not short ones. */
	else if (says(tag, "aria-details"))
		f->only_long++;
}

/* A drawing in the text: its title names it, where it is the first.  What is
 * inside is passed over. */
static void
count_svg(survey *s, bm_str tag)
{
	bm_str rest = {s->page.ptr + s->at, s->page.len - s->at};
	bool empty = bm_str_ends(tag, "/");
	bool named = says(tag, "aria-label") || says(tag, "aria-labelledby");

	rest = bm_str_trim(rest);
	if (!empty &&
	    (bm_str_starts(rest, "<title>") || bm_str_starts(rest, "<title ")))
		named = true;
	s->f->svg = true;
	s->f->images++;
	if (is_hidden(tag))
		s->f->decorative++;
	else if (!named)
		s->f->without_alt++;
	if (!empty)
		s->at = bm_str_find(s->page, "</svg>", s->at);
}

/* A film or a sound, when it ends: what stands in for it. */
static void
count_player(survey *s, bm_str tag, bool film)
{
	bool transcript = says(tag, "aria-details");
	pub_facts *f = s->f;

	f->transcripts += transcript;
	f->audio += !film;
	f->video += film;
	f->must_see += film && !transcript;
	f->must_hear += !transcript;
	s->player = film && !transcript;
	s->captions = false;
}

/* Captions tell what is to be heard, once for a film. */
static void
count_track(survey *s, bm_str tag)
{
	bm_str kind = value_of(tag, "kind");

	if (bm_str_is(kind, "descriptions"))
		s->f->described++;
	if (!bm_str_is(kind, "captions") || s->captions)
		return;
	s->captions = true;
	s->f->captions++;
	s->f->must_hear -= s->player;
}

static void
count_table(survey *s, bm_str tag)
{
	s->f->tables += !is_hidden(tag);
	if (s->tables < TABLES_MAX)
		s->headed[s->tables] = is_hidden(tag);
	s->tables++;
}

/* A header cell, of the innermost table that is open. */
static void
count_header(survey *s)
{
	size_t n = s->tables;

	if (n == 0 || n > TABLES_MAX || s->headed[n - 1])
		return;
	s->headed[n - 1] = true;
	s->f->headed_tables++;
}

static void
start_tag(survey *s, bm_str name, bm_str tag)
{
	pub_facts *f = s->f;
	bm_str role;

	if (bm_str_is(name, "img"))
		count_image(f, tag);
	else if (bm_str_is(name, "svg"))
		count_svg(s, tag);
	else if (bm_str_is(name, "audio") || bm_str_is(name, "video"))
		count_player(s, tag, name.ptr[0] == 'v');
	else if (bm_str_is(name, "track"))
		count_track(s, tag);
	else if (bm_str_is(name, "table"))
		count_table(s, tag);
	else if (bm_str_is(name, "th"))
		count_header(s);
	else if (bm_str_is(name, "ruby"))
		f->rubies++;
	else if (bm_str_is(name, "math")) {
		f->mathml = true;
		f->formulas++;
		bool named = says(tag, "alttext") || says(tag, "aria-label");
		f->named_formulas += named;
		/* The source in TeX is a name, but tells nobody in words. */
		f->told_formulas +=
		    named && !bm_str_is(value_of(tag, "class"), "tex");
	} else if (bm_str_is(name, "details") &&
		   bm_str_is(value_of(tag, "class"), "longdesc"))
		f->long_descriptions++;
	role = value_of(tag, "role");
	f->roles += role.len > 0;
	/* One without a line is none. */
	if (s->index && bm_str_is(name, "li"))
		f->indexes++;
	s->index = bm_str_is(role, "doc-index") ||
		   (s->index && !bm_str_is(name, "li"));
	f->page_breaks += bm_str_is(role, "doc-pagebreak");
}

void
pub_survey(bm_str page, pub_facts *f)
{
	survey s = {.page = page, .f = f};

	memset(f, 0, sizeof(*f));
	s.at = bm_str_find(page, "<body", 0);
	for (;;) {
		size_t from = bm_str_find(page, "<", s.at) + 1, n = from, end;
		if (from >= page.len)
			return;
		end = bm_str_find(page, ">", from);
		bm_str tag = {page.ptr + from, end - from};
		s.at = end < page.len ? end + 1 : end;
		while (n < end && page.ptr[n] != ' ' && page.ptr[n] != '/')
			n++;
		if (n > from)
			start_tag(&s, (bm_str){page.ptr + from, n - from}, tag);
		else if (bm_str_is(tag, "/table") && s.tables > 0)
			s.tables--;
	}
}

void
pub_facts_add(pub_facts *sum, const pub_facts *f)
{
	sum->images += f->images;
	sum->without_alt += f->without_alt;
	sum->decorative += f->decorative;
	sum->only_long += f->only_long;
	sum->long_descriptions += f->long_descriptions;
	sum->tables += f->tables;
	sum->headed_tables += f->headed_tables;
	sum->formulas += f->formulas;
	sum->named_formulas += f->named_formulas;
	sum->told_formulas += f->told_formulas;
	sum->audio += f->audio;
	sum->video += f->video;
	sum->transcripts += f->transcripts;
	sum->captions += f->captions;
	sum->described += f->described;
	sum->must_see += f->must_see;
	sum->must_hear += f->must_hear;
	sum->rubies += f->rubies;
	sum->indexes += f->indexes;
	sum->roles += f->roles;
	sum->page_breaks += f->page_breaks;
	sum->svg = sum->svg || f->svg;
	sum->mathml = sum->mathml || f->mathml;
}
