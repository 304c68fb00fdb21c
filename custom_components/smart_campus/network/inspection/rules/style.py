"""How a report looks."""

from typing import Final

STYLE: Final = """
:root{--back:#fff;--text:#1c1c1c;--faint:#5f6368;--line:#d5d8dc;--head:#f3f4f6;
--critical:#b3261e;--warning:#8a5a00;--unknown:#55606b;--ok:#1b6e3c}
@media (prefers-color-scheme:dark){:root{--back:#111418;--text:#e6e6e6;--faint:#a0a6ad;--line:#3a4048;--head:#1d2228;
--critical:#ff8a80;--warning:#ffcf66;--unknown:#b4bec8;--ok:#7ddc9f}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:90rem;padding:1rem;background:var(--back);color:var(--text);
font:15px/1.45 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:1.35rem}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}
section{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top;max-width:34rem;
overflow-wrap:break-word}
th{background:var(--head)}td:last-child{min-width:14rem}
.badge{border:1px solid currentColor;border-radius:.6rem;padding:0 .5rem;white-space:nowrap;font-weight:600}
.critical{color:var(--critical)}.warning{color:var(--warning)}.ok{color:var(--ok)}
.unknown,.dependent,.planned,.none{color:var(--unknown)}
.tiles{display:flex;flex-wrap:wrap;gap:.6rem;list-style:none;padding:0}
.tiles li{border:1px solid var(--line);border-radius:.5rem;padding:.4rem .9rem}.tiles b{font-size:1.3rem}
.line{border-bottom:1px solid var(--line);height:2.5rem;max-width:30rem}
footer{margin-top:2rem;color:var(--faint);font-size:.85rem}
@media print{:root{--back:#fff;--text:#000;--faint:#444;--line:#999;--head:#eee;
--critical:#b3261e;--warning:#6b4600;--unknown:#444;--ok:#145a30}
body{max-width:none;padding:0;font-size:10pt}tr,li{break-inside:avoid}thead{display:table-header-group}h2{break-after:avoid}}
@page{size:A4 landscape;margin:12mm}
"""
