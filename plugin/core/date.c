#include "core/date.h"

#include <stdio.h>

/* Reads exactly n digits. */
static bool
digits(bm_str *s, size_t n, int *out)
{
	int value = 0;

	if (s->len < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!bm_is_digit(s->ptr[i]))
			return false;
		value = value * 10 + (s->ptr[i] - '0');
	}
	s->ptr += n;
	s->len -= n;
	*out = value;
	return true;
}

static bool
hyphen(bm_str *s)
{
	if (s->len == 0 || s->ptr[0] != '-')
		return false;
	s->ptr++;
	s->len--;
	return true;
}

static int
month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30,
				   31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool
bm_date_parse(bm_str s, bm_date *out)
{
	bm_date d = {0, 0, 0};

	s = bm_str_trim(s);
	if (!digits(&s, 4, &d.year))
		return false;
	if (s.len != 0) {
		if (!hyphen(&s) || !digits(&s, 2, &d.month) || d.month < 1 ||
		    d.month > 12)
			return false;
	}
	if (s.len != 0) {
		if (!hyphen(&s) || !digits(&s, 2, &d.day) || d.day < 1 ||
		    d.day > month_days(d.year, d.month))
			return false;
		if (s.len != 0 && s.ptr[0] != 'T' && s.ptr[0] != ' ' &&
		    s.ptr[0] != 'Z' && s.ptr[0] != '+' && s.ptr[0] != '-')
			return false;
	}
	*out = d;
	return true;
}

int
bm_date_cmp(bm_date a, bm_date b)
{
	int am = a.month == 0 ? 1 : a.month, bm = b.month == 0 ? 1 : b.month;
	int ad = a.day == 0 ? 1 : a.day, bd = b.day == 0 ? 1 : b.day;

	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (am != bm)
		return am < bm ? -1 : 1;
	return (ad > bd) - (ad < bd);
}

/* Days since 1970 to a civil date, counting years from March. */
bm_date
bm_date_from_epoch(int64_t seconds)
{
	int64_t days = seconds / 86400 - (seconds % 86400 < 0);
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	bm_date d;

	d.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	d.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	d.year = (int)(yoe + era * 400 + (d.month <= 2));
	return d;
}

void
bm_date_time_iso(int64_t seconds, char *out, size_t size)
{
	bm_date d = bm_date_from_epoch(seconds);
	int64_t rest = (seconds % 86400 + 86400) % 86400;

	snprintf(out, size, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month,
		 d.day, (int)(rest / 3600), (int)(rest / 60 % 60),
		 (int)(rest % 60));
}

void
bm_date_iso(bm_date d, char *out, size_t size)
{
	if (d.month == 0)
		snprintf(out, size, "%04d", d.year);
	else if (d.day == 0)
		snprintf(out, size, "%04d-%02d", d.year, d.month);
	else
		snprintf(out, size, "%04d-%02d-%02d", d.year, d.month, d.day);
}
