"""Questions asked of the assistant or a baseline, into a run folder."""
