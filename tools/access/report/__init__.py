"""One HTML file of a whole environment, for somebody who reviews it: `python -m tools access report`."""
