"""Lighting and sensors of the campus: a real broker with nodes on it, and relay modules behind a gateway."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import aiomqtt

from .broker import Broker, make_broker
from .gateway import HOST
from .modbus_relays import RelayGateway
from .node_models import Message, NodeModel
from .place import chosen_channels, truth
from .system import Action, Body, Identity, Json

PUBLISH_EVERY_S = 10.0
RECONNECT_PAUSE_S = 1.0


@dataclass
class FieldNode:
    """One node: who it is, how it speaks, and what people can do to it."""

    identity: Identity
    address: str
    model: NodeModel
    happenings: Mapping[str, Action] = field(default_factory=dict)
    """What the side door can let happen, by name; the node then tells its state."""
    publish_every_s: float = PUBLISH_EVERY_S
    _told: Sequence[Message] = ()
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _client: aiomqtt.Client | None = None

    def plug(self, port: int) -> None:
        """Connect, and stay connected. port: of the broker."""
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._run(port), name=f"node {self.identity.id}")]

    async def unplug(self) -> None:
        """Break off without a farewell, so that the broker tells the last will."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def tell_state(self, *, only_new: bool = False) -> None:
        """Publish its state, if it is connected. only_new: nothing when it is what was told last."""
        state = self.model.state()
        if not (only_new and state == self._told):
            self._told = state
            await self.tell(state)

    async def tell(self, messages: Sequence[Message]) -> None:
        """Publish, if it is connected."""
        if self._client is not None:
            with suppress(aiomqtt.MqttError):
                for topic, payload, is_kept in messages:
                    await self._client.publish(topic, payload, 1, is_kept)

    async def _run(self, port: int) -> None:
        while True:
            with suppress(aiomqtt.MqttError):
                await self._live(port)
            self._client = None
            await asyncio.sleep(RECONNECT_PAUSE_S)

    async def _live(self, port: int) -> None:
        topic, online, offline = self.model.will
        client = aiomqtt.Client(HOST, port, will=aiomqtt.Will(topic, offline, 1, retain=True))
        await client.__aenter__()
        try:
            self._client = client
            for command in self.model.commands:
                await client.subscribe(command, 1)
            await self.tell([(topic, online, True), *self.model.state()])
            async with asyncio.TaskGroup() as group:
                group.create_task(self._listen(client))
                group.create_task(self._repeat())
        finally:
            self._client = None
            # No farewell: a lamp that is cut off sends none
            client._client._sock_close()

    async def _listen(self, client: aiomqtt.Client) -> None:
        async for message in client.messages:
            payload = message.payload.decode() if isinstance(message.payload, bytes) else ""
            await self.tell(self.model.command(str(message.topic), payload))

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(self.publish_every_s)
            await self.tell_state()


class FieldSystem:
    """Starts the broker first; nodes connect by themselves, and again when it comes back."""

    def __init__(
        self,
        nodes: Sequence[FieldNode],
        relays: RelayGateway,
        modules: Mapping[str, tuple[Identity, int]],
        *,
        port: int = 0,
    ) -> None:
        """modules: identity and Modbus unit of each relay module, by id. port: of the broker, 0 for a free one."""
        self.broker: Broker = make_broker(port)
        self.nodes = {node.identity.id: node for node in nodes}
        self.relays = relays
        self._modules = modules

    async def start(self) -> None:
        """Listen."""
        await self.broker.start()
        await self.relays.start()
        for node in self.nodes.values():
            node.plug(self.broker.port)

    async def stop(self) -> None:
        """Cut every node off and end the broker."""
        await asyncio.gather(*(node.unplug() for node in self.nodes.values()))
        await self.relays.stop()
        await self.broker.stop()

    def devices(self) -> Sequence[Json]:
        """Return nodes and modules; ``broker`` says where Home Assistant's MQTT integration finds the nodes."""
        broker = {"host": HOST, "port": self.broker.port}
        nodes = [
            node.identity.to_json(endpoint={"transport": "broker"}, address=node.address, broker=broker)
            for node in self.nodes.values()
        ]
        modules = [
            identity.to_json(endpoint=self.relays.endpoint, address=str(unit))
            for identity, unit in self._modules.values()
        ]
        return [*nodes, *modules]

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return what a device does and measures, by point. Raises KeyError for an unknown id."""
        if device_id in self.nodes:
            return self.nodes[device_id].model.values()
        module = self.relays.modules[self._modules[device_id][1]]
        return {f"channel_{number}": state for number, state in enumerate(module.coils, 1)}

    def actions(self, device_id: str) -> Mapping[str, Action]:
        """Return ``unplug``, ``plug``, ``restart_broker`` and what can happen there. Raises KeyError."""
        if device_id not in self.nodes:
            return self._module_actions(device_id)
        node = self.nodes[device_id]

        async def unplug(_: Body) -> None:
            await node.unplug()

        async def plug(_: Body) -> None:
            node.plug(self.broker.port)

        async def restart_broker(_: Body) -> None:
            await self.broker.stop()
            await self.broker.start()

        happenings = {name: self._heard(node, action) for name, action in node.happenings.items()}
        return {"unplug": unplug, "plug": plug, "restart_broker": restart_broker, **happenings}

    def _heard(self, acted: FieldNode, action: Action) -> Action:
        """Return the action, after which every sensor tells what it sees otherwise than before."""

        async def act(body: Body) -> None:
            await action(body)
            await acted.tell_state()
            for node in self.nodes.values():
                if node.happenings:
                    await node.tell_state(only_new=True)

        return act

    def _module_actions(self, device_id: str) -> Mapping[str, Action]:
        module = self.relays.modules[self._modules[device_id][1]]

        async def unplug(_: Body) -> None:
            module.is_silent = True
            module.coils = [False] * module.channels

        async def plug(_: Body) -> None:
            module.is_silent = False

        async def stick(body: Body) -> None:
            relay = body.get("relay")
            if not isinstance(relay, int) or not 1 <= relay <= module.channels:
                raise ValueError(f"relay must be 1 to {module.channels}")
            module.stuck ^= {relay - 1}

        async def switch(body: Body) -> None:
            is_on = truth(body, "on")
            for channel in chosen_channels(body, module.channels):
                module.coils[channel - 1] = is_on

        return {"unplug": unplug, "plug": plug, "stick": stick, "switch": switch}
