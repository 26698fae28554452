/* SPDX-License-Identifier: MIT */
#include "figure-window-private.h"

#include "companion.h"
#include "parts.h"

#include <glib/gi18n.h>

#define TICK 100 /* ms between looks at the progress */

G_DEFINE_FINAL_TYPE (FoveaFigureWindow, fovea_figure_window, ADW_TYPE_WINDOW)

void
fovea_figure_window_toast (FoveaFigureWindow *self, const char *text)
{
  fovea_show_toast (self->toasts, text);
}

/* "82.6 × 61.2 mm". */
static void
show_title (FoveaFigureWindow *self)
{
  g_autofree char *text = NULL;
  double width, height;

  fovea_page_maker_get_size (self->maker, &width, &height);
  if (fovea_page_maker_get_picture (self->maker))
    text = g_strdup_printf (_ ("%.1f × %.1f mm"), width * 25.4 / 72, height * 25.4 / 72);
  adw_window_title_set_subtitle (self->title, text ? text : "");
}

/* The last page stays while the next is made. */
static const char *
find_page (FoveaFigureWindow *self)
{
  const FoveaRecipe *recipe = fovea_tray_get_recipe (self->tray);

  if (recipe->rows->len == 0 || recipe->columns->len == 0)
    return "empty";
  return fovea_page_maker_get_failure (self->maker) ? "failed" : "page";
}

/* What has become of a cell is told by the page itself: for screen readers as words. */
static void
show_words (FoveaFigureWindow *self)
{
  const FoveaFigure *figure = fovea_page_maker_get_figure (self->maker);
  g_autofree char *caption = figure ? fovea_figure_caption (figure) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  caption ? caption : _ ("The page"), -1);
}

static void
show (FoveaFigureWindow *self)
{
  const char *failure = fovea_page_maker_get_failure (self->maker);
  gboolean busy = fovea_page_maker_is_busy (self->maker);

  adw_status_page_set_description (self->failure, failure ? failure : "");
  gtk_stack_set_visible_child_name (self->stack, find_page (self));
  if (fovea_tray_is_adding (self->tray))
    gtk_progress_bar_pulse (self->progress);
  else
    gtk_progress_bar_set_fraction (self->progress,
                                   fovea_page_maker_get_share (self->maker));
  gtk_widget_set_opacity (GTK_WIDGET (self->progress),
                          busy || fovea_tray_is_adding (self->tray) ? 1 : 0);
  gtk_widget_set_visible (self->stop,
                          busy && fovea_page_maker_get_share (self->maker) > 0);
  fovea_figure_window_enable_actions (self);
}

static void
on_changed (FoveaFigureWindow *self)
{
  show_title (self);
  show_words (self);
  show (self);
}

static gboolean
on_tick (gpointer data)
{
  show (data);
  return G_SOURCE_CONTINUE;
}

static void
on_written (FoveaFigureWindow *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf (_ ("Figure saved to “%s”"), name);

  fovea_figure_window_toast (self, text);
}

static void
fovea_figure_window_dispose (GObject *object)
{
  FoveaFigureWindow *self = FOVEA_FIGURE_WINDOW (object);

  g_clear_handle_id (&self->ticker, g_source_remove);
  if (self->maker)
    fovea_page_maker_stop (self->maker);
  self->toasts = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_FIGURE_WINDOW);
  g_clear_object (&self->maker);
  g_clear_object (&self->tray);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (fovea_figure_window_parent_class)->dispose (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaFigureWindow, member)

static void
add_keys (GtkWidgetClass *class)
{
  static const FoveaKey keys[] = {
    { GDK_KEY_w, GDK_CONTROL_MASK, "window.close" },
    { GDK_KEY_Escape, 0, "figure.stop" },
    { GDK_KEY_F9, 0, "figure.settings" },
    { GDK_KEY_d, GDK_CONTROL_MASK, "figure.add-view" },
    { GDK_KEY_e, GDK_CONTROL_MASK, "figure.export" },
    { GDK_KEY_o, GDK_CONTROL_MASK, "figure.open-recipe" },
    { GDK_KEY_s, GDK_CONTROL_MASK, "figure.save-recipe" },
  };

  fovea_add_keys (class, keys, G_N_ELEMENTS (keys));
}

static void
fovea_figure_window_class_init (FoveaFigureWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_figure_window_dispose;
  g_type_ensure (FOVEA_TYPE_PAGE_VIEW);
  g_type_ensure (FOVEA_TYPE_FIGURE_LISTS);
  g_type_ensure (FOVEA_TYPE_FIGURE_SETTINGS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/figure-window.ui");
  BIND (toasts);
  BIND (title);
  BIND (flap);
  BIND (stack);
  BIND (failure);
  BIND (view);
  BIND (lists);
  BIND (settings);
  BIND (progress);
  BIND (stop);
  add_keys (widget_class);
}

static void
fovea_figure_window_init (FoveaFigureWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fovea_figure_window_add_actions (self);
}

FoveaFigureWindow *
fovea_figure_window_new (GtkWindow *parent, FoveaTray *tray, FoveaWorker *worker)
{
  FoveaFigureWindow *self = g_object_new (FOVEA_TYPE_FIGURE_WINDOW, NULL);

  fovea_accompany (GTK_WINDOW (self), parent);
  self->tray = g_object_ref (tray);
  self->maker = fovea_page_maker_new (tray, worker);
  fovea_figure_lists_set_tray (self->lists, tray);
  fovea_figure_settings_set_tray (self->settings, tray);
  fovea_page_view_set_maker (self->view, self->maker);
  g_signal_connect_object (self->maker, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->maker, "written", G_CALLBACK (on_written), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->maker, "failed", G_CALLBACK (fovea_figure_window_toast),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tray, "failed", G_CALLBACK (fovea_figure_window_toast), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tray, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  self->ticker = g_timeout_add (TICK, on_tick, self);
  on_changed (self);
  return self;
}

FoveaPageMaker *
fovea_figure_window_get_maker (FoveaFigureWindow *self)
{
  return self->maker;
}
