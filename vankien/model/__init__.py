"""Pure data that every other floor speaks in: no I/O, no logging, standard library only."""
