# Sourced by the scripts. Installs packages on a Debian-like machine if that needs no password.

# apt_install PACKAGE…: succeeds if the packages are installed afterwards. It is quiet, asks nothing, and waits at most two minutes
# (or APT_SECONDS) for each step.
apt_install() {
  command -v apt-get >/dev/null 2>&1 || return 1
  local elevate=""
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || return 1
    elevate="sudo -n"
  fi
  local apt="$elevate env DEBIAN_FRONTEND=noninteractive timeout ${APT_SECONDS:-120} apt-get -q -o DPkg::Lock::Timeout=30"
  $apt install -y --no-install-recommends "$@" </dev/null >/dev/null 2>&1 && return 0
  # The machine's package lists may be old or missing.
  $apt update </dev/null >/dev/null 2>&1 || return 1
  $apt install -y --no-install-recommends "$@" </dev/null >/dev/null 2>&1
}
