/* SPDX-License-Identifier: MIT */
#include "jpeg-cut.h"

#include <stdio.h>

#include <jpeglib.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#define MOST_MEMORY ((long)1 << 30)

typedef struct
{
  struct jpeg_decompress_struct from;
  struct jpeg_compress_struct to;
  struct jpeg_error_mgr errors;
  jvirt_barray_ptr *read;
  jvirt_barray_ptr cut[MAX_COMPONENTS];
  guint left, top; /* in the largest blocks (MCUs) */
  unsigned char *bytes;
  unsigned long size;
  jmp_buf jump;
} Cutter;

static G_NORETURN void
give_up (j_common_ptr jpeg)
{
  Cutter *cutter = jpeg->client_data;

  longjmp (cutter->jump, 1);
}

/* A file that libjpeg only warns of is damaged all the same. */
static void
on_message (j_common_ptr jpeg, int level)
{
  if (level < 0)
    give_up (jpeg);
}

static void
set_up (Cutter *cutter)
{
  cutter->from.err = jpeg_std_error (&cutter->errors);
  cutter->to.err = &cutter->errors;
  cutter->errors.error_exit = give_up;
  cutter->errors.emit_message = on_message;
  cutter->from.client_data = cutter->to.client_data = cutter;
}

/* Of the component that has most, in a block of the largest. */
static guint
blocks_across (const Cutter *cutter)
{
  return cutter->from.num_components == 1 ? 1 : (guint)cutter->from.max_h_samp_factor;
}

static guint
blocks_down (const Cutter *cutter)
{
  return cutter->from.num_components == 1 ? 1 : (guint)cutter->from.max_v_samp_factor;
}

/* To where blocks of every component begin. */
static gboolean
align (Cutter *cutter, FoveaPixelBox *box)
{
  const struct jpeg_decompress_struct *from = &cutter->from;
  guint across = blocks_across (cutter) * DCTSIZE;
  guint down = blocks_down (cutter) * DCTSIZE;

  if (box->width == 0 || box->height == 0 || box->x + box->width > from->image_width
      || box->y + box->height > from->image_height)
    return FALSE;
  cutter->left = box->x / across;
  cutter->top = box->y / down;
  box->width += box->x - cutter->left * across;
  box->height += box->y - cutter->top * down;
  box->x = cutter->left * across;
  box->y = cutter->top * down;
  return TRUE;
}

static guint
count (guint pixels, guint of)
{
  return (pixels + of - 1) / of;
}

/* Room for the part, asked for before any is given out. */
static void
request (Cutter *cutter, const FoveaPixelBox *box)
{
  struct jpeg_decompress_struct *from = &cutter->from;
  guint wide = count (box->width, blocks_across (cutter) * DCTSIZE);
  guint high = count (box->height, blocks_down (cutter) * DCTSIZE);

  for (int c = 0; c < from->num_components; c++)
    {
      const jpeg_component_info *component = &from->comp_info[c];
      guint across = (guint)component->h_samp_factor;
      guint down = (guint)component->v_samp_factor;
      cutter->cut[c] = from->mem->request_virt_barray (
          (j_common_ptr)from, JPOOL_IMAGE, TRUE, wide * across, high * down, down);
    }
}

static void
copy_rows (Cutter *cutter, int c)
{
  struct jpeg_decompress_struct *from = &cutter->from;
  const jpeg_component_info *wanted = &cutter->to.comp_info[c];
  guint x = cutter->left * (guint)wanted->h_samp_factor;
  guint y = cutter->top * (guint)wanted->v_samp_factor;

  for (guint row = 0; row < wanted->height_in_blocks; row++)
    {
      JBLOCKARRAY to = from->mem->access_virt_barray ((j_common_ptr)from, cutter->cut[c],
                                                      row, 1, TRUE);
      JBLOCKARRAY source = from->mem->access_virt_barray (
          (j_common_ptr)from, cutter->read[c], y + row, 1, FALSE);
      memcpy (to[0], source[0] + x, wanted->width_in_blocks * sizeof (JBLOCK));
    }
}

/* Only the header that says it is a JPEG, and of which colours. */
static void
write_part (Cutter *cutter, const FoveaPixelBox *box)
{
  struct jpeg_compress_struct *to = &cutter->to;

  jpeg_mem_dest (to, &cutter->bytes, &cutter->size);
  jpeg_copy_critical_parameters (&cutter->from, to);
  if (to->num_components == 1) /* packed block by block, whatever the header says */
    to->comp_info[0].h_samp_factor = to->comp_info[0].v_samp_factor = 1;
  to->image_width = box->width;
  to->image_height = box->height;
  to->optimize_coding = TRUE;
  jpeg_write_coefficients (to, cutter->cut);
  for (int c = 0; c < cutter->from.num_components; c++)
    copy_rows (cutter, c);
  jpeg_finish_compress (to);
}

static gboolean
is_known (const struct jpeg_decompress_struct *jpeg)
{
  return jpeg->data_precision == 8
         && (jpeg->jpeg_color_space == JCS_GRAYSCALE
             || jpeg->jpeg_color_space == JCS_YCbCr || jpeg->jpeg_color_space == JCS_RGB);
}

static gboolean
cut (Cutter *cutter, GBytes *jpeg, FoveaPixelBox *box)
{
  gsize size;
  const unsigned char *data = g_bytes_get_data (jpeg, &size);

  if (setjmp (cutter->jump) != 0)
    return FALSE;
  jpeg_create_decompress (&cutter->from);
  jpeg_create_compress (&cutter->to);
  cutter->from.mem->max_memory_to_use = MOST_MEMORY;
  jpeg_mem_src (&cutter->from, data, size);
  jpeg_read_header (&cutter->from, TRUE);
  if (!is_known (&cutter->from) || !align (cutter, box))
    return FALSE;
  request (cutter, box);
  cutter->read = jpeg_read_coefficients (&cutter->from);
  write_part (cutter, box);
  return TRUE;
}

GBytes *
fovea_jpeg_cut (GBytes *jpeg, FoveaPixelBox *box)
{
  Cutter *cutter = g_new0 (Cutter, 1);
  GBytes *part = NULL;

  set_up (cutter);
  if (cut (cutter, jpeg, box))
    part = g_bytes_new (cutter->bytes, cutter->size);
  jpeg_destroy_compress (&cutter->to);
  jpeg_destroy_decompress (&cutter->from);
  free (cutter->bytes);
  g_free (cutter);
  return part;
}
