/** Characters of a record that somebody publishes in the sandbox's zone. */
export const maxSandboxName = 300;
export const maxSandboxValue = 4_096;
