"""What keeps `docs/reference/security.md` equal to what the tests of the security baseline see."""
