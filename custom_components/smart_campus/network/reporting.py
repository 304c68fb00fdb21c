"""The network of a site as one frozen state with readable names."""

from homeassistant.util import dt as dt_util

from .rules.port_map import PortRef
from .state import (
    ConnectedDevice,
    MapContradiction,
    NetworkState,
    PortFinding,
    SwitchNode,
    UnreachableThing,
    Uplink,
)
from .telling import device_id_of, name_of, room_of_port
from .watch import NetworkWatch


def describe_network(watch: NetworkWatch) -> NetworkState:
    """Return everything known of a network now."""
    port_map = watch.places.port_map
    return NetworkState(
        at=dt_util.utcnow().timestamp(),
        findings=_findings(watch),
        unreachable=_unreachable(watch),
        switches=_switches(watch),
        connected=_connected(watch),
        uplinks=tuple(
            Uplink(switch=item.at.switch, port=item.at.port, neighbour=item.neighbour, addresses=item.macs)
            for item in port_map.uplinks()
        ),
        contradictions=tuple(
            MapContradiction(
                key=item.device,
                name=name_of(watch, item.device),
                confirmed_switch=item.confirmed.switch,
                confirmed_port=item.confirmed.port,
                seen_switch=item.seen.switch,
                seen_port=item.seen.port,
            )
            for item in port_map.contradictions()
        ),
    )


def _findings(watch: NetworkWatch) -> tuple[PortFinding, ...]:
    found: list[PortFinding] = []
    for key, judge in sorted(watch.judges.items()):
        for finding in judge.health.findings:
            at, row = PortRef(key, finding.port), judge.port_row(finding.port)
            connected = watch.places.port_map.devices_on(at)
            found.append(
                PortFinding(
                    switch=key,
                    switch_name=name_of(watch, key),
                    device_id=device_id_of(watch, key),
                    port=finding.port,
                    if_index=None if row is None else int(row),
                    description=judge.text_of(finding.port),
                    fault=finding.fault,
                    since=finding.since,
                    value=finding.value,
                    limit=finding.limit,
                    connected=tuple(name_of(watch, device) for device in connected),
                    area_id=room_of_port(watch, at),
                    in_maintenance=watch.is_in_maintenance(key),
                )
            )
    return tuple(found)


def _unreachable(watch: NetworkWatch) -> tuple[UnreachableThing, ...]:
    found: list[UnreachableThing] = []
    for thing in sorted(watch.reach.things.values(), key=lambda item: (item.down_since, item.key)):
        if thing.is_up is not False:
            continue
        cause = watch.cause_of(thing.key)
        found.append(
            UnreachableThing(
                key=thing.key,
                name=thing.name,
                device_id=device_id_of(watch, thing.key),
                since=thing.down_since,
                cause=cause,
                cause_name=name_of(watch, cause),
                is_root=cause == thing.key,
                in_maintenance=watch.is_in_maintenance(thing.device),
            )
        )
    return tuple(found)


def _switches(watch: NetworkWatch) -> tuple[SwitchNode, ...]:
    things = watch.reach.things
    return tuple(
        SwitchNode(
            key=node.key,
            name=name_of(watch, node.key),
            parent=node.parent,
            ports=node.ports,
            parent_ports=node.parent_ports,
            is_reachable=things[node.key].is_up if node.key in things else None,
        )
        for node in watch.places.attached(things).tree()
    )


def _connected(watch: NetworkWatch) -> tuple[ConnectedDevice, ...]:
    return tuple(
        ConnectedDevice(
            key=place.device,
            name=name_of(watch, place.device),
            device_id=device_id_of(watch, place.device),
            switch=place.at.switch,
            switch_name=name_of(watch, place.at.switch),
            port=place.at.port,
            source=place.source,
            seen_at=place.seen_at,
            area_id=room_of_port(watch, place.at),
        )
        for place in watch.places.port_map.places()
    )
