"""What Keycloak's own client scopes write into tokens that are not lightweight: those that open userinfo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.review.at_issue import AtIssue

if TYPE_CHECKING:
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import Declaration, PersonProps
    from constructs_lib.review.at_issue import Claim
    from constructs_lib.review.requested_scopes import RequestedScopes

__all__ = ["profile_claims"]

_GUESS = 20
"""Characters of a name that nobody declares."""


def profile_claims(declaration: Declaration, principal: Principal, requested: RequestedScopes) -> dict[str, Claim]:
    """Return the claims of `basic`, and of `profile` and `email` where they are asked for (OpenID Connect Core 5.4).

    Args:
        declaration: Declares the person, unless others do.
        principal: Whose token.
        requested: What is asked for.
    """
    claims: dict[str, Claim] = {"auth_time": AtIssue("time of the login, in seconds", 10)}
    person = None if principal.group else declaration.accesses()[principal.team].people[principal.name]
    if declaration.realm.is_joined:
        person = None  # the account is the realm owner's
    if "profile" in requested.granted:
        claims |= _profile(principal, person)
    # Where addresses must be proven, nobody has a token before.
    if "email" in requested.granted:
        claims |= (
            {
                "email": person.email or "",
                "email_verified": person.email_verified or declaration.realm.login.verify_email,
            }
            if person
            else {
                "email": _unknown("e-mail address"),
                "email_verified": AtIssue("whether it is proven", 5, exact=False),
            }
        )
    return claims


def _profile(principal: Principal, person: PersonProps | None) -> dict[str, Claim]:
    if person is None:
        names = {
            "name": "name",
            "preferred_username": "username",
            "given_name": "first name",
            "family_name": "last name",
        }
        return {claim: _unknown(what) for claim, what in names.items()}
    return {
        "name": f"{person.first_name} {person.last_name}",
        "preferred_username": principal.name,
        "given_name": person.first_name or "",
        "family_name": person.last_name or "",
    }


def _unknown(what: str) -> AtIssue:
    return AtIssue(what, _GUESS, exact=False)
