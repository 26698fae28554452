/* SPDX-License-Identifier: MIT */
#include "method.h"

#include "error.h"

extern const FoveaMethod fovea_grad_cam_method;
extern const FoveaMethod fovea_hires_cam_method;
extern const FoveaMethod fovea_grad_cam_elementwise_method;
extern const FoveaMethod fovea_grad_cam_plusplus_method;
extern const FoveaMethod fovea_xgrad_cam_method;
extern const FoveaMethod fovea_layer_cam_method;
extern const FoveaMethod fovea_eigen_cam_method;
extern const FoveaMethod fovea_eigen_grad_cam_method;
extern const FoveaMethod fovea_seg_eigen_cam_method;
extern const FoveaMethod fovea_kpca_cam_method;
extern const FoveaMethod fovea_finer_cam_method;
extern const FoveaMethod fovea_shapley_cam_method;
extern const FoveaMethod fovea_refine_cam_method;
extern const FoveaMethod fovea_fem_method;
extern const FoveaMethod fovea_random_cam_method;
extern const FoveaMethod fovea_cam_method;
extern const FoveaMethod fovea_score_cam_method;
extern const FoveaMethod fovea_ablation_cam_method;
extern const FoveaMethod fovea_ablation_cam_mean_method;
extern const FoveaMethod fovea_contributions_method;
extern const FoveaMethod fovea_reads_from_method;
extern const FoveaMethod fovea_receptive_field_method;
extern const FoveaMethod fovea_gradient_method;
extern const FoveaMethod fovea_gradient_x_input_method;
extern const FoveaMethod fovea_smooth_grad_method;
extern const FoveaMethod fovea_integrated_gradients_method;
extern const FoveaMethod fovea_guided_backpropagation_method;
extern const FoveaMethod fovea_occlusion_method;
extern const FoveaMethod fovea_rise_method;
extern const FoveaMethod fovea_lka_response_method;
extern const FoveaMethod fovea_lka_stages_method;
extern const FoveaMethod fovea_lka_kernel_method;
extern const FoveaMethod fovea_path_split_method;
extern const FoveaMethod fovea_path_energy_method;
extern const FoveaMethod fovea_local_attention_method;
extern const FoveaMethod fovea_local_attention_gradient_method;
extern const FoveaMethod fovea_attention_received_method;
extern const FoveaMethod fovea_attention_relevance_method;
extern const FoveaMethod fovea_attention_entropy_method;
extern const FoveaMethod fovea_attention_distance_method;
extern const FoveaMethod fovea_relative_position_bias_method;

const FoveaMethod *const fovea_methods[] = {
  &fovea_grad_cam_method,
  &fovea_hires_cam_method,
  &fovea_grad_cam_elementwise_method,
  &fovea_grad_cam_plusplus_method,
  &fovea_xgrad_cam_method,
  &fovea_layer_cam_method,
  &fovea_cam_method,
  &fovea_contributions_method,
  &fovea_finer_cam_method,
  &fovea_shapley_cam_method,
  &fovea_refine_cam_method,
  &fovea_score_cam_method,
  &fovea_ablation_cam_method,
  &fovea_ablation_cam_mean_method,
  &fovea_eigen_cam_method,
  &fovea_eigen_grad_cam_method,
  &fovea_seg_eigen_cam_method,
  &fovea_kpca_cam_method,
  &fovea_fem_method,
  &fovea_random_cam_method,
  &fovea_lka_response_method,
  &fovea_lka_stages_method,
  &fovea_lka_kernel_method,
  &fovea_reads_from_method,
  &fovea_path_split_method,
  &fovea_path_energy_method,
  &fovea_local_attention_method,
  &fovea_local_attention_gradient_method,
  &fovea_attention_received_method,
  &fovea_attention_relevance_method,
  &fovea_attention_entropy_method,
  &fovea_attention_distance_method,
  &fovea_relative_position_bias_method,
  &fovea_receptive_field_method,
  &fovea_gradient_method,
  &fovea_gradient_x_input_method,
  &fovea_smooth_grad_method,
  &fovea_integrated_gradients_method,
  &fovea_guided_backpropagation_method,
  &fovea_occlusion_method,
  &fovea_rise_method,
  NULL,
};

const FoveaMethod *
fovea_method_partner (const FoveaMethod *method)
{
  for (gsize i = 0; fovea_methods[i] && !method->by_class; i++)
    if (fovea_methods[i]->by_class == method)
      return fovea_methods[i];
  return method->by_class;
}

const FoveaPreset *
fovea_evidence_preset (const FoveaEvidence *evidence)
{
  return evidence->preset ? evidence->preset : fovea_presets[0];
}

const FoveaRecord *
fovea_evidence_find (const FoveaEvidence *evidence, FoveaSiteRole role)
{
  for (guint i = 0; i < evidence->n_records; i++)
    if (evidence->records[i].site->role == role)
      return &evidence->records[i];
  return NULL;
}

gboolean
fovea_site_same_block (const FoveaSite *site, const FoveaSite *other)
{
  return site->stage == other->stage && site->block == other->block;
}

void
fovea_site_unroll (const FoveaSite *site, gsize height, gsize width, float *map)
{
  gsize shift = site->shift;

  if (site->kind != FOVEA_SITE_FEATURE || shift == 0)
    return;
  g_autofree float *rolled = g_memdup2 (map, height * width * sizeof *map);
  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      map[(y + shift) % height * width + (x + shift) % width] = rolled[y * width + x];
}

gboolean
fovea_evidence_check_channel (const FoveaEvidence *evidence, GError **error)
{
  gint channel = evidence->choice->channel;

  if (channel < 0 || (gsize) channel < evidence->channels)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no channel %d: %s has %zu, from 0 to %zu", channel,
               evidence->site->path, evidence->channels, evidence->channels - 1);
  return FALSE;
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

gboolean
fovea_site_none (const FoveaSite *site)
{
  return FALSE;
}
