// WebGL2: the arrays live in textures, and the vertex shader fetches what it needs. A mesh is drawn as 3
// vertices per face without attributes, a cloud as one point each. A second pass draws outlines by depth and
// averages `samples` x `samples` pixels; a third, on demand, draws element numbers to find what is hovered.

const COMMON = `#version 300 es
precision highp float; precision highp int; precision highp usampler2D;`;

const LIGHTING = `float lighting(vec3 normal, float least) {
  if (heat) least = max(least, 0.75); // a heat map's own lightness must stay readable
  return least + (1.0 - least) * max(0.0, dot(normal, normalize(vec3(-0.35, 0.55, 0.9))));
}
`;

const FETCH = `${COMMON}
uniform usampler2D positions, faces, scores, normals;
uniform sampler2D palette, ramp;
uniform mat4 view, projection;
uniform mat3 turn;
uniform vec3 low, extent;
uniform int width;
uniform bool heat, shading;
uniform float pointRadius, pointScale, pointLeast, pointMost;
flat out vec3 color; flat out uint element; flat out float bulge, light; out vec3 place;
${LIGHTING}ivec2 at(uint i) { return ivec2(int(i) % width, int(i) / width); }
void paint(uint label, uint index) {
  vec4 tint = texelFetch(palette, ivec2(int(label) % 256, int(label) / 256), 0);
  if (heat) {
    uint score = texelFetch(scores, at(index), 0).r;
    tint.rgb = score == 255u ? vec3(0.5) : texelFetch(ramp, ivec2(int(score), 0), 0).rgb;
  }
  color = tint.rgb;
  element = index + 1u;
  if (tint.a == 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
void put(uvec4 grid) {
  vec4 eye = view * vec4(turn * (low + extent * vec3(grid.xyz) / 65535.0), 1.0);
  place = eye.xyz;
  gl_Position = projection * eye;
  bulge = 0.0;
  light = 1.0;
}`;

const MESH = `${FETCH}
void main() {
  uint face = uint(gl_VertexID) / 3u;
  uvec4 corners = texelFetch(faces, at(face), 0);
  put(texelFetch(positions, at(corners[gl_VertexID % 3]), 0));
  paint(corners.w, face);
}`;

const CLOUD = `${FETCH}
void main() {
  uint index = uint(gl_VertexID);
  uvec4 point = texelFetch(positions, at(index), 0);
  put(point);
  gl_PointSize = clamp(pointScale / max(gl_Position.w, 1e-6), pointLeast, pointMost);
  bulge = gl_PointSize * gl_Position.w / pointScale * pointRadius; // as large as drawn
  if (shading) {
    vec2 flat2 = 2.0 * vec2(texelFetch(normals, at(index), 0).rg) / 255.0 - 1.0;
    vec3 normal = vec3(flat2, max(0.0, 1.0 - abs(flat2.x) - abs(flat2.y)));
    normal = normalize(mat3(view) * turn * normal);
    light = lighting(dot(normal, place) > 0.0 ? -normal : normal, 0.7); // normals of clouds are guesses
  }
  paint(point.w, index);
}`;

const INPUTS = "flat in vec3 color; flat in uint element; flat in float bulge, light; in vec3 place;";

// A point is a bowl seen from its top: points of one surface then meet halfway and do not cover each other.
const DISC = `
uniform mat4 projection;
void shape() {
  vec2 c = 2.0 * gl_PointCoord - 1.0;
  float off = dot(c, c);
  if (off > 1.0) discard;
  float z = min(place.z - bulge * off, -1e-5);
  gl_FragDepth = 0.5 - 0.5 * (projection[2][2] * z + projection[3][2]) / z;
}`;

const fragment = (cloud) => `${COMMON}
uniform bool shading, heat;
${INPUTS}
out vec4 result;
${cloud ? DISC : "void shape() {}"}
${LIGHTING}
void main() {
  shape();
  float lit = light;
  ${cloud ? "" : `if (shading) {
    vec3 across = cross(dFdx(place), dFdy(place));
    float size = length(across);
    vec3 normal = size > 0.0 ? across / size : vec3(0.0, 0.0, 1.0);
    lit = lighting(dot(normal, place) > 0.0 ? -normal : normal, 0.52);
  }`}
  result = vec4(color * lit, 1.0);
}`;

const pick = (cloud) => `${COMMON}
${INPUTS}
out uvec4 result;
${cloud ? DISC : "void shape() {}"}
void main() {
  shape();
  result = uvec4(element, 0u, 0u, 0u);
}`;

const COVER = `#version 300 es
void main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }`;

const FINISH = `${COMMON}
uniform sampler2D colors; uniform highp sampler2D depths;
uniform int samples; uniform float near, far, strength, slack; uniform vec3 ground; uniform bool shading;
out vec4 result;
float distanceAt(ivec2 p) {
  p = clamp(p, ivec2(0), textureSize(depths, 0) - 1);
  float d = texelFetch(depths, p, 0).r * 2.0 - 1.0;
  return log2(2.0 * far * near / (far + near - d * (far - near)));
}
void main() {
  vec3 sum = vec3(0.0);
  for (int y = 0; y < samples; y++) for (int x = 0; x < samples; x++) {
    ivec2 p = ivec2(gl_FragCoord.xy) * samples + ivec2(x, y);
    vec4 tint = texelFetch(colors, p, 0);
    if (tint.a == 0.0) { sum += ground; continue; }
    float shade = 1.0;
    if (shading) {
      float here = distanceAt(p), hidden = 0.0;
      for (int k = 0; k < 8; k++) {
        ivec2 step = ivec2(k < 3 ? -1 : (k < 5 ? 0 : 1), k == 0 || k == 3 || k == 5 ? -1 : (k == 1 || k == 6 ? 0 : 1));
        hidden += max(0.0, here - distanceAt(p + step * samples) - slack);
      }
      shade = max(0.35, exp(-strength * hidden / 8.0));
    }
    sum += tint.rgb * shade;
  }
  result = vec4(sum / float(samples * samples), 1.0);
}`;

const HEAVY = 400000; // elements; beyond it moving pictures are drawn without supersampling

class Renderer {
  constructor(canvas, scene) {
    this.canvas = canvas;
    this.scene = scene; // cloud, count, vertexCount, positions, faces, normals, low, extent, pointRadius
    this.state = { turn: null, heat: null, shading: true, pointGrowth: 1, ground: [1, 1, 1] };
    this.setUp();
  }

  setUp() {
    const gl = this.canvas.getContext("webgl2", { antialias: false, alpha: false, powerPreference: "high-performance" });
    if (!gl) throw new Error("This browser cannot draw 3D here: WebGL 2 is missing or switched off.");
    this.gl = gl;
    const { scene } = this;
    const vertex = scene.cloud ? CLOUD : MESH;
    this.drawing = this.program(vertex, fragment(scene.cloud));
    this.picking = this.program(vertex, pick(scene.cloud));
    this.finishing = this.program(COVER, FINISH);
    gl.bindVertexArray(gl.createVertexArray());
    this.width = Math.min(4096, gl.getParameter(gl.MAX_TEXTURE_SIZE));
    const rows = Math.ceil(Math.max(scene.count, scene.vertexCount) / this.width);
    if (rows > gl.getParameter(gl.MAX_TEXTURE_SIZE)) throw new Error("The shape is too large for this graphics card.");
    this.pointMost = gl.getParameter(gl.ALIASED_POINT_SIZE_RANGE)[1];
    this.textures = {
      positions: this.table(scene.positions, gl.RGBA16UI, gl.RGBA_INTEGER, gl.UNSIGNED_SHORT, 4),
      faces: scene.cloud ? null : this.table(scene.faces, gl.RGBA32UI, gl.RGBA_INTEGER, gl.UNSIGNED_INT, 4),
      normals: scene.cloud ? this.table(scene.normals, gl.RG8UI, gl.RG_INTEGER, gl.UNSIGNED_BYTE, 2) : null,
      scores: this.table(new Uint8Array(1), gl.R8UI, gl.RED_INTEGER, gl.UNSIGNED_BYTE, 1),
    };
    this.targets = {};
    if (this.paletteData) this.setPalette(this.paletteData);
    if (this.rampData) this.setRamp(this.rampData);
    if (this.state.heat) this.setHeat(this.state.heat);
    this.picked = null;
  }

  program(vertex, fragment) {
    const { gl } = this;
    const program = gl.createProgram();
    for (const [kind, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) {
        throw new Error("shader: " + gl.getShaderInfoLog(shader));
      }
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
      throw new Error("shader: " + gl.getProgramInfoLog(program));
    }
    const places = {};
    for (let i = 0; i < gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS); i++) {
      const { name } = gl.getActiveUniform(program, i);
      places[name] = gl.getUniformLocation(program, name);
    }
    return { program, places };
  }

  texture(internal, width, height, format, type, data) {
    const { gl } = this;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.texImage2D(gl.TEXTURE_2D, 0, internal, width, height, 0, format, type, data);
    for (const name of ["TEXTURE_MIN_FILTER", "TEXTURE_MAG_FILTER"]) gl.texParameteri(gl.TEXTURE_2D, gl[name], gl.NEAREST);
    for (const name of ["TEXTURE_WRAP_S", "TEXTURE_WRAP_T"]) gl.texParameteri(gl.TEXTURE_2D, gl[name], gl.CLAMP_TO_EDGE);
    return texture;
  }

  // a long array as rows of `width` texels: the full rows, then what is left
  table(data, internal, format, type, channels) {
    const { gl, width } = this;
    const count = data.length / channels;
    const full = Math.floor(count / width);
    const texture = this.texture(internal, width, Math.ceil(count / width), format, type, null);
    if (full) gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, full, format, type, data.subarray(0, full * width * channels));
    if (count % width) {
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, full, count % width, 1, format, type, data.subarray(full * width * channels));
    }
    return texture;
  }

  // RGBA bytes of each label + 1; alpha 0 hides
  setPalette(data) {
    const { gl } = this;
    this.paletteData = data;
    if (this.textures.palette) gl.deleteTexture(this.textures.palette);
    const rows = Math.ceil(data.length / 1024);
    const padded = new Uint8Array(rows * 1024);
    padded.set(data);
    this.textures.palette = this.texture(gl.RGBA8, 256, rows, gl.RGBA, gl.UNSIGNED_BYTE, padded);
    this.picked = null;
  }

  // RGBA bytes of the 255 steps of a score
  setRamp(data) {
    this.rampData = data;
    this.textures.ramp = this.texture(this.gl.RGBA8, 255, 1, this.gl.RGBA, this.gl.UNSIGNED_BYTE, data);
  }

  // a score of each element, 0 to 254 and 255 for unknown; null for the parts' colours
  setHeat(scores) {
    const { gl } = this;
    this.state.heat = scores;
    if (!scores) return;
    gl.deleteTexture(this.textures.scores);
    this.textures.scores = this.table(scores, gl.R8UI, gl.RED_INTEGER, gl.UNSIGNED_BYTE, 1);
  }

  target(name, width, height, internal, format, type) {
    const { gl } = this;
    const old = this.targets[name];
    if (old && old.width === width && old.height === height) return old;
    if (old) {
      for (const texture of [old.color, old.depth]) gl.deleteTexture(texture);
      gl.deleteFramebuffer(old.frame);
    }
    const color = this.texture(internal, width, height, format, type, null);
    const depth = this.texture(gl.DEPTH_COMPONENT24, width, height, gl.DEPTH_COMPONENT, gl.UNSIGNED_INT, null);
    const frame = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, color, 0);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.TEXTURE_2D, depth, 0);
    return this.targets[name] = { width, height, color, depth, frame };
  }

  bind(unit, texture, place) {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.uniform1i(place, unit);
  }

  drawElements(program, camera, width, height) {
    const { gl, scene, state, textures } = this;
    const p = program.places;
    gl.useProgram(program.program);
    gl.viewport(0, 0, width, height);
    gl.enable(gl.DEPTH_TEST);
    ["positions", "faces", "scores", "palette", "ramp", "normals"].forEach((name, unit) => {
      if (textures[name]) this.bind(unit, textures[name], p[name]);
    });
    const { view, projection, near, far } = camera.matrices(width / height);
    gl.uniformMatrix4fv(p.view, false, view);
    gl.uniformMatrix4fv(p.projection, false, projection);
    gl.uniformMatrix3fv(p.turn, true, state.turn.flat()); // rows are given
    gl.uniform3fv(p.low, scene.low);
    gl.uniform3fv(p.extent, scene.extent);
    gl.uniform1i(p.width, this.width);
    gl.uniform1i(p.heat, state.heat ? 1 : 0);
    gl.uniform1i(p.shading, state.shading ? 1 : 0);
    if (scene.cloud) {
      const focal = height / (2 * Math.tan(FIELD_OF_VIEW / 2));
      const radius = scene.pointRadius * state.pointGrowth;
      gl.uniform1f(p.pointRadius, radius);
      gl.uniform1f(p.pointScale, 2 * radius * focal);
      gl.uniform1f(p.pointLeast, 1.5);
      gl.uniform1f(p.pointMost, this.pointMost);
    }
    if (scene.cloud) gl.drawArrays(gl.POINTS, 0, scene.count);
    else gl.drawArrays(gl.TRIANGLES, 0, 3 * scene.count);
    return { near, far };
  }

  // moving: the picture will be replaced soon and may be coarse
  draw(camera, moving) {
    const { gl, canvas, state, scene } = this;
    const density = Math.min(window.devicePixelRatio || 1, 2);
    const width = Math.max(1, Math.round(canvas.clientWidth * density));
    const height = Math.max(1, Math.round(canvas.clientHeight * density));
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const samples = density > 1.5 || (moving && scene.count > HEAVY) ? 1 : 2;
    const target = this.target("picture", width * samples, height * samples, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target.frame);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    const { near, far } = this.drawElements(this.drawing, camera, target.width, target.height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, width, height);
    gl.disable(gl.DEPTH_TEST);
    const p = this.finishing.places;
    gl.useProgram(this.finishing.program);
    this.bind(0, target.color, p.colors);
    this.bind(1, target.depth, p.depths);
    gl.uniform1i(p.samples, samples);
    gl.uniform1i(p.shading, state.shading ? 1 : 0);
    gl.uniform1f(p.near, near);
    gl.uniform1f(p.far, far);
    gl.uniform1f(p.strength, scene.cloud ? 25 : 30);
    const slack = 0.006 + (0.4 * scene.pointRadius * state.pointGrowth) / camera.distance; // of one surface
    gl.uniform1f(p.slack, slack);
    gl.uniform3fv(p.ground, state.ground);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    this.picked = null;
  }

  // number of the element under a place in CSS pixels, -1 for none; clouds forgive `reach` pixels
  pick(camera, x, y) {
    const { gl, canvas, scene } = this;
    const [width, height] = [Math.max(1, canvas.clientWidth), Math.max(1, canvas.clientHeight)];
    const target = this.target("numbers", width, height, gl.R32UI, gl.RED_INTEGER, gl.UNSIGNED_INT);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target.frame);
    if (!this.picked) {
      gl.clearBufferuiv(gl.COLOR, 0, new Uint32Array(4));
      gl.clearBufferfi(gl.DEPTH_STENCIL, 0, 1, 0);
      this.drawElements(this.picking, camera, width, height);
      this.picked = true;
    }
    const reach = scene.cloud ? 3 : 0;
    const side = 2 * reach + 1;
    const pixels = new Uint32Array(4 * side * side);
    gl.readPixels(Math.floor(x) - reach, height - 1 - Math.floor(y) - reach, side, side, gl.RGBA_INTEGER, gl.UNSIGNED_INT, pixels);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    let [found, nearest] = [-1, Infinity];
    for (let i = 0; i < side * side; i++) {
      const away = Math.hypot(i % side - reach, Math.floor(i / side) - reach);
      if (pixels[4 * i] && away < nearest) [found, nearest] = [pixels[4 * i] - 1, away];
    }
    return found;
  }
}
