/* SPDX-License-Identifier: MIT */
#include "contour.h"

#include <math.h>

#define OUTSIDE (-1)
#define NONE G_MAXUINT

/* The lines of a grid along one axis: where each lies, and which cell's value it has. Lines
 * may lie on each other: there the value jumps. */
typedef struct
{
  guint n;
  double *at;
  int *cell;
} Lines;

typedef struct
{
  const FoveaMap *map;
  Lines across, down;
  double level;
  guint *next; /* of each edge that is crossed, the one where the way goes on */
} Grid;

static void
add_line (Lines *lines, double at, int cell)
{
  lines->at[lines->n] = at;
  lines->cell[lines->n++] = cell;
}

/* A cell has its value at its centre, or from side to side; beyond the outermost ones values go
 * on to the border, and outside there is nothing. */
static void
set_lines (Lines *lines, guint size, gboolean cells)
{
  lines->at = g_new (double, 2 * (gsize)size + 4);
  lines->cell = g_new (int, 2 * (gsize)size + 4);
  add_line (lines, 0, OUTSIDE);
  add_line (lines, 0, 0);
  for (guint i = 0; i < size; i++)
    {
      if (cells && i > 0)
        add_line (lines, i, (int)i);
      if (cells)
        add_line (lines, i + 1, (int)i);
      else
        add_line (lines, i + 0.5, (int)i);
    }
  if (!cells)
    add_line (lines, size, (int)size - 1);
  add_line (lines, size, OUTSIDE);
}

static double
value_at (const Grid *grid, guint x, guint y)
{
  int column = grid->across.cell[x], row = grid->down.cell[y];

  if (column == OUTSIDE || row == OUTSIDE)
    return -INFINITY;
  float value = fovea_map_values (
      grid->map)[(gsize)row * fovea_map_width (grid->map) + (gsize)column];
  return isnan (value) ? 0 : CLAMP ((double)value, -G_MAXFLOAT, G_MAXFLOAT);
}

/* Edges are numbered by the node at their left or upper end, those to the right first. */
static guint
edge_of (const Grid *grid, guint x, guint y, guint side)
{
  guint node = (y + (side == 2)) * grid->across.n + x + (side == 1);

  return 2 * node + side % 2;
}

/* The sides of a square from the upper one on, clockwise; a side is between its corner and the
 * next. */
static void
get_corners (const Grid *grid, guint x, guint y, double corner[4])
{
  corner[0] = value_at (grid, x, y);
  corner[1] = value_at (grid, x + 1, y);
  corner[2] = value_at (grid, x + 1, y + 1);
  corner[3] = value_at (grid, x, y + 1);
}

/* Whether the bilinear surface over a square with two such corners opposite each other is above
 * the level where it is level itself. */
static gboolean
saddle_is_above (const double corner[4], double level)
{
  double divisor = corner[0] + corner[2] - corner[1] - corner[3];

  return (corner[0] * corner[2] - corner[1] * corner[3]) / divisor >= level;
}

/* From each side where the way along the corners enters the region to the side where it leaves
 * it: the next one or, where the region goes across a saddle, the one before. */
static void
join_square (Grid *grid, guint x, guint y)
{
  double corner[4];
  gboolean above[4];
  guint n = 0;

  get_corners (grid, x, y, corner);
  for (guint i = 0; i < 4; i++)
    n += above[i] = corner[i] >= grid->level;
  if (n == 0 || n == 4)
    return;
  gboolean is_saddle = n == 2 && above[0] == above[2];
  gboolean across = is_saddle && saddle_is_above (corner, grid->level);
  for (guint i = 0; i < 4; i++)
    {
      guint to = across ? i + 3 : i + 1;
      if (above[i] || !above[(i + 1) % 4])
        continue;
      while (!above[to % 4] || above[(to + 1) % 4])
        to++;
      grid->next[edge_of (grid, x, y, i)] = edge_of (grid, x, y, to % 4);
    }
}

static FoveaContourPoint
crossing (const Grid *grid, guint edge)
{
  guint node = edge / 2, x = node % grid->across.n, y = node / grid->across.n;
  guint x2 = x + (edge % 2 == 0), y2 = y + (edge % 2);
  double a = value_at (grid, x, y), b = value_at (grid, x2, y2);
  double share = isinf (a) || isinf (b) ? 0 : (grid->level - a) / (b - a);

  return (FoveaContourPoint){
    grid->across.at[x] + share * (grid->across.at[x2] - grid->across.at[x]),
    grid->down.at[y] + share * (grid->down.at[y2] - grid->down.at[y])
  };
}

static gboolean
on_a_line (const FoveaContourPoint *a, const FoveaContourPoint *b,
           const FoveaContourPoint *c)
{
  return fabs ((b->x - a->x) * (c->y - a->y) - (b->y - a->y) * (c->x - a->x)) < 1e-12;
}

/* Leaves out points that nothing turns at. */
static void
add_point (FoveaContour *contour, guint first, FoveaContourPoint point)
{
  const FoveaContourPoint *points
      = (const FoveaContourPoint *)(gpointer)contour->points->data;
  guint n = contour->points->len;

  if (n > first && points[n - 1].x == point.x && points[n - 1].y == point.y)
    return;
  if (n > first + 1 && on_a_line (&points[n - 2], &points[n - 1], &point))
    g_array_set_size (contour->points, n - 1);
  g_array_append_val (contour->points, point);
}

/* Takes the edges of a loop out. */
static void
follow (Grid *grid, guint edge, FoveaContour *contour)
{
  guint first = contour->points->len;

  while (grid->next[edge] != NONE)
    {
      guint next = grid->next[edge];
      add_point (contour, first, crossing (grid, edge));
      grid->next[edge] = NONE;
      edge = next;
    }
  if (contour->points->len < first + 3) /* a point or a line encloses nothing */
    g_array_set_size (contour->points, first);
  else
    g_array_append_val (contour->ends, contour->points->len);
}

FoveaContour *
fovea_contour_new (const FoveaMap *map, double level, gboolean cells)
{
  FoveaContour *contour = g_new0 (FoveaContour, 1);
  Grid grid = { .map = map, .level = level };

  contour->points = g_array_new (FALSE, FALSE, sizeof (FoveaContourPoint));
  contour->ends = g_array_new (FALSE, FALSE, sizeof (guint));
  set_lines (&grid.across, fovea_map_width (map), cells);
  set_lines (&grid.down, fovea_map_height (map), cells);
  guint n_edges = 2 * grid.across.n * grid.down.n;
  grid.next = g_new (guint, n_edges);
  for (guint i = 0; i < n_edges; i++)
    grid.next[i] = NONE;
  for (guint y = 0; y + 1 < grid.down.n; y++)
    for (guint x = 0; x + 1 < grid.across.n; x++)
      join_square (&grid, x, y);
  for (guint i = 0; i < n_edges; i++)
    if (grid.next[i] != NONE)
      follow (&grid, i, contour);
  g_free (grid.next);
  g_free (grid.across.at);
  g_free (grid.across.cell);
  g_free (grid.down.at);
  g_free (grid.down.cell);
  return contour;
}

void
fovea_contour_free (FoveaContour *contour)
{
  g_array_unref (contour->points);
  g_array_unref (contour->ends);
  g_free (contour);
}
