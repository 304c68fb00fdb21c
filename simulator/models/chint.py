"""Chint rail meters: 32-bit floats in holding registers.

Source: Chint DDSU666 manual ZTY0.464.922, table 10; volkszaehler/mbmd for the DTSU666.
"""

from ..registers import F32, RegisterMap, row

DDSU666 = RegisterMap(
    readable=((0x0000, 0x000D), (0x2000, 0x2011), (0x4000, 0x400B)),
    fields=(
        *row(0x2000, 2, F32, "voltage current"),
        *row(0x2004, 2, F32, "active_power reactive_power apparent_power", 1000),
        *row(0x200A, 4, F32, "power_factor frequency"),
        *row(0x4000, 2, F32, "energy_import"),
    ),
    constants={0x0001: (0x0102,), 0x0005: (2, 2), 0x000C: (3,)},
)

DTSU666 = RegisterMap(
    readable=((0x0000, 0x0031), (0x101E, 0x1031), (0x2000, 0x2051)),
    fields=(
        *row(0x2000, 2, F32, "voltage_l1_l2 voltage_l2_l3 voltage_l3_l1 voltage_l1 voltage_l2 voltage_l3", 0.1),
        *row(0x200C, 2, F32, "current_l1 current_l2 current_l3", 0.001),
        *row(0x2012, 2, F32, "active_power active_power_l1 active_power_l2 active_power_l3", 0.1),
        *row(0x201A, 2, F32, "reactive_power reactive_power_l1 reactive_power_l2 reactive_power_l3", 0.1),
        *row(0x202A, 2, F32, "power_factor power_factor_l1 power_factor_l2 power_factor_l3", 0.001),
        *row(0x2044, 2, F32, "frequency", 0.01),
        *row(0x101E, 2, F32, "energy_import energy_import_l1 energy_import_l2 energy_import_l3"),
        *row(0x1028, 2, F32, "energy_export energy_export_l1 energy_export_l2 energy_export_l3"),
    ),
    constants={0x0006: (1, 10)},
)
