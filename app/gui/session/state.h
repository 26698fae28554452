/* SPDX-License-Identifier: MIT */
#pragma once

/* One plain description of everything that a window shows, to be kept for undo, compared
 * and written to a file. Each setting is a member: a line in one of the four tables
 * below, with a getter and a setter, and nothing else has to know it. A state holds what
 * was chosen, never what came of it, so that it stays the same while maps are on their
 * way. */

#include "session.h"

typedef enum
{
  FOVEA_MEMBER_STEP
  = 1 << 0, /* changing it is a step to undo, and makes a session unsaved */
  FOVEA_MEMBER_SMOOTH = 1 << 1, /* changes that follow each other quickly are one step */
  FOVEA_MEMBER_BY_HAND
  = 1 << 2,                   /* is a step only when a hand did it: sizes change it too */
  FOVEA_MEMBER_KEPT = 1 << 3, /* undo and redo leave it as it is */
} FoveaMemberFlags;

/* No value (NULL) means as it is by itself: fitted, the default layer, the top class. */
typedef struct
{
  const char *name; /* in files; unique among those of the window or those of a column */
  const char *type; /* GVariant's, of b, i, d and s; a tuple of those has fields */
  const char *fields; /* the names of a tuple's parts, "x y"; else NULL */
  double least, most; /* of its numbers, in a file */
  guint flags;
  GVariant *(*get) (gpointer object); /* floating or NULL */
  void (*set) (gpointer object, GVariant *value);
} FoveaMember;

/* Each ends with a member without a name. The first two are of the whole window, the
 * others of each column. */
extern const FoveaMember fovea_session_members[]; /* object: FoveaSession */
extern const FoveaMember fovea_window_members[];  /* FoveaWindow */
extern const FoveaMember fovea_column_members[];  /* FoveaColumn */
extern const FoveaMember fovea_canvas_members[];  /* the column's FoveaCanvas */

/* A file that was open. In a session's file it is named in several ways; of one that was
 * read, `path` is where it was found, or where it was, if it is missing. */
typedef struct
{
  char *path; /* absolute; "demo:NAME" for what comes with the program; NULL for none */
  char *relative; /* to the session's file, as it was read */
  char *digest;   /* SHA-256 in hexadecimal; NULL: not known */
  gboolean missing;
} FoveaFileRef;

typedef struct
{
  char *backbone;  /* "van_b0"; NULL while none is known */
  gboolean wanted; /* it was chosen, but its weights are still to be named */
  FoveaFileRef weights;
  GHashTable *values; /* member's name to GVariant */

  /* What it was taken of; NULL in a state that was read from a file. */
  FoveaColumn *column;
  FoveaModel *model;
} FoveaColumnState;

typedef struct
{
  FoveaFileRef image;
  GHashTable *values;
  GPtrArray *columns; /* FoveaColumnState */
} FoveaState;

FoveaState *fovea_state_new (void);
void fovea_state_free (FoveaState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaState, fovea_state_free)

FoveaColumnState *fovea_state_add_column (FoveaState *state);
FoveaColumnState *fovea_state_column (const FoveaState *state, guint position);

/* What a session and its columns show; the window adds its own with fovea_state_note.
 * (transfer full) */
FoveaState *fovea_state_take (FoveaSession *session);
void fovea_state_note (GHashTable *values, const FoveaMember *members, gpointer object);

/* Makes it so, and touches only what differs: the columns it was taken of come back as
 * they are, with their models. The image is left alone. */
void fovea_state_apply (const FoveaState *state, FoveaSession *session);
void fovea_state_restore (GHashTable *values, const FoveaMember *members, gpointer object,
                          guint but_not);

/* What tells them apart: the flags of all members that do together, FOVEA_MEMBER_STEP
 * for other columns or models, 0 for nothing; and their names, "opacity threshold", in
 * `names` unless it is NULL. (transfer full) Images are not compared. */
guint fovea_state_differ (const FoveaState *one, const FoveaState *other, char **names);
