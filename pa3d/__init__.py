"""pa3d: open-vocabulary part segmentation of 3D objects (PatchAlign3D, CVPR 2026)."""

__version__ = "0.1.0"
