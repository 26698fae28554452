/* SPDX-License-Identifier: MIT */
#include "build-bytes.h"
#include "weights/convert.h"

#include <math.h>
#include <string.h>

/* The definition of binary16, digit by digit, in double. */
static double
half_value (guint16 half)
{
  double sign = half & 0x8000 ? -1.0 : 1.0, fraction = half & 0x3ff;
  int exponent = half >> 10 & 0x1f;

  if (exponent == 31)
    return fraction > 0 ? NAN : sign * INFINITY;
  if (exponent == 0)
    return sign * ldexp (fraction, -24);
  return sign * ldexp (1024 + fraction, exponent - 25);
}

static void
test_half (void)
{
  g_autofree guint16 *halves = g_new (guint16, 65536);
  g_autofree float *floats = g_new (float, 65536);

  for (guint i = 0; i < 65536; i++)
    halves[i] = (guint16)i;
  fovea_convert (FOVEA_DTYPE_F16, (const guint8 *)halves, 65536, floats);
  for (guint i = 0; i < 65536; i++)
    {
      double expected = half_value ((guint16)i);
      g_assert_true (isnan (expected) ? isnan (floats[i])
                                      : (double)floats[i] == expected);
      g_assert_true (!signbit (floats[i]) == (i < 0x8000));
    }
}

static void
test_brain_float (void)
{
  static const guint16 values[] = { 0x3f80, 0xc000, 0x0000, 0x8000, 0x7f80, 0x0001 };
  static const float expected[] = { 1.0f, -2.0f, 0.0f, -0.0f, INFINITY, 0x1p-133f };
  float out[G_N_ELEMENTS (values)];

  fovea_convert (FOVEA_DTYPE_BF16, (const guint8 *)values, G_N_ELEMENTS (values), out);
  g_assert_cmpmem (out, sizeof out, expected, sizeof expected);
}

static void
test_numbers (void)
{
  static const double f64[] = { 0.1, -1e300, NAN, 1e-320 };
  static const float f32[] = { 0.1f, -INFINITY, 1e-40f };
  static const gint64 i64[] = { G_MININT64, 16777217, -1 };
  static const gint32 i32[] = { G_MININT32, 7, 16777219 };
  static const gint16 i16[] = { -32768, 32767 };
  static const gint8 i8[] = { -128, 127 };
  static const guint8 u8[] = { 0, 255 };
  static const guint8 flags[] = { 0, 1, 2, 255 };
  float out[4];

  fovea_convert (FOVEA_DTYPE_F64, (const guint8 *)f64, 4, out);
  g_assert_true (out[0] == 0.1f && out[1] == -INFINITY && isnan (out[2])
                 && out[3] == 0.0f);
  fovea_convert (FOVEA_DTYPE_F32, (const guint8 *)f32, 3, out);
  g_assert_cmpmem (out, sizeof f32, f32, sizeof f32);
  fovea_convert (FOVEA_DTYPE_I64, (const guint8 *)i64, 3, out);
  g_assert_true (out[0] == -0x1p63f && out[1] == 16777216.0f && out[2] == -1.0f);
  fovea_convert (FOVEA_DTYPE_I32, (const guint8 *)i32, 3, out);
  g_assert_true (out[0] == -0x1p31f && out[1] == 7.0f && out[2] == 16777220.0f);
  fovea_convert (FOVEA_DTYPE_I16, (const guint8 *)i16, 2, out);
  g_assert_true (out[0] == -32768.0f && out[1] == 32767.0f);
  fovea_convert (FOVEA_DTYPE_I8, (const guint8 *)i8, 2, out);
  g_assert_true (out[0] == -128.0f && out[1] == 127.0f);
  fovea_convert (FOVEA_DTYPE_U8, u8, 2, out);
  g_assert_true (out[0] == 0.0f && out[1] == 255.0f);
  fovea_convert (FOVEA_DTYPE_BOOL, flags, 4, out);
  g_assert_true (out[0] == 0.0f && out[1] == 1.0f && out[2] == 1.0f && out[3] == 1.0f);
}

/* A file's numbers lie wherever they lie. */
static void
test_unaligned (void)
{
  guint8 room[1 + 5 * sizeof (float)];
  static const float values[5] = { 1, 2, 3, 4, 5 };
  float out[5];

  memcpy (room + 1, values, sizeof values);
  fovea_convert (FOVEA_DTYPE_F32, room + 1, 5, out);
  g_assert_cmpmem (out, sizeof out, values, sizeof values);
  fovea_convert (FOVEA_DTYPE_I32, room + 1, 5, out);
  g_assert_true (out[0] == 1065353216.0f);
}

static void
test_strided (void)
{
  float source[60], out[24];
  const FoveaShape transposed = FOVEA_SHAPE (4, 3, 2);
  static const guint64 strides[] = { 1, 4, 12 };
  const FoveaShape slice = FOVEA_SHAPE (2, 3);
  static const guint64 apart[] = { 20, 5 };
  const FoveaShape scalar = { .rank = 0 };
  const FoveaShape empty = FOVEA_SHAPE (3, 0);

  for (guint i = 0; i < G_N_ELEMENTS (source); i++)
    source[i] = (float)i;
  fovea_convert_strided (FOVEA_DTYPE_F32, (const guint8 *)source, &transposed, strides,
                         out);
  for (guint a = 0; a < 4; a++)
    for (guint b = 0; b < 3; b++)
      for (guint c = 0; c < 2; c++)
        g_assert_true (out[(a * 3 + b) * 2 + c] == (float)(a + 4 * b + 12 * c));

  fovea_convert_strided (FOVEA_DTYPE_F32, (const guint8 *)(source + 1), &slice, apart,
                         out);
  g_assert_true (out[0] == 1 && out[1] == 6 && out[2] == 11 && out[3] == 21
                 && out[5] == 31);
  fovea_convert_strided (FOVEA_DTYPE_F32, (const guint8 *)(source + 9), &scalar, NULL,
                         out);
  g_assert_true (out[0] == 9);
  out[0] = -1;
  fovea_convert_strided (FOVEA_DTYPE_F32, NULL, &empty, apart, out);
  g_assert_true (out[0] == -1);
}

/* Every type gathers what it reads in a row. */
static void
test_strided_types (void)
{
  guint8 bytes[256];
  const FoveaShape shape = FOVEA_SHAPE (8);
  static const guint64 stride = 3;

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8)(i * 37);
  for (FoveaDtype dtype = FOVEA_DTYPE_F64; dtype <= FOVEA_DTYPE_BOOL; dtype++)
    {
      float row[24], apart[8];

      fovea_convert (dtype, bytes, 24, row);
      fovea_convert_strided (dtype, bytes, &shape, &stride, apart);
      for (guint i = 0; i < 8; i++)
        g_assert_cmpmem (apart + i, sizeof (float), row + 3 * i, sizeof (float));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convert/half", test_half);
  g_test_add_func ("/convert/brain-float", test_brain_float);
  g_test_add_func ("/convert/numbers", test_numbers);
  g_test_add_func ("/convert/unaligned", test_unaligned);
  g_test_add_func ("/convert/strided", test_strided);
  g_test_add_func ("/convert/strided-types", test_strided_types);
  return g_test_run ();
}
