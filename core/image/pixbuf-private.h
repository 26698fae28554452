/* SPDX-License-Identifier: MIT */
#pragma once

/* What is found out about a file before one of gdk-pixbuf's loaders sees it. Loaders fill
 * what is missing with black, unpack every frame of an animation, and multiply colours by
 * alpha; so the container is checked first for being whole and within the limits, and the
 * loader may be given another run of bytes than the file: the first frame alone, or the
 * same without the mention of alpha. */

#include "image/image-private.h"
#include "image/span.h"

typedef struct
{
  Span parts[3];     /* what the loader is fed, in order */
  guint8 patch[2];   /* bytes that replace some of the file's */
  const char *note;  /* static */
  guint orientation; /* what the loader leaves undone, always to be done */
} FoveaContainer;

/* Fills `container` or fails with FOVEA_ERROR_IMAGE or FOVEA_ERROR_LIMIT. */
gboolean fovea_container_inspect (FoveaContainer *container,
                                  const FoveaImageSource *source,
                                  const FoveaImageKind *kind, GError **error);

/* The part for GIF. */
gboolean fovea_gif_inspect (FoveaContainer *container, const FoveaImageSource *source,
                            GError **error);

/* The part for HEIC and AVIF. */
gboolean fovea_heif_inspect (const FoveaImageSource *source, const FoveaImageKind *kind,
                             GError **error);

/* FALSE, with "The FORMAT file “name” is cut short: …". */
gboolean fovea_container_cut_short (const FoveaImageSource *source, const char *format,
                                    const char *where, GError **error);
