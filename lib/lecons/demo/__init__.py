"""The demonstration project: fictional data, calibrated on the published facts about 3P."""

from lecons.demo.exports import write_demo

__all__ = ["write_demo"]
