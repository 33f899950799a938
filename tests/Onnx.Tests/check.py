"""Checks the ONNX files of a folder with onnx's own checker and strict shape inference.

Usage: check.py FOLDER. It prints a line for each file that is wrong, and the number of files that are right.
"""

import pathlib
import sys

import onnx
from onnx import checker, shape_inference


def fault(path):
    """Returns what is wrong with a file, or None."""
    try:
        model = onnx.load(str(path))
        checker.check_model(model, full_check=True)
        # The shapes in the file must be those that inference finds.
        inferred = shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
        known = {value.name for value in inferred.graph.value_info} | {value.name for value in inferred.graph.output}
        missing = [name for node in model.graph.node for name in node.output if name and name not in known]
        return f"no shape of {missing}" if missing else None
    except Exception as error:  # Each kind of fault has an exception of its own.
        return str(error).strip().replace("\n", " ")


paths = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
faults = [(path.name, text) for path in paths if (text := fault(path)) is not None]
for name, text in faults:
    print(f"{name}: {text}")
print(f"{len(paths) - len(faults)} files are right")
sys.exit(1 if faults else 0)
