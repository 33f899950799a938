#!/usr/bin/env bash
# Runs the laws of the CPU engine on Arm64:  arm64.sh [part of a test's name]
# On another processor qemu emulates it, with Debian's packages qemu-user-static, libc6-arm64-cross and libstdc++6-arm64-cross.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
. build/sdk.sh
. build/apt.sh
require_sdk

emulator=
if [ "$(uname -m)" != aarch64 ]; then
  emulator=qemu-aarch64-static
  # qemu finds the libraries of Arm64 in this folder.
  export QEMU_LD_PREFIX="${QEMU_LD_PREFIX:-/usr/aarch64-linux-gnu}"
  { command -v "$emulator" && [ -e "$QEMU_LD_PREFIX/lib/libstdc++.so.6" ]; } >/dev/null ||
    apt_install qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross || {
      echo "arm64.sh: qemu-user-static, libc6-arm64-cross and libstdc++6-arm64-cross can't be installed here." >&2
      exit 2
    }
fi

# The build has folders of its own: it is for another runtime than the solution's.
program=artifacts/arm64
rm -rf "$program"
DOTNET_TieredPGO=0 dotnet publish tests/Dsl.Tests -c Release -r linux-arm64 --self-contained \
  --artifacts-path artifacts/arm64-build -o "$program" -v quiet -nologo
# ICU for Arm64 is not needed: no law depends on a culture.
DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 $emulator "$program/ModelDsl.Tests" laws "${1:-CpuEngineOfMachineLanesLaws}"
