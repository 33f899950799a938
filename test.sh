#!/usr/bin/env bash
# Builds the solution once and runs every test project:  test.sh [project…]      test.sh = all of them      test.sh Dsl.Tests
# MODELDSL_GPU=cuda:0 test.sh Gpu.Tests runs the GPU engine's tests on that device: cuda:0, cuda:1, opencl:0 (docs/engines.md).
# The results are in artifacts/test-results: TRX files, and summary.tsv with project, passed, failed, skipped, seconds.
set -uo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$root"
. build/sdk.sh
. build/dataset.sh

require_sdk
ensure_fashion_mnist

results="$root/artifacts/test-results"
summary="$results/summary.tsv"
rm -rf "$results"
mkdir -p "$results"

projects="$*"
[ -n "$projects" ] || projects="$(cd tests && echo *.Tests)"
for project in $projects; do
  [ -d "tests/$project" ] || { echo "test.sh: there is no tests/$project; there are: $(cd tests && echo *.Tests)" >&2; exit 2; }
done

# pocl runs the GPU engine's kernels on the processor. Without it their laws are left out, and a skipped test says so. They are not left
# out if a device is named.
[ -n "${MODELDSL_GPU:-}" ] || [ -e /etc/OpenCL/vendors/pocl.icd ] || apt_install pocl-opencl-icd ocl-icd-libopencl1 || echo "pocl can't be installed here."
# Its simplest driver computes in the thread that asks: to wait for other threads takes longer than small kernels do.
export POCL_DEVICES="${POCL_DEVICES:-basic}"
# Tests compile much code and run for a moment. To write it through a second view of its memory guards programs against attackers, and costs
# a tenth of that time.
export DOTNET_EnableWriteXorExecute=0
# The ahead-of-time compiler links its programs with clang or gcc. Without them their tests are left out, and say so.
case " $projects " in *" Package.Tests "*)
  command -v clang >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || apt_install gcc libc6-dev zlib1g-dev || echo "gcc can't be installed here." ;;
esac

# The page of the service is tried in a browser; without it that test is skipped, and says so.
case " $projects " in *" Service.Tests "*)
  [ -x /usr/bin/chromium ] || apt_install chromium || echo "chromium can't be installed here." ;;
esac

# onnx's own checker reads the files that models export; without it that test is skipped, and says so.
case " $projects " in *" Onnx.Tests "*)
  /usr/bin/python3 -c "import onnx" 2>/dev/null || apt_install python3-onnx || echo "python3-onnx can't be installed here." ;;
esac

echo "Building ModelDsl.sln (Release) …"
started=$SECONDS
build ModelDsl.sln || exit 1
echo "Built in $((SECONDS - started)) s."
left_out="$(dotnet msbuild src/DiffSharp -nologo -getProperty:DiffSharpLeftOut)"
[ -z "$left_out" ] || echo "ModelDsl.DiffSharp: $left_out."

# A device that is named and is not there is one failure, not one for each test.
case " $projects " in *" Gpu.Tests "*)
  [ -z "${MODELDSL_GPU:-}" ] || dotnet tests/Gpu.Benchmarks/bin/Release/net10.0/ModelDsl.Gpu.Benchmarks.dll device || exit 1 ;;
esac

# counter FILE NAME: prints an attribute of the <Counters …/> element of a TRX file; 0 if the file is missing or incomplete.
counter() {
  local value
  value="$(sed -n "s/.*<Counters[^>]* $2=\"\([0-9]*\)\".*/\1/p" "$1" 2>/dev/null | head -n 1)"
  echo "${value:-0}"
}

# Runs the tests of a project, prints their results, and writes the project's line of the summary.
run_project() {
  local project="$1" trx="$results/$1.trx" started=$SECONDS code passed failed skipped
  dotnet test "tests/$project" --no-build -c Release -nologo -v quiet \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=$project.trx" --results-directory "$results" \
    --blame-hang-timeout 10m --blame-hang-dump-type none </dev/null > "$results/$project.log" 2>&1
  code=$?
  passed="$(counter "$trx" passed)"
  failed="$(counter "$trx" failed)"
  skipped=$(($(counter "$trx" total) - $(counter "$trx" executed)))
  {
    echo
    echo "$project …"
    grep -v -e '^Test run for' -e '^A total of' -e '^Data collector' -e '^Results File' -e '^Additionally, path' -e '^$' "$results/$project.log"
    if [ "$failed" -eq 0 ] && { [ "$code" -ne 0 ] || [ "$((passed + skipped))" -eq 0 ]; }; then
      echo "test.sh: $project ended with code $code after $passed tests: it broke off, or ran none."
      failed=1
    fi
  } > "$results/$project.said"
  cat "$results/$project.said"
  printf '%s\t%s\t%s\t%s\t%s\n' "$project" "$passed" "$failed" "$skipped" "$((SECONDS - started))" > "$results/$project.tsv"
}

# Two at a time: while one waits for a file, a process or its last class, the other uses the processors. The longest come first.
for project in Generators.Tests Gpu.Tests Package.Tests Dsl.Tests Torch.Tests $projects; do
  case " $projects " in *" $project "*) ;; *) continue ;; esac
  [ ! -e "$results/$project.log" ] || continue
  : > "$results/$project.log"
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do sleep 0.2; done
  run_project "$project" &
done
wait
broken=0
for project in $projects; do
  cat "$results/$project.tsv" >> "$summary" || broken=1
done
[ "$broken" -ne 0 ] || broken="$(awk -F '\t' '$3 > 0 { broken = 1 } END { print broken + 0 }' "$summary")"

echo
printf '%-22s %8s %8s %8s %8s\n' project passed failed skipped seconds
while IFS="$(printf '\t')" read -r project passed failed skipped seconds; do
  printf '%-22s %8s %8s %8s %8s\n' "$project" "$passed" "$failed" "$skipped" "$seconds"
done < "$summary"
exit "$broken"
