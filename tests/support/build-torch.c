/* SPDX-License-Identifier: MIT */
#include "build-torch.h"

#include <string.h>

GByteArray *
pickle_new (void)
{
  GByteArray *pickle = g_byte_array_new ();

  put_u8 (pickle, 0x80);
  put_u8 (pickle, 2);
  return pickle;
}

void
pickle_op (GByteArray *pickle, char opcode)
{
  put_u8 (pickle, (guint8)opcode);
}

void
pickle_text (GByteArray *pickle, const char *text)
{
  put_u8 (pickle, 'X');
  put_le32 (pickle, strlen (text));
  put_text (pickle, text);
}

void
pickle_int (GByteArray *pickle, gint64 value)
{
  if (value >= G_MININT32 && value <= G_MAXINT32)
    {
      put_u8 (pickle, 'J');
      put_le32 (pickle, (guint64)value);
      return;
    }
  put_u8 (pickle, 0x8a);
  put_u8 (pickle, 8);
  put_le64 (pickle, (guint64)value);
}

void
pickle_global (GByteArray *pickle, const char *module, const char *name)
{
  put_u8 (pickle, 'c');
  put_text (pickle, module);
  put_u8 (pickle, '\n');
  put_text (pickle, name);
  put_u8 (pickle, '\n');
}

void
pickle_sizes (GByteArray *pickle, guint n, const gint64 *sizes)
{
  pickle_op (pickle, '(');
  for (guint i = 0; i < n; i++)
    pickle_int (pickle, sizes[i]);
  pickle_op (pickle, 't');
}

void
pickle_storage (GByteArray *pickle, const char *type, const char *key, gint64 numel,
                gboolean legacy, const gint64 *view)
{
  pickle_op (pickle, '(');
  pickle_text (pickle, "storage");
  pickle_global (pickle, "torch", type);
  pickle_text (pickle, key);
  pickle_text (pickle, "cuda:0");
  pickle_int (pickle, numel);
  if (legacy && !view)
    pickle_op (pickle, 'N');
  else if (legacy)
    {
      pickle_text (pickle, "view");
      pickle_int (pickle, view[0]);
      pickle_int (pickle, view[1]);
      pickle_op (pickle, '\x87');
    }
  pickle_op (pickle, 't');
  pickle_op (pickle, 'Q');
}

void
pickle_tensor (GByteArray *pickle, const PickledTensor *tensor)
{
  pickle_global (pickle, "torch._utils", "_rebuild_tensor_v2");
  pickle_op (pickle, '(');
  pickle_storage (pickle, tensor->type ? tensor->type : "FloatStorage",
                  tensor->key ? tensor->key : "0", tensor->numel, tensor->legacy,
                  tensor->view);
  pickle_int (pickle, tensor->offset);
  pickle_sizes (pickle, tensor->rank, tensor->size);
  pickle_sizes (pickle, tensor->rank, tensor->stride);
  pickle_op (pickle, '\x89');
  pickle_global (pickle, "collections", "OrderedDict");
  pickle_op (pickle, ')');
  pickle_op (pickle, 'R');
  pickle_op (pickle, 't');
  pickle_op (pickle, 'R');
}

GBytes *
build_torch_zip (GByteArray *pickle, const StoredBytes *storages, guint n)
{
  g_autofree ZipMember *members = g_new0 (ZipMember, n + 3);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  members[0] = (ZipMember){ .name = "archive/data.pkl",
                            .content = pickle->data,
                            .length = pickle->len };
  members[1]
      = (ZipMember){ .name = "archive/byteorder", .content = "little", .length = 6 };
  members[2] = (ZipMember){ .name = "archive/version", .content = "3\n", .length = 2 };
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (names, g_strconcat ("archive/data/", storages[i].key, NULL));
      members[3 + i] = (ZipMember){ .name = names->pdata[i],
                                    .content = storages[i].content,
                                    .length = storages[i].length };
    }
  GBytes *zip = build_zip (members, n + 3, NULL);
  g_byte_array_unref (pickle);
  return zip;
}

static void
put_header (GByteArray *file)
{
  static const guint8 magic[] = { 0x80, 2,    0x8a, 10,   0x6c, 0xfc, 0x9c, 0x46,
                                  0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.' };

  put_bytes (file, magic, sizeof magic);
  put_bytes (file, "\x80\2M\xe9\3.", 6);
  put_bytes (file, "\x80\2}(", 4);
  pickle_text (file, "protocol_version");
  pickle_int (file, 1001);
  pickle_text (file, "little_endian");
  put_u8 (file, 0x88);
  put_text (file, "u.");
}

GBytes *
build_legacy (GByteArray *pickle, const StoredBytes *storages, guint n)
{
  GByteArray *file = g_byte_array_new ();

  put_header (file);
  put_bytes (file, pickle->data, pickle->len);
  put_bytes (file, "\x80\2](", 4);
  for (guint i = 0; i < n; i++)
    pickle_text (file, storages[i].key);
  put_text (file, "e.");
  for (guint i = 0; i < n; i++)
    {
      put_le64 (file, (guint64)storages[i].numel);
      put_bytes (file, storages[i].content, storages[i].length);
    }
  g_byte_array_unref (pickle);
  return g_byte_array_free_to_bytes (file);
}

GBytes *
build_one_tensor (const PickledTensor *tensor, gsize length)
{
  g_autofree float *content = g_new0 (float, length / sizeof (float) + 1);
  GByteArray *pickle = pickle_new ();

  for (gsize i = 0; i < length / sizeof (float); i++)
    content[i] = (float)i;
  put_text (pickle, "}");
  pickle_text (pickle, "w");
  pickle_tensor (pickle, tensor);
  put_text (pickle, "s.");
  StoredBytes storage = { .key = "0", .content = content, .length = length };
  return build_torch_zip (pickle, &storage, 1);
}
