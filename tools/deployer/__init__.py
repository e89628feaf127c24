"""Clients that plan and deploy one environment, and may do no more than that takes."""
