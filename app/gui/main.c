/* SPDX-License-Identifier: MIT */
#include "application.h"

int
main (int argc, char **argv)
{
  g_autoptr (FoveaApplication) application = fovea_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
