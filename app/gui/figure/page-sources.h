/* SPDX-License-Identifier: MIT */
#pragma once

/* Where a page's images, models and explanations come from, and what is kept of them for the
 * next page. The store is one worker's; a request is one page's. */

#include "tray.h"

/* Photographs as decoded, and explanations by their questions. */
typedef struct
{
  GHashTable *images, *kept;
} FoveaPageStore;

void fovea_page_store_init (FoveaPageStore *store);
void fovea_page_store_clear (FoveaPageStore *store);

typedef struct
{
  FoveaPageStore *store;
  GHashTable *paths, *models; /* of the tray, as they were asked for */
  GHashTable *used;           /* explanations of this page, by question */
  const gint *stop;           /* atomic */
} FoveaPageRequest;

/* In the window's thread. `store` outlives it. */
void fovea_page_request_init (FoveaPageRequest *request, FoveaPageStore *store,
                              FoveaTray *tray, const gint *stop);
void fovea_page_request_clear (FoveaPageRequest *request);

/* For fovea_figure_new, in the worker. A file that is not any more what was added is refused. */
FoveaFigureSource fovea_page_request_source (FoveaPageRequest *request);

/* Keeps what this page was made of, after one that was not finished also what was kept. */
void fovea_page_request_keep (FoveaPageRequest *request, gboolean is_finished);
