"""The recorder for rooms that have only cameras: ffmpeg copies their streams into segments, joined at the end."""
