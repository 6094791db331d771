/* Characters of UTF-8, and words of reports that are safe everywhere. */
#ifndef HOST_TEXT_H
#define HOST_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What a byte that is no UTF-8 is read as. */
#define TEXT_BAD 0xFFFDu

/* The character at *s, which moves on; 0 at the end. */
uint32_t text_next(const char **s);
/* Puts a character as UTF-8; gives how many bytes. */
size_t text_put(char out[4], uint32_t c);
/* Columns of a terminal that it takes: 0 to 2. */
unsigned text_width(uint32_t c);
/* Whether it could steer a terminal or turn the order of what is shown. */
bool text_steers(uint32_t c);
/* How such a character is shown, as "\x1b"; out is long enough. */
#define TEXT_SHOWN_MAX 12
size_t text_show(char out[TEXT_SHOWN_MAX], uint32_t c);
/* Writes s, showing what steers. */
void text_plain(FILE *out, const char *s);

/* A string of JSON (RFC 8259, section 7) with its quotation marks. */
void text_json(FILE *out, const char *s);
/* Character data and attribute values of XML 1.0. */
void text_xml(FILE *out, const char *s);

/* A copy, or NULL for NULL or without memory. */
char *text_copy(const char *s);
/* The same, with U+FFFD in place of what is no UTF-8. */
char *text_copy_utf8(const char *s);

#endif
