/** The style of a page. Drawings have their own colours as attributes, which it replaces. */

const LIGHT = `--page:#fff;--card:#f6f8fa;--text:#1b1f24;--quiet:#57606a;--rule:#d0d7de;--link:#0b57b0;--good:#116329;--warn:#8a4600;--bad:#b3261e;--bar:#2f6cb3;
--line-0:#2f6cb3;--line-1:#b3541e;--line-2:#2b7a4b;--line-3:#8a3ffc;--line-4:#a8324a;--line-5:#4f6b7a;--line-6:#8a6d00;--line-7:#00707a;
--tile-0:#c4daf6;--tile-1:#cbe8c9;--tile-2:#f8dcae;--tile-3:#dcd6f2;--tile-4:#f7c8c8;--tile-5:#dde1e6;color-scheme:light`;

const DARK = `--page:#0f1419;--card:#171d24;--text:#e6edf3;--quiet:#a3adb8;--rule:#343b44;--link:#79c0ff;--good:#56d364;--warn:#e3b341;--bad:#ff9a92;--bar:#4d94e8;
--line-0:#58a6ff;--line-1:#f0883e;--line-2:#56d364;--line-3:#bc8cff;--line-4:#ff7b95;--line-5:#9fb6c4;--line-6:#e3c341;--line-7:#39c5cf;
--tile-0:#1d4770;--tile-1:#1d5433;--tile-2:#67470f;--tile-3:#473c78;--tile-4:#742c2c;--tile-5:#414952;color-scheme:dark`;

const lines = Array.from({ length: 8 }, (_, at) => `.line-${at}{stroke:var(--line-${at})}`).join('');
const tiles = Array.from({ length: 6 }, (_, at) => `.tile-${at}{fill:var(--tile-${at})}`).join('');

export const LOOK = `:root{${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${DARK}}}
@media screen{:root[data-theme=dark]{${DARK}}}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0 auto;max-width:80rem;padding:1rem clamp(.75rem,3vw,2rem) 3rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header{display:grid;grid-template-columns:1fr auto;column-gap:1rem;border-bottom:1px solid var(--rule);padding-bottom:.5rem}
header>*{grid-column:1}
header .tools{grid-area:1/2;align-self:center}
h3 code{font-weight:400}
.tools{margin:.5rem 0}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0 .25rem}
h2{font-size:1.2rem;margin:0 0 .25rem}
section>h2:has(+p.quiet){display:inline-block;margin-right:.75rem}
h2+p.quiet{display:inline}
h3{font-size:1rem;margin:0}
p{margin:.35rem 0}
section{margin:2rem 0}
a{color:var(--link)}
code,pre,.id{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.9em}
pre{background:var(--card);padding:.75rem;overflow-x:auto}
.command{background:var(--card);border:1px solid var(--rule);border-radius:4px;padding:.1rem .35rem;white-space:pre-wrap;-webkit-box-decoration-break:clone;box-decoration-break:clone;user-select:all}
.quiet,.tone-quiet,.lead{color:var(--quiet)}
.tone-strong{font-weight:600}
.tone-good{color:var(--good)}
.tone-warn{color:var(--warn)}
.tone-bad{color:var(--bad)}
.tone-name{color:var(--link)}
.partial{border:1px solid var(--warn);border-left-width:6px;padding:.5rem .75rem;background:var(--card)}
.partial strong{color:var(--warn)}
.summary{font-size:1.05rem;font-weight:600;margin:1rem 0}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;margin:1rem 0;padding:0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.5rem 0}
dt{grid-column:1;color:var(--quiet)}
dd{grid-column:2;margin:0}
.scroll{overflow-x:auto;position:relative}
table{border-collapse:collapse;width:100%;font-size:.92rem;overflow-wrap:normal}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:.3rem .5rem;text-align:left;vertical-align:top}
th{font-weight:400}
thead th{font-weight:600;vertical-align:bottom;border-bottom:2px solid var(--rule);white-space:nowrap}
tbody th,tbody td,tfoot th,tfoot td{border-bottom:1px solid var(--rule)}
tfoot{font-weight:600}
.figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.short{white-space:nowrap}
.wordy{min-width:14rem}
.long{min-width:14rem;overflow-wrap:anywhere}
thead button{all:unset;cursor:pointer}
thead button::after{content:"\\2195";color:var(--quiet);padding-left:.15em;font-size:.85em}
[aria-sort=ascending] button::after{content:"\\2191"}
[aria-sort=descending] button::after{content:"\\2193"}
:focus-visible,thead button:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.filtered,.folded{display:none}
.tools{color:var(--quiet)}
input,select,button{font:inherit;color:var(--text);background:var(--page);border:1px solid var(--quiet);border-radius:4px;padding:.2rem .5rem}
.more{margin:.5rem 0;cursor:pointer}
.items{list-style:none;padding:0;margin:.5rem 0}
.items li{border-left:3px solid var(--rule);padding:.1rem 0 .1rem .75rem;margin:.75rem 0}
.items .plain{border:0;padding:0;margin:.35rem 0}
.severity{font-weight:600;border:1px solid;border-radius:4px;padding:0 .35rem;margin-right:.35rem}
.severity-high{color:var(--bad)}
.severity-medium{color:var(--warn)}
.severity-low{color:var(--link)}
.chart .drawing{width:60%;min-width:6rem}
.drawing svg{width:100%;display:block;margin-top:.35rem}
rect{fill:var(--bar)}
figure{margin:.5rem 0}
.lines svg[role]{display:block;overflow:visible;padding:1px}
.scale{color:var(--quiet);font-size:.85rem;margin:.15rem 0}
.ends{display:flex;justify-content:space-between}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0;margin:.5rem 0;font-size:.92rem}
.tile text{fill:var(--text)}
.narrow{display:none}
${lines}${tiles}
footer{border-top:1px solid var(--rule);margin-top:2rem;font-size:.9rem}
@media screen and (max-width:47rem){dl{display:block}dd{margin:0 0 .35rem}.wide{display:none}.narrow{display:block}.chart .drawing{width:35%;min-width:3rem}.long{min-width:9rem}header{display:block}section>h2:has(+p.quiet),h2+p.quiet{display:block}}
@media print{body{max-width:none;font-size:10pt}table{font-size:8pt}th,td{padding:.15rem .3rem}.long{min-width:8rem}nav,.tools,.more{display:none!important}tr.folded{display:table-row}li.folded{display:list-item}.scroll{overflow:visible}tr,li,figure{break-inside:avoid}h2,h3{break-after:avoid}thead button::after{content:none}}`;
