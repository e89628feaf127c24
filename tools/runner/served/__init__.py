"""Local states, served to a run's own Terraform: that saves them every 20 seconds, instead of at each resource."""
