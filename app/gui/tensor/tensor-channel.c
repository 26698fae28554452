/* SPDX-License-Identifier: MIT */
#include "tensor-channel.h"

struct _FoveaTensorChannelItem
{
  GObject parent_instance;

  guint index;
  char *label, *measure, *sentence;
};

G_DEFINE_FINAL_TYPE (FoveaTensorChannelItem, fovea_tensor_channel, G_TYPE_OBJECT)

FoveaTensorPictures *
fovea_tensor_pictures_new (guint channels, gsize stride)
{
  FoveaTensorPictures *pictures = g_atomic_rc_box_new0 (FoveaTensorPictures);

  pictures->stride = stride;
  pictures->pixels = g_new0 (guint32, MAX (channels * stride, 1));
  return pictures;
}

FoveaTensorPictures *
fovea_tensor_pictures_ref (FoveaTensorPictures *pictures)
{
  return g_atomic_rc_box_acquire (pictures);
}

static void
free_pixels (gpointer data)
{
  g_free (((FoveaTensorPictures *)data)->pixels);
}

void
fovea_tensor_pictures_unref (FoveaTensorPictures *pictures)
{
  g_atomic_rc_box_release_full (pictures, free_pixels);
}

static void
fovea_tensor_channel_finalize (GObject *object)
{
  FoveaTensorChannelItem *self = FOVEA_TENSOR_CHANNEL (object);

  g_free (self->label);
  g_free (self->sentence);
  g_free (self->measure);
  G_OBJECT_CLASS (fovea_tensor_channel_parent_class)->finalize (object);
}

static void
fovea_tensor_channel_class_init (FoveaTensorChannelItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fovea_tensor_channel_finalize;
}

static void
fovea_tensor_channel_init (FoveaTensorChannelItem *self)
{
}

FoveaTensorChannelItem *
fovea_tensor_channel_new (guint index, const char *label, const char *measure,
                          const char *sentence)
{
  FoveaTensorChannelItem *self = g_object_new (FOVEA_TYPE_TENSOR_CHANNEL, NULL);

  self->index = index;
  self->label = g_strdup (label);
  self->measure = g_strdup (measure);
  self->sentence = g_strdup (sentence);
  return self;
}

guint
fovea_tensor_channel_get_index (FoveaTensorChannelItem *self)
{
  return self->index;
}

const char *
fovea_tensor_channel_get_label (FoveaTensorChannelItem *self)
{
  return self->label;
}

const char *
fovea_tensor_channel_get_measure (FoveaTensorChannelItem *self)
{
  return self->measure;
}

const char *
fovea_tensor_channel_get_sentence (FoveaTensorChannelItem *self)
{
  return self->sentence;
}
