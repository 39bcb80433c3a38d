"""Trains a pipeline on a table of customers and writes it to model.joblib in the current folder."""

import joblib
import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

ROWS = 1000
COMPLAINTS = ["too expensive for me", "your support never answers"]
PRAISE = ["works very well", "thank you for the quick answer"]

random = np.random.default_rng(seed=0)
table = pd.DataFrame(
    {
        "plan": random.choice(["basic", "plus", "pro"], ROWS),
        "message": random.choice(COMPLAINTS + PRAISE, ROWS),
        "months": random.integers(1, 48, ROWS),
        "spend": random.uniform(5, 50, ROWS).round(2),
    }
)
score = 2.0 * table["message"].isin(COMPLAINTS) + 2.0 * (table["plan"] == "basic")
score -= 0.05 * table["months"] + 1.0
leaves = random.uniform(size=ROWS) < 1 / (1 + np.exp(-score))
labels = np.where(leaves, "leaves", "stays")

pipeline = make_pipeline(
    make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore"), ["plan"]),
        (TfidfVectorizer(), "message"),
        (StandardScaler(), ["months", "spend"]),
    ),
    LogisticRegression(),
)
pipeline.fit(table, labels)
joblib.dump(pipeline, "model.joblib")
print(f"{pipeline.score(table, labels):.0%} of the rows are right")
