"""What the peers in Python share: how they name their BLAS and how they answer."""

import ctypes
import json
import sys
import time


def blas():
    """Names the library that multiplies matrices in this process. Call it after NumPy or PyTorch was imported."""
    with open("/proc/self/maps") as maps:
        files = sorted({line.split()[-1] for line in maps if ".so" in line})
    for file in files:
        if "libopenblas" in file:
            library = ctypes.CDLL(file)
            library.openblas_get_config.restype = library.openblas_get_corename.restype = ctypes.c_char_p
            version = " ".join(library.openblas_get_config().decode().split()[:2])
            return f"{version}, kernels for {library.openblas_get_corename().decode()}"
    for file in files:
        if "mkl" in file or "blis" in file or "atlas" in file:
            return file
    if any("libblas" in file for file in files):
        return "the reference BLAS, 12 times slower than OpenBLAS: these figures mean little (package libopenblas0-pthread)"
    return "a library that does not say its name"


def serve(work):
    """Names the BLAS, then calls work for every line that comes in. It returns seconds and an accuracy."""
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
