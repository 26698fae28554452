/* SPDX-License-Identifier: MIT */
#include "shape.h"

gsize
fovea_shape_count (const FoveaShape *shape)
{
  gsize count = 1;
  for (guint i = 0; i < shape->rank; i++)
    count *= shape->dim[i];
  return count;
}

gboolean
fovea_shape_count_checked (const FoveaShape *shape, gsize *count)
{
  gsize product = 1;

  /* A zero anywhere makes the product zero, but the others must fit on their own. */
  for (guint i = 0; i < shape->rank; i++)
    if (shape->dim[i] != 0 && !g_size_checked_mul (&product, product, shape->dim[i]))
      return FALSE;
  for (guint i = 0; i < shape->rank; i++)
    if (shape->dim[i] == 0)
      product = 0;
  *count = product;
  return TRUE;
}

gboolean
fovea_shape_equal (const FoveaShape *a, const FoveaShape *b)
{
  if (a->rank != b->rank)
    return FALSE;
  for (guint i = 0; i < a->rank; i++)
    if (a->dim[i] != b->dim[i])
      return FALSE;
  return TRUE;
}

char *
fovea_shape_to_string (const FoveaShape *shape)
{
  if (shape->rank == 0)
    return g_strdup ("scalar");

  GString *text = g_string_new (NULL);
  for (guint i = 0; i < shape->rank; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i ? "x" : "", shape->dim[i]);
  return g_string_free (text, FALSE);
}
