#include "report.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const names[] = {"", "info", "warning", "error"};
static const char *const colors[] = {"", "\033[36m", "\033[33m", "\033[31m"};

/* Removes the progress line. */
static void
clear_bar(report *r)
{
	if (r->bar)
		fputs("\r\033[K", stderr);
	r->bar = false;
}

/* A string of JSON (RFC 8259, section 7). */
static void
json_string(const char *s)
{
	putc('"', stderr);
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			fprintf(stderr, "\\%c", c);
		else if (c < 0x20 || c == 0x7F)
			fprintf(stderr, "\\u%04x", c);
		else
			putc(c, stderr);
	}
	putc('"', stderr);
}

static void
json_member(const char *name, const char *value)
{
	if (value == NULL)
		return;
	fprintf(stderr, ",\"%s\":", name);
	json_string(value);
}

static void
json_diag(report *r, const bm_diag *d)
{
	fputs(r->listed++ == 0 ? "{\"findings\":[\n" : ",\n", stderr);
	fprintf(stderr, "{\"severity\":\"%s\"", names[d->severity]);
	json_member("code", d->code);
	json_member("message", d->message);
	json_member("file", d->file);
	if (d->line != 0)
		fprintf(stderr, ",\"line\":%u,\"column\":%u", d->line,
			d->column);
	if (d->end_line != 0)
		fprintf(stderr, ",\"endLine\":%u,\"endColumn\":%u", d->end_line,
			d->end_column);
	json_member("reference", d->reference);
	json_member("hint", d->hint);
	fputs("}", stderr);
}

/* Whether this code's hint was not printed yet. */
static bool
first_hint(report *r, const char *code)
{
	for (size_t i = 0; i < r->hinted_count; i++)
		if (strcmp(r->hinted[i], code) == 0)
			return false;
	if (r->hinted_count < sizeof(r->hinted) / sizeof(*r->hinted))
		r->hinted[r->hinted_count++] = code;
	return true;
}

/* Text without control characters, which could steer a terminal. */
static void
plain(const char *s)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c >= 0x20 && c != 0x7F)
			putc(c, stderr);
		else
			fprintf(stderr, "\\x%02x", c);
	}
}

static void
text_diag(report *r, const bm_diag *d)
{
	if (d->file != NULL) {
		plain(d->file);
		if (d->line != 0)
			fprintf(stderr, ":%u", d->line);
		if (d->line != 0 && d->column != 0)
			fprintf(stderr, ":%u", d->column);
		fputs(": ", stderr);
	}
	if (r->color)
		fputs(colors[d->severity], stderr);
	fprintf(stderr, "%s:%s ", names[d->severity],
		r->color ? "\033[0m" : "");
	plain(d->message);
	fprintf(stderr, " [%s]\n", d->code);
	if (r->hints && d->hint != NULL && first_hint(r, d->code))
		fprintf(stderr, "    %s\n", d->hint);
}

void
report_diag(void *user, const bm_diag *d)
{
	report *r = user;

	if (d->severity < BM_INFO || d->severity > BM_ERROR)
		return;
	r->counts[d->severity]++;
	clear_bar(r);
	if (r->json)
		json_diag(r, d);
	else if (d->severity >= r->least)
		text_diag(r, d);
}

void
report_progress(void *user, const char *step, size_t done, size_t total)
{
	static const char full[] = "########################";
	report *r = user;
	int width = (int)sizeof(full) - 1, filled;

	if (!r->progress || total == 0)
		return;
	filled = (int)(done * (size_t)width / total);
	fprintf(stderr, "\r\033[K[%-*.*s] %3zu%% %s", width, filled, full,
		done * 100 / total, step);
	r->bar = true;
	if (done == total && strcmp(step, "done") == 0)
		clear_bar(r);
	fflush(stderr);
}

void
report_end(report *r)
{
	clear_bar(r);
	if (r->json) {
		fprintf(stderr,
			"%s],\n\"summary\":{\"errors\":%zu,\"warnings\":%zu,"
			"\"infos\":%zu}}\n",
			r->listed == 0 ? "{\"findings\":[" : "\n",
			r->counts[BM_ERROR], r->counts[BM_WARNING],
			r->counts[BM_INFO]);
		return;
	}
	if (isatty(STDERR_FILENO) &&
	    r->counts[BM_ERROR] + r->counts[BM_WARNING] != 0)
		fprintf(
		    stderr, "%zu error%s, %zu warning%s\n", r->counts[BM_ERROR],
		    r->counts[BM_ERROR] == 1 ? "" : "s", r->counts[BM_WARNING],
		    r->counts[BM_WARNING] == 1 ? "" : "s");
}

bool
report_has(const report *r, bm_severity severity)
{
	for (int i = (int)severity; i <= (int)BM_ERROR; i++)
		if (r->counts[i] != 0)
			return true;
	return false;
}
