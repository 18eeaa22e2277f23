"""The platforms by the names that people know them by."""

from collectors.post import Platform

PLATFORM = {
    Platform.NEWS: "News",
    Platform.BLOG: "Blog",
    Platform.X: "X",
    Platform.FACEBOOK: "Facebook",
    Platform.INSTAGRAM: "Instagram",
    Platform.META_BUSINESS: "Meta Business Suite",
    Platform.LINKEDIN: "LinkedIn",
    Platform.YOUTUBE: "YouTube",
    Platform.GOOGLE_BUSINESS: "Google",
    Platform.TIKTOK: "TikTok",
    Platform.REDDIT: "Reddit",
    Platform.MASTODON: "Mastodon",
    Platform.BLUESKY: "Bluesky",
    Platform.TRUSTPILOT: "Trustpilot",
    Platform.HACKERNEWS: "Hacker News",
    Platform.HOOTSUITE: "Hootsuite",
    Platform.EMAIL: "E-mail",
    Platform.NOTE: "Noted by hand",
    Platform.TABLE: "Table",
    Platform.OTHER: "Elsewhere",
}
