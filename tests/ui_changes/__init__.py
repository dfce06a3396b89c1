"""Tests of the change ledger on the screen."""
