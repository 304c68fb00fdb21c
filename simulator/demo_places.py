"""Buildings and rooms that devices of several kinds share."""

from .system import Names

TEACHING_A = Names(en="Teaching building A", zh_hans="教学楼A")
LIBRARY = Names(en="Library", zh_hans="图书馆")
DORMITORY = Names(en="Dormitory 1", zh_hans="1号宿舍楼")
CANTEEN = Names(en="Canteen", zh_hans="食堂")
GROUNDS = Names(en="Grounds", zh_hans="校园公共区域")

CLASSROOM_301 = Names(en="Smart classroom 301", zh_hans="301智慧课室")
CLASSROOM_302 = Names(en="Smart classroom 302", zh_hans="302智慧课室")
COMPUTER_ROOM = Names(en="Computer room", zh_hans="机房")
GATEHOUSE = Names(en="Gatehouse", zh_hans="门卫室")
SPORTS_HALL = Names(en="Sports hall", zh_hans="体育馆")
READING_ROOM = Names(en="Reading room", zh_hans="阅览室")
