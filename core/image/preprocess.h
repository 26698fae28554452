/* SPDX-License-Identifier: MIT */
#pragma once

/* From a photograph to a network input, and back: the evaluation transform of the papers
 * (resize, centre crop, mean and deviation) and its inverse geometry, so that a map lands
 * on the original pixels it came from. */

#include "image/image.h"
#include "image/resize.h"
#include "tensor.h"

typedef enum
{
  FOVEA_CROP_CENTRE, /* resize the shorter side to `resize`, crop the middle: the papers' */
  FOVEA_CROP_NONE,   /* the whole image, stretched to the input size */
  FOVEA_CROP_BOX,    /* a box of the original, stretched to the input size */
} FoveaCropMode;

typedef struct
{
  guint resize;          /* shorter side before the crop, in pixels of a `crop`-sized input */
  guint crop;            /* side of the preset's square input */
  guint height, width;   /* the input's size; both 0: crop x crop */
  FoveaFilter filter;
  float mean[3], std[3]; /* of pixel values in 0..1, R G B */
  FoveaCropMode mode;
  double box[4];         /* FOVEA_CROP_BOX: x, y, width, height in original pixels */
} FoveaPreprocess;

/* Where network pixels lie on the original: original = origin + scale * network, with
 * pixel centres at half integers in both. */
typedef struct
{
  double origin_x, origin_y;
  double scale_x, scale_y;
  guint width, height; /* of the network input */
} FoveaGeometry;

/* The crop in original pixels: x, y, width, height. It may reach half a network pixel
 * beyond the picture. */
void fovea_geometry_crop (const FoveaGeometry *geometry, double rect[4]);
void fovea_geometry_to_original (const FoveaGeometry *geometry, double x, double y,
                                 double *original_x, double *original_y);
void fovea_geometry_to_network (const FoveaGeometry *geometry, double original_x,
                                double original_y, double *x, double *y);

/* The network's input before normalising, as a picture: for showing it. */
FoveaImage *fovea_preprocess_image (const FoveaPreprocess *preprocess, FoveaImage *image,
                                    FoveaGeometry *geometry, GError **error);

/* The input tensor, 1 x 3 x H x W, (pixel / 255 - mean) / std. `geometry` may be NULL.
 * Fails with FOVEA_ERROR_USAGE when a box lies outside the image or is empty, with
 * FOVEA_ERROR_LIMIT when the resized image would be unreasonably large. */
FoveaTensor *fovea_preprocess_apply (const FoveaPreprocess *preprocess, FoveaImage *image,
                                     FoveaGeometry *geometry, GError **error);
