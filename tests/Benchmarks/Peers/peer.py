"""The common part of the Python peers: they name their BLAS and answer in one format."""

import ctypes
import json
import sys
import time


def blas():
    """Names the library that multiplies matrices in this process. Call it after the import of NumPy or PyTorch."""
    with open("/proc/self/maps") as maps:
        files = sorted({line.split()[-1] for line in maps if ".so" in line})
    # On Debian, libblas.so.3 is the file of the BLAS that the system chose; OpenBLAS may be loaded only for LAPACK.
    chosen = next((file for file in files if "/libblas.so" in file), None)
    if chosen is None:
        chosen = next((file for file in files if "openblas" in file or "mkl" in file), "a library that does not say its name")
    if "openblas" in chosen:
        return openblas(next(file for file in files if "/libopenblas" in file))
    if any(name in chosen for name in ("mkl", "blis", "atlas", "not say")):
        return chosen
    return f"{chosen}, the reference BLAS, more than ten times slower than OpenBLAS (package libopenblas0-pthread)"


def openblas(file):
    """Returns the version of OpenBLAS, and the processor that its kernels were written for."""
    library = ctypes.CDLL(file)
    library.openblas_get_config.restype = library.openblas_get_corename.restype = ctypes.c_char_p
    version = " ".join(library.openblas_get_config().decode().split()[:2])
    return f"{version}, kernels for {library.openblas_get_corename().decode()}"


def serve(work):
    """Names the BLAS, then calls work for every input line. Work returns seconds and an accuracy."""
    print(json.dumps({"blas": blas()}), flush=True)
    for _ in sys.stdin:
        seconds, accuracy = work()
        print(json.dumps({"seconds": seconds, "accuracy": accuracy}), flush=True)


class Clock:
    """Measures the seconds of a with statement."""

    def __enter__(self):
        self.started = time.perf_counter()
        return self

    def __exit__(self, *_):
        self.seconds = time.perf_counter() - self.started
