/* SPDX-License-Identifier: MIT */
#include "build-bytes.h"
#include "weights/sniff.h"

#include <string.h>

#define FILE_OF(BYTES) BYTES, sizeof (BYTES) - 1

static const struct
{
  const char *what;
  const char *bytes;
  gsize length;
  const char *expected;
} cases[] = {
  { "24 empty", FILE_OF (""), "empty" },
  { "24 seven bytes", FILE_OF ("PK\3\4\0\0\0"), "only 7 bytes" },
  { "LFS pointer",
    FILE_OF ("version https://git-lfs.github.com/spec/v1\n"
             "oid sha256:4d7a2146\nsize 107485235\n"),
    "(107485235 bytes). Run \"git lfs pull\"" },
  { "LFS pointer cut off", FILE_OF ("version https://git-lfs.github.com"),
    "Git LFS pointer" },
  { "web page", FILE_OF ("\n <!DOCTYPE html><html>"), "web page" },
  { "web page with a mark", FILE_OF ("\xef\xbb\xbf<html lang=en>"), "web page" },
  { "PNG", FILE_OF ("\211PNG\r\n\032\n\0\0\0\r"), "PNG image" },
  { "JPEG", FILE_OF ("\377\330\377\340\0\020JFIF"), "JPEG image" },
  { "GIF", FILE_OF ("GIF89a\1\0\1\0"), "GIF image" },
  { "WebP", FILE_OF ("RIFF\1\0\0\0WEBPVP8 "), "WebP image" },
  { "TIFF", FILE_OF ("II*\0\10\0\0\0"), "TIFF image" },
  { "preview", FILE_OF ("PYTORCH1\0\0\0"), "preview container" },
  { "gzip", FILE_OF ("\037\213\10\0\0\0\0\0"), "gzip" },
  { "HDF5", FILE_OF ("\211HDF\r\n\032\n"), "HDF5" },
  { "JSON", FILE_OF ("{\"weight_map\": {}}"), "JSON file" },
  { "text", FILE_OF ("epoch 1 loss 0.2"), "text file" },
  { "zeros", FILE_OF ("\0\0\0\0\0\0\0\0\0\0"), "nothing but zeros" },
  { "another pickle", FILE_OF ("\x80\4\x95\0\0\0\0\0\0\0\0}."),
    "torch.save did not write" },
  { "40 pickle of protocol 6", FILE_OF ("\x80\6}.\0\0\0\0\0"), "no checkpoint" },
  { "40 pickle of protocol 0", FILE_OF ("(dp0\nS'a'\np1\n"), "text file" },
  { "noise", FILE_OF ("\1\2\3\4\5\6\7\10\11\12"), "no checkpoint" },
  { "empty ZIP", FILE_OF ("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "empty ZIP" },
  { "ZIP cut off", FILE_OF ("PK\3\4\0\0\0\0\0\0\0\0"),
    "after 12 bytes has no end record" },
};

static void
test_says_what_it_is (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (cases[i].bytes, cases[i].length);
      assert_rejected (cases[i].what, bytes, cases[i].expected);
    }
}

static void
test_tar (void)
{
  guint8 header[512] = { 's', 'y', 's' };

  memcpy (header + 257, "ustar", 5);
  g_autoptr (GBytes) bytes = g_bytes_new (header, sizeof header);
  assert_rejected ("tar", bytes, "tar archive");
}

static void
test_hash (void)
{
  static const struct
  {
    const char *name;
    const char *hash;
  } names[] = {
    { "resnet50-0676BA61.pth", "0676ba61" },
    { "/a-dir/van_b2-1a2b3c4d.pth.tar", "1a2b3c4d" },
    { "resnet50.pth", NULL },
    { "resnet50-final.pth", NULL },
    { "resnet50-0676ba6.pth", NULL },
    { "resnet50-0676ba61", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *hash = fovea_sniff_hash (names[i].name);
      g_assert_cmpstr (hash, ==, names[i].hash);
    }
}

/* Who is told to download again is told how to know that it worked. */
static void
test_hash_in_message (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("PK\3\4\0\0\0\0\0\0\0\0", 12);
  g_autoptr (GError) error = NULL;

  g_assert_null (
      fovea_checkpoint_open_bytes (bytes, "resnet50-0676ba61.pth", NULL, &error));
  g_assert_true (g_str_has_prefix (error->message, "resnet50-0676ba61.pth: "));
  g_assert_true (g_str_has_suffix (error->message, "should begin with 0676ba61."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sniff/says-what-it-is", test_says_what_it_is);
  g_test_add_func ("/sniff/tar", test_tar);
  g_test_add_func ("/sniff/hash", test_hash);
  g_test_add_func ("/sniff/hash-in-message", test_hash_in_message);
  return g_test_run ();
}
