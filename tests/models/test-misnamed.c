/* SPDX-License-Identifier: MIT */

/* Checkpoints opened as another backbone than they hold, or of networks that nobody here
 * knows: the message says first what the file is. */

#include <string.h>
#include <unistd.h>

#include "error.h"
#include "family.h"
#include "guess.h"
#include "tiny-van.h"

/* Opens and removes the file; the message of its refusal. (transfer full) */
static char *
refusal (char *path, const char *name, gint code)
{
  g_autoptr (GError) error = NULL;
  FoveaModelOptions options = { .name = name, .weights = path };
  g_autoptr (FoveaModel) model = fovea_model_open (&options, &error);

  tiny_van_remove (path);
  g_assert_null (model);
  g_assert_error (error, FOVEA_ERROR, code);
  return g_strdup (error->message);
}

static void
assert_says (const char *message, const char *fragment)
{
  if (!strstr (message, fragment))
    g_error ("\"%s\" does not say \"%s\"", message, fragment);
}

static json_t *
describe_tensor (const FoveaParam *param, json_int_t *offset)
{
  json_t *sizes = json_array ();
  json_int_t start = *offset;

  for (guint i = 0; i < param->shape.rank; i++)
    json_array_append_new (sizes, json_integer ((json_int_t)param->shape.dim[i]));
  *offset += (json_int_t)(fovea_shape_count (&param->shape) * sizeof (float));
  return json_pack ("{s:s, s:o, s:[I, I]}", "dtype", "F32", "shape", sizes,
                    "data_offsets", start, *offset);
}

/* A file with all tensors of a variant, every one zero: a hole on the disk. (transfer full) */
static char *
write_zeros (const char *variant)
{
  FoveaModelOptions options = { .name = variant, .without_weights = TRUE };
  g_autoptr (FoveaModel) model = fovea_model_open (&options, NULL);
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 0, 0, NULL);
  json_t *header = json_object ();
  json_int_t size = 0;
  char *path;

  for (guint i = 0; i < fovea_tape_n_params (tape); i++)
    {
      const FoveaParam *param = fovea_tape_get_param (tape, i);
      json_object_set_new (header, param->name, describe_tensor (param, &size));
    }
  g_autofree char *text = json_dumps (header, JSON_COMPACT);
  guint64 length = GUINT64_TO_LE (strlen (text));
  int fd = g_file_open_tmp ("fovea-XXXXXX.safetensors", &path, NULL);
  g_assert_cmpint (write (fd, &length, sizeof length), ==, sizeof length);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, (gssize)strlen (text));
  g_assert_cmpint (ftruncate (fd, (off_t)(sizeof length + strlen (text)) + size), ==, 0);
  close (fd);
  json_decref (header);
  return path;
}

/* Another variant of the family that was named. */
static void
test_variant (void)
{
  g_autofree char *message
      = refusal (write_zeros ("van_b1"), "van_b0", FOVEA_ERROR_WEIGHTS);
  const char *end = strchr (message, '\n');
  g_autofree char *first = g_strndup (message, (gsize)(end - message));

  g_assert_true (g_str_has_suffix (
      first,
      ".safetensors holds VAN-B1, not VAN-B0: it does not fit this backbone; choose "
      "the one that it was trained as"));
  assert_says (message, "of another shape:");
}

/* Of the family, in sizes that nobody has named. */
static void
test_own_sizes (void)
{
  g_autofree char *message
      = refusal (tiny_van_write (&(TinyVan){ 0 }), "van_b0", FOVEA_ERROR_WEIGHTS);

  assert_says (message, " holds VAN in sizes of its own, not VAN-B0: it does not fit");
}

/* Rightly named, but damaged: nothing is said of another backbone. */
static void
test_right_name (void)
{
  g_autofree char *message
      = tiny_van_refusal (&(TinyVan){ .misshapen = "block3.0.attn.proj_1.weight" });

  assert_says (message, ".safetensors does not fit this backbone");
  g_assert_null (strstr (message, "holds"));
}

/* Unknown to all, and named as one of them. */
static void
test_unknown_named (void)
{
  g_autofree char *message = refusal (
      tiny_van_write (&(TinyVan){ .without = "",
                                  .extra = { "cls_token", "blocks.0.attn.qkv.weight" } }),
      "van_b0", FOVEA_ERROR_WEIGHTS);

  assert_says (message,
               " looks like a vision transformer (ViT), not VAN-B0: it does not fit");
}

static void
test_guesses (void)
{
  static const struct
  {
    const char *keys[3], *what;
  } table[] = {
    { { "cls_token", "blocks.0.attn.qkv.weight" }, "a vision transformer (ViT)" },
    { { "vit.embeddings.cls_token" }, "a vision transformer (ViT)" },
    { { "class_token", "encoder.ln.weight" }, "a vision transformer (ViT)" },
    { { "cls_token", "dist_token" }, "a distilled vision transformer (DeiT)" },
    { { "text_projection", "visual.class_embedding" },
      "a model of images and text (CLIP or its like)" },
    { { "_blocks.0._depthwise_conv.weight" }, "an EfficientNet" },
    { { "features.1.0.block.0.0.weight" }, "an EfficientNet" },
    { { "conv_stem.weight", "blocks.0.0.conv_dw.weight" },
      "an EfficientNet or a MobileNet" },
    { { "features.1.conv.0.0.weight" }, "a MobileNet" },
    { { "features.denseblock1.denselayer1.conv1.weight" }, "a DenseNet" },
    { { "features.0.weight", "classifier.6.weight" }, "a VGG or an AlexNet" },
    { { "layer1.0.conv1.weight", "layer1.0.conv2.weight" }, "a ResNet of basic blocks" },
    { { "conv1.0.weight", "layer1.0.conv2.weight", "layer1.0.conv3.weight" },
      "a ResNet with a stem of several convolutions" },
    { { "swin.encoder.layers.0.blocks.0.attention.self.relative_position_bias_table" },
      "a Swin as Hugging Face's library writes it" },
    { { "backbone.stages.0.blocks.0.attn.w_msa.qkv.weight" }, "a Swin as mmpretrain" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      TinyVan file = { .without = "" };
      memcpy (file.extra, table[i].keys, sizeof file.extra);
      g_autofree char *message
          = refusal (tiny_van_write (&file), NULL, FOVEA_ERROR_UNSUPPORTED);
      g_autofree char *expected = g_strconcat (
          "no backbone that is known here. It looks like ", table[i].what, NULL);

      assert_says (message, expected);
      for (gsize f = 0; fovea_families[f]; f++)
        assert_says (message, fovea_families[f]->title);
    }
}

static char *
unknown (const char *key)
{
  return g_strconcat ("generator.", key, NULL);
}

/* Nothing to guess: the message names a tensor and the families instead. */
static void
test_no_guess (void)
{
  g_autofree char *titles = fovea_family_titles ("or");
  g_autofree char *expected = g_strconcat ("are not those of ", titles, NULL);
  g_autofree char *message = refusal (
      tiny_van_write (&(TinyVan){ .rename = unknown, .extra = { "a.weight" } }), NULL,
      FOVEA_ERROR_UNSUPPORTED);

  assert_says (message, "holds no backbone that is known here: its tensors (\"");
  assert_says (message, expected);
  g_assert_null (strstr (message, "looks like"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/misnamed/variant", test_variant);
  g_test_add_func ("/models/misnamed/own-sizes", test_own_sizes);
  g_test_add_func ("/models/misnamed/right-name", test_right_name);
  g_test_add_func ("/models/misnamed/unknown-named", test_unknown_named);
  g_test_add_func ("/models/misnamed/guesses", test_guesses);
  g_test_add_func ("/models/misnamed/no-guess", test_no_guess);
  return g_test_run ();
}
