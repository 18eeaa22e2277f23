"""Claims about names and passwords inside addresses: found however written, and never said."""

import pytest

from collectors.userinfo import holds_userinfo, shown


@pytest.mark.parametrize(
    "url",
    [
        "https://u:s3cret@a.example/feed",
        "HTTPS://s3cret@a.example",
        " https://u:s3cret@b@a.example/",
        "ht\ttps://u:s3cret@a.example/",
        "feed:https://u:s3cret@a.example/",
        "feed://https://u:s3cret@a.example/",
        "https:\\\\u:s3cret@a.example/",
        "https:u:s3cret@a.example/",
        "//u:s3cret@a.example/",
        "u:s3cret@a.example/feed",
        "ftp://u:s3cret@[::1/",
    ],
)
def test_a_password_is_found_and_not_said(url: str) -> None:
    assert holds_userinfo(url)
    assert "s3cret" not in shown(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/@example",
        "https://a.example:8443/?mail=robin@b.example",
        "https://a.example#@top",
        "youtube.com/feed",
    ],
)
def test_an_at_sign_behind_the_host_is_no_password(url: str) -> None:
    assert not holds_userinfo(url)
    assert shown(url) == url


def test_a_password_with_a_slash_makes_no_address_and_is_not_said() -> None:
    assert shown("https://u:s3/cret@a.example/feed") == "…@a.example/feed"
