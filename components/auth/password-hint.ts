export const passwordHint = "At least 12 characters. A few random words are easy to remember and hard to guess.";
