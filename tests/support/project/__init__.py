"""The project as a user has it: a checkout, what it leaves behind, and who calls meanwhile."""
