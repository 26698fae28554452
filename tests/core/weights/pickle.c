/* SPDX-License-Identifier: MIT */
#include "build-torch.h"
#include "error.h"
#include "weights/pickle.h"

#include <string.h>

#define BYTES(TEXT) TEXT, sizeof (TEXT) - 1
#define P "\x80\2"

static FoveaPickle *
read_array (const GByteArray *pickle, GError **error)
{
  return fovea_pickle_read (pickle->data, pickle->len, NULL, NULL, error);
}

/* What a pickle stands for, in the words of fovea_pickle_describe. */
static const struct
{
  const char *what;
  const char *bytes;
  gsize length;
  const char *expected;
} values[] = {
  { "None", BYTES (P "N."), "None" },
  { "True", BYTES (P "\x88."), "True" },
  { "False", BYTES (P "\x89."), "False" },
  { "BININT", BYTES (P "J\xff\xff\xff\xff."), "int -1" },
  { "BININT1", BYTES (P "K\xff."), "int 255" },
  { "BININT2", BYTES (P "M\xff\xff."), "int 65535" },
  { "LONG1", BYTES (P "\x8a\5\0\0\0\0\1."), "int 4294967296" },
  { "LONG1, negative", BYTES (P "\x8a\1\x80."), "int -128" },
  { "LONG1, no bytes", BYTES (P "\x8a\0."), "int 0" },
  { "LONG1, too long", BYTES (P "\x8a\12\1\2\3\4\5\6\7\10\11\12."), "builtins.int" },
  { "LONG4", BYTES (P "\x8b\2\0\0\0\0\1."), "int 256" },
  { "BINFLOAT", BYTES (P "G\x3f\xf8\0\0\0\0\0\0."), "float 1.5" },
  { "BINUNICODE", BYTES (P "X\2\0\0\0ab."), "\"ab\"" },
  { "SHORT_BINUNICODE", BYTES ("\x80\4\x8c\2ab."), "\"ab\"" },
  { "BINUNICODE8", BYTES ("\x80\4\x8d\2\0\0\0\0\0\0\0ab."), "\"ab\"" },
  { "text with NUL", BYTES (P "X\2\0\0\0a\0."), "2 bytes" },
  { "SHORT_BINSTRING", BYTES (P "U\2ab."), "\"ab\"" },
  { "BINSTRING, Latin-1", BYTES (P "T\1\0\0\0\xe9."), "1 bytes" },
  { "BINBYTES", BYTES ("\x80\3B\2\0\0\0ab."), "2 bytes" },
  { "SHORT_BINBYTES", BYTES ("\x80\3C\2ab."), "2 bytes" },
  { "BINBYTES8", BYTES ("\x80\4\x8e\1\0\0\0\0\0\0\0a."), "1 bytes" },
  { "BYTEARRAY8", BYTES ("\x80\5\x96\1\0\0\0\0\0\0\0a."), "1 bytes" },
  { "EMPTY_TUPLE", BYTES (P ")."), "tuple of 0" },
  { "TUPLE", BYTES (P "(NNNNt."), "tuple of 4" },
  { "TUPLE1", BYTES (P "N\x85."), "tuple of 1" },
  { "TUPLE2", BYTES (P "NN\x86."), "tuple of 2" },
  { "TUPLE3", BYTES (P "NNN\x87."), "tuple of 3" },
  { "APPEND", BYTES (P "]Na."), "list of 1" },
  { "APPENDS", BYTES (P "](NNNe."), "list of 3" },
  { "SETITEM", BYTES (P "}NNs."), "dict of 1" },
  { "SETITEMS", BYTES (P "}(NNNNu."), "dict of 2" },
  { "SETITEMS, none", BYTES (P "}(u."), "dict of 0" },
  { "EMPTY_SET", BYTES ("\x80\4\x8f(NN\x90."), "builtins.set" },
  { "FROZENSET", BYTES ("\x80\4(NN\x91."), "builtins.frozenset" },
  { "memo", BYTES (P "]q\5h\5a."), "list of 1" },
  { "long memo",
    BYTES (P "Nr\0\1\0\0"
             "0j\0\1\0\0."),
    "None" },
  { "MEMOIZE",
    BYTES ("\x80\4N\x94"
           "0h\0."),
    "None" },
  { "DUP",
    BYTES (P "]N2\x86"
             "0."),
    "list of 0" },
  { "POP of a mark", BYTES (P "N(0."), "None" },
  { "POP_MARK", BYTES (P "N(NNN1."), "None" },
  { "FRAME", BYTES ("\x80\4\x95\2\0\0\0\0\0\0\0N."), "None" },
  { "GLOBAL", BYTES (P "cos\nsystem\n."), "os.system" },
  { "STACK_GLOBAL", BYTES ("\x80\4\x8c\2os\x8c\6system\x93."), "os.system" },
  { "39 REDUCE", BYTES (P "cos\nsystem\nX\4\0\0\0true\x85R."), "os.system" },
  { "NEWOBJ", BYTES (P "cargparse\nNamespace\n)\x81}X\1\0\0\0aNsb."),
    "argparse.Namespace" },
  { "NEWOBJ_EX", BYTES ("\x80\4cm\nC\n)}\x92."), "m.C" },
  { "call of a result", BYTES (P "cm\nf\n)R)R."), "m.f" },
  { "items of a subclass", BYTES (P "cyacs.config\nCfgNode\n)\x81(NNNNu}b."),
    "yacs.config.CfgNode" },
  { "31 list in itself", BYTES (P "]q\0h\0a."), "list of 1" },
  { "31 dict in itself", BYTES (P "}q\0Nh\0s."), "dict of 1" },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FoveaPickle) pickle = fovea_pickle_read (
          (const guint8 *)values[i].bytes, values[i].length, NULL, NULL, &error);

      if (!pickle)
        g_error ("%s: %s", values[i].what, error->message);
      FoveaValue root = fovea_pickle_root (pickle);
      g_autofree char *described = fovea_pickle_describe (pickle, &root);
      g_assert_cmpstr (described, ==, values[i].expected);
      g_assert_cmpuint (fovea_pickle_length (pickle), ==, values[i].length);
    }
}

static const struct
{
  const char *what;
  const char *bytes;
  gsize length;
  const char *expected;
} refused[] = {
  { "nothing", BYTES (""), "missing" },
  { "26 memo never set", BYTES (P "h\7."), "memo entry 7 was never set" },
  { "26 memo gap", BYTES (P "Nq\5h\4\x86."), "memo entry 4 was never set" },
  { "27 memo index", BYTES (P "Nr\xff\xff\xff\xff."),
    "more than 1048576 entries in its memo" },
  { "32 text of 4 GiB",
    BYTES (P "X\xff\xff\xff\xff"
             "a."),
    "needs 4294967295 bytes" },
  { "32 text of 2^64",
    BYTES ("\x80\4\x8d\xff\xff\xff\xff\xff\xff\xff\xff"
           "a."),
    "needs" },
  { "33 not UTF-8", BYTES (P "X\1\0\0\0\xff."), "not UTF-8" },
  { "33 surrogate", BYTES (P "X\3\0\0\0\xed\xa0\x80."), "not UTF-8" },
  { "34 no STOP", BYTES (P "N"), "without a STOP" },
  { "STOP with two values", BYTES (P "NN."), "leaves 2 values" },
  { "STOP with a mark", BYTES (P "N(."), "and 1 marks" },
  { "STOP with nothing", BYTES (P "."), "leaves 0 values" },
  { "37 odd SETITEMS", BYTES (P "}(NNNu."), "a key has no value" },
  { "SETITEMS on a list", BYTES (P "](NNu."), "holds no items" },
  { "APPEND on a dict", BYTES (P "}Na."), "holds no items" },
  { "APPEND on None", BYTES (P "NNa."), "holds no items" },
  { "ADDITEMS on a list", BYTES ("\x80\4](N\x90."), "holds no items" },
  { "BUILD on a list", BYTES (P "]Nb."), "state to a plain value" },
  { "REDUCE on None", BYTES (P "N)R."), "not a name with a tuple" },
  { "REDUCE without a tuple", BYTES (P "cm\nf\nNR."), "not a name with a tuple" },
  { "38 BINPERSID", BYTES (P "NQ."), "none can be" },
  { "40 protocol 0", BYTES ("(lp0\n."), "not of protocol 2 to 5" },
  { "40 protocol 1", BYTES ("\x80\1N."), "protocol 1 is not" },
  { "40 protocol 6", BYTES ("\x80\6N."), "protocol 6 is not" },
  { "40 PROTO twice", BYTES (P P "N."), "comes twice" },
  { "41 FRAME", BYTES ("\x80\4\x95\3\0\0\0\0\0\0\0N."), "frame is longer" },
  { "41 FRAME of 2^64", BYTES ("\x80\4\x95\xff\xff\xff\xff\xff\xff\xff\xffN."),
    "frame is" },
  { "INST", BYTES (P "(ios\nsystem\n."), "no opcode that torch.save uses" },
  { "OBJ", BYTES (P "(cos\nsystem\no."), "no opcode that torch.save uses" },
  { "PERSID", BYTES (P "P0\n."), "no opcode that torch.save uses" },
  { "EXT1", BYTES (P "\x82\1."), "no opcode that torch.save uses" },
  { "NEXT_BUFFER", BYTES ("\x80\5\x97."), "no opcode that torch.save uses" },
  { "INT", BYTES (P "I1\n."), "no opcode that torch.save uses" },
  { "GET", BYTES (P "Ng0\n."), "no opcode that torch.save uses" },
  { "GLOBAL without an end", BYTES (P "cos"), "not a line of text" },
  { "STACK_GLOBAL of numbers", BYTES ("\x80\4NN\x93."), "not a short text" },
};

static void
test_refuses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FoveaPickle) pickle = fovea_pickle_read (
          (const guint8 *)refused[i].bytes, refused[i].length, NULL, NULL, &error);

      if (pickle || !strstr (error->message, refused[i].expected))
        g_error ("%s: %s", refused[i].what, pickle ? "was read" : error->message);
    }
}

static void
assert_underflow (const char *before, char opcode, const char *expected)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  put_u8 (bytes, 0x80);
  put_u8 (bytes, 4);
  put_text (bytes, before);
  put_u8 (bytes, (guint8)opcode);
  put_bytes (bytes, "\0.", 2);
  g_autoptr (FoveaPickle) pickle = read_array (bytes, &error);
  g_assert_null (pickle);
  g_assert_nonnull (strstr (error->message, expected));
}

/* 25: every opcode that takes values on an empty stack, and above a mark that it must not
 * reach through. */
static void
test_underflow (void)
{
  static const char plain[] = "02absRQ\x85\x86\x87\x81\x92\x93\x94q";
  static const char marked[] = "etu1\x90\x91";

  for (guint i = 0; i < sizeof plain - 1; i++)
    {
      assert_underflow ("", plain[i], "takes more values");
      if (plain[i] != '0')
        assert_underflow ("NNNN(", plain[i], "takes more values");
    }
  for (guint i = 0; i < sizeof marked - 1; i++)
    assert_underflow ("NNNN", marked[i], "there is no mark");
  assert_underflow ("(", 'e', "takes more values");
  assert_underflow ("(", 'u', "takes more values");
}

static void
assert_limit (const GByteArray *bytes, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaPickle) pickle = read_array (bytes, &error);

  g_assert_null (pickle);
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, expected));
}

static void
repeat (GByteArray *to, const char *bytes, gsize length, guint n)
{
  for (guint i = 0; i < n; i++)
    put_bytes (to, bytes, length);
}

static void
test_limits (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    const char *expected;
  } cases[] = {
    { BYTES ("("), "1024 open marks" }, /* 28 */
    { BYTES ("N"), "65536 values on its stack" },
    { BYTES ("]"), "65536 values on its stack" },
    { BYTES ("]0"), "1048576 tuples, lists and dicts" },
    { BYTES ("ca\nb\n0"), "65536 names of classes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = pickle_new ();
      repeat (bytes, cases[i].bytes, cases[i].length, 1100000);
      assert_limit (bytes, cases[i].expected);
    }

  g_autoptr (GByteArray) opcodes = pickle_new ();
  repeat (opcodes, BYTES ("N0"), FOVEA_PICKLE_MAX_OPCODES / 2);
  assert_limit (opcodes, "8000000 opcodes");
  g_autoptr (GByteArray) text = pickle_new ();
  g_autofree char *long_text = g_strnfill (FOVEA_PICKLE_MAX_TEXT + 1, 'x');
  pickle_text (text, long_text);
  assert_limit (text, "16777216 bytes in one text");
  g_autoptr (GByteArray) slots = pickle_new ();
  put_text (slots, "]");
  repeat (slots, BYTES ("Na"), FOVEA_PICKLE_MAX_SLOTS + 1);
  assert_limit (slots, "2097152 items");
}

/* 29: half a million lists, each in the next: read and freed without depth. */
static void
test_deep (void)
{
  g_autoptr (GByteArray) bytes = pickle_new ();
  g_autoptr (GError) error = NULL;

  put_text (bytes, "]");
  for (guint i = 0; i < 500000; i++)
    put_bytes (bytes, "q\0000]h\0a", 7);
  put_text (bytes, ".");
  g_autoptr (FoveaPickle) pickle = read_array (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fovea_pickle_root (pickle).kind, ==, FOVEA_VALUE_LIST);
}

/* 30: forty lists, each twice in the next: sharing stays sharing. */
static void
test_billion_laughs (void)
{
  g_autoptr (GByteArray) bytes = pickle_new ();
  g_autoptr (GError) error = NULL;

  put_text (bytes, "]");
  for (guint i = 0; i < 40; i++)
    put_bytes (bytes, "q\0000](h\0h\0e", 10);
  put_text (bytes, ".");
  g_autoptr (FoveaPickle) pickle = read_array (bytes, &error);
  g_assert_no_error (error);
  FoveaValue root = fovea_pickle_root (pickle);
  g_assert_cmpuint (fovea_pickle_items (pickle, &root)->n, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pickle/values", test_values);
  g_test_add_func ("/pickle/refuses", test_refuses);
  g_test_add_func ("/pickle/underflow", test_underflow);
  g_test_add_func ("/pickle/limits", test_limits);
  g_test_add_func ("/pickle/deep", test_deep);
  g_test_add_func ("/pickle/billion-laughs", test_billion_laughs);
  return g_test_run ();
}
