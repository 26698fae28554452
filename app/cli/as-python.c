/* SPDX-License-Identifier: MIT */
#include "as-python.h"

#include "error.h"
#include "output-json.h"
#include "python.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The class of the grad-cam package, and the formula over A and G, both C h w. */
typedef struct
{
  const char *name, *package, *formula;
} Written;

#define FIRST_COMPONENT(of)                                                              \
  "values = " of "\n"                                                                    \
  "rows = values.flatten(1).T - values.mean((1, 2))  # a position each\n"                \
  "axis = torch.linalg.svd(rows, full_matrices=False).Vh[0]\n"                           \
  "cam = (rows @ axis).reshape(A.shape[1:])\n"                                           \
  "# The sign is free: the package leaves it to chance, here the map rises with the\n"   \
  "# sum over channels. Where that is 0 (G * A before a LayerNorm), rounding decides.\n" \
  "if (cam * values.sum(0)).sum() < 0:\n"                                                \
  "    cam = -cam\n"

static const Written written[] = {
  { "gradcam", "GradCAM", "cam = (G.mean((1, 2), keepdim=True) * A).sum(0)\n" },
  { "hirescam", "HiResCAM", "cam = (G * A).sum(0)\n" },
  { "gradcam_elementwise", "GradCAMElementWise", "cam = (G * A).clamp(min=0).sum(0)\n" },
  { "gradcam_plusplus", "GradCAMPlusPlus",
    "# Where a denominator is nearly 0, as before a norm, rounding weighs much.\n"
    "alpha = G**2 / (2 * G**2 + A.sum((1, 2), keepdim=True) * G**3 + 1e-6)\n"
    "cam = ((G.clamp(min=0) * alpha).sum((1, 2), keepdim=True) * A).sum(0)\n" },
  { "xgradcam", "XGradCAM",
    "# Where the activations of a channel add up to nearly 0, rounding weighs much.\n"
    "weights = (G * A).sum((1, 2)) / (A.sum((1, 2)) + 1e-7)\n"
    "cam = (weights[:, None, None] * A).sum(0)\n" },
  { "layercam", "LayerCAM", "cam = (G.clamp(min=0) * A).sum(0)\n" },
  { "eigencam", "EigenCAM", FIRST_COMPONENT ("A") },
  { "eigengradcam", "EigenGradCAM", FIRST_COMPONENT ("G * A") },
};

/* What is explained, of the logits z; @ stands for the class, ^ for the one it is set
 * against. */
static const char *const scores[] = {
  [FOVEA_OBJECTIVE_LOGIT] = "z[@]",
  [FOVEA_OBJECTIVE_PROBABILITY] = "z.softmax(0)[@]",
  [FOVEA_OBJECTIVE_CONTRAST] = "z[@] - z[^]",
  [FOVEA_OBJECTIVE_COUNTERFACTUAL] = "-z[@]",
  [FOVEA_OBJECTIVE_CENTRED] = "z[@] - z.mean()",
};

static const Written *
find_written (const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (written); i++)
    {
      if (g_str_equal (written[i].name, name))
        return &written[i];
      g_string_append_printf (names, "%s%s", i ? ", " : "", written[i].name);
    }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "--as-python writes %s; %s is not among them", names->str, name);
  return NULL;
}

static gboolean
check (GPtrArray *columns, const CliOptions *options, const char *clash, GError **error)
{
  if (columns->len > 1)
    return cli_refuse (error, "--as-python writes a script for one column, not %u: ask for "
                              "them one by one",
                       columns->len);
  if (options->erase || options->rotate != 0)
    return cli_refuse (error, "--as-python opens the photograph as it is: leave out --rotate "
                              "and --erase");
  if (clash || options->json)
    return cli_refuse (error, "--as-python prints a script and nothing else: leave out %s",
                       clash ? clash : "--json");
  return TRUE;
}

/* S, as a function of the logits. */
static gboolean
append_score (GString *to, const CliColumn *column, GError **error)
{
  gint target = fovea_explanation_target (column->explanation);
  const FoveaObjective *objective = fovea_explanation_objective (column->explanation);
  FoveaObjectiveKind kind = objective->kind;

  if (kind >= G_N_ELEMENTS (scores) || !scores[kind])
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "--as-python does not write the objective %s; choose another with "
                   "--objective, such as logit or contrast",
                   fovea_objective_name (kind));
      return FALSE;
    }
  g_autofree char *name = fovea_python_string (cli_column_class (column));
  g_string_append_printf (to, "def score(z):\n    return ");
  for (const char *at = scores[kind]; *at; at++)
    if (*at == '@')
      g_string_append_printf (to, "%d", target);
    else if (*at == '^')
      g_string_append_printf (to, "%u", objective->against);
    else
      g_string_append_c (to, *at);
  g_string_append_printf (to, "  # %s\n\n\n", name);
  return TRUE;
}

/* The fewest digits that mean the same float. */
static void
append_float (GString *to, float value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 3; digits <= 9; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, (double) value);
      if ((float) g_ascii_strtod (text, NULL) == value || digits == 9)
        break;
    }
  g_string_append (to, text);
}

static void
append_triple (GString *to, const char *name, const float values[3])
{
  g_string_append_printf (to, "%s = np.array([", name);
  for (guint i = 0; i < 3; i++)
    {
      g_string_append (to, i ? ", " : "");
      append_float (to, values[i]);
    }
  g_string_append (to, "], np.float32)\n");
}

/* The middle of the picture, whose shorter side was resized. */
static void
append_centre (GString *to, const FoveaPreprocess *p, guint height, guint width,
               const char *filter)
{
  guint64 rows = ((guint64) p->resize * height + p->crop - 1) / p->crop;
  guint64 columns = ((guint64) p->resize * width + p->crop - 1) / p->crop;

  g_string_append (to, "w, h = image.size\n");
  if (height == width)
    g_string_append (to, "wide = w >= h\n");
  else
    g_string_append_printf (to, "wide = %u * w >= %u * h\n", height, width);
  g_string_append_printf (to,
                          "size = (%" G_GUINT64_FORMAT " * w // h, %" G_GUINT64_FORMAT
                          ") if wide else (%" G_GUINT64_FORMAT ", %" G_GUINT64_FORMAT
                          " * h // w)\n",
                          rows, rows, columns, columns);
  g_string_append_printf (to,
                          "image = image.resize(size, Image.%s)\n"
                          "left, top = round((size[0] - %u) / 2), round((size[1] - %u) / 2)\n"
                          "image = image.crop((left, top, left + %u, top + %u))\n",
                          filter, width, height, width, height);
}

static void
append_photograph (GString *to, const FoveaPreprocess *p, gboolean as_stored)
{
  const char *filter = p->filter == FOVEA_FILTER_BICUBIC ? "BICUBIC" : "BILINEAR";
  guint height = p->height ? p->height : p->crop, width = p->width ? p->width : p->crop;

  g_string_append_printf (to, "image = %s.convert(\"RGB\")\n",
                          as_stored ? "Image.open(IMAGE)"
                                    : "ImageOps.exif_transpose(Image.open(IMAGE))");
  if (p->mode == FOVEA_CROP_BOX)
    g_string_append_printf (to, "image = image.crop((%.0f, %.0f, %.0f, %.0f))\n",
                            floor (p->box[0] + 0.5), floor (p->box[1] + 0.5),
                            floor (p->box[0] + p->box[2] + 0.5),
                            floor (p->box[1] + p->box[3] + 0.5));
  if (p->mode == FOVEA_CROP_CENTRE)
    append_centre (to, p, height, width, filter);
  else
    g_string_append_printf (to, "image = image.resize((%u, %u), Image.%s)\n", width, height,
                            filter);
  append_triple (to, "mean", p->mean);
  append_triple (to, "std", p->std);
  g_string_append (to, "x = (np.asarray(image, np.float32) / np.float32(255) - mean) / std\n"
                       "x = torch.from_numpy(x.transpose(2, 0, 1)).double()[None]\n");
}

static void
append_input (GString *to, const CliColumn *column, const CliOptions *options)
{
  g_string_append (to, "\n# The network's input.\n");
  if (options->tensor)
    g_string_append (to, "x = torch.from_numpy(np.load(TENSOR)).double()\n"
                         "x = x.reshape(1, *x.shape[-3:])\n");
  else
    append_photograph (to, fovea_model_preprocess (column->model), options->torchvision);
}

/* `name` = the path; of what is compiled in from `folder`, an argument of the script. */
static void
append_path (GString *to, const char *name, const char *path, const char *folder,
             guint *arguments)
{
  g_autofree char *quoted = fovea_python_string (path);

  if (folder)
    g_string_append_printf (to,
                            "%s = sys.argv[%u]  # %s is compiled in: see resources/%s in the "
                            "source of fovea-cli\n",
                            name, ++*arguments, quoted, folder);
  else
    g_string_append_printf (to, "%s = %s\n", name, quoted);
}

static void
append_paths (GString *to, const CliColumn *column, const CliOptions *options)
{
  const char *image = cli_subject_path (options);
  gboolean is_demo = !options->tensor && cli_is_demo_image (image);
  g_autofree char *weights
      = g_strconcat (fovea_model_name (column->model), ".safetensors", NULL);
  guint arguments = 0;

  if (fovea_model_is_demo (column->model))
    append_path (to, "WEIGHTS", weights, "demo", &arguments);
  else
    append_path (to, "WEIGHTS", fovea_model_weights (column->model), NULL, &arguments);
  append_path (to, options->tensor ? "TENSOR" : "IMAGE", image,
               is_demo ? "demo/photos" : NULL, &arguments);
  g_string_append (to, "\n# fovea-cli computes in float32. Here all is float64: what "
                       "differs is its rounding.\n"
                       "torch.set_default_dtype(torch.float64)\n\n\n");
}

/* A and G of the layer, channels first, and the map that the formula makes of them. */
static void
append_map (GString *to, const CliColumn *column, const Written *method)
{
  const FoveaSite *site = cli_column_site (column);
  gboolean slope = column->method->needs & FOVEA_NEEDS_GRADIENT;
  const char *order = site->layout == FOVEA_LAYOUT_NHWC ? ".permute(0, 3, 1, 2)" : "";

  g_string_append_printf (to,
                          "layer = model.get_submodule(\"%s\")\n"
                          "seen = []\n"
                          "layer.register_forward_hook(lambda module, args, out: "
                          "seen.append(out))\n"
                          "z = model(x)[0]\n"
                          "A = seen[0]\n%s"
                          "A = A.detach()%s[0]\n",
                          site->path, slope ? "G, = torch.autograd.grad(score(z), A)\n" : "",
                          order);
  if (slope)
    g_string_append_printf (to, "G = G%s[0]\n", order);
  g_string_append (to, method->formula);
  if (site->shift)
    g_string_append_printf (to,
                            "cam = cam.roll((%u, %u), (0, 1))  # the layer saw it rolled\n",
                            site->shift, site->shift);
}

static void
append_package (GString *to, const CliColumn *column, const Written *method)
{
  gboolean nhwc = cli_column_site (column)->layout == FOVEA_LAYOUT_NHWC;
  gboolean slope = column->method->needs & FOVEA_NEEDS_GRADIENT;

  g_string_append_printf (
      to,
      "\n# The grad-cam package (pip install grad-cam) has the same map%s,\n"
      "# clipped at 0, scaled to 0..1 and resized to the input:\n"
      "#   from pytorch_grad_cam import %s\n"
      "#   print(%s(model, [layer]%s)(x, targets=%s)[0])\n",
      cli_column_site (column)->shift ? ", still rolled" : "", method->package,
      method->package,
      nhwc ? ", reshape_transform=lambda t: t.permute(0, 3, 1, 2)" : "",
      slope ? "[score]" : "None");
}

static void
append_found (GString *to, const CliColumn *column)
{
  g_autofree char *remark = cli_column_remark (column);
  FoveaMapStats stats;

  fovea_map_stats (cli_column_raw (column), &stats);
  if (remark)
    {
      g_autofree char *quoted = fovea_python_string (remark);
      g_string_append_printf (to, "# fovea-cli says of this map: %s\n", quoted);
    }
  g_string_append (to, "np.save(\"map.npy\", cam.float().numpy())\n"
                       "print(f\"here       {cam.min():.6g} to {cam.max():.6g}\")\n"
                       "print(\"fovea-cli  ");
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append (to, g_ascii_formatd (text, sizeof text, "%.6g", stats.min));
  g_string_append (to, " to ");
  g_string_append (to, g_ascii_formatd (text, sizeof text, "%.6g", stats.max));
  g_string_append (to, "\")\n");
}

/* Nothing that a file or a path chose stands in the first two lines, where Python looks for
 * the source's encoding. */
static char *
with_imports (const CliColumn *column, const char *body)
{
  static const struct
  {
    const char *used, *line;
  } imports[] = {
    { "os.fsdecode", "import os\n" },
    { "sys.argv", "import sys\n" },
    { "OrderedDict", "from collections import OrderedDict\n" },
    { "np.", "\nimport numpy as np\n" },
    { "torch.", "import torch\n" },
    { "Image.", "from PIL import Image, ImageOps\n" },
    { "load_file", "from safetensors.torch import load_file\n" },
    { "nn.", "from torch import nn\n" },
    { "F.", "from torch.nn import functional as F\n" },
  };
  g_autofree char *title = cli_column_title (column);
  g_autofree char *quoted = fovea_python_string (title);
  GString *text = g_string_new (
      "# What `fovea-cli explain --raw` computes, by PyTorch instead. Writes map.npy.\n"
      "# pip install torch numpy pillow safetensors\n");

  g_string_append_printf (text, "# %s, %s\n", fovea_model_title (column->model), quoted);
  for (guint i = 0; i < G_N_ELEMENTS (imports); i++)
    if (strstr (body, imports[i].used))
      g_string_append (text, imports[i].line);
  g_string_append_printf (text, "\n%s", body);
  return g_string_free (text, FALSE);
}

static char *
write_script (const CliColumn *column, const CliOptions *options, const Written *method,
              GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *network = fovea_model_python (column->model, error);

  if (!network)
    return NULL;
  append_paths (body, column, options);
  g_string_append (body, network);
  append_input (body, column, options);
  g_string_append (body, "\n\n");
  if ((column->method->needs & FOVEA_NEEDS_GRADIENT)
      && !append_score (body, column, error))
    return NULL;
  append_map (body, column, method);
  append_found (body, column);
  append_package (body, column, method);
  return with_imports (column, body->str);
}

gboolean
cli_as_python (Cli *cli, GPtrArray *columns, const CliOptions *options, const char *clash,
               GError **error)
{
  CliColumn *column = g_ptr_array_index (columns, 0);
  g_autoptr (FoveaImage) image = NULL;
  g_autoptr (FoveaTensor) tensor = NULL;

  const Written *method = fovea_method_find (column->method_name, error)
                              ? find_written (column->method_name, error)
                              : NULL;
  if (!method || !check (columns, options, clash, error)
      || !cli_open_subject (cli, options, &image, &tensor, error)
      || !cli_columns_explain (cli, columns, options, image, tensor, error))
    return FALSE;
  g_autofree char *script = write_script (column, options, method, error);
  if (!script)
    return FALSE;
  fputs (script, stdout);
  return cli_flush (error);
}
