"""Eastron SDM meters: 32-bit floats in input registers. Source: Eastron SDM630 Modbus protocol, register list."""

from ..registers import F32, RegisterMap, row

_L1_L2_L3 = "{0}_l1 {0}_l2 {0}_l3"

SDM630 = RegisterMap(
    functions=(4,),
    readable=((0x0000, 0x0181),),
    max_registers=80,
    fields=(
        *row(0x0000, 2, F32, _L1_L2_L3.format("voltage")),
        *row(0x0006, 2, F32, _L1_L2_L3.format("current")),
        *row(0x000C, 2, F32, _L1_L2_L3.format("active_power")),
        *row(0x0012, 2, F32, _L1_L2_L3.format("apparent_power")),
        *row(0x0018, 2, F32, _L1_L2_L3.format("reactive_power")),
        *row(0x001E, 2, F32, _L1_L2_L3.format("power_factor")),
        *row(0x002A, 2, F32, "voltage - current current_sum"),
        *row(0x0034, 4, F32, "active_power apparent_power reactive_power"),
        *row(0x003E, 4, F32, "power_factor phase_angle"),
        *row(0x0046, 2, F32, "frequency energy_import energy_export reactive_energy_import reactive_energy_export"),
        *row(0x00EA, 2, F32, _L1_L2_L3.format("thd_voltage")),
        *row(0x00F0, 2, F32, _L1_L2_L3.format("thd_current")),
        *row(0x00F8, 2, F32, "thd_voltage_l1 thd_current_l1"),
        *row(0x0156, 2, F32, "energy_total reactive_energy_import"),
        *row(0x015A, 2, F32, _L1_L2_L3.format("energy_import")),
        *row(0x0160, 2, F32, _L1_L2_L3.format("energy_export")),
    ),
)

SDM120 = RegisterMap(
    functions=(4,),
    readable=((0x0000, 0x0159),),
    max_registers=80,
    fields=(
        *row(0x0000, 6, F32, "voltage current active_power apparent_power reactive_power power_factor phase_angle"),
        *row(0x0046, 2, F32, "frequency energy_import energy_export reactive_energy_import reactive_energy_export"),
        *row(0x0156, 2, F32, "energy_total reactive_energy_import"),
    ),
)
