/*
 * SHA-256 as FIPS 180-4 has it, over bytes that are all in memory.  None of
 * the libraries that are linked offers a digest, and one more library for
 * one function would cost every host that loads the plug-in.
 */
#include "core/sha256.h"

#include <pthread.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>
#define HAS_FAST 1
#else
#define HAS_FAST 0
#endif

/* Clause 4.2.2: of the cube roots of the first 64 primes. */
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t
turn(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

/* One round of eight: value n of the clause is in s[(n - k) mod 8]. */
static inline void
eighth(uint32_t s[8], unsigned k, const uint32_t *w, const uint32_t *constant)
{
	uint32_t a = s[(8 - k) & 7], b = s[(9 - k) & 7], c = s[(10 - k) & 7];
	uint32_t e = s[(12 - k) & 7], f = s[(13 - k) & 7], g = s[(14 - k) & 7];
	uint32_t one = s[(15 - k) & 7] +
		       (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
		       ((e & f) ^ (~e & g)) + constant[k] + w[k];
	uint32_t two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) +
		       ((a & b) ^ (a & c) ^ (b & c));

	s[(11 - k) & 7] += one;
	s[(15 - k) & 7] = one + two;
}

/* Clause 6.2.2: one block of 64 bytes. */
static void
block(uint32_t state[8], const unsigned char *bytes)
{
	uint32_t w[64], s[8];

	for (size_t i = 0; i < 16; i++)
		w[i] = (uint32_t)bytes[4 * i] << 24 |
		       (uint32_t)bytes[4 * i + 1] << 16 |
		       (uint32_t)bytes[4 * i + 2] << 8 | bytes[4 * i + 3];
	for (size_t i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + w[i - 7] +
		       (turn(a, 7) ^ turn(a, 18) ^ a >> 3) +
		       (turn(b, 17) ^ turn(b, 19) ^ b >> 10);
	}
	memcpy(s, state, sizeof(s));
	/* Eight rounds bring each value back to its place, so that none has to
	 * be moved. */
	for (size_t i = 0; i < 64; i += 8) {
		eighth(s, 0, w + i, constants + i);
		eighth(s, 1, w + i, constants + i);
		eighth(s, 2, w + i, constants + i);
		eighth(s, 3, w + i, constants + i);
		eighth(s, 4, w + i, constants + i);
		eighth(s, 5, w + i, constants + i);
		eighth(s, 6, w + i, constants + i);
		eighth(s, 7, w + i, constants + i);
	}
	for (size_t i = 0; i < 8; i++)
		state[i] += s[i];
}

/* ---- processors that have rounds of it among their instructions ---- */

#if HAS_FAST
/* Found out once and never changed after. */
static bool is_fast;
static pthread_once_t is_fast_once = PTHREAD_ONCE_INIT;

static void
ask_processor(void)
{
	unsigned a, b, c, d, more = 0;

	if (__get_cpuid_count(7, 0, &a, &b, &c, &d))
		more = b;
	is_fast = (more & bit_SHA) != 0 && __get_cpuid(1, &a, &b, &c, &d) &&
		  (c & bit_SSSE3) != 0 && (c & bit_SSE4_1) != 0;
}

static inline __m128i
load(const void *from)
{
	return _mm_loadu_si128(from);
}

/* The same as `block`, four rounds at a time.  The instructions want the
 * eight values as (f e b a) and (h g d c). */
__attribute__((target("sha,sse4.1"))) static void
fast_blocks(uint32_t state[8], const unsigned char *bytes, size_t count)
{
	const __m128i big_endian =
	    _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i low = _mm_shuffle_epi32(load(state), 0xB1);
	__m128i high = _mm_shuffle_epi32(load(state + 4), 0x1B);
	__m128i abef = _mm_alignr_epi8(low, high, 8);
	__m128i cdgh = _mm_blend_epi16(high, low, 0xF0);

	for (; count > 0; count--, bytes += 64) {
		__m128i abef_before = abef, cdgh_before = cdgh, w[4];

		for (unsigned i = 0; i < 16; i++) {
			__m128i *now = &w[i & 3], last = w[(i + 3) & 3], sum;

			if (i < 4)
				*now = _mm_shuffle_epi8(load(bytes + 16 * i),
							big_endian);
			else
				*now = _mm_sha256msg2_epu32(
				    _mm_add_epi32(_mm_sha256msg1_epu32(
						      *now, w[(i + 1) & 3]),
						  _mm_alignr_epi8(
						      last, w[(i + 2) & 3], 4)),
				    last);
			sum = _mm_add_epi32(*now, load(constants + 4 * i));
			cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
			sum = _mm_shuffle_epi32(sum, 0x0E);
			abef = _mm_sha256rnds2_epu32(abef, cdgh, sum);
		}
		abef = _mm_add_epi32(abef, abef_before);
		cdgh = _mm_add_epi32(cdgh, cdgh_before);
	}
	low = _mm_shuffle_epi32(abef, 0x1B);
	high = _mm_shuffle_epi32(cdgh, 0xB1);
	_mm_storeu_si128((void *)state, _mm_blend_epi16(low, high, 0xF0));
	_mm_storeu_si128((void *)(state + 4), _mm_alignr_epi8(high, low, 8));
}
#endif

static void
blocks(uint32_t state[8], const unsigned char *bytes, size_t count)
{
#if HAS_FAST
	pthread_once(&is_fast_once, ask_processor);
	if (is_fast) {
		fast_blocks(state, bytes, count);
		return;
	}
#endif
	for (size_t i = 0; i < count; i++)
		block(state, bytes + 64 * i);
}

/* The 256 bits in eight words. */
static void
digest(bm_str bytes, uint32_t state[8])
{
	static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
					  0xa54ff53a, 0x510e527f, 0x9b05688c,
					  0x1f83d9ab, 0x5be0cd19};
	unsigned char last[128] = {0};
	uint64_t bits = (uint64_t)bytes.len * 8;
	size_t whole = bytes.len / 64, rest = bytes.len % 64;
	size_t end = rest < 56 ? 64 : 128;

	memcpy(state, start, sizeof(start));
	blocks(state, (const unsigned char *)bytes.ptr, whole);
	/* Clause 5.1.1: a one, zeros, the length. */
	if (rest > 0)
		memcpy(last, bytes.ptr + 64 * whole, rest);
	last[rest] = 0x80;
	for (size_t i = 0; i < 8; i++)
		last[end - 1 - i] = (unsigned char)(bits >> 8 * i);
	blocks(state, last, end / 64);
}

/* See sha256.h. */
void
bm_sha256_hex(bm_str bytes, char out[65])
{
	static const char digits[] = "0123456789abcdef";
	uint32_t state[8];

	digest(bytes, state);
	for (size_t i = 0; i < 64; i++)
		out[i] = digits[state[i / 8] >> (28 - 4 * (i % 8)) & 15];
	out[64] = '\0';
}

/* See sha256.h. */
void
bm_sha256_base64(bm_str bytes, char out[45])
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t state[8];

	digest(bytes, state);
	/* Six bits at a time; the last digit has four. */
	for (size_t i = 0; i < 43; i++) {
		unsigned six = 0;

		for (size_t b = 6 * i; b < 6 * i + 6; b++)
			six =
			    six << 1 |
			    (b < 256 ? state[b / 32] >> (31 - b % 32) & 1 : 0);
		out[i] = digits[six];
	}
	out[43] = '=';
	out[44] = '\0';
}
