/* Text for images, drawings and objects. */
#include "check/check.h"
#include "check/model.h"

static const bm_rule rules[] = {
    {"image-name", BM_ERROR, "An image has no text in its place",
     "WCAG 2.2, 1.1.1 (A)",
     "Say in alt what the image tells; alt=\"\" if it only decorates."},
    {"svg-name", BM_ERROR, "A drawing has no name", "WCAG 2.2, 1.1.1 (A)",
     "Put a title element first in it, or give it aria-label."},
    {"object-name", BM_ERROR, "An object has no name", "WCAG 2.2, 1.1.1 (A)",
     "Give it aria-label or title."},
    {"decoration-exposed", BM_ERROR,
     "An image marked as decoration is read out all the same",
     "WCAG 2.2, 1.1.1 (A)",
     "Take its aria- attributes and tabindex away, or describe it in alt."},
    {"image-button-name", BM_ERROR, "A button that is an image has no name",
     "WCAG 2.2, 1.1.1 (A), 4.1.2 (A)", "Say in alt what the button does."},
    {"image-name-file", BM_WARNING,
     "The text of an image is the name of a file", "WCAG 2.2, 1.1.1 (A)",
     "Say in alt what the image tells."},
    {"math-text", BM_INFO, "A formula has no text for old readers",
     "EPUB Accessibility, 1.1.1 (A)",
     "Give the math element alttext with the formula in words."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

static bool
is_image(const page *p, page_node_id n)
{
	aria_role role = model_role(p, n);

	if (page_at(p, n)->ns != NS_HTML || page_is(p, n, N_object))
		return false;
	return role == R_img || role == R_image || role == R_doc_cover ||
	       role == R_graphics_symbol || role == R_graphics_document;
}

/* Whether the author has said that the element says nothing. */
static bool
says_decorative(const page *p, page_node_id n)
{
	const char *list = page_attr_of(p, n, N_role);
	const char *alt = page_attr_of(p, n, N_alt);
	bm_str word;

	while (page_word(&list, &word)) {
		aria_role role = aria_role_of(word);

		if (role != R_NO && !(aria_role_at(role)->flags & ABSTRACT))
			return role == R_none || role == R_presentation;
	}
	return page_is(p, n, N_img) && alt != NULL && *alt == '\0';
}

/* ACT 23a2a8.  What is marked as decoration and read out all the same is
 * the next rule's matter (46ca7f). */
static void
image_name(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (!page_is_element(p, n) || model_hidden(p, n))
			continue;
		if (page_is(p, n, N_img) && says_decorative(p, n)) {
			check_pass(run);
			continue;
		}
		if (!is_image(p, n))
			continue;
		if (*model_name_text(p, n) != '\0')
			check_pass(run);
		else if (!page_is(p, n, N_img))
			check_fail(run, n,
				   "The %s with the role of an image "
				   "has no name",
				   page_tag(p, n));
		else if (page_has(p, n, N_alt))
			check_fail(run, n,
				   "The alt of the image is only white "
				   "space or does not count");
		else
			check_fail(run, n, "The image has no alt");
	}
}

/* ACT 7d6734: drawings that say that they are images. */
static void
svg_name(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		aria_role role = p->model->given[n];

		if (page_at(p, n)->ns != NS_SVG || model_hidden(p, n) ||
		    (role != R_img && role != R_image &&
		     role != R_graphics_document && role != R_graphics_symbol))
			continue;
		if (*model_name_text(p, n) != '\0')
			check_pass(run);
		else
			check_fail(run, n,
				   "The %s element with role %s has no name",
				   page_tag(p, n), aria_role_at(role)->name);
	}
}

/* Whether an object shows or plays something, by its type or its ending. */
static bool
is_media(const page *p, page_node_id n)
{
	static const char *const endings[] = {
	    ".png", ".jpg",  ".jpeg", ".gif",  ".svg", ".webp", ".avif",
	    ".bmp", ".mp3",  ".ogg",  ".oga",  ".wav", ".m4a",  ".opus",
	    ".mp4", ".webm", ".ogv",  ".flac", ".mov", NULL};
	const char *type = page_attr_of(p, n, N_type);
	const char *data = page_attr_of(p, n, N_data);
	bm_str path = bm_str_of(data != NULL ? data : "");
	size_t query;

	if (page_blank(data))
		return false;
	if (type != NULL)
		return bm_str_starts_nocase(bm_str_of(type), "image/") ||
		       bm_str_starts_nocase(bm_str_of(type), "audio/") ||
		       bm_str_starts_nocase(bm_str_of(type), "video/");
	if (bm_str_starts_nocase(path, "data:"))
		return bm_str_starts_nocase(path, "data:image/") ||
		       bm_str_starts_nocase(path, "data:audio/") ||
		       bm_str_starts_nocase(path, "data:video/");
	query = bm_str_find(path, "?", 0);
	path.len = query;
	query = bm_str_find(path, "#", 0);
	path.len = query;
	for (size_t i = 0; endings[i] != NULL; i++) {
		size_t k = strlen(endings[i]);

		if (path.len > k &&
		    bm_str_is_nocase((bm_str){path.ptr + path.len - k, k},
				     endings[i]))
			return true;
	}
	return false;
}

/* Whether it stands in another one, and is shown only when that is not. */
static bool
is_spare(const page *p, page_node_id n)
{
	page_node_id around = page_ancestor(p, n, N_object);

	return around != PAGE_NONE &&
	       !page_blank(page_attr_of(p, around, N_data));
}

/* ACT 8fc3b6. */
static void
object_name(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		aria_role given = p->model->given[n];

		if (!page_is(p, n, N_object) || model_hidden(p, n) ||
		    given == R_none || given == R_presentation ||
		    !is_media(p, n) || is_spare(p, n))
			continue;
		if (*model_name_text(p, n) != '\0')
			check_pass(run);
		else
			check_fail(run, n,
				   "The object has no name; what "
				   "stands in it is not read");
	}
}

/* ACT 46ca7f. */
static void
decorative(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_node *node = page_at(p, n);
		aria_role role;

		if (node->kind != PAGE_ELEMENT ||
		    !(page_is(p, n, N_img) || page_is(p, n, N_canvas) ||
		      page_is(p, n, N_object) || node->ns == NS_SVG) ||
		    !says_decorative(p, n))
			continue;
		role = model_role(p, n);
		if (model_hidden(p, n) || role == R_none ||
		    role == R_presentation)
			check_pass(run);
		else
			check_fail(run, n,
				   "The %s is marked as decoration, but %s "
				   "makes it known to all",
				   page_tag(p, n),
				   (model_flags(p, n) & M_FOCUSABLE)
				       ? "the focus"
				       : "an aria- attribute");
	}
}

/* ACT 59796f. */
static void
image_button(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const char *type = page_attr_of(p, n, N_type);

		if (!page_is(p, n, N_input) || type == NULL ||
		    !bm_str_is_nocase(bm_str_of(type), "image") ||
		    model_hidden(p, n))
			continue;
		if (*model_name_text(p, n) != '\0')
			check_pass(run);
		else
			check_fail(run, n, "The button has no alt");
	}
}

/* Whether a text is nothing but the name of a picture's file. */
static bool
is_file_name(const char *text)
{
	static const char *const endings[] = {".png", ".jpg", ".jpeg",
					      ".gif", ".svg", ".webp",
					      ".bmp", ".tif", NULL};
	bm_str s = bm_str_trim(bm_str_of(text));

	if (bm_str_find(s, " ", 0) < s.len)
		return false;
	for (size_t i = 0; endings[i] != NULL; i++) {
		size_t k = strlen(endings[i]);

		if (s.len > k &&
		    bm_str_is_nocase((bm_str){s.ptr + s.len - k, k},
				     endings[i]))
			return true;
	}
	return false;
}

static void
file_name(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *alt;

		if (!page_is(p, n, N_img) || model_hidden(p, n))
			continue;
		alt = page_attr_at(p, n, N_alt);
		if (alt == NULL || page_blank(alt->value))
			continue;
		if (is_file_name(alt->value))
			check_fail_at(run, alt,
				      "The text of the image is \"%s\"",
				      alt->value);
		else
			check_pass(run);
	}
}

/* EPUBCheck's ACC-009; programs that read MathML do without. */
static void
math_text(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_node *node = page_at(p, n);

		if (node->kind != PAGE_ELEMENT || node->ns != NS_MATHML ||
		    node->name != N_math || model_hidden(p, n))
			continue;
		if (!page_blank(page_attr_of(p, n, N_alttext)) ||
		    !page_blank(page_attr_of(p, n, N_aria_label)))
			check_pass(run);
		else
			check_fail(run, n, "The formula has no alttext");
	}
}

static const check_test tests[] = {
    {"image-name", "23a2a8", "1.1.1 A",
     "Each image has a name, or says that it only decorates", image_name},
    {"svg-name", "7d6734", "1.1.1 A",
     "Each drawing with the role of an image has a name", svg_name},
    {"object-name", "8fc3b6", "1.1.1 A",
     "Each object that shows or plays something has a name", object_name},
    {"decoration-exposed", "46ca7f", "1.1.1 A",
     "What is marked as decoration is not read out", decorative},
    {"image-button-name", "59796f", "1.1.1 A, 4.1.2 A",
     "Each button that is an image has a name", image_button},
    {"image-name-file", NULL, "1.1.1 A", "The text of an image is no file name",
     file_name},
    {"math-text", NULL, "1.1.1 A", "Each formula has an alttext", math_text},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_images = {"images", rules, tests};
