/* SPDX-License-Identifier: MIT */

/* The table's columns: what their cells show of an image, and how they are sorted. */

#include "folder-window-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define PICTURE_WIDTH 56
#define PICTURE_HEIGHT 42
#define NAME_CHARS 16 /* at least, of a file or class */
#define KEY_KIND "fovea-kind"
#define KEY_HANDLER "fovea-changed"

/* Of a column; kept with g_atomic_rc_box by all that ask it. */
typedef struct _Kind Kind;
struct _Kind
{
  FoveaFolderWindow *window; /* which has no cells when it is gone */
  FoveaModel *model;         /* that says it; NULL: none does */
  char *(*text) (const Kind *kind, FoveaGalleryItem *item);
  char *(*about) (const Kind *kind, FoveaGalleryItem *item); /* a tooltip; NULL: none */
  double (*number) (const Kind *kind, FoveaGalleryItem *item); /* NULL: words are sorted */
};

static const FoveaGalleryResult *
result_of (const Kind *kind, FoveaGalleryItem *item)
{
  return fovea_gallery_item_get_result (item, kind->model);
}

/* What cells say; "" for what is not known. All (transfer full). */

/* A folder's name that is no class tells nothing; a word of a list does, if only that the
 * models do not know it. */
static char *
text_of_truth (const Kind *kind, FoveaGalleryItem *item)
{
  GPtrArray *models = fovea_survey_get_models (kind->window->survey);
  const char *word = fovea_gallery_item_get_word (item);

  for (guint i = 0; i < models->len; i++)
    {
      gint truth = fovea_survey_find_truth (kind->window->survey, models->pdata[i], item);
      if (truth >= 0)
        return g_strdup (fovea_model_class_name (models->pdata[i], (guint)truth));
    }
  return g_strdup (word && kind->window->list ? word : "");
}

static char *
text_of_verdict (const Kind *kind, FoveaGalleryItem *item)
{
  const FoveaGalleryResult *result = result_of (kind, item);

  return result ? fovea_folder_verdict (result) : g_strdup ("");
}

static char *
about_verdict (const Kind *kind, FoveaGalleryItem *item)
{
  const FoveaGalleryResult *result = result_of (kind, item);

  return result ? fovea_folder_top_five (result)
                : g_strdup (fovea_gallery_item_get_failure (item));
}

static double
number_of_verdict (const Kind *kind, FoveaGalleryItem *item)
{
  const FoveaGalleryResult *result = result_of (kind, item);

  return result ? result->verdict.probabilities[0] : NAN;
}

static double
number_of_margin (const Kind *kind, FoveaGalleryItem *item)
{
  return fovea_survey_margin (kind->window->survey, item);
}

static double
number_of_disagreement (const Kind *kind, FoveaGalleryItem *item)
{
  return fovea_gallery_item_get_disagreement (item);
}

static char *
text_of_number (const Kind *kind, FoveaGalleryItem *item)
{
  double number = kind->number (kind, item);

  return isnan (number) ? g_strdup ("") : g_strdup_printf ("%.3f", number);
}

/* Cells with words. */

static void
show_text (GtkListItem *cell, FoveaGalleryItem *item, const Kind *kind)
{
  GtkWidget *label = gtk_list_item_get_child (cell);
  g_autofree char *text = kind->text (kind, item);
  g_autofree char *about = kind->about ? kind->about (kind, item) : NULL;

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, about);
}

/* The picture, the name and, where it could not be read, why. */
static void
show_image (GtkListItem *cell, FoveaGalleryItem *item, const Kind *kind)
{
  GtkWidget *box = gtk_list_item_get_child (cell);
  GtkWidget *picture = gtk_widget_get_first_child (box);
  GtkWidget *words = gtk_widget_get_next_sibling (picture);
  GtkWidget *name = gtk_widget_get_first_child (words);
  GtkWidget *failure = gtk_widget_get_next_sibling (name);
  const char *problem = fovea_gallery_item_get_failure (item);
  GdkTexture *texture = fovea_gallery_item_get_picture (item);

  gtk_picture_set_paintable (GTK_PICTURE (picture), (GdkPaintable *)texture);
  gtk_label_set_label (GTK_LABEL (name), fovea_gallery_item_get_name (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  fovea_gallery_item_get_name (item), -1);
  gtk_widget_set_tooltip_text (box, problem ? problem : fovea_gallery_item_get_path (item));
  gtk_widget_set_visible (failure, problem != NULL);
  gtk_label_set_label (GTK_LABEL (failure), problem ? problem : "");
}

static void
on_item_changed (FoveaGalleryItem *item, GtkListItem *cell)
{
  const Kind *kind = g_object_get_data (G_OBJECT (cell), KEY_KIND);

  (kind->text ? show_text : show_image) (cell, item, kind);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *cell, const Kind *kind)
{
  FoveaGalleryItem *item = gtk_list_item_get_item (cell);
  gulong handler
      = g_signal_connect_object (item, "changed", G_CALLBACK (on_item_changed), cell, 0);

  g_object_set_data (G_OBJECT (cell), KEY_HANDLER, GSIZE_TO_POINTER (handler));
  if (!kind->text)
    fovea_gallery_pictures_want (kind->window->pictures, item);
  on_item_changed (item, cell);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *cell, const Kind *kind)
{
  gulong handler = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (cell), KEY_HANDLER));

  g_signal_handler_disconnect (gtk_list_item_get_item (cell), handler);
}

static GtkWidget *
label_new (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static GtkWidget *
image_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *picture = gtk_picture_new ();
  GtkWidget *name = label_new (), *failure = label_new ();

  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_widget_set_size_request (picture, PICTURE_WIDTH, PICTURE_HEIGHT);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_label_set_width_chars (GTK_LABEL (name), NAME_CHARS);
  gtk_widget_add_css_class (failure, "fovea-small");
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), failure);
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), words);
  return box;
}

static void
kind_clear (gpointer data)
{
  Kind *kind = data;

  g_clear_pointer (&kind->model, fovea_model_unref);
}

static void
kind_unref (gpointer kind)
{
  g_atomic_rc_box_release_full (kind, kind_clear);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *cell, Kind *kind)
{
  g_object_set_data_full (G_OBJECT (cell), KEY_KIND, g_atomic_rc_box_acquire (kind),
                          kind_unref);
  GtkWidget *child = kind->text ? label_new () : image_new ();
  if (kind->model)
    gtk_label_set_width_chars (GTK_LABEL (child), NAME_CHARS);
  gtk_list_item_set_child (cell, child);
}

/* Sorting. What is not known comes after all that is. */

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const Kind *kind = data;
  FoveaGalleryItem *one = (FoveaGalleryItem *)a, *other = (FoveaGalleryItem *)b;

  if (kind->number)
    {
      double x = kind->number (kind, one), y = kind->number (kind, other);
      return isnan (x) || isnan (y) ? isnan (x) - isnan (y) : (x > y) - (x < y);
    }
  if (!kind->text)
    return fovea_gallery_item_compare (one, other);
  g_autofree char *left = kind->text (kind, one), *right = kind->text (kind, other);
  return g_utf8_collate (left, right);
}

static GtkSorter *
make_sorter (Kind *kind)
{
  return GTK_SORTER (
      gtk_custom_sorter_new (compare, g_atomic_rc_box_acquire (kind), kind_unref));
}

static GtkListItemFactory *
make_factory (Kind *kind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data_full (G_OBJECT (factory), KEY_KIND, g_atomic_rc_box_acquire (kind),
                          kind_unref);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), kind);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), kind);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), kind);
  return factory;
}

static void
add_column (FoveaFolderWindow *self, const char *title, const Kind *like, gboolean expands)
{
  Kind *kind = g_atomic_rc_box_new (Kind);
  g_autoptr (GtkSorter) sorter = make_sorter (kind);
  g_autoptr (GtkColumnViewColumn) column
      = gtk_column_view_column_new (title, make_factory (kind));

  *kind = *like;
  kind->window = self;
  if (kind->model)
    fovea_model_ref (kind->model);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_expand (column, expands);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->table, column);
  if (kind->text)
    g_ptr_array_add (self->sorters, g_object_ref (sorter));
  kind_unref (kind);
}

static void
clear_columns (FoveaFolderWindow *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);

  gtk_column_view_sort_by_column (self->table, NULL, GTK_SORT_ASCENDING);
  g_ptr_array_set_size (self->sorters, 0);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);
      gtk_column_view_remove_column (self->table, column);
    }
}

void
fovea_folder_window_fill_columns (FoveaFolderWindow *self)
{
  GPtrArray *models = fovea_survey_get_models (self->survey);

  clear_columns (self);
  add_column (self, _ ("Image"), &(Kind){ NULL }, TRUE);
  if (fovea_survey_knows_truth (self->survey))
    add_column (self, _ ("True Class"), &(Kind){ .text = text_of_truth }, FALSE);
  for (guint i = 0; i < models->len; i++)
    add_column (self, fovea_model_title (models->pdata[i]),
                &(Kind){ .model = models->pdata[i],
                         .text = text_of_verdict,
                         .about = about_verdict,
                         .number = number_of_verdict },
                TRUE);
  if (models->len > 0)
    add_column (self, _ ("Margin"),
                &(Kind){ .text = text_of_number, .number = number_of_margin }, FALSE);
  if (models->len > 1)
    add_column (self, _ ("Disagreement"),
                &(Kind){ .text = text_of_number, .number = number_of_disagreement }, FALSE);
}
