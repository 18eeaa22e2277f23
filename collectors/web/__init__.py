"""The network: addresses that may be asked, the fetcher, and rounds over many sources."""
