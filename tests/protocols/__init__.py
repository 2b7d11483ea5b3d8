"""Tests of `veche.protocols`."""
