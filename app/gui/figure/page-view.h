/* SPDX-License-Identifier: MIT */
#pragma once

/* A page as paper: as wide as there is room, and not wider than twice its real size. It
 * tells its maker how many pixels it needs. */

#include "page-maker.h"

#include <gtk/gtk.h>

#define FOVEA_TYPE_PAGE_VIEW (fovea_page_view_get_type ())
G_DECLARE_FINAL_TYPE (FoveaPageView, fovea_page_view, FOVEA, PAGE_VIEW, GtkWidget)

void fovea_page_view_set_maker (FoveaPageView *self, FoveaPageMaker *maker);
