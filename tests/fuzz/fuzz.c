/* SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "error.h"
#include "weights/checkpoint.h"

/* A violated promise must end the program in release builds, too. */
static void
promise (gboolean kept, const char *what)
{
  if (!kept)
    g_error ("broken promise: %s", what);
}

static void
check_error (const GError *error)
{
  promise (error != NULL, "a failure sets an error");
  promise (error->domain == FOVEA_ERROR, "the error is ours");
  promise (g_utf8_validate (error->message, -1, NULL), "the message is text");
}

static void
check_tensor (FoveaCheckpoint *checkpoint, const FoveaTensorInfo *info)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTensor) tensor = fovea_checkpoint_read (checkpoint, info->name, &error);

  promise (fovea_checkpoint_lookup (checkpoint, info->name) == info,
           "a name finds its tensor");
  if (tensor)
    promise (fovea_shape_equal (fovea_tensor_shape (tensor), &info->shape),
             "the shape holds");
  else
    check_error (error);
}

void
fuzz_checkpoint (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaCheckpoint) checkpoint
      = fovea_checkpoint_open_bytes (bytes, "van-0123abcd.pth", NULL, &error);

  if (!checkpoint)
    {
      check_error (error);
      return;
    }
  promise (error == NULL, "a success sets no error");
  promise (fovea_checkpoint_skipped (checkpoint)
               && fovea_checkpoint_warnings (checkpoint),
           "the lists are there");
  for (guint i = 0; i < fovea_checkpoint_n_tensors (checkpoint); i++)
    check_tensor (checkpoint, fovea_checkpoint_tensor (checkpoint, i));
}

#ifndef FOVEA_LIBFUZZER

static guint
replay_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize length;

  if (!g_file_get_contents (path, &content, &length, &error))
    g_error ("%s", error->message);
  /* A copy of the exact size, so that a sanitizer sees the first byte too many. */
  g_autofree guint8 *exact = g_memdup2 (content, MAX (length, 1));
  LLVMFuzzerTestOneInput (exact, length);
  return 1;
}

static guint
replay (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  if (!folder)
    return replay_file (path);
  while ((name = g_dir_read_name (folder)))
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);
      n += replay_file (inside);
    }
  return n;
}

int
main (int argc, char **argv)
{
  guint n = 0;

  for (int i = 1; i < argc; i++)
    n += replay (argv[i]);
  g_print ("%u inputs\n", n);
  return n > 0 ? 0 : 1;
}

#endif
