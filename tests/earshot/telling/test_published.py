"""Published labelled sets, in the forms of their publishers; the texts here are invented."""

from pathlib import Path

import pytest

from earshot.judging.judge import Judge
from earshot.rules.policy import default_policy_path, load_policy
from earshot.telling import published
from earshot.telling.figures import By, Figure
from earshot.telling.published import SETS, published_figures
from earshot.telling.published_files import read_rows
from earshot.words.errors import EarshotError


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(load_policy(default_policy_path()))


def rows(name: str, path: Path) -> list[tuple[str, str]]:
    return read_rows(path, next(each for each in SETS if each.name == name).rows)


def laid(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "davidson",
            ",count,hate_speech,offensive_language,neither,class,tweet\n"
            '0,3,0,0,3,2,"one, two"\n1,3,3,0,0,0,three\n2,3,0,3,0,1,four\n',
            [("one, two", "no"), ("three", "hate"), ("four", "offensive")],
        ),
        ("surge", 'text,is_toxic\n"a\nb",Toxic\nc,Not Toxic\n', [("a\nb", "yes"), ("c", "no")]),
        (
            "convabuse",
            "id,user,Annotator1_is_abuse.1,Annotator1_is_abuse.0,Annotator1_is_abuse.-1,"
            "Annotator2_is_abuse.1,Annotator2_is_abuse.0,Annotator2_is_abuse.-1,"
            "Annotator3_is_abuse.1,Annotator3_is_abuse.0,Annotator3_is_abuse.-1\n"
            "1,two of three,1,0,0,0,0,1,0,0,1\n2,one of three,1,0,0,0,1,0,0,0,1\n",
            [("two of three", "yes"), ("one of three", "no")],
        ),
        ("complaints", "1,late,1,rail\n2,thanks,0,rail\n", [("late", "yes"), ("thanks", "no")]),
        ("banking77", "text,category\nWhere is it?,card\n", [("Where is it?", "yes")]),
        (
            "brands",
            "tweet_text,directed_at,emotion\na,X,Negative emotion\nb,X,I can't tell\n"
            "c,,No emotion toward brand or product\n",
            [("a", "negative"), ("c", "neutral")],
        ),
        (
            "vader tweets",
            "1\t2.5\tgood\n2\t-0.19\tso\tso\n3\t-0.2\tbad\n",
            [("good", "positive"), ("so\tso", "neutral"), ("bad", "negative")],
        ),
    ],
)  # fmt: skip
def test_a_set_is_read_in_the_form_of_its_publisher(
    name: str, content: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert rows(name, laid(tmp_path, "set.csv", content)) == expected


def test_texts_and_labels_in_two_files_belong_together_by_their_lines(tmp_path: Path) -> None:
    texts = laid(tmp_path, "hate_val_text.txt", "a\n\u2028b\n")  # no line end within a text
    labels = laid(tmp_path, "hate_val_labels.txt", "1\n0\n")
    assert rows("tweeteval hate", texts) == [("a", "yes"), ("\u2028b", "no")]
    labels.write_text("1\n", "utf-8")
    with pytest.raises(EarshotError, match=r"hate_val_text\.txt"):
        rows("tweeteval hate", texts)


def test_a_file_that_holds_something_else_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(EarshotError, match=r"set\.csv holds no text"):
        rows("surge", laid(tmp_path, "set.csv", "a,b\n1,2\n"))
    with pytest.raises(EarshotError, match=r"set\.csv"):
        rows("convabuse", laid(tmp_path, "set.csv", "a,b\n1,2\n"))


def test_each_set_is_measured_by_what_its_publishers_used(tmp_path: Path, judge: Judge) -> None:
    laid(
        tmp_path,
        "surge/toxicity_en.csv",
        "text,is_toxic\nyou fucking idiot,Toxic\nHello,Not Toxic\n",
    )
    laid(tmp_path, "banking77/test.csv", "text,category\nWhere is my card?,card\n")
    found = list(published_figures(tmp_path, judge))
    assert [(f.set, f.name, f.by, f.metric) for f in found if f.by is not By.PROFANITY] == [
        ("surge", "attack", By.EARSHOT, "macro F1"),
        ("surge", "attack", By.VADER, "macro F1"),
        ("banking77", "needs_reply", By.EARSHOT, "recall"),
        ("banking77", "needs_reply", By.VADER, "recall"),
    ]
    assert [f.value for f in found if f.by is By.EARSHOT] == [1.0, 1.0]
    assert found[-1].value == 0.0  # nothing negative in a plain question


def test_of_a_big_set_the_same_texts_are_taken_each_time_from_its_whole_length(
    tmp_path: Path, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "MOST", 3)
    asked = [f"{'Why?' if n in (0, 2, 4) else 'Done'}" for n in range(6)]
    laid(tmp_path, "banking77/test.csv", "text,category\n" + "".join(f"{t},x\n" for t in asked))
    first, again = (list(published_figures(tmp_path, judge)) for _ in range(2))
    assert first == again
    assert (first[0].texts, first[0].value) == (3, 1.0)


def vader_on(found: list[Figure], name: str, metric: str) -> float:
    of = [f.value for f in found if (f.set, f.metric, f.by) == (name, metric, By.VADER)]
    assert of[-1] is not None
    return 100 * of[-1]


@pytest.mark.real_data
def test_vader_reaches_on_the_real_sets_what_was_published_of_it(real_data: Path) -> None:
    quick = _Silent()
    found = list(published_figures(real_data / "labelled", quick))  # type: ignore[arg-type]
    assert vader_on(found, "airline", "accuracy") == pytest.approx(49.0, abs=1)
    assert vader_on(found, "brands", "macro F1") == pytest.approx(46.0, abs=1)
    assert vader_on(found, "complaints", "macro F1") == pytest.approx(62.9, abs=1)
    assert vader_on(found, "vader tweets", "macro F1") == pytest.approx(74.0, abs=1)


class _Silent(Judge):
    """The rules asked once: what is proven is how labels and texts are read."""

    def __init__(self) -> None:
        super().__init__(load_policy(default_policy_path()))
        self._answer = super().judge("Hello")

    def judge(self, text: str) -> object:  # type: ignore[override]
        return self._answer
