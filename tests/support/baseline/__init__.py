"""What keeps `docs/security.md` equal to what the tests of the security baseline see."""
