"""A peer of W1 to W8: torch_classifier.py SAMPLES LABELS HELD_OUT_SAMPLES HELD_OUT_LABELS WEIGHTS NETWORK BATCH SHAPE SCALE.

Samples are bytes, labels 32-bit integers, WEIGHTS the float32 numbers of all parameters in order. NETWORK is a list of layers in JSON,
SHAPE the shape of a sample, such as 28x28x1. Trains one epoch for every input line.
"""

import json
import math
import sys

import numpy as np
import torch
from peer import Clock, serve
from torch import nn
from torch_network import loss_of, network, optimizer_of, tensors

layers, batch = json.loads(sys.argv[6]), int(sys.argv[7])
shape, scale = [int(size) for size in sys.argv[8].split("x")], float(sys.argv[9])
torch.set_num_threads(1)
torch.manual_seed(42)


def with_weights(model, file):
    weights = torch.from_numpy(np.fromfile(file, dtype=np.float32))
    if len(weights) != sum(parameter.numel() for parameter in model.parameters()):
        sys.exit("The peers have different numbers of parameters.")
    nn.utils.vector_to_parameters(weights, model.parameters())
    return model


samples, labels = tensors(sys.argv[1], sys.argv[2], layers, shape, scale)
held_out_samples, held_out_labels = tensors(sys.argv[3], sys.argv[4], layers, shape, scale)
model = with_weights(network(layers), sys.argv[5])
optimizer = optimizer_of(model)


def epoch():
    with Clock() as clock:
        model.train()
        total = 0.0
        for rows in torch.randperm(len(samples)).split(batch):
            optimizer.zero_grad()
            loss = loss_of(model(samples[rows]), labels[rows])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
    if not math.isfinite(total):
        sys.exit("The loss is not finite.")
    model.eval()
    with torch.no_grad():
        right = sum((model(x).argmax(-1) == y).sum().item() for x, y in zip(held_out_samples.split(1000), held_out_labels.split(1000)))
    return clock.seconds, right / held_out_labels.numel()


serve(epoch)
