"""Environment files that somebody got wrong, or wrote in bad faith: made from real ones, the same for each seed."""
