/* SPDX-License-Identifier: MIT */

/* A bundle opens like a backbone, and whatever is wrong with one is said in words. */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "assert-close.h"
#include "bundle-file.h"
#include "card.h"
#include "error.h"
#include "run.h"
#include "weights/checkpoint.h"

#define WIDTH 24
#define HEIGHT 16

/* Two sites of five classes, gradients of the first site alone. */
static BundleFile *
good_file (void)
{
  BundleFile *file = bundle_file_new ();
  float values[192], logits[] = { 1, -2, 3, 0.5f, -0.25f };
  const guint8 rgb[HEIGHT * WIDTH * 3] = { 10, 20, 30, 255, 0, 128 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = (float) i / 7 - 9;
  bundle_file_add (file, "image", "U8", &FOVEA_SHAPE (HEIGHT, WIDTH, 3), rgb, sizeof rgb);
  bundle_file_add_floats (file, "logits", &FOVEA_SHAPE (1, 5), logits);
  bundle_file_add_floats (file, "A/z.first", &FOVEA_SHAPE (2, 8, 12), values);
  bundle_file_add_floats (file, "G/z.first", &FOVEA_SHAPE (1, 2, 8, 12), values);
  bundle_file_add (file, "A/a", "F16", &FOVEA_SHAPE (1, 3, 4, 6), NULL, 3 * 4 * 6 * 2);
  bundle_file_say (file, "fovea.model", "Server's net");
  bundle_file_say (file, "fovea.target", "2");
  bundle_file_say (file, "fovea.sites", "[\"z.first\",\"a\"]");
  bundle_file_say (file, "fovea.classes", "[\"cat\",\"dog\",\"eel\",\"fox\",\"gnu\"]");
  return file;
}

static FoveaModel *
open_file (const BundleFile *file, FoveaModelOptions options, GError **error)
{
  g_autofree char *path = bundle_file_temporary_path ();

  bundle_file_write (file, path);
  options.weights = path;
  FoveaModel *model = fovea_model_open (&options, error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  return model;
}

static FoveaModel *
open_good (const BundleFile *file)
{
  g_autoptr (GError) error = NULL;
  FoveaModel *model = open_file (file, (FoveaModelOptions){ 0 }, &error);

  g_assert_no_error (error);
  return model;
}

static void
assert_says (const GError *error, const char *fragment)
{
  if (!strstr (error->message, fragment))
    g_error ("\"%s\" does not say \"%s\"", error->message, fragment);
}

static void
test_opens (void)
{
  g_autoptr (BundleFile) file = good_file ();
  g_autoptr (FoveaModel) model = open_good (file);
  const FoveaRecorded *recorded = fovea_model_recorded (model);
  const guint8 *pixels = fovea_image_pixels (recorded->image);

  g_assert_cmpstr (fovea_model_family (model), ==, "bundle");
  g_assert_cmpstr (fovea_model_title (model), ==, "Server's net");
  g_assert_cmpuint (fovea_model_n_classes (model), ==, 5);
  g_assert_cmpstr (fovea_model_class_name (model, 2), ==, "eel");
  g_assert_cmpuint (fovea_model_parameters (model), ==, 0);
  g_assert_null (fovea_model_warnings (model)[0]);
  g_assert_cmpint (recorded->target, ==, 2);
  g_assert_cmpstr (recorded->objective, ==, "logit");
  g_assert_cmpuint (fovea_image_width (recorded->image), ==, WIDTH);
  g_assert_cmpuint (fovea_image_height (recorded->image), ==, HEIGHT);
  g_assert_cmpuint (pixels[2], ==, 30);
  g_assert_cmpuint (pixels[3], ==, 255);
  g_assert_cmpuint (pixels[5], ==, 128);
}

static void
test_sites (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BundleFile) file = good_file ();
  g_autoptr (FoveaModel) model = open_good (file);
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 0, 0, &error);
  guint n;
  const FoveaNode *const *sites = fovea_tape_sites (tape, &n);

  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (sites[0]->site->path, ==, "z.first");
  g_assert_cmpuint (sites[0]->site->stride, ==, 2);
  g_assert_cmpuint (sites[0]->site->stage, ==, 1);
  g_assert_false (sites[0]->site->is_default);
  g_assert_false (sites[0]->site->without_gradient);
  g_assert_cmpstr (sites[1]->site->path, ==, "a");
  g_assert_cmpuint (sites[1]->site->stride, ==, 4);
  g_assert_cmpuint (sites[1]->site->stage, ==, 2);
  g_assert_cmpuint (sites[1]->site->shape.dim[1], ==, 3);
  g_assert_true (sites[1]->site->is_default);
  g_assert_true (sites[1]->site->without_gradient);
}

/* The network says what was recorded, whatever it is given. */
static void
test_runs (void)
{
  static const float logits[] = { 1, -2, 3, 0.5f, -0.25f };
  g_autoptr (GError) error = NULL;
  g_autoptr (BundleFile) file = good_file ();
  g_autoptr (FoveaModel) model = open_good (file);
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 0, 0, &error);
  g_autoptr (FoveaPlan) plan = fovea_plan_new (tape, &(FoveaPlanRequest){ 0 }, &error);
  g_autoptr (FoveaRun) run = fovea_run_new (plan, fovea_model_binding (model));
  g_autoptr (FoveaTensor) input
      = fovea_tensor_new (&FOVEA_SHAPE (1, 3, HEIGHT, WIDTH), NULL);

  g_assert_true (fovea_run_forward (run, input, NULL, &error));
  g_autoptr (FoveaTensor) output = fovea_run_output (run);
  assert_same_bits ("logits", fovea_tensor_data (output), logits, 5);
}

static void
test_card (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BundleFile) file = good_file ();
  g_autoptr (FoveaModel) model = open_good (file);
  g_autoptr (FoveaCard) card = fovea_card_new (model, 0, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (card->parameters, ==, 0);
  g_assert_cmpuint (card->macs, ==, 0);
  g_assert_cmpuint (card->stages->len, ==, 2);
  g_assert_cmpuint (card->n_sites, ==, 2);
  g_assert_cmpuint (card->width, ==, WIDTH);
}

/* Nothing but the input's own size can be asked for. */
static void
test_input (void)
{
  static const FoveaModelOptions refused[]
      = { { .input_height = WIDTH, .input_width = HEIGHT }, { .has_mean = TRUE },
          { .has_std = TRUE }, { .has_crop = TRUE } };
  g_autoptr (BundleFile) file = good_file ();
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) same = open_file (
      file, (FoveaModelOptions){ .input_height = HEIGHT, .input_width = WIDTH }, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) problem = NULL;
      g_assert_null (open_file (file, refused[i], &problem));
      g_assert_error (problem, FOVEA_ERROR, FOVEA_ERROR_USAGE);
      assert_says (problem, "16 x 24 pixels");
    }
  g_assert_null (fovea_model_tape (same, 64, 64, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
  assert_says (error, "there is none of 64 x 64");
}

/* A good bundle with one thing wrong. */
typedef struct
{
  const char *fragment;
  const char *key, *value; /* said, or not said where that is NULL */
  const char *tensor, *dtype; /* put there, or left out where dtype is NULL */
  FoveaShape shape;
  gsize bytes;
} Case;

#define TENSOR(name, dtype, bytes, ...) NULL, NULL, name, dtype, { __VA_ARGS__ }, bytes
static const Case cases[] = {
  { "another version", "fovea.bundle", "2" },
  { "\"fovea.model\" is empty", "fovea.model", "" },
  { "not to be shown", "fovea.model", "a\nb" },
  { "\"fovea.objective\" is empty", "fovea.objective", "" },
  { "1 to 1024 paths", "fovea.sites", NULL },
  { "1 to 1024 paths", "fovea.sites", "[]" },
  { "1 to 1024 paths", "fovea.sites", "{\"a\":1}" },
  { "not JSON", "fovea.sites", "[\"a\"" },
  { "something else than the paths", "fovea.sites", "[\"a\",3]" },
  { "something else than the paths", "fovea.sites", "[\"a\",\"\"]" },
  { "something else than the paths", "fovea.sites", "[\"input\"]" },
  { "something else than the paths", "fovea.sites", "[\"a\\u0007\"]" },
  { "lists \"a\" twice", "fovea.sites", "[\"a\",\"a\"]" },
  { "no tensor \"A/b\"", "fovea.sites", "[\"a\",\"b\"]" },
  { "not say of which class", "fovea.target", NULL },
  { "is no class: the logits have 5, from 0 to 4", "fovea.target", "5" },
  { "is no class", "fovea.target", "-1" },
  { "is no class", "fovea.target", "eel" },
  { "is no class", "fovea.target", "99999999999999999999" },
  { "not a list of class names", "fovea.classes", "[1]" },
  { "no tensor \"image\"", NULL, NULL, "image", NULL },
  { "no tensor \"logits\"", NULL, NULL, "logits", NULL },
  { "no tensor \"A/a\"", NULL, NULL, "A/a", NULL },
  { "must be height x width x 3 of U8", TENSOR ("image", "F32", 4 * 48, 3, { 4, 4, 3 }) },
  { "must be height x width x 3 of U8", TENSOR ("image", "U8", 48, 3, { 3, 4, 4 }) },
  { "must be height x width x 3 of U8", TENSOR ("image", "U8", 0, 3, { 0, 4, 3 }) },
  { "must be height x width x 3 of U8", TENSOR ("image", "U8", 16, 2, { 4, 4 }) },
  { "larger than any network's input", TENSOR ("image", "U8", 60000, 3, { 20000, 1, 3 }) },
  { "beyond the file", TENSOR ("image", "U8", 1, 3, { 65536, 65536, 3 }) },
  { "must be n or 1 x n", TENSOR ("logits", "F32", 40, 2, { 2, 5 }) },
  { "must be n or 1 x n", TENSOR ("logits", "F32", 0, 1, { 0 }) },
  { "must be n or 1 x n", TENSOR ("logits", "F32", 4, 0, { 0 }) },
  { "must be n or 1 x n", TENSOR ("logits", "I32", 20, 1, { 5 }) },
  { "must be channels x height x width", TENSOR ("A/a", "F32", 24 * 4, 2, { 6, 4 }) },
  { "must be channels x height x width",
    TENSOR ("A/a", "F32", 48 * 4, 4, { 2, 1, 6, 4 }) },
  { "must be channels x height x width", TENSOR ("A/a", "U8", 24, 3, { 1, 6, 4 }) },
  { "in the order C, H, W", TENSOR ("A/a", "F32", 0, 3, { 0, 6, 4 }) },
  { "in the order C, H, W", TENSOR ("A/a", "F32", 0, 3, { 1, 0, 4 }) },
  { "in the order C, H, W", TENSOR ("A/a", "F32", 400, 3, { 4, 1, 25 }) },
  { "in the order C, H, W", TENSOR ("A/a", "F32", 68 * 4, 3, { 1, 17, 4 }) },
  { "is 2x12x8, but its map is 2x8x12",
    TENSOR ("G/z.first", "F32", 192 * 4, 3, { 2, 12, 8 }) },
  { "must be channels x height x width", TENSOR ("G/z.first", "F32", 8, 1, { 2 }) },
};

/* All but the tensors that are to be replaced or left out. */
static BundleFile *
spoil (const Case *c)
{
  g_autoptr (BundleFile) good = good_file ();
  BundleFile *file = bundle_file_new ();
  const char *name;
  json_t *entry;

  json_object_update (file->metadata, good->metadata);
  json_object_foreach (good->header, name, entry)
    {
      json_t *offsets = json_object_get (entry, "data_offsets");
      json_int_t begin = json_integer_value (json_array_get (offsets, 0));
      json_int_t end = json_integer_value (json_array_get (offsets, 1));
      FoveaShape shape = { .rank = (guint) json_array_size (json_object_get (entry, "shape")) };

      for (guint i = 0; i < shape.rank; i++)
        shape.dim[i] = (gsize) json_integer_value (
            json_array_get (json_object_get (entry, "shape"), i));
      if (g_strcmp0 (name, c->tensor) != 0)
        bundle_file_add (file, name, json_string_value (json_object_get (entry, "dtype")),
                         &shape, good->data->data + begin, (gsize) (end - begin));
    }
  if (c->dtype)
    bundle_file_add (file, c->tensor, c->dtype, &c->shape, NULL, c->bytes);
  if (c->key)
    bundle_file_say (file, c->key, c->value);
  return file;
}

/* The tensor's bytes are as many as its shape says, but of the one that is cut short. */
static void
test_rejects (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BundleFile) file = spoil (&cases[i]);

      if (strstr (cases[i].fragment, "beyond"))
        json_array_set_new (
            json_object_get (json_object_get (file->header, "image"), "data_offsets"), 1,
            json_integer ((json_int_t) file->data->len - 1 + 3LL * 65536 * 65536));
      FoveaModel *model = open_file (file, (FoveaModelOptions){ 0 }, &error);
      if (model)
        g_error ("case %zu opens, without \"%s\"", i, cases[i].fragment);
      g_assert_true (error->domain == FOVEA_ERROR);
      assert_says (error, cases[i].fragment);
    }
}

/* The same file unspoiled opens: what the cases say is what is wrong with them. */
static void
test_unspoiled (void)
{
  g_autoptr (BundleFile) file = spoil (&(Case){ .fragment = "nothing" });
  g_autoptr (FoveaModel) model = open_good (file);

  g_assert_cmpuint (fovea_model_n_classes (model), ==, 5);
}

static void
test_without_gradients (void)
{
  g_autoptr (BundleFile) file
      = spoil (&(Case){ .tensor = "G/z.first", .key = "fovea.target", .value = NULL });
  g_autoptr (FoveaModel) model = open_good (file);

  g_assert_cmpint (fovea_model_recorded (model)->target, ==, -1);
}

static void
test_unused_tensors (void)
{
  g_autoptr (BundleFile) file = good_file ();

  bundle_file_add (file, "G/typo", "F32", &FOVEA_SHAPE (1, 2, 2), NULL, 16);
  bundle_file_add (file, "notes", "F32", &FOVEA_SHAPE (2), NULL, 8);
  g_autoptr (FoveaModel) model = open_good (file);
  g_assert_true (g_strv_contains (fovea_model_skipped (model), "notes"));
  g_assert_true (g_strv_contains (fovea_model_skipped (model), "G/typo"));
  g_assert_cmpstr (fovea_model_warnings (model)[0], ==,
                   "\"G/typo\" belongs to none of \"fovea.sites\"");
  g_assert_null (fovea_model_warnings (model)[1]);
}

static void
test_recognise (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = bundle_file_temporary_path ();
  g_auto (FoveaRecognised) good = { 0 }, bad = { 0 };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (BundleFile) file = good_file ();
      bundle_file_say (file, "fovea.target", i == 0 ? "2" : "7");
      bundle_file_write (file, path);
      g_autoptr (FoveaCheckpoint) checkpoint = fovea_checkpoint_open (path, NULL, &error);
      g_assert_no_error (error);
      fovea_model_recognise (checkpoint, i == 0 ? &good : &bad);
    }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpstr (good.family, ==, "bundle");
  g_assert_cmpuint (good.n_classes, ==, 5);
  g_assert_cmpstr (good.recorded, ==,
                   "Server's net, 2 layers of an image of 16 x 24 pixels, gradients of the "
                   "logit of class 2");
  g_assert_null (good.problem);
  g_assert_null (bad.recorded);
  g_assert_nonnull (strstr (bad.problem, "is no class"));
}

static void
test_image_alone (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = bundle_file_temporary_path ();
  g_autoptr (BundleFile) file = good_file ();

  g_assert_false (fovea_is_bundle (path));
  bundle_file_write (file, path);
  g_assert_true (fovea_is_bundle (path));
  g_autoptr (FoveaImage) image = fovea_bundle_open_image (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fovea_image_width (image), ==, WIDTH);

  bundle_file_say (file, "fovea.bundle", NULL);
  bundle_file_write (file, path);
  g_assert_false (fovea_is_bundle (path));
  g_assert_null (fovea_bundle_open_image (path, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/bundle/opens", test_opens);
  g_test_add_func ("/models/bundle/sites", test_sites);
  g_test_add_func ("/models/bundle/runs", test_runs);
  g_test_add_func ("/models/bundle/card", test_card);
  g_test_add_func ("/models/bundle/input", test_input);
  g_test_add_func ("/models/bundle/rejects", test_rejects);
  g_test_add_func ("/models/bundle/unspoiled", test_unspoiled);
  g_test_add_func ("/models/bundle/without-gradients", test_without_gradients);
  g_test_add_func ("/models/bundle/unused-tensors", test_unused_tensors);
  g_test_add_func ("/models/bundle/recognise", test_recognise);
  g_test_add_func ("/models/bundle/image-alone", test_image_alone);
  return g_test_run ();
}
