/* SPDX-License-Identifier: MIT */
#pragma once

/* Every action of a window with a parameter of a sensible kind, as a hand might take it, or a
 * script. An action that nothing is known of here is an error: whoever adds one says what it
 * takes, or why it is left out. */

#include <gio/gio.h>

typedef struct _RandomActs RandomActs;

/* Of all actions there are, but for those left out. Files go into `folder`. (transfer full) */
RandomActs *random_acts_new (GActionGroup *group, const char *folder, guint32 seed);
void random_acts_free (RandomActs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RandomActs, random_acts_free)

/* Does one of them; its name. Grows and opens less often where `crowded`. (transfer none) */
const char *random_acts_do (RandomActs *self, gboolean crowded);

/* How many different ones were done; the rest is named in a test message. */
guint random_acts_count_done (RandomActs *self);
GRand *random_acts_get_rand (RandomActs *self);
