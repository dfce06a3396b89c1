"""Packs of a small factory: issued, verified, issued again."""
