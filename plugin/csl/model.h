/*
 * The compiled style: an immutable tree, one node for each element of the
 * specification that renders something.  Private to this folder.
 */
#ifndef BM_CSL_MODEL_H
#define BM_CSL_MODEL_H

#include <libxml/tree.h>

#include "csl/csl.h"

typedef enum csl_element {
	CSL_TEXT_VARIABLE,
	CSL_TEXT_MACRO,
	CSL_TEXT_TERM,
	CSL_TEXT_VALUE,
	CSL_NUMBER,
	CSL_LABEL,
	CSL_NAMES,
	CSL_DATE,
	CSL_GROUP,
	CSL_CHOOSE,
	CSL_LAYOUT
} csl_element;

typedef enum csl_form {
	CSL_FORM_LONG,
	CSL_FORM_SHORT,
	CSL_FORM_VERB,
	CSL_FORM_VERB_SHORT,
	CSL_FORM_SYMBOL,
	CSL_FORM_COUNT /* of names */
} csl_form;

typedef enum csl_case {
	CSL_CASE_NONE,
	CSL_CASE_LOWER,
	CSL_CASE_UPPER,
	CSL_CASE_CAPITALIZE_FIRST,
	CSL_CASE_CAPITALIZE_ALL,
	CSL_CASE_SENTENCE,
	CSL_CASE_TITLE
} csl_case;

typedef enum csl_number_form {
	CSL_NUMERIC,
	CSL_ORDINAL,
	CSL_LONG_ORDINAL,
	CSL_ROMAN
} csl_number_form;

typedef enum csl_plural {
	CSL_PLURAL_CONTEXTUAL,
	CSL_PLURAL_ALWAYS,
	CSL_PLURAL_NEVER
} csl_plural;

typedef enum csl_page_format {
	CSL_PAGE_ASIS,
	CSL_PAGE_EXPANDED,
	CSL_PAGE_MINIMAL,
	CSL_PAGE_MINIMAL_TWO,
	CSL_PAGE_CHICAGO,
	CSL_PAGE_CHICAGO16
} csl_page_format;

typedef enum csl_collapse {
	CSL_COLLAPSE_NONE,
	CSL_COLLAPSE_NUMBER,
	CSL_COLLAPSE_YEAR,
	CSL_COLLAPSE_YEAR_SUFFIX,
	CSL_COLLAPSE_YEAR_SUFFIX_RANGED
} csl_collapse;

typedef struct csl_node csl_node;

/* How an element looks: formatting, affixes, case. */
typedef struct csl_look {
	unsigned format;
	csl_display display;
	csl_case text_case;
	bool quotes, strip_periods;
	bool unquoted; /* quotes="false": quotes inside are outer ones */
	bm_str prefix, suffix, delimiter;
	bool has_delimiter;
} csl_look;

typedef struct csl_macro {
	const char *name;
	csl_node *children;
	xmlNode *source;
	int state;     /* 0 not compiled, 1 being compiled, 2 done */
	bool has_date; /* a cs:date is written in it */
} csl_macro;

typedef enum csl_test_kind {
	CSL_TEST_TYPE,
	CSL_TEST_VARIABLE,
	CSL_TEST_IS_NUMERIC,
	CSL_TEST_IS_UNCERTAIN,
	CSL_TEST_LOCATOR,
	CSL_TEST_POSITION,
	CSL_TEST_DISAMBIGUATE
} csl_test_kind;

typedef struct csl_test {
	csl_test_kind kind;
	bm_str value;
	struct csl_test *next;
} csl_test;

typedef enum csl_match { CSL_ALL, CSL_ANY, CSL_NONE } csl_match;

typedef struct csl_branch {
	csl_match match;
	csl_test *tests; /* NULL in cs:else */
	csl_node *children;
	struct csl_branch *next;
} csl_branch;

/* Options of cs:name that cs:style, cs:citation ... can set for it. */
typedef enum csl_and { CSL_AND_UNSET, CSL_AND_TEXT, CSL_AND_SYMBOL } csl_and;
typedef enum csl_precedes {
	CSL_PRECEDES_UNSET,
	CSL_PRECEDES_CONTEXTUAL,
	CSL_PRECEDES_INVERTED,
	CSL_PRECEDES_ALWAYS,
	CSL_PRECEDES_NEVER
} csl_precedes;
typedef enum csl_sort_order {
	CSL_SORT_ORDER_UNSET,
	CSL_SORT_ORDER_FIRST,
	CSL_SORT_ORDER_ALL
} csl_sort_order;

/* ptr NULL, 0 or -1 is "not set here". */
typedef struct csl_name_options {
	csl_and and_word;
	bm_str delimiter, sort_separator, initialize_with, names_delimiter;
	csl_precedes precedes_last, precedes_et_al;
	csl_sort_order sort_order;
	int et_al_min, et_al_use_first, et_al_use_last;
	int et_al_subsequent_min, et_al_subsequent_use_first;
	int initialize;
	int form; /* csl_form or -1 */
} csl_name_options;

typedef struct csl_names {
	const char *const *variables; /* NULL-ended */
	csl_name_options options;
	csl_look name, family, given, et_al;
	bm_str et_al_term; /* "" is "et-al" */
	csl_node *label;   /* or NULL */
	bool label_first;
	bool has_name, has_et_al, has_substitute;
	bool has_family, has_given; /* cs:name-part */
	csl_node *substitute;
} csl_names;

typedef struct csl_date_part {
	int which; /* 0 year, 1 month, 2 day */
	const char *form;
	bm_str range_delimiter;
	csl_look look;
} csl_date_part;

typedef struct csl_date {
	const char *variable;
	const char *form;       /* NULL, "text", "numeric" */
	int parts_wanted;       /* 3: year-month-day, 2: year-month, 1: year */
	csl_date_part parts[3]; /* of the style, or overriding */
	size_t part_count;
} csl_date;

struct csl_node {
	csl_element element;
	csl_look look;
	const char *variable; /* or the name of a term */
	bm_str value;
	csl_form form;
	csl_number_form number_form;
	csl_plural plural;
	const csl_macro *macro;
	csl_branch *branches;
	csl_names *names;
	csl_date *date;
	csl_node *children, *next;
};

typedef struct csl_sort_key {
	const char *variable;
	const csl_macro *macro;
	bool descending, by_number;                     /* of citation-number */
	int names_min, names_use_first, names_use_last; /* -1: not set */
	struct csl_sort_key *next;
} csl_sort_key;

/* givenname-disambiguation-rule */
typedef enum csl_given_rule {
	CSL_GIVEN_BY_CITE,
	CSL_GIVEN_ALL,
	CSL_GIVEN_ALL_INITIALS,
	CSL_GIVEN_PRIMARY,
	CSL_GIVEN_PRIMARY_INITIALS
} csl_given_rule;

typedef struct csl_area {
	bool present;
	csl_sort_key *sort;
	csl_node *layout;
	csl_name_options options;
	/* citation */
	csl_collapse collapse;
	bm_str cite_group_delimiter, after_collapse_delimiter;
	bm_str year_suffix_delimiter;
	bool add_names, add_givenname;
	csl_given_rule given_rule;
	bool add_year_suffix, has_cite_group, has_after_collapse;
	bool has_year_suffix_delimiter;
	int near_note_distance;
	/* bibliography */
	bool second_field_align, hanging_indent;
	bm_str author_substitute; /* ptr NULL: none */
} csl_area;

typedef enum csl_demote {
	CSL_DEMOTE_NEVER,
	CSL_DEMOTE_SORT_ONLY,
	CSL_DEMOTE_DISPLAY_AND_SORT
} csl_demote;

struct csl_style {
	bm_arena *arena;
	xmlDoc *xml;
	const char *name, *default_locale, *error;
	bool is_note;
	bool initialize_with_hyphen;
	csl_demote demote;
	csl_page_format page_format;
	csl_name_options options;
	csl_area citation, bibliography;
	bm_map macros;
	/* Filled by the compiler: whether it prints year-suffix itself, and
	 * whether it has tests of "disambiguate". */
	bool uses_year_suffix, uses_condition;
};

#define CSL_NS "http://purl.org/net/xbiblio/csl"

/* A rule of csl_rules. */
const bm_rule *csl_rule(const char *code);
/* Whether node is this element of the CSL namespace (NULL: any). */
bool csl_is(const xmlNode *node, const char *name);
/* First or next child element of this name (NULL: any), or NULL. */
xmlNode *csl_first(const xmlNode *node, const char *name);
xmlNode *csl_after(const xmlNode *node, const char *name);
/*
 * A copy of a text of a style, in which character references are what they
 * stand for: there are styles that escape them twice ("&amp;#8211;").
 */
char *csl_text_decode(bm_arena *arena, const char *text);
/* An attribute, so decoded; NULL if it is not there. */
const char *csl_attribute(bm_arena *arena, const xmlNode *node,
			  const char *name);
/* The same as a string; ptr NULL if it is not there. */
bm_str csl_attribute_str(bm_arena *arena, const xmlNode *node,
			 const char *name);

/* Reads formatting, affixes and case of an element. */
void csl_look_read(bm_arena *arena, const xmlNode *node, csl_look *out);
void csl_date_part_read(bm_arena *arena, const xmlNode *node,
			csl_date_part *out);
void csl_name_options_read(bm_arena *arena, const xmlNode *node,
			   csl_name_options *out);
/* What `over` sets goes over what base has. */
void csl_name_options_merge(csl_name_options *base,
			    const csl_name_options *over);
csl_form csl_form_read(const xmlNode *node);

/*
 * Finds and parses the file of a style (following dependent ones).  With a
 * text that is not empty it is the style, and name only its name.
 */
bm_status csl_style_find(const csl_paths *paths, bm_arena *arena, bm_str text,
			 const char *name, bm_diags *diags, xmlDoc **out,
			 const char **locale);
/* Parses a locale file; *out NULL if there is none. */
bm_status csl_locale_find(const csl_paths *paths, bm_arena *arena,
			  const char *lang, xmlDoc **out);

#endif
