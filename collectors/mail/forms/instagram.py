"""Instagram: comments on one's posts, and mentions. From documentation only.

Source: help.instagram.com on e-mail notifications.
"""

import re

from collectors.mail.noticeform import Form, Telling
from collectors.post import Kind, Platform

FORM = Form(
    platform=Platform.INSTAGRAM,
    tellings=(
        Telling(
            re.compile(
                r"^@?(?P<author>[\w.]{1,30}) (?:commented(?: on your [\w ]{1,20})?"
                r"|replied to your comment)(?:[:.]\s*(?P<words>.+)|[.!]?$)",
                re.IGNORECASE,
            ),
            Kind.COMMENT,
        ),
        Telling(
            re.compile(
                r"^@?(?P<author>[\w.]{1,30}) (?:mentioned|tagged) you in a comment"
                r"(?:[:.]\s*(?P<words>.+)|[.!]?$)",
                re.IGNORECASE,
            ),
            Kind.COMMENT,
            names_us=True,
        ),
        Telling(
            re.compile(
                r"^@?(?P<author>[\w.]{1,30}) (?:mentioned|tagged) you in (?:a|their) "
                r"(?:post|photo|video|reel)(?:[:.]\s*(?P<words>.+)|[.!]?$)",
                re.IGNORECASE,
            ),
            Kind.POST,
            names_us=True,
        ),
    ),
    messages=re.compile(
        r"\b(?:sent you a (?:direct )?message|new messages?|direct messages?)\b", re.I
    ),
    others=re.compile(
        r"\b(?:log-?in|logged in|password|code|follow(?:ed|ers?|ing)|liked|suggest\w*|stor(?:y|ies)"
        r"|see what|posted|weekly|confirm)\b",
        re.IGNORECASE,
    ),
)
