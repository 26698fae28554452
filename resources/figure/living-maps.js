/* SPDX-License-Identifier: MIT */

/* The maps of a living figure. What is shown is computed here as the program computes it: `finish` as
 * viz/map.c resizes, `table` as viz/look.c, `taps` and `paint` as viz/overlay.c and
 * viz/grad-cam-blend.c. */
"use strict";

const $ = (id) => document.getElementById(id);
const figure = JSON.parse($("figure").textContent);
const LEVELS = 1025, GREY = 128, RAMP = 1 / 48, LEAST = 480, MOST = 960;
const columns = figure.headings.length, rows = figure.titles.length;
const state = { opacity: 1, sharp: figure.sharp, bare: false, at: null, kept: false, layer: [] };
const cells = figure.cells.map((cell, i) => ({
  ...cell, row: Math.floor(i / columns), column: i % columns, group: figure.groups[i],
}));

/* Data. */

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

function floats(text) {
  const raw = new DataView(bytes(text).buffer), out = new Float32Array(raw.byteLength / 4);
  for (let i = 0; i < out.length; i++) out[i] = raw.getFloat32(4 * i, true);
  return out;
}

const unpack = (map) => ({ width: map.width, height: map.height, values: floats(map.values) });

/* Pixel i reads between two cells, the second with this share. */
function taps(start, step, count, size, sharp) {
  const clamp = (x) => Math.min(Math.max(x, 0), size - 1), out = [];
  for (let i = 0; i < count; i++) {
    const at = start + step * i, low = Math.floor(sharp ? at + 0.5 : at);
    out.push([clamp(low), clamp(sharp ? low : low + 1), sharp ? 0 : at - low]);
  }
  return out;
}

function* sample(map, across, down) {
  for (const [top, bottom, v] of down) {
    const a = top * map.width, b = bottom * map.width;
    for (const [left, right, u] of across) {
      const upper = map.values[a + left] + (map.values[a + right] - map.values[a + left]) * u;
      const lower = map.values[b + left] + (map.values[b + right] - map.values[b + left]) * u;
      yield upper + (lower - upper) * v;
    }
  }
}

/* The smooth map: the grid on the network's pixels. */
function finish(grid, smooth) {
  if (smooth.values) return unpack(smooth);
  const { width, height, times, plus } = smooth, values = new Float32Array(width * height);
  const x = grid.width / width, y = grid.height / height;
  let i = 0;
  for (const value of sample(grid, taps(0.5 * x - 0.5, x, width, grid.width, false),
                             taps(0.5 * y - 0.5, y, height, grid.height, false)))
    values[i++] = times * value + plus;
  return { width, height, values };
}

const layerOf = (cell) => cell.layers[Math.min(state.layer[cell.column], cell.layers.length - 1)];

function mapOf(cell) {
  const layer = layerOf(cell);
  layer.cells ??= unpack(layer.grid);
  return state.sharp ? layer.cells : (layer.finished ??= finish(layer.cells, layer.smooth));
}

/* Between which values the colours run: of all maps of its group. */
function endsOf(cell) {
  const layer = layerOf(cell);
  let low = layer.low, high = layer.high;
  for (const other of cells)
    if (other.group === cell.group && other.layers.length && layerOf(other).unit === layer.unit) {
      low = Math.min(low, layerOf(other).low);
      high = Math.max(high, layerOf(other).high);
    }
  const most = Math.max(Math.abs(low), Math.abs(high), 1e-7);
  if (layer.signed) return [-most, most];
  return high > low ? [low, high] : [low, low + 1e-7];
}

/* Colours. */

const tables = {};
for (const name in figure.colours) tables[name] = bytes(figure.colours[name]);

function colour(entries, t, c) {
  const at = Math.min(Math.max(t, 0), 1) * 255, low = Math.min(Math.floor(at), 254);
  return entries[3 * low + c] + (at - low) * (entries[3 * low + 3 + c] - entries[3 * low + c]);
}

function alphaAt(look, signed, t) {
  const strength = signed ? Math.abs(2 * t - 1) : t;
  let shown = 1;
  if (look.threshold > 0 && look.blend !== "grad-cam")
    shown = Math.min(Math.max((strength - look.threshold) / RAMP, 0), 1);
  if (strength >= 1) shown = 1;
  return state.opacity * shown * (look.blend === "value" ? strength : 1);
}

/* R G B, premultiplied, and opacity of each level. */
function table(cell) {
  const { look } = cell, layer = layerOf(cell), entries = tables[layer.colours];
  const out = new Uint8Array(4 * LEVELS);
  for (let i = 0; i < LEVELS; i++) {
    let t = i / (LEVELS - 1);
    const alpha = alphaAt(look, layer.signed, t);
    if (look.blend === "grad-cam") t = Math.floor(t * 255) / 255;
    if (look.power > 0 && look.power !== 1) t = t ** look.power;
    for (let c = 0; c < 3; c++) out[4 * i + c] = Math.round(alpha * colour(entries, t, c));
    out[4 * i + 3] = Math.round(alpha * 255);
  }
  return out;
}

/* Painting. */

/* Where the network's input, and what the map covers of it, lie on the cell's photograph. */
function placeOf(cell) {
  const [x, y, sx, sy, width, height] = cell.geometry, [ex, ey, ew, eh] = layerOf(cell).extent;
  const photo = figure.photos[cell.photo];
  const crop = [Math.max(x, 0), Math.max(y, 0), Math.min(x + sx * width, photo.width),
                Math.min(y + sy * height, photo.height)];
  const map = ew > 0 ? [x + sx * ex, y + sy * ey, sx * ew, sy * eh] : [x, y, sx * width, sy * height];
  return { crop, map };
}

/* The photograph's pixels as the canvas has them. */
function photoOf(cell) {
  const { canvas, image, seen } = cell;
  if (!cell.pixels) {
    const c = canvas.getContext("2d", { willReadFrequently: true });
    c.imageSmoothingQuality = "high";
    c.drawImage(image, ...seen, 0, 0, canvas.width, canvas.height);
    cell.pixels = c.getImageData(0, 0, canvas.width, canvas.height).data;
  }
  return cell.pixels;
}

function* positions(cell, place) {
  const map = mapOf(cell), { canvas, seen } = cell, [x, y, width, height] = place.map;
  const [low, high] = endsOf(cell), across = map.width / width, down = map.height / height;
  const sx = seen[2] / canvas.width * across, sy = seen[3] / canvas.height * down;
  const columns = taps((seen[0] - x) * across + 0.5 * sx - 0.5, sx, canvas.width, map.width, state.sharp);
  const lines = taps((seen[1] - y) * down + 0.5 * sy - 0.5, sy, canvas.height, map.height, state.sharp);
  for (const value of sample(map, columns, lines)) yield (value - low) / (high - low);
}

/* Which pixels the map lies on: left, top, right, bottom. */
function covered(cell, { crop, map }) {
  const { canvas, seen } = cell, sx = canvas.width / seen[2], sy = canvas.height / seen[3];
  return [(Math.max(crop[0], map[0]) - seen[0]) * sx, (Math.max(crop[1], map[1]) - seen[1]) * sy,
          (Math.min(crop[2], map[0] + map[2]) - seen[0]) * sx,
          (Math.min(crop[3], map[1] + map[3]) - seen[1]) * sy];
}

function paintOver(cell, out, place) {
  const [left, top, right, bottom] = covered(cell, place), width = cell.canvas.width;
  const looks = table(cell);
  let i = 0;
  for (const position of positions(cell, place)) {
    const x = i % width + 0.5, y = Math.floor(i / width) + 0.5, p = 4 * i++;
    if (x < left || x > right || y < top || y > bottom) continue;
    const level = 4 * Math.trunc(Math.min(Math.max(position * (LEVELS - 1) + 0.5, 0), LEVELS - 1));
    const rest = 255 - looks[level + 3];
    for (let c = 0; c < 3; c++) out[p + c] = looks[level + c] + Math.round(out[p + c] * rest / 255);
  }
}

/* grad-cam's show_cam_on_image: mixed, then divided by the brightest level of the whole. */
function paintMixed(cell, out, place) {
  const [left, top, right, bottom] = covered(cell, place), width = cell.canvas.width;
  const entries = tables[layerOf(cell).colours], mixed = new Float32Array(out.length);
  let i = 0, most = 0;
  for (const position of positions(cell, place)) {
    const x = i % width + 0.5, y = Math.floor(i / width) + 0.5, p = 4 * i++;
    if (x < left || x > right || y < top || y > bottom) continue;
    const heat = 3 * Math.trunc(Math.min(Math.max(255 * position, 0), 255));
    for (let c = 0; c < 3; c++) {
      mixed[p + c] = (state.opacity * entries[heat + c] + (1 - state.opacity) * out[p + c]) / 255;
      most = Math.max(most, mixed[p + c]);
    }
    mixed[p + 3] = 1;
  }
  for (let p = 0; p < out.length; p++)
    if (mixed[p | 3] && (p & 3) < 3) out[p] = Math.trunc(255 * mixed[p] / (most || 1));
}

/* What the network does not see is darker, with a line around what it sees. */
function dim(cell, c, { crop }) {
  const photo = figure.photos[cell.photo], { canvas, seen } = cell;
  if (!figure.whole || (crop[2] - crop[0] > photo.width - 1 && crop[3] - crop[1] > photo.height - 1)) return;
  const sx = canvas.width / seen[2], sy = canvas.height / seen[3];
  const box = [crop[0] * sx, crop[1] * sy, (crop[2] - crop[0]) * sx, (crop[3] - crop[1]) * sy];
  const outside = new Path2D();
  outside.rect(0, 0, canvas.width, canvas.height);
  outside.rect(...box);
  c.fillStyle = "rgba(0, 0, 0, 0.5)";
  c.fill(outside, "evenodd");
  c.strokeStyle = "rgba(255, 255, 255, 0.7)";
  c.lineWidth = canvas.width / figure.points;
  c.strokeRect(...box);
}

function drawMarks(cell, c) {
  const { canvas, seen } = cell, s = canvas.width / seen[2], unit = canvas.width / figure.points;
  for (const { kind, box } of layerOf(cell).marks) {
    const x = (box[0] - seen[0]) * s, y = (box[1] - seen[1]) * s, path = new Path2D();
    if (kind === "outline") path.rect(x, y, box[2] * s, box[3] * s);
    else path.arc(x, y, 6 * unit, 0, 7);
    for (const [ink, width] of [["rgba(0, 0, 0, 0.45)", 4.5], ["#fff", 1.5]]) {
      c.strokeStyle = ink;
      c.lineWidth = width * unit;
      c.stroke(path);
    }
    if (kind === "outline") continue;
    c.fillStyle = "#fff";
    c.beginPath();
    c.arc(x, y, 1.5 * unit, 0, 7);
    c.fill();
  }
}

function draw(cell) {
  if (!cell.canvas || !cell.image.complete) return;
  const { canvas } = cell, c = canvas.getContext("2d", { willReadFrequently: true });
  const picture = new ImageData(new Uint8ClampedArray(photoOf(cell)), canvas.width, canvas.height);
  const shown = cell.layers.length > 0 && !state.bare, place = shown && placeOf(cell);
  if (shown) (cell.look.blend === "grad-cam" ? paintMixed : paintOver)(cell, picture.data, place);
  c.putImageData(picture, 0, 0);
  if (!shown) return;
  dim(cell, c, place);
  drawMarks(cell, c);
}
