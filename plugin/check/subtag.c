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

/* Codes of three letters that the registry leaves out, as there is one of
 * two (ISO 639-2, both kinds). */
static const char not_threes[] =
    " aar abk ave afr aka amh arg ara asm ava aym aze bak bel bul bih bis bam "
    "ben bod tib bre bos cat che cha cos cre ces cze chu chv cym wel dan deu "
    "ger div dzo ewe ell gre eng epo spa est eus baq fas per ful fin fij fao "
    "fra fre fry gle gla glg grn guj glv hau heb hin hmo hrv hat hun hye arm "
    "her ina ind ile ibo iii ipk ido isl ice ita iku jpn jav kat geo kon kik "
    "kua kaz kal khm kan kor kau kas kur kom cor kir lat ltz lug lim lin lao "
    "lit lub lav mlg mah mri mao mkd mac mal mon mar msa may mlt mya bur nau "
    "nob nde nep ndo nld dut nno nor nbl nav nya oci oji orm ori oss pan pli "
    "pol pus por que roh run ron rum rus kin san srd snd sme sag sin slk slo "
    "slv smo sna som sqi alb srp ssw sot sun swe swa tam tel tgk tha tir tuk "
    "tgl tsn ton tur tso tat twi tah uig ukr urd uzb ven vie vol wln wol xho "
    "yid yor zha zho chi zul ";

/* Whether a list of words has this one, which is in small letters. */
static bool
has(const char *list, const char *word, size_t length)
{
	char padded[6] = " ";

	memcpy(padded + 1, word, length);
	memcpy(padded + 1 + length, " ", 2);
	return strstr(list, padded) != NULL;
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
	return n == 2 ? has(twos, lower, n) : !has(not_threes, lower, n);
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
