"""Archives: what a person hands over, sorted into what is read, by which form, and what is not."""

from dataclasses import dataclass

from collectors.errors import Problem, UnreadableSource
from collectors.exports import x
from collectors.exports.container import Container, Refused
from collectors.exports.export import Context, Entries, Form, Member, Owner
from collectors.exports.forms import recognise
from collectors.exports.whose import owners_of
from collectors.post import Unread


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, how it is read, and whose download it is, as another file of it may say."""

    member: Member
    form: Form
    owner: Owner | None
    is_single: bool  # handed over by itself

    def entries(self, context: Context) -> Entries:
        """What the file holds; `context.owner` should be `owner`, or whom a person has named.

        A file that says things about a download and holds no Posts is refused (NO_POSTS) where it
        was handed over by itself, and left unread where it is one of many.
        """
        try:
            yield from self.form.read(self.member, context)
        except UnreadableSource as error:
            if self.is_single or error.problem is not Problem.NO_POSTS:
                raise
            yield Unread(self.form.name)


@dataclass(frozen=True, slots=True)
class Archive:
    """What a container holds. Readings must be read in their order: a later one may give only what
    those before it have not taken up."""

    readings: tuple[Reading, ...]
    unknown: tuple[Member, ...]  # of no form: a table, perhaps
    left: tuple[Unread, ...]
    refused: tuple[Refused, ...]


def archive_of(container: Container) -> Archive:
    """Look at the beginning of each file that may be opened. The container must stay open."""
    files: list[tuple[Form, Member]] = []
    unknown: list[Member] = []
    left: list[Unread] = []
    refused: list[Refused] = []
    for found in container:
        if isinstance(found, Unread):
            left.append(found)
        elif isinstance(found, Refused):
            refused.append(found)
        else:
            _sort(found, container.name, files, unknown, refused)
    readings = _readings(x.joined(files), is_single=container.is_single)
    return Archive(readings, tuple(unknown), tuple(left), tuple(refused))


def _sort(
    member: Member,
    container: str,
    files: list[tuple[Form, Member]],
    unknown: list[Member],
    refused: list[Refused],
) -> None:
    try:
        files.append((recognise(member), member))
    except UnreadableSource as error:
        if error.problem is Problem.UNKNOWN_FILE:
            unknown.append(member)
        else:
            refused.append(Refused(member.name, error.problem, str(error)))
    except OSError as error:
        label = member.name if member.name == container else f"{container}: {member.name}"
        sentence = f"{label} cannot be read: {error.strerror or error}"
        refused.append(Refused(member.name, Problem.UNKNOWN_FILE, sentence))


def _readings(files: list[tuple[Form, Member]], *, is_single: bool) -> tuple[Reading, ...]:
    owned = zip(files, owners_of(files), strict=True)
    return tuple(Reading(member, form, owner, is_single) for (form, member), owner in owned)
