"""The peer of W0: sgd_classifier.py IMAGES LABELS. IMAGES are bytes, 784 to an image; LABELS are 32-bit integers."""

import sys

import numpy as np
from peer import Clock, serve
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import cross_val_score

images = np.fromfile(sys.argv[1], dtype=np.uint8).reshape(-1, 784) / 255.0
labels = np.fromfile(sys.argv[2], dtype=np.int32)


def validate():
    with Clock() as clock:
        scores = cross_val_score(SGDClassifier(loss="log_loss", max_iter=5, random_state=42), images, labels, cv=5)
    return clock.seconds, scores.mean()


serve(validate)
