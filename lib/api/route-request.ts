/** What routes read of a request. A `Request` is one; Node takes 30 µs to make that with a signal. */
export type RouteRequest = Pick<Request, "method" | "url" | "headers" | "body" | "signal">;
