/* SPDX-License-Identifier: MIT */
#include "report.h"

#include "error.h"
#include "interrupt.h"
#include "output-json.h"

#include <stdio.h>
#include <unistd.h>

void
cli_at (Cli *cli, const char *path)
{
  g_free (cli->path);
  cli->path = g_strdup (path);
}

gboolean
cli_refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_USAGE, message);
  return FALSE;
}

int
cli_exit_status (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return FOVEA_ERROR_USAGE;
  if (error->domain != FOVEA_ERROR)
    return FOVEA_ERROR_FAILED;
  if (error->code == FOVEA_ERROR_CANCELLED && cli_interrupt_status ())
    return cli_interrupt_status ();
  return error->code;
}

static void
report_json (const Cli *cli, const GError *error)
{
  json_t *detail = json_object ();
  g_autoptr (JsonDocument) document = cli_json_document ();

  json_object_set_new (detail, "code", json_integer (cli_exit_status (error)));
  json_object_set_new (detail, "message", cli_json_text (error->message));
  json_object_set_new (detail, "path", cli_json_path (cli->path));
  json_object_set_new (document, "error", detail);
  cli_json_print (document, NULL);
}

void
cli_report (const Cli *cli, const GError *error)
{
  if (cli->json)
    report_json (cli, error);
  else
    fprintf (stderr, "fovea-cli: %s\n", error->message);
}

void
cli_warn (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  fprintf (stderr, "fovea-cli: %s\n", message);
}

static gboolean is_mute;

void
cli_progress_mute (void)
{
  is_mute = TRUE;
}

void
cli_progress_start (CliProgress *progress, const char *what)
{
  *progress = (CliProgress){ .what = what, .started = g_get_monotonic_time () };
}

gboolean
cli_progress_show (double share, gpointer data)
{
  CliProgress *progress = data;

  if (!progress->shown
      && (is_mute || !isatty (STDERR_FILENO)
          || g_get_monotonic_time () - progress->started < G_USEC_PER_SEC / 2))
    return TRUE;
  progress->shown = TRUE;
  fprintf (stderr, "\r%s %3.0f %%", progress->what, 100 * share);
  return TRUE;
}

void
cli_progress_end (CliProgress *progress)
{
  if (progress->shown)
    fputs ("\r\033[K", stderr);
  progress->shown = FALSE;
}
