/* SPDX-License-Identifier: MIT */
#include "paint.h"

#include <jansson.h>

#define GREY 0x646464

/* A 3 x 3 map whose only cell above 0 is the given one. */
static FoveaMap *
hot_cell (guint x, guint y)
{
  float values[9] = { 0 };
  values[y * 3 + x] = 1;
  return fovea_map_new (3, 3, values);
}

/* A grey photograph of 100 x 60 whose middle, 20 <= x < 80, the network saw as 6 x 6. */
static FoveaScene *
cropped_scene (FoveaMap *map)
{
  const FoveaGeometry geometry = { 20, 0, 10, 10, 6, 6 };
  g_autoptr (FoveaPhoto) photo = paint_flat (100, 60, 0x64);
  FoveaScene *scene = fovea_scene_new (photo);

  fovea_scene_set_map (scene, map, &geometry);
  scene->show_crop = FALSE;
  return scene;
}

/* What a look makes of the grey photograph at position t. */
static guint32
over_grey (const FoveaLook *look, double t)
{
  guint32 table[FOVEA_LOOK_LEVELS], out = 0;
  fovea_look_table (look, table);
  guint32 c = table[lrint (t * (FOVEA_LOOK_LEVELS - 1))];
  for (guint k = 0; k < 3; k++)
    out = out << 8
          | (guint32)lrint ((c >> (16 - 8 * k) & 0xff)
                            + 0x64 * (255 - (c >> 24)) / 255.0);
  return out;
}

static void
test_hot_cell (void)
{
  g_autoptr (FoveaMap) map = hot_cell (2, 1);
  g_autoptr (FoveaScene) scene = cropped_scene (map);

  scene->cells = TRUE;
  cairo_surface_t *surface = paint_scene (scene, 100, 60, 1);
  guint32 hot = over_grey (&scene->look, 1);
  g_assert_cmpint (paint_difference (hot, GREY), >, 60);
  /* The cell is 60 <= x < 80, 20 <= y < 40, to the pixel; all else is the photograph. */
  for (guint y = 0; y < 60; y++)
    for (guint x = 0; x < 100; x++)
      {
        gboolean inside = x >= 60 && x < 80 && y >= 20 && y < 40;
        guint32 expected = inside ? hot : GREY;
        if (paint_difference (paint_pixel (surface, x, y), expected) > (inside ? 1 : 0))
          g_error ("%u, %u is %06x, not %06x", x, y, paint_pixel (surface, x, y),
                   expected);
      }
  cairo_surface_destroy (surface);
}

static void
test_smooth (void)
{
  g_autoptr (FoveaMap) map = hot_cell (1, 1);
  g_autoptr (FoveaScene) scene = cropped_scene (map);
  cairo_surface_t *surface = paint_scene (scene, 100, 60, 10);

  /* Cell centres are 20 apart: at (50, 30) the cell's own value, at (40, 30) half of it,
   * nothing from (30, 30) on. Pixel centres are 0.05 off. */
  g_assert_cmpint (
      paint_difference (paint_pixel (surface, 500, 300), over_grey (&scene->look, 0.995)),
      <=, 2);
  g_assert_cmpint (
      paint_difference (paint_pixel (surface, 400, 300), over_grey (&scene->look, 0.5)),
      <=, 2);
  g_assert_cmpint (
      paint_difference (paint_pixel (surface, 400, 200), over_grey (&scene->look, 0.25)),
      <=, 2);
  g_assert_cmphex (paint_pixel (surface, 299, 300), ==, GREY);
  g_assert_cmphex (paint_pixel (surface, 500, 90), ==, GREY);
  cairo_surface_destroy (surface);
}

static void
test_device_scale (void)
{
  g_autoptr (FoveaMap) map = hot_cell (0, 2);
  g_autoptr (FoveaScene) scene = cropped_scene (map);

  scene->cells = TRUE;
  cairo_surface_t *surface = paint_scene (scene, 100, 60, 3);
  g_assert_cmphex (paint_pixel (surface, 59, 150), ==, GREY);
  g_assert_cmphex (paint_pixel (surface, 60, 119), ==, GREY);
  g_assert_cmphex (paint_pixel (surface, 60, 120), !=, GREY);
  g_assert_cmphex (paint_pixel (surface, 119, 179), !=, GREY);
  g_assert_cmphex (paint_pixel (surface, 120, 179), ==, GREY);
  cairo_surface_destroy (surface);
}

/* A group has its own surface with its own origin. */
static void
test_group (void)
{
  g_autoptr (FoveaMap) map = hot_cell (2, 1);
  g_autoptr (FoveaScene) scene = cropped_scene (map);
  cairo_surface_t *direct = paint_scene (scene, 100, 60, 2);
  cairo_surface_t *grouped = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 200, 120);

  cairo_surface_set_device_scale (grouped, 2, 2);
  cairo_t *cr = cairo_create (grouped);
  cairo_rectangle (cr, 35, 10, 50, 45);
  cairo_clip (cr);
  cairo_push_group (cr);
  fovea_scene_draw (scene, cr, 0, 0, 100, 60);
  cairo_pop_group_to_source (cr);
  cairo_paint (cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (grouped);
  for (guint y = 24; y < 108; y++)
    for (guint x = 72; x < 168; x++)
      g_assert_cmpint (
          paint_difference (paint_pixel (direct, x, y), paint_pixel (grouped, x, y)), <=,
          1);
  cairo_surface_destroy (grouped);
  cairo_surface_destroy (direct);
}

/* A page takes another road to the same picture. */
static void
test_page_like_pixels (void)
{
  g_autoptr (FoveaMap) map = hot_cell (2, 1);
  g_autoptr (FoveaScene) scene = cropped_scene (map);
  const cairo_rectangle_t extents = { 0, 0, 400, 240 };
  cairo_surface_t *direct = paint_scene (scene, 400, 240, 1);
  cairo_surface_t *page = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, &extents);
  cairo_surface_t *replayed = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 400, 240);

  cairo_t *cr = cairo_create (page);
  fovea_scene_draw (scene, cr, 0, 0, 400, 240);
  cairo_destroy (cr);
  cr = cairo_create (replayed);
  cairo_set_source_surface (cr, page, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (replayed);
  for (guint y = 2; y < 238; y++)
    for (guint x = 2; x < 398; x++)
      g_assert_cmpint (
          paint_difference (paint_pixel (direct, x, y), paint_pixel (replayed, x, y)), <=,
          4);
  g_assert_cmpint (paint_difference (paint_pixel (replayed, 280, 120), GREY), >, 60);
  cairo_surface_destroy (replayed);
  cairo_surface_destroy (page);
  cairo_surface_destroy (direct);
}

static void
test_turned (void)
{
  g_autoptr (FoveaMap) map = hot_cell (2, 1);
  g_autoptr (FoveaScene) scene = cropped_scene (map);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 60, 100);
  cairo_t *cr = cairo_create (surface);

  /* A quarter to the right: (x, y) lands on (60 - y, x). */
  cairo_translate (cr, 60, 0);
  cairo_rotate (cr, G_PI_2);
  fovea_scene_draw (scene, cr, 0, 0, 100, 60);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmpint (paint_difference (paint_pixel (surface, 30, 70), GREY), >, 60);
  g_assert_cmpint (paint_difference (paint_pixel (surface, 30, 30), GREY), <=, 1);
  cairo_surface_destroy (surface);
}

static void
test_threshold (void)
{
  const float values[] = { 0.2f, 0.4f, 0.6f, 0.9f };
  g_autoptr (FoveaMap) map = fovea_map_new (4, 1, values);
  g_autoptr (FoveaPhoto) photo = paint_flat (40, 10, 0x64);
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);

  fovea_scene_set_map (scene, map, NULL);
  scene->cells = TRUE;
  scene->look.threshold = 0.5;
  for (FoveaBlend blend = FOVEA_BLEND_VALUE; blend <= FOVEA_BLEND_PLAIN; blend++)
    {
      scene->look.blend = blend;
      cairo_surface_t *surface = paint_scene (scene, 40, 10, 1);
      g_assert_cmphex (paint_pixel (surface, 5, 5), ==, GREY);
      g_assert_cmphex (paint_pixel (surface, 15, 5), ==, GREY);
      g_assert_cmpint (paint_difference (paint_pixel (surface, 25, 5), GREY), >, 20);
      g_assert_cmpint (paint_difference (paint_pixel (surface, 35, 5), GREY), >, 40);
      cairo_surface_destroy (surface);
    }
}

static void
test_plain_and_opacity (void)
{
  const float values[] = { 0, 1 };
  g_autoptr (FoveaMap) map = fovea_map_new (2, 1, values);
  g_autoptr (FoveaPhoto) photo = paint_flat (20, 10, 0x64);
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);

  fovea_scene_set_map (scene, map, NULL);
  scene->cells = TRUE;
  scene->look.blend = FOVEA_BLEND_PLAIN;
  scene->look.opacity = 0.5;
  cairo_surface_t *half = paint_scene (scene, 20, 10, 1);
  /* Half inferno's ends, 000004 and fcffa4, half 646464. */
  g_assert_cmpint (paint_difference (paint_pixel (half, 5, 5), 0x323234), <=, 1);
  g_assert_cmpint (paint_difference (paint_pixel (half, 15, 5), 0xb0b284), <=, 1);
  cairo_surface_destroy (half);

  scene->look.opacity = 0;
  cairo_surface_t *none = paint_scene (scene, 20, 10, 1);
  for (guint x = 0; x < 20; x++)
    g_assert_cmphex (paint_pixel (none, x, 5), ==, GREY);
  cairo_surface_destroy (none);
}

static void
test_signed (void)
{
  const float values[] = { -2, 0, 1, 2 };
  g_autoptr (FoveaMap) map = fovea_map_new (4, 1, values);
  g_autoptr (FoveaPhoto) photo = paint_flat (40, 10, 0x64);
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);

  fovea_scene_set_map (scene, map, NULL);
  scene->cells = TRUE;
  scene->look.is_signed = TRUE;
  scene->look.low = -1; /* the larger end counts */
  scene->look.high = 2;
  scene->look.colormap = fovea_colormap_default (FOVEA_COLORMAP_DIVERGING);
  cairo_surface_t *surface = paint_scene (scene, 40, 10, 1);
  guint32 blue = paint_pixel (surface, 5, 5), red = paint_pixel (surface, 35, 5);
  g_assert_cmpint (paint_channel (blue, 2), >, paint_channel (blue, 0) + 40);
  g_assert_cmphex (paint_pixel (surface, 15, 5), ==, GREY);
  g_assert_cmpint (paint_channel (red, 0), >, paint_channel (red, 2) + 40);
  g_assert_cmpint (paint_difference (paint_pixel (surface, 25, 5), GREY), >, 5);
  cairo_surface_destroy (surface);
}

static void
test_not_finite (void)
{
  const float values[] = { NAN, INFINITY, -INFINITY, 1 };
  g_autoptr (FoveaMap) map = fovea_map_new (4, 1, values);
  g_autoptr (FoveaPhoto) photo = paint_flat (40, 10, 0x64);
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);

  fovea_scene_set_map (scene, map, NULL);
  for (guint i = 0; i < 2; i++)
    {
      scene->cells = i == 0;
      cairo_surface_t *surface = paint_scene (scene, 40, 10, 1);
      g_assert_cmphex (paint_pixel (surface, 2, 5), ==, GREY);
      g_assert_cmpint (paint_difference (paint_pixel (surface, 15, 5), GREY), >, 60);
      g_assert_cmpint (paint_difference (paint_pixel (surface, 38, 5), GREY), >, 60);
      /* Between the cells there is a number again, not a hole. */
      if (!scene->cells)
        g_assert_cmpint (paint_difference (paint_pixel (surface, 8, 5), GREY), >, 5);
      cairo_surface_destroy (surface);
    }
}

/* The grad-cam package's own overlay, tests/golden/overlay.json. */
static void
check_grad_cam (const json_t *root, const char *key, double image_weight)
{
  const json_t *golden = json_object_get (root, key);
  float raw_values[49];
  for (guint i = 0; i < 49; i++)
    raw_values[i] = (float)(((i / 7) * 5 + (i % 7) * 3) % 11) - 3;
  g_autoptr (FoveaMap) raw = fovea_map_new (7, 7, raw_values);
  g_autoptr (FoveaMap) map = fovea_map_finish (raw, 160, 120);
  g_autoptr (FoveaPhoto) photo = paint_pattern (160, 120);
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);

  fovea_scene_set_map (scene, map, NULL);
  scene->look.colormap = fovea_colormap_find ("jet", NULL);
  scene->look.blend = FOVEA_BLEND_GRAD_CAM;
  scene->look.opacity = 1 - image_weight;
  cairo_surface_t *surface = paint_scene (scene, 160, 120, 1);
  g_assert_cmpuint (json_array_size (golden), ==, 64);
  for (guint i = 0; i < 64; i++)
    {
      guint flat = i * (160 * 120 * 3) / 64, pixel = flat / 3;
      int expected = (int)json_integer_value (json_array_get (golden, i));
      int got = paint_channel (paint_pixel (surface, pixel % 160, pixel / 160), flat % 3);
      g_assert_cmpint (ABS (got - expected), <=, 2);
    }
  cairo_surface_destroy (surface);
}

static void
test_grad_cam (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "golden", "overlay.json", NULL);
  json_t *root = json_load_file (path, 0, NULL);

  g_assert_nonnull (root);
  check_grad_cam (root, "overlay image_weight 0.5", 0.5);
  check_grad_cam (root, "overlay image_weight 0.3", 0.3);
  json_decref (root);
}

/* The division by the brightest level: an even 0.2 grey under a map of nothing has 0.351 in
 * its blue, so everything is made 2.85 times brighter. */
static void
test_grad_cam_brightens (void)
{
  const float zero = 0;
  g_autoptr (FoveaMap) map = fovea_map_new (1, 1, &zero);
  g_autoptr (FoveaPhoto) photo = paint_flat (8, 8, 51);
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);

  fovea_scene_set_map (scene, map, NULL);
  scene->look.colormap = fovea_colormap_find ("jet", NULL);
  scene->look.blend = FOVEA_BLEND_GRAD_CAM;
  scene->look.opacity = 0.5;
  cairo_surface_t *surface = paint_scene (scene, 8, 8, 1);
  g_assert_cmphex (paint_pixel (surface, 3, 3), ==, 0x4848ff);
  cairo_surface_destroy (surface);
}

/* The same file's map, which the overlay above rests on. */
static void
test_grad_cam_map (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "golden", "overlay.json", NULL);
  json_t *root = json_load_file (path, 0, NULL);
  const json_t *golden = json_object_get (root, "map");
  float values[49];
  for (guint i = 0; i < 49; i++)
    values[i] = (float)(((i / 7) * 5 + (i % 7) * 3) % 11) - 3;
  g_autoptr (FoveaMap) raw = fovea_map_new (7, 7, values);
  g_autoptr (FoveaMap) map = fovea_map_finish (raw, 160, 120);

  g_assert_cmpuint (json_array_size (golden), ==, 64);
  for (guint i = 0; i < 64; i++)
    g_assert_cmpfloat_with_epsilon (fovea_map_values (map)[i * (160 * 120) / 64],
                                    json_number_value (json_array_get (golden, i)), 1e-6);
  json_decref (root);
}

static void
test_crop_dims_outside (void)
{
  float zeros[9] = { 0 };
  g_autoptr (FoveaMap) map = fovea_map_new (3, 3, zeros);
  g_autoptr (FoveaScene) scene = cropped_scene (map);

  scene->show_crop = TRUE;
  cairo_surface_t *surface = paint_scene (scene, 100, 60, 1);
  g_assert_cmphex (paint_pixel (surface, 50, 30), ==, GREY);
  g_assert_cmphex (paint_pixel (surface, 21, 1), ==, GREY);
  g_assert_cmpint (paint_difference (paint_pixel (surface, 10, 30), 0x323232), <=, 1);
  g_assert_cmpint (paint_difference (paint_pixel (surface, 90, 30), 0x323232), <=, 1);
  cairo_surface_destroy (surface);
}

static void
test_marks (void)
{
  g_autoptr (FoveaPhoto) photo = paint_flat (100, 60, 0x64);
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);
  char label[] = "7";
  const FoveaMark marks[] = {
    { FOVEA_MARK_PIN, 20, 20, 0, 0, label },
    { FOVEA_MARK_OUTLINE, 50, 20, 30, 30, NULL },
    { FOVEA_MARK_CROSSHAIR, 95, 55, 0, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    fovea_scene_add_mark (scene, &marks[i]);
  label[0] = '?';
  g_assert_cmpstr (g_array_index (scene->marks, FoveaMark, 0).label, ==, "7");
  g_autoptr (FoveaScene) copy = fovea_scene_copy (scene);
  fovea_scene_clear_marks (scene);

  cairo_surface_t *with = paint_scene (copy, 200, 120, 1);
  cairo_surface_t *without = paint_scene (scene, 200, 120, 1);
  g_assert_cmpint (paint_channel (paint_pixel (with, 40, 40), 0), >, 240);  /* the pin */
  g_assert_cmpint (paint_channel (paint_pixel (with, 130, 40), 0), >, 200); /* an edge */
  g_assert_cmphex (paint_pixel (with, 130, 60), ==, GREY); /* inside the box */
  g_assert_cmpint (paint_channel (paint_pixel (with, 10, 110), 0), >, 150); /* a line */
  for (guint y = 0; y < 120; y++)
    for (guint x = 0; x < 200; x++)
      g_assert_cmphex (paint_pixel (without, x, y), ==, GREY);
  cairo_surface_destroy (with);
  cairo_surface_destroy (without);
}

static void
assert_within (const cairo_rectangle_t *r, double width, double height)
{
  g_assert_cmpfloat (r->x, >=, -1e-6);
  g_assert_cmpfloat (r->y, >=, -1e-6);
  g_assert_cmpfloat (r->x + r->width, <=, width + 1e-6);
  g_assert_cmpfloat (r->y + r->height, <=, height + 1e-6);
}

static void
test_layout (void)
{
  g_autoptr (FoveaMap) map = hot_cell (1, 1);
  g_autoptr (FoveaScene) scene = cropped_scene (map);
  FoveaSceneLayout layout;
  double width, height;

  fovea_scene_layout (scene, 0, 0, 300, 300, &layout);
  g_assert_cmpfloat (layout.picture.width, ==, 300);
  g_assert_cmpfloat (layout.picture.y, ==, 60);
  g_assert_cmpfloat (layout.scale, ==, 3);
  g_assert_cmpfloat (layout.bar.width, ==, 0);

  fovea_scene_set_caption (scene, "Grad-CAM at block4.1, which is explained in so many "
                                  "words that they do not fit into one line.");
  fovea_scene_set_bar_label (scene, "share of the maximum");
  for (FoveaBarSide side = FOVEA_BAR_RIGHT; side <= FOVEA_BAR_BELOW; side++)
    {
      scene->bar = side;
      fovea_scene_layout (scene, 0, 0, 300, 240, &layout);
      assert_within (&layout.picture, 300, 240);
      assert_within (&layout.bar, 300, 240);
      assert_within (&layout.caption, 300, 240);
      g_assert_cmpfloat_with_epsilon (layout.picture.height / layout.picture.width, 0.6,
                                      1e-9);
      g_assert_cmpfloat (layout.bar.width, >, 0);
      g_assert_cmpfloat (layout.caption.y, >=,
                         layout.picture.y + layout.picture.height + 12);

      /* A rectangle of just the extent is filled by the very picture it was asked for. */
      fovea_scene_extent (scene, 200, &width, &height);
      fovea_scene_layout (scene, 0, 0, width, height, &layout);
      g_assert_cmpfloat_with_epsilon (layout.picture.width, 200, 0.2);
    }
}

static void
test_bar_beside (void)
{
  g_autoptr (FoveaMap) map = hot_cell (1, 1);
  g_autoptr (FoveaScene) scene = cropped_scene (map);
  FoveaSceneLayout layout;

  scene->bar = FOVEA_BAR_RIGHT;
  fovea_scene_layout (scene, 0, 0, 300, 180, &layout);
  cairo_surface_t *surface = paint_scene (scene, 300, 180, 1);
  guint x = (guint)layout.bar.x + 6;
  /* Opacity 0.8 over mid grey at the top, grey itself at the bottom. */
  guint32 top = paint_pixel (surface, x, (guint)layout.bar.y + 1);
  guint32 bottom
      = paint_pixel (surface, x, (guint)(layout.bar.y + layout.bar.height) - 2);
  g_assert_cmpint (paint_difference (top, 0xe3e59c), <=, 4);
  g_assert_cmpint (paint_difference (bottom, 0x808080), <=, 2);
  cairo_surface_destroy (surface);
}

/* Drawn small, fine detail becomes its mean instead of noise. */
static void
test_photo_shrinks_cleanly (void)
{
  guint side = 512;
  g_autofree guint8 *rgb = g_malloc ((gsize)side * side * 3);
  for (guint i = 0; i < side * side * 3; i++)
    rgb[i] = (i / 3 + i / 3 / side) % 2 ? 255 : 0;
  g_autoptr (FoveaImage) image = fovea_image_new (side, side, rgb, side * 3);
  g_autoptr (FoveaPhoto) photo = fovea_photo_new (image);
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);

  cairo_surface_t *surface = paint_scene (scene, 64, 64, 1);
  for (guint y = 0; y < 64; y++)
    for (guint x = 0; x < 64; x++)
      g_assert_cmpint (paint_difference (paint_pixel (surface, x, y), 0x808080), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_photo_untouched (void)
{
  g_autoptr (FoveaPhoto) photo = paint_pattern (61, 47);
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);
  const guint8 *rgb = fovea_image_pixels (fovea_photo_image (photo));

  cairo_surface_t *surface = paint_scene (scene, 61, 47, 1);
  for (guint y = 0; y < 47; y++)
    for (guint x = 0; x < 61; x++, rgb += 3)
      g_assert_cmphex (paint_pixel (surface, x, y), ==,
                       (guint32)(rgb[0] << 16 | rgb[1] << 8 | rgb[2]));
  cairo_surface_destroy (surface);
}

/* A map on a part of the input covers that part alone, and only inside the crop. */
static void
test_extent (void)
{
  g_autoptr (FoveaMap) map = hot_cell (1, 1);
  g_autoptr (FoveaScene) scene = cropped_scene (map);

  /* 3 x 3 cells of one network pixel, 10 of the photograph's, from 4, -1 on: the hot one is
   * 70 <= x < 80, 0 <= y < 10. */
  scene->cells = TRUE;
  scene->extent = (cairo_rectangle_t){ 4, -1, 3, 3 };
  for (guint blend = 0; blend < 2; blend++)
    {
      scene->look.blend = blend ? FOVEA_BLEND_PLAIN : FOVEA_BLEND_VALUE;
      cairo_surface_t *surface = paint_scene (scene, 100, 60, 1);
      guint32 hot = over_grey (&scene->look, 1), cold = over_grey (&scene->look, 0);
      for (guint y = 0; y < 60; y++)
        for (guint x = 0; x < 100; x++)
          {
            gboolean covered = x >= 60 && x < 80 && y < 20;
            guint32 inside = x >= 70 && y < 10 ? hot : cold;
            guint32 got = paint_pixel (surface, x, y);
            g_assert_cmpint (paint_difference (got, covered ? inside : GREY), <=,
                             covered ? 1 : 0);
          }
      cairo_surface_destroy (surface);
    }

  fovea_scene_set_map (scene, map, &scene->geometry);
  g_assert_cmpfloat (scene->extent.width, ==, 0);
}

/* The same on a page, where the map is an image of its own. */
static void
test_extent_on_page (void)
{
  g_autoptr (FoveaMap) map = hot_cell (1, 1);
  g_autoptr (FoveaScene) scene = cropped_scene (map);
  cairo_rectangle_t whole = { 0, 0, 100, 60 };
  cairo_surface_t *page = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, &whole);
  cairo_t *cr = cairo_create (page);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 100, 60);
  cairo_t *to = cairo_create (surface);

  scene->cells = TRUE;
  scene->look.blend = FOVEA_BLEND_PLAIN;
  scene->extent = (cairo_rectangle_t){ 4, -1, 3, 3 };
  fovea_scene_draw (scene, cr, 0, 0, 100, 60);
  cairo_set_source_surface (to, page, 0, 0);
  cairo_paint (to);
  g_assert_cmpint (cairo_status (cr) | cairo_status (to), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_flush (surface);
  g_assert_cmpint (paint_difference (paint_pixel (surface, 75, 5), over_grey (&scene->look, 1)),
                   <=, 1);
  g_assert_cmpint (paint_difference (paint_pixel (surface, 63, 15), over_grey (&scene->look, 0)),
                   <=, 1);
  g_assert_cmpint (paint_pixel (surface, 85, 5), ==, GREY);
  g_assert_cmpint (paint_pixel (surface, 55, 5), ==, GREY);
  g_assert_cmpint (paint_pixel (surface, 75, 25), ==, GREY);
  cairo_destroy (to);
  cairo_destroy (cr);
  cairo_surface_destroy (page);
  cairo_surface_destroy (surface);
}

/* In a room made to measure a picture has at least the width that the room was made for,
 * wherever its caption wraps; more only where its bar then has fewer ticks. */
static void
test_made_to_measure (void)
{
  g_autoptr (FoveaMap) map = hot_cell (1, 1);
  g_autoptr (FoveaScene) scene = cropped_scene (map);

  scene->bar = FOVEA_BAR_RIGHT;
  fovea_scene_set_caption (scene, "ACmix-ResNet nano: Contributions at layer4.0 for leopard");
  for (double picture = 150; picture < 260; picture += 0.75)
    {
      FoveaSceneLayout layout;
      double width, height;

      fovea_scene_extent (scene, picture, &width, &height);
      fovea_scene_layout (scene, 0, 0, width, height, &layout);
      g_assert_cmpfloat (layout.picture.width, >, picture - 1e-6);
      g_assert_cmpfloat (layout.picture.width, <, picture + 20);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/hot-cell", test_hot_cell);
  g_test_add_func ("/scene/smooth", test_smooth);
  g_test_add_func ("/scene/device-scale", test_device_scale);
  g_test_add_func ("/scene/group", test_group);
  g_test_add_func ("/scene/page-like-pixels", test_page_like_pixels);
  g_test_add_func ("/scene/turned", test_turned);
  g_test_add_func ("/scene/threshold", test_threshold);
  g_test_add_func ("/scene/plain-and-opacity", test_plain_and_opacity);
  g_test_add_func ("/scene/signed", test_signed);
  g_test_add_func ("/scene/extent", test_extent);
  g_test_add_func ("/scene/extent-on-page", test_extent_on_page);
  g_test_add_func ("/scene/not-finite", test_not_finite);
  g_test_add_func ("/scene/grad-cam", test_grad_cam);
  g_test_add_func ("/scene/grad-cam-brightens", test_grad_cam_brightens);
  g_test_add_func ("/scene/grad-cam-map", test_grad_cam_map);
  g_test_add_func ("/scene/crop-dims-outside", test_crop_dims_outside);
  g_test_add_func ("/scene/marks", test_marks);
  g_test_add_func ("/scene/layout", test_layout);
  g_test_add_func ("/scene/made-to-measure", test_made_to_measure);
  g_test_add_func ("/scene/bar-beside", test_bar_beside);
  g_test_add_func ("/scene/photo-shrinks-cleanly", test_photo_shrinks_cleanly);
  g_test_add_func ("/scene/photo-untouched", test_photo_untouched);
  return g_test_run ();
}
