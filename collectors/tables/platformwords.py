"""Platforms by the words of tools: how they call the places that they listen to."""

from collectors.post import Platform

PLATFORM_WORDS = {
    word: platform
    for platform, words in {
        Platform.X: "x|twitter|x (twitter)|x/twitter|twitter/x|x (formerly twitter)",
        Platform.FACEBOOK: "facebook|fb|facebook public|facebook page",
        Platform.INSTAGRAM: "instagram|ig|instagram public|instagram general",
        Platform.LINKEDIN: "linkedin",
        Platform.YOUTUBE: "youtube|youtube comments",
        Platform.GOOGLE_BUSINESS: "google|google reviews|google maps|google business profile"
        "|google my business",
        Platform.TIKTOK: "tiktok",
        Platform.REDDIT: "reddit",
        Platform.MASTODON: "mastodon",
        Platform.BLUESKY: "bluesky|bsky",
        Platform.TRUSTPILOT: "trustpilot",
        Platform.HACKERNEWS: "hacker news",
        Platform.NEWS: "news|online news|newspaper|print|magazine|press|lexisnexis|web"
        "|news_blogs|broadcast|radio|tv",
        Platform.BLOG: "blog|blogs|tumblr|wordpress|medium",
        Platform.OTHER: "forum|forums|review|reviews|qq|quora|messageboard|boards|podcast",
    }.items()
    for word in words.split("|")
}
