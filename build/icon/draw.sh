#!/usr/bin/env bash
# Draws icon.png (128×128), which the packages contain, from icon.svg. It needs chromium, without a network.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
profile="$(mktemp -d)"
trap 'rm -rf "$profile"' EXIT
# A screenshot has the size of a window; a canvas has the size of the picture.
cat >"$profile/icon.html" <<PAGE
<!DOCTYPE html><canvas width="128" height="128"></canvas><script>
const picture = new Image();
picture.onload = () => {
  const canvas = document.querySelector('canvas');
  canvas.getContext('2d').drawImage(picture, 0, 0);
  document.body.textContent = canvas.toDataURL('image/png');
};
picture.src = 'data:image/svg+xml;base64,$(base64 -w 0 icon.svg)';
</script>
PAGE
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update \
  --disable-sync --user-data-dir="$profile/user" --virtual-time-budget=2000 --dump-dom "file://$profile/icon.html" 2>/dev/null |
  sed -n 's/.*data:image\/png;base64,\([A-Za-z0-9+\/=]*\).*/\1/p' | base64 -d >icon.png
