"""How we know: cases, scores, runs, reports, timings."""
