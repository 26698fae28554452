/* SPDX-License-Identifier: MIT */
#include "convert.h"
#include "checked.h"
#include "manifest-private.h"

/* The loops below copy memory as numbers. */
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);
G_STATIC_ASSERT (sizeof (float) == 4 && sizeof (double) == 8);

static inline float
float_from_bits (guint32 bits)
{
  float value;
  memcpy (&value, &bits, sizeof value);
  return value;
}

static inline guint32
bits_from_float (float value)
{
  guint32 bits;
  memcpy (&bits, &value, sizeof bits);
  return bits;
}

/* IEEE 754 binary16: sign 1, exponent 5 (bias 15), fraction 10. Moved to their places in a
 * float the exponent lacks 127 - 15 = 112; infinity and NaN lack it twice. A subnormal is
 * its fraction times 2^-24, made from an integer so that flushing modes cannot touch it. */
static inline float
float_from_half (guint16 half)
{
  guint32 sign = (guint32)(half & 0x8000) << 16;
  guint32 magnitude = half & 0x7fff;
  guint32 normal = (magnitude << 13) + (112u << 23);
  guint32 special = normal + (112u << 23);
  guint32 subnormal = bits_from_float ((float)(gint32)magnitude * 0x1p-24f);
  guint32 bits = magnitude >= 0x7c00 ? special : normal;

  bits = magnitude < 0x0400 ? subnormal : bits;
  return float_from_bits (bits | sign);
}

/* Half precision takes a dozen operations per element: worth wider registers where the
 * machine has them. The result is the same to the bit. Sanitizers are not up yet when the
 * variant is chosen. */
#if defined(__x86_64__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)         \
    && !defined(__SANITIZE_THREAD__)
#define CLONES __attribute__ ((target_clones ("avx512f", "avx2", "default")))
#else
#define CLONES
#endif

/* One loop per type: ELEMENT is what lies in the file, RESULT makes a float of `value`. */
#define DEFINE_CONVERT(NAME, ELEMENT, RESULT)                                            \
  static inline float NAME##_element (const guint8 *at)                                  \
  {                                                                                      \
    ELEMENT value;                                                                       \
    memcpy (&value, at, sizeof value);                                                   \
    return RESULT;                                                                       \
  }                                                                                      \
  static CLONES void NAME (const guint8 *restrict bytes, gsize count,                    \
                           float *restrict out)                                          \
  {                                                                                      \
    for (gsize i = 0; i < count; i++)                                                    \
      out[i] = NAME##_element (bytes + i * sizeof (ELEMENT));                            \
  }                                                                                      \
  static void NAME##_row (const guint8 *bytes, gsize count, gsize step, float *out)      \
  {                                                                                      \
    for (gsize i = 0; i < count; i++)                                                    \
      out[i] = NAME##_element (bytes + i * step);                                        \
  }

DEFINE_CONVERT (from_f64, double, (float)value)
DEFINE_CONVERT (from_f32, guint32, float_from_bits (value))
DEFINE_CONVERT (from_f16, guint16, float_from_half (value))
DEFINE_CONVERT (from_bf16, guint16, float_from_bits ((guint32)value << 16))
DEFINE_CONVERT (from_i64, gint64, (float)value)
DEFINE_CONVERT (from_i32, gint32, (float)value)
DEFINE_CONVERT (from_i16, gint16, (float)value)
DEFINE_CONVERT (from_i8, gint8, (float)value)
DEFINE_CONVERT (from_u8, guint8, (float)value)
DEFINE_CONVERT (from_bool, guint8, value ? 1.0f : 0.0f)

typedef struct
{
  void (*run) (const guint8 *bytes, gsize count, float *out);
  void (*row) (const guint8 *bytes, gsize count, gsize step, float *out);
} Converter;

static const Converter converters[] = {
  [FOVEA_DTYPE_F64] = { from_f64, from_f64_row },
  [FOVEA_DTYPE_F32] = { from_f32, from_f32_row },
  [FOVEA_DTYPE_F16] = { from_f16, from_f16_row },
  [FOVEA_DTYPE_BF16] = { from_bf16, from_bf16_row },
  [FOVEA_DTYPE_I64] = { from_i64, from_i64_row },
  [FOVEA_DTYPE_I32] = { from_i32, from_i32_row },
  [FOVEA_DTYPE_I16] = { from_i16, from_i16_row },
  [FOVEA_DTYPE_I8] = { from_i8, from_i8_row },
  [FOVEA_DTYPE_U8] = { from_u8, from_u8_row },
  [FOVEA_DTYPE_BOOL] = { from_bool, from_bool_row },
};

void
fovea_convert (FoveaDtype dtype, const guint8 *bytes, gsize count, float *out)
{
  g_assert (dtype < G_N_ELEMENTS (converters));
  if (dtype == FOVEA_DTYPE_F32)
    memcpy (out, bytes, count * sizeof (float));
  else
    converters[dtype].run (bytes, count, out);
}

void
fovea_convert_strided (FoveaDtype dtype, const guint8 *bytes, const FoveaShape *shape,
                       const guint64 *stride, float *out)
{
  gsize itemsize = fovea_dtype_size (dtype), index[FOVEA_MAX_RANK] = { 0 };
  guint last = shape->rank - 1;
  gsize rows = shape->rank == 0 ? 1 : fovea_shape_count (shape);

  g_assert (dtype < G_N_ELEMENTS (converters));
  if (rows == 0)
    return;
  if (shape->rank == 0)
    {
      converters[dtype].row (bytes, 1, itemsize, out);
      return;
    }
  rows /= shape->dim[last];

  /* An odometer over all dimensions but the last, which is one row. */
  for (gsize row = 0; row < rows; row++, out += shape->dim[last])
    {
      gsize at = 0;
      for (guint i = 0; i < last; i++)
        at += index[i] * stride[i];
      converters[dtype].row (bytes + at * itemsize, shape->dim[last],
                             stride[last] * itemsize, out);
      for (guint i = last; i-- > 0 && ++index[i] == shape->dim[i];)
        index[i] = 0;
    }
}
