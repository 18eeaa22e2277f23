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


@pytest.mark.parametrize(
    ("sender", "subject", "link"),
    [
        (
            "LinkedIn <notifications-noreply@linkedin.com>",
            "Robin Sample mentioned Example Training Ltd in a post",
            "https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000001",
        ),
        (
            "LinkedIn <notifications-noreply@linkedin.com>",
            "Robin Sample mentioned Example Training Ltd in a comment",
            "https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000001",
        ),
        (FACEBOOK, "Robin Sample tagged Example Training Ltd in a post", COMMENT),
        (FACEBOOK, "Robin Sample mentioned you in a comment", COMMENT),
        (
            "Instagram <no-reply@mail.instagram.com>",
            "sample.robin tagged you in a photo",
            "https://www.instagram.com/p/Cabc123/",
        ),
        (
            "Instagram <no-reply@mail.instagram.com>",
            "sample.robin mentioned you in a comment: Hello",
            "https://www.instagram.com/p/Cabc123/c/17900001/",
        ),
        (
            "YouTube <noreply@youtube.com>",
            "Robin Sample mentioned your channel in a comment",
            "https://www.youtube.com/watch?v=abcdefghijk&lc=UgxSample",
        ),
    ],
)
def test_a_mention_names_us_and_stands_on_none_of_our_pages(
    sender: str, subject: str, link: str
) -> None:
    post = only_post(proved(sender, subject, html=f'<p>{subject}</p><a href="{link}">See</a>'))
    assert (post.names_us, post.to_account, post.account) == (True, False, None)


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        (FACEBOOK, "Robin Sample commented on your post"),
        (FACEBOOK, "Robin Sample recommends Example Training Ltd"),
        ("Instagram <no-reply@mail.instagram.com>", "sample.robin replied to your comment: Hi"),
        ("X <notify@x.com>", "Robin Sample (@sample) mentioned you: Hi"),
        ("X <notify@x.com>", "Robin Sample (@sample) replied to your post"),
    ],
)
def test_what_is_said_to_us_is_on_our_account(sender: str, subject: str) -> None:
    page = f"<p>{subject}</p><blockquote>Hello there</blockquote>"
    post = only_post(proved(sender, subject, html=page))
    assert (post.to_account, post.names_us) == (True, False)


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
        ("Robin Sample replied to your message", "private messages on Facebook"),
        ("Robin Sample replied to your Marketplace message", "private messages on Facebook"),
        ("Robin Sample replied to Example Ltd's message", "private messages on Facebook"),
        ("Robin Sample replied to your story", "private messages on Facebook"),
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


ABOVE = "Example Training Ltd\n12 Sample Street, Hull\n"
WORDS = "The room was cold."


@pytest.mark.parametrize(
    ("layout", "stars", "words"),
    [
        (f"{ABOVE}\nRobin Sample\n★★☆☆☆\n{WORDS}", 2, WORDS),
        (f"{ABOVE}Robin Sample\n★★★★★\n{WORDS}", 5, WORDS),
        (f"{ABOVE}★☆☆☆☆\nRobin Sample\n{WORDS}", 1, WORDS),
        (f"{ABOVE}Robin Sample\n{WORDS}\n★★★☆☆", 3, WORDS),
        (f"Robin Sample\nLocal Guide · 12 reviews\n★★☆☆☆ 2 days ago\n{WORDS}", 2, WORDS),
        (f"★ ★ ☆ ☆ ☆ {WORDS}", 2, WORDS),
        (f"2 stars\n{WORDS}", 2, WORDS),
        (f"Rating: 4/5\n{WORDS}", 4, WORDS),
        (f"Rated 3 out of 5 stars\n{WORDS}", 3, WORDS),
        (f"★☆☆☆☆\n{WORDS}\n5 stars? Never.", 1, f"{WORDS} 5 stars? Never."),
        (f"{WORDS}\nRobin Sample", None, WORDS),
        (f"{ABOVE}{WORDS}", None, WORDS),
        (f"{ABOVE}Robin Sample\n★★★★☆", 4, ""),
        ("12 weeks of waiting, no answer.", None, "12 weeks of waiting, no answer."),
        ("I wanted to give 5 stars", None, "I wanted to give 5 stars"),
    ],
)
def test_a_review_is_its_words_and_its_full_stars_in_any_layout(
    layout: str, stars: float | None, words: str
) -> None:
    subject = "Robin Sample left a review for Example Training Ltd"
    link = "https://business.google.com/n/1/reviews/AbSample123?hl=en-GB"
    text = f"{subject}\n\n{layout}\n\nReply to review\n{link}\n\nGoogle LLC 1 Some Parkway\n"
    post = only_post(proved(GOOGLE, subject, text=text))
    assert (post.rating, " ".join(post.text.split())) == (stars, words)
    assert post.author == "Robin Sample"


def test_stars_that_are_pictures_are_read_by_what_stands_for_them() -> None:
    page = """<p>Robin Sample left a review for Example Training Ltd</p><p>Robin Sample</p>
      <p><img src="https://x.example/2.png" alt="2 stars"></p><p>Too cold.</p>"""
    subject = "Robin Sample left a review for Example Training Ltd"
    post = only_post(proved(GOOGLE, subject, html=page))
    assert (post.rating, post.text) == (2, "Too cold.")
    five = "".join(f'<img src="{n}" alt="{sign}">' for n, sign in enumerate("★★★☆☆"))
    assert only_post(proved(GOOGLE, subject, html=page.replace("2 stars", '">' + five))).rating == 3


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://business.google.com/reviews?hl=en", "https://business.google.com/reviews"),
        (
            "https://search.google.com/local/reviews?placeid=ChIJsample&hl=en&authuser=me",
            "https://search.google.com/local/reviews?placeid=ChIJsample",
        ),
        ("https://www.google.com/maps/place/Sample/", "https://www.google.com/maps/place/Sample/"),
        ("https://g.page/r/Csample/review", "https://g.page/r/Csample/review"),
        ("https://business.google.com/settings?token=secret", None),
        ("https://g.page.evil.example/r/Csample/review", None),
        ("https://notifications.google.com/g/p/secret", None),
        ("javascript:alert('/reviews')", None),
    ],
)
def test_the_page_of_all_reviews_is_kept_and_two_of_them_stay_two(
    link: str, kept: str | None
) -> None:
    page = f'<p>You got a new 5-star review</p><a href="{link}">Read review</a>'
    subject = "{} left a review for Example Training Ltd"
    one, other = (
        only_post(proved(GOOGLE, subject.format(name), html=page)) for name in ("Robin", "Pat")
    )
    assert one.native_id is None
    assert (one.url.partition("#")[0] if one.url else None) == kept
    assert kept is None or one.url != other.url


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


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        (FACEBOOK, "Robin Sample replied to your message"),
        ("LinkedIn <messages-noreply@linkedin.com>", "Robin Sample replied to your message"),
        ("X <notify@x.com>", "Robin Sample (@sample) mentioned you in a direct message"),
    ],
)
def test_an_answer_to_a_private_message_is_no_comment_wherever_the_notice_says_so(
    sender: str, said: str
) -> None:
    page = f"<p>{said}</p><blockquote>secret words</blockquote><a href='{COMMENT}'>See</a>"
    for subject in (said, "Example Training Ltd"):
        (entry,) = read(proved(sender, subject, html=page)).entries
        assert isinstance(entry, Unread)
        assert entry.what.startswith("private messages on ")


@pytest.mark.parametrize(
    "said",
    [
        "Robin Sample commented on your post: “The message never came”",
        "Message Direct Ltd commented on your post: “Hello”",
        "Robin Sample commented on Chat Training Ltd's post: “Hello”",
        "Robin Sample replied to your comment: “I sent you a message”",
    ],
)
def test_a_comment_that_speaks_of_messages_is_still_a_comment(said: str) -> None:
    assert only_post(proved(FACEBOOK, said, html=f"<p>{said}</p>")).kind is Kind.COMMENT
