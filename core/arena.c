/* SPDX-License-Identifier: MIT */

/* Laying buffers out in one arena: the largest first, each at the lowest place where it
 * meets no buffer that is alive at the same time. */

#include "plan-private.h"

#define ALIGN 16 /* floats: one cache line */

static int
larger_first (gconstpointer a, gconstpointer b)
{
  const FoveaBuffer *x = *(FoveaBuffer *const *) a;
  const FoveaBuffer *y = *(FoveaBuffer *const *) b;

  if (x->floats != y->floats)
    return x->floats > y->floats ? -1 : 1;
  return x < y ? -1 : x > y;
}

static int
lower_first (gconstpointer a, gconstpointer b)
{
  const FoveaBuffer *x = *(FoveaBuffer *const *) a;
  const FoveaBuffer *y = *(FoveaBuffer *const *) b;

  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static gboolean
alive_together (const FoveaBuffer *a, const FoveaBuffer *b)
{
  return a->birth <= b->death && b->birth <= a->death;
}

/* `placed` is sorted by offset. */
static gsize
lowest_gap (const GPtrArray *placed, const FoveaBuffer *buffer)
{
  gsize offset = 0;

  for (guint i = 0; i < placed->len; i++)
    {
      const FoveaBuffer *other = g_ptr_array_index (placed, i);

      if (!alive_together (buffer, other))
        continue;
      if (other->offset >= offset + buffer->floats)
        break;
      offset = MAX (offset, other->offset + other->floats);
    }
  return offset;
}

gsize
fovea_arena_layout (FoveaBuffer *buffers, guint n)
{
  g_autoptr (GPtrArray) order = g_ptr_array_sized_new (n);
  g_autoptr (GPtrArray) placed = g_ptr_array_sized_new (n);
  gsize total = 0;

  for (guint i = 0; i < n; i++)
    {
      buffers[i].floats = (buffers[i].floats + ALIGN - 1) / ALIGN * ALIGN;
      g_ptr_array_add (order, &buffers[i]);
    }
  g_ptr_array_sort (order, larger_first);

  for (guint i = 0; i < n; i++)
    {
      FoveaBuffer *buffer = g_ptr_array_index (order, i);

      buffer->offset = lowest_gap (placed, buffer);
      total = MAX (total, buffer->offset + buffer->floats);
      g_ptr_array_add (placed, buffer);
      g_ptr_array_sort (placed, lower_first);
    }
  return total;
}
