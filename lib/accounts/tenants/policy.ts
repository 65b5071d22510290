/** How long a link in an invitation is good. */
export const invitationLifeMs = 7 * 86_400_000;
/** Each one is a mail to somebody who did not ask for it. */
export const maxOpenInvitations = 100;
