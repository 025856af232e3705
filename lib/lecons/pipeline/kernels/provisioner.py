"""How jupyter_client gets its kernel: the one that was forked ahead, else an ordinary one.

`KernelProvisionerBase` is jupyter_client's extension point for this.
"""

import asyncio
import os
import time
from importlib.metadata import EntryPoint
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from lecons.pipeline.kernels.seat import Seat

NAME = "lecons-provisioner"
CLIENT = f"{__name__}.PromptClient"
_POLL = 0.01
# how long a kernel may take to end when it was asked to, before it is made to
_LEAVE = 2.0


class WarmProvisioner(LocalProvisioner):
    """Gives the kernel in `waiting` its seat, once; every other start is an ordinary one.

    One process runs one notebook: `last` is its provisioner, which knows the process of the kernel and,
    after its end, how it ended."""

    waiting: Seat | None = None
    last: "WarmProvisioner | None" = None
    launched: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        WarmProvisioner.last = self
        seat, WarmProvisioner.waiting = WarmProvisioner.waiting, None
        if seat is None:
            info = await super().launch_kernel(cmd, **kwargs)
            self.launched = self.process
            return info
        folder = str(kwargs.get("cwd") or os.getcwd())
        argv = [*cmd[cmd.index("-f") :], f"--IPKernelApp.parent_handle={os.getpid()}"]
        seat.begin(argv, folder, kwargs.get("env", os.environ))
        self.process = self.launched = seat  # type: ignore[assignment]
        # of the group of this process: whoever ends that group ends the kernel
        self.pid, self.pgid, self.cwd = seat.pid, None, folder  # type: ignore[assignment]
        return self.connection_info

    async def shutdown_requested(self, restart: bool = False) -> None:
        until = time.monotonic() + _LEAVE
        while await self.poll() is None and time.monotonic() < until:
            await asyncio.sleep(_POLL)

    async def wait(self) -> int | None:
        while await self.poll() is None:
            await asyncio.sleep(_POLL)
        return await super().wait()


class PromptClient(AsyncKernelClient):
    """A client that begins as soon as the kernel answers. jupyter_client's waits until 0.2 s are silent,
    to forget what the kernel said of itself; nbclient passes over what does not answer its own requests.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return once the kernel answers on both channels; raises RuntimeError when it died, or has not
        answered in `timeout` seconds."""
        until = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < until:
            self.kernel_info()
            try:
                await self.shell_channel.get_msg(timeout=1)
                await self.iopub_channel.get_msg(timeout=0.2)
                return
            except Empty:
                if not await self.is_alive():
                    raise RuntimeError("arrêté avant de répondre") from None
        raise RuntimeError(f"pas de réponse en {timeout:g} secondes")


def provide(seat: Seat | None) -> None:
    """From now on kernels of this process are started by WarmProvisioner, the first one in `seat`."""
    factory = KernelProvisionerFactory.instance()
    module, name = WarmProvisioner.__module__, WarmProvisioner.__name__
    factory.provisioners[NAME] = EntryPoint(
        NAME, f"{module}:{name}", KernelProvisionerFactory.GROUP_NAME
    )
    factory.default_provisioner_name = NAME
    WarmProvisioner.waiting, WarmProvisioner.last = seat, None
