"""PyTorch's networks of W1 to W8, from the layers that the benchmarks write as JSON, and their data."""

import math

import numpy as np
import torch
from torch import nn

EPSILON, MOMENTUM = 1e-3, 0.1


class Embedding(nn.Module):
    """A vector for each index, and one for each position if there are positions."""

    def __init__(self, vocabulary, positions, width):
        super().__init__()
        self.table = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(positions, width) if positions else None

    def forward(self, x):
        return self.table(x) if self.positions is None else self.table(x[:, 0]) + self.positions.weight


class Attention(nn.Module):
    """Self-attention with a causal mask."""

    def __init__(self, width, heads, steps):
        super().__init__()
        self.heads = heads
        self.incoming, self.outgoing = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.register_buffer("later", torch.ones(steps, steps, dtype=torch.bool).triu(1))

    def forward(self, x):
        samples, steps, width = x.shape
        queries, keys, values = self.incoming(x).view(samples, steps, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        scores = (queries @ keys.transpose(-2, -1)) / math.sqrt(width / self.heads)
        weights = scores.masked_fill(self.later, -math.inf).softmax(-1)
        return self.outgoing((weights @ values).transpose(1, 2).reshape(samples, steps, width))


class LastState(nn.Module):
    """The last state of a recurrent layer."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x)[0][:, -1]


class Average(nn.Module):
    """The mean of each channel of an image."""

    def forward(self, x):
        return x.mean((2, 3))


class Residual(nn.Module):
    """Layers with a connection around them: their input is added to their output, unchanged or through a shortcut."""

    def __init__(self, inner, shortcut):
        super().__init__()
        self.inner, self.shortcut = inner, shortcut

    def forward(self, x):
        return self.inner(x) + (x if self.shortcut is None else self.shortcut(x))


def residual(layer):
    width, after = layer["width"], layer["widthAfter"]
    shortcut = None
    if width != after:
        shortcut = nn.Sequential(nn.Conv2d(width, after, 1, layer["stride"], bias=False), nn.BatchNorm2d(after, EPSILON, MOMENTUM))
    return Residual(network(layer["inner"]), shortcut)


MODULES = {
    "Dense": lambda layer: nn.Linear(layer["width"], layer["size"]),
    "Conv": lambda layer: nn.Conv2d(layer["width"], layer["size"], 3, layer["stride"], padding=1, bias=layer["bias"]),
    "Pool": lambda layer: nn.MaxPool2d(2),
    "Average": lambda layer: Average(),
    "Flatten": lambda layer: nn.Flatten(),
    "Relu": lambda layer: nn.ReLU(),
    "Gelu": lambda layer: nn.GELU(),
    "BatchNorm": lambda layer: nn.BatchNorm2d(layer["width"], EPSILON, MOMENTUM),
    "LayerNorm": lambda layer: nn.LayerNorm(layer["width"], EPSILON),
    "Embedding": lambda layer: Embedding(layer["vocabulary"], 0, layer["size"]),
    "PositionedEmbedding": lambda layer: Embedding(layer["vocabulary"], layer["places"], layer["size"]),
    "Attention": lambda layer: Attention(layer["width"], layer["size"], layer["places"]),
    "Lstm": lambda layer: LastState(nn.LSTM(layer["width"], layer["size"], batch_first=True)),
    "Gru": lambda layer: LastState(nn.GRU(layer["width"], layer["size"], batch_first=True)),
    "Residual": residual,
}


def network(layers):
    return nn.Sequential(*(MODULES[layer["kind"]](layer) for layer in layers))


def tensors(samples, labels, layers, shape, scale):
    """Reads samples of bytes and labels of 32-bit integers from files."""
    x = torch.from_numpy(np.fromfile(samples, dtype=np.uint8)).reshape(-1, *shape)
    x = x.long() if "Embedding" in layers[0]["kind"] else x.float().mul_(scale)
    if len(shape) == 3:
        x = x.permute(0, 3, 1, 2).contiguous()
    y = torch.from_numpy(np.fromfile(labels, dtype=np.int32)).long()
    return x, y if len(y) == len(x) else y.reshape(len(x), -1)


def optimizer_of(model):
    """RMSprop as Keras has it: it adds 1e-7 under the root; PyTorch adds its epsilon to the root."""
    return torch.optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9, eps=math.sqrt(1e-7))


def loss_of(logits, y):
    """The mean cross-entropy of a batch."""
    return nn.functional.cross_entropy(logits.flatten(0, -2), y.flatten()) if logits.dim() > 2 else nn.functional.cross_entropy(logits, y)
