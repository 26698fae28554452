/* SPDX-License-Identifier: MIT */
#include "npy-private.h"
#include "writers.h"

#include <string.h>

/* NumPy's format 1.0 (numpy/lib/format.py): magic, version, header length, a Python
 * dictionary padded with spaces to a multiple of 64 bytes and ended by a newline, then the
 * data. */
GByteArray *
fovea_npy_header (const gsize *dims, guint rank)
{
  GString *text = g_string_new ("{'descr': '<f4', 'fortran_order': False, 'shape': (");
  GByteArray *header = g_byte_array_new ();

  for (guint i = 0; i < rank; i++)
    g_string_append_printf (text, "%" G_GSIZE_FORMAT "%s", dims[i],
                            i + 1 < rank ? ", " : rank == 1 ? "," : "");
  g_string_append (text, "), }");
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
  gsize dims[] = { height, width };
  g_autoptr (GByteArray) header = fovea_npy_header (dims, 2);
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
