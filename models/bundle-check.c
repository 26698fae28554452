/* SPDX-License-Identifier: MIT */

/* Reads what a bundle says about itself, and believes none of it. */

#include "bundle.h"

#include <string.h>

#include "error.h"
#include "settings.h"

#define VERSION "1"
#define MAX_SITES 1024
#define MAX_SIDE 16384
#define MAX_PIXELS (64 * 1024 * 1024)
#define MAX_CHANNELS 65536
#define MAX_CLASSES 1000000
#define MAX_TEXT 200 /* bytes, of a path or a title */

gboolean
fovea_bundle_is (const FoveaCheckpoint *checkpoint)
{
  return fovea_checkpoint_metadata (checkpoint, "fovea.bundle") != NULL;
}

void
fovea_bundle_clear (FoveaBundle *bundle)
{
  g_clear_pointer (&bundle->config, json_decref);
}

static gboolean reject (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
reject (GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS, message);
  return FALSE;
}

/* Short, and of characters that can be shown. */
static gboolean
is_text (const char *text)
{
  if (!*text || strlen (text) > MAX_TEXT || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at; at = g_utf8_next_char (at))
    if (!g_unichar_isprint (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

/* The entry, or `fallback`; NULL when it is no text to show. */
static const char *
read_text (const FoveaCheckpoint *checkpoint, const char *key, const char *fallback,
           GError **error)
{
  const char *text = fovea_checkpoint_metadata (checkpoint, key);

  if (!text)
    return fallback;
  if (is_text (text))
    return text;
  reject (error, "Its \"%s\" is empty, longer than %d bytes or not to be shown", key,
          MAX_TEXT);
  return NULL;
}

static gboolean
check_version (const FoveaCheckpoint *checkpoint, GError **error)
{
  const char *version = fovea_checkpoint_metadata (checkpoint, "fovea.bundle");

  return g_str_equal (version, VERSION)
         || reject (error,
                    "It is a bundle of another version than " VERSION
                    ", which this program cannot read: write \"fovea.bundle\": \"" VERSION
                    "\" and what goes with it");
}

static const FoveaTensorInfo *
look_up (const FoveaCheckpoint *checkpoint, const char *name, const char *what,
         GError **error)
{
  const FoveaTensorInfo *info = fovea_checkpoint_lookup (checkpoint, name);

  if (!info)
    reject (error, "There is no tensor \"%s\" in the bundle: it holds %s", name, what);
  return info;
}

static gboolean
is_real (const FoveaTensorInfo *info)
{
  return info->dtype <= FOVEA_DTYPE_BF16;
}

static gboolean
check_image (const FoveaCheckpoint *checkpoint, FoveaBundle *bundle, GError **error)
{
  const FoveaTensorInfo *info
      = look_up (checkpoint, FOVEA_BUNDLE_IMAGE,
                 "the picture as the network saw it, H x W x 3, uint8", error);

  if (!info)
    return FALSE;
  const gsize *dim = info->shape.dim;
  g_autofree char *shape = fovea_shape_to_string (&info->shape);
  if (info->shape.rank != 3 || dim[2] != 3 || dim[0] < 1 || dim[1] < 1
      || info->dtype != FOVEA_DTYPE_U8)
    return reject (error,
                   "Its \"image\" is %s of %s; it must be height x width x 3 of U8, from 0 "
                   "to 255, as the network saw it",
                   shape, fovea_dtype_name (info->dtype));
  if (dim[0] > MAX_SIDE || dim[1] > MAX_SIDE || dim[0] * dim[1] > MAX_PIXELS)
    return reject (error,
                   "Its \"image\" of %s is larger than any network's input; %d pixels a side "
                   "and %d in all are accepted",
                   shape, MAX_SIDE, MAX_PIXELS);
  bundle->config = json_pack ("{ss sI sI s[]}", "family", fovea_bundle_family.name, "height",
                              (json_int_t) dim[0], "width", (json_int_t) dim[1], "sites");
  return TRUE;
}

static gboolean
check_logits (const FoveaCheckpoint *checkpoint, FoveaBundle *bundle, GError **error)
{
  const FoveaTensorInfo *info = look_up (checkpoint, FOVEA_BUNDLE_LOGITS,
                                         "what the network said, one number a class", error);

  if (!info)
    return FALSE;
  guint rank = info->shape.rank;
  gsize n = rank ? info->shape.dim[rank - 1] : 0;
  if (rank < 1 || rank > 2 || (rank == 2 && info->shape.dim[0] != 1) || n < 1
      || n > MAX_CLASSES || !is_real (info))
    {
      g_autofree char *shape = fovea_shape_to_string (&info->shape);
      return reject (error,
                     "Its \"logits\" are %s of %s; they must be n or 1 x n of F32, for 1 to "
                     "%d classes",
                     shape, fovea_dtype_name (info->dtype), MAX_CLASSES);
    }
  bundle->n_classes = (guint) n;
  return TRUE;
}

/* Leaves a first dimension of 1 out of `shape`. */
static gboolean
check_map (const FoveaTensorInfo *info, const FoveaBundle *bundle, FoveaShape *shape,
           GError **error)
{
  guint skip = info->shape.rank == 4 && info->shape.dim[0] == 1 ? 1 : 0;
  const gsize *dim = info->shape.dim + skip;
  gsize height = (gsize) json_integer_value (json_object_get (bundle->config, "height"));
  gsize width = (gsize) json_integer_value (json_object_get (bundle->config, "width"));
  g_autofree char *text = fovea_shape_to_string (&info->shape);

  if (info->shape.rank != 3 + skip || !is_real (info))
    return reject (error,
                   "\"%s\" is %s of %s; it must be channels x height x width, or 1 x that, "
                   "of F32, F16 or BF16: turn tokens and channels-last maps before they are "
                   "written",
                   info->name, text, fovea_dtype_name (info->dtype));
  if (dim[0] < 1 || dim[0] > MAX_CHANNELS || dim[1] < 1 || dim[1] > height || dim[2] < 1
      || dim[2] > width)
    return reject (error,
                   "\"%s\" is %s; it may have 1 to %d channels, and a map from 1 cell to the "
                   "image's %zu x %zu: are its dimensions in the order C, H, W?",
                   info->name, text, MAX_CHANNELS, height, width);
  *shape = FOVEA_SHAPE (dim[0], dim[1], dim[2]);
  return TRUE;
}

/* Whether there is a gradient, and of the map's shape. */
static gboolean
check_gradient (const FoveaCheckpoint *checkpoint, const FoveaBundle *bundle,
                const char *path, const FoveaShape *shape, gboolean *has, GError **error)
{
  g_autofree char *name = g_strconcat (FOVEA_BUNDLE_GRADIENT, path, NULL);
  const FoveaTensorInfo *info = fovea_checkpoint_lookup (checkpoint, name);
  FoveaShape own;

  *has = info != NULL;
  if (!info)
    return TRUE;
  if (!check_map (info, bundle, &own, error))
    return FALSE;
  if (fovea_shape_equal (&own, shape))
    return TRUE;
  g_autofree char *a = fovea_shape_to_string (shape), *g = fovea_shape_to_string (&own);
  return reject (error, "The gradient \"%s\" is %s, but its map is %s: they must be equal",
                 name, g, a);
}

static gboolean
is_listed (const json_t *sites, const char *path)
{
  gsize i;
  json_t *site;

  json_array_foreach (sites, i, site)
    if (g_str_equal (json_string_value (json_object_get (site, "path")), path))
      return TRUE;
  return FALSE;
}

static gboolean
add_site (const FoveaCheckpoint *checkpoint, FoveaBundle *bundle, const json_t *entry,
          gboolean *any_gradient, GError **error)
{
  json_t *sites = json_object_get (bundle->config, "sites");
  const char *path = json_string_value (entry);
  gboolean has_gradient;
  FoveaShape shape;

  if (!path || !is_text (path) || g_str_equal (path, "input"))
    return reject (error,
                   "\"fovea.sites\" holds something else than the paths of layers, such as "
                   "\"layer4.1\"; \"input\" is taken");
  if (is_listed (sites, path))
    return reject (error, "\"fovea.sites\" lists \"%s\" twice", path);
  g_autofree char *name = g_strconcat (FOVEA_BUNDLE_ACTIVATION, path, NULL);
  const FoveaTensorInfo *info
      = look_up (checkpoint, name, "the activation of each of \"fovea.sites\"", error);
  if (!info || !check_map (info, bundle, &shape, error)
      || !check_gradient (checkpoint, bundle, path, &shape, &has_gradient, error))
    return FALSE;
  *any_gradient |= has_gradient;
  json_array_append_new (
      sites, json_pack ("{ss s[III] sb}", "path", path, "shape", (json_int_t) shape.dim[0],
                        (json_int_t) shape.dim[1], (json_int_t) shape.dim[2], "gradient",
                        has_gradient));
  return TRUE;
}

static gboolean
check_sites (const FoveaCheckpoint *checkpoint, FoveaBundle *bundle, gboolean *any_gradient,
             GError **error)
{
  json_t *list = fovea_settings_json (checkpoint, "fovea.sites", error);
  gsize n = json_array_size (list), i;
  json_t *entry;
  gboolean good = n >= 1 && n <= MAX_SITES;

  if (!good && !(error && *error))
    reject (error,
            "Its \"fovea.sites\" must be a JSON list of 1 to %d paths, in order of depth: "
            "each a layer whose activation is the tensor \"A/\" and its path",
            MAX_SITES);
  if (good)
    json_array_foreach (list, i, entry)
      good = good && add_site (checkpoint, bundle, entry, any_gradient, error);
  json_decref (list);
  return good;
}

/* The class of the gradients, which must be named where there are any. */
static gboolean
check_target (const FoveaCheckpoint *checkpoint, FoveaBundle *bundle, gboolean any_gradient,
              GError **error)
{
  const char *text = fovea_checkpoint_metadata (checkpoint, "fovea.target");
  guint64 target;

  bundle->target = -1;
  if (!text && !any_gradient)
    return TRUE;
  if (!text)
    return reject (error,
                   "It holds gradients but does not say of which class: write its index "
                   "into \"fovea.target\"");
  if (!g_ascii_string_to_unsigned (text, 10, 0, bundle->n_classes - 1, &target, NULL))
    return reject (error,
                   "Its \"fovea.target\" is no class: the logits have %u, from 0 to %u",
                   bundle->n_classes, bundle->n_classes - 1);
  if (any_gradient)
    bundle->target = (gint) target;
  return TRUE;
}

static gboolean
check_all (const FoveaCheckpoint *checkpoint, FoveaBundle *bundle, GError **error)
{
  gboolean any_gradient = FALSE;

  return check_version (checkpoint, error)
         && (bundle->title = read_text (checkpoint, "fovea.model", "Bundle", error))
         && (bundle->objective = read_text (checkpoint, "fovea.objective", "logit", error))
         && check_image (checkpoint, bundle, error)
         && check_logits (checkpoint, bundle, error)
         && check_sites (checkpoint, bundle, &any_gradient, error)
         && check_target (checkpoint, bundle, any_gradient, error);
}

gboolean
fovea_bundle_check (const FoveaCheckpoint *checkpoint, FoveaBundle *bundle, GError **error)
{
  g_autoptr (GError) problem = NULL;

  *bundle = (FoveaBundle){ 0 };
  if (check_all (checkpoint, bundle, &problem))
    return TRUE;
  fovea_bundle_clear (bundle);
  if (!g_str_has_prefix (problem->message, fovea_checkpoint_path (checkpoint)))
    g_prefix_error (&problem, "%s: ", fovea_checkpoint_path (checkpoint));
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

char *
fovea_bundle_describe (const FoveaBundle *bundle)
{
  gsize n = json_array_size (json_object_get (bundle->config, "sites"));
  g_autofree char *gradients
      = bundle->target < 0 ? g_strdup ("no gradients")
                           : g_strdup_printf ("gradients of the %s of class %d",
                                              bundle->objective, bundle->target);

  return g_strdup_printf (
      "%s, %zu layer%s of an image of %lld x %lld pixels, %s", bundle->title, n,
      n == 1 ? "" : "s",
      (long long) json_integer_value (json_object_get (bundle->config, "height")),
      (long long) json_integer_value (json_object_get (bundle->config, "width")), gradients);
}
