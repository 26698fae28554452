/* SPDX-License-Identifier: MIT */

/* How the window feels, in numbers: the longest stall of the main loop while it starts,
 * opens a large photograph, computes, compares and saves; and how evenly frames follow each
 * other while the photograph is panned. One line of JSON a step.
 *
 *   bench-window [PHOTOGRAPH]     default: a 12 megapixel one made of the demonstration's */

#include "canvas.h"
#include "embedded.h"
#include "figure-window.h"
#include "folder-window.h"
#include "main-loop.h"
#include "window.h"

#include <errno.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#define WIDTH 4000
#define HEIGHT 3000
#define PAN_FRAMES 300
#define FOLDER_IMAGES 2000

static gboolean
is_busy (FoveaWindow *window)
{
  FoveaSession *session = fovea_window_get_session (window);
  guint n = g_list_model_get_n_items (fovea_session_get_columns (session));

  for (guint i = 0; i < n; i++)
    if (fovea_column_is_busy (fovea_session_get_column (session, i)))
      return TRUE;
  return fovea_session_is_loading (session);
}

static gboolean
wake (gpointer done)
{
  *(gboolean *)done = TRUE;
  return G_SOURCE_REMOVE;
}

/* Until nothing is under way, and a little longer for what is drawn after it. */
static void
settle (FoveaWindow *window)
{
  gboolean rested = FALSE;

  while (is_busy (window))
    g_main_context_iteration (NULL, TRUE);
  g_timeout_add (400, wake, &rested);
  while (!rested)
    g_main_context_iteration (NULL, TRUE);
}

static void
report_stall (FoveaWindow *window, const char *step)
{
  gint64 start = g_get_monotonic_time ();

  settle (window);
  g_print ("{\"step\":\"%s\",\"stall_ms\":%.1f,\"seconds\":%.2f}\n", step,
           main_loop_longest (), (double)(g_get_monotonic_time () - start) / 1e6);
}

static void
act (FoveaWindow *window, const char *action, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), action, parameter);
}

/* (transfer full) Its path, to be removed. */
static char *
make_photograph (void)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_autoptr (GBytes) bytes = fovea_embedded (FOVEA_DEMO_PHOTO);
  g_autoptr (GdkPixbuf) large = NULL;
  char *path = NULL;
  gint file = g_file_open_tmp ("fovea-bench-XXXXXX.jpg", &path, NULL);

  gdk_pixbuf_loader_write_bytes (loader, bytes, NULL);
  gdk_pixbuf_loader_close (loader, NULL);
  large = gdk_pixbuf_scale_simple (gdk_pixbuf_loader_get_pixbuf (loader), WIDTH, HEIGHT,
                                   GDK_INTERP_BILINEAR);
  gdk_pixbuf_save (large, path, "jpeg", NULL, "quality", "90", NULL);
  g_close (file, NULL);
  return path;
}

/* The panning hand: to and fro, a few pixels every frame. */
typedef struct
{
  FoveaWindow *window;
  FoveaCanvas *canvas;
  guint frames;
  gint64 times[PAN_FRAMES]; /* µs */
} Pan;

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Pan *pan = data;

  pan->times[pan->frames] = g_get_monotonic_time ();
  fovea_canvas_pan_by (pan->canvas, 9 * cos (pan->frames * 0.05),
                       7 * sin (pan->frames * 0.07));
  return ++pan->frames < PAN_FRAMES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static int
compare_doubles (const void *a, const void *b)
{
  double one = *(const double *)a, other = *(const double *)b;

  return (one > other) - (one < other);
}

static void
report_frames (const Pan *pan, const char *step)
{
  double intervals[PAN_FRAMES - 1];

  for (guint i = 0; i + 1 < PAN_FRAMES; i++)
    intervals[i] = (double)(pan->times[i + 1] - pan->times[i]) / 1000;
  qsort (intervals, PAN_FRAMES - 1, sizeof intervals[0], compare_doubles);
  g_print (
      "{\"step\":\"%s\",\"frames_per_second\":%.1f,\"median_ms\":%.1f,\"p95_ms\":%.1f,"
      "\"stall_ms\":%.1f}\n",
      step, (PAN_FRAMES - 1) * 1e6 / (double)(pan->times[PAN_FRAMES - 1] - pan->times[0]),
      intervals[PAN_FRAMES / 2], intervals[PAN_FRAMES * 95 / 100], main_loop_longest ());
}

static GtkWidget *
find_canvas (GtkWidget *widget)
{
  GtkWidget *found = FOVEA_IS_CANVAS (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_canvas (child);
  return found;
}

static void
bench_pan (FoveaWindow *window, const char *step, double zoom)
{
  Pan pan
      = { .window = window, .canvas = FOVEA_CANVAS (find_canvas (GTK_WIDGET (window))) };

  act (window, "zoom", g_variant_new_double (zoom));
  settle (window);
  main_loop_longest ();
  gtk_widget_add_tick_callback (GTK_WIDGET (pan.canvas), on_tick, &pan, NULL);
  while (pan.frames < PAN_FRAMES)
    g_main_context_iteration (NULL, TRUE);
  report_frames (&pan, step);
}

static void
bench_saving (FoveaWindow *window)
{
  g_autofree char *path = NULL;
  gint file = g_file_open_tmp ("fovea-bench-XXXXXX.png", &path, NULL);

  g_close (file, NULL);
  act (window, "export-to", g_variant_new_string (path));
  report_stall (window, "save 12 Mpx");
  g_remove (path);
}

static void
bench_columns (FoveaWindow *window)
{
  act (window, "compare", g_variant_new_string ("models"));
  report_stall (window, "compare three models");
  bench_pan (window, "pan three columns, 50 percent", 0.5);
  act (window, "compare", g_variant_new_string ("methods"));
  report_stall (window, "compare six methods");
  bench_pan (window, "pan six columns, 50 percent", 0.5);
}

static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        found = window;
    }
  return found;
}

/* Of so many names for the demonstration's photograph. (transfer full) */
static char *
make_folder (void)
{
  g_autoptr (GBytes) bytes = fovea_embedded (FOVEA_DEMO_PHOTO);
  char *folder = g_dir_make_tmp ("fovea-bench-XXXXXX", NULL);
  g_autofree char *first = g_build_filename (folder, "0.jpg", NULL);

  g_file_set_contents (first, g_bytes_get_data (bytes, NULL),
                       (gssize)g_bytes_get_size (bytes), NULL);
  for (guint i = 1; i < FOLDER_IMAGES; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.jpg", folder, i);
      if (link (first, path) != 0)
        g_error ("%s", g_strerror (errno));
    }
  return folder;
}

static void
remove_folder (const char *folder)
{
  for (guint i = 0; i < FOLDER_IMAGES; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.jpg", folder, i);
      g_remove (path);
    }
  g_rmdir (folder);
}

/* Its table, by all three models, sorted by how uncertain they are. */
static void
bench_folder (FoveaWindow *window)
{
  g_autofree char *folder = make_folder ();

  act (window, "compare", g_variant_new_string ("models"));
  act (window, "open-folder-uri", g_variant_new_string (folder));
  report_stall (window, "open a folder of 2000");
  act (window, "folder", NULL);
  FoveaFolderWindow *table = FOVEA_FOLDER_WINDOW (find_window (FOVEA_TYPE_FOLDER_WINDOW));
  gtk_widget_activate_action (GTK_WIDGET (table), "folder.filter", "s", "uncertain");
  while (fovea_folder_window_is_busy (table))
    g_main_context_iteration (NULL, TRUE);
  report_stall (window, "classify a folder of 2000 by three models");
  gtk_widget_activate_action (GTK_WIDGET (table), "folder.filter", "s", "all");
  report_stall (window, "list them all");
  remove_folder (folder);
}

/* The large photograph in three columns, on a page, and into a file. */
static void
bench_figure (FoveaWindow *window, const char *photograph)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "fovea-bench.pdf", NULL);

  act (window, "open-uri", g_variant_new_string (photograph));
  settle (window);
  act (window, "figure", NULL);
  FoveaFigureWindow *composer
      = FOVEA_FIGURE_WINDOW (find_window (FOVEA_TYPE_FIGURE_WINDOW));
  FoveaPageMaker *maker = fovea_figure_window_get_maker (composer);
  act (window, "add-to-figure", NULL);
  while (!fovea_page_maker_get_picture (maker))
    g_main_context_iteration (NULL, TRUE);
  report_stall (window, "compose a figure");
  gtk_widget_activate_action (GTK_WIDGET (composer), "figure.export-to", "s", path);
  while (fovea_page_maker_is_busy (maker))
    g_main_context_iteration (NULL, TRUE);
  report_stall (window, "export the figure");
  g_remove (path);
}

static void
bench (FoveaWindow *window, const char *photograph)
{
  fovea_window_open_demo (window);
  gtk_window_present (GTK_WINDOW (window));
  report_stall (window, "start");
  act (window, "open-uri", g_variant_new_string (photograph));
  report_stall (window, "open 12 Mpx");
  act (window, "method", g_variant_new_string ("scorecam"));
  report_stall (window, "Score-CAM");
  act (window, "method", g_variant_new_string ("gradcam"));
  report_stall (window, "Grad-CAM");
  bench_saving (window);
  bench_pan (window, "pan, 100 percent", 1);
  bench_pan (window, "pan, 50 percent", 0.5);
  bench_columns (window);
  bench_folder (window);
  bench_figure (window, photograph);
}

int
main (int argc, char **argv)
{
  g_autofree char *made = NULL;
  FoveaWindow *window;

  if (!gtk_init_check ())
    {
      g_printerr ("bench-window needs a display: ./dev bench window\n");
      return 1;
    }
  adw_init ();
  made = argc > 1 ? NULL : make_photograph ();
  main_loop_watch ();
  window = fovea_window_new (NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  bench (window, made ? made : argv[1]);
  gtk_window_destroy (GTK_WINDOW (window));
  if (made)
    g_remove (made);
  return 0;
}
