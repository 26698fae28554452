/* SPDX-License-Identifier: MIT */

/* Synthetic weights to the bit: the numbers were printed by the specification. */

#include <string.h>

#include "synthetic.h"

typedef struct
{
  gsize index;
  guint32 bits;
} Value;

static void
check_bits (const char *what, FoveaTensor *tensor, const Value *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      g_assert_cmpuint (values[i].index, <, fovea_tensor_count (tensor));
      memcpy (&bits, fovea_tensor_data (tensor) + values[i].index, sizeof bits);
      if (bits != values[i].bits)
        g_error ("%s[%zu] is 0x%08x, not 0x%08x", what, values[i].index, bits,
                 values[i].bits);
    }
}

static void
test_params (void)
{
  static const struct
  {
    const char *name;
    FoveaShape shape;
    guint64 seed;
    Value values[3];
  } table[] = {
    { "block1.0.attn.proj_1.weight",
      { 4, { 32, 32, 1, 1 } },
      0,
      { { 0, 0xbe2d3654 }, { 1, 0xbdec0c6f }, { 1023, 0xbe24004b } } },
    { "block1.0.norm1.running_mean",
      { 1, { 32 } },
      0,
      { { 0, 0x3d919b06 }, { 5, 0x3da78fe0 }, { 31, 0x3da64745 } } },
    { "block1.0.norm1.running_var",
      { 1, { 32 } },
      7,
      { { 0, 0x3f685bf8 }, { 5, 0x3f00e684 }, { 31, 0x3f98c5be } } },
    { "block1.0.norm1.weight",
      { 1, { 32 } },
      7,
      { { 0, 0x3f6fe5de }, { 5, 0x3f61ebea }, { 31, 0x3f806112 } } },
    { "head.bias",
      { 1, { 1000 } },
      0,
      { { 0, 0xbd694520 }, { 500, 0xbd73b18a }, { 999, 0x3b7abf00 } } },
    { "block4.1.layer_scale_2",
      { 1, { 256 } },
      G_GUINT64_CONSTANT (123456789012),
      { { 0, 0x3d797085 }, { 100, 0x3db13bcd }, { 255, 0x3da3e0ee } } },
    { "head.weight",
      { 2, { 1000, 256 } },
      0,
      { { 0, 0x3d4a0bcd }, { 12345, 0xbd46d667 }, { 255999, 0xbd259c6c } } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (FoveaTensor) tensor
          = fovea_synthetic_param (table[i].name, &table[i].shape, table[i].seed);

      g_assert_true (fovea_shape_equal (fovea_tensor_shape (tensor), &table[i].shape));
      check_bits (table[i].name, tensor, table[i].values, G_N_ELEMENTS (table[i].values));
    }
}

static void
test_images (void)
{
  static const Value square[] = { { 0, 0x3efbd5b8 },
                                  { 25200, 0x3fb341bb },
                                  { 50193, 0xbe086a40 },
                                  { 150527, 0x3eb2ca2d },
                                  { 122886, 0xbdbfde4b } };
  static const Value wide[] = { { 0, 0x3e625022 },
                                { 20608, 0x3f8c82a7 },
                                { 40977, 0x3e54dd9d },
                                { 122879, 0xbe4dde68 },
                                { 100505, 0x3ec25e2e } };
  g_autoptr (FoveaTensor) a = fovea_synthetic_image (224, 224, 0);
  g_autoptr (FoveaTensor) b = fovea_synthetic_image (160, 256, 7);

  g_assert_true (
      fovea_shape_equal (fovea_tensor_shape (a), &FOVEA_SHAPE (1, 3, 224, 224)));
  g_assert_true (
      fovea_shape_equal (fovea_tensor_shape (b), &FOVEA_SHAPE (1, 3, 160, 256)));
  check_bits ("image 224x224", a, square, G_N_ELEMENTS (square));
  check_bits ("image 160x256", b, wide, G_N_ELEMENTS (wide));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/synthetic/params", test_params);
  g_test_add_func ("/models/synthetic/images", test_images);
  return g_test_run ();
}
