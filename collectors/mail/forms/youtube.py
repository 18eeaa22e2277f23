"""YouTube: comments on one's videos, and replies to one's comments. From documentation only.

Source: support.google.com/youtube on e-mail notifications; addresses with `lc` (the comment).
"""

import re

from collectors.mail.noticeform import Form, Telling
from collectors.post import Kind, Platform

FORM = Form(
    platform=Platform.YOUTUBE,
    tellings=(
        Telling(
            re.compile(
                r"^(?P<author>.{1,100}?) (?:(?:made a comment|(?:just )?commented|left a comment)"
                r" on|replied to) (?:your\b.{0,140}|[“\"].{1,140}[”\"])$",
                re.IGNORECASE,
            ),
            Kind.COMMENT,
        ),
        Telling(
            re.compile(
                r"^new (?:comment|reply) (?:on|to|from)\b.{1,140}$|^new (?:comment|reply)$",
                re.IGNORECASE,
            ),
            Kind.COMMENT,
        ),
        Telling(
            re.compile(
                r"^(?P<author>.{1,100}?) mentioned (?:you|your channel) in a comment"
                r"(?:[:.]\s*(?P<words>.+))?",
                re.IGNORECASE,
            ),
            Kind.COMMENT,
            names_us=True,
        ),
    ),
    messages=re.compile(r"(?!)"),
    others=re.compile(
        r"\b(?:subscri\w+|uploaded|just posted a video|premium|receipt|membership|terms|copyright"
        r"|password|weekly|monthly|recap|milestone|live)\b",
        re.IGNORECASE,
    ),
)
