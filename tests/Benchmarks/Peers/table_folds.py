"""
The peer of TABLE's five tables: table_folds.py CSV NAME EPOCHS BATCH RATE SEED PENALTY. The last columns of the CSV are the label and the fold.
It trains a pipeline for each fold on the other four, and answers with the seconds of all and the mean figure.
"""

import csv
import datetime
import sys

import numpy as np
from peer import Clock, serve
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

name = sys.argv[2]
epochs, batch, rate, seed = int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]), int(sys.argv[6])
penalty = float(sys.argv[7])
with open(sys.argv[1], newline="") as file:
    header, *cells = csv.reader(file)
places = {column: i for i, column in enumerate(header)}
folds = np.array([int(row[-1]) for row in cells])
labels = np.array([float(row[-2]) if name == "diabetes" else row[-2] for row in cells])
log = FunctionTransformer(np.log1p)


def columns(names):
    return [places[one] for one in names]


if name == "bookings":
    # Months and days of the week as text become numbers before the clock starts, and so do ML.NET's.
    dates = [datetime.date.fromisoformat(row[places["arrival"]]) for row in cells]
    rows = np.empty((len(cells), 7), dtype=object)
    rows[:, 0] = [float(row[places["leadDays"]]) for row in cells]
    rows[:, 1] = [float(row[places["price"]] or "nan") for row in cells]
    rows[:, 2] = [row[places["channel"]] for row in cells]
    rows[:, 3] = [row[places["country"]] for row in cells]
    rows[:, 4] = [min(max(int(row[places["guests"]]), 1), 3) for row in cells]
    rows[:, 5] = [(date.month - 1) / 12 for date in dates]
    rows[:, 6] = [date.weekday() / 7 for date in dates]
else:
    rows = np.array([[float(cell) for cell in row[:-2]] for row in cells])


def circle(x):
    angle = 2 * np.pi * x.astype(np.float64)
    return np.hstack([np.sin(angle), np.cos(angle)])


def number(x):
    return x.astype(np.float64)


def encoder():
    if name == "bookings":
        return ColumnTransformer([
            ("lead", make_pipeline(FunctionTransformer(number), FunctionTransformer(np.log1p), StandardScaler()), [0]),
            ("price", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), [1]),
            ("words", OneHotEncoder(handle_unknown="ignore"), [2, 3, 4]),
            ("dates", FunctionTransformer(circle), [5, 6]),
        ])
    if name == "wine":
        return ColumnTransformer([
            ("log", make_pipeline(log, StandardScaler()), columns(["proline"])),
        ], remainder=StandardScaler())
    if name == "diabetes":
        return ColumnTransformer([("sex", OneHotEncoder(), columns(["sex"]))], remainder=StandardScaler())
    return StandardScaler()


def learner():
    if name == "diabetes":
        return LinearRegression()
    if name == "bookings":
        # Here the factor of the sum of squares is alpha / (2 * batch).
        alpha = 2 * batch * penalty
        return MLPClassifier((8,), alpha=alpha, batch_size=batch, learning_rate_init=rate, max_iter=epochs, tol=0, n_iter_no_change=1000,
                             random_state=seed)
    return LogisticRegression(max_iter=1000)


def validate():
    figures = []
    with Clock() as clock:
        for fold in range(5):
            held = folds == fold
            model = make_pipeline(encoder(), learner()).fit(rows[~held], labels[~held])
            figures.append(model.score(rows[held], labels[held]))
    return clock.seconds, float(np.mean(figures))


serve(validate)
