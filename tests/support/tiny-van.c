/* SPDX-License-Identifier: MIT */
#include "tiny-van.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "family.h"
#include "run.h"
#include "synthetic.h"

static const char config[] = "{\"family\":\"van\",\"widths\":[8,12,16,20],"
                             "\"mlp_ratios\":[2,2,3,2],\"depths\":[1,2,1,1]}";

static FoveaTape *
record (const char *network)
{
  g_autoptr (GError) error = NULL;
  FoveaTape *tape = fovea_tape_new ();
  json_t *parsed = json_loads (network ? network : config, 0, NULL);
  const char *name = json_string_value (json_object_get (parsed, "family"));
  gsize side = network ? 128 : 64;
  FoveaNode *x = fovea_tape_input (tape, &FOVEA_SHAPE (1, 3, side, side));

  fovea_tape_close (tape, fovea_family_find (name)->build (tape, x, parsed, TINY_CLASSES),
                    &error);
  g_assert_no_error (error);
  json_decref (parsed);
  return tape;
}

/* Appends a tensor's bytes to `data` and its entry to `header`. */
static void
add_tensor (json_t *header, GByteArray *data, const char *key, const FoveaShape *shape,
            const float *values)
{
  gsize bytes = fovea_shape_count (shape) * sizeof *values;
  json_t *sizes = json_array ();

  for (guint i = 0; i < shape->rank; i++)
    json_array_append_new (sizes, json_integer ((json_int_t) shape->dim[i]));
  json_object_set_new (header, key,
                       json_pack ("{s:s, s:o, s:[I, I]}", "dtype", "F32", "shape", sizes,
                                  "data_offsets", (json_int_t) data->len,
                                  (json_int_t) (data->len + bytes)));
  g_byte_array_append (data, (const guint8 *) values, (guint) bytes);
}

static void
add_param (const TinyVan *how, json_t *header, GByteArray *data, const FoveaParam *param)
{
  FoveaShape shape = param->shape;
  g_autofree char *key = how->rename ? how->rename (param->name) : g_strdup (param->name);

  if (how->without && g_str_has_prefix (param->name, how->without))
    return;
  if (g_strcmp0 (how->misshapen, param->name) == 0)
    shape.dim[0]++;
  g_autoptr (FoveaTensor) tensor = fovea_synthetic_param (param->name, &shape, how->seed);
  if (how->reshape)
    how->reshape (param->name, &shape);
  add_tensor (header, data, key, &shape, fovea_tensor_data (tensor));
}

static void
write_file (const char *path, const json_t *header, const GByteArray *data)
{
  g_autofree char *text = json_dumps (header, JSON_COMPACT);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  guint64 length = GUINT64_TO_LE (strlen (text));

  g_byte_array_append (file, (const guint8 *) &length, sizeof length);
  g_byte_array_append (file, (const guint8 *) text, (guint) strlen (text));
  g_byte_array_append (file, data->data, data->len);
  g_file_set_contents (path, (const char *) file->data, file->len, &error);
  g_assert_no_error (error);
}

static char *
temporary_path (void)
{
  g_autoptr (GError) error = NULL;
  char *path;
  int fd = g_file_open_tmp ("fovea-XXXXXX.safetensors", &path, &error);

  g_assert_no_error (error);
  close (fd);
  return path;
}

/* What the test says, and the network where it is not the usual one. */
static json_t *
make_metadata (const TinyVan *how)
{
  json_t *metadata = how->metadata ? json_loads (how->metadata, 0, NULL) : json_object ();

  if (how->network)
    {
      json_object_set_new (metadata, "fovea.config", json_string (how->network));
      json_object_set_new (metadata, "fovea.preprocess",
                           json_string ("{\"resize\":128,\"crop\":128}"));
    }
  return metadata;
}

char *
tiny_van_write (const TinyVan *how)
{
  g_autoptr (FoveaTape) tape = record (how->network);
  g_autoptr (GByteArray) data = g_byte_array_new ();
  json_t *header = json_object ();
  char *path = temporary_path ();
  const float zeros[2] = { 0 };

  if (how->metadata || how->network)
    json_object_set_new (header, "__metadata__", make_metadata (how));
  for (guint i = 0; i < fovea_tape_n_params (tape); i++)
    add_param (how, header, data, fovea_tape_get_param (tape, i));
  for (gsize i = 0; i < G_N_ELEMENTS (how->extra) && how->extra[i]; i++)
    add_tensor (header, data, how->extra[i], &FOVEA_SHAPE (2), zeros);
  write_file (path, header, data);
  json_decref (header);
  return path;
}

void
tiny_van_remove (char *path)
{
  if (g_unlink (path) != 0)
    g_error ("%s: %s", path, g_strerror (errno));
  g_free (path);
}

FoveaModel *
tiny_van_open (const TinyVan *how)
{
  g_autoptr (GError) error = NULL;
  char *path = tiny_van_write (how);
  FoveaModelOptions options = { .weights = path };
  FoveaModel *model = fovea_model_open (&options, &error);

  tiny_van_remove (path);
  g_assert_no_error (error);
  return model;
}

char *
tiny_van_refusal (const TinyVan *how)
{
  g_autoptr (GError) error = NULL;
  char *path = tiny_van_write (how);
  FoveaModelOptions options = { .weights = path };
  g_autoptr (FoveaModel) model = fovea_model_open (&options, &error);

  tiny_van_remove (path);
  g_assert_null (model);
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS);
  return g_strdup (error->message);
}

FoveaTensor *
model_output (FoveaModel *model)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 64, 96, &error);
  g_assert_no_error (error);
  g_autoptr (FoveaTensor) image = fovea_synthetic_image (64, 96, 1);
  FoveaPlanRequest request = { 0 };
  g_autoptr (FoveaPlan) plan = fovea_plan_new (tape, &request, &error);
  g_assert_no_error (error);
  g_autoptr (FoveaRun) run = fovea_run_new (plan, fovea_model_binding (model));

  fovea_run_forward (run, image, NULL, &error);
  g_assert_no_error (error);
  return fovea_run_output (run);
}
