/* SPDX-License-Identifier: MIT */

/* fovea-cli: finds the command, runs it, reports its error, returns its exit status. */

#include "cli.h"
#include "error.h"
#include "interrupt.h"
#include "output-json.h"
#include "report.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const CliCommand *const commands[] = {
  &cli_models_command,   &cli_methods_command, &cli_layers_command,
  &cli_info_command,     &cli_classify_command, &cli_explain_command, &cli_figure_command,
  &cli_find_command,
  &cli_measure_command,  &cli_batch_command,    &cli_rates_command,   &cli_trace_command,
  &cli_bench_command,
};

static void
print_usage (FILE *file)
{
  fputs ("Usage: fovea-cli COMMAND [OPTION…]\n\n"
         "Shows where an image classifier looks.\n\nCommands:\n",
         file);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (file, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
  fputs ("  help       Show this, or the help of a command\n\n"
         "Options:\n"
         "  -h, --help     Show this help; after a command, the command's\n"
         "  --version      Show the version\n\n"
         "Examples:\n"
         "  fovea-cli classify photo.jpg --model van_nano\n"
         "  fovea-cli explain demo:leopard.jpg --model van_nano --out leopard.png\n"
         "  fovea-cli help explain\n\n"
         "Exit status: 0 done, 1 failed, 2 usage, 3 image unreadable, 4 weights rejected,\n"
         "5 unsupported backbone, layer or method, 6 limit exceeded, 7 output not written,\n"
         "130 interrupted.\n",
         file);
}

static const CliCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  return NULL;
}

/* Levenshtein's distance between short words; long ones are far. */
static guint
distance (const char *a, const char *b)
{
  guint row[32], n = (guint) strlen (b);

  if (n >= G_N_ELEMENTS (row) || strlen (a) >= G_N_ELEMENTS (row))
    return G_MAXUINT;
  for (guint j = 0; j <= n; j++)
    row[j] = j;
  for (guint i = 1; a[i - 1]; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (guint j = 1; j <= n; j++)
        {
          guint change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
          diagonal = row[j];
          row[j] = MIN (change, MIN (row[j], row[j - 1]) + 1);
        }
    }
  return row[n];
}

static gboolean
refuse_command (const char *name, GError **error)
{
  const char *near = NULL;
  guint least = 3;

  if (name[0] == '-')
    return cli_refuse (error, "There is no option %s; `fovea-cli --help` lists the commands",
                       name);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (distance (name, commands[i]->name) < least)
      {
        near = commands[i]->name;
        least = distance (name, near);
      }
  if (near)
    return cli_refuse (error, "There is no command “%s”; did you mean “%s”?", name, near);
  return cli_refuse (error, "There is no command “%s”; `fovea-cli --help` lists them", name);
}

/* `fovea-cli help [COMMAND]`. */
static gboolean
run_help (Cli *cli, int argc, char **argv, GError **error)
{
  if (argc < 2 || argv[1][0] == '-')
    {
      print_usage (stdout);
      return cli_flush (error);
    }
  const CliCommand *command = find_command (argv[1]);
  if (!command)
    return refuse_command (argv[1], error);
  char *help[] = { argv[1], (char *) "--help", NULL };
  return command->run (cli, command, 2, help, error);
}

static gboolean
run (Cli *cli, int argc, char **argv, GError **error)
{
  const CliCommand *command;

  /* Also taken before the command. */
  if (argc > 1 && g_str_equal (argv[1], "--json"))
    return run (cli, argc - 1, argv + 1, error);
  if (argc < 2)
    {
      if (!cli->json)
        print_usage (stderr);
      return cli_refuse (error, "Name a command");
    }
  if (g_str_equal (argv[1], "--version"))
    {
      puts ("fovea-cli " FOVEA_VERSION);
      return cli_flush (error);
    }
  if (g_str_equal (argv[1], "help") || g_str_equal (argv[1], "--help")
      || g_str_equal (argv[1], "-h"))
    return run_help (cli, argc - 1, argv + 1, error);
  command = find_command (argv[1]);
  if (!command)
    return refuse_command (argv[1], error);
  return command->run (cli, command, argc - 1, argv + 1, error);
}

/* Known before the options are parsed, since parsing may fail. */
static gboolean
wants_json (int argc, char **argv)
{
  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    if (g_str_equal (argv[i], "--json"))
      return TRUE;
  return FALSE;
}

int
main (int argc, char **argv)
{
  Cli cli = { .json = wants_json (argc, argv) };
  g_autoptr (GError) error = NULL;
  int status = 0;

  /* Names of files are in the user's charset; numbers keep their point. */
  setlocale (LC_CTYPE, "");
  cli_interrupt_install ();
  if (!run (&cli, argc, argv, &error) && error)
    {
      cli_report (&cli, error);
      status = cli_exit_status (error);
    }
  g_free (cli.path);
  return status;
}
