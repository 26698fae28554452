/* SPDX-License-Identifier: MIT */
#include "pickle-private.h"
#include "checked.h"

/* Reading the operands that follow an opcode. */

gboolean
fovea_pickle_take (FoveaPickle *pickle, guint64 n, const guint8 **bytes, GError **error)
{
  if (!fovea_range_fits (pickle->at, n, pickle->length))
    return fovea_pickle_fail (pickle, error,
                              "it needs %" G_GUINT64_FORMAT
                              " bytes where %" G_GSIZE_FORMAT " are left",
                              n, pickle->length - pickle->at);
  *bytes = pickle->bytes + pickle->at;
  pickle->at += n;
  return TRUE;
}

/* An unsigned number of 1, 2, 4 or 8 bytes. */
gboolean
fovea_pickle_take_number (FoveaPickle *pickle, guint width, guint64 *number,
                          GError **error)
{
  const guint8 *bytes;

  if (!fovea_pickle_take (pickle, width, &bytes, error))
    return FALSE;
  *number = width == 1   ? bytes[0]
            : width == 2 ? fovea_load_le16 (bytes)
            : width == 4 ? fovea_load_le32 (bytes)
                         : fovea_load_le64 (bytes);
  return TRUE;
}

/* Text up to and without the next line feed. */
gboolean
fovea_pickle_take_line (FoveaPickle *pickle, const char **text, guint16 *length,
                        GError **error)
{
  gsize left = MIN (pickle->length - pickle->at, FOVEA_PICKLE_MAX_GLOBAL_NAME + 1);
  const guint8 *start = pickle->bytes + pickle->at;
  const guint8 *end = memchr (start, '\n', left);

  if (!end || !g_utf8_validate_len ((const char *)start, (gsize)(end - start), NULL))
    return fovea_pickle_fail (pickle, error, "a name in it is not a line of text");
  *text = (const char *)start;
  *length = (guint16)(end - start);
  pickle->at += (gsize)(end - start) + 1;
  return TRUE;
}

/* The stack. */

guint
fovea_pickle_floor_of (const FoveaPickle *pickle)
{
  guint n = pickle->marks->len;

  return n ? g_array_index (pickle->marks, guint, n - 1) : 0;
}

gboolean
fovea_pickle_push (FoveaPickle *pickle, const FoveaValue *value, GError **error)
{
  if (pickle->stack->len >= FOVEA_PICKLE_MAX_STACK)
    return fovea_pickle_limit (pickle, error, "values on its stack",
                               FOVEA_PICKLE_MAX_STACK);
  g_array_append_vals (pickle->stack, value, 1);
  return TRUE;
}

/* The uppermost `n` values above the innermost mark, the lowest of them first. */
FoveaValue *
fovea_pickle_peek (FoveaPickle *pickle, guint n, GError **error)
{
  if (pickle->stack->len - fovea_pickle_floor_of (pickle) < n)
    {
      fovea_pickle_fail (pickle, error, "it takes more values than there are");
      return NULL;
    }
  return &g_array_index (pickle->stack, FoveaValue, pickle->stack->len - n);
}

void
fovea_pickle_drop (FoveaPickle *pickle, guint n)
{
  g_array_set_size (pickle->stack, pickle->stack->len - n);
}

/* Takes the innermost mark away; the `n` values above it stay for the caller to drop. */
gboolean
fovea_pickle_unmark (FoveaPickle *pickle, guint *n, GError **error)
{
  if (pickle->marks->len == 0)
    return fovea_pickle_fail (pickle, error, "there is no mark");
  *n = pickle->stack->len - fovea_pickle_floor_of (pickle);
  g_array_set_size (pickle->marks, pickle->marks->len - 1);
  return TRUE;
}
