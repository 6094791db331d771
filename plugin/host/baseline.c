#include "baseline.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "paths.h"
#include "text.h"

#define VERSION 1

baseline *
baseline_new(const char *path)
{
	baseline *b = calloc(1, sizeof(*b));
	char *absolute = path_absolute(path);

	if (b != NULL && absolute != NULL) {
		b->path = text_copy(path);
		b->folder = path_folder(absolute);
	}
	free(absolute);
	if (b == NULL || b->path == NULL || b->folder == NULL) {
		baseline_free(b);
		return NULL;
	}
	return b;
}

void
baseline_free(baseline *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < b->count; i++) {
		free(b->entries[i].file);
		free(b->entries[i].code);
		free(b->entries[i].fingerprint);
		free(b->entries[i].message);
	}
	free(b->entries);
	free(b->path);
	free(b->folder);
	free(b);
}

/* Takes over the strings; they are freed when it fails. */
static bool
add(baseline *b, baseline_entry e)
{
	if (b->count == b->cap) {
		size_t cap = b->cap == 0 ? 64 : 2 * b->cap;
		baseline_entry *more = realloc(b->entries, cap * sizeof(*more));

		if (more != NULL) {
			b->entries = more;
			b->cap = cap;
		}
	}
	if (b->count < b->cap && e.file != NULL && e.code != NULL &&
	    e.fingerprint != NULL && e.message != NULL) {
		b->entries[b->count++] = e;
		return true;
	}
	free(e.file);
	free(e.code);
	free(e.fingerprint);
	free(e.message);
	return false;
}

/* The name of a file from the folder of the baseline. */
static char *
named(const baseline *b, const char *file)
{
	char *absolute = path_absolute(file != NULL ? file : "<none>");
	char *name =
	    absolute != NULL ? path_relative(b->folder, absolute) : NULL;
	char *utf8 = text_copy_utf8(name);

	free(absolute);
	free(name);
	return utf8;
}

bool
baseline_add(baseline *b, const char *file, const char *code,
	     const char *fingerprint, const char *message)
{
	return add(b, (baseline_entry){.file = named(b, file),
				       .code = text_copy(code),
				       .fingerprint = text_copy(fingerprint),
				       .message = text_copy(message)});
}

static int
compare(const void *left, const void *right)
{
	const baseline_entry *a = left, *b = right;
	int order = strcmp(a->file, b->file);

	if (order == 0)
		order = strcmp(a->code, b->code);
	return order != 0 ? order : strcmp(a->fingerprint, b->fingerprint);
}

bool
baseline_knows(baseline *b, const char *file, const char *code,
	       const char *fingerprint)
{
	char *name = named(b, file), c[64], f[64];
	baseline_entry key = {.file = name, .code = c, .fingerprint = f};
	baseline_entry *found = NULL;

	snprintf(c, sizeof(c), "%s", code);
	snprintf(f, sizeof(f), "%s", fingerprint != NULL ? fingerprint : "");
	if (name != NULL && b->count > 0)
		found = bsearch(&key, b->entries, b->count, sizeof(*b->entries),
				compare);
	free(name);
	if (found != NULL)
		found->used = true;
	return found != NULL;
}

/* ---- the file ---- */

static bool
complain(const char *path, const char *what, const char *why)
{
	fprintf(stderr, "backmatter: the baseline %s %s%s%s\n", path, what,
		why[0] != '\0' ? ": " : "", why);
	return false;
}

/* One finding of the file. */
static bool
take(baseline *b, const json_t *item)
{
	static const char *const names[] = {"file", "code", "fingerprint",
					    "message"};
	const char *values[4];

	for (size_t i = 0; i < 4; i++) {
		values[i] = json_string_value(json_object_get(item, names[i]));
		if (values[i] == NULL && i < 3)
			return complain(b->path, "has a finding without",
					names[i]);
	}
	if (add(b, (baseline_entry){.file = text_copy(values[0]),
				    .code = text_copy(values[1]),
				    .fingerprint = text_copy(values[2]),
				    .message = text_copy(
					values[3] != NULL ? values[3] : "")}))
		return true;
	return complain(b->path, "cannot be kept", "there is no memory");
}

baseline *
baseline_read(const char *path)
{
	baseline *b = baseline_new(path);
	FILE *in = fopen(path, "rb");
	json_error_t error;
	json_t *root = NULL, *list, *item;
	char why[JSON_ERROR_TEXT_LENGTH + 40];
	bool good = false;
	size_t i;

	if (b == NULL || in == NULL) {
		complain(path, "cannot be read", strerror(errno));
		goto done;
	}
	root = json_loadf(in, JSON_REJECT_DUPLICATES, &error);
	if (root == NULL) {
		snprintf(why, sizeof(why), "line %d: %s", error.line,
			 error.text);
		complain(path, "is no JSON", why);
		goto done;
	}
	list = json_object_get(root, "findings");
	if (json_integer_value(json_object_get(root, "version")) != VERSION ||
	    !json_is_array(list)) {
		complain(path, "is of another kind or version",
			 "write it anew with --write-baseline");
		goto done;
	}
	good = true;
	json_array_foreach(list, i, item)
	{
		good = good && take(b, item);
	}
	if (b->count > 1)
		qsort(b->entries, b->count, sizeof(*b->entries), compare);
done:
	if (in != NULL)
		fclose(in);
	json_decref(root);
	if (!good) {
		baseline_free(b);
		b = NULL;
	}
	return b;
}

static void
put_all(const baseline *b, FILE *out)
{
	fprintf(out, "{\"version\":%d,\"findings\":[", VERSION);
	for (size_t i = 0; i < b->count; i++) {
		const baseline_entry *e = &b->entries[i];

		fputs(i == 0 ? "\n{\"file\":" : ",\n{\"file\":", out);
		text_json(out, e->file);
		fputs(",\"code\":", out);
		text_json(out, e->code);
		fputs(",\"fingerprint\":", out);
		text_json(out, e->fingerprint);
		fputs(",\"message\":", out);
		text_json(out, e->message);
		putc('}', out);
	}
	fputs("\n]}\n", out);
}

bool
baseline_write(baseline *b)
{
	size_t n = strlen(b->path) + 8;
	char *beside = malloc(n);
	FILE *out = NULL;
	bool good;

	if (beside == NULL)
		return complain(b->path, "cannot be written", "no memory");
	snprintf(beside, n, "%s.new", b->path);
	if (b->count > 1)
		qsort(b->entries, b->count, sizeof(*b->entries), compare);
	out = fopen(beside, "wb");
	good = out != NULL;
	if (out != NULL) {
		put_all(b, out);
		good = fflush(out) == 0 && ferror(out) == 0;
		good = fclose(out) == 0 && good;
		good = good && rename(beside, b->path) == 0;
	}
	if (!good) {
		complain(b->path, "cannot be written", strerror(errno));
		if (out != NULL)
			unlink(beside);
	}
	free(beside);
	return good;
}
