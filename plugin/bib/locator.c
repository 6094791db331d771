/* The words for places in a source, one table for all that read them. */
#include "bib/locator.h"

static const struct {
	const char *word, *label;
} labels[] = {
    {"act", "act"},
    {"acts", "act"},
    {"app", "appendix"},
    {"apps", "appendix"},
    {"appendix", "appendix"},
    {"appendices", "appendix"},
    {"appx", "appendix"},
    {"art", "article-locator"},
    {"arts", "article-locator"},
    {"article", "article-locator"},
    {"articles", "article-locator"},
    {"article-locator", "article-locator"},
    {"bk", "book"},
    {"bks", "book"},
    {"book", "book"},
    {"books", "book"},
    {"canon", "canon"},
    {"canons", "canon"},
    {"ch", "chapter"},
    {"chs", "chapter"},
    {"chap", "chapter"},
    {"chaps", "chapter"},
    {"chapter", "chapter"},
    {"chapters", "chapter"},
    {"col", "column"},
    {"cols", "column"},
    {"column", "column"},
    {"columns", "column"},
    {"loc", "elocation"},
    {"locs", "elocation"},
    {"elocation", "elocation"},
    {"location", "elocation"},
    {"locations", "elocation"},
    {"e-location", "elocation"},
    {"elocations", "elocation"},
    {"eq", "equation"},
    {"eqs", "equation"},
    {"equation", "equation"},
    {"equations", "equation"},
    {"eqn", "equation"},
    {"eqns", "equation"},
    {"fig", "figure"},
    {"figs", "figure"},
    {"figure", "figure"},
    {"figures", "figure"},
    {"fol", "folio"},
    {"fols", "folio"},
    {"folio", "folio"},
    {"folios", "folio"},
    {"no", "issue"},
    {"nos", "issue"},
    {"issue", "issue"},
    {"issues", "issue"},
    {"number", "issue"},
    {"numbers", "issue"},
    {"l", "line"},
    {"ll", "line"},
    {"line", "line"},
    {"lines", "line"},
    {"n", "note"},
    {"nn", "note"},
    {"note", "note"},
    {"notes", "note"},
    {"op", "opus"},
    {"opp", "opus"},
    {"opus", "opus"},
    {"opera", "opus"},
    {"p", "page"},
    {"pp", "page"},
    {"page", "page"},
    {"pages", "page"},
    {"pg", "page"},
    {"pgs", "page"},
    {"para", "paragraph"},
    {"paras", "paragraph"},
    {"paragraph", "paragraph"},
    {"paragraphs", "paragraph"},
    {"\xC2\xB6", "paragraph"},
    {"\xC2\xB6\xC2\xB6", "paragraph"},
    {"pt", "part"},
    {"pts", "part"},
    {"part", "part"},
    {"parts", "part"},
    {"r", "rule"},
    {"rr", "rule"},
    {"rule", "rule"},
    {"rules", "rule"},
    {"sc", "scene"},
    {"scs", "scene"},
    {"scene", "scene"},
    {"scenes", "scene"},
    {"sec", "section"},
    {"secs", "section"},
    {"section", "section"},
    {"sections", "section"},
    {"\xC2\xA7", "section"},
    {"\xC2\xA7\xC2\xA7", "section"},
    {"sect", "section"},
    {"sects", "section"},
    {"s.v", "sub-verbo"},
    {"s.vv", "sub-verbo"},
    {"sub verbo", "sub-verbo"},
    {"sub verbis", "sub-verbo"},
    {"sub-verbo", "sub-verbo"},
    {"sub voce", "sub-verbo"},
    {"supp", "supplement"},
    {"supps", "supplement"},
    {"supplement", "supplement"},
    {"supplements", "supplement"},
    {"suppl", "supplement"},
    {"suppls", "supplement"},
    {"tbl", "table"},
    {"tbls", "table"},
    {"table", "table"},
    {"tables", "table"},
    {"tab", "table"},
    {"tabs", "table"},
    {"timestamp", "timestamp"},
    {"timestamps", "timestamp"},
    {"tit", "title-locator"},
    {"tits", "title-locator"},
    {"title", "title-locator"},
    {"titles", "title-locator"},
    {"title-locator", "title-locator"},
    {"v", "verse"},
    {"vv", "verse"},
    {"verse", "verse"},
    {"verses", "verse"},
    {"version", "version"},
    {"versions", "version"},
    {"ver", "version"},
    {"vol", "volume"},
    {"vols", "volume"},
    {"volume", "volume"},
    {"volumes", "volume"},
};

const char *
bm_locator_label(bm_str s, size_t *length)
{
	const char *best = NULL;

	*length = 0;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		const char *word = labels[i].word;
		size_t n;

		if (s.len == 0 || bm_lower(s.ptr[0]) != word[0])
			continue;
		n = strlen(word);
		if (n < *length || !bm_str_starts_nocase(s, word))
			continue;
		if (n < s.len && s.ptr[n] == '.')
			n++;
		else if ((unsigned char)word[0] < 0x80 && n < s.len &&
			 !bm_is_space(s.ptr[n]) && !bm_is_digit(s.ptr[n]) &&
			 s.ptr[n] != '{' &&
			 memcmp(s.ptr + n, "\xC2\xA0",
				s.len - n < 2 ? s.len - n : 2) != 0)
			continue;
		if (n > *length) {
			*length = n;
			best = labels[i].label;
		}
	}
	return best;
}
