/* SPDX-License-Identifier: MIT */
#include "bundle-file.h"

#include <string.h>
#include <unistd.h>

#include "embedded.h"
#include "error.h"
#include "run.h"

BundleFile *
bundle_file_new (void)
{
  BundleFile *file = g_new (BundleFile, 1);

  *file = (BundleFile){ json_object (), json_object (), g_byte_array_new () };
  bundle_file_say (file, "fovea.bundle", "1");
  return file;
}

void
bundle_file_free (BundleFile *file)
{
  json_decref (file->header);
  json_decref (file->metadata);
  g_byte_array_unref (file->data);
  g_free (file);
}

void
bundle_file_say (BundleFile *file, const char *key, const char *value)
{
  if (value)
    json_object_set_new (file->metadata, key, json_string (value));
  else
    json_object_del (file->metadata, key);
}

void
bundle_file_add (BundleFile *file, const char *name, const char *dtype,
                 const FoveaShape *shape, gconstpointer values, gsize length)
{
  json_t *sizes = json_array ();
  json_int_t begin = file->data->len;
  g_autofree guint8 *zeros = values ? NULL : g_malloc0 (MAX (length, 1));

  for (guint i = 0; i < shape->rank; i++)
    json_array_append_new (sizes, json_integer ((json_int_t) shape->dim[i]));
  g_byte_array_append (file->data, values ? values : zeros, (guint) length);
  json_object_set_new (file->header, name,
                       json_pack ("{s:s, s:o, s:[I, I]}", "dtype", dtype, "shape", sizes,
                                  "data_offsets", begin, begin + (json_int_t) length));
}

void
bundle_file_add_floats (BundleFile *file, const char *name, const FoveaShape *shape,
                        const float *values)
{
  bundle_file_add (file, name, "F32", shape, values,
                   fovea_shape_count (shape) * sizeof *values);
}

void
bundle_file_add_image (BundleFile *file, FoveaImage *image)
{
  FoveaShape shape = FOVEA_SHAPE (fovea_image_height (image), fovea_image_width (image), 3);

  bundle_file_add (file, "image", "U8", &shape, fovea_image_pixels (image),
                   fovea_shape_count (&shape));
}

void
bundle_file_write (const BundleFile *file, const char *path)
{
  json_t *header = json_copy (file->header);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  json_object_set (header, "__metadata__", file->metadata);
  g_autofree char *text = json_dumps (header, JSON_COMPACT);
  guint64 length = GUINT64_TO_LE (strlen (text));
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  g_byte_array_append (bytes, file->data->data, file->data->len);
  g_file_set_contents (path, (const char *) bytes->data, bytes->len, &error);
  g_assert_no_error (error);
  json_decref (header);
}

char *
bundle_file_temporary_path (void)
{
  g_autoptr (GError) error = NULL;
  char *path;
  int fd = g_file_open_tmp ("fovea-XXXXXX.safetensors", &path, &error);

  g_assert_no_error (error);
  close (fd);
  return path;
}

typedef struct
{
  BundleFile *file;
  gboolean gradients;
} Scribe;

static gboolean
wants (const FoveaNode *node, FoveaWant what, gpointer data)
{
  const Scribe *scribe = data;

  return node->site && node->site->kind == FOVEA_SITE_FEATURE
         && (what == FOVEA_ACTIVATION || scribe->gradients);
}

static void
take (const FoveaNode *node, FoveaWant what, const FoveaShape *shape, const float *values,
      gpointer data)
{
  const Scribe *scribe = data;
  g_autofree char *name
      = g_strconcat (what == FOVEA_ACTIVATION ? "A/" : "G/", node->site->path, NULL);

  bundle_file_add_floats (scribe->file, name, shape, values);
}

static void
say_sites (BundleFile *file, const FoveaTape *tape)
{
  json_t *list = json_array ();
  guint n;
  const FoveaNode *const *nodes = fovea_tape_sites (tape, &n);

  for (guint i = 0; i < n; i++)
    if (nodes[i]->site->kind == FOVEA_SITE_FEATURE)
      json_array_append_new (list, json_string (nodes[i]->site->path));
  g_autofree char *text = json_dumps (list, JSON_COMPACT);
  bundle_file_say (file, "fovea.sites", text);
  json_decref (list);
}

static void
say_classes (BundleFile *file, const FoveaModel *model)
{
  json_t *list = json_array ();

  for (guint i = 0; i < fovea_model_n_classes (model); i++)
    json_array_append_new (list, json_string (fovea_model_class_name (model, i)));
  g_autofree char *text = json_dumps (list, JSON_COMPACT);
  bundle_file_say (file, "fovea.classes", text);
  json_decref (list);
}

/* Runs the network forward, and backward when there is a target. */
static void
run_network (Scribe *scribe, FoveaModel *model, FoveaTape *tape, FoveaTensor *input,
             gint target)
{
  g_autoptr (GError) error = NULL;
  FoveaObserver observer = { .wants = wants, .take = take, .data = scribe };
  FoveaPlanRequest request
      = { .seed = scribe->gradients ? fovea_tape_get_output (tape) : NULL,
          .observer = &observer };
  g_autoptr (FoveaPlan) plan = fovea_plan_new (tape, &request, &error);
  g_assert_no_error (error);
  g_autoptr (FoveaRun) run = fovea_run_new (plan, fovea_model_binding (model));
  float *fill;

  g_assert_true (fovea_run_forward (run, input, &observer, &error));
  g_autoptr (FoveaTensor) logits = fovea_run_output (run);
  bundle_file_add_floats (scribe->file, "logits", fovea_tensor_shape (logits),
                          fovea_tensor_data (logits));
  if (!scribe->gradients)
    return;
  g_autoptr (FoveaTensor) seed = fovea_tensor_new (fovea_tensor_shape (logits), &fill);
  fill[target] = 1;
  g_assert_true (fovea_run_backward (run, seed, &observer, &error));
}

void
bundle_file_record (const char *path, FoveaModel *model, FoveaImage *photo, gint target)
{
  const FoveaPreprocess *preprocess = fovea_model_preprocess (model);
  g_autoptr (GError) error = NULL;
  g_autoptr (BundleFile) file = bundle_file_new ();
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 0, 0, &error);
  g_autoptr (FoveaImage) image = fovea_preprocess_image (preprocess, photo, NULL, &error);
  g_autoptr (FoveaTensor) input = fovea_preprocess_apply (preprocess, photo, NULL, &error);
  g_autofree char *number = g_strdup_printf ("%d", target);
  Scribe scribe = { file, target >= 0 };

  g_assert_no_error (error);
  bundle_file_add_image (file, image);
  bundle_file_say (file, "fovea.model", "Server's VAN");
  bundle_file_say (file, "fovea.target", target >= 0 ? number : NULL);
  say_sites (file, tape);
  say_classes (file, model);
  run_network (&scribe, model, tape, input, target);
  bundle_file_write (file, path);
}

FoveaModel *
bundle_file_demo_model (void)
{
  g_autoptr (GError) error = NULL;
  FoveaModel *model
      = fovea_model_open (&(FoveaModelOptions){ .name = FOVEA_DEMO_MODEL }, &error);

  g_assert_no_error (error);
  return model;
}

FoveaImage *
bundle_file_demo_photo (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = fovea_embedded (FOVEA_DEMO_PHOTO);
  FoveaImage *photo = fovea_image_open_bytes (bytes, FOVEA_DEMO_PHOTO, NULL, &error);

  g_assert_no_error (error);
  return photo;
}
