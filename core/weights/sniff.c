/* SPDX-License-Identifier: MIT */
#include "sniff.h"
#include "checked.h"
#include "error.h"

#define LOOK 512 /* bytes that are enough to tell a text */

typedef struct
{
  gsize offset;
  gsize length;
  const char *bytes;
  const char *sentence;
} Magic;

#define MAGIC(OFFSET, BYTES, SENTENCE)                                                   \
  {                                                                                      \
    OFFSET, sizeof (BYTES) - 1, BYTES, SENTENCE                                          \
  }
#define IMAGE(KIND) "This is a " KIND " image, not a model: open it as the photograph."
#define PACKED(KIND) "This file is compressed (" KIND "): unpack it first."

static const Magic magics[] = {
  MAGIC (0, "PYTORCH1",
         "This is a PyTorch 1.0 preview container, which is not supported: save it again "
         "with a "
         "later PyTorch."),
  MAGIC (257, "ustar",
         "This is a tar archive: either packed files, to be unpacked first, or a "
         "checkpoint of "
         "PyTorch before 0.1.10, to be saved again with a later one."),
  MAGIC (0, "PK\5\6", "This is an empty ZIP archive."),
  MAGIC (0, "\211PNG", IMAGE ("PNG")),
  MAGIC (0, "\377\330\377", IMAGE ("JPEG")),
  MAGIC (0, "GIF8", IMAGE ("GIF")),
  MAGIC (8, "WEBP", IMAGE ("WebP")),
  MAGIC (0, "II*\0", IMAGE ("TIFF")),
  MAGIC (0, "MM\0*", IMAGE ("TIFF")),
  MAGIC (0, "\037\213", PACKED ("gzip")),
  MAGIC (0, "\3757zXZ", PACKED ("xz")),
  MAGIC (0, "BZh", PACKED ("bzip2")),
  MAGIC (0, "(\265/\375", PACKED ("zstd")),
  MAGIC (0, "7z\274\257'\034", PACKED ("7z")),
  MAGIC (0, "Rar!", PACKED ("RAR")),
  MAGIC (0, "\211HDF",
         "This is an HDF5 file, as Keras writes them; only PyTorch checkpoints and "
         "safetensors "
         "can be read."),
  MAGIC (0, "GGUF", "This is a GGUF file, which holds a language model."),
  MAGIC (0, "\223NUMPY",
         "This is a single NumPy array, not a checkpoint. Convert it to safetensors."),
  MAGIC (0, "%PDF", "This is a PDF document, not a model."),
};

static gboolean
starts_with (const guint8 *data, gsize length, gsize offset, const char *bytes, gsize n)
{
  return fovea_range_fits (offset, n, length) && memcmp (data + offset, bytes, n) == 0;
}

static gboolean
starts_with_text (const guint8 *data, gsize length, const char *text)
{
  gsize n = strlen (text);

  return length >= n && g_ascii_strncasecmp ((const char *)data, text, n) == 0;
}

gsize
fovea_sniff_legacy_magic (const guint8 *data, gsize length)
{
  static const char number[] = "\212\012\154\374\234\106\371\040\152\250\120\031.";
  gsize at = 2;

  if (length < 2 || data[0] != 0x80 || data[1] < 2 || data[1] > 5)
    return 0;
  if (length > at && data[at] == 0x95) /* protocol 4 puts a frame around it */
    at += 9;
  return starts_with (data, length, at, number, sizeof number - 1)
             ? at + sizeof number - 1
             : 0;
}

/* "…\nsize 123\n" in a pointer that git leaves when LFS is not installed. */
static void
explain_lfs (const guint8 *data, gsize length, GError **error)
{
  g_autofree char *text = g_strndup ((const char *)data, MIN (length, LOOK));
  const char *line = strstr (text, "\nsize ");
  guint64 size = line ? g_ascii_strtoull (line + 6, NULL, 10) : 0;
  g_autofree char *shown = size ? g_format_size (size) : g_strdup ("unknown");

  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
               "This is a Git LFS pointer, not the model itself, whose size is %s "
               "(%" G_GUINT64_FORMAT
               " bytes). Run \"git lfs pull\" in its folder, or download the file.",
               shown, size);
}

static gboolean
is_web_page (const guint8 *data, gsize length)
{
  static const char *const starts[]
      = { "<!doctype", "<html", "<head", "<?xml", "<body", "<svg" };

  if (length >= 3 && memcmp (data, "\357\273\277", 3) == 0)
    data += 3, length -= 3;
  while (length > 0 && g_ascii_isspace (*data))
    data++, length--;
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (starts_with_text (data, length, starts[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_text (const guint8 *data, gsize length)
{
  for (gsize i = 0; i < MIN (length, LOOK); i++)
    if (data[i] < 0x20 && !g_ascii_isspace (data[i]))
      return FALSE;
  return length > 0;
}

static gboolean
is_zero (const guint8 *data, gsize length)
{
  for (gsize i = 0; i < MIN (length, LOOK); i++)
    if (data[i] != 0)
      return FALSE;
  return TRUE;
}

static const char *
explain (const guint8 *data, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (starts_with (data, length, magics[i].offset, magics[i].bytes, magics[i].length))
      return magics[i].sentence;
  if (is_web_page (data, length))
    return "This is a web page, not a model: the download gave a page of the site, "
           "perhaps "
           "about a quota or a login. Download the file itself.";
  if (length >= 2 && data[0] == 0x80 && data[1] >= 2 && data[1] <= 5)
    return "This is a Python pickle that torch.save did not write; it is not loaded, "
           "since "
           "that could run code. In Python, save a state dict with torch.save or as "
           "safetensors.";
  if (length >= 2 && data[0] == '{' && is_text (data, length))
    return "This is a JSON file, perhaps the index of a model in several files, and "
           "holds no "
           "tensors itself. Open a .safetensors or .pth file.";
  if (is_zero (data, length))
    return "The file begins with nothing but zeros: the download was interrupted. "
           "Download it "
           "again.";
  if (is_text (data, length))
    return "This is a text file, not a model.";
  return "This is no checkpoint that can be read: neither safetensors nor a file of "
         "torch.save.";
}

gboolean
fovea_sniff (const guint8 *data, gsize length, FoveaContainer *container, GError **error)
{
  if (length == 0)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                 "The file is empty. Download it again.");
  else if (length < 8)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                 "The file has only %" G_GSIZE_FORMAT
                 " bytes, too few for a model. Download it "
                 "again.",
                 length);
  else if (starts_with_text (data, length, "version https://git-lfs"))
    explain_lfs (data, length, error);
  else
    {
      if (starts_with (data, length, 0, "PK\3\4", 4))
        *container = FOVEA_CONTAINER_TORCH_ZIP;
      else if (fovea_sniff_legacy_magic (data, length) > 0)
        *container = FOVEA_CONTAINER_TORCH_LEGACY;
      else if (length > 8 && data[8] == '{' && fovea_load_le64 (data) <= G_MAXUINT32)
        *container = FOVEA_CONTAINER_SAFETENSORS;
      else
        {
          g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                               explain (data, length));
          return FALSE;
        }
      return TRUE;
    }
  return FALSE;
}

char *
fovea_sniff_hash (const char *name)
{
  const char *dash = strrchr (name, '-');
  gsize n = 0;

  if (!dash)
    return NULL;
  while (g_ascii_isxdigit (dash[1 + n]))
    n++;
  if (n < 8 || n > 64 || dash[1 + n] != '.')
    return NULL;
  return g_ascii_strdown (dash + 1, (gssize)n);
}
