/* SPDX-License-Identifier: MIT */

/* What the folder's window says. */

#include "folder-window-private.h"

#include <glib/gi18n.h>
#include <math.h>

char *
fovea_folder_verdict (const FoveaGalleryResult *result)
{
  const FoveaVerdict *verdict = &result->verdict;
  const char *name = fovea_model_class_name (result->model, verdict->classes[0]);
  const char *mark = result->truth < 0                                          ? ""
                     : (guint)result->truth == verdict->classes[0] ? "✓ "
                                                                   : "✗ ";

  return g_strdup_printf ("%s%s %.0f %%", mark, name, 100 * verdict->probabilities[0]);
}

char *
fovea_folder_top_five (const FoveaGalleryResult *result)
{
  const FoveaVerdict *verdict = &result->verdict;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < verdict->n; i++)
    g_string_append_printf (text, "%s%.1f %%  %s", i ? "\n" : "",
                            100 * verdict->probabilities[i],
                            fovea_model_class_name (result->model, verdict->classes[i]));
  return g_string_free (text, FALSE);
}

/* "40 s", "12 min", "3 h". (transfer full) */
static char *
duration (double seconds)
{
  if (seconds < 90)
    return g_strdup_printf (_ ("%.0f s"), ceil (seconds));
  if (seconds < 90 * 60)
    return g_strdup_printf (_ ("%.0f min"), ceil (seconds / 60));
  return g_strdup_printf (_ ("%.0f h"), ceil (seconds / 3600));
}

char *
fovea_folder_progress (FoveaFolderWindow *self, const FoveaTally *tally)
{
  g_autofree char *done = NULL, *left = NULL;

  if (tally->done + tally->failed >= tally->images)
    return g_strdup_printf (ngettext ("%u image", "%u images", tally->images),
                            tally->images);
  done = g_strdup_printf (_ ("%u of %u classified"), tally->done, tally->images);
  if (tally->seconds_left < 0)
    return g_steal_pointer (&done);
  left = duration (tally->seconds_left);
  return g_strdup_printf (_ ("%s · %s left"), done, left);
}

static void
append (GString *text, char *part)
{
  g_string_append_printf (text, "%s%s", text->len ? " · " : "", part);
  g_free (part);
}

static void
append_score (FoveaFolderWindow *self, GString *text, FoveaModel *model)
{
  FoveaScore score;

  fovea_survey_get_score (self->survey, model, &score);
  if (score.known > 0)
    append (text, g_strdup_printf (_ ("%s: %.1f %% of %u right, %.1f %% in the first five"),
                                   fovea_model_title (model),
                                   100.0 * score.right / score.known, score.known,
                                   100.0 * score.near / score.known));
}

char *
fovea_folder_summary (FoveaFolderWindow *self, const FoveaTally *tally)
{
  GPtrArray *models = fovea_survey_get_models (self->survey);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < models->len; i++)
    append_score (self, text, models->pdata[i]);
  if (models->len == 0)
    append (text, g_strdup (_ ("No model in the columns can classify.")));
  if (models->len > 1 && tally->done > 0)
    append (text, g_strdup_printf (_ ("models disagree on %u"), tally->disagreeing));
  if (tally->failed > 0)
    append (text, g_strdup_printf (_ ("%u not readable"), tally->failed));
  if (self->list)
    append (text, g_strdup_printf (_ ("true classes from “%s”"), self->list));
  return g_string_free (text, FALSE);
}

/* For other programs. */

static void
append_field (GString *text, char separator, const char *field)
{
  if (text->len && text->str[text->len - 1] != '\n')
    g_string_append_c (text, separator);
  if (separator != ',' || !strpbrk (field, ",\"\r\n"))
    {
      g_autofree char *plain = g_strdup (field);
      g_string_append (text, separator == ',' ? field : g_strdelimit (plain, "\t\r\n", ' '));
      return;
    }
  g_auto (GStrv) parts = g_strsplit (field, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);
  g_string_append_printf (text, "\"%s\"", doubled);
}

static void
append_number (GString *text, char separator, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  append_field (text, separator,
                isnan (value) ? "" : g_ascii_formatd (buffer, sizeof buffer, "%.6f", value));
}

static void
append_heading (FoveaFolderWindow *self, GString *text, char separator)
{
  static const char *const parts[] = { "class", "probability", "margin", "right" };
  GPtrArray *models = fovea_survey_get_models (self->survey);

  append_field (text, separator, "file");
  append_field (text, separator, "true class");
  for (guint m = 0; m < models->len; m++)
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      {
        g_autofree char *heading
            = g_strdup_printf ("%s %s", fovea_model_title (models->pdata[m]), parts[i]);
        append_field (text, separator, heading);
      }
  append_field (text, separator, "disagreement");
  append_field (text, separator, "failure");
  g_string_append_c (text, '\n');
}

static void
append_result (GString *text, char separator, const FoveaGalleryResult *result)
{
  const FoveaVerdict *verdict = result ? &result->verdict : NULL;
  gboolean known = result && result->truth >= 0;

  append_field (text, separator,
                result ? fovea_model_class_name (result->model, verdict->classes[0]) : "");
  append_number (text, separator, result ? verdict->probabilities[0] : NAN);
  append_number (text, separator, result ? verdict->margin : NAN);
  append_field (text, separator,
                !known                                                       ? ""
                : fovea_verdict_rank (verdict, (guint)result->truth) == 0 ? "yes"
                                                                             : "no");
}

/* Without the folder, where there is one. */
static const char *
relative (FoveaFolderWindow *self, const char *path)
{
  const char *folder = fovea_gallery_get_folder (self->gallery);
  gsize length = folder ? strlen (folder) : 0;

  if (length == 0 || strncmp (path, folder, length) != 0)
    return path;
  path += length;
  return *path == '/' ? path + 1 : path;
}

static void
append_row (FoveaFolderWindow *self, GString *text, char separator, FoveaGalleryItem *item)
{
  GPtrArray *models = fovea_survey_get_models (self->survey);
  const char *word = fovea_gallery_item_get_word (item);
  const char *failure = fovea_gallery_item_get_failure (item);
  g_autofree char *path
      = g_filename_display_name (relative (self, fovea_gallery_item_get_path (item)));

  append_field (text, separator, path);
  append_field (text, separator, word ? word : "");
  for (guint m = 0; m < models->len; m++)
    append_result (text, separator, fovea_gallery_item_get_result (item, models->pdata[m]));
  append_number (text, separator, fovea_gallery_item_get_disagreement (item));
  append_field (text, separator, failure ? failure : "");
  g_string_append_c (text, '\n');
}

char *
fovea_folder_table_text (FoveaFolderWindow *self, char separator)
{
  GListModel *shown = fovea_folder_window_get_shown (self);
  GString *text = g_string_new (NULL);

  append_heading (self, text, separator);
  for (guint i = 0; i < g_list_model_get_n_items (shown); i++)
    {
      g_autoptr (FoveaGalleryItem) item = g_list_model_get_item (shown, i);
      append_row (self, text, separator, item);
    }
  return g_string_free (text, FALSE);
}
