#!/usr/bin/env bash
# The shipped model, from meshes to weights. usage: pipelines/first_model.sh LABELLED UNLABELLED INDEX_DIR OUT
#   LABELLED    folder of labelled meshes: npz with vertices, faces, face_label, part_names
#   UNLABELLED  folder of meshes for stage 1
#   INDEX_DIR   folder with labelled.json and unlabelled.json (id, category, creator, package of every shape)
# Every step resumes. About two hours on two cores with AMX; see docs/first-model.md for what it gives.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
labelled="$1" unlabelled="$2" index="$3" out="$4"

python "$here/split.py" "$index/labelled.json" "$index/unlabelled.json" "$out/split" --unlabelled 1400
mkdir -p "$out/stage1"
while read -r id; do ln -sf "$(realpath "$unlabelled")/$id.npz" "$out/stage1/"; done < "$out/split/stage1.txt"

pa3d render "$labelled" "$out/stage1" --image-size 224 --workers 2 --out "$out/renders"
pa3d dino-extract "$out/renders" --workers 2 --out "$out/tokens"
pa3d backproject "$out/renders" "$out/tokens" --workers 2 --out "$out/pointfeat"
pa3d patchify "$out/renders" --pointfeat "$out/pointfeat" --labels "$labelled" --draws 6 --workers 2 --out "$out/patches"

pa3d train-distill "$out/patches" --val "$out/split/val.txt" --epochs 16 --lr-encoder 5e-4 --lr-head 1e-3 --yaw 180 --tilt 10 --stretch 0.2 --mirror --out "$out/distill"

augment=(--exclude "$out/split/val.txt" --yaw 180 --tilt 10 --stretch 0.2 --mirror --lr-head 2e-3)
softmax=(--loss softmax --scale 14 --bias 0)
all=(--trainable all --epochs 30 --lr-encoder 5e-4)
frozen=(--init "$out/distill/distill.ckpt" --epochs 60 --views 6 --lr-encoder 3e-4)
# the one that ships, then what it is compared with
pa3d train-align "$out/patches" --init "$out/distill/distill.ckpt" "${augment[@]}" "${softmax[@]}" "${all[@]}" --out "$out/all-distilled"
pa3d train-align "$out/patches" --init none "${augment[@]}" "${softmax[@]}" "${all[@]}" --out "$out/all-scratch"
pa3d train-align "$out/patches" "${augment[@]}" "${softmax[@]}" "${frozen[@]}" --out "$out/frozen-softmax"
pa3d train-align "$out/patches" "${augment[@]}" --lr-logit 2e-2 "${frozen[@]}" --out "$out/frozen-paper"
pa3d train-align "$out/patches" "${augment[@]}" "${frozen[@]}" --out "$out/frozen-paper-one-rate"

python "$here/labelled_points.py" "$out/patches" "$index/labelled.json" "$out/split/val.txt" "$out/valset"
for name in all-distilled all-scratch frozen-softmax frozen-paper frozen-paper-one-rate; do
  pa3d benchmark "$out/valset" --checkpoint "$out/$name/align.ckpt" --out "$out/scores/$name"
done
pa3d benchmark "$out/valset" --method most-frequent --train "$out/patches" --exclude "$out/split/val.txt" --out "$out/scores/most-frequent"
pa3d pack "$out/all-distilled/align.ckpt" --out "$out/pa3d-base.safetensors"
