/* SPDX-License-Identifier: MIT */
#pragma once

/* Networks that nobody would draw: a dozen operations on 6 x 5 x 9 maps, each reading any of
 * those before it, so that shortcuts, gates, shared norms and chains meet in every way. Node
 * k is called "nK"; some are published. The same seed makes the same network. */

#include "network.h"

#define RANDOM_GRAPHS 60

/* `publishes`: whether some nodes become sites. (transfer full) */
Network *random_graph (guint32 seed, gboolean publishes);
