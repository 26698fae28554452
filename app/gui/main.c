/* SPDX-License-Identifier: MIT */
#include "application.h"

#include <glib/gi18n.h>
#include <locale.h>

/* FOVEA_LOCALE_DIR is for running from where it was built. Numbers keep their point in every
 * language, as figures, files and commands have it. */
static void
choose_language (void)
{
  const char *folder = g_getenv ("FOVEA_LOCALE_DIR");

  gtk_disable_setlocale ();
  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, folder ? folder : FOVEA_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char **argv)
{
  choose_language ();
  g_autoptr (FoveaApplication) application = fovea_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
