"""What runs beside a test: real servers, started and stopped by it."""
