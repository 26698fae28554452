/* SPDX-License-Identifier: MIT */
#include "card-dialog.h"

#include "card-rows.h"
#include "weights-name.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FoveaCardDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *header;
  GtkStack *stack;
  AdwStatusPage *problem;
  GtkLabel *title, *summary;
  GtkLinkButton *paper;
  AdwPreferencesGroup *facts, *stages, *sites, *switches;

  FoveaModel *model;
  FoveaCard *card;
  AdwActionRow *digest_row;
  GtkWidget *copy;
  char *digest;
  gint *stop; /* atomic, shared with the thread that reads */
  guint running;
};

G_DEFINE_FINAL_TYPE (FoveaCardDialog, fovea_card_dialog, ADW_TYPE_WINDOW)

/* What a thread works on, without the dialog. */
typedef struct
{
  FoveaModel *model;
  guint height, width;
  gint *stop;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  fovea_model_unref (work->model);
  g_atomic_rc_box_release (work->stop);
  g_free (work);
}

static void
start (FoveaCardDialog *self, guint height, guint width, GTaskThreadFunc run,
       GAsyncReadyCallback done)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, done, NULL);
  Work *work = g_new (Work, 1);

  *work = (Work){ fovea_model_ref (self->model), height, width,
                  g_atomic_rc_box_acquire (self->stop) };
  g_task_set_task_data (task, work, work_free);
  self->running++;
  g_task_run_in_thread (task, run);
}

static void
run_digest (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;
  char *digest = fovea_model_digest (work->model, work->stop, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, digest, g_free);
}

static void
on_digest (GObject *source, GAsyncResult *result, gpointer unused)
{
  FoveaCardDialog *self = FOVEA_CARD_DIALOG (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = g_task_propagate_pointer (G_TASK (result), &error);

  self->running--;
  if (!self->digest_row)
    return;
  g_clear_pointer (&self->digest, g_free);
  self->digest = g_steal_pointer (&digest);
  adw_action_row_set_subtitle (self->digest_row, self->digest ? self->digest
                                                 : error      ? error->message
                                                              : _ ("no file to read"));
  gtk_widget_set_visible (self->copy, self->digest != NULL);
}

static void
on_copy (GtkButton *button, FoveaCardDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->digest);
}

static void
add (AdwPreferencesGroup *group, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
}

static void
add_weights (FoveaCardDialog *self)
{
  g_autofree char *name = fovea_weights_name (self->model);
  GtkWidget *row = fovea_card_fact_row (_ ("Weights"), name, NULL), *digest, *copy;

  gtk_widget_set_tooltip_text (row, self->card->weights);
  add (self->facts, row);
  digest = fovea_card_fact_row (_ ("SHA-256 of the weights"), _ ("reading…"), NULL);
  copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (copy, FALSE);
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_tooltip_text (copy, _ ("Copy the SHA-256"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Copy the SHA-256"), -1);
  g_signal_connect (copy, "clicked", G_CALLBACK (on_copy), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (digest), copy);
  add (self->facts, digest);
  self->digest_row = ADW_ACTION_ROW (digest);
  self->copy = copy;
}

/* "4 105 800", with narrow spaces that do not break. (transfer full) */
static char *
group_digits (guint64 number)
{
  g_autofree char *plain = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  gsize length = strlen (plain);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (text, "\u202f");
      g_string_append_c (text, plain[i]);
    }
  return g_string_free (text, FALSE);
}

static void
fill_facts (FoveaCardDialog *self)
{
  const FoveaCard *card = self->card;
  g_autofree char *parameters = fovea_card_quantity (card->parameters);
  g_autofree char *digits = group_digits (card->parameters);
  g_autofree char *exact = g_strdup_printf (_ ("%s learned numbers"), digits);
  g_autofree char *macs = fovea_card_quantity (card->macs);
  g_autofree char *size
      = g_strdup_printf (_ ("for one input of %u × %u px"), card->height, card->width);
  g_autofree char *input = fovea_card_describe_input (card);
  g_autofree char *pixels = fovea_card_describe_pixels (card);
  g_autofree char *prepared = g_strdup_printf ("%s; %s", input, pixels);
  g_autofree char *blocks = g_strdup_printf ("%u", card->blocks);
  g_autofree char *classes
      = card->classes ? g_strdup_printf ("%u", card->classes) : g_strdup (_ ("no head"));

  add (self->facts, fovea_card_fact_row (_ ("Parameters"), exact, parameters));
  add (self->facts, fovea_card_fact_row (_ ("Multiply-adds"), size, macs));
  add (self->facts, fovea_card_fact_row (_ ("Blocks"), NULL, blocks));
  add (self->facts, fovea_card_fact_row (_ ("Classes"), NULL, classes));
  add (self->facts, fovea_card_fact_row (_ ("Input"), prepared, NULL));
  add_weights (self);
}

static void
fill_stages (FoveaCardDialog *self)
{
  for (guint i = 0; i < self->card->stages->len; i++)
    add (self->stages,
         fovea_card_stage_row (self->card, fovea_card_stage (self->card, i)));
  add (self->stages, fovea_card_stage_row (self->card, &self->card->rest));
  if (self->card->has_paths)
    adw_preferences_group_set_header_suffix (self->stages, fovea_card_legend ());
}

static void
fill_sites (FoveaCardDialog *self)
{
  for (guint kind = 0; kind < FOVEA_N_SITE_KINDS; kind++)
    if (self->card->sites[kind])
      {
        g_autofree char *count = g_strdup_printf ("%u", self->card->sites[kind]);
        add (self->sites,
             fovea_card_fact_row (_ (fovea_card_kind_title (kind)), NULL, count));
      }
}

/* "4 heads or weight maps each"; NULL where they have none. (transfer full) */
static char *
describe_maps (const FoveaCardSwitches *switches)
{
  if (switches->most_maps == 0)
    return NULL;
  if (switches->least_maps == switches->most_maps)
    return g_strdup_printf (ngettext ("%u head or weight map each",
                                      "%u heads or weight maps each",
                                      switches->most_maps),
                            switches->most_maps);
  return g_strdup_printf (_ ("%u to %u heads or weight maps"), switches->least_maps,
                          switches->most_maps);
}

static void
fill_switches (FoveaCardDialog *self)
{
  g_autoptr (GPtrArray) families = fovea_card_switch_families (self->card);

  for (guint i = 0; i < families->len; i++)
    {
      const FoveaCardSwitches *switches = g_ptr_array_index (families, i);
      g_autofree char *count = g_strdup_printf ("%u", switches->count);
      g_autofree char *maps = describe_maps (switches);
      add (self->switches, fovea_card_fact_row (switches->pattern, maps, count));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->switches), families->len > 0);
}

static void
fill (FoveaCardDialog *self)
{
  g_autofree char *name = g_strdup_printf (_ ("%s – Model Card"), self->card->title);

  gtk_window_set_title (GTK_WINDOW (self), name);
  gtk_label_set_label (self->title, self->card->title);
  gtk_label_set_label (self->summary, self->card->summary ? self->card->summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), self->card->summary != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->paper), self->card->paper != NULL);
  if (self->card->paper)
    {
      g_autofree char *label = g_strconcat ("arXiv:", self->card->paper, NULL);
      g_autofree char *uri = g_strconcat ("https://arxiv.org/abs/", self->card->paper, NULL);
      gtk_button_set_label (GTK_BUTTON (self->paper), label);
      gtk_link_button_set_uri (self->paper, uri);
    }
  fill_facts (self);
  fill_stages (self);
  fill_sites (self);
  fill_switches (self);
  gtk_stack_set_visible_child_name (self->stack, "card");
}

static void
run_card (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;
  FoveaCard *card = fovea_card_new (work->model, work->height, work->width, &error);

  if (card)
    g_task_return_pointer (task, card, (GDestroyNotify) fovea_card_free);
  else
    g_task_return_error (task, error);
}

static void
on_card (GObject *source, GAsyncResult *result, gpointer unused)
{
  FoveaCardDialog *self = FOVEA_CARD_DIALOG (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaCard) card = g_task_propagate_pointer (G_TASK (result), &error);

  self->running--;
  if (!self->stack)
    return;
  if (!card)
    {
      adw_status_page_set_description (self->problem, error->message);
      gtk_stack_set_visible_child_name (self->stack, "problem");
      return;
    }
  self->card = g_steal_pointer (&card);
  fill (self);
  start (self, 0, 0, run_digest, on_digest);
}

static void
fovea_card_dialog_dispose (GObject *object)
{
  FoveaCardDialog *self = FOVEA_CARD_DIALOG (object);

  g_atomic_int_set (self->stop, 1);
  self->digest_row = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_CARD_DIALOG);
  G_OBJECT_CLASS (fovea_card_dialog_parent_class)->dispose (object);
}

static void
fovea_card_dialog_finalize (GObject *object)
{
  FoveaCardDialog *self = FOVEA_CARD_DIALOG (object);

  g_clear_pointer (&self->card, fovea_card_free);
  g_clear_pointer (&self->model, fovea_model_unref);
  g_free (self->digest);
  g_atomic_rc_box_release (self->stop);
  G_OBJECT_CLASS (fovea_card_dialog_parent_class)->finalize (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaCardDialog, member)

static void
fovea_card_dialog_class_init (FoveaCardDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_card_dialog_dispose;
  G_OBJECT_CLASS (class)->finalize = fovea_card_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/card-dialog.ui");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK,
                                       "window.close", NULL);
  BIND (header);
  BIND (stack);
  BIND (problem);
  BIND (title);
  BIND (summary);
  BIND (paper);
  BIND (facts);
  BIND (stages);
  BIND (sites);
  BIND (switches);
}

static void
fovea_card_dialog_init (FoveaCardDialog *self)
{
  self->stop = g_atomic_rc_box_new0 (gint);
  gtk_widget_init_template (GTK_WIDGET (self));
}

FoveaCardDialog *
fovea_card_dialog_new (GtkWindow *parent, FoveaModel *model, guint height, guint width)
{
  FoveaCardDialog *self = g_object_new (FOVEA_TYPE_CARD_DIALOG, "transient-for", parent,
                                        "destroy-with-parent", TRUE, NULL);

  self->model = fovea_model_ref (model);
  adw_window_title_set_subtitle (self->header, fovea_model_title (model));
  start (self, height, width, run_card, on_card);
  return self;
}

const FoveaCard *
fovea_card_dialog_get_card (FoveaCardDialog *self)
{
  return self->card;
}

gboolean
fovea_card_dialog_is_busy (FoveaCardDialog *self)
{
  return self->running > 0;
}
