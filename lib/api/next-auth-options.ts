import type { NextAuthOptions, User } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import GithubProvider from "next-auth/providers/github";
import GoogleProvider, { type GoogleProfile } from "next-auth/providers/google";
import { z } from "zod";
import { signInSchema } from "@/lib/accounts/auth/schema";
import { signOutSession } from "@/lib/accounts/auth/sign-out-session";
import type { Client } from "@/lib/accounts/auth/start-session";
import { type ProviderAccount, signInWithAccount } from "@/lib/accounts/users/sign-in-with-account";
import { signInWithPassword } from "@/lib/accounts/users/sign-in-with-password";
import type { Runtime } from "@/lib/api/runtime";
import { errorText, isRefusal } from "@/lib/kernel/errors";
import { cookieName } from "@/lib/platform/crypto/session-cookie";

const providerTimeoutMs = 10_000;

/** next-auth for one request: it handles the cookie and identity providers; our session rows decide who is signed in. */
export function nextAuthOptions({ env, service }: Runtime, client: Client): NextAuthOptions {
  const { sessions, log } = service;
  const options = { httpOnly: true, sameSite: "lax" as const, path: "/", secure: sessions.secure };
  const cookie = (purpose: string) => ({ name: cookieName(purpose, env), options });
  const briefly = (purpose: string) => ({ ...cookie(purpose), options: { ...options, maxAge: 900 } });
  return {
    secret: env.authSecret,
    useSecureCookies: sessions.secure,
    session: { strategy: "jwt", maxAge: sessions.maxAgeSeconds },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: { name: sessions.name, options },
      csrfToken: cookie("csrf"),
      callbackUrl: cookie("callback-url"),
      pkceCodeVerifier: briefly("pkce"),
      state: briefly("state"),
      nonce: briefly("nonce"),
    },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {}, token: {} },
        authorize: (given) => authorize(service, given, client),
      }),
      ...(env.github ? [githubProvider(env.github)] : []),
      ...(env.google ? [GoogleProvider({ clientId: env.google.id, clientSecret: env.google.secret })] : []),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.type !== "oauth") return true;
        try {
          const { sessionId } = await signInWithAccount(service, providerAccountOf(account, profile), client);
          user.id = sessionId;
          return true;
        } catch (error) {
          if (!isRefusal(error)) throw error;
          return `/sign-in?error=${problemOf(error)}`;
        }
      },
      // The token holds the id of the session's row and nothing that the provider says about the person.
      jwt: ({ token, user }) => ({ sid: user ? user.id : token.sid }),
    },
    events: {
      signOut: async ({ token }) => signOutSession(service, token?.sid),
    },
    logger: {
      error: (code, metadata) =>
        log.warn({ code, err: errorText("error" in metadata ? metadata.error : metadata) }, "next-auth"),
      warn: (code) => log.debug({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

/** next-auth passes a refusal on as an error's text: the sign-in page reads it from the response. */
async function authorize(
  service: Runtime["service"],
  given: Record<string, string> | undefined,
  client: Client,
): Promise<User> {
  const { email, password, token } = given ?? {};
  const parsed = signInSchema.safeParse({ email, password, ...(token ? { token } : {}) });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(JSON.stringify({ code: "invalid", message: issue?.message, param: String(issue?.path[0] ?? "") }));
  }
  try {
    return { id: (await signInWithPassword(service, parsed.data, client)).sessionId };
  } catch (error) {
    if (isRefusal(error)) throw new Error(JSON.stringify({ code: error.code, message: error.message }));
    service.log.error({ requestId: client.requestId, err: errorText(error) }, "sign-in failed");
    const message = "Something went wrong on our side. Try again.";
    throw new Error(JSON.stringify({ code: "internal", message, requestId: client.requestId }));
  }
}

type Profile = { sub?: string; email?: string; name?: string } | undefined;

function providerAccountOf(
  account: { provider: string; providerAccountId: string },
  profile: Profile,
): ProviderAccount {
  const { providerAccountId } = account;
  const name = typeof profile?.name === "string" ? profile.name : "";
  if (account.provider === "google") {
    const { email, email_verified: isVerified } = profile as GoogleProfile;
    return { provider: "google", providerAccountId, verifiedEmail: isVerified === true ? email : null, name };
  }
  const { verifiedEmail } = profile as unknown as { verifiedEmail: string | null };
  return { provider: "github", providerAccountId, verifiedEmail: verifiedEmail ?? null, name };
}

const emailsSchema = z.array(z.object({ email: z.email(), primary: z.boolean(), verified: z.boolean() }));

/** The address in GitHub's profile may be unverified, so the verified one is fetched. */
function githubProvider({ id, secret }: { id: string; secret: string }) {
  return GithubProvider({
    clientId: id,
    clientSecret: secret,
    userinfo: {
      url: "https://api.github.com/user",
      async request({ client, tokens }) {
        const profile = await client.userinfo(tokens.access_token ?? "");
        const response = await fetch("https://api.github.com/user/emails", {
          headers: { authorization: `Bearer ${tokens.access_token}`, "user-agent": "latchkey" },
          signal: AbortSignal.timeout(providerTimeoutMs),
        });
        const emails = emailsSchema.parse(response.ok ? await response.json() : []);
        const verifiedEmail = emails.find(({ primary, verified }) => primary && verified)?.email ?? null;
        return { ...profile, verifiedEmail };
      },
    },
  });
}

/** A code for the page's URL. The page has the sentence, so that a crafted URL cannot display other text. */
function problemOf(error: { code: string; details?: Record<string, unknown> | undefined }): string {
  return String(error.details?.reason ?? error.code);
}
