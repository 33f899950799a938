"""Prints scikit-learn's figures for the tests of this folder: python3 goldens.py (Debian's python3-sklearn, 1.2.1).

The data and the model are those of `ScikitTable` in ScikitTests.cs.
"""
import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss

N = 60
X = np.array([[7 * i % 60 / 10, i * i * 13 % 47 / 5, i % 4] for i in range(N)])
NOISE = np.array([(i * 29 % 17 - 8) / 2 for i in range(N)])
Y = (1.2 * X[:, 0] - 0.8 * X[:, 1] + 0.5 * X[:, 2] - 1 + NOISE > 0).astype(int)

yes = LogisticRegression().fit(X, Y)
yes.coef_, yes.intercept_ = np.array([[0.9, -0.7, 0.4]]), np.array([-0.8])
p = yes.predict_proba(X)[:, 1]


def show(name, numbers):
    print(f"{name}: [{', '.join(repr(float(x)) for x in np.ravel(numbers))}]")


for feature, points in [(0, 6), (1, 5), (2, 20)]:
    found = partial_dependence(yes, X, [feature], grid_resolution=points, kind="both", method="brute", response_method="predict_proba")
    show(f"grid {feature}", found["values"][0])
    show(f"dependence {feature}", found["average"][0])
    show(f"of sample 7, {feature}", found["individual"][0][7])
for strategy in ["uniform", "quantile"]:
    observed, predicted = calibration_curve(Y, p, n_bins=7, strategy=strategy)
    show(f"observed {strategy}", observed)
    show(f"predicted {strategy}", predicted)
show("brier, log loss", [brier_score_loss(Y, p), log_loss(Y, p)])

line = LinearRegression().fit(X, Y)
line.coef_, line.intercept_ = np.array([0.9, -0.7, 0.4]), -0.8
target = 1.2 * X[:, 0] - 0.8 * X[:, 1] + 0.5 * X[:, 2] - 1 + NOISE
for scoring, model, labels in [("neg_mean_squared_error", line, target), ("accuracy", yes, Y)]:
    found = permutation_importance(model, X, labels, scoring=scoring, n_repeats=20000, random_state=0)
    show(f"importance by {scoring}", found.importances_mean)
    show(f"deviation by {scoring}", found.importances_std)
