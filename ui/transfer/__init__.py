"""Screens of the initial transfer."""
