"""Those who call models: consumers, groups, people and applications of one team, or of all.

`access_layer` is the map of this room. What each of them may do is decided in `declaration.access_policy`, not here.
"""
