/* SPDX-License-Identifier: MIT */
#pragma once

/* The hands on the photograph: turn it, choose what of it the network sees, rub parts out.
 * Speaks to the window by its actions and shows what the session has. */

#include "session.h"

#include <gtk/gtk.h>

#define FOVEA_TYPE_LIVE_SECTION (fovea_live_section_get_type ())
G_DECLARE_FINAL_TYPE (FoveaLiveSection, fovea_live_section, FOVEA, LIVE_SECTION, GtkWidget)

/* To be called once. */
void fovea_live_section_set_session (FoveaLiveSection *self, FoveaSession *session);
