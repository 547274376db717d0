"""How much: exact, dated, interval-valued computation of one rule."""
