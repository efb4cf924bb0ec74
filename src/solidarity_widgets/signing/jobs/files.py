"""Files that hold people's data: read by their owner only, written by one process, never half-written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from solidarity_widgets.exceptions import InvalidFieldError

#: What a text file begins with so that Excel reads it as UTF-8, and not in the code page of the machine.
BYTE_ORDER_MARK = "\ufeff"

#: Read and written by the owner, closed to all others.
_OWNER_ONLY = 0o600


def check_target(field: str, path: Path) -> None:
    """Refuse a file that cannot be made, before any work is done for it.

    Args:
        field: The argument's name, for the error.
        path: The file to make or to replace.

    Raises:
        InvalidFieldError: If it names no file, or a device or folder, which replacing would destroy; or if
            its folder does not exist.
    """
    if not path.name or (path.exists() and not path.is_file()):
        raise InvalidFieldError(field, str(path), "must be a file (it is a folder or a device)")
    if not path.parent.is_dir():
        raise InvalidFieldError(field, str(path), "must be in a folder that exists")


@contextmanager
def locked_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading and writing, made if it is missing, that no other process writes meanwhile.

    Args:
        path: Where it is; nothing of it is removed.

    Yields:
        The file, at its beginning.

    Raises:
        InvalidFieldError: If another process has it.
        OSError: If it cannot be opened, also because it is a symbolic link.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(path, "r+b", opener=lambda name, _: os.open(name, flags, _OWNER_ONLY)) as file:
        if not (_lock(file) and _is_still(file, path)):
            raise InvalidFieldError("path", str(path), "is being written by another process (let it end)")
        os.chmod(path, _OWNER_ONLY)
        yield file


def _lock(file: BinaryIO) -> bool:
    """Take the file's lock, which the system gives back whatever becomes of the process."""
    try:
        import fcntl
    except ImportError:  # Windows, where two writers of one file are not kept apart
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(file: BinaryIO, path: Path) -> bool:
    """Tell whether the file still has its name: the other process may have ended, and renamed it."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def sync(file: BinaryIO) -> None:
    """Bring a file's contents to the disk."""
    file.flush()
    os.fsync(file.fileno())


def replace_file(path: Path, data: bytes) -> None:
    """Give a file new contents, all or nothing, also through a loss of power.

    Args:
        path: The file.
        data: What is to be in it.
    """
    copy_file(BytesIO(data), path)


def copy_file(source: BinaryIO, path: Path) -> None:
    """Give a file the contents of an open file, as :func:`replace_file` does.

    Args:
        source: Where to read from, up to its end.
        path: The file to replace, or to make.
    """
    new = path.with_name(f"{path.name}.new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(new, "wb", opener=lambda name, _: os.open(name, flags, _OWNER_ONLY)) as file:
        copyfileobj(source, file)
        sync(file)
    os.replace(new, path)
