/**
 * Around the view: the dialog, and the element that holds the shadow root. `!important` in a shadow root wins over the
 * page's own, so that no rule of the page hides or moves what is here.
 */
export const skinCss = `
:host {
  all: initial !important;
  direction: ltr !important;
  display: block !important;
}
.latchkey-dialog {
  box-sizing: border-box;
  position: fixed;
  inset: 0;
  inline-size: 100%;
  block-size: 100%;
  max-inline-size: none;
  max-block-size: none;
  margin: 0;
  border: 0;
  padding: 16px;
  background: transparent;
  overflow: auto;
  overscroll-behavior: contain;
}
.latchkey-dialog[open] {
  display: grid;
  place-items: center;
}
.latchkey-dialog::backdrop {
  background: rgb(12 14 20 / 55%);
}
.latchkey-panel {
  box-sizing: border-box;
  inline-size: min(100%, 560px);
  max-block-size: 100%;
  overflow: auto;
  overscroll-behavior: contain;
  border-radius: calc(var(--lk-radius, 10px) * 1.5);
  box-shadow: 0 24px 64px rgb(0 0 0 / 30%);
  outline: 1px solid transparent;
}
.latchkey-panel[aria-busy="true"],
.latchkey-inline[aria-busy="true"] {
  min-block-size: 320px;
}
@media (max-width: 640px) {
  .latchkey-dialog {
    padding: 32px 0 0;
  }
  .latchkey-dialog[open] {
    place-items: end stretch;
  }
  .latchkey-panel {
    inline-size: 100%;
    border-end-start-radius: 0;
    border-end-end-radius: 0;
    padding-block-end: env(safe-area-inset-bottom, 0px);
  }
}
@media (prefers-reduced-motion: no-preference) {
  .latchkey-dialog[open] .latchkey-panel {
    animation: latchkey-in 180ms ease-out;
  }
}
@keyframes latchkey-in {
  from {
    opacity: 0;
    transform: translateY(12px);
  }
}
`;
