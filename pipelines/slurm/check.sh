#!/usr/bin/env bash
# After all arrays: every failure in one list, every file compared with its checksum. check.sh OUT
#SBATCH --job-name=pa3d-check
#SBATCH --output=slurm-%x-%j.out
set -euo pipefail
out=$1
find "$out" -name 'failed-*.jsonl' -exec cat {} + >"$out/failures.jsonl"
echo "$(wc -l <"$out/failures.jsonl") shapes failed; they are listed in $out/failures.jsonl"
pa3d inspect "$out" --verify --list "$out/redo.txt" --workers "${SLURM_CPUS_PER_TASK:-1}"
