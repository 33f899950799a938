#!/usr/bin/env bash
# Builds the solution once and runs every test project:  test.sh [project…]      test.sh = all of them      test.sh Dsl.Tests
# Results (TRX, and summary.tsv: project, passed, failed, skipped, seconds) lie in artifacts/test-results.
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
[ -n "$projects" ] || projects="$(cd tests && ls -d *.Tests)"
for project in $projects; do
  [ -d "tests/$project" ] || { echo "test.sh: there is no tests/$project; there are: $(cd tests && echo *.Tests)" >&2; exit 2; }
done

echo "Building ModelDsl.sln (Release) …"
started=$SECONDS
build ModelDsl.sln || exit 1
echo "Built in $((SECONDS - started)) s."
left_out="$(dotnet msbuild src/DiffSharp -nologo -getProperty:DiffSharpLeftOut)"
[ -z "$left_out" ] || echo "ModelDsl.DiffSharp: $left_out."

# An attribute of the <Counters …/> element of a TRX file, 0 when the file is missing or cut short.
counter() {
  local value
  value="$(sed -n "s/.*<Counters[^>]* $2=\"\([0-9]*\)\".*/\1/p" "$1" 2>/dev/null | head -n 1)"
  echo "${value:-0}"
}

broken=0
for project in $projects; do
  echo
  echo "$project …"
  started=$SECONDS
  dotnet test "tests/$project" --no-build -c Release -nologo -v quiet \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=$project.trx" --results-directory "$results" \
    --blame-hang-timeout 5m --blame-hang-dump-type none </dev/null 2>&1 |
    grep -v -e '^Test run for' -e '^A total of' -e '^Data collector' -e '^Results File' -e '^Additionally, path' -e '^$'
  code=${PIPESTATUS[0]}
  trx="$results/$project.trx"
  passed="$(counter "$trx" passed)"
  failed="$(counter "$trx" failed)"
  skipped=$(($(counter "$trx" total) - $(counter "$trx" executed)))
  if [ "$failed" -eq 0 ] && { [ "$code" -ne 0 ] || [ "$((passed + skipped))" -eq 0 ]; }; then
    echo "test.sh: $project ended with code $code after $passed tests: it broke off, or ran none."
    failed=1
  fi
  [ "$failed" -eq 0 ] || broken=1
  printf '%s\t%s\t%s\t%s\t%s\n' "$project" "$passed" "$failed" "$skipped" "$((SECONDS - started))" >> "$summary"
done

echo
printf '%-22s %8s %8s %8s %8s\n' project passed failed skipped seconds
while IFS="$(printf '\t')" read -r project passed failed skipped seconds; do
  printf '%-22s %8s %8s %8s %8s\n' "$project" "$passed" "$failed" "$skipped" "$seconds"
done < "$summary"
exit "$broken"
