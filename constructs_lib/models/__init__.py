"""Served models: a client role and a gating client scope for each model and action.

`models_layer` is the map of this room. It takes what it needs of the realm as references, so that it fits into the
realm's stack or into one of its own.
"""
