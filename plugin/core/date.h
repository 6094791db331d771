/* Calendar dates as documents write them (ISO 8601, XML Schema parts). */
#ifndef BM_CORE_DATE_H
#define BM_CORE_DATE_H

#include "core/str.h"

typedef struct bm_date {
	int year;
	int month, day; /* 0: not given */
} bm_date;

/* Reads YYYY, YYYY-MM or YYYY-MM-DD (a time behind T is left out). */
bool bm_date_parse(bm_str s, bm_date *out);
/* <0, 0, >0; a part that is not given counts as the first. */
int bm_date_cmp(bm_date a, bm_date b);
/* The UTC date of seconds since 1970. */
bm_date bm_date_from_epoch(int64_t seconds);
/* YYYY-MM-DDThh:mm:ssZ; out holds at least 32 bytes. */
void bm_date_time_iso(int64_t seconds, char *out, size_t size);
/* Writes YYYY, YYYY-MM or YYYY-MM-DD; out holds at least 16 bytes. */
void bm_date_iso(bm_date d, char *out, size_t size);

#endif
