/* SPDX-License-Identifier: MIT */
#pragma once

/* What was found, as a table for people and as JSON. */

#include "find/search.h"
#include "output-json.h"
#include "truth.h"

typedef struct
{
  FindSearch *search;
  const FoveaTruth *truth; /* or NULL */
  const char *words;       /* how they were chosen */
  gboolean least;
} FindListing;

/* The true class of an image as given, or NULL. (transfer full) */
char *find_truth_word (const FindListing *listing, const FindImage *image);

void find_listing_print (const FindListing *listing);
json_t *find_listing_json (const FindListing *listing);
