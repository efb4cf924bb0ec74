"""``python -m solidarity_widgets`` is the command line."""

from solidarity_widgets.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
