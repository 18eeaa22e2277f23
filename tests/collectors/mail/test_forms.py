"""What each service's notices tell of. From documentation: the layouts are ours, not theirs."""

import pytest

from collectors.post import DateMark, Kind, Platform, Rejected, Unread
from tests.collectors.mail.letters import FACEBOOK, only_post, proved, read

COMMENT = (
    "https://www.facebook.com/n/?exampletraining%2Fposts%2F123456789012&amp;comment_id=98765432101"
    "&amp;aref=1700000&amp;medium=email&amp;mid=5e1f&amp;bcode=2.1700.secret&amp;n_m=office%40x"
)


def facebook_page(words: str, said: str = "Robin Sample commented on your post.") -> str:
    return f"""<html><head><title>Facebook</title><style>p {{color: red}}</style></head><body>
      <div style="display:none">Robin Sample commented: preview</div>
      <table><tr><td><a href="https://www.facebook.com/n/?home.php">Facebook</a></td></tr>
      <tr><td><img src="https://www.facebook.com/email_open_log_pic.php?mid=1"></td></tr>
      <tr><td><a href="{COMMENT}">Robin Sample</a> {said.partition(" Sample ")[2]}</td></tr>
      <tr><td>Robin Sample</td></tr><tr><td>23 November at 09:14</td></tr>
      <tr><td>{words}</td></tr>
      <tr><td><a href="{COMMENT}">View comment</a></td></tr>
      <tr><td>This message was sent to office@training.example. Meta Platforms Ireland</td></tr>
      </table></body></html>"""


def test_a_comment_on_the_companys_page_is_a_post_with_its_words() -> None:
    words = "I am waiting for my certificate since May. Who can help?"
    post = only_post(
        proved(FACEBOOK, "Robin Sample commented on your post", html=facebook_page(words))
    )
    assert post.platform is Platform.FACEBOOK
    assert post.kind is Kind.COMMENT
    assert post.text == words
    assert post.author == "Robin Sample"
    assert post.native_id == "comment:98765432101"
    assert post.published.mark is DateMark.EXACT
    assert post.title is None
    assert post.text_included


def test_no_link_follows_the_reader_about() -> None:
    post = only_post(
        proved(FACEBOOK, "Robin Sample commented on your post", html=facebook_page("Hi all"))
    )
    assert post.url == (
        "https://www.facebook.com/exampletraining/posts/123456789012?comment_id=98765432101"
    )


@pytest.mark.parametrize("cut", ["My certificate is…", "My certificate is...", "My cert… See more"])
def test_first_words_only_are_marked_so_that_somebody_completes_them(cut: str) -> None:
    raw = proved(FACEBOOK, "Robin Sample commented on your post", html=facebook_page(cut))
    assert not only_post(raw).text_included


def test_a_notice_with_a_link_and_no_words_is_a_post_without_its_text() -> None:
    page = (
        "<p>Robin Sample mentioned Example Training Ltd in a comment</p>"
        f'<a href="{COMMENT}">See</a>'
    )
    post = only_post(proved(FACEBOOK, "You have been mentioned", html=page))
    assert (post.text, post.text_included) == ("", False)
    assert post.account == "Example Training Ltd"


def test_the_page_that_a_notice_names_is_the_account() -> None:
    said = "Robin Sample commented on Example Training Ltd's post: “Great course!”"
    post = only_post(proved(FACEBOOK, said.partition(":")[0], html=f"<p>{said}</p>"))
    assert (post.account, post.text) == ("Example Training Ltd", "Great course!")


def test_a_recommendation_is_a_review() -> None:
    page = (
        "<p>Robin Sample recommends Example Training Ltd</p><p>Kind staff.</p>"
        f"<a href='{COMMENT}'>View</a>"
    )
    post = only_post(proved(FACEBOOK, "Robin Sample recommends Example Training Ltd", html=page))
    assert (post.kind, post.text) == (Kind.REVIEW, "Kind staff.")


@pytest.mark.parametrize(
    ("subject", "what"),
    [
        ("Robin Sample sent you a message", "private messages on Facebook"),
        ("New login to your account", "other notices from Facebook"),
        ("You have 12 new notifications", "other notices from Facebook"),
        ("Your Facebook password was changed", "other notices from Facebook"),
        ("Your Page has new followers", "other notices from Facebook"),
    ],
)
def test_what_is_no_post_is_counted_as_left_unread(subject: str, what: str) -> None:
    raw = proved(FACEBOOK, subject, html=facebook_page("secret words"))
    assert read(raw).entries == (Unread(what),)


def test_somebody_called_password_can_still_comment() -> None:
    page = facebook_page("Hello").replace("Robin Sample", "Pat Password")
    raw = proved(FACEBOOK, "Pat Password commented on your post", html=page)
    assert only_post(raw).author == "Pat Password"


def test_a_notice_in_another_language_is_known_by_its_link() -> None:
    page = f'<p>Robin hat deinen Beitrag kommentiert</p><a href="{COMMENT}">Ansehen</a>'
    post = only_post(proved(FACEBOOK, "Robin hat deinen Beitrag kommentiert", html=page))
    assert post.native_id == "comment:98765432101"
    assert not post.text_included


def test_a_notice_that_holds_nothing_is_rejected_with_its_place() -> None:
    raw = proved(
        FACEBOOK,
        "Robin Sample commented on your post",
        html="<p>Robin Sample commented on your post</p>",
    )
    (entry,) = read(raw).entries
    assert isinstance(entry, Rejected)
    assert entry.where == "message a1@mail.example of Mon, 23 Nov 2026 09:15:00 +0000"


def test_links_to_elsewhere_and_to_scripts_are_never_taken() -> None:
    page = """<p>Robin Sample commented on your post</p><blockquote>Hello there</blockquote>
      <a href="javascript:alert(1)">View comment</a>
      <a href="https://www.facebook.com.evil.example/x/posts/123456789012?comment_id=1">View</a>
      <a href="https://evil.example/?comment_id=98765432101">View</a>"""
    post = only_post(proved(FACEBOOK, "Robin Sample commented on your post", html=page))
    assert (post.url, post.native_id, post.text) == (None, None, "Hello there")


def test_instagram_comments_are_read() -> None:
    page = """<p>sample.robin commented: Is the open day still on? 🙂</p>
      <a href="https://www.instagram.com/p/Cabc123/c/17900001/?utm_source=ig_email">View</a>"""
    post = only_post(
        proved(
            "Instagram <no-reply@mail.instagram.com>",
            "sample.robin commented on your post",
            html=page,
        )
    )
    assert (post.platform, post.kind) == (Platform.INSTAGRAM, Kind.COMMENT)
    assert (post.author, post.text) == ("sample.robin", "Is the open day still on? 🙂")
    assert post.native_id == "comment:17900001"
    assert post.url == "https://www.instagram.com/p/Cabc123/c/17900001/"


def test_linkedin_comments_are_read_without_the_tokens_of_their_links() -> None:
    link = (
        "https://www.linkedin.com/comm/feed/update/urn:li:activity:7100000000000000001"
        "?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A7100000000000000001%2C7100000000000000002%29"
        "&amp;midToken=AQE&amp;midSig=1x&amp;trk=eml&amp;otpToken=secret"
    )
    page = f"""<h2>Robin Sample commented on Example Training Ltd’s post</h2>
      <p>Robin Sample</p><p>2h</p><p>Do you run this in Leeds, too?</p>
      <a href="{link}">View comment</a><p>© 2026 LinkedIn Ireland</p>"""
    sender = "LinkedIn <notifications-noreply@linkedin.com>"
    post = only_post(proved(sender, "Robin Sample commented on your page’s post", html=page))
    assert post.text == "Do you run this in Leeds, too?"
    assert post.account == "Example Training Ltd"
    assert post.native_id == "comment:7100000000000000002"
    assert post.url is not None
    assert "oken" not in post.url
    assert "/comm/" not in post.url


def test_replies_on_x_are_read() -> None:
    link = (
        "https://twitter.com/i/redirect?url=https%3A%2F%2Ftwitter.com%2Fsample%2Fstatus%2F1700000000000000001"
        "%3Fcn%3Dabc&amp;t=1&amp;uid=77&amp;sig=secret"
    )
    page = f"""<p>Robin Sample (@sample) replied to your post</p>
      <p>@exampletraining nobody answers the phone</p><a href="{link}">View on X</a>"""
    post = only_post(
        proved("X <notify@x.com>", "Robin Sample (@sample) replied to your post", html=page)
    )
    assert post.text == "@exampletraining nobody answers the phone"
    assert post.native_id == "1700000000000000001"
    assert post.url == "https://twitter.com/sample/status/1700000000000000001"


def test_youtube_comments_are_read() -> None:
    link = (
        "https://www.youtube.com/attribution_link?a=x&amp;u=/watch%3Fv%3Dabcdefghijk%26lc%3DUgxSample"
        "%26feature%3Dem-comments"
    )
    page = f"""<p>Robin Sample commented on your video</p><p>Robin Sample</p>
      <p>Where is part two?</p>
      <a href="{link}">Reply</a><p>© 2026 Google LLC</p>"""
    sender = "YouTube <noreply@youtube.com>"
    post = only_post(proved(sender, 'Robin Sample commented on "Our workshop"', html=page))
    assert (post.text, post.native_id) == ("Where is part two?", "comment:UgxSample")
    assert post.url == "https://www.youtube.com/watch?v=abcdefghijk&lc=UgxSample"


GOOGLE = "Google Business Profile <businessprofile-noreply@google.com>"


def test_google_reviews_have_stars_and_words() -> None:
    text = """You got a new 2-star review

Read review
<https://notifications.google.com/g/p/secret>

Robin Sample

The room was cold and nobody told us
where to go.

Reply to review
<https://notifications.google.com/g/p/secret2>
"""
    post = only_post(proved(GOOGLE, "Robin left a review for Example Training Ltd", text=text))
    assert (post.platform, post.kind, post.rating) == (Platform.GOOGLE_BUSINESS, Kind.REVIEW, 2)
    assert post.text.split() == "The room was cold and nobody told us where to go.".split()
    assert (post.account, post.url) == ("Example Training Ltd", None)
    assert post.author == "Robin Sample"
    assert post.text_included


def test_a_review_of_stars_alone_is_whole() -> None:
    text = "You got a new 5-star review\n\nRead review\n<https://notifications.google.com/x>\n"
    post = only_post(proved(GOOGLE, "Robin left a review for Example Training Ltd", text=text))
    assert (post.text, post.rating, post.text_included) == ("", 5, True)


def test_several_reviews_in_one_notice_are_not_lost_silently() -> None:
    (entry,) = read(proved(GOOGLE, "Example Training Ltd, you got 3 new reviews", text="x")).entries
    assert isinstance(entry, Rejected)
    assert "several" in entry.reason


def test_trustpilot_reviews_are_read_and_invitations_are_not() -> None:
    page = """<p>Robin Sample left a 1-star review</p><h3>Never again</h3>
      <p>Three weeks without an answer.</p>
      <a href="https://businessapp.b2b.trustpilot.com/reviews/64a0f00000000000000000aa?token=1">
      Reply now</a>"""
    sender = "Trustpilot <noreply@trustpilot.com>"
    post = only_post(proved(sender, "Robin Sample left a 1-star review", html=page))
    assert (post.rating, post.native_id) == (1, "64a0f00000000000000000aa")
    assert post.url == "https://www.trustpilot.com/reviews/64a0f00000000000000000aa"
    assert post.text == "Never again\nThree weeks without an answer."
    invitation = proved(
        "Shop <noreply.invitations@trustpilotmail.com>", "How did we do?", html=page
    )
    assert read(invitation).entries == (Unread("other notices from Trustpilot"),)
