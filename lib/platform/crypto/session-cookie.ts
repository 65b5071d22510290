import { decode, encode } from "next-auth/jwt";

/** The cookie of a signed-in browser: next-auth's encrypted token, which holds the session's id and nothing else. */
export interface SessionCookie {
  readonly name: string;
  readonly secure: boolean;
  readonly maxAgeSeconds: number;
  encrypt(sessionId: string): Promise<string>;
  /** The session in a `Cookie` header; null: none, or not one of ours. */
  readSessionId(cookieHeader: string | null): Promise<string | null>;
}

/** The longest that browsers store a cookie. The session's row decides when it ends. */
const maxAgeSeconds = 400 * 86_400;

/**
 * `__Host-` binds the cookie to this host and to HTTPS (RFC 6265bis, section 4.1.3.2). The sandbox has neither, and
 * several may run on one host, where cookies do not distinguish ports: there, the port is in the name.
 */
export function createSessionCookie(options: { secret: string; appUrl: string; sandbox: boolean }): SessionCookie {
  const { secret } = options;
  const secure = !options.sandbox || options.appUrl.startsWith("https:");
  const name = cookieName("session", options);
  return {
    name,
    secure,
    maxAgeSeconds,
    encrypt: (sessionId) => encode({ token: { sid: sessionId }, secret, maxAge: maxAgeSeconds }),
    async readSessionId(cookieHeader) {
      const token = readCookie(cookieHeader ?? "", name);
      if (!token) return null;
      const claims = await decode({ token, secret }).catch(() => null);
      return typeof claims?.sid === "string" ? claims.sid : null;
    },
  };
}

export function cookieName(purpose: string, options: { appUrl: string; sandbox: boolean }): string {
  const secure = !options.sandbox || options.appUrl.startsWith("https:");
  return secure ? `__Host-latchkey.${purpose}` : `latchkey.${purpose}.${new URL(options.appUrl).port || "80"}`;
}

function readCookie(header: string, name: string): string | null {
  const pair = header.split("; ").find((item) => item.startsWith(`${name}=`));
  return pair ? pair.slice(name.length + 1) : null;
}
