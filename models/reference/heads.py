"""Golden logistic regressions of scikit-learn, for the tests of dev.ijepa.models.head.training.

    python models/reference/heads.py            writes models/src/test/resources/heads.json

Needs numpy and scikit-learn (requirements.txt of this folder does not have it: pip install scikit-learn==1.9.1).
The objective is the sum of the cross-entropies, plus |W|^2 / (2 C); the intercepts are free.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

TARGET = Path(__file__).parents[1] / "src" / "test" / "resources" / "heads.json"
ROWS, COLUMNS, CLASSES = 240, 12, 4


def data() -> tuple[np.ndarray, np.ndarray]:
    """Overlapping classes; features of very different scales that depend on each other, not centred."""
    random = np.random.default_rng(20)
    classes = random.integers(0, CLASSES, ROWS)
    centers = random.normal(size=(CLASSES, COLUMNS))
    mixing = random.normal(size=(COLUMNS, COLUMNS)) * np.geomspace(0.05, 5, COLUMNS)
    features = (centers[classes] + 1.5 * random.normal(size=(ROWS, COLUMNS))) @ mixing + 3
    return features.astype(np.float32), classes


def fit(features: np.ndarray, classes: np.ndarray, strength: float, balanced: bool) -> dict:
    # Of its solvers the one that converges to the last digits for large C too.
    model = LogisticRegression(C=strength, solver="newton-cholesky", tol=1e-12, max_iter=1000,
                               class_weight="balanced" if balanced else None)
    model.fit(features.astype(np.float64), classes)
    logits = features.astype(np.float64) @ model.coef_.T + model.intercept_
    logits -= logits.max(axis=1, keepdims=True)
    losses = np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(ROWS), classes]
    weights = ROWS / CLASSES / np.bincount(classes) if balanced else np.ones(CLASSES)
    objective = (weights[classes] * losses).sum() + (model.coef_**2).sum() / (2 * strength)
    return {"strength": strength, "balanced": balanced, "objective": objective,
            "predicted": model.predict(features).tolist()}


def main() -> None:
    features, classes = data()
    fits = [fit(features, classes, c, balanced) for c in (1e-4, 0.01, 1.0, 100.0, 1e5) for balanced in (False, True)]
    TARGET.write_text(json.dumps({"columns": COLUMNS, "features": [float(x) for x in features.ravel()],
                                  "classes": classes.tolist(), "fits": fits}) + "\n")


if __name__ == "__main__":
    main()
