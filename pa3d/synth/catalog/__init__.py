"""The designs, one module a theme. `g` is pa3d.synth.mesh, the geometry; *_parts hold no designs."""
