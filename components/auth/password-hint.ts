export const passwordHint = "At least 12 characters. A few random words are easy to keep and hard to guess.";
