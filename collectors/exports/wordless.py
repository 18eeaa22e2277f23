"""Wordless files: kinds of file that are known, hold nobody's public words, and are refused."""

from collections.abc import Callable

from collectors.errors import Problem, UnreadableSource
from collectors.exports.export import Context, Entries, Form, Holds, Member, Owner
from collectors.post import Platform


def nobody(member: Member) -> Owner | None:
    """The file does not say whose download it is."""
    return None


def wordless(
    name: str,
    platform: Platform,
    recognise: Callable[[str, bytes], bool],
    instead: str,
    *,
    owner: Callable[[Member], Owner | None] = nobody,
) -> Form:
    """A form whose `read` raises UnreadableSource (NO_POSTS).

    `name` says what the file is, and `instead`, in a sentence, what to import. Nobody is asked
    whose download it is, since nothing of it is read.
    """

    def read(member: Member, context: Context) -> Entries:
        sentence = f"{member.name} is not read ({name}). {instead}"
        raise UnreadableSource(Problem.NO_POSTS, sentence)

    return Form(name, platform, Holds.OTHERS, recognise, read, owner)
