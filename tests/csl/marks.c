#include "marks.h"

#include <stdlib.h>
#include <string.h>

#include "html.h"

/* A citation in a state. */
typedef struct marks_seen {
	bm_str text, positions;
} marks_seen;

/* A work in a state. */
typedef struct marks_work {
	const bm_item *item;
	const char *first; /* citation that cites it first */
	unsigned note;     /* and its note */
	size_t cites, number;
	bm_str later; /* a later cite of it, whatever is around */
} marks_work;

/* A style that prints nothing but where its cites stand. */
#define POSITIONS                                                              \
	"<style xmlns='http://purl.org/net/xbiblio/csl' version='1.0' "        \
	"class='note'><info><title>Positions</title><id>positions</id>"        \
	"<updated>2020-01-01T00:00:00Z</updated></info>"                       \
	"<citation near-note-distance='%d'><layout delimiter=';'><choose>"     \
	"<if position='ibid-with-locator'><text value='ibid-locator'/></if>"   \
	"<else-if position='ibid'><text value='ibid'/></else-if>"              \
	"<else-if position='subsequent'><text value='later'/></else-if>"       \
	"<else><text value='first'/></else></choose>"                          \
	"<choose><if position='near-note'><text value=' near'/></if></choose>" \
	"</layout></citation></style>"

/* See marks.h. */
bm_status
marks_style_init(marks_style *out, const csl_style *style,
		 const csl_locale *locale, const char *csl, bm_diags *diags)
{
	static const csl_paths paths = {0};
	const char *distance = strstr(csl, "near-note-distance=");
	int notes = 5; /* CSL's default */
	bm_status status;
	bm_buf text;

	*out = (marks_style){.style = style, .locale = locale};
	out->conditions = strstr(csl, "disambiguate=\"true\"") != NULL;
	out->numbers = strstr(csl, "citation-number") != NULL;
	if (strstr(csl, "position=") == NULL)
		return BM_OK;
	if (distance != NULL)
		notes = (int)strtol(distance + 20, NULL, 10);
	bm_buf_init(&text, NULL);
	bm_buf_printf(&text, POSITIONS, notes);
	status = csl_style_parse(&paths, NULL, bm_buf_str(&text),
				 "positions.csl", diags, &out->positions);
	bm_buf_free(&text);
	return status;
}

void
marks_style_end(marks_style *style)
{
	csl_style_free(style->positions);
	style->positions = NULL;
}

static bm_status
render(const csl_style *style, const csl_locale *locale, const csl_input *in,
       bm_arena *arena, csl_output *out)
{
	csl_input asked = *in;

	asked.stand_ins = true;
	return csl_render(style, locale, &asked, arena, out);
}

/* Notes the works of a citation, in the order of their first mention. */
static bm_status
note_works(bm_arena *arena, const marks_citation *c, bm_map *works)
{
	for (size_t i = 0; i < c->cluster.count; i++) {
		const bm_item *item = c->cluster.cites[i].item;
		void **place = bm_map_put(works, item->id, NULL);
		marks_work *work;

		if (place == NULL)
			return BM_NO_MEMORY;
		if (*place == NULL) {
			work = BM_NEW(arena, marks_work);
			if (work == NULL)
				return BM_NO_MEMORY;
			*work = (marks_work){.item = item,
					     .first = c->id,
					     .note = c->cluster.note};
			*place = work;
		}
		work = *place;
		work->cites++;
	}
	return BM_OK;
}

/*
 * What a later cite of each work reads, one by one: all that tells works
 * apart is decided on it.  The works come in the order of the document, so
 * that their numbers are the same.
 */
static bm_status
note_later(const marks_style *style, bm_arena *arena, bm_map *works)
{
	size_t n = works->len;
	const bm_item **items = BM_NEW_ARRAY(arena, const bm_item *, n + 1);
	csl_cite *cites = BM_NEW_ARRAY(arena, csl_cite, n + 1);
	csl_cluster *clusters = BM_NEW_ARRAY(arena, csl_cluster, n + 1);
	csl_input in = {0};
	csl_output output;
	bm_status status;

	if (items == NULL || cites == NULL || clusters == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < n; i++) {
		items[i] = ((marks_work *)works->entries[i].value)->item;
		cites[i].item = items[i];
		cites[i].position = CSL_POSITION_SUBSEQUENT;
		clusters[i].cites = &cites[i];
		clusters[i].count = 1;
	}
	in.first = items;
	in.clusters = clusters;
	in.first_count = in.cluster_count = n;
	status = render(style->style, style->locale, &in, arena, &output);
	for (size_t i = 0; i < n && status == BM_OK; i++) {
		marks_work *work = works->entries[i].value;

		work->later = html_cluster(arena, output.clusters[i]);
	}
	for (size_t i = 0; status == BM_OK && i < output.entry_count; i++) {
		marks_work *work =
		    bm_map_get(works, output.entries[i].item->id);

		work->number = output.entries[i].number;
	}
	return status;
}

/* The text of each citation, and what positions its cites have. */
static bm_status
note_citations(const marks_style *style, bm_arena *arena, const csl_input *in,
	       const marks_citation *const *citations, marks_state *out)
{
	bm_status status =
	    render(style->style, style->locale, in, arena, &out->output);
	csl_output positions = {0};

	if (status == BM_OK && style->positions != NULL)
		status = render(style->positions, style->locale, in, arena,
				&positions);
	for (size_t i = 0; i < in->cluster_count && status == BM_OK; i++) {
		marks_seen *seen = BM_NEW(arena, marks_seen);
		void **place =
		    bm_map_put(&out->by_id, bm_str_of(citations[i]->id), NULL);

		if (seen == NULL || place == NULL)
			return BM_NO_MEMORY;
		*place = seen;
		seen->text = html_cluster(arena, out->output.clusters[i]);
		if (style->positions != NULL)
			seen->positions =
			    html_cluster(arena, positions.clusters[i]);
		out->texts[i] = seen->text;
	}
	return status;
}

/* See marks.h. */
bm_status
marks_take(const marks_style *style, bm_arena *arena,
	   const marks_citation *const *citations, size_t count,
	   marks_state *out)
{
	csl_cluster *clusters = BM_NEW_ARRAY(arena, csl_cluster, count + 1);
	csl_input in = {0};
	bm_status status = BM_OK;

	*out = (marks_state){0};
	out->texts = BM_NEW_ARRAY(arena, bm_str, count + 1);
	if (clusters == NULL || out->texts == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&out->by_id, arena);
	bm_map_init(&out->by_work, arena);
	for (size_t i = 0; i < count && status == BM_OK; i++) {
		clusters[i] = citations[i]->cluster;
		status = note_works(arena, citations[i], &out->by_work);
	}
	in.clusters = clusters;
	in.cluster_count = count;
	if (status == BM_OK)
		status = note_citations(style, arena, &in, citations, out);
	if (status == BM_OK)
		status = note_later(style, arena, &out->by_work);
	return status;
}

/* Whether what is decided about a work changed. */
static bool
work_changed(const marks_style *style, const marks_work *before,
	     const marks_work *after)
{
	if (before == NULL || after == NULL)
		return true;
	if (!bm_str_eq(before->later, after->later) ||
	    (style->numbers && before->number != after->number))
		return true;
	if (style->positions == NULL)
		return false;
	/* Where cites point back to. */
	if (after->cites > 1 && (before->note != after->note ||
				 strcmp(before->first, after->first) != 0))
		return true;
	/* A condition that may hold in a later cite only: it is asked anew
	 * when there is a later one, and when there is none any more. */
	return style->conditions && (before->cites > 1) != (after->cites > 1);
}

/* See marks.h. */
bool
marks_changed(const marks_style *style, const marks_citation *citation,
	      const marks_state *before, const marks_state *after)
{
	const marks_seen *old = bm_map_getz(&before->by_id, citation->id);
	const marks_seen *new = bm_map_getz(&after->by_id, citation->id);

	if (old == NULL || new == NULL || !bm_str_eq(old->text, new->text) ||
	    !bm_str_eq(old->positions, new->positions))
		return true;
	for (size_t i = 0; i < citation->cluster.count; i++) {
		bm_str id = citation->cluster.cites[i].item->id;

		if (work_changed(style, bm_map_get(&before->by_work, id),
				 bm_map_get(&after->by_work, id)))
			return true;
	}
	return false;
}
