#!/usr/bin/env bash
# Publishes the examples for other systems, and checks that each program is one of its system:  platforms.sh [runtime…]
# It is no part of test.sh, because it fetches .NET's hosts for these systems. The programs are in artifacts/platforms.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
. build/sdk.sh
require_sdk

# bytes FILE OFFSET COUNT: prints bytes of a file in hexadecimal.
bytes() { od -An -v -tx1 -j "$2" -N "$3" "$1" | tr -d ' \n'; }

# kind FILE: prints the system and the processor that a program is for, as .NET names them.
kind() {
  case "$(bytes "$1" 0 4)" in
    7f454c46) case "$(bytes "$1" 18 2)" in b700) echo linux-arm64 ;; 3e00) echo linux-x64 ;; esac ;;
    cffaedfe) case "$(bytes "$1" 4 4)" in 0c000001) echo osx-arm64 ;; 07000001) echo osx-x64 ;; esac ;;
    4d5a*)
      local header
      header="$(od -An -tu4 -j 60 -N 4 "$1" | tr -d ' ')"
      case "$(bytes "$1" "$((header + 4))" 2)" in 6486) echo win-x64 ;; 64aa) echo win-arm64 ;; esac ;;
  esac
}

broken=0
runtimes=("$@")
[ "$#" -gt 0 ] || runtimes=(linux-arm64 win-x64 osx-arm64)
for runtime in "${runtimes[@]}"; do
  folder="artifacts/platforms/$runtime"
  rm -rf "$folder"
  DOTNET_TieredPGO=0 dotnet publish src/Examples -c Release -r "$runtime" --self-contained false \
    --artifacts-path artifacts/platforms-build -o "$folder" -v quiet -nologo || { broken=1; continue; }
  program="$folder/ModelDsl.Examples"
  [ -e "$program" ] || program="$program.exe"
  found="$(kind "$program")"
  echo "$runtime: $program is a program for ${found:-another system}"
  [ "$found" = "$runtime" ] || broken=1
done
exit "$broken"
