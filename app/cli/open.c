/* SPDX-License-Identifier: MIT */
#include "open.h"

#include "embedded.h"
#include "error.h"
#include "image/edit.h"
#include "npy.h"
#include "recorded.h"
#include "report.h"

#include <math.h>
#include <string.h>

FoveaModel *
cli_open_model (Cli *cli, const CliOptions *options, const char *name, const char *weights,
                GError **error)
{
  FoveaModelOptions model_options;

  if (!cli_model_options (options, name, weights, &model_options, error))
    return NULL;
  cli_at (cli, model_options.weights);
  FoveaModel *model = fovea_model_open (&model_options, error);
  if (!model)
    return NULL;
  for (const char *const *warning = fovea_model_warnings (model); warning && *warning;
       warning++)
    cli_warn ("%s", *warning);
  cli_at (cli, NULL);
  return model;
}

FoveaModel *
cli_open_single_model (Cli *cli, const CliOptions *options, GError **error)
{
  if (!cli_check_single (options->models, "--model", error)
      || !cli_check_single (options->weights, "--weights", error))
    return NULL;
  return cli_open_model (cli, options, options->models ? options->models[0] : NULL,
                         options->weights ? options->weights[0] : NULL, error);
}

static FoveaImage *
open_demo (const char *name, const FoveaImageLimits *limits, GError **error)
{
  g_autofree char *file
      = g_str_has_suffix (name, ".jpg") ? g_strdup (name) : g_strconcat (name, ".jpg", NULL);
  g_autoptr (GBytes) bytes = fovea_embedded (file);

  if (bytes)
    return fovea_image_open_bytes (bytes, file, limits, error);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
               "No photograph called “%s” comes with the program; try demo:%s", name,
               FOVEA_DEMO_PHOTO);
  return NULL;
}

gboolean
cli_is_demo_image (const char *path)
{
  return g_str_has_prefix (path, "demo:") && !g_file_test (path, G_FILE_TEST_EXISTS);
}

static FoveaImageLimits
limits_of (const CliOptions *options)
{
  return (FoveaImageLimits){ .orient = options->torchvision ? FOVEA_ORIENT_NONE
                                                            : FOVEA_ORIENT_EXIF };
}

static FoveaImage *
open_as_it_is (const CliOptions *options, const char *path, GError **error)
{
  FoveaImageLimits limits = limits_of (options);

  if (cli_is_demo_image (path))
    return open_demo (path + strlen ("demo:"), &limits, error);
  if (fovea_is_bundle (path))
    return fovea_bundle_open_image (path, error);
  return fovea_image_open (path, &limits, error);
}

/* As --erase and --rotate say. (transfer full) NULL: refused. */
static FoveaEdit *
read_edit (const CliOptions *options, GError **error)
{
  g_autoptr (FoveaEdit) edit = fovea_edit_new ();

  if (!isfinite (options->rotate))
    {
      cli_refuse (error, "--rotate is a number of degrees");
      return NULL;
    }
  edit->rotation = options->rotate;
  for (guint i = 0; i < cli_count (options->erase); i++)
    if (!fovea_edit_add_stroke (edit, options->erase[i], error))
      return NULL;
  return g_steal_pointer (&edit);
}

/* Of the file itself, or of its bytes where they are given. */
static FoveaImage *
open_edited (Cli *cli, const CliOptions *options, GBytes *bytes, const char *path,
             GError **error)
{
  FoveaImageLimits limits = limits_of (options);
  g_autoptr (FoveaEdit) edit = read_edit (options, error);
  g_autoptr (FoveaImage) image = NULL;
  FoveaImage *edited;

  if (!edit)
    return NULL;
  cli_at (cli, path);
  g_autofree char *name = g_filename_display_name (path);
  image = bytes ? fovea_image_open_bytes (bytes, name, &limits, error)
                : open_as_it_is (options, path, error);
  edited = image ? fovea_edit_apply (edit, image, error) : NULL;
  if (edited)
    cli_at (cli, NULL);
  return edited;
}

FoveaImage *
cli_open_image (Cli *cli, const CliOptions *options, const char *path, GError **error)
{
  return open_edited (cli, options, NULL, path, error);
}

FoveaImage *
cli_open_image_bytes (Cli *cli, const CliOptions *options, GBytes *bytes, const char *path,
                      GError **error)
{
  return open_edited (cli, options, bytes, path, error);
}

gboolean
cli_open_subject (Cli *cli, const CliOptions *options, FoveaImage **image,
                  FoveaTensor **tensor, GError **error)
{
  guint images = cli_count (options->rest);

  *image = NULL;
  *tensor = NULL;
  if (images + (options->tensor ? 1 : 0) == 0)
    return cli_refuse (error, "Name an image, or a prepared tensor with --tensor X.npy");
  if (images + (options->tensor ? 1 : 0) > 1)
    return cli_refuse (error, "One image or one --tensor is taken here, not %u",
                       images + (options->tensor ? 1 : 0));
  if (!options->tensor)
    return (*image = cli_open_image (cli, options, options->rest[0], error)) != NULL;
  cli_at (cli, options->tensor);
  *tensor = fovea_npy_open (options->tensor, error);
  if (*tensor)
    cli_at (cli, NULL);
  return *tensor != NULL;
}

FoveaInput *
cli_make_input (FoveaModel *model, FoveaImage *image, FoveaTensor *tensor, GError **error)
{
  g_autoptr (FoveaInput) input = image ? fovea_input_new (model, image, error)
                                       : fovea_input_new_tensor (tensor, error);

  return input && fovea_recorded_check_input (model, input, error) ? g_steal_pointer (&input)
                                                                   : NULL;
}

const char *
cli_subject_path (const CliOptions *options)
{
  return options->tensor ? options->tensor : options->rest[0];
}
