/** What the steps after the first need besides. The view adds it to its shadow root; a page of its own has both. */
export const laterCss = `
.lk{--good:light-dark(#125c32,#86d99e);--good-bg:light-dark(#e9f6ed,#12301d)}
.lk strong{font-weight:600}
.lk code{font:.875em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace;-webkit-user-select:all;user-select:all;unicode-bidi:isolate}
[dir=rtl] :is(.i-back,.i-next,.i-open){transform:scaleX(-1)}
.btn.strong{border-color:var(--accent);color:var(--accent)}
.wide{width:100%}
.lk textarea{resize:vertical;display:block}
#lk-mail-help:empty{min-height:.75em}
.card{border:1px solid var(--line);border-radius:calc(var(--r)*1.5);padding:1em;display:grid;gap:.75em}
.lk .card{padding:1em}
.note.good{background:var(--good-bg)}.note.good>.icon{color:var(--good)}
.note.waiting{background:var(--wait-bg)}.note.waiting>.icon{color:var(--wait)}
.note .soft{color:var(--ink)}
.records,.stack,.list{display:grid;gap:.5em}
ol.list{gap:.75em}
.records li{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25em .625em}
.type{font:600 .8125em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace;padding:.125em .5em;border-radius:calc(var(--r)/2);background:var(--quiet);white-space:nowrap}
.note .type{background:light-dark(#fff9,#0006)}
.ways{display:grid;gap:.75em}
.way{display:flex;align-items:center;gap:.875em;width:100%;padding:1em;border:1px solid var(--edge);border-radius:calc(var(--r)*1.5);background:var(--card);text-align:start;cursor:pointer}
.way:hover{background:var(--quiet)}
li:first-child>.way{border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
.way>.icon{color:var(--soft)}
.disc{display:grid;place-items:center;flex:none;width:2.5em;height:2.5em;border-radius:50%;background:var(--quiet);color:var(--accent)}
.way-text{display:flex;flex-wrap:wrap;align-items:center;gap:.25em .5em;flex:1;min-width:0}
.way-text .soft{flex-basis:100%}
.badge{font-size:.8125em;font-weight:600;line-height:1.25;padding:.1875em .5em;border-radius:calc(var(--r)/2);color:var(--accent);background:var(--quiet)}
.where-head{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.75em}
.where{background:var(--quiet);border-color:transparent}
.clicks{display:grid;gap:.5em;counter-reset:click}
.clicks li{counter-increment:click;display:flex;gap:.625em}
.clicks li::before{content:counter(click);flex:none;display:grid;place-items:center;width:1.625em;height:1.625em;border-radius:50%;background:var(--card);font-size:.8125em;font-weight:600;margin-top:.125em}
.hints{display:grid;gap:.25em;font-size:.9375em;color:var(--soft)}
.lk .hints{padding-inline-start:1.25em}
.lk .hints li{list-style:disc}
.record h3,.record>summary{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.375em .75em}
.what{display:inline-flex;flex-wrap:wrap;align-items:center;gap:.375em .5em;order:-1;font-size:1.0625em;min-width:0}
.record.wrong{border-color:var(--wait)}
.status{display:inline-flex;align-items:center;gap:.375em;font-size:.875em;font-weight:550;color:var(--soft)}
.status>.icon{width:1.125em;height:1.125em;stroke-width:2}
.status.done,.status.right{color:var(--good)}
.status.wrong,.status.other{color:var(--wait)}
.fields{display:grid;gap:.75em}
.row{display:grid;gap:.125em 1em;grid-template-columns:6.5em minmax(0,1fr);align-items:baseline}
.row>dt{color:var(--soft);font-size:.9375em}
.row.wrong dd code{color:var(--wait)}
.value{display:flex;align-items:center;gap:.5em;min-width:0}
.value>code,.value>.stack{flex:1;min-width:0}
.value:has(>.by-hand){flex-wrap:wrap}
.by-hand{flex-basis:100%;display:grid;gap:.375em}
.copy{flex:none;padding-inline:.75em;font-size:.9375em}
.lk .copied{color:var(--good);border-color:var(--good)}
.swap{display:grid;justify-items:start}
.swap>span{grid-area:1/1}
.copy:not(.copied) .swap>:last-child,.copied .swap>:first-child{visibility:hidden}
.lk summary{min-height:44px;display:flex;align-items:center;gap:.375em;cursor:pointer;font-size:.9375em;color:var(--soft);list-style:none}
.lk summary::-webkit-details-marker{display:none}
.lk summary::before{content:"";flex:none;width:.4375em;height:.4375em;border:solid;border-width:0 1.75px 1.75px 0;transform:rotate(-45deg);margin-inline:.125em .25em;transition:transform .12s}
[dir=rtl] summary::before{transform:rotate(135deg)}
.lk details[open]>summary::before{transform:rotate(45deg)}
.record>summary .what{flex:1}
.lk .record>summary::before{order:-2}
.record.done{padding-block:.25em}
.record.done[open]{padding-bottom:1em}
.stages{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(0,1fr);gap:.25em}
.stages li{display:grid;justify-items:center;align-content:start;gap:.375em;text-align:center;font-size:.8125em;line-height:1.3;color:var(--soft);position:relative;-webkit-hyphens:auto;hyphens:auto}
.stages li+li::before{content:"";position:absolute;top:.875em;inset-inline:calc(-50% + 1.25em) calc(50% + 1.25em);height:2px;margin-top:-1px;background:var(--line)}
.stages :is(.done,.now)+li.done::before,.stages .done+li.now::before{background:var(--accent)}
.dot{display:grid;place-items:center;width:1.75em;height:1.75em;border-radius:50%;border:2px solid var(--line);background:var(--card)}
.stages .done>.dot{background:var(--accent);border-color:var(--accent);color:var(--on)}
.stages .now>.dot{border-color:var(--accent);color:var(--accent)}
.stages .now>.dot::after{content:"";width:.625em;height:.625em;border-radius:50%;background:currentColor;animation:lk-pulse 1.2s ease-in-out infinite alternate}
.stages .now{color:var(--ink)}
.eta{display:flex;gap:.75em;padding:.875em 1em;border-radius:calc(var(--r)*1.5);background:var(--quiet)}
.eta p{display:grid}
.eta .icon{margin-top:.125em;color:var(--accent)}
.record-line{display:flex;flex-wrap:wrap;align-items:center;gap:.25em .625em}
.lk .list.card>li+li{border-top:1px solid var(--line);padding-top:.75em}
.record-progress{display:grid}
.servers{display:grid;gap:.5em}
.servers li{display:flex;gap:.5em;font-size:.9375em}
.times{display:flex;flex-wrap:wrap;gap:0 1em}
.centre{flex:1;display:grid;align-content:center;justify-items:center;gap:1em;text-align:center}
.centre .title{justify-items:center}
.seal{display:grid;place-items:center;width:3.5em;height:3.5em;border-radius:50%;background:var(--good-bg);color:var(--good)}
.seal .icon{width:1.75em;height:1.75em}
.seal.quiet{background:var(--quiet);color:var(--soft)}
.qr{width:12em;max-width:100%;border-radius:var(--r);justify-self:start}
@container (max-width:27em){
.row:not(.short){grid-template-columns:minmax(0,1fr)}
.way>.icon{display:none}
}
@container (max-width:20em){
.copy .swap,.disc{display:none}
.stages{grid-auto-flow:row}
.stages li{grid-template-columns:auto 1fr;text-align:start;justify-items:start;align-items:center}
.stages li+li::before{display:none}
.eta{flex-wrap:wrap}
}
@media (forced-colors:active){.way,.eta,.where,.card{border:1px solid}.stages .done>.dot{forced-color-adjust:none;background:Highlight;color:HighlightText}.qr{forced-color-adjust:none}}
@supports not (color:light-dark(#000,#fff)){.lk{--good:#125c32;--good-bg:#e9f6ed}}
`;
