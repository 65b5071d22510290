/** Of the view's title, which names the dialog. Ids of a shadow root are its own. */
export const titleId = "latchkey-title";
