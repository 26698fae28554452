/* SPDX-License-Identifier: MIT */

/* A bundle as a model: a chain of nodes that recall its tensors, input -> first site -> … ->
 * logits. Maps of the same grid that follow each other make a stage. */

#include "bundle.h"

#include <string.h>

#include "error.h"
#include "ops.h"

/* Numbers of the configuration were checked when it was made. */
static gsize
number_at (const json_t *array, gsize index)
{
  return (gsize) json_integer_value (json_array_get (array, index));
}

static gsize
number_of (const json_t *object, const char *key)
{
  return (gsize) json_integer_value (json_object_get (object, key));
}

static const char *
path_of (const json_t *site)
{
  return json_string_value (json_object_get (site, "path"));
}

/* The name of the gradient of what the chain has come to, or NULL. (transfer full) */
static char *
gradient_of (const json_t *site)
{
  if (!site || !json_is_true (json_object_get (site, "gradient")))
    return NULL;
  return g_strconcat (FOVEA_BUNDLE_GRADIENT, path_of (site), NULL);
}

static FoveaNode *
recall (FoveaTape *tape, FoveaNode *x, const char *name, const FoveaShape *shape,
        const json_t *before)
{
  g_autofree char *gradient = gradient_of (before);

  return fovea_recall (tape, x, &(FoveaRecall){ name, gradient, *shape });
}

static FoveaNode *
recall_site (FoveaTape *tape, FoveaNode *x, const json_t *sites, gsize i)
{
  const json_t *site = json_array_get (sites, i);
  const json_t *shape = json_object_get (site, "shape");
  g_autofree char *name = g_strconcat (FOVEA_BUNDLE_ACTIVATION, path_of (site), NULL);
  FoveaShape whole = FOVEA_SHAPE (1, number_at (shape, 0), number_at (shape, 1),
                                  number_at (shape, 2));

  x = recall (tape, x, name, &whole, i ? json_array_get (sites, i - 1) : NULL);
  fovea_tape_name (tape, x, path_of (site));
  fovea_tape_publish (tape, x,
                      &(FoveaSite){ .kind = FOVEA_SITE_FEATURE,
                                    .role = FOVEA_ROLE_BLOCK,
                                    .is_default = i + 1 == json_array_size (sites),
                                    .without_gradient
                                    = !json_is_true (json_object_get (site, "gradient")) });
  return x;
}

/* Whether the grid is another than that of the site before. */
static gboolean
begins_stage (const json_t *sites, gsize i)
{
  const json_t *here = json_object_get (json_array_get (sites, i), "shape");
  const json_t *before = i ? json_object_get (json_array_get (sites, i - 1), "shape") : NULL;

  return !before || number_at (here, 1) != number_at (before, 1)
         || number_at (here, 2) != number_at (before, 2);
}

static FoveaNode *
bundle_build (FoveaTape *tape, FoveaNode *x, const json_t *config, guint classes)
{
  const json_t *sites = json_object_get (config, "sites");
  gsize height = number_of (config, "height"), width = number_of (config, "width");
  gsize n = json_array_size (sites);
  guint stage = 0;

  if (x->shape.dim[2] != height || x->shape.dim[3] != width)
    {
      fovea_tape_fail (tape,
                       "a bundle holds what was recorded of an input of %zu x %zu pixels; "
                       "there is none of %zu x %zu",
                       height, width, x->shape.dim[2], x->shape.dim[3]);
      return NULL;
    }
  for (gsize i = 0; i < n; i++)
    {
      fovea_tape_set_stage (tape, stage += begins_stage (sites, i) ? 1 : 0);
      x = recall_site (tape, x, sites, i);
    }
  fovea_tape_set_stage (tape, 0);
  return recall (tape, x, FOVEA_BUNDLE_LOGITS, &FOVEA_SHAPE (1, classes),
                 json_array_get (sites, n - 1));
}

/* No checkpoint's tensors are those of a bundle: it says what it is (fovea_bundle_is), and is
 * therefore not among fovea_families. */
static const FoveaVariant variants[] = { { NULL } };

const FoveaFamily fovea_bundle_family = {
  .name = "bundle",
  .title = "Bundle",
  .summary = "What a network did with one image, recorded elsewhere: it can be looked at, "
             "not asked",
  .variants = variants,
  .build = bundle_build,
};

/* (transfer full) */
static FoveaImage *
read_image (FoveaCheckpoint *checkpoint, GError **error)
{
  g_autoptr (FoveaTensor) tensor
      = fovea_checkpoint_read (checkpoint, FOVEA_BUNDLE_IMAGE, error);

  if (!tensor)
    return NULL;
  const FoveaShape *shape = fovea_tensor_shape (tensor);
  gsize count = fovea_tensor_count (tensor);
  g_autofree guint8 *rgb = g_malloc (count);
  for (gsize i = 0; i < count; i++)
    rgb[i] = (guint8) fovea_tensor_data (tensor)[i];
  return fovea_image_new ((guint) shape->dim[1], (guint) shape->dim[0], rgb,
                          3 * shape->dim[1]);
}

static void
unref_if_any (gpointer tensor)
{
  if (tensor)
    fovea_tensor_unref (tensor);
}

static gboolean
bind (FoveaModel *model, FoveaCheckpoint *checkpoint, GError **error)
{
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 0, 0, error);
  g_autoptr (GPtrArray) params = g_ptr_array_new_with_free_func (unref_if_any);

  for (guint i = 0; tape && i < fovea_tape_n_params (tape); i++)
    {
      const FoveaParam *param = fovea_tape_get_param (tape, i);
      g_autoptr (FoveaTensor) tensor = fovea_checkpoint_read (checkpoint, param->name, error);
      if (!tensor)
        return FALSE;
      g_ptr_array_add (params, fovea_tensor_reshape (tensor, &param->shape));
    }
  if (tape)
    model->binding = fovea_binding_new (tape, (FoveaTensor *const *) params->pdata);
  return tape != NULL;
}

static gboolean
check_options (const FoveaModelOptions *options, const FoveaPreprocess *preprocess,
               GError **error)
{
  gboolean resized = options->input_height
                     && (options->input_height != preprocess->height
                         || options->input_width != preprocess->width);

  if (!resized && !options->has_crop && !options->has_mean && !options->has_std)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "%s is a bundle: it holds what was recorded of an input of %u x %u pixels, for "
               "which no other size, crop, mean or deviation can be chosen",
               options->weights, preprocess->height, preprocess->width);
  return FALSE;
}

/* What is in the file for nothing, such as a gradient whose map is not there. */
static void
note_unused (FoveaModel *model, const FoveaCheckpoint *checkpoint)
{
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 0, 0, NULL);
  g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_add (used, (gpointer) FOVEA_BUNDLE_IMAGE);
  for (guint i = 0; i < fovea_tape_n_params (tape); i++)
    g_hash_table_add (used, fovea_tape_get_param (tape, i)->name);
  for (guint i = 0; i < fovea_checkpoint_n_tensors (checkpoint); i++)
    {
      const char *name = fovea_checkpoint_tensor (checkpoint, i)->name;
      if (g_hash_table_contains (used, name))
        continue;
      g_ptr_array_add (model->skipped, g_strdup (name));
      if (g_str_has_prefix (name, FOVEA_BUNDLE_ACTIVATION)
          || g_str_has_prefix (name, FOVEA_BUNDLE_GRADIENT))
        g_ptr_array_add (model->warnings,
                         g_strdup_printf ("\"%s\" belongs to none of \"fovea.sites\"", name));
    }
}

static FoveaRecorded *
recorded_new (const FoveaBundle *bundle, FoveaImage *image)
{
  FoveaRecorded *recorded = g_new (FoveaRecorded, 1);

  *recorded = (FoveaRecorded){ image, bundle->target, g_intern_string (bundle->objective) };
  return recorded;
}

gboolean
fovea_bundle_fill (FoveaModel *model, FoveaCheckpoint *checkpoint,
                   const FoveaModelOptions *options, GError **error)
{
  g_auto (FoveaBundle) bundle = { 0 };

  if (!fovea_bundle_check (checkpoint, &bundle, error))
    return FALSE;
  model->family = &fovea_bundle_family;
  model->config = json_incref (bundle.config);
  model->name = g_strdup (fovea_bundle_family.name);
  model->title = g_strdup (bundle.title);
  model->n_classes = bundle.n_classes;
  model->preprocess = (FoveaPreprocess){ .mode = FOVEA_CROP_NONE,
                                         .height = (guint) number_of (bundle.config, "height"),
                                         .width = (guint) number_of (bundle.config, "width"),
                                         .std = { 1, 1, 1 } };
  if (!check_options (options, &model->preprocess, error))
    return FALSE;
  FoveaImage *image = read_image (checkpoint, error);
  if (!image)
    return FALSE;
  model->recorded = recorded_new (&bundle, image);
  if (!bind (model, checkpoint, error))
    return FALSE;
  note_unused (model, checkpoint);
  return fovea_model_read_labels (model, checkpoint, options->labels, error);
}

const FoveaRecorded *
fovea_model_recorded (const FoveaModel *model)
{
  return model->recorded;
}

gboolean
fovea_is_bundle (const char *path)
{
  g_autoptr (FoveaCheckpoint) checkpoint = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    checkpoint = fovea_checkpoint_open (path, NULL, NULL);
  return checkpoint && fovea_bundle_is (checkpoint);
}

FoveaImage *
fovea_bundle_open_image (const char *path, GError **error)
{
  g_autoptr (FoveaCheckpoint) checkpoint = fovea_checkpoint_open (path, NULL, error);
  g_auto (FoveaBundle) bundle = { 0 };

  if (!checkpoint)
    return NULL;
  if (fovea_bundle_is (checkpoint))
    return fovea_bundle_check (checkpoint, &bundle, error) ? read_image (checkpoint, error)
                                                           : NULL;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE, "%s is not a bundle with an image", path);
  return NULL;
}
