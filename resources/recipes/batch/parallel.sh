#!/bin/sh
# SPDX-License-Identifier: MIT
# A batch in shards side by side on one machine, with GNU parallel. What was stopped goes on
# when the same line is run again.
# Usage: parallel.sh SHARDS FOLDER|LIST RESULTS [option of `fovea-cli batch`]...
set -eu
shards=$1 source=$2 results=$3
shift 3
cli=${FOVEA_CLI:-fovea-cli}
threads=$(( $(nproc) / shards ))
[ "$threads" -ge 1 ] || threads=1

seq "$shards" | parallel --halt soon,fail=1 -j "$shards" -q \
  "$cli" batch "$source" --out "$results" --shard "{}/$shards" --threads "$threads" --quiet "$@"
exec "$cli" batch --merge "$results"
