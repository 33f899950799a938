"""Writes the files of NumPy that NpyTests reads: python3 fixtures.py, with NumPy 1.24."""
import numpy as np

grid = np.array([[1, 2, 3], [100, 5, 6]])
arrays = {}
for kind in ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]:
    values = grid % 2 == 0 if kind == "?" else -grid if kind[0] != "u" else grid
    values = values / 2 if kind[0] == "f" else values
    name = {"?": "b1"}.get(kind, kind)
    arrays[name] = values.astype(kind)
    arrays[name + "_columns"] = np.asfortranarray(values.astype(kind))
    if kind[-1] not in "?1":
        arrays[name + "_big"] = values.astype(">" + kind)
        arrays[name + "_big_columns"] = np.asfortranarray(values.astype(">" + kind))
arrays["cube"] = np.asfortranarray(np.arange(24).reshape(2, 3, 4).astype("f4"))
arrays["scalar"] = np.float32(2.5)
arrays["empty"] = np.zeros((0, 3), "f4")
arrays["row"] = np.array([7], "i8")
arrays["text"] = np.array(["a", "b"])
arrays["complex"] = np.array([1j])
arrays["objects"] = np.array([None, 1], dtype=object)
arrays["records"] = np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])
arrays["huge"] = np.array([2 ** 40, 0])
arrays["x_train"] = np.arange(12).reshape(3, 2, 2).astype("u1")
arrays["y_train"] = np.array([[2], [0], [1]], "i8")
arrays["y_mean"] = np.array([0.5, 1.5, 2.5])
np.savez("stored.npz", **arrays)
np.savez_compressed("compressed.npz", **arrays)
