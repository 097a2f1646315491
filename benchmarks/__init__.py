"""What the figures in README and docs come from: `make bench`. Each is measured in one run against its floor, as a ratio."""
