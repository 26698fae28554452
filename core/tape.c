/* SPDX-License-Identifier: MIT */
#include "tape-private.h"

#include "error.h"

static void
node_free (gpointer data)
{
  FoveaNode *node = data;

  g_free (node->site);
  g_free ((gpointer) node->options);
  g_free (node);
}

static void
param_free (gpointer data)
{
  FoveaParam *param = data;

  g_free (param->name);
  g_free (param);
}

FoveaTape *
fovea_tape_new (void)
{
  FoveaTape *tape = g_new0 (FoveaTape, 1);

  g_atomic_ref_count_init (&tape->references);
  tape->nodes = g_ptr_array_new_with_free_func (node_free);
  tape->params = g_ptr_array_new_with_free_func (param_free);
  tape->sites = g_ptr_array_new ();
  tape->names = g_array_new (FALSE, FALSE, sizeof (FoveaName));
  tape->scope = g_string_new (NULL);
  tape->scope_ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  tape->scope_starts = g_array_new (FALSE, FALSE, sizeof (guint));
  tape->strings = g_string_chunk_new (4096);
  tape->cuts = g_array_new (FALSE, FALSE, sizeof (FoveaCut));
  tape->switches = g_array_new (FALSE, FALSE, sizeof (FoveaSwitch));
  return tape;
}

FoveaTape *
fovea_tape_ref (FoveaTape *tape)
{
  g_atomic_ref_count_inc (&tape->references);
  return tape;
}

void
fovea_tape_unref (FoveaTape *tape)
{
  if (!g_atomic_ref_count_dec (&tape->references))
    return;
  g_ptr_array_unref (tape->nodes);
  g_ptr_array_unref (tape->params);
  g_ptr_array_unref (tape->sites);
  g_array_unref (tape->names);
  g_string_free (tape->scope, TRUE);
  g_array_unref (tape->scope_ends);
  g_array_unref (tape->scope_starts);
  g_array_unref (tape->cuts);
  g_array_unref (tape->switches);
  g_string_chunk_free (tape->strings);
  g_clear_error (&tape->error);
  g_free (tape);
}

void
fovea_tape_fail (FoveaTape *tape, const char *format, ...)
{
  if (tape->error)
    return;

  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  tape->error
      = g_error_new (FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED, "%s: %s",
                     tape->scope->len ? tape->scope->str : "the network", message);
}

FoveaNode *
fovea_tape_append (FoveaTape *tape, const FoveaOp *op, FoveaNode *const *inputs,
                   guint n_inputs, const FoveaParam *const *params, guint n_params,
                   gconstpointer options, gsize options_size)
{
  g_assert (!tape->closed && n_inputs <= FOVEA_MAX_INPUTS && n_params <= FOVEA_MAX_PARAMS);

  if (tape->error)
    return NULL;

  FoveaNode *node = g_new0 (FoveaNode, 1);
  g_ptr_array_add (tape->nodes, node);
  node->index = tape->nodes->len - 1;
  node->op = op;
  for (guint i = 0; i < n_inputs; i++)
    node->inputs[i] = inputs[i];
  node->n_inputs = n_inputs;
  for (guint i = 0; i < n_params; i++)
    node->params[i] = params[i];
  node->n_params = n_params;
  node->stage = tape->stage;
  node->part = tape->part;
  node->options = options_size ? g_memdup2 (options, options_size) : NULL;

  g_autoptr (GError) error = NULL;
  if (!op->infer (node, &error))
    {
      fovea_tape_fail (tape, "%s", error->message);
      return NULL;
    }
  return node;
}

/* The input has no arithmetic: its values are given to the run. */
static gboolean
input_infer (FoveaNode *node, GError **error)
{
  node->shape = *(const FoveaShape *) node->options;
  return TRUE;
}

static const FoveaOp input_op = { .name = "input", .infer = input_infer };

static void
add_name (FoveaTape *tape, FoveaNode *node, const char *text)
{
  FoveaName name = { g_string_chunk_insert (tape->strings, text), node, tape->layout };

  g_array_append_val (tape->names, name);
  if (!node->path)
    node->path = name.name;
}

FoveaNode *
fovea_tape_input (FoveaTape *tape, const FoveaShape *shape)
{
  g_assert (!tape->input);

  tape->input = fovea_tape_append (tape, &input_op, NULL, 0, NULL, 0, shape, sizeof *shape);
  add_name (tape, tape->input, "input");
  return tape->input;
}

void
fovea_tape_push (FoveaTape *tape, const char *format, ...)
{
  g_array_append_val (tape->scope_ends, tape->scope->len);
  g_array_append_val (tape->scope_starts, tape->nodes->len);
  if (tape->scope->len)
    g_string_append_c (tape->scope, '.');

  va_list args;
  va_start (args, format);
  g_string_append_vprintf (tape->scope, format, args);
  va_end (args);
}

void
fovea_tape_pop (FoveaTape *tape)
{
  guint last = tape->scope_ends->len - 1;
  guint start = g_array_index (tape->scope_starts, guint, last);

  if (!tape->error && tape->nodes->len > start)
    add_name (tape, g_ptr_array_index (tape->nodes, tape->nodes->len - 1), tape->scope->str);
  g_string_truncate (tape->scope, g_array_index (tape->scope_ends, gsize, last));
  g_array_set_size (tape->scope_ends, last);
  g_array_set_size (tape->scope_starts, last);
}

void
fovea_tape_set_layout (FoveaTape *tape, FoveaLayout layout)
{
  tape->layout = layout;
}

void
fovea_tape_set_stage (FoveaTape *tape, guint stage)
{
  tape->stage = stage;
}

void
fovea_tape_set_part (FoveaTape *tape, FoveaPart part)
{
  tape->part = part;
}

static FoveaParam *
add_param (FoveaTape *tape, const char *name, const FoveaShape *shape)
{
  FoveaParam *param = g_new0 (FoveaParam, 1);

  param->index = tape->params->len;
  param->name = tape->scope->len ? g_strconcat (tape->scope->str, ".", name, NULL)
                                 : g_strdup (name);
  param->shape = *shape;
  g_ptr_array_add (tape->params, param);
  return param;
}

const FoveaParam *
fovea_tape_param (FoveaTape *tape, const char *name, const FoveaShape *shape)
{
  return add_param (tape, name, shape);
}

const FoveaParam *
fovea_tape_optional_param (FoveaTape *tape, const char *name, const FoveaShape *shape)
{
  FoveaParam *param = add_param (tape, name, shape);

  param->optional = TRUE;
  return param;
}

/* The name of the outermost scope that the node closes. */
static const FoveaName *
outermost_name (const FoveaTape *tape, const FoveaNode *node)
{
  for (guint i = tape->names->len; i-- > 0;)
    if (g_array_index (tape->names, FoveaName, i).node == node)
      return &g_array_index (tape->names, FoveaName, i);
  g_assert_not_reached ();
}

static void
fill_site (const FoveaTape *tape, FoveaNode *node)
{
  const FoveaName *name = outermost_name (tape, node);
  FoveaSite *site = node->site;

  site->path = node->path = name->name;
  site->layout = name->layout;
  site->shape = node->shape;
  site->stage = site->stage ? site->stage : node->stage;
  site->height = site->height ? site->height : (guint) node->shape.dim[2];
  site->width = site->width ? site->width : (guint) node->shape.dim[3];
  site->step = MAX (site->step, 1);
  site->stride = (guint) tape->input->shape.dim[2] / MAX (site->height, 1);
}

void
fovea_tape_publish (FoveaTape *tape, FoveaNode *node, const FoveaSite *site)
{
  if (!node)
    return;
  g_assert (node->shape.rank == 4);
  node->site = g_memdup2 (site, sizeof *site);
  fill_site (tape, node);
  g_ptr_array_add (tape->sites, node);
}

gboolean
fovea_tape_close (FoveaTape *tape, FoveaNode *output, GError **error)
{
  if (tape->error)
    {
      g_propagate_error (error, g_error_copy (tape->error));
      return FALSE;
    }
  g_assert (output && tape->scope_ends->len == 0 && !tape->closed);

  tape->output = output;
  if (!fovea_tape_resolve_switches (tape, error))
    return FALSE;
  fovea_tape_fold (tape);
  fovea_tape_group (tape);
  tape->closed = TRUE;
  return TRUE;
}

guint
fovea_tape_n_nodes (const FoveaTape *tape)
{
  return tape->nodes->len;
}

const FoveaNode *
fovea_tape_node (const FoveaTape *tape, guint index)
{
  return g_ptr_array_index (tape->nodes, index);
}

const FoveaNode *
fovea_tape_get_input (const FoveaTape *tape)
{
  return tape->input;
}

const FoveaNode *
fovea_tape_get_output (const FoveaTape *tape)
{
  return tape->output;
}

guint
fovea_tape_n_groups (const FoveaTape *tape)
{
  return tape->n_groups;
}

guint
fovea_tape_n_params (const FoveaTape *tape)
{
  return tape->params->len;
}

void
fovea_tape_name (FoveaTape *tape, FoveaNode *node, const char *name)
{
  gsize length = tape->scope->len;

  if (!node)
    return;
  g_string_append_printf (tape->scope, "%s%s", length ? "." : "", name);
  add_name (tape, node, tape->scope->str);
  g_string_truncate (tape->scope, length);
}

const FoveaParam *
fovea_tape_get_param (const FoveaTape *tape, guint index)
{
  return g_ptr_array_index (tape->params, index);
}

const FoveaName *
fovea_tape_names (const FoveaTape *tape, guint *count)
{
  *count = tape->names->len;
  return (const FoveaName *) tape->names->data;
}

const FoveaNode *
fovea_tape_lookup (const FoveaTape *tape, const char *path)
{
  for (guint i = 0; i < tape->names->len; i++)
    if (g_str_equal (g_array_index (tape->names, FoveaName, i).name, path))
      return g_array_index (tape->names, FoveaName, i).node;
  return NULL;
}

const FoveaNode *const *
fovea_tape_sites (const FoveaTape *tape, guint *count)
{
  *count = tape->sites->len;
  return (const FoveaNode *const *) tape->sites->pdata;
}

static guint64
macs_of (const FoveaNode *node)
{
  return node->op->macs && !node->absorbed ? node->op->macs (node) : 0;
}

guint64
fovea_tape_macs (const FoveaTape *tape)
{
  guint64 macs = 0;

  for (guint i = 0; i < tape->nodes->len; i++)
    macs += macs_of (g_ptr_array_index (tape->nodes, i));
  return macs;
}

guint64
fovea_tape_macs_of (const FoveaTape *tape, guint stage, FoveaPart part)
{
  guint64 macs = 0;

  for (guint i = 0; i < tape->nodes->len; i++)
    {
      const FoveaNode *node = g_ptr_array_index (tape->nodes, i);
      if (node->stage == stage && node->part == part)
        macs += macs_of (node);
    }
  return macs;
}
