#!/usr/bin/env bash
# One task of a job array: its shard of a pa3d command. array.sh SHARDS COMMAND [OPTION...]
#SBATCH --job-name=pa3d
#SBATCH --output=slurm-%x-%A_%a.out
set -uo pipefail
shards=$1
shift
pa3d "$@" --shard "$SLURM_ARRAY_TASK_ID/$shards" --workers "${SLURM_CPUS_PER_TASK:-1}"
code=$?
# 1: some shapes failed and are listed; the stages after this one go on with the others
if [ "$code" -eq 1 ]; then exit 0; fi
exit "$code"
