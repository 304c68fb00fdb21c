"""What is taught in the building, by whom and to whom."""

from collections.abc import Sequence
from typing import Final

from ..system import Names

COURSES: Final[Sequence[tuple[Names, Names]]] = (
    (Names(en="Advanced mathematics", zh_hans="高等数学"), Names(en="Wang Min", zh_hans="王敏")),
    (Names(en="University physics", zh_hans="大学物理"), Names(en="Li Na", zh_hans="李娜")),
    (Names(en="College English", zh_hans="大学英语"), Names(en="Zhang Wei", zh_hans="张伟")),
    (Names(en="Linear algebra", zh_hans="线性代数"), Names(en="Liu Yang", zh_hans="刘洋")),
    (Names(en="Modern history", zh_hans="近代史"), Names(en="Chen Jing", zh_hans="陈静")),
    (Names(en="Programming", zh_hans="程序设计"), Names(en="Yang Lei", zh_hans="杨磊")),
    (Names(en="Library skills", zh_hans="文献检索"), Names(en="Zhao Lin", zh_hans="赵琳")),
    (Names(en="Badminton", zh_hans="羽毛球"), Names(en="Huang Bo", zh_hans="黄波")),
    (Names(en="Probability theory", zh_hans="概率论"), Names(en="Zhou Fang", zh_hans="周芳")),
    (Names(en="Circuit analysis", zh_hans="电路分析"), Names(en="Wu Qiang", zh_hans="吴强")),
    (Names(en="Engineering drawing", zh_hans="工程制图"), Names(en="Xu Yan", zh_hans="徐燕")),
    (Names(en="Organic chemistry", zh_hans="有机化学"), Names(en="Sun Tao", zh_hans="孙涛")),
    (Names(en="Accounting", zh_hans="会计学"), Names(en="Ma Hong", zh_hans="马红")),
    (Names(en="Marketing", zh_hans="市场营销"), Names(en="Zhu Ying", zh_hans="朱英")),
    (Names(en="Data structures", zh_hans="数据结构"), Names(en="Hu Jun", zh_hans="胡军")),
    (Names(en="Operating systems", zh_hans="操作系统"), Names(en="Guo Ping", zh_hans="郭平")),
    (Names(en="Educational psychology", zh_hans="教育心理学"), Names(en="He Xia", zh_hans="何霞")),
    (Names(en="Chinese literature", zh_hans="中国文学"), Names(en="Gao Feng", zh_hans="高峰")),
    (Names(en="Mechanics of materials", zh_hans="材料力学"), Names(en="Lin Hai", zh_hans="林海")),
    (Names(en="Automatic control", zh_hans="自动控制原理"), Names(en="Luo Gang", zh_hans="罗刚")),
)
"""Course and teacher; the first eight are taught in the rooms whose devices have a story, in the order of `STORIED`."""
GROUP: Final = Names(en="Class {}", zh_hans="{}班")
STORIED: Final[Sequence[str]] = ("301", "302", "303", "304", "101", "310", "209", "102")
"""Numbers of rooms with a lesson in every period of every day."""
