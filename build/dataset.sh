# Sourced by the scripts. Installs Fashion-MNIST from the system's packages if that is easy. It never fails: without the
# package, the program downloads the files itself.

. "$(dirname "${BASH_SOURCE[0]}")/apt.sh"

ensure_fashion_mnist() {
  [ -z "${MODELDSL_DATA:-}" ] || return 0
  local folder
  for folder in /usr/share/datasets/fashion-mnist "${XDG_DATA_HOME:-$HOME/.local/share}/ModelDsl/fashion-mnist"; do
    [ ! -e "$folder/train-images-idx3-ubyte.gz" ] || return 0
  done
  command -v apt-get >/dev/null 2>&1 || return 0
  [ -n "${QUIET:-}" ] || echo "Fetching Fashion-MNIST (the system's package dataset-fashion-mnist) …"
  if ! apt_install dataset-fashion-mnist; then
    [ -n "${QUIET:-}" ] || echo "The package can't be installed here; the program will look elsewhere or download the files."
  fi
  return 0
}
