"""MQTT in a profile: topics, last wills, where points lie in messages, and how they are set."""

from collections.abc import Mapping
from types import MappingProxyType

from ..model import EMPTY
from .mqtt_schema import NODE, LastWill, MqttAsk, MqttRead, MqttRules, MqttTopic, MqttWrite
from .parser_lines import parse_confirm, parse_texts
from .section import Place, Reader, Section

LONGEST_TOPIC = 256
_LONGEST_SILENCE_S = 30 * 86_400


def parse_mqtt_rules(reader: Reader, place: Place) -> MqttRules | None:
    """Return the rules of ``transport.mqtt``, or None after reporting what is wrong."""
    section = reader.section(place)
    if section is None:
        return None
    find = section.find("find", lambda each: _parse_find(reader, each)) or ("", ())
    rules = MqttRules(
        topics=section.need("topics", lambda each: _parse_topics(reader, each)) or EMPTY,
        online=section.take("online", reader.listing(lambda each: _parse_will(reader, each)), ()),
        silence_s=section.take("silence_s", reader.quantity(10, _LONGEST_SILENCE_S), 0.0),
        ask=section.take("ask", reader.listing(lambda each: _parse_ask(reader, each)), ()),
        partial=section.take("partial", reader.boolean, default=False),
        find=find[0],
        find_not=find[1],
    )
    section.close()
    if not rules.online and not rules.silence_s:
        reader.fail(section.place, "online, silence_s or both: how a node that is gone is known from one that is quiet")
    return rules


def parse_mqtt_read(reader: Reader, section: Section, rules: MqttRules) -> MqttRead | None:
    """Return where a value lies in which messages, or None after reporting what is wrong."""
    topics = section.find("topic", lambda place: _parse_names(reader, place, rules)) or tuple(rules.topics)
    paths = section.find("path", lambda place: _parse_paths(reader, place)) or ((),)
    section.close()
    if () in paths and "topic" not in section.entries:
        reader.fail(section.place, "a point that is a whole payload names its topic")
    return MqttRead(topics=topics, paths=paths) if topics else None


def parse_mqtt_write(reader: Reader, place: Place) -> MqttWrite | None:
    """Return how a point is set, or None after reporting what is wrong."""
    section = reader.section(place)
    if section is None:
        return None
    topic = section.need("topic", lambda each: _parse_topic(reader, each))
    write = MqttWrite(
        topic=topic or "",
        payload=section.take("payload", lambda each: _parse_payload(reader, each), NODE),
        map=section.take("map", lambda each: parse_texts(reader, each), EMPTY),
        confirm=section.take("confirm", lambda each: parse_confirm(reader, each), EMPTY),
        guard=section.take("guard", reader.boolean, default=False),
    )
    section.close()
    return None if topic is None else write


def _parse_topics(reader: Reader, place: Place) -> Mapping[str, MqttTopic] | None:
    found = {str(key): _parse_source(reader, each) for key, each in (reader.children(place) or {}).items()}
    if not found:
        reader.fail(place, "no topic; name at least one")
    return MappingProxyType({name: topic for name, topic in found.items() if topic is not None}) or None


def _parse_source(reader: Reader, place: Place) -> MqttTopic | None:
    if isinstance(place.value, str):
        topic = _parse_topic(reader, place)
        return None if topic is None else MqttTopic(topic=topic)
    section = reader.section(place)
    if section is None:
        return None
    topic = section.need("topic", lambda each: _parse_topic(reader, each))
    root = section.find("root", lambda each: _parse_path(reader, each)) or ()
    under = section.find("under", lambda each: _parse_path(reader, each)) or ()
    section.close()
    return None if topic is None else MqttTopic(topic=topic, root=root, under=under)


def _parse_topic(reader: Reader, place: Place) -> str | None:
    topic = _parse_any_topic(reader, place)
    if topic is not None and topic.count(NODE) != 1:
        reader.fail(place, "a topic has {} once, where the name of the node stands")
        return None
    return topic


def _parse_any_topic(reader: Reader, place: Place) -> str | None:
    topic = reader.text(place)
    if topic is None:
        return None
    if len(topic) > LONGEST_TOPIC or any(char in topic for char in "+#$ ") or not topic.isprintable():
        reader.fail(place, f"{topic[:40]!r} is no topic; it has neither +, #, $ nor spaces")
        return None
    return topic


def _parse_will(reader: Reader, place: Place) -> LastWill | None:
    section = reader.section(place)
    if section is None:
        return None
    topic = section.need("topic", lambda each: _parse_any_topic(reader, each))
    path = section.find("path", lambda each: _parse_path(reader, each)) or ()
    words = section.need("map", lambda each: _parse_words(reader, each))
    section.close()
    return None if topic is None or words is None else LastWill(topic=topic, path=path, map=words)


def _parse_words(reader: Reader, place: Place) -> Mapping[str, bool] | None:
    words: dict[str, bool] = {}
    for key, each in (reader.children(place) or {}).items():
        meant = reader.boolean(each)
        if not isinstance(key, str):
            reader.fail(each, f"the key {key} is no word; quote it")
        elif meant is not None:
            words[key.casefold()] = meant
    if set(words.values()) != {True, False}:
        reader.fail(place, "name at least one word that means online (true) and one that does not (false)")
        return None
    return MappingProxyType(words)


def _parse_ask(reader: Reader, place: Place) -> MqttAsk | None:
    section = reader.section(place)
    if section is None:
        return None
    topic = section.need("topic", lambda each: _parse_topic(reader, each))
    payload = section.take("payload", lambda each: _parse_any_text(reader, each), "")
    section.close()
    return None if topic is None else MqttAsk(topic=topic, payload=payload)


def _parse_find(reader: Reader, place: Place) -> tuple[str, tuple[str, ...]] | None:
    if isinstance(place.value, str):
        topic = _parse_topic(reader, place)
        return None if topic is None else (topic, ())
    section = reader.section(place)
    if section is None:
        return None
    topic = section.need("topic", lambda each: _parse_topic(reader, each))
    without = section.find("without", reader.listing(reader.text)) or ()
    section.close()
    return None if topic is None else (topic, without)


def _parse_names(reader: Reader, place: Place, rules: MqttRules) -> tuple[str, ...] | None:
    read = reader.one_of(tuple(rules.topics))
    places = place.items() if isinstance(place.value, list) else [place]
    return tuple(name for each in places if (name := read(each)) is not None) or None


def _parse_paths(reader: Reader, place: Place) -> tuple[tuple[str, ...], ...] | None:
    places = place.items() if isinstance(place.value, list) else [place]
    return tuple(path for each in places if (path := _parse_path(reader, each)) is not None) or None


def _parse_path(reader: Reader, place: Place) -> tuple[str, ...] | None:
    """Read keys with dots between them, ``AM2301.Temperature``."""
    text = reader.text(place)
    if text is None:
        return None
    path = tuple(text.split("."))
    if all(path):
        return path
    reader.fail(place, f"{text[:40]} is no path; it would be keys with single dots between them")
    return None


def _parse_payload(reader: Reader, place: Place) -> str | None:
    text = reader.text(place)
    if text is not None and text.count(NODE) != 1:
        reader.fail(place, "the payload has {} once, where the value goes")
        return None
    return text


def _parse_any_text(reader: Reader, place: Place) -> str | None:
    return place.value if isinstance(place.value, str) else reader.text(place)
