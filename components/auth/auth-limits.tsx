"use client";

import { createContext, type ReactNode, useContext } from "react";

/** How long each text of the forms may be, by field. The server reads it off the schemas: these pages load no zod. */
export type AuthLimits = Record<"companyName" | "name" | "email" | "password", number | undefined>;

const LimitsContext = createContext<Partial<AuthLimits>>({});

export function AuthLimitsProvider({ limits, children }: { limits: AuthLimits; children: ReactNode }) {
  return <LimitsContext value={limits}>{children}</LimitsContext>;
}

export function useAuthLimits(): Partial<AuthLimits> {
  return useContext(LimitsContext);
}
