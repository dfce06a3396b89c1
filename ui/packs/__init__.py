"""Packs that left the house: kept, compared with today, given out again, verified."""
