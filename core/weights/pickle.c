/* SPDX-License-Identifier: MIT */
#include "pickle-private.h"
#include "error.h"

gboolean
fovea_pickle_fail (const FoveaPickle *pickle, GError **error, const char *format, ...)
{
  const char *name = fovea_pickle_opcodes[pickle->bytes[pickle->opcode]].name;
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
               "The pickle in it cannot be read: %s (opcode %s at byte %" G_GSIZE_FORMAT
               "). The file is damaged or was not written by torch.save.",
               what, name ? name : "unknown", pickle->opcode);
  return FALSE;
}

gboolean
fovea_pickle_limit (const FoveaPickle *pickle, GError **error, const char *what,
                    guint64 limit)
{
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
               "The pickle in it has more than %" G_GUINT64_FORMAT
               " %s (at byte %" G_GSIZE_FORMAT "), which is not accepted.",
               limit, what, pickle->opcode);
  return FALSE;
}

static void
free_items (gpointer data)
{
  g_free (((FoveaContainerItems *)data)->items);
}

static FoveaPickle *
pickle_new (const guint8 *bytes, gsize length, const FoveaPickleHooks *hooks,
            gpointer data)
{
  FoveaPickle *pickle = g_new0 (FoveaPickle, 1);

  pickle->bytes = bytes;
  pickle->length = length;
  pickle->hooks = hooks;
  pickle->data = data;
  pickle->stack = g_array_sized_new (FALSE, FALSE, sizeof (FoveaValue), 64);
  pickle->marks = g_array_new (FALSE, FALSE, sizeof (guint));
  pickle->memo = g_array_new (FALSE, TRUE, sizeof (FoveaValue));
  pickle->containers = g_array_new (FALSE, FALSE, sizeof (FoveaContainerItems));
  g_array_set_clear_func (pickle->containers, free_items);
  pickle->globals = g_array_new (FALSE, FALSE, sizeof (FoveaGlobal));
  g_array_append_vals (pickle->globals, fovea_pickle_fixed_globals,
                       FOVEA_N_FIXED_GLOBALS);
  return pickle;
}

void
fovea_pickle_free (FoveaPickle *pickle)
{
  g_array_unref (pickle->stack);
  g_array_unref (pickle->marks);
  g_array_unref (pickle->memo);
  g_array_unref (pickle->containers);
  g_array_unref (pickle->globals);
  g_free (pickle);
}

/* A pickle of protocol 2 or later says so in its first opcode, and only there. */
static gboolean
check_start (FoveaPickle *pickle, GError **error)
{
  if (pickle->length >= 2 && pickle->bytes[0] == 0x80)
    return TRUE;
  g_set_error (
      error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
      pickle->length < 2
          ? "The pickle in it is missing: the file is incomplete. Download it again."
          : "The pickle in it is not of protocol 2 to 5, as torch.save writes it.");
  return FALSE;
}

static gboolean
step (FoveaPickle *pickle, GError **error)
{
  if (pickle->at >= pickle->length)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                   "The pickle in it ends after %" G_GSIZE_FORMAT
                   " bytes without a STOP: the file is incomplete. Download it again.",
                   pickle->length);
      return FALSE;
    }
  pickle->opcode = pickle->at++;
  const FoveaOpcode *opcode = &fovea_pickle_opcodes[pickle->bytes[pickle->opcode]];
  if (!opcode->run)
    return fovea_pickle_fail (pickle, error,
                              "byte 0x%02x is no opcode that torch.save uses",
                              pickle->bytes[pickle->opcode]);
  return opcode->run (pickle, opcode->argument, error);
}

FoveaPickle *
fovea_pickle_read (const guint8 *bytes, gsize length, const FoveaPickleHooks *hooks,
                   gpointer data, GError **error)
{
  g_autoptr (FoveaPickle) pickle = pickle_new (bytes, length, hooks, data);

  if (!check_start (pickle, error))
    return NULL;
  for (guint n = 0; !pickle->stopped; n++)
    {
      if (n >= FOVEA_PICKLE_MAX_OPCODES || pickle->at >= FOVEA_PICKLE_MAX_BYTES)
        {
          fovea_pickle_limit (pickle, error,
                              n < FOVEA_PICKLE_MAX_OPCODES ? "bytes" : "opcodes",
                              n < FOVEA_PICKLE_MAX_OPCODES ? FOVEA_PICKLE_MAX_BYTES
                                                           : FOVEA_PICKLE_MAX_OPCODES);
          return NULL;
        }
      if (!step (pickle, error))
        return NULL;
    }
  return g_steal_pointer (&pickle);
}
