#!/bin/sh
# SPDX-License-Identifier: MIT
# Every language is whole: against the words as they are in the sources now nothing is left
# out or doubtful, and the formats agree. Usage: test-translations.sh SOURCE-ROOT
cd "$1" || exit 99
export LC_ALL=C.UTF-8
folder=$(mktemp -d) || exit 99
trap 'rm -r "$folder"' EXIT

# As the build's own target `fovea-pot` does it.
xgettext --from-code=UTF-8 --add-comments --files-from=po/POTFILES \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=g_dngettext:2,3 \
  --flag=ngettext:1:c-format --flag=ngettext:2:c-format --output="$folder/now.pot" || exit 1

status=0
for language in $(grep -v '^#' po/LINGUAS); do
  file=po/$language.po
  result=$(msgfmt --check --output-file=/dev/null "$file" 2>&1 \
           && msgmerge --quiet --output-file="$folder/merged.po" "$file" "$folder/now.pot" 2>&1 \
           && msgfmt --statistics --output-file=/dev/null "$folder/merged.po" 2>&1) || status=1
  echo "$language: $result"
  case $result in
    *fuzzy* | *untranslated*)
      status=1
      msgattrib --untranslated --no-obsolete "$folder/merged.po" | grep '^msgid'
      msgattrib --only-fuzzy --no-obsolete "$folder/merged.po" | grep '^msgid'
      ;;
  esac
done
exit $status
