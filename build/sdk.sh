# Sourced by the scripts. Finds a .NET 10 SDK and builds with it; prints a plain error if there is none.

# No build server keeps running after a script has ended. Beginners see no banner.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

require_sdk() {
  if ! command -v dotnet >/dev/null 2>&1 && [ -x "${DOTNET_ROOT:-$HOME/.dotnet}/dotnet" ]; then
    PATH="${DOTNET_ROOT:-$HOME/.dotnet}:$PATH"
  fi
  if ! command -v dotnet >/dev/null 2>&1; then
    echo "ModelDsl needs the .NET 10 SDK, and there is no 'dotnet' on this machine's PATH." >&2
    echo "Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again." >&2
    exit 1
  fi
  if ! dotnet --list-sdks | grep -q '^10\.'; then
    echo "ModelDsl needs the .NET 10 SDK; $(command -v dotnet) has: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ' -)" >&2
    echo "Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again." >&2
    exit 1
  fi
}

# build PROJECT [options…]: builds in Release, and prints nothing unless it fails.
build() {
  local log code=0 server="modeldsl-$$"
  # A compiler runs for a moment: profiles of its code cost more than they bring. So does a second view of the memory of each method, which
  # guards programs against attackers. The projects share a compiler server, so its code is prepared once, not once a project. It is this
  # build's own: it has never seen an older generator, and it ends with the build.
  log="$(DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0 dotnet build "$@" -c Release -v quiet -nologo \
    -p:UseSharedCompilation=true -p:SharedCompilationId="$server" 2>&1)" || code=$?
  dotnet "$(dotnet --info | sed -n 's/^ *Base Path: *//p')Roslyn/bincore/VBCSCompiler.dll" -pipename:"$server" -shutdown >/dev/null 2>&1 || true
  if [ "$code" -ne 0 ]; then
    printf '%s\n' "$log" >&2
    echo "The build failed, see above." >&2
    return 1
  fi
}
