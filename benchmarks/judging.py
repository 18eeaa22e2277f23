"""How well judging agrees with people's labels. `python benchmarks/judging.py FOLDER`.

FOLDER holds the labelled sets in the files their publishers gave out; none is part of the project.
Each figure is on the whole set, with plain VADER beside it where that can be asked: the same rows,
the same run. Nothing is trained; but people read some of what the rules missed and widened them:
in the complaints, the questions to a bank and the airline for intent, in the tweets of four
languages for the thresholds of language and its everyday German words. Only the brands are wholly
unseen.
"""

import csv
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from earshot.judging.judge import Judge
from earshot.judging.judgement import Judgement
from earshot.judging.language import detect
from earshot.rules.policy import default_policy_path, load_policy
from earshot.words.vocabulary import Intent, Sentiment

_VADER = SentimentIntensityAnalyzer()
_ASKS = (Intent.QUERY, Intent.COMPLAINT, Intent.DATA_REQUEST, Intent.PRESS)


@dataclass(frozen=True)
class Line:
    what: str
    figure: str
    value: float
    beside: str = ""


def main(folder: Path) -> None:
    judge = Judge(load_policy(default_policy_path()))
    for measure in (languages, complaints, questions, airline, brands):
        for line in measure(folder, judge):
            print(f"{line.what:<34}{line.figure:<46}{line.value:>8.1f}   {line.beside}", flush=True)


def languages(folder: Path, _: Judge) -> Iterator[Line]:
    for name in ("english", "french", "german", "spanish"):
        path = folder / "umsab_xlmt" / f"{name}_test_text.txt"
        texts = path.read_text(encoding="utf-8").splitlines()
        scored = sum(detect(text).scored for text in texts) / len(texts)
        if name == "english":
            yield Line(f"language: {name}", "% scored", 100 * scored, "goal 99")
        else:
            yield Line(f"language: {name}", "% not scored", 100 * (1 - scored), "goal 90")


def complaints(folder: Path, judge: Judge) -> Iterator[Line]:
    rows = _rows(folder / "complaints_acl2019" / "complaints-60.csv", header=False)
    started = time.perf_counter()
    judged = [(judge.judge(row[1]), row[2] == "1") for row in rows]
    each = (time.perf_counter() - started) / len(judged)
    found = [(one.intent is Intent.COMPLAINT, truth) for one, truth in judged]
    negative = [(one.sentiment is Sentiment.NEGATIVE, truth) for one, truth in judged]
    plain = [(vader(row[1]) == "negative", row[2] == "1") for row in rows]
    beside = f"plain VADER negative {100 * _f1(plain):.1f}"
    yield Line("complaints (tweets)", "F1, intent complaint", 100 * _f1(found), beside)
    yield Line("complaints (tweets)", "F1, sentiment negative", 100 * _f1(negative), beside)
    macro, ours = 100 * _two_sided(plain), 100 * _two_sided(found)
    beside = f"plain VADER negative {macro:.1f}"
    yield Line("complaints (tweets)", "macro F1, intent complaint", ours, beside)
    yield Line("complaints (tweets)", "% of complaints needing a reply", _asking(judged))
    yield Line("complaints (tweets)", "ms a text, all of judging", 1000 * each)


def questions(folder: Path, judge: Judge) -> Iterator[Line]:
    rows = _rows(folder / "banking77" / "test.csv")
    judged = [(judge.judge(row[0]), True) for row in rows]
    yield Line("questions to a bank", "% query, complaint, data request", _asking(judged))


def airline(folder: Path, judge: Judge) -> Iterator[Line]:
    rows = [(r[6], r[1]) for r in _rows(folder / "us_airline" / "half-a.csv")]
    judged = [(judge.judge(text), label) for text, label in rows]
    right = sum(one.sentiment == label for one, label in judged)
    bad = [(one, True) for one, label in judged if label == "negative"]
    complaint = [(one.intent is Intent.COMPLAINT, label == "negative") for one, label in judged]
    pairs = [(one.sentiment.value, label) for one, label in judged]
    plain = [(vader(text), label) for text, label in rows]
    exact = 100 * sum(a == b for a, b in plain) / len(plain)
    negative = 100 * _f1([(a == "negative", b == "negative") for a, b in plain])
    accuracy = 100 * right / len(judged)
    yield Line("airline", "accuracy, sentiment", accuracy, f"plain VADER {exact:.1f}")
    yield Line("airline", "macro F1, sentiment", 100 * _macro_f1(pairs), _beside(plain))
    yield Line(
        "airline",
        "F1, complaint taken as negative",
        100 * _f1(complaint),
        f"plain VADER negative {negative:.1f}",
    )
    yield Line("airline", "% of negative needing a reply", _asking(bad))


def brands(folder: Path, judge: Judge) -> Iterator[Line]:
    path = next((folder / "brands_emotion").glob("*.csv"))
    known = {"Negative emotion": "negative", "Positive emotion": "positive"}
    known["No emotion toward brand or product"] = "neutral"
    rows = [(row[0], known[row[2]]) for row in _rows(path) if row[2] in known]
    judged = [(judge.judge(text), label) for text, label in rows]
    pairs = [(one.sentiment.value, label) for one, label in judged]
    bad = [(one, True) for one, label in judged if label == "negative"]
    plain = [(vader(text), label) for text, label in rows]
    yield Line("brands", "macro F1, sentiment", 100 * _macro_f1(pairs), _beside(plain))
    yield Line("brands", "% of negative needing a reply", _asking(bad))


def vader(text: str) -> str:
    """The class that VADER gives by itself, for comparison."""
    compound = _VADER.polarity_scores(text)["compound"]
    return "positive" if compound >= 0.05 else "negative" if compound <= -0.05 else "neutral"


def _beside(plain: list[tuple[str, str]]) -> str:
    return f"plain VADER {100 * _macro_f1(plain):.1f}"


def _two_sided(pairs: list[tuple[bool, bool]]) -> float:
    return (_f1(pairs) + _f1([(not said, not truth) for said, truth in pairs])) / 2


def asks(judged: Judgement) -> bool:
    return judged.intent in _ASKS


def _rows(path: Path, *, header: bool = True) -> list[list[str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return [row for row in csv.reader(file) if row][1 if header else 0 :]


def _asking(judged: list[tuple[Judgement, bool]]) -> float:
    chosen = [one for one, truth in judged if truth]
    return 100 * sum(map(asks, chosen)) / len(chosen)


def _f1(pairs: list[tuple[bool, bool]]) -> float:
    hits = sum(said and truth for said, truth in pairs)
    said, truths = sum(said for said, _ in pairs), sum(truth for _, truth in pairs)
    return 2 * hits / (said + truths) if said + truths else 0.0


def _macro_f1(pairs: list[tuple[str, str]]) -> float:
    labels = ("negative", "neutral", "positive")
    return sum(_f1([(a == name, b == name) for a, b in pairs]) for name in labels) / len(labels)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/judging.py FOLDER_OF_LABELLED_SETS")
    main(Path(sys.argv[1]))
