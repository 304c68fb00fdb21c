"""Frames of Feishu's long connection, on Google's own protobuf library; the message as the platform's client has it."""

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import Message

_STRING = descriptor_pb2.FieldDescriptorProto.TYPE_STRING
_FIELDS = (
    ("SeqID", 1, descriptor_pb2.FieldDescriptorProto.TYPE_UINT64, True),
    ("LogID", 2, descriptor_pb2.FieldDescriptorProto.TYPE_UINT64, True),
    ("service", 3, descriptor_pb2.FieldDescriptorProto.TYPE_INT32, True),
    ("method", 4, descriptor_pb2.FieldDescriptorProto.TYPE_INT32, True),
    ("payload_encoding", 6, _STRING, False),
    ("payload_type", 7, _STRING, False),
    ("payload", 8, descriptor_pb2.FieldDescriptorProto.TYPE_BYTES, False),
    ("LogIDNew", 9, _STRING, False),
)


def _make_frame() -> type[Message]:
    file = descriptor_pb2.FileDescriptorProto(name="frames.proto", package="pbbp2", syntax="proto2")
    header = file.message_type.add(name="Header")
    for number, name in enumerate(("key", "value"), 1):
        header.field.add(name=name, number=number, type=_STRING, label=2)
    frame = file.message_type.add(name="Frame")
    for name, number, kind, is_required in _FIELDS:
        frame.field.add(name=name, number=number, type=kind, label=2 if is_required else 1)
    frame.field.add(name="headers", number=5, type=11, type_name=".pbbp2.Header", label=3)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    made: type[Message] = message_factory.GetMessageClass(pool.FindMessageTypeByName("pbbp2.Frame"))
    return made


FeishuFrame = _make_frame()


def make_frame(*, method: int, headers: dict[str, str], payload: bytes = b"", service: int = 1) -> Message:
    """Return a frame with its required fields."""
    frame = FeishuFrame(SeqID=1, LogID=2, service=service, method=method, payload=payload)
    for key, value in headers.items():
        frame.headers.add(key=key, value=value)
    return frame


def headers_of(frame: Message) -> dict[str, str]:
    """Return a frame's headers."""
    return {header.key: header.value for header in frame.headers}
