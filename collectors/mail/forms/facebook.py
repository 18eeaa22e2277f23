"""Facebook: comments on a page's posts, mentions, recommendations. From documentation only.

Source: facebook.com/help on notifications by e-mail, and the sentences that people quote from them.
The language is English; in any other, a link that shows a comment's id is read, without its words.
"""

import re

from collectors.mail.noticeform import Form, Telling
from collectors.post import Kind, Platform

_PAGE = r"(?:your\b[^:“\"]{0,40}|(?P<account>[^:“\"]{1,80}?)['’]s [^:“\"]{0,30})"

FORM = Form(
    platform=Platform.FACEBOOK,
    tellings=(
        Telling(
            re.compile(
                rf"^(?P<author>.{{1,100}}?) (?:also )?(?:commented on|replied to) {_PAGE}"
                r"(?:[:.]\s*(?P<words>[“\"].+))?$",
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
                r" in (?:a post|their post|an update)(?:[:.]\s*(?P<words>.+))?",
                re.IGNORECASE,
            ),
            Kind.POST,
            names_us=True,
        ),
        Telling(
            re.compile(
                r"^(?P<author>.{1,100}?) (?:reviewed|(?:recommends|doesn['’]t recommend)"
                r"|left a (?:review|recommendation) (?:for|on)) (?:your page|(?P<account>.{1,80}?))"
                r"(?:[:.]\s*(?P<words>.+)|\.)?$",
                re.IGNORECASE,
            ),
            Kind.REVIEW,
        ),
    ),
    messages=re.compile(r"\b(?:sent (?:you|.{1,80}) a message|new messages?\b|messaged)", re.I),
    others=re.compile(
        r"\b(?:log-?in|logged in|password|code|notifications?$|new (?:likes?|followers?)|followed"
        r"|likes? your|liked|birthday|friend request|weekly|this week|memories|suggest\w*|invited"
        r"|reacted)\b"
        r"|\d+ (?:new )?(?:notifications|updates)",
        re.IGNORECASE,
    ),
)
