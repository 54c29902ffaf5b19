"""Rules N: figures in the texts, held against one another, against the indicators and against other reports."""
