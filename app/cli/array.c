/* SPDX-License-Identifier: MIT */
#include "array.h"

#include "export.h"
#include "npz-writer.h"
#include "panels.h"

/* (transfer full) */
static FoveaMap *
make_map (const CliColumn *column, guint panel, gboolean raw)
{
  return raw ? fovea_map_ref (fovea_panels_get (cli_column_panels (column), panel)->raw)
             : fovea_explanation_finish_panel (column->explanation, column->index, panel,
                                               FALSE);
}

static gboolean
write_npz (const CliColumn *column, gboolean raw, const char *path, GError **error)
{
  const FoveaPanels *panels = cli_column_panels (column);
  guint first = (guint) MAX (column->panel, 0);
  guint end = column->panel < 0 ? fovea_panels_count (panels) : first + 1;
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);
  g_autoptr (FoveaNpz) npz = output ? fovea_npz_new (output) : NULL;

  if (!npz)
    return FALSE;
  for (guint i = first; i < end; i++)
    {
      g_autoptr (FoveaMap) map = make_map (column, i, raw);
      gsize dims[] = { fovea_map_height (map), fovea_map_width (map) };
      const char *name = fovea_panels_get (panels, i)->name;
      fovea_npz_add (npz, name ? name : "map", dims, 2, fovea_map_values (map));
    }
  return fovea_npz_finish (npz, error) && fovea_output_commit (output, error);
}

gboolean
cli_array_write (const CliColumn *column, gboolean raw, const char *path, GError **error)
{
  if (g_str_has_suffix (path, ".npz"))
    return write_npz (column, raw, path, error);
  if (!cli_panels_check_single (column, error))
    return FALSE;
  g_autoptr (FoveaMap) map = make_map (column, (guint) MAX (column->panel, 0), raw);
  return fovea_export_map_npy (map, path, error);
}
