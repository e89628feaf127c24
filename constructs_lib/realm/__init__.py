"""The realm and all that belongs to it as a whole: the API's client, login flows, and who says who somebody is.

`realm_layer` is the map of this room. Directories, identity providers and issuers of workload tokens are here because
every model and team shares them.
"""
