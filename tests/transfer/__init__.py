"""Tests of the initial transfer."""
