"""What a gateway adds to a call: Envoy before an upstream that takes no time of its own, and the FastAPI preset."""
