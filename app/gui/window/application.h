/* SPDX-License-Identifier: MIT */
#pragma once

/* The program: windows, the actions that belong to no single one, and keyboard shortcuts. */

#include <adwaita.h>

#define FOVEA_TYPE_APPLICATION (fovea_application_get_type ())
G_DECLARE_FINAL_TYPE (FoveaApplication, fovea_application, FOVEA, APPLICATION,
                      AdwApplication)

FoveaApplication *fovea_application_new (void);
