"""Tests of `veche.core.decide`."""
