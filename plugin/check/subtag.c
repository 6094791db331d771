#include "check/subtag.h"

#include "core/str.h"

/* The languages of two letters, deprecated ones too. */
static const char twos[] =
    " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce "
    "ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr "
    "fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io "
    "is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la "
    "lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng "
    "nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc "
    "sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl "
    "tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

/* Those of three. */
static const uint32_t threes[26 * 26] = {
#include "check/subtag.def"
};

static bool
has_two(const char *word)
{
	char padded[] = {' ', word[0], word[1], ' ', '\0'};

	return strstr(twos, padded) != NULL;
}

bool
check_language_known(const char *tag)
{
	size_t n = strcspn(tag, "-");
	char lower[4];

	if (n < 2 || n > 3)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!bm_is_alpha(tag[i]))
			return false;
		lower[i] = bm_lower(tag[i]);
	}
	if (n == 2)
		return has_two(lower);
	return (threes[(lower[0] - 'a') * 26 + lower[1] - 'a'] >>
		(lower[2] - 'a')) &
	       1;
}

bool
check_language_formed(const char *tag)
{
	bm_str rest = bm_str_of(tag), part;

	while (bm_str_split(&rest, '-', &part)) {
		if (part.len == 0 || part.len > 8)
			return false;
		for (size_t i = 0; i < part.len; i++)
			if (!bm_is_alpha(part.ptr[i]) &&
			    !bm_is_digit(part.ptr[i]))
				return false;
	}
	return true;
}
