"""The peer of TABLE: table_pipeline.py CSV WORK HELD PASSES. WORK is logistic, network, predict or encode; the last HELD rows are held out."""

import csv
import sys

import numpy as np
from peer import Clock, serve
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, OneHotEncoder, StandardScaler

work, held, passes = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with open(sys.argv[1], newline="") as file:
    cells = list(csv.reader(file))
# A matrix of objects, because NumPy's numbers and texts can't stand side by side otherwise.
rows = np.empty((len(cells), 6), dtype=object)
for column in range(4):
    rows[:, column] = [float(row[column]) for row in cells]
for column in (4, 5):
    rows[:, column] = [row[column] for row in cells]
labels = np.array([int(row[6]) for row in cells])


def circle(x):
    angle = 2 * np.pi * x.astype(np.float64) / 12
    return np.hstack([np.sin(angle), np.cos(angle)])


def log(x):
    return np.log1p(x.astype(np.float64))


def encoder():
    return ColumnTransformer([
        ("lead", make_pipeline(FunctionTransformer(log), StandardScaler()), [0]),
        ("price", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), [1]),
        ("nights", MinMaxScaler(), [2]),
        ("month", FunctionTransformer(circle), [3]),
        ("words", OneHotEncoder(handle_unknown="ignore"), [4, 5]),
    ])


def pipeline():
    if work == "network":
        return make_pipeline(encoder(), MLPClassifier(
            (16,), alpha=0, batch_size=32, learning_rate_init=0.005, max_iter=passes, tol=0, n_iter_no_change=1000, random_state=42))
    return make_pipeline(encoder(), LogisticRegression(C=1e6, max_iter=1000))


def train():
    with Clock() as clock:
        model = pipeline().fit(rows[:-held], labels[:-held])
    return clock.seconds, model.score(rows[-held:], labels[-held:])


def predict():
    seconds, right = [], 0
    for call in range(200):
        row = rows[len(rows) - held + call]
        with Clock() as clock:
            answer = trained.predict_proba(row.reshape(1, -1))[0, 1] >= 0.5
        seconds.append(clock.seconds)
        right += answer == labels[len(rows) - held + call]
    return float(np.median(seconds)), right / 200


def encode():
    with Clock() as clock:
        trained.transform(rows)
    return clock.seconds, 0


if work == "predict":
    trained = pipeline().fit(rows[:-held], labels[:-held])
if work == "encode":
    trained = encoder().fit(rows)
serve({"predict": predict, "encode": encode}.get(work, train))
