#include "criteria.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

const char *const reach_words[] = {"needs a person", "partly", "wholly"};

enum { NEVER, ABSENT };

static const struct {
	const char *number, *level, *name;
	int decided;
	const char *left;
} table[] = {
#define CRITERION(number, level, name, decided, left)                          \
	{number, level, name, decided, left},
#include "wcag.def"
#undef CRITERION
};

/* ---- outcomes ---- */

/* The sum of a rule, new if it has none; NULL without memory. */
static rule_sum *
sum_of(outcomes *all, const bm_outcome *o)
{
	rule_sum *more;

	for (size_t i = 0; i < all->count; i++)
		if (strcmp(all->list[i].code, o->code) == 0)
			return &all->list[i];
	if (all->count == all->cap) {
		size_t cap = all->cap == 0 ? 128 : 2 * all->cap;

		more = realloc(all->list, cap * sizeof(*more));
		if (more == NULL)
			return NULL;
		all->list = more;
		all->cap = cap;
	}
	more = &all->list[all->count++];
	*more = (rule_sum){.code = o->code,
			   .act = o->act,
			   .criteria = o->criteria != NULL ? o->criteria : "",
			   .expected = o->expected};
	return more;
}

bool
outcomes_add(outcomes *all, const bm_outcome *o)
{
	rule_sum *sum = sum_of(all, o);
	const char *file = o->file != NULL ? o->file : "<stdin>";

	if (sum == NULL)
		return false;
	sum->passed += o->passed;
	sum->person += o->person;
	sum->failed += o->failed;
	if (all->last_file != NULL && strcmp(all->last_file, file) == 0)
		return true;
	free(all->last_file);
	all->last_file = text_copy(file);
	all->files++;
	return all->last_file != NULL;
}

void
outcomes_free(outcomes *all)
{
	free(all->list);
	free(all->last_file);
	memset(all, 0, sizeof(*all));
}

/* ---- criteria ---- */

size_t
criteria_count(void)
{
	return sizeof(table) / sizeof(*table);
}

const char *
criteria_name(size_t i)
{
	return table[i].name;
}

bool
criteria_has(const char *list, size_t i)
{
	const char *number = table[i].number;
	size_t n = strlen(number);

	for (; list != NULL && *list != '\0'; list = strchr(list, ',')) {
		list += strspn(list, ", ");
		if (strncmp(list, number, n) == 0 &&
		    (list[n] == ' ' || list[n] == '\0' || list[n] == ','))
			return true;
	}
	return false;
}

criterion
criteria_at(const outcomes *all, size_t i)
{
	criterion c = {.number = table[i].number,
		       .level = table[i].level,
		       .name = table[i].name,
		       .left = table[i].left};

	for (size_t k = 0; k < all->count; k++) {
		const rule_sum *s = &all->list[k];

		if (!criteria_has(s->criteria, i))
			continue;
		c.rules++;
		c.passed += s->passed;
		c.person += s->person;
		c.failed += s->failed;
	}
	if (c.rules > 0)
		c.reach = table[i].decided == ABSENT &&
				  c.passed + c.person + c.failed == 0
			      ? REACH_WHOLLY
			      : REACH_PARTLY;
	return c;
}
