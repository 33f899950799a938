"""The peer of W0: sgd_classifier.py IMAGES LABELS. Raw bytes, 784 to an image; for every line that comes in one work and one line of JSON."""

import json
import sys
import time

import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import cross_val_score

images = np.fromfile(sys.argv[1], dtype=np.uint8).reshape(-1, 784) / 255.0
labels = np.fromfile(sys.argv[2], dtype=np.uint8)

for _ in sys.stdin:
    started = time.perf_counter()
    scores = cross_val_score(SGDClassifier(loss="log_loss", max_iter=5, random_state=42), images, labels, cv=5)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "accuracy": scores.mean()}), flush=True)
