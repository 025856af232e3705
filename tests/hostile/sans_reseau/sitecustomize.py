"""Shuts the network in every Python process that starts with this folder on its PYTHONPATH.

An audit hook (PEP 578) sees what goes through `socket`, in C as well, and cannot be taken away. What is
tried is noted in the file that LECONS_ESSAI_RESEAU names, for whoever swallows the error. Kernels talk
through sockets of the file system, which stay open.
"""

import os
import sys

_ASKS = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}


def _shut(event, arguments):
    if event not in _ASKS:
        return
    if event in ("socket.connect", "socket.sendto"):
        import socket

        if arguments[0].family not in (socket.AF_INET, socket.AF_INET6):
            return
    with open(os.environ["LECONS_ESSAI_RESEAU"], "a", encoding="utf-8") as told:
        told.write(f"{event} {arguments} {sys.argv}\n")
    raise OSError("le réseau est fermé pendant cet essai")


if "LECONS_ESSAI_RESEAU" in os.environ:
    sys.addaudithook(_shut)
