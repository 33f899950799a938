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
  local log
  # A compiler runs for a moment: profiles of its code cost more than they bring.
  if ! log="$(DOTNET_TieredPGO=0 dotnet build "$@" -c Release -v quiet -nologo 2>&1)"; then
    printf '%s\n' "$log" >&2
    echo "The build failed, see above." >&2
    return 1
  fi
}
