"""X: replies and mentions. From documentation only.

Source: help.x.com on e-mail preferences; subjects of older notices as people quote them.
"""

import re

from collectors.mail.noticeform import Form, Telling
from collectors.post import Kind, Platform

_WHO = r"(?P<author>.{1,80}?(?: \(@\w{1,15}\))?)"

FORM = Form(
    platform=Platform.X,
    tellings=(
        Telling(
            re.compile(
                rf"^{_WHO} (?:replied to (?:one of )?your (?:post|tweet|reply|repl\w+|posts|tweets)"
                r"|mentioned you|replied to you|quoted your (?:post|tweet)|tagged you)\b"
                r"[^:]{0,40}(?::\s*(?P<words>.+))?$",
                re.IGNORECASE,
            ),
            Kind.POST,
        ),
    ),
    messages=re.compile(r"\b(?:direct message|sent you a message|new messages?)\b", re.IGNORECASE),
    others=re.compile(
        r"\b(?:log-?in|password|code|confirm\w*|follow\w*|liked|notifications?|trending|highlights"
        r"|what['’]s happening|suggest\w*|reposted|retweeted|weekly)\b",
        re.IGNORECASE,
    ),
)
