"""Speed, memory and quality of classmatch: on generated data beside splink, and on labelled sets."""
