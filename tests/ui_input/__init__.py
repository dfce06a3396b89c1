"""Tests of input: scanners that type, the input method, and the device-free logic behind them."""
