"""Golden data for the tests of dev.ijepa.models.head: logistic regressions of scikit-learn, and neighbours by NumPy.

    python models/reference/heads.py            writes heads.json and neighbours.json in models/src/test/resources

Needs numpy and scikit-learn (requirements.txt of this folder does not have it: pip install scikit-learn==1.9.1).
The objective is the sum of the cross-entropies, plus |W|^2 / (2 C); the intercepts are free.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

RESOURCES = Path(__file__).parents[1] / "src" / "test" / "resources"
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


def unit(rows: np.ndarray) -> np.ndarray:
    """Each row divided by its norm in float64, as float32: what a k-NN head stores."""
    wide = rows.astype(np.float64)
    return (wide / np.linalg.norm(wide, axis=1, keepdims=True)).astype(np.float32)


def neighbours(features: np.ndarray, classes: np.ndarray, queries: np.ndarray, k: int, temperature: float) -> dict:
    """DINOv2's votes: softmax(cosine / temperature) over the k nearest; of equals the lower index is nearer."""
    nearest, shares = [], []
    for query in unit(queries).astype(np.float64):
        # Each row by itself: a matrix product may round equal rows differently.
        cosines = np.array([(row * query).sum() for row in unit(features).astype(np.float64)])
        order = np.argsort(-cosines, kind="stable")[:k]
        weights = np.exp((cosines[order] - cosines[order[0]]) / temperature)
        nearest.append(order.tolist())
        shares.append((np.bincount(classes[order], weights, CLASSES) / weights.sum()).tolist())
    return {"k": k, "temperature": temperature, "nearest": nearest, "shares": shares}


def write_neighbours(features: np.ndarray, classes: np.ndarray) -> None:
    random = np.random.default_rng(21)
    features, classes = features.copy(), classes.copy()
    # The same image again, of another class, and one of the same direction.
    features[100:110], features[200] = features[0:10], 2 * features[1]
    queries = np.concatenate([features[:20], random.normal(size=(20, COLUMNS)).astype(np.float32)])
    votes = [neighbours(features, classes, queries, k, t) for k, t in ((1, 0.07), (10, 0.07), (20, 0.07), (200, 1.0))]
    (RESOURCES / "neighbours.json").write_text(json.dumps(
        {"columns": COLUMNS, "class_count": CLASSES, "features": [float(x) for x in features.ravel()],
         "classes": classes.tolist(), "queries": [float(x) for x in queries.ravel()], "votes": votes}) + "\n")


def main() -> None:
    features, classes = data()
    fits = [fit(features, classes, c, balanced) for c in (1e-4, 0.01, 1.0, 100.0, 1e5) for balanced in (False, True)]
    (RESOURCES / "heads.json").write_text(json.dumps({"columns": COLUMNS, "features": [float(x) for x in features.ravel()],
                                  "classes": classes.tolist(), "fits": fits}) + "\n")
    write_neighbours(features, classes)


if __name__ == "__main__":
    main()
