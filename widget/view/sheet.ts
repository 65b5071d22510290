/**
 * The style sheet of the frame and the first step, for a shadow root or a page of its own. Sizes are in em of
 * `font-size: medium`: what the reader has chosen in the browser, and nothing that the page around sets. `--lk-*` are set by
 * `applyTheme`.
 */
export const widgetCss = `
:host{all:initial;display:block}
.lk{all:initial;color-scheme:var(--lk-scheme,light dark);display:flex;flex-direction:column;box-sizing:border-box;
--card:light-dark(#fff,#1a1c19);--quiet:light-dark(#f6f5f1,#222521);--line:light-dark(#e3e0d7,#363a33);--edge:light-dark(#8a8678,#7d8178);
--ink:light-dark(#1b1a17,#edebe4);--soft:light-dark(#5a574d,#b0b2a8);--on:light-dark(#fff,#000);
--wait:light-dark(#7a4200,#f2c273);--wait-bg:light-dark(#fdf4e3,#33270e);
--bad:light-dark(#a0212a,#ff9f99);--bad-bg:light-dark(#fdeeec,#3c1817);
--accent:var(--lk-accent,light-dark(#0b5a4b,#7fd8c0));--strong:var(--lk-accent-strong,light-dark(#07463a,#a5e8d6));
--r:var(--lk-radius,8px);--gap:calc(1.25em*var(--lk-space,1));
font:400 medium/1.5 var(--lk-font,system-ui,sans-serif);color:var(--ink);background:var(--card);
-webkit-text-size-adjust:100%;-webkit-font-smoothing:antialiased;overflow-wrap:anywhere;text-align:start;position:relative;min-width:0}
.lk *,.lk ::before,.lk ::after{box-sizing:border-box}
.lk :is(h1,h2,h3,p,ol,ul,li,dl,dd,dt,figure){margin:0;padding:0;list-style:none;font:inherit;min-width:0}
.lk [hidden]{display:none}
.lk :is(input,textarea,button){font:inherit;color:inherit;margin:0;letter-spacing:inherit}
.lk .brand h1{font-weight:600}
.lk h2{font-size:1.375em;font-weight:650;line-height:1.25;letter-spacing:-.015em;text-wrap:balance;outline:0}
.lk h3{font-weight:600}
.lk a{color:var(--accent);text-underline-offset:.15em}
.lk :focus-visible{outline:2px solid var(--accent);outline-offset:2px;scroll-margin-block:6em}
.lk [data-heading]:focus-visible{outline:0}
.soft{color:var(--soft)}
.small{font-size:.875em}
.sr{position:absolute;width:1px;height:1px;margin:-1px;padding:0;border:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.icon{width:1.25em;height:1.25em;flex:none;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.head{display:flex;align-items:center;gap:.75em;min-height:3.75em;padding:.375em var(--gap);padding-inline-end:.75em;border-bottom:1px solid var(--line);background:var(--card);position:sticky;top:0;z-index:1}
.brand{display:flex;align-items:center;gap:.625em;flex:1;font-weight:600;min-width:0;line-height:1.25}
.brand img{display:var(--lk-logo,block);max-width:6em;max-height:1.75em;border-radius:calc(var(--r)/2);object-fit:contain}
.position{display:grid;gap:.25em;justify-items:end;padding-block:.375em;line-height:1.25}
.position:last-child{padding-inline-end:.5em}
.bars{display:flex;gap:3px}
.bars i{width:1.125em;height:3px;border-radius:3px;background:var(--line)}
.bars .on{background:var(--accent)}
.lk .strip{padding:.625em var(--gap);background:var(--wait-bg);color:var(--wait);font-size:.875em}
.body{display:flex;flex-direction:column;gap:var(--gap);flex:1 0 auto;padding:calc(var(--gap)*1.25) var(--gap);min-height:17em}
.title{display:grid;gap:.375em}
.title p{color:var(--soft)}
.foot{position:sticky;bottom:0;background:var(--card);border-top:1px solid var(--line);padding:.75em var(--gap);padding-bottom:max(.75em,env(safe-area-inset-bottom));z-index:1}
.foot:empty{display:none}
.actions{display:flex;flex-wrap:wrap;align-items:center;gap:.5em}
.foot>.actions{flex-wrap:wrap-reverse}
.foot .primary,.foot .actions>:last-child:not(:first-child),.foot .btn:only-child:not(.bare){margin-inline-start:auto}
.lk .fine{padding:0 var(--gap) .375em;display:flex;flex-wrap:wrap;justify-content:center;align-items:center;gap:0 1em;font-size:.8125em;color:var(--soft)}
.fine a{color:inherit;display:inline-flex;align-items:center;min-height:44px}
.btn{display:inline-flex;align-items:center;justify-content:center;gap:.5em;min-width:44px;min-height:max(44px,2.75em);padding:.375em 1em;border:1px solid var(--edge);border-radius:var(--r);background:var(--card);line-height:1.25;text-align:center;text-decoration:none;cursor:pointer;transition:background-color .12s,border-color .12s}
.lk .btn{font-weight:550;color:var(--ink)}
.btn:hover{background:var(--quiet)}
.lk .primary{background:var(--accent);border-color:var(--accent);color:var(--on)}
.lk .primary:hover{background:var(--strong);border-color:var(--strong)}
.bare{border-color:transparent;background:none}
.lk .bare{color:var(--soft);margin-inline-start:-.75em;padding-inline:.75em}
.lk .square{padding:0;margin:0}
.chip{padding-inline:.875em}
[aria-disabled=true]{cursor:default}
.btn[aria-disabled=true]{opacity:.85}
.spin{width:1em;height:1em;flex:none;border:2px solid;border-inline-end-color:transparent;border-radius:50%;animation:lk-spin .8s linear infinite}
@keyframes lk-spin{to{transform:rotate(1turn)}}
.field{display:grid;gap:.375em}
.label{font-weight:550}
.lk :is(input,textarea){width:100%;min-height:max(44px,2.75em);padding:.5em .75em;border:1px solid var(--edge);border-radius:var(--r);background:var(--card);color:var(--ink);text-align:start}
.lk form>.field>input[type=text]{font-size:1.125em}
.lk ::placeholder{color:var(--soft);opacity:1}
.lk input[readonly]{background:var(--quiet)}
.lk input[aria-invalid=true]{border-color:var(--bad);box-shadow:0 0 0 1px var(--bad)}
.lk :is(input,textarea):focus-visible{outline-offset:-1px}
.lk .help{min-height:3em;padding-top:.375em;font-size:.9375em;color:var(--soft)}
.lk .wrong.help{color:var(--bad)}
.suggestions{display:flex;flex-wrap:wrap;align-items:center;gap:.5em;min-height:44px}
.note{display:flex;gap:.75em;padding:.875em 1em;border-radius:calc(var(--r)*1.5);background:var(--quiet)}
.note>div{display:grid;gap:.375em;flex:1;min-width:0;justify-items:start}
.note>.icon{margin-top:.125em}
.note.bad{background:var(--bad-bg)}.note.bad>.icon{color:var(--bad)}
.skeleton{display:grid;gap:.75em}
.skeleton span{height:3.25em;border-radius:calc(var(--r)*1.5);background:var(--quiet);animation:lk-pulse 1.6s ease-in-out infinite alternate}
@keyframes lk-pulse{to{opacity:.5}}
.lk{container-type:inline-size}
@container (max-width:27em){
.foot .primary{flex-grow:1;max-width:100%}
.foot .bare{padding-inline-end:.25em}
}
@container (max-width:20em){
.bars{display:none}
.note{flex-wrap:wrap}
}
@container (max-width:15em){
.head{flex-wrap:wrap}
.position{order:1;flex-basis:100%;justify-items:start}
}
@media (max-height:30em){.head,.foot{position:static}}
@media (prefers-reduced-motion:reduce){.lk *,.lk ::before,.lk ::after{animation:none!important;transition:none!important}}
@media (forced-colors:active){.btn,.note{border:1px solid}.lk .primary,.bars .on{forced-color-adjust:none;background:Highlight;color:HighlightText}.spin{border-color:CanvasText;border-inline-end-color:Canvas}}
@supports not (color:light-dark(#000,#fff)){.lk{--card:#fff;--quiet:#f6f5f1;--line:#e3e0d7;--edge:#8a8678;--ink:#1b1a17;--soft:#5a574d;--on:#fff;--wait:#7a4200;--wait-bg:#fdf4e3;--bad:#a0212a;--bad-bg:#fdeeec;--accent:#0b5a4b;--strong:#07463a}}
`;
