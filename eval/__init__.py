"""Question sets, metrics and runs that say whether a change helped."""
