/* SPDX-License-Identifier: MIT */
#include "random-act.h"

#include "method.h"

#include <stdlib.h>
#include <string.h>

#define PHOTO 320.0 /* about a photograph's size, pixels */

struct _RandomActs
{
  GActionGroup *group;
  GRand *rand;
  char *folder;
  GStrv names;
  GHashTable *done;
};

/* What is left out, and why. */
static const struct
{
  const char *name, *why;
} left_out[] = {
  { "open", "opens a dialog for files" },
  { "open-folder", "opens a dialog for files" },
  { "choose-weights", "opens a dialog for files" },
  { "export", "opens a dialog for files" },
  { "save-input", "opens a dialog for files" },
  { "save-session", "opens a dialog for files while there is no name" },
  { "save-session-as", "opens a dialog for files" },
  { "clear-recent", "empties the list that all programs of the user share" },
  { "show-help-overlay", "opens a window of the toolkit's, which test-accessible shows" },
};

/* What those take that take a word. Some is wrong on purpose: it is refused in words. */
static const struct
{
  const char *name;
  const char *words[9];
} choices[] = {
  { "model", { "van_nano", "san_nano", "acmix_resnet_nano", "van_b0" } },
  { "objective", { "logit", "probability", "contrast", "centred" } },
  { "panel", { "a0", "a1", "a2", "attention", "nothing" } },
  { "layer", { "block4.1", "block3.1", "block1.0", "layer4.0", "layer3.0", "nowhere" } },
  { "compare", { "models", "stages" } },
  { "colormap", { "inferno", "viridis", "magma", "turbo", "nothing" } },
  { "pointer", { "look", "box", "crop", "erase" } },
  { "scale", { "own", "shared", "fixed", "0,0.5" } },
  { "unit", { "range", "evidence", "raw", "furlong" } },
  { "blend", { "value", "plain" } },
  { "preset", { "fovea", "grad-cam", "torch-cam", "captum" } },
  { "smoothing", { "none", "none", "eigen" } },
  { "erase", { "9,60,60,90,80", "20,150,100", "nonsense" } },
  { "open-weights", { "/nowhere/at-all.safetensors" } },
  { "add-weights", { "/nowhere/at-all.safetensors" } },
  { "save-input-to", { "@folder/input.npy", "@folder/input.png", "@folder/input.gif" } },
  { "open-recent", { "file:///nowhere/at-all.jpg" } },
  { "open-folder-uri", { "/nowhere/at-all", "@photos" } },
  { "open-uri", { "@photos/elephant.jpg", "@photos/leopard.jpg", "@photos/flower.jpg",
                  "/nowhere/at-all.jpg" } },
  { "export-to", { "@folder/map.png", "@folder/map.pdf", "@folder/map.npy",
                   "@folder/map.gif" } },
  { "save-session-to", { "@folder/one.fovea" } },
};

/* Methods that take long, or of which many are asked for at once. */
static const char *const long_methods[]
    = { "scorecam", "ablationcam", "ablationcam_mean", "rise", "occlusion",
        "integrated_gradients", "smoothgrad", "receptive_field", "kpcacam", "shapleycam",
        "refinecam", "gradient_x_input", "randomcam", NULL };

/* What makes more of everything. */
static const char *const growing[]
    = { "duplicate-column", "compare", "measure", "tensor", "model-card", "preferences",
        "play", "smoothing", "folder", "library", "add-weights", "figure",
        "add-to-figure", NULL };

static const char *
reason (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (left_out); i++)
    if (g_str_equal (left_out[i].name, name))
      return left_out[i].why;
  return NULL;
}

/* The order they are listed in is that of a hash table. */
static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

RandomActs *
random_acts_new (GActionGroup *group, const char *folder, guint32 seed)
{
  RandomActs *self = g_new0 (RandomActs, 1);
  g_auto (GStrv) all = g_action_group_list_actions (group);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (char **name = all; *name; name++)
    if (!reason (*name))
      g_strv_builder_add (kept, *name);
  self->group = group;
  self->folder = g_strdup (folder);
  self->rand = g_rand_new_with_seed (seed);
  self->names = g_strv_builder_end (kept);
  self->done = g_hash_table_new (g_str_hash, g_str_equal);
  qsort (self->names, g_strv_length (self->names), sizeof (char *), compare_names);
  return self;
}

void
random_acts_free (RandomActs *self)
{
  g_hash_table_unref (self->done);
  g_strfreev (self->names);
  g_rand_free (self->rand);
  g_free (self->folder);
  g_free (self);
}

/* "@folder/…" and "@photos/…" stand for where they are. (transfer full) */
static char *
place (RandomActs *self, const char *word)
{
  if (g_str_has_prefix (word, "@folder"))
    return g_strconcat (self->folder, word + 7, NULL);
  if (g_str_has_prefix (word, "@photos"))
    return g_strconcat (g_getenv ("G_TEST_SRCDIR"), "/../resources/demo/photos", word + 7,
                        NULL);
  return g_strdup (word);
}

static GVariant *
choose_method (RandomActs *self)
{
  const char *name;
  guint n = 0;

  while (fovea_methods[n])
    n++;
  do
    name = fovea_methods[g_rand_int_range (self->rand, 0, (gint32) n)]->name;
  while (g_strv_contains (long_methods, name));
  return g_variant_new_string (name);
}

static GVariant *
choose_word (RandomActs *self, const char *name)
{
  guint n = 0;

  if (g_str_equal (name, "method"))
    return choose_method (self);
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    if (g_str_equal (choices[i].name, name))
      {
        while (choices[i].words[n])
          n++;
        return g_variant_new_take_string (
            place (self, choices[i].words[g_rand_int_range (self->rand, 0, (gint32) n)]));
      }
  g_error ("random-act.c does not say what the action %s takes", name);
}

static double
within (RandomActs *self, double low, double high)
{
  return g_rand_double_range (self->rand, low, high);
}

static GVariant *
choose_number (RandomActs *self, const char *name)
{
  double high = g_str_equal (name, "zoom") ? 4 : g_str_equal (name, "rotate") ? 40 : 1.2;

  return g_variant_new_double (within (self, g_str_equal (name, "rotate") ? -40 : -0.1, high));
}

/* A crop is a part of the photograph that a network can see; a box may lie anywhere. */
static GVariant *
choose_box (RandomActs *self, const char *name)
{
  if (g_str_equal (name, "crop"))
    return g_variant_new ("(dddd)", within (self, 0, 40), within (self, 0, 30),
                          within (self, 60, 120), within (self, 60, 120));
  return g_variant_new ("(dddd)", within (self, -50, PHOTO), within (self, -50, PHOTO),
                        within (self, 0, PHOTO), within (self, 0, PHOTO));
}

/* (transfer floating) */
static GVariant *
choose (RandomActs *self, const char *name, const GVariantType *type)
{
  if (g_variant_type_equal (type, G_VARIANT_TYPE_STRING))
    return choose_word (self, name);
  if (g_variant_type_equal (type, G_VARIANT_TYPE_INT32))
    return g_variant_new_int32 (g_rand_int_range (self->rand, -3, 23));
  if (g_variant_type_equal (type, G_VARIANT_TYPE_UINT64))
    return g_variant_new_uint64 ((guint64) g_rand_int_range (self->rand, 0, 40));
  if (g_variant_type_equal (type, G_VARIANT_TYPE_DOUBLE))
    return choose_number (self, name);
  if (g_variant_type_equal (type, G_VARIANT_TYPE ("(dd)")))
    return g_variant_new ("(dd)", within (self, -9, PHOTO), within (self, -9, PHOTO));
  if (g_variant_type_equal (type, G_VARIANT_TYPE ("(dddd)")))
    return choose_box (self, name);
  g_error ("random-act.c does not know parameters like those of the action %s", name);
}

const char *
random_acts_do (RandomActs *self, gboolean crowded)
{
  guint n = g_strv_length (self->names);
  const char *name = self->names[g_rand_int_range (self->rand, 0, (gint32) n)];

  while (crowded && g_strv_contains (growing, name))
    name = self->names[g_rand_int_range (self->rand, 0, (gint32) n)];
  const GVariantType *type = g_action_group_get_action_parameter_type (self->group, name);
  GVariant *parameter = type ? choose (self, name, type) : NULL;
  if (g_action_group_get_action_enabled (self->group, name))
    g_hash_table_add (self->done, (gpointer) name);
  g_action_group_activate_action (self->group, name, parameter);
  return name;
}

guint
random_acts_count_done (RandomActs *self)
{
  for (char **name = self->names; *name; name++)
    if (!g_hash_table_contains (self->done, *name))
      g_test_message ("not done: %s", *name);
  return g_hash_table_size (self->done);
}

GRand *
random_acts_get_rand (RandomActs *self)
{
  return self->rand;
}
