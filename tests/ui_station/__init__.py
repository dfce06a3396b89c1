"""Tests of the station screen."""
