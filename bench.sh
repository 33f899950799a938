#!/usr/bin/env bash
# Compares ModelDsl with its peers, one thread each:  bench.sh [W0 W1 …] [--repeats n]      bench.sh = every workload, five times
# The peers are libtorch (fetched as a package, 130 MB) and scikit-learn (the system's python3-sklearn). Figures: artifacts/bench.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. build/sdk.sh
. build/dataset.sh

require_sdk
ensure_fashion_mnist

# W0, named or among all, is scikit-learn's.
named=no needs_sklearn=no
for argument in "$@"; do
  case "$argument" in
    W0) named=yes needs_sklearn=yes ;;
    W*) named=yes ;;
  esac
done
[ "$named" = yes ] || needs_sklearn=yes
if [ "$needs_sklearn" = yes ] && ! /usr/bin/python3 -c 'import sklearn' 2>/dev/null; then
  apt_install python3-sklearn || { echo "bench.sh: W0 needs scikit-learn for /usr/bin/python3 (Debian: python3-sklearn)." >&2; exit 1; }
fi

build tests/Benchmarks -p:WithLibtorch=true

# libtorch's and NumPy's own threads would spin on the core that the other side is measured on.
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
exec dotnet tests/Benchmarks/bin/Release/net10.0/ModelDsl.Benchmarks.dll "$@"
