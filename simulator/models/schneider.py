"""Schneider meters: 32-bit floats and 64-bit counters; a manual's register number is the wire address plus one.

Power factors are coded in four quadrants; the simulated loads lag, which reads as the plain value.
Source: PM51xx/PM53xx register list R01; DOCA0005 for the iEM3000 series.
"""

from ..registers import F32, I64, RegisterMap, number_words, row, text_words


def _names(model: str) -> dict[int, tuple[int, ...]]:
    """Return the text registers: meter name, model, manufacturer."""
    return {29: text_words("Meter", 20), 49: text_words(model, 20), 69: text_words("Schneider Electric", 20)}


PM5110 = RegisterMap(
    readable=((29, 88), (89, 89), (129, 130), (2699, 2760), (2999, 3120), (3203, 3240), (21299, 21360)),
    fields=(
        *row(2699, 2, F32, "energy_import energy_export"),
        *row(2707, 2, F32, "reactive_energy_import reactive_energy_export"),
        *row(2715, 2, F32, "apparent_energy"),
        *row(2999, 2, F32, "current_l1 current_l2 current_l3 current_n"),
        *row(3009, 2, F32, "current"),
        *row(3019, 2, F32, "voltage_l1_l2 voltage_l2_l3 voltage_l3_l1"),
        *row(3027, 2, F32, "voltage_l1 voltage_l2 voltage_l3"),
        *row(3035, 2, F32, "voltage"),
        *row(3053, 2, F32, "active_power_l1 active_power_l2 active_power_l3 active_power", 1000),
        *row(3061, 2, F32, "reactive_power_l1 reactive_power_l2 reactive_power_l3 reactive_power", 1000),
        *row(3069, 2, F32, "apparent_power_l1 apparent_power_l2 apparent_power_l3 apparent_power", 1000),
        *row(3077, 2, F32, "power_factor_l1 power_factor_l2 power_factor_l3 power_factor"),
        *row(3109, 2, F32, "frequency"),
        *row(3203, 4, I64, "energy_import energy_export", 0.001),
        *row(21299, 2, F32, "thd_current_l1 thd_current_l2 thd_current_l3"),
        *row(21329, 2, F32, "thd_voltage_l1 thd_voltage_l2 thd_voltage_l3"),
    ),
    constants=_names("PM5110") | {89: (15270,)},
    serial=(129, number_words),
)

IEM3155 = RegisterMap(
    readable=((29, 88), (129, 130), (0x0BB7, 0x0C9B), (0x0DBD, 0x0DC8)),
    fields=(
        *row(0x0BB7, 2, F32, "current_l1 current_l2 current_l3"),
        *row(0x0BC1, 2, F32, "current"),
        *row(0x0BD3, 2, F32, "voltage_l1 voltage_l2 voltage_l3"),
        *row(0x0BDB, 2, F32, "voltage"),
        *row(0x0BED, 2, F32, "active_power_l1 active_power_l2 active_power_l3 active_power", 1000),
        *row(0x0BFB, 8, F32, "reactive_power apparent_power", 1000),
        *row(0x0C0B, 2, F32, "power_factor"),
        *row(0x0C25, 2, F32, "frequency"),
        *row(0x0C83, 4, I64, "energy_import energy_export", 0.001),
        *row(0x0C93, 4, I64, "reactive_energy_import reactive_energy_export", 0.001),
        *row(0x0DBD, 4, I64, "energy_import_l1 energy_import_l2 energy_import_l3", 0.001),
    ),
    constants=_names("iEM3155"),
    serial=(129, number_words),
)
