"""Recognition: whether a Post is new, an edit, or known already. Pure rules over what is known."""

from collections.abc import Mapping, Set
from datetime import datetime
from enum import StrEnum

from collectors.post import Kind, Post
from earshot.rules.company import BROUGHT, SourceKind
from earshot.rules.mention import fingerprint, identities, own_ids
from earshot.rules.sifting import Candidate
from earshot.store.mentions import Judged, Known
from earshot.words.vocabulary import Intent, State

# What a reply is plainly owed to: an edit into one of these reopens what was settled.
ASKING = frozenset({Intent.QUERY, Intent.COMPLAINT, Intent.PRESS, Intent.DATA_REQUEST})
DECLINED = frozenset({State.NO_REPLY_NEEDED, State.OUT_OF_SCOPE})
SETTLED = DECLINED | {State.ANSWERED, State.CLOSED}
BELOW_OTHERS = frozenset({Kind.COMMENT, Kind.REVIEW})  # they stand at the address of a page


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"


def recognise(
    candidate: Candidate, known: Mapping[str, Known], met_in_this_run: Set[str]
) -> Known | None:
    """The Mention that this Post is, by the strongest of its ids that is known."""
    for each in identities(candidate.post):
        found = known.get(each)
        if found and not _is_another(candidate, found, found.mention in met_in_this_run):
            return found
    return None


def free_id(post: Post, known: Mapping[str, Known]) -> str:
    """The strongest of the Post's ids that no other Mention has."""
    ids = identities(post)
    return next((each for each in ids if each not in known), ids[-1])


def outcome(candidate: Candidate, found: Known | None, met_in_this_run: bool) -> Outcome:
    """An edit shows where the same Source says something else than it did in an earlier Run."""
    if found is None:
        return Outcome.NEW
    if candidate.post.text_included and not found.text_included:
        return Outcome.CHANGED  # a notice of it came first; now its text is had
    if not candidate.post.text_included:
        return Outcome.KNOWN
    if _is_old(candidate, found):
        return Outcome.KNOWN
    sighted = found.sighted.get(candidate.source.id)
    if met_in_this_run or sighted is None or sighted[0] == fingerprint(candidate.post):
        return Outcome.KNOWN
    return Outcome.CHANGED


def _is_old(candidate: Candidate, found: Known) -> bool:
    """Whether a download holds what was said before: downloads are handed over in any order, so an
    older text in one is no edit."""
    brought = candidate.source.kind in BROUGHT
    return brought and fingerprint(candidate.post) in found.said


def is_gone(post: Post, gone: Mapping[str, datetime], there: Set[str]) -> bool:
    """Whether a Post was here and went. An id of what is there is its own alone."""
    met = {each for each in identities(post) if each in gone and each not in there}
    said_at = post.published.at
    if not met or said_at is None or not met.isdisjoint(own_ids(post)):
        return bool(met)  # by an id of its own it is the same, however it is dated anew
    return _has_its_address_alone(post) or any(said_at <= gone[each] for each in met)


def _has_its_address_alone(post: Post) -> bool:
    """Else what was said only after something went was not that, though it stands where that stood:
    a comment below the same page, or what has an id of its own, and another one."""
    return post.kind not in BELOW_OTHERS and not own_ids(post)


def asks_anew(found: Known, judged: Judged) -> bool:
    """Whether an edit of what was settled newly calls for a reply."""
    # Whoever answered a notice had read the whole of it, where it stands: that is no edit.
    if found.state not in (SETTLED if found.text_included else DECLINED):
        return False
    intent = judged.judgement.intent
    turned = intent in ASKING and intent is not found.intent
    return judged.needs_reply and (turned or not found.needs_reply)


def _is_another(candidate: Candidate, found: Known, met_in_this_run: bool) -> bool:
    """Whether one Source uses one address for several items (a page of comments, a homepage)."""
    sighted = found.sighted.get(candidate.source.id)
    if sighted is None or candidate.post.native_id:
        return False
    same_words = sighted[0] == fingerprint(candidate.post)
    if candidate.source.kind is SourceKind.NOTE:
        return not same_words  # people note a page's address for each comment below it
    guid = candidate.post.guid or ""
    return not same_words and (sighted[1] != guid or (met_in_this_run and not guid))
