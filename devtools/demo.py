"""Show the widgets in a browser."""

from devtools.environment import python, set_up


def main(*arguments: str) -> None:
    """Serve the demo.

    Args:
        *arguments: The arguments of ``solidarity-widgets demo``.
    """
    set_up()
    python("-m", "solidarity_widgets", "demo", *arguments)
