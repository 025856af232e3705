"""`python -m lecons`: the command line, where the `lecons` script is not on the path."""

from lecons.cli import main

if __name__ == "__main__":
    main()
