/*
 * SHA-256 as FIPS 180-4 has it, over bytes that are all in memory.  None of
 * the libraries that are linked offers a digest, and one more library for
 * one function would cost every host that loads the plug-in.
 */
#include "core/sha256.h"

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
	for (size_t i = 0; i < whole; i++)
		block(state, (const unsigned char *)bytes.ptr + 64 * i);
	/* Clause 5.1.1: a one, zeros, the length. */
	if (rest > 0)
		memcpy(last, bytes.ptr + 64 * whole, rest);
	last[rest] = 0x80;
	for (size_t i = 0; i < 8; i++)
		last[end - 1 - i] = (unsigned char)(bits >> 8 * i);
	for (size_t i = 0; i < end; i += 64)
		block(state, last + i);
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
