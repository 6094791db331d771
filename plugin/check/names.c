/* Names to numbers: a table of all that the rules ask for, made once. */
#include <pthread.h>

#include "check/page.h"

#define SLOTS 2048u

static const char *const texts[] = {
    [N_NONE] = "",
#define NAME(id, text)                [N_##id] = text,
#define ARIA(id, type, values, scope) [N_aria_##id] = "aria-" #id,
#include "check/names.def"
#include "check/aria.def"
#undef NAME
#undef ARIA
};

_Static_assert(N_KNOWN < SLOTS / 3, "the table of names is too full");

/* Made once and never changed after: place -> number. */
static page_name slots[SLOTS];
static pthread_once_t slots_once = PTHREAD_ONCE_INIT;

static uint32_t
hash(bm_str s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.ptr[i]) * 16777619u;
	return h ^ h >> 15;
}

static void
make_slots(void)
{
	for (page_name n = 1; n < N_KNOWN; n++) {
		uint32_t i = hash(bm_str_of(texts[n])) % SLOTS;

		while (slots[i] != N_NONE)
			i = (i + 1) % SLOTS;
		slots[i] = n;
	}
}

page_name
page_name_known(bm_str name)
{
	uint32_t i;

	pthread_once(&slots_once, make_slots);
	for (i = hash(name) % SLOTS; slots[i] != N_NONE; i = (i + 1) % SLOTS)
		if (bm_str_is(name, texts[slots[i]]))
			return slots[i];
	return N_NONE;
}

const char *
page_name_text(page_name name)
{
	return name < N_KNOWN ? texts[name] : "";
}
