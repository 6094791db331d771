/* Sound and moving pictures: what plays by itself, what has text. */
#include "check/check.h"
#include "check/model.h"

#include <stdlib.h>

static const bm_rule rules[] = {
    {"media-autoplay", BM_ERROR, "Sound plays by itself", "WCAG 2.2, 1.4.2 (A)",
     "Take autoplay away, or mute it."},
    {"media-autoplay-control", BM_ERROR,
     "Sound plays by itself and cannot be stopped", "WCAG 2.2, 1.4.2 (A)",
     "Take autoplay away, or add controls."},
    {"media-captions", BM_WARNING, "A video has no captions",
     "WCAG 2.2, 1.2.2 (A)",
     "Add a track of kind \"captions\" in the language of the video."},
    {"media-transcript", BM_INFO, "A recording needs its words as text",
     "WCAG 2.2, 1.2.1 (A)", "Put the words beside the recording."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

static bool
is_media(const page *p, page_node_id n)
{
	return page_is(p, n, N_audio) || page_is(p, n, N_video);
}

/* The first source of a recording, or NULL. */
static const char *
source(const page *p, page_node_id n)
{
	const char *src = page_attr_of(p, n, N_src);
	page_node_id child;

	if (src != NULL)
		return src;
	child = page_child(p, n, N_source);
	return child != PAGE_NONE ? page_attr_of(p, child, N_src) : NULL;
}

/* How long the piece is that the address itself cuts out (Media Fragments
 * 1.0, 4.2.1): three seconds at most, longer, or not known without the file. */
enum lasts { LASTS_UNKNOWN, LASTS_SHORT, LASTS_LONG };

static enum lasts
lasts(const page *p, page_node_id n)
{
	const char *src = source(p, n);
	const char *t = src != NULL ? strstr(src, "#t=") : NULL;
	double from, to;
	char *end;

	if (page_has(p, n, N_loop))
		return LASTS_LONG;
	if (t == NULL)
		return LASTS_UNKNOWN;
	from = strtod(t + 3, &end);
	if (*end != ',')
		return LASTS_UNKNOWN;
	to = strtod(end + 1, &end);
	if (to <= from)
		return LASTS_UNKNOWN;
	return to - from <= 3 ? LASTS_SHORT : LASTS_LONG;
}

/* Whether a script of the page might stop it. */
static bool
is_scripted(const page *p)
{
	for (page_node_id n = 1; n < p->nodes.len; n++)
		if (page_is(p, n, N_script) || page_has(p, n, N_onclick))
			return true;
	return false;
}

/* Whether it sounds for more than three seconds, and nothing stops it; a
 * video may be without sound. */
static bool
cannot_be_stopped(const page *p, page_node_id n)
{
	return page_is(p, n, N_audio) && lasts(p, n) == LASTS_LONG &&
	       !page_has(p, n, N_controls) && !is_scripted(p);
}

static bool
plays(const page *p, page_node_id n)
{
	return is_media(p, n) && page_has(p, n, N_autoplay) &&
	       !page_has(p, n, N_muted) && source(p, n) != NULL;
}

/* ACT 80f0bf, whose expectations need the file: how long it is, and whether
 * there is sound at all. */
static void
autoplay(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (!plays(p, n))
			continue;
		if (lasts(p, n) == LASTS_SHORT || page_has(p, n, N_controls))
			check_pass(run);
		else if (cannot_be_stopped(p, n))
			check_fail(run, n,
				   "This audio plays by itself for more than "
				   "three seconds, and nothing stops it");
		else
			check_person(run, n,
				     "This %s plays by itself; it must not "
				     "sound for more than three seconds",
				     page_tag(p, n));
	}
}

/* ACT 4c31df. */
static void
autoplay_control(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (!plays(p, n) || lasts(p, n) == LASTS_SHORT)
			continue;
		if (page_has(p, n, N_controls))
			check_pass(run);
		else if (cannot_be_stopped(p, n))
			check_fail(run, n,
				   "This audio plays by itself and has no "
				   "controls");
		else
			check_person(run, n,
				     "This %s plays by itself and has no "
				     "controls; there must be another way to "
				     "stop it if it sounds for more than three "
				     "seconds",
				     page_tag(p, n));
	}
}

static void
captions(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		bool found = false;

		if (!page_is(p, n, N_video) || model_hidden(p, n))
			continue;
		for (page_node_id c = page_first_element(p, n); c != PAGE_NONE;
		     c = page_next_element(p, c)) {
			const char *kind = page_attr_of(p, c, N_kind);

			found = found ||
				(page_is(p, c, N_track) &&
				 (page_blank(kind) ||
				  page_has_word("captions subtitles", kind)));
		}
		if (found)
			check_pass(run);
		else if (page_has(p, n, N_muted))
			check_person(run, n,
				     "Whether the silent video is told "
				     "in the text has to be read");
		else
			check_person(run, n,
				     "The video has no track; it needs "
				     "captions if somebody speaks in it");
	}
}

static void
transcript(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++)
		if (page_is(p, n, N_audio) && !model_hidden(p, n))
			check_person(run, n,
				     "Whether the words of the "
				     "recording stand in the text has "
				     "to be heard and read");
}

static const check_test tests[] = {
    {"media-autoplay", "80f0bf", "1.4.2 A",
     "What plays by itself is silent, short, or can be stopped", autoplay},
    {"media-autoplay-control", "4c31df", "1.4.2 A",
     "What plays by itself can be stopped", autoplay_control},
    {"media-captions", NULL, "1.2.2 A", "A video has captions", captions},
    {"media-transcript", NULL, "1.2.1 A",
     "The words of a recording are there as text", transcript},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_media = {"media", rules, tests};
