/* SPDX-License-Identifier: MIT */
#include "python.h"

#include <string.h>

#include "embedded.h"
#include "error.h"
#include "model-private.h"

/* Characters that look like nothing, or turn what follows round. */
static gboolean
is_plain (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return g_unichar_isprint (c) && type != G_UNICODE_LINE_SEPARATOR
         && type != G_UNICODE_PARAGRAPH_SEPARATOR && type != G_UNICODE_PRIVATE_USE;
}

static void
append_character (GString *to, gunichar c)
{
  if (c == '"' || c == '\\')
    g_string_append_printf (to, "\\%c", (char) c);
  else if (c == '\n')
    g_string_append (to, "\\n");
  else if (is_plain (c))
    g_string_append_unichar (to, c);
  else
    g_string_append_printf (to, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x",
                            c);
}

static void
append_byte (GString *to, guchar byte)
{
  if (byte < 0x80)
    append_character (to, byte);
  else
    g_string_append_printf (to, "\\x%02x", byte);
}

char *
fovea_python_string (const char *text)
{
  gboolean is_utf8 = g_utf8_validate (text, -1, NULL);
  GString *literal = g_string_new (is_utf8 ? "\"" : "os.fsdecode(b\"");

  for (const char *at = text; *at; at = is_utf8 ? g_utf8_next_char (at) : at + 1)
    if (is_utf8)
      append_character (literal, g_utf8_get_char (at));
    else
      append_byte (literal, (guchar) *at);
  g_string_append (literal, is_utf8 ? "\"" : "\")");
  return g_string_free (literal, FALSE);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

void
fovea_model_note_source (FoveaModel *model, const FoveaCheckpoint *checkpoint,
                         const FoveaSpelled *spelled)
{
  GHashTableIter iter;
  gpointer ours, theirs;

  model->container = fovea_checkpoint_container (checkpoint);
  model->dictionary = g_strdup (fovea_checkpoint_dictionary (checkpoint));
  model->respelled = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, spelled->spelled);
  while (g_hash_table_iter_next (&iter, &ours, &theirs))
    if (!g_str_equal (ours, theirs))
      {
        g_autofree char *from = fovea_python_string (theirs);
        g_autofree char *to = fovea_python_string (ours);
        g_ptr_array_add (model->respelled, g_strdup_printf ("    %s: %s,\n", from, to));
      }
  g_ptr_array_sort (model->respelled, compare_strings);
}

static void
append_definition (GString *to, const FoveaFamily *family)
{
  for (guint i = 0; i < G_N_ELEMENTS (family->python) && family->python[i]; i++)
    {
      g_autoptr (GBytes) source = fovea_embedded (family->python[i]);
      gsize length;
      const char *text = g_bytes_get_data (source, &length);

      g_string_append_len (to, text, (gssize) length);
      g_string_append (to, "\n\n");
    }
}

/* Numbers, a string, a list of numbers; anything else is nothing that the network reads. */
static gboolean
append_value (GString *to, const json_t *value)
{
  gsize i, n = json_array_size (value);

  if (json_is_integer (value))
    g_string_append_printf (to, "%" JSON_INTEGER_FORMAT, json_integer_value (value));
  else if (json_is_string (value))
    {
      g_autofree char *quoted = fovea_python_string (json_string_value (value));
      g_string_append (to, quoted);
    }
  else if (json_is_array (value))
    {
      g_string_append_c (to, '[');
      for (i = 0; i < n; i++)
        g_string_append_printf (to, "%s%" JSON_INTEGER_FORMAT, i ? ", " : "",
                                json_integer_value (json_array_get (value, i)));
      g_string_append_c (to, ']');
    }
  else
    return FALSE;
  return TRUE;
}

static void
append_configuration (GString *to, const FoveaModel *model)
{
  const char *key, *separator = "";
  json_t *value;

  g_string_append (to, "CONFIG = {");
  json_object_foreach (model->config, key, value)
    {
      g_autofree char *quoted = fovea_python_string (key);
      g_autoptr (GString) text = g_string_new (NULL);

      if (!append_value (text, value))
        continue;
      g_string_append_printf (to, "%s%s: %s", separator, quoted, text->str);
      separator = ", ";
    }
  g_string_append_printf (to, "}\nmodel = build(CONFIG, classes=%u).eval()\n\n",
                          model->n_classes);
}

static void
append_opening (GString *to, const FoveaModel *model)
{
  if (model->container == FOVEA_CONTAINER_SAFETENSORS)
    {
      g_string_append (to, "state = load_file(WEIGHTS)\n");
      return;
    }
  g_string_append (to,
                   "# A file that holds more than tensors and plain values is refused. "
                   "weights_only=False would run\n# what is in it: only for a file that you "
                   "trust.\n"
                   "state = torch.load(WEIGHTS, map_location=\"cpu\", weights_only=True)\n");
  if (model->dictionary[0])
    {
      g_autofree char *quoted = fovea_python_string (model->dictionary);
      g_string_append_printf (to, "state = state[%s]\n", quoted);
    }
  g_string_append (to, "state = {key: value for key, value in state.items() if "
                       "torch.is_tensor(value)}\n");
}

static void
append_spelling (GString *to, const FoveaModel *model)
{
  if (model->respelled->len == 0)
    return;
  g_string_append (to, "# This file spells the published names otherwise.\nPUBLISHED = {\n");
  for (guint i = 0; i < model->respelled->len; i++)
    g_string_append (to, g_ptr_array_index (model->respelled, i));
  g_string_append (to, "}\nstate = {PUBLISHED.get(key, key): value for key, value in "
                       "state.items()}\n");
}

static const char filling[]
    = "own = model.state_dict()\n"
      "state = {key: value.reshape(own[key].shape) for key, value in state.items() if key in own}\n"
      "missing = model.load_state_dict(state, strict=False).missing_keys\n"
      "missing = [key for key in missing if not key.endswith((\"num_batches_tracked\", "
      "\"dep_conv.bias\"))]\n"
      "assert not missing, missing\n";

static const char stripping[]
    = "while any(all(key.startswith(wrap) for key in state) for wrap in (\"module.\", "
      "\"model.\")):\n"
      "    state = {key.split(\".\", 1)[1]: value for key, value in state.items()}\n";

char *
fovea_model_python (const FoveaModel *model, GError **error)
{
  if (model->off->len || !model->dictionary)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   model->off->len
                       ? "%s cannot be written in Python: parts of it are turned off"
                       : "%s cannot be written in Python: its weights are in no file that "
                         "Python could open; pass a checkpoint with --weights FILE",
                   model->title);
      return NULL;
    }
  GString *text = g_string_new (NULL);

  append_definition (text, model->family);
  append_configuration (text, model);
  append_opening (text, model);
  g_string_append (text, stripping);
  append_spelling (text, model);
  g_string_append (text, filling);
  return g_string_free (text, FALSE);
}
