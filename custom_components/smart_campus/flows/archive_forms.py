"""What a person is asked for to reach each kind of archive, and how what was entered becomes stored data."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final

import probatio
from homeassistant.const import UnitOfTime
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..archive.opening import read_template
from ..archive.rules.faults import FaultCode
from ..archive.rules.naming import DEFAULT_FOLDER, FOLDER_WORDS
from ..archive.rules.naming import unknown_words as unknown_folder_words
from ..archive.rules.template import unknown_words
from ..archive.settings import (
    CONF_ALARM_HOURS,
    CONF_FOLDER,
    CONF_KEEP_DAYS,
    CONF_KIND,
    CONF_PARALLEL,
    CONF_RATE,
    CONF_RULES,
    CONF_SECRETS,
    CONF_TARGET,
    CONF_VIEWERS,
    CONF_WORK_FOLDER,
    DEFAULT_ALARM_HOURS,
    DEFAULT_KEEP_DAYS,
    DEFAULT_PARALLEL,
    ArchiveKind,
)
from ..archive.targets.http import read_url

SECRET_FIELDS: Final = ("password", "secret_key", "headers", "secret")
"""Fields that are stored apart, and shown to nobody again; left empty they stay as they are."""
LONGEST: Final = 4_000
FAULTS: Final[Mapping[FaultCode, str]] = {
    FaultCode.UNREACHABLE: "archive_unreachable",
    FaultCode.STALLED: "archive_stalled",
    FaultCode.SERVER_ERROR: "archive_server_error",
    FaultCode.BUSY: "archive_busy",
    FaultCode.BAD_ANSWER: "archive_bad_answer",
    FaultCode.CREDENTIALS: "archive_login",
    FaultCode.CERTIFICATE: "archive_certificate",
    FaultCode.NOT_FOUND: "archive_not_found",
    FaultCode.REDIRECTED: "archive_redirected",
    FaultCode.NO_SPACE: "archive_no_space",
    FaultCode.NOT_WRITABLE: "archive_not_writable",
    FaultCode.TOO_LARGE: "archive_refused",
    FaultCode.REFUSED: "archive_refused",
    FaultCode.DECLINED: "archive_declined",
    FaultCode.NOT_IDENTICAL: "archive_not_identical",
    FaultCode.UNPROVEN: "archive_unproven",
}
"""What is said when the small file could not be archived."""
_TEXT: Final = TextSelector()
_LINES: Final = TextSelector(TextSelectorConfig(multiline=True))
_PASSWORD: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))
_URL: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.URL))
_METHODS: Final = SelectSelector(SelectSelectorConfig(options=["PUT", "POST"]))

_LOGIN: Final = {
    probatio.Optional("username", default=""): _TEXT,
    probatio.Optional("password"): _PASSWORD,
}
_TLS: Final = {probatio.Required("verify_ssl", default=True): BooleanSelector()}

FIELDS: Final[Mapping[ArchiveKind, Mapping[Any, Any]]] = {
    ArchiveKind.FOLDER: {probatio.Required("path"): _TEXT},
    ArchiveKind.WEBDAV: {
        probatio.Required("url"): _URL,
        **_LOGIN,
        probatio.Required("is_digest", default=False): BooleanSelector(),
        **_TLS,
    },
    ArchiveKind.S3: {
        probatio.Required("url"): _URL,
        probatio.Required("bucket"): _TEXT,
        probatio.Required("region", default="us-east-1"): _TEXT,
        probatio.Optional("prefix", default=""): _TEXT,
        probatio.Required("access_key"): _TEXT,
        probatio.Optional("secret_key"): _PASSWORD,
        **_TLS,
    },
    ArchiveKind.OPENCAST: {
        probatio.Required("url"): _URL,
        **_LOGIN,
        probatio.Optional("workflow", default="schedule-and-upload"): _TEXT,
        **_TLS,
    },
    ArchiveKind.HTTP: {
        probatio.Required("method", default="PUT"): _METHODS,
        probatio.Required("url"): _TEXT,
        probatio.Required("is_form", default=False): BooleanSelector(),
        probatio.Optional("file_field", default="file"): _TEXT,
        probatio.Optional("fields", default=""): _LINES,
        probatio.Optional("success", default=""): _LINES,
        probatio.Optional("read_url", default=""): _TEXT,
        probatio.Optional("delete_url", default=""): _TEXT,
        probatio.Optional("headers"): _LINES,
        probatio.Optional("secret"): _PASSWORD,
        **_LOGIN,
        **_TLS,
    },
}
"""What is asked for, by kind."""


def archive_schema(kind: ArchiveKind, users: Mapping[str, str]) -> probatio.Schema:
    """Return the form of an archive. users: names by id of those who could be let see recordings."""
    return probatio.Schema(
        {
            probatio.Required("name"): _TEXT,
            **FIELDS[kind],
            probatio.Required(CONF_RULES): section(probatio.Schema(_rules(users)), {"collapsed": True}),
        }
    )


def _rules(users: Mapping[str, str]) -> dict[Any, Any]:
    options = [SelectOptionDict(value=user_id, label=name) for user_id, name in users.items()]
    return {
        probatio.Required(CONF_FOLDER, default=DEFAULT_FOLDER): _TEXT,
        probatio.Required(CONF_RATE, default=0): _number(0, 10_000_000, "kB/s"),
        probatio.Required(CONF_PARALLEL, default=DEFAULT_PARALLEL): _number(1, 8),
        probatio.Required(CONF_KEEP_DAYS, default=DEFAULT_KEEP_DAYS): _number(0, 36_500, UnitOfTime.DAYS),
        probatio.Required(CONF_ALARM_HOURS, default=DEFAULT_ALARM_HOURS): _number(1, 720, UnitOfTime.HOURS),
        probatio.Optional(CONF_WORK_FOLDER, default=""): _TEXT,
        probatio.Optional(CONF_VIEWERS, default=[]): SelectSelector(
            SelectSelectorConfig(options=options, multiple=True)
        ),
    }


def _number(least: int, most: int, unit: str = "") -> NumberSelector:
    config = NumberSelectorConfig(min=least, max=most, step=1, mode=NumberSelectorMode.BOX)
    if unit:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


def to_data(kind: ArchiveKind, entered: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """Return what is stored of what was entered. known: the secrets so far, which stay where nothing was entered."""
    target, secrets = dict[str, Any](), dict[str, str]()
    for marker in FIELDS[kind]:
        name = str(marker)
        value = entered.get(name)
        if name in SECRET_FIELDS:
            secrets[name] = str(value or known.get(name, ""))[:LONGEST]
        else:
            target[name] = value if isinstance(value, bool) else str(value or "").strip()[:LONGEST]
    if "url" in target and kind is not ArchiveKind.HTTP and (url := read_url(target["url"])) is not None:
        target["url"] = str(url)
    rules = dict(entered[CONF_RULES])
    for name in (CONF_RATE, CONF_PARALLEL, CONF_KEEP_DAYS, CONF_ALARM_HOURS):
        rules[name] = int(rules[name])
    return {CONF_KIND: kind.value, CONF_TARGET: target, CONF_SECRETS: secrets, CONF_RULES: rules}


def find_error(data: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Return field, error and detail of what cannot be right, before anything is asked of the archive."""
    kind, target, rules = ArchiveKind(data[CONF_KIND]), data[CONF_TARGET], data[CONF_RULES]
    if unknown := unknown_folder_words(rules[CONF_FOLDER], FOLDER_WORDS):
        return "base", "archive_unknown_word", unknown[0]
    if rules[CONF_WORK_FOLDER] and not PurePosixPath(rules[CONF_WORK_FOLDER]).is_absolute():
        return "base", "archive_path_relative", ""
    if kind is ArchiveKind.FOLDER:
        return None if PurePosixPath(target["path"]).is_absolute() else ("path", "archive_path_relative", "")
    if kind is ArchiveKind.HTTP:
        return _find_template_error(target, data[CONF_SECRETS])
    return ("url", "archive_url", "") if read_url(target["url"]) is None else None


def _find_template_error(target: Mapping[str, Any], secrets: Mapping[str, str]) -> tuple[str, str, str] | None:
    texts = [target[name] for name in ("url", "fields", "success", "read_url", "delete_url")]
    if unknown := unknown_words(*texts, secrets["headers"]):
        return "base", "archive_unknown_word", unknown[0]
    for name in ("url", "read_url", "delete_url"):
        if target[name] and not target[name].startswith(("http://", "https://")):
            return name, "archive_url", ""
    try:
        template = read_template(target, secrets)
    except ValueError as err:
        return "base", "archive_line", str(err)
    if any(not pointer.startswith("/") for pointer, _ in template.success):
        return "success", "archive_pointer", ""
    if not template.proves and not template.read_url:
        return "success", "archive_proves_nothing", ""
    return None
