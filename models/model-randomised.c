/* SPDX-License-Identifier: MIT */

/* Models whose weights are made up again, wholly or from a layer on: what a sanity check of
 * explanations compares with (Adebayo et al. 2018, cascading randomisation). */

#include "model-private.h"

#include "error.h"
#include "synthetic.h"

static void
unref_if_any (gpointer tensor)
{
  if (tensor)
    fovea_tensor_unref (tensor);
}

FoveaBinding *
fovea_model_make_up (const FoveaTape *tape, const FoveaBinding *like, guint64 seed)
{
  g_autoptr (GPtrArray) params = g_ptr_array_new_with_free_func (unref_if_any);

  for (guint i = 0; i < fovea_tape_n_params (tape); i++)
    {
      const FoveaParam *param = fovea_tape_get_param (tape, i);
      gboolean is_held = like ? fovea_binding_holds (like, param) : !param->optional;

      g_ptr_array_add (params, is_held ? fovea_synthetic_param (param->name, &param->shape, seed)
                                       : NULL);
    }
  return fovea_binding_new (tape, (FoveaTensor *const *) params->pdata);
}

FoveaModel *
fovea_model_randomised (FoveaModel *model, guint64 seed, GError **error)
{
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 0, 0, error);

  if (!tape)
    return NULL;
  FoveaModel *random = fovea_model_copy (model);
  random->title = g_strconcat (model->title, " with random weights", NULL);
  g_clear_pointer (&random->binding, fovea_binding_unref);
  random->binding = fovea_model_make_up (tape, model->binding, seed);
  return random;
}

FoveaModel *
fovea_model_spliced (FoveaModel *lower, FoveaModel *upper, const char *path, GError **error)
{
  g_autoptr (FoveaTape) tape = fovea_model_tape (lower, 0, 0, error);
  const FoveaNode *node = tape ? fovea_tape_lookup (tape, path) : NULL;

  if (!node)
    {
      if (tape)
        g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED, "There is no layer \"%s\"",
                     path);
      return NULL;
    }
  FoveaModel *spliced = fovea_model_copy (lower);
  spliced->title
      = g_strdup_printf ("%s up to %s, then %s", lower->title, path, upper->title);
  g_clear_pointer (&spliced->binding, fovea_binding_unref);
  spliced->binding
      = fovea_binding_splice (lower->binding, upper->binding, node->index + 1);
  return spliced;
}
