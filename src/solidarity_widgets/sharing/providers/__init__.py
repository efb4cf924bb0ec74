"""One small file per network; :data:`PROVIDERS` names them all, the campaign's first five at the front."""

from solidarity_widgets.sharing.providers.baidu import Baidu
from solidarity_widgets.sharing.providers.blogger import Blogger
from solidarity_widgets.sharing.providers.bluesky import Bluesky
from solidarity_widgets.sharing.providers.buffer import Buffer
from solidarity_widgets.sharing.providers.copy_link import CopyLink
from solidarity_widgets.sharing.providers.delicious import Delicious
from solidarity_widgets.sharing.providers.diaspora import Diaspora
from solidarity_widgets.sharing.providers.digg import Digg
from solidarity_widgets.sharing.providers.email import Email
from solidarity_widgets.sharing.providers.evernote import Evernote
from solidarity_widgets.sharing.providers.facebook import Facebook
from solidarity_widgets.sharing.providers.facebook_messenger import FacebookMessenger
from solidarity_widgets.sharing.providers.flipboard import Flipboard
from solidarity_widgets.sharing.providers.friendfeed import FriendFeed
from solidarity_widgets.sharing.providers.gmail import Gmail
from solidarity_widgets.sharing.providers.google_bookmarks import GoogleBookmarks
from solidarity_widgets.sharing.providers.google_classroom import GoogleClassroom
from solidarity_widgets.sharing.providers.google_plus import GooglePlus
from solidarity_widgets.sharing.providers.hackernews import HackerNews
from solidarity_widgets.sharing.providers.hatena import Hatena
from solidarity_widgets.sharing.providers.instapaper import Instapaper
from solidarity_widgets.sharing.providers.line import LINE
from solidarity_widgets.sharing.providers.linkedin import LinkedIn
from solidarity_widgets.sharing.providers.liveinternet import LiveInternet
from solidarity_widgets.sharing.providers.livejournal import LiveJournal
from solidarity_widgets.sharing.providers.lobsters import Lobsters
from solidarity_widgets.sharing.providers.mailru_mail import MailruMail
from solidarity_widgets.sharing.providers.mastodon import Mastodon
from solidarity_widgets.sharing.providers.max import MAX
from solidarity_widgets.sharing.providers.moikrug import MoiKrug
from solidarity_widgets.sharing.providers.myworld import MyWorld
from solidarity_widgets.sharing.providers.odnoklassniki import Odnoklassniki
from solidarity_widgets.sharing.providers.pinterest import Pinterest
from solidarity_widgets.sharing.providers.pocket import Pocket
from solidarity_widgets.sharing.providers.print import Print
from solidarity_widgets.sharing.providers.qr import QR
from solidarity_widgets.sharing.providers.qzone import Qzone
from solidarity_widgets.sharing.providers.reddit import Reddit
from solidarity_widgets.sharing.providers.signal import Signal
from solidarity_widgets.sharing.providers.skype import Skype
from solidarity_widgets.sharing.providers.sms import SMS
from solidarity_widgets.sharing.providers.stumbleupon import StumbleUpon
from solidarity_widgets.sharing.providers.surfingbird import Surfingbird
from solidarity_widgets.sharing.providers.teams import MicrosoftTeams
from solidarity_widgets.sharing.providers.telegram import Telegram
from solidarity_widgets.sharing.providers.threads import Threads
from solidarity_widgets.sharing.providers.threema import Threema
from solidarity_widgets.sharing.providers.tumblr import Tumblr
from solidarity_widgets.sharing.providers.viber import Viber
from solidarity_widgets.sharing.providers.vk import VK
from solidarity_widgets.sharing.providers.web_share import WebShare
from solidarity_widgets.sharing.providers.wechat import WeChat
from solidarity_widgets.sharing.providers.weibo import Weibo
from solidarity_widgets.sharing.providers.whatsapp import WhatsApp
from solidarity_widgets.sharing.providers.workplace import Workplace
from solidarity_widgets.sharing.providers.x import X
from solidarity_widgets.sharing.providers.xing import XING
from solidarity_widgets.sharing.providers.yandex import Yandex
from solidarity_widgets.sharing.providers.yandex_mail import YandexMail

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
    CopyLink,
    WebShare,
    QR,
    Print,
)
