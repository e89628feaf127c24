"""Real model servers behind Envoy, called by the clients that people use."""
