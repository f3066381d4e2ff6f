#!/usr/bin/env bash
# Submit the stages of MESHES as job arrays of SHARDS tasks, and a check after them.
#
#   submit.sh stages  MESHES OUT SHARDS    render, dino-extract, backproject, patchify, each task after its like
#   submit.sh prepare MESHES OUT SHARDS    all at one go; only OUT/patches stays
#
# CPU_ARGS and GPU_ARGS are words for sbatch (partition, time, --gres=gpu:1, ...); LABELS is a folder of annotations.
# Options of pa3d are set by its variables, PA3D_RENDER_IMAGE_SIZE=518 or so. Run it again to go on: what is
# finished is skipped.
set -euo pipefail
if [ $# -ne 4 ]; then
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
mode=$1 meshes=$2 out=$3 shards=$4
here=$(cd "$(dirname "$0")" && pwd)
read -ra cpu_args <<<"${CPU_ARGS:-}" || true
read -ra gpu_args <<<"${GPU_ARGS:-}" || true
labels=()
if [ -n "${LABELS:-}" ]; then labels=(--labels "$LABELS"); fi
last=
jobs=

# array KIND COMMAND...: task i waits for task i of the array before, which made the shapes of its shard
array() {
    local args=("${cpu_args[@]}") after=()
    if [ "$1" = gpu ]; then args=("${gpu_args[@]}"); fi
    if [ -n "$last" ]; then after=(--dependency="aftercorr:$last"); fi
    shift
    last=$(sbatch --parsable --array="0-$((shards - 1))" "${after[@]}" "${args[@]}" "$here/array.sh" "$shards" "$@")
    last=${last%%;*} # a cluster's name may follow
    jobs+=:$last
    echo "$1: job $last"
}

mkdir -p "$out"
case $mode in
    stages)
        array cpu render "$meshes" --out "$out/renders"
        array gpu dino-extract "$out/renders" --out "$out/tokens"
        array cpu backproject "$out/renders" "$out/tokens" --out "$out/pointfeat"
        array cpu patchify "$out/renders" --pointfeat "$out/pointfeat" "${labels[@]}" --out "$out/patches"
        ;;
    prepare)
        array gpu prepare "$meshes" "${labels[@]}" --out "$out"
        ;;
    *)
        echo "submit.sh: $mode: write stages or prepare" >&2
        exit 2
        ;;
esac
sbatch --parsable --dependency="afterany$jobs" "${cpu_args[@]}" "$here/check.sh" "$out"
