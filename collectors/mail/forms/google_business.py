"""Google Business Profile: new reviews. From public samples of the sentences, not of the layout.

Subject "NAME left a review for BUSINESS"; body "You got a new 2-star review", the name, the words.
Star ratings without words come in the same way. Place and address, name and drawn stars may stand
above the words. Redirects that only Google can resolve are left out.
"""

import re

from collectors.mail.noticeform import Form, Telling
from collectors.post import Kind, Platform

FORM = Form(
    platform=Platform.GOOGLE_BUSINESS,
    tellings=(
        Telling(
            re.compile(
                r"^(?P<author>.{1,100}?) (?:left|wrote|posted) a (?:new )?(?:[1-5][- ]star )?"
                r"review (?:for|of|on|about) (?:your business|(?P<account>.{1,120}))$",
                re.IGNORECASE,
            ),
            Kind.REVIEW,
        ),
        Telling(
            re.compile(r"\byou (?:got|have|received) a new (?:[1-5][- ]star )?review\b", re.I),
            Kind.REVIEW,
        ),
        Telling(
            re.compile(
                r"^(?P<account>.{1,120}?),? (?:you )?(?:got|has|received) a (?:new )?"
                r"(?:[1-5][- ]star )?review\b",
                re.IGNORECASE,
            ),
            Kind.REVIEW,
        ),
    ),
    messages=re.compile(r"\b(?:new message|sent you a message)\b", re.IGNORECASE),
    others=re.compile(
        r"\b(?:verif\w+|owner|performance|insights?|monthly|suspended|updates?"
        r"|photos?|posts? (?:is|are)|welcome)\b",
        re.IGNORECASE,
    ),
    name_above=True,
    several=re.compile(r"\b(?:\d+|several) new reviews\b", re.IGNORECASE),
)
