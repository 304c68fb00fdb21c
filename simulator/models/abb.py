"""ABB B23: big-endian integers in holding registers; unassigned registers show all bits set.

Source: ABB 2CMC485003M0201, user manual of the B23/B24 meters.
"""

from ..registers import I16, I32, U16, U32, U64, RegisterMap, number_words, row, text_words

B23 = RegisterMap(
    readable=((0x5000, 0x5177), (0x5460, 0x5493), (0x5B00, 0x5B4F), (0x8900, 0x890F), (0x8960, 0x8966)),
    filler=0xFFFF,
    fields=(
        *row(0x5000, 4, U64, "energy_import energy_export", 0.01),
        *row(0x500C, 4, U64, "reactive_energy_import reactive_energy_export", 0.01),
        *row(0x5460, 4, U64, "energy_import_l1 energy_import_l2 energy_import_l3", 0.01),
        *row(0x546C, 4, U64, "energy_export_l1 energy_export_l2 energy_export_l3", 0.01),
        *row(0x5B00, 2, U32, "voltage_l1 voltage_l2 voltage_l3 voltage_l1_l2 voltage_l2_l3 voltage_l3_l1", 0.1),
        *row(0x5B0C, 2, U32, "current_l1 current_l2 current_l3", 0.01),
        *row(0x5B14, 2, I32, "active_power active_power_l1 active_power_l2 active_power_l3", 0.01),
        *row(0x5B1C, 2, I32, "reactive_power reactive_power_l1 reactive_power_l2 reactive_power_l3", 0.01),
        *row(0x5B24, 2, I32, "apparent_power apparent_power_l1 apparent_power_l2 apparent_power_l3", 0.01),
        *row(0x5B2C, 1, U16, "frequency", 0.01),
        *row(0x5B3A, 1, I16, "power_factor power_factor_l1 power_factor_l2 power_factor_l3", 0.001),
    ),
    constants={0x8908: text_words("B2.4.1", 8), 0x8960: text_words("B23 112-100", 6)},
    serial=(0x8900, number_words),
)
