# Sourced by run.sh. Fetches ResNet-18 from its package on NuGet (60 MB), and imports its weights, once.

# The variable MODELDSL_RESNET18 then names the file of the weights. It may name another file.
ensure_resnet18() {
  [ -z "${MODELDSL_RESNET18:-}" ] || return 0
  local root="$1" onnx
  export MODELDSL_RESNET18="$root/artifacts/resnet18/ResNet18.safetensors"
  [ ! -e "$MODELDSL_RESNET18" ] || return 0
  [ -n "${QUIET:-}" ] || echo "Fetching ResNet-18 (60 MB), and importing it …"
  dotnet restore "$root/build/ResNet18" -v quiet
  onnx="$(dotnet msbuild "$root/build/ResNet18" -getProperty:Onnx)"
  build "$root/src/Tool"
  dotnet "$root/src/Tool/bin/Release/net10.0/ModelDsl.Tool.dll" import "$onnx" -o "$root/artifacts/resnet18/ResNet18.cs" --force >/dev/null
}
