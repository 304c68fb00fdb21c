"""A valid catalogue, trait and profile, to be read and to be spoiled."""

from pathlib import Path

from campuslink.profile.document import Document, parse_document

CATALOGUE = """\
schema: 1
kind: meter
points:
  active_power: {meaning: Active power, unit: W, poll: fast, entity: {platform: sensor, device_class: power}}
  voltage_l1: {meaning: Voltage of phase 1, unit: V, poll: normal, entity: {platform: sensor, enabled: false}}
  frequency: {meaning: Grid frequency, unit: Hz, poll: normal, entity: {platform: sensor}}
  power_factor: {meaning: Power factor, poll: normal, entity: {platform: sensor}}
  energy_import: {meaning: Energy, unit: kWh, poll: normal, total: true, max_rate: 5000, entity: {platform: sensor}}
  valve_closed: {meaning: Valve closed, poll: normal, entity: {platform: binary_sensor}}
  clock: {meaning: Clock, poll: slow, entity: {platform: sensor}}
  serial: {meaning: Serial number, poll: once, identity: serial, private: true}
"""

PROFILE = """\
schema: 1
id: example-three-phase
kind: meter
name: Example three-phase meter
products: [{brand: Example, model: EX-3}]
sources: [{title: EX-3 manual, version: "1.2", url: "https://example.com/ex3.pdf"}]
tested: [{model: EX-3, firmware: "1.0", recording: ex3}]
caveats: [{text: {en: Slow after power-up., zh-Hans: 上电后较慢。}, link: "https://example.com/1"}]
covers: [example-old]
include: [modbus/example]
transport: {words: low_first, blocks: [[input, 0, 0x400], [holding, 0, 20]]}
identify: {exact: [{read: {holding: 0x1}, decode: uint16, equals: 42}], plausible: {frequency: [45, 65]}}
params: {ct_ratio: {default: 1, range: [1, 10000]}}
points:
  active_power:
    read: {input: 0x000C}
    decode: float32
    unit: W
    range: [-1000000, 1000000]
    multiply_by: [ct_ratio]
  energy_import: {read: {input: 0x0048}, decode: uint32, scale: 0.01, unit: kWh, range: [0, 999999], rollover: 1000000}
  power_factor: {read: {holding: 10}, decode: int16, scale: 0.001, missing: [0x7fff], range: [-1, 1], poll: slow}
  valve_closed: {read: {input: 3}, decode: uint16, mask: 4, shift: 2, map: {0: false, 1: true}}
"""

TRAIT = """\
transport: {protocol: modbus, over: [tcp, serial], serial: {baudrate: 9600, parity: N}, words: high_first, max_gap: 20}
points:
  frequency: {read: {input: 0x0046}, decode: float32, unit: Hz, range: [0, 70]}
  energy_import: {read: {input: 0x0100}, decode: float32, unit: kWh, range: [0, 1]}
  serial: {read: {holding: 2, count: 4}, decode: text}
"""


def document(text: str, file: str = "example-three-phase.yaml") -> Document:
    return parse_document(text.encode(), file)


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
