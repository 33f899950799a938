#!/usr/bin/env bash
# Runs the laws and the benchmark of ModelDsl's GPU engine on this machine's GPU, and writes report.txt:
#   bash run.sh                                          both
#   bash run.sh laws [part of a name]                    the laws and the engine's other tests
#   bash run.sh bench [W1 …] [--torch-seconds n]         the benchmark, with PyTorch where python3 has it; --quick only shows that it works
# MODELDSL_GPU names the device: cuda:0 (if it names none), cuda:1, opencl:0. REPORT names another file for the report.
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
program="$here/ModelDsl.Gpu.Benchmarks"
export MODELDSL_GPU="${MODELDSL_GPU:-cuda:0}"
# Some ways of copying lose it.
[ -x "$program" ] || chmod +x "$program"

work() {
  local code=0
  date -u
  nvidia-smi --query-gpu=name,driver_version,clocks.max.sm,memory.total --format=csv,noheader 2>/dev/null
  if [ "$#" -gt 0 ]; then
    "$program" "$@" || code=$?
  else
    "$program" laws || code=$?
    [ "$code" -eq 2 ] || "$program" bench || code=$?
  fi
  return "$code"
}

work "$@" 2>&1 | tee "${REPORT:-$here/report.txt}"
exit "${PIPESTATUS[0]}"
