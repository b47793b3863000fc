"""Every model, so that Django and its migrations see them all; import yours here."""
