"""The style of a page: a quiet newspaper graphic, light and dark, on paper and on a phone."""

# ruff: noqa: E501 - the lines of another language
from __future__ import annotations

from typing import Final

STYLE: Final = """
:root{--ink:#1b1b1a;--soft:#5d5b57;--line:#d9d6cf;--paper:#fffdf9;--wash:#f4f1ea;--link:#0b4f7d;--mark:#a33b00;
--corroborated:#007c5d;--reported:#3288c4;--self:#956f04;--unsourced:#909090;--doubted:#c04f98;--disputed:#960600;
--serif:Charter,"Bitstream Charter","Iowan Old Style",Georgia,"Noto Serif",serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif}
@media screen and (prefers-color-scheme:dark){:root{--ink:#eceae5;--soft:#a9a6a0;--line:#3b3a37;--paper:#171716;--wash:#21211f;
--link:#8cc4ec;--mark:#ffb38a;--corroborated:#159769;--reported:#62bef8;--self:#c1a90d;--unsourced:#9f9d99;
--doubted:#da77b7;--disputed:#e10200}}
*{box-sizing:border-box}
html{scroll-padding-top:15rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 var(--sans);overflow-wrap:anywhere}
header,main,#bar,footer{max-width:76rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:3rem}
h1{font:700 clamp(1.9rem,1.2rem + 2.6vw,3.2rem)/1.12 var(--serif);letter-spacing:-.012em;margin:0 0 .8rem;max-width:24em;text-wrap:balance}
h2{font:700 1.45rem/1.25 var(--serif);margin:0 0 1rem;text-wrap:balance}
.standfirst{font:1.15rem/1.5 var(--serif);color:var(--soft);max-width:38em;margin:0 0 1rem}
.limits{font-size:.9rem;color:var(--soft);max-width:60em;margin:0 0 .4rem}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.15em}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,dialog:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99em}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:9}
section{padding:2.2rem 0 0}
main>section{border-top:1px solid var(--line);margin-top:2.4rem;padding-top:1.6rem}
#day,#day[hidden]+section{border-top:0;margin-top:0}
#bar{position:sticky;top:0;z-index:3;background:var(--paper);padding-top:1rem;padding-bottom:.4rem;border-bottom:1px solid var(--line)}
.now{display:flex;flex-wrap:wrap;align-items:end;gap:.2rem 1.6rem}
.kicker{margin:0;font-size:.78rem;color:var(--soft);line-height:1.2}
.date{margin:0;text-wrap:balance;font:700 1.7rem/1.15 var(--serif);font-variant-numeric:lining-nums}
#count{margin:0 auto .15rem 0;color:var(--soft);font-size:.95rem}
.tools{display:flex;gap:.4rem}
.tools[hidden]{display:none}
button,select,input[type=search]{font:inherit;font-size:.92rem;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:4px;padding:.3rem .65rem;min-height:2.1rem}
button{cursor:pointer}button:hover{background:var(--wash)}
button:disabled{opacity:.45;cursor:default}
button[aria-pressed=true]{background:var(--ink);color:var(--paper)}
figure{margin:.7rem 0 0}
#chart{display:block;width:100%;height:4.6rem;border-bottom:1px solid var(--soft)}
#chart g{opacity:.38}#chart g.is,#chart:not(.live) g{opacity:1}
.corroborated{--c:var(--corroborated)}.reported{--c:var(--reported)}.self-reported{--c:var(--self)}.unsourced{--c:var(--unsourced)}.doubted{--c:var(--doubted)}.disputed{--c:var(--disputed)}
#chart path{fill:var(--c)}.legend i{background:var(--c)}
#chart path.possibly{fill:var(--wash);stroke:var(--soft);stroke-width:1px;stroke-dasharray:3 2;vector-effect:non-scaling-stroke}
.legend .possibly{background:var(--wash);outline:1px dashed var(--soft);outline-offset:-1px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin:0;padding:0}
.legend i{display:inline-block;width:.75em;height:.75em;margin-right:.35em}
figcaption{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;font-size:.8rem;color:var(--soft);margin:.3rem 0 0}
.fig{margin:0 0 1.4rem}
.fig figcaption{margin:.5rem 0 0}
.defs{position:absolute;width:0;height:0}
.pic{display:block;width:100%;fill:var(--ink);stroke:var(--ink);stroke-width:1px;font:8.3px var(--sans)}
:where(.pic text,#axis text){stroke:var(--paper);stroke-width:3px;paint-order:stroke;stroke-dasharray:none}
.pic [data-e]{cursor:pointer}.pic [data-e]:hover text{text-decoration:underline}
.at,.then{pointer-events:none}
.on path{clip-path:url(#until)}
.pic .out,.out tspan{fill:var(--ink);stroke:var(--paper)}
.then path{stroke-dasharray:4 3;stroke:var(--soft)}
.track{display:flex;justify-content:center;height:1.7rem}
.track[hidden]{display:none}
input[type=range]{width:100%;margin:0;accent-color:var(--ink);height:1.7rem;cursor:pointer}
#since{accent-color:var(--soft)}
#ticks{display:flex;list-style:none;margin:0;padding:0;font-size:.76rem;color:var(--soft);height:1.15rem}
#ticks li{flex:1 1 0;min-width:0;text-align:center;white-space:nowrap}
#ticks span{display:inline-block;overflow-wrap:normal}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:start;vertical-align:top;padding:.6rem 1.1rem .6rem 0;border-top:1px solid var(--line);font-weight:400}
thead th,thead td{border-top:0;font-size:.8rem;color:var(--soft);padding-bottom:.35rem;line-height:1.3}
tbody th{font-weight:600;text-align:left}
.view table{table-layout:fixed}
td p{margin:0 0 .45rem;line-height:1.35}
td p:last-child{margin:0}
td p bdi{font-weight:600}
small{font-size:.8rem;color:var(--soft);line-height:1.35}
.value small,.beside small{display:block}
.beside{padding-inline-start:.7rem;border-inline-start:2px solid var(--line)}
.beside i{font-size:.8rem;color:var(--soft)}
.beside bdi{font-weight:400}
.unknown,.none{color:var(--soft)}
.was{color:var(--soft);border-bottom:1px dashed var(--line);padding-bottom:.4rem;margin-bottom:.4rem}
.was bdi{font-weight:400}
.list{table-layout:fixed}
.list th,.list td{width:9.5%}.list td:first-child,.list th:first-child{width:14%}.list tr>:nth-child(2){width:39%}.list tr>:nth-child(4){width:11%}.list tr>:last-child{width:17%}
.list td:first-child{color:var(--soft)}
.list th a{font-weight:600;color:var(--ink);text-decoration-color:var(--soft)}
.list th a:hover{color:var(--link)}
.list ul{list-style:none;margin:.2rem 0 0;padding:0;font-size:.84rem;font-weight:400;color:var(--soft)}
.list td{font-size:.9rem}
.list td small{display:block}
.possibly th a{font-style:italic}
.gone th a{text-decoration:line-through;font-weight:400}
tr.hit{background:var(--wash)}
.st{display:inline-block;border-bottom:3px solid var(--c);line-height:1.3}
.st.reported{border-bottom-style:dashed}
.st.self-reported,.st.doubted{border-bottom-style:dotted}
.st.unsourced{border-bottom-width:1px}
.st.disputed{border-bottom:4px double var(--c)}
.st.retracted{text-decoration:line-through;border:0}
.mark{display:inline-block;background:var(--ink);color:var(--paper);font-size:.76rem;padding:0 .45em;border-radius:2px;margin-inline-end:.4rem;line-height:1.5}
.mark.gone{background:var(--paper);color:var(--ink);outline:1px solid var(--ink);outline-offset:-1px}
.mark.changed{background:var(--soft)}
.how{display:block;font-size:.84rem;font-weight:400;color:var(--ink);margin-top:.15rem}
#filters{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;margin:0 0 1rem;padding:.8rem 1rem;background:var(--wash)}
#filters[hidden]{display:none}
#filters label{display:flex;flex-direction:column;font-size:.8rem;color:var(--soft);min-width:0;flex:0 1 9.5rem}
#filters .find{flex:1 1 13rem}
#filters select,#filters input{width:100%}
#shown{margin:0;flex:1 0 100%;font-size:.88rem;color:var(--soft)}
#shown:empty{display:none}
#day ul{margin:0;padding:0;list-style:none;columns:2 26rem;column-gap:2.6rem}
#day li{break-inside:avoid;margin:0 0 .65rem;line-height:1.4}
#day small{display:block}
summary{cursor:pointer;color:var(--link);margin:.2rem 0 .8rem}
.sources{columns:3 20rem;column-gap:2.4rem;font-size:.88rem;padding-inline-start:1.6rem;margin:0}
.sources li{break-inside:avoid;margin:0 0 .55rem;line-height:1.4}
code{font:.84em ui-monospace,"DejaVu Sans Mono",monospace;color:var(--soft)}
#reading p{max-width:44em;margin:0 0 1rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.2rem;margin:0;max-width:52em}
dd{margin:0}dialog dt{color:var(--soft);font-size:.9rem}
footer{margin-top:2.5rem;padding-top:.4rem;padding-bottom:2rem;color:var(--soft);font-size:.85rem}
dialog{position:fixed;inset:0 0 0 auto;margin:0;width:min(36rem,100vw);max-width:none;height:100dvh;max-height:none;border:0;border-inline-start:1px solid var(--line);background:var(--paper);color:var(--ink);padding:1.4rem 1.6rem 3rem;overflow-y:auto;overflow-wrap:anywhere}
dialog::backdrop{background:rgb(0 0 0/.35)}
dialog h2{font-size:1.6rem;margin:.6rem 0 .5rem}
dialog h3{font:700 1.02rem/1.3 var(--sans);margin:1.6rem 0 .5rem;padding-top:.7rem;border-top:1px solid var(--line)}
dialog .close{float:inline-end;margin-inline-start:1rem}
dialog p{margin:0 0 .5rem}
dialog ul,dialog ol{margin:0;padding-inline-start:1.15rem}
dialog li{margin:0 0 .45rem;line-height:1.42}
dialog blockquote{margin:.3rem 0;padding-inline-start:.8rem;border-inline-start:3px solid var(--line);font-family:var(--serif)}
dialog small{display:block}dialog dl+blockquote{margin-top:.9rem}
.chain,.chain ul{list-style:none!important;padding:0!important}
.chain li{padding-inline-start:.9rem;border-inline-start:2px solid var(--line);margin:0 0 .6rem}
.chain .d1{margin-inline-start:1rem}.chain .d2{margin-inline-start:2rem}.chain .d3{margin-inline-start:3rem}
[hidden]{display:none!important}
@media(max-width:1000px){.list td,.list th{padding-inline-end:.7rem}.list tr>:nth-child(2){width:33%}.list tr>:nth-child(4){width:14.5%}.list tr>:nth-child(3),.list tr>:nth-child(5){width:11%}.list td:nth-child(4){font-size:.84rem}}
@media(max-width:1000px),print{
.wide table,.wide tbody,.wide tr,.wide tbody th,.wide td{display:block;width:auto}
.wide thead{position:absolute;left:-99em}.wide tr{padding:.7rem 0;border-top:1px solid var(--line)}.wide th,.wide td{border:0}
.wide td{display:flow-root;padding:.15rem 0 .15rem 11rem}.wide td:first-child{padding:0}
.wide td[data-l]::before{content:attr(data-l);float:left;width:10.4rem;margin-left:-11rem;color:var(--soft);font-size:.85rem}
}
@media(max-width:700px){
.fig{display:none}
header,main,#bar,footer{padding-inline:1rem}header{padding-top:1.6rem}
#bar{padding-top:.6rem}.date{font-size:1.35rem}#chart{height:2.8rem}figure{margin-top:.4rem}
#count{flex-basis:100%;order:3;font-size:.85rem}.tools{margin-inline-start:auto}
figcaption{font-size:.72rem;gap:.1rem .8rem}figcaption>span{display:none}.legend{gap:.1rem .7rem}
table,tbody{display:block}tr{display:block;padding:.9rem 0;border-top:1px solid var(--line)}
thead{position:absolute;left:-99em}
th,td{display:block;border:0;padding:.12rem 0;width:auto!important}
.view tbody th{font:700 1.1rem/1.3 var(--serif);padding-bottom:.3rem}
td[data-l],.list td{display:flow-root;padding-left:8rem}
td[data-l]::before,.list td::before{content:attr(data-l);float:left;width:7.4rem;margin-left:-8rem;color:var(--soft);font-size:.82rem}
.view td{padding-block:.25rem}
.list td:first-child{padding:0}.list td:first-child::before{display:none}.list td:nth-child(3)::before{content:"Known"}
.list td:nth-child(4)::before{content:"Standing"}.list td:nth-child(5)::before{content:"Origins"}.list td:nth-child(6)::before{content:"Sources"}
.list td small{display:inline;margin-inline-start:.5em}
#filters{padding:.7rem}#filters label{flex:1 1 7.5rem}
dialog{padding:1rem 1rem 3rem}#reading dl{gap:.5rem .8rem}
}
@media(max-height:600px){#bar{position:static}}
@media print{:root{--ink:#000;--soft:#444;--paper:#fff;--line:#bbb}html{font-size:10pt}
#bar{position:static}.js,.skip,dialog,#filters,#day{display:none!important}
a{color:#000}.sources a[href]::after{content:" <" attr(href) ">";font-size:.85em;font-weight:400}.sources a{text-decoration:none}
.list th,.list td{padding-inline-end:.5rem}.list tr>:nth-child(2){width:36%}.list tr>:nth-child(5){width:13%}
tr,li,figure,#reading{break-inside:avoid}#reading{font-size:.92rem}h2{break-after:avoid}thead{display:table-header-group}
#chart g{opacity:1!important}#chart,.legend i,.pic{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media(forced-colors:active){:root{--ink:CanvasText;--soft:CanvasText;--mark:CanvasText;--paper:Canvas;--line:GrayText;--link:LinkText}.st{border-bottom-color:CanvasText}}
"""
"""The style as it stands in the page. Colours of standings differ by 10 and more (CIEDE2000) for every sort of sight, and stand out 3:1 from the paper."""
