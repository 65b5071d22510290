import { laterCss } from "@/widget/view/later-sheet";
import { widgetCss } from "@/widget/view/sheet";

/** The hosted page: the view in the light, so that it can be read without scripts. */
export const pageCss = `
html{color-scheme:light dark;background:light-dark(#f1efe8,#101210);-webkit-text-size-adjust:100%}
html[data-scheme=light]{color-scheme:light}
html[data-scheme=dark]{color-scheme:dark}
body{margin:0;font:400 medium/1.5 system-ui,sans-serif;color:light-dark(#1b1a17,#edebe4);overflow-wrap:anywhere}
main{box-sizing:border-box;max-width:42rem;min-height:100vh;margin-inline:auto;padding:3rem 1rem;display:flex;flex-direction:column;gap:1rem}
.ask{margin:0;padding-inline:.25rem}
.ask strong{display:block;font-size:1.125em;font-weight:600}
.ask span{color:light-dark(#5a574d,#b0b2a8)}
[data-step=success] .ask,[data-step=ended] .ask{display:none}
/* The flow's own place is written when the first check has ended: what waited for it goes then, also without scripts. */
.waiting:not(:last-of-type){display:none}
.latchkey-page{border-radius:calc(var(--lk-radius,8px)*1.5);outline:1px solid light-dark(#e3e0d7,#363a33)}
.latchkey-page .head{border-start-start-radius:inherit;border-start-end-radius:inherit}
.latchkey-page>.lk{border-radius:inherit}
@media (max-width:40em){main{padding:0;gap:0}.ask{padding:1rem 1.25rem}.latchkey-page{border-radius:0;outline:0;flex:1;display:grid}}
@media (scripting:none){.latchkey-page .foot button{display:none}}
${widgetCss}${laterCss}`;
