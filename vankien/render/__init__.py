"""Values in, strings or files out: pages, Word files, diagnostics in each format, the rulebook."""
