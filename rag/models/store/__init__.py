"""Model files on disk: the catalogue, downloads and checksums. May import machine."""
