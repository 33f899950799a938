#!/usr/bin/env bash
# Compares ModelDsl with its peers, one thread each:  bench.sh [workload…] [--repeats n]
#   bench.sh             every workload except the last three, five times each: W0 … W8 LENGTHS P1 GEMM THREADS MEMORY START GENERATOR
#                        ALLOCATION TABLE
#   bench.sh W1 GEMM     these workloads
#   bench.sh STREAMING   training on 10 GB of images, written to the folder for temporary files; as superuser also with an empty cache
#   bench.sh SERVICE     a network behind HTTP at 64 connections, beside ONNX Runtime and ML.NET; and when batching pays
#   bench.sh KERNELS     single instructions of the CPU engine, by BenchmarkDotNet
# The peers are libtorch and ONNX Runtime (fetched as packages, 130 MB each), ML.NET, scikit-learn, PyTorch and OpenBLAS (the system's
# python3-sklearn, python3-torch and libopenblas0-pthread). The system's NumPy and PyTorch multiply with the system's BLAS. This is
# OpenBLAS if it is installed; otherwise it is the reference BLAS, which is ten times slower. A peer that is not available is left out.
# The figures report that, and the BLAS of each peer. Figures: artifacts/bench.json. TABLE also writes artifacts/peers.json: copied to
# src/Examples/Tables, run.sh table shows it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. build/sdk.sh
. build/dataset.sh

require_sdk
ensure_fashion_mnist

# wanted WORKLOAD…: succeeds if one of these workloads is asked for, or if none is named.
wanted() {
  local named=no argument workload
  for argument in ${arguments[@]+"${arguments[@]}"}; do
    case "$argument" in [A-Z]*) named=yes ;; esac
    for workload in "$@"; do
      [ "$argument" != "$workload" ] || return 0
    done
  done
  [ "$named" = no ]
}

# ensure PACKAGE CHECK…: installs a package of the system unless the command CHECK, which needs it, succeeds.
ensure() {
  local package="$1"
  shift
  ! "$@" >/dev/null 2>&1 || return 0
  echo "Fetching the system's package $package …"
  # PyTorch brings a hundred packages.
  APT_SECONDS=900 apt_install "$package" || echo "bench.sh: $package can't be installed here; its figures will be missing."
}

has_openblas() { PATH="$PATH:/usr/sbin:/sbin" ldconfig -p | grep 'libopenblas\.so\.0 '; }

arguments=("$@")
trained=(W1 W2 W3 W4 W5 W6 W7 W8)
! wanted W0 TABLE || ensure python3-sklearn /usr/bin/python3 -c "import sklearn"
! wanted "${trained[@]}" || ensure python3-torch /usr/bin/python3 -c "import torch"
! wanted W0 "${trained[@]}" GEMM TABLE || ensure libopenblas0-pthread has_openblas

build tests/Benchmarks -p:WithLibtorch=true
# Users get the library with code that is ready to run (build/Precompile.targets).
dotnet msbuild src/Dsl -t:PackPrecompiled -p:Configuration=Release -verbosity:quiet -nologo
precompiled=src/Dsl/obj/Release/net10.0/linux-x64/ModelDsl.dll
[ ! -f "$precompiled" ] || cp "$precompiled" tests/Benchmarks/bin/Release/net10.0/

# Otherwise the threads of libtorch and NumPy would keep the core busy on which the other side is measured.
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
exec dotnet tests/Benchmarks/bin/Release/net10.0/ModelDsl.Benchmarks.dll "$@"
