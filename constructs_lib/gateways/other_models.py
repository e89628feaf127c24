"""What names a model beside `model`: servers take it in its place, or fall back on it, and no gateway checks it.

LiteLLM takes a model from the query before the body's (1.108), and lists of models to fall back on from the body;
OpenRouter has them as `models`.
"""

from __future__ import annotations

__all__ = ["OTHER_MODELS"]

OTHER_MODELS = (
    "contentpolicyfallbacks",
    "contextwindowfallbacks",
    "fallback",
    "fallbackmodel",
    "fallbackmodels",
    "fallbacks",
    "modellist",
    "models",
    "routersettingsoverride",
    "targetmodelnames",
    "userconfig",
)
"""Keys of a body, and fields of a form, that such a request must not have: their letters and digits, in lower case."""
