"""Leaving: what in a download is never opened, by its name and place, in plain words.

Names are those of the downloads of X, Meta, Google, LinkedIn, Reddit and Mastodon, from real
downloads and public descriptions of them. They are judged within a folder or archive only: a file
that a person hands over by itself is judged by its content.
"""

import re
from fnmatch import fnmatchcase

MESSAGES = "direct messages"
ADVERTISING = "advertising"
CONTACTS = "contacts and address books"
FOLLOWED = "people followed or blocked"
LIKES = "likes, bookmarks and votes"
SEARCHES = "searches"
LOCATION = "location"
LOG_INS = "log-ins and devices"
PAYMENTS = "payments and orders"
INFERRED = "what the platform has inferred"
VISITED = "what was watched and visited"
PERSONAL = "personal details"
DELETED = "posts that were deleted"
PICTURES = "pictures, videos and sounds"
VIEWER = "parts of the download that hold no posts"

# Names of files without their ending, in small letters; a comma parts them.
_FILES = {
    MESSAGES: "direct-message*, deleted-direct-message*, messages, messages_*, message_headers,"
    " secret_conversations, chat_history, guide_messages, learning_coach_messages,"
    " grok-chat*, reply-prompt*, ai_conversations, chat_messages, messages_archive",
    ADVERTISING: "ad-*, ads clicked, ad_targeting, lan ads engagement, ads_interests,"
    " advertisers_*, advertisers you*, ads_viewed, ads_clicked, your_topics, information_used_*",
    CONTACTS: "contact, contacts, address_book*, connections, importedcontacts, imported contacts,"
    " synced_contacts, phone_contacts, your_address_books, friends, your_friends",
    FOLLOWED: "follower, followers*, following*, block, mute, lists-*, follows, blocked_*, muted_*,"
    " invitations, member_follows, company follows, hide_*, restricted_*, pending_follow*,"
    " subscribed_subreddits, who_you*, rejected_friend*, received_friend*, removed_friends",
    LIKES: "like, likes, liked_*, bookmarks, bookmark, comment_votes, post_votes, poll_votes,"
    " saved_posts, saved_comments, saved_collections, reactions, posts_and_comments, saved_items",
    SEARCHES: "saved-search, searches, searchqueries, search queries, search_history,"
    " search-history, account_searches, word_or_phrase_searches, profile_searches,"
    " your_search_history",
    LOCATION: "location*, device_location, account-timezone, timeline edits, primary_location,"
    " last_location, saved places, labelled places, labeled places, semantic location*,"
    " drafts_locations, approved_location*",
    LOG_INS: "ip-audit, ip_logs, login*, logins*, device-token, ni-devices, key-registry,"
    " account-creation-ip, connected-application, linked_identities, linked_accounts*, sso, app,"
    " apps_and_websites, security challenges, logout*, logged_in*, session*, devices*,"
    " used_ip_address*, signup_*, password_change*, two_factor*",
    PAYMENTS: "payments, stripe, payouts, reddit_gold*, receipts*, purchases*, payment_history,"
    " orders, order_history, shop-*, commerce-*, transactions*, persona, account_payments",
    INFERRED: "personalization, ageinfo, inferences*, branch-links, reels_sentiments,"
    " other_logged_information, your_reels_*, ads_about_meta, friend_peer_group",
    VISITED: "watch-history, watch history, browsing_history, link_history, user-link-clicks,"
    " activity_log, posts_viewed, videos_watched, suggested_accounts_viewed",
    PERSONAL: "personal_information*, profile_information*, phone-number*, phonenumbers,"
    " email addresses, email-address-change, birthdate, account_gender, screen-name-change,"
    " registration, whatsapp*, positions, education, skills, job*, verification*, verified*,"
    " profile_update_history, profile_changes, your_phone_numbers, user_preferences, twitter,"
    " account_history, sensitive_ads_preferences, checkfile, endorsement_*, recommendations_*",
    DELETED: "deleted-*, recently_deleted_*, archived_posts",
    VIEWER: "start_here, your archive, readme, manifest, thumbs, desktop, archive_browser",
}
# Folders that hold such things whole.
_FOLDERS = {
    MESSAGES: "inbox, messages, message_requests, archived_threads, filtered_threads, broadcast,"
    " direct_messages_media, direct_messages_group_media, direct_message_media,"
    " direct_message_group_media, direct_messages, google chat, hangouts, your_messages,"
    " secret_groups, e2ee_cutover, messenger",
    ADVERTISING: "ads_information, ads_and_topics, ads_and_businesses, advertising, ads",
    CONTACTS: "contacts, friends, phone_contacts",
    FOLLOWED: "followers_and_following, friends_and_followers, following_and_followers,"
    " followers, connections",
    LIKES: "likes, likes_and_reactions, saved, saved_items_and_collections",
    SEARCHES: "search, recent_searches, search_history, your_searches",
    LOCATION: "location, location history, location history (timeline), your_places,"
    " semantic location history, timeline",
    LOG_INS: "security_and_login_information, login_and_account_creation, logged_information,"
    " apps_and_websites, apps_and_websites_off_of_facebook, device_information,"
    " access log activity",
    PAYMENTS: "payments, facebook_payments, google pay, shops, shopping, your_orders, meta_pay,"
    " facebook_marketplace, shops_questions_&_answers, purchases _ reservations",
    INFERRED: "other_logged_information, your_topics, preferences",
    VISITED: "history, your_activity_off_meta_technologies, my activity, chrome, link_history,"
    " browsing_history, activity_messages",
    PERSONAL: "personal_information, profile_information, profile_media, facebook_portal,"
    " jobs, dating, facebook_dating, voting, your_problems, voice_recording_and_transcription",
    DELETED: "deleted_tweets_media, recently_deleted",
    PICTURES: "tweets_media, moments_media, community_tweet_media, media_attachments, photos,"
    " photos_and_videos, stickers_used, deleted_posts_media",
    VIEWER: "assets, __macosx",
}
_MEDIA = frozenset(
    "jpg jpeg png gif webp avif heic bmp tif tiff svg ico mp4 m4v mov avi webm mkv 3gp mp3 m4a aac"
    " ogg oga opus wav flac ts m3u8 srt vtt".split()
)
_LOOKS = frozenset("css woff woff2 ttf otf eot map ini db ds_store".split())

# What says whose download it is stands among private things: it is opened for that alone.
_OWNER = re.compile(
    r"(^|/)(personal_information(_\d+)?|profile_information|account|actor|profile|statistics"
    r"|channel(\(\d+\))?)\.(json|js|csv)$"
)
# "message_1", "like-part1", "contacts(2)": further parts of a long list.
_PART = re.compile(r"([-_]part\d+|[_ ]\d+|\(\d+\))$")


def left_unread(name: str) -> str | None:
    """What a member of a folder or archive holds that is never opened, in plain words; None for
    one that may be opened. `name` is its way within, parts divided by /."""
    way = name.casefold()
    *folders, file = way.split("/")
    stem, _, ending = file.rpartition(".")
    if _OWNER.search(way):
        return None
    if ending in _MEDIA:
        return _by_folder(folders) or PICTURES
    if ending in _LOOKS or file.startswith("."):
        return VIEWER
    return _by_file(_PART.sub("", stem)) or _by_folder(folders)


def _by_file(stem: str) -> str | None:
    return _EXACT.get(stem) or next((w for w, p in _PATTERNS if fnmatchcase(stem, p)), None)


def _by_folder(folders: list[str]) -> str | None:
    return next((_IN_FOLDER[folder] for folder in folders if folder in _IN_FOLDER), None)


def _listed(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(what, name.strip()) for what, names in table.items() for name in names.split(",")]


_EXACT = {name: what for what, name in _listed(_FILES) if not re.search(r"[*\[]", name)}
_PATTERNS = tuple((what, name) for what, name in _listed(_FILES) if name not in _EXACT)
_IN_FOLDER = {name: what for what, name in _listed(_FOLDERS)}
