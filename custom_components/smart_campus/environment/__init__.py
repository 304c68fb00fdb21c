"""Environment sensors: air, light, people, rain, wet floors, smoke and gas."""
