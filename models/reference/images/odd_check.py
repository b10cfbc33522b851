"""Holds this project's decoder against Pillow on the files of odd_files.py: a table, then each file that differs.

    ./mvnw -q -pl models -am test-compile
    python odd_check.py DIR

./ijepa tells the class path. It exits with 1 if any file is wrong, refused or crashes.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
MAIN = "dev.ijepa.models.preprocessing.DecodeFolder"
COLUMNS = ("equal", "wrong", "refused", "accepted", "crash", "named", "listed", "both refuse", "unnamed", "slow")
MEANINGS = """
equal        the pixels are Pillow's; or, where the difference is listed, those that the list tells
wrong        size or pixels differ, or the model gets other pixels than the image has
refused      Pillow opens it
accepted     Pillow refuses it
crash        anything but an ImageException
named        Pillow opens it, the server does not accept it, and says what it is (UNSUPPORTED_FORMAT)
listed       refused or different as package-info.java lists
both refuse  and the message names the file where it should
unnamed      both refuse, but the message does not say what it is
slow         takes more than a second; also counted in its other column
"""


def decoded(folder: pathlib.Path, timeout: int) -> dict[str, tuple]:
    """Name to milliseconds, outcome, size, and hash or message."""
    classpath = subprocess.run(
        [ROOT / "ijepa", "class-path", "ops"], check=True, capture_output=True, text=True
    ).stdout.strip()
    first = f"{ROOT}/models/target/test-classes:{ROOT}/models/target/classes"
    command = [
        "java",
        "-Xmx4g",
        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
        "-Dorg.bytedeco.javacpp.maxBytes=0",
        "-cp",
        f"{first}:{classpath}",
        MAIN,
        str(folder),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=timeout, env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    )
    if done.returncode:
        sys.exit(f"the decoder ended with {done.returncode}:\n{done.stderr[-3000:]}")
    lines = [line.split("\t", 4) for line in done.stdout.splitlines() if line.count("\t") == 4]
    return {name: (int(millis), outcome, size, rest) for name, millis, outcome, size, rest in lines}


def expected(entry: dict) -> str:
    """The hash that this project's pixels should have, differences that are listed included."""
    if entry.get("gray16"):
        return entry["sha256_high"]
    return entry["sha256"]


def named(entry: dict, message: str) -> bool:
    """Whether a message says what the file is. What follows "accepted" lists formats, and says nothing of the file."""
    return re.search(entry["names"], message.split("accepted")[0], re.IGNORECASE) is not None


def column(entry: dict, outcome: str, rest: str) -> str:
    if outcome == "CRASH":
        return "crash"
    if outcome in ("ok", "PATHS"):
        if not entry["opens"]:
            return "accepted"
        if outcome == "ok" and rest == expected(entry):
            return "equal"
        return (
            "listed"
            if outcome == "ok" and entry.get("difference") in ("planar-16-bit", "bmp-gray-palette")
            else "wrong"
        )
    if entry.get("difference"):
        return "listed"
    if not entry["opens"]:
        return "unnamed" if "names" in entry and not named(entry, rest) else "both refuse"
    return "named" if outcome == "UNSUPPORTED_FORMAT" and "names" in entry and named(entry, rest) else "refused"


def details(entry: dict, outcome: str, size: str, rest: str) -> str:
    pillow = (
        f"Pillow {entry['format']} {entry['mode']} {entry['width']}x{entry['height']}"
        if entry["opens"]
        else f"Pillow {entry['why']}"
    )
    ours = f"{outcome} {size}" if outcome in ("ok", "PATHS") else f"{outcome} {rest}"
    line = f"{entry['file']}  [{entry['what']}; {entry['report']}]  {pillow}  |  {ours}"
    return "".join(c if c.isprintable() else "?" for c in line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--timeout", type=int, default=900, help="seconds for all files")
    options = parser.parse_args()
    entries = [json.loads(line) for line in (options.folder / "manifest.jsonl").read_text().splitlines()]
    results = decoded(options.folder, options.timeout)
    counts: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    lists = collections.defaultdict(list)
    for entry in entries:
        millis, outcome, size, rest = results.get(entry["file"], (0, "CRASH", "", "no line for it"))
        kind = column(entry, outcome, rest)
        counts[entry["family"]].update({"files": 1, kind: 1, "slow": int(millis > 1000)})
        lists[kind].append(details(entry, outcome, size, rest))
        if millis > 1000:
            lists["slow"].append(f"{millis} ms  {entry['file']}")
    total = sum(counts.values(), collections.Counter())
    print("| family | files | " + " | ".join(COLUMNS) + " |\n|" + " --- |" * (len(COLUMNS) + 2))
    for family, row in [*counts.items(), ("all", total)]:
        print(f"| {family} | {row['files']} | " + " | ".join(str(row[c]) for c in COLUMNS) + " |")
    print(MEANINGS)
    for kind in ("crash", "wrong", "refused", "accepted", "unnamed", "slow", "listed", "named"):
        print(f"\n## {kind}: {len(lists[kind])}")
        print("\n".join(lists[kind]))
    sys.exit(1 if total["wrong"] + total["refused"] + total["crash"] else 0)


if __name__ == "__main__":
    main()
