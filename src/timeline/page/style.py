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
html{scroll-padding-top:7rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 var(--sans);overflow-wrap:anywhere}
header,main,#bar,footer{max-width:76rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.2rem}
h1{font:700 clamp(1.9rem,1.2rem + 2.6vw,3.2rem)/1.12 var(--serif);letter-spacing:-.012em;margin:0 0 .8rem;max-width:24em;text-wrap:balance}
h2{font:700 1.45rem/1.25 var(--serif);margin:0 0 1rem;text-wrap:balance}
.standfirst{font:1.15rem/1.45 var(--serif);color:var(--soft);max-width:52em;margin:0 0 .8rem}
.limits{font-size:.9rem;color:var(--soft);max-width:60em;margin:0 0 .4rem}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.15em}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,dialog:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99em}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:9}
section{padding:2.2rem 0 0}
main>section{border-top:1px solid var(--line);margin-top:2.4rem;padding-top:1.6rem}
#bar{position:sticky;top:0;z-index:3;background:var(--paper);padding-top:.5rem;padding-bottom:.5rem;border-bottom:1px solid var(--line);display:flex;flex-wrap:wrap;align-items:end;gap:.3rem 1.6rem}
.now{display:grid;grid-template-columns:auto 1fr;align-items:baseline;column-gap:.5rem;flex:1 1 20rem;min-width:0}
.kicker{margin:0;font-size:.78rem;color:var(--soft);line-height:1.2}
.date{margin:0;font:700 1.5rem/1.2 var(--serif);font-variant-numeric:lining-nums;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
#count{grid-column:1/3;margin:0;color:var(--soft);font-size:.9rem;line-height:1.3;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
#said{position:fixed;z-index:4;bottom:0;left:0;right:0;margin:0;padding:.6rem 1.5rem;background:var(--ink);color:var(--paper);font-size:.9rem}
#day-of{width:9.5rem}
#play{min-width:4.4rem}
.tools{display:flex;gap:.4rem}
.tools[hidden]{display:none}
button,select,input[type=search],#day-of{font:inherit;font-size:.92rem;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:4px;padding:.3rem .65rem;min-height:2.1rem}
button{cursor:pointer}button:hover{background:var(--wash)}
button:disabled{opacity:.45;cursor:default}
button[aria-pressed=true]{background:var(--ink);color:var(--paper)}
figure{margin:.7rem 0 0}
.corroborated{--c:var(--corroborated)}.reported{--c:var(--reported)}.self-reported{--c:var(--self)}.unsourced{--c:var(--unsourced)}.doubted{--c:var(--doubted)}.disputed{--c:var(--disputed)}
#overview{padding-top:.7rem;border:0;margin:0}
#turns{margin:0 0 .9rem}#turns:empty{margin:0}
#overview figure{margin:0}
div.strip{position:relative}
#strip{display:block;width:100%;overflow:hidden;touch-action:pan-y;cursor:col-resize;user-select:none;-webkit-user-select:none;font:11.5px var(--sans);fill:var(--ink)}
.over{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;pointer-events:none}
#strip .grid{stroke:var(--line)}#strip .base{stroke:var(--line)}
#strip .axis{text-anchor:middle;fill:var(--soft);font-variant-numeric:tabular-nums}#strip .far{text-anchor:start}
#strip .future{fill:var(--wash)}#strip .gap{fill:var(--paper)}
#strip .m{pointer-events:all;fill:var(--c,var(--soft));stroke:var(--paper);stroke-width:1px;paint-order:stroke}
#strip .later .m{fill:none;stroke:var(--soft);stroke-opacity:.75}
#strip .maybe .m{fill:var(--paper);stroke:var(--c);stroke-width:1.6px;stroke-dasharray:2.5 1.5}
#strip .gone .m{fill:var(--paper);stroke:var(--ink);stroke-dasharray:1 1.5}
#strip [data-e]:not(.later){cursor:pointer}#strip [data-e]:not(.later):hover .m{stroke:var(--ink);stroke-width:2px}
#strip .label:hover text{text-decoration:underline}
#strip .lead{stroke:var(--soft);stroke-width:.8px}
#strip .label text{stroke:var(--paper);stroke-width:3px;paint-order:stroke}
#strip .d,#strip .word{fill:var(--soft)}#strip .doubt{fill:var(--mark)}#strip .doubt,#strip .word{font-style:italic}
#strip .now line,#strip .then line{stroke:var(--ink);stroke-width:1.5px}#strip .now circle{fill:var(--ink);stroke:var(--paper);stroke-width:2px}
#strip .then line{stroke-dasharray:4 3}#strip .then circle{fill:var(--paper);stroke:var(--ink);stroke-width:1.5px}
#strip .now,#strip .then{pointer-events:none}
#at:focus-visible~#strip .now circle,#since:focus-visible~#strip .then circle{stroke:var(--link);stroke-width:4px;paint-order:stroke}
#at:focus-visible~#strip,#since:focus-visible~#strip{outline:3px solid var(--link);outline-offset:2px}
#news rect{fill:var(--soft);fill-opacity:.55;transform:translateX(-1.5px)}#news .is{fill:var(--ink);fill-opacity:1}
.off{display:none}
.turns{display:flex;flex-wrap:wrap;gap:.4rem;margin-top:.7rem}
.turns[hidden]{display:none}
.turns button{text-align:start;line-height:1.25}.turns button span{color:var(--soft);font-size:.85em}.turns [aria-pressed=true] span{color:var(--paper)}
.copied{position:fixed;top:0;left:-99em}
.legend i{background:var(--c)}
.legend .maybe{background:var(--paper);outline:1.6px dashed var(--soft);outline-offset:-1.6px}
.legend .gone{background:var(--paper);outline:1.6px dotted var(--ink);outline-offset:-1.6px}
.legend .later{border:1px solid var(--soft);background:none;border-radius:50%}
.legend .thin{background:var(--soft);height:.35em;width:1.6em;border-radius:.2em}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin:0;padding:0}
.legend i{display:inline-block;width:.75em;height:.75em;margin-right:.35em}
figcaption{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;font-size:.8rem;color:var(--soft);margin:.3rem 0 0}
.fig{margin:0 0 1.4rem}
.fig figcaption{margin:.5rem 0 0}
.defs{position:absolute;width:0;height:0}
.pic{display:block;width:100%;fill:var(--ink);stroke:var(--ink);stroke-width:1px;font:8.3px var(--sans)}
:where(.pic text,#axis text){stroke:var(--paper);stroke-width:3px;paint-order:stroke;stroke-dasharray:none}
.pic [data-e]{cursor:pointer}.pic [data-e]:hover text{text-decoration:underline}
.pic .at,.pic .then{pointer-events:none}
.on path{clip-path:url(#until)}
.pic .out,.out tspan{fill:var(--ink);stroke:var(--paper)}
.pic .then path{stroke-dasharray:4 3;stroke:var(--soft)}
.many>.view,.many>#events{content-visibility:auto;contain-intrinsic-size:auto 60rem;overflow-clip-margin:1rem}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:start;vertical-align:top;padding:.6rem 1.1rem .6rem 0;border-top:1px solid var(--line);font-weight:400}
thead th,thead td{border-top:0;font-size:.8rem;color:var(--soft);padding-bottom:.35rem;line-height:1.3}
tbody th{font-weight:600;text-align:left}
.view{position:relative}.view .none{position:absolute;top:8.5rem;left:0;margin:0;padding:.4rem .6rem;background:var(--wash)}
.view table{table-layout:fixed}
td p{margin:0 0 .45rem;line-height:1.35}
td p:last-child{margin:0}
.stack{display:grid}.stack>*{grid-area:1/1;min-width:0;visibility:hidden}.stack>.is{visibility:visible}
tr.later,.also.later{visibility:hidden}tr.later th::before{content:"not yet known";visibility:visible;color:var(--soft);font-weight:400;font-size:.85rem;display:block;height:0}
.also{display:block;font-weight:400}
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
.sort{border:0;background:none;padding:0;min-height:1.5rem;font:inherit;color:inherit;text-align:start;text-decoration:underline dotted;text-underline-offset:.2em}
[aria-sort=ascending] .sort::after{content:" \\2191"}[aria-sort=descending] .sort::after{content:" \\2193"}
#rows-as{margin:0 0 .8rem;font-size:.88rem;color:var(--soft)}
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
#day{height:17rem;display:flex;flex-direction:column}#day[hidden]{display:none}#day h2{margin:0 0 .6rem}
#day-b{overflow-y:auto;flex:1;min-height:0;padding-inline-end:.5rem}#day-b.more{mask-image:linear-gradient(#000 calc(100% - 3rem),#0000)}#day-b:focus-visible{outline:3px solid var(--link);outline-offset:2px}
#day .kicker{font-size:.9rem;margin:0 0 .6rem}#day h3{font:700 .95rem/1.3 var(--sans);margin:.8rem 0 .5rem}
#day ul{margin:0;padding:0;list-style:none;columns:2 26rem;column-gap:2.6rem}
#day li{break-inside:avoid;margin:0 0 .65rem;line-height:1.4}
#day small{display:block}
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
dialog .tools{margin:0 0 .8rem}.account{max-width:40em}
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
@media(min-width:700.02px) and (max-width:1000px),print{
.wide table,.wide tbody,.wide tr,.wide tbody th,.wide td{display:block;width:auto}
.wide thead{position:absolute;left:-99em}.wide tr{padding:.7rem 0;border-top:1px solid var(--line)}.wide th,.wide td{border:0}
.wide td{display:flow-root;padding:.15rem 0 .15rem 11rem}.wide td:first-child{padding:0}
.wide td[data-l]::before{content:attr(data-l);float:left;width:10.4rem;margin-left:-11rem;color:var(--soft);font-size:.85rem}
}
@media(max-width:700px){.standfirst{font-size:1.02rem;line-height:1.38}
.fig{display:none}
header,main,#bar,footer{padding-inline:1rem}header{padding-top:1.6rem}
#bar{padding-block:.3rem;gap:.15rem .8rem}.now{flex-basis:100%}.date{font-size:1.1rem}#count{font-size:.8rem;line-height:1.2}.kicker{font-size:.72rem}
.tools{gap:.3rem;flex:1}#day-of{flex:1;width:5rem;min-width:0}#said{padding-inline:1rem}
figcaption{font-size:.72rem;gap:.1rem .8rem}.legend{gap:.1rem .7rem}
#turns span{display:none}
#day{height:19rem}.turns{gap:.3rem}.turns button{font-size:.8rem;padding:.2rem .5rem;min-height:1.75rem}
table,tbody{display:block}tr{display:block;padding:.9rem 0;border-top:1px solid var(--line)}
thead{position:absolute;left:-99em}
.list thead{position:static;display:block}.list thead tr{display:flex;flex-wrap:wrap;gap:.2rem 1rem;border:0;padding:0 0 .4rem}
th,td{display:block;border:0;padding:.12rem 0;width:auto!important}
.view tbody th{font:700 1.1rem/1.3 var(--serif);padding-bottom:.3rem}
td[data-l],.list td{display:flow-root;padding-left:8rem}
td[data-l]::before,.list td::before{content:attr(data-l);float:left;width:7.4rem;margin-left:-8rem;color:var(--soft);font-size:.82rem}
.view td{padding-block:.25rem}
.list td:first-child{padding:0}.list td:not(:last-child)::before{display:none}.list td:last-child{padding-left:4.6rem}
.list td:last-child::before{content:"Sources";width:4.2rem;margin-left:-4.6rem}
.list td:is(:nth-child(3),:nth-child(4),:nth-child(5)){display:inline-block;padding-left:0;margin-inline-end:1rem}
.list td small{display:inline;margin-inline-start:.5em}
#filters{padding:.7rem}#filters label{flex:1 1 7.5rem}
dialog{padding:1rem 1rem 3rem}#reading dl{gap:.5rem .8rem}
}
@media(max-height:600px){#bar{position:static}}
@media print{:root{--ink:#000;--soft:#444;--paper:#fff;--line:#bbb}html{font-size:10pt}
#bar{position:static}.many>.view,.many>#events{content-visibility:visible}.js,.skip,dialog,#filters,#day,#said{display:none!important}.stack>:not(.is){display:none}.sort{text-decoration:none}#rows{min-height:0!important}tr.later{display:none}
a{color:#000}.sources a[href]::after{content:" <" attr(href) ">";font-size:.85em;font-weight:400}.sources a{text-decoration:none}
.list th,.list td{padding-inline-end:.5rem}.list tr>:nth-child(2){width:36%}.list tr>:nth-child(5){width:13%}
tr,li,figure,#reading{break-inside:avoid}main{display:flex;flex-direction:column}.view{display:contents}.fig,#sources,#reading{order:1}footer{margin:0;padding:.3rem 0 0}.fig::before{content:attr(data-h);display:block;font:700 1.1rem/1.3 var(--serif)}#reading{font-size:.92rem}h2{break-after:avoid}thead{display:table-header-group}
#strip,.legend i,.pic{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media(forced-colors:active){:root{--ink:CanvasText;--soft:CanvasText;--mark:CanvasText;--paper:Canvas;--line:GrayText;--link:LinkText}.st{border-bottom-color:CanvasText}}
"""
"""The style as it stands in the page. Colours of standings differ by 10 and more (CIEDE2000) for every sort of sight, and stand out 3:1 from the paper."""
