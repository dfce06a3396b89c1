"""Tests of the certification screen."""
