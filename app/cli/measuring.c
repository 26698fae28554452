/* SPDX-License-Identifier: MIT */
#include "measuring.h"

#include "interrupt.h"
#include "object.h"
#include "report.h"

#include <math.h>
#include <stdio.h>

void
cli_measuring_clear (CliMeasuring *measuring)
{
  g_strfreev (measuring->names);
  g_free (measuring->score);
  g_free (measuring->box);
  g_free (measuring->mask);
  g_clear_pointer (&measuring->measures, g_ptr_array_unref);
}

static gboolean
parse_box (CliMeasuring *measuring, GError **error)
{
  g_auto (GStrv) parts = measuring->box ? g_strsplit (measuring->box, ",", -1) : NULL;
  gboolean fine = !parts || g_strv_length (parts) == 4;

  for (guint i = 0; parts && fine && i < 4; i++)
    {
      char *end;
      measuring->corners[i] = g_ascii_strtod (parts[i], &end);
      fine = end != parts[i] && !*end && isfinite (measuring->corners[i])
             && (i < 2 || measuring->corners[i] > 0);
    }
  return fine
         || cli_refuse (error, "--box is X,Y,WIDTH,HEIGHT in pixels of the photograph, not “%s”",
                        measuring->box);
}

static gboolean
find_measures (CliMeasuring *measuring, GError **error)
{
  if (!measuring->names)
    return TRUE;
  measuring->measures = g_ptr_array_new ();
  for (char **name = measuring->names; *name; name++)
    {
      const FoveaMeasure *measure = fovea_measure_find (*name, error);
      if (!measure)
        return FALSE;
      g_ptr_array_add (measuring->measures, (gpointer) measure);
    }
  return TRUE;
}

gboolean
cli_measuring_check (CliMeasuring *measuring, GError **error)
{
  measuring->kind = FOVEA_OBJECTIVE_PROBABILITY;
  if (measuring->score && !g_str_equal (measuring->score, "probability"))
    {
      if (!g_str_equal (measuring->score, "logit"))
        return cli_refuse (error, "--score is probability or logit, not “%s”", measuring->score);
      measuring->kind = FOVEA_OBJECTIVE_LOGIT;
    }
  if (measuring->box && measuring->mask)
    return cli_refuse (error, "The object is told by --box or by --mask, not both");
  if (measuring->pixels < 0 || measuring->tries < 0)
    return cli_refuse (error, "--pixels and --tries are numbers from 1");
  if (measuring->top < 0 || measuring->top > 100)
    return cli_refuse (error, "--top is a percentage");
  return parse_box (measuring, error) && find_measures (measuring, error);
}

static void
reading_free (gpointer data)
{
  CliReading *reading = data;

  g_clear_pointer (&reading->reading, fovea_reading_free);
  g_free (reading);
}

/* Whether what the measure needs is there; says what is not where it was asked for by
 * name. */
static gboolean
fits (const FoveaMeasure *measure, const FoveaSubject *subject, gboolean named,
      GError **error)
{
  const char *missing = NULL;

  if ((measure->kind & FOVEA_MEASURES_OBJECT) && !subject->object)
    missing = "needs to know where the object is: give --box X,Y,WIDTH,HEIGHT or --mask FILE";
  else if ((measure->kind & FOVEA_MEASURES_PAIR) && !subject->other && named)
    missing = "compares columns with the first: name a second model, method, layer or class";
  if (missing && named)
    return cli_refuse (error, "%s %s", measure->title, missing);
  if ((measure->kind & FOVEA_MEASURES_PAIR) && !subject->other)
    return FALSE;
  return !missing && (named || !(measure->kind & FOVEA_MEASURES_LONG));
}

/* Those to take of this subject, in order. NULL: one asked for cannot be taken.
 * (transfer full) */
static GPtrArray *
choose (const CliMeasuring *measuring, const FoveaSubject *subject, gboolean is_first,
        GError **error)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  gboolean recorded
      = fovea_model_recorded (fovea_explanation_model (subject->explanation)) != NULL;

  for (guint i = 0; measuring->measures && i < measuring->measures->len; i++)
    {
      const FoveaMeasure *measure = g_ptr_array_index (measuring->measures, i);
      if (is_first && (measure->kind & FOVEA_MEASURES_PAIR))
        continue;
      if (!fits (measure, subject, TRUE, error))
        return NULL;
      g_ptr_array_add (chosen, (gpointer) measure);
    }
  for (gsize i = 0; !measuring->measures && fovea_measures[i]; i++)
    if (fits (fovea_measures[i], subject, FALSE, NULL)
        && !(recorded && (fovea_measures[i]->kind & FOVEA_MEASURES_SCORE)))
      g_ptr_array_add (chosen, (gpointer) fovea_measures[i]);
  return g_steal_pointer (&chosen);
}

static FoveaMeasureOptions
options_for (const CliMeasuring *measuring, const FoveaMeasure *measure, guint64 seed)
{
  return (FoveaMeasureOptions){
    .step = (guint) measuring->pixels,
    .seed = seed,
    .noise = g_str_equal (measure->name, "road") ? measuring->imputer_noise
                                                 : measuring->radius,
    .samples = (guint) measuring->tries,
    .top = measuring->top,
    .dilation = measuring->tolerance,
  };
}

static GPtrArray *
take_all (const CliMeasuring *measuring, FoveaSubject *subject, GPtrArray *chosen,
          guint64 seed, GError **error)
{
  g_autoptr (GPtrArray) readings = g_ptr_array_new_with_free_func (reading_free);

  for (guint i = 0; i < chosen->len; i++)
    {
      const FoveaMeasure *measure = g_ptr_array_index (chosen, i);
      FoveaMeasureOptions options = options_for (measuring, measure, seed);
      CliReading *reading = g_new0 (CliReading, 1);

      g_ptr_array_add (readings, reading);
      reading->measure = measure;
      reading->reading = fovea_reading_new ();
      subject->options = &options;
      subject->base = (double) i / chosen->len;
      subject->span = 1.0 / chosen->len;
      if (!measure->read (subject, reading->reading, error))
        {
          g_prefix_error (error, "%s: ", measure->title);
          return NULL;
        }
    }
  return g_steal_pointer (&readings);
}

/* (transfer full), or NULL without an error where none is told. */
static guint8 *
find_object (const CliMeasuring *measuring, FoveaInput *input, FoveaImage *mask,
             GError **error)
{
  const double *box = measuring->corners;

  if (mask)
    return fovea_object_from_mask (input, mask, error);
  return measuring->box
             ? fovea_object_from_box (input, box[0], box[1], box[2], box[3], error)
             : NULL;
}

/* The map compared with, at this subject's size. (transfer full) */
static FoveaMap *
other_map (const CliColumn *first, const FoveaSubject *subject)
{
  g_autoptr (FoveaMap) shown = fovea_explanation_finish_panel (
      first->explanation, first->index, (guint) MAX (first->panel, 0), FALSE);

  return fovea_map_resize (shown, fovea_map_width (subject->map),
                           fovea_map_height (subject->map));
}

static gboolean
asks_scores (const GPtrArray *chosen)
{
  for (guint i = 0; i < chosen->len; i++)
    if (((const FoveaMeasure *) chosen->pdata[i])->kind & FOVEA_MEASURES_SCORE)
      return TRUE;
  return FALSE;
}

static GPtrArray *
take (const CliMeasuring *measuring, FoveaSubject *subject, gboolean is_first, guint64 seed,
      const FoveaWatch *watch, GError **error)
{
  FoveaObjective objective = { .kind = measuring->kind };
  g_autoptr (GPtrArray) chosen = choose (measuring, subject, is_first, error);
  g_autoptr (FoveaAsker) asker = NULL;

  if (!chosen)
    return NULL;
  if (asks_scores (chosen)
      && !(asker = fovea_asker_new (subject->explanation, &objective, watch, error)))
    return NULL;
  subject->asker = asker;
  subject->watch = watch;
  return take_all (measuring, subject, chosen, seed, error);
}

GPtrArray *
cli_measuring_take (const CliMeasuring *measuring, const CliColumn *column,
                    const CliColumn *first, FoveaImage *mask, GError **error)
{
  FoveaSubject subject = { .explanation = column->explanation,
                           .layer = column->index,
                           .panel = (guint) MAX (column->panel, 0) };
  guint64 seed = column->asking ? (guint64) column->asking->seed : 0;
  g_autoptr (GError) problem = NULL;
  g_autofree guint8 *object = find_object (
      measuring, fovea_explanation_input (column->explanation), mask, &problem);
  CliProgress progress;

  if (problem)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  fovea_subject_init (&subject);
  g_autoptr (FoveaMap) other = column == first ? NULL : other_map (first, &subject);
  subject.object = object;
  subject.other = other;
  cli_progress_start (&progress, "measuring");
  FoveaWatch watch = { cli_progress_show, &progress, cli_interrupt_flag () };
  GPtrArray *readings = take (measuring, &subject, column == first, seed, &watch, error);
  cli_progress_end (&progress);
  fovea_subject_clear (&subject);
  return readings;
}

static json_t *
curve_json (const FoveaReadCurve *curve)
{
  json_t *points = json_array (), *o = json_object ();

  for (guint i = 0; i < curve->n; i++)
    {
      json_t *point = json_array ();
      json_array_append_new (point, curve->labels ? cli_json_text (curve->labels[i])
                                                  : cli_json_real (curve->x[i]));
      json_array_append_new (point, cli_json_real (curve->y[i]));
      json_array_append_new (points, point);
    }
  json_object_set_new (o, "name", cli_json_text (curve->name));
  json_object_set_new (o, "x", cli_json_text (curve->x_title));
  json_object_set_new (o, "y", cli_json_text (curve->y_title));
  json_object_set_new (o, "points", points);
  return o;
}

static json_t *
reading_json (const CliReading *taken)
{
  const FoveaReading *reading = taken->reading;
  json_t *o = json_object (), *numbers = json_object (), *notes = json_object ();
  json_t *curves = json_array ();

  for (guint i = 0; i < reading->numbers->len; i++)
    {
      const FoveaNumber *number = &g_array_index (reading->numbers, FoveaNumber, i);
      json_object_set_new (numbers, number->name, cli_json_real (number->value));
    }
  for (guint i = 0; i < reading->notes->len; i++)
    {
      const FoveaNote *note = &g_array_index (reading->notes, FoveaNote, i);
      json_object_set_new (notes, note->name, cli_json_text (note->text));
    }
  for (guint i = 0; i < reading->curves->len; i++)
    json_array_append_new (curves, curve_json (reading->curves->pdata[i]));
  json_object_set_new (o, "name", cli_json_text (taken->measure->name));
  json_object_set_new (o, "title", cli_json_text (taken->measure->title));
  json_object_set_new (o, "numbers", numbers);
  json_object_set_new (o, "notes", notes);
  json_object_set_new (o, "curves", curves);
  return o;
}

json_t *
cli_readings_json (const GPtrArray *readings)
{
  json_t *array = json_array ();

  for (guint i = 0; i < readings->len; i++)
    json_array_append_new (array, reading_json (readings->pdata[i]));
  return array;
}

/* Curves whose points have names, side by side; others are for a chart. */
static void
print_labelled (const GPtrArray *curves)
{
  const FoveaReadCurve *first = curves->len ? g_ptr_array_index (curves, 0) : NULL;

  if (!first || !first->labels)
    return;
  for (guint k = 0; k < curves->len; k++)
    printf ("    %-24s %s\n", ((const FoveaReadCurve *) curves->pdata[k])->name,
            ((const FoveaReadCurve *) curves->pdata[k])->title);
  for (guint i = 0; i < first->n; i++)
    {
      printf ("      %-24s", first->labels[i]);
      for (guint k = 0; k < curves->len; k++)
        printf (" %10.4f", ((const FoveaReadCurve *) curves->pdata[k])->y[i]);
      putchar ('\n');
    }
}

static void
print_reading (const CliReading *taken)
{
  const FoveaReading *reading = taken->reading;

  printf ("  %s\n", taken->measure->title);
  for (guint i = 0; i < reading->numbers->len; i++)
    {
      const FoveaNumber *number = &g_array_index (reading->numbers, FoveaNumber, i);
      printf ("    %-18s %10.5g  %s\n", number->name, number->value, number->text);
    }
  print_labelled (reading->curves);
  for (guint i = 0; i < reading->notes->len; i++)
    {
      const FoveaNote *note = &g_array_index (reading->notes, FoveaNote, i);
      printf ("    %-18s %s\n", note->name, note->text);
    }
}

void
cli_readings_print (const GPtrArray *readings)
{
  for (guint i = 0; i < readings->len; i++)
    print_reading (readings->pdata[i]);
}
