"""No request leaves: the whole workshop in a network namespace of its own, from which there is no way out."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lines import process

SCRIPT = """
import asyncio, json, socket, sys, urllib.request
sys.path.insert(0, {tests!r})
from lines import line

address = sys.argv[1]
try:
    socket.create_connection(("192.0.2.1", 80), 2)
except OSError as error:
    outside = str(error)
else:
    outside = "reached"
found = {{"outside": outside, "interfaces": [name for _, name in socket.if_nameindex()]}}
for path in ("", "notes", "phone", "story.json", "page/main.js", "page/styles/style.css"):
    with urllib.request.urlopen(address + "/" + path) as response:
        found[path] = len(response.read())

async def look():
    async with line(address) as screen:
        return await screen.answer(1, {{"demand": 1.15, "levers": {{"business_support": {{}}}}}})

found["runs"] = asyncio.run(look())["runs"]
print(json.dumps(found))
"""


def test_all_is_there_where_nothing_can_be_reached(tmp_path: Path) -> None:
    """Pages, story and answers, for a client in the same namespace; the server would fail if it asked for anything else."""
    unshare, ip = shutil.which("unshare"), shutil.which("ip")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], capture_output=True).returncode != 0:
        pytest.skip("this system lets nobody make a network namespace of one's own")
    script = tmp_path / "look.py"
    script.write_text(SCRIPT.format(tests=str(Path(__file__).parents[1])), encoding="utf-8")
    up = f"{ip} link set lo up" if ip else f"{sys.executable} -c {LO_UP!r}"
    inside = (unshare, "-rn", "sh", "-c", f'{up} && exec "$0" "$@"')
    log = tmp_path / "log"
    with process("-m", "sim", "workshop", "one_team", "--no-browser", log=log, before=inside) as running:
        assert running.stdout is not None
        address = running.stdout.readline().strip().removesuffix("/")
        enter = ["nsenter", "--preserve-credentials", "-U", "-n", "-t", str(running.pid)]
        looked = subprocess.run([*enter, sys.executable, script, address], capture_output=True, text=True, timeout=120)
        assert looked.returncode == 0, looked.stderr
        found = json.loads(looked.stdout)
    assert found["interfaces"] == ["lo"]
    assert "unreachable" in found["outside"]
    assert found["runs"] == 60
    assert all(
        found[path] > 100 for path in ("", "notes", "phone", "story.json", "page/main.js", "page/styles/style.css")
    )
    assert log.read_text(encoding="utf-8") == "Stop with Ctrl-C.\n"


# Without the command `ip`: the same by the call of the system.
LO_UP = "import fcntl, socket, struct; s = socket.socket(); fcntl.ioctl(s, 0x8914, struct.pack('16sh', b'lo', 1))"
