"""With this folder on PYTHONPATH, each Python process logs in the file $WATCH where it goes beyond this machine.

A line is written when the process starts, then one for each connection to an address that is not loopback, each
datagram to one, and each look-up of a name other than localhost, with the lines of code that led there.
"""

import ipaddress
import os
import sys
import traceback

LOOK_UPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
DEPARTURES = ("socket.connect", "socket.sendto", "socket.sendmsg")


def is_here(host):
    """Whether a host is this machine, as None, "" and 0.0.0.0 are."""
    host = host.decode() if isinstance(host, bytes) else host
    if not host or host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
        return address.is_loopback or address.is_unspecified
    except ValueError:
        return False


def watch(event, details):
    if event in LOOK_UPS:
        host = details[0]
    elif event in DEPARTURES and isinstance(details[1], tuple) and isinstance(details[1][0], str):
        host = details[1][0]
    else:
        return
    if not is_here(host):
        path = (f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_stack()[-8:-1])
        write(f"{event} {host}: {' '.join(path)}")


def write(line):
    with open(os.environ["WATCH"], "a", encoding="utf-8") as log:
        log.write(f"{line}\n")


if "WATCH" in os.environ:
    write(f"started {sys.argv}")
    sys.addaudithook(watch)
