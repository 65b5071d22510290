import { createFairSlots } from "@/lib/kernel/fair-slots";
import { beforeAllOwners, type ClaimedJob, type JobOwner } from "@/lib/platform/jobs/claim-jobs";

/** The claimed jobs of one pool: which of them may start, so that every tenant has its share of the lanes. Pure. */
export type FairQueue = {
  add(jobs: readonly ClaimedJob[]): void;
  /** Starts a job: the tenants take turns, and in each tenant its endpoints. null: no lane or no share is free. */
  take(): ClaimedJob | null;
  /** A started job has ended. */
  finish(job: ClaimedJob): void;
  /** A lane is free for a tenant that has nothing more to start, or for anybody. */
  lacksJobs(): boolean;
  hasFreeLane(): boolean;
  /** How many jobs wait. */
  waiting(): number;
  /** The owners of which `most` or more jobs wait. */
  ownersWith(most: number): JobOwner[];
  /** How many tenants have jobs here. */
  tenants(): number;
};

type Tenant = { running: number; waiting: number; endpoints: Map<string, ClaimedJob[]> };

/**
 * A tenant has its fair share of the lanes, and an endpoint its fair share of the tenant's: a receiver that answers slowly
 * delays neither the tenant's other endpoints nor other tenants.
 */
export function createFairQueue(lanes: number): FairQueue {
  const slots = createFairSlots(lanes);
  // Both in the order of their turns: the next one first.
  const tenants = new Map<string, Tenant>();
  let waiting = 0;

  function takeOf(tenantId: string, tenant: Tenant): ClaimedJob | null {
    for (const [endpointId, jobs] of tenant.endpoints) {
      const [job] = jobs;
      if (!job || !slots.take(pathOf(job))) continue;
      jobs.shift();
      tenant.running += 1;
      tenant.waiting -= 1;
      waiting -= 1;
      tenant.endpoints.delete(endpointId);
      if (jobs.length > 0) tenant.endpoints.set(endpointId, jobs);
      tenants.delete(tenantId);
      tenants.set(tenantId, tenant);
      return job;
    }
    return null;
  }

  return {
    add(jobs) {
      for (const job of jobs) {
        const tenant = tenants.get(job.tenantId) ?? { running: 0, waiting: 0, endpoints: new Map() };
        tenants.set(job.tenantId, tenant);
        const queued = tenant.endpoints.get(job.endpointId) ?? [];
        tenant.endpoints.set(job.endpointId, queued);
        queued.push(job);
        tenant.waiting += 1;
        waiting += 1;
      }
    },
    take() {
      if (slots.free() === 0) return null;
      for (const [id, tenant] of tenants) {
        if (tenant.waiting === 0 || !slots.mayTake([id])) continue;
        const job = takeOf(id, tenant);
        if (job) return job;
      }
      return null;
    },
    finish(job) {
      const tenant = tenants.get(job.tenantId);
      if (!tenant) return;
      slots.release(pathOf(job));
      tenant.running -= 1;
      if (tenant.running === 0 && tenant.waiting === 0) tenants.delete(job.tenantId);
    },
    lacksJobs() {
      if (slots.free() === 0) return false;
      return waiting === 0 || [...tenants].some(([id, tenant]) => tenant.waiting === 0 && slots.mayTake([id]));
    },
    hasFreeLane: () => slots.free() > 0,
    waiting: () => waiting,
    ownersWith: (most) => listOwners(tenants).filter((owner) => owner.waiting >= most),
    tenants: () => tenants.size,
  };
}

function pathOf({ tenantId, endpointId }: ClaimedJob): string[] {
  return endpointId === beforeAllOwners.endpointId ? [tenantId] : [tenantId, endpointId];
}

function listOwners(tenants: ReadonlyMap<string, Tenant>): (JobOwner & { waiting: number })[] {
  return [...tenants].flatMap(([tenantId, { endpoints }]) =>
    [...endpoints].map(([endpointId, jobs]) => ({ tenantId, endpointId, waiting: jobs.length })),
  );
}
