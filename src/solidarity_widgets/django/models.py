"""No models: the tables belong to the signing store. But ``migrate`` tells only apps with this module."""
