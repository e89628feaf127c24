"""The files that set what the security baseline asks for."""

from __future__ import annotations

__all__ = ["API", "APPLICATIONS", "AUTH", "BUILT_IN", "CLIENTS", "CONSUMERS", "POLICIES", "REALM", "TOKEN"]

REALM = ("constructs_lib/declaration/realm_settings.py",)
API = "constructs_lib/realm/api_client.py"
APPLICATIONS = "constructs_lib/access/applications.py"
CONSUMERS = "constructs_lib/access/consumers.py"
CLIENTS = (API, APPLICATIONS, CONSUMERS)
BUILT_IN = "constructs_lib/realm/built_in_clients.py"
POLICIES = "constructs_lib/declaration/client_rules.py"
AUTH = ("constructs_lib/declaration/consumer_auth.py",)
TOKEN = ("constructs_lib/declaration/token_mappers.py",)
