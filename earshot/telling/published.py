"""Published labelled sets: accuracy on texts that nobody here wrote, by their publishers' metric.

Beside Earshot stand VADER and a profanity model, each alone, on the same texts. Of a big set
`MOST` texts are taken, evenly from its first to its last: the same ones each time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from earshot.judging.judge import Judge
from earshot.telling.figures import Figure, accuracy, macro_f1, macro_recall
from earshot.telling.published_files import (
    BY_FOURS,
    BY_NUMBER,
    EMOTION,
    HATE,
    NO,
    OFFENSIVE,
    ONE_IS_YES,
    SAME,
    YES,
    Row,
    Rows,
    all_ask,
    conversations,
    in_csv,
    in_two_files,
    rated,
    read_rows,
)
from earshot.telling.published_measures import (
    Measure,
    Told,
    attack,
    complaint,
    feeling,
    hate,
    owed,
)
from earshot.telling.rivals import profane, vader

MOST = 2_000  # texts of one set: at a share of a half, two of them stand for 0.1 %


@dataclass(frozen=True, slots=True)
class Published:
    """A set, where it lies in the folder, and what is asked of it."""

    name: str
    path: str  # its first file; a star stands for any name
    rows: Rows
    measures: tuple[Measure, ...]


def published_figures(folder: Path, judge: Judge) -> Iterator[Figure]:
    """The figures of each set that lies in the folder; of one that does not, none."""
    for each in SETS:
        for path in sorted(folder.glob(each.path))[:1]:
            told = _told(each.name, _sample(read_rows(path, each.rows)), judge)
            for measure in each.measures:
                yield from measure(told)


def _sample(rows: list[Row]) -> list[Row]:
    if len(rows) <= MOST:
        return rows
    return [rows[number * len(rows) // MOST] for number in range(MOST)]


def _told(name: str, rows: list[Row], judge: Judge) -> Told:
    texts = [text for text, _ in rows]
    return Told(
        name,
        [label for _, label in rows],
        [judge.judge(text) for text in texts],
        [vader(text).value for text in texts],
        profane(texts),
    )


_MACRO = ("macro F1", macro_f1)

SETS = (
    Published(
        "davidson",
        "davidson2017/labeled_data.csv",
        in_csv(6, 5, {"0": HATE, "1": OFFENSIVE, "2": NO}),
        (attack, hate),
    ),
    Published(
        "surge",
        "surge/toxicity_en.csv",
        in_csv(0, 1, {"Toxic": YES, "Not Toxic": NO}),
        (attack,),
    ),
    Published("convabuse", "convabuse/*test.csv", conversations, (attack,)),
    Published(
        "tweeteval offensive",
        "tweeteval/offensive_train_text.txt",
        in_two_files(ONE_IS_YES),
        (attack,),
    ),
    Published("tweeteval hate", "tweeteval/hate_val_text.txt", in_two_files(ONE_IS_YES), (hate,)),
    Published(
        "complaints",
        "complaints_acl2019/*.csv",
        in_csv(1, 2, ONE_IS_YES, header=False),
        (complaint, owed),
    ),
    Published("banking77", "banking77/test.csv", all_ask, (owed,)),
    Published(
        "airline",
        "us_airline/*.csv",
        in_csv(6, 1, SAME),
        (complaint, owed, feeling(_MACRO, ("accuracy", accuracy))),
    ),
    Published("brands", "brands_emotion/*.csv", in_csv(0, 2, EMOTION), (owed, feeling(_MACRO))),
    Published(
        "tweeteval sentiment",
        "tweeteval/sentiment_val_text.txt",
        in_two_files(BY_NUMBER),
        (feeling(("macro recall", macro_recall)),),
    ),
    Published(
        "umsab english",
        "umsab_xlmt/english_test_text.txt",
        in_two_files(BY_NUMBER),
        (feeling(_MACRO),),
    ),
    Published(
        "sentiment140",
        "sentiment140_test/*.csv",
        in_csv(5, 0, BY_FOURS),
        (feeling(_MACRO),),
    ),
    Published("vader tweets", "vader_icwsm2014/tweets_G*.txt", rated, (feeling(_MACRO),)),
)
