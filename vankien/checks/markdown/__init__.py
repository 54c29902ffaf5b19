"""Rules M: Markdown that the site and Word would not show alike, or could not show at all."""
