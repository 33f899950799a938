#!/usr/bin/env bash
# Compares ModelDsl with its peers, one thread each:  bench.sh [workload…] [--repeats n]
#   bench.sh             every workload but the last two, five times each: W0 … W4 P1 GEMM THREADS MEMORY START GENERATOR ALLOCATION
#   bench.sh W1 GEMM     these
#   bench.sh STREAMING   training on 10 GB of images, written to the folder for temporary files; superuser: also with the cache emptied
#   bench.sh KERNELS     single instructions of the CPU engine, by BenchmarkDotNet
# The peers are libtorch and ONNX Runtime (fetched as packages, 130 MB each), scikit-learn and PyTorch (the system's python3-sklearn and
# python3-torch); of the latter, what can't be had is left out, and the figures say so. Figures: artifacts/bench.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. build/sdk.sh
. build/dataset.sh

require_sdk
ensure_fashion_mnist

# ensure_module MODULE PACKAGE WORKLOAD…: has a Python module installed when one of these workloads is asked for, or none by name.
ensure_module() {
  local module="$1" package="$2" named=no wanted=no argument workload
  shift 2
  for argument in ${arguments[@]+"${arguments[@]}"}; do
    case "$argument" in [A-Z]*) named=yes ;; esac
    for workload in "$@"; do
      [ "$argument" != "$workload" ] || wanted=yes
    done
  done
  [ "$named" = no ] || [ "$wanted" = yes ] || return 0
  /usr/bin/python3 -c "import $module" 2>/dev/null && return 0
  echo "Fetching the system's package $package …"
  # PyTorch brings a hundred packages.
  APT_SECONDS=900 apt_install "$package" || echo "bench.sh: $package can't be installed here; its figures will be missing."
}

arguments=("$@")
ensure_module sklearn python3-sklearn W0
ensure_module torch python3-torch W1 W2 W3 W4

build tests/Benchmarks -p:WithLibtorch=true

# The threads of libtorch and NumPy themselves would spin on the core that the other side is measured on.
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
exec dotnet tests/Benchmarks/bin/Release/net10.0/ModelDsl.Benchmarks.dll "$@"
