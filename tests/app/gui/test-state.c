/* SPDX-License-Identifier: MIT */

/* States of a session in files, without a display: what is written comes back, files are
 * found again where they went, and nothing that is read is believed. */

#include "embedded.h"
#include "file-digest.h"
#include "file-watch.h"
#include "preferences.h"
#include "session-file.h"
#include "state-json.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  FoveaSession *session;
  char *folder; /* of its own */
  char *failure, *warning, *restored, *saved;
} Fixture;

static void
keep (char **where, const char *text)
{
  g_free (*where);
  *where = g_strdup (text);
}

static void
on_failed (Fixture *f, const char *sentence)
{
  keep (&f->failure, sentence);
}

static void
on_warned (Fixture *f, const char *sentence)
{
  keep (&f->warning, sentence);
}

static void
on_restored (Fixture *f, const FoveaState *state, const char *path)
{
  keep (&f->restored, path);
}

static void
on_saved (Fixture *f, const char *path)
{
  keep (&f->saved, path);
}

static void
listen (Fixture *f)
{
  g_signal_connect_swapped (f->session, "failed", G_CALLBACK (on_failed), f);
  g_signal_connect_swapped (f->session, "warned", G_CALLBACK (on_warned), f);
  g_signal_connect_swapped (f->session, "restored", G_CALLBACK (on_restored), f);
  g_signal_connect_swapped (f->session, "saved", G_CALLBACK (on_saved), f);
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->folder = g_dir_make_tmp ("fovea-state-XXXXXX", NULL);
  f->session = fovea_session_new ();
  listen (f);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  g_assert_finalize_object (f->session);
  remove_tree (f->folder);
  g_free (f->folder);
  g_free (f->failure);
  g_free (f->warning);
  g_free (f->restored);
  g_free (f->saved);
}

static gboolean
is_busy (Fixture *f)
{
  GListModel *columns = fovea_session_get_columns (f->session);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    if (fovea_column_is_busy (fovea_session_get_column (f->session, i)))
      return TRUE;
  return fovea_session_is_loading (f->session);
}

static void
settle (Fixture *f)
{
  while (is_busy (f))
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static char *
put (const char *folder, const char *name, const char *embedded)
{
  g_autoptr (GBytes) bytes = fovea_embedded (embedded);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize)g_bytes_get_size (bytes), NULL));
  return path;
}

static FoveaColumn *
column_at (Fixture *f, guint position)
{
  return fovea_session_get_column (f->session, position);
}

static void
open_path (Fixture *f, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_clear_pointer (&f->failure, g_free);
  g_clear_pointer (&f->warning, g_free);
  g_clear_pointer (&f->restored, g_free);
  fovea_session_open_file (f->session, column_at (f, 0), file);
  settle (f);
}

/* An image and weights in files, two columns that differ in everything. */
static char *
make_session (Fixture *f)
{
  g_autofree char *photos = g_build_filename (f->folder, "photos", NULL);
  g_autofree char *image = NULL, *weights = NULL;
  FoveaLook look = *fovea_session_get_look (f->session);

  g_mkdir (photos, 0700);
  image = put (photos, "elephant.jpg", "elephant.jpg");
  weights = put (f->folder, "nano.safetensors", "van_nano.safetensors");
  open_path (f, image);
  fovea_column_open_model (column_at (f, 0), NULL, weights);
  settle (f);
  fovea_session_duplicate (f->session, column_at (f, 0));
  settle (f);
  fovea_column_open_model (column_at (f, 1), "san_nano", NULL);
  settle (f);
  fovea_column_set_method (column_at (f, 0), fovea_method_find ("layercam", NULL));
  fovea_column_set_target (column_at (f, 0), 7);
  settle (f);
  fovea_column_set_objective (column_at (f, 0), FOVEA_OBJECTIVE_CONTRAST);
  settle (f);
  fovea_column_step_layer (column_at (f, 0), -2);
  fovea_column_set_panel (column_at (f, 1), "all");
  fovea_column_set_place (column_at (f, 1), 33.5, 21.25);
  look.colormap = fovea_colormap_find ("viridis", NULL);
  look.opacity = 0.375;
  look.threshold = 0.125;
  fovea_session_set_look (f->session, &look);
  fovea_session_set_cells (f->session, TRUE);
  settle (f);
  return g_build_filename (f->folder, "study.fovea", NULL);
}

/* The text of what is shown, but for what it is named relative to. */
static char *
text_of (Fixture *f)
{
  g_autoptr (FoveaState) state = fovea_state_take (f->session);
  return fovea_state_write (state, NULL);
}

/* Saves, shows something else, opens. */
static void
test_round_trip (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = make_session (f), *before = text_of (f);

  g_assert_nonnull (strstr (before, "layercam"));
  g_assert_nonnull (strstr (before, "\"against\""));
  fovea_session_save (f->session, fovea_state_take (f->session), path, TRUE);
  settle (f);
  g_assert_cmpstr (f->saved, ==, path);
  g_object_unref (f->session);
  f->session = fovea_session_new ();
  listen (f);
  open_path (f, path);
  g_assert_cmpstr (f->failure, ==, NULL);
  g_assert_cmpstr (f->warning, ==, NULL);
  g_assert_cmpstr (f->restored, ==, path);
  g_autofree char *after = text_of (f);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (fovea_session_get_name (f->session), ==, "elephant.jpg");
  g_assert_nonnull (fovea_column_get_map (column_at (f, 0)));
  g_assert_nonnull (fovea_column_get_map (column_at (f, 1)));
  g_assert_cmpint (
      fovea_explanation_target (fovea_column_get_explanation (column_at (f, 0))), ==, 7);
}

/* A value of every type for every member. */
static GVariant *
invent (const FoveaMember *member)
{
  const char *type = member->type;
  GVariantBuilder builder;

  if (*type == 's')
    return g_variant_new_string ("Zoë “\\u0007” \n");
  if (*type == 'b')
    return g_variant_new_boolean (TRUE);
  if (*type == 'i')
    return g_variant_new_int32 ((gint32)member->most);
  if (*type == 'd')
    return g_variant_new_double (0.1 + member->least);
  g_variant_builder_init (&builder, G_VARIANT_TYPE (type));
  for (type++; *type != ')'; type++)
    {
      FoveaMember part = *member;
      char one[] = { *type, 0 };
      part.type = one;
      g_variant_builder_add_value (&builder, invent (&part));
    }
  return g_variant_builder_end (&builder);
}

static guint
fill (GHashTable *values, const FoveaMember *members)
{
  guint n = 0;

  for (; members->name; members++, n++)
    g_hash_table_replace (values, (gpointer)members->name,
                          g_variant_ref_sink (invent (members)));
  return n;
}

static void
same_values (GHashTable *one, GHashTable *other)
{
  GHashTableIter iter;
  gpointer name, value;

  g_assert_cmpuint (g_hash_table_size (one), ==, g_hash_table_size (other));
  g_hash_table_iter_init (&iter, one);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_assert_cmpvariant (value, g_hash_table_lookup (other, name));
}

static void
test_every_member (void)
{
  g_autoptr (FoveaState) state = fovea_state_new (), read = NULL;
  FoveaColumnState *column = fovea_state_add_column (state);
  g_autoptr (GError) error = NULL;

  state->image.path = g_strdup ("/photos/Zo\xc3\xab.jpg");
  state->image.digest = g_strnfill (64, 'a');
  column->backbone = g_strdup ("one");
  column->weights.path = g_strdup ("/weights/one \xff.pth");
  g_assert_cmpuint (fill (state->values, fovea_session_members), >, 5);
  fill (state->values, fovea_window_members);
  fill (column->values, fovea_column_members);
  fill (column->values, fovea_canvas_members);
  g_autofree char *text = fovea_state_write (state, "/sessions/a.fovea");
  read = fovea_state_read (text, strlen (text), "a.fovea", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->image.path, ==, state->image.path);
  g_assert_cmpstr (read->image.relative, ==, "../photos/Zo\xc3\xab.jpg");
  g_assert_cmpstr (read->image.digest, ==, state->image.digest);
  same_values (read->values, state->values);
  same_values (fovea_state_column (read, 0)->values, column->values);
  g_assert_cmpstr (fovea_state_column (read, 0)->weights.path, ==, column->weights.path);
  g_assert_cmpuint (fovea_state_differ (state, read, NULL), ==, 0);
}

static void
test_relative (void)
{
  static const char *const cases[][3] = {
    { "/a/b", "/a/b/c.jpg", "c.jpg" },       { "/a/b", "/a/c/d.jpg", "../c/d.jpg" },
    { "/a/b", "/d.jpg", "../../d.jpg" },     { "/", "/d.jpg", "d.jpg" },
    { "/a/bc", "/a/b/d.jpg", "../b/d.jpg" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *way = fovea_relative_path (cases[i][0], cases[i][1]);
      g_assert_cmpstr (way, ==, cases[i][2]);
    }
  g_assert_null (fovea_relative_path ("here", "/there"));
}

/* The folder goes elsewhere with all that is in it; then the image comes to lie beside
 * the session. */
static void
test_moved (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = make_session (f), *before = NULL;
  g_autofree char *moved = g_strconcat (f->folder, "-moved", NULL);
  g_autofree char *there = g_build_filename (moved, "study.fovea", NULL);
  g_autofree char *image = g_build_filename (moved, "photos", "elephant.jpg", NULL);
  g_autofree char *beside = g_build_filename (moved, "elephant.jpg", NULL);

  fovea_session_save (f->session, fovea_state_take (f->session), path, TRUE);
  settle (f);
  g_assert_cmpint (g_rename (f->folder, moved), ==, 0);
  keep (&f->folder, moved);
  open_path (f, there);
  g_assert_cmpstr (f->warning, ==, NULL);
  g_assert_cmpstr (fovea_session_get_path (f->session), ==, image);
  g_assert_true (g_str_has_prefix (
      fovea_model_weights (fovea_column_get_model (column_at (f, 0))), moved));
  g_assert_cmpint (g_rename (image, beside), ==, 0);
  open_path (f, there);
  g_assert_cmpstr (f->warning, ==, NULL);
  g_assert_cmpstr (fovea_session_get_path (f->session), ==, beside);
}

static void
test_changed_and_missing (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = make_session (f), *image = NULL, *weights = NULL;
  g_autofree char *photos = g_build_filename (f->folder, "photos", NULL);
  FoveaColumn *column;

  fovea_session_save (f->session, fovea_state_take (f->session), path, TRUE);
  settle (f);
  image = put (photos, "elephant.jpg", "palace.jpg");
  open_path (f, path);
  g_assert_cmpstr (f->failure, ==, NULL);
  g_assert_cmpstr (f->warning, ==,
                   "“elephant.jpg” has changed since the session was saved.");
  weights = g_build_filename (f->folder, "nano.safetensors", NULL);
  g_remove (weights);
  g_remove (image);
  open_path (f, path);
  g_assert_nonnull (strstr (f->warning, "elephant.jpg” is not there any more"));
  g_assert_nonnull (strstr (f->warning, "nano.safetensors” are not there any more"));
  column = column_at (f, 0);
  g_assert_null (fovea_column_get_model (column));
  g_assert_cmpstr (fovea_column_get_method (column)->name, ==, "layercam");
  g_assert_nonnull (fovea_column_get_map (column_at (f, 1)));

  g_free (put (f->folder, "other.safetensors", "van_nano.safetensors"));
  g_autofree char *other = g_build_filename (f->folder, "other.safetensors", NULL);
  fovea_column_open_model (column, NULL, other);
  settle (f);
  g_assert_cmpint (fovea_column_get_target (column), ==, 7);
  g_assert_nonnull (fovea_column_get_map (column));
}

/* A backbone whose weights are not there is still the one that was chosen. */
static void
test_wanted (Fixture *f, gconstpointer unused)
{
  static const char text[] = "{\"schema\":1,\"image\":\"demo:palace.jpg\",\"columns\":["
                             "{\"backbone\":\"van_nano\",\"weights\":\"demo:van_nano\"},"
                             "{\"backbone\":\"van_b0\",\"method\":\"layercam\","
                             "\"weights\":{\"path\":\"/nowhere/van.pth\"}}]}";
  g_autofree char *path = g_build_filename (f->folder, "a.fovea", NULL);

  g_file_set_contents (path, text, -1, NULL);
  open_path (f, path);
  g_assert_cmpstr (f->warning, ==,
                   "The weights “/nowhere/van.pth” are not there any more.");
  g_assert_cmpstr (fovea_session_get_name (f->session), ==, "palace.jpg");
  g_assert_true (fovea_session_is_demo_photo (f->session));
  g_assert_null (fovea_column_get_wanted (column_at (f, 0)));
  g_assert_nonnull (fovea_column_get_map (column_at (f, 0)));
  g_assert_cmpstr (fovea_column_get_wanted (column_at (f, 1)), ==, "van_b0");
  g_assert_cmpstr (fovea_column_get_method (column_at (f, 1))->name, ==, "layercam");
}

/* Refused in words that name the file and say what is wrong. */
static void
test_hostile (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *nested = g_strdup_printf ("{\"schema\":1,\"columns\":%s", deep);
  const char *const cases[][2] = {
    { "", "line 1" },
    { "{", "line 1" },
    { "[]", "no “schema”" },
    { "null", "line 1" },
    { "{\"columns\":[{}]}", "no “schema”" },
    { "{\"schema\":1}", "no “columns”" },
    { "{\"schema\":2,\"columns\":[{}]}", "schema 2" },
    { "{\"schema\":0,\"columns\":[{}]}", "schema 0" },
    { "{\"schema\":\"1\",\"columns\":[{}]}", "no “schema”" },
    { "{\"schema\":1,\"columns\":[]}", "0 columns" },
    { "{\"schema\":1,\"columns\":[{},{},{},{},{},{},{},{},{},{}]}", "10 columns" },
    { "{\"schema\":1,\"columns\":[7]}", "columns is none" },
    { "{\"schema\":1,\"schema\":1,\"columns\":[{}]}", "duplicate" },
    { "{\"schema\":1,\"columns\":[{\"class\":5}]}", "“class”" },
    { "{\"schema\":1,\"columns\":[{\"class\":{\"index\":5}}]}", "“class”" },
    { "{\"schema\":1,\"columns\":[{\"class\":{\"index\":4e9,\"name\":\"\"}}]}",
      "“class”" },
    { "{\"schema\":1,\"columns\":[{\"class\":{\"index\":9999999999,\"name\":\"\"}}]}",
      "“class”" },
    { "{\"schema\":1,\"columns\":[{\"place\":{\"x\":1e300,\"y\":0}}]}", "“place”" },
    { "{\"schema\":1,\"columns\":[{\"place\":{\"x\":NaN,\"y\":0}}]}", "line 1" },
    { "{\"schema\":1,\"columns\":[{\"place\":{\"x\":1e999,\"y\":0}}]}", "line 1" },
    { "{\"schema\":1,\"columns\":[{\"view\":[1,2,3]}]}", "“view”" },
    { "{\"schema\":1,\"columns\":[{\"method\":null}]}", "“method”" },
    { "{\"schema\":1,\"columns\":[{}],\"window\":{\"opacity\":1.5}}", "“opacity”" },
    { "{\"schema\":1,\"columns\":[{}],\"window\":{\"opacity\":\"1\"}}", "“opacity”" },
    { "{\"schema\":1,\"columns\":[{}],\"window\":{\"active\":-1}}", "“active”" },
    { "{\"schema\":1,\"columns\":[{}],\"window\":{\"cells\":1}}", "“cells”" },
    { "{\"schema\":1,\"columns\":[{}],\"image\":\"/etc/passwd\"}", "“image”" },
    { "{\"schema\":1,\"columns\":[{}],\"image\":{\"path\":\"a.jpg\"}}",
      "without its path" },
    { "{\"schema\":1,\"columns\":[{}],\"image\":{\"path\":7}}", "“path”" },
    { "{\"schema\":1,\"columns\":[{}],\"image\":{\"path\":\"http://a/b\"}}", "path" },
    { "{\"schema\":1,\"columns\":[{}],\"image\":{\"path\":\"/a\",\"relative\":\"/b\"}}",
      "“relative”" },
    { "{\"schema\":1,\"columns\":[{}],\"image\":{\"path\":\"/a\",\"sha256\":\"xyz\"}}",
      "“sha256”" },
    { "{\"schema\":1,\"columns\":[{\"backbone\":\"\xff\"}]}", "line 1" },
    { nested, "line 1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      FoveaState *state
          = fovea_state_read (cases[i][0], strlen (cases[i][0]), "x.fovea", &error);
      if (state || !strstr (error->message, cases[i][1])
          || !g_str_has_prefix (error->message, "“x.fovea” is not a session"))
        g_test_fail_printf ("%.80s: %s", cases[i][0], error ? error->message : "taken");
      g_clear_pointer (&state, fovea_state_free);
    }
}

/* A later minor version may say more. */
static void
test_later_schema (void)
{
  static const char text[]
      = "{\"schema\":1.7,\"image\":\"demo:leopard.jpg\",\"more\":[{}],"
        "\"window\":{\"opacity\":0.5,\"smell\":\"rose\"},"
        "\"columns\":[{\"backbone\":\"x\",\"sound\":{\"of\":1}}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaState) state = fovea_state_read (text, strlen (text), "x", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (state->image.path, ==, "demo:leopard.jpg");
  g_assert_cmpuint (g_hash_table_size (state->values), ==, 1);
  g_assert_true (fovea_state_column (state, 0)->wanted);
}

/* Whatever becomes of the bytes, it is taken or refused. */
static void
test_mangled (void)
{
  g_autoptr (FoveaState) state = fovea_state_new ();
  FoveaColumnState *column = fovea_state_add_column (state);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guint taken = 0, refused = 0;

  fill (state->values, fovea_session_members);
  fill (column->values, fovea_column_members);
  g_autofree char *text = fovea_state_write (state, NULL);
  gsize length = strlen (text);
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *mangled = g_memdup2 (text, length + 1);
      g_autoptr (GError) error = NULL;
      gsize end = i % 3 ? length : (gsize)g_rand_int_range (random, 0, (gint32)length);
      for (gint k = g_rand_int_range (random, 0, 4); k >= 0; k--)
        mangled[g_rand_int_range (random, 0, (gint32)length)]
            = (char)g_rand_int_range (random, 0, 256);
      FoveaState *read = fovea_state_read (mangled, end, "x", &error);
      g_assert_true ((read == NULL) == (error != NULL));
      *(read ? &taken : &refused) += 1;
      g_clear_pointer (&read, fovea_state_free);
    }
  g_assert_cmpuint (taken, >, 20);
  g_assert_cmpuint (refused, >, 1000);
}

/* What is not a session says so and changes nothing. */
static void
test_not_a_session (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = make_session (f), *before = text_of (f);
  g_autofree char *large = g_malloc (FOVEA_SESSION_MOST_BYTES + 2);

  g_file_set_contents (path, "{\"name\":\"something else\"}", -1, NULL);
  open_path (f, path);
  g_assert_nonnull (strstr (f->failure, "“study.fovea” is not a session"));
  memset (large, ' ', FOVEA_SESSION_MOST_BYTES + 2);
  large[0] = '{';
  g_file_set_contents (path, large, FOVEA_SESSION_MOST_BYTES + 2, NULL);
  open_path (f, path);
  g_assert_nonnull (strstr (f->failure, "larger than 1 MB"));
  g_autofree char *after = text_of (f);
  g_assert_cmpstr (after, ==, before);
  fovea_session_save (f->session, fovea_state_take (f->session), "/proc/no/such.fovea",
                      TRUE);
  settle (f);
  g_assert_nonnull (strstr (f->failure, "could not be saved"));
}

/* A digest is that of the content now, not of what it was. */
static void
test_digest (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->folder, "a", NULL);
  g_autofree char *first = NULL, *again = NULL, *other = NULL;
  g_autoptr (GError) error = NULL;
  gint stop = 1;

  g_file_set_contents (path, "abc", 3, NULL);
  g_assert_null (fovea_file_digest (path, &stop, &error));
  g_assert_nonnull (error);
  first = fovea_file_digest (path, NULL, NULL);
  again = fovea_file_digest (path, NULL, NULL);
  g_assert_cmpstr (first, ==,
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  g_assert_cmpstr (first, ==, again);
  g_file_set_contents (path, "abcd", 4, NULL);
  other = fovea_file_digest (path, NULL, NULL);
  g_assert_cmpstr (first, !=, other);
}

static void
count_up (guint *count)
{
  ++*count;
}

static void
wait_for (guint *count, guint wanted)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (*count < wanted && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (*count, ==, wanted);
}

/* Told once when it has come to rest, and once when it is gone. */
static void
test_watch (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = put (f->folder, "a.jpg", "leopard.jpg");
  const char *const paths[] = { path, NULL }, *const none[] = { NULL };
  FoveaFileWatch *watch = fovea_file_watch_new ();
  guint changed = 0, deleted = 0;

  g_signal_connect_swapped (watch, "changed", G_CALLBACK (count_up), &changed);
  g_signal_connect_swapped (watch, "deleted", G_CALLBACK (count_up), &deleted);
  fovea_file_watch_set (watch, paths);
  g_file_set_contents (path, "one", 3, NULL);
  g_file_set_contents (path, "two", 3, NULL);
  wait_for (&changed, 1);
  g_remove (path);
  wait_for (&deleted, 1);
  g_file_set_contents (path, "three", 5, NULL);
  wait_for (&changed, 2);
  fovea_file_watch_set (watch, none);
  g_assert_finalize_object (watch);
}

static void
test_preferences (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->folder, "fovea", "preferences", NULL);
  g_autoptr (FoveaPreferences) one = g_object_new (FOVEA_TYPE_PREFERENCES, NULL);
  g_autoptr (FoveaPreferences) other = g_object_new (FOVEA_TYPE_PREFERENCES, NULL);

  fovea_preferences_set_opacity (one, 0.1);
  fovea_preferences_load (one, path);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  fovea_preferences_set_style (one, "dark");
  fovea_preferences_set_style (one, "pink");
  fovea_preferences_set_reopen (one, TRUE);
  fovea_preferences_set_opacity (one, 0.5);
  fovea_preferences_set_colormap (one, fovea_colormap_find ("magma", NULL));
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, FALSE);
  fovea_preferences_load (other, path);
  g_assert_cmpstr (fovea_preferences_get_style (other), ==, "dark");
  g_assert_true (fovea_preferences_get_reopen (other));
  g_assert_cmpfloat (fovea_preferences_get_opacity (other), ==, 0.5);
  g_assert_cmpstr (fovea_preferences_get_colormap (other)->name, ==, "magma");
  g_file_set_contents (path, "[Fovea]\nstyle=pink\nopacity=nan\ncolormap=mud\n", -1,
                       NULL);
  fovea_preferences_load (other, path);
  g_assert_cmpstr (fovea_preferences_get_style (other), ==, "dark");
  g_assert_cmpfloat (fovea_preferences_get_opacity (other), ==, 0.5);
}

#define ADD(name, test)                                                                  \
  g_test_add ("/state/" name, Fixture, NULL, set_up, test, tear_down)

/* Nothing of the user's is read or written. */
static void
stay_apart (void)
{
  static const char *const homes[]
      = { "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME" };
  g_autofree char *folder = g_build_filename (g_get_tmp_dir (), "fovea-test-state", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (homes); i++)
    g_setenv (homes[i], folder, TRUE);
}

int
main (int argc, char **argv)
{
  stay_apart ();
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  g_test_add_func ("/state/every-member", test_every_member);
  g_test_add_func ("/state/relative", test_relative);
  ADD ("moved", test_moved);
  ADD ("changed-and-missing", test_changed_and_missing);
  ADD ("wanted", test_wanted);
  g_test_add_func ("/state/hostile", test_hostile);
  g_test_add_func ("/state/later-schema", test_later_schema);
  g_test_add_func ("/state/mangled", test_mangled);
  ADD ("not-a-session", test_not_a_session);
  ADD ("digest", test_digest);
  ADD ("watch", test_watch);
  ADD ("preferences", test_preferences);
  return g_test_run ();
}
