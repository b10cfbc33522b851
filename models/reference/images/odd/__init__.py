"""The families of odd_files.py: each module makes one, as a list of Odd."""
