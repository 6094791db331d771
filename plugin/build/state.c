/* What a build leaves for the next one: see state.h. */
#include "build/state.h"

#include <string.h>

#include "core/sha256.h"
#include "core/wire.h"

/* The version of the form. */
#define HEAD "backmatter-state 3 "

/* ---- Both ways ----------------------------------------------------------- */

/* One direction of the work: out or in is NULL. */
struct pipe {
	bm_buf *out;
	bm_wire *in;
	bm_arena *arena;
	const char *dir;
};

static void
text(struct pipe *p, const char **s)
{
	if (p->out != NULL)
		bm_wire_put_text(p->out, *s);
	else
		*s = bm_wire_get_text(p->in, p->arena);
}

/* A text that is never NULL. */
static void
word(struct pipe *p, const char **s)
{
	text(p, s);
	if (p->in != NULL && *s == NULL) {
		p->in->bad = true;
		*s = "";
	}
}

/* Borrowed on the way in. */
static void
bytes(struct pipe *p, bm_str *s)
{
	if (p->out != NULL)
		bm_wire_put_str(p->out, *s);
	else
		*s = bm_wire_get_str(p->in);
}

static void
path(struct pipe *p, const char **s)
{
	if (p->out != NULL)
		bm_wire_put_path(p->out, p->dir, *s);
	else
		*s = bm_wire_get_path(p->in, p->arena, p->dir);
}

static void
named(struct pipe *p, const char **s)
{
	path(p, s);
	if (p->in != NULL && *s == NULL) {
		p->in->bad = true;
		*s = "";
	}
}

static void
flag(struct pipe *p, bool *value)
{
	if (p->out != NULL)
		bm_wire_put(p->out, *value);
	else
		*value = bm_wire_get_max(p->in, 1) == 1;
}

static void
number32(struct pipe *p, uint32_t *value)
{
	if (p->out != NULL)
		bm_wire_put(p->out, *value);
	else
		*value = (uint32_t)bm_wire_get_max(p->in, UINT32_MAX);
}

static void
position(struct pipe *p, bm_pos *pos)
{
	path(p, &pos->file);
	number32(p, &pos->line);
	number32(p, &pos->column);
	number32(p, &pos->end_line);
	number32(p, &pos->end_column);
}

/* How many things a list has, or will have. */
static size_t
length(struct pipe *p, size_t len)
{
	if (p->out == NULL)
		return bm_wire_count(p->in);
	bm_wire_put(p->out, len);
	return len;
}

/* Each thing of a list, made on the way in. */
#define EACH(p, list, item, what)                                              \
	for (size_t n_ = length((p), (list)->len), i_ = 0;                     \
	     i_ < n_ && ((p)->in == NULL || !(p)->in->bad); i_++) {            \
		if ((p)->in != NULL &&                                         \
		    BM_VEC_PUSH((p)->arena, (list)) == NULL)                   \
			break;                                                 \
		item = &(list)->items[i_];                                     \
		what;                                                          \
	}

static void
input(struct pipe *p, bm_state_input *i)
{
	named(p, &i->read.path);
	flag(p, &i->read.jailed);
	word(p, &i->sha256);
}

static void
diag(struct pipe *p, bm_diag *d)
{
	uint32_t severity = d->severity;

	number32(p, &severity);
	if (p->in != NULL && (severity < BM_INFO || severity > BM_ERROR))
		p->in->bad = true;
	d->size = sizeof(*d);
	d->severity = (bm_severity)severity;
	word(p, &d->code);
	word(p, &d->message);
	path(p, &d->file);
	number32(p, &d->line);
	number32(p, &d->column);
	number32(p, &d->end_line);
	number32(p, &d->end_column);
	text(p, &d->reference);
	text(p, &d->hint);
	text(p, &d->text);
}

static void
row(struct pipe *p, bm_proof_row *r)
{
	word(p, &r->output);
	word(p, &r->file);
	path(p, &r->document);
	word(p, &r->kind);
	text(p, &r->trigger);
	text(p, &r->words);
	position(p, &r->pos);
	text(p, &r->id);
	text(p, &r->sha256);
	r->proved = true;
}

static void
off(struct pipe *p, bm_notice_off *o)
{
	word(p, &o->kind);
	text(p, &o->reason);
	text(p, &o->initials);
	flag(p, &o->used);
	text(p, &o->trigger);
	position(p, &o->pos);
}

static void
file(struct pipe *p, bm_state_file *f)
{
	word(p, &f->path);
	if (p->out != NULL)
		bm_wire_put(p->out, f->size);
	else
		f->size = bm_wire_get(p->in);
	word(p, &f->sha256);
}

static void
document(struct pipe *p, bm_state_doc *d)
{
	bm_state_input *i;
	bm_state_file *f;
	bm_notice_off *o;
	bm_proof_row *r;
	const char **s;
	bm_diag *g;

	named(p, &d->path);
	word(p, &d->book);
	flag(p, &d->whole);
	EACH(p, &d->inputs, i, input(p, i))
	EACH(p, &d->terms, s, word(p, s))
	EACH(p, &d->statuses, s, word(p, s))
	bytes(p, &d->skeleton);
	bytes(p, &d->card);
	bytes(p, &d->words);
	flag(p, &d->shows);
	flag(p, &d->index);
	word(p, &d->face);
	word(p, &d->signature);
	EACH(p, &d->outputs, f, file(p, f))
	for (int stage = 0; stage < BM_FOUND_STAGES; stage++)
		EACH(p, &d->found[stage], g, diag(p, g))
	EACH(p, &d->offs, o, off(p, o))
	EACH(p, &d->rows, r, row(p, r))
}

static void
epub(struct pipe *p, bm_state_epub *e)
{
	bm_proof_row *r;
	bm_diag *g;

	word(p, &e->href);
	word(p, &e->digest);
	word(p, &e->sha256);
	text(p, &e->onix);
	EACH(p, &e->rows, r, row(p, r))
	EACH(p, &e->found, g, diag(p, g))
}

static void
state(struct pipe *p, bm_state *s)
{
	bm_state_shared *h;
	bm_state_input *i;
	bm_state_epub *e;
	bm_state_doc *d;

	word(p, &s->key);
	EACH(p, &s->common, i, input(p, i))
	EACH(p, &s->shared, h, (word(p, &h->sha256), diag(p, &h->diag)))
	EACH(p, &s->docs, d, document(p, d))
	EACH(p, &s->epubs, e, epub(p, e))
}

/* ---- The file ------------------------------------------------------------ */

/* See state.h. */
size_t
bm_state_open(const char *head, bm_buf *out)
{
	/* The checksum follows when it is known. */
	bm_buf_printf(out, "%s%64s\n", head, "");
	return out->len;
}

/* See state.h. */
void
bm_state_close(size_t body, bm_buf *out)
{
	char sum[65];

	if (out->status != BM_OK)
		return;
	bm_sha256_hex((bm_str){out->ptr + body, out->len - body}, sum);
	memcpy(out->ptr + body - 65, sum, 64);
}

/* See state.h. */
bm_status
bm_state_unseal(const char *head, bm_str bytes, bm_str *out)
{
	size_t n = strlen(head) + 64 + 1; /* with the checksum and its line */
	char sum[65];

	if (bytes.len <= n || !bm_str_starts(bytes, head) ||
	    bytes.ptr[n - 1] != '\n')
		return BM_BAD_INPUT;
	bytes.ptr += n;
	bytes.len -= n;
	bm_sha256_hex(bytes, sum);
	if (memcmp(sum, bytes.ptr - 65, 64) != 0)
		return BM_BAD_INPUT;
	*out = bytes;
	return BM_OK;
}

/* See state.h. */
void
bm_state_put(const bm_state *s, const char *dir, bm_buf *out)
{
	bm_state copy = *s;
	struct pipe p = {.out = out, .dir = dir};
	size_t body = bm_state_open(HEAD, out);

	state(&p, &copy);
	bm_state_close(body, out);
}

/* See state.h. */
bm_status
bm_state_get(bm_arena *arena, bm_str bytes, const char *dir, bm_state *out)
{
	bm_wire in = {0};
	struct pipe p = {.in = &in, .arena = arena, .dir = dir};
	bm_status status = bm_state_unseal(HEAD, bytes, &in.rest);

	*out = (bm_state){0};
	if (status != BM_OK)
		return status;
	state(&p, out);
	if (bm_arena_failed(arena))
		return BM_NO_MEMORY;
	return in.bad || in.rest.len != 0 ? BM_BAD_INPUT : BM_OK;
}
