"""From a form to a stored signature: validation, identity, score, limits on emails."""
