// The page: reads the arrays, fills the legend, and turns what the reader does into pictures.

const $ = (id) => document.getElementById(id);
const numbers = new Intl.NumberFormat("en");

function make(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

const css = (color) => `rgb(${color.join(",")})`;
const percent = (share) => (share > 0 && share < 0.0005 ? "< 0.1 %" : (100 * share).toFixed(1) + " %");
const scoreText = (score) => (score === null || score === undefined ? "–" : score.toFixed(2));

// stops [[r, g, b], ...] at equal distances -> RGBA bytes of 255 steps
function makeRamp(stops) {
  const bytes = new Uint8Array(255 * 4);
  for (let i = 0; i < 255; i++) {
    const at = (i / 254) * (stops.length - 1);
    const k = Math.min(Math.floor(at), stops.length - 2);
    for (let c = 0; c < 3; c++) bytes[4 * i + c] = Math.round(stops[k][c] + (at - k) * (stops[k + 1][c] - stops[k][c]));
    bytes[4 * i + 3] = 255;
  }
  return bytes;
}

class Page {
  constructor(meta) {
    this.meta = meta;
    this.parts = meta.parts; // entry 0 is what carries no label; entry i + 1 is part i
    this.visible = this.parts.map(() => true);
    this.mode = "parts";
    this.heats = new Map();
    this.moving = false;
  }

  async start() {
    const { meta } = this;
    const { arrays } = meta;
    const positions = await readBlock("positions", arrays.positions, 4);
    const labels = await readBlock("labels", arrays.labels, 1);
    const faces = meta.cloud ? null : await readBlock("faces", arrays.faces, 4);
    const normals = meta.cloud ? await readBlock("normals", arrays.normals, 2) : null;
    const carrier = meta.cloud ? positions : faces;
    for (let i = 0; i < labels.length; i++) carrier[4 * i + 3] = labels[i];
    this.labels = labels;
    this.heats.set("score", await readBlock("score", arrays.score, 1));
    this.scene = {
      cloud: meta.cloud, count: labels.length, vertexCount: arrays.positions.rows, positions, faces, normals,
      low: meta.low, extent: meta.extent, pointRadius: meta.pointRadius,
    };
    this.camera = new Camera(meta.radius);
    this.renderer = new Renderer($("view"), this.scene);
    this.renderer.setRamp(makeRamp(meta.ramp));
    this.fillPanel();
    this.setUp(meta.up);
    this.applyVisible();
    this.listen();
    this.applyTheme();
    this.paint();
    document.body.dataset.state = "ready";
  }

  // ---- the panel

  fillPanel() {
    const { meta } = this;
    $("title").textContent = meta.title;
    $("facts").textContent = meta.facts;
    for (const note of meta.notes) $("notes").append(make("p", { textContent: note }));
    const mode = $("mode");
    mode.append(new Option("parts", "parts"), new Option("score of the label", "score"));
    const group = make("optgroup", { label: "score of one name" });
    const listed = this.parts.map((part, index) => ({ part, index })).filter(({ part }) => part.listed);
    const order = listed.sort((a, b) => (b.index > 0) - (a.index > 0) || b.part.share - a.part.share);
    for (const { part, index } of order) {
      if (part.heat) group.append(new Option(`heat map: \u2068${part.name}\u2069`, String(index)));
      $("legend").append(this.legendRow(part, index));
    }
    if (group.children.length) mode.append(group);
    for (const axis of Object.keys(meta.turns)) $("up").append(new Option(axis, axis));
    $("scale-bar").style.background = `linear-gradient(to right, ${meta.ramp.map(css).join(", ")})`;
    $("size-label").hidden = !meta.cloud;
    $("filter").hidden = order.length <= 12;
  }

  legendRow(part, index) {
    const swatch = make("span", { className: "swatch" });
    swatch.style.background = swatch.style.borderColor = css(part.color);
    const name = make("span", { className: "name", dir: "auto", textContent: part.name });
    const toggle = make("button", { type: "button", className: "toggle", title: "show or hide" }, swatch, name);
    toggle.onclick = () => this.show(this.visible.map((on, i) => (i === index ? !on : on)));
    const actions = make("td", {});
    const only = make("button", { type: "button", className: "small only", textContent: "only", title: "show nothing else" });
    only.setAttribute("aria-label", `show only ${part.name}`);
    only.onclick = () => {
      const alone = this.parts.every((_, i) => !this.parts[i].listed || this.visible[i] === (i === index));
      this.show(this.visible.map((_, i) => alone || i === index));
    };
    actions.append(only);
    if (part.heat) {
      const heat = make("button", { type: "button", className: "small heat", textContent: "heat", title: "heat map of the score" });
      heat.setAttribute("aria-label", `heat map of ${part.name}`);
      heat.onclick = () => this.setMode(this.mode === String(index) ? "parts" : String(index));
      actions.append(heat);
    }
    const row = make(
      "tr", {}, make("td", {}, toggle), make("td", { textContent: percent(part.share) }),
      make("td", { textContent: scoreText(part.score) }), actions,
    );
    row.dataset.part = index;
    return row;
  }

  show(visible) {
    this.visible = visible;
    this.applyVisible();
    this.paint();
  }

  applyVisible() {
    const palette = new Uint8Array(4 * this.parts.length);
    this.parts.forEach((part, i) => palette.set([...part.color, this.visible[i] ? 255 : 0], 4 * i));
    this.renderer.setPalette(palette);
    const shown = this.parts.filter((part, i) => part.listed && this.visible[i]).length;
    for (const row of $("legend").children) {
      const on = this.visible[row.dataset.part];
      row.classList.toggle("off", !on);
      row.querySelector(".toggle").setAttribute("aria-pressed", on);
      row.querySelector(".only").setAttribute("aria-pressed", on && shown === 1);
    }
  }

  async setMode(mode) {
    this.mode = mode;
    $("mode").value = mode;
    for (const row of $("legend").children) {
      const button = row.querySelector(".heat");
      if (button) button.setAttribute("aria-pressed", mode === row.dataset.part);
    }
    if (mode !== "parts" && !this.heats.has(mode)) {
      const name = "heat" + (Number(mode) - 1);
      this.heats.set(mode, readBlock(name, this.meta.arrays[name], 1)); // a promise until it is there
    }
    const scores = mode === "parts" ? null : await this.heats.get(mode);
    if (this.mode !== mode) return; // another one was chosen meanwhile
    if (scores) this.heats.set(mode, scores);
    this.renderer.setHeat(scores);
    $("scale").hidden = !scores;
    $("scale-name").replaceChildren(
      ...(mode === "score" ? ["score of each element's own label"] : scores ? ["score of ", make("bdi", { textContent: this.parts[mode].name })] : []),
    );
    document.body.dataset.mode = mode;
    this.paint();
  }

  setUp(axis) {
    $("up").value = axis;
    this.renderer.state.turn = this.turn = this.meta.turns[axis];
    const count = this.scene.vertexCount;
    const some = Array.from({ length: Math.min(count, 20000) }, (_, i) => Math.floor((i * count) / Math.min(count, 20000)));
    this.camera.points = some.flatMap((row) => this.placeOfRows([row]));
  }

  applyTheme() {
    const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
    this.renderer.state.ground = [r / 255, g / 255, b / 255];
  }

  // ---- drawing and hovering

  paint() {
    if (this.queued) return;
    this.queued = true;
    requestAnimationFrame(() => {
      this.queued = false;
      this.renderer.draw(this.camera, this.moving);
      document.body.dataset.frames = 1 + Number(document.body.dataset.frames || 0);
    });
  }

  // while things move, then once more in full quality
  paintMoving() {
    this.moving = true;
    clearTimeout(this.settle);
    this.settle = setTimeout(() => {
      this.moving = false;
      this.paint();
    }, 180);
    $("tip").hidden = true;
    this.paint();
  }

  hover(x, y) {
    if (this.hovering) return; // one look per frame is enough
    this.hovering = true;
    requestAnimationFrame(() => {
      this.hovering = false;
      if (!this.moving) this.tell(x, y, this.renderer.pick(this.camera, x, y));
    });
  }

  tell(x, y, element) {
    const tip = $("tip");
    const entry = element < 0 ? -1 : this.labels[element];
    for (const row of $("legend").children) row.classList.toggle("hover", Number(row.dataset.part) === entry);
    tip.hidden = entry < 0;
    if (entry < 0) return;
    const part = this.parts[entry];
    const value = (scores) => (scores[element] === 255 ? "not in the file" : (scores[element] / 254).toFixed(2));
    tip.querySelector(".swatch").style.background = css(part.color);
    $("tip-name").textContent = part.name;
    $("tip-score").textContent = entry > 0 ? value(this.heats.get("score")) : "";
    const more = [];
    const heat = this.heats.get(this.mode);
    if (Number(this.mode) > 0 && heat && heat.length) more.push(make("bdi", { textContent: this.parts[this.mode].name }), ` ${value(heat)} · `);
    if (this.meta.numbered) more.push(`${this.meta.cloud ? "point" : "face"} ${numbers.format(element)}`);
    else more.push(this.meta.cloud ? "point" : "face");
    $("tip-more").replaceChildren(...more);
    const room = tip.parentElement.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(x + 14, room.width - tip.offsetWidth - 6)) + "px";
    tip.style.top = Math.max(4, y + 18 + tip.offsetHeight > room.height ? y - tip.offsetHeight - 10 : y + 18) + "px";
  }

  // middle of an element, in the turned frame
  placeOf(element) {
    const { cloud, faces } = this.scene;
    return this.placeOfRows(cloud ? [element] : [0, 1, 2].map((k) => faces[4 * element + k]));
  }

  placeOfRows(rows) {
    const { positions, low, extent } = this.scene;
    const middle = [0, 1, 2].map((axis) => rows.reduce((sum, row) => sum + positions[4 * row + axis], 0) / rows.length);
    const point = middle.map((value, axis) => low[axis] + (extent[axis] * value) / 65535);
    return this.turn.map((row) => row[0] * point[0] + row[1] * point[1] + row[2] * point[2]);
  }

  // ---- what the reader does

  listen() {
    const canvas = $("view");
    this.listenPointers(canvas);
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.camera.zoom(Math.exp(0.0014 * event.deltaY * (event.deltaMode === 1 ? 30 : 1)));
      this.paintMoving();
    }, { passive: false });
    canvas.addEventListener("dblclick", (event) => {
      const element = this.renderer.pick(this.camera, event.offsetX, event.offsetY);
      if (element < 0) return;
      this.camera.target = this.placeOf(element);
      this.paint();
    });
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    canvas.addEventListener("webglcontextrestored", () => {
      this.renderer.setUp();
      this.paint();
    });
    $("mode").onchange = () => this.setMode($("mode").value);
    $("up").onchange = () => { this.setUp($("up").value); this.camera.reset(); this.paint(); };
    $("size").oninput = () => { this.renderer.state.pointGrowth = 2 ** Number($("size").value); this.paint(); };
    $("shading").onchange = () => { this.renderer.state.shading = $("shading").checked; this.paint(); };
    $("all").onclick = () => this.show(this.visible.map(() => true));
    $("reset").onclick = () => { this.camera.reset(); this.paint(); };
    $("fold").onclick = () => {
      const folded = document.querySelector("aside").classList.toggle("folded");
      $("fold").textContent = folded ? "Show parts" : "Hide";
      $("fold").setAttribute("aria-expanded", !folded);
    };
    $("filter").oninput = () => {
      const wanted = $("filter").value.trim().toLocaleLowerCase();
      for (const row of $("legend").children) row.hidden = !this.parts[row.dataset.part].name.toLocaleLowerCase().includes(wanted);
    };
    new ResizeObserver(() => this.paint()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.applyTheme(); this.paint(); });
  }

  listenPointers(canvas) {
    const held = new Map();
    const turned = 0.0075; // radians per pixel
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      held.set(event.pointerId, [event.offsetX, event.offsetY]);
      canvas.classList.add("dragging");
    });
    const release = (event) => {
      held.delete(event.pointerId);
      if (!held.size) canvas.classList.remove("dragging");
      if (event.type === "pointerup") this.hover(event.offsetX, event.offsetY);
    };
    canvas.addEventListener("pointerup", release);
    canvas.addEventListener("pointercancel", release);
    canvas.addEventListener("pointerleave", () => this.tell(0, 0, -1));
    canvas.addEventListener("pointermove", (event) => {
      const now = [event.offsetX, event.offsetY];
      const before = held.get(event.pointerId);
      if (!before) return this.hover(...now);
      const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
      if (!dx && !dy) return;
      if (held.size >= 2) {
        const other = [...held].find(([id]) => id !== event.pointerId)[1];
        const span = (p) => Math.max(10, Math.hypot(p[0] - other[0], p[1] - other[1]));
        this.camera.zoom(span(before) / span(now));
        this.camera.pan(dx / 2, dy / 2, canvas.clientHeight);
      } else if (event.buttons & 6 || event.shiftKey) this.camera.pan(dx, dy, canvas.clientHeight);
      else this.camera.orbit(dx * turned, dy * turned);
      held.set(event.pointerId, now);
      this.paintMoving();
    });
  }

  key(event) {
    const step = 0.12;
    const moves = {
      ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
    };
    const move = moves[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (move && event.shiftKey) this.camera.pan(40 * move[0], 40 * move[1], $("view").clientHeight);
    else if (move) this.camera.orbit(step * move[0], step * move[1]);
    else if (event.key === "+" || event.key === "=") this.camera.zoom(0.88);
    else if (event.key === "-") this.camera.zoom(1 / 0.88);
    else if (event.key === "r" || event.key === "R") this.camera.reset();
    else return;
    event.preventDefault();
    this.paintMoving();
  }
}

new Page(JSON.parse($("meta").textContent)).start().catch((error) => {
  document.body.dataset.state = "failed";
  $("message").textContent = error.message;
  console.error(error);
});
