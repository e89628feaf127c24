"""Typed, frozen declarations: the same types serve the environment files and Python callers."""

from constructs_lib.props.api import ApiProps
from constructs_lib.props.base import Props
from constructs_lib.props.email import SmtpAuthProps, SmtpProps
from constructs_lib.props.person import PersonProps
from constructs_lib.props.realm import BruteForceProps, LifespanProps, LoginProps, RealmProps

__all__ = [
    "ApiProps",
    "BruteForceProps",
    "LifespanProps",
    "LoginProps",
    "PersonProps",
    "Props",
    "RealmProps",
    "SmtpAuthProps",
    "SmtpProps",
]
