"""What is known of pairs, and what is learnt from it: calibrations and weights."""
