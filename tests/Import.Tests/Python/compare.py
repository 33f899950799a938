"""Runs printed modules in PyTorch and compares them with what ModelDsl computed: /usr/bin/python3 compare.py FOLDER.

helpers.py there has the classes that printed files bring. Where PyTorch has a module that computes the same, the two are compared.
Each folder of FOLDER is a case: model.py and model.safetensors as printed, batch.safetensors (inputs and predictions) and case.json. If a
case has losses, batch.safetensors has labels and the loss, too, and gradient.safetensors is the same file for the gradient, as if it were
the weights. One line of JSON a case goes to the standard output. PyTorch computes in double precision from the same float32 weights, so that its own rounding is out of sight.
"""
import importlib.util
import json
import pathlib
import sys
import traceback

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)
FAR = 1e300  # JSON has no infinity.


def sparse_categorical_crossentropy(prediction, labels, case):
    """Cross-entropy of class indices. Probabilities become logits by their logarithm: softmax(log p) = p."""
    rows = prediction.reshape(-1, prediction.shape[-1])
    logits = rows.log() if case["probabilities"] else rows
    return F.cross_entropy(logits, labels.reshape(-1).long())


def categorical_crossentropy(prediction, labels, case):
    logits = prediction.log() if case["probabilities"] else prediction
    return -(labels * F.log_softmax(logits, dim=-1)).sum(-1).mean()


def binary_crossentropy(prediction, labels, case):
    if case["probabilities"]:
        return F.binary_cross_entropy(prediction, labels.reshape(prediction.shape))
    return F.binary_cross_entropy_with_logits(prediction, labels.reshape(prediction.shape))


def mean_squared_error(prediction, labels, case):
    return F.mse_loss(prediction, labels.reshape(prediction.shape))


def mean_absolute_error(prediction, labels, case):
    return F.l1_loss(prediction, labels.reshape(prediction.shape))


def huber(prediction, labels, case):
    return F.huber_loss(prediction, labels.reshape(prediction.shape))


LOSSES = {
    "SparseCategoricalCrossentropy": sparse_categorical_crossentropy,
    "CategoricalCrossentropy": categorical_crossentropy,
    "BinaryCrossentropy": binary_crossentropy,
    "MeanSquaredError": mean_squared_error,
    "MeanAbsoluteError": mean_absolute_error,
    "Huber": huber,
}


def distance(actual, expected):
    """The largest difference, in parts of the largest number, or of a thousandth if all are smaller."""
    if actual.shape != expected.shape:
        raise ValueError(f"shape {list(actual.shape)}, but {list(expected.shape)} was expected")
    if actual.numel() == 0:
        return 0.0
    scale = max(1e-3, expected[expected.isfinite()].abs().max().item() if expected.isfinite().any() else 1.0)
    actual, expected = actual.double(), expected.double()
    same = (actual == expected) | (actual.isnan() & expected.isnan())
    worst = torch.where(same, 0.0, (actual - expected).abs()).max().item() / scale
    return worst if worst <= FAR else FAR


def tuple_of(outputs):
    return outputs if isinstance(outputs, tuple) else (outputs,)


def load_source(path):
    spec = importlib.util.spec_from_file_location(path.parent.name + path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compare_helpers(path):
    """The largest distance between our classes and PyTorch's modules with the same weights."""
    ours = load_source(path)
    torch.manual_seed(3)
    x = torch.rand(4, 6, 8) - 0.5

    def cells(module, theirs):
        module.load_state_dict(theirs.state_dict())
        return distance(module(x), theirs(x)[0])

    attention, theirs = ours.SelfAttention(8, 2, 4, 4, causal=True), nn.MultiheadAttention(8, 2, batch_first=True)
    parts = zip(theirs.in_proj_weight.chunk(3), theirs.in_proj_bias.chunk(3), (attention.query, attention.key, attention.value), strict=True)
    with torch.no_grad():
        theirs.in_proj_bias.uniform_(-1, 1)
        for weight, bias, part in parts:
            part.weight.copy_(weight)
            part.bias.copy_(bias)
    attention.output.load_state_dict(theirs.out_proj.state_dict())
    mask = torch.full((6, 6), float("-inf")).triu(1)
    slopes, theirs_slopes = ours.PReLU(6, 1), nn.PReLU(6)
    with torch.no_grad():
        slopes.weight.copy_(theirs_slopes.weight.uniform_().reshape(6, 1))
    return max(
        cells(ours.RNNCells(8, 5, torch.tanh), nn.RNN(8, 5, batch_first=True)),
        cells(ours.LSTMCells(8, 5, torch.sigmoid, torch.tanh, torch.tanh), nn.LSTM(8, 5, batch_first=True)),
        cells(ours.GRUCells(8, 5, torch.sigmoid, torch.tanh, bias=False), nn.GRU(8, 5, bias=False, batch_first=True)),
        cells(ours.GRUCells(8, 5, torch.sigmoid, torch.tanh), nn.GRU(8, 5, batch_first=True)),
        distance(attention(x), theirs(x, x, x, attn_mask=mask, need_weights=False)[0]),
        distance(slopes(x), theirs_slopes(x)),
        distance(
            ours.mean_of_windows(F.avg_pool1d, x, 3, 2, (1, 1)), F.avg_pool1d(x, 3, 2, padding=1, count_include_pad=False)),
        distance(ours.RMSNorm(8, 1e-3)(x), x / (x.square().mean(-1, keepdim=True) + 1e-3).sqrt()))


def compare(folder):
    case = json.loads((folder / "case.json").read_text())
    printed = load_source(folder / "model.py")
    batch = printed.read_safetensors(folder / "batch.safetensors")
    kinds = {"Float": torch.float32, "Integer": torch.int64, "Boolean": torch.bool}
    inputs = [batch[f"input.{i}"].to(kinds[kind]) for i, kind in enumerate(case["inputs"])]

    torch.set_default_dtype(torch.float32)
    model = printed.load(folder / "model.safetensors")
    with torch.no_grad():
        outputs = tuple_of(model(*inputs))
    expected = [batch[f"prediction.{i}"] for i in range(len(outputs))]
    prediction = max(distance(a, b) for a, b in zip(outputs, expected))
    if not case["losses"]:
        return {"prediction": prediction}

    torch.set_default_dtype(torch.float64)
    model.double().train()
    outputs = tuple_of(model(*(x.double() if x.is_floating_point() else x for x in inputs)))
    total = sum(
        LOSSES[loss["kind"]](output, batch[f"labels.{i}"].double(), loss) * loss["weight"]
        for i, (loss, output) in enumerate(zip(case["losses"], outputs, strict=True)))
    total.backward()
    weights = printed.read_safetensors(folder / "model.safetensors")
    gradients = printed.read_safetensors(folder / "gradient.safetensors")
    worst, where, numbers = 0.0, "", 0
    for name, parameter in model.named_parameters():
        if name in case["statistics"] or torch.equal(weights[name], gradients[name]):
            continue  # A statistic, or a constant that PyTorch has as a parameter: the scale 1, or the second bias of a recurrent layer, 0.
        numbers += parameter.numel()
        error = distance(torch.zeros_like(parameter) if parameter.grad is None else parameter.grad, gradients[name])
        if error >= worst:
            worst, where = error, name
    loss = distance(total.detach(), batch["loss"].reshape(()))
    return {"prediction": prediction, "loss": loss, "gradient": worst, "parameter": where, "numbers": numbers}


print(json.dumps({"case": "helpers", "prediction": compare_helpers(pathlib.Path(sys.argv[1]) / "helpers.py")}))
for folder in sorted(p for p in pathlib.Path(sys.argv[1]).iterdir() if p.is_dir()):
    try:
        result = compare(folder)
    except Exception:  # One case that fails must not hide the others.
        result = {"error": traceback.format_exc(limit=-3)}
    print(json.dumps({"case": folder.name, **result}), flush=True)
