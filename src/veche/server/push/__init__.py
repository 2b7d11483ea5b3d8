"""What is sent to push services, so that a device that is not connected tells its owner."""
