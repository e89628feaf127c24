"""Header fields that gateways set for the servers behind them: from a caller they are made up."""

from __future__ import annotations

__all__ = ["MADE_UP_HEADERS"]

MADE_UP_HEADERS = (
    # Who calls, as oauth2-proxy, Kubeflow and others say it.
    "X-Forwarded-User",
    "X-Forwarded-Email",
    "X-Forwarded-Groups",
    "X-Forwarded-Preferred-Username",
    "X-Forwarded-Access-Token",
    "X-Auth-Request-User",
    "X-Auth-Request-Email",
    "X-Auth-Request-Groups",
    "X-Auth-Request-Preferred-Username",
    "X-Auth-Request-Access-Token",
    "X-Auth-Request-Redirect",
    "X-Remote-User",
    "X-Remote-Group",
    "Remote-User",
    "X-User",
    "X-WebAuth-User",
    "kubeflow-userid",
    "kubeflow-groups",
    "X-Goog-Authenticated-User-Email",
    "X-Goog-Authenticated-User-Id",
    "X-Amzn-Oidc-Identity",
    "X-Amzn-Oidc-Data",
    "X-Forwarded-Client-Cert",
    # Another method or path than the one that was checked.
    "X-HTTP-Method-Override",
    "X-HTTP-Method",
    "X-Method-Override",
    "X-Original-URL",
    "X-Original-URI",
    "X-Rewrite-URL",
    "X-Envoy-Original-Path",
    "X-Forwarded-Prefix",
    "X-Forwarded-Uri",
    "X-Script-Name",
)
"""Taken out of every request, on open paths too."""
