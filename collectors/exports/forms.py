"""Forms: every kind of file that is known, and which of them a file is."""

from collectors.errors import Problem, UnreadableSource
from collectors.exports import (
    bluesky,
    facebook,
    facebook_page,
    google_business,
    google_maps,
    instagram,
    linkedin,
    mastodon,
    reddit,
    tiktok,
    x,
    youtube,
)
from collectors.exports.export import HEAD, Form, Member

# In this order: the first that knows a file has it.
FORMS: tuple[Form, ...] = (
    *x.FORMS,
    *mastodon.FORMS,
    *bluesky.FORMS,
    *tiktok.FORMS,
    *reddit.FORMS,
    *google_business.FORMS,
    *google_maps.FORMS,
    *facebook.FORMS,
    *facebook_page.FORMS,
    *instagram.FORMS,
    *youtube.FORMS,
    *linkedin.FORMS,
)


def recognise(member: Member) -> Form:
    """The kind of file, by its first HEAD bytes, and by its name where these could be two kinds.

    Raises UnreadableSource (EMPTY or UNKNOWN_FILE, naming the file, or whatever opening it says).
    """
    with member.open() as stream:
        head = stream.read(HEAD)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableSource(Problem.EMPTY, f"{member.name} is empty")
    for form in FORMS:
        if form.recognise(member.name, head):
            return form
    sentence = f"{member.name} is of no kind that is known here, or has changed beyond recognition"
    raise UnreadableSource(Problem.UNKNOWN_FILE, sentence)
