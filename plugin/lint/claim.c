/* The file of claim rules, compiled with PCRE2, and matching. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "lint/claim.h"

#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "core/map.h"

/* Backtracking and depth that one pattern may cost on one unit. */
#define MATCH_LIMIT 200000
#define DEPTH_LIMIT 2000
/* Longer units are matched in their first bytes only. */
#define UNIT_MAX ((size_t)32 * 1024)

const bm_rule lint_claim_rules[] = {
    {"claims-file", BM_ERROR, "A claim rule cannot be used", NULL,
     "Mend the line of the file in claims/ that is named"},
    {0}};

/* Which patterns are machine code by now.  That takes four times as long as
 * compiling them, and few match so much as to be tried; so it is done when the
 * first text comes to one, of whatever thread. */
typedef struct jit {
	pthread_mutex_t lock;
	bool has_lock;
	atomic_bool *done; /* contexts have the first numbers, then the rules */
} jit;

struct lint_claims {
	bm_arena *arena;
	BM_VEC(lint_rule) rules;
	BM_VEC(pcre2_code *) contexts;
	bm_map names; /* of contexts: name -> number from 1, as a pointer */
	bm_map by_id;
	lint_filter *filter;
	jit *jit;
};

/* ---- Loading ---- */

typedef struct loader {
	lint_claims *claims;
	bm_diags *diags;
	bm_arena *scratch;
	BM_VEC(lint_words) words; /* of each context, then of each rule */
	const char *file;
	uint32_t line;
	bool bad;
} loader;

static void
tell(loader *l, uint32_t column, const char *what, const char *more)
{
	bm_pos pos = {l->file, l->line, column, 0, 0};

	l->bad = true;
	if (more == NULL) /* the arena has no memory, and keeps that in mind */
		return;
	bm_diag_add(l->diags, &lint_claim_rules[0], &pos, "%s%s%s", what,
		    *more != '\0' ? ": " : "", more);
}

/* Cuts a line at tabs into `count` fields; false: there are not as many. */
static bool
fields(bm_str line, bm_str *out, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!bm_str_split(&line, '\t', &out[i]))
			return false;
	}
	return line.ptr == NULL;
}

/* NULL when it does not compile, which is reported. */
static pcre2_code *
compile(loader *l, bm_str pattern, uint32_t column)
{
	PCRE2_SIZE at = 0;
	int error = 0;
	pcre2_code *code = pcre2_compile(
	    (PCRE2_SPTR)pattern.ptr, pattern.len,
	    PCRE2_CASELESS | PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C,
	    &error, &at, NULL);

	if (code == NULL) {
		PCRE2_UCHAR text[160];

		pcre2_get_error_message(error, text, sizeof text);
		tell(l, column + (uint32_t)at, "Pattern does not compile",
		     (const char *)text);
		return NULL;
	}
	return code;
}

static void
add_context(loader *l, bm_str line)
{
	lint_claims *c = l->claims;
	bm_str f[2];
	pcre2_code **slot;
	lint_words *words;
	void **place;

	if (!fields(line, f, 2)) {
		tell(l, 1, "A context has a name and a pattern", "");
		return;
	}
	slot = BM_VEC_PUSH(c->arena, &c->contexts);
	words = BM_VEC_PUSH(l->scratch, &l->words);
	place = bm_map_put(&c->names, f[0], NULL);
	if (slot == NULL || place == NULL || words == NULL)
		return;
	(void)lint_words_of(l->scratch, f[1], words);
	*slot = compile(l, f[1], (uint32_t)f[0].len + 2);
	*place = (void *)(uintptr_t)c->contexts.len;
}

static size_t
context_number(loader *l, bm_str name)
{
	uintptr_t n;

	if (name.len == 0)
		return SIZE_MAX;
	n = (uintptr_t)bm_map_get(&l->claims->names, name);
	if (n == 0) {
		tell(l, 1, "There is no such context",
		     bm_arena_str(l->claims->arena, name));
		return SIZE_MAX;
	}
	return n - 1;
}

static bool
severity_of(bm_str word, bm_severity *out)
{
	static const char *const names[] = {"info", "warning", "error"};

	for (int i = 0; i < 3; i++)
		if (bm_str_is(word, names[i])) {
			*out = (bm_severity)(BM_INFO + i);
			return true;
		}
	return false;
}

static void
add_rule(loader *l, bm_str line)
{
	enum { ID, KIND, SEVERITY, CITE, WITH, UNLESS, PATTERN, ADVICE, COUNT };
	lint_claims *c = l->claims;
	bm_str f[COUNT];
	lint_rule *rule;
	lint_words *words;
	void **place;
	bool is_new;

	if (!fields(line, f, COUNT)) {
		tell(l, 1, "A rule has eight columns with tabs between", "");
		return;
	}
	rule = BM_VEC_PUSH(c->arena, &c->rules);
	words = BM_VEC_PUSH(l->scratch, &l->words);
	place = bm_map_put(&c->by_id, f[ID], &is_new);
	if (rule == NULL || place == NULL || words == NULL)
		return;
	(void)lint_words_of(l->scratch, f[PATTERN], words);
	*place = (void *)(uintptr_t)c->rules.len;
	if (!is_new)
		tell(l, 1, "Two rules have this id",
		     bm_arena_str(c->arena, f[ID]));
	rule->id = bm_arena_str(c->arena, f[ID]);
	rule->kind = bm_arena_str(c->arena, f[KIND]);
	rule->advice = bm_arena_str(c->arena, f[ADVICE]);
	rule->cite = bm_str_is(f[CITE], "yes");
	rule->once = bm_str_starts(f[PATTERN], "^");
	rule->with = context_number(l, f[WITH]);
	rule->unless = context_number(l, f[UNLESS]);
	if (!severity_of(f[SEVERITY], &rule->severity))
		tell(l, 1, "Severity is error, warning or info", "");
	rule->code =
	    compile(l, f[PATTERN], (uint32_t)(f[PATTERN].ptr - line.ptr) + 1);
}

/* The least design for a rule, or for all rules of a kind before it. */
static void
add_bar(loader *l, bm_str line)
{
	enum { NAME, LEAST, WHY, COUNT };
	lint_claims *c = l->claims;
	bm_design least;
	bool some = false;
	bm_str f[COUNT];

	if (!fields(line, f, COUNT)) {
		tell(l, 1, "A bar has three columns with tabs between", "");
		return;
	}
	least = bm_design_find(f[LEAST]);
	if (bm_design_strength(least) == 0)
		tell(l, (uint32_t)f[NAME].len + 2, "There is no such design",
		     bm_arena_str(c->arena, f[LEAST]));
	for (size_t i = 0; i < c->rules.len; i++) {
		lint_rule *rule = &c->rules.items[i];

		if (!bm_str_is(f[NAME], rule->kind != NULL ? rule->kind : "") &&
		    !bm_str_is(f[NAME], rule->id != NULL ? rule->id : ""))
			continue;
		rule->least = least;
		some = true;
	}
	if (!some)
		tell(l, 1, "There is no rule and no kind of rule of this name",
		     bm_arena_str(c->arena, f[NAME]));
}

static bm_status
each_line(loader *l, const bm_data *data, const char *file,
	  void (*add)(loader *l, bm_str line))
{
	bm_str text, line;
	bm_status status = bm_data_load(data, l->claims->arena, file, &text);

	if (status != BM_OK)
		return status;
	l->file = file;
	l->line = 0;
	while (bm_str_split(&text, '\n', &line)) {
		l->line++;
		if (line.len > 0 && line.ptr[line.len - 1] == '\r')
			line.len--;
		if (l->line == 1 || line.len == 0 || line.ptr[0] == '#')
			continue;
		if (bm_line_is_text(line))
			add(l, line);
		else
			tell(l, 1, "The line is no text in UTF-8", "");
	}
	return BM_OK;
}

static bool
jit_init(lint_claims *c)
{
	size_t count = c->contexts.len + c->rules.len;

	c->jit = BM_NEW(c->arena, jit);
	if (c->jit == NULL)
		return false;
	c->jit->done = BM_NEW_ARRAY(c->arena, atomic_bool, count + 1);
	if (c->jit->done == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		atomic_init(&c->jit->done[i], false);
	c->jit->has_lock = pthread_mutex_init(&c->jit->lock, NULL) == 0;
	return c->jit->has_lock;
}

/* See claim.h. */
bm_status
lint_claims_load(const bm_data *data, const bm_allocator *al, bm_diags *diags,
		 lint_claims **out)
{
	bm_arena *arena = bm_arena_new(al);
	lint_claims *claims = BM_NEW(arena, lint_claims);
	loader l = {
	    .claims = claims, .diags = diags, .scratch = bm_arena_new(al)};
	bm_status status;

	*out = NULL;
	if (claims == NULL || l.scratch == NULL) {
		bm_arena_free(l.scratch);
		bm_arena_free(arena);
		return BM_NO_MEMORY;
	}
	claims->arena = arena;
	bm_map_init(&claims->names, arena);
	bm_map_init(&claims->by_id, arena);
	status = each_line(&l, data, "claims/contexts.tsv", add_context);
	if (status == BM_OK)
		status = each_line(&l, data, "claims/rules.tsv", add_rule);
	if (status == BM_OK)
		status = each_line(&l, data, "claims/evidence.tsv", add_bar);
	claims->filter = lint_filter_new(arena, l.words.items, l.words.len);
	if (status == BM_OK && (!jit_init(claims) || bm_arena_failed(arena) ||
				bm_arena_failed(l.scratch)))
		status = BM_NO_MEMORY;
	bm_arena_free(l.scratch);
	if (status == BM_OK && l.bad)
		status = BM_BAD_INPUT;
	if (status != BM_OK) {
		lint_claims_free(claims);
		return status;
	}
	*out = claims;
	return BM_OK;
}

/* See claim.h. */
void
lint_claims_free(lint_claims *claims)
{
	if (claims == NULL)
		return;
	for (size_t i = 0; i < claims->rules.len; i++)
		pcre2_code_free(claims->rules.items[i].code);
	for (size_t i = 0; i < claims->contexts.len; i++)
		pcre2_code_free(claims->contexts.items[i]);
	if (claims->jit != NULL && claims->jit->has_lock)
		pthread_mutex_destroy(&claims->jit->lock);
	bm_arena_free(claims->arena);
}

/* See claim.h. */
const lint_rule *
lint_claims_rule(const lint_claims *claims, const char *id)
{
	uintptr_t n = (uintptr_t)bm_map_getz(&claims->by_id, id);

	return n > 0 ? &claims->rules.items[n - 1] : NULL;
}

/* See claim.h. */
const lint_rule *
lint_claims_rules(const lint_claims *claims, size_t *count)
{
	*count = claims->rules.len;
	return claims->rules.items;
}

/* See claim.h. */
const char *
lint_claims_context(const lint_claims *claims, size_t number)
{
	return number < claims->names.len
		   ? claims->names.entries[number].key.ptr
		   : NULL;
}

/* ---- Matching ---- */

/* See claim.h. */
bm_status
lint_matcher_init(lint_matcher *m, const lint_claims *claims, bm_arena *arena)
{
	pcre2_match_context *context = pcre2_match_context_create(NULL);

	*m = (lint_matcher){.claims = claims, .arena = arena};
	m->context = context;
	m->data = pcre2_match_data_create(1, NULL);
	m->maybe =
	    BM_NEW_ARRAY(arena, uint64_t, lint_filter_size(claims->filter));
	m->known = BM_NEW_ARRAY(arena, signed char, claims->contexts.len + 1);
	if (m->context == NULL || m->data == NULL || m->maybe == NULL ||
	    m->known == NULL) {
		lint_matcher_end(m);
		return BM_NO_MEMORY;
	}
	pcre2_set_match_limit(context, MATCH_LIMIT);
	pcre2_set_depth_limit(context, DEPTH_LIMIT);
	pcre2_set_heap_limit(context, 4096);
	return BM_OK;
}

/* See claim.h. */
void
lint_matcher_end(lint_matcher *m)
{
	pcre2_match_context_free(m->context);
	pcre2_match_data_free(m->data);
	m->context = m->data = NULL;
}

/* Makes machine code of a pattern, once.  Nobody matches with it meanwhile:
 * all come through here.  Without it matching is slower, and right. */
static void
speed_up(const lint_claims *claims, size_t number, pcre2_code *code)
{
	jit *j = claims->jit;

	if (atomic_load_explicit(&j->done[number], memory_order_acquire))
		return;
	pthread_mutex_lock(&j->lock);
	if (!atomic_load_explicit(&j->done[number], memory_order_relaxed)) {
		(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
		atomic_store_explicit(&j->done[number], true,
				      memory_order_release);
	}
	pthread_mutex_unlock(&j->lock);
}

/* The next match of a pattern and its number from `from` on; false: none, or a
 * bound was met. */
static bool
match(lint_matcher *m, size_t number, pcre2_code *code, bm_str unit,
      size_t from, size_t *at, size_t *end)
{
	const PCRE2_SIZE *ends;
	int rc;

	speed_up(m->claims, number, code);
	rc = pcre2_match(code, (PCRE2_SPTR)unit.ptr, unit.len, from,
			 PCRE2_NO_UTF_CHECK, m->data, m->context);
	if (rc < 0) {
		m->limited = m->limited || rc != PCRE2_ERROR_NOMATCH;
		return false;
	}
	ends = pcre2_get_ovector_pointer(m->data);
	*at = ends[0];
	*end = ends[1];
	return *end >= *at;
}

/* The first UNIT_MAX bytes of a unit, or fewer where a character ends. */
static bm_str
bounded(bm_str unit)
{
	if (unit.len <= UNIT_MAX)
		return unit;
	unit.len = UNIT_MAX;
	while (unit.len > 0 &&
	       ((unsigned char)unit.ptr[unit.len] & 0xC0) == 0x80)
		unit.len--;
	return unit;
}

/* Whether a pattern may match in the unit: contexts have the first numbers,
 * then come the rules.  Many are asked for in a unit, one behind the other. */
static bool
may_match(lint_matcher *m, size_t number, bm_str unit)
{
	if (m->scanned.ptr != unit.ptr || m->scanned.len != unit.len) {
		lint_filter_scan(m->claims->filter, unit, m->maybe);
		m->scanned = unit;
	}
	return m->all || (m->maybe[number / 64] >> number % 64 & 1) != 0;
}

static bool
match_context(lint_matcher *m, size_t number, bm_str unit, size_t *at,
	      size_t *end)
{
	pcre2_code *code = m->claims->contexts.items[number];

	return code != NULL && may_match(m, number, unit) &&
	       match(m, number, code, unit, 0, at, end);
}

/* See claim.h. */
bool
lint_match_context(lint_matcher *m, size_t number, bm_str unit)
{
	size_t at, end;

	return number < m->claims->contexts.len &&
	       match_context(m, number, bounded(unit), &at, &end);
}

/* Whether a context is in the unit; asked once for a unit. */
static bool
has_context(lint_matcher *m, size_t number, bm_str unit, signed char *known)
{
	size_t at, end;

	if (known[number] == 0)
		known[number] =
		    match_context(m, number, unit, &at, &end) ? 1 : -1;
	return known[number] > 0;
}

/* See claim.h. */
bool
lint_context(lint_matcher *m, const char *name, bm_str unit, size_t *at,
	     size_t *len)
{
	uintptr_t n = (uintptr_t)bm_map_getz(&m->claims->names, name);
	size_t end;

	if (n == 0 || !match_context(m, n - 1, bounded(unit), at, &end))
		return false;
	*len = end - *at;
	return true;
}

static int
by_place(const void *left, const void *right)
{
	const lint_hit *a = left, *b = right;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return strcmp(a->rule->id, b->rule->id);
}

static bm_status
match_rule(lint_matcher *m, const lint_rule *rule, bm_str unit)
{
	size_t number =
	    m->claims->contexts.len + (size_t)(rule - m->claims->rules.items);
	size_t from = 0, at, end;

	while (from <= unit.len &&
	       match(m, number, rule->code, unit, from, &at, &end)) {
		lint_hit *hit = BM_VEC_PUSH(m->arena, &m->hits);

		if (hit == NULL)
			return BM_NO_MEMORY;
		*hit = (lint_hit){rule, at, end - at};
		if (rule->once)
			break;
		from = end > from ? end : from + 1;
		while (from < unit.len &&
		       ((unsigned char)unit.ptr[from] & 0xC0) == 0x80)
			from++;
	}
	return BM_OK;
}

/* See claim.h. */
bm_status
lint_match(lint_matcher *m, bm_str unit)
{
	signed char *known = m->known;
	bm_status status = BM_OK;

	m->hits.len = 0;
	memset(known, 0, m->claims->contexts.len);
	m->limited = unit.len > UNIT_MAX;
	unit = bounded(unit);
	for (size_t i = 0; i < m->claims->rules.len && status == BM_OK; i++) {
		const lint_rule *rule = &m->claims->rules.items[i];

		if (!may_match(m, m->claims->contexts.len + i, unit))
			continue;
		if (rule->with != SIZE_MAX &&
		    !has_context(m, rule->with, unit, known))
			continue;
		if (rule->unless != SIZE_MAX &&
		    has_context(m, rule->unless, unit, known))
			continue;
		status = match_rule(m, rule, unit);
	}
	if (status == BM_OK && m->hits.len > 1)
		qsort(m->hits.items, m->hits.len, sizeof *m->hits.items,
		      by_place);
	return status;
}
