/* SPDX-License-Identifier: MIT */
#include "action-down.h"

struct _FoveaActionDown
{
  GtkWidget parent_instance;

  GtkDropDown *down;
  char *action;
  char **words;
  GListModel *titles;
  GActionGroup *group; /* the window's, while the widget is in one */
  gboolean filling;    /* the state is being shown */
};

G_DEFINE_FINAL_TYPE (FoveaActionDown, fovea_action_down, GTK_TYPE_WIDGET)

enum
{
  PROP_ACTION = 1,
  PROP_WORDS,
  PROP_MODEL,
  PROP_LABEL,
  N_PROPS,
};

static void
show_state (FoveaActionDown *self)
{
  g_autoptr (GVariant) state
      = self->group && self->action
                && g_action_group_has_action (self->group, self->action)
            ? g_action_group_get_action_state (self->group, self->action)
            : NULL;
  guint position = 0;

  if (!state || !self->words || !self->words[0])
    return;
  while (self->words[position + 1]
         && !g_str_equal (self->words[position], g_variant_get_string (state, NULL)))
    position++;
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->down, position);
  self->filling = FALSE;
}

static void
on_selected (FoveaActionDown *self)
{
  guint selected = gtk_drop_down_get_selected (self->down);

  if (self->filling || !self->group || selected >= g_strv_length (self->words))
    return;
  g_action_group_activate_action (self->group, self->action,
                                  g_variant_new_string (self->words[selected]));
  show_state (self); /* it may have been refused */
}

static void
on_action (FoveaActionDown *self, const char *name)
{
  if (g_strcmp0 (name, self->action) == 0)
    show_state (self);
}

static void
fovea_action_down_root (GtkWidget *widget)
{
  FoveaActionDown *self = FOVEA_ACTION_DOWN (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (fovea_action_down_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);
  if (!G_IS_ACTION_GROUP (root))
    return;
  self->group = G_ACTION_GROUP (root);
  g_signal_connect_object (root, "action-added", G_CALLBACK (on_action), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (root, "action-state-changed", G_CALLBACK (on_action), self,
                           G_CONNECT_SWAPPED);
  show_state (self);
}

static void
fovea_action_down_unroot (GtkWidget *widget)
{
  FoveaActionDown *self = FOVEA_ACTION_DOWN (widget);

  if (self->group)
    g_signal_handlers_disconnect_by_data (self->group, self);
  self->group = NULL;
  GTK_WIDGET_CLASS (fovea_action_down_parent_class)->unroot (widget);
}

void
fovea_action_down_offer (FoveaActionDown *self, guint n)
{
  guint offered = g_list_model_get_n_items (gtk_drop_down_get_model (self->down));
  g_autoptr (GListModel) some = NULL;

  if (offered == MIN (n, g_list_model_get_n_items (self->titles)))
    return;
  some = G_LIST_MODEL (gtk_slice_list_model_new (g_object_ref (self->titles), 0, n));
  self->filling = TRUE;
  gtk_drop_down_set_model (self->down, some);
  self->filling = FALSE;
  show_state (self);
}

static void
fovea_action_down_set_property (GObject *object, guint id, const GValue *value,
                                GParamSpec *pspec)
{
  FoveaActionDown *self = FOVEA_ACTION_DOWN (object);

  self->filling = TRUE;
  if (id == PROP_ACTION)
    g_free (g_steal_pointer (&self->action)), self->action = g_value_dup_string (value);
  else if (id == PROP_WORDS)
    g_strfreev (self->words),
        self->words = g_strsplit (g_value_get_string (value), " ", -1);
  else if (id == PROP_LABEL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->down),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    g_value_get_string (value), -1);
  else if (id == PROP_MODEL)
    {
      g_set_object (&self->titles, g_value_get_object (value));
      gtk_drop_down_set_model (self->down, self->titles);
    }
  self->filling = FALSE;
}

static void
fovea_action_down_dispose (GObject *object)
{
  FoveaActionDown *self = FOVEA_ACTION_DOWN (object);

  self->filling = TRUE;
  if (self->down)
    gtk_widget_unparent (GTK_WIDGET (self->down));
  self->down = NULL;
  g_clear_object (&self->titles);
  g_clear_pointer (&self->action, g_free);
  g_clear_pointer (&self->words, g_strfreev);
  G_OBJECT_CLASS (fovea_action_down_parent_class)->dispose (object);
}

static void
fovea_action_down_class_init (FoveaActionDownClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = fovea_action_down_dispose;
  object_class->set_property = fovea_action_down_set_property;
  widget_class->root = fovea_action_down_root;
  widget_class->unroot = fovea_action_down_unroot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_object_class_install_property (
      object_class, PROP_ACTION, g_param_spec_string ("action", NULL, NULL, NULL, flags));
  g_object_class_install_property (
      object_class, PROP_WORDS, g_param_spec_string ("words", NULL, NULL, NULL, flags));
  g_object_class_install_property (
      object_class, PROP_MODEL,
      g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, flags));
  g_object_class_install_property (
      object_class, PROP_LABEL, g_param_spec_string ("label", NULL, NULL, NULL, flags));
}

static void
fovea_action_down_init (FoveaActionDown *self)
{
  self->down = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_widget_set_parent (GTK_WIDGET (self->down), GTK_WIDGET (self));
  g_signal_connect_swapped (self->down, "notify::selected", G_CALLBACK (on_selected),
                            self);
}
