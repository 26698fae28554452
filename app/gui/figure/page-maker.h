/* SPDX-License-Identifier: MIT */
#pragma once

/* Makes the page of a tray whenever it has changed, and writes it into files. Of several
 * wishes only the newest counts; what was explained for one page is kept for the next, so that
 * only a new question takes long.
 *
 * Signals:
 *   "changed" (): the page, or whether one is being made
 *   "written" (const char *path)
 *   "failed" (const char *sentence): a file could not be written */

#include "tray.h"

#include <gdk/gdk.h>

#define FOVEA_TYPE_PAGE_MAKER (fovea_page_maker_get_type ())
G_DECLARE_FINAL_TYPE (FoveaPageMaker, fovea_page_maker, FOVEA, PAGE_MAKER, GObject)

FoveaPageMaker *fovea_page_maker_new (FoveaTray *tray, FoveaWorker *worker);

/* How wide the picture of the page is to be, in the display's pixels. */
void fovea_page_maker_set_width (FoveaPageMaker *self, guint width);

/* The picture of the newest page that could be made, NULL before there is one, and the
 * page's size in points. (transfer none) */
GdkTexture *fovea_page_maker_get_picture (FoveaPageMaker *self);
void fovea_page_maker_get_size (FoveaPageMaker *self, double *width, double *height);

/* Why there is none of what the tray holds now; NULL: there is one. */
const char *fovea_page_maker_get_failure (FoveaPageMaker *self);
gboolean fovea_page_maker_is_busy (FoveaPageMaker *self);
double fovea_page_maker_get_share (FoveaPageMaker *self); /* done, 0..1 */
void fovea_page_maker_stop (FoveaPageMaker *self);

/* Of the page that is shown; NULL without one. The headings that its columns have by
 * themselves are (transfer full). */
const FoveaFigure *fovea_page_maker_get_figure (FoveaPageMaker *self);

/* Writes what is shown; the format follows from the path's ending. */
void fovea_page_maker_write (FoveaPageMaker *self, const char *path);
