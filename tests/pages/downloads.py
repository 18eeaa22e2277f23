"""Downloads that nobody asked for: invented people, invented words, the platforms' real shapes."""

import io
import json
import zipfile
from datetime import datetime

from earshot.words.times import utc_text

COMPLAINT = "Still waiting for my certificate after six weeks, nobody answers the phone"
PRAISE = "Lovely tutors, thank you all"


def reviews(*said: dict[str, object]) -> bytes:
    """Google Business reviews as Takeout has them, in a ZIP, with a file that is left unread."""
    folder = "Takeout/Google Business Profile/account-1/location-2"
    held = {
        f"{folder}/reviews.json": json.dumps({"reviews": said}),
        "Takeout/Contacts/contacts.csv": "Name\nSomebody Else\n",
    }
    return zipped(held)


def review(
    text: str,
    at: datetime,
    *,
    number: int = 1,
    stars: str = "ONE",
    answered: datetime | None = None,
) -> dict[str, object]:
    """One review by somebody invented; `answered`: when the owner answered it."""
    told: dict[str, object] = {
        "reviewer": {"displayName": "Robin Sample"},
        "starRating": stars,
        "comment": text,
        "createTime": utc_text(at),
        "updateTime": utc_text(at),
        "name": f"accounts/1/locations/2/reviews/r-{number}",
    }
    if answered:
        told["reviewReply"] = {"comment": "Thank you, Robin.", "updateTime": utc_text(answered)}
    return told


def tweets(*texts: str, handle: str) -> bytes:
    """An X archive: whose it is, and what was posted."""
    posted = [
        {"tweet": {"id_str": f"90000000000000000{n}", "full_text": text, "created_at": CREATED}}
        for n, text in enumerate(texts)
    ]
    owner = [{"account": {"username": handle, "accountDisplayName": "Robin Sample"}}]
    return zipped(
        {
            "data/account.js": f"window.YTD.account.part0 = {json.dumps(owner)}",
            "data/tweets.js": f"window.YTD.tweets.part0 = {json.dumps(posted)}",
            "data/direct-messages.js": "window.YTD.direct_messages.part0 = [ ]",
        }
    )


CREATED = "Mon Nov 02 10:00:00 +0000 2026"


def zipped(held: dict[str, str]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in held.items():
            archive.writestr(name, text)
    return body.getvalue()
