/* SPDX-License-Identifier: MIT */

/* Which weights these are: the SHA-256 of their file, as publishers and papers give it. */

#include "card.h"

#include <errno.h>
#include <stdio.h>

#include "embedded.h"
#include "error.h"
#include "model-private.h"

#define PIECE (1 << 20)

static char *
digest_demo (const FoveaModel *model)
{
  g_autofree char *file = g_strconcat (model->name, ".safetensors", NULL);
  g_autoptr (GBytes) bytes = fovea_embedded (file);

  return bytes ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : NULL;
}

static char *
digest_stream (FILE *file, const gint *stop)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *piece = g_malloc (PIECE);
  gsize n;

  while ((n = fread (piece, 1, PIECE, file)) > 0 && !(stop && g_atomic_int_get (stop)))
    g_checksum_update (checksum, piece, (gssize) n);
  return n || ferror (file) ? NULL : g_strdup (g_checksum_get_string (checksum));
}

char *
fovea_model_digest (const FoveaModel *model, const gint *stop, GError **error)
{
  if (model->is_demo)
    return digest_demo (model);
  if (!model->weights || g_str_equal (model->weights, "synthetic weights"))
    return NULL;

  FILE *file = fopen (model->weights, "rb");
  char *digest = file ? digest_stream (file, stop) : NULL;
  int problem = errno;
  if (file)
    fclose (file);
  if (!digest && stop && g_atomic_int_get (stop))
    g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED, "Stopped");
  else if (!digest)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                 "%s cannot be read any more: %s", model->weights, g_strerror (problem));
  return digest;
}
