/* SPDX-License-Identifier: MIT */
#pragma once

/* What a hand does to a photograph to see what the network makes of it: parts rubbed out,
 * then the whole turned around its middle. The picture keeps its size; what becomes visible
 * has the photograph's mean colour, which speaks for no class by its edges' brightness as
 * black would. The same edit of the same photograph gives the same bytes, whoever asks and
 * on however many threads. */

#include "image/image.h"

/* A round brush drawn through points of the original, in its pixels, 0, 0 being its upper
 * left corner. */
typedef struct
{
  double radius;
  guint n;        /* at least 1 */
  double *points; /* x, y of each; owned */
} FoveaStroke;

typedef struct
{
  double rotation;   /* degrees, counter-clockwise as seen */
  GPtrArray *strokes; /* FoveaStroke, owned */
} FoveaEdit;

/* An edit that changes nothing, a deep copy, and the end of one. (transfer full) */
FoveaEdit *fovea_edit_new (void);
FoveaEdit *fovea_edit_copy (const FoveaEdit *edit);
void fovea_edit_free (FoveaEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaEdit, fovea_edit_free)

gboolean fovea_edit_is_empty (const FoveaEdit *edit);
gboolean fovea_edit_equal (const FoveaEdit *a, const FoveaEdit *b);

/* Begins a stroke at a place, and draws the last one on to another. */
void fovea_edit_begin_stroke (FoveaEdit *edit, double radius, double x, double y);
void fovea_edit_continue_stroke (FoveaEdit *edit, double x, double y);

/* "R,X,Y,X,Y…", as the command line takes it: adds that stroke. FOVEA_ERROR_USAGE for
 * anything else, a radius that is not above 0, or a number that is not finite. */
gboolean fovea_edit_add_stroke (FoveaEdit *edit, const char *text, GError **error);

/* The stroke in that form, exactly. (transfer full) */
char *fovea_stroke_to_string (const FoveaStroke *stroke);

/* The edited photograph; `image` itself where nothing changes. (transfer full) NULL and
 * FOVEA_ERROR_LIMIT when memory is short. */
FoveaImage *fovea_edit_apply (const FoveaEdit *edit, FoveaImage *image, GError **error);

/* A place of the edited picture on the original, both `width` x `height` pixels. */
void fovea_edit_to_original (const FoveaEdit *edit, guint width, guint height, double x,
                             double y, double *original_x, double *original_y);
