#!/bin/sh
# SPDX-License-Identifier: MIT
# Every file with words to translate is listed in po/POTFILES, and no other. Usage:
# test-potfiles.sh SOURCE-ROOT
cd "$1" || exit 99
listed=$(grep -v '^#' po/POTFILES | LC_ALL=C sort)
words='(^|[^A-Za-z0-9_])(N?_|N?C_|ngettext) ?\(("|$)'
found=$( (grep -rlE "$words" app/gui models viz --include='*.c'
          grep -rl 'translatable="yes"' resources/ui --include='*.ui'
          ls resources/data/*.desktop) | LC_ALL=C sort -u)
if [ "$listed" != "$found" ]; then
  echo "po/POTFILES should list:"
  echo "$found"
  exit 1
fi
