"""Every sentence the command line says, in both languages."""

import locale
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from ..profile.schema import LocalText


class Language(StrEnum):
    """What the command line speaks."""

    EN = "en"
    ZH_HANS = "zh-Hans"


def _text(en: str, zh_hans: str) -> LocalText:
    return LocalText(en=en, zh_hans=zh_hans)


MESSAGES: Mapping[str, LocalText] = {
    "about": _text(
        "Read, identify and record campus devices, and check device profiles.",
        "读取、识别和录制校园设备,并检查设备模型。",
    ),
    "wrong_usage": _text("Wrong usage: {detail}", "用法错误:{detail}"),
    "help_language": _text("language of the output, en or zh-Hans", "输出语言,en 或 zh-Hans"),
    "help_profiles": _text("folder of device profiles instead of the shipped one", "设备模型目录,代替自带的目录"),
    "help_lint": _text("check device profiles and catalogues", "检查设备模型和测点目录"),
    "help_lint_path": _text(
        "library folder, folder of own profiles, or one profile; the shipped library if left out",
        "模型库目录、自有模型目录或单个模型文件;省略时检查自带的模型库",
    ),
    "help_discover": _text("search a network for devices that a profile fits", "在网络中搜索有适用模型的设备"),
    "help_discover_range": _text(
        "network (10.1.0.0/24), range (10.1.0.1-40) or address; at most 4096 addresses together",
        "网段（10.1.0.0/24）、范围（10.1.0.1-40）或地址；合计最多 4096 个地址",
    ),
    "help_discover_credentials": _text(
        "TOML file with the credentials that may be tried; no others are",
        "TOML 文件，列出可以尝试的凭据；不会尝试其他凭据",
    ),
    "help_discover_look_for": _text("look for this only: {services}; may be repeated", "仅查找：{services}；可重复"),
    "help_discover_ports": _text(
        "ports of a service instead of the usual ones, such as modbus=502,5020; may be repeated",
        "服务的端口，代替常用端口，如 modbus=502,5020；可重复",
    ),
    "help_discover_units": _text(
        "Modbus units to ask for behind each gateway; 1-16 if left out",
        "每个网关后要询问的 Modbus 单元号；省略时为 1-16",
    ),
    "help_discover_public": _text("also search addresses of the internet that are named", "也搜索指定的公网地址"),
    "help_discover_call": _text(
        "also call to the network segment of this machine: PJLink, door controllers, mDNS",
        "同时在本机网段内广播查找：PJLink、门禁控制器、mDNS",
    ),
    "help_discover_broadcast": _text(
        "broadcast address that --call uses; 255.255.255.255 if left out",
        "--call 使用的广播地址；省略时为 255.255.255.255",
    ),
    "help_discover_rate": _text(
        "questions a second over all addresses; 50 if left out", "对所有地址每秒的询问次数；省略时为 50"
    ),
    "range_empty": _text("Name the addresses to search.", "请指定要搜索的地址。"),
    "range_malformed": _text(
        "{part} is no address, network or range of addresses.", "{part} 不是地址、网段或地址范围。"
    ),
    "range_too_large": _text(
        "{part} has {count} addresses; a search visits at most {most}. Nothing was sent.",
        "{part} 有 {count} 个地址；一次最多搜索 {most} 个。未发送任何数据。",
    ),
    "range_not_private": _text(
        "{part} is no private network; add --public if it is meant. Nothing was sent.",
        "{part} 不是私有网段；如确需搜索，请加 --public。未发送任何数据。",
    ),
    "range_no_hosts": _text("{part} is the address of no single device.", "{part} 不是单台设备的地址。"),
    "discover_rate": _text("--rate must be 1 to 1000.", "--rate 必须是 1 到 1000。"),
    "discover_ports": _text(
        "{text} names no ports of a service; services are {known}.", "{text} 不是服务的端口；服务有 {known}。"
    ),
    "discover_numbers": _text("This is no list of numbers: {detail}", "不是数字列表：{detail}"),
    "discover_credentials": _text("{file} cannot be used: {detail}", "{file} 无法使用：{detail}"),
    "discover_credentials_toml": _text(
        "{file} is no TOML file; the handbook shows one.", "{file} 不是 TOML 文件；格式见手册。"
    ),
    "discover_progress": _text(
        "Addresses: {visited} of {total}, devices: {found}", "地址：{visited}/{total}，设备：{found}"
    ),
    "discover_summary": _text(
        "Addresses: {addresses}, devices: {found}, of which a profile fits: {addable}",
        "地址：{addresses}，设备：{found}，其中有适用模型：{addable}",
    ),
    "column_address": _text("address", "地址"),
    "column_found_place": _text("place", "位置"),
    "column_note": _text("note", "备注"),
    "remark_needs_login": _text("wants a login", "需要登录"),
    "remark_login_refused": _text("refused the login", "拒绝登录"),
    "remark_no_profile": _text("no profile fits", "没有适用的模型"),
    "remark_needs_streams": _text("camera: add its streams by hand", "摄像机：请手动添加码流"),
    "remark_only_announced": _text("only announces itself", "仅发布服务通告"),
    "help_identify": _text("find the profiles that fit a device", "查找适合某台设备的模型"),
    "help_path": _text("try network paths once", "检测一次网络链路"),
    "help_path_url": _text(
        "way and host, such as ping://10.0.0.1, tcp://host:port, dns://server/name, https://host/, ntp://host",
        "方式和主机,如 ping://10.0.0.1、tcp://主机:端口、dns://服务器/域名、https://主机/、ntp://主机",
    ),
    "help_path_no_trust": _text("a certificate nobody vouches for is no failure", "不受信任的证书不算失败"),
    "help_poll": _text("read a device and show its points", "读取设备并显示测点"),
    "help_record": _text(
        "read a device and write a redacted fixture folder that tests can replay",
        "读取设备,写出脱敏的、可在测试中回放的录制目录",
    ),
    "help_simulate": _text("start a simulated campus of meters", "启动模拟的校园仪表"),
    "help_host": _text(
        "host name or address of the gateway; the port's name with --transport serial",
        "网关的主机名或地址;--transport serial 时为串口名",
    ),
    "help_port": _text("TCP port; 502 for Modbus if left out", "TCP 端口;Modbus 省略时为 502"),
    "help_transport": _text("what carries the protocol", "协议的承载方式"),
    "help_address": _text(
        "Modbus unit (1 if left out), or the 12 or 14 digits printed on the meter (asked for if left out)",
        "Modbus 单元号(省略时为 1),或表上印的 12 位、14 位地址(省略时向表询问)",
    ),
    "help_protocol": _text("protocol to try; guessed from the address if left out", "要尝试的协议;省略时按地址判断"),
    "help_baudrate": _text("speed of the serial port instead of the profile's", "串口波特率,代替模型中的值"),
    "help_parity": _text("parity of the serial port instead of the profile's", "串口校验位,代替模型中的值"),
    "help_stopbits": _text("stop bits of the serial port instead of the profile's", "串口停止位,代替模型中的值"),
    "help_timeout": _text("seconds to wait for an answer instead of the profile's", "等待应答的秒数,代替模型中的值"),
    "help_profile": _text("id of the device profile", "设备模型标识"),
    "help_profile_record": _text(
        "id of the device profile; found by identifying if left out", "设备模型标识;省略时先识别设备"
    ),
    "help_param": _text(
        "installation parameter, such as ct_ratio=40; may be repeated", "安装参数,如 ct_ratio=40;可重复"
    ),
    "help_points": _text("comma-separated point ids; all if left out", "以逗号分隔的测点标识;省略时为全部"),
    "help_json": _text("print JSON instead of a table", "输出 JSON 而不是表格"),
    "help_watch": _text("read again every so many seconds until interrupted", "每隔若干秒重新读取,直到中断"),
    "help_out": _text("folder below which <profile>/<name>/ is written", "在此目录下写出 <模型>/<名称>/"),
    "help_name": _text("name of the fixture folder; made from the model if left out", "录制目录的名称;省略时取自型号"),
    "help_note": _text("sentence kept with the recording", "随录制保存的说明"),
    "help_force": _text("overwrite a recording of the same name", "覆盖同名录制"),
    "help_simulate_rest": _text("All other arguments go to the simulator.", "其余参数都交给模拟器。"),
    "column_point": _text("point", "测点"),
    "column_value": _text("value", "值"),
    "column_unit": _text("unit", "单位"),
    "column_quality": _text("quality", "质量"),
    "column_profile": _text("profile", "设备模型"),
    "column_match": _text("match", "匹配"),
    "column_good": _text("good points", "有效测点"),
    "column_device": _text("device", "设备"),
    "column_path": _text("path", "链路"),
    "column_state": _text("state", "状态"),
    "column_reasons": _text("reasons", "原因"),
    "column_latency": _text("latency", "延迟"),
    "column_loss": _text("loss", "丢包率"),
    "column_days": _text("certificate days", "证书剩余天数"),
    "state_ok": _text("ok", "正常"),
    "state_degraded": _text("degraded", "性能下降"),
    "state_failing": _text("failing", "故障"),
    "state_unknown": _text("unknown", "未知"),
    "value_yes": _text("yes", "是"),
    "value_no": _text("no", "否"),
    "quality_good": _text("good", "正常"),
    "quality_absent": _text("absent", "无此值"),
    "quality_out_of_range": _text("out of range", "超出范围"),
    "quality_stale": _text("stale", "数据过期"),
    "quality_refused": _text("refused", "设备拒绝"),
    "quality_failed": _text("no answer", "无应答"),
    "match_exact": _text("exact", "精确"),
    "match_plausible": _text("plausible", "可能"),
    "poll_summary": _text("Points: {points}, requests: {requests}", "测点:{points},请求:{requests}"),
    "lint_ok": _text(
        "Profiles: {profiles}, errors: 0, warnings: {warnings}", "设备模型:{profiles},错误:0,警告:{warnings}"
    ),
    "lint_bad": _text("Errors: {errors}, warnings: {warnings}", "错误:{errors},警告:{warnings}"),
    "recorded": _text("Recorded in {folder}, points: {points}", "已录制到 {folder},测点:{points}"),
    "recorded_refused": _text("The device refused: {points}", "设备拒绝了:{points}"),
    "recorded_failed": _text("The device did not answer for: {points}", "设备未应答:{points}"),
    "recorded_error": _text(
        "Recorded in {folder} that this profile does not work on the device: {detail}",
        "已录制到 {folder}:该模型不适用于此设备:{detail}",
    ),
    "no_library": _text(
        "No device profiles in {folder}; name their folder with --profiles.",
        "{folder} 中没有设备模型;请用 --profiles 指定目录。",
    ),
    "no_such_path": _text("There is no {path}.", "{path} 不存在。"),
    "unknown_profile": _text("There is no profile {profile}.", "没有设备模型 {profile}。"),
    "unknown_profile_near": _text(
        "There is no profile {profile}. Did you mean {near}?", "没有设备模型 {profile}。是否指 {near}?"
    ),
    "broken_profile": _text(
        "Profile {profile} is not valid; see campuslink lint.", "设备模型 {profile} 无效;请运行 campuslink lint。"
    ),
    "unknown_points": _text("Profile {profile} has no point {points}.", "设备模型 {profile} 没有测点 {points}。"),
    "wrong_transport": _text(
        "Profile {profile} is reached over {transports}, not over {transport}.",
        "设备模型 {profile} 通过 {transports} 连接,不支持 {transport}。",
    ),
    "port_needed": _text("Name the gateway's port with --port.", "请用 --port 指定网关端口。"),
    "port_range": _text("{port} is not a port; ports are 1 to 65535.", "{port} 不是端口;端口为 1 到 65535。"),
    "wrong_param": _text(
        "{text} is not a parameter of this profile; it takes {known}.", "{text} 不是此模型的参数;可用参数:{known}。"
    ),
    "param_range": _text("{param} must be a number from {low} to {high}.", "{param} 必须是 {low} 到 {high} 之间的数。"),
    "no_params": _text("This profile takes no parameters, so not {text}.", "此模型没有参数,不能用 {text}。"),
    "no_candidates": _text(
        "No profile speaks {protocol} over {transport}.", "没有模型支持通过 {transport} 使用 {protocol}。"
    ),
    "not_recorded": _text(
        "{profile}: lecture recorders cannot be kept as a recording for tests.",
        "{profile}：录播主机不能录制为测试样本。",
    ),
    "no_match": _text(
        "The device answers, but none of {tried} profiles fits it.", "设备有应答,但 {tried} 个模型都不适合。"
    ),
    "folder_exists": _text(
        "{folder} exists; choose another --name, or --force to overwrite it.",
        "{folder} 已存在;请换一个 --name,或用 --force 覆盖。",
    ),
    "wrong_name": _text(
        "{name} cannot be a folder's name; use letters, digits, - and _.",
        "{name} 不能作为目录名;请用字母、数字、- 和 _。",
    ),
    "wrong_path": _text("URL {number} names no path: {detail}", "第 {number} 个 URL 不是链路:{detail}"),
    "no_simulator": _text(
        "The simulator is part of the source checkout; run this from there.", "模拟器在源码仓库中;请在源码目录运行。"
    ),
    "file_trouble": _text("{file}: {detail}", "{file}:{detail}"),
    "cannot_connect": _text(
        "No connection to {place}: check host, port and cable. ({detail})",
        "无法连接 {place}:请检查主机、端口和线缆。({detail})",
    ),
    "no_answer": _text(
        "{place} is reached, but the device does not answer: check its address and the wiring. ({detail})",
        "已连到 {place},但设备无应答:请检查地址和接线。({detail})",
    ),
    "garbled": _text(
        "What {place} answers cannot be understood: check transport, speed and parity. ({detail})",
        "无法理解 {place} 的应答:请检查承载方式、波特率和校验位。({detail})",
    ),
    "conflict": _text("{place} is in use with other settings. ({detail})", "{place} 正以其他设置使用。({detail})"),
    "refused": _text("The device refuses: {detail}", "设备拒绝:{detail}"),
    "credentials": _text(
        "The device wants other credentials, or they are not complete: {detail}", "凭据不完整或被设备拒绝:{detail}"
    ),
    "mismatch": _text("The device answers, but not like this profile: {detail}", "设备有应答,但与此模型不符:{detail}"),
    "codec": _text("This cannot be understood: {detail}", "无法理解:{detail}"),
    "other_error": _text("This did not work: {detail}", "操作失败:{detail}"),
}

_USAGE_ERRORS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"the following arguments are required: (.*)"), r"缺少参数 \1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"无法识别的参数 \1"),
    (re.compile(r"argument (.*?): expected one argument"), r"参数 \1 需要一个值"),
    (re.compile(r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)"), r"参数 \1 不能是 \2,可选 \3"),
    (re.compile(r"argument (.*?): invalid \w+ value: (.*)"), r"参数 \1 不能是 \2"),
)
"""What the argument parser of the standard library says, in Chinese."""


class Messages:
    """The sentences in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """Return the sentence of a key with its blanks filled."""
        text = MESSAGES[key]
        template = text.zh_hans if self.language is Language.ZH_HANS else text.en
        return template.format(**values)

    def translate_usage(self, message: str) -> str:
        """Return a complaint of the standard library's argument parser in this language, as it is if unknown."""
        if self.language is Language.ZH_HANS:
            for pattern, chinese in _USAGE_ERRORS:
                if found := pattern.fullmatch(message):
                    return found.expand(chinese)
        return message


def choose_language(argv: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of ``--language``, else of the environment, else English.

    Needed before the arguments are parsed, because the parser speaks too.
    """
    for place, word in enumerate(argv):
        name, _, value = word.partition("=")
        if name == "--language":
            return _language_named(value or (argv[place + 1] if place + 1 < len(argv) else ""))
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return _language_named(environment[variable])
    return Language.EN


def _language_named(name: str) -> Language:
    plain = locale.normalize(name.replace("-", "_")).lower()
    return Language.ZH_HANS if plain.startswith("zh") else Language.EN
