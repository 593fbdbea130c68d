"""A made-up world of books whose truth is known.

Nothing is stored and nothing is drawn in sequence: each fact of a work, edition, file or registration is a function of
its number and a label. So rows can be made in any order, in chunks of bounded memory, and come out with the same bytes
each time.
"""
