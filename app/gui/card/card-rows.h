/* SPDX-License-Identifier: MIT */
#pragma once

/* Rows of the model card's lists. Plain widgets made from values. */

#include "card.h"

#include <adwaita.h>

/* A fact: its name, what there is to add (NULL: nothing), and its value at the right. */
GtkWidget *fovea_card_fact_row (const char *title, const char *subtitle, const char *value);

/* A stage, or stem and head: what comes out of it, and bars for what it costs. */
GtkWidget *fovea_card_stage_row (const FoveaCard *card, const FoveaCardStage *stage);

/* What the colours of the bars mean, where a block has two paths. */
GtkWidget *fovea_card_legend (void);
