"""A 30-value three-phase meter: requests and bytes of a full poll, ours against core's `modbus` integration.

Both read the same Eastron SDM630 values from the same pymodbus server through the same counting proxy. Core's
integration runs in a real Home Assistant configured with one sensor a value, as its documentation says.
"""

import argparse
import asyncio
import math
import struct
from collections.abc import Mapping
from functools import cache

from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from benchmarks._home_assistant import ROOT, running, temporary_folder, write_config_folder
from benchmarks._report import Report
from benchmarks._wire import WireCounter
from campuslink.device.device import Device
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.link.pool import LinkPool
from campuslink.model import Kind
from campuslink.profile.library import load_library
from campuslink.profile.schema import Transport

START_TIMEOUT_S = 120
SCAN_S = 2
"""Seconds between two polls of core's integration; each sensor is asked once in it."""

# Input registers of the Eastron SDM630 Modbus protocol document, by our point id.
REGISTERS = {
    "voltage_l1": 0x0000, "voltage_l2": 0x0002, "voltage_l3": 0x0004,
    "current_l1": 0x0006, "current_l2": 0x0008, "current_l3": 0x000A,
    "active_power_l1": 0x000C, "active_power_l2": 0x000E, "active_power_l3": 0x0010,
    "apparent_power_l1": 0x0012, "apparent_power_l2": 0x0014, "apparent_power_l3": 0x0016,
    "reactive_power_l1": 0x0018, "reactive_power_l2": 0x001A, "reactive_power_l3": 0x001C,
    "power_factor_l1": 0x001E, "power_factor_l2": 0x0020, "power_factor_l3": 0x0022,
    "active_power": 0x0034, "apparent_power": 0x0038, "reactive_power": 0x003C, "power_factor": 0x003E,
    "frequency": 0x0046, "energy_import": 0x0048, "energy_export": 0x004A,
    "reactive_energy_import": 0x004C, "reactive_energy_export": 0x004E,
    "energy_import_l1": 0x015A, "energy_import_l2": 0x015C, "energy_import_l3": 0x015E,
}  # fmt: skip
REQUEST_BYTES = 12
"""A Modbus TCP read request: 7 of header, 5 of PDU."""
ANSWER_BYTES = 9
"""A Modbus TCP answer without its registers."""


def least_bytes(addresses: list[int], max_registers: int = 125) -> int:
    """Return the fewest bytes in both directions that any split into reads of two-register values can reach."""
    starts = sorted(addresses)

    @cache
    def best(first: int) -> float:
        if first == len(starts):
            return 0
        costs = [math.inf]
        for last in range(first, len(starts)):
            count = starts[last] + 2 - starts[first]
            if count > max_registers:
                break
            costs.append(REQUEST_BYTES + ANSWER_BYTES + 2 * count + best(last + 1))
        return min(costs)

    return int(best(0))


def meter_registers() -> list[int]:
    """Return an input register block in which every value is plausible and different."""
    registers = [0] * 0x200
    for number, (point, address) in enumerate(REGISTERS.items()):
        value = {"frequency": 50.0, "power_factor": 0.9}.get(point.split("_l")[0], 100.0 + number)
        registers[address : address + 2] = struct.unpack(">HH", struct.pack(">f", value))
    return registers


async def measure_ours(counter: WireCounter) -> tuple[float, float]:
    """Return requests and bytes of one full poll by the device library; raises when a value is missing."""
    library = load_library(ROOT / "device_profiles")
    profile = library.profiles["eastron-sdm630"]
    pool = LinkPool()
    endpoint = NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=counter.port)
    link = await pool.open(endpoint, profile.transport, "1")
    device = Device(profile, link, library.catalogue(Kind.METER))
    await device.poll(frozenset(REGISTERS))  # the first one, in which totals are read twice
    counter.reset()
    report = await device.poll(frozenset(REGISTERS))
    figures = counter.requests, counter.sent_bytes + counter.received_bytes
    await link.close()
    if not all(report.readings[point].is_good for point in REGISTERS):
        raise RuntimeError(f"Not every value was read: {report.readings}")
    return figures


def core_configuration(port: int) -> str:
    """Return configuration.yaml for core's integration: one sensor a value."""
    sensors = "".join(
        f"      - {{name: {point}, unique_id: {point}, address: {address}, input_type: input, data_type: float32, "
        f"scan_interval: {SCAN_S}, device_address: 1, precision: 3}}\n"
        for point, address in REGISTERS.items()
    )
    return f"modbus:\n  - name: meter\n    type: tcp\n    host: 127.0.0.1\n    port: {port}\n    sensors:\n{sensors}"


async def measure_core(counter: WireCounter, cycles: int) -> tuple[float, float]:
    """Return requests and bytes a full poll by core's integration in a real Home Assistant."""
    with temporary_folder() as folder:
        await asyncio.to_thread(write_config_folder, folder, core_configuration(counter.port))
        counter.reset()
        with running(folder):
            async with asyncio.timeout(START_TIMEOUT_S):
                await counter.saw(len(REGISTERS), times=2)
            counter.reset()
            await counter.saw(len(REGISTERS), times=cycles)
        polls = sum(counter.spans.values()) / len(REGISTERS)
        return counter.requests / polls, (counter.sent_bytes + counter.received_bytes) / polls


async def measure(cycles: int) -> Mapping[str, float]:
    """Return the figures of one run."""
    block = SimData(address=0, values=meter_registers(), datatype=DataType.REGISTERS)
    server = ModbusTcpServer(SimDevice(id=1, simdata=[block]), address=("127.0.0.1", 0))
    await server.serve_forever(background=True)
    async with WireCounter(server.transport.sockets[0].getsockname()[1]).listening() as counter:
        ours = await measure_ours(counter)
        core = await measure_core(counter, cycles)
    await server.shutdown()
    least = least_bytes(list(REGISTERS.values()))
    return {
        "values": len(REGISTERS),
        "requests_ours": ours[0],
        "requests_core_modbus": core[0],
        "wire_ours_bytes": ours[1],
        "wire_core_modbus_bytes": core[1],
        "wire_least_possible_bytes": least,
        "wire_ours_per_least_ratio": ours[1] / least,
    }


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="watch core for 2 polls instead of 10")
    arguments = parser.parse_args()
    figures = dict(asyncio.run(measure(2 if arguments.quick else 10)))
    Report(name="modbus", figures=figures, budgets={"requests_ours": 3, "wire_ours_per_least_ratio": 1.15}).print()


if __name__ == "__main__":
    main()
