/* SPDX-License-Identifier: MIT */
#include "method.h"

#include "error.h"

extern const FoveaMethod fovea_grad_cam_method;
extern const FoveaMethod fovea_lka_response_method;

/* Of attention weights. */
extern const FoveaMethod fovea_local_attention_method;
extern const FoveaMethod fovea_local_attention_gradient_method;
extern const FoveaMethod fovea_attention_received_method;
extern const FoveaMethod fovea_attention_relevance_method;
extern const FoveaMethod fovea_attention_entropy_method;
extern const FoveaMethod fovea_attention_distance_method;
extern const FoveaMethod fovea_relative_position_bias_method;

const FoveaMethod *const fovea_methods[] = {
  &fovea_grad_cam_method,
  &fovea_lka_response_method,

  /* Of attention weights. */
  &fovea_local_attention_method,
  &fovea_local_attention_gradient_method,
  &fovea_attention_received_method,
  &fovea_attention_relevance_method,
  &fovea_attention_entropy_method,
  &fovea_attention_distance_method,
  &fovea_relative_position_bias_method,
  NULL,
};

const FoveaRecord *
fovea_evidence_find (const FoveaEvidence *evidence, FoveaSiteRole role)
{
  for (guint i = 0; i < evidence->n_records; i++)
    if (evidence->records[i].site->role == role)
      return &evidence->records[i];
  return NULL;
}

const FoveaMethod *
fovea_method_find (const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; fovea_methods[i]; i++)
    {
      if (g_str_equal (fovea_methods[i]->name, name))
        return fovea_methods[i];
      g_string_append_printf (names, "%s%s", i ? ", " : "", fovea_methods[i]->name);
    }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no method called \"%s\"; there are %s", name, names->str);
  return NULL;
}
