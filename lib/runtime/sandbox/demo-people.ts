/** Who may sign in to the sandbox: printed at its start, and one click on its sign-in page. */
export const demoPeople = {
  owner: { email: "demo@latchkey.test", password: "demo-sandbox-password", name: "Demo", isStaff: false },
  staff: { email: "support@latchkey.test", password: "support-sandbox-password", name: "Support", isStaff: true },
} as const;
