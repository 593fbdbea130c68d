"""What the names of files say of the books in them."""
