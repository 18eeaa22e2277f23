"""Make data/learned.npz of labelled sentences: `python learn.py [--labelled FOLDER]`.

It learns from `seen.jsonl` and `practice/`, never from `unseen.jsonl`. In FOLDER lie published sets
whose licences let them teach what is shipped; of them the shipped model knows what ordinary prose
looks like, and abuse. Asks for scikit-learn, which is installed for development.
"""

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from earshot.judging import learned
from earshot.telling import published_files as files
from earshot.telling.published_files import Row
from earshot.words.vocabulary import ConcernName

HERE = Path(__file__).parent
LEAST = 60  # sentences that a concern needs to be learned
SEEN_IN = 3  # texts that an n-gram needs to be in
C = 20.0
PLAIN = 1_200  # texts of each set of ordinary prose
ORDINARY = ("tweets", "amazonReviewSnippets", "nytEditorialSnippets")


@dataclass(frozen=True)
class Taught:
    """A text with what is of concern in it; of what is doubtful, or was not asked, nothing is
    learned."""

    text: str
    present: frozenset[str] = field(default_factory=frozenset)
    doubtful: frozenset[str] = field(default_factory=frozenset)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labelled", type=Path)
    folder = parser.parse_args().labelled
    taught = [*sentences(), *(published(folder) if folder else ())]
    counted = [learned.counts(each.text) for each in taught]
    met = Counter(bucket for each in counted for bucket in each)
    buckets = sorted(bucket for bucket, number in met.items() if number >= SEEN_IN)
    idf = np.array([1 + math.log((1 + len(taught)) / (1 + met[b])) for b in buckets])
    table = weighed(counted, {bucket: at for at, bucket in enumerate(buckets)}, idf)
    names = [n for n in ConcernName if sum(n in each.present for each in taught) >= LEAST]
    weights, bias = zip(*(fitted(table, name, taught) for name in names), strict=True)
    np.savez_compressed(
        learned.FILE,
        names=np.array([name.value for name in names]),
        buckets=np.array(buckets, dtype=np.int32),
        idf=idf.astype(np.float16),
        weights=np.stack(weights, axis=1).astype(np.float16),
        bias=np.array(bias, dtype=np.float32),
    )
    print(f"{len(taught):,} texts, {len(buckets):,} n-grams, {len(names)} concerns")


def sentences() -> Iterator[Taught]:
    for path in (HERE / "seen.jsonl", *sorted((HERE / "practice").glob("*.jsonl"))):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            doubtful = frozenset(row.get("either") or ())
            yield Taught(row["text"], frozenset(row["concerns"]), doubtful)


def published(folder: Path) -> Iterator[Taught]:
    """banking77 (CC BY 4.0) and VADER's sets (MIT): ordinary. surge (MIT) and convabuse (CC BY
    4.0): abusive or not; what else may be in an abusive text was not asked."""
    asked = files.read_rows(folder / "banking77" / "test.csv", files.all_ask)
    yield from (Taught(text) for text, _ in evenly(asked))
    for name in ORDINARY:
        path = folder / "vader_icwsm2014" / f"{name}_GroundTruth.txt"
        lines = path.read_text("utf-8", errors="replace").splitlines()
        split = [line.split("\t", 2) for line in lines if line.count("\t") >= 2]
        yield from (Taught(fields[2]) for fields in evenly(split))
    toxic = files.in_csv(0, 1, {"Toxic": files.YES, "Not Toxic": files.NO})
    said = files.read_rows(folder / "surge" / "toxicity_en.csv", toxic)
    talked = files.read_rows(folder / "convabuse" / "ConvAbuseEMNLPtest.csv", files.conversations)
    yield from (abusive(row) for row in (*said, *talked))


def evenly(rows: list) -> list:
    return rows[:: max(1, len(rows) // PLAIN)]


def abusive(row: Row) -> Taught:
    text, label = row
    offensive = frozenset({ConcernName.OFFENSIVE.value}) if label == files.YES else frozenset()
    return Taught(text, offensive, frozenset(ConcernName) - offensive if offensive else offensive)


def weighed(counted: list[Counter[int]], places: dict[int, int], idf: np.ndarray) -> csr_matrix:
    rows, columns, values = [], [], []
    for number, each in enumerate(counted):
        there = [(places[b], 1 + math.log(n)) for b, n in each.items() if b in places]
        worth = np.array([tf * idf[at] for at, tf in there])
        rows += [number] * len(there)
        columns += [at for at, _ in there]
        values += (worth / np.linalg.norm(worth)).tolist() if there else []
    return csr_matrix((values, (rows, columns)), shape=(len(counted), len(places)))


def fitted(table: csr_matrix, name: ConcernName, taught: list[Taught]) -> tuple[np.ndarray, float]:
    sure = np.array([name.value not in each.doubtful for each in taught])
    present = np.array([name.value in each.present for each in taught])
    model = LogisticRegression(C=C, class_weight="balanced", max_iter=3000, solver="liblinear")
    model.fit(table[sure], present[sure])
    return model.coef_[0], float(model.intercept_[0])


if __name__ == "__main__":
    main()
