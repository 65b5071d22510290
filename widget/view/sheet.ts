/**
 * The whole style sheet, for a shadow root or a page of its own. Sizes are in em of `font-size: medium`, which is what the
 * reader has chosen in the browser, and nothing that the page around sets. `--lk-*` are set by `applyTheme`.
 */
export const widgetCss = `
:host{all:initial;display:block}
.lk{all:initial;color-scheme:var(--lk-scheme,light dark);display:flex;flex-direction:column;box-sizing:border-box;
--card:light-dark(#fff,#1a1c19);--quiet:light-dark(#f6f5f1,#222521);--line:light-dark(#e3e0d7,#363a33);--edge:light-dark(#8a8678,#7d8178);
--ink:light-dark(#1b1a17,#edebe4);--soft:light-dark(#5a574d,#b0b2a8);--on:light-dark(#fff,#000);
--good:light-dark(#125c32,#86d99e);--good-bg:light-dark(#e9f6ed,#12301d);--wait:light-dark(#7a4200,#f2c273);--wait-bg:light-dark(#fdf4e3,#33270e);
--bad:light-dark(#a0212a,#ff9f99);--bad-bg:light-dark(#fdeeec,#3c1817);
--accent:var(--lk-accent,light-dark(#0b5a4b,#7fd8c0));--strong:var(--lk-accent-strong,light-dark(#07463a,#a5e8d6));
--r:var(--lk-radius,8px);--gap:calc(1.25em*var(--lk-space,1));
font:400 medium/1.5 var(--lk-font,system-ui,sans-serif);color:var(--ink);background:var(--card);
-webkit-text-size-adjust:100%;-webkit-font-smoothing:antialiased;overflow-wrap:anywhere;text-align:start;position:relative;min-width:0}
.lk *,.lk ::before,.lk ::after{box-sizing:border-box}
.lk :is(h1,h2,h3,p,ol,ul,li,dl,dd,dt,figure){margin:0;padding:0;list-style:none;font:inherit;min-width:0}
.lk [hidden]{display:none}
.lk :is(input,textarea,button){font:inherit;color:inherit;margin:0;letter-spacing:inherit}
.lk h1,.lk h2{font-size:1.375em;font-weight:650;line-height:1.25;letter-spacing:-.015em;text-wrap:balance;outline:0}
.lk h3{font-weight:600}
.lk a{color:var(--accent);text-underline-offset:.15em}
.lk strong{font-weight:600}
.lk code{font:.875em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace;-webkit-user-select:all;user-select:all;unicode-bidi:isolate}
.lk :focus-visible{outline:2px solid var(--accent);outline-offset:2px;scroll-margin-block:6em}
.lk [data-heading]:focus-visible{outline:0}
.soft{color:var(--soft)}
.small{font-size:.875em}
.sr{position:absolute;width:1px;height:1px;margin:-1px;padding:0;border:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.icon{width:1.25em;height:1.25em;flex:none;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
[dir=rtl] :is(.icon.back,.icon.next,.icon.open){transform:scaleX(-1)}
.head{display:flex;align-items:center;gap:.75em;min-height:3.75em;padding:.375em var(--gap);padding-inline-end:.75em;border-bottom:1px solid var(--line);background:var(--card);position:sticky;top:0;z-index:1}
.brand{display:flex;align-items:center;gap:.625em;flex:1;font-weight:600;min-width:0;line-height:1.25}
.brand img{display:var(--lk-logo,block);max-width:6em;max-height:1.75em;border-radius:calc(var(--r)/2);object-fit:contain}
.position{display:grid;gap:.25em;justify-items:end;padding-block:.375em;line-height:1.25}
.position:last-child{padding-inline-end:.5em}
.bars{display:flex;gap:3px}
.bars i{width:1.125em;height:3px;border-radius:3px;background:var(--line)}
.bars .on{background:var(--accent)}
.strip{padding:.625em var(--gap);background:var(--wait-bg);color:var(--wait);font-size:.875em}
.lk .strip{padding:.625em var(--gap)}
.body{display:flex;flex-direction:column;gap:var(--gap);flex:1 0 auto;padding:calc(var(--gap)*1.25) var(--gap);min-height:17em}
.title{display:grid;gap:.375em}
.title p{color:var(--soft)}
.foot{position:sticky;bottom:0;background:var(--card);border-top:1px solid var(--line);padding:.75em var(--gap);padding-bottom:max(.75em,env(safe-area-inset-bottom));display:grid;gap:.5em;z-index:1}
.foot:empty{display:none}
.actions{display:flex;flex-wrap:wrap;align-items:center;gap:.5em}
.foot .primary,.foot .actions>:last-child:not(:first-child),.foot .btn:only-child:not(.bare){margin-inline-start:auto}
.lk .fine{display:flex;flex-wrap:wrap;justify-content:center;align-items:center;gap:0 1em;font-size:.8125em;color:var(--soft)}
.fine a{color:inherit;padding-block:.75em}
.btn{display:inline-flex;align-items:center;justify-content:center;gap:.5em;min-width:44px;min-height:max(44px,2.75em);padding:.375em 1em;border:1px solid var(--edge);border-radius:var(--r);background:var(--card);color:var(--ink);font-weight:550;line-height:1.25;text-align:center;text-decoration:none;cursor:pointer;transition:background-color .12s,border-color .12s}
.lk .btn{font-weight:550;color:var(--ink)}
.btn:hover{background:var(--quiet)}
.lk .primary{background:var(--accent);border-color:var(--accent);color:var(--on)}
.lk .primary:hover{background:var(--strong);border-color:var(--strong)}
.btn.strong{border-color:var(--accent);color:var(--accent)}
.bare{border-color:transparent;background:none}
.lk .bare{color:var(--soft);margin-inline-start:-.75em;padding-inline:.75em}
.lk .square{padding:0;margin:0}
.wide{width:100%}
.chip{padding-inline:.875em}
[aria-disabled=true]{cursor:default}
.btn[aria-disabled=true]{opacity:.85}
.spin{width:1em;height:1em;flex:none;border:2px solid;border-inline-end-color:transparent;border-radius:50%;animation:lk-spin .8s linear infinite}
@keyframes lk-spin{to{transform:rotate(1turn)}}
.field{display:grid;gap:.375em}
.label{font-weight:550}
.lk :is(input,textarea){width:100%;min-height:max(44px,2.75em);padding:.5em .75em;border:1px solid var(--edge);border-radius:var(--r);background:var(--card);color:var(--ink);text-align:start}
.lk form>.field>input[type=text]{font-size:1.125em}
.lk textarea{resize:vertical;display:block}
.lk ::placeholder{color:var(--soft);opacity:1}
.lk input[readonly]{background:var(--quiet)}
.lk input[aria-invalid=true]{border-color:var(--bad);box-shadow:0 0 0 1px var(--bad)}
.lk :is(input,textarea):focus-visible{outline-offset:-1px}
.lk .help{min-height:3em;padding-top:.375em;font-size:.9375em;color:var(--soft)}
#lk-mail-help:empty{min-height:.75em}
.lk .wrong.help{color:var(--bad)}
.suggestions{display:flex;flex-wrap:wrap;align-items:center;gap:.5em;min-height:44px}
.card{border:1px solid var(--line);border-radius:calc(var(--r)*1.5);padding:1em;display:grid;gap:.75em}
.lk .card{padding:1em}
.note{display:flex;gap:.75em;padding:.875em 1em;border-radius:calc(var(--r)*1.5);background:var(--quiet)}
.note>div{display:grid;gap:.375em;flex:1;min-width:0;justify-items:start}
.note>.icon{margin-top:.125em}
.note.good{background:var(--good-bg)}.note.good>.icon{color:var(--good)}
.note.waiting{background:var(--wait-bg)}.note.waiting>.icon{color:var(--wait)}
.note.bad{background:var(--bad-bg)}.note.bad>.icon{color:var(--bad)}
.note .soft{color:var(--ink)}
.records,.stack,.list{display:grid;gap:.5em}
.records li{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25em .625em}
.type{font:600 .8125em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace;padding:.125em .5em;border-radius:calc(var(--r)/2);background:var(--quiet);white-space:nowrap}
.note .type{background:light-dark(#fff9,#0006)}
.skeleton{display:grid;gap:.75em}
.skeleton span{height:3.25em;border-radius:calc(var(--r)*1.5);background:var(--quiet);animation:lk-pulse 1.6s ease-in-out infinite alternate}
@keyframes lk-pulse{to{opacity:.5}}
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
.row{display:grid;gap:.125em 1em;grid-template-columns:6.5em minmax(0,1fr);align-items:center}
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
.other{margin-block:-.5em;padding-inline-start:7.5em}
.lk summary{min-height:44px;display:flex;align-items:center;gap:.375em;cursor:pointer;font-size:.9375em;color:var(--soft);list-style:none}
.lk summary::-webkit-details-marker{display:none}
.lk summary::before{content:"";flex:none;width:.4375em;height:.4375em;border:solid;border-width:0 1.75px 1.75px 0;transform:rotate(-45deg);margin-inline:.125em .25em;transition:transform .12s}
[dir=rtl] summary::before{transform:rotate(135deg)}
.lk details[open]>summary::before{transform:rotate(45deg)}
.record>summary .what{flex:1}
.record.done{padding-block:.25em}
.record.done[open]{padding-bottom:1em}
.stages{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(0,1fr);gap:.25em}
.stages li{display:grid;justify-items:center;align-content:start;gap:.375em;text-align:center;font-size:.8125em;line-height:1.3;color:var(--soft);position:relative}
.stages li+li::before{content:"";position:absolute;top:.875em;inset-inline:calc(-50% + 1.25em) calc(50% + 1.25em);height:2px;margin-top:-1px;background:var(--line)}
.stages :is(.done,.now)+li.done::before,.stages .done+li.now::before{background:var(--accent)}
.dot{display:grid;place-items:center;width:1.75em;height:1.75em;border-radius:50%;border:2px solid var(--line);background:var(--card)}
.stages .done>.dot{background:var(--accent);border-color:var(--accent);color:var(--on)}
.stages .now>.dot{border-color:var(--accent);color:var(--accent)}
.stages .now{color:var(--ink);font-weight:600}
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
.lk{container-type:inline-size}
@container (max-width:27em){
.row{grid-template-columns:minmax(0,1fr)}
.other{padding-inline-start:0;margin-block:-.25em}
.way>.icon{display:none}
.foot .actions{flex-direction:column-reverse;align-items:stretch}
.lk .foot .actions>*{margin-inline:0}
.actions>.primary{padding-block:.625em}
}
@container (max-width:20em){
.copy .swap{display:none}
.bars{display:none}
.stages{grid-auto-flow:row}
.stages li{grid-template-columns:auto 1fr;text-align:start;justify-items:start;align-items:center}
.stages li+li::before{display:none}
.disc{display:none}
.note,.eta{flex-wrap:wrap}
}
@media (max-height:30em){.head,.foot{position:static}}
@media (prefers-reduced-motion:reduce){.lk *,.lk ::before{animation-duration:4s!important;transition:none!important}.skeleton span{animation:none!important}}
@media (forced-colors:active){.btn,.way,.note,.eta,.where,.card{border:1px solid}.lk .primary,.bars .on,.stages .done>.dot{forced-color-adjust:none;background:Highlight;color:HighlightText}.spin{border-color:CanvasText;border-inline-end-color:Canvas}.qr{forced-color-adjust:none}}
@supports not (color:light-dark(#000,#fff)){.lk{--card:#fff;--quiet:#f6f5f1;--line:#e3e0d7;--edge:#8a8678;--ink:#1b1a17;--soft:#5a574d;--on:#fff;--good:#125c32;--good-bg:#e9f6ed;--wait:#7a4200;--wait-bg:#fdf4e3;--bad:#a0212a;--bad-bg:#fdeeec;--accent:#0b5a4b;--strong:#07463a}}
`;
