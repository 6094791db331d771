/* The ledger of claims: gathered from documents, and as JSON and CSV. */
#include "audit/ledger.h"

#include "engine/engine.h"
#include "pack/pack.h"
#include "pass/claims.h"
#include "pass/design_words.h"

/* ---- Gathering ---- */

/* A copy in the arena, "" for nothing.  A name of a file need not be UTF-8;
 * what the ledger says must. */
static const char *
copy(bm_ledger *ledger, const char *text)
{
	char *kept = text != NULL ? bm_arena_strdup(ledger->arena, text) : NULL;

	if (kept != NULL)
		bm_utf8_mend(kept, strlen(kept));
	return kept != NULL ? kept : "";
}

/* The same of a buffer, which is freed. */
static const char *
keep(bm_ledger *ledger, bm_buf *buf)
{
	const char *text =
	    buf->status == BM_OK ? copy(ledger, bm_buf_cstr(buf)) : "";

	ledger->no_memory = ledger->no_memory || buf->status != BM_OK;
	bm_buf_free(buf);
	return text;
}

static void
start(bm_ledger *ledger, bm_buf *buf)
{
	bm_buf_init(buf, bm_arena_allocator(ledger->arena));
}

static const char *
rules_of(bm_ledger *ledger, const bm_claim *claim)
{
	bm_buf buf;

	start(ledger, &buf);
	for (size_t i = 0; i < claim->hit_count; i++)
		bm_buf_printf(&buf, "%s%s", i > 0 ? ", " : "",
			      claim->hits[i].rule->id);
	return keep(ledger, &buf);
}

/* Sources that an entry names. */
#define NAMED_MAX 100

static const char *
citations_of(bm_ledger *ledger, bm_l10n *l10n, const bm_claim *claim)
{
	size_t named =
	    claim->source_count < NAMED_MAX ? claim->source_count : NAMED_MAX;
	bm_buf buf;

	start(ledger, &buf);
	for (size_t i = 0; i < named; i++) {
		const bm_item *item = claim->sources[i];
		const char *text =
		    bm_design_text(l10n, ledger->arena, bm_item_design(item),
				   bm_item_people(item), "en");

		bm_buf_printf(&buf, "%s%.*s (%s)", i > 0 ? "; " : "",
			      (int)item->id.len, item->id.ptr,
			      text != NULL ? text : "design not known");
	}
	if (named < claim->source_count)
		bm_buf_printf(&buf, "; %zu more", claim->source_count - named);
	return keep(ledger, &buf);
}

/* A document on its way into the ledger. */
typedef struct gather {
	bm_ledger *ledger;
	bm_l10n *l10n;   /* the document's */
	bm_arena *arena; /* of what is needed only on the way */
	bm_map notices;  /* element -> kinds of the notices in it, or "" */
} gather;

/* The kinds of the notices that stand in an element, each once: looked for
 * once an element, as it can have many children.  NULL without memory. */
static const char *
notices_in(gather *g, const xmlNode *parent)
{
	bm_str key = {(const char *)&parent, sizeof parent};
	void **slot = bm_map_put(&g->notices, key, NULL);
	bm_map kinds;
	bm_buf buf;

	if (slot == NULL || *slot != NULL)
		return slot != NULL ? *slot : NULL;
	start(g->ledger, &buf);
	bm_map_init(&kinds, g->arena);
	for (const xmlNode *n = parent->children; n != NULL; n = n->next) {
		const char *kind =
		    n->type == XML_ELEMENT_NODE ? bm_attr_bm(n, "kind") : NULL;
		bool is_new = false;

		if (kind != NULL)
			(void)bm_map_put(&kinds, bm_str_of(kind), &is_new);
		if (is_new)
			bm_buf_printf(&buf, "%s%s", buf.len > 0 ? ", " : "",
				      kind);
	}
	*slot = (void *)(uintptr_t)keep(g->ledger, &buf);
	return *slot;
}

/* The notices that a reader of the claim's section meets. */
static const char *
notices_of(gather *g, const bm_claim *claim)
{
	const xmlNode *up = claim->unit->block->node->parent;
	bm_buf buf;

	start(g->ledger, &buf);
	for (; up != NULL && up->type == XML_ELEMENT_NODE; up = up->parent) {
		const char *kinds = notices_in(g, up);

		if (kinds != NULL && *kinds != '\0')
			bm_buf_printf(&buf, "%s%s", buf.len > 0 ? ", " : "",
				      kinds);
	}
	return keep(g->ledger, &buf);
}

static bm_status
add_claim(gather *g, const bm_claim *claim)
{
	static const char *const severities[] = {"", "info", "warning",
						 "error"};
	static const char *const dispositions[] = {"open", "cited",
						   "suppressed"};
	static const char *const evidence[] = {"", "enough", "unknown", "weak"};
	bm_ledger *ledger = g->ledger;
	bm_ledger_entry *e = BM_VEC_PUSH(ledger->arena, &ledger->entries);

	if (e == NULL)
		return BM_NO_MEMORY;
	e->file = copy(ledger, claim->pos.file);
	e->line = claim->pos.line;
	e->column = claim->pos.column;
	e->sentence = bm_arena_str(ledger->arena, claim->unit->text);
	e->rules = rules_of(ledger, claim);
	e->kind = copy(ledger, claim->hits[0].rule->kind);
	e->severity = severities[claim->hits[0].rule->severity];
	e->citations = citations_of(ledger, g->l10n, claim);
	e->evidence = evidence[claim->evidence];
	e->notices = notices_of(g, claim);
	e->disposition = dispositions[claim->disposition];
	e->reason = copy(ledger, claim->reason);
	e->initials = copy(ledger, claim->initials);
	return BM_OK;
}

static bm_status
add_answer(bm_ledger *ledger, const bm_doc *doc, const bm_answer *answer)
{
	static const char *const words[] = {"yes", "partly", "no", "not asked",
					    "a person must say"};
	bm_ledger_answer *a = BM_VEC_PUSH(ledger->arena, &ledger->answers);
	bm_buf places;

	if (a == NULL)
		return BM_NO_MEMORY;
	a->file = copy(ledger, doc->file);
	a->number = answer->number;
	a->question = copy(ledger, answer->question);
	a->answer = words[answer->word];
	a->why = copy(ledger, answer->why);
	start(ledger, &places);
	for (size_t i = 0; i < answer->places.len; i++) {
		const bm_pos *pos = &answer->places.items[i];
		/* What a project says of its documents stands elsewhere. */
		bool elsewhere = !bm_streq(pos->file, doc->file);

		if (pos->line == 0)
			continue;
		bm_buf_printf(&places, "%s%s%s%u:%u",
			      places.len > 0 ? ", " : "",
			      elsewhere && pos->file != NULL ? pos->file : "",
			      elsewhere ? ":" : "", pos->line, pos->column);
	}
	a->places = keep(ledger, &places);
	return BM_OK;
}

/* See ledger.h. */
bm_status
bm_ledger_add(bm_ledger *ledger, const bm_doc *doc)
{
	const bm_claims *claims = bm_claims_of(doc);
	gather g = {.ledger = ledger, .l10n = doc->l10n};
	bm_status status = BM_OK;

	if (claims == NULL)
		return BM_OK;
	g.arena = bm_arena_new(bm_arena_allocator(ledger->arena));
	if (g.arena == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&g.notices, g.arena);
	for (size_t i = 0; i < claims->list.len && status == BM_OK; i++)
		status = add_claim(&g, &claims->list.items[i]);
	for (size_t i = 0; i < claims->answers.len && status == BM_OK; i++)
		status = add_answer(ledger, doc, &claims->answers.items[i]);
	if (status == BM_OK && bm_arena_failed(g.arena))
		status = BM_NO_MEMORY;
	bm_arena_free(g.arena);
	if (ledger->no_memory || bm_arena_failed(ledger->arena))
		status = BM_NO_MEMORY;
	return status;
}

/* ---- JSON (RFC 8259) ---- */

static void
json_text(bm_buf *out, const char *text)
{
	bm_buf_putc(out, '"');
	for (const char *c = text; c != NULL && *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			bm_buf_printf(out, "\\%c", *c);
		else if ((unsigned char)*c < 0x20)
			bm_buf_printf(out, "\\u%04x", (unsigned)*c);
		else
			bm_buf_putc(out, *c);
	}
	bm_buf_putc(out, '"');
}

static void
json_member(bm_buf *out, const char *name, const char *text)
{
	bm_buf_printf(out, ", \"%s\": ", name);
	json_text(out, text);
}

static void
put_json(const bm_ledger *l, bm_buf *out)
{
	bm_buf_puts(out, "{\n \"claims\": [");
	for (size_t i = 0; i < l->entries.len; i++) {
		const bm_ledger_entry *e = &l->entries.items[i];

		bm_buf_puts(out,
			    i > 0 ? ",\n  {\"file\": " : "\n  {\"file\": ");
		json_text(out, e->file);
		bm_buf_printf(out, ", \"line\": %u, \"column\": %u", e->line,
			      e->column);
		json_member(out, "sentence", e->sentence);
		json_member(out, "rules", e->rules);
		json_member(out, "kind", e->kind);
		json_member(out, "severity", e->severity);
		json_member(out, "citations", e->citations);
		json_member(out, "evidence", e->evidence);
		json_member(out, "notices", e->notices);
		json_member(out, "disposition", e->disposition);
		json_member(out, "reason", e->reason);
		json_member(out, "initials", e->initials);
		bm_buf_putc(out, '}');
	}
	bm_buf_puts(out, "\n ],\n \"discern\": [");
	for (size_t i = 0; i < l->answers.len; i++) {
		const bm_ledger_answer *a = &l->answers.items[i];

		bm_buf_puts(out,
			    i > 0 ? ",\n  {\"file\": " : "\n  {\"file\": ");
		json_text(out, a->file);
		bm_buf_printf(out, ", \"number\": %d", a->number);
		json_member(out, "question", a->question);
		json_member(out, "answer", a->answer);
		json_member(out, "why", a->why);
		json_member(out, "places", a->places);
		bm_buf_putc(out, '}');
	}
	bm_buf_puts(out, "\n ]\n}\n");
}

/* ---- CSV (RFC 4180) ---- */

/*
 * A field in quotes.  A spreadsheet takes what begins with one of = + - @ or
 * a control character for a formula, so an apostrophe goes before it.
 */
static void
csv_text(bm_buf *out, const char *text)
{
	const char *first = text;

	while (*first == ' ')
		first++;
	bm_buf_putc(out, '"');
	if (*first != '\0' && strchr("=+-@\t\r\n", *first) != NULL)
		bm_buf_putc(out, '\'');
	for (const char *c = text; *c != '\0'; c++) {
		if (*c == '"')
			bm_buf_putc(out, '"');
		bm_buf_putc(out, *c);
	}
	bm_buf_putc(out, '"');
}

static void
put_csv(const bm_ledger *l, bm_buf *out)
{
	bm_buf_puts(out, "what,file,line,column,sentence,rules,kind,severity,"
			 "citations,evidence,notices,disposition,reason,"
			 "initials,places\r\n");
	for (size_t i = 0; i < l->entries.len; i++) {
		const bm_ledger_entry *e = &l->entries.items[i];
		const char *const fields[] = {
		    e->sentence,  e->rules,    e->kind,    e->severity,
		    e->citations, e->evidence, e->notices, e->disposition,
		    e->reason,    e->initials};

		bm_buf_puts(out, "claim,");
		csv_text(out, e->file);
		bm_buf_printf(out, ",%u,%u", e->line, e->column);
		for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
			bm_buf_putc(out, ',');
			csv_text(out, fields[k]);
		}
		bm_buf_puts(out, ",\r\n");
	}
	/* The answers in the same columns, so that one table holds all. */
	for (size_t i = 0; i < l->answers.len; i++) {
		const bm_ledger_answer *a = &l->answers.items[i];

		bm_buf_puts(out, "discern,");
		csv_text(out, a->file);
		bm_buf_puts(out, ",,,");
		csv_text(out, a->question);
		bm_buf_printf(out, ",\"DISCERN %d\",,,,,,", a->number);
		csv_text(out, a->answer);
		bm_buf_putc(out, ',');
		csv_text(out, a->why);
		bm_buf_puts(out, ",,");
		csv_text(out, a->places);
		bm_buf_puts(out, "\r\n");
	}
}

/* See ledger.h. */
bm_status
bm_ledger_put(const bm_ledger *ledger, const char *format, bm_buf *out)
{
	if (strcmp(format, "json") == 0)
		put_json(ledger, out);
	else if (strcmp(format, "csv") == 0)
		put_csv(ledger, out);
	else if (strcmp(format, "html") == 0)
		bm_ledger_html(ledger, out);
	else
		return BM_UNSUPPORTED;
	return out->status;
}

/* ---- The engine's ---- */

/* See engine.h. */
bm_status
bm_engine_ledger_add(bm_engine *engine, const bm_doc *doc)
{
	if (engine->ledger == NULL) {
		bm_arena *arena = bm_arena_new(&engine->al);
		bm_ledger *ledger = BM_NEW(arena, bm_ledger);

		if (ledger == NULL) {
			bm_arena_free(arena);
			return BM_NO_MEMORY;
		}
		ledger->arena = arena;
		engine->ledger = ledger;
	}
	return bm_ledger_add(engine->ledger, doc);
}

/* See engine.h. */
void
bm_engine_ledger_end(bm_engine *engine)
{
	if (engine->ledger != NULL)
		bm_arena_free(engine->ledger->arena);
	engine->ledger = NULL;
}

/* See the public header. */
bm_status
bm_write_ledger(bm_engine *engine, const char *format, const char *output,
		const bm_sink *sink)
{
	bm_ledger none = {0};
	bm_pack *pack = NULL;
	bm_status status;
	bm_buf buf;

	if (engine == NULL || format == NULL ||
	    (output == NULL && sink == NULL))
		return BM_BAD_ARGUMENT;
	bm_buf_init(&buf, &engine->al);
	status = bm_ledger_put(engine->ledger != NULL ? engine->ledger : &none,
			       format, &buf);
	if (status == BM_OK)
		status = bm_output_open(engine, output, NULL, &sink, &pack);
	if (status == BM_OK)
		status = bm_put(sink, "", bm_buf_str(&buf));
	if (status == BM_OK && pack != NULL)
		status = bm_pack_commit(pack);
	bm_pack_free(pack);
	bm_buf_free(&buf);
	bm_engine_ledger_end(engine);
	return status;
}
