/* SPDX-License-Identifier: MIT */
#pragma once

/* Random numbers that a seed alone decides, on every machine and whatever else runs: the
 * same measure gives the same number again. SplitMix64 (Steele, Lea and Flood 2014): the
 * state counts up in odd steps, each number is a mix of it. Not for secrets. */

#include <glib.h>

typedef struct
{
  guint64 state;
} FoveaRandom;

/* Streams of one seed are independent of each other: one for each image, say, so that what
 * one draws does not move the next. */
void fovea_random_init (FoveaRandom *random, guint64 seed, guint64 stream);

/* 64 random bits. */
guint64 fovea_random_bits (FoveaRandom *random);

/* In [0, 1), a multiple of 2^-53. */
double fovea_random_uniform (FoveaRandom *random);

/* Of mean 0 and variance 1, from two uniform numbers (Box and Muller 1958). */
double fovea_random_normal (FoveaRandom *random);
