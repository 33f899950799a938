"""Writes the fixtures of Python.Tests: weights in files as PyTorch and Keras 3 write them, with inputs and predictions beside them.

    /usr/bin/python3 tests/Python.Tests/Fixtures/make.py

Needs Debian's python3-torch (1.13) and python3-h5py. Predictions of PyTorch are PyTorch's own. Keras is not in Debian: its files are laid out
as keras/src/saving/saving_lib.py of Keras 3 does it, and the predictions are the formulas of its documentation, in NumPy.
"""
import collections
import json
import os
import struct
import zipfile

import h5py
import numpy as np
import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(7)
random = np.random.default_rng(7)


def path(name):
    return os.path.join(HERE, name)


def write_example(name, inputs, outputs):
    """Inputs and outputs as two shapes and two arrays of float32, little-endian."""
    with open(path(name), "wb") as file:
        for array in (inputs, outputs):
            array = np.ascontiguousarray(array, dtype="<f4")
            file.write(struct.pack("<i", array.ndim) + struct.pack(f"<{array.ndim}i", *array.shape) + array.tobytes())


def stir(model):
    """Random numbers instead of the initial ones, so that no bias is zero and no statistic is one."""
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if tensor.dtype.is_floating_point:
                numbers = torch.randn(tensor.shape) * 0.4
                tensor.copy_(numbers.abs() + 0.5 if name.endswith("running_var") else numbers)
    return model.eval()


def channels_last(x):
    return x.permute(0, *range(2, x.ndim), 1).numpy() if x.ndim > 2 else x.numpy()


def torch_case(name, model, x, own_input=None, own_output=None):
    model = stir(model)
    with torch.no_grad():
        y = model(x)
    torch.save(model.state_dict(), path(name + ".pt"))
    write_example(name + ".example", x.numpy() if own_input is None else own_input(x), y.numpy() if own_output is None else own_output(y))
    return model


class Last(nn.Module):
    """An embedding, a recurrent layer, a head that reads the last step."""

    def __init__(self, cell, layers=1):
        super().__init__()
        self.embedding = nn.Embedding(11, 5)
        self.rnn = cell(5, 4, batch_first=True, num_layers=layers)
        self.out = nn.Linear(4, 3)

    def forward(self, x):
        steps, _ = self.rnn(self.embedding(x.long()))
        return self.out(steps[:, -1])


class Attending(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(6)
        self.attention = nn.MultiheadAttention(6, 2, batch_first=True)
        self.out = nn.Linear(6, 6)

    def forward(self, x):
        n = self.norm(x)
        return self.out(self.attention(n, n, n, need_weights=False)[0])


class Drawing(nn.Module):
    """Features become an image: a generator."""

    def __init__(self):
        super().__init__()
        self.seed = nn.Linear(5, 3 * 4 * 6)
        self.norm = nn.BatchNorm1d(72)
        self.grow = nn.ConvTranspose2d(6, 3, 2, stride=2)
        self.draw = nn.Conv2d(3, 2, 3, padding=1)

    def forward(self, x):
        x = torch.relu(self.norm(self.seed(x))).view(-1, 6, 3, 4)
        return self.draw(torch.relu(self.grow(x)))


class Squares(nn.Module):
    """Three layers of the same shape with names that tell no order."""

    def __init__(self):
        super().__init__()
        self.query = nn.Linear(4, 4)
        self.answer = nn.Linear(4, 4)
        self.doubt = nn.Linear(4, 4)

    def forward(self, x):
        return self.answer(torch.tanh(self.doubt(torch.tanh(self.query(x)))))


def torch_cases():
    mlp = torch_case("mlp", nn.Sequential(nn.Linear(6, 6), nn.ReLU(), nn.Linear(6, 6), nn.ReLU(), nn.Linear(6, 3)), torch.randn(5, 6))
    torch_case("cnn", nn.Sequential(collections.OrderedDict(
        conv1=nn.Conv2d(2, 4, 3), relu1=nn.ReLU(), conv2=nn.Conv2d(4, 6, 3, groups=2), relu2=nn.ReLU(), pool=nn.MaxPool2d(2), flatten=nn.Flatten(),
        norm=nn.BatchNorm1d(24), hidden=nn.Linear(24, 24), relu3=nn.ReLU(), out=nn.Linear(24, 3))), torch.randn(4, 2, 8, 8), channels_last)
    torch_case("depthwise", nn.Sequential(collections.OrderedDict(
        each=nn.Conv2d(3, 6, 3, groups=3, padding=1), norm=nn.BatchNorm2d(6), mix=nn.Conv2d(6, 4, 1, bias=False), slopes=nn.PReLU(4),
        groups=nn.GroupNorm(2, 4), pool=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten(), out=nn.Linear(4, 2))), torch.randn(4, 3, 6, 6), channels_last)
    torch_case("lstm", Last(nn.LSTM), torch.randint(0, 11, (4, 7)).float())
    torch_case("stacked", Last(nn.LSTM, layers=2), torch.randint(0, 11, (4, 7)).float())
    torch_case("gru", Last(nn.GRU), torch.randint(0, 11, (4, 7)).float())
    torch_case("rnn", Last(nn.RNN), torch.randint(0, 11, (4, 7)).float())
    torch_case("attention", Attending(), torch.randn(3, 5, 6))
    torch_case("drawing", Drawing(), torch.randn(4, 5), own_output=channels_last)
    squares = torch_case("squares", Squares(), torch.randn(4, 4))
    sequence = nn.Sequential(collections.OrderedDict(conv=nn.Conv1d(3, 4, 3), relu=nn.ReLU(), flatten=nn.Flatten(), out=nn.Linear(20, 2)))
    torch_case("sequence", sequence, torch.randn(4, 3, 7), channels_last)

    # The same numbers in other forms.
    state = mlp.state_dict()
    with torch.no_grad():
        optimizer = torch.optim.Adam(mlp.parameters())
    for tensor in mlp.parameters():
        tensor.grad = torch.ones_like(tensor)
    optimizer.step()
    mlp.load_state_dict(torch.load(path("mlp.pt")))
    torch.save({"epoch": 3, "model": mlp.state_dict(), "optimizer": optimizer.state_dict(), "loss": 0.25}, path("checkpoint.pt"))
    torch.save({"model": mlp.state_dict(), "average": mlp.state_dict()}, path("two.pt"))
    torch.save(collections.OrderedDict(("module." + name, tensor) for name, tensor in mlp.state_dict().items()), path("parallel.pt"))
    torch.save(dict(mlp.named_parameters()), path("parameters.pt"))
    flat = torch.cat([torch.zeros(3)] + [tensor.reshape(-1) for tensor in mlp.state_dict().values()])
    views, first = {}, 3
    for name, tensor in mlp.state_dict().items():
        views[name] = flat[first:first + tensor.numel()].view(tensor.shape)
        first += tensor.numel()
    views["0.weight"] = mlp.state_dict()["0.weight"].t().contiguous().t()
    torch.save(views, path("views.pt"))
    for name, type in (("half", torch.float16), ("bfloat", torch.bfloat16), ("double", torch.float64)):
        torch.save({key: tensor.to(type) for key, tensor in mlp.state_dict().items()}, path(f"{name}.pt"))
    torch.save({"whole": torch.tensor([[1, -2], [3, 70000]]), "yes": torch.tensor([True, False]), "byte": torch.tensor([250], dtype=torch.uint8)}, path("whole.pt"))
    torch.save({"weight": torch.zeros(1).expand(1600, 1600)}, path("expanded.pt"))
    torch.save(mlp.state_dict(), path("legacy.pt"), _use_new_zipfile_serialization=False)
    torch.save(nn.Linear(2, 2), path("module.pt"))
    torch.jit.script(nn.Linear(2, 2)).save(path("script.pt"))
    big_endian(path("mlp.pt"), path("big.pt"))
    repack(path("mlp.pt"), path("packed.pt"))
    safetensors(mlp.state_dict(), path("mlp.safetensors"))


def entries(source):
    with zipfile.ZipFile(source) as zip:
        return [(info.filename, zip.read(info)) for info in zip.infolist()]


def big_endian(source, target):
    """As torch.save writes on a machine with the highest byte first."""
    with zipfile.ZipFile(target, "w") as zip:
        for name, content in entries(source):
            if "/data/" in name:
                content = np.frombuffer(content, "<f4").byteswap().tobytes()
            zip.writestr(name, content)
        zip.writestr("mlp/byteorder", "big")


def repack(source, target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zip:
        for name, content in entries(source):
            zip.writestr(name, content)


def safetensors(state, target):
    """The order of bytes is that of names, as the library of safetensors writes it."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name in sorted(state):
        bytes = state[name].numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(state[name].shape), "data_offsets": [len(data), len(data) + len(bytes)]}
        data += bytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(target, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


# Pickles that want to run code. Each would print a word when it is loaded by Python; nothing worse.
class Command:
    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


def hostile():
    torch.save({"weight": torch.zeros(1), "x": Command(os.system, "echo run")}, path("system.pt"))
    torch.save({"weight": torch.zeros(1), "x": Command(eval, "print('run')")}, path("eval.pt"))


def dense(x, kernel, bias):
    return x @ kernel + bias


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def numbers(*shape):
    return (random.standard_normal(shape) * 0.4).astype(np.float32)


def keras_weights(target, layers, compression=None, names=None):
    """layers: (path, variables). Every saveable has a group vars, as H5Entry makes it."""
    with h5py.File(target, "w") as file:
        file.create_group("vars")
        made = set()
        for place, variables in layers:
            parts = place.split("/")
            for i in range(2 if parts[0] == "layers" else 1, len(parts) + 1):
                parent = "/".join(parts[:i])
                if parent not in made:
                    made.add(parent)
                    group = file.create_group(parent).create_group("vars")
                    if names and parent in names:
                        group.attrs["name"] = names[parent]
            for i, variable in enumerate(variables):
                options = {} if np.ndim(variable) == 0 or compression is None else {"compression": compression, "chunks": True, "shuffle": True}
                file[f"{place}/vars"].create_dataset(str(i), data=variable, **options)


def keras_cases():
    # An MLP of twelve equal layers: the names in the file sort dense_10 before dense_2.
    x, layers, y = numbers(4, 3), [], None
    y = x
    for i in range(12):
        kernel, bias = numbers(3, 3), numbers(3)
        layers.append((f"layers/dense_{i}" if i else "layers/dense", [kernel, bias]))
        y = np.tanh(dense(y, kernel, bias))
    layers.append(("optimizer", [np.int64(5), np.float32(0.001)]))
    layers.append(("layers/dropout/seed_generator", [np.array([1, 2], np.uint32)]))
    keras_weights(path("deep.weights.h5"), layers)
    keras_weights(path("packed.weights.h5"), layers, compression="gzip")
    write_example("deep.example", x, y)

    # A CNN. Keras flattens channels last, as ModelDsl does.
    x = numbers(3, 5, 5, 2)
    kernel, bias = numbers(2, 2, 2, 3), numbers(3)
    gamma, beta, mean, variance = numbers(3), numbers(3), numbers(3), np.abs(numbers(3)) + 0.5
    out, out_bias = numbers(48, 2), numbers(2)
    windows = np.lib.stride_tricks.sliding_window_view(x, (2, 2), axis=(1, 2))
    y = np.einsum("nijcab,abcf->nijf", windows, kernel) + bias
    y = gamma * (y - mean) / np.sqrt(variance + 0.001) + beta
    y = dense(np.maximum(y, 0).reshape(3, -1), out, out_bias)
    layers = [("layers/conv2d", [kernel, bias]), ("layers/batch_normalization", [gamma, beta, mean, variance]), ("layers/dense", [out, out_bias]), ("layers/flatten", [])]
    keras_weights(path("image.weights.h5"), layers)
    write_example("image.example", x, y)
    config = {"class_name": "Sequential", "config": {"name": "sequential", "layers": [
        {"class_name": "InputLayer", "config": {"name": "input_layer"}},
        {"class_name": "Conv2D", "config": {"name": "stem"}},
        {"class_name": "BatchNormalization", "config": {"name": "norm"}},
        {"class_name": "ReLU", "config": {"name": "relu"}},
        {"class_name": "Flatten", "config": {"name": "flat"}},
        {"class_name": "Dense", "config": {"name": "classes"}}]}}
    with zipfile.ZipFile(path("image.keras"), "w") as zip:
        zip.writestr("metadata.json", json.dumps({"keras_version": "3.8.0"}))
        zip.writestr("config.json", json.dumps(config))
        zip.write(path("image.weights.h5"), "model.weights.h5")

    # Embedding, recurrent layers. Gates of Keras: i, f, c, o; z, r, h with two biases (reset_after).
    ids = random.integers(0, 11, (4, 6))
    table = numbers(11, 3)
    e = table[ids]
    for kind in ("lstm", "gru", "simple_rnn"):
        gates = {"lstm": 4, "gru": 3, "simple_rnn": 1}[kind]
        w, u = numbers(3, 4 * gates), numbers(4, 4 * gates)
        b = numbers(2, 12) if kind == "gru" else numbers(4 * gates)
        h, c = np.zeros((4, 4), np.float32), np.zeros((4, 4), np.float32)
        for t in range(6):
            if kind == "simple_rnn":
                h = np.tanh(e[:, t] @ w + h @ u + b)
            elif kind == "lstm":
                i, f, g, o = np.split(e[:, t] @ w + h @ u + b, 4, axis=1)
                c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
                h = sigmoid(o) * np.tanh(c)
            else:
                xz, xr, xh = np.split(e[:, t] @ w + b[0], 3, axis=1)
                hz, hr, hh = np.split(h @ u + b[1], 3, axis=1)
                z = sigmoid(xz + hz)
                h = z * h + (1 - z) * np.tanh(xh + sigmoid(xr + hr) * hh)
        out, out_bias = numbers(4, 3), numbers(3)
        layers = [("layers/embedding", [table]), (f"layers/{kind}/cell", [w, u, b]), ("layers/dense", [out, out_bias])]
        keras_weights(path(f"keras_{kind}.weights.h5"), layers)
        write_example(f"keras_{kind}.example", ids, dense(h, out, out_bias))

    # Attention, with the names that a newer Keras writes beside the weights.
    x = numbers(2, 4, 6)
    gamma, beta = numbers(6), numbers(6)
    n = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 0.001) * gamma + beta
    parts = {name: (numbers(6, 2, 3), numbers(2, 3)) for name in ("query", "key", "value")}
    q, k, v = (np.einsum("nsf,fhd->nhsd", n, kernel) + bias[None, :, None, :] for kernel, bias in parts.values())
    scores = np.einsum("nhsd,nhtd->nhst", q, k) / np.sqrt(3)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    ok, ob = numbers(2, 3, 6), numbers(6)
    y = np.einsum("nhsd,hdf->nsf", np.einsum("nhst,nhtd->nhsd", weights, v), ok) + ob
    out, out_bias = numbers(6, 6), numbers(6)
    attention = "layers/multi_head_attention"
    layers = [("layers/layer_normalization", [gamma, beta]), *((f"{attention}/_{name}_dense", list(part)) for name, part in parts.items()),
              (f"{attention}/_output_dense", [ok, ob]), ("layers/dense", [out, out_bias])]
    keras_weights(path("keras_attention.weights.h5"), layers, names={"layers/dense": "out", "layers/layer_normalization": "norm", attention: "attention"})
    write_example("keras_attention.example", x, dense(y, out, out_bias))

    with h5py.File(path("old.h5"), "w") as file:
        file.attrs["layer_names"] = [b"dense"]
        group = file.create_group("dense")
        group.attrs["weight_names"] = [b"dense/kernel:0"]
        group.create_group("dense")["kernel:0"] = numbers(2, 2)


torch_cases()
hostile()
keras_cases()
