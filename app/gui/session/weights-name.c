/* SPDX-License-Identifier: MIT */
#include "weights-name.h"

#include <glib/gi18n.h>

char *
fovea_weights_name (FoveaModel *model)
{
  return fovea_model_is_demo (model)
             ? g_strdup (_ ("demo weights"))
             : g_filename_display_basename (fovea_model_weights (model));
}
