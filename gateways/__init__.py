"""Files for the gateways in front of the models, from the declaration that also gives the realm."""
