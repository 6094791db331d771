/*
 * The vocabulary of DocBook 5.2 (OASIS Standard, 2024): all of its elements,
 * sorted by name.
 */
#include "xml/vocab.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1, ROOT = 2 };

static const struct word {
	const char *name;
	unsigned flags;
} words[] = {
    {"abbrev", 0},
    {"abstract", 0},
    {"accel", 0},
    {"acknowledgements", BLOCK | ROOT},
    {"acronym", 0},
    {"address", 0},
    {"affiliation", BLOCK},
    {"alt", 0},
    {"anchor", 0},
    {"annotation", BLOCK},
    {"answer", BLOCK},
    {"appendix", BLOCK | ROOT},
    {"application", 0},
    {"arc", 0},
    {"area", 0},
    {"areaset", BLOCK},
    {"areaspec", BLOCK},
    {"arg", 0},
    {"article", BLOCK | ROOT},
    {"artpagenums", 0},
    {"attribution", 0},
    {"audiodata", 0},
    {"audioobject", BLOCK},
    {"author", BLOCK},
    {"authorgroup", BLOCK},
    {"authorinitials", 0},
    {"bibliocoverage", 0},
    {"bibliodiv", BLOCK},
    {"biblioentry", BLOCK},
    {"bibliography", BLOCK | ROOT},
    {"biblioid", 0},
    {"bibliolist", BLOCK},
    {"bibliomisc", 0},
    {"bibliomixed", 0},
    {"bibliomset", 0},
    {"biblioref", 0},
    {"bibliorelation", 0},
    {"biblioset", BLOCK},
    {"bibliosource", 0},
    {"blockquote", BLOCK},
    {"book", BLOCK | ROOT},
    {"bridgehead", 0},
    {"buildtarget", 0},
    {"callout", BLOCK},
    {"calloutlist", BLOCK},
    {"caption", 0},
    {"caution", BLOCK},
    {"chapter", BLOCK | ROOT},
    {"citation", 0},
    {"citebiblioid", 0},
    {"citerefentry", 0},
    {"citetitle", 0},
    {"city", 0},
    {"classname", 0},
    {"classsynopsis", BLOCK},
    {"classsynopsisinfo", 0},
    {"cmdsynopsis", 0},
    {"co", 0},
    {"code", 0},
    {"col", 0},
    {"colgroup", BLOCK},
    {"collab", 0},
    {"colophon", BLOCK | ROOT},
    {"colspec", 0},
    {"command", 0},
    {"computeroutput", 0},
    {"confdates", 0},
    {"confgroup", BLOCK},
    {"confnum", 0},
    {"confsponsor", 0},
    {"conftitle", 0},
    {"constant", 0},
    {"constraint", 0},
    {"constraintdef", 0},
    {"constructorsynopsis", BLOCK},
    {"contractnum", 0},
    {"contractsponsor", 0},
    {"contrib", 0},
    {"copyright", BLOCK},
    {"coref", 0},
    {"country", 0},
    {"cover", BLOCK},
    {"danger", BLOCK},
    {"database", 0},
    {"date", 0},
    {"dedication", BLOCK | ROOT},
    {"destructorsynopsis", BLOCK},
    {"edition", 0},
    {"editor", BLOCK},
    {"email", 0},
    {"emphasis", 0},
    {"entry", 0},
    {"entrytbl", BLOCK},
    {"enumidentifier", 0},
    {"enumitem", 0},
    {"enumitemdescription", 0},
    {"enumname", 0},
    {"enumsynopsis", 0},
    {"enumvalue", 0},
    {"envar", 0},
    {"epigraph", BLOCK},
    {"equation", BLOCK},
    {"errorcode", 0},
    {"errorname", 0},
    {"errortext", 0},
    {"errortype", 0},
    {"example", BLOCK},
    {"exceptionname", 0},
    {"extendedlink", 0},
    {"fax", 0},
    {"fieldsynopsis", 0},
    {"figure", BLOCK},
    {"filename", 0},
    {"firstname", 0},
    {"firstterm", 0},
    {"footnote", BLOCK},
    {"footnoteref", 0},
    {"foreignphrase", 0},
    {"formalgroup", BLOCK},
    {"formalpara", BLOCK},
    {"funcdef", 0},
    {"funcparams", 0},
    {"funcprototype", BLOCK},
    {"funcsynopsis", BLOCK},
    {"funcsynopsisinfo", 0},
    {"function", 0},
    {"givenname", 0},
    {"glossary", BLOCK | ROOT},
    {"glossdef", BLOCK},
    {"glossdiv", BLOCK},
    {"glossentry", BLOCK},
    {"glosslist", BLOCK},
    {"glosssee", 0},
    {"glossseealso", 0},
    {"glossterm", 0},
    {"group", 0},
    {"guibutton", 0},
    {"guiicon", 0},
    {"guilabel", 0},
    {"guimenu", 0},
    {"guimenuitem", 0},
    {"guisubmenu", 0},
    {"hardware", 0},
    {"holder", 0},
    {"honorific", 0},
    {"imagedata", 0},
    {"imageobject", BLOCK},
    {"imageobjectco", BLOCK},
    {"important", BLOCK},
    {"index", BLOCK | ROOT},
    {"indexdiv", BLOCK},
    {"indexentry", BLOCK},
    {"indexterm", 0},
    {"info", BLOCK},
    {"informalequation", BLOCK},
    {"informalexample", BLOCK},
    {"informalfigure", BLOCK},
    {"informaltable", BLOCK},
    {"initializer", 0},
    {"inlineequation", 0},
    {"inlinemediaobject", 0},
    {"interfacename", 0},
    {"issuenum", 0},
    {"itemizedlist", BLOCK},
    {"itermset", BLOCK},
    {"jobtitle", 0},
    {"keycap", 0},
    {"keycode", 0},
    {"keycombo", 0},
    {"keysym", 0},
    {"keyword", 0},
    {"keywordset", BLOCK},
    {"label", 0},
    {"legalnotice", BLOCK},
    {"lhs", 0},
    {"lineage", 0},
    {"lineannotation", 0},
    {"link", 0},
    {"listitem", BLOCK},
    {"literal", 0},
    {"literallayout", 0},
    {"locator", 0},
    {"macrodef", 0},
    {"macroname", 0},
    {"macroprototype", 0},
    {"macrosynopsis", 0},
    {"manvolnum", 0},
    {"markup", 0},
    {"mathphrase", 0},
    {"mediaobject", BLOCK},
    {"member", 0},
    {"menuchoice", 0},
    {"meta", 0},
    {"methodname", 0},
    {"methodparam", 0},
    {"methodsynopsis", 0},
    {"modifier", 0},
    {"mousebutton", 0},
    {"msg", BLOCK},
    {"msgaud", 0},
    {"msgentry", BLOCK},
    {"msgexplan", BLOCK},
    {"msginfo", BLOCK},
    {"msglevel", 0},
    {"msgmain", BLOCK},
    {"msgorig", 0},
    {"msgrel", BLOCK},
    {"msgset", BLOCK},
    {"msgsub", BLOCK},
    {"msgtext", 0},
    {"multimediaparam", 0},
    {"nonterminal", 0},
    {"note", BLOCK},
    {"olink", 0},
    {"ooclass", 0},
    {"ooexception", 0},
    {"oointerface", 0},
    {"option", 0},
    {"optional", 0},
    {"orderedlist", BLOCK},
    {"org", BLOCK},
    {"orgdiv", 0},
    {"orgname", 0},
    {"otheraddr", 0},
    {"othercredit", BLOCK},
    {"othername", 0},
    {"package", 0},
    {"packagesynopsis", 0},
    {"pagenums", 0},
    {"para", 0},
    {"paramdef", 0},
    {"parameter", 0},
    {"part", BLOCK | ROOT},
    {"partintro", BLOCK},
    {"person", 0},
    {"personblurb", BLOCK},
    {"personname", 0},
    {"phone", 0},
    {"phrase", 0},
    {"pob", 0},
    {"postcode", 0},
    {"preface", BLOCK | ROOT},
    {"primary", 0},
    {"primaryie", 0},
    {"printhistory", BLOCK},
    {"procedure", BLOCK},
    {"production", BLOCK},
    {"productionrecap", 0},
    {"productionset", BLOCK},
    {"productname", 0},
    {"productnumber", 0},
    {"programlisting", 0},
    {"programlistingco", BLOCK},
    {"prompt", 0},
    {"property", 0},
    {"pubdate", 0},
    {"publisher", BLOCK},
    {"publishername", 0},
    {"qandadiv", BLOCK},
    {"qandaentry", BLOCK},
    {"qandaset", BLOCK},
    {"question", BLOCK},
    {"quote", 0},
    {"refclass", 0},
    {"refdescriptor", 0},
    {"refentry", BLOCK | ROOT},
    {"refentrytitle", 0},
    {"reference", BLOCK | ROOT},
    {"refmeta", BLOCK},
    {"refmiscinfo", 0},
    {"refname", 0},
    {"refnamediv", BLOCK},
    {"refpurpose", 0},
    {"refsect1", BLOCK | ROOT},
    {"refsect2", BLOCK},
    {"refsect3", BLOCK},
    {"refsection", BLOCK | ROOT},
    {"refsynopsisdiv", BLOCK},
    {"releaseinfo", 0},
    {"remark", 0},
    {"replaceable", 0},
    {"result", 0},
    {"returnvalue", 0},
    {"revdescription", BLOCK},
    {"revhistory", BLOCK},
    {"revision", BLOCK},
    {"revnumber", 0},
    {"revremark", 0},
    {"rhs", 0},
    {"row", BLOCK},
    {"sbr", 0},
    {"screen", 0},
    {"screenco", BLOCK},
    {"screenshot", 0},
    {"secondary", 0},
    {"secondaryie", 0},
    {"sect1", BLOCK | ROOT},
    {"sect2", BLOCK | ROOT},
    {"sect3", BLOCK | ROOT},
    {"sect4", BLOCK | ROOT},
    {"sect5", BLOCK | ROOT},
    {"section", BLOCK | ROOT},
    {"see", 0},
    {"seealso", 0},
    {"seealsoie", 0},
    {"seeie", 0},
    {"seg", 0},
    {"seglistitem", BLOCK},
    {"segmentedlist", BLOCK},
    {"segtitle", 0},
    {"seriesvolnums", 0},
    {"set", BLOCK | ROOT},
    {"setindex", BLOCK | ROOT},
    {"shortaffil", 0},
    {"shortcut", 0},
    {"sidebar", BLOCK},
    {"simpara", 0},
    {"simplelist", BLOCK},
    {"simplemsgentry", BLOCK},
    {"simplesect", BLOCK | ROOT},
    {"spanspec", BLOCK},
    {"specializedtemplate", BLOCK},
    {"state", 0},
    {"step", BLOCK},
    {"stepalternatives", BLOCK},
    {"street", 0},
    {"subject", BLOCK},
    {"subjectset", BLOCK},
    {"subjectterm", 0},
    {"subscript", 0},
    {"substeps", BLOCK},
    {"subtitle", 0},
    {"superscript", 0},
    {"surname", 0},
    {"symbol", 0},
    {"synopfragment", 0},
    {"synopfragmentref", 0},
    {"synopsis", 0},
    {"synopsisinfo", 0},
    {"systemitem", 0},
    {"table", BLOCK},
    {"tag", 0},
    {"task", BLOCK},
    {"taskprerequisites", BLOCK},
    {"taskrelated", BLOCK},
    {"tasksummary", BLOCK},
    {"tbody", BLOCK},
    {"td", 0},
    {"template", 0},
    {"templatename", 0},
    {"term", 0},
    {"termdef", 0},
    {"tertiary", 0},
    {"tertiaryie", 0},
    {"textdata", 0},
    {"textobject", BLOCK},
    {"tfoot", BLOCK},
    {"tgroup", BLOCK},
    {"th", 0},
    {"thead", BLOCK},
    {"tip", BLOCK},
    {"title", 0},
    {"titleabbrev", 0},
    {"toc", BLOCK | ROOT},
    {"tocdiv", BLOCK},
    {"tocentry", 0},
    {"token", 0},
    {"topic", BLOCK | ROOT},
    {"tr", BLOCK},
    {"trademark", 0},
    {"type", 0},
    {"typedefname", 0},
    {"typedefsynopsis", 0},
    {"union", 0},
    {"unionname", 0},
    {"unionsynopsis", 0},
    {"uri", 0},
    {"userinput", 0},
    {"varargs", 0},
    {"variablelist", BLOCK},
    {"varlistentry", BLOCK},
    {"varname", 0},
    {"videodata", 0},
    {"videoobject", BLOCK},
    {"void", 0},
    {"volumenum", 0},
    {"warning", BLOCK},
    {"wordasword", 0},
    {"xref", 0},
    {"year", 0},
};

#define WORDS (sizeof(words) / sizeof(words[0]))

/* The longest name has 23 letters; longer ones are like none. */
#define NAME_MAX_LEN 32

static int
compare(const void *key, const void *word)
{
	return strcmp(key, ((const struct word *)word)->name);
}

static unsigned
flags_of(const char *name)
{
	const struct word *w =
	    bsearch(name, words, WORDS, sizeof(words[0]), compare);
	return w != NULL ? w->flags : 0;
}

bool
bm_vocab_is_element(const char *name)
{
	return bsearch(name, words, WORDS, sizeof(words[0]), compare) != NULL;
}

bool
bm_vocab_is_block(const char *name)
{
	return (flags_of(name) & BLOCK) != 0;
}

bool
bm_vocab_is_root(const char *name)
{
	return (flags_of(name) & ROOT) != 0;
}

/* The number of letters to add, drop, change or swap with their neighbour to
 * get from a to b (optimal string alignment). */
static unsigned
distance(const char *a, size_t la, const char *b, size_t lb)
{
	unsigned row[3][NAME_MAX_LEN + 1];
	unsigned *before = row[0], *last = row[1], *now = row[2];

	for (size_t j = 0; j <= lb; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= la; i++) {
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= lb; j++) {
			unsigned d = last[j - 1] + (a[i - 1] != b[j - 1]);
			if (last[j] + 1 < d)
				d = last[j] + 1;
			if (now[j - 1] + 1 < d)
				d = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && before[j - 2] + 1 < d)
				d = before[j - 2] + 1;
			now[j] = d;
		}
		unsigned *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[lb];
}

const char *
bm_vocab_nearest(const char *name)
{
	char lower[NAME_MAX_LEN + 1];
	size_t len = 0;
	for (; name[len] != 0; len++) {
		if (len >= NAME_MAX_LEN)
			return NULL;
		char c = name[len];
		lower[len] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	unsigned best = len < 4 ? 2 : len < 8 ? 3 : 4;
	const char *found = NULL;
	for (size_t i = 0; i < WORDS; i++) {
		size_t n = strlen(words[i].name);
		if (n > len + best || len > n + best)
			continue;
		unsigned d = distance(lower, len, words[i].name, n);
		if (d < best) {
			best = d;
			found = words[i].name;
		}
	}
	return found;
}
