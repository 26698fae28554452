/* SPDX-License-Identifier: MIT */
#pragma once

/* A window on the demonstration under a virtual display, driven by its actions, and waited
 * for until nothing is under way. */

#include "compare.h"
#include "window.h"

typedef struct
{
  FoveaWindow *window;
  FoveaSession *session;
  FoveaPlaces *places;
  FoveaCompare *compare;
} WindowFixture;

void window_set_up (WindowFixture *f, gconstpointer unused);
void window_tear_down (WindowFixture *f, gconstpointer unused);

/* Until all columns rest and all that is to be drawn is drawn; fails after a minute. */
void window_settle (WindowFixture *f);

/* Activates it and waits. It must be there. */
void window_act (WindowFixture *f, const char *action, GVariant *parameter);

guint window_count (WindowFixture *f);
FoveaColumn *window_column (WindowFixture *f, guint position);

/* The first widget of the type under `widget`, itself included; NULL. */
GtkWidget *window_find (GtkWidget *widget, GType type);
