"""`make demo`: install what is missing, then hand over to `manage.py demo`. Standard library only."""

import argparse
import os
import socket
import subprocess

from tools import bootstrap
from tools.console import Stop, guarded, step


def require_free_port(port):
    """Raise Stop when something else listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Stop(f"Port {port} is not yours to use: choose one above 1023, with `make demo PORT=8001`.") from None
        except (OSError, OverflowError):
            other = port + 1 if port < 65000 else 8001
            raise Stop(
                f"Port {port} is taken: stop what uses it, or choose another with `make demo PORT={other}`."
            ) from None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--reset", action="store_true", help="throw away the demo's data first")
    options = parser.parse_args()
    bootstrap.require_python()
    require_free_port(options.port)
    os.chdir(bootstrap.ROOT)
    bootstrap.install_python_packages(["assets"])
    env = bootstrap.tool_env()
    manage = [str(bootstrap.PYTHON), "manage.py", "demo"]
    reset = ["--reset"] if options.reset else []
    if bootstrap.assets_are_there():
        serve = [*manage, *reset]
    else:
        # Fetching the design system waits for the network and filling the database for the processor.
        assets = bootstrap.AssetsInBackground()
        if subprocess.call([*manage, "--prepare", *reset], env=env):
            return 1
        with step("Installing the design system"):
            assets.join()
        serve = [*manage, "--serve"]
    os.execve(serve[0], [*serve, "--port", str(options.port)], env)


if __name__ == "__main__":
    guarded(main)
