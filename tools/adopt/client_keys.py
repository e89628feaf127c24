"""What the keys of consumers and applications say of the clients that were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from constructs_lib.declaration.props import ApplicationProps, ConsumerProps
from constructs_lib.declaration.props.values import ClientId
from tools.adopt.api_keys import own_clients
from tools.adopt.draft import accepted, duration
from tools.adopt.kept_clients import browser_flows
from tools.audit.facts import holder_of_service_account
from tools.is_value import is_value

if TYPE_CHECKING:
    from tools.adopt.draft import Draft
    from tools.adopt.holders import Held, Holders
    from tools.audit.live.snapshot import Entry

__all__ = ["BAD_NAME", "ClientKeys"]

BAD_NAME = "its name is none that a file can have here: 2 to 64 lower-case letters, digits, '-' or '_'"
"""Why something is left alone that has another name."""

_SIGNED = "token.endpoint.auth.signing.alg"


@dataclass
class ClientKeys:
    """Clients, in the words of a declaration.

    Attributes:
        holders: Who holds roles of the API.
        draft: Is told which clients are left alone.
    """

    holders: Holders
    draft: Draft

    def read(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return consumers and applications by their `client_id`s."""
        consumers: dict[str, Any] = {}
        applications: dict[str, Any] = {}
        for client in own_clients(self.holders.snapshot):
            name = str(client["clientId"])
            if name == self.draft.document["api"]["client_id"]:
                continue
            held = self.holders.of(holder_of_service_account(name))
            why = self._why_not(client)
            if why:
                self.draft.leave(f"client {name}", why)
            elif client.get("serviceAccountsEnabled") and (held or not browser_flows(client)):
                self._add_consumer(consumers, client, held)
            elif client.get("standardFlowEnabled"):
                self._add_application(applications, client)
            else:
                self.draft.leave(f"client {name}", "it neither logs people in by a browser nor has a service account")
        return consumers, applications

    @staticmethod
    def _why_not(client: Entry) -> str:
        if client.get("protocol", "openid-connect") != "openid-connect":
            return f"it speaks {client['protocol']}, and files declare OpenID Connect clients alone"
        if not is_value(ClientId, str(client["clientId"])):
            return BAD_NAME
        if client.get("bearerOnly"):
            return "it is another API, which asks for no tokens"
        if client.get("authorizationServicesEnabled"):
            return "it uses Keycloak's Authorization Services, which a deployment would turn off"
        if not client.get("enabled", True):
            return "it is disabled, and a declared client is enabled"
        return ""

    def _add_consumer(self, consumers: dict[str, Any], client: Entry, held: Held) -> None:
        name = str(client["clientId"])
        if client.get("publicClient"):
            self.draft.leave(f"client {name}", "it is public and has a service account, which proves nothing")
            return
        if client.get("webOrigins") and not browser_flows(client) and not client.get("directAccessGrantsEnabled"):
            why = (
                "it logs nobody in and has web origins, which the provider refuses: its claim allowed-origins would go"
            )
            self.draft.leave(f"client {name}", why)
            return
        auth = _auth(client)
        if auth is None:
            kind = client.get("clientAuthenticatorType")
            self.draft.leave(f"client {name}", f"how it authenticates, {kind}, is not as a consumer here can")
            return
        keys = accepted(
            ConsumerProps,
            {"auth": auth, **held.keys} if auth["method"] != "client_secret" else held.keys,
            {"description": client.get("description") or None, "access_token_lifespan": _lifespan(client)},
        )
        consumers[name] = keys

    def _add_application(self, applications: dict[str, Any], client: Entry) -> None:
        name, attributes = str(client["clientId"]), client.get("attributes", {})
        logout = [each for each in str(attributes.get("post.logout.redirect.uris", "")).split("##") if each]
        try:
            applications[name] = accepted(
                ApplicationProps,
                {
                    "type": "public" if client.get("publicClient") else "confidential",
                    "redirect_uris": sorted(client.get("redirectUris", ())),
                },
                {
                    "description": client.get("description") or None,
                    "web_origins": sorted(client.get("webOrigins", ())),
                    "post_logout_redirect_uris": sorted(logout),
                    "consent": bool(client.get("consentRequired")),
                },
            )
        except ValidationError:
            self.draft.leave(f"client {name}", "its redirect URIs are none that a file can have: each is a whole URL")


def _auth(client: Entry) -> dict[str, Any] | None:
    attributes = client.get("attributes", {})
    match client.get("clientAuthenticatorType", "client-secret"):
        case "client-secret":
            return {"method": "client_secret"}
        case "client-jwt":
            given = {"jwks_url": attributes.get("jwks.url"), "jwks": attributes.get("jwks.string")}
            keys = {key: value for key, value in given.items() if value}
            auth = {"method": "private_key_jwt", **dict(list(keys.items())[:1])}
            auth["algorithm"] = attributes.get(_SIGNED) or "RS256"
        case "client-x509":
            auth = {"method": "mtls", "subject_dn": attributes.get("x509.subjectdn", "")}
        case _:
            return None
    try:
        ConsumerProps.model_validate({"auth": auth})
    except ValidationError:
        return None
    return auth


def _lifespan(client: Entry) -> str | None:
    return duration(client.get("attributes", {}).get("access.token.lifespan"))
