/* The tables of aria.def, made ready once. */
#include "check/aria.h"

#include <pthread.h>

static const aria_attribute attributes[] = {
#define ARIA(id, type, values, scope) {N_aria_##id, type, scope, values},
#include "check/aria.def"
#undef ARIA
};

#define ATTRIBUTES (sizeof(attributes) / sizeof(*attributes))

_Static_assert(ATTRIBUTES <= 64, "a set of attributes is 64 bits");

struct row {
	const char *name, *super;
	unsigned flags;
	const char *has, *must, *in, *owns;
};

static const struct row rows[R_COUNT] = {
    [R_NO] = {"", "", 0, "", "", "", ""},
#define ROLE(id, name, super, flags, has, must, in, owns)                      \
	[R_##id] = {name, super, flags, has, must, in, owns},
#include "check/aria.def"
#undef ROLE
};

/* Made once and never changed after. */
static aria_role_data roles[R_COUNT];
static uint8_t place[N_KNOWN]; /* of an attribute, + 1 */
static bool inherits[R_COUNT][R_COUNT];
static pthread_once_t roles_once = PTHREAD_ONCE_INIT;

static aria_role
find(bm_str name)
{
	for (aria_role r = 1; r < R_COUNT; r++)
		if (bm_str_is_nocase(name, rows[r].name))
			return r;
	return R_NO;
}

/* A list of names without "aria-" as a set. */
static aria_set
set_of(const char *list)
{
	aria_set set = 0;
	bm_str word;

	while (page_word(&list, &word))
		for (size_t i = 0; i < ATTRIBUTES; i++)
			if (bm_str_is(word,
				      page_name_text(attributes[i].name) + 5))
				set |= (aria_set)1 << i;
	return set;
}

static void
make_roles(void)
{
	bool changed = true;

	for (size_t i = 0; i < ATTRIBUTES; i++)
		place[attributes[i].name] = (uint8_t)(i + 1);
	for (aria_role r = 1; r < R_COUNT; r++) {
		const struct row *row = &rows[r];

		roles[r] = (aria_role_data){
		    row->name,         row->super, row->flags, set_of(row->has),
		    set_of(row->must), row->in,    row->owns};
		inherits[r][r] = true;
	}
	/* Superclasses, until nothing is added any more. */
	while (changed) {
		changed = false;
		for (aria_role r = 1; r < R_COUNT; r++) {
			const char *list = rows[r].super;
			bm_str word;

			while (page_word(&list, &word)) {
				aria_role s = find(word);
				aria_set all = roles[r].has | roles[s].has;

				changed |= all != roles[r].has;
				roles[r].has = all;
				for (aria_role t = 1; t < R_COUNT; t++)
					if (inherits[s][t] && !inherits[r][t])
						changed = inherits[r][t] = true;
			}
		}
	}
}

static void
ready(void)
{
	pthread_once(&roles_once, make_roles);
}

aria_role
aria_role_of(bm_str name)
{
	return find(name);
}

const aria_role_data *
aria_role_at(aria_role role)
{
	ready();
	return &roles[role];
}

bool
aria_role_is(aria_role role, aria_role super)
{
	ready();
	return inherits[role][super];
}

bool
aria_role_in(aria_role role, const char *names)
{
	bm_str word;

	while (role != R_NO && page_word(&names, &word))
		if (bm_str_is(word, rows[role].name))
			return true;
	return false;
}

const aria_attribute *
aria_attribute_of(page_name name)
{
	ready();
	return name < N_KNOWN && place[name] != 0 ? &attributes[place[name] - 1]
						  : NULL;
}

aria_set
aria_bit(page_name name)
{
	ready();
	return name < N_KNOWN && place[name] != 0
		   ? (aria_set)1 << (place[name] - 1)
		   : 0;
}
