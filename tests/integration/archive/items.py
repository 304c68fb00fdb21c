"""Recordings as the ledger hands them over."""

from datetime import UTC, datetime, timedelta

from custom_components.smart_campus.archive.rules.item import ArchiveItem
from custom_components.smart_campus.campuslink.device.recorder.orders import RecordedFile, RecordingOrder

BEGIN = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def order(recording_id: str = "rec-1", *, begin: datetime = BEGIN, **fields: str) -> RecordingOrder:
    texts = {"course": "高等数学", "teacher": "王老师", "group": "2026-1", "room": "A101", "language": "zh-CN"}
    texts |= fields
    return RecordingOrder(
        id=recording_id, title="高等数学 第3次", start=begin, end=begin + timedelta(minutes=45), **texts
    )


def item(
    recording_id: str = "rec-1", *names: str, device: str = "recorder1", room: str = "A101", begin: datetime = BEGIN
) -> ArchiveItem:
    files = tuple(
        RecordedFile(id=name, name=name, source=name.partition(".")[0], start=begin, gaps=((1.0, 2.5),))
        for name in names or ("teacher.mp4",)
    )
    return ArchiveItem(
        recording_id=recording_id,
        device_subentry_id=device,
        room=room,
        order=order(recording_id, begin=begin, room=room),
        files=files,
    )
