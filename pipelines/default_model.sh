#!/usr/bin/env bash
# The shipped model, from meshes to weights. usage: pipelines/default_model.sh LABELLED UNLABELLED INDEX_DIR OUT
#   LABELLED    folder of labelled meshes: npz with vertices, faces, face_label, part_names, category
#   UNLABELLED  folder of meshes for stage 1
#   INDEX_DIR   folder with labelled.json and unlabelled.json (id, category, creator, package of every shape)
# Every step resumes. Hours on two cores with AMX; docs/model-card.md says how many and what it gives.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
labelled="$1" unlabelled="$2" index="$3" out="$4"

# stage 1: distil the embedded teacher on real meshes, the labelled ones without their labels
python "$here/split.py" "$index/labelled.json" "$index/unlabelled.json" "$out/split" --unlabelled 1400
mkdir -p "$out/stage1"
while read -r id; do cp "$unlabelled/$id.npz" "$out/stage1/"; done < "$out/split/stage1.txt"
pa3d render "$labelled" "$out/stage1" --image-size 224 --workers 2 --out "$out/renders"
pa3d dino-extract "$out/renders" --workers 2 --out "$out/tokens"
pa3d backproject "$out/renders" "$out/tokens" --workers 2 --out "$out/pointfeat"
pa3d patchify "$out/renders" --pointfeat "$out/pointfeat" --draws 6 --workers 2 --out "$out/distill-patches"
pa3d train-distill "$out/distill-patches" --val "$out/split/val.txt" --epochs 16 --lr-encoder 5e-4 --lr-head 1e-3 --yaw 180 --tilt 10 --stretch 0.2 --mirror --out "$out/distill"

# stage 2: align with names, on real and on procedural shapes
"$here/default_corpus.sh" "$out/synth"
pa3d render "$out/synth" --image-size 224 --workers 2 --out "$out/synth-renders"
pa3d patchify "$out/synth-renders" --labels "$out/synth" --draws 1 --workers 2 --out "$out/synth-patches"
pa3d render "$labelled" --image-size 224 --workers 2 --out "$out/real-renders"
pa3d patchify "$out/real-renders" --labels "$labelled" --draws 1 --workers 2 --out "$out/real-patches"
real="$out/real-patches" # named eight times: a fifth of what an epoch shows
augment=(--fresh --sparse 0.1 --partial 0.15 --jitter 0.01 --yaw 180 --tilt 10 --stretch 0.25 --mirror)
question=(--rename 0.2 --drop 0.2 --distract 2)
loss=(--loss open --balance 0.5)
data=("$out/synth-patches" "$real" "$real" "$real" "$real" "$real" "$real" "$real" "$real")
pa3d train-align "${data[@]}" --exclude "$out/split/val.txt" --init "$out/distill/distill.ckpt" --trainable blocks --decoder 256 "${augment[@]}" "${question[@]}" "${loss[@]}" --scale 14 --bias 0 --lr-encoder 5e-4 --lr-head 2e-3 --epochs 5 --out "$out/align-first"
# once more from there, at lower rates: the loss was still falling
pa3d train-align "${data[@]}" --exclude "$out/split/val.txt" --init "$out/align-first/align.ckpt" --trainable blocks "${augment[@]}" "${question[@]}" "${loss[@]}" --lr-encoder 3e-4 --lr-head 1e-3 --epochs 5 --seed 1 --out "$out/align-second"
# and on twice the procedural shapes, the real ones sixteen times each
"$here/default_corpus.sh" "$out/synth-more" 1000
pa3d render "$out/synth-more" --image-size 224 --workers 2 --out "$out/synth-more-renders"
pa3d patchify "$out/synth-more-renders" --labels "$out/synth-more" --draws 1 --workers 2 --out "$out/synth-more-patches"
data+=("$out/synth-more-patches" "$real" "$real" "$real" "$real" "$real" "$real" "$real" "$real")
pa3d train-align "${data[@]}" --exclude "$out/split/val.txt" --init "$out/align-second/align.ckpt" --trainable blocks "${augment[@]}" "${question[@]}" "${loss[@]}" --lr-encoder 3e-4 --lr-head 1e-3 --epochs 2 --seed 2 --out "$out/align-third"
# new procedural shapes, more of what benchmarks are full of; now every layer learns, that of the patches too
"$here/default_corpus.sh" "$out/synth-wide" 2000 12 800 250 120 150
pa3d render "$out/synth-wide" --image-size 224 --workers 2 --out "$out/synth-wide-renders"
pa3d patchify "$out/synth-wide-renders" --labels "$out/synth-wide" --draws 1 --workers 2 --out "$out/synth-wide-patches"
data=("$out/synth-wide-patches" "$real" "$real" "$real" "$real" "$real" "$real" "$real" "$real" "$real" "$real" "$real" "$real" "$real" "$real" "$real" "$real")
pa3d train-align "${data[@]}" --exclude "$out/split/val.txt" --init "$out/align-third/align.ckpt" --trainable all "${augment[@]}" "${question[@]}" "${loss[@]}" --lr-encoder 3e-4 --lr-head 1e-3 --epochs 3 --seed 3 --out "$out/align"
# the small one: every second block of it, trained once more
pa3d train-align "${data[@]}" --exclude "$out/split/val.txt" --init "$out/align/align.ckpt" --keep-blocks 6 --trainable blocks "${augment[@]}" "${question[@]}" "${loss[@]}" --lr-encoder 5e-4 --lr-head 1e-3 --epochs 1 --seed 4 --out "$out/small"

python "$here/labelled_points.py" "$real" "$index/labelled.json" "$out/split/val.txt" "$out/valset"
# the weights that ship: half precision, scores calibrated on the validation shapes
python "$here/calibrate.py" "$out/valset" "$out/align/align.ckpt" "$out/pa3d-base.safetensors"
python "$here/calibrate.py" "$out/valset" "$out/small/align.ckpt" "$out/pa3d-small.safetensors"
for size in base small; do
  pa3d benchmark "$out/valset" --points all --checkpoint "$out/pa3d-$size.safetensors" --out "$out/scores-$size"
done
