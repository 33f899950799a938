#!/usr/bin/env bash
# Makes a folder that runs the laws and the benchmark of the GPU engine on another machine:  gpu-folder.sh [folder]
# That machine needs the GPU's driver and Linux on x64: no SDK, no package source, no network. There:
#   MODELDSL_GPU=cuda:0 bash run.sh
# The folder is artifacts/gpu-folder unless another is named; beside it lies the same as a .tar.gz. The runtime is part of it, so the
# framework is trimmed. It is a failure if the folder has 60 MB or more.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
[ "$#" -le 1 ] || { echo "gpu-folder.sh [folder]" >&2; exit 2; }
folder="$(realpath -m "${1:-$root/artifacts/gpu-folder}")"
cd "$root"
. build/sdk.sh
require_sdk

program=ModelDsl.Gpu.Benchmarks
if [ -n "$(ls -A "$folder" 2>/dev/null)" ] && [ ! -e "$folder/$program" ]; then
  echo "gpu-folder.sh: $folder holds other files." >&2
  exit 2
fi
# The build has a folder of its own: it is for another runtime than the solution's. It begins anew: a second publish keeps the first one's
# list of assemblies (deps.json), and the program does not find those that trimming left out before.
rm -rf "$folder" "$folder.tar.gz" artifacts/gpu-folder-build
DOTNET_TieredPGO=0 dotnet publish tests/Gpu.Benchmarks -c Release -r linux-x64 -p:GpuFolder=true \
  --artifacts-path artifacts/gpu-folder-build -o "$folder" -v quiet -nologo
for assembly in "$folder"/*.dll; do
  grep -q "/$(basename "$assembly")\"\|\"$(basename "$assembly")\"" "$folder/$program.deps.json" || {
    echo "gpu-folder.sh: the program would not find $(basename "$assembly"): it is not in $program.deps.json." >&2
    exit 1
  }
done
tar -C "$(dirname "$folder")" -czf "$folder.tar.gz" "$(basename "$folder")"

bytes="$(du -sb --apparent-size "$folder" | cut -f1)"
printf '%s: %s bytes, as .tar.gz %s bytes\n' "$folder" "$bytes" "$(stat -c %s "$folder.tar.gz")"
[ "$bytes" -lt 60000000 ] || { echo "gpu-folder.sh: the folder must have less than 60 MB." >&2; exit 1; }
