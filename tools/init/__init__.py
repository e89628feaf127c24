"""`make init`: a team's own repository, from the files in `template/`."""
