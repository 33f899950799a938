# Writes golden.csv: how scikit-learn encodes the rows of FeatureGoldenTests. Run it with Debian's python3-sklearn:
#   /usr/bin/python3 golden.py > golden.csv
import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, KBinsDiscretizer, MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler

n = 40
i = np.arange(n)
age = np.where(i % 7 == 3, np.nan, 20 + (i * 37 % 61) + i / 8)
fare = np.round(np.exp(i * 29 % 41 / 9.0), 2)
rooms = (i * 13 % 17) * 1.5 - 4
city = np.array(["Bern", "Aarau", "Chur"])[i * 11 % 3].reshape(-1, 1)
size = np.array(["S", "M", "L", "XL"])[i * 7 % 4].reshape(-1, 1)
column = lambda values: values.reshape(-1, 1)

blocks = [
    make_pipeline(SimpleImputer(strategy="median"), StandardScaler()).fit_transform(column(age)),
    column(np.isnan(age).astype(float)),
    make_pipeline(SimpleImputer(strategy="mean"), StandardScaler()).fit_transform(column(age)),
    make_pipeline(SimpleImputer(strategy="constant", fill_value=0), MinMaxScaler()).fit_transform(column(age)),
    make_pipeline(FunctionTransformer(np.log1p), StandardScaler()).fit_transform(column(fare)),
    MinMaxScaler().fit_transform(column(rooms)),
    OneHotEncoder(categories=[["Aarau", "Bern", "Chur"]], sparse_output=False).fit_transform(city),
    OrdinalEncoder(categories=[["S", "M", "L", "XL"]]).fit_transform(size),
    KBinsDiscretizer(4, encode="onehot-dense", strategy="quantile").fit_transform(column(fare)),
    KBinsDiscretizer(3, encode="ordinal", strategy="uniform").fit_transform(column(fare)),
]
print("# scikit-learn")
for row in np.hstack(blocks):
    print(",".join(repr(float(x)) for x in row))
