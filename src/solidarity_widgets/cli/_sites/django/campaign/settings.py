import os
from pathlib import Path

import django

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = os.environ["SOLIDARITY_WIDGETS_SECRET"]
DEBUG = "BASE_URL" not in os.environ  # on the internet, BASE_URL is set
ALLOWED_HOSTS = ["*"] if DEBUG else [os.environ["BASE_URL"].partition("://")[2].partition("/")[0]]
ROOT_URLCONF = "campaign.urls"
INSTALLED_APPS = ["django.contrib.staticfiles", "solidarity_widgets.django"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
LANGUAGES = [("en", "English"), ("be", "Беларуская"), ("ru", "Русский"), ("ar", "العربية")]
STATIC_URL, STATIC_ROOT = "static/", BASE_DIR / "static"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "signatures.db"}}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "solidarity_widgets.django.context_processors.locale",
            ]
        },
    }
]
SOLIDARITY_WIDGETS = {
    "BASE_URL": os.environ.get("BASE_URL", "http://127.0.0.1:8000"),
    "PROVIDERS": "telegram, vk, email, copy_link",
    "PETITIONS": "campaign.petitions.PETITIONS",
    "SECRETS": os.environ["SOLIDARITY_WIDGETS_SECRET"],
    "SENDER": "Save the lake <info@example.org>",
}
_CONSOLE = "django.core.mail.backends.console.EmailBackend"  # emails appear in the terminal
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": _CONSOLE}}
else:
    EMAIL_BACKEND = _CONSOLE
