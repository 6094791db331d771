/* The page as a whole: title, zoom, refresh. */
#include <stdlib.h>

#include "check/check.h"
#include "check/model.h"

static const bm_rule rules[] = {
    {"page-title", BM_ERROR, "The page has no title", "WCAG 2.2, 2.4.2 (A)",
     "Give the head a title element that says what the page is about."},
    {"page-zoom", BM_ERROR, "The page keeps its readers from zooming",
     "WCAG 2.2, 1.4.4 (AA)",
     "Take user-scalable and maximum-scale out of the viewport."},
    {"page-refresh", BM_ERROR, "The page changes by itself after a while",
     "WCAG 2.2, 2.2.1 (A)",
     "Redirect on the server, or at once, or leave it to a link."},
    {"page-refresh-any", BM_WARNING, "The page is loaded again by itself",
     "WCAG 2.2, 2.2.4 (AAA)",
     "Redirect on the server, or at once, or leave it to a link."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* ACT 2779a5: the first title element of the document. */
static void
title(check_run *run)
{
	const page *p = run->page;

	if (p->root == PAGE_NONE || !page_is(p, p->root, N_html))
		return;
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (!page_is(p, n, N_title) || page_is_spare(p, n))
			continue;
		for (page_node_id t = n; t < page_end(p, n); t++)
			if (page_at(p, t)->kind == PAGE_TEXT &&
			    !page_blank(page_at(p, t)->u.text)) {
				check_pass(run);
				return;
			}
		check_fail(run, n, "The title of the page is empty");
		return;
	}
	check_fail(run, p->root, "The page has no title element");
}

/* A number at the start of a value of the viewport; words as CSS Device
 * Adaptation reads them. */
static double
scale(bm_str value)
{
	char text[32];
	size_t n = value.len < sizeof(text) ? value.len : sizeof(text) - 1;
	double number;
	char *end;

	memcpy(text, value.ptr, n);
	text[n] = '\0';
	number = strtod(text, &end);
	if (end != text)
		return number;
	if (bm_str_starts_nocase(value, "device-"))
		return 10;
	return bm_str_is_nocase(value, "yes") ? 1 : 0.1;
}

/* Cuts the next property off the content of a viewport. */
static bool
viewport_property(bm_str *rest, bm_str *name, bm_str *value)
{
	size_t i = 0, start;

	while (i < rest->len && (bm_is_space(rest->ptr[i]) ||
				 strchr(",;=", rest->ptr[i]) != NULL))
		i++;
	start = i;
	while (i < rest->len && !bm_is_space(rest->ptr[i]) &&
	       strchr(",;=", rest->ptr[i]) == NULL)
		i++;
	*name = (bm_str){rest->ptr + start, i - start};
	while (i < rest->len && bm_is_space(rest->ptr[i]))
		i++;
	*value = (bm_str){rest->ptr + i, 0};
	if (i < rest->len && rest->ptr[i] == '=') {
		while (i < rest->len &&
		       (bm_is_space(rest->ptr[i]) || rest->ptr[i] == '='))
			i++;
		start = i;
		while (i < rest->len && !bm_is_space(rest->ptr[i]) &&
		       strchr(",;=", rest->ptr[i]) == NULL)
			i++;
		*value = (bm_str){rest->ptr + start, i - start};
	}
	rest->ptr += i;
	rest->len -= i;
	return name->len > 0;
}

/* ACT b4f0c3. */
static void
zoom(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const char *name, *content;
		bm_str rest, key, value, bad = {0};
		bool about = false;

		if (!page_is(p, n, N_meta) || page_is_spare(p, n))
			continue;
		name = page_attr_of(p, n, N_name);
		content = page_attr_of(p, n, N_content);
		if (name == NULL || content == NULL ||
		    !bm_str_is_nocase(bm_str_of(name), "viewport"))
			continue;
		rest = bm_str_of(content);
		while (viewport_property(&rest, &key, &value)) {
			double s = scale(value);

			if (bm_str_is_nocase(key, "user-scalable")) {
				about = true;
				if (s > -1 && s < 1)
					bad = key;
			} else if (bm_str_is_nocase(key, "maximum-scale")) {
				about = true;
				if (s >= 0 && s < 2)
					bad = key;
			}
		}
		if (bad.len > 0)
			check_fail(run, n,
				   "The viewport sets %.*s, so the page cannot "
				   "be enlarged to 200%%",
				   (int)bad.len, bad.ptr);
		else if (about)
			check_pass(run);
	}
}

/*
 * The seconds that a refresh waits (HTML, shared declarative refresh steps);
 * false if it is none.
 */
static bool
refresh_time(const char *s, double *out)
{
	bool digits = false;

	while (bm_is_space(*s))
		s++;
	*out = 0;
	for (; bm_is_digit(*s); s++) {
		*out = *out * 10 + (*s - '0');
		digits = true;
	}
	if (!digits && *s != '.')
		return false;
	while (bm_is_digit(*s) || *s == '.')
		s++;
	return *s == '\0' || *s == ';' || *s == ',' || bm_is_space(*s);
}

/* The first meta element that makes the page refresh. */
static page_node_id
refresh(const page *p, double *seconds)
{
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const char *what, *content;

		if (!page_is(p, n, N_meta) || page_is_spare(p, n))
			continue;
		what = page_attr_of(p, n, N_http_equiv);
		content = page_attr_of(p, n, N_content);
		if (what != NULL && content != NULL &&
		    bm_str_is_nocase(bm_str_of(what), "refresh") &&
		    refresh_time(content, seconds))
			return n;
	}
	return PAGE_NONE;
}

/* ACT bc659a: at once, or after twenty hours. */
static void
refreshes(check_run *run)
{
	double seconds;
	page_node_id n = refresh(run->page, &seconds);

	if (n == PAGE_NONE)
		return;
	if (seconds <= 0 || seconds > 72000)
		check_pass(run);
	else
		check_fail(run, n, "The page changes by itself after %.0f s",
			   seconds);
}

/* ACT bisz58: the same without the exception. */
static void
refreshes_ever(check_run *run)
{
	double seconds;
	page_node_id n = refresh(run->page, &seconds);

	if (n == PAGE_NONE)
		return;
	if (seconds <= 0)
		check_pass(run);
	else
		check_fail(run, n, "The page is loaded again after %.0f s",
			   seconds);
}

static const check_test tests[] = {
    {"page-title", "2779a5", "2.4.2 A",
     "The page has a title element with text", title},
    {"page-zoom", "b4f0c3", "1.4.4 AA",
     "The viewport lets the page be enlarged to 200%", zoom},
    {"page-refresh", "bc659a", "2.2.1 A, 3.2.5 AAA",
     "A refresh happens at once or after more than 20 hours", refreshes},
    {"page-refresh-any", "bisz58", "2.2.4 AAA, 3.2.5 AAA",
     "A refresh happens at once", refreshes_ever},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_document = {"document", rules, tests};
