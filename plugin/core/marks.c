#include "core/marks.h"

/* See marks.h. */
const char *
bm_mark_value(bm_arena *arena, const char *s, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = s; (at = strstr(at, name)) != NULL; at += n) {
		const char *v = at + n, *end;

		if ((at > s && !bm_is_space(at[-1])) || *v != '=')
			continue;
		v++;
		if (*v == '"' || *v == '\'') {
			end = strchr(v + 1, *v);
			v++;
		} else
			end = v + strcspn(v, " \t\r\n");
		if (end == NULL || end == v)
			return NULL;
		return bm_arena_strndup(arena, v, (size_t)(end - v));
	}
	return NULL;
}

/* See marks.h. */
bm_str
bm_mark_words(const char *s)
{
	const char *equals = strchr(s, '=');
	bm_str ids = {s, equals != NULL ? (size_t)(equals - s) : strlen(s)};

	if (equals != NULL)
		while (ids.len > 0 && !bm_is_space(ids.ptr[ids.len - 1]))
			ids.len--;
	return bm_str_trim(ids);
}
