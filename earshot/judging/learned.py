"""Learned signs: a linear model of letters and words, for what no list of phrases foresees.

For each concern a logistic regression over hashed n-grams: of words (one to three) and of the
letters of each word (two to five), weighted by sublinear term frequency times inverse document
frequency, of length one (Salton and Buckley 1988). It was taught by invented sentences, which lie
in `benchmarks/sentences/`, and by public texts that may be used so; `learn.py` there made the file.
It knows words and not meanings: its signs are "possible", as those of rules are. The policy
says for which concerns and from which likelihood they count; fixed here are how much of a text it
sees, how sure it must be of a part of a long one, and from where a threat or self-harm is grave.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import numpy as np

from earshot.judging.context import Context
from earshot.judging.signs import Sign
from earshot.words.vocabulary import ConcernName, Severity

FILE = Path(__file__).resolve().parents[2] / "data" / "learned.npz"
BUCKETS = 1 << 18
STRETCH = 300  # characters: longer texts are looked at in stretches of whole sentences
LOOKED_AT = 20_000  # characters: what stands behind them is left to the rules
# Of an article's many stretches one or another is likely by chance.
LONG, SURE = 1_000, 0.9  # characters; the likelihood from which a part of a longer text counts
URGENT_FROM = 0.9  # likelihood
GRAVE = frozenset({ConcernName.THREAT, ConcernName.SELF_HARM})
WORDS = 3  # a text of fewer says too little to a model that knows no meanings
_WORD = re.compile(r"[^\W\d_]{2,}")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")
_SPACES = re.compile(r"\s+")


class Learned:
    """The model; read once, then safe to share between threads."""

    def __init__(self, path: Path = FILE) -> None:
        with np.load(path, allow_pickle=False) as kept:
            self.names = tuple(ConcernName(str(name)) for name in kept["names"])
            self._buckets = kept["buckets"]
            self._idf = kept["idf"].astype(np.float32)
            self._weights = kept["weights"].astype(np.float32)
            self._bias = kept["bias"].astype(np.float32)

    @cached_property
    def _place(self) -> dict[int, int]:
        return {int(bucket): place for place, bucket in enumerate(self._buckets)}

    def likelihoods(self, text: str) -> dict[ConcernName, float]:
        """How likely each concern is, 0 to 1, of a short text."""
        if len(_WORD.findall(text)) < WORDS:
            return {}
        counted = [(self._place[b], n) for b, n in counts(text).items() if b in self._place]
        if not counted:
            return {}
        places = np.fromiter((place for place, _ in counted), dtype=np.int64)
        tf = np.fromiter((1 + math.log(n) for _, n in counted), dtype=np.float32)
        values = tf * self._idf[places]
        values /= np.linalg.norm(values)
        scores = values @ self._weights[places] + self._bias
        return dict(zip(self.names, (1 / (1 + np.exp(-scores))).tolist(), strict=True))


@lru_cache(maxsize=1)
def shipped() -> Learned:
    """The model that comes with the program."""
    return Learned()


@lru_cache(maxsize=1)
def digest() -> str:
    """Of the shipped model, for the fingerprint of what judges."""
    return sha256(FILE.read_bytes()).hexdigest()


def signs(text: str, model: Learned, count_from: Mapping[ConcernName, float]) -> Iterator[Sign]:
    """Where the model finds a concern at least as likely as its entry in `count_from` says.

    It looks at the first 20,000 characters; what stands behind them is left to the rules.
    """
    floor = SURE if len(text) > LONG else 0.0
    for start, end in _stretches(text[:LOOKED_AT]):
        part = text[start:end]
        for name, likelihood in model.likelihoods(part).items():
            if likelihood >= max(count_from.get(name, 2), floor):
                at = _heart(part, name, model)
                severity = _severity(name, likelihood)
                sure = round(likelihood, 3)
                yield Sign(name, severity, sure, start + at[0], start + at[1], "learned")


def _severity(name: ConcernName, likelihood: float) -> Severity:
    return Severity.HIGH if name in GRAVE and likelihood >= URGENT_FROM else Severity.MEDIUM


def _heart(text: str, name: ConcernName, model: Learned) -> tuple[int, int]:
    """The sentence that speaks most for it: the evidence that a person is shown."""
    sentences = list(_sentences(text))
    if len(sentences) < 2:
        return _bare(text, 0, len(text))
    best = max(sentences, key=lambda at: model.likelihoods(text[at[0] : at[1]]).get(name, 0))
    return _bare(text, *best)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    context, at = Context(text), 0
    while at < len(text):
        end = max(context.sentence(at)[1], at + 1)
        if text[at:end].strip():
            yield at, end
        at = end


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    start = end = 0
    for _, behind in _sentences(text):
        if end > start and behind - start > STRETCH:
            yield start, end
            start = end
        end = behind
    if end > start:
        yield start, end


def counts(text: str) -> Counter[int]:
    """How often each bucket of n-grams is met in a text."""
    tokens = _TOKEN.findall(_plain(text))
    found: Counter[int] = Counter()
    for token in tokens:
        found.update(_letters(token))
    for size in (2, 3):
        found.update(_bucket(" ".join(run), "w") for run in _runs(tokens, size))
    return found


def _plain(text: str) -> str:
    """Lower case, one spelling of characters and apostrophes, no figure told from another."""
    lowered = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return re.sub(r"\d", "0", _SPACES.sub(" ", lowered))


def _runs(tokens: list[str], size: int) -> Iterable[list[str]]:
    return (tokens[at : at + size] for at in range(len(tokens) - size + 1))


@lru_cache(maxsize=50_000)
def _letters(token: str) -> tuple[int, ...]:
    """A word's own bucket, and those of its letters with the spaces around it."""
    padded = f" {token[:40]} "
    runs = (padded[a : a + n] for n in range(2, 6) for a in range(len(padded) - n + 1))
    return (_bucket(token, "w"), *(_bucket(run, "c") for run in runs))


def _bucket(run: str, kind: str) -> int:
    return crc32(f"{kind}{run}".encode()) & (BUCKETS - 1)
