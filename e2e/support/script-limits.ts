/** Script that the first visit of each page may load, in kB as gzip: what it loaded when this was written, and 2 %. */
export const scriptLimits: Readonly<Record<string, number>> = {};
