/* SPDX-License-Identifier: MIT */
#pragma once

/* A figure of demonstration images and models, from a recipe's text. */

#include "embedded.h"
#include "error.h"
#include "figure.h"

#include <string.h>

#define HEAD                                                                             \
  "{\"schema\":1,\"rows\":[{\"demo\":\"leopard.jpg\",\"truth\":\"leopard\"},"            \
  "{\"demo\":\"elephant.jpg\",\"title\":\"Two\",\"truth\":\"leopard\"}],"
#define COLUMNS                                                                          \
  "\"columns\":[{\"input\":true},{\"model\":\"van_nano\",\"method\":\"gradcam\"},"       \
  "{\"model\":\"san_nano\",\"method\":\"gradcam\"}]"

static inline FoveaImage *
made_open_image (const FoveaFigureRow *row, gpointer data, GError **error)
{
  g_autoptr (GBytes) bytes = row->demo ? fovea_embedded (row->demo) : NULL;

  if (bytes)
    return fovea_image_open_bytes (bytes, row->demo, NULL, error);
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_USAGE, "not there");
  return NULL;
}

static inline FoveaModel *
made_open_model (const FoveaFigureColumn *column, gpointer data, GError **error)
{
  return fovea_model_open (&(FoveaModelOptions){ .name = column->model }, error);
}

static inline GBytes *
made_read_file (const FoveaFigureRow *row, gpointer data)
{
  return row->demo ? fovea_embedded (row->demo) : NULL;
}

static const FoveaFigureSource source
    = { .image = made_open_image, .model = made_open_model, .file = made_read_file };

typedef struct
{
  FoveaRecipe *recipe;
  FoveaFigure *figure;
} Made;

static inline Made
make (const char *text)
{
  g_autoptr (GError) error = NULL;
  Made made = { fovea_recipe_read (text, strlen (text), "recipe", &error), NULL };

  g_assert_no_error (error);
  made.figure = fovea_figure_new (made.recipe, &source, NULL, &error);
  g_assert_no_error (error);
  return made;
}

static inline void
made_clear (Made *made)
{
  fovea_figure_free (made->figure);
  fovea_recipe_free (made->recipe);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Made, made_clear)
