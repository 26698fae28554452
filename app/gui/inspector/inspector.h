/* SPDX-License-Identifier: MIT */
#pragma once

/* The panel beside the pictures. It shows one column of a session, the first until told
 * otherwise, and changes nothing itself: whatever is chosen in it activates one of the
 * window's actions. */

#include "input-section.h"
#include "session.h"

#include <gtk/gtk.h>

#define FOVEA_TYPE_INSPECTOR (fovea_inspector_get_type ())
G_DECLARE_FINAL_TYPE (FoveaInspector, fovea_inspector, FOVEA, INSPECTOR, GtkWidget)

/* To be called once. */
void fovea_inspector_set_session (FoveaInspector *self, FoveaSession *session);

/* The column that it speaks of from now on. */
void fovea_inspector_set_column (FoveaInspector *self, FoveaColumn *column);

/* To type a class's name at once. */
void fovea_inspector_focus_search (FoveaInspector *self);

/* (transfer none) */
FoveaInputSection *fovea_inspector_get_input (FoveaInspector *self);

/* What is under the pointer; NULL for nothing. */
void fovea_inspector_set_readout (FoveaInspector *self, const char *text);
