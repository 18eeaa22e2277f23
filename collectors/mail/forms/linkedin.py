"""LinkedIn: comments on a company page's posts, and mentions. From documentation only.

Source: linkedin.com/help on page notifications by e-mail.
"""

import re

from collectors.mail.noticeform import Form, Telling
from collectors.post import Kind, Platform

FORM = Form(
    platform=Platform.LINKEDIN,
    tellings=(
        Telling(
            re.compile(
                r"^(?P<author>.{1,100}?) (?:also )?(?:commented on|replied to) "
                r"(?:your\b[^:“\"]{0,40}|(?P<account>[^:“\"]{1,80}?)['’]s [^:“\"]{0,30})"
                r"(?:[:.]\s*(?P<words>.+))?$",
                re.IGNORECASE,
            ),
            Kind.COMMENT,
        ),
        Telling(
            re.compile(
                r"^(?P<author>.{1,100}?) mentioned (?:you|(?P<account>.{1,80}?)) in a comment"
                r"(?:[:.]\s*(?P<words>.+))?",
                re.IGNORECASE,
            ),
            Kind.COMMENT,
            names_us=True,
        ),
        Telling(
            re.compile(
                r"^(?P<author>.{1,100}?) (?:mentioned|tagged) (?:you|(?P<account>.{1,80}?))"
                r" in a post"
                r"(?:[:.]\s*(?P<words>.+))?",
                re.IGNORECASE,
            ),
            Kind.POST,
            names_us=True,
        ),
    ),
    messages=re.compile(r"\b(?:messaged you|sent you a message|new messages?|inmail)\b", re.I),
    others=re.compile(
        r"\b(?:pin|password|sign(?:ed)? in|verification|jobs?|invitation|connect(?:ion)?|follow\w*"
        r"|appeared in|reacted|likes?|anniversary|birthday|people|newsletter|weekly|trending"
        r"|suggest\w*|impressions)\b",
        re.IGNORECASE,
    ),
)
