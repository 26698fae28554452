/* SPDX-License-Identifier: MIT */
#include "check-family.h"

#include <string.h>

#include "error.h"

static FoveaModel *
open_without_weights (const char *name)
{
  g_autoptr (GError) error = NULL;
  FoveaModelOptions options = { .name = name, .without_weights = TRUE };
  FoveaModel *model = fovea_model_open (&options, &error);

  g_assert_no_error (error);
  return model;
}

void
check_variants (const char *family, const FamilyVariant *variants)
{
  for (; variants->name; variants++)
    {
      g_autoptr (FoveaModel) model = open_without_weights (variants->name);

      g_assert_cmpuint (fovea_model_parameters (model), ==, variants->parameters);
      g_assert_cmpstr (fovea_model_name (model), ==, variants->name);
      g_assert_cmpstr (fovea_model_title (model), ==, variants->title);
      g_assert_cmpstr (fovea_model_family (model), ==, family);
      g_assert_false (fovea_model_has_weights (model));
    }
}

void
check_refused_size (const char *name, guint height, guint width, const char *fragment)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = open_without_weights (name);
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, height, width, &error);

  g_assert_null (tape);
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
  if (!strstr (error->message, fragment))
    g_error ("%s at %u x %u: \"%s\" lacks \"%s\"", name, height, width, error->message,
             fragment);
}

void
check_taken_size (const char *name, guint height, guint width)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = open_without_weights (name);
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, height, width, &error);

  g_assert_no_error (error);
  g_assert_nonnull (tape);
}
