/* SPDX-License-Identifier: MIT */
#include "writers.h"

#include <string.h>

/* NumPy's format 1.0 (numpy/lib/format.py): magic, version, header length, a Python
 * dictionary padded with spaces to a multiple of 64 bytes and ended by a newline, then the
 * data. */
static GByteArray *
npy_header (guint height, guint width)
{
  GString *text = g_string_new (NULL);
  GByteArray *header = g_byte_array_new ();

  g_string_printf (text, "{'descr': '<f4', 'fortran_order': False, 'shape': (%u, %u), }",
                   height, width);
  while ((10 + text->len + 1) % 64 != 0)
    g_string_append_c (text, ' ');
  g_string_append_c (text, '\n');

  guint16 length = GUINT16_TO_LE ((guint16)text->len);
  g_byte_array_append (header, (const guint8 *)"\x93NUMPY\x01\x00", 8);
  g_byte_array_append (header, (const guint8 *)&length, 2);
  g_byte_array_append (header, (const guint8 *)text->str, (guint)text->len);
  g_string_free (text, TRUE);
  return header;
}

gboolean
fovea_npy_write (FoveaOutput *output, const float *values, guint height, guint width)
{
  g_autoptr (GByteArray) header = npy_header (height, width);
  gboolean good = fovea_output_write (output, header->data, header->len);

  for (gsize i = 0; good && i < (gsize)height * width; i++)
    {
      guint32 bits;
      memcpy (&bits, &values[i], sizeof bits);
      bits = GUINT32_TO_LE (bits);
      good = fovea_output_write (output, &bits, sizeof bits);
    }
  return good;
}
