#pragma once

#include <string_view>

namespace deskstorm::loadgen::view {

/// What all pages have in common: colours for light, dark and paper, letters, widths.
inline constexpr std::string_view base_style = R"(
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2430;--quiet:#5d6878;
--line:#d5dae1;--soft:#f3f5f8;
--bad:#c0262d;--bad-soft:#fbe4e4;--good:#1a7f4b;--good-soft:#e0f3e8;
--turn:#9a5b00;--turn-soft:#fdf0da;
--c1:#2f6bd0;--c2:#0f8577;--c3:#8250c4;--c4:#a06a00;--c5:#bf3f77;--c6:#52708c}
@media screen and (prefers-color-scheme:dark){:root:not(.on-paper){
--paper:#12161c;--ink:#e4e8ee;--quiet:#98a3b3;--line:#313946;--soft:#1b212a;
--bad:#ff7b7b;--bad-soft:#3d1c1f;--good:#5fcf94;--good-soft:#16321f;--turn:#f0b45c;
--turn-soft:#3a2a10;--c1:#6ea2ff;--c2:#3fc2b0;--c3:#b48cf2;--c4:#dba63f;--c5:#f07fb0;--c6:#93b1cd}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--quiet:#444;
--line:#bbb;--soft:#f4f4f4;
--bad:#b00020;--bad-soft:#fbe4e4;--good:#146c3f;--good-soft:#e0f3e8;
--turn:#7a4700;--turn-soft:#fdf0da;
--c1:#2f6bd0;--c2:#0f8577;--c3:#8250c4;--c4:#a06a00;--c5:#bf3f77;--c6:#52708c}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}section,figure,tr{break-inside:avoid}
h2,h3,tr:first-child{break-after:avoid}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1240px;padding:20px 24px 40px;background:var(--paper);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
h1{font-size:24px;line-height:1.25;margin:2px 0 6px;overflow-wrap:anywhere}
h2{font-size:17px;margin:30px 0 8px}
p{margin:6px 0;max-width:78ch}
.quiet,figcaption,.over{color:var(--quiet)}
.over{font-size:13px}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,"DejaVu Sans Mono",monospace}
pre{background:var(--soft);border:1px solid var(--line);border-radius:8px;padding:10px 12px;
margin:8px 0;
overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.verdict{border-left:5px solid var(--line);background:var(--soft);border-radius:6px;
padding:10px 14px;margin:14px 0}
.verdict.bad{border-color:var(--bad);background:var(--bad-soft)}
.verdict.good{border-color:var(--good);background:var(--good-soft)}
.verdict strong{font-size:17px}
table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
th{text-align:left;font-weight:600;color:var(--quiet)}
th,td{padding:3px 12px 3px 0;border-bottom:1px solid var(--line);vertical-align:top}
.scroll{overflow-x:auto;background:
linear-gradient(90deg,var(--paper) 40%,transparent) 0 0/36px 100% no-repeat local,
linear-gradient(270deg,var(--paper) 40%,transparent) 100% 0/36px 100% no-repeat local,
linear-gradient(90deg,var(--line),transparent) 0 0/12px 100% no-repeat scroll,
linear-gradient(270deg,var(--line),transparent) 100% 0/12px 100% no-repeat scroll}
figure{margin:10px 0 0;min-width:0}
footer{margin-top:36px;color:var(--quiet);font-size:13px}
@media (max-width:600px){body{padding:14px 14px 32px}h1{font-size:20px}
table{font-size:13px}th,td{padding-right:9px}
td:first-child{max-width:46vw;overflow-wrap:anywhere}}
)";

} // namespace deskstorm::loadgen::view
