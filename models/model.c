/* SPDX-License-Identifier: MIT */
#include "model-private.h"

#include <string.h>

#include "bundle.h"
#include "embedded.h"
#include "error.h"
#include "guess.h"
#include "settings.h"

FoveaModel *
fovea_model_ref (FoveaModel *model)
{
  g_atomic_ref_count_inc (&model->references);
  return model;
}

void
fovea_model_unref (FoveaModel *model)
{
  if (!g_atomic_ref_count_dec (&model->references))
    return;
  g_clear_pointer (&model->tape, fovea_tape_unref);
  g_clear_pointer (&model->binding, fovea_binding_unref);
  g_clear_pointer (&model->labels, g_ptr_array_unref);
  if (model->recorded)
    fovea_image_unref (model->recorded->image);
  g_free (model->recorded);
  g_clear_pointer (&model->config, json_decref);
  g_clear_pointer (&model->respelled, g_ptr_array_unref);
  g_ptr_array_unref (model->warnings);
  g_ptr_array_unref (model->skipped);
  g_ptr_array_unref (model->off);
  g_mutex_clear (&model->lock);
  g_free (model->name);
  g_free (model->title);
  g_free (model->intact_title);
  g_free (model->weights);
  g_free (model->dictionary);
  g_free (model);
}

FoveaModel *
fovea_model_new (void)
{
  FoveaModel *model = g_new0 (FoveaModel, 1);

  g_atomic_ref_count_init (&model->references);
  g_mutex_init (&model->lock);
  model->warnings = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  model->skipped = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  model->off = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  return model;
}

/* Records the network for one input size. */
static FoveaTape *
record (const FoveaModel *model, guint height, guint width, GError **error)
{
  g_autoptr (FoveaTape) tape = fovea_tape_new ();

  for (guint i = 0; i < model->off->len; i++)
    fovea_tape_switch_off (tape, g_ptr_array_index (model->off, i));
  FoveaNode *input = fovea_tape_input (tape, &FOVEA_SHAPE (1, 3, height, width));
  FoveaNode *output = model->family->build (tape, input, model->config, model->n_classes);

  return fovea_tape_close (tape, output, error) ? g_steal_pointer (&tape) : NULL;
}

FoveaTape *
fovea_model_tape (FoveaModel *model, guint height, guint width, GError **error)
{
  if (height == 0)
    height = model->preprocess.height ? model->preprocess.height : model->preprocess.crop;
  if (width == 0)
    width = model->preprocess.width ? model->preprocess.width : model->preprocess.crop;

  g_mutex_lock (&model->lock);
  if (!model->tape || model->tape_height != height || model->tape_width != width)
    {
      FoveaTape *tape = record (model, height, width, error);
      if (tape)
        {
          g_clear_pointer (&model->tape, fovea_tape_unref);
          model->tape = tape;
          model->tape_height = height;
          model->tape_width = width;
        }
      g_mutex_unlock (&model->lock);
      return tape ? fovea_tape_ref (tape) : NULL;
    }
  FoveaTape *tape = fovea_tape_ref (model->tape);
  g_mutex_unlock (&model->lock);
  return tape;
}

static void
set_name (FoveaModel *model, const char *name)
{
  if (!name)
    name = fovea_variant_name (model->family, model->config);
  model->name = g_strdup (name ? name : model->family->name);
  model->title = fovea_family_title (model->family, model->name);
}

/* The family and configuration that the file states in its metadata, if it does. */
static gboolean
read_stated (FoveaModel *model, const FoveaCheckpoint *checkpoint, GError **error)
{
  g_autoptr (GError) problem = NULL;

  model->config = fovea_settings_json (checkpoint, "fovea.config", &problem);
  if (problem)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (!model->config)
    return TRUE;
  const char *family = json_string_value (json_object_get (model->config, "family"));
  model->family = fovea_family_find (family);
  if (model->family)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "%s holds a network of the family \"%s\", which this version does not know",
               fovea_checkpoint_path (checkpoint), family ? family : "");
  return FALSE;
}

static gboolean
recognise (FoveaModel *model, FoveaCheckpoint *checkpoint)
{
  for (gsize i = 0; fovea_families[i]; i++)
    {
      g_autoptr (FoveaSpelled) spelled = fovea_spelled_new (fovea_families[i], checkpoint);

      model->config = fovea_families[i]->recognise (spelled->keys);
      model->family = model->config ? fovea_families[i] : NULL;
      if (model->family)
        return TRUE;
    }
  return FALSE;
}

/* Says what the file seems to hold instead. Returns FALSE. */
static gboolean
explain_unknown (const FoveaCheckpoint *checkpoint, GError **error)
{
  const char *path = fovea_checkpoint_path (checkpoint);
  const char *guess = fovea_guess_network (checkpoint);
  g_autofree char *titles = fovea_family_titles (guess ? "and" : "or");

  if (guess)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                 "%s holds no backbone that is known here. It looks like %s; known are %s",
                 path, guess, titles);
  else
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                 "%s holds no backbone that is known here: its tensors (\"%s\" …) are not "
                 "those of %s",
                 path,
                 fovea_checkpoint_n_tensors (checkpoint)
                     ? fovea_checkpoint_tensor (checkpoint, 0)->name
                     : "none",
                 titles);
  return FALSE;
}

gboolean
fovea_model_find_config (FoveaModel *model, FoveaCheckpoint *checkpoint, const char *name,
                         GError **error)
{
  if (!read_stated (model, checkpoint, error))
    return FALSE;
  if (!model->family && name)
    model->family = fovea_variant_find (name, &model->config);
  return model->family || recognise (model, checkpoint) || explain_unknown (checkpoint, error);
}

static void
copy_strings (GPtrArray *to, const char *const *from)
{
  for (gsize i = 0; from && from[i]; i++)
    g_ptr_array_add (to, g_strdup (from[i]));
}

static void
note_skipped (FoveaModel *model, const FoveaCheckpoint *checkpoint,
              const FoveaSpelled *spelled)
{
  copy_strings (model->skipped, fovea_checkpoint_skipped (checkpoint));
  copy_strings (model->warnings, fovea_checkpoint_warnings (checkpoint));
  for (guint i = 0; i < spelled->foreign->len; i++)
    g_ptr_array_add (model->skipped, g_strdup (g_ptr_array_index (spelled->foreign, i)));
  if (model->n_classes == 0)
    g_ptr_array_add (model->warnings,
                     g_strdup ("The checkpoint has no head: there are no classes to explain, "
                               "but methods that need no class work"));
}

/* What the file that does not fit is by its tensors: "holds VAN-B1", or NULL where they too
 * say what the model was opened as. (transfer full) */
static char *
other_content (const FoveaModel *model, FoveaCheckpoint *checkpoint)
{
  const char *guess = fovea_guess_network (checkpoint);
  FoveaModel found = { 0 };
  gboolean known = recognise (&found, checkpoint);

  if (!known || json_equal (found.config, model->config))
    {
      json_decref (found.config);
      return guess ? g_strconcat ("looks like ", guess, NULL) : NULL;
    }
  const char *name = fovea_variant_name (found.family, found.config);
  json_decref (found.config);
  g_autofree char *title
      = fovea_family_title (found.family, name ? name : found.family->name);
  return g_strdup_printf ("holds %s%s", title, name ? "" : " in sizes of its own");
}

gboolean
fovea_model_check_fit (const FoveaModel *model, FoveaCheckpoint *checkpoint,
                       const FoveaSpelled *spelled, const FoveaTape *tape, GError **error)
{
  const char *path = fovea_checkpoint_path (checkpoint);

  if (fovea_spelled_check (spelled, tape, path, NULL))
    return TRUE;
  const char *name = fovea_variant_name (model->family, model->config);
  g_autofree char *title
      = fovea_family_title (model->family, name ? name : model->family->name);
  g_autofree char *other = other_content (model, checkpoint);
  g_autofree char *subject
      = other ? g_strdup_printf ("%s %s, not %s: it", path, other, title) : g_strdup (path);
  return fovea_spelled_check (spelled, tape, subject, error);
}

/* Reads the weights of a file that has been found to hold this configuration. */
static gboolean
bind_checkpoint (FoveaModel *model, FoveaCheckpoint *checkpoint, GError **error)
{
  g_autoptr (FoveaSpelled) spelled = fovea_spelled_new (model->family, checkpoint);

  model->n_classes = fovea_spelled_classes (spelled, model->family);
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 0, 0, error);
  if (!tape || !fovea_model_check_fit (model, checkpoint, spelled, tape, error))
    return FALSE;

  g_autoptr (GPtrArray) params = fovea_spelled_read (spelled, tape, checkpoint, error);
  if (!params)
    return FALSE;
  model->binding = fovea_binding_new (tape, (FoveaTensor *const *) params->pdata);
  note_skipped (model, checkpoint, spelled);
  fovea_model_note_source (model, checkpoint, spelled);
  return TRUE;
}

static gboolean
bind_synthetic (FoveaModel *model, guint64 seed, GError **error)
{
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 0, 0, error);

  if (!tape)
    return FALSE;
  model->binding = fovea_model_make_up (tape, NULL, seed);
  return TRUE;
}

static void
override_preprocess (FoveaModel *model, const FoveaModelOptions *options)
{
  FoveaPreprocess *preprocess = &model->preprocess;

  if (options->input_height && options->input_width)
    {
      preprocess->height = options->input_height;
      preprocess->width = options->input_width;
    }
  if (options->has_mean)
    memcpy (preprocess->mean, options->mean, sizeof preprocess->mean);
  if (options->has_std)
    memcpy (preprocess->std, options->std, sizeof preprocess->std);
  if (options->has_crop)
    {
      preprocess->mode = options->crop;
      memcpy (preprocess->box, options->box, sizeof preprocess->box);
    }
}

static FoveaCheckpoint *
open_checkpoint (FoveaModel *model, const FoveaModelOptions *options, const char *demo,
                 GError **error)
{
  if (options->weights)
    {
      model->weights = g_strdup (options->weights);
      return fovea_checkpoint_open (options->weights, options->dictionary, error);
    }

  g_autofree char *file = g_strconcat (demo, ".safetensors", NULL);
  g_autoptr (GBytes) bytes = fovea_embedded (file);
  model->weights = g_strdup ("demo weights");
  model->is_demo = TRUE;
  return fovea_checkpoint_open_bytes (bytes, file, NULL, error);
}

/* From a file or the program itself. */
static gboolean
open_weights (FoveaModel *model, const FoveaModelOptions *options, GError **error)
{
  const char *name = options->name;
  gboolean is_demo = fovea_model_is_demo_name (name);
  g_autoptr (FoveaCheckpoint) checkpoint = open_checkpoint (model, options, name, error);

  if (!checkpoint)
    return FALSE;
  if (fovea_bundle_is (checkpoint))
    return fovea_bundle_fill (model, checkpoint, options, error);
  if (!fovea_model_find_config (model, checkpoint, name, error))
    return FALSE;
  model->preprocess = model->family->preprocess;
  if (!fovea_settings_preprocess (checkpoint, &model->preprocess, error))
    return FALSE;
  override_preprocess (model, options);
  set_name (model, is_demo && model->is_demo ? name : NULL);
  return bind_checkpoint (model, checkpoint, error)
         && fovea_model_read_labels (model, checkpoint, options->labels, error);
}

/* A named variant without a file: made-up weights, or none. */
static gboolean
open_variant (FoveaModel *model, const FoveaModelOptions *options, GError **error)
{
  const char *seed = options->weights ? options->weights + strlen (FOVEA_WEIGHTS_SYNTHETIC) : "";

  model->family = fovea_variant_find (options->name, &model->config);
  model->preprocess = model->family->preprocess;
  model->n_classes = 1000;
  override_preprocess (model, options);
  set_name (model, NULL);
  if (options->weights)
    {
      model->weights = g_strdup ("synthetic weights");
      if (!bind_synthetic (model, g_ascii_strtoull (seed, NULL, 10), error))
        return FALSE;
    }
  return fovea_model_read_labels (model, NULL, options->labels, error);
}

static gboolean
check_name (const FoveaModelOptions *options, gboolean is_variant, GError **error)
{
  const char *name = options->name;

  if (!name && !options->weights)
    g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                         "Name a backbone (--model) or a checkpoint (--weights)");
  else if (name && !is_variant && !fovea_model_is_demo_name (name))
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                 "There is no backbone called \"%s\"; `fovea-cli models` lists them", name);
  else if (is_variant && !options->weights && !options->without_weights)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                 "%s needs its weights: pass the checkpoint with --weights FILE (only the "
                 "demonstration's weights come with the program)",
                 name);
  else
    return TRUE;
  return FALSE;
}

FoveaModel *
fovea_model_open (const FoveaModelOptions *options, GError **error)
{
  json_t *config = NULL;
  gboolean is_variant = fovea_variant_find (options->name, &config) != NULL;
  gboolean synthetic
      = options->weights && g_str_has_prefix (options->weights, FOVEA_WEIGHTS_SYNTHETIC);

  json_decref (config);
  if (!check_name (options, is_variant, error))
    return NULL;

  g_autoptr (FoveaModel) model = fovea_model_new ();
  gboolean opened = is_variant && (synthetic || !options->weights)
                        ? open_variant (model, options, error)
                        : open_weights (model, options, error);
  return opened ? g_steal_pointer (&model) : NULL;
}
