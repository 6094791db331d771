/* Languages that BCP 47 knows. */
#ifndef BM_CHECK_SUBTAG_H
#define BM_CHECK_SUBTAG_H

#include <stdbool.h>

/*
 * Whether a language tag begins with a language of the registry.  Of three
 * letters only those are said to be unknown that have a code of two, so it
 * may take one for known that is not, and never the reverse.
 */
bool check_language_known(const char *tag);
/* Whether a tag has the form of RFC 5646, 2.1. */
bool check_language_formed(const char *tag);

#endif
