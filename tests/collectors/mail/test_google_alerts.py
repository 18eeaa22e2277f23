"""Google Alerts by e-mail: every result is one Post, with the article's own address."""

from collectors.post import Kind, Platform, Post, Rejected
from tests.collectors.mail.letters import only_post, proved, read

SENDER = "Google Alerts <googlealerts-noreply@google.com>"
SUBJECT = "Google Alert - “Example Training Ltd”"


def wrapped(url: str) -> str:
    return f"https://www.google.com/url?rct=j&sa=t&url={url}&ct=ga&cd=CAE&usg=AOv"


TEXT = f"""=== News - 2 new results for ["Example Training Ltd"] ===

Example Training opens a workshop in Leeds
Example Gazette
The provider Example Training Ltd has opened a workshop for forty
apprentices, and more are ...
<{wrapped("https://gazette.example/leeds%3Fid%3D7")}>

Colleges and their partners
Sample Times
Among them is Example Training Ltd.
<{wrapped("https://times.example/partners")}>

=== Web - 1 new result for ["Example Training Ltd"] ===

Robin on X
Example Training Ltd never calls back
<{wrapped("https://x.com/sample/status/1700000000000000009")}>

- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
Unsubscribe from this Google Alert:
<https://www.google.com/alerts/remove?s=secret>
"""


def cell(url: str, title: str, outlet: str, snippet: str) -> str:
    link = wrapped(url).replace("&", "&amp;")
    return f"""<tr><td><a href="{link}"><span>{title}</span></a><div><a>{outlet}</a></div>
      <div>{snippet}</div><a href="https://www.google.com/alerts/feedback?x=1">
      Flag as irrelevant</a></td></tr>"""


FIRST = cell(
    "https://gazette.example/leeds%3Fid%3D7",
    "<b>Example Training</b> opens a workshop",
    "Example Gazette",
    "It has opened&nbsp;...",
)
SECOND = cell(
    "https://times.example/partners",
    "Colleges",
    "Sample Times",
    "Among them is <b>Example Training Ltd</b>.",
)
HTML = f"""<html><body><table><tr><td>“Example Training Ltd”</td></tr>
  <tr><td>As-it-happens update ⋅ 23 November 2026</td></tr><tr><td>NEWS</td></tr>
  {FIRST}{SECOND}
  </table><p>You have received this email because you have subscribed to Google Alerts.</p>
  <a href="{wrapped("https://evil.example/")}">Unsubscribe</a></body></html>"""


def posts(raw: bytes) -> list[Post]:
    return [entry for entry in read(raw).entries if isinstance(entry, Post)]


def test_every_result_of_the_plain_part_is_a_post() -> None:
    first, second, third = posts(proved(SENDER, SUBJECT, text=TEXT))
    assert first.title == "Example Training opens a workshop in Leeds"
    assert first.publisher == "Example Gazette"
    assert first.text.startswith("The provider Example Training Ltd has opened")
    assert first.url == "https://gazette.example/leeds?id=7"
    assert (first.platform, first.kind) == (Platform.NEWS, Kind.ARTICLE)
    assert second.publisher == "Sample Times"
    assert (third.platform, third.native_id) == (Platform.X, "1700000000000000009")


def test_every_result_of_the_html_part_is_a_post() -> None:
    first, second = posts(proved(SENDER, SUBJECT, html=HTML))
    assert first.title == "Example Training opens a workshop"
    assert (first.publisher, first.text) == ("Example Gazette", "It has opened ...")
    assert second.url == "https://times.example/partners"
    assert second.text == "Among them is Example Training Ltd."


def test_an_alert_without_any_result_is_rejected() -> None:
    (entry,) = read(proved(SENDER, SUBJECT, text="The layout has changed.")).entries
    assert isinstance(entry, Rejected)


def test_one_article_twice_in_one_message_is_one_post() -> None:
    twice = TEXT.replace("https://times.example/partners", "https://gazette.example/leeds%3Fid%3D7")
    assert len(posts(proved(SENDER, SUBJECT, text=twice))) == 2


def test_other_mail_of_google_is_not_read() -> None:
    assert read(proved("Google <no-reply@accounts.google.com>", SUBJECT, text=TEXT)).entries == ()


def test_a_single_result_stays_one() -> None:
    one = TEXT.partition("Colleges and")[0]
    assert only_post(proved(SENDER, SUBJECT, text=one)).publisher == "Example Gazette"
