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

/* Pixel i reads between the cells low[i] and high[i], the second with this share. */
function taps(start, step, count, size, sharp) {
  const low = new Int32Array(count), high = new Int32Array(count), share = new Float64Array(count);
  const clamp = (x) => Math.min(Math.max(x, 0), size - 1);
  for (let i = 0; i < count; i++) {
    const at = start + step * i, first = Math.floor(sharp ? at + 0.5 : at);
    low[i] = clamp(first);
    high[i] = clamp(sharp ? first : first + 1);
    share[i] = sharp ? 0 : at - first;
  }
  return { low, high, share };
}

function sample({ width, values }, across, down) {
  const n = across.low.length, out = new Float64Array(n * down.low.length);
  for (let y = 0, i = 0; y < down.low.length; y++) {
    const a = down.low[y] * width, b = down.high[y] * width, v = down.share[y];
    for (let x = 0; x < n; x++, i++) {
      const l = across.low[x], r = across.high[x], u = across.share[x];
      const upper = values[a + l] + (values[a + r] - values[a + l]) * u;
      const lower = values[b + l] + (values[b + r] - values[b + l]) * u;
      out[i] = upper + (lower - upper) * v;
    }
  }
  return out;
}

/* The smooth map: the grid on the network's pixels. */
function finish(grid, smooth) {
  if (smooth.values) return unpack(smooth);
  const { width, height, times, plus } = smooth, x = grid.width / width, y = grid.height / height;
  const resized = sample(grid, taps(0.5 * x - 0.5, x, width, grid.width, false),
                         taps(0.5 * y - 0.5, y, height, grid.height, false));
  return { width, height, values: Float32Array.from(resized, (value) => times * value + plus) };
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

/* Where each pixel lies between the ends, 0 to 1; kept until something of it changes. */
function positions(cell, place) {
  const map = mapOf(cell), { canvas, seen } = cell, [x, y, width, height] = place.map, [low, high] = endsOf(cell);
  const key = [layerOf(cell).path, state.sharp, low, high].join();
  if (cell.key === key) return cell.positions;
  const across = map.width / width, down = map.height / height;
  const sx = seen[2] / canvas.width * across, sy = seen[3] / canvas.height * down;
  const values = sample(map, taps((seen[0] - x) * across + 0.5 * sx - 0.5, sx, canvas.width, map.width, state.sharp),
                        taps((seen[1] - y) * down + 0.5 * sy - 0.5, sy, canvas.height, map.height, state.sharp));
  cell.key = key;
  cell.positions = Float32Array.from(values, (value) => (value - low) / (high - low));
  return cell.positions;
}

/* Calls for each pixel whose centre lies under the map, with its position. */
function overMap(cell, place, act) {
  const { canvas, seen } = cell, { crop, map } = place, at = positions(cell, place);
  const first = (edge, i, size) => Math.min(Math.max(Math.ceil((edge - seen[i]) * size / seen[i + 2] - 0.5), 0), size);
  const left = first(Math.max(crop[0], map[0]), 0, canvas.width);
  const top = first(Math.max(crop[1], map[1]), 1, canvas.height);
  const right = first(Math.min(crop[2], map[0] + map[2]), 0, canvas.width);
  const bottom = first(Math.min(crop[3], map[1] + map[3]), 1, canvas.height);
  for (let y = top; y < bottom; y++)
    for (let i = y * canvas.width + left; i < y * canvas.width + right; i++) act(4 * i, at[i]);
}

function paintOver(cell, out, place) {
  const looks = table(cell), most = LEVELS - 1;
  overMap(cell, place, (p, position) => {
    const level = 4 * Math.trunc(Math.min(Math.max(position * most + 0.5, 0), most)), rest = 255 - looks[level + 3];
    out[p] = looks[level] + Math.round(out[p] * rest / 255);
    out[p + 1] = looks[level + 1] + Math.round(out[p + 1] * rest / 255);
    out[p + 2] = looks[level + 2] + Math.round(out[p + 2] * rest / 255);
  });
}

/* grad-cam's show_cam_on_image: mixed, then divided by the brightest level of the whole. */
function paintMixed(cell, out, place) {
  const entries = tables[layerOf(cell).colours], mixed = new Float32Array(out.length), { opacity } = state;
  let most = 0;
  overMap(cell, place, (p, position) => {
    const heat = 3 * Math.trunc(Math.min(Math.max(255 * position, 0), 255));
    for (let c = 0; c < 3; c++) {
      mixed[p + c] = (opacity * entries[heat + c] + (1 - opacity) * out[p + c]) / 255;
      most = Math.max(most, mixed[p + c]);
    }
  });
  overMap(cell, place, (p) => {
    for (let c = 0; c < 3; c++) out[p + c] = Math.trunc(255 * mixed[p + c] / (most || 1));
  });
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

/* Lines where the map has these shares of its scale, as long as the map is under them. */
function drawContours(cell, c, place) {
  if (!figure.contours.length) return;
  const { width, height } = cell.canvas, at = positions(cell, place), path = new Path2D();
  const inside = new Uint8Array(width * height), unit = width / figure.points;
  overMap(cell, place, (p) => { inside[p / 4] = 1; });
  for (const level of figure.contours)
    for (let i = 0; i + width + 1 < inside.length; i++) {
      const x = i % width, y = (i - x) / width;
      if (x + 1 === width || !inside[i] || !inside[i + width + 1]) continue;
      const a = at[i] - level, b = at[i + 1] - level, d = at[i + width] - level, e = at[i + width + 1] - level;
      if (a < 0 === b < 0 && b < 0 === d < 0 && d < 0 === e < 0) continue;
      const ends = [];
      if (a < 0 !== b < 0) ends.push([x + a / (a - b), y]);
      if (b < 0 !== e < 0) ends.push([x + 1, y + b / (b - e)]);
      if (d < 0 !== e < 0) ends.push([x + d / (d - e), y + 1]);
      if (a < 0 !== d < 0) ends.push([x, y + a / (a - d)]);
      for (let k = 0; k + 1 < ends.length; k += 2) {
        path.moveTo(ends[k][0] + 0.5, ends[k][1] + 0.5);
        path.lineTo(ends[k + 1][0] + 0.5, ends[k + 1][1] + 0.5);
      }
    }
  for (const [ink, wide] of [["rgba(0, 0, 0, 0.6)", 1.4], ["#fff", 0.6]]) {
    c.strokeStyle = ink;
    c.lineWidth = wide * unit;
    c.stroke(path);
  }
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
  drawContours(cell, c, place);
  drawMarks(cell, c);
}
