/* SPDX-License-Identifier: MIT */
#include "model-private.h"

#include "bundle.h"

static const char *const demos[] = { "van_nano", "san_nano", "acmix_resnet_nano", NULL };

gboolean
fovea_model_is_demo_name (const char *name)
{
  return name && g_strv_contains (demos, name);
}

const char *
fovea_model_name (const FoveaModel *model)
{
  return model->name;
}

const char *
fovea_model_title (const FoveaModel *model)
{
  return model->title;
}

const char *
fovea_model_family (const FoveaModel *model)
{
  return model->family->name;
}

const char *
fovea_model_weights (const FoveaModel *model)
{
  return model->weights ? model->weights : "no weights";
}

gboolean
fovea_model_is_demo (const FoveaModel *model)
{
  return model->is_demo;
}

gboolean
fovea_model_has_weights (const FoveaModel *model)
{
  return model->binding != NULL;
}

FoveaBinding *
fovea_model_binding (const FoveaModel *model)
{
  return model->binding;
}

const FoveaPreprocess *
fovea_model_preprocess (const FoveaModel *model)
{
  return &model->preprocess;
}

/* An array to which nothing was added may have no place for its terminator. */
static const char *const *
strings (const GPtrArray *array)
{
  static const char *const none[] = { NULL };

  return array->len ? (const char *const *) array->pdata : none;
}

const char *const *
fovea_model_switches (const FoveaModel *model)
{
  return strings (model->off);
}

const char *const *
fovea_model_warnings (const FoveaModel *model)
{
  return strings (model->warnings);
}

const char *const *
fovea_model_skipped (const FoveaModel *model)
{
  return strings (model->skipped);
}

gboolean
fovea_model_learns (const FoveaModel *model, const FoveaParam *param)
{
  gboolean held
      = model->binding ? fovea_binding_holds (model->binding, param) : !param->optional;

  return held && !model->recorded
         && !g_str_has_suffix (param->name, ".running_mean")
         && !g_str_has_suffix (param->name, ".running_var");
}

guint64
fovea_model_parameters (const FoveaModel *model)
{
  g_autoptr (FoveaTape) tape = fovea_model_tape ((FoveaModel *) model, 0, 0, NULL);
  guint64 count = 0;

  for (guint i = 0; tape && i < fovea_tape_n_params (tape); i++)
    if (fovea_model_learns (model, fovea_tape_get_param (tape, i)))
      count += fovea_shape_count (&fovea_tape_get_param (tape, i)->shape);
  return count;
}

static void
entry_free (gpointer data)
{
  g_free (data);
}

/* Strings are interned: a short list of fixed names. */
static void
add_entry (GPtrArray *list, const char *name, gboolean is_demo)
{
  FoveaModelOptions options = { .name = name, .without_weights = TRUE };
  g_autoptr (FoveaModel) model = fovea_model_open (&options, NULL);

  g_assert (model);
  FoveaModelEntry *entry = g_new (FoveaModelEntry, 1);
  *entry = (FoveaModelEntry){ name, model->family->name, g_intern_string (model->title),
                              fovea_model_parameters (model), is_demo };
  g_ptr_array_add (list, entry);
}

GPtrArray *
fovea_model_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (entry_free);

  for (gsize i = 0; fovea_families[i]; i++)
    for (const FoveaVariant *variant = fovea_families[i]->variants; variant->name; variant++)
      add_entry (list, variant->name, FALSE);
  for (gsize i = 0; demos[i]; i++)
    add_entry (list, demos[i], TRUE);
  return list;
}

void
fovea_recognised_clear (FoveaRecognised *recognised)
{
  g_free (recognised->family);
  g_free (recognised->name);
  g_free (recognised->recorded);
  g_free (recognised->problem);
}

static void
recognise_bundle (FoveaCheckpoint *checkpoint, FoveaRecognised *recognised)
{
  g_autoptr (GError) error = NULL;
  g_auto (FoveaBundle) bundle = { 0 };

  recognised->family = g_strdup (fovea_bundle_family.name);
  recognised->name = g_strdup (fovea_bundle_family.name);
  if (fovea_bundle_check (checkpoint, &bundle, &error))
    recognised->recorded = fovea_bundle_describe (&bundle);
  else
    recognised->problem = g_strdup (error->message);
  recognised->n_classes = bundle.n_classes;
}

void
fovea_model_recognise (FoveaCheckpoint *checkpoint, FoveaRecognised *recognised)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) off = g_ptr_array_new ();
  FoveaModel model = { .off = off };

  *recognised = (FoveaRecognised){ 0 };
  if (fovea_bundle_is (checkpoint))
    {
      recognise_bundle (checkpoint, recognised);
      return;
    }
  g_mutex_init (&model.lock);
  if (fovea_model_find_config (&model, checkpoint, NULL, &error))
    {
      g_autoptr (FoveaSpelled) spelled = fovea_spelled_new (model.family, checkpoint);
      const char *name = fovea_checkpoint_metadata (checkpoint, "fovea.backbone");

      if (!name)
        name = fovea_variant_name (model.family, model.config);
      recognised->family = g_strdup (model.family->name);
      recognised->name = g_strdup (name ? name : model.family->name);
      recognised->n_classes = model.n_classes = fovea_spelled_classes (spelled, model.family);
      model.preprocess = model.family->preprocess;
      g_autoptr (FoveaTape) tape = fovea_model_tape (&model, 0, 0, &error);
      if (tape)
        fovea_model_check_fit (&model, checkpoint, spelled, tape, &error);
    }
  if (error)
    recognised->problem = g_strdup (error->message);
  g_clear_pointer (&model.tape, fovea_tape_unref);
  g_clear_pointer (&model.config, json_decref);
  g_mutex_clear (&model.lock);
}
