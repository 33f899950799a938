# Sourced by the scripts: installs packages on a Debian-like machine when that takes no password.

# apt_install PACKAGE…: succeeds when the packages are there afterwards; quiet, asks nothing, waits two minutes at most for each step,
# or APT_SECONDS.
apt_install() {
  command -v apt-get >/dev/null 2>&1 || return 1
  local elevate=""
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || return 1
    elevate="sudo -n"
  fi
  local apt="$elevate env DEBIAN_FRONTEND=noninteractive timeout ${APT_SECONDS:-120} apt-get -q -o DPkg::Lock::Timeout=30"
  $apt install -y --no-install-recommends "$@" </dev/null >/dev/null 2>&1 && return 0
  # The machine's lists may be old or absent.
  $apt update </dev/null >/dev/null 2>&1 || return 1
  $apt install -y --no-install-recommends "$@" </dev/null >/dev/null 2>&1
}
