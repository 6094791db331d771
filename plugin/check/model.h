/*
 * What the rules ask of a page beyond its markup, computed once: roles, what
 * is hidden, what can be focused, languages and names.
 */
#ifndef BM_CHECK_MODEL_H
#define BM_CHECK_MODEL_H

#include "check/aria.h"
#include "check/css.h"

enum model_flag {
	M_NOT_RENDERED = 1,  /* display: none, hidden, or no content at all */
	M_INVISIBLE = 2,     /* visibility: hidden */
	M_ARIA_HIDDEN = 4,   /* it or an ancestor has aria-hidden="true" */
	M_FOCUSABLE = 8,     /* as it stands, with the keyboard or by script */
	M_TABBABLE = 16,     /* ... with the keyboard, in sequence */
	M_DISABLED = 32,     /* a control that is */
	M_INERT = 64,        /* it or an ancestor is inert */
	M_MAYBE_HIDDEN = 128 /* a style that is not decided may hide it */
};

enum model_from {
	FROM_NOTHING,
	FROM_LABELLEDBY,
	FROM_LABEL, /* aria-label */
	FROM_HOST,  /* alt, label, caption, value ... */
	FROM_CONTENT,
	FROM_TITLE,
	FROM_PLACEHOLDER
};

typedef struct model_name {
	const char *text; /* "" for none; long ones are cut */
	enum model_from from;
	bool unsure; /* a style that is not decided may give one */
} model_name;

/* A label element for a control with an id. */
typedef struct model_label {
	page_node_id node;
	struct model_label *next, *last; /* last: of the first one only */
} model_label;

typedef struct page_model {
	css *css;
	uint8_t *flags;   /* of each node */
	aria_role *given; /* what its attribute says and holds, or R_NO */
	aria_role *role;  /* what is exposed, or R_NO */
	bm_map named;     /* number of a node -> model_name */
	bm_map labels;    /* id -> list of label elements (name.c) */
	bm_map anchors;   /* names of <a> -> number + 1 (anchor.c) */
	bool anchors_read;
	uint64_t effort; /* nodes that names were made of */
} page_model;

/* Makes p->model; false without memory. */
bool model_make(page *p);

static inline unsigned
model_flags(const page *p, page_node_id n)
{
	return p->model->flags[n];
}

static inline aria_role
model_role(const page *p, page_node_id n)
{
	return p->model->role[n];
}

/* Whether assistive programs do not get it. */
static inline bool
model_hidden(const page *p, page_node_id n)
{
	return (p->model->flags[n] &
		(M_NOT_RENDERED | M_INVISIBLE | M_ARIA_HIDDEN | M_INERT)) != 0;
}

/* Whether it is not seen: as the former, but ARIA hides from nobody's eyes. */
static inline bool
model_invisible(const page *p, page_node_id n)
{
	return (p->model->flags[n] & (M_NOT_RENDERED | M_INVISIBLE)) != 0;
}

/* Whether the element has an attribute of ARIA that is for all roles, an
 * empty one too if that counts; those that `but` has are not counted. */
bool model_has_global(const page *p, page_node_id n, aria_set but, bool empty);
/* The role of an element without a role attribute (ARIA in HTML). */
aria_role model_implicit(const page *p, page_node_id n);
/* The language in force as it is written, or NULL; by xml:lang or lang. */
const char *model_lang(const page *p, page_node_id n);
/* The whole number in an attribute, by the rules of HTML; or false. */
bool model_integer(const char *text, long *out);

/* The accessible name (accname 1.2); never NULL but ->text may be "". */
const model_name *model_name_of(page *p, page_node_id n);
/* The same as text. */
const char *model_name_text(page *p, page_node_id n);
/* The name that it would get if nothing of it were hidden. */
const char *model_name_bare(page *p, page_node_id n);

#endif
