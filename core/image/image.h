/* SPDX-License-Identifier: MIT */
#pragma once

/* A decoded photograph: 8-bit RGB, rows packed without padding, upright, immutable and
 * reference-counted. What the network sees and what the overlay lies on are both made from
 * this one object. Alpha is dropped (as PIL's convert("RGB") does), 16 bits keep the high
 * byte, CMYK is converted by PIL's formula. TIFF (as in PIL), HEIC and AVIF are turned
 * upright whatever FoveaOrient says. */

#include <glib.h>

typedef struct _FoveaImage FoveaImage;

typedef enum
{
  FOVEA_ORIENT_EXIF, /* turn the picture upright as its EXIF says: what a person expects */
  FOVEA_ORIENT_NONE, /* as stored: what torchvision's ImageFolder reads */
} FoveaOrient;

typedef struct
{
  guint max_side;      /* pixels; 0 stands for 32767 */
  guint64 max_pixels;  /* 0 stands for 16384 * 16384 */
  FoveaOrient orient;
  guint least_side;    /* pixels; not 0, for a small picture only: a JPEG may come at a half,
                        * a quarter or an eighth of its size as long as its shorter side is
                        * not below this */
} FoveaImageLimits;

/* Decodes a file. `limits` may be NULL for the defaults. Fails with FOVEA_ERROR_IMAGE and a
 * sentence (does not exist, is a model and not an image, is cut short and by how much is
 * known, is a kind we do not read and which package would), FOVEA_ERROR_LIMIT when too
 * large. Nothing is shown of a truncated picture. */
FoveaImage *fovea_image_open (const char *path, const FoveaImageLimits *limits,
                              GError **error);

/* The file's bytes, undecoded, where they begin as a picture does; fails likewise.
 * (transfer full) */
GBytes *fovea_image_read (const char *path, GError **error);

/* The same as fovea_image_open from memory; `name` stands in messages. */
FoveaImage *fovea_image_open_bytes (GBytes *bytes, const char *name,
                                    const FoveaImageLimits *limits, GError **error);

/* Copies `height` rows of `width` RGB pixels, `stride` bytes apart. */
FoveaImage *fovea_image_new (guint width, guint height, const guint8 *rgb, gsize stride);

/* Each pixel the mean of its three levels, rounded down. (transfer full) */
FoveaImage *fovea_image_grey (FoveaImage *image);

FoveaImage *fovea_image_ref (FoveaImage *image);
void fovea_image_unref (FoveaImage *image);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaImage, fovea_image_unref)

guint fovea_image_width (const FoveaImage *image);
guint fovea_image_height (const FoveaImage *image);

/* Row-major RGB, width * 3 bytes a row. */
const guint8 *fovea_image_pixels (const FoveaImage *image);

/* "JPEG", "PNG", "WebP" …; "pixels" for one made in memory. */
const char *fovea_image_format (const FoveaImage *image);

/* What to tell about it, a sentence such as "This is the first frame of an animation.";
 * NULL when there is nothing to tell. */
const char *fovea_image_note (const FoveaImage *image);

/* What was done to it since it was read, "erase 12,40,50; rotate 30" (edit.h), or NULL. */
const char *fovea_image_edits (const FoveaImage *image);

/* What it was made of by that; itself for a photograph as it was read. (transfer none) */
FoveaImage *fovea_image_original (FoveaImage *image);
