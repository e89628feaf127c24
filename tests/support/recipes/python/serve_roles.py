"""Serves a recipe that tells roles from tokens: `recipe.roles_of`, in the folder that is first on the path."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module

_recipe = import_module("recipe")


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        try:
            roles = _recipe.roles_of(token) if scheme == "Bearer" else None
        except Exception as error:  # noqa: BLE001 - the recipe says by any error that it refuses
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            roles = None
        status = 401 if roles is None else 200 if "fraud-detector:predict" in roles else 403
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), _Handler).serve_forever()
