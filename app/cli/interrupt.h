/* SPDX-License-Identifier: MIT */
#pragma once

/* SIGINT and SIGTERM. Either sets an atomic flag that kernels watch; what has no place to
 * watch it (reading a large checkpoint) is ended a second later, but never while a file is
 * being written. */

#include <glib.h>

void cli_interrupt_install (void);

/* The flag, for FoveaWatch and FoveaObserver. */
const gint *cli_interrupt_flag (void);

/* 130 or 143 once a signal came, otherwise 0. */
int cli_interrupt_status (void);

/* Between the two no signal ends the program: a file is being written. */
void cli_interrupt_hold (void);
void cli_interrupt_release (void);
