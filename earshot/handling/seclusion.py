"""Seclusion: whether other accounts on the machine can read a company's folder.

What is written is private by now. A folder that an older version made may not be.
"""

import os
from pathlib import Path

from earshot.handling.house import House


def open_to_others(house: House) -> str:
    """What to do about a folder or store that others can read, in a sentence; "" where none can."""
    found = [each for each in (house.folder, house.store.path) if _is_open(each)]
    if not found:
        return ""
    return (
        f"Other accounts on this machine may read {found[0]}. Shut them out: "
        f"chmod -R go= {house.folder}"
    )


def _is_open(path: Path) -> bool:
    if os.name != "posix" or not path.exists():  # other systems' modes say nothing about others
        return False
    return bool(path.stat().st_mode & 0o077)
