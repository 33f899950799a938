"""A peer of W1 to W4: torch_classifier.py IMAGES LABELS HELD_OUT_IMAGES HELD_OUT_LABELS BATCH NETWORK.

Raw bytes, 784 to an image; NETWORK is like "conv32 relu pool flatten dense10". For every line that comes in one epoch and one line of JSON.
"""

import json
import re
import sys
import time

import numpy as np
import torch
from torch import nn

batch, parts = int(sys.argv[5]), [re.fullmatch(r"([a-z]+)(\d*)", part).groups() for part in sys.argv[6].split()]
takes_images = parts[0][0] == "conv"
torch.set_num_threads(1)
torch.manual_seed(42)


def tensors(images, labels):
    x = torch.from_numpy(np.fromfile(images, dtype=np.uint8)).float().div_(255)
    y = torch.from_numpy(np.fromfile(labels, dtype=np.uint8)).long()
    return x.reshape(-1, 1, 28, 28) if takes_images else x.reshape(-1, 784), y


def network():
    rows, width = (28, 1) if takes_images else (1, 784)
    for kind, size in parts:
        size = int(size or 0)
        if kind == "dense":
            yield nn.Linear(width, size)
            width = size
        elif kind == "conv":
            yield nn.Conv2d(width, size, 3, padding=1)
            width = size
        elif kind == "pool":
            yield nn.MaxPool2d(2)
            rows //= 2
        elif kind == "flatten":
            yield nn.Flatten()
            rows, width = 1, rows * rows * width
        else:
            yield nn.ReLU()


images, labels = tensors(sys.argv[1], sys.argv[2])
held_out_images, held_out_labels = tensors(sys.argv[3], sys.argv[4])
model = nn.Sequential(*network())
optimizer = torch.optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9, eps=1e-7)

for _ in sys.stdin:
    started = time.perf_counter()
    model.train()
    total = 0.0
    for rows in torch.randperm(len(images)).split(batch):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(images[rows]), labels[rows])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(rows)
    seconds = time.perf_counter() - started
    if not np.isfinite(total):
        sys.exit("The loss is not finite.")
    model.eval()
    with torch.no_grad():
        right = sum(
            (model(x).argmax(1) == y).sum().item() for x, y in zip(held_out_images.split(1000), held_out_labels.split(1000))
        )
    print(json.dumps({"seconds": seconds, "accuracy": right / len(held_out_labels)}), flush=True)
