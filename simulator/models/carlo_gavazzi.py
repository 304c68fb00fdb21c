"""Carlo Gavazzi EM340: 32-bit integers with the low word first.

The identification code shares its address with a voltage and shows only when it is read alone.
Source: volkszaehler/mbmd, EM330/EM340 map; Carlo Gavazzi EM330/EM340 communication protocol, identification code.
"""

from ..registers import I16, I32_LOW_FIRST, RegisterMap, row

EM340 = RegisterMap(
    functions=(3, 4),
    readable=((0x0000, 0x0061),),
    alone={0x000B: 341},
    fields=(
        *row(0x0000, 2, I32_LOW_FIRST, "voltage_l1 voltage_l2 voltage_l3", 0.1),
        *row(0x0006, 2, I32_LOW_FIRST, "voltage_l1_l2 voltage_l2_l3 voltage_l3_l1", 0.1),
        *row(0x000C, 2, I32_LOW_FIRST, "current_l1 current_l2 current_l3", 0.001),
        *row(0x0012, 2, I32_LOW_FIRST, "active_power_l1 active_power_l2 active_power_l3", 0.1),
        *row(0x0018, 2, I32_LOW_FIRST, "apparent_power_l1 apparent_power_l2 apparent_power_l3", 0.1),
        *row(0x001E, 2, I32_LOW_FIRST, "reactive_power_l1 reactive_power_l2 reactive_power_l3", 0.1),
        *row(0x0024, 2, I32_LOW_FIRST, "voltage - active_power apparent_power reactive_power", 0.1),
        *row(0x002E, 1, I16, "power_factor_l1 power_factor_l2 power_factor_l3 power_factor", 0.001),
        *row(0x0033, 1, I16, "frequency", 0.1),
        *row(0x0034, 2, I32_LOW_FIRST, "energy_import", 0.1),
        *row(0x0040, 2, I32_LOW_FIRST, "energy_import_l1 energy_import_l2 energy_import_l3", 0.1),
        *row(0x004E, 2, I32_LOW_FIRST, "energy_export", 0.1),
    ),
)
