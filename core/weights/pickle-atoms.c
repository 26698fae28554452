/* SPDX-License-Identifier: MIT */
#include "pickle-private.h"
#include "checked.h"

/* Opcodes that push one value without parts. The argument is a width, or the value. */

gboolean
fovea_pickle_none (FoveaPickle *pickle, guint argument, GError **error)
{
  return fovea_pickle_push (pickle, &(FoveaValue){ .kind = FOVEA_VALUE_NONE }, error);
}

gboolean
fovea_pickle_bool (FoveaPickle *pickle, guint argument, GError **error)
{
  return fovea_pickle_push (
      pickle, &(FoveaValue){ .kind = FOVEA_VALUE_BOOL, .integer = argument }, error);
}

/* BININT is signed, the shorter ones are not. */
gboolean
fovea_pickle_int (FoveaPickle *pickle, guint width, GError **error)
{
  FoveaValue value = { .kind = FOVEA_VALUE_INT };
  guint64 number;

  if (!fovea_pickle_take_number (pickle, width, &number, error))
    return FALSE;
  value.integer = width == 4 ? (gint64)(gint32)(guint32)number : (gint64)number;
  return fovea_pickle_push (pickle, &value, error);
}

/* Two's complement of any length; what does not fit in 64 bits has no use here. */
gboolean
fovea_pickle_long (FoveaPickle *pickle, guint width, GError **error)
{
  FoveaValue value = { .kind = FOVEA_VALUE_INT };
  guint64 length, number = 0;
  const guint8 *bytes;

  if (!fovea_pickle_take_number (pickle, width, &length, error)
      || !fovea_pickle_take (pickle, length, &bytes, error))
    return FALSE;
  if (length > 8)
    value = (FoveaValue){ .kind = FOVEA_VALUE_OPAQUE, .index = FOVEA_GLOBAL_INT };
  else if (length > 0)
    {
      number = bytes[length - 1] & 0x80 ? G_MAXUINT64 : 0;
      for (gsize i = length; i-- > 0;)
        number = number << 8 | bytes[i];
      value.integer = (gint64)number;
    }
  return fovea_pickle_push (pickle, &value, error);
}

gboolean
fovea_pickle_float (FoveaPickle *pickle, guint argument, GError **error)
{
  FoveaValue value = { .kind = FOVEA_VALUE_FLOAT };
  const guint8 *bytes;

  if (!fovea_pickle_take (pickle, 8, &bytes, error))
    return FALSE;
  guint64 bits
      = GUINT64_SWAP_LE_BE (fovea_load_le64 (bytes)); /* big-endian, alone of all */
  memcpy (&value.real, &bits, sizeof value.real);
  return fovea_pickle_push (pickle, &value, error);
}

/* Text that holds a NUL is no name of anything; it is kept as bytes. */
gboolean
fovea_pickle_text (FoveaPickle *pickle, guint width, GError **error)
{
  guint64 length;
  const guint8 *bytes;

  if (!fovea_pickle_take_number (pickle, width, &length, error)
      || !fovea_pickle_take (pickle, length, &bytes, error))
    return FALSE;
  if (length > FOVEA_PICKLE_MAX_TEXT)
    return fovea_pickle_limit (pickle, error, "bytes in one text", FOVEA_PICKLE_MAX_TEXT);

  FoveaValue value = { .kind = FOVEA_VALUE_TEXT,
                       .length = (guint32)length,
                       .text = (const char *)bytes };
  if (memchr (bytes, '\0', length))
    value = (FoveaValue){ .kind = FOVEA_VALUE_BYTES, .length = (guint32)length };
  else if (!g_utf8_validate_len (value.text, length, NULL))
    return fovea_pickle_fail (pickle, error, "a text in it is not UTF-8");
  return fovea_pickle_push (pickle, &value, error);
}

/* Python 2 wrote its texts so, and its bytes too. */
gboolean
fovea_pickle_old_text (FoveaPickle *pickle, guint width, GError **error)
{
  guint64 length;
  const guint8 *bytes;

  if (!fovea_pickle_take_number (pickle, width, &length, error)
      || !fovea_pickle_take (pickle, length, &bytes, error))
    return FALSE;
  FoveaValue value = { .kind = FOVEA_VALUE_BYTES, .length = (guint32)length };
  if (length <= FOVEA_PICKLE_MAX_TEXT
      && g_utf8_validate_len ((const char *)bytes, length, NULL))
    {
      value.kind = FOVEA_VALUE_TEXT;
      value.text = (const char *)bytes;
    }
  return fovea_pickle_push (pickle, &value, error);
}

/* `take` has bounded the length by what is left of the pickle. */
gboolean
fovea_pickle_bytes (FoveaPickle *pickle, guint width, GError **error)
{
  guint64 length;
  const guint8 *bytes;

  if (!fovea_pickle_take_number (pickle, width, &length, error)
      || !fovea_pickle_take (pickle, length, &bytes, error))
    return FALSE;
  FoveaValue value
      = { .kind = FOVEA_VALUE_BYTES, .length = (guint32)MIN (length, G_MAXUINT32) };
  return fovea_pickle_push (pickle, &value, error);
}
