/* SPDX-License-Identifier: MIT */
#include "image/edit-private.h"

#include "error.h"

#include <math.h>
#include <string.h>

static void
stroke_free (gpointer data)
{
  FoveaStroke *stroke = data;

  g_free (stroke->points);
  g_free (stroke);
}

FoveaEdit *
fovea_edit_new (void)
{
  FoveaEdit *edit = g_new0 (FoveaEdit, 1);

  edit->strokes = g_ptr_array_new_with_free_func (stroke_free);
  return edit;
}

static gpointer
copy_stroke (gconstpointer source, gpointer unused)
{
  const FoveaStroke *stroke = source;
  FoveaStroke *copy = g_memdup2 (stroke, sizeof *stroke);

  copy->points = g_memdup2 (stroke->points, stroke->n * 2 * sizeof (double));
  return copy;
}

FoveaEdit *
fovea_edit_copy (const FoveaEdit *edit)
{
  FoveaEdit *copy = g_new0 (FoveaEdit, 1);

  copy->rotation = edit->rotation;
  copy->strokes = g_ptr_array_copy (edit->strokes, (GCopyFunc) copy_stroke, NULL);
  g_ptr_array_set_free_func (copy->strokes, stroke_free);
  return copy;
}

void
fovea_edit_free (FoveaEdit *edit)
{
  g_ptr_array_unref (edit->strokes);
  g_free (edit);
}

gboolean
fovea_edit_is_empty (const FoveaEdit *edit)
{
  return edit->strokes->len == 0 && remainder (edit->rotation, 360) == 0;
}

static gboolean
are_equal_strokes (const FoveaStroke *a, const FoveaStroke *b)
{
  return a->radius == b->radius && a->n == b->n
         && memcmp (a->points, b->points, a->n * 2 * sizeof (double)) == 0;
}

gboolean
fovea_edit_equal (const FoveaEdit *a, const FoveaEdit *b)
{
  if (a->rotation != b->rotation || a->strokes->len != b->strokes->len)
    return FALSE;
  for (guint i = 0; i < a->strokes->len; i++)
    if (!are_equal_strokes (a->strokes->pdata[i], b->strokes->pdata[i]))
      return FALSE;
  return TRUE;
}

void
fovea_edit_begin_stroke (FoveaEdit *edit, double radius, double x, double y)
{
  FoveaStroke *stroke = g_new0 (FoveaStroke, 1);

  stroke->radius = radius;
  g_ptr_array_add (edit->strokes, stroke);
  fovea_edit_continue_stroke (edit, x, y);
}

void
fovea_edit_continue_stroke (FoveaEdit *edit, double x, double y)
{
  FoveaStroke *stroke = g_ptr_array_index (edit->strokes, edit->strokes->len - 1);

  stroke->points = g_renew (double, stroke->points, (stroke->n + 1) * 2);
  stroke->points[stroke->n * 2] = x;
  stroke->points[stroke->n * 2 + 1] = y;
  stroke->n++;
}

/* Numbers between commas; NULL for anything else. (transfer full) */
static GArray *
parse_numbers (const char *text)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));
  char *end;

  for (;; text = end + 1)
    {
      double number = g_ascii_strtod (text, &end);
      if (end == text || !isfinite (number) || (*end != ',' && *end != '\0'))
        return NULL;
      g_array_append_val (numbers, number);
      if (*end == '\0')
        return g_steal_pointer (&numbers);
    }
}

gboolean
fovea_edit_add_stroke (FoveaEdit *edit, const char *text, GError **error)
{
  g_autoptr (GArray) numbers = parse_numbers (text);
  const double *number = numbers ? (const double *) (gpointer) numbers->data : NULL;

  if (!numbers || numbers->len < 3 || numbers->len % 2 == 0 || !(number[0] > 0))
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   "A stroke is a radius above 0 and the points it goes through, "
                   "R,X,Y or R,X,Y,X,Y…, in pixels, not “%s”",
                   text);
      return FALSE;
    }
  fovea_edit_begin_stroke (edit, number[0], number[1], number[2]);
  for (guint i = 3; i < numbers->len; i += 2)
    fovea_edit_continue_stroke (edit, number[i], number[i + 1]);
  return TRUE;
}

static void
append_number (GString *text, const char *before, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, before);
  g_string_append (text, g_ascii_dtostr (buffer, sizeof buffer, number));
}

char *
fovea_stroke_to_string (const FoveaStroke *stroke)
{
  GString *text = g_string_new (NULL);

  append_number (text, "", stroke->radius);
  for (guint i = 0; i < 2 * stroke->n; i++)
    append_number (text, ",", stroke->points[i]);
  return g_string_free (text, FALSE);
}

static gboolean
alloc_like (FoveaPixels *pixels, FoveaImage *image, GError **error)
{
  pixels->width = fovea_image_width (image);
  pixels->height = fovea_image_height (image);
  pixels->rgb = fovea_image_try_alloc ((gsize) pixels->width * pixels->height * 3);
  if (!pixels->rgb)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                 "There is not enough memory to edit a picture of %u × %u pixels.",
                 pixels->width, pixels->height);
  return pixels->rgb != NULL;
}

/* (transfer full) */
static char *
describe (const FoveaEdit *edit)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < edit->strokes->len; i++)
    {
      g_autofree char *stroke = fovea_stroke_to_string (edit->strokes->pdata[i]);
      g_string_append_printf (text, "%serase %s", i > 0 ? "; " : "", stroke);
    }
  if (remainder (edit->rotation, 360) != 0)
    append_number (text, text->len > 0 ? "; rotate " : "rotate ", edit->rotation);
  return g_string_free (text, FALSE);
}

FoveaImage *
fovea_edit_apply (const FoveaEdit *edit, FoveaImage *image, GError **error)
{
  g_auto (FoveaPixels) erased = { 0 };
  g_auto (FoveaPixels) turned = { 0 };
  gboolean turns = remainder (edit->rotation, 360) != 0;
  guint8 colour[3];
  FoveaImage *edited;

  if (fovea_edit_is_empty (edit))
    return fovea_image_ref (image);
  if (!alloc_like (&erased, image, error) || (turns && !alloc_like (&turned, image, error)))
    return NULL;
  memcpy (erased.rgb, fovea_image_pixels (image), (gsize) erased.width * erased.height * 3);
  fovea_edit_mean_colour (&erased, colour);
  for (guint i = 0; i < edit->strokes->len; i++)
    fovea_edit_erase (&erased, g_ptr_array_index (edit->strokes, i), colour);
  if (turns)
    fovea_edit_rotate (&erased, &turned, edit->rotation, colour);
  edited = fovea_image_take (turns ? &turned : &erased, fovea_image_format (image),
                             fovea_image_note (image));
  fovea_image_take_edits (edited, describe (edit), image);
  return edited;
}

void
fovea_edit_to_original (const FoveaEdit *edit, guint width, guint height, double x, double y,
                        double *original_x, double *original_y)
{
  double angle = edit->rotation * G_PI / 180;
  double middle_x = width / 2.0, middle_y = height / 2.0;

  *original_x = middle_x + cos (angle) * (x - middle_x) - sin (angle) * (y - middle_y);
  *original_y = middle_y + sin (angle) * (x - middle_x) + cos (angle) * (y - middle_y);
}
