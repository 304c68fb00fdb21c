"""Whoever wants to hear of something, in the order in which they came."""

from collections.abc import Callable

from homeassistant.core import CALLBACK_TYPE, callback


class Listeners[*Args]:
    """Callbacks that are called with the same arguments; one may come or go while they are called."""

    def __init__(self) -> None:
        self._listeners: tuple[Callable[[*Args], None], ...] = ()

    def __bool__(self) -> bool:
        return bool(self._listeners)

    @callback
    def async_add(self, listener: Callable[[*Args], None]) -> CALLBACK_TYPE:
        """Call a listener from now on. Return what ends it."""
        self._listeners = (*self._listeners, listener)

        @callback
        def end() -> None:
            self._listeners = tuple(other for other in self._listeners if other is not listener)

        return end

    @callback
    def async_tell(self, *args: *Args) -> None:
        """Call every listener."""
        for listener in self._listeners:
            listener(*args)
