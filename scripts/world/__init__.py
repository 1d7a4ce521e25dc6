"""Makers of the part of `data/gazetteers` that holds states, places and nationalities."""
