import { z } from "zod";
import { writingFaultCodes } from "@/lib/connections/schema";
import type { ConnectionWriting, DnsCredential, Prisma } from "@/lib/db/generated/client";

/** Why records could not be written, as it is stored: the provider's own words, and where the zone really is. */
const storedFaultSchema = z.object({
  code: z.enum(writingFaultCodes),
  said: z.string().nullable(),
  status: z.number().nullable(),
  /** Ours, which the provider does not accept. */
  address: z.string().nullable(),
  at: z.coerce.date(),
  /** Of `delegated_elsewhere`: the nameservers that the registry names, and the provider that runs them. */
  nameservers: z.array(z.string()).optional(),
  servedBy: z.string().nullable().optional(),
});

const storedRepairsSchema = z.array(z.object({ at: z.coerce.date(), removed: z.array(z.string()) }));

/** Repairs without a person, the newest last: when each was, and the values that it removed. */
export type StoredRepairs = z.infer<typeof storedRepairsSchema>;

export type StoredFault = z.infer<typeof storedFaultSchema>;

/** With the credential that it uses; both null once that was deleted. */
export type WritingRow = Omit<ConnectionWriting, "connectionId" | "tenantId" | "fault" | "repairs"> & {
  fault: StoredFault | null;
  repairs: StoredRepairs;
} & { [K in keyof Pick<DnsCredential, "provider" | "label">]: string | null };

export function readRepairs(stored: Prisma.JsonValue): StoredRepairs {
  return stored === null ? [] : storedRepairsSchema.parse(stored);
}

export function readFault(stored: Prisma.JsonValue): StoredFault | null {
  return stored === null ? null : storedFaultSchema.parse(stored);
}
