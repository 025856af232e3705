"""Tells people who are elsewhere how a run ended, by e-mail or on a webhook."""

from lecons.pipeline.notices.ended import ended, stopped
from lecons.pipeline.notices.gather import Notices
from lecons.pipeline.notices.message import Broken, Ended, Message, tell
from lecons.pipeline.notices.send import notify
from lecons.pipeline.notices.settings import NoticeError, NoticeSettings, read_settings

__all__ = [
    "Broken",
    "Ended",
    "Message",
    "NoticeError",
    "NoticeSettings",
    "Notices",
    "ended",
    "notify",
    "read_settings",
    "stopped",
    "tell",
]
