"""What a profile says for people: products, sources, recordings, caveats."""

from .schema import Caveat, LocalText, Product, Recording, Source
from .section import Place, Reader


def parse_product(reader: Reader, place: Place) -> Product | None:
    """Return one product, or None after reporting what is wrong."""
    section = reader.section(place)
    if section is None:
        return None
    brand, model = section.need("brand", reader.text), section.need("model", reader.text)
    section.close()
    return None if brand is None or model is None else Product(brand=brand, model=model)


def parse_source(reader: Reader, place: Place) -> Source | None:
    """Return one source, or None after reporting what is wrong."""
    section = reader.section(place)
    if section is None:
        return None
    title = section.need("title", reader.text)
    version = section.take("version", lambda each: _parse_version(reader, each), "")
    url = section.take("url", lambda each: _parse_url(reader, each), "")
    section.close()
    return None if title is None else Source(title=title, version=version, url=url)


def parse_recording(reader: Reader, place: Place) -> Recording | None:
    """Return one recording, or None after reporting what is wrong."""
    section = reader.section(place)
    if section is None:
        return None
    model, recording = section.need("model", reader.text), section.need("recording", reader.text)
    firmware = section.take("firmware", reader.text, "")
    section.close()
    if model is None or recording is None:
        return None
    return Recording(model=model, firmware=firmware, recording=recording)


def parse_caveat(reader: Reader, place: Place) -> Caveat | None:
    """Return one caveat, or None after reporting what is wrong."""
    section = reader.section(place)
    if section is None:
        return None
    text = section.need("text", lambda each: _parse_local_text(reader, each))
    link = section.take("link", lambda each: _parse_url(reader, each), "")
    section.close()
    return None if text is None else Caveat(text=text, link=link)


def _parse_local_text(reader: Reader, place: Place) -> LocalText | None:
    section = reader.section(place)
    if section is None:
        return None
    en, zh_hans = section.need("en", reader.text), section.need("zh-Hans", reader.text)
    section.close()
    return None if en is None or zh_hans is None else LocalText(en=en, zh_hans=zh_hans)


def _parse_version(reader: Reader, place: Place) -> str | None:
    return "" if place.value == "" else reader.text(place)


def _parse_url(reader: Reader, place: Place) -> str | None:
    if place.value == "":
        return ""
    url = reader.text(place)
    if url is None or url.startswith(("https://", "http://")):
        return url
    reader.fail(place, f"{url[:40]} is no address; it would start with https://")
    return None
