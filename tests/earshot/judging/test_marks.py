"""What is internal, copied, pictured, said in the company's name or wrongly certified is marked."""

import pytest

from earshot.judging.judge import Judge
from earshot.rules.policy import default_policy_path, load_policy

JUDGE = Judge(load_policy(default_policy_path()), names=("Example Training",))
MARKS = {"confidentiality", "copyright", "images", "identity", "malpractice", "disclaimer"}


def marks(text: str) -> set[str]:
    return {each.concern.value for each in JUDGE.judge(text).concerns} & MARKS


@pytest.mark.parametrize(
    ("concern", "text"),
    [
        ("confidentiality", "Leaked memo, marked internal use only"),
        ("confidentiality", "The admin password is Summer26"),
        ("copyright", "Free pdf of the new plumbing textbook, link in comments"),
        ("copyright", "cracked autocad here, no licence needed"),
        ("images", "Take the photo of my son down, we never gave permission"),
        ("images", "who gave you permission to film my son in class"),
        ("identity", "There is a fake account with your name asking for deposits"),
        ("identity", "We at Example Training are closing next week"),
        ("malpractice", "I never sat the exam and they still gave me the certificate"),
        ("malpractice", "they forged my signature on the reviews"),
        ("malpractice", "They are claiming funding for ghost learners"),
        ("disclaimer", "I work for Example Training and the new timetable is a joke"),
    ],
)
def test_a_mark_is_seen(concern: str, text: str) -> None:
    assert concern in marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Is the counselling confidential?",
        "Is there a pdf of the prospectus?",
        "lovely photos of the new building",
        "Is this your official page?",
        "my certificate is late and nobody answers",
        "The course taught us how forged certificates get spotted",
        "I work for Example Training and the timetable is a joke. Views my own.",
        "I don't work for Example Training, just a happy customer",
    ],
)
def test_its_look_alike_is_not(text: str) -> None:
    assert marks(text) == set()
