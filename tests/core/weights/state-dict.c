/* SPDX-License-Identifier: MIT */
#include "build-torch.h"
#include "error.h"

#include <string.h>

/* `n` tensors "w0", "w1" …, of one element each, as a dict. */
static void
put_state_dict (GByteArray *pickle, guint n, const char *prefix)
{
  put_text (pickle, "}(");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_strdup_printf ("%sw%u", prefix, i);
      pickle_text (pickle, key);
      pickle_tensor (
          pickle,
          &(PickledTensor){
              .numel = 8, .offset = i, .rank = 1, .size = { 1 }, .stride = { 1 } });
    }
  put_text (pickle, "u");
}

static void
put_scalar (GByteArray *pickle)
{
  pickle_tensor (pickle, &(PickledTensor){ .numel = 8, .rank = 0 });
}

static GBytes *
finish (GByteArray *pickle)
{
  static const float content[8] = { 0, 1, 2, 3, 4, 5, 6, 7 };

  put_text (pickle, ".");
  return build_torch_zip (
      pickle, &(StoredBytes){ .key = "0", .content = content, .length = sizeof content },
      1);
}

/* {name: state dict of n, …} for a list of names, the n-th with n + 1 tensors. */
static GBytes *
dict_of_dicts (const char *const *names)
{
  GByteArray *pickle = pickle_new ();

  put_text (pickle, "}(");
  for (guint i = 0; names[i]; i++)
    {
      pickle_text (pickle, names[i]);
      put_state_dict (pickle, i + 1, "");
    }
  put_text (pickle, "u");
  return finish (pickle);
}

static void
test_order (void)
{
  static const struct
  {
    const char *names[5];
    const char *chosen;
  } cases[] = {
    { { "model_ema", "state_dict_ema", "model", "state_dict" }, "state_dict" },
    { { "model_ema", "state_dict_ema", "model" }, "model" },
    { { "model_ema", "state_dict_ema" }, "state_dict_ema" },
    { { "model_ema", "net" }, "model_ema" },
    { { "net" }, "net" },
    { { "student", "teacher" }, "teacher" }, /* the larger one */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = dict_of_dicts (cases[i].names);
      g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);
      g_assert_cmpstr (fovea_checkpoint_dictionary (checkpoint), ==, cases[i].chosen);
      g_assert_cmpuint (
          g_strv_length ((char **)fovea_checkpoint_dictionaries (checkpoint)), ==,
          g_strv_length ((char **)cases[i].names));
    }
}

static void
test_wanted (void)
{
  static const char *const names[] = { "model", "model_ema", NULL };
  g_autoptr (GBytes) bytes = dict_of_dicts (names);
  g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, "model_ema");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (fovea_checkpoint_dictionary (checkpoint), ==, "model_ema");
  g_assert_cmpuint (fovea_checkpoint_n_tensors (checkpoint), ==, 2);
  assert_listed (fovea_checkpoint_skipped (checkpoint),
                 "model (state dict of 1 tensors)");
  g_assert_null (fovea_checkpoint_open_bytes (bytes, "test", "teacher", &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS);
  g_assert_nonnull (strstr (error->message,
                            "no state dict \"teacher\"; it has \"model\", "
                            "\"model_ema\""));
}

static void
test_tie (void)
{
  GByteArray *pickle = pickle_new ();

  put_text (pickle, "}(");
  pickle_text (pickle, "student");
  put_state_dict (pickle, 2, "");
  pickle_text (pickle, "teacher");
  put_state_dict (pickle, 2, "");
  put_text (pickle, "u");
  g_autoptr (GBytes) bytes = finish (pickle);
  assert_rejected ("tie", bytes, "choose one of \"student\", \"teacher\"");
}

/* What training scripts put beside the state dict. */
static void
test_skipped (void)
{
  GByteArray *pickle = pickle_new ();
  static const char *const expected[] = {
    "epoch (int 90)",
    "arch (\"van?b2\")",
    "best_acc1 (tensor, scalar float32)",
    "args (argparse.Namespace)",
    "config (yacs.config.CfgNode)",
    "sparse (tensor of a kind that cannot be read: torch._utils._rebuild_sparse_tensor)",
    "int 7 (None)",
    "state_dict.note (\"hello\")",
    "state_dict.odd (tensor, 1 complex64, which cannot be read)",
    "state_dict.None (True)",
  };

  put_text (pickle, "}(");
  pickle_text (pickle, "epoch");
  pickle_int (pickle, 90);
  pickle_text (pickle, "arch");
  pickle_text (pickle, "van\nb2");
  pickle_text (pickle, "best_acc1");
  put_scalar (pickle);
  pickle_text (pickle, "args");
  pickle_global (pickle, "argparse", "Namespace");
  put_text (pickle, ")\x81}b");
  pickle_text (pickle, "config");
  pickle_global (pickle, "yacs.config", "CfgNode");
  put_text (pickle, ")\x81(NNu}b");
  pickle_text (pickle, "sparse");
  pickle_global (pickle, "torch._utils", "_rebuild_sparse_tensor");
  put_text (pickle, ")R");
  pickle_int (pickle, 7);
  put_text (pickle, "N");
  pickle_text (pickle, "state_dict");
  put_state_dict (pickle, 2, "module.");
  put_text (pickle, "(");
  pickle_text (pickle, "note");
  pickle_text (pickle, "hello");
  pickle_text (pickle, "odd");
  pickle_tensor (pickle, &(PickledTensor){ .type = "ComplexFloatStorage",
                                           .numel = 1,
                                           .rank = 1,
                                           .size = { 1 },
                                           .stride = { 1 } });
  put_text (pickle, "N\x88u");
  put_text (pickle, "u");
  g_autoptr (GBytes) bytes = finish (pickle);
  g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);

  g_assert_cmpuint (fovea_checkpoint_n_tensors (checkpoint), ==, 2);
  g_assert_nonnull (fovea_checkpoint_lookup (checkpoint, "w0"));
  assert_tensor (checkpoint, "w1", "1", (const float[]){ 1 });
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    assert_listed (fovea_checkpoint_skipped (checkpoint), expected[i]);
  g_assert_cmpuint (g_strv_length ((char **)fovea_checkpoint_skipped (checkpoint)), ==,
                    G_N_ELEMENTS (expected));
}

static void
test_no_state_dict (void)
{
  static const struct
  {
    const char *bytes, *expected;
  } cases[] = {
    { "N", "a value of another kind (None)" },
    { "]", "list of 0" },
    { "cmodels.yolo\nModel\n)\x81", "a whole pickled object (models.yolo.Model)" },
    { "cos\nsystem\nU\7echo hi\x85R", "a whole pickled object (os.system)" },
    { "}", "It holds: nothing" },
    { "}U\5modelcmodels.yolo\nModel\n)\x81s", "\"model\" (models.yolo.Model)" },
    { "}U\1aK\1s", "It holds: \"a\" (int 1)." },
    { "}(U\1aNU\1aNu", "\"a\" occurs twice" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GByteArray *pickle = pickle_new ();
      put_text (pickle, cases[i].bytes);
      g_autoptr (GBytes) bytes = finish (pickle);
      assert_rejected (cases[i].bytes, bytes, cases[i].expected);
    }

  GByteArray *alone = pickle_new ();
  put_text (alone, "}");
  pickle_text (alone, "best_acc1");
  put_scalar (alone);
  put_text (alone, "s");
  g_autoptr (GBytes) bytes = finish (alone);
  assert_rejected ("only a number", bytes, "\"best_acc1\" (tensor, scalar float32)");
}

/* 53: a key twice, also when only one of the two is a tensor. */
static void
test_duplicate_keys (void)
{
  for (guint i = 0; i < 2; i++)
    {
      GByteArray *pickle = pickle_new ();

      put_state_dict (pickle, 3, "");
      put_text (pickle, "(");
      pickle_text (pickle, "w1");
      if (i == 0)
        put_text (pickle, "N");
      else
        put_scalar (pickle);
      put_text (pickle, "u");
      g_autoptr (GBytes) bytes = finish (pickle);
      assert_rejected ("twice", bytes, "\"w1\" occurs twice");
    }
}

/* Parameters, typed tensors, tensor subclasses and ordered dicts all end as tensors. */
static void
test_wrappers (void)
{
  GByteArray *pickle = pickle_new ();
  const PickledTensor tensor = { .numel = 8, .rank = 1, .size = { 2 }, .stride = { 1 } };

  pickle_global (pickle, "collections", "OrderedDict");
  put_text (pickle, "](");
  put_text (pickle, "(");
  pickle_text (pickle, "pair");
  pickle_tensor (pickle, &tensor);
  put_text (pickle, "te\x85R(");

  pickle_text (pickle, "parameter");
  pickle_global (pickle, "torch._utils", "_rebuild_parameter");
  put_text (pickle, "(");
  pickle_tensor (pickle, &tensor);
  put_text (pickle, "\x88NtR");

  pickle_text (pickle, "typed");
  pickle_global (pickle, "torch._utils", "_rebuild_tensor_v3");
  put_text (pickle, "(");
  pickle_storage (pickle, "UntypedStorage", "0", 32, FALSE, NULL);
  put_text (pickle, "K\1K\2\x85K\1\x85\x89N");
  pickle_global (pickle, "torch", "float32");
  put_text (pickle, "tR");

  pickle_text (pickle, "subclass");
  pickle_global (pickle, "torch._tensor", "_rebuild_from_type_v2");
  put_text (pickle, "(");
  pickle_global (pickle, "torch._utils", "_rebuild_tensor_v2");
  pickle_global (pickle, "timm", "Tensor");
  put_text (pickle, "(");
  pickle_storage (pickle, "FloatStorage", "0", 8, FALSE, NULL);
  put_text (pickle, "K\3K\2\x85K\1\x85\x89Nt}tR");
  put_text (pickle, "u}b");
  g_autoptr (GBytes) bytes = finish (pickle);
  g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);

  assert_tensor (checkpoint, "pair", "2", (const float[]){ 0, 1 });
  assert_tensor (checkpoint, "parameter", "2", (const float[]){ 0, 1 });
  assert_tensor (checkpoint, "typed", "2", (const float[]){ 1, 2 });
  assert_tensor (checkpoint, "subclass", "2", (const float[]){ 3, 4 });
}

/* The other dicts that Python knows, and a size that is one. */
static void
test_dicts (void)
{
  static const char *const makers[]
      = { "cbuiltins\ndict\n", "c__builtin__\ndict\n", "ccollections\nOrderedDict\n" };

  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      GByteArray *pickle = pickle_new ();
      put_text (pickle, makers[i]);
      put_state_dict (pickle, 2, "");
      put_text (pickle, "\x85R");
      g_autoptr (GBytes) bytes = finish (pickle);
      g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);
      g_assert_cmpuint (fovea_checkpoint_n_tensors (checkpoint), ==, 2);
    }

  GByteArray *pickle = pickle_new ();
  pickle_global (pickle, "collections", "defaultdict");
  pickle_global (pickle, "builtins", "list");
  put_text (pickle, "\x85R(");
  pickle_text (pickle, "w");
  pickle_global (pickle, "torch._utils", "_rebuild_tensor_v2");
  put_text (pickle, "(");
  pickle_storage (pickle, "FloatStorage", "0", 8, FALSE, NULL);
  put_text (pickle, "K\1");
  pickle_global (pickle, "torch", "Size");
  put_text (pickle, "K\2\x85\x85RK\1\x85\x89NtR");
  pickle_text (pickle, "odd");
  pickle_global (pickle, "torch._utils", "_rebuild_tensor_v3");
  put_text (pickle, "(");
  pickle_storage (pickle, "UntypedStorage", "0", 32, FALSE, NULL);
  put_text (pickle, "K\1K\2\x85K\1\x85\x89N");
  pickle_global (pickle, "torch", "float128");
  put_text (pickle, "tRu");
  g_autoptr (GBytes) bytes = finish (pickle);
  g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);
  assert_tensor (checkpoint, "w", "2", (const float[]){ 1, 2 });
  assert_listed (fovea_checkpoint_skipped (checkpoint),
                 "odd (tensor of a kind that cannot");
}

static void
assert_limit (GByteArray *pickle, const char *expected)
{
  g_autoptr (GBytes) bytes = finish (pickle);
  g_autoptr (GError) error = NULL;

  g_assert_null (fovea_checkpoint_open_bytes (bytes, "test", NULL, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, expected));
}

/* More keys, tensors and storages than any model has, out of a few bytes each. */
static void
test_limits (void)
{
  g_autofree char *name = g_strnfill (1025, 'n');
  GByteArray *key = pickle_new (), *tensors = pickle_new (), *storages = pickle_new ();

  put_text (key, "}");
  pickle_text (key, name);
  put_text (key, "Ns");
  assert_limit (key, "1025 bytes long");

  pickle_global (tensors, "torch._utils", "_rebuild_tensor_v2");
  put_bytes (tensors, "q\0", 2);
  put_text (tensors, "(");
  pickle_storage (tensors, "FloatStorage", "0", 8, FALSE, NULL);
  put_text (tensors, "K\1))tq\1");
  for (guint i = 0; i < 140000; i++)
    put_bytes (tensors, "h\0h\1R0", 6);
  assert_limit (tensors, "more than 131072 tensors");

  put_text (storages, "(");
  pickle_text (storages, "storage");
  pickle_global (storages, "torch", "FloatStorage");
  pickle_text (storages, "0");
  pickle_text (storages, "cpu");
  put_text (storages, "K\10tq\1");
  for (guint i = 0; i < 140000; i++)
    put_text (storages, "h\1Q0");
  assert_limit (storages, "more than 131072 storages");
}

static void
test_bad_calls (void)
{
  static const struct
  {
    const char *bytes, *expected;
  } cases[] = {
    { "ctorch._utils\n_rebuild_tensor_v2\n)R", "called with 0 arguments" },
    { "ctorch._utils\n_rebuild_tensor_v2\n(NNNNtR", "no storage or no offset" },
    { "ctorch._utils\n_rebuild_parameter\nN\x85R", "parameter in it is not a tensor" },
    { "ctorch._utils\n_rebuild_tensor_v3\n(NNNNNNNtR", "dtype is not one" },
    { "ctorch._tensor\n_rebuild_from_type_v2\nN\x85R", "special type" },
    { "ccollections\nOrderedDict\n]Na\x85R", "something else than pairs" },
    { "ccollections\nOrderedDict\n]N\x85"
      "a\x85R",
      "something else than pairs" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GByteArray *pickle = pickle_new ();
      put_text (pickle, cases[i].bytes);
      g_autoptr (GBytes) bytes = finish (pickle);
      assert_rejected (cases[i].bytes, bytes, cases[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-dict/order", test_order);
  g_test_add_func ("/state-dict/wanted", test_wanted);
  g_test_add_func ("/state-dict/tie", test_tie);
  g_test_add_func ("/state-dict/skipped", test_skipped);
  g_test_add_func ("/state-dict/no-state-dict", test_no_state_dict);
  g_test_add_func ("/state-dict/duplicate-keys", test_duplicate_keys);
  g_test_add_func ("/state-dict/wrappers", test_wrappers);
  g_test_add_func ("/state-dict/dicts", test_dicts);
  g_test_add_func ("/state-dict/limits", test_limits);
  g_test_add_func ("/state-dict/bad-calls", test_bad_calls);
  return g_test_run ();
}
