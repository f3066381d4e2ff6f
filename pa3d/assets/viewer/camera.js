// Orbit camera around a target: y up, azimuth 0 looks from +z, 90 from +x. Matrices are column by column.

const FIELD_OF_VIEW = 35 * Math.PI / 180;
const HOME = { azimuth: 35 * Math.PI / 180, elevation: 25 * Math.PI / 180 };
const MARGIN = 1.1;
const STEEPEST = 89.5 * Math.PI / 180;

class Camera {
  constructor(radius) {
    this.points = []; // some of the scene, for the first view
    this.radius = radius; // of the scene around the origin
    this.reset();
  }

  reset() {
    this.azimuth = HOME.azimuth;
    this.elevation = HOME.elevation;
    this.target = [0, 0, 0];
    this.distance = null; // set by the first frame, which knows the window
  }

  // how far away all of the points [x, y, z, x, ...] around the origin fit in the window
  homeDistance(aspect) {
    const { right, up, back } = this.axes();
    const tangent = Math.tan(FIELD_OF_VIEW / 2);
    let distance = 0.1 * this.radius;
    for (let i = 0; i < this.points.length; i += 3) {
      const along = (axis) => axis[0] * this.points[i] + axis[1] * this.points[i + 1] + axis[2] * this.points[i + 2];
      const needed = Math.max(Math.abs(along(right)) / aspect, Math.abs(along(up))) / tangent;
      distance = Math.max(distance, along(back) + MARGIN * needed);
    }
    return distance;
  }

  axes() {
    const [a, e] = [this.azimuth, this.elevation];
    const back = [Math.cos(e) * Math.sin(a), Math.sin(e), Math.cos(e) * Math.cos(a)];
    const right = [Math.cos(a), 0, -Math.sin(a)];
    const up = [-Math.sin(e) * Math.sin(a), Math.cos(e), -Math.sin(e) * Math.cos(a)];
    return { right, up, back };
  }

  orbit(dx, dy) {
    this.azimuth -= dx;
    this.elevation = Math.max(-STEEPEST, Math.min(STEEPEST, this.elevation + dy));
  }

  // by pixels of a window `height` pixels high
  pan(dx, dy, height) {
    const unit = 2 * this.distance * Math.tan(FIELD_OF_VIEW / 2) / height;
    const { right, up } = this.axes();
    for (let i = 0; i < 3; i++) this.target[i] += (-dx * right[i] + dy * up[i]) * unit;
  }

  zoom(factor) {
    this.distance = Math.max(0.005 * this.radius, Math.min(20 * this.radius, this.distance * factor));
  }

  matrices(aspect) {
    if (this.distance === null) this.distance = this.homeDistance(aspect);
    const { right, up, back } = this.axes();
    const dot = (p, q) => p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
    const eye = this.target.map((t, i) => t + this.distance * back[i]);
    const view = [
      right[0], up[0], back[0], 0, right[1], up[1], back[1], 0, right[2], up[2], back[2], 0,
      -dot(right, eye), -dot(up, eye), -dot(back, eye), 1,
    ];
    const depth = dot(back, eye); // of the scene's centre
    const far = Math.max(depth + this.radius, 0.02) * 1.01;
    const near = Math.max(depth - this.radius * 1.01, far / 2000, 1e-4);
    const f = 1 / Math.tan(FIELD_OF_VIEW / 2);
    const projection = [
      f / aspect, 0, 0, 0, 0, f, 0, 0, 0, 0, (far + near) / (near - far), -1, 0, 0, 2 * far * near / (near - far), 0,
    ];
    return { view, projection, near, far };
  }
}
