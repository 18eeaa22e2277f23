"""What can go wrong while collecting.

CollectError
├── FetchError          no answer that could be read; `problem` says which kind
└── UnreadableSource    an answer came and holds no feed or table; `problem` says which kind

Every error carries a sentence for the person who looks after the source.
"""

from datetime import datetime
from enum import StrEnum


class Problem(StrEnum):
    """Kinds of failure that a person would act on differently."""

    REFUSED_ADDRESS = "refused_address"  # not http(s), or an inside address
    NO_SUCH_HOST = "no_such_host"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    BAD_CERTIFICATE = "bad_certificate"
    REDIRECT_LOOP = "redirect_loop"
    TOO_LARGE = "too_large"
    BLOCKED = "blocked"  # 401, 403, or a page made for bots
    RATE_LIMITED = "rate_limited"  # 429, or 503 with Retry-After
    NOT_FOUND = "not_found"
    GONE = "gone"  # 410: the source is to be stopped
    SERVER_ERROR = "server_error"
    BAD_ANSWER = "bad_answer"  # broken HTTP, broken compression, an unexpected status
    NOT_A_FEED = "not_a_feed"
    EMPTY = "empty"  # an answer of no bytes
    TRUNCATED = "truncated"
    NOT_A_TABLE = "not_a_table"
    # of exports
    NO_POSTS = "no_posts"  # a file of a known kind that holds nothing that anybody said
    UNKNOWN_FILE = "unknown_file"  # of no kind that is known
    UNMAPPED_TABLE = "unmapped_table"  # a table whose columns nobody has named yet
    PRIVATE_DOWNLOAD = "private_download"  # a person's own, not the company's
    WHOSE_DOWNLOAD = "whose_download"  # it does not say: the person importing it is asked
    WRONG_PLATFORM = "wrong_platform"
    PASSWORD = "password"
    UNSAFE_ARCHIVE = "unsafe_archive"  # names that lead outside, a bomb
    # of mailboxes
    NOT_LET_IN = "not_let_in"  # the mail server refuses name or password
    NO_SUCH_FOLDER = "no_such_folder"
    NO_PASSWORD = "no_password"  # the reference leads to nothing, or to a file that all may read


class CollectError(Exception):
    """A source could not be collected; `str(error)` is a sentence for a person."""

    def __init__(self, problem: Problem, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = problem


class FetchError(CollectError):
    """Nothing could be fetched."""

    def __init__(
        self, problem: Problem, sentence: str, *, retry_at: datetime | None = None
    ) -> None:
        super().__init__(problem, sentence)
        self.retry_at = retry_at  # aware, UTC: not to be asked again before


class UnreadableSource(CollectError):
    """Something was read, but it holds no Posts that can be told apart."""
