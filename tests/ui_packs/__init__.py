"""Tests of the screen of issued packs."""
