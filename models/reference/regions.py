"""Golden shares of patches that regions cover, for the tests of dev.ijepa.models.region.

    python models/reference/regions.py          writes models/src/test/resources/regions.json

Needs numpy and shapely (requirements.txt of this folder has neither: pip install numpy shapely==2.2.0). Polygons are cut
by GEOS into faces, and a face is inside if a ray from it crosses the rings an odd number of times. Masks are stretched by
two matrices of overlaps.
"""

import json
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import LinearRing, Polygon, box

TARGET = Path(__file__).parents[1] / "src" / "test" / "resources" / "regions.json"
IMAGE = (640, 427)  # Width and height in pixels.
GRID = (16, 14)  # Rows and columns of patches.


def inside(rings: list[np.ndarray]) -> shapely.Geometry:
    """The even-odd inside of rings that may cross themselves and each other."""
    lines = shapely.union_all([LinearRing(ring) for ring in rings])
    faces = shapely.get_parts(shapely.polygonize([lines]))
    # A ring that crosses itself is made of simple ones; a face's parity is the number of edges above a point of it.
    return shapely.union_all([face for face in faces if crossings(rings, shapely.point_on_surface(face)) % 2])


def crossings(rings: list[np.ndarray], point: shapely.Point) -> int:
    count = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, np.roll(ring, -1, axis=0)):
            if (y1 > point.y) != (y2 > point.y) and point.x < x1 + (point.y - y1) / (y2 - y1) * (x2 - x1):
                count += 1
    return count


def shares(area: shapely.Geometry, scale: tuple[float, float]) -> list[float]:
    """Of each patch, row by row; `scale`: the size of a patch in the region's unit."""
    across, down = scale
    return [shapely.intersection(area, box(c * across, r * down, (c + 1) * across, (r + 1) * down)).area / (across * down)
            for r in range(GRID[0]) for c in range(GRID[1])]


def overlaps(cells: int, parts: int) -> np.ndarray:
    """The share of each of `parts` that each of `cells` covers, both dividing the same length: [parts, cells]."""
    cell, part = np.arange(cells + 1) / cells, np.arange(parts + 1) / parts
    begin = np.maximum(cell[None, :-1], part[:-1, None])
    end = np.minimum(cell[None, 1:], part[1:, None])
    return np.maximum(end - begin, 0) * parts


def run_lengths(mask: np.ndarray) -> list[int]:
    pixels = np.concatenate([[0], mask.T.reshape(-1), [2]])
    runs = np.diff(np.flatnonzero(np.diff(pixels) != 0), prepend=0)
    return ([0] if mask.T.reshape(-1)[0] else []) + [int(run) for run in (runs[1:] if runs[0] == 0 else runs)]


def star(random: np.random.Generator, corners: int, center: tuple[float, float], radius: float) -> np.ndarray:
    angles = np.sort(random.uniform(0, 2 * np.pi, corners))
    radii = radius * random.uniform(0.3, 1, corners)
    return np.stack([center[0] + radii * np.cos(angles), center[1] + radii * np.sin(angles)], axis=1)


def polygons(random: np.random.Generator):
    width, height = IMAGE
    yield "triangle", "PIXEL", [np.array([[10.5, 20.25], [600, 90], [300, 400]])]
    yield "clockwise and half outside", "PIXEL", [np.array([[-200, 300], [-100, -50], [250, 80], [900, 700]])[::-1]]
    yield "hole", "NORMALIZED", [np.array([[0.1, 0.1], [0.9, 0.15], [0.8, 0.9], [0.2, 0.8]]),
                                 np.array([[0.3, 0.3], [0.6, 0.35], [0.5, 0.7]])]
    yield "bow tie", "PIXEL", [np.array([[50, 50], [500, 350], [500, 60], [50, 380]])]
    yield "pentagram", "NORMALIZED", [np.array([[0.5 + 0.48 * np.sin(4 * np.pi * i / 5), 0.5 - 0.48 * np.cos(4 * np.pi * i / 5)]
                                                for i in range(5)])]
    yield "on the edges of patches", "NORMALIZED", [np.array([[0, 0], [0.5, 0], [0.5, 0.5], [1, 0.5], [1, 1], [0, 1]])]
    yield "star", "PIXEL", [star(random, 60, (width / 2, height / 2), 250)]
    yield "rings that cross", "PIXEL", [star(random, 12, (250, 200), 200), star(random, 9, (380, 220), 180)]
    yield "tangle", "NORMALIZED", [random.uniform(-0.2, 1.2, (14, 2))]


def main() -> None:
    random = np.random.default_rng(22)
    width, height = IMAGE
    rows, columns = GRID
    patch = {"PIXEL": (width / columns, height / rows), "NORMALIZED": (1 / columns, 1 / rows)}
    cases = []
    for left, top, right, bottom in [(0, 0, 640, 427), (12.25, 100.5, 37.75, 101), (-50, -50, 30, 600), (639, 426, 700, 500),
                                     (45.714287, 26.6875, 91.42857, 53.375)]:
        cases.append({"name": f"box {left} {top} {right} {bottom}", "unit": "PIXEL",
                      "box": [float(np.float32(side)) for side in (left, top, right, bottom)],
                      "shares": shares(box(*(np.float32(side).astype(float) for side in (left, top, right, bottom))), patch["PIXEL"])})
    for name, unit, rings in polygons(random):
        rings = [ring.astype(np.float32).astype(np.float64) for ring in rings]
        cases.append({"name": name, "unit": unit, "rings": [ring.reshape(-1).tolist() for ring in rings],
                      "shares": shares(inside(rings), patch[unit])})
    for name, mask in [("noise", random.random((107, 160)) < 0.3),
                       ("small mask", random.random((5, 3)) < 0.5),
                       ("blob", np.hypot(*np.mgrid[-1:1:61j, -1:1:90j]) < 0.8),
                       ("full", np.ones((7, 11), bool))]:
        mask = mask.astype(np.int64)
        cases.append({"name": name, "mask": [mask.shape[0], mask.shape[1]], "counts": run_lengths(mask),
                      "shares": (overlaps(mask.shape[0], rows) @ mask @ overlaps(mask.shape[1], columns).T).reshape(-1).tolist()})
    TARGET.write_text(json.dumps({"width": width, "height": height, "rows": rows, "columns": columns, "cases": cases}))
    for case in cases:
        print(f"{sum(case['shares']):9.4f} patches  {case['name']}")


if __name__ == "__main__":
    main()
