/*
 * The CSL engine behind a protocol for test suites: a JSON object with a
 * style, items and clusters in, the rendered text out.
 *
 *   csl-engine            one object on stdin, text on stdout
 *   csl-engine --batch    one object a line; {"result": ...} or
 *                         {"error": ...} a line
 *
 * Members: mode ("citation", "bibliography"), csl (the style's XML), input
 * (CSL-JSON items), citation_items (clusters without document state),
 * citations (steps [citation, before, after] of an editing session),
 * locale_dir, lang (instead of the style's default-locale).
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "marks.h"

typedef struct job {
	const json_t *request;
	bm_arena *arena;
	BM_VEC(bm_library *) libraries; /* one an item: none is merged */
	BM_VEC(const bm_item *) items;
	bm_map by_id;
	bm_diags diags;
	csl_style *style;
	csl_locale *locale;
	const char *error;
} job;

/* An editing session. */
typedef struct session {
	BM_VEC(marks_citation) all; /* by id */
	BM_VEC(size_t) order;       /* of the document: indexes in all */
	size_t sent;                /* by the last step */
} session;

static bool
fail(job *j, const char *error)
{
	if (j->error == NULL)
		j->error = error;
	return false;
}

static const char *
member(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* A string, or a number as text; "" for anything else. */
static bm_str
scalar(job *j, const json_t *value)
{
	if (json_is_string(value))
		return bm_str_of(json_string_value(value));
	if (json_is_integer(value))
		return bm_str_of(bm_arena_printf(j->arena,
						 "%" JSON_INTEGER_FORMAT,
						 json_integer_value(value)));
	return (bm_str){0};
}

static bool
is_true(const json_t *value)
{
	return json_is_true(value) ||
	       (json_is_integer(value) && json_integer_value(value) != 0);
}

/* ---- Reading what is asked ---- */

/*
 * One item, in a library of its own: works that look the same are no doubles
 * here.  A later one of the same id takes the place of the earlier one.
 */
static bool
load_item(job *j, json_t *object)
{
	bm_library **library = BM_VEC_PUSH(j->arena, &j->libraries);
	const bm_item **slot;
	void **place;
	bool is_new;
	char *text;
	bm_status status;

	if (library == NULL || (*library = bm_library_new(NULL)) == NULL)
		return fail(j, "no memory");
	if (json_object_get(object, "id") == NULL)
		json_object_set_new(object, "id", json_string("undefined"));
	text = json_dumps(object, 0);
	text = text != NULL ? text : strdup("");
	status = bm_bib_read(*library,
			     bm_str_of(bm_arena_printf(j->arena, "[%s]", text)),
			     "input.json", &j->diags);
	free(text);
	if (status != BM_OK || (*library)->items.len != 1)
		return fail(j, "the input cannot be read");
	place = bm_map_put(&j->by_id, (*library)->items.items[0]->id, &is_new);
	if (place == NULL)
		return fail(j, "no memory");
	if (!is_new) {
		slot = *place;
	} else if ((slot = BM_VEC_PUSH(j->arena, &j->items)) == NULL)
		return fail(j, "no memory");
	*slot = (*library)->items.items[0];
	*place = slot;
	return true;
}

static const bm_item *
item_of(const job *j, bm_str id)
{
	const bm_item **slot = bm_map_get(&j->by_id, bm_str_trim(id));

	return slot != NULL ? *slot : NULL;
}

static bool
load(job *j)
{
	bm_data data = {NULL};
	csl_paths paths = {.data = &data};
	const char *csl = member(j->request, "csl");
	const json_t *input = json_object_get(j->request, "input");
	size_t n = json_array_size(input);

	paths.locale_dir = member(j->request, "locale_dir");
	if (csl == NULL)
		return fail(j, "csl is missing");
	j->items.items = BM_NEW_ARRAY(j->arena, const bm_item *, n + 1);
	if (j->items.items == NULL)
		return fail(j, "no memory");
	j->items.cap = n + 1;
	for (size_t i = 0; i < n; i++)
		if (!load_item(j, json_array_get(input, i)))
			return false;
	if (csl_style_parse(&paths, NULL, bm_str_of(csl), "style.csl",
			    &j->diags, &j->style) != BM_OK)
		return fail(j, "the style cannot be read");
	if (csl_locale_load(&paths, NULL, j->style, member(j->request, "lang"),
			    &j->diags, &j->locale) != BM_OK)
		return fail(j, "the locale cannot be read");
	return true;
}

static csl_position
forced_position(const json_t *cite)
{
	const json_t *p = json_object_get(cite, "position");

	if (!json_is_integer(p))
		return CSL_POSITION_AUTO;
	switch (json_integer_value(p)) {
	case 1:
		return CSL_POSITION_SUBSEQUENT;
	case 2:
		return CSL_POSITION_IBID;
	case 3:
		return CSL_POSITION_IBID_LOCATOR;
	default:
		return CSL_POSITION_FIRST;
	}
}

/* A cluster of a list of cites; stateless: each counts as first. */
static bool
cluster(job *j, const json_t *list, bool stateless, csl_cluster *out)
{
	size_t n = json_array_size(list);
	csl_cite *cites = BM_NEW_ARRAY(j->arena, csl_cite, n + 1);

	if (cites == NULL)
		return fail(j, "no memory");
	*out = (csl_cluster){0};
	out->cites = cites;
	for (size_t i = 0; i < n; i++) {
		const json_t *o = json_array_get(list, i);
		csl_cite *c = &cites[out->count];

		*c = (csl_cite){0};
		c->item = item_of(j, scalar(j, json_object_get(o, "id")));
		if (c->item == NULL)
			return fail(j, "a cite of an unknown item");
		c->prefix = scalar(j, json_object_get(o, "prefix"));
		c->suffix = scalar(j, json_object_get(o, "suffix"));
		c->locator = scalar(j, json_object_get(o, "locator"));
		c->label = scalar(j, json_object_get(o, "label"));
		if (is_true(json_object_get(o, "suppress-author")))
			c->mode = CSL_CITE_SUPPRESS_AUTHOR;
		c->position = forced_position(o);
		if (stateless && c->position == CSL_POSITION_AUTO)
			c->position = CSL_POSITION_FIRST;
		c->near_note = is_true(json_object_get(o, "near-note"));
		out->count++;
	}
	return true;
}

/* ---- What is rendered ---- */

/* Whether the style's bibliography has numbers. */
static bool
numbered(const job *j)
{
	const char *csl = member(j->request, "csl");

	csl = csl != NULL ? strstr(csl, "<bibliography") : NULL;
	return csl != NULL && strstr(csl, "citation-number") != NULL;
}

static bool
render(job *j, const csl_input *in, csl_output *out)
{
	csl_input asked = *in;

	asked.stand_ins = true;
	return csl_render(j->style, j->locale, &asked, j->arena, out) ==
		   BM_OK ||
	       fail(j, "rendering failed");
}

/* The whole library, and its clusters if there are any. */
static bool
without_session(job *j, bool bibliography, bm_buf *out)
{
	const json_t *list = json_object_get(j->request, "citation_items");
	const bm_item *const *items = j->items.items;
	size_t n = json_is_array(list) ? json_array_size(list) : 1;
	csl_cluster *clusters = BM_NEW_ARRAY(j->arena, csl_cluster, n + 1);
	csl_input in = {0};
	csl_output output;

	if (clusters == NULL)
		return fail(j, "no memory");
	in.first = items;
	in.first_count = j->items.len;
	in.clusters = clusters;
	if (json_is_array(list)) {
		for (size_t i = 0; i < n; i++)
			if (!cluster(j, json_array_get(list, i), true,
				     &clusters[i]))
				return false;
		in.cluster_count = n;
	} else if (!bibliography) {
		csl_cite *cites =
		    BM_NEW_ARRAY(j->arena, csl_cite, in.first_count + 1);

		if (!render(j, &in, &output))
			return false;
		for (size_t i = 0; i < in.first_count; i++) {
			cites[i].item = i < output.entry_count
					    ? output.entries[i].item
					    : items[i];
			cites[i].position = CSL_POSITION_FIRST;
		}
		clusters[0].cites = cites;
		clusters[0].count = in.first_count;
		in.cluster_count = 1;
	}
	if (!render(j, &in, &output))
		return false;
	if (bibliography)
		html_bibliography(&output, numbered(j), out);
	for (size_t i = 0; !bibliography && i < output.cluster_count; i++) {
		if (i > 0)
			bm_buf_putc(out, '\n');
		bm_buf_putstr(out, html_cluster(j->arena, output.clusters[i]));
	}
	return true;
}

static size_t
find(const session *s, const char *id)
{
	size_t i = 0;

	while (i < s->all.len && strcmp(s->all.items[i].id, id) != 0)
		i++;
	return i;
}

/* Lists the citations of [[id, note], ...] in the order of the document. */
static bool
list_order(job *j, session *s, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *pair = json_array_get(list, i);
		const char *id = json_string_value(json_array_get(pair, 0));
		size_t at = id != NULL ? find(s, id) : s->all.len, *slot;

		if (at == s->all.len)
			continue;
		s->all.items[at].cluster.note =
		    (unsigned)json_integer_value(json_array_get(pair, 1));
		slot = BM_VEC_PUSH(j->arena, &s->order);
		if (slot == NULL)
			return fail(j, "no memory");
		*slot = at;
	}
	return true;
}

static bool
step(job *j, session *s, const json_t *triple)
{
	const json_t *c = json_array_get(triple, 0);
	const char *id = member(c, "citationID");
	size_t at = find(s, id != NULL ? id : ""), *slot;
	marks_citation *entry;

	if (at == s->all.len && BM_VEC_PUSH(j->arena, &s->all) == NULL)
		return fail(j, "no memory");
	s->sent = at;
	entry = &s->all.items[at];
	entry->id = id != NULL ? id : "";
	if (!cluster(j, json_object_get(c, "citationItems"), false,
		     &entry->cluster))
		return false;
	entry->cluster.note = (unsigned)json_integer_value(
	    json_object_get(json_object_get(c, "properties"), "noteIndex"));
	s->order.len = 0;
	if (!list_order(j, s, json_array_get(triple, 1)))
		return false;
	slot = BM_VEC_PUSH(j->arena, &s->order);
	if (slot == NULL)
		return fail(j, "no memory");
	*slot = at;
	return list_order(j, s, json_array_get(triple, 2));
}

/* The document after the steps so far. */
static bool
take(job *j, const marks_style *style, const session *s, marks_state *out)
{
	const marks_citation **list =
	    BM_NEW_ARRAY(j->arena, const marks_citation *, s->order.len + 1);

	for (size_t i = 0; list != NULL && i < s->order.len; i++)
		list[i] = &s->all.items[s->order.items[i]];
	return (list != NULL && marks_take(style, j->arena, list, s->order.len,
					   out) == BM_OK) ||
	       fail(j, "rendering failed");
}

/* Takes the steps; the document before the last one, and after it. */
static bool
play(job *j, const marks_style *style, session *s, marks_state *before,
     marks_state *after)
{
	const json_t *steps = json_object_get(j->request, "citations");
	size_t n = json_array_size(steps);

	for (size_t i = 0; i < n; i++) {
		if (i + 1 == n && !take(j, style, s, before))
			return false;
		if (!step(j, s, json_array_get(steps, i)))
			return false;
	}
	return take(j, style, s, after);
}

/* One line a citation; ">>" marks those that the last step changed. */
static void
put_lines(const marks_style *style, const session *s, const marks_state *before,
	  const marks_state *after, bm_buf *out)
{
	for (size_t i = 0; i < s->order.len; i++) {
		bool fresh =
		    s->order.items[i] == s->sent ||
		    marks_changed(style, &s->all.items[s->order.items[i]],
				  before, after);

		bm_buf_printf(out, "%s%s[%zu] ", i > 0 ? "\n" : "",
			      fresh ? ">>" : "..", i);
		bm_buf_putstr(out, after->texts[i]);
	}
}

static bool
with_session(job *j, bool bibliography, bm_buf *out)
{
	marks_state before = {0}, after = {0};
	marks_style style;
	session s = {0};
	bool good;

	if (marks_style_init(&style, j->style, j->locale,
			     member(j->request, "csl"), &j->diags) != BM_OK)
		return fail(j, "no memory");
	good = play(j, &style, &s, &before, &after);
	if (good && bibliography)
		html_bibliography(&after.output, numbered(j), out);
	else if (good)
		put_lines(&style, &s, &before, &after, out);
	marks_style_end(&style);
	return good;
}

static const char *
answer(const json_t *request, bm_buf *out)
{
	job j = {0};
	const char *mode = member(request, "mode");
	bool bibliography = mode != NULL && strcmp(mode, "bibliography") == 0;

	j.request = request;
	j.arena = bm_arena_new(NULL);
	if (j.arena == NULL)
		j.error = "no memory";
	else {
		bm_map_init(&j.by_id, j.arena);
		bm_diags_init(&j.diags, j.arena);
		if (load(&j)) {
			if (json_is_array(
				json_object_get(request, "citations")))
				(void)with_session(&j, bibliography, out);
			else
				(void)without_session(&j, bibliography, out);
		}
	}
	csl_locale_free(j.locale);
	csl_style_free(j.style);
	for (size_t i = 0; i < j.libraries.len; i++)
		bm_library_free(j.libraries.items[i]);
	bm_arena_free(j.arena);
	return j.error;
}

/* ---- The protocol ---- */

static void
reply(const char *name, bm_str text)
{
	json_t *object = json_object();
	json_t *value = json_stringn(text.ptr, text.len);

	if (value == NULL)
		value = json_string("not UTF-8");
	json_object_set_new(object, name, value);
	json_dumpf(object, stdout, JSON_COMPACT);
	json_decref(object);
	putchar('\n');
	fflush(stdout);
}

static int
batch(void)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while ((len = getline(&line, &size, stdin)) > 0) {
		json_t *request = json_loadb(line, (size_t)len, 0, NULL);
		const char *error = "not JSON";
		bm_buf out;

		bm_buf_init(&out, NULL);
		if (request != NULL)
			error = answer(request, &out);
		if (error != NULL)
			reply("error", bm_str_of(error));
		else
			reply("result", bm_buf_str(&out));
		bm_buf_free(&out);
		json_decref(request);
	}
	free(line);
	return 0;
}

int
main(int argc, char **argv)
{
	json_t *request;
	const char *error = "not JSON";
	bm_buf out;

	if (argc == 2 && strcmp(argv[1], "--batch") == 0)
		return batch();
	if (argc != 1) {
		fprintf(stderr, "usage: csl-engine [--batch]\n");
		return 2;
	}
	request = json_loadf(stdin, 0, NULL);
	bm_buf_init(&out, NULL);
	if (request != NULL)
		error = answer(request, &out);
	if (error == NULL)
		printf("%s\n", bm_buf_cstr(&out));
	else
		fprintf(stderr, "csl-engine: %s\n", error);
	bm_buf_free(&out);
	json_decref(request);
	return error != NULL;
}
