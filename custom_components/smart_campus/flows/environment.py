"""The set-up of environment sensors."""

from typing import ClassVar

from ..campuslink.model import Kind
from .field import FieldFlow


class EnvironmentFlow(FieldFlow):
    """Add or change a sensor of air, light, people, rain, wet floors, smoke or gas."""

    KIND: ClassVar[Kind] = Kind.ENVIRONMENT
    FURTHER_STEPS: ClassVar[tuple[str, ...]] = ("values",)
