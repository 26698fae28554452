/* SPDX-License-Identifier: MIT */
#include "page-view.h"

#include <math.h>

#define MARGIN 24
#define LEAST_PAPER 192              /* pixels */
#define PIXELS_PER_POINT (96 / 72.0) /* at real size */
#define MOST_ZOOM 2

struct _FoveaPageView
{
  GtkWidget parent_instance;

  FoveaPageMaker *maker;
};

G_DEFINE_FINAL_TYPE (FoveaPageView, fovea_page_view, GTK_TYPE_WIDGET)

/* The paper in a place so wide; without a page only its width is known. */
static void
find_paper (FoveaPageView *self, int width, double *paper_width, double *paper_height)
{
  double page_width, page_height;

  fovea_page_maker_get_size (self->maker, &page_width, &page_height);
  *paper_width = MAX (width - 2 * MARGIN, LEAST_PAPER);
  if (page_width > 0)
    *paper_width = fmin (*paper_width, page_width * PIXELS_PER_POINT * MOST_ZOOM);
  *paper_height = page_width > 0 ? round (*paper_width * page_height / page_width) : 0;
}

static void
fovea_page_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                         int *least, int *natural, int *least_baseline,
                         int *natural_baseline)
{
  FoveaPageView *self = FOVEA_PAGE_VIEW (widget);
  double width, height = 0;

  *least = *natural = LEAST_PAPER + 2 * MARGIN;
  if (orientation == GTK_ORIENTATION_HORIZONTAL || !self->maker)
    return;
  find_paper (self, for_size < 0 ? *least : for_size, &width, &height);
  *least = *natural = (int)height + 2 * MARGIN;
}

static void
fovea_page_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FoveaPageView *self = FOVEA_PAGE_VIEW (widget);
  double paper_width, paper_height;

  if (!self->maker)
    return;
  find_paper (self, width, &paper_width, &paper_height);
  fovea_page_maker_set_width (
      self->maker, (guint)paper_width * (guint)gtk_widget_get_scale_factor (widget));
}

static void
draw_paper (GtkSnapshot *snapshot, GdkTexture *picture, const graphene_rect_t *paper)
{
  const GdkRGBA shadow = { 0, 0, 0, 0.35F };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, paper, 0);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &shadow, 0, 1, 1, 6);
  gtk_snapshot_append_texture (snapshot, picture, paper);
}

static void
fovea_page_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FoveaPageView *self = FOVEA_PAGE_VIEW (widget);
  GdkTexture *picture = self->maker ? fovea_page_maker_get_picture (self->maker) : NULL;
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double paper_width, paper_height;

  if (!picture)
    return;
  find_paper (self, width, &paper_width, &paper_height);
  draw_paper (
      snapshot, picture,
      &GRAPHENE_RECT_INIT ((float)floor ((width - paper_width) / 2),
                           (float)fmax (floor ((height - paper_height) / 2), MARGIN),
                           (float)paper_width, (float)paper_height));
}

void
fovea_page_view_set_maker (FoveaPageView *self, FoveaPageMaker *maker)
{
  self->maker = g_object_ref (maker);
  g_signal_connect_object (maker, "changed", G_CALLBACK (gtk_widget_queue_resize), self,
                           G_CONNECT_SWAPPED);
}

static void
fovea_page_view_dispose (GObject *object)
{
  g_clear_object (&FOVEA_PAGE_VIEW (object)->maker);
  G_OBJECT_CLASS (fovea_page_view_parent_class)->dispose (object);
}

static GtkSizeRequestMode
fovea_page_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fovea_page_view_class_init (FoveaPageViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_page_view_dispose;
  widget_class->get_request_mode = fovea_page_view_get_request_mode;
  widget_class->measure = fovea_page_view_measure;
  widget_class->size_allocate = fovea_page_view_size_allocate;
  widget_class->snapshot = fovea_page_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "fovea-page");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
fovea_page_view_init (FoveaPageView *self)
{
}
