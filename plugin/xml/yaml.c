/*
 * libyaml's events to a tree.  An alias is a copy of what it names, and every
 * node of the copy counts, so that a small text cannot grow without bound.
 * libyaml itself allocates with malloc(3).
 */
#include <yaml.h>

#include "core/map.h"
#include "core/vec.h"
#include "xml/yaml.h"

typedef struct state {
	bm_arena *arena;
	bm_str text;
	const char *file;
	unsigned line;
	yaml_parser_t parser;
	bm_map anchors;
	size_t nodes, nodes_max;
	bm_yaml *open[BM_YAML_DEPTH_MAX];
	size_t depth;
	bm_yaml *root;
	bm_yaml_error *error;
	/* Lines and bytes gone by, for columns in bytes. */
	size_t seen_line, seen_at;
} state;

/* libyaml counts characters; we count bytes. */
static bm_pos
pos_of(state *s, yaml_mark_t mark)
{
	bm_pos pos = {.file = s->file};
	size_t at, start;

	if (mark.line < s->seen_line)
		s->seen_line = s->seen_at = 0;
	while (s->seen_line < mark.line && s->seen_at < s->text.len) {
		const char *end = memchr(s->text.ptr + s->seen_at, '\n',
					 s->text.len - s->seen_at);

		s->seen_at =
		    end != NULL ? (size_t)(end - s->text.ptr) + 1 : s->text.len;
		s->seen_line++;
	}
	at = start = s->seen_at;
	for (size_t i = 0; i < mark.column && at < s->text.len; i++)
		bm_utf8_next(s->text, &at);
	pos.line = s->line + (uint32_t)mark.line;
	pos.column = (uint32_t)(at - start) + 1;
	return pos;
}

static bm_status
fail(state *s, bm_status status, bm_pos pos, const char *message)
{
	s->error->pos = pos;
	s->error->message = message;
	s->error->limit = status == BM_LIMIT;
	return status;
}

static bm_status
syntax(state *s)
{
	const yaml_parser_t *p = &s->parser;
	char *message;
	bool ended;

	if (p->error == YAML_MEMORY_ERROR)
		return BM_NO_MEMORY;
	message = bm_arena_printf(
	    s->arena, "%s%s%s",
	    p->problem != NULL ? p->problem : "the text cannot be read",
	    p->context != NULL ? " " : "",
	    p->context != NULL ? p->context : "");
	/* A quotation that never ends is at fault where it begins. */
	ended = p->problem != NULL && p->context != NULL &&
		strstr(p->problem, "end of stream") != NULL;
	return fail(s, BM_BAD_INPUT,
		    pos_of(s, ended ? p->context_mark : p->problem_mark),
		    message != NULL ? message : "");
}

static bm_status
node_new(state *s, bm_yaml_kind kind, bm_pos pos, bm_yaml **out)
{
	if (++s->nodes > s->nodes_max)
		return fail(s, BM_LIMIT, pos, "too many values");
	*out = BM_NEW(s->arena, bm_yaml);
	if (*out == NULL)
		return BM_NO_MEMORY;
	(*out)->kind = kind;
	(*out)->pos = pos;
	return BM_OK;
}

void
bm_yaml_append(bm_yaml *parent, bm_yaml *node)
{
	if (parent->last != NULL)
		parent->last->next = node;
	else
		parent->first = node;
	parent->last = node;
}

static void
add(state *s, bm_yaml *node)
{
	if (s->depth > 0)
		bm_yaml_append(s->open[s->depth - 1], node);
	else if (s->root == NULL)
		s->root = node;
}

/* Recursion is bounded: what is copied was at most BM_YAML_DEPTH_MAX deep. */
static bm_status
copy(state *s, const bm_yaml *from, size_t depth, bm_yaml **out)
{
	bm_status status = node_new(s, from->kind, from->pos, out);

	if (status != BM_OK)
		return status;
	if (depth > BM_YAML_DEPTH_MAX)
		return fail(s, BM_LIMIT, from->pos, "nested too deep");
	(*out)->text = from->text;
	(*out)->null = from->null;
	for (const bm_yaml *child = from->first; child != NULL;
	     child = child->next) {
		bm_yaml *made;

		status = copy(s, child, depth + 1, &made);
		if (status != BM_OK)
			return status;
		bm_yaml_append(*out, made);
	}
	return BM_OK;
}

static bm_status
anchor(state *s, const yaml_char_t *name, bm_yaml *node)
{
	void **slot;

	if (name == NULL)
		return BM_OK;
	slot = bm_map_put(&s->anchors, bm_str_of((const char *)name), NULL);
	if (slot == NULL)
		return BM_NO_MEMORY;
	*slot = node;
	return BM_OK;
}

static bm_status
scalar(state *s, const yaml_event_t *event, bm_pos pos)
{
	const char *value = (const char *)event->data.scalar.value;
	size_t length = event->data.scalar.length;
	bm_yaml *node;
	bm_status status = node_new(s, BM_YAML_SCALAR, pos, &node);

	if (status != BM_OK)
		return status;
	node->text.ptr = bm_arena_strndup(s->arena, value, length);
	node->text.len = length;
	if (node->text.ptr == NULL)
		return BM_NO_MEMORY;
	node->null = event->data.scalar.plain_implicit &&
		     event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
		     (length == 0 || strcmp(value, "~") == 0 ||
		      strcmp(value, "null") == 0);
	add(s, node);
	return anchor(s, event->data.scalar.anchor, node);
}

static bm_status
begin(state *s, bm_yaml_kind kind, const yaml_char_t *name, bm_pos pos)
{
	bm_yaml *node;
	bm_status status = node_new(s, kind, pos, &node);

	if (status != BM_OK)
		return status;
	if (s->depth == BM_YAML_DEPTH_MAX)
		return fail(s, BM_LIMIT, pos, "nested too deep");
	add(s, node);
	s->open[s->depth++] = node;
	return anchor(s, name, node);
}

static bm_status
alias(state *s, const yaml_event_t *event, bm_pos pos)
{
	const char *name = (const char *)event->data.alias.anchor;
	const bm_yaml *from = bm_map_getz(&s->anchors, name);
	bm_yaml *node;
	bm_status status;

	if (from == NULL)
		return fail(s, BM_BAD_INPUT, pos, "alias names no anchor");
	for (size_t i = 0; i < s->depth; i++)
		if (s->open[i] == from)
			return fail(s, BM_BAD_INPUT, pos,
				    "alias stands inside what it names");
	status = copy(s, from, s->depth, &node);
	if (status != BM_OK) {
		s->error->pos = pos;
		return status;
	}
	node->pos = pos;
	add(s, node);
	return BM_OK;
}

static bm_status
one_event(state *s, const yaml_event_t *event)
{
	bm_pos pos = pos_of(s, event->start_mark);

	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		return s->root != NULL ? fail(s, BM_BAD_INPUT, pos,
					      "more than one YAML document")
				       : BM_OK;
	case YAML_ALIAS_EVENT:
		return alias(s, event, pos);
	case YAML_SCALAR_EVENT:
		return scalar(s, event, pos);
	case YAML_SEQUENCE_START_EVENT:
		return begin(s, BM_YAML_LIST, event->data.sequence_start.anchor,
			     pos);
	case YAML_MAPPING_START_EVENT:
		return begin(s, BM_YAML_MAP, event->data.mapping_start.anchor,
			     pos);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		s->depth--;
		return BM_OK;
	default:
		return BM_OK;
	}
}

bm_status
bm_yaml_read(bm_arena *arena, bm_str text, const char *file, unsigned line,
	     size_t nodes_max, bm_yaml **out, bm_yaml_error *error)
{
	state s = {.arena = arena,
		   .text = text,
		   .file = file,
		   .line = line,
		   .nodes_max = nodes_max,
		   .error = error};
	bm_status status = BM_OK;
	bool end = false;

	*out = NULL;
	memset(error, 0, sizeof(*error));
	bm_map_init(&s.anchors, arena);
	if (!yaml_parser_initialize(&s.parser))
		return BM_NO_MEMORY;
	yaml_parser_set_encoding(&s.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
	    &s.parser,
	    (const unsigned char *)(text.ptr != NULL ? text.ptr : ""),
	    text.len);
	while (status == BM_OK && !end) {
		yaml_event_t event;

		if (!yaml_parser_parse(&s.parser, &event)) {
			status = syntax(&s);
			break;
		}
		end = event.type == YAML_STREAM_END_EVENT;
		status = one_event(&s, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&s.parser);
	if (status == BM_OK)
		*out = s.root;
	return status;
}
