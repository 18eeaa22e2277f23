"""Leaving the sample: its folder, and nothing else, is removed once the company has its own."""

import shutil

from earshot.handling.house import own_house, sample_house
from earshot.words.errors import Refused


def can_remove_sample() -> bool:
    return sample_house().store.exists() and own_house().store.exists()


def remove_sample() -> None:
    """Remove the sample's folder.

    Raises:
        Refused: there is none, or it is all there is to look at.
    """
    if not can_remove_sample():
        raise Refused("There is no sample to remove.")
    shutil.rmtree(sample_house().folder)
