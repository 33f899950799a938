#!/usr/bin/env bash
# Writes the packages' public members into their PublicAPI.Unshipped.txt. Run it after an intended change of these members.
#   build/public-api.sh
# The analyzer of public members reports new members (RS0016) and removed members (RS0017) as build errors.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for project in src/Dsl src/Torch src/DiffSharp src/Gpu src/Tables src/Pictures src/Terminal src/TensorBoard src/Onnx src/Python; do
  list="$project/PublicAPI.Unshipped.txt"
  found="$(dotnet build "$project" -c Release -nodeReuse:false -v q 2>&1 || true)"
  for rule in RS0016 RS0017; do
    sed -n "s/.*error $rule: Symbol '\(.*\)' is .*/\1/p" <<<"$found" | sort -u >"$list.$rule"
  done
  # grep fails if no line is left.
  { echo '#nullable enable'; { grep -v '^#nullable' "$list" | grep -vxF -f "$list.RS0017" || true; } | cat - "$list.RS0016" | LC_ALL=C sort -u; } >"$list.new"
  echo "$project: $(wc -l <"$list.RS0016") new, $(wc -l <"$list.RS0017") gone"
  rm "$list.RS0016" "$list.RS0017"
  mv "$list.new" "$list"
done
