/* SPDX-License-Identifier: MIT */

/* The page of a living figure: what stands where, and what a hand can do. All text is set as
 * text, so that none of it can become markup. */

/* Values. */

const minus = (text) => text.replace("-", "−");

function say(value) {
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-3)) return minus(value.toExponential(2));
  return minus(String(Number(value.toPrecision(3))));
}

/* What the map says at a share of the cell's width and height; null where it does not lie. */
function readAt(cell, u, v) {
  if (!cell.layers.length) return null;
  const place = placeOf(cell), { seen } = cell, [x, y, width, height] = place.map;
  const px = seen[0] + u * seen[2], py = seen[1] + v * seen[3];
  const across = (px - x) / width, down = (py - y) / height, map = mapOf(cell);
  const { crop } = place, { grid } = layerOf(cell);
  if (!(across >= 0 && across < 1 && down >= 0 && down < 1)) return null;
  if (px < crop[0] || py < crop[1] || px > crop[2] || py > crop[3]) return null;
  return { value: map.values[Math.floor(down * map.height) * map.width + Math.floor(across * map.width)],
           column: Math.floor(across * grid.width) + 1, line: Math.floor(down * grid.height) + 1 };
}

/* The same place of the photograph in another cell of the row; where that is not known, the
 * same share of the cell. */
function carry(from, to, u, v) {
  if (!from.part || !to.part) return [u, v];
  const x = from.part[0] + from.part[2] * (from.seen[0] + u * from.seen[2]);
  const y = from.part[1] + from.part[2] * (from.seen[1] + v * from.seen[3]);
  return [((x - to.part[0]) / to.part[2] - to.seen[0]) / to.seen[2],
          ((y - to.part[1]) / to.part[2] - to.seen[1]) / to.seen[3]];
}

const nameOf = (cell) => [figure.titles[cell.row], figure.headings[cell.column].replace("\n", ", ")]
  .filter(Boolean).join(": ");

function tell() {
  const { at } = state, said = [];
  for (const cell of cells) {
    if (!cell.canvas) continue;
    const inRow = at && at.cell.row === cell.row, [u, v] = inRow ? carry(at.cell, cell, at.u, at.v) : [0, 0];
    const shown = inRow && u >= 0 && v >= 0 && u <= 1 && v <= 1, read = shown && readAt(cell, u, v);
    cell.frame.classList.toggle("pointed", Boolean(shown));
    cell.frame.classList.toggle("kept", Boolean(shown) && state.kept);
    cell.frame.classList.toggle("low", v > 0.7);
    cell.frame.style.setProperty("--u", u);
    cell.frame.style.setProperty("--v", v);
    cell.chip.textContent = read ? say(read.value) : "";
    const [low, high] = read ? endsOf(cell) : [0, 1];
    cell.needle.hidden = !read;
    if (read) cell.needle.style.setProperty("--u", Math.min(Math.max((read.value - low) / (high - low), 0), 1));
    if (!read || cell !== at.cell) continue;
    const layer = layerOf(cell);
    said.push(`${nameOf(cell)}, ${layer.path}: ${say(read.value)} (${layer.unit}), cell ${read.column}, `
              + `${read.line} of ${layer.grid.width} × ${layer.grid.height}`
              + (layer.remark ? `. ${layer.remark}` : ""));
  }
  $("said").textContent = said.join("");
}

function point(cell, u, v) {
  state.at = cell && { cell, u: Math.min(Math.max(u, 0), 1), v: Math.min(Math.max(v, 0), 1) };
  if (!cell) state.kept = false;
  tell();
}

/* The page. */

function make(tag, name, parent, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  parent?.append(element);
  return element;
}

/* A strip of the colours with its true ends, the unit below where there is room for it. */
function fillScale(box, cell) {
  const strip = make("canvas", "strip"), c = strip.getContext("2d"), looks = table(cell);
  const [low, high] = endsOf(cell), ends = make("div", "ends");
  strip.width = 256;
  strip.height = 1;
  const line = c.createImageData(256, 1);
  for (let i = 0; i < 256; i++) {
    const level = 4 * Math.round(i / 255 * (LEVELS - 1));
    for (let k = 0; k < 3; k++) line.data[4 * i + k] = looks[level + k] + GREY * (255 - looks[level + 3]) / 255;
    line.data[4 * i + 3] = 255;
  }
  c.putImageData(line, 0, 0);
  const middle = box === $("bar") || layerOf(cell).signed ? [(low + high) / 2] : [];
  for (const value of [low, ...middle, high]) make("span", "", ends, say(value));
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", `Colours from ${say(low)} to ${say(high)}: ${layerOf(cell).unit}`);
  box.replaceChildren(strip, ends);
  make("div", "unit", box, layerOf(cell).unit);
  box.hidden = false;
}

function updateScales() {
  const maps = cells.filter((cell) => cell.layers.length);
  const keyOf = (cell) => [...endsOf(cell), layerOf(cell).unit, layerOf(cell).colours].join();
  const one = figure.bar && maps.length > 0 && maps.every((cell) => keyOf(cell) === keyOf(maps[0]));
  $("bar").hidden = !one;
  if (one) fillScale($("bar"), maps[0]);
  for (const cell of maps) {
    cell.scale.hidden = one || !figure.bar;
    if (!cell.scale.hidden) fillScale(cell.scale, cell);
    cell.scale.append(cell.needle);
    if (one) $("bar").append(cell.needle);
  }
}

let waits = false;

/* Everything anew, once before the next picture of the screen. */
function update() {
  if (waits) return;
  waits = true;
  requestAnimationFrame(() => {
    waits = false;
    cells.forEach(draw);
    updateScales();
    tell();
  });
}

const layersOf = (column) => cells.find((cell) => cell.column === column && cell.layers.length)?.layers ?? [];
const deepest = Math.max(1, ...figure.headings.map((_, column) => layersOf(column).length));

function syncControls() {
  const paths = new Set();
  $("opacity").value = Math.round(100 * state.opacity);
  $("opacity-said").textContent = `${$("opacity").value}\u00a0%`;
  $("sharp").checked = state.sharp;
  $("photographs").setAttribute("aria-pressed", state.bare);
  for (let i = 0; i < columns; i++) {
    if (layersOf(i).length) paths.add(layersOf(i)[state.layer[i]].path);
    const choice = $(`layer-${i}`);
    if (choice) choice.value = state.layer[i];
  }
  $("depth-said").textContent = paths.size === 1 ? [...paths][0] : `${Number($("depth").value) + 1} of ${deepest}`;
  update();
}

function setDepth(depth) {
  $("depth").value = Math.min(Math.max(depth, 0), deepest - 1);
  const share = Number($("depth").value) / Math.max(deepest - 1, 1);
  for (let i = 0; i < columns; i++)
    state.layer[i] = Math.max(Math.round(share * (layersOf(i).length - 1)), 0);
  syncControls();
}

function reset() {
  const first = cells.find((cell) => cell.layers.length);
  state.opacity = first?.look.opacity ?? 1;
  state.sharp = figure.sharp;
  state.bare = false;
  for (let i = 0; i < columns; i++)
    state.layer[i] = cells.find((cell) => cell.column === i && cell.layers.length)?.own ?? 0;
  $("depth").value = first ? Math.round(first.own / Math.max(first.layers.length - 1, 1) * (deepest - 1)) : 0;
  syncControls();
}

function addHeading(line, column) {
  const head = make("th", "", line), layers = layersOf(column);
  head.scope = "col";
  make("div", "heading", head, figure.headings[column]);
  if (layers.length < 2) return;
  const choice = make("select", "", head);
  choice.id = `layer-${column}`;
  choice.setAttribute("aria-label", `Layer of ${figure.headings[column]}`);
  choice.title = "Layer";
  layers.forEach((layer, i) => { make("option", "", choice, layer.path).value = i; });
  choice.onchange = () => { state.layer[column] = Number(choice.value); syncControls(); };
}

function listen(cell) {
  const { frame } = cell, share = (event) => {
    const box = frame.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  frame.onpointermove = (event) => { if (!state.kept) point(cell, ...share(event)); };
  frame.onpointerleave = () => { if (!state.kept) point(null); };
  frame.onclick = (event) => {
    const same = state.kept && state.at.cell === cell;
    state.kept = !same;
    point(cell, ...share(event));
  };
  frame.onkeydown = (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    const { at } = state, grid = cell.layers.length ? layerOf(cell).grid : { width: 20, height: 20 };
    const [u, v] = at?.cell.row === cell.row ? carry(at.cell, cell, at.u, at.v) : [0.5, 0.5];
    state.kept = true;
    point(cell, u + step[0] / grid.width, v + step[1] / grid.height);
    event.preventDefault();
  };
}

function addCell(line, cell) {
  const box = make("td", "", line);
  if (cell.chart) {
    const image = make("img", "chart", box);
    image.src = `data:image/svg+xml;base64,${cell.chart}`;
    image.alt = `${nameOf(cell)}${cell.words ? `, ${cell.words}` : ""}`;
    if (cell.words) make("div", "words", box, cell.words);
    return;
  }
  if (cell.photo < 0) {
    make("div", "failure", box, cell.failure ?? "");
    return;
  }
  const wide = cell.seen[2] < LEAST ? cell.seen[2] * Math.ceil(LEAST / cell.seen[2]) : Math.min(cell.seen[2], MOST);
  cell.frame = make("div", "cell", box);
  cell.canvas = make("canvas", "", cell.frame);
  cell.canvas.width = Math.round(wide);
  cell.canvas.height = Math.max(1, Math.round(wide * cell.seen[3] / cell.seen[2]));
  for (const name of ["across", "down", "chip"]) cell[name] = make("span", name, cell.frame);
  cell.needle = make("span", "needle");
  cell.needle.hidden = true;
  cell.frame.tabIndex = 0;
  cell.frame.setAttribute("role", "img");
  cell.frame.setAttribute("aria-label", `${nameOf(cell)}${cell.words ? `, ${cell.words}` : ""}`);
  cell.image = figure.photos[cell.photo].image;
  cell.part ??= cells.find((other) => other.row === cell.row && other.part && other.photo === cell.photo
                                      && String(other.seen) === String(cell.seen))?.part;
  if (cell.words) make("div", "words", box, cell.words);
  cell.scale = make("div", "scale", box);
  cell.scale.hidden = true;
  listen(cell);
}

function build() {
  $("grid").replaceChildren(); /* a saved copy of the page may hold what was built */
  const titled = figure.titles.some(Boolean), head = make("tr", "", make("thead", "", $("grid")));
  const body = make("tbody", "", $("grid"));
  for (const photo of figure.photos) {
    photo.image = new Image();
    photo.image.onload = update;
    photo.image.src = `data:image/jpeg;base64,${photo.jpeg}`;
  }
  if (titled) make("td", "", head);
  for (let i = 0; i < columns; i++) addHeading(head, i);
  for (let row = 0; row < rows; row++) {
    const line = make("tr", "", body);
    if (titled) make("div", "", make("th", "title", line), figure.titles[row] ?? "").parentNode.scope = "row";
    for (let i = 0; i < columns; i++) addCell(line, cells[row * columns + i]);
  }
  $("grid").style.setProperty("--columns", columns);
  $("depth").max = deepest - 1;
  $("depth-tool").hidden = deepest < 2;
  $("recipe-said").textContent = JSON.stringify(JSON.parse($("recipe").textContent), null, 2);
  $("recipe-file").href = `data:application/json,${encodeURIComponent($("recipe-said").textContent)}`;
}

function setOpacity(percent) {
  state.opacity = Math.min(Math.max(percent, 0), 100) / 100;
  syncControls();
}

function setBare(bare) {
  state.bare = bare;
  syncControls();
}

const keys = {
  "[": () => setDepth(Number($("depth").value) - 1),
  "]": () => setDepth(Number($("depth").value) + 1),
  "-": () => setOpacity(100 * state.opacity - 5),
  "+": () => setOpacity(100 * state.opacity + 5),
  s: () => { state.sharp = !state.sharp; syncControls(); },
  0: reset,
  Escape: () => point(null),
  " ": () => setBare(true),
};
Object.assign(keys, { ",": keys["["], ".": keys["]"], "=": keys["+"], "−": keys["-"], S: keys.s });

/* A control that has the focus keeps the keys that it knows itself. */
function keeps(target, key) {
  return target.matches("select") || (key === " " && target.matches("button, summary, a, input[type=checkbox]"));
}

document.onkeydown = (event) => {
  const act = keys[event.key];
  if (!act || event.metaKey || event.ctrlKey !== event.altKey || keeps(event.target, event.key)) return;
  event.preventDefault();
  if (!event.repeat || event.key !== " ") act();
};
document.onkeyup = (event) => { if (event.key === " " && !keeps(event.target, " ")) setBare(false); };
window.onblur = () => { if (state.bare) setBare(false); };
/* After a click Space is for the photographs again. */
document.onclick = (event) => { if (event.detail && event.target.closest(".tools")) document.activeElement.blur(); };
$("opacity").oninput = () => setOpacity(Number($("opacity").value));
$("depth").oninput = () => setDepth(Number($("depth").value));
$("sharp").onchange = () => { state.sharp = $("sharp").checked; syncControls(); };
$("photographs").onclick = () => setBare(!state.bare);
$("reset").onclick = reset;
document.querySelector(".tools").onsubmit = (event) => event.preventDefault();

build();
reset();
