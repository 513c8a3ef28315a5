"""The socket on which the workshop listens."""

import asyncio
import socket

from sim.workshop.command import listen


def test_what_is_put_on_a_line_is_sent_at_once() -> None:
    """Else a part of an answer waits until the browser has confirmed the part before, which it does 40 ms late."""

    async def delayed() -> int:
        said: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            line = writer.get_extra_info("socket")
            said.set_result(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listening = listen("127.0.0.1", None)
        async with await asyncio.start_server(talk, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            found = await said
            writer.close()
        return found

    assert asyncio.run(delayed()) == 1
