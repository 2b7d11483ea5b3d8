"""Files that people upload: kept on the disk, with a list of who brought what."""
