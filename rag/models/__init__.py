"""Everything with weights: fetching them, running them, and the vectors and tokens they give."""
