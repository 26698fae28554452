/* SPDX-License-Identifier: MIT */

/* The tensors behind an explanation: Grad-CAM can be computed from what is written. */

#include "dump.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "asked.h"
#include "npy.h"
#include "weights/zip.h"

typedef struct
{
  char *path;
  char *bytes;
  gsize length;
  FoveaZip *zip;
} Archive;

static void
archive_open (Archive *archive)
{
  g_autoptr (GError) error = NULL;

  g_file_get_contents (archive->path, &archive->bytes, &archive->length, &error);
  g_assert_no_error (error);
  archive->zip = fovea_zip_open ((const guint8 *) archive->bytes, archive->length, &error);
  g_assert_no_error (error);
}

static void
archive_clear (Archive *archive)
{
  fovea_zip_free (archive->zip);
  g_free (archive->bytes);
  g_unlink (archive->path);
  g_free (archive->path);
}

static FoveaTensor *
member (const Archive *archive, const char *name)
{
  g_autoptr (GError) error = NULL;
  const FoveaZipMember *found = fovea_zip_find (archive->zip, name);

  if (!found)
    g_error ("there is no %s", name);
  g_autoptr (GBytes) bytes = fovea_zip_extract ((const guint8 *) archive->bytes, found,
                                                found->size, &error);
  g_assert_no_error (error);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  FoveaTensor *tensor = fovea_npy_parse (data, size, name, &error);
  g_assert_no_error (error);
  return tensor;
}

static char *
temporary (void)
{
  g_autofree char *name = NULL;
  int handle = g_file_open_tmp ("fovea-dump-XXXXXX.npz", &name, NULL);

  g_assert_cmpint (handle, >=, 0);
  close (handle);
  return g_steal_pointer (&name);
}

/* sum over k of mean (G_k) A_k */
static void
check_map (FoveaTensor *a, FoveaTensor *g, const FoveaMap *map)
{
  const FoveaShape *shape = fovea_tensor_shape (a);
  gsize plane = shape->dim[1] * shape->dim[2];

  g_assert_true (fovea_shape_equal (shape, fovea_tensor_shape (g)));
  for (gsize p = 0; p < plane; p++)
    {
      double sum = 0;
      for (gsize k = 0; k < shape->dim[0]; k++)
        {
          double mean = 0;
          for (gsize q = 0; q < plane; q++)
            mean += fovea_tensor_data (g)[k * plane + q] / (double) plane;
          sum += mean * fovea_tensor_data (a)[k * plane + p];
        }
      g_assert_cmpfloat (fabs (sum - fovea_map_values (map)[p]), <, 1e-6);
    }
}

static void
test_tensors (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  FoveaExplainRequest request
      = { .method = asked_method ("gradcam"), .target = 2, .layer = "layer3.0" };
  g_autoptr (FoveaExplanation) explanation = asked_explain (model, image, &request);
  Archive archive = { .path = temporary () };

  fovea_dump_write (explanation, 0, archive.path, NULL, &error);
  g_assert_no_error (error);
  archive_open (&archive);
  g_autoptr (FoveaTensor) a = member (&archive, "A/layer3.0.npy");
  g_autoptr (FoveaTensor) g = member (&archive, "G/layer3.0.npy");
  g_autoptr (FoveaTensor) logits = member (&archive, "logits.npy");
  g_autoptr (FoveaTensor) seen = member (&archive, "image.npy");
  guint weights = 0;

  check_map (a, g, fovea_explanation_layer (explanation, 0)->raw);
  g_assert_cmpfloat (
      fovea_tensor_data (logits)[2], ==,
      fovea_prediction_logit (fovea_explanation_prediction (explanation), 2));
  g_assert_cmpmem (fovea_tensor_data (seen), fovea_tensor_count (seen) * sizeof (float),
                   fovea_tensor_data (image), fovea_tensor_count (image) * sizeof (float));
  for (guint i = 0; i < archive.zip->members->len; i++)
    {
      const char *name = g_array_index (archive.zip->members, FoveaZipMember, i).name;
      weights += g_str_has_prefix (name, "weights/layer3.0.");
      weights += g_str_has_prefix (name, "dweights/layer3.0.");
    }
  g_assert_cmpuint (weights, ==, 2);
  archive_clear (&archive);
}

/* The same tensors are the same bytes. */
static void
test_bytes (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  FoveaExplainRequest request
      = { .method = asked_method ("fem"), .target = 2, .layer = "layer4.0" };
  g_autoptr (FoveaExplanation) explanation = asked_explain (model, image, &request);
  Archive one = { .path = temporary () }, other = { .path = temporary () };

  g_assert_true (fovea_dump_write (explanation, 0, one.path, NULL, NULL));
  g_assert_true (fovea_dump_write (explanation, 0, other.path, NULL, NULL));
  archive_open (&one);
  archive_open (&other);
  g_assert_cmpmem (one.bytes, one.length, other.bytes, other.length);
  g_assert_null (fovea_zip_find (one.zip, "G/layer4.0.npy"));
  archive_clear (&one);
  archive_clear (&other);
}

static void
test_input (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  FoveaExplainRequest request = { .method = asked_method ("gradient"), .target = 2 };
  g_autoptr (FoveaExplanation) explanation = asked_explain (model, image, &request);
  g_autofree char *path = temporary ();

  g_assert_false (fovea_dump_write (explanation, 0, path, NULL, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dump/tensors", test_tensors);
  g_test_add_func ("/dump/bytes", test_bytes);
  g_test_add_func ("/dump/input", test_input);
  return g_test_run ();
}
