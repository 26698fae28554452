/* SPDX-License-Identifier: MIT */
#include "gallery-pictures.h"

#include "photo.h"
#include "texture.h"

#define MOST_WANTED 200 /* in the row: what was wanted before was scrolled past */
#define MOST_KEPT 1000  /* about 100 MB at most */

struct _FoveaGalleryPictures
{
  GObject parent_instance;

  FoveaWorker *reader;
  GQueue wanted; /* FoveaGalleryItem, the next one first */
  GQueue kept;   /* with a picture, the newest first */
  gboolean drawing;
};

G_DEFINE_FINAL_TYPE (FoveaGalleryPictures, fovea_gallery_pictures, G_TYPE_OBJECT)

typedef struct
{
  FoveaGalleryPictures *self;
  FoveaGalleryItem *item;
  char *path;
  cairo_surface_t *surface; /* NULL: not readable */
} Job;

static void
fovea_gallery_pictures_finalize (GObject *object)
{
  FoveaGalleryPictures *self = FOVEA_GALLERY_PICTURES (object);

  g_queue_clear_full (&self->wanted, g_object_unref);
  g_queue_clear_full (&self->kept, g_object_unref);
  g_clear_pointer (&self->reader, fovea_worker_unref);
  G_OBJECT_CLASS (fovea_gallery_pictures_parent_class)->finalize (object);
}

static void
fovea_gallery_pictures_class_init (FoveaGalleryPicturesClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fovea_gallery_pictures_finalize;
}

static void
fovea_gallery_pictures_init (FoveaGalleryPictures *self)
{
  g_queue_init (&self->wanted);
  g_queue_init (&self->kept);
}

FoveaGalleryPictures *
fovea_gallery_pictures_new (FoveaWorker *reader)
{
  FoveaGalleryPictures *self = g_object_new (FOVEA_TYPE_GALLERY_PICTURES, NULL);

  self->reader = fovea_worker_ref (reader);
  return self;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->surface, cairo_surface_destroy);
  g_object_unref (job->item);
  g_object_unref (job->self);
  g_free (job->path);
  g_free (job);
}

/* The photograph at a size at which one recognises it. (transfer full) */
static cairo_surface_t *
draw_small (FoveaPhoto *photo)
{
  double width = fovea_photo_width (photo), height = fovea_photo_height (photo);
  double scale = MIN (FOVEA_GALLERY_PICTURE_SIZE / MAX (width, height), 1);
  guint level = 0;

  while (scale * (2 << level) < 1)
    level++;
  cairo_surface_t *from = fovea_photo_surface (photo, &level);
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)MAX (width * scale, 1),
                                    (int)MAX (height * scale, 1));
  cairo_t *cr = cairo_create (surface);
  cairo_scale (cr,
               (double)cairo_image_surface_get_width (surface)
                   / cairo_image_surface_get_width (from),
               (double)cairo_image_surface_get_height (surface)
                   / cairo_image_surface_get_height (from));
  cairo_set_source_surface (cr, from, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (from);
  return surface;
}

static void
run_draw (gpointer data, gpointer unused)
{
  static const FoveaImageLimits small = { .least_side = FOVEA_GALLERY_PICTURE_SIZE };
  Job *job = data;
  g_autoptr (FoveaImage) image = fovea_image_open (job->path, &small, NULL);
  g_autoptr (FoveaPhoto) photo = image ? fovea_photo_new (image) : NULL;

  if (photo)
    job->surface = draw_small (photo);
}

static void
keep (FoveaGalleryPictures *self, FoveaGalleryItem *item)
{
  g_queue_push_head (&self->kept, g_object_ref (item));
  if (self->kept.length <= MOST_KEPT)
    return;
  g_autoptr (FoveaGalleryItem) oldest = g_queue_pop_tail (&self->kept);
  fovea_gallery_item_set_picture (oldest, NULL);
}

static void draw_next (FoveaGalleryPictures *self);

static void
done_draw (gpointer data, gpointer unused)
{
  Job *job = data;

  job->self->drawing = FALSE;
  if (job->surface && cairo_surface_status (job->surface) == CAIRO_STATUS_SUCCESS)
    {
      g_autoptr (GdkTexture) picture = fovea_texture_of_surface (job->surface);
      fovea_gallery_item_set_picture (job->item, picture);
      keep (job->self, job->item);
    }
  draw_next (job->self);
}

/* One at a time, so that what is wanted meanwhile comes next. */
static void
draw_next (FoveaGalleryPictures *self)
{
  Job *job;

  if (self->drawing || g_queue_is_empty (&self->wanted))
    return;
  job = g_new0 (Job, 1);
  job->self = g_object_ref (self);
  job->item = g_queue_pop_head (&self->wanted);
  job->path = g_strdup (fovea_gallery_item_get_path (job->item));
  self->drawing = TRUE;
  fovea_worker_push (self->reader, FOVEA_URGENT, run_draw, done_draw, job, job_free);
}

void
fovea_gallery_pictures_want (FoveaGalleryPictures *self, FoveaGalleryItem *item)
{
  if (fovea_gallery_item_get_picture (item))
    return;
  if (g_queue_remove (&self->wanted, item))
    g_object_unref (item);
  g_queue_push_head (&self->wanted, g_object_ref (item));
  if (self->wanted.length > MOST_WANTED)
    g_object_unref (g_queue_pop_tail (&self->wanted));
  draw_next (self);
}
