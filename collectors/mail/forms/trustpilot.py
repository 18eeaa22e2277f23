"""Trustpilot: new reviews of the company. From documentation only.

Source: support.trustpilot.com on notifications of new service reviews. Invitations to write a
review, which come from the same domain on behalf of any shop, are no Posts.
"""

import re

from collectors.mail.noticeform import Form, Telling
from collectors.post import Kind, Platform

FORM = Form(
    platform=Platform.TRUSTPILOT,
    tellings=(
        Telling(
            re.compile(
                r"^(?P<author>.{1,100}?) (?:(?:just )?(?:left|wrote|posted) (?:you )?an? (?:new )?"
                r"(?:[1-5][- ]star )?review|(?:has )?(?:updated|edited) (?:their|a) review)"
                r"(?: (?:for|of|about|on) (?:trustpilot|(?P<account>.{1,120}?)))?[.!]?$",
                re.IGNORECASE,
            ),
            Kind.REVIEW,
        ),
        Telling(
            re.compile(
                r"\b(?:you(?:['’]ve| have)? (?:got|received) a|new) (?:new )?"
                r"(?:[1-5][- ]star )?(?:service )?review\b(?: (?:for|of) (?P<account>.{1,120}?))?"
                r"(?: from (?P<author>.{1,100}?))?[.!]?$",
                re.IGNORECASE,
            ),
            Kind.REVIEW,
        ),
    ),
    messages=re.compile(r"(?!)"),
    others=re.compile(
        r"\b(?:how (?:did|was)|rate your|share your|invitation|tell us|password|log-?in|verify"
        r"|weekly|monthly|summary|report|newsletter|webinar)\b",
        re.IGNORECASE,
    ),
    several=re.compile(r"\b(?:\d+|several) new (?:service )?reviews\b", re.IGNORECASE),
)
