"""Django's settings; everything an operator may change comes from the environment (RAFIQ_*, DATABASE_URL)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from rafiq.platform import environment

PACKAGE = Path(__file__).resolve().parent
DATA_DIR = environment.data_dir()
SECRET_KEY = environment.secret_key(DATA_DIR)
DEBUG = environment.flag("RAFIQ_DEBUG")
DEMO = environment.flag("RAFIQ_DEMO")
PUBLIC_URL = os.environ.get("RAFIQ_URL", "").rstrip("/")
ALLOWED_HOSTS = environment.words("RAFIQ_ALLOWED_HOSTS", default=["*"] if not PUBLIC_URL else [])
if PUBLIC_URL:
    ALLOWED_HOSTS.append(PUBLIC_URL.split("://")[-1].split(":")[0])
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
IS_SECURE = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "rafiq.platform",
    "rafiq.platform.ui",
    "rafiq.platform.search",
    "rafiq.accounts",
    "rafiq.customers",
    "rafiq.inbox",
    "rafiq.knowledge",
    "rafiq.workforce",
    "rafiq.promises",
    "rafiq.routing",
    "rafiq.channels.transport",
    "rafiq.channels.webchat",
    "rafiq.channels.mail",
    "rafiq.channels.telegram",
    "rafiq.channels.mastodon",
    "rafiq.channels.meta",
    "rafiq.channels.webhook",
    "rafiq.channels.sms",
    "rafiq.feedback",
    "rafiq.bot",
    "rafiq.insights",
    "rafiq.automations",
    "rafiq.practice",
    "rafiq.board",
    "rafiq.api",
    "rafiq.web",
    "rafiq.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "rafiq.web.middleware.DatabaseAway",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rafiq.web.middleware.ReaderPreferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "rafiq.web.root_urls"
ASGI_APPLICATION = "rafiq.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rafiq.web.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "rafiq.platform.ui.templatetags.ui",
            ],
        },
    }
]

DATABASES = {"default": environment.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Agent"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("fa", "فارسی"), ("ar", "العربية"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]

# The version stands in the path, so that what pages load may be kept for ever and never mixes two releases:
# modules and style sheets name each other by relative addresses.
STATIC_URL = f"/static/{environment.static_version(PACKAGE)}/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Uploads stay in memory until they are stored: a full disk then shows in one place, where it is told in words.
# No request is larger than `gateway.limits.Limits.body_bytes`.
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

SESSION_ENGINE = "rafiq.accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_SECURE = IS_SECURE
CSRF_FAILURE_VIEW = "rafiq.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if IS_SECURE:
    SECURE_HSTS_SECONDS = 30 * 24 * 3600
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "frame-src": [CSP.SELF],  # a mail as it was sent, which has a stricter policy of its own
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("RAFIQ_LOG_LEVEL", "WARNING")},
    "loggers": {
        "rafiq": {"level": os.environ.get("RAFIQ_LOG_LEVEL", "INFO")},
        # They write down whole addresses, and those of some providers hold the token.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    },
}
