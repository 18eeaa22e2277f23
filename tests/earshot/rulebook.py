"""A company's own rules for tests: few words, each of one meaning, whatever is shipped."""

from pathlib import Path

DANGERS = """
[[rules]]
id = "test_threat"
concern = "threat"
severity = "high"
confidence = 0.9
phrases = ["zonk you", "flatten you"]

[[rules]]
id = "test_critical"
concern = "threat"
severity = "critical"
confidence = 0.9
phrases = ["zonk you tonight"]

[[rules]]
id = "test_staff"
concern = "staff_allegation"
severity = "medium"
confidence = 0.6
phrases = ["tutor grumbled"]
"""


def with_dangers(folder: Path, dangers: str = DANGERS) -> None:
    """Let the dangers that this company's rules know be these, and no other concern."""
    (folder / "concerns" / "danger.toml").write_text(dangers, "utf-8")
    for name in ("conduct", "marks"):
        (folder / "concerns" / f"{name}.toml").write_text("", "utf-8")


def with_word(folder: Path, word: str, feeling: float) -> None:
    """Let this word carry a feeling, on VADER's scale; another time, another feeling."""
    path = folder / "policy.toml"
    lines = path.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(f"{word} = ")]
    kept.insert(kept.index("[sentiment.lexicon]") + 1, f"{word} = {feeling}")
    path.write_text("\n".join(kept) + "\n", "utf-8")
