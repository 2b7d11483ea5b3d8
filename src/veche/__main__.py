"""`python -m veche` is `veche`."""

from veche.cli.main import main

if __name__ == "__main__":
    main()
