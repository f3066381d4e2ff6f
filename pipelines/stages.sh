#!/usr/bin/env bash
# The eight stages on the example meshes: small, but every stage is the real one. The README shows these lines.
set -euo pipefail
cd "$(dirname "$0")/.."

pa3d render examples/meshes --out out/renders
pa3d dino-extract out/renders --out out/tokens
pa3d backproject out/renders out/tokens --out out/pointfeat
pa3d patchify out/renders --pointfeat out/pointfeat --labels examples/labels --out out/patches
pa3d train-distill out/patches --epochs 5 --out out/distill
pa3d train-align out/patches --init out/distill/distill.ckpt --epochs 20 --out out/align
pa3d segment examples/meshes/chair.ply --parts leg,seat,back --checkpoint out/align/align.ckpt --out-dir out
pa3d benchmark examples/labelled-points --out out/benchmark
pa3d inspect out/renders/chair.h5 --png out/chair-views.png
