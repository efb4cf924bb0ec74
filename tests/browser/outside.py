"""The rest of the internet, as the tests' browser finds it."""

import socket
import threading


class Outside:
    """A proxy that lets nothing through and keeps what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _listen(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            with connection:
                connection.settimeout(1)
                try:
                    line = connection.recv(4096).partition(b"\r\n")[0].decode("latin-1")
                except OSError as error:
                    line = str(error)
                if line == "close":
                    return
                self.asked.append(line)

    def close(self) -> None:
        with socket.create_connection(self._listener.getsockname()) as connection:
            connection.sendall(b"close\r\n")
        self._thread.join()
        self._listener.close()
