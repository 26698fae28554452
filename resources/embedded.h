/* SPDX-License-Identifier: MIT */
#pragma once

/* Files compiled into the program: the demonstration's weights and photographs and the class
 * names of ImageNet, and the backbones as PyTorch source. Both programs work from any folder, installed or not. */

#include <glib.h>

/* The file called `name` ("van_nano.safetensors", "leopard.jpg", "imagenet-1k.txt"), or
 * NULL. (transfer full) Shares the program's own pages. */
GBytes *fovea_embedded (const char *name);

/* The photograph that the first start shows. */
#define FOVEA_DEMO_PHOTO "leopard.jpg"
