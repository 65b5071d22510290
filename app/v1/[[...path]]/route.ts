import { answerV1 } from "@/lib/api/answer-v1";

/** Requests that server.ts passes on: unknown paths, other methods, paths with escapes. */
export {
  answerV1 as DELETE,
  answerV1 as GET,
  answerV1 as OPTIONS,
  answerV1 as PATCH,
  answerV1 as POST,
  answerV1 as PUT,
};
