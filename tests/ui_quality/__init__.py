"""Tests of the screens of gauges, inspections, orders and nonconformances."""
