#!/bin/sh
# SPDX-License-Identifier: MIT
# The layers look down only, no backbone is named outside models/, and the command line
# links no GTK. Usage: test-house.sh SOURCE-ROOT FOVEA-CLI
cd "$1" || exit 99
status=0

complain () {
  if [ -n "$2" ]; then
    echo "$1:"
    echo "$2"
    status=1
  fi
}

# Headers that a folder must not include: those of the layers above it.
headers_of () {
  for folder in "$@"; do
    find "$folder" -name '*.h' -exec basename {} \;
  done | sort -u
}
forbid () {
  layer=$1
  shift
  for header in $(headers_of "$@"); do
    complain "$layer looks up" \
      "$(grep -rnE "#include \"([a-z-]+/)*$header\"" "$layer" --include='*.[ch]')"
  done
}
forbid core models viz app
forbid models viz app
forbid viz app

complain 'a path out of its layer' \
  "$(grep -rn '#include "\.\./' core models viz app --include='*.[ch]')"
complain 'a backbone named outside models/' \
  "$(grep -rnE '"(van|san|acmix|resnet|swin|convnext)_' core viz app --include='*.c')"
complain 'a source without its licence' \
  "$(grep -rL 'SPDX-License-Identifier: MIT' core models viz app tests --include='*.[ch]')"
complain 'a header without #pragma once' \
  "$(grep -rL '#pragma once' core models viz app --include='*.h' | grep -v -- '-body\.h$')"
for file in core/ops/*.c viz/methods/*.c viz/measures/*.c viz/readings/*.c \
            viz/select/*.c; do
  grep -q "'$(basename "$file")'" "$(dirname "$file")/meson.build" \
    || complain 'not built' "$file"
done
complain 'fovea-cli links GTK' "$(readelf -d "$2" | grep -E 'lib(gtk|adwaita)')"

exit $status
