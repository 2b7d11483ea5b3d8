"""The full-screen application of `veche join`."""
