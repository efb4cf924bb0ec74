"""One small file per network; :data:`PROVIDERS` names them all, the campaign's first five at the front."""

from solidarity_widgets.sharing._providers.baidu import Baidu
from solidarity_widgets.sharing._providers.blogger import Blogger
from solidarity_widgets.sharing._providers.bluesky import Bluesky
from solidarity_widgets.sharing._providers.buffer import Buffer
from solidarity_widgets.sharing._providers.copy_link import CopyLink
from solidarity_widgets.sharing._providers.delicious import Delicious
from solidarity_widgets.sharing._providers.diaspora import Diaspora
from solidarity_widgets.sharing._providers.digg import Digg
from solidarity_widgets.sharing._providers.email import Email
from solidarity_widgets.sharing._providers.evernote import Evernote
from solidarity_widgets.sharing._providers.facebook import Facebook
from solidarity_widgets.sharing._providers.facebook_messenger import FacebookMessenger
from solidarity_widgets.sharing._providers.flipboard import Flipboard
from solidarity_widgets.sharing._providers.friendfeed import FriendFeed
from solidarity_widgets.sharing._providers.gmail import Gmail
from solidarity_widgets.sharing._providers.google_bookmarks import GoogleBookmarks
from solidarity_widgets.sharing._providers.google_classroom import GoogleClassroom
from solidarity_widgets.sharing._providers.google_plus import GooglePlus
from solidarity_widgets.sharing._providers.hackernews import HackerNews
from solidarity_widgets.sharing._providers.hatena import Hatena
from solidarity_widgets.sharing._providers.instapaper import Instapaper
from solidarity_widgets.sharing._providers.lemmy import Lemmy
from solidarity_widgets.sharing._providers.line import LINE
from solidarity_widgets.sharing._providers.linkedin import LinkedIn
from solidarity_widgets.sharing._providers.liveinternet import LiveInternet
from solidarity_widgets.sharing._providers.livejournal import LiveJournal
from solidarity_widgets.sharing._providers.lobsters import Lobsters
from solidarity_widgets.sharing._providers.mailru_mail import MailruMail
from solidarity_widgets.sharing._providers.mastodon import Mastodon
from solidarity_widgets.sharing._providers.max import MAX
from solidarity_widgets.sharing._providers.misskey import Misskey
from solidarity_widgets.sharing._providers.moikrug import MoiKrug
from solidarity_widgets.sharing._providers.myworld import MyWorld
from solidarity_widgets.sharing._providers.odnoklassniki import Odnoklassniki
from solidarity_widgets.sharing._providers.outlook_mail import OutlookMail
from solidarity_widgets.sharing._providers.pinboard import Pinboard
from solidarity_widgets.sharing._providers.pinterest import Pinterest
from solidarity_widgets.sharing._providers.pocket import Pocket
from solidarity_widgets.sharing._providers.print import Print
from solidarity_widgets.sharing._providers.qr import QR
from solidarity_widgets.sharing._providers.qzone import Qzone
from solidarity_widgets.sharing._providers.raindrop import Raindrop
from solidarity_widgets.sharing._providers.reddit import Reddit
from solidarity_widgets.sharing._providers.signal import Signal
from solidarity_widgets.sharing._providers.skype import Skype
from solidarity_widgets.sharing._providers.sms import SMS
from solidarity_widgets.sharing._providers.stumbleupon import StumbleUpon
from solidarity_widgets.sharing._providers.surfingbird import Surfingbird
from solidarity_widgets.sharing._providers.teams import MicrosoftTeams
from solidarity_widgets.sharing._providers.telegram import Telegram
from solidarity_widgets.sharing._providers.threads import Threads
from solidarity_widgets.sharing._providers.threema import Threema
from solidarity_widgets.sharing._providers.tumblr import Tumblr
from solidarity_widgets.sharing._providers.viber import Viber
from solidarity_widgets.sharing._providers.vk import VK
from solidarity_widgets.sharing._providers.wallabag import Wallabag
from solidarity_widgets.sharing._providers.web_share import WebShare
from solidarity_widgets.sharing._providers.wechat import WeChat
from solidarity_widgets.sharing._providers.weibo import Weibo
from solidarity_widgets.sharing._providers.whatsapp import WhatsApp
from solidarity_widgets.sharing._providers.workplace import Workplace
from solidarity_widgets.sharing._providers.x import X
from solidarity_widgets.sharing._providers.xing import XING
from solidarity_widgets.sharing._providers.yahoo_mail import YahooMail
from solidarity_widgets.sharing._providers.yandex import Yandex
from solidarity_widgets.sharing._providers.yandex_mail import YandexMail

#: Every provider of the library, in the order of the registry.
PROVIDERS = (
    GooglePlus,
    LiveJournal,
    MyWorld,
    Odnoklassniki,
    Yandex,
    YandexMail,
    MailruMail,
    VK,
    MAX,
    LiveInternet,
    Surfingbird,
    MoiKrug,
    Telegram,
    WhatsApp,
    Viber,
    FacebookMessenger,
    LINE,
    Signal,
    Threema,
    Skype,
    WeChat,
    SMS,
    MicrosoftTeams,
    Facebook,
    X,
    Bluesky,
    Mastodon,
    Lemmy,
    Misskey,
    Threads,
    LinkedIn,
    Reddit,
    Pinterest,
    Tumblr,
    Weibo,
    Qzone,
    XING,
    Diaspora,
    HackerNews,
    Lobsters,
    Flipboard,
    Instapaper,
    Pinboard,
    Raindrop,
    Wallabag,
    Pocket,
    Evernote,
    Buffer,
    Hatena,
    Blogger,
    GoogleClassroom,
    GoogleBookmarks,
    Workplace,
    Delicious,
    StumbleUpon,
    Digg,
    FriendFeed,
    Baidu,
    Email,
    Gmail,
    OutlookMail,
    YahooMail,
    CopyLink,
    WebShare,
    QR,
    Print,
)
