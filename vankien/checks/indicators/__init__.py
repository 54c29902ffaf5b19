"""Rules I: figures of indicators, from the single value to the total over all units."""
