"""The link of every network, written out by hand from the network's own field names; its names and life."""

import pytest

from solidarity_widgets import NoShareURLError, builtin_registry, share_button, share_url

URL = "https://example.org/?a=1#b"
FULL = {
    "title": "Воля + 5%",
    "text": "Ales & all",
    "image": "https://example.org/i.png",
    "hashtags": ["freeales", "Беларусь"],
    "via": "viasna96",
    "locale": "be",
}
#: What a network cannot do without.
OPTIONS = {"facebook_messenger": {"app_id": "291494419107518"}, "lemmy": {"instance": "lemmy.example"}}

#: Every field given: each network gets those it has, under its own names.
EXPECTED = {
    "google_plus": (
        "https://plus.google.com/share"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&hl=be"
        "&text=Ales%20%26%20all"
    ),
    "livejournal": (
        "https://www.livejournal.com/update.bml"
        "?subject=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&event=Ales%20%26amp%3B%20all%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
    ),
    "myworld": (
        "https://connect.mail.ru/share"
        "?share_url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&description=Ales%20%26%20all"
        "&image_url=https%3A%2F%2Fexample.org%2Fi.png"
    ),
    "odnoklassniki": (
        "https://connect.ok.ru/offer"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&description=Ales%20%26%20all"
        "&imageUrl=https%3A%2F%2Fexample.org%2Fi.png"
    ),
    "yandex": (
        "http://my.ya.ru/posts_add_link.xml"
        "?URL=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&body=Ales%20%26%20all"
    ),
    "yandex_mail": (
        "https://mail.yandex.ru/compose"
        "?mailto=mailto%3A%3Fsubject%3D%25D0%2592%25D0%25BE%25D0%25BB%25D1%258F%2520%252B%25205%2525"
        "%26body%3DAles%2520%2526%2520all%250D%250A%250D%250A"
        "https%253A%252F%252Fexample.org%252F%253Fa%253D1%2523b"
    ),
    "mailru_mail": (
        "https://e.mail.ru/cgi-bin/sentmsg"
        "?mailto=mailto%3A%3Fsubject%3D%25D0%2592%25D0%25BE%25D0%25BB%25D1%258F%2520%252B%25205%2525"
        "%26body%3DAles%2520%2526%2520all%250D%250A%250D%250A"
        "https%253A%252F%252Fexample.org%252F%253Fa%253D1%2523b"
    ),
    "vk": (
        "https://vk.com/share.php"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&image=https%3A%2F%2Fexample.org%2Fi.png"
        "&comment=Ales%20%26%20all"
    ),
    "max": ("https://max.ru/:share?text=Ales%20%26%20all%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    "liveinternet": (
        "http://www.liveinternet.ru/journal_post.php"
        "?action=n_add"
        "&cnurl=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&cntitle=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "surfingbird": (
        "https://surfingbird.ru/share"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&description=Ales%20%26%20all"
        "&screenshot=https%3A%2F%2Fexample.org%2Fi.png"
    ),
    "moikrug": (
        "http://moikrug.ru/share"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&description=Ales%20%26%20all"
    ),
    "telegram": ("https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&text=Ales%20%26%20all"),
    "whatsapp": (
        "https://api.whatsapp.com/send?text=Ales%20%26%20all%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
    ),
    "viber": ("viber://forward?text=Ales%20%26%20all%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    "facebook_messenger": (
        "https://www.facebook.com/dialog/send"
        "?link=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&app_id=291494419107518"
        "&redirect_uri=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
    ),
    "line": (
        "https://social-plugins.line.me/lineit/share"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&text=Ales%20%26%20all"
    ),
    "threema": ("threema://compose?text=Ales%20%26%20all%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    "skype": (
        "https://web.skype.com/share?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&text=Ales%20%26%20all"
    ),
    "sms": ("sms:?&body=Ales%20%26%20all%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    "teams": (
        "https://teams.microsoft.com/share"
        "?href=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&msgText=Ales%20%26%20all"
        "&assignTitle=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "facebook": (
        "https://www.facebook.com/sharer/sharer.php"
        "?u=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&hashtag=%23freeales"
    ),
    "x": (
        "https://x.com/intent/tweet"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&text=Ales%20%26%20all"
        "&hashtags=freeales%2C%D0%91%D0%B5%D0%BB%D0%B0%D1%80%D1%83%D1%81%D1%8C"
        "&via=viasna96"
    ),
    "bluesky": (
        "https://bsky.app/intent/compose"
        "?text=Ales%20%26%20all%20%23freeales%20%23%D0%91%D0%B5%D0%BB%D0%B0%D1%80%D1%83%D1%81%D1%8C%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
    ),
    "mastodon": (
        "https://share.joinmastodon.org/"
        "#text=Ales%20%26%20all%20%23freeales%20%23%D0%91%D0%B5%D0%BB%D0%B0%D1%80%D1%83%D1%81%D1%8C%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
    ),
    "threads": (
        "https://www.threads.com/intent/post"
        "?text=Ales%20%26%20all"
        "&url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&tag=freeales"
    ),
    "linkedin": (
        "https://www.linkedin.com/sharing/share-offsite/?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
    ),
    "reddit": (
        "https://www.reddit.com/submit"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "pinterest": (
        "https://www.pinterest.com/pin/create/button/"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&media=https%3A%2F%2Fexample.org%2Fi.png"
        "&description=Ales%20%26%20all"
    ),
    "tumblr": (
        "https://www.tumblr.com/widgets/share/tool"
        "?canonicalUrl=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&caption=Ales%20%26%20all"
        "&tags=freeales%2C%D0%91%D0%B5%D0%BB%D0%B0%D1%80%D1%83%D1%81%D1%8C"
        "&show-via=viasna96"
    ),
    "weibo": (
        "https://service.weibo.com/share/share.php"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&pic=https%3A%2F%2Fexample.org%2Fi.png"
    ),
    "qzone": (
        "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&summary=Ales%20%26%20all"
        "&pics=https%3A%2F%2Fexample.org%2Fi.png"
    ),
    "xing": ("https://www.xing.com/spi/shares/new?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    "diaspora": (
        "https://share.diasporafoundation.org/"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "hackernews": (
        "https://news.ycombinator.com/submitlink"
        "?u=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&t=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "lobsters": (
        "https://lobste.rs/stories/new"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "flipboard": (
        "https://share.flipboard.com/bookmarklet/popout"
        "?v=2"
        "&url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "instapaper": (
        "https://www.instapaper.com/hello2"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&description=Ales%20%26%20all"
    ),
    "pocket": (
        "https://getpocket.com/save"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "evernote": (
        "https://www.evernote.com/clip.action"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&body=Ales%20%26%20all"
    ),
    "buffer": (
        "https://publish.buffer.com/compose"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&text=Ales%20%26%20all"
    ),
    "hatena": (
        "https://b.hatena.ne.jp/add"
        "?mode=confirm"
        "&url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "blogger": (
        "https://www.blogger.com/blog-this.g"
        "?u=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&n=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&t=Ales%20%26%20all"
    ),
    "google_classroom": (
        "https://classroom.google.com/share"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&body=Ales%20%26%20all"
    ),
    "google_bookmarks": (
        "https://www.google.com/bookmarks/mark"
        "?op=edit"
        "&bkmk=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&annotation=Ales%20%26%20all"
        "&labels=freeales%2C%D0%91%D0%B5%D0%BB%D0%B0%D1%80%D1%83%D1%81%D1%8C"
    ),
    "workplace": (
        "https://work.facebook.com/sharer.php"
        "?u=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&quote=Ales%20%26%20all"
        "&hashtag=%23freeales"
    ),
    "delicious": (
        "https://del.icio.us/save"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "stumbleupon": (
        "https://www.stumbleupon.com/submit"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "digg": ("http://digg.com/submit?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    "friendfeed": ("http://friendfeed.com/?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    "baidu": (
        "http://cang.baidu.com/do/add"
        "?iu=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&it=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "email": (
        "mailto:"
        "?subject=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&body=Ales%20%26%20all%0D%0A%0D%0Ahttps%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
    ),
    "outlook_mail": (
        "https://outlook.live.com/mail/0/deeplink/compose"
        "?subject=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&body=Ales%20%26%20all%0D%0A%0D%0Ahttps%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
    ),
    "yahoo_mail": (
        "https://compose.mail.yahoo.com/"
        "?subject=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&body=Ales%20%26%20all%0D%0A%0D%0Ahttps%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
    ),
    "lemmy": (
        "https://lemmy.example/create_post"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&body=Ales%20%26%20all"
    ),
    "misskey": (
        "https://misskey-hub.net/share/?text=Ales%20%26%20all&url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
    ),
    "pinboard": (
        "https://pinboard.in/add"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&description=Ales%20%26%20all"
    ),
    "raindrop": (
        "https://app.raindrop.io/add"
        "?link=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&title=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
    ),
    "wallabag": ("https://app.wallabag.it/bookmarklet?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    "gmail": (
        "https://mail.google.com/mail/"
        "?view=cm"
        "&fs=1"
        "&su=%D0%92%D0%BE%D0%BB%D1%8F%20%2B%205%25"
        "&body=Ales%20%26%20all%0D%0A%0D%0Ahttps%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
    ),
}

#: Fields and options beside the full set: provider, what is given, the link.
QUIRKS = [
    # LiveJournal reads the entry as HTML; its subject is plain.
    (
        "livejournal",
        {"text": "<b>\"Ales\" & 'all'</b>", "title": "A & B"},
        "https://www.livejournal.com/update.bml"
        "?subject=A%20%26%20B"
        "&event=%26lt%3Bb%26gt%3B%26quot%3BAles%26quot%3B%20%26amp%3B%20%26%23x27%3Ball%26%23x27%3B%26lt%3B%2Fb%26gt%3B"
        "%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    (
        "livejournal",
        {"url": "https://example.org/?a=1&b=2"},
        "https://www.livejournal.com/update.bml?event=https%3A%2F%2Fexample.org%2F%3Fa%3D1%26amp%3Bb%3D2",
    ),
    (
        "livejournal",
        {"title": "A & B"},
        "https://www.livejournal.com/update.bml"
        "?subject=A%20%26%20B&event=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    # One field for words takes the text, else the title.
    (
        "telegram",
        {"title": "A"},
        "https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&text=A",
    ),
    (
        "telegram",
        {"title": "A", "text": "B"},
        "https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&text=B",
    ),
    ("telegram", {}, "https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    (
        "whatsapp",
        {"title": "A"},
        "https://api.whatsapp.com/send?text=A%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    ("whatsapp", {}, "https://api.whatsapp.com/send?text=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    (
        "bluesky",
        {"title": "A"},
        "https://bsky.app/intent/compose?text=A%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    ("x", {"title": "A"}, "https://x.com/intent/tweet?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&text=A"),
    (
        "reddit",
        {"text": "B"},
        "https://www.reddit.com/submit?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&title=B",
    ),
    (
        "reddit",
        {"title": "A", "text": "B"},
        "https://www.reddit.com/submit?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&title=A",
    ),
    ("vk", {"text": "B"}, "https://vk.com/share.php?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&comment=B"),
    ("vk", {"title": "A"}, "https://vk.com/share.php?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&title=A"),
    # The language is that which was asked for, in the tag's own spelling; Weibo has two.
    (
        "google_plus",
        {"locale": "be_BY"},
        "https://plus.google.com/share?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&hl=be-BY",
    ),
    ("google_plus", {}, "https://plus.google.com/share?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    (
        "weibo",
        {"locale": "zh-TW", "appkey": "1343713053"},
        "https://service.weibo.com/share/share.php"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&appkey=1343713053&language=zh_tw",
    ),
    (
        "weibo",
        {"locale": "zh"},
        "https://service.weibo.com/share/share.php?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&language=zh_cn",
    ),
    # Mastodon: the neutral page reads the fragment, a server the query.
    (
        "mastodon",
        {"text": "B"},
        "https://share.joinmastodon.org/#text=B%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    ("mastodon", {}, "https://share.joinmastodon.org/#text=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    (
        "mastodon",
        {"text": "B", "instance": "mastodon.social"},
        "https://mastodon.social/share?text=B%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    (
        "mastodon",
        {"text": "B", "instance": "https://mastodon.example:8443"},
        "https://mastodon.example:8443/share?text=B%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    (
        "mastodon",
        {"text": "B", "instance": ""},
        "https://share.joinmastodon.org/#text=B%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    # Hashtags: X wants a list without signs, Facebook and Workplace one with its sign; elsewhere they stand
    # in the text.
    (
        "x",
        {"hashtags": "#freeales, #viasna"},
        "https://x.com/intent/tweet?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&hashtags=freeales%2Cviasna",
    ),
    (
        "facebook",
        {"hashtags": "#freeales #viasna"},
        "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&hashtag=%23freeales",
    ),
    ("facebook", {}, "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    (
        "workplace",
        {"hashtags": ["#freeales"]},
        "https://work.facebook.com/sharer.php?u=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&hashtag=%23freeales",
    ),
    (
        "threads",
        {"hashtags": ["#freeales"]},
        "https://www.threads.com/intent/post?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&tag=freeales",
    ),
    (
        "threads",
        {"hashtags": ["f" * 51]},
        "https://www.threads.com/intent/post?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    (
        "bluesky",
        {"hashtags": "freeales"},
        "https://bsky.app/intent/compose?text=%23freeales%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    # An account's sign is taken off.
    (
        "x",
        {"via": "@viasna96"},
        "https://x.com/intent/tweet?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&via=viasna96",
    ),
    (
        "buffer",
        {"via": "@viasna96"},
        "https://publish.buffer.com/compose?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    # Letters: CR LF in the body (RFC 6068), addressees in the path, a plus that stays a plus.
    (
        "email",
        {"text": "A\nB\rC\r\nD"},
        "mailto:?body=A%0D%0AB%0D%0AC%0D%0AD%0D%0A%0D%0Ahttps%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    (
        "email",
        {"title": "1 + 1"},
        "mailto:?subject=1%20%2B%201&body=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    (
        "email",
        {"to": ["a+b@example.org", "c@example.org"], "cc": "d@example.org", "bcc": "e@example.org"},
        "mailto:a%2Bb@example.org,c@example.org"
        "?body=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&cc=d%40example.org&bcc=e%40example.org",
    ),
    (
        "gmail",
        {"title": "A", "text": "B\nC", "to": "a@example.org", "cc": "c@example.org", "bcc": "d@example.org"},
        "https://mail.google.com/mail/?view=cm&fs=1&to=a%40example.org&su=A"
        "&body=B%0D%0AC%0D%0A%0D%0Ahttps%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&cc=c%40example.org&bcc=d%40example.org",
    ),
    (
        "yandex_mail",
        {"title": "A & B", "to": "a@example.org"},
        "https://mail.yandex.ru/compose?mailto=mailto%3Aa%40example.org%3Fsubject%3DA%2520%2526%2520B"
        "%26body%3Dhttps%253A%252F%252Fexample.org%252F%253Fa%253D1%2523b",
    ),
    (
        "mailru_mail",
        {"text": "A\nB", "cc": "c@example.org", "bcc": "d@example.org"},
        "https://e.mail.ru/cgi-bin/sentmsg?mailto=mailto%3A%3Fbody%3DA%250D%250AB%250D%250A%250D%250A"
        "https%253A%252F%252Fexample.org%252F%253Fa%253D1%2523b%26cc%3Dc%2540example.org%26bcc%3Dd%2540example.org",
    ),
    # Text messages (RFC 5724).
    ("sms", {"text": "A"}, "sms:?&body=A%20https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    ("sms", {"to": "+375291234567"}, "sms:+375291234567?&body=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    (
        "sms",
        {"to": ["+375291234567", "102"]},
        "sms:+375291234567,102?&body=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b",
    ),
    # Options of one network.
    (
        "facebook_messenger",
        {"redirect_url": "https://example.org/back?x=1", "to": "1234"},
        "https://www.facebook.com/dialog/send?link=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&app_id=291494419107518&redirect_uri=https%3A%2F%2Fexample.org%2Fback%3Fx%3D1&to=1234",
    ),
    (
        "vk",
        {"noparse": True, "no_vk_links": 1},
        "https://vk.com/share.php?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&noparse=true&no_vk_links=1",
    ),
    (
        "vk",
        {"noparse": False},
        "https://vk.com/share.php?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&noparse=false",
    ),
    ("vk", {"noparse": None}, "https://vk.com/share.php?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"),
    (
        "whatsapp",
        {"phone": "375291234567"},
        "https://api.whatsapp.com/send?text=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&phone=375291234567",
    ),
    (
        "threema",
        {"id": "*SUPPORT"},
        "threema://compose?text=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&id=%2ASUPPORT",
    ),
    (
        "teams",
        {"preview": False},
        "https://teams.microsoft.com/share?href=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&preview=false",
    ),
    (
        "x",
        {"related": ["viasna96:Viasna", "bns"], "in_reply_to": "20"},
        "https://x.com/intent/tweet?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&related=viasna96%3AViasna%2Cbns&in_reply_to=20",
    ),
    (
        "threads",
        {"reply_control": "everyone"},
        "https://www.threads.com/intent/post?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&reply_control=everyone",
    ),
    (
        "tumblr",
        {"posttype": "link", "content": "https://example.org/", "via": "viasna"},
        "https://www.tumblr.com/widgets/share/tool?canonicalUrl=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b"
        "&posttype=link&content=https%3A%2F%2Fexample.org%2F&show-via=viasna",
    ),
    (
        "qzone",
        {"source": "Viasna"},
        "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&site=Viasna",
    ),
    (
        "xing",
        {"follow_url": "https://example.org/"},
        "https://www.xing.com/spi/shares/new?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&follow_url=https%3A%2F%2Fexample.org%2F",
    ),
    # Campaign tags stand in the shared URL, before its fragment, and are encoded with it.
    (
        "x",
        {"campaign": {"utm_source": "x & y", "a": "2"}},
        "https://x.com/intent/tweet?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%26utm_source%3Dx%2520%2526%2520y%23b",
    ),
    # Everything but RFC 3986's unreserved characters is encoded; an IDN stays in its letters.
    (
        "telegram",
        {"text": "a-b._~!*'();:@&=+$,/?#[]"},
        "https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&text=a-b._~%21%2A%27%28%29%3B%3A%40%26%3D%2B%24%2C%2F%3F%23%5B%5D",
    ),
    (
        "telegram",
        {"url": "https://воля.example/%D0%B0?b=%26+c#d"},
        "https://t.me/share/url?url=https%3A%2F%2F%D0%B2%D0%BE%D0%BB%D1%8F.example%2F%25D0%25B0%3Fb%3D%2526%2Bc%23d",
    ),
    (
        "telegram",
        {"text": "می\u200cرود"},
        "https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&text=%D9%85%DB%8C%E2%80%8C%D8%B1%D9%88%D8%AF",
    ),
    (
        "telegram",
        {"text": "✊🏽"},
        "https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%23b&text=%E2%9C%8A%F0%9F%8F%BD",
    ),
]

#: No link exists: what the error names instead.
WITHOUT_LINK = {
    "signal": ("web_share", "copy_link"),
    "wechat": ("qr", "copy_link"),
    "copy_link": (),
    "web_share": (),
    "qr": (),
    "print": (),
}

#: id, status, closed since, successor, aliases.
NETWORKS = """
google_plus | retired | 2019-04-02 | | google+ google-plus googleplus gplus plusone plus g+
livejournal | active | | | lj zhzh жж live-journal
myworld | unknown | | | moimir moi_mir moymir moi-mir mymailru my_mail mailru mail_ru mail.ru my.mail.ru
odnoklassniki | active | | | ok ok.ru okru odkl classmates
yandex | retired | 2014 | yandex_mail | ya yaru ya.ru я.ру yandex_ru
yandex_mail | active | | | yandex-mail yamail
mailru_mail | active | | | e.mail.ru
vk | active | | | vkontakte vk.com вк
max | active | | | max.ru
liveinternet | unknown | | | liru
surfingbird | retired | 2019 | |
moikrug | retired | | |
telegram | active | | | tg
whatsapp | active | | | wa
viber | active | | |
facebook_messenger | active | | | messenger fbmessenger
line | active | | | lineme line.me
signal | active | | |
threema | active | | |
skype | retired | 2025-05-05 | teams |
wechat | active | | | weixin
sms | active | | | text
teams | active | | | msteams microsoft_teams
facebook | active | | | fb
x | active | | | twitter xcom tweet
bluesky | active | | | bsky
mastodon | active | | | fediverse masto
threads | active | | |
linkedin | active | | |
reddit | active | | |
pinterest | active | | | pin
tumblr | active | | |
weibo | active | | | sina_weibo
qzone | active | | | qq
xing | retired | 2026 | |
diaspora | active | | |
hackernews | active | | | hn hacker_news ycombinator
lobsters | active | | | lobste.rs
flipboard | unknown | | |
instapaper | active | | |
pocket | retired | 2025-07-08 | instapaper | getpocket readitlater
evernote | unknown | | |
buffer | unknown | | | bufferapp
hatena | active | | |
blogger | unknown | | |
google_classroom | active | | |
google_bookmarks | retired | 2021-09-30 | | googlebookmark
workplace | retired | 2026-06-01 | |
delicious | retired | 2017 | |
stumbleupon | retired | 2018-06 | |
digg | retired | 2020 | |
friendfeed | retired | 2015 | |
baidu | retired | 2018 | |
email | active | | | mail mailto
gmail | active | | | google_mail
outlook_mail | active | | | outlook outlook.com hotmail
yahoo_mail | unknown | | | yahoo
lemmy | active | | |
misskey | active | | |
pinboard | active | | |
raindrop | active | | | raindrop.io
wallabag | active | | |
copy_link | active | | | copy clipboard
web_share | active | | | native navigator.share
qr | active | | | qrcode
print | active | | |
"""
TABLE = [tuple(cell.strip() for cell in line.split("|")) for line in NETWORKS.strip().splitlines()]


class TestLinks:
    """Each link is the one written here, character for character."""

    @pytest.mark.parametrize(("provider", "expected"), EXPECTED.items(), ids=EXPECTED)
    def test_every_field(self, provider, expected):
        assert share_url(URL, provider, **FULL, **OPTIONS.get(provider, {})) == expected

    @pytest.mark.parametrize(("provider", "given", "expected"), QUIRKS)
    def test_quirks(self, provider, given, expected):
        fields = {"url": URL, **OPTIONS.get(provider, {}), **given}
        assert share_url(fields.pop("url"), provider, **fields) == expected

    @pytest.mark.parametrize(("provider", "expected"), EXPECTED.items(), ids=EXPECTED)
    def test_the_button_has_the_same_link(self, provider, expected):
        button = share_button(URL, provider, **FULL, **OPTIONS.get(provider, {}), retired="link")
        assert button.url == expected

    @pytest.mark.parametrize(("provider", "instead"), WITHOUT_LINK.items(), ids=WITHOUT_LINK)
    def test_without_a_link(self, provider, instead):
        with pytest.raises(NoShareURLError) as caught:
            share_url(URL, provider, **FULL)
        assert (caught.value.provider, caught.value.alternatives) == (provider, instead)
        assert str(caught.value).startswith(f"{provider} ")
        remedies = instead or ("share_button()",)
        assert all(remedy in str(caught.value) for remedy in remedies)

    def test_every_network_is_in_the_tables(self):
        expected = {network[0] for network in TABLE}
        assert expected == {*EXPECTED, *WITHOUT_LINK}


class TestNetworks:
    """Ids, aliases, status and successors are those of the facts."""

    def test_ids(self):
        expected = sorted(network[0] for network in TABLE)
        assert len(expected) == 66
        assert expected == sorted(provider.id for provider in builtin_registry())

    def test_the_campaigns_five_come_first(self):
        first = [provider.id for provider in builtin_registry()][:5]
        assert first == ["google_plus", "livejournal", "myworld", "odnoklassniki", "yandex"]

    @pytest.mark.parametrize(("id", "status", "since", "successor", "aliases"), TABLE)
    def test_life_and_aliases(self, id, status, since, successor, aliases):
        registry = builtin_registry()
        provider = registry[id]
        assert set(provider.aliases) == set(aliases.split())
        assert all(registry[alias] is provider for alias in aliases.split())
        assert provider.status.value == status
        assert (provider.successor or "") == successor
        if status == "retired":
            assert provider.status.since == since

    def test_active_leaves_out_the_retired_and_only_them(self):
        expected = [id for id, status, *_ in TABLE if status != "retired"]
        assert set(expected) == {provider.id for provider in builtin_registry().active()}
