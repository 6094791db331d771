/* Controls: their names, and what may be filled in by itself. */
#include "check/check.h"
#include "check/model.h"

static const bm_rule rules[] = {
    {"field-name", BM_ERROR, "A field of a form has no name",
     "WCAG 2.2, 4.1.2 (A)", "Give it a label element, or aria-label."},
    {"field-label", BM_ERROR, "A control of a form has no name",
     "WCAG 2.2, 4.1.2 (A)", "Give it a label element, or aria-label."},
    {"button-name", BM_ERROR, "A button has no name", "WCAG 2.2, 4.1.2 (A)",
     "Put words into the button, or give it aria-label."},
    {"menuitem-name", BM_ERROR, "An item of a menu has no name",
     "WCAG 2.2, 4.1.2 (A)", "Put words into it, or give it aria-label."},
    {"field-autocomplete", BM_ERROR,
     "The attribute autocomplete has a value that it cannot have",
     "WCAG 2.2, 1.3.5 (AA)",
     "Use a word of the HTML standard for what the "
     "field asks for."},
    {"label-for", BM_WARNING, "A label is for a field that is not there",
     "WCAG 2.2, 1.3.1 (A)", "Name the id of the field in for."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

static bool
type_is(const page *p, page_node_id n, const char *type)
{
	const char *value = page_attr_of(p, n, N_type);

	return value != NULL && bm_str_is_nocase(bm_str_of(value), type);
}

static void
named(check_run *run, page_node_id n)
{
	if (!check_named(run, n))
		check_fail(run, n, "The %s has no name",
			   page_tag(run->page, n));
}

/* ACT e086e5: the roles of fields. */
static void
field_name(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (!page_is_element(p, n) || model_hidden(p, n))
			continue;
		switch (model_role(p, n)) {
		case R_checkbox:
		case R_combobox:
		case R_listbox:
		case R_menuitemcheckbox:
		case R_menuitemradio:
		case R_radio:
		case R_searchbox:
		case R_slider:
		case R_spinbutton:
		case R_switch:
		case R_textbox:
			named(run, n);
			break;
		default:
			break;
		}
	}
}

/* Fields for which ARIA has no role: dates, colours, passwords, files. */
static void
field_label(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++)
		if (page_is(p, n, N_input) && !model_hidden(p, n) &&
		    model_role(p, n) == R_NO)
			named(run, n);
}

/* ACT 97a4e1. */
static void
button_name(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++)
		if (page_is_element(p, n) && !model_hidden(p, n) &&
		    model_role(p, n) == R_button &&
		    !(page_is(p, n, N_input) && type_is(p, n, "image")))
			named(run, n);
}

/* ACT m6b1q3. */
static void
menuitem_name(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++)
		if (page_is_element(p, n) && !model_hidden(p, n) &&
		    model_role(p, n) == R_menuitem)
			named(run, n);
}

/* ---- autocomplete (HTML 4.10.18.7) ---- */

/* The names of fields by the controls that they are for. */
static const struct {
	const char *types; /* of input beside text and search */
	const char *names;
} fields[] = {
    {"",
     "name honorific-prefix given-name additional-name family-name "
     "honorific-suffix nickname organization-title organization "
     "address-line1 address-line2 address-line3 address-level4 address-level3 "
     "address-level2 address-level1 country country-name postal-code cc-name "
     "cc-given-name cc-additional-name cc-family-name cc-number cc-csc "
     "cc-type transaction-currency language sex street-address"},
    {"password", "new-password current-password one-time-code"},
    {"email", "username"},
    {"url", "url photo"},
    {"month", "cc-exp"},
    {"number", "cc-exp-month cc-exp-year transaction-amount bday-day "
	       "bday-month bday-year"},
    {"date", "bday"},
};

/* Those that may stand behind home, work and so on. */
static const struct {
	const char *types;
	const char *names;
} contacts[] = {
    {"tel", "tel"},
    {"", "tel-country-code tel-national tel-area-code tel-local "
	 "tel-local-prefix tel-local-suffix tel-extension"},
    {"email", "email"},
    {"url", "impp"},
};

/* Whether the control is one that such a field is for. */
static bool
takes(const page *p, page_node_id n, const char *types)
{
	static const char named_types[] =
	    "password email url month number date tel datetime-local time "
	    "week range color checkbox radio file";
	const char *type = page_attr_of(p, n, N_type);

	if (!page_is(p, n, N_input) || page_blank(type) ||
	    !page_has_word(named_types, type))
		return true; /* text, or a type that is none */
	return page_has_word(types, type);
}

/* Whether a list of words is a chain of details for autofill. */
static bool
autofills(const page *p, page_node_id n, const char *list)
{
	bm_str word;
	char name[40];
	bool contact = false;

	if (!page_word(&list, &word))
		return true;
	if (bm_str_starts_nocase(word, "section-") && !page_word(&list, &word))
		return false;
	if ((bm_str_is_nocase(word, "shipping") ||
	     bm_str_is_nocase(word, "billing")) &&
	    !page_word(&list, &word))
		return false;
	if (bm_str_is_nocase(word, "home") || bm_str_is_nocase(word, "work") ||
	    bm_str_is_nocase(word, "mobile") || bm_str_is_nocase(word, "fax") ||
	    bm_str_is_nocase(word, "pager")) {
		contact = true;
		if (!page_word(&list, &word))
			return false;
	}
	if (word.len >= sizeof(name))
		return false;
	memcpy(name, word.ptr, word.len);
	name[word.len] = '\0';
	if (page_word(&list, &word) &&
	    (!bm_str_is_nocase(word, "webauthn") || page_word(&list, &word)))
		return false;
	for (size_t i = 0; i < sizeof(contacts) / sizeof(*contacts); i++)
		if (page_has_word(contacts[i].names, name))
			return takes(p, n, contacts[i].types);
	for (size_t i = 0; !contact && i < sizeof(fields) / sizeof(*fields);
	     i++)
		if (page_has_word(fields[i].names, name))
			return takes(p, n, fields[i].types);
	return false;
}

/* Whether the rule is about the control at all. */
static bool
asks_for_text(const page *p, page_node_id n)
{
	const char *disabled = page_attr_of(p, n, N_aria_disabled);

	if (!page_is(p, n, N_input) && !page_is(p, n, N_select) &&
	    !page_is(p, n, N_textarea))
		return false;
	if (page_is(p, n, N_input) &&
	    (type_is(p, n, "hidden") || type_is(p, n, "button") ||
	     type_is(p, n, "submit") || type_is(p, n, "reset") ||
	     type_is(p, n, "image")))
		return false;
	if (model_hidden(p, n) && model_invisible(p, n))
		return false;
	if (!(model_flags(p, n) & M_TABBABLE)) {
		aria_role role = model_role(p, n);

		/* A control that a script uses for another purpose. */
		if ((model_flags(p, n) & M_DISABLED) ||
		    (role != R_NO && !(aria_role_at(role)->flags & WIDGET)))
			return false;
	}
	return disabled == NULL ||
	       !bm_str_is_nocase(bm_str_of(disabled), "true");
}

/* ACT 73f2c2. */
static void
autocomplete(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *a = page_attr_at(p, n, N_autocomplete);
		bm_str value;

		if (a == NULL || !asks_for_text(p, n))
			continue;
		value = bm_str_trim(bm_str_of(a->value));
		if (value.len == 0 || bm_str_is_nocase(value, "on") ||
		    bm_str_is_nocase(value, "off"))
			continue;
		if (autofills(p, n, a->value))
			check_pass(run);
		else
			check_fail_at(run, a,
				      "autocomplete cannot be \"%s\" here",
				      a->value);
	}
}

static void
label_for(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *a;

		if (!page_is(p, n, N_label) || model_hidden(p, n))
			continue;
		a = page_attr_at(p, n, N_for);
		if (a == NULL || page_blank(a->value))
			continue;
		if (page_by_id(p, bm_str_of(a->value)) != PAGE_NONE)
			check_pass(run);
		else
			check_fail_at(run, a, "There is no id \"%s\"",
				      a->value);
	}
}

static const check_test tests[] = {
    {"field-name", "e086e5", "4.1.2 A", "Each field of a form has a name",
     field_name},
    {"field-label", NULL, "4.1.2 A",
     "Each control that has no role of ARIA has a name", field_label},
    {"button-name", "97a4e1", "4.1.2 A", "Each button has a name", button_name},
    {"menuitem-name", "m6b1q3", "4.1.2 A", "Each item of a menu has a name",
     menuitem_name},
    {"field-autocomplete", "73f2c2", "1.3.5 AA",
     "The attribute autocomplete has a value of the HTML standard",
     autocomplete},
    {"label-for", NULL, "1.3.1 A", "Each label is for a field on the page",
     label_for},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_forms = {"forms", rules, tests};
