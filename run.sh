#!/usr/bin/env bash
# Builds the examples and runs one:  run.sh [example] [options…]      run.sh = run.sh fashion-mnist      run.sh --help
#   run.sh serve [options…] serves two models over HTTP, with a page to try them.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$root/build/sdk.sh"
. "$root/build/dataset.sh"
. "$root/build/resnet18.sh"

# A run needs no data from this script if its example has data of its own, or if its command line names the data or only asks for
# help. Both this script and the program obey --quiet.
needs_data=yes
needs_resnet=
libtorch=
for argument in "$@"; do
  case "$argument" in
    torch:cuda* | --engine=torch:cuda*) libtorch=-p:WithLibtorch=cuda ;;
    torch | --engine=torch) libtorch=-p:WithLibtorch=cpu ;;
    transfer) needs_resnet=yes ;;
    -h | --help | '-?' | --version) needs_data=no needs_resnet= ;;
    table | sequence | forecast | --data | --data=*) needs_data=no ;;
    --quiet) QUIET=1 ;;
  esac
done

require_sdk
# The service is a program of its own, and looks for its data itself.
if [ "${1:-}" = serve ]; then
  shift
  case " $* " in *" -h "* | *" --help "* | *" --data"*) needs_data=no ;; esac
  [ "$needs_data" = no ] || ensure_fashion_mnist
  build "$root/src/Examples/Service"
  exec dotnet "$root/src/Examples/Service/bin/Release/net10.0/ModelDsl.Service.dll" "$@"
fi
[ "$needs_data" = no ] || ensure_fashion_mnist
[ -z "$needs_resnet" ] || ensure_resnet18 "$root"

project="$root/src/Examples"
program="$project/bin/Release/net10.0/ModelDsl.Examples.dll"
if [ ! -e "$program" ] && [ -z "${QUIET:-}" ]; then
  echo "Building ModelDsl (the first time fetches its packages) …"
fi
build "$project" $libtorch

exec dotnet "$program" "$@"
