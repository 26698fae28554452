#!/bin/sh
# SPDX-License-Identifier: MIT
#SBATCH --job-name=fovea
#SBATCH --array=1-16
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
#SBATCH --time=04:00:00
#SBATCH --requeue
# A batch as a Slurm array: task I of N does shard I/N. A task that is stopped or requeued goes
# on where it was. When all are done, their results are merged:
#   job=$(sbatch --parsable slurm.sh /data/val /data/results --model van_nano)
#   sbatch --dependency=afterok:$job --wrap "fovea-cli batch --merge /data/results"
# Usage: slurm.sh FOLDER|LIST RESULTS [option of `fovea-cli batch`]...
set -eu
source=$1 results=$2
shift 2

exec "${FOVEA_CLI:-fovea-cli}" batch "$source" --out "$results" --quiet \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --threads "${SLURM_CPUS_PER_TASK:-0}" "$@"
