"""Where signatures are kept: the protocol of a store, its records, and two stores."""
