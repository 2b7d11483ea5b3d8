"""Tests of `veche.core`."""
