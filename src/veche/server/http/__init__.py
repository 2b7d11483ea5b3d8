"""What is served to browsers and scripts over HTTP."""
