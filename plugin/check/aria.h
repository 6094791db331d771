/* Roles and attributes of ARIA, from aria.def. */
#ifndef BM_CHECK_ARIA_H
#define BM_CHECK_ARIA_H

#include "check/page.h"

typedef uint8_t aria_role;

enum {
	R_NO, /* none is given, or the element has none */
#define ROLE(id, name, super, flags, has, must, in, owns) R_##id,
#include "check/aria.def"
#undef ROLE
	R_COUNT
};

enum aria_flag {
	ABSTRACT = 1,
	CONTENT = 2,
	NO_NAME = 4,
	LEAF = 8,
	LANDMARK = 16,
	LINK = 32,
	WIDGET = 64,
	OLD = 128
};

enum aria_type {
	IDREF,
	IDREFS,
	INTEGER,
	NUMBER,
	STRING,
	TOKEN,
	TOKENS,
	BOOLEAN
};

enum aria_scope { EVERYWHERE, DEPRECATED, NAMING, BY_ROLE };

/* Attributes in a set are bits: those of aria.def from 0 on. */
typedef uint64_t aria_set;

typedef struct aria_attribute {
	page_name name; /* N_aria_... */
	enum aria_type type;
	enum aria_scope scope;
	const char *values; /* of a token, between spaces */
} aria_attribute;

typedef struct aria_role_data {
	const char *name, *super;
	unsigned flags;
	aria_set has; /* with what it inherits */
	aria_set must;
	const char *in, *owns; /* names of roles, between spaces */
} aria_role_data;

/* The role of this name, any case, abstract ones too; or R_NO. */
aria_role aria_role_of(bm_str name);
const aria_role_data *aria_role_at(aria_role role);
/* Whether a role is another one or inherits from it. */
bool aria_role_is(aria_role role, aria_role super);
/* Whether the name of a role stands in a list of names. */
bool aria_role_in(aria_role role, const char *names);
/* The attribute with this number, or NULL; its bit. */
const aria_attribute *aria_attribute_of(page_name name);
aria_set aria_bit(page_name name);

#endif
