/** Production refuses reserved top-level domains, so the names look real; no traffic leaves the machine. */
export const names = {
  victim: "victim-shop.com",
  /** The victim's webhook receiver. */
  hooks: "hooks.victim-shop.com",
  attacker: "attacker-shop.com",
  /** A zone whose 32 nameserver addresses never answer. */
  silent: "silent-attack.com",
  /** A zone for which even the recursive resolver gets no answer. */
  unresolvable: "blackhole-attack.com",
  /** A zone of live domains whose records are right. */
  routine: "routine-attack.com",
};

export const edgeHostname = "edge.latchkey-platform.com";

/** Just below the time after which a delivery has failed, so that no endpoint ever counts as failing. */
export const slowReceiverMs = 4_500;

export type Arrival = { connectionId: string; type: string; atMs: number };

export type Account = { tenantId: string; applicationId: string; key: string };
export type Accounts = { victim: Account; attackers: Account[]; free: Account };

/** What a part needs to reach the others. */
export type World = {
  serverUrl: string;
  responderUrl: string;
  outsideUrl: string;
  databaseUrl: string;
  appUrl: string;
  accounts: Accounts;
};
