/* SPDX-License-Identifier: MIT */

/* What the demonstration does with its photograph, written down and looked at again: the same
 * bits as from the network itself; and what a bundle cannot answer. */

#include <glib/gstdio.h>
#include <string.h>

#include "assert-close.h"
#include "bundle-file.h"
#include "error.h"
#include "explain.h"

#define TARGET 3

typedef struct
{
  FoveaModel *network, *bundle;
  FoveaInput *input, *recorded;
} Fixture;

static FoveaModel *
open_recorded (FoveaModel *network, FoveaImage *photo, gint target)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = bundle_file_temporary_path ();

  bundle_file_record (path, network, photo, target);
  FoveaModel *bundle = fovea_model_open (&(FoveaModelOptions){ .weights = path }, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  return bundle;
}

static FoveaInput *
make_input (FoveaModel *model, FoveaImage *image)
{
  g_autoptr (GError) error = NULL;
  FoveaInput *input = fovea_input_new (model, image, &error);

  g_assert_no_error (error);
  return input;
}

static void
set_up (Fixture *fixture, gconstpointer target)
{
  g_autoptr (FoveaImage) photo = bundle_file_demo_photo ();

  fixture->network = bundle_file_demo_model ();
  fixture->bundle = open_recorded (fixture->network, photo, GPOINTER_TO_INT (target));
  fixture->input = make_input (fixture->network, photo);
  fixture->recorded
      = make_input (fixture->bundle, fovea_model_recorded (fixture->bundle)->image);
}

static void
tear_down (Fixture *fixture, gconstpointer target)
{
  fovea_model_unref (fixture->network);
  fovea_model_unref (fixture->bundle);
  fovea_input_unref (fixture->input);
  fovea_input_unref (fixture->recorded);
}

static const FoveaMethod *
method (const char *name)
{
  g_autoptr (GError) error = NULL;
  const FoveaMethod *found = fovea_method_find (name, &error);

  g_assert_no_error (error);
  return found;
}

static FoveaExplanation *
explain (FoveaModel *model, FoveaInput *input, const FoveaMethod *how, gint target)
{
  g_autoptr (GError) error = NULL;
  FoveaExplainRequest request = { .method = how, .target = target };
  FoveaExplanation *explanation = fovea_explain (model, input, &request, NULL, &error);

  g_assert_no_error (error);
  return explanation;
}

static void
compare (const FoveaExplanation *network, const FoveaExplanation *bundle)
{
  guint n = fovea_explanation_n_layers (network);

  g_assert_cmpuint (fovea_explanation_n_layers (bundle), ==, n);
  for (guint i = 0; i < n; i++)
    {
      const FoveaLayerMap *a = fovea_explanation_layer (network, i);
      const FoveaLayerMap *b = fovea_explanation_layer (bundle, i);

      g_assert_cmpstr (a->site.path, ==, b->site.path);
      g_assert_cmpuint (a->site.stride, ==, b->site.stride);
      g_assert_cmpuint (fovea_map_width (a->raw), ==, fovea_map_width (b->raw));
      g_assert_cmpuint (fovea_map_height (a->raw), ==, fovea_map_height (b->raw));
      assert_same_bits (a->site.path, fovea_map_values (b->raw), fovea_map_values (a->raw),
                        (gsize) fovea_map_width (a->raw) * fovea_map_height (a->raw));
    }
}

/* Every method that reads the A and G of feature maps alone; CAM is for the head of ours, and
 * a bundle does not say where a stage ends. */
static gboolean
reads_maps (const FoveaMethod *how)
{
  static const FoveaSite feature
      = { .path = "x", .kind = FOVEA_SITE_FEATURE, .role = FOVEA_ROLE_BLOCK };

  return !how->probe && !how->of_input && !how->at_the_head && !how->reads
         && !how->fusion
         && how->suits (&feature);
}

static void
test_same_bits (Fixture *fixture, gconstpointer target)
{
  guint compared = 0;

  for (gsize i = 0; fovea_methods[i]; i++)
    {
      const FoveaMethod *how = fovea_methods[i];
      gint asked = how->needs & FOVEA_NEEDS_GRADIENT ? TARGET : FOVEA_TOP_CLASS;
      if (!reads_maps (how))
        continue;
      g_autoptr (FoveaExplanation) a
          = explain (fixture->network, fixture->input, how, asked);
      g_autoptr (FoveaExplanation) b
          = explain (fixture->bundle, fixture->recorded, how, FOVEA_TOP_CLASS);
      compare (a, b);
      compared++;
    }
  g_assert_cmpuint (compared, >=, 11);
}

/* "top" is the class that was recorded, though it is not the most probable. */
static void
test_top_is_the_recorded (Fixture *fixture, gconstpointer target)
{
  g_autoptr (FoveaExplanation) top = explain (fixture->bundle, fixture->recorded,
                                              method ("gradcam"), FOVEA_TOP_CLASS);
  g_autoptr (FoveaExplanation) named
      = explain (fixture->bundle, fixture->recorded, method ("gradcam"), TARGET);
  FoveaPrediction *prediction = fovea_explanation_prediction (top);

  g_assert_cmpuint (fovea_prediction_ranked (prediction, 0), !=, TARGET);
  g_assert_cmpint (fovea_explanation_target (top), ==, TARGET);
  g_assert_cmpint (fovea_explanation_target (named), ==, TARGET);
}

static void
test_same_prediction (Fixture *fixture, gconstpointer target)
{
  g_autoptr (FoveaExplanation) a
      = explain (fixture->network, fixture->input, NULL, FOVEA_TOP_CLASS);
  g_autoptr (FoveaExplanation) b
      = explain (fixture->bundle, fixture->recorded, NULL, FOVEA_TOP_CLASS);
  FoveaPrediction *one = fovea_explanation_prediction (a);
  FoveaPrediction *other = fovea_explanation_prediction (b);

  g_assert_cmpuint (fovea_prediction_n_classes (one), ==,
                    fovea_prediction_n_classes (other));
  for (guint i = 0; i < fovea_prediction_n_classes (one); i++)
    g_assert_cmpfloat (fovea_prediction_logit (one, i), ==,
                       fovea_prediction_logit (other, i));
}

static void
assert_refused (Fixture *fixture, FoveaInput *input, FoveaExplainRequest request, gint code,
                const char *fragment)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fovea_explain (fixture->bundle, input, &request, NULL, &error));
  g_assert_error (error, FOVEA_ERROR, code);
  if (!strstr (error->message, fragment))
    g_error ("\"%s\" does not say \"%s\"", error->message, fragment);
}

/* Whatever asks the network, and its lists of layers. */
static void
test_refuses_asking (Fixture *fixture, gconstpointer target)
{
  guint refused = 0;

  for (gsize i = 0; fovea_methods[i]; i++)
    {
      const FoveaMethod *how = fovea_methods[i];
      g_autoptr (GError) error = NULL;

      if (!how->probe && !how->of_input)
        continue;
      assert_refused (fixture, fixture->recorded, (FoveaExplainRequest){ how, TARGET },
                      FOVEA_ERROR_UNSUPPORTED,
                      "needs the network itself; a bundle holds what was recorded");
      g_assert_null (fovea_sites (fixture->bundle, how, 0, 0, &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
      refused++;
    }
  g_assert_cmpuint (refused, >=, 9);
}

static void
test_refuses_other_gradients (Fixture *fixture, gconstpointer target)
{
  FoveaExplainRequest request = { method ("gradcam"), TARGET + 1 };

  assert_refused (fixture, fixture->recorded, request, FOVEA_ERROR_UNSUPPORTED,
                  "gradients are of class 3, ");
  request.target = 100000;
  assert_refused (fixture, fixture->recorded, request, FOVEA_ERROR_USAGE,
                  "There is no class 100000");
  request.target = TARGET;
  request.objective.kind = FOVEA_OBJECTIVE_PROBABILITY;
  assert_refused (fixture, fixture->recorded, request, FOVEA_ERROR_UNSUPPORTED,
                  "of the objective \"logit\", not \"probability\"");
  request = (FoveaExplainRequest){ method ("lka_response"), TARGET };
  assert_refused (fixture, fixture->recorded, request, FOVEA_ERROR_UNSUPPORTED,
                  "feature maps alone were recorded");
  request = (FoveaExplainRequest){ method ("gradcam"), TARGET, "nowhere" };
  assert_refused (fixture, fixture->recorded, request, FOVEA_ERROR_UNSUPPORTED,
                  "There is no layer \"nowhere\"");
}

/* The recorded pixels are enough, wherever they come from. */
static void
test_refuses_other_images (Fixture *fixture, gconstpointer target)
{
  FoveaExplainRequest request = { method ("gradcam"), TARGET };
  g_autoptr (FoveaImage) photo = bundle_file_demo_photo ();
  g_autoptr (FoveaInput) other = make_input (fixture->bundle, photo);
  FoveaImage *image = fovea_model_recorded (fixture->bundle)->image;
  guint width = fovea_image_width (image), height = fovea_image_height (image);
  g_autofree guint8 *pixels
      = g_memdup2 (fovea_image_pixels (image), (gsize) 3 * width * height);
  g_autoptr (FoveaImage) same = fovea_image_new (width, height, pixels, 3 * width);
  g_autoptr (FoveaInput) same_input = make_input (fixture->bundle, same);
  pixels[5] ^= 1;
  g_autoptr (FoveaImage) touched = fovea_image_new (width, height, pixels, 3 * width);
  g_autoptr (FoveaInput) touched_input = make_input (fixture->bundle, touched);
  g_autoptr (FoveaExplanation) good
      = explain (fixture->bundle, same_input, request.method, TARGET);
  g_autoptr (FoveaInput) tensor
      = fovea_input_new_tensor (fovea_input_tensor (fixture->recorded), NULL);

  g_assert_cmpuint (fovea_explanation_n_layers (good), >, 1);
  assert_refused (fixture, other, request, FOVEA_ERROR_USAGE, "holds its own image");
  assert_refused (fixture, touched_input, request, FOVEA_ERROR_USAGE, "holds its own image");
  assert_refused (fixture, tensor, request, FOVEA_ERROR_USAGE, "holds its own image");
}

/* Methods that read A alone work, the others say what is missing. */
static void
test_without_gradients (Fixture *fixture, gconstpointer target)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaExplanation) eigen
      = explain (fixture->bundle, fixture->recorded, method ("eigencam"), FOVEA_TOP_CLASS);
  FoveaExplainRequest request = { method ("gradcam"), FOVEA_TOP_CLASS };

  g_assert_cmpuint (fovea_explanation_n_layers (eigen), >, 1);
  assert_refused (fixture, fixture->recorded, request, FOVEA_ERROR_UNSUPPORTED,
                  "no gradient was recorded");
  request.layer = fovea_explanation_layer (eigen, 0)->site.path;
  assert_refused (fixture, fixture->recorded, request, FOVEA_ERROR_UNSUPPORTED,
                  "Grad-CAM needs a gradient, and the bundle holds none of");
  g_assert_null (fovea_default_layer (fixture->bundle, method ("gradcam"), &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
}

/* Two sites, gradients of the first: that is where Grad-CAM is read. */
static void
test_some_gradients (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = bundle_file_temporary_path ();
  g_autoptr (BundleFile) file = bundle_file_new ();
  const float ones[] = { 1, 2, 3, 4 }, logits[] = { 0, 1 };

  bundle_file_add (file, "image", "U8", &FOVEA_SHAPE (4, 4, 3), NULL, 48);
  bundle_file_add_floats (file, "logits", &FOVEA_SHAPE (2), logits);
  bundle_file_add_floats (file, "A/a", &FOVEA_SHAPE (1, 2, 2), ones);
  bundle_file_add_floats (file, "G/a", &FOVEA_SHAPE (1, 2, 2), ones);
  bundle_file_add_floats (file, "A/b", &FOVEA_SHAPE (1, 2, 2), ones);
  bundle_file_say (file, "fovea.sites", "[\"a\",\"b\"]");
  bundle_file_say (file, "fovea.target", "0");
  bundle_file_write (file, path);
  g_autoptr (FoveaModel) model
      = fovea_model_open (&(FoveaModelOptions){ .weights = path }, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);

  g_autofree char *eigen = fovea_default_layer (model, method ("eigencam"), &error);
  g_autofree char *grad = fovea_default_layer (model, method ("gradcam"), &error);
  g_assert_cmpstr (eigen, ==, "b");
  g_assert_cmpstr (grad, ==, "a");
  g_autoptr (FoveaInput) input
      = make_input (model, fovea_model_recorded (model)->image);
  g_autoptr (FoveaExplanation) all
      = explain (model, input, method ("gradcam"), FOVEA_TOP_CLASS);
  g_assert_cmpuint (fovea_explanation_n_layers (all), ==, 1);
  const float *map = fovea_map_values (fovea_explanation_layer (all, 0)->raw);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (map[i], ==, 2.5f * ones[i]);
}

#define ADD(name, test)                                                                  \
  g_test_add ("/viz/recorded/" name, Fixture, GINT_TO_POINTER (TARGET), set_up, test,      \
              tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("same-bits", test_same_bits);
  ADD ("top-is-the-recorded", test_top_is_the_recorded);
  ADD ("same-prediction", test_same_prediction);
  ADD ("refuses-asking", test_refuses_asking);
  ADD ("refuses-other-gradients", test_refuses_other_gradients);
  ADD ("refuses-other-images", test_refuses_other_images);
  g_test_add ("/viz/recorded/without-gradients", Fixture, GINT_TO_POINTER (-1), set_up,
              test_without_gradients, tear_down);
  g_test_add_func ("/viz/recorded/some-gradients", test_some_gradients);
  return g_test_run ();
}
