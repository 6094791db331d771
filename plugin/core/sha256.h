/* SHA-256 (FIPS 180-4): whether a text is word for word what it was. */
#ifndef BM_CORE_SHA256_H
#define BM_CORE_SHA256_H

#include "core/str.h"

/* Writes 64 hexadecimal digits in small letters and a NUL. */
void bm_sha256_hex(bm_str bytes, char out[65]);
/* Writes 44 characters of base 64 (RFC 4648, 4) and a NUL. */
void bm_sha256_base64(bm_str bytes, char out[45]);

#endif
