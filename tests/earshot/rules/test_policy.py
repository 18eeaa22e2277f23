"""The policy file: what it must hold, and how its mistakes are told."""

from pathlib import Path

import pytest

from earshot.rules.policy import CLAUSES, default_policy_path, load_policy
from earshot.words.errors import BadPolicy

SHIPPED = default_policy_path().read_text(encoding="utf-8")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    assert old in SHIPPED
    path = tmp_path / "policy.toml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    return path


def line_with(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


def test_the_shipped_policy_names_every_clause_and_promises_24_hours() -> None:
    policy = load_policy(default_policy_path())
    assert policy.clauses.keys() == CLAUSES
    assert policy.clocks.policy_hours == 24
    assert policy.clocks.follow_up_working_days == 5
    assert policy.clocks.close_of_business.isoformat() == "17:00:00"
    assert policy.retention.mentions_months == 12


def test_every_choice_made_where_the_policy_is_silent_gives_its_reason() -> None:
    policy = load_policy(default_policy_path())
    ids = {item.id for item in policy.interpretations}
    assert {"praise-counts", "spam-runs-until-decided", "friday-ends-saturday"} <= ids
    assert all(item.why and item.clause in policy.clauses for item in policy.interpretations)


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("policy_hours = 24", 'policy_hours = "soon"', "clocks.policy_hours", "integer"),
        ("policy_hours = 24", "policy_hours = 0", "clocks.policy_hours", "greater"),
        ("[clocks]\n", "[clocks]\naim = 3\n", "clocks.aim", "not permitted"),
        ('"17:00"', '"5 o\'clock"', "clocks.close_of_business", "time"),
        ("shambles = -2.5", "shambles = -25", "sentiment.lexicon.shambles", "-4"),
        ('intent = "press"', 'intent = "gossip"', "intents.rules.5.intent", "query"),
        ('intent = "press"', 'intent = "comment"', "intents.rules.5", "comment"),
        (
            'clause = "conduct.journalist"',
            'clause = "conduct.reporter"',
            "interpretations.14.clause",
            "conduct.reporter",
        ),
        ('[clauses."images"]', '[clauses."imagery"]', "clauses.images", "missing"),
        ('id = "access"', 'id = "erase"', "intents.rules.1.id", "twice"),
        ("(dal i aros|dal i ddisgwyl)", "(dal i aros", "intents.rules", "missing"),
        ("(dal i aros|dal i ddisgwyl)", "{nowhere}", "intents.rules", "nowhere"),
        ("(dal i aros|dal i ddisgwyl)", "still \\\\d+", "intents.rules", "no meaning"),
    ],
)
def test_a_mistake_names_file_line_and_field(
    tmp_path: Path, old: str, new: str, field: str, words: str
) -> None:
    with pytest.raises(BadPolicy, match=r"^policy\.toml(, line \d+)?, ") as caught:
        load_policy(changed(tmp_path, old, new))
    assert field in str(caught.value)
    assert words in str(caught.value)


def test_the_line_named_is_the_line_of_the_field(tmp_path: Path) -> None:
    path = changed(tmp_path, "aim_working_days = 1", "aim_working_days = -1")
    line = line_with(path.read_text(), "aim_working_days = -1")
    with pytest.raises(BadPolicy, match=rf"policy\.toml, line {line}, clocks\.aim_working_days: "):
        load_policy(path)


def test_the_line_of_a_rule_is_counted_among_rules(tmp_path: Path) -> None:
    path = changed(tmp_path, 'id = "sarcasm"\nintent = "complaint"', 'id = "sarcasm"\nintent = "x"')
    line = line_with(path.read_text(), 'intent = "x"')
    with pytest.raises(BadPolicy, match=rf"line {line}, intents\.rules\.\d+\.intent"):
        load_policy(path)


def test_a_slip_in_the_toml_names_line_and_column(tmp_path: Path) -> None:
    path = changed(tmp_path, "policy_hours = 24", "policy_hours = = 24")
    line = line_with(path.read_text(), "= = 24")
    with pytest.raises(BadPolicy, match=rf"policy\.toml, line {line}, column \d+: "):
        load_policy(path)


def test_a_file_cut_short_says_so(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text('title = "x"\nclauses = {', encoding="utf-8")
    with pytest.raises(BadPolicy, match=r"policy\.toml, line \d+"):
        load_policy(path)


def test_what_is_no_text_or_not_there_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_bytes(b"title = \xff\xfe")
    with pytest.raises(BadPolicy, match="not UTF-8"):
        load_policy(tmp_path / "policy.toml")
    with pytest.raises(BadPolicy, match=r"none\.toml cannot be read"):
        load_policy(tmp_path / "none.toml")


def test_a_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SHIPPED.replace("\n", "\r\n").encode())
    assert load_policy(path) == load_policy(default_policy_path())


def test_the_fingerprint_knows_rules_from_words(tmp_path: Path) -> None:
    before = load_policy(default_policy_path())
    worded = load_policy(changed(tmp_path, 'title = "Tone"', 'title = "How we sound"'))
    assert worded.fingerprint == before.fingerprint
    ruled = load_policy(changed(tmp_path, "shambles = -2.5", "shambles = -2.6"))
    assert ruled.fingerprint != before.fingerprint
    assert ruled.judging_fingerprint != before.judging_fingerprint


def test_a_changed_clock_makes_no_judgement_stale(tmp_path: Path) -> None:
    before = load_policy(default_policy_path())
    after = load_policy(changed(tmp_path, "policy_hours = 24", "policy_hours = 12"))
    assert after.fingerprint != before.fingerprint
    assert after.judging_fingerprint == before.judging_fingerprint
