"""Long work on many signatures: in batches, with progress, to be stopped at any moment and gone on with."""
