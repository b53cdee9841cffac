"""The `grader` command."""

from grader.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
