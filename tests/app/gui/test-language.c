/* SPDX-License-Identifier: MIT */

/* The window in the language of the environment: LANGUAGE, and FOVEA_LOCALE_DIR where the
 * built catalogues lie. C.UTF-8 is a locale like others to gettext. */

#include "window-fixture.h"

#include <glib/gi18n.h>
#include <locale.h>

typedef struct
{
  const char *language;
  const char *predictions; /* a heading of a .ui file */
  const char *classes;     /* a sentence that is made in C */
  const char *menu;        /* the first of the main menu, with its mnemonic */
} Words;

static const Words all_words[] = {
  { "de", "Vorhersagen", "5 der 22 Klassen der Demo", "_Neues Fenster" },
  { "zh_CN", "预测", "演示的 22 个类别中的 5 个", "新建窗口(_N)" },
};

static const Words *words;

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget)
      && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

static GtkMenuButton *
find_primary (GtkWidget *widget)
{
  GtkMenuButton *found = NULL;

  if (GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_primary (GTK_MENU_BUTTON (widget)))
    return GTK_MENU_BUTTON (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_primary (child);
  return found;
}

/* The first item of the first section that has a label. (transfer full) */
static char *
first_label (GMenuModel *menu)
{
  g_autoptr (GMenuModel) section
      = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);
  char *label = NULL;

  g_menu_model_get_item_attribute (section ? section : menu, 0, G_MENU_ATTRIBUTE_LABEL, "s",
                                   &label);
  return label;
}

static void
test_words (WindowFixture *f, gconstpointer unused)
{
  g_assert_true (has_label (GTK_WIDGET (f->window), words->predictions));
  g_assert_true (has_label (GTK_WIDGET (f->window), words->classes));
}

static void
test_menu (WindowFixture *f, gconstpointer unused)
{
  GtkMenuButton *button = find_primary (GTK_WIDGET (f->window));
  g_autofree char *label = first_label (gtk_menu_button_get_menu_model (button));

  g_assert_cmpstr (label, ==, words->menu);
}

/* What the windows ask for. */
static void
assert_fits (GtkWidget *window)
{
  int minimum;

  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_test_message ("%s: %d px", gtk_window_get_title (GTK_WINDOW (window)), minimum);
  g_assert_cmpint (minimum, <=, 360);
}

static void
test_narrow (WindowFixture *f, gconstpointer unused)
{
  static const char *const actions[]
      = { "model-card", "measure", "tensor", "folder", "library" };

  g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", ":close", NULL);
  assert_fits (GTK_WIDGET (f->window));
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GListModel *windows = gtk_window_get_toplevels ();
      guint n = g_list_model_get_n_items (windows);
      window_act (f, actions[i], NULL);
      g_assert_cmpuint (g_list_model_get_n_items (windows), ==, n + 1);
      for (guint j = 0; j <= n; j++)
        {
          g_autoptr (GtkWidget) window = g_list_model_get_item (windows, j);
          assert_fits (window);
        }
    }
}

static void
choose_words (void)
{
  const char *language = g_getenv ("LANGUAGE");

  for (guint i = 0; i < G_N_ELEMENTS (all_words); i++)
    if (g_strcmp0 (language, all_words[i].language) == 0)
      words = &all_words[i];
  g_assert_nonnull (words);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("FOVEA_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

#define ADD(name, test)                                                                  \
  g_test_add ("/language/" name, WindowFixture, NULL, window_set_up, test, window_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  choose_words ();
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  ADD ("words", test_words);
  ADD ("menu", test_menu);
  ADD ("narrow", test_narrow);
  return g_test_run ();
}
