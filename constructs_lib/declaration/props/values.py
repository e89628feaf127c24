"""Constrained values that several declarations share, each with the reason for its bound.

Every rule lets an unresolved CDK token or Terraform expression (`${...}`) pass: its value is known only at apply.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import StrictBool, StrictInt

from constructs_lib.declaration.model_names import encoded
from constructs_lib.declaration.props.text_rules import TextCheck, TextLength, TextPattern, is_unresolved

__all__ = [
    "ActionName",
    "ActionPattern",
    "ApiName",
    "BoundRole",
    "ClientId",
    "Duration",
    "Email",
    "Flag",
    "GrantedModel",
    "GroupName",
    "Identifier",
    "IssuerName",
    "ModelName",
    "NamePattern",
    "RealmName",
    "RoleName",
    "RuleName",
    "TeamName",
    "Username",
    "WholeNumber",
    "duration_seconds",
    "duration_text",
    "go_duration",
    "is_unresolved",
]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
# Parts between slashes; `..`, two spaces and a name that is too long are looked for ahead.
_MODEL_PART = "[A-Za-z0-9@](?:[A-Za-z0-9._:@+ -]*[A-Za-z0-9_+-])?"
_MODEL_NAME = rf"(?!.*(?:[.][.]|  ))(?!.{{129}}){_MODEL_PART}(?:/{_MODEL_PART})*"
_LONGEST_ENCODED_MODEL = 160
_MODEL_RULE = (
    "a model's name is what its server calls it: 1 to 128 letters, digits, '.', '_', '-', ':', '@', '+', '/' or single "
    "spaces, without '..'; it and each part after a '/' begin with a letter, a digit or '@', and end in a letter, a "
    "digit, '_', '-' or '+'"
)
_ENCODED_MODEL = TextCheck(
    lambda value: len(encoded(value)) <= _LONGEST_ENCODED_MODEL,
    "in roles and scopes each '/', '+' or space of a model's name takes three characters, and 160 is the most: "
    "shorten the name",
)
_EMAIL_ATOM = "[a-z0-9_%+'-]+"
_HOST_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_LONGEST_EMAIL = 255
_LONGEST_S = 2**31 - 1
_CLIENT_ID = "[a-z][a-z0-9_-]{1,63}"


def duration_seconds(value: str) -> int:
    """Convert a duration such as `5m` or `1h30m` to seconds.

    Args:
        value: A `Duration`, as the provider's realm arguments take it.
    """
    return sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"([0-9]+)([smhd])", value))


def duration_text(seconds: int) -> str:
    """Return seconds as a duration in its largest whole unit, `300` as `5m`: the reverse of `duration_seconds`."""
    unit, size = next((unit, size) for unit, size in reversed(_UNITS.items()) if seconds % size == 0)
    return f"{seconds // size}{unit}" if seconds else "0s"


def go_duration(value: str) -> str:
    """Spell a duration for the provider, whose Go durations know no days: `7d` gives `168h`."""
    if is_unresolved(value):
        return value
    seconds = duration_seconds(value)
    for unit in ("h", "m"):
        if seconds % _UNITS[unit] == 0:
            return f"{seconds // _UNITS[unit]}{unit}"
    return f"{seconds}s"


Flag = StrictBool
"""`true` or `false`; text such as "yes" is refused."""

WholeNumber = StrictInt
"""A number as YAML writes one; `true` and text are refused."""

RealmName = Annotated[
    str,
    TextPattern(
        "[A-Za-z0-9][A-Za-z0-9_-]{0,63}",
        "a realm name is part of URLs: use 1 to 64 letters, digits, '-' or '_'",
        examples=("ml-prod",),
    ),
]
ClientId = Annotated[
    str,
    TextPattern(
        _CLIENT_ID,
        "a client id is part of claim paths and variable names: use 2 to 64 lower-case letters, digits, '-' or '_'",
        examples=("model-serving-api", "batch-scorer"),
    ),
]
ModelName = Annotated[
    str,
    TextPattern(
        _MODEL_NAME, _MODEL_RULE, examples=("fraud-detector", "gpt-4.1", "qwen3:8b", "meta-llama/Llama-3.1-8B")
    ),
    _ENCODED_MODEL,
]
GrantedModel = Annotated[
    str,
    TextPattern(rf"\*|{_MODEL_NAME}", _MODEL_RULE, examples=("fraud-detector", "*")),
    _ENCODED_MODEL,
]
ActionName = Annotated[
    str,
    TextPattern(
        "[a-z][a-z0-9_-]{0,23}",
        "an action name is part of roles and scopes: use 1 to 24 lower-case letters, digits, '-' or '_'",
        examples=("predict", "explain", "manage"),
    ),
]
GroupName = Annotated[
    str,
    TextPattern(
        "[a-z0-9][a-z0-9_-]{0,63}",
        "a group name is part of paths: use 1 to 64 lower-case letters, digits, '-' or '_'",
        examples=("data-scientists",),
    ),
]
TeamName = Annotated[
    str,
    TextPattern(
        "[a-z][a-z0-9-]{0,29}",
        "a team name is part of a stack's name: use 1 to 30 lower-case letters, digits or '-'",
        examples=("risk",),
    ),
]
ApiName = Annotated[
    str,
    TextPattern(
        "[a-z][a-z0-9-]{0,29}",
        "an API's name is part of roles and of folders' names: use 1 to 30 lower-case letters, digits or '-'",
        examples=("scoring",),
    ),
]
IssuerName = Annotated[
    str,
    TextPattern(
        "[a-z0-9][a-z0-9_-]{0,47}",
        "a workload issuer's name is part of URLs: use 1 to 48 lower-case letters, digits, '-' or '_'",
        examples=("cluster",),
    ),
]
RuleName = Annotated[
    str,
    TextPattern(
        "[a-z0-9][a-z0-9_-]{0,63}",
        "a rule's name is 1 to 64 lower-case letters, digits, '-' or '_'",
        examples=("batch-stays-out",),
    ),
]
NamePattern = Annotated[
    str,
    TextPattern(
        "[a-z0-9*][a-z0-9._@*+-]{0,254}",
        "write a name, in which '*' stands for any text",
        examples=("batch", "loan-*", "*"),
    ),
]
ActionPattern = Annotated[
    str,
    TextPattern(
        "[A-Za-z0-9@*](?:[A-Za-z0-9._:@+/ *-]{0,151}[A-Za-z0-9_+*-])?",
        "write a model or '<model>:<action>', in which '*' stands for any text",
        examples=("fraud-detector", "fraud-detector:explain", "*:manage"),
    ),
]
Identifier = Annotated[
    str,
    TextPattern(
        f"https://(?![/?#])[!-~]+|urn:[a-z0-9][a-z0-9-]{{1,31}}:[!-~]+|{_CLIENT_ID}",
        "an audience is an https URI, a URN or a client id",
        examples=("https://models.example.com",),
    ),
]
RoleName = Annotated[
    str,
    TextPattern(
        "[A-Za-z0-9][A-Za-z0-9_:-]{0,63}",
        "a role name is part of tokens: use 1 to 64 letters, digits, '-', '_' or ':'",
        examples=("model-api-access",),
    ),
]
BoundRole = Annotated[
    str,
    TextPattern(
        "[A-Za-z0-9][A-Za-z0-9._:-]{0,127}",
        "a role that is bound to an action is part of tokens and of gateways' files: use 1 to 128 letters, digits, "
        "'.', '-', '_' or ':'",
        examples=("legacy-role", "ROLE_SCORER"),
    ),
]
Username = Annotated[
    str,
    # Keycloak lower-cases usernames, so that any other spelling never settles; its user profile wants 3 to 255.
    TextPattern(
        "[a-z0-9][a-z0-9._@+-]{2,254}",
        "a username is 3 to 255 lower-case letters, digits, '.', '-', '_', '+' or '@'",
        examples=("ada",),
    ),
]
Email = Annotated[
    str,
    # Keycloak lower-cases addresses: mixed case never settles.
    TextPattern(
        rf"(?=[^@]{{1,64}}@){_EMAIL_ATOM}(?:\.{_EMAIL_ATOM})*@{_HOST_LABEL}(?:\.{_HOST_LABEL})*",
        "an e-mail address is lower-case, 'name@host'",
        examples=("ada@example.com",),
    ),
    TextLength(_LONGEST_EMAIL),
]
Duration = Annotated[
    str,
    TextPattern(
        "(?:[0-9]{1,9}[smhd]){1,4}",
        "a duration is a number and a unit, such as '5m', '8h' or '1h30m'",
        examples=("5m", "8h", "1h30m"),
    ),
    TextPattern("[0smhd]*[1-9][0-9smhd]*", "a duration is longer than 0"),
    # Keycloak counts seconds in 31 bits.
    TextCheck(lambda value: duration_seconds(value) <= _LONGEST_S, "a duration is 24855d (68 years) at most"),
]
