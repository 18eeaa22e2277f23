"""The texts that the sheets of a workbook share, packed: as Python's own texts each would cost 50
bytes more, and up to four for every character.

Source of the format: ECMA-376 part 1, 18.4 (shared string table).
"""

from array import array
from typing import Any, BinaryIO


class SharedTexts:
    """All of them in one piece, each given out by its number."""

    def __init__(self) -> None:
        self._packed = bytearray()
        self._ends = array("Q")  # where each ends in the piece

    def add(self, text: str) -> None:
        self._packed += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._packed))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        """Raises IndexError for a number that no text has."""
        if not 0 <= number < len(self._ends):
            raise IndexError(number)
        begin = self._ends[number - 1] if number else 0
        return self._packed[begin : self._ends[number]].decode("utf-8", "surrogatepass")


class NoTexts:
    """In place of them, for whoever asks only which cells hold formulas."""

    def __getitem__(self, number: int) -> str:
        return ""


def texts_in(stream: BinaryIO) -> SharedTexts:
    """The texts of `sharedStrings.xml`, as openpyxl reads each. Raises SyntaxError if damaged."""
    from openpyxl.cell.text import Text
    from openpyxl.xml.constants import SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    texts, root = SharedTexts(), None
    for event, node in iterparse(stream, ("start", "end")):
        root = node if root is None else root
        if event == "end" and node.tag == f"{{{SHEET_MAIN_NS}}}si":
            texts.add(_plain(Text.from_tree(node).content))
            root.clear()  # or the empty nodes of all texts would stay
    return texts


def _plain(content: Any) -> str:
    return str(content).replace("x005F_", "")  # how Excel writes an underscore that it must escape
