/** The types of records that customers publish. */
export const recordTypes = ["A", "AAAA", "CNAME", "TXT"] as const;

/** Of a template: its rows, characters of their texts, and seconds. */
export const templateLimits = { rows: 20, host: 253, value: 2_048, minTtl: 30, maxTtl: 86_400 } as const;
